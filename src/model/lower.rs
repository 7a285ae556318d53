use std::collections::BTreeMap;

use super::field::{in_order, is_of_kind, nowhere, people, reference, references, review, site_file, sources, terms};
use super::fields::{
    LAST_PRINCIPLE, LONGEST_ALIAS, LONGEST_STATEMENT, LONGEST_SUMMARY, LONGEST_TITLE, MOST_MINUTES, STEP_KINDS,
    own_fields,
};
use super::{
    Address, Common, CustomField, CustomValue, Damage, Detail, DownloadRef, Entry, FORMATS, FieldSet, FieldType,
    ImageRef, Kind, Lowered, Pathway, Principle, Review, SETTINGS, SlugFault, Stage, Step, Tool, check_slug,
    default_slug, signature,
};
use crate::diag::{Code, Diagnostic};
use crate::syntax::{Fields, Node, Parsed, Value};
use crate::text::{Fingerprint, Span, Spanned, nfc};

/// Lowers a parsed file to an entry. Never fails: a file without readable front matter is
/// [`Lowered::Unreadable`], an entry with faulty fields is whole with those absent or filled in.
pub fn lower(parsed: Parsed, address: Address, set: &FieldSet) -> (Lowered, Vec<Diagnostic>) {
    let mut complaints = Vec::new();
    let common = parsed.front.as_ref().and_then(|front| {
        let mut fields = Fields::of(&parsed.source, front, "the front matter", &mut complaints)?;
        let common = common(&mut fields, &parsed, &address, set);
        let detail = detail(&mut fields, address.kind);
        let unclear = unclear(&fields, &common);
        fields_of_other_kinds(&mut fields, address.kind);
        let meant = fields.finish();
        let held = unclear || meant.iter().any(|key| HOLDING.contains(&key.as_str()));
        Some((common, detail, held))
    });
    let Some((common, detail, held)) = common else {
        let path = parsed.source.path().clone();
        return (Lowered::Unreadable { id: address.id, lang: address.lang, path }, complaints);
    };
    let damage = Damage { any: !complaints.is_empty(), held };
    let Parsed { source, body, outline, said, .. } = parsed;
    let words = Fingerprint::of(signature::words(&common, &detail, &said));
    let entry = Entry { id: address.id, lang: address.lang, source, body, outline, common, detail, damage, words };
    (Lowered::Entry(std::sync::Arc::new(entry)), complaints)
}

fn common(fields: &mut Fields<'_>, parsed: &Parsed, address: &Address, set: &FieldSet) -> Common {
    fields.missing("title", "add the page's name: title: Riding out a craving");
    let title = fields
        .text_within("title", LONGEST_TITLE)
        .unwrap_or_else(|| Spanned::new(stand_in_title(parsed, address), nowhere(fields)));
    fields.missing("summary", "add one or two sentences for lists and search results: summary: …");
    let summary = fields
        .text_within("summary", LONGEST_SUMMARY)
        .unwrap_or_else(|| Spanned::new(stand_in_summary(parsed, &title.value), nowhere(fields)));
    let slug = slug(fields, address);
    let aliases = aliases(fields);
    let principles = references(fields, "principles", &[Kind::Principle]);
    let vocabulary = set.taxonomies.iter().map(|taxonomy| {
        let found = terms(fields, &taxonomy.name, taxonomy.closed, &taxonomy.terms);
        (taxonomy.name.clone(), found)
    });
    let terms: BTreeMap<_, _> = vocabulary.filter(|(_, terms)| !terms.is_empty()).collect();
    let authors = people(fields, "authors", set);
    let (date, updated) = (fields.date("date"), fields.date("updated"));
    in_order(fields, ("date", date.as_ref()), ("updated", updated.as_ref()), false);
    let draft = fields.flag("draft");
    let review = review(fields, set);
    draft_signed(fields, draft.as_ref(), review.as_ref());
    let (publish_on, expires_on) = (fields.date("publish_on"), fields.date("expires_on"));
    in_order(fields, ("publish_on", publish_on.as_ref()), ("expires_on", expires_on.as_ref()), true);
    Common {
        title,
        summary,
        slug,
        aliases,
        principles,
        terms,
        authors,
        date,
        updated,
        draft,
        publish_on,
        expires_on,
        review,
        sensitive: fields.flag("sensitive").unwrap_or_default(),
        sources: sources(fields),
        related: references(fields, "related", &[]),
        image: image(fields),
        downloads: downloads(fields),
        custom: custom(fields, address.kind, set),
    }
}

/// Complains about a draft that is signed: what is not finished cannot have been reviewed.
fn draft_signed(fields: &mut Fields<'_>, draft: Option<&Spanned<bool>>, review: Option<&Review>) {
    let signed = review.and_then(|review| review.signed.as_ref());
    if let (Some(draft), Some(signed)) = (draft.filter(|draft| draft.value), signed) {
        let complaint = fields
            .fault(Code::SignatureDraft, signed.span, "this is a draft, and its words are signed")
            .and(fields.source().path(), draft.span, "it says so here")
            .help("take `signed` out; when the draft is published, `waypost review` signs it");
        fields.complain(complaint);
    }
}

/// Tells an author who uses a field of another kind whose it is.
fn fields_of_other_kinds(fields: &mut Fields<'_>, kind: Kind) {
    for owner in Kind::ALL.into_iter().filter(|owner| *owner != kind) {
        for field in own_fields(owner) {
            fields.foreign(field.name, format!("this is a field of a {}; take it out here", owner.name()));
        }
    }
}

/// Fields that may hold an entry back from publishing.
const HOLDING: [&str; 3] = ["draft", "publish_on", "expires_on"];

/// Whether one of [`HOLDING`] is there and cannot be used.
fn unclear(fields: &Fields<'_>, common: &Common) -> bool {
    let usable = [common.draft.is_some(), common.publish_on.is_some(), common.expires_on.is_some()];
    HOLDING.iter().zip(usable).any(|(key, usable)| !usable && fields.has(key))
}

fn stand_in_title(parsed: &Parsed, address: &Address) -> String {
    let heading = parsed.outline.headings.first().map(|heading| heading.text.clone());
    heading.filter(|text| !text.is_empty()).unwrap_or_else(|| {
        let name = address.id.as_str().rsplit('/').next().unwrap_or("");
        name.replace(['-', '_'], " ")
    })
}

fn stand_in_summary(parsed: &Parsed, title: &str) -> String {
    let sentence = parsed.outline.first_sentence.as_deref().unwrap_or(title);
    sentence.chars().take(LONGEST_SUMMARY).collect()
}

/// The folders of a file are parts of its address too, and no field can give them another name.
fn folders(fields: &mut Fields<'_>, address: &Address) {
    let mut parts: Vec<&str> = address.id.as_str().split('/').skip(1).collect();
    parts.pop();
    for part in parts {
        let slug = default_slug(part);
        let complaint = match check_slug(&slug) {
            Ok(()) => continue,
            Err(SlugFault::Empty) => {
                let message = format!("no address can be made of the folder's name `{part}`");
                fields.fault(Code::FileNameInvalid, Span::default(), message)
            }
            Err(fault) => slug_complaint(fields, Span::default(), &slug, &fault, "the folder's name"),
        };
        fields.complain(complaint.help("give the folder another name, with letters, digits and hyphens"));
        return;
    }
}

fn slug(fields: &mut Fields<'_>, address: &Address) -> Spanned<String> {
    folders(fields, address);
    let usual = Spanned::new(address.slug.clone(), nowhere(fields));
    let Some(given) = fields.get("slug") else {
        if address.slug.is_empty() && !address.id.is_home() && address.id.heads_list().is_none() {
            let message = "no address can be made of this file's name";
            let complaint = fields.fault(Code::FileNameInvalid, Span::default(), message);
            fields.complain(complaint.help("give the file a name with letters or digits, or say slug: …"));
        }
        // A file whose own name cannot be an address needs a slug.
        if !address.slug.is_empty()
            && let Err(fault) = check_slug(&address.slug)
        {
            let complaint = slug_complaint(fields, Span::default(), &address.slug, &fault, "the file's name");
            fields.complain(complaint);
        }
        return usual;
    };
    let Value::Text { text, .. } = &given.value else {
        fields.wrong_type("slug", given, "text");
        return usual;
    };
    let slug = nfc(text);
    match check_slug(&slug) {
        Ok(()) => Spanned::new(slug, given.span),
        Err(fault) => {
            let complaint = slug_complaint(fields, given.span, &slug, &fault, "the slug");
            fields.complain(complaint);
            Spanned::new(address.slug.clone(), given.span)
        }
    }
}

fn slug_complaint(fields: &Fields<'_>, span: Span, slug: &str, fault: &SlugFault, what: &str) -> Diagnostic {
    let help = "use letters, digits and hyphens: riding-out-a-craving";
    match fault {
        SlugFault::Empty => fields.fault(Code::SlugInvalid, span, format!("{what} is empty")).help(help),
        SlugFault::Character(c) => {
            let shown =
                if c.is_control() || c.is_whitespace() { format!("U+{:04X}", u32::from(*c)) } else { format!("`{c}`") };
            fields
                .fault(Code::SlugInvalid, span, format!("{what} holds {shown}, which cannot be part of an address"))
                .help(help)
        }
        SlugFault::TooLong { length, longest } => fields
            .fault(
                Code::SlugInvalid,
                span,
                format!("{what} has {length} characters; an address takes {longest} at most"),
            )
            .help(help),
        SlugFault::Reserved => fields
            .fault(
                Code::SlugReserved,
                span,
                format!("`{slug}` is a name that Waypost or an operating system keeps for itself"),
            )
            .help("choose another slug: slug: …"),
    }
}

fn aliases(fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let given = fields.unique_words_by("aliases", str::to_owned);
    given.into_iter().filter(|alias| is_alias(fields, alias)).collect()
}

/// An alias is an old address of this site, from its root, and stays inside it.
fn is_alias(fields: &mut Fields<'_>, alias: &Spanned<String>) -> bool {
    if is_old_address(&alias.value) {
        return true;
    }
    // A colon would make it an address of another site.
    let rooted = format!("/{}", alias.value);
    let meant = (!alias.value.contains(':') && is_old_address(&rooted)).then_some(rooted);
    let message = format!("`{}` is not an old address of this site", alias.value.chars().take(80).collect::<String>());
    let complaint = fields
        .fault(Code::AliasInvalid, alias.span, message)
        .help("write it from the root, without the host: /2019/05/old-name/")
        .fix(meant.and_then(|meant| fields.rewritten(alias.span, &alias.value, &meant)));
    fields.complain(complaint);
    false
}

fn is_old_address(alias: &str) -> bool {
    let path = alias.split(['?', '#']).next().unwrap_or("");
    let encoded = path.to_ascii_lowercase();
    let hidden = ["%2e", "%2f", "%5c", "%00"].iter().any(|sign| encoded.contains(sign));
    let inside = !hidden && path.split('/').all(|part| part != ".." && part != ".");
    let plain = !alias.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"'));
    path.starts_with('/')
        && !path.starts_with("//")
        && inside
        && plain
        && alias.chars().count() <= LONGEST_ALIAS
        && alias != "/"
}

fn image(fields: &mut Fields<'_>) -> Option<ImageRef> {
    let node = fields.get("image")?;
    let source = fields.source();
    let mut inner = Fields::of(source, node, "`image`", fields.complaints())?;
    inner.missing("src", "name the image file: image: {src: path.jpg, alt: A path in fog}");
    let src = inner.word("src").and_then(|src| site_file(&mut inner, "image", src));
    // An empty `alt` says that the picture only decorates.
    inner.missing("alt", "say what the picture tells: alt: A path in fog");
    let decorative = inner.has("alt") && node.get("alt").is_some_and(|alt| alt.text() == Some(""));
    let alt = if decorative {
        inner.know("alt");
        None
    } else {
        inner.text("alt")
    };
    inner.finish();
    let src = src?;
    let nothing = Spanned::new(String::new(), src.span);
    Some(ImageRef { alt: alt.unwrap_or(nothing), src })
}

fn downloads(fields: &mut Fields<'_>) -> Vec<DownloadRef> {
    let items = fields.list("downloads");
    items.iter().filter_map(|item| download(fields, item)).collect()
}

fn download<'a>(fields: &mut Fields<'a>, item: &'a Node) -> Option<DownloadRef> {
    if matches!(item.value, Value::Text { .. }) {
        let file = fields.word_of("downloads", item)?;
        return Some(DownloadRef { file: site_file(fields, "downloads", file)?, title: None });
    }
    let source = fields.source();
    let mut inner = Fields::of(source, item, "this download", fields.complaints())?;
    inner.missing("file", "name the file: {file: worksheet.pdf, title: Worksheet}");
    let file = inner.word("file").and_then(|file| site_file(&mut inner, "downloads", file));
    let title = inner.text("title").map(|title| title.value);
    inner.finish();
    Some(DownloadRef { file: file?, title })
}

fn custom(fields: &mut Fields<'_>, kind: Kind, set: &FieldSet) -> BTreeMap<String, CustomValue> {
    let declared = set.custom.get(&kind).map_or(&[][..], Vec::as_slice);
    let mut values = BTreeMap::new();
    for field in declared {
        if field.required {
            fields.missing(&field.name, "waypost.yaml asks every entry of this kind for it");
        }
        if let Some(value) = custom_value(fields, field) {
            values.insert(field.name.clone(), value);
        }
    }
    values
}

fn custom_value(fields: &mut Fields<'_>, field: &CustomField) -> Option<CustomValue> {
    let key = field.name.as_str();
    match &field.field_type {
        FieldType::Text => fields.text(key).map(|text| CustomValue::Text(text.value)),
        FieldType::Number => fields.number(key).map(|number| CustomValue::Number(number.value)),
        FieldType::Date => fields.date(key).map(|date| CustomValue::Date(date.value)),
        FieldType::Choice(known) => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let text = fields.word(key)?;
            fields.is_choice(key, &text, &known).then_some(CustomValue::Text(text.value))
        }
        FieldType::Reference(kind) => {
            let written = fields.word(key)?;
            let reference = reference(&written, *kind);
            is_of_kind(fields, key, &reference, kind.as_slice()).then_some(CustomValue::Reference(reference))
        }
    }
}

fn detail(fields: &mut Fields<'_>, kind: Kind) -> Detail {
    match kind {
        Kind::Article => Detail::Article,
        Kind::Page => Detail::Page,
        Kind::Principle => Detail::Principle(Principle {
            order: fields.integer("order", 1, LAST_PRINCIPLE).map(|order| order.value),
            statement: fields.text_within("statement", LONGEST_STATEMENT).map(|text| text.value),
        }),
        Kind::Tool => Detail::Tool(Tool {
            minutes: fields.integer("minutes", 1, MOST_MINUTES).map(|minutes| minutes.value),
            formats: values(fields.choices("format", FORMATS)),
            settings: values(fields.choices("setting", SETTINGS)),
            materials: values(fields.texts("materials")),
        }),
        Kind::Pathway => Detail::Pathway(pathway(fields)),
    }
}

fn values(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn pathway(fields: &mut Fields<'_>) -> Pathway {
    let audience_text = fields.text("for").map(|text| text.value);
    let outcomes = values(fields.texts("outcomes"));
    let requires = references(fields, "requires", &[Kind::Pathway]);
    let next = references(fields, "next", &[Kind::Pathway]);
    fields.missing("stages", "give the route: stages: [{title: …, steps: [articles/…, tools/…]}]");
    let given = fields.list("stages");
    if given.is_empty()
        && fields.has("stages")
        && fields.get("stages").is_some_and(|node| matches!(node.value, Value::List(_)))
    {
        let span = fields.get("stages").map_or(fields.place(), |node| node.span);
        let complaint = fields
            .fault(Code::PathwayEmpty, span, "the pathway has no stages")
            .help("add a stage with at least one step");
        fields.complain(complaint);
    }
    let stages = given.iter().filter_map(|node| stage(fields, node)).collect();
    Pathway { audience_text, outcomes, requires, next, stages }
}

fn stage<'a>(fields: &mut Fields<'a>, node: &'a Node) -> Option<Stage> {
    let source = fields.source();
    let mut inner = Fields::of(source, node, "this stage", fields.complaints())?;
    let title = inner.required_text("title", "give the stage a name: title: Find support");
    let summary = inner.text("summary").map(|text| text.value);
    inner.missing("steps", "name its steps: steps: [articles/…, tools/…]");
    let given = inner.list("steps");
    if let Some(list) = node.get("steps").filter(|list| list.value == Value::List(Vec::new())) {
        let complaint = inner
            .fault(Code::PathwayEmpty, list.span, "this stage has no steps")
            .help("add at least one step, or take the stage out");
        inner.complain(complaint);
    }
    let steps = given.iter().filter_map(|node| step(&mut inner, node)).collect();
    inner.finish();
    Some(Stage { title: title.map_or(String::new(), |title| title.value), summary, steps, span: node.span })
}

/// A step is an id, `{step: id, note, optional}` or `{choose: [ids], note}`.
fn step<'a>(fields: &mut Fields<'a>, node: &'a Node) -> Option<Step> {
    let span = node.span;
    if matches!(node.value, Value::Text { .. }) {
        let reference = reference(&fields.word_of("steps", node)?, None);
        let is_right = is_of_kind(fields, "steps", &reference, STEP_KINDS);
        let options = vec![reference];
        return is_right.then_some(Step { options, is_choice: false, note: None, optional: false, span });
    }
    let source = fields.source();
    let mut inner = Fields::of(source, node, "this step", fields.complaints())?;
    let is_choice = inner.has("choose");
    let options: Vec<_> = if is_choice {
        let choose = node.get("choose").map_or(span, |node| node.span);
        let options = references(&mut inner, "choose", STEP_KINDS);
        if options.len() < 2 && node.get("choose").is_some_and(|node| node.value != Value::Nothing) {
            let complaint = inner
                .fault(Code::ChoiceTooSmall, choose, "a choice needs at least two entries to choose from")
                .help("add another entry, or write it as a plain step");
            inner.complain(complaint);
        }
        options
    } else {
        inner.missing("step", "name the entry: {step: tools/urge-surfing, optional: true}");
        let step = inner.word("step").map(|written| reference(&written, None));
        step.into_iter().filter(|step| is_of_kind(&mut inner, "step", step, STEP_KINDS)).collect()
    };
    let note = inner.text("note").map(|note| note.value);
    let optional = inner.flag("optional").is_some_and(|flag| flag.value);
    inner.know(if is_choice { "step" } else { "choose" });
    if is_choice && let Some((both, _)) = node.entries().iter().find(|(name, _)| name.value == "step") {
        let complaint = inner
            .fault(Code::UnknownKey, both.span, "a step is one entry (`step`) or several to choose from (`choose`)")
            .help("keep one of the two");
        inner.complain(complaint);
    }
    inner.finish();
    (!options.is_empty()).then_some(Step { options, is_choice, note, optional, span })
}
