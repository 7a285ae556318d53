//! Paths as links write them.

/// The folder part of a path, without a slash at its end.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The way from a folder to a path: `../tools/x.md`.
pub(super) fn way(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len().saturating_sub(1));
    let up = "../".repeat(from.len() - shared);
    up + &to.get(shared..).unwrap_or_default().join("/")
}

/// A path as a link may hold it: what Markdown, HTML or an address give a meaning to is encoded.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' | '(' | ')' | '%' | '<' | '>' | '"' | '\'' | '#' | '?' | '&' | '\\' | '[' | ']' | '*' | '`' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::join_path;

    #[test]
    fn ways_lead_from_folder_to_file() {
        for (from, to, expect) in [
            ("content/articles", "content/tools/x.md", "../tools/x.md"),
            ("content/tools", "content/tools/x.md", "x.md"),
            ("content/tools/a", "content/tools/x.md", "../x.md"),
            ("content/tools/x", "content/tools/x", "../x"),
            ("content", "content/tools/a b.md", "tools/a b.md"),
            ("", "content/x", "content/x"),
        ] {
            assert_eq!(way(from, to), expect);
            assert_eq!(join_path(from, &way(from, to)).as_deref(), Some(to));
        }
        assert_eq!(encoded("a (b)/ü_c"), "a%20%28b%29/ü_c");
    }
}
