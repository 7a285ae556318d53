//! What a text may hold, with an example each.

/// Name, what it is for, how it is written, and whether it is to be shown as it looks. `{tool}`
/// stands for the id of a tool and `{tool_title}` for its title.
pub(super) const MARKDOWN: &[(&str, &str, &str, bool)] = &[
    ("Paragraphs", "An empty line begins a new one.", "A craving comes like a wave.\n\nIt rises, and it passes.", true),
    ("Emphasis", "Sparingly, so that it is heard.", "You *may* rest. You do **not** have to finish today.", true),
    (
        "Headings",
        "The title is the first level; a text begins with the second. A heading’s address is made of its words.",
        "## What helps\n\n### In the first ten minutes",
        false,
    ),
    ("List", "For things without an order.", "- A glass of water\n- A walk around the block", true),
    ("Steps", "For things in their order.", "1. Say where you are.\n2. Say what you need.", true),
    ("Tasks", "Boxes to tick, on paper.", "- [ ] Call somebody\n- [ ] Pack for the morning", true),
    (
        "Link to an entry",
        "By its id: the file’s path without `content/`, language and ending. A `#` leads to a heading.",
        "Try [{tool_title}]({tool}).",
        true,
    ),
    (
        "Link elsewhere",
        "Pages of others, mail and telephone numbers.",
        "See [SAMHSA](https://www.samhsa.gov/), or call [988](tel:988).",
        true,
    ),
    (
        "Picture",
        "The file lies beside the entry, or in `static/` (then its address begins with `/`). Say in the brackets what \
         it tells.",
        "![A path in fog](fog.jpg)",
        false,
    ),
    (
        "Film or recording",
        "On a line of its own it becomes a player. Captions (`breathing.vtt`, `breathing.es.vtt`), what is said \
         (`breathing.txt`, or a `:::transcript` below) and a picture (`breathing.jpg`) are found beside it by their \
         name.",
        "![Breathing out slowly, three minutes](breathing.mp4 \"With a voice and captions\")",
        false,
    ),
    (
        "Film at another site",
        "YouTube, Vimeo, Dailymotion and PeerTube: the page shows its title and a link, and loads nothing from there.",
        "![How a craving passes, four minutes](https://www.youtube.com/watch?v=XXXXXXXXXXX)",
        false,
    ),
    ("File to take away", "The page adds its type and size to the link.", "[Worksheet](worksheet.pdf)", false),
    ("Quotation", "Somebody else’s words.", "> Nothing about us without us.", true),
    (
        "Alert",
        "`NOTE`, `TIP`, `IMPORTANT`, `WARNING` or `CAUTION`.",
        "> [!IMPORTANT]\n> Stopping all at once can be dangerous. Talk to a doctor first.",
        true,
    ),
    (
        "Table",
        "Keep it narrow: it is read on telephones too.",
        "| Day | What helped |\n|---|---|\n| Monday | A walk |\n| Tuesday | Sleep |",
        true,
    ),
    (
        "Words and their meanings",
        "A word on its line, its meaning below after a colon.",
        "Lapse\n: A single return to use.\n\nRelapse\n: A return to the old pattern.",
        true,
    ),
    (
        "Footnote",
        "For a source or an aside. A number leads to it, below the text.",
        "It often passes within half an hour.[^1]\n\n[^1]: It differs from person to person.",
        false,
    ),
    ("As it is typed", "For words that are to be read letter by letter.", "Write `sensitive: true`.", true),
    (
        "HTML",
        "Harmless elements are kept: `<details>`, `<abbr>`, `<kbd>`, `<video>` … Script, style and frames are not.",
        "<details>\n<summary>More on this</summary>\nIt opens when it is wanted.\n</details>",
        true,
    ),
];

/// How each of [`crate::syntax::DIRECTIVES`] is written.
pub(super) const DIRECTIVES: &[(&str, &str)] = &[
    ("question", ":::question\nWhat would you like to be different a month from now?\n:::"),
    ("reflection", ":::reflection On the evening after\n- What helped today was …\n- Tomorrow I would like …\n:::"),
    (
        "story",
        ":::story\nA man in his fifties used to call his brother on bad evenings. One night he called a peer instead.\n:::",
    ),
    ("help", ":::help\n:::"),
    ("say", ":::say To a friend at the door\nIt is good to see you. I am staying in tonight.\n:::"),
    (
        "caution",
        ":::caution When to stop\nIf a memory becomes too strong, open your eyes, feel the floor, and stop here.\n:::",
    ),
    ("transcript", ":::transcript\n**Speaker:** Put both feet on the floor, and breathe out slowly.\n:::"),
    ("lang", ":::lang es\nMañana será otro día.\n:::"),
];
