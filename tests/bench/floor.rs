//! The floor: what any generator has to do and nothing else. Reads every text, makes HTML of its
//! Markdown, and writes one folder a page, on all cores.
//!
//! `floor CONTENT OUT`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (content, out) = (arguments.next().unwrap(), arguments.next().unwrap());
    let entries = walkdir::WalkDir::new(&content).into_iter().map(|entry| entry.unwrap().into_path());
    let texts: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    texts.par_iter().for_each(|path| page(path, &out.join(path.strip_prefix(&content).unwrap().with_extension(""))));
}

fn page(source: &Path, folder: &Path) {
    let text = fs::read_to_string(source).unwrap();
    let body =
        text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).map_or(text.as_str(), |(_, body)| body);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_SMART_PUNCTUATION;
    let mut page = String::with_capacity(body.len() * 2);
    page.push_str("<!doctype html>\n<meta charset=utf-8>\n<title>Page</title>\n<main>\n");
    html::push_html(&mut page, Parser::new_ext(body, options));
    page.push_str("</main>\n");
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("index.html"), page).unwrap();
}
