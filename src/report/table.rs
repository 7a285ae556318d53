use serde_json::{Map, Value};

/// Columns of a terminal or a printed page that a report for people keeps to.
pub(super) const WIDTH: usize = 100;
/// The least that a column of words is narrowed to.
const NARROWEST: usize = 16;
/// What stands between two columns.
const GAP: &str = "  ";

/// What a report tells, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the columns, as CSV and JSON have them: `review_due`.
    pub columns: Vec<String>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A number with one decimal place, in tenths.
    Tenths(i64),
    /// A number of days, less than 0 where they have passed.
    Days(i64),
    /// There is none.
    Nothing,
}

impl Cell {
    /// The words of a value, or nothing.
    pub fn maybe(value: Option<impl ToString>) -> Self {
        value.map_or(Cell::Nothing, |value| Cell::Text(value.to_string()))
    }

    fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Tenths(tenths) => tenths_in_words(*tenths),
            Cell::Days(days) => days.to_string(),
            Cell::Nothing => String::new(),
        }
    }

    /// As people read it.
    fn shown(&self) -> String {
        match self {
            Cell::Number(0) => "–".to_owned(),
            Cell::Text(_) | Cell::Number(_) | Cell::Tenths(_) | Cell::Days(_) | Cell::Nothing => plain(&self.text()),
        }
    }

    pub(super) fn json(&self) -> Value {
        match self {
            Cell::Text(text) => Value::from(text.as_str()),
            Cell::Number(number) => Value::from(*number),
            Cell::Tenths(tenths) => Value::from(*tenths as f64 / 10.0),
            Cell::Days(days) => Value::from(*days),
            Cell::Nothing => Value::Null,
        }
    }
}

impl Table {
    /// A table of these columns.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>, rows: Vec<Vec<Cell>>) -> Self {
        Self { columns: columns.into_iter().map(str::to_owned).collect(), rows }
    }

    /// Columns side by side below a head line, for people. Numbers stand to the right, and none is a
    /// dash; words that would make the table wider than [`WIDTH`] go on in further lines of their column.
    pub(super) fn to_text(&self) -> String {
        let head: Vec<String> = self.columns.iter().map(|name| heading(name)).collect();
        let body: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(|cell| cell.shown()).collect()).collect();
        let is_number = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.any(|cell| matches!(cell, Cell::Number(_) | Cell::Tenths(_) | Cell::Days(_)))
        };
        let mut columns: Vec<Column> = (0..head.len())
            .map(|at| Column {
                width: width(at, is_number(at), &head, &body),
                word: longest_word(at, &head, &body),
                to_the_right: is_number(at),
            })
            .collect();
        narrow(&mut columns);
        let rules: Vec<String> = columns.iter().map(|column| "-".repeat(column.width)).collect();
        let mut out = String::new();
        for row in [&head, &rules].into_iter().chain(&body) {
            set_row(row, &columns, &mut out);
        }
        out
    }

    /// One JSON object a row, with a key for every column.
    pub(super) fn to_json(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            let cells = self.columns.iter().zip(row).map(|(name, cell)| (name.clone(), cell.json()));
            out.push_str(&Value::Object(cells.collect::<Map<_, _>>()).to_string());
            out.push('\n');
        }
        out
    }

    /// Comma-separated values with a head line (RFC 4180). Words with which a spreadsheet would begin
    /// a formula get an apostrophe in front, which it takes for "these are words" (OWASP, "CSV
    /// Injection"): who opens the file need not trust those who write the library.
    pub(super) fn to_csv(&self) -> String {
        let mut out = self.columns.iter().map(|name| csv(&Cell::Text(name.clone()))).collect::<Vec<_>>().join(",");
        out.push_str("\r\n");
        for row in &self.rows {
            out.push_str(&row.iter().map(csv).collect::<Vec<_>>().join(","));
            out.push_str("\r\n");
        }
        out
    }
}

/// `12.3`, `-0.5`.
fn tenths_in_words(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// A value as a field of CSV.
fn csv(cell: &Cell) -> String {
    let mut text = cell.text();
    if matches!(cell, Cell::Text(_)) && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
    {
        text.insert(0, '\'');
    }
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A column of a table for people.
struct Column {
    /// Characters.
    width: usize,
    /// Characters of its longest word, below which nothing is gained.
    word: usize,
    /// Whether its values stand to the right, as numbers do.
    to_the_right: bool,
}

/// `review_due` as people read it: `Review due`.
fn heading(name: &str) -> String {
    let words = plain(name).replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How wide a column would be. The name of a column of numbers may go over several lines.
fn width(at: usize, numbers: bool, head: &[String], body: &[Vec<String>]) -> usize {
    let name = head.get(at).map_or("", String::as_str);
    let own = if numbers { name.split(' ').map(length).max() } else { Some(length(name)) };
    let cells = body.iter().filter_map(|row| row.get(at)).map(|text| length(text));
    cells.chain(own).max().unwrap_or(0)
}

/// Characters of the longest word of a column.
fn longest_word(at: usize, head: &[String], body: &[Vec<String>]) -> usize {
    let cells = body.iter().filter_map(|row| row.get(at)).chain(head.get(at));
    cells.flat_map(|text| text.split(' ')).map(length).max().unwrap_or(0)
}

/// Narrows the widest columns until all fit, or nothing more is to be gained.
fn narrow(columns: &mut [Column]) {
    let room = WIDTH.saturating_sub(GAP.len() * columns.len().saturating_sub(1));
    let mut over = columns.iter().map(|column| column.width).sum::<usize>().saturating_sub(room);
    // By one at a time: then two long columns share what there is.
    while over > 0 {
        let wide = columns.iter_mut().filter(|column| column.width > column.word.max(NARROWEST));
        let Some(widest) = wide.max_by_key(|column| column.width) else { return };
        widest.width -= 1;
        over -= 1;
    }
}

/// A row of cells, in as many lines as its longest cell takes.
fn set_row(row: &[String], columns: &[Column], out: &mut String) {
    let cells: Vec<Vec<String>> = row.iter().zip(columns).map(|(text, column)| lines(text, column.width)).collect();
    for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
        let set = cells.iter().zip(columns).map(|(cell, column)| {
            let text = cell.get(line).map_or("", String::as_str);
            let space = " ".repeat(column.width.saturating_sub(length(text)));
            if column.to_the_right { format!("{space}{text}") } else { format!("{text}{space}") }
        });
        out.push_str(set.collect::<Vec<_>>().join(GAP).trim_end());
        out.push('\n');
    }
}

/// A text in lines of at most `width` characters, broken between words; a word that is longer has a
/// line of its own. At least one line.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if length(line) + 1 + length(word) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// A paragraph in lines of at most [`WIDTH`] characters: the first begins with `first`, others with
/// `then`.
pub(super) fn wrapped(text: &str, first: &str, then: &str, out: &mut String) {
    for (at, line) in lines(&plain(text), WIDTH - length(first)).into_iter().enumerate() {
        out.push_str(if at == 0 { first } else { then });
        out.push_str(&line);
        out.push('\n');
    }
}

/// Words of the library for a terminal, which must not take any of them for an order.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}
