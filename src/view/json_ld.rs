//! schema.org descriptions of pages, as JSON-LD.
//!
//! Articles and tools are `["Article", "LearningResource"]`, pathways `["Course", "ItemList"]`,
//! principles `Article`, everything else a `WebPage` of some sort; never `MedicalWebPage`, since
//! coaches do not diagnose. `lastReviewed` is a property of web pages only, so every entry stands
//! in a graph with the `WebPage` that shows it.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{CardView, Content, EntryView, PageView, PathwayView, PersonView, SiteView, StepView};

/// The JSON-LD of a page, one `@graph`, escaped so that it can stand in a script element; empty
/// for a page that is not to be indexed. Reads everything of `page` but its `json_ld`.
pub fn json_ld(site: &SiteView, page: &PageView) -> String {
    if page.noindex {
        return String::new();
    }
    let scene = Scene { site, page, origin: page.absolute_url.strip_suffix(&page.url).unwrap_or("") };
    let mut graph = match &page.content {
        Content::Home(_) => scene.home(),
        Content::Entry(entry) => scene.entry(entry),
        Content::List(_) | Content::Taxonomy(_) | Content::Term(_) | Content::Az(_) => {
            vec![scene.web_page("CollectionPage").done()]
        }
        Content::Search(_) => vec![scene.web_page("SearchResultsPage").done()],
        Content::Patchwork(_) | Content::Handout(_) | Content::Offline(_) | Content::NotFound(_) => {
            return String::new();
        }
    };
    graph.extend(scene.breadcrumbs());
    let whole = Node(Vec::new()).with("@context", "https://schema.org").with("@graph", graph).done();
    // Text and numbers under fixed keys: that can always be written.
    escape(&serde_json::to_string(&whole).unwrap_or_default())
}

/// Makes JSON harmless inside a script element and inside JavaScript: what HTML gives a meaning
/// to, and the two line separators that JSON allows and old scripts do not, become `\u` escapes.
/// They can only stand inside strings, where such an escape means the same.
fn escape(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + 64);
    let mut rest = json;
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let (before, after) = rest.split_at(at);
        safe.push_str(before);
        let mut after = after.chars();
        safe.extend(after.next().map(|c| format!("\\u{:04x}", u32::from(c))));
        rest = after.as_str();
    }
    safe.push_str(rest);
    safe
}

/// A value of the graph, which borrows its text from the views.
enum Value<'a> {
    Nothing,
    Text(Cow<'a, str>),
    Number(u64),
    Bool(bool),
    List(Vec<Value<'a>>),
    /// Keys in order.
    Object(Vec<(&'static str, Value<'a>)>),
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Nothing => serializer.serialize_unit(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) => serializer.serialize_u64(*number),
            Value::Bool(bool) => serializer.serialize_bool(*bool),
            Value::List(items) => serializer.collect_seq(items),
            Value::Object(members) => serializer.collect_map(members.iter().map(|(key, value)| (key, value))),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Value::Number(number as u64)
    }
}

impl From<bool> for Value<'_> {
    fn from(bool: bool) -> Self {
        Value::Bool(bool)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Nothing, Into::into)
    }
}

impl<'a, T: Into<Value<'a>>> From<Vec<T>> for Value<'a> {
    fn from(items: Vec<T>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

/// An object under construction; what is empty is left out.
struct Node<'a>(Vec<(&'static str, Value<'a>)>);

impl<'a> Node<'a> {
    fn new(kind: impl Into<Value<'a>>) -> Self {
        Self(vec![("@type", kind.into())])
    }

    fn with(mut self, key: &'static str, value: impl Into<Value<'a>>) -> Self {
        let value = value.into();
        let empty = match &value {
            Value::Nothing => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Number(_) | Value::Bool(_) | Value::Object(_) => false,
        };
        if !empty {
            self.0.retain(|(known, _)| *known != key);
            self.0.push((key, value));
        }
        self
    }

    fn done(mut self) -> Value<'a> {
        self.0.sort_unstable_by_key(|(key, _)| *key);
        Value::Object(self.0)
    }
}

/// A reference to a node that stands elsewhere.
fn reference<'a>(id: impl Into<Value<'a>>) -> Value<'a> {
    Node(Vec::new()).with("@id", id).done()
}

/// What every node of a page's graph may refer to.
struct Scene<'a> {
    site: &'a SiteView,
    page: &'a PageView,
    /// Scheme and host, put before every `url` of the views.
    origin: &'a str,
}

impl<'a> Scene<'a> {
    fn absolute(&self, url: &str) -> String {
        if url.starts_with('/') { format!("{}{url}", self.origin) } else { url.to_owned() }
    }

    fn here(&self, fragment: &str) -> String {
        format!("{}#{fragment}", self.page.absolute_url)
    }

    fn organization(&self) -> Node<'a> {
        Node::new("Organization")
            .with("name", self.site.title.as_str())
            .with("url", self.absolute(&self.site.home_url))
            .with("logo", self.site.logo_url.as_deref().map(|url| self.absolute(url)))
    }

    fn web_page(&self, kind: &'a str) -> Node<'a> {
        let home = self.absolute(&self.site.home_url);
        let site = Node::new("WebSite")
            .with("@id", format!("{home}#website"))
            .with("url", home)
            .with("name", self.site.title.as_str());
        Node::new(kind)
            .with("@id", self.page.absolute_url.as_str())
            .with("url", self.page.absolute_url.as_str())
            .with("name", self.page.title.as_str())
            .with("description", self.page.description.as_str())
            .with("inLanguage", self.page.lang.as_str())
            .with("isPartOf", site.done())
    }

    fn breadcrumbs(&self) -> Option<Value<'a>> {
        let item = |(at, crumb): (usize, &'a super::Crumb)| {
            Node::new("ListItem")
                .with("position", at + 1)
                .with("name", crumb.label.as_str())
                .with("item", self.absolute(&crumb.url))
                .done()
        };
        let items: Vec<Value<'a>> = self.page.crumbs.iter().enumerate().map(item).collect();
        let list = Node::new("BreadcrumbList").with("@id", self.here("breadcrumb")).with("itemListElement", items);
        (!self.page.crumbs.is_empty()).then(|| list.done())
    }

    fn home(&self) -> Vec<Value<'a>> {
        let home = &self.page.absolute_url;
        let search = format!("{}?q={{search_term_string}}", self.absolute(&self.site.search_url));
        let action = Node::new("SearchAction")
            .with("target", Node::new("EntryPoint").with("urlTemplate", search).done())
            .with("query-input", "required name=search_term_string");
        let site = Node::new("WebSite")
            .with("@id", format!("{home}#website"))
            .with("url", home.as_str())
            .with("name", self.site.title.as_str())
            .with("description", self.page.description.as_str())
            .with("inLanguage", self.page.lang.as_str())
            .with("publisher", reference(format!("{home}#organization")))
            .with("potentialAction", action.done());
        vec![site.done(), self.organization().with("@id", format!("{home}#organization")).done()]
    }

    fn entry(&self, entry: &'a EntryView) -> Vec<Value<'a>> {
        let kind = match (entry.kind.as_str(), entry.id.as_str()) {
            ("page", "pages/about") => "AboutPage",
            ("page", "pages/contact") => "ContactPage",
            _ => "WebPage",
        };
        let mut shown = self.web_page(kind);
        // The page says so too.
        if let Some(review) = entry.review.as_ref().filter(|review| !review.changed) {
            shown = shown.with("lastReviewed", review.date.as_str());
            if !review.by.is_empty() {
                shown = shown.with("reviewedBy", Node::new("Person").with("name", review.by.as_str()).done());
            }
        }
        match (entry.kind.as_str(), &entry.pathway) {
            ("page", _) => vec![self.published(shown, entry).done()],
            (_, Some(pathway)) => vec![shown.done(), self.course(entry, pathway)],
            _ => vec![shown.done(), self.article(entry)],
        }
    }

    /// What every published work has: dates, authors, publisher, language, words to find it by.
    fn published(&self, node: Node<'a>, entry: &'a EntryView) -> Node<'a> {
        let keywords: Vec<&str> = labels(entry, |name| name != "stage");
        let authors: Vec<Value<'a>> = entry.authors.iter().map(|person| self.person(person)).collect();
        let authors = if authors.is_empty() { vec![self.organization().done()] } else { authors };
        node.with("inLanguage", self.page.lang.as_str())
            .with("datePublished", entry.date.as_deref())
            .with("dateModified", entry.updated.as_deref().or(entry.date.as_deref()))
            .with("author", authors)
            .with("publisher", self.organization().done())
            .with("image", entry.image.as_ref().map(|image| self.absolute(&image.url)))
            .with("keywords", keywords)
    }

    fn article(&self, entry: &'a EntryView) -> Value<'a> {
        let learning = matches!(entry.kind.as_str(), "article" | "tool");
        let kind = if learning { vec!["Article", "LearningResource"].into() } else { Value::from("Article") };
        let node = Node::new(kind)
            .with("@id", self.here("entry"))
            .with("mainEntityOfPage", reference(self.page.absolute_url.as_str()))
            .with("headline", entry.title.as_str())
            .with("description", entry.summary.as_str())
            .with("abstract", entry.statement.as_str());
        let node = self.published(node, entry);
        if learning { self.learning(node, entry).done() } else { node.done() }
    }

    /// What a `LearningResource` adds.
    fn learning(&self, node: Node<'a>, entry: &'a EntryView) -> Node<'a> {
        let formats = entry.tool.as_ref().map(|tool| tool.formats.clone()).unwrap_or_default();
        let sort = if formats.is_empty() { vec![entry.kind.clone()] } else { formats };
        let teaches: Vec<&str> = entry.principles.iter().map(|principle| principle.title.as_str()).collect();
        let courses = entry.places.iter().map(|place| self.named("Course", &place.title, &place.url));
        node.with("learningResourceType", sort)
            .with("timeRequired", duration(entry.minutes))
            .with("teaches", teaches)
            .with("educationalLevel", labels(entry, |name| name == "stage"))
            .with("isAccessibleForFree", true)
            .with("isPartOf", courses.collect::<Vec<Value<'a>>>())
    }

    fn course(&self, entry: &'a EntryView, pathway: &'a PathwayView) -> Value<'a> {
        let steps = pathway.stages.iter().flat_map(|stage| &stage.steps);
        let before = pathway.before.iter().map(|card| self.named("Course", &card.title, &card.url));
        let instance = duration(pathway.minutes).map(|workload| {
            Node::new("CourseInstance").with("courseMode", "Online").with("courseWorkload", workload).done()
        });
        let node = Node::new(vec!["Course", "ItemList"])
            .with("@id", self.here("entry"))
            .with("mainEntityOfPage", reference(self.page.absolute_url.as_str()))
            .with("name", entry.title.as_str())
            .with("description", entry.summary.as_str())
            .with("provider", self.organization().done())
            .with("timeRequired", duration(pathway.minutes))
            .with("hasCourseInstance", instance)
            .with("teaches", pathway.outcomes.clone())
            .with("educationalLevel", labels(entry, |name| name == "stage"))
            .with("coursePrerequisites", before.collect::<Vec<Value<'a>>>())
            .with("isAccessibleForFree", true)
            .with("numberOfItems", pathway.step_count)
            .with("itemListOrder", "https://schema.org/ItemListOrderAscending")
            .with("itemListElement", steps.map(|step| self.step(step)).collect::<Vec<Value<'a>>>());
        self.published(node, entry).done()
    }

    /// One step; a choice is a list of its own at the step's place.
    fn step(&self, step: &'a StepView) -> Value<'a> {
        let node = Node::new("ListItem").with("position", step.number);
        match step.options.as_slice() {
            [only] => node.with("name", only.title.as_str()).with("url", self.absolute(&only.url)).done(),
            options => {
                let item = |(at, card): (usize, &'a CardView)| {
                    let node = Node::new("ListItem").with("position", at + 1).with("name", card.title.as_str());
                    node.with("url", self.absolute(&card.url)).done()
                };
                let choice: Vec<Value<'a>> = options.iter().enumerate().map(item).collect();
                node.with("item", Node::new("ItemList").with("itemListElement", choice).done()).done()
            }
        }
    }

    fn named(&self, kind: &'a str, name: &'a str, url: &str) -> Value<'a> {
        Node::new(kind).with("name", name).with("url", self.absolute(url)).done()
    }

    fn person(&self, person: &'a PersonView) -> Value<'a> {
        Node::new("Person").with("name", person.name.as_str()).with("url", self.absolute(&person.url)).done()
    }
}

/// Labels of an entry's terms in the taxonomies that are wanted.
fn labels(entry: &EntryView, wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    let groups = entry.terms.iter().filter(|group| wanted(&group.name));
    groups.flat_map(|group| &group.terms).map(|term| term.label.as_str()).collect()
}

/// Minutes as an ISO 8601 duration; `None` for no time at all.
fn duration(minutes: u32) -> Option<String> {
    (minutes > 0).then(|| format!("PT{minutes}M"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{self, page, site};
    use super::super::{Content, PageView, SiteView};
    use super::json_ld;

    fn graph(site: &SiteView, page: &PageView) -> Vec<Value> {
        let text = json_ld(site, page);
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["@context"], "https://schema.org");
        value["@graph"].as_array().unwrap().clone()
    }

    /// The node of that type, alone or among others.
    fn node<'a>(graph: &'a [Value], kind: &str) -> &'a Value {
        let has = |node: &&Value| match &node["@type"] {
            Value::Array(kinds) => kinds.iter().any(|one| one == kind),
            one => one == kind,
        };
        graph.iter().find(has).unwrap_or_else(|| panic!("no {kind} in {graph:#?}"))
    }

    #[test]
    fn a_tool_is_an_article_and_a_learning_resource() {
        let entry = testing::entry("tool", "tools/urge-surfing", "Urge surfing");
        let graph = graph(&site(), &page("/tools/urge-surfing/", "Urge surfing", Content::Entry(Box::new(entry))));
        let tool = node(&graph, "LearningResource");
        assert_eq!(tool["@type"], json!(["Article", "LearningResource"]));
        assert_eq!(tool["headline"], "Urge surfing");
        assert_eq!(tool["timeRequired"], "PT10M");
        assert_eq!(tool["learningResourceType"], json!(["exercise"]));
        assert_eq!(tool["teaches"], json!(["Hope"]));
        assert_eq!(tool["datePublished"], "2026-02-11");
        assert_eq!(tool["author"], json!([{"@type": "Person", "name": "Editorial team"}]));
        assert_eq!(tool["publisher"]["name"], "Library <&>");
        assert_eq!(tool["keywords"], json!(["Cravings"]));
        assert_eq!(tool["educationalLevel"], json!(["beginning"]));
        assert!(tool.get("lastReviewed").is_none());
        assert_eq!(node(&graph, "WebPage")["lastReviewed"], "2026-08-19");
        let crumbs = node(&graph, "BreadcrumbList")["itemListElement"].as_array().unwrap();
        assert_eq!(crumbs[1]["item"], "https://library.example/base/tools/urge-surfing/");
    }

    #[test]
    fn a_pathway_is_a_course_and_a_list_of_its_steps() {
        let mut entry = testing::entry("pathway", "pathways/start", "Start");
        entry.pathway = Some(testing::pathway());
        let graph = graph(&site(), &page("/pathways/start/", "Start", Content::Entry(Box::new(entry))));
        let course = node(&graph, "Course");
        assert_eq!(course["@type"], json!(["Course", "ItemList"]));
        assert_eq!(course["timeRequired"], "PT25M");
        assert_eq!(course["teaches"], json!(["Know what helps."]));
        let steps = course["itemListElement"].as_array().unwrap();
        assert_eq!(steps[0]["url"], "https://library.example/base/tools/a/");
        assert_eq!(steps[1]["position"], 2);
        assert_eq!(steps[1]["item"]["itemListElement"][1]["name"], "C");
    }

    #[test]
    fn the_home_page_says_who_and_how_to_search() {
        let graph = graph(&site(), &page("/", "Home", testing::home()));
        let action = &node(&graph, "WebSite")["potentialAction"];
        let template = "https://library.example/base/search/?q={search_term_string}";
        assert_eq!(action["target"]["urlTemplate"], template);
        assert_eq!(node(&graph, "Organization")["name"], "Library <&>");
    }

    #[test]
    fn principles_and_pages_are_plain() {
        let principle = testing::entry("principle", "principles/hope", "Hope");
        let nodes = graph(&site(), &page("/principles/hope/", "Hope", Content::Entry(Box::new(principle))));
        assert_eq!(node(&nodes, "Article")["@type"], "Article");
        let about = testing::entry("page", "pages/about", "About");
        let nodes = graph(&site(), &page("/about/", "About", Content::Entry(Box::new(about))));
        assert_eq!(node(&nodes, "AboutPage")["dateModified"], "2026-08-19");
    }

    #[test]
    fn nothing_closes_the_script_element() {
        let title = "</script><!-- \u{2028}\u{2029} \u{0} \"&amp;";
        let entry = testing::entry("article", "articles/x", title);
        let graph = graph(&site(), &page("/articles/x/", title, Content::Entry(Box::new(entry))));
        assert_eq!(node(&graph, "Article")["headline"], title);
    }

    #[test]
    fn a_page_that_is_not_indexed_says_nothing() {
        let mut hidden = page("/", "Home", testing::home());
        hidden.noindex = true;
        assert_eq!(json_ld(&site(), &hidden), "");
    }
}
