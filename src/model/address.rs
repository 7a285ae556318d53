use super::{EntryId, Kind, Lang, default_slug};
use crate::diag::{Code, Diagnostic};
use crate::text::{SourcePath, Span, nfc};

/// What a file's path says about the entry in it: its id, kind, language and usual slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The entry's name.
    pub id: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// Its language.
    pub lang: Lang,
    /// The slug when the front matter states none; empty for the home page and the entries that
    /// head a kind's list.
    pub slug: String,
}

/// Why a path has no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAddress {
    /// It is not a Markdown file in `content/`.
    NotContent,
    /// Its folder is no kind's.
    Folder(String),
    /// Its suffix looks like a language that is not declared.
    Language(String),
}

impl Address {
    /// Reads the address of `content/<kind>s/…/<slug>[.<lang>].md`; `languages` are those of the
    /// site, the default one first.
    pub fn of(path: &str, languages: &[Lang]) -> Result<Self, NoAddress> {
        let inner =
            path.strip_prefix("content/").and_then(|path| path.strip_suffix(".md")).ok_or(NoAddress::NotContent)?;
        let (inner, lang) = split_language(inner, languages)?;
        let mut parts: Vec<&str> = inner.split('/').collect();
        let is_index = matches!(parts.last(), Some(&"index" | &"_index"));
        if is_index {
            parts.pop();
        }
        let Some(first) = parts.first() else {
            return Ok(Self { id: EntryId::new("index"), kind: Kind::Page, lang, slug: String::new() });
        };
        let kind = Kind::from_folder(first).ok_or_else(|| NoAddress::Folder((*first).to_owned()))?;
        let id = EntryId::new(parts.join("/"));
        match parts.as_slice() {
            // A file of the kind's own name at the top (`content/tools.md`) is in no kind's folder.
            [_] if !is_index => Err(NoAddress::Folder(parts.join("/"))),
            [_] => {
                let slug = if kind == Kind::Page { kind.folder().to_owned() } else { String::new() };
                Ok(Self { id, kind: Kind::Page, lang, slug })
            }
            [.., last] => Ok(Self { id, kind, lang, slug: default_slug(last) }),
            [] => Err(NoAddress::NotContent),
        }
    }
}

fn split_language<'a>(stem: &'a str, languages: &[Lang]) -> Result<(&'a str, Lang), NoAddress> {
    let default = languages.first().cloned().unwrap_or_else(|| Lang::new("en"));
    let name_start = stem.rfind('/').map_or(0, |at| at + 1);
    let Some(dot) = stem.get(name_start..).and_then(|name| name.rfind('.')).filter(|at| *at > 0) else {
        return Ok((stem, default));
    };
    let (name, suffix) = (stem.get(..name_start + dot).unwrap_or(stem), stem.get(name_start + dot + 1..).unwrap_or(""));
    match languages.iter().find(|lang| lang.as_str() == suffix) {
        Some(lang) => Ok((name, lang.clone())),
        None if looks_like_language(suffix) => Err(NoAddress::Language(suffix.to_owned())),
        None => Ok((stem, default)),
    }
}

/// `xx` or `xx-YY`: two small letters, and a region in capitals.
fn looks_like_language(suffix: &str) -> bool {
    let (primary, region) = suffix.split_once('-').map_or((suffix, None), |(primary, region)| (primary, Some(region)));
    let two = |text: &str, fits: fn(&u8) -> bool| text.len() == 2 && text.as_bytes().iter().all(fits);
    two(primary, u8::is_ascii_lowercase) && region.is_none_or(|region| two(region, u8::is_ascii_uppercase))
}

impl NoAddress {
    /// What the file would be, were its language declared: references to it are not reported again.
    pub fn once_declared(&self, path: &SourcePath, languages: &[Lang]) -> Option<Address> {
        let NoAddress::Language(suffix) = self else { return None };
        let mut languages = languages.to_vec();
        languages.push(Lang::new(suffix));
        Address::of(path.as_str(), &languages).ok()
    }

    /// The complaint about the file, at its first line.
    pub fn diagnostic(&self, path: &SourcePath) -> Diagnostic {
        let folders = Kind::ALL.map(Kind::folder);
        match self {
            NoAddress::NotContent => {
                Diagnostic::new(Code::FileNameInvalid, path, Span::default(), "this file is not a content file")
            }
            NoAddress::Folder(folder) => {
                let complaint = Diagnostic::new(
                    Code::FolderUnknown,
                    path,
                    Span::default(),
                    format!("`content/{}` is no folder of a kind of entry", nfc(folder)),
                )
                .help(format!("move the file into one of content/{}", folders.join(", content/")));
                complaint.did_you_mean(folder, folders)
            }
            NoAddress::Language(lang) => Diagnostic::new(
                Code::LanguageUndeclared,
                path,
                Span::default(),
                format!("the file's name ends in `.{lang}`, a language that waypost.yaml does not declare"),
            )
            .help(format!("declare it (languages: [en, {lang}]), or give the file another name")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: &str) {
        let languages = [Lang::new("en"), Lang::new("es")];
        let shown = match Address::of(path, &languages) {
            Ok(address) => format!("{} {} {} {}", address.id, address.kind.name(), address.lang, address.slug),
            Err(fault) => format!("{fault:?}"),
        };
        assert_eq!(shown.trim_end(), expected, "{path}");
    }

    #[test]
    fn paths_say_what_an_entry_is() {
        check("content/articles/a.md", "articles/a article en a");
        check("content/articles/a/b.es.md", "articles/a/b article es b");
        check("content/articles/a/index.md", "articles/a article en a");
        check("content/articles/a/_index.es.md", "articles/a article es a");
        check("content/articles/index.md", "articles page en");
        check("content/index.es.md", "index page es");
        check("content/pages/about.md", "pages/about page en about");
        check("content/articles/guide.html.md", "articles/guide.html article en guide.html");
        check("content/articles/v0.5.0.md", "articles/v0.5.0 article en v0.5.0");
        check("content/articles/a.fr.md", "Language(\"fr\")");
        check("content/articles/a.pt-BR.md", "Language(\"pt-BR\")");
        check("content/blog/a.md", "Folder(\"blog\")");
        check("content/about.md", "Folder(\"about\")");
        check("content/.es.md", "Folder(\".es\")");
    }
}
