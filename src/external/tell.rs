//! What is said of links whose addresses answered otherwise than they should.

use super::address::asked;
use super::answers::{Answer, Answered, Answers, Dead, Unknown};
use crate::diag::{Code, Diagnostic};
use crate::report::ExternalLink;
use crate::text::Edit;

/// The answer in one or two words, for a table: `alive`, `moved`, `dead`, `not known`.
pub fn state(answer: &Answer) -> &'static str {
    match answer {
        Answer::Alive => "alive",
        Answer::Moved { .. } => "moved",
        Answer::Dead { .. } => "dead",
        Answer::Unknown { .. } => "not known",
    }
}

/// What is to be said of each link.
pub fn complaints(links: &[ExternalLink], answers: &Answers) -> Vec<Diagnostic> {
    links.iter().filter_map(|link| complaint(link, answers.get(&link.url)?)).collect()
}

fn complaint(link: &ExternalLink, answered: &Answered) -> Option<Diagnostic> {
    let on = answered.on;
    let say = |code, message: String| Diagnostic::new(code, &link.path, link.span, message);
    match &answered.answer {
        Answer::Alive => None,
        Answer::Dead { why } => {
            let (message, help) = match why {
                Dead::NotFound => {
                    ("leads to a page that is not there (404", "find where the page is now, or take the link out")
                }
                Dead::Gone => (
                    "leads to a page that is gone for good (410",
                    "find something that takes its place, or take the link out",
                ),
                Dead::NoHost => (
                    "leads to a host that there is not (asked",
                    "look for a slip in the name, or find where the page is now",
                ),
                Dead::NotSecure => (
                    "leads to a host that browsers warn of, since its certificate is not valid (asked",
                    "tell those whose page it is, or find another one",
                ),
            };
            let on = if message.ends_with("asked") { format!(" {on})") } else { format!(", asked {on})") };
            Some(say(Code::LinkDead, format!("this link {message}{on}")).help(help))
        }
        Answer::Moved { to } => Some(moved(
            link,
            to,
            say(Code::LinkMoved, format!("the page behind this link has moved for good (asked {on}): {to}")),
        )),
        Answer::Unknown { why: Unknown::NotAsked } => None,
        Answer::Unknown { why } => {
            let because = match why {
                Unknown::Status(status) => format!("its host answers {status}"),
                Unknown::TimedOut => "its host takes too long".to_owned(),
                Unknown::NoAnswer => "its host gives no answer".to_owned(),
                Unknown::UnknownSigner => "nobody known has signed its host’s certificate".to_owned(),
                Unknown::Redirects => "it leads on without end".to_owned(),
                Unknown::Busy => "its host asks for a pause".to_owned(),
                Unknown::NotAsked | Unknown::Private => "it is an address of a private network".to_owned(),
            };
            let message = format!("nobody can say what is behind this link: {because} (asked {on})");
            Some(say(Code::LinkUnknown, message).help("open it in a browser: it may well be there for readers"))
        }
    }
}

/// Where the page stays with its host and is not lumped together with others at the front door, the new
/// address can be written in place of the old one without a thought.
fn moved(link: &ExternalLink, to: &str, said: Diagnostic) -> Diagnostic {
    let (Some(old), Some(new)) = (asked(&link.url), asked(to)) else { return said };
    let bare = |host: Option<&str>| host.unwrap_or("").trim_start_matches("www.").to_owned();
    if new.path() == "/" && old.path() != "/" {
        return said.help("that is the host’s front page: look whether what you meant is still there");
    }
    if bare(old.host_str()) != bare(new.host_str()) {
        return said.help("that is another host: look whether it is still what you meant, then write its address");
    }
    if old.scheme() == "https" && new.scheme() == "http" {
        return said.help("look whether the page is there at an address with https, too");
    }
    let fragment = link.url.split_once('#').map_or_else(String::new, |(_, fragment)| format!("#{fragment}"));
    let address = format!("{to}{fragment}");
    // In Markdown a bracket, in YAML a sign or a space may end an address: those are for people.
    let plain = address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/?&=%+:#@".contains(&byte));
    let said = said.help(format!("write the new address: {address}"));
    match link.target.filter(|_| plain && !address.contains(": ") && !address.contains(" #")) {
        Some(target) => said.fix([Edit::new(&link.path, target, address)]),
        None => said,
    }
}
