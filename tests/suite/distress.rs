//! What brings the help lines above the results: lists of queries written by someone who had not
//! seen the patterns (`tests/search/{distress,calm}-<language>.txt`). The browser's half is held
//! against the same lists in `tests/browser/distress.test.js`.

#![allow(clippy::expect_used, clippy::disallowed_methods)] // tests fail by panicking, on real files

use std::path::Path;

use waypost::config::distress_patterns;
use waypost::search::is_distress;

fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search").join(name);
    let text = std::fs::read_to_string(path).expect("the list");
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn check(language: &str) {
    let is = |query: &String| is_distress(distress_patterns(language).iter().copied(), query, language);
    let (distress, calm) = (lines(&format!("distress-{language}.txt")), lines(&format!("calm-{language}.txt")));
    let missed: Vec<&String> = distress.iter().filter(|query| !is(query)).collect();
    let alarmed: Vec<&String> = calm.iter().filter(|query| is(query)).collect();
    assert!(distress.len() >= 30 && calm.len() >= 60);
    assert!(missed.is_empty(), "no help lines for {} of {}: {missed:#?}", missed.len(), distress.len());
    assert!(alarmed.is_empty(), "help lines for {} of {} calm queries: {alarmed:#?}", alarmed.len(), calm.len());
}

#[test]
fn distress_in_english_is_heard() {
    check("en");
}

#[test]
fn distress_in_spanish_is_heard() {
    check("es");
}
