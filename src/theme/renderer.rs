use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera, Value};

use crate::diag::{Code, Diagnostic};
use crate::text::{Fingerprint, Hasher, SourceFile, SourcePath, Span};
use crate::view::{Content, Delivery, PageView, SiteView, content_security_policy};

use super::{Theme, filters};

/// Templates below this folder are rendered once a language, not once a page.
const SHARED: &str = "shared/";

/// A theme speaking one language of one site. What all pages share is prepared once; a page adds
/// only its own values. May be used from several threads at a time.
pub struct Renderer {
    tera: Tera,
    files: Arc<BTreeMap<String, SourceFile>>,
    fingerprint: Fingerprint,
    /// What is wrong with a template that all pages share.
    broken: Option<Diagnostic>,
}

impl Theme {
    /// Prepares the pages of one language: `site` is serialised here and never again, and the
    /// templates in `templates/shared/` are rendered.
    pub fn renderer(&self, lang: &str, site: &SiteView) -> Renderer {
        let words = Arc::new(self.words(lang).clone());
        let mut tera = self.compiled.tera.clone();
        filters::register(&mut tera, &words);
        let shown = Value::try_from_serializable(site).unwrap_or_else(|_| Value::none());
        let spoken =
            if words.lang() == lang { String::new() } else { format!(" lang=\"{}\" dir=\"ltr\"", words.lang()) };
        let context = tera.global_context();
        context.insert_value("site", shown);
        context.insert_value("words", words.shown());
        context.insert_value("spoken", Value::safe_string(&spoken));
        context.insert_value("assets", self.assets.addresses(&site.root_url));
        context.insert_value("content_security_policy", Value::from(content_security_policy(Delivery::Meta)));
        let mut hasher = Hasher::new();
        hasher.part(self.fingerprint().bytes()).part(lang);
        // A site view is plain data: it always serialises.
        hasher.part(serde_json::to_vec(site).unwrap_or_default());
        let files = Arc::clone(&self.compiled.files);
        let mut renderer = Renderer { tera, files, fingerprint: hasher.finish(), broken: None };
        renderer.share();
        renderer
    }
}

impl Renderer {
    /// Changes when anything changes that all pages of this language show: the theme, its words,
    /// or the site's view. Together with a page's view and body it is all that a page follows from.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Writes a page to `out`. `bodies` is the HTML of the page's texts ([`Content::bodies`]), safe to
    /// be shown as it is.
    ///
    /// # Errors
    /// What a template shows is not there, or a helper was given what it cannot use; with the
    /// template's file and place. `out` may then hold the beginning of the page.
    pub fn page(&self, page: &PageView, bodies: &[String], out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        if let Some(complaint) = &self.broken {
            return Err(complaint.clone());
        }
        let template = page.content.template();
        let mut context = Context::new();
        let (name, content) = content(&page.content).map_err(|error| self.diagnostic(template, &error))?;
        context.insert_value(name, with_bodies(content, bodies));
        let view = Value::try_from_serializable(page).map_err(|error| self.diagnostic(template, &error))?;
        context.insert_value("page", view);
        self.tera.render_to(template, &context, &mut *out).map_err(|error| self.diagnostic(template, &error))
    }

    /// Renders the shared templates into `shared`, by their names.
    fn share(&mut self) {
        let names: BTreeSet<&str> = self.files.keys().filter_map(|name| shared_name(name)).collect();
        let mut shared = BTreeMap::new();
        for name in names {
            let template = format!("{SHARED}{name}.html");
            match self.tera.render(&template, &Context::new()) {
                Ok(html) => {
                    shared.insert(name.to_owned(), Value::safe_string(html.trim()));
                }
                Err(error) => self.broken = Some(self.diagnostic(&template, &error)),
            }
        }
        self.tera.global_context().insert_value("shared", Value::from(shared));
    }

    fn diagnostic(&self, template: &str, error: &tera::Error) -> Diagnostic {
        let (name, span, message) = match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                (report.filename(), Span::from(report.span().range.clone()), report.message().to_owned())
            }
            _ => (template, Span::default(), error.to_string()),
        };
        let file = self.files.get(name).or_else(|| self.files.get(&format!("default/{name}")));
        let path = file.map_or_else(|| SourcePath::new(name), |file| file.path().clone());
        Diagnostic::new(Code::TemplateError, &path, span, super::compile::sentence(&message))
    }
}

/// `help` of `default/shared/help.html`.
fn shared_name(template: &str) -> Option<&str> {
    template.strip_prefix("default/").unwrap_or(template).strip_prefix(SHARED)?.strip_suffix(".html")
}

/// A page's content under the name by which templates know it.
fn content(content: &Content) -> tera::TeraResult<(&'static str, Value)> {
    Ok(match content {
        Content::Entry(entry) => ("entry", Value::try_from_serializable(&**entry)?),
        Content::Home(home) => ("home", Value::try_from_serializable(&**home)?),
        Content::List(list) => ("list", Value::try_from_serializable(list)?),
        Content::Taxonomy(taxonomy) => ("taxonomy", Value::try_from_serializable(taxonomy)?),
        Content::Term(term) => ("term", Value::try_from_serializable(term)?),
        Content::Search(search) => ("search", Value::try_from_serializable(search)?),
        Content::Az(az) => ("az", Value::try_from_serializable(az)?),
        Content::Patchwork(patchwork) => ("patchwork", Value::try_from_serializable(patchwork)?),
        Content::Offline(message) => ("message", Value::try_from_serializable(message)?),
        Content::NotFound(message) => ("message", Value::try_from_serializable(message)?),
        Content::Handout(handout) => ("handout", Value::try_from_serializable(&**handout)?),
    })
}

/// The texts as `bodies`, and the first, which for most pages is the only one, as `body`.
fn with_bodies(content: Value, bodies: &[String]) -> Value {
    let mut map = content.into_map().unwrap_or_default();
    map.insert("body".into(), Value::safe_string(bodies.first().map_or("", String::as_str)));
    if bodies.len() > 1 {
        let safe: Vec<Value> = bodies.iter().map(|body| Value::safe_string(body)).collect();
        map.insert("bodies".into(), Value::from(safe));
    }
    Value::from(map)
}
