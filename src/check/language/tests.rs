use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::contexts::Scene;
use super::{Finder, findings};
use crate::config::{Lexicon, fold, read_lexicon, usual_lexicon};
use crate::syntax::{Wording, prose};
use crate::text::{SourceFile, Span};

/// What is found in a body, each as it is written there.
fn found(finder: &Finder, body: &str) -> Vec<String> {
    let source = SourceFile::new("a.md", body);
    let found = findings(finder, &source, None, Span::new(0, body.len()), &[]);
    found.iter().map(|one| one.span.of(body).to_owned()).collect()
}

fn check(body: &str, expected: &[&str]) {
    assert_eq!(found(&Finder::new(usual_lexicon("en")), body), expected, "{body:?}");
}

#[test]
fn words_are_found_in_all_their_forms() {
    check("An addict, two Addicts, an ADDICT’s brother.", &["addict", "Addicts", "ADDICT’s"]);
    check("The ex-addict and the non-addict; a heroin addict.", &["ex-addict", "non-addict", "heroin addict"]);
    check("She commits suicide; he was committing suicide.", &["commits suicide", "committing suicide"]);
    check("IV drug abusers, alcohol abuse, abusing opioids.", &["drug abusers", "alcohol abuse", "abusing opioids"]);
    check("**sub**stance\nabuse and jun&shy;kies", &["sub**stance\nabuse", "jun&shy;kies"]);
}

#[test]
fn quotations_are_the_words_of_others() {
    check("He said “an addict” and 'an alcoholic' and \"a junkie\".", &[]);
    check("> The addict.\n\n<q>addict</q> «addict» „addict“", &[]);
    check("“An addict.\n\nAnother addict", &["addict"]);
    check("The addicts’ room, the addicts’ door.", &["addicts", "addicts"]);
}

#[test]
fn titles_and_names_are_what_they_are() {
    check(
        "Read *The Addict and the Law*, <cite>the drunk</cite>, [Substance Abuse Treatment](https://x.example).",
        &[],
    );
    check("Alcoholics Anonymous; the Journal of Drug Abuse; Friends of Addicts.", &[]);
    check("[addicts in town](https://x.example), an *addict*", &["addicts", "addict"]);
    check("## Help For Addicts And Families", &["Addicts"]);
}

#[test]
fn code_and_addresses_are_no_text() {
    check("`addict` <https://x.example/addict> x.example/drug-abuse.html #addicts a@addicts.example", &[]);
    check("addict/alcoholic", &["addict", "alcoholic"]);
}

#[test]
fn people_call_themselves_what_they_like() {
    check("I am an addict. She calls herself an alcoholic. As an addict, I know. We got clean.", &[]);
    check("I am helping an addict. He calls her an old drunk.", &["addict"]);
}

#[test]
fn words_about_a_word_are_no_use_of_it() {
    check("The word addict hurts. Say neighbour instead of addict. Addict → person.", &[]);
    check("| Instead of | Say |\n|---|---|\n| addict | person |\n", &[]);
    check("In other words, addicts wait. | addict |", &["addicts", "addict"]);
}

#[test]
fn other_senses_are_no_names_for_people() {
    check("Clean water, clean needles, a clean kitchen. They had drunk tea. A user account. Child abuse.", &[]);
    check("An alcoholic drink, alcoholic hepatitis, a news junkie, nicotine replacement.", &[]);
    check(
        "He is clean. She stayed clean for a year. A dirty test. Two drunks.",
        &["clean", "clean", "dirty", "drunks"],
    );
}

#[test]
fn alternatives_are_fitted() {
    let finder = Finder::new(usual_lexicon("en"));
    let source = SourceFile::new("a.md", "Two heroin users.");
    let found = findings(&finder, &source, None, Span::new(0, 17), &[]);
    assert_eq!(found.first().map(|one| one.instead.clone()), Some(vec!["people who use heroin".to_owned()]));
}

#[test]
fn own_lists_add_take_away_and_replace() {
    let own = |yaml: &str| {
        let source = SourceFile::new("lexicon/en.yaml", yaml);
        let (lexicon, complaints) = read_lexicon(&source, usual_lexicon("en"), true);
        assert_eq!(complaints, [], "{yaml}");
        Finder::new(lexicon)
    };
    let finder = own("drop: [addict]\nrows:\n  - {avoid: [relapse], say: [return to use], except: [relapse plan]}\n");
    assert_eq!(found(&finder, "An addict, an alcoholic, relapses, a relapse plan."), ["alcoholic", "relapses"]);
    let finder = own("extend: false\nrows:\n  - {pattern: 'slip(s|ped)', say: [used]}\n");
    assert_eq!(found(&finder, "An addict slipped and Slips."), ["slipped", "Slips"]);
    let nothing = Finder::new(usual_lexicon("fr"));
    assert_eq!(found(&nothing, "Un drogué."), [""; 0]);
}

const PARTS: &[&str] = &[
    "addict",
    "Addicts",
    "clean",
    "dirty test",
    "drug",
    "abuse",
    "user",
    "he is",
    "I am an",
    "the word",
    "“",
    "”",
    "'",
    "\"",
    "*",
    "**",
    "_",
    "`",
    "> ",
    "\n",
    "\n\n",
    "- ",
    "| a |\n|---|\n| ",
    "<q>",
    "</q>",
    "<i>",
    "[",
    "](https://x.example)",
    "&shy;",
    "\u{ad}",
    "&amp;",
    "é",
    "😀",
    "committed",
    "suicide",
    ".",
    ",",
    ":::story A\n",
    ":::\n",
    "<!--",
    "-->",
    "\\",
    "drunk",
    "of",
    "people",
    " ",
    "<img alt=\"an addict\">",
    "](",
    "instead of",
    "Alcoholics Anonymous",
    "\r\n",
    "-",
    "’",
];

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![8 => proptest::sample::select(PARTS).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    proptest::collection::vec(part, 0..60).prop_map(|parts| parts.join(" "))
}

#[test]
fn findings_point_at_their_words() {
    let finder = Finder::new(usual_lexicon("en"));
    let holds = |text: String| {
        let source = SourceFile::new("a.md", text.as_str());
        for one in findings(&finder, &source, None, Span::new(0, text.len()), &[]) {
            let written = text.get(one.span.range());
            prop_assert!(written.is_some_and(|written| !written.is_empty()), "{:?} in {text:?}", one);
            let folded = fold(&one.written);
            prop_assert!(finder.anchors().any(|anchor| folded.contains(anchor)), "{folded}");
            // The first letter is that of the file.
            let first = |text: &str| text.chars().find(|c| c.is_alphanumeric());
            if !written.unwrap_or("").starts_with('&') {
                prop_assert_eq!(written.and_then(first), first(&one.written));
            }
        }
        Ok(())
    };
    TestRunner::default().run(&text(), holds).unwrap();
}

proptest! {
    #[test]
    fn word_lists_are_read_whatever_they_are(text in "[ -~\\n]{0,200}") {
        let yaml = format!("rows:\n  - {{avoid: [{text}], pattern: \"{text}\", say: [b]}}\n");
        let source = SourceFile::new("lexicon/en.yaml", yaml);
        let (lexicon, _) = read_lexicon(&source, Lexicon::default(), true);
        let _ = found(&Finder::new(lexicon), &text);
    }
}

#[test]
fn reading_costs_the_length_of_the_text() {
    let finder = Finder::new(usual_lexicon("en"));
    let work = |unit: &str, times: usize| {
        let text = unit.repeat(times);
        let source = SourceFile::new("a.md", text.as_str());
        let passages: Vec<Wording> = prose(&source, Span::new(0, text.len()));
        let mut scene = Scene::default();
        passages.iter().map(|passage| finder.in_passage(passage, &mut scene, &mut Vec::new())).sum::<usize>()
    };
    for unit in [
        "clean ",
        "he is clean and ",
        "i am a user of drug abuse, ",
        "addict ",
        "the word addict or “drunk” ",
        "A ",
        "*Clean* ",
    ] {
        let (once, twice) = (work(unit, 2_000), work(unit, 4_000));
        assert!(twice <= 2 * once + once / 20 + 2_000, "{unit:?}: {once} and {twice}");
        assert!(once <= 2_000 * 8 * 2_000, "{unit:?}: {once}");
    }
}
