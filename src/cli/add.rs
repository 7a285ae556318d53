use std::path::Path;
use std::sync::Arc;

use super::Status;
use super::args::AddArgs;
use super::open;
use super::terminal::{self, Failure, say};
use crate::config;
use crate::disk::{self, PathKind, Site};
use crate::engine::{self, Begun, NewEntry, Request};
use crate::model::{FieldSet, Kind, LONGEST_TITLE, SlugFault, check_slug, title_slug};
use crate::text::SourcePath;

pub(super) fn run(args: &AddArgs) -> Result<Status, Failure> {
    let folder = open::site_folder(&args.site)?;
    let kind = args.kind.kind();
    let title = title(&args.title)?;
    let name = name(args, &title)?;
    let request = Request { today: open::today(&args.site)?, ..Request::default() };
    let site = Arc::new(open::read(&folder, &folder.join("public"))?);
    let suffix = match &args.lang {
        Some(lang) => suffix(&site, lang)?,
        None => String::new(),
    };
    let below = below(args.folder.as_deref().unwrap_or(""), kind)?;
    let path = SourcePath::new(format!("content/{}/{below}{name}{suffix}.md", kind.folder()));
    let place = folder.join(path.as_str());
    if disk::path_kind(&place)? != PathKind::Missing {
        return Err(
            Failure::new(format!("{path} exists already")).help("choose another title, or name the file: --slug NAME")
        );
    }
    let own = own_template(&folder, kind)?;
    let new = NewEntry { kind, title: &title, path: &path, template: own.as_deref() };
    let (text, url) = match engine::begin(&site, &request, &new) {
        Begun::Ready { text, url } => (text, url),
        Begun::NoLibrary(built) => {
            terminal::show(&built.diagnostics, &built.sources);
            return Ok(Status::Errors);
        }
        Begun::NoSteps => {
            return Err(Failure::new("a pathway leads through other entries, and this library has fewer than two")
                .help("add an article or a tool first: waypost add article \"A title\""));
        }
        Begun::Wrong(built) => {
            terminal::show(&built.diagnostics, &built.sources);
            return Err(Failure::new(format!("{path} was not written")).help(match own {
                Some(_) => format!("correct {}, or name the file: --slug NAME", template_path(kind)),
                None => "choose another title, or name the file: --slug NAME".to_owned(),
            }));
        }
    };
    disk::create_folder(place.parent().unwrap_or(&folder))?;
    disk::write_new(&place, text.as_bytes())?;
    tell(&place, &url);
    if args.open && ::open::that_detached(&place).is_err() {
        say("No program could be opened for it; open it in your editor.");
    }
    Ok(Status::Clean)
}

fn tell(place: &Path, url: &str) {
    say(&format!("Wrote {}, a draft that readers do not see yet.\n", terminal::shown(place)));
    say("What to do next:");
    say("  put your words in place of the examples; take out the fields that you do not need");
    say(&format!("  waypost serve      shows it while you write, at {url}"));
    say("  waypost check      says what is wrong");
    say("\nWhen it is ready for readers, take out the line `draft: true`.");
}

/// The title as one line.
fn title(given: &str) -> Result<String, Failure> {
    let words = given.split_whitespace().map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>());
    let title = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(
            Failure::new("the title is empty").help("say what the page is called: waypost add article \"A title\"")
        );
    }
    let length = title.chars().count();
    if length > LONGEST_TITLE {
        return Err(Failure::new(format!("the title has {length} characters; it takes {LONGEST_TITLE} at most"))
            .help("shorten it; details belong in the text"));
    }
    Ok(title)
}

/// The file's name, and the last part of the address.
fn name(args: &AddArgs, title: &str) -> Result<String, Failure> {
    let (name, what) = match &args.slug {
        Some(slug) => (slug.clone(), "--slug"),
        None => (title_slug(title), "the title"),
    };
    let Err(fault) = check_slug(&name) else { return Ok(name) };
    let help = "name the file with letters, digits and hyphens: --slug a-name";
    let message = match fault {
        SlugFault::Empty => format!("{what} has neither letters nor digits, so no address can be made of it"),
        SlugFault::Character(c) => format!("{what} holds `{}`, which cannot be part of an address", c.escape_debug()),
        SlugFault::TooLong { length, longest } => {
            format!("{what} has {length} characters; an address takes {longest} at most")
        }
        SlugFault::Reserved => {
            format!("`{}` is a name that Waypost or an operating system keeps for itself", name.escape_debug())
        }
    };
    Err(Failure::new(message).help(help))
}

/// What the file's name ends in for a language.
fn suffix(site: &Site, lang: &str) -> Result<String, Failure> {
    let config = site.config.as_ref().and_then(|file| file.text()).and_then(|source| config::read(source).0);
    let languages = config.map(|config| FieldSet::of(&config).languages).unwrap_or_default();
    match languages.iter().position(|known| known.as_str() == lang) {
        Some(0) => Ok(String::new()),
        Some(_) => Ok(format!(".{lang}")),
        None => {
            let names: Vec<&str> = languages.iter().map(|lang| lang.as_str()).collect();
            let failure = Failure::new(format!("waypost.yaml declares no language `{}`", lang.escape_debug()));
            Err(failure.help(format!("it declares {}; add others under `languages`", names.join(", "))))
        }
    }
}

/// The folder in the kind's folder, with a slash. The kind's own folder before it may be there.
fn below(given: &str, kind: Kind) -> Result<String, Failure> {
    let given = given.replace('\\', "/");
    let inner = given.trim_matches('/');
    let inner = inner.strip_prefix("content/").unwrap_or(inner);
    let own = format!("{}/", kind.folder());
    let inner = if inner == kind.folder() { "" } else { inner.strip_prefix(&own).unwrap_or(inner) };
    if inner.is_empty() {
        return Ok(String::new());
    }
    if inner.split('/').all(|part| check_slug(part).is_ok()) {
        return Ok(format!("{inner}/"));
    }
    Err(Failure::new(format!("`{}` cannot be part of an address", given.escape_debug()))
        .help(format!("name a folder below content/{own} with letters, digits and hyphens: --in sleep")))
}

fn template_path(kind: Kind) -> String {
    format!("templates/add/{}.md", kind.name())
}

/// The library's own template for a kind.
fn own_template(folder: &Path, kind: Kind) -> Result<Option<String>, Failure> {
    let place = folder.join(template_path(kind));
    if disk::path_kind(&place)? == PathKind::Missing {
        return Ok(None);
    }
    let text = String::from_utf8(disk::read_file(&place)?);
    text.map(Some).map_err(|_| Failure::new(format!("{} is not UTF-8 text", terminal::shown(&place))))
}
