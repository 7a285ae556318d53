//! What addresses answered, and for how long that is believed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::address;

/// Days for which an answer is believed.
const BELIEVED: i32 = 7;
/// Days after which an address that was dead or gave no answer is asked again.
const DOUBTED: i32 = 1;
/// The version of the kept form. Another one reads as nothing.
const VERSION: u32 = 1;

/// What an address answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Answer {
    /// The page is there.
    Alive,
    /// It is there, and has moved for good to another address.
    Moved {
        /// The address.
        to: String,
    },
    /// It is gone, or cannot be reached by anybody.
    Dead {
        /// How that shows.
        why: Dead,
    },
    /// Nobody can say: it may well be there for a reader.
    Unknown {
        /// What stood in the way.
        why: Unknown,
    },
}

/// How it shows that an address is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dead {
    /// The host has nothing there (404).
    NotFound,
    /// The host says that it is gone for good (410).
    Gone,
    /// There is no host of that name.
    NoHost,
    /// The host's certificate is not valid, or no secure connection comes about.
    NotSecure,
}

/// Why nobody can say what has become of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// The host answered with this status, which says nothing of the page: 403, 429, 500 …
    Status(u16),
    /// It took too long.
    TimedOut,
    /// The connection did not come about or broke off, or what came was no answer.
    NoAnswer,
    /// The certificate was signed by somebody whom browsers may know.
    UnknownSigner,
    /// It leads on and on, or in a circle, as pages do that want to set a cookie first.
    Redirects,
    /// The host asked for a pause before the address's turn came.
    Busy,
    /// The time for all of them was up.
    NotAsked,
    /// It is an address of this machine or of a private network.
    Private,
}

/// An answer and the day on which it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The day.
    #[serde(with = "day")]
    pub on: Date,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
}

/// Answers by address, as it is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    version: u32,
    answers: BTreeMap<String, Answered>,
}

impl Answer {
    /// Whether it is worth keeping: what has to do with this run alone is not.
    fn is_kept(&self) -> bool {
        let of_this_run = [Unknown::Busy, Unknown::NotAsked, Unknown::Private];
        !matches!(self, Answer::Unknown { why } if of_this_run.contains(why))
    }

    fn is_sound(&self) -> bool {
        match self {
            Answer::Moved { to } => {
                address::asked(to).is_some_and(|url| url.as_str() == to.split('#').next().unwrap_or(""))
            }
            Answer::Unknown { why: Unknown::Status(status) } => (100..1_000).contains(status),
            Answer::Alive | Answer::Dead { .. } | Answer::Unknown { .. } => true,
        }
    }
}

impl Answers {
    /// What was kept. Bytes that are not that, or not of this version, are no answers; each answer that
    /// could not have been given is left out.
    pub fn read(bytes: &[u8]) -> Self {
        let kept: Option<Answers> = serde_json::from_slice(bytes).ok().filter(|kept: &Answers| kept.version == VERSION);
        let mut kept = kept.unwrap_or_default();
        kept.answers
            .retain(|url, one| address::asked(url).is_some_and(|asked| asked.as_str() == url) && one.answer.is_sound());
        kept.version = VERSION;
        kept
    }

    /// The answers as bytes to keep, without those that are only of this run.
    pub fn to_bytes(&self) -> Vec<u8> {
        let kept = self.answers.iter().filter(|(_, one)| one.answer.is_kept());
        let kept = Answers { version: VERSION, answers: kept.map(|(url, one)| (url.clone(), one.clone())).collect() };
        // Names and dates are always text: there is nothing that JSON could not say.
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// What an address, as it is written, answered last.
    pub fn get(&self, written: &str) -> Option<&Answered> {
        self.answers.get(address::asked(written)?.as_str())
    }

    /// What an address answered last, where that is still believed on a day.
    pub(super) fn believed(&self, asked: &str, today: Date) -> Option<&Answered> {
        let one = self.answers.get(asked)?;
        let days = today.since(one.on).ok()?.get_days();
        let most = match one.answer {
            Answer::Alive | Answer::Moved { .. } => BELIEVED,
            Answer::Dead { .. } | Answer::Unknown { .. } => DOUBTED,
        };
        (0..most).contains(&days).then_some(one)
    }

    pub(super) fn put(&mut self, asked: String, on: Date, answer: Answer) {
        self.answers.insert(asked, Answered { on, answer });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}

/// A day as text: `2026-11-01`.
mod day {
    use jiff::civil::Date;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(day: &Date, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
