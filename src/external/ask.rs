//! All addresses, few at once, those of one host one after the other.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::civil::Date;
use url::Url;

use super::address::asked;
use super::answers::{Answer, Answers, Dead, Unknown};
use super::follow::Follower;
use super::turns::Turns;

/// Hosts that are asked at once.
const AT_ONCE: usize = 8;
/// Time for all addresses together.
const ALL: Duration = Duration::from_secs(15 * 60);

/// How addresses are asked.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    /// The day.
    pub today: Date,
    /// Whether addresses of this machine and of private networks are asked too.
    pub allow_private: bool,
}

/// What came of asking.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The answers for all addresses, those from before among them.
    pub answers: Answers,
    /// How many addresses were asked in this run.
    pub asked: usize,
    /// Whether not one host could be reached: then this machine is not on the net, and nothing is
    /// said or kept of the addresses.
    pub offline: bool,
}

/// Asks the addresses that are not answered for yet. What is not an address of the web is passed over.
pub fn ask<'a>(written: impl IntoIterator<Item = &'a str>, before: &Answers, asking: Asking) -> Asked {
    let urls: BTreeMap<String, Url> =
        written.into_iter().filter_map(asked).map(|url| (url.as_str().to_owned(), url)).collect();
    let mut answers = Answers::default();
    let mut by_host: BTreeMap<String, Vec<Url>> = BTreeMap::new();
    for (key, url) in urls {
        match before.believed(&key, asking.today) {
            Some(known) => answers.put(key, known.on, known.answer.clone()),
            None => by_host.entry(url.host_str().unwrap_or("").to_owned()).or_default().push(url),
        }
    }
    let mut queues: Vec<Vec<Url>> = by_host.into_values().collect();
    // The longest queue is begun first: it decides when all are done.
    queues.sort_by_key(Vec::len);
    let found = all(queues, asking);
    let tried = || found.iter().map(|(_, answer)| answer).filter(|answer| was_tried(answer));
    let offline = tried().next().is_some() && !tried().any(is_of_the_net);
    let asked = found.len();
    for (url, answer) in found {
        let answer = if offline { Answer::Unknown { why: Unknown::NotAsked } } else { answer };
        answers.put(url.into(), asking.today, answer);
    }
    Asked { answers, asked, offline }
}

/// Whether anybody was asked at all.
fn was_tried(answer: &Answer) -> bool {
    let untried = [Unknown::Busy, Unknown::NotAsked, Unknown::Private];
    !matches!(answer, Answer::Unknown { why } if untried.contains(why))
}

/// Whether an answer can only have come from elsewhere.
fn is_of_the_net(answer: &Answer) -> bool {
    match answer {
        Answer::Alive | Answer::Moved { .. } => true,
        Answer::Dead { why } => matches!(why, Dead::NotFound | Dead::Gone | Dead::NotSecure),
        Answer::Unknown { why } => !matches!(why, Unknown::NoAnswer | Unknown::TimedOut),
    }
}

/// Works the queues off.
fn all(queues: Vec<Vec<Url>>, asking: Asking) -> Vec<(Url, Answer)> {
    let turns = Turns::new(ALL);
    let workers = queues.len().min(AT_ONCE);
    let (waiting, found) = (Mutex::new(queues), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let follower = Follower::new(&turns, asking.allow_private);
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
                while let Some(queue) = next() {
                    let answers = host(&follower, queue);
                    found.lock().unwrap_or_else(PoisonError::into_inner).extend(answers);
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The addresses of one host. When it asks for a pause it is left in peace for this run.
fn host(follower: &Follower<'_>, queue: Vec<Url>) -> Vec<(Url, Answer)> {
    let mut busy = false;
    let mut answers = Vec::with_capacity(queue.len());
    for url in queue {
        let answer = if busy { Answer::Unknown { why: Unknown::Busy } } else { follower.follow(&url) };
        busy |= matches!(answer, Answer::Unknown { why: Unknown::Status(429 | 503) });
        answers.push((url, answer));
    }
    answers
}
