use proptest::prelude::*;

use super::*;
use crate::diag::Code;
use crate::model::{Address, FieldSet, Lang, Lowered, lower};
use crate::syntax::parse;
use crate::text::SourceFile;

fn found(lang: &str, body: &str) -> Vec<Diagnostic> {
    let languages = vec![Lang::new(lang)];
    let source = SourceFile::new("content/articles/a.md", format!("---\ntitle: T\nsummary: S\n---\n{body}"));
    let (mut parsed, _) = parse(&source);
    let passages = std::mem::take(&mut parsed.passages);
    let set = FieldSet { languages: languages.clone(), ..FieldSet::default() };
    let Ok(address) = Address::of("content/articles/a.md", &languages) else { return Vec::new() };
    match lower(parsed, address, &set).0 {
        Lowered::Entry(entry) => check_entry(&entry, &passages, &ListedWords::default()),
        Lowered::Unreadable { .. } => Vec::new(),
    }
}

fn check(lang: &str, body: &str, expect: &[Code]) {
    let codes: Vec<Code> = found(lang, body).iter().map(|one| one.code).collect();
    assert_eq!(codes, expect, "{body}");
}

#[test]
fn words_that_say_nothing_are_known_in_their_language_alone() {
    check("en", "[here](https://a.example) [aquí](https://a.example)", &[Code::LinkText]);
    check("es", "[here](https://a.example) [aquí](https://a.example)", &[Code::LinkText]);
    check("pt-BR", "[clique aqui](https://a.example)", &[Code::LinkText]);
    check("sv", "[här](https://a.example)", &[]);
    check("fr", "![Image d’un bois](/a.jpg)", &[Code::ImageAltWeak]);
    check("en", "![Imagine](/a.jpg) ![Images of hope](/a.jpg)", &[]);
}

#[test]
fn a_language_is_told_only_where_it_is_certain() {
    let es = "Hay días en los que todo pesa, y está bien pedir ayuda a quien más confianza te da.";
    let en = "There are days on which all is heavy, and it is fine to ask the one whom you trust most.";
    check("en", es, &[Code::LanguageUnmarked]);
    check("es", es, &[]);
    check("es", en, &[Code::LanguageUnmarked]);
    check("en", en, &[]);
    check("sw", es, &[]);
    // Too short, a title, a list of names.
    check("en", "Hay días en los que todo pesa.", &[]);
    check("en", &format!("She sang “{}” and we all sang with her, for as long as it was light.", &es[..40]), &[]);
    check("en", "Juan, María, Pedro, Lucía, Andrés, Sofía, Diego, Elena, Mateo, Carmen, Pablo, Rosa", &[]);
    // Both in one passage: the sentence counts.
    check("en", &format!("{en} {es}"), &[Code::LanguageUnmarked]);
    check("en", &format!("{en} *La vida es sueño* and *El amor en los tiempos del cólera*."), &[]);
}

#[test]
fn what_is_in_a_directive_or_an_element_is_marked() {
    let es = "Hay días en los que todo pesa, y está bien pedir ayuda a quien más confianza te da.";
    check("en", &format!(":::lang es\n{es}\n\n{es}\n:::\n"), &[]);
    check("en", &format!(":::lang es\nx\n:::\n\n{es}\n"), &[Code::LanguageUnmarked]);
    check("en", &format!("<div lang=es>\n\n{es}\n\n</div>\n\n{es}\n"), &[Code::LanguageUnmarked]);
    check("en", &format!("<span lang=es>{es}</span> and more.\n\n{es}"), &[Code::LanguageUnmarked]);
    check("en", &format!("<span lang=es>{es}\n\n{es}"), &[Code::LanguageUnmarked]);
}

#[test]
fn lists_of_function_words_are_small_letters_without_spaces() {
    for (code, _, words) in function_words::LANGUAGES {
        assert!(words.split_whitespace().count() >= 50, "{code}");
        assert_eq!(words.to_lowercase(), words, "{code}");
    }
}

proptest! {
    #[test]
    fn any_markdown_is_read_without_a_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "**", "[", "](x)", "![", "|", "\n|---|---|\n", "\n", "\n\n", "> ", "- ", "## ", ":::lang es\n", ":::\n", ":::story é\n",
            "<a href=x>", "</a>", "<p lang=es>", "</p>", "<table>", "<td", "<!--", "-->", "<img alt=", "é😀", "IF YOU FEEL UNSAFE AT ",
            "la que el y en de ", "`", "```\n", "\\|", "here", "\r\n", "<br>", "{#a}", "[^1]", "[^1]: ", "\n: ", "日本語", "\u{301}", "İ",
        ]), 0..40),
        lang in prop::sample::select(vec!["en", "es", "ja", "sw"]),
    ) {
        let body = parts.concat();
        for one in found(lang, &body) {
            for label in &one.labels {
                prop_assert!(label.span.end as usize <= body.len() + 33, "{:?} in {:?}", one, body);
            }
        }
    }
}
