//! Numbers as YAML writes them.

use super::yaml::{Node, Value};

/// The number that a plain scalar is.
pub(super) fn plain_number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Text { text, quoted: false } => core_number(text),
        _ => None,
    }
}

/// The number that YAML's core schema (YAML 1.2.2, section 10.3.2) makes of a plain scalar: `12`, `1.5`,
/// `1e3`, `0o17`, `0xff`; infinite where it is too large. Not `.inf` and `.nan`, which no field takes.
pub fn core_number(text: &str) -> Option<f64> {
    let radix = |digits: &str, radix: u32| {
        let plain = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        plain.then(|| {
            digits.chars().fold(0.0, |sum, c| sum * f64::from(radix) + f64::from(c.to_digit(radix).unwrap_or(0)))
        })
    };
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    let is_written = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    text.parse::<f64>().ok().filter(|_| is_written && begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_the_core_schema_says() {
        for (text, number) in [
            ("12", 12.0),
            ("-1.5", -1.5),
            ("+.5", 0.5),
            ("1.", 1.0),
            ("1e3", 1000.0),
            ("1E+3", 1000.0),
            ("015", 15.0),
            ("0x1F", 31.0),
            ("0o17", 15.0),
            ("1e400", f64::INFINITY),
        ] {
            assert_eq!(core_number(text), Some(number), "{text}");
        }
        for text in ["", "-", ".", "e3", "1_000", "0x", "0o8", "-0x1", ".inf", ".nan", "inf", "NaN", "1 ", "1:30", "１"]
        {
            assert_eq!(core_number(text), None, "{text}");
        }
    }
}
