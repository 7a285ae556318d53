//! Dates that cannot have come yet, words that changed after they were signed, and reviews that are
//! overdue: what of one entry follows from the day.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::model::{Due, Entry, Reviewed, Today, Visibility};
use crate::text::Spanned;

/// What is wrong with an entry on a day, whether readers have it or not.
pub fn of_day(entry: &Entry, today: Today) -> Vec<Diagnostic> {
    let mut complaints = dates(entry, today);
    let Some(review) = &entry.common.review else { return complaints };
    if let (Reviewed::Changed, Some(signed)) = (entry.reviewed(), &review.signed) {
        let message = "words of this entry have changed since they were signed";
        complaints.push(
            Diagnostic::new(Code::ReviewChanged, entry.path(), signed.span, message)
                .help(format!("have them read through again: {}", command(entry))),
        );
    }
    if let (Due::Over(date), Some(every)) = (entry.review_state(today).due, &review.every)
        && matches!(entry.visibility(today), Visibility::Published)
    {
        let message = format!("the review of this entry has been due since {date}");
        complaints.push(
            Diagnostic::new(Code::ReviewOverdue, entry.path(), every.span, message)
                .help(format!("have its words read through: {}", command(entry))),
        );
    }
    complaints
}

fn command(entry: &Entry) -> String {
    let by = entry.common.review.as_ref().and_then(|review| review.by.as_ref());
    format!("waypost review {} --by {}", entry.path(), by.map_or("PERSON", |by| by.value.as_str()))
}

/// Dates of what has happened, which cannot lie in the future.
fn dates(entry: &Entry, today: Today) -> Vec<Diagnostic> {
    let common = &entry.common;
    let future = |code: Code, name: &str, date: &Spanned<Date>, help: &str| {
        let message = format!("`{name}` ({}) lies in the future: today is {}", date.value, today.0);
        let found = || Diagnostic::new(code, entry.path(), date.span, message).help(help);
        (date.value > today.0).then(found)
    };
    let mut complaints = Vec::new();
    if let Some(review) = &common.review {
        let help = "write the day on which the words were read through";
        complaints.extend(future(Code::ReviewFuture, "review.date", &review.date, help));
    }
    // What is not published yet may say when it will be.
    let is_out = matches!(entry.visibility(today), Visibility::Published | Visibility::Expired(_));
    for (name, date) in [("date", &common.date), ("updated", &common.updated)] {
        let help = "write the day on which it happened; a page for a day to come has `publish_on`";
        complaints.extend(date.as_ref().filter(|_| is_out).and_then(|date| future(Code::DateFuture, name, date, help)));
    }
    let looked_at = common.sources.iter().filter_map(|source| source.accessed.as_ref());
    let help = "write the day on which the source was looked at";
    complaints.extend(looked_at.filter_map(|date| future(Code::DateFuture, "accessed", date, help)));
    complaints
}
