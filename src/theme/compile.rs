use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{ErrorKind, Tera};

use crate::diag::{Code, Diagnostic, nearest};
use crate::text::{SourceFile, SourcePath, Span};

use super::filters;
use super::layers::Layers;
use super::words::Words;

/// Under this prefix the default theme's templates can be named although they are replaced.
const DEFAULT: &str = "default/";
/// The same, spelt with the templates' folder.
const DEFAULT_FOLDER: &str = "default/templates/";

/// Compiled templates.
#[derive(Clone)]
pub(super) struct Compiled {
    /// The engine with all templates.
    pub(super) tera: Tera,
    /// The file of each template, by the template's name.
    pub(super) files: Arc<BTreeMap<String, SourceFile>>,
}

/// Compiles all templates of both layers, or complains about everything that is wrong with them.
pub(super) fn compile(layers: &Layers, complaints: &mut Vec<Diagnostic>) -> Option<Compiled> {
    let files = names(layers);
    let mut tera = engine();
    let all = files.iter().map(|(name, file)| (name.as_str(), file.text()));
    match tera.add_raw_templates(all) {
        Ok(()) => Some(Compiled { tera, files: Arc::new(files) }),
        Err(_) => {
            complaints.extend(explain(&files));
            None
        }
    }
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    // Only refused when there are templates already.
    let _ = tera.set_fallback_prefixes([DEFAULT_FOLDER, DEFAULT]);
    filters::register(&mut tera, &Arc::new(Words::none()));
    tera
}

fn names(layers: &Layers) -> BTreeMap<String, SourceFile> {
    let mut files = BTreeMap::new();
    let mut spelt_with_folder = false;
    for folder in ["templates/", "components/"] {
        for (path, file) in layers.default_texts(folder, ".html") {
            files.insert(format!("{DEFAULT}{}", name(path)), file.clone());
        }
        for (path, file) in layers.override_texts(folder, ".html") {
            spelt_with_folder |= file.text().contains(DEFAULT_FOLDER);
            files.insert(name(path).to_owned(), file.clone());
        }
    }
    if spelt_with_folder {
        let same = layers.default_texts("templates/", ".html");
        files.extend(same.map(|(path, file)| (format!("{DEFAULT}{path}"), file.clone())));
    }
    files
}

fn name(path: &str) -> &str {
    path.strip_prefix("templates/").unwrap_or(path)
}

/// Everything that is wrong with templates that do not compile together.
fn explain(files: &BTreeMap<String, SourceFile>) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    let mut broken = BTreeSet::new();
    for (name, file) in files {
        if let Err(error) = engine().add_raw_template(name, file.text())
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            broken.insert(name.clone());
            let span = Span::from(report.span().range.clone());
            complaints.push(Diagnostic::new(Code::TemplateError, file.path(), span, sentence(report.message())));
        }
    }
    // The templates that can be read are held together again and again, leaving out the one that
    // was complained about: some mistakes are found one at a time.
    for _ in 0..=files.len() {
        let rest = files.iter().filter(|(name, _)| !broken.contains(*name));
        let Err(error) = engine().add_raw_templates(rest.map(|(name, file)| (name.as_str(), file.text()))) else {
            break;
        };
        let known = broken.clone();
        let found = related(&error, files, &mut broken);
        complaints.extend(found.into_iter().filter(|complaint| !is_echo(complaint, files, &known)));
        if broken.len() == known.len() {
            break;
        }
    }
    if complaints.is_empty() {
        let path = files.values().next().map_or_else(|| SourcePath::new("themes/default"), |file| file.path().clone());
        complaints.push(Diagnostic::new(
            Code::TemplateError,
            &path,
            Span::default(),
            "The templates do not fit together.",
        ));
    }
    crate::diag::sort(&mut complaints);
    complaints
}

/// Whether a complaint only says that a template, or a component in it, is missing which has been
/// complained about itself.
fn is_echo(complaint: &Diagnostic, files: &BTreeMap<String, SourceFile>, broken: &BTreeSet<String>) -> bool {
    let Some(name) = complaint.message.split('`').nth(1) else { return false };
    let defines =
        |template: &String| files.get(template).is_some_and(|file| file.text().contains(&format!("component {name}(")));
    complaint.message.starts_with("There is no") && (broken.contains(name) || broken.iter().any(defines))
}

/// What an error says about templates that are well formed and do not fit together. Names the
/// files that have to be left out to find the next mistake.
fn related(
    error: &tera::Error,
    files: &BTreeMap<String, SourceFile>,
    broken: &mut BTreeSet<String>,
) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            broken.insert(current.clone());
            let message = format!("There is no template `{parent}`.");
            let known: Vec<&str> = files.keys().map(String::as_str).collect();
            at(files, current, parent, message).map(|it| it.did_you_mean(parent, known)).into_iter().collect()
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            broken.insert(tpl.clone());
            let message = format!("The template leads back to itself: {}.", chain.join(", "));
            let next = chain.iter().find(|name| *name != tpl).unwrap_or(tpl);
            at(files, tpl, next, message).into_iter().collect()
        }
        ErrorKind::Msg(text) => {
            let reports: Vec<Diagnostic> = text.split("\n\n").filter_map(|report| read_report(report, files)).collect();
            match duplicate(text, files) {
                Some((complaint, name)) if reports.is_empty() => {
                    broken.insert(name);
                    vec![complaint]
                }
                _ => reports,
            }
        }
        _ => Vec::new(),
    }
}

/// A complaint at the first place where a template names another.
fn at(files: &BTreeMap<String, SourceFile>, template: &str, other: &str, message: String) -> Option<Diagnostic> {
    let file = files.get(template)?;
    let place = file.text().find(other).map_or(Span::default(), |start| Span::new(start, start + other.len()));
    Some(Diagnostic::new(Code::TemplateError, file.path(), place, message))
}

/// Reads one report as tera prints it: `error: …`, then `--> name:line:column`, then the line with
/// carets below. Tera keeps the parts of these errors to itself.
fn read_report(report: &str, files: &BTreeMap<String, SourceFile>) -> Option<Diagnostic> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let mut place = lines.next()?.split_once("--> ")?.1.rsplitn(3, ':');
    let column: usize = place.next()?.parse().ok()?;
    let line: usize = place.next()?.parse().ok()?;
    let file = files.get(place.next()?)?;
    let carets = report.lines().last().map_or(1, |line| line.matches('^').count().max(1));
    let start: usize = file.text().split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = file.text().get(start..)?;
    let width = |characters: usize| rest.chars().take(characters).map(char::len_utf8).sum::<usize>();
    let from = start + width(column.saturating_sub(1));
    let to = start + width(column.saturating_sub(1) + carets);
    let complaint = Diagnostic::new(Code::TemplateError, file.path(), Span::new(from, to), sentence(message));
    let near = message.split('`').nth(1).and_then(|wrong| {
        let known = files.keys().map(|name| name.strip_prefix(DEFAULT).unwrap_or(name));
        nearest(wrong, known.chain(filters::NAMES))
    });
    Some(match near {
        Some(name) => complaint.help(format!("did you mean `{name}`?")),
        None => complaint,
    })
}

/// Reads tera's complaint about a component that two templates define.
fn duplicate(text: &str, files: &BTreeMap<String, SourceFile>) -> Option<(Diagnostic, String)> {
    let mut names = text.split('`').skip(1).step_by(2);
    let (component, first, second) = (names.next()?, names.next()?, names.next()?);
    let message = format!("The component `{component}` is defined twice.");
    let other = at(files, first, component, String::new())?;
    let complaint = at(files, second, component, message)?;
    let label = other.labels.first()?;
    Some((complaint.and(&label.file, label.span, "first here"), second.to_owned()))
}

/// An error of the template engine as a sentence: a capital first, a full stop last.
pub(super) fn sentence(message: &str) -> String {
    let message = message.trim();
    let mut characters = message.chars();
    let mut text: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    text.push_str(characters.as_str());
    let text = text.replacen("Unknown template", "There is no template", 1);
    let text = text.replacen("Unknown component", "There is no component", 1);
    let text = text.replacen("Unknown filter", "There is no filter", 1);
    let mut text = text.replacen("Unknown function", "There is no function", 1);
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}
