//! Generates a library of any size, for measuring: the same arguments always give the same bytes.
//!
//! `library ARTICLES DIR` writes the same texts to `DIR/waypost`, `DIR/hugo` and `DIR/zola`, each
//! with front matter as that program wants it. Words follow Zipf's law, so that a search index
//! meets a realistic number of distinct ones; entries link to each other, have principles, topics
//! and dates, one in twenty holds code, and pathways lead through them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, clippy::print_stdout)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

const COMMON: &str = "the of and to a in that is for it with as you on be are this by not or have from at but they we can \
    will their when what an your who if do how more about one which so there no them other than then its our could into \
    would some these may should";
const DOMAIN: &str = "coach client goal question listen session practice trust reflection learning change habit strength \
    value purpose challenge support conversation growth progress awareness action plan belief choice energy focus insight \
    motivation obstacle pattern resource review step boundary confidence curiosity emotion empathy presence priority \
    relationship resilience role rhythm silence story tension transition agreement clarity courage culture decision effort \
    improvement intention opportunity outcome patience preparation recovery routine sponsor";
const ONSETS: [&str; 20] =
    ["b", "br", "c", "cl", "d", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v"];
const NUCLEI: [&str; 7] = ["a", "e", "e", "i", "o", "u", "ea"];
const CODAS: [&str; 8] = ["", "", "n", "r", "l", "nd", "st", "ck"];
const ENDINGS: [&str; 8] = ["", "", "s", "ed", "ing", "er", "ly", "ment"];
const STEMS: usize = 16_000;
const CODE: [(&str, &str); 4] = [
    ("yaml", "session:\n  length: 45  # minutes\n  steps: [open, listen, close]\n"),
    (
        "python",
        "def score(notes):\n    \"\"\"Weigh the notes.\"\"\"\n    return sum(n[\"weight\"] for n in notes) / max(1, len(notes))\n",
    ),
    ("json", "{\"goal\": {\"steps\": [1, 2, 3]}, \"done\": false}\n"),
    ("bash", "for f in notes-*.csv; do\n  grep -c \"goal\" \"$f\" || echo \"none\"\ndone\n"),
];

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Waypost,
    Hugo,
    Zola,
}

const LAYOUTS: [(Layout, &str); 3] = [(Layout::Waypost, "waypost"), (Layout::Hugo, "hugo"), (Layout::Zola, "zola")];

struct Library {
    articles: usize,
    principles: usize,
    pathways: usize,
    words: Vec<String>,
    /// Sums of the words' weights, in millionths.
    weights: Vec<u64>,
    domain: Vec<&'static str>,
}

/// What an entry has before its text.
struct Head {
    folder: &'static str,
    slug: String,
    title: String,
}

impl Library {
    fn new(articles: usize) -> Self {
        let domain: Vec<&str> = DOMAIN.split_whitespace().collect();
        let mut random = Random(1);
        let mut words: Vec<String> =
            COMMON.split_whitespace().chain(domain.iter().copied()).map(str::to_owned).collect();
        let mut known: std::collections::BTreeSet<String> = words.iter().cloned().collect();
        while words.len() < STEMS {
            let mut word = String::new();
            for _ in 0..random.between(1, 3) {
                word.push_str(random.pick::<&str>(&ONSETS));
                word.push_str(random.pick::<&str>(&NUCLEI));
                word.push_str(random.pick::<&str>(&CODAS));
            }
            word.push_str(random.pick::<&str>(&ENDINGS));
            if word.len() > 2 && known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0;
        let weigh = |rank: usize| (1_000_000.0 / (rank as f64 + 2.7).powf(1.1)) as u64 + 1;
        let weights = (0..words.len())
            .map(|rank| {
                sum += weigh(rank);
                sum
            })
            .collect();
        let (principles, pathways) = ((articles / 100).clamp(8, 40), (articles / 100).max(5));
        Self { articles, principles, pathways, words, weights, domain }
    }

    fn random(&self, of: u64, entry: usize) -> Random {
        Random((of << 40) ^ (entry as u64).wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn word(&self, random: &mut Random) -> &str {
        let at = random.next() % self.weights[self.weights.len() - 1];
        &self.words[self.weights.partition_point(|&sum| sum <= at)]
    }

    fn phrase(&self, random: &mut Random, words: usize) -> String {
        (0..words).map(|_| self.word(random)).collect::<Vec<_>>().join(" ")
    }

    fn head(&self, entry: usize) -> Head {
        let mut random = self.random(1, entry);
        let (one, two) = (*random.pick(&self.domain), *random.pick(&self.domain));
        let extra = &self.words[random.between(150, 6_000)];
        let folder = match entry {
            entry if entry < self.principles => "principles",
            entry if entry.is_multiple_of(6) => "tools",
            _ => "articles",
        };
        let title = format!("{} and {two}, {extra} {entry}", capital(one));
        Head { folder, slug: format!("{one}-{two}-{entry:06}"), title }
    }

    fn sentence(&self, random: &mut Random) -> String {
        let mut text = String::new();
        for at in 0..random.between(8, 20) {
            if at > 0 {
                text.push_str(if at == 7 { ", " } else { " " });
            }
            let word = if random.chance(5) { *random.pick(&self.domain) } else { self.word(random) };
            match random.below(250) {
                0 => write!(text, "**{word}**").unwrap(),
                1 => write!(text, "*{word}*").unwrap(),
                _ => text.push_str(word),
            }
        }
        capital(&text) + if random.chance(10) { "?" } else { "." }
    }

    fn prose(&self, random: &mut Random, sentences: usize) -> Vec<String> {
        (0..sentences).map(|_| self.sentence(random)).collect()
    }

    /// A link as the layout writes it.
    fn link(&self, random: &mut Random, layout: Layout) -> String {
        let Head { folder, slug, title } = self.head(random.below(self.articles));
        match layout {
            Layout::Waypost => format!("[{title}]({folder}/{slug})"),
            Layout::Hugo => format!("[{title}](/{folder}/{slug}.md)"),
            Layout::Zola => format!("[{title}](@/{folder}/{slug}.md)"),
        }
    }

    /// About 800 words: headings, paragraphs, lists, quotations, tables, sometimes code.
    fn body(&self, entry: usize, layout: Layout) -> String {
        let mut random = self.random(2, entry);
        let sections = random.between(4, 8);
        let code_in = if random.chance(5) { random.below(sections) } else { usize::MAX };
        let mut blocks = vec![self.prose(&mut random, 3).join(" ")];
        for section in 0..sections {
            let words = random.between(2, 5);
            let mark = if section % 3 == 2 { "###" } else { "##" };
            blocks.push(format!("{mark} {}", capital(&self.phrase(&mut random, words))));
            for _ in 0..random.between(1, 3) {
                let sentences = random.between(3, 6);
                let mut lines = self.prose(&mut random, sentences);
                if random.chance(45) {
                    lines.insert(1, format!("See {} for more.", self.link(&mut random, layout)));
                }
                blocks.push(lines.join(" "));
            }
            let lines = self.prose(&mut random, 4);
            match random.below(10) {
                0..=2 => blocks.push(format!("- {}", lines.join("\n- "))),
                3 => blocks.push(format!("1. {}", lines.join("\n1. "))),
                4 => blocks.push(format!("> {}", lines.join("\n> "))),
                5 => {
                    let rows = lines.iter().map(|line| format!("| {} | {line} |\n", line.len()));
                    blocks.push(format!("| Weight | What to notice |\n| ---: | --- |\n{}", rows.collect::<String>()));
                }
                _ => {}
            }
            if section == code_in {
                let (language, code) = random.pick(&CODE);
                blocks.push(format!("```{language}\n{code}```"));
            }
        }
        blocks.push(format!("Next, read {}.", self.link(&mut random, layout)));
        blocks.join("\n\n") + "\n"
    }

    fn summary(&self, random: &mut Random) -> String {
        capital(&self.phrase(random, 14)) + "."
    }

    fn entry(&self, entry: usize, layout: Layout) -> (String, String) {
        let mut random = self.random(3, entry);
        let Head { folder, slug, title } = self.head(entry);
        let summary = self.summary(&mut random);
        let count = random.between(1, 3);
        let principles = unique(count, || self.head(random.below(self.principles)).slug);
        let mut random = self.random(4, entry);
        let count = random.between(2, 6);
        let topics = unique(count, || format!("{}-topic", self.domain[random.below(self.domain.len())]));
        let audience = *random.pick::<&str>(&["coaches", "people", "families", "teams"]);
        let stage = *random.pick::<&str>(&["beginning", "middle", "advanced"]);
        let date = day(&mut random);
        // To the other two, principles are a taxonomy, and its addresses must not be the folder's.
        let served = if layout == Layout::Waypost { "principles" } else { "by-principle" };
        let terms = format!(
            "{served}: [{}]\ntopics: [{}]\naudience: [{audience}]\nstage: [{stage}]\n",
            principles.join(", "),
            topics.join(", ")
        );
        let detail = match folder {
            "tools" => format!("minutes: {}\nformat: exercise\nsetting: solo\n", random.between(5, 45)),
            "principles" => format!("order: {}\nstatement: {summary}\n", entry + 1),
            _ => String::new(),
        };
        let front = match layout {
            Layout::Waypost => format!("title: {title}\nsummary: {summary}\n{terms}date: {date}\n{detail}"),
            Layout::Hugo => format!("title: {title}\nsummary: {summary}\n{terms}date: {date}\n"),
            Layout::Zola => {
                let terms = terms.lines().map(|line| format!("  {line}\n")).collect::<String>();
                format!("title: {title}\ndescription: {summary}\ndate: {date}\ntaxonomies:\n{terms}")
            }
        };
        (format!("{folder}/{slug}.md"), format!("---\n{front}---\n\n{}", self.body(entry, layout)))
    }

    fn pathway(&self, number: usize, layout: Layout) -> (String, String) {
        let mut random = self.random(5, number);
        let count = random.between(4, 14);
        let steps = unique(count, || {
            let Head { folder, slug, .. } = self.head(random.below(self.articles));
            format!("{folder}/{slug}")
        });
        let title = format!("Pathway {}, {}", number + 1, random.pick(&self.domain));
        let (summary, date) = (self.summary(&mut random), day(&mut random));
        let steps = match layout {
            Layout::Waypost => {
                let half = steps.len() / 2;
                let stage =
                    |name: &str, steps: &[String]| format!("  - title: {name}\n    steps: [{}]\n", steps.join(", "));
                format!("stages:\n{}{}", stage("Set out", &steps[..half]), stage("Go further", &steps[half..]))
            }
            Layout::Hugo => format!("params:\n  steps: [{}]\n", steps.join(", ")),
            Layout::Zola => format!("extra:\n  steps: [{}]\n", steps.join(", ")),
        };
        let summary_key = if layout == Layout::Zola { "description" } else { "summary" };
        let text = self.prose(&mut random, 8).join(" ");
        let front = format!("title: {title}\n{summary_key}: {summary}\ndate: {date}\n{steps}");
        (format!("pathways/pathway-{:05}.md", number + 1), format!("---\n{front}---\n\n{text}\n"))
    }
}

/// At most `count` different values.
fn unique(count: usize, mut next: impl FnMut() -> String) -> Vec<String> {
    let mut values = Vec::new();
    for _ in 0..count {
        let value = next();
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn day(random: &mut Random) -> String {
    format!("20{}-{:02}-{:02}", random.between(16, 25), random.between(1, 12), random.between(1, 28))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

fn write(library: &Library, layout: Layout, root: &Path) {
    let content = root.join("content");
    for folder in ["articles", "tools", "principles", "pathways"] {
        fs::create_dir_all(content.join(folder)).unwrap();
        let title = capital(folder);
        let index = match layout {
            Layout::Waypost => continue,
            Layout::Hugo => format!("---\ntitle: {title}\n---\n"),
            Layout::Zola => format!("---\ntitle: {title}\nsort_by: date\npaginate_by: 30\n---\n"),
        };
        fs::write(content.join(folder).join("_index.md"), index).unwrap();
    }
    let put = |(path, text): (String, String)| fs::write(content.join(path), text).unwrap();
    (0..library.articles).into_par_iter().for_each(|entry| put(library.entry(entry, layout)));
    (0..library.pathways).into_par_iter().for_each(|number| put(library.pathway(number, layout)));
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(articles), Some(folder)) = (arguments.next().and_then(|count| count.parse().ok()), arguments.next())
    else {
        println!("library ARTICLES DIR");
        return;
    };
    let library = Library::new(articles);
    for (layout, name) in LAYOUTS {
        write(&library, layout, &Path::new(&folder).join(name));
    }
    let site = "title: Generated library\nbase_url: https://library.example/\nlanguage: en\n";
    fs::write(Path::new(&folder).join("waypost/waypost.yaml"), site).unwrap();
    println!("{articles} articles, tools and principles, {} pathways", library.pathways);
}
