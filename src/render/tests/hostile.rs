//! Whatever is written, rendering ends soon, never panics, and gives well-formed HTML.

use std::fmt::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{render, well_formed};

/// Far more than any of these takes, and far less than what takes the square of its length.
const SOON: Duration = Duration::from_secs(60);

/// Renders, and gives how long that took.
fn check(name: &str, markdown: &str) {
    #[allow(clippy::disallowed_methods, reason = "the clock is what this is about")]
    let start = Instant::now();
    let html = render(markdown);
    let taken = start.elapsed();
    assert!(taken < SOON, "{name}: {taken:?}");
    if let Err(reason) = well_formed::read(&html) {
        panic!("{name}: {reason}");
    }
}

#[test]
fn repetition_takes_no_longer_than_its_length() {
    for part in [
        ">",
        "> ",
        "[",
        "]",
        "](",
        "![",
        "[^",
        "(",
        "*",
        "*a_",
        "**a ",
        "_",
        "`",
        "`a",
        "~",
        "<",
        "<a ",
        "<!--",
        "<?",
        "&",
        "#",
        "|",
        "- ",
        "1. ",
        ": ",
        "\"",
        "'",
        "[a](",
        "[a]: ",
        "[[a]",
        "[^a]: ",
        "## a\n",
        "=\n",
        "- [ ] ",
        ":::a\n",
        ":::\n",
        "```\n",
        "> [!NOTE]\n",
        "<b>",
        "<b title=\"",
        "<p>",
        "<div>\n\n> ",
        "<table><tr><td>",
        "<a href=x>",
        "<script>",
        "<svg>",
        "<math><mi>",
        "<li>",
        "\0",
        "\u{1}",
        "a ",
    ] {
        check(part, &part.repeat(100_000 / part.len()));
    }
    for (open, close) in [
        ("[", "](x)"),
        ("![a", "](x)"),
        ("*a", "*"),
        ("> ", "a\n"),
        ("- ", "a\n"),
        ("<div>", "</div>"),
        ("<b><i>", "</b></i>"),
    ] {
        check(open, &(open.repeat(20_000) + &close.repeat(20_000)));
    }
}

#[test]
fn backticks_and_code_take_no_longer_than_their_length() {
    check("backticks", &"`".repeat(1_000_000));
    let growing: String = (1..600).map(|length| "`".repeat(length) + "a").collect();
    check("growing", &growing);
    check("one line of code", &format!("```js\n{}\n```", "a".repeat(90_000)));
    check("many lines of code", &format!("```js\n{}\n```\n", "?\n".repeat(9_000)).repeat(20));
}

#[test]
fn numbered_pieces_take_no_longer_than_their_length() {
    let repeat = |make: fn(&mut String, usize)| {
        let mut text = String::new();
        (0..4_000).for_each(|number| make(&mut text, number));
        text
    };
    // Tags that a parser would open again in every paragraph that follows.
    check(
        "open tags",
        &repeat(|text, n| {
            let _ = write!(text, "<p><b title={n}></p>\n\n");
        }),
    );
    check(
        "notes",
        &repeat(|text, n| {
            let _ = write!(text, "a[^{n}]\n\n[^{n}]: b[^{}]\n\n", n + 1);
        }),
    );
    check(
        "tables",
        &repeat(|text, n| {
            let _ = write!(text, "a{n}|b\n-|-\nc|d\n\n");
        }),
    );
    check("wide table", &format!("{}\n{}\n{}", "a|".repeat(9_000), "-|".repeat(9_000), "b|\n".repeat(9_000)));
}

/// What Markdown and HTML are made of, and what breaks them.
const PARTS: &[&str] = &[
    "a",
    "b ",
    " ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\t",
    "    ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "```",
    "```js\n",
    "#",
    "## ",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    "[",
    "]",
    "(",
    ")",
    "](x)",
    "![",
    "[^a]",
    "[^a]: ",
    "[^b]",
    "\n[^b]: ",
    "|",
    "a|b\n-|-\n",
    ": ",
    "\n: ",
    "---\n",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<b title=\"",
    "<i title=x>",
    "</i>",
    "<a href=\"tools/x\">",
    "<a href='javascript:x'>",
    "</a>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<th>",
    "</td>",
    "<ul>",
    "<li>",
    "</ul>",
    "<details>",
    "<summary>",
    "<script>",
    "</script>",
    "<style>",
    "<svg>",
    "<math>",
    "<mtext>",
    "</svg>",
    "<textarea>",
    "<title>",
    "<select>",
    "<option>",
    "<template>",
    "<form>",
    "<img src=a.png onerror=x>",
    "<img",
    "<video src=\"a.mp4\">",
    "<source src=b>",
    "<pre>",
    "<code>",
    "<h1>",
    "</h1>",
    "<h3>",
    "<ruby>",
    "<rt>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<caption>",
    "<col>",
    "<colgroup>",
    "<label>",
    "<input>",
    "<section>",
    "<br>",
    "<hr>",
    "<a>",
    "<s>",
    "<font>",
    "<nobr>",
    "<button>",
    "<frameset>",
    "<body onload=x>",
    "<html>",
    "<head>",
    "<plaintext>",
    "<noscript>",
    "<iframe>",
    "<object>",
    "<?x?>",
    "<![CDATA[",
    "]]>",
    "\"",
    "'",
    "=",
    " onclick=x",
    " id=y",
    " class=z",
    " style=w",
    " href=\"",
    "javascript:",
    "&",
    "&lt;",
    "&#60;",
    "&#1;",
    "&colon;",
    "&amp",
    "\0",
    "\u{1}",
    "\u{2028}",
    "\u{85}",
    "\u{fffe}",
    "é",
    "😀",
    "{#x}",
    "{#\"y}",
    "https://e.org",
    "<https://e.org>",
    "[x](tools/y)",
    "[x](es/y \"t\")",
    "![i](a.png \"c\")",
    "![i](https://e.org/i.png)",
    "\n:::question\n",
    "\n:::help\n",
    "\n:::\n",
    "\n::::reflection x\n",
    "\n::::\n",
    "\n:::nope <b>\n",
    "> [!NOTE]\n",
    "data-wp=\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_is_well_formed(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        let markdown = parts.concat();
        well_formed::assert(&render(&markdown), &markdown);
    }

    #[test]
    fn any_text_is_well_formed(markdown in "\\PC*|(?s).{0,60}") {
        well_formed::assert(&render(&markdown), &markdown);
    }
}
