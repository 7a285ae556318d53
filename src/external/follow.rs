//! One address, asked, and followed to where it leads.

use std::fmt;
use std::io;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};
use url::Url;

use super::address::{asked, is_private, is_private_host};
use super::answers::{Answer, Dead, Unknown};
use super::turns::Turns;

/// The most redirects that are followed.
const REDIRECTS: usize = 5;
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer's head. Of its body nothing is read.
const HEAD: usize = 64 * 1024;
/// How the program names itself. It says nothing of who asks.
const NAME: &str = concat!("Waypost/", env!("CARGO_PKG_VERSION"), " (link check)");

/// Asks addresses, one after the other.
pub(super) struct Follower<'a> {
    agent: Agent,
    turns: &'a Turns,
    allow_private: bool,
}

/// What one request came to.
enum Reply {
    /// A status, and where it leads.
    Status(u16, Option<String>),
    /// No status.
    Failed(Failure),
}

/// Why there was no status.
enum Failure {
    Dead(Dead),
    Unknown(Unknown),
}

impl<'a> Follower<'a> {
    pub(super) fn new(turns: &'a Turns, allow_private: bool) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .max_response_header_size(HEAD)
            .max_idle_connections(0)
            .user_agent(NAME)
            .build();
        let resolver = PublicResolver { inner: DefaultResolver::default(), allow_private };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), turns, allow_private }
    }

    /// What has become of an address.
    pub(super) fn follow(&self, start: &Url) -> Answer {
        let mut here = start.clone();
        // Where it has moved for good: as far as all redirects up to there are permanent.
        let (mut moved, mut for_good) = (None, true);
        for _ in 0..=REDIRECTS {
            let (status, location) = match self.reply(&here) {
                Reply::Status(status, location) => (status, location),
                Reply::Failed(Failure::Dead(why)) => return Answer::Dead { why },
                Reply::Failed(Failure::Unknown(why)) => return Answer::Unknown { why },
            };
            match (status, location) {
                (200..=299, _) => return moved.map_or(Answer::Alive, |to: Url| Answer::Moved { to: to.into() }),
                (404, _) => return Answer::Dead { why: Dead::NotFound },
                (410, _) => return Answer::Dead { why: Dead::Gone },
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    let next = here.join(&location).ok().and_then(|next| asked(next.as_str()));
                    let Some(next) = next.filter(|next| *next != here) else {
                        return Answer::Unknown { why: Unknown::Redirects };
                    };
                    for_good &= matches!(status, 301 | 308);
                    if for_good {
                        moved = Some(next.clone());
                    }
                    here = next;
                }
                (status, _) => return Answer::Unknown { why: Unknown::Status(status) },
            }
        }
        Answer::Unknown { why: Unknown::Redirects }
    }

    /// Asks for the head alone, and for the page where that is refused: many hosts answer such a
    /// question wrongly, so nothing is called dead for it.
    fn reply(&self, url: &Url) -> Reply {
        if !self.allow_private && is_private_host(url) {
            return Reply::Failed(Failure::Unknown(Unknown::Private));
        }
        let refused = |reply: &Reply| match reply {
            Reply::Status(status, _) => *status >= 400 && !matches!(status, 429 | 503),
            Reply::Failed(Failure::Unknown(why)) => *why == Unknown::NoAnswer,
            Reply::Failed(Failure::Dead(_)) => false,
        };
        let head = self.request(url, true);
        if refused(&head) { self.request(url, false) } else { head }
    }

    fn request(&self, url: &Url, head: bool) -> Reply {
        if !self.turns.wait(url) {
            return Reply::Failed(Failure::Unknown(Unknown::NotAsked));
        }
        let answer = if head { self.agent.head(url.as_str()).call() } else { self.agent.get(url.as_str()).call() };
        match answer {
            Ok(response) => Reply::Status(response.status().as_u16(), location(&response)),
            Err(error) => Reply::Failed(failure(&error)),
        }
    }
}

fn location(response: &Response<Body>) -> Option<String> {
    response.headers().get(header::LOCATION)?.to_str().ok().map(str::to_owned)
}

/// What an error says of the address, and what only of this attempt.
fn failure(error: &Error) -> Failure {
    match error {
        Error::HostNotFound => Failure::Dead(Dead::NoHost),
        Error::Timeout(_) => Failure::Unknown(Unknown::TimedOut),
        Error::Other(inner) if inner.is::<PrivateAddress>() => Failure::Unknown(Unknown::Private),
        Error::Tls(_) | Error::Rustls(_) => not_secure(&error.to_string()),
        Error::Io(inner) if inner.kind() == io::ErrorKind::TimedOut => Failure::Unknown(Unknown::TimedOut),
        // What goes wrong in the handshake comes as an error of reading.
        Error::Io(inner) if inner.kind() == io::ErrorKind::InvalidData => not_secure(&error.to_string()),
        _ => Failure::Unknown(Unknown::NoAnswer),
    }
}

/// A chain that ends at somebody unknown may be an incomplete one, which browsers mend, or one that an
/// office's own machines trust: that says nothing of what readers get.
fn not_secure(text: &str) -> Failure {
    if text.contains("UnknownIssuer") {
        return Failure::Unknown(Unknown::UnknownSigner);
    }
    let of_certificate = text.contains("certificate") || text.contains("handshake") || text.contains("alert");
    if of_certificate { Failure::Dead(Dead::NotSecure) } else { Failure::Unknown(Unknown::NoAnswer) }
}

/// Looks names up, and refuses those that stand for a machine of one's own: what a page of the library
/// links to must not make this machine ask its neighbours.
#[derive(Debug)]
struct PublicResolver {
    inner: DefaultResolver,
    allow_private: bool,
}

impl Resolver for PublicResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout).map_err(|error| match error {
            // The system has one error for "there is none" and "nobody can say now".
            Error::Io(inner) if !inner.to_string().contains("Temporary failure") => Error::HostNotFound,
            error => error,
        })?;
        match found.iter().any(|address| is_private(address.ip())) && !self.allow_private {
            true => Err(Error::Other(Box::new(PrivateAddress))),
            false => Ok(found),
        }
    }
}

/// The name stands for an address that is not of the public net.
#[derive(Debug)]
struct PrivateAddress;

impl fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a private address")
    }
}

impl std::error::Error for PrivateAddress {}
