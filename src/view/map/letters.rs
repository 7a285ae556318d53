//! Lettering without a font: how wide a text is at most, and where its lines break. What a browser
//! draws may be narrower than is said here, hardly ever wider.

/// How wide a text is in units, set in letters of `size`.
pub(super) fn breadth(text: &str, size: i32) -> i32 {
    let hundredths: i32 = text.chars().map(of_letter).fold(0, i32::saturating_add);
    hundredths.saturating_mul(size).saturating_add(99) / 100
}

/// In hundredths of the letters' size, after the widest of the theme's sans-serif faces.
fn of_letter(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '!' | '|' | '\'' | '’' | ' ' | '\u{a0}' => 30,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '"' | '“' | '”' => 40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' | '—' | '…' => 94,
        'a'..='z' | '0'..='9' => 58,
        'A'..='Z' => 70,
        '\u{590}'..='\u{8ff}' => 62,
        _ if joins(letter) => 0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' => 104,
        '\u{ff00}'..='\u{ff60}' | '\u{1f000}'..='\u{3ffff}' => 130,
        _ => 75,
    }
}

/// Whether a character belongs to the one before it, so that no line may begin with it.
fn joins(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e01ef}')
}

/// A text in at most `most` lines that are no wider than `room`, as even as can be; what does not
/// fit ends in an ellipsis. A word that is wider than a line is broken.
pub(super) fn lines(text: &str, size: i32, room: i32, most: usize) -> Vec<String> {
    let greedy = broken(text, size, room, most);
    let count = greedy.len();
    let longest = text.split_whitespace().map(|word| breadth(word, size)).max().unwrap_or(0);
    if count < 2 || longest > room || greedy.last().is_some_and(|last| last.ends_with('…')) {
        return greedy;
    }
    // The narrowest lines of the same number: no line of one short word below a long one.
    let share = breadth(text, size) / i32::try_from(count).unwrap_or(1);
    let mut width = longest.max(share).min(room);
    loop {
        let tried = broken(text, size, width, count + 1);
        if tried.len() == count || width >= room {
            return if tried.len() == count { tried } else { greedy };
        }
        width += size / 2;
    }
}

/// Lines filled one after the other.
fn broken(text: &str, size: i32, room: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if breadth(&longer, size) <= room {
            line = longer;
            continue;
        }
        let endless = breadth(word, size) > room;
        match line.is_empty() {
            false if endless => line.push(' '),
            false => lines.push(std::mem::take(&mut line)),
            true => {}
        }
        for letter in word.chars() {
            if lines.len() > most {
                break;
            }
            if !line.is_empty()
                && !joins(letter)
                && breadth(&line, size) + breadth(letter.encode_utf8(&mut [0; 4]), size) > room
            {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push(letter);
        }
        if lines.len() > most {
            break;
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            shorten(last, size, room);
        }
    }
    lines
}

/// Ends a line in an ellipsis, within `room`, behind a whole word where there is one.
fn shorten(line: &mut String, size: i32, room: i32) {
    let mut is_cut = false;
    while !line.is_empty() && breadth(line, size) + breadth("…", size) > room {
        is_cut = line.pop().is_some_and(|letter| letter != ' ');
    }
    if let (true, Some((whole, _))) = (is_cut, line.rsplit_once(' ')) {
        line.truncate(whole.len());
    }
    line.truncate(line.trim_end_matches([' ', ',', '.', ':', ';']).len());
    line.push('…');
}
