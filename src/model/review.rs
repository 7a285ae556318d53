//! Reviews: when the words of an entry were last read through, by whom, and what has become of that.

use std::fmt;

use jiff::civil::Date;

use super::{Entry, Signature, Today, signature};
use crate::syntax::parse;
use crate::text::Spanned;

/// Days before a review is due from which on it is due soon.
const SOON: i64 = 30;

/// When the words of an entry were last reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub date: Spanned<Date>,
    /// Key of a person.
    pub by: Option<Spanned<String>>,
    /// How often they must be.
    pub every: Option<Spanned<Interval>>,
    /// The mark of the words that were signed off.
    pub signed: Option<Spanned<Signature>>,
}

impl Review {
    /// The day on which the next review is due.
    pub fn due(&self) -> Option<Date> {
        let every = self.every.as_ref()?.value;
        let span = jiff::Span::new().try_months(i64::from(every.months)).ok()?.try_days(i64::from(every.days)).ok()?;
        self.date.value.checked_add(span).ok()
    }
}

/// A length of time as `every` takes it: `6 months`, `1 year`, `2 weeks`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Whole months; a year is twelve.
    pub months: u32,
    /// Whole days; a week is seven.
    pub days: u32,
}

impl Interval {
    /// Reads `6 months`, `1 year`, `2 weeks`, `90 days`; numbers from 1 to 1,000.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = number.parse().ok().filter(|number| digits && (1..=1_000).contains(number))?;
        match unit.trim_start_matches(' ') {
            "year" | "years" => Some(Self { months: number * 12, days: 0 }),
            "month" | "months" => Some(Self { months: number, days: 0 }),
            "week" | "weeks" => Some(Self { months: 0, days: number * 7 }),
            "day" | "days" => Some(Self { months: 0, days: number }),
            _ => None,
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match (self.months, self.days) {
            (0, days) if days % 7 == 0 => (days / 7, "week"),
            (0, days) => (days, "day"),
            (months, _) if months % 12 == 0 => (months / 12, "year"),
            (months, _) => (months, "month"),
        };
        write!(f, "{number} {unit}{}", if number == 1 { "" } else { "s" })
    }
}

/// What has become of an entry's review on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewState {
    /// Whether the words are still those that were reviewed.
    pub words: Reviewed,
    /// When they must be reviewed again.
    pub due: Due,
}

/// Whether an entry's words are those that were reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviewed {
    /// Nobody says that they were ever reviewed.
    Never,
    /// They were, on a day; nothing tells whether they have changed since.
    Unsigned,
    /// They were signed, and are the same.
    Signed,
    /// They were signed, and have changed since.
    Changed,
    /// They were signed by a method of a newer Waypost.
    Newer,
}

/// When a review is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// No day is set.
    Open,
    /// On this day, more than 30 days from now.
    Later(Date),
    /// On this day: today, or within 30 days.
    Soon(Date),
    /// This day has passed.
    Over(Date),
}

impl Due {
    /// The day, where there is one.
    pub fn date(self) -> Option<Date> {
        match self {
            Due::Open => None,
            Due::Later(date) | Due::Soon(date) | Due::Over(date) => Some(date),
        }
    }
}

impl ReviewState {
    /// Whether readers should hear less of it: its review is overdue, or its words changed since.
    pub fn is_stale(self) -> bool {
        self.words == Reviewed::Changed || matches!(self.due, Due::Over(_))
    }
}

impl Entry {
    /// What has become of its review on a day.
    pub fn review_state(&self, today: Today) -> ReviewState {
        let review = self.common.review.as_ref();
        let due = match review.and_then(Review::due) {
            None => Due::Open,
            Some(date) if date < today.0 => Due::Over(date),
            Some(date) if days(today.0, date) <= SOON => Due::Soon(date),
            Some(date) => Due::Later(date),
        };
        ReviewState { words: self.reviewed(), due }
    }

    /// Whether its words are those that were reviewed.
    pub fn reviewed(&self) -> Reviewed {
        match self.common.review.as_ref().map(|review| review.signed.as_ref().map(|signed| signed.value)) {
            None => Reviewed::Never,
            Some(None) => Reviewed::Unsigned,
            Some(Some(Signature::W1(hash))) if hash == self.words => Reviewed::Signed,
            Some(Some(Signature::W1(_))) => Reviewed::Changed,
            Some(Some(Signature::Newer(_))) => Reviewed::Newer,
        }
    }

    /// Its words as they are signed, a line for each thing that is said. The body is read again.
    pub fn signed_words(&self) -> String {
        signature::words(&self.common, &self.detail, &parse(&self.source).0.said)
    }

    /// The signature that stands for its words as they are.
    pub fn signature(&self) -> Signature {
        Signature::W1(self.words)
    }
}

/// Whole days from one day to another; less than 0 where that lies before.
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
