//! The accent of an organisation: a hue in degrees, or a colour as style sheets write it.

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accent {
    /// A hue in degrees of OKLCH, 0 to 359.
    Hue(u16),
    /// Red, green and blue of sRGB.
    Colour([u8; 3]),
}

impl Accent {
    /// Reads `250`, `#7a1f5c`, `#714`, `rgb(122, 31, 92)` or `hsl(320 59% 30%)`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Ok(hue) = text.parse::<u16>() {
            return (hue < 360).then_some(Accent::Hue(hue));
        }
        if let Some(digits) = text.strip_prefix('#') {
            return hex(digits).map(Accent::Colour);
        }
        let (name, rest) = text.split_once('(')?;
        let inner = rest.strip_suffix(')')?;
        let parts: Vec<&str> = inner.split([',', ' ']).filter(|part| !part.is_empty()).collect();
        let [first, second, third] = parts.try_into().ok()?;
        match name.trim() {
            "rgb" => Some(Accent::Colour([channel(first)?, channel(second)?, channel(third)?])),
            "hsl" => {
                let hue = number(first.strip_suffix("deg").unwrap_or(first))?;
                Some(Accent::Colour(from_hsl(hue, percent(second)?, percent(third)?)))
            }
            _ => None,
        }
    }
}

fn hex(digits: &str) -> Option<[u8; 3]> {
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = match digits.len() {
        6 => number.to_be_bytes(),
        // Each digit stands for itself twice.
        3 => ((number & 0xF00) * 0x1100 + (number & 0xF0) * 0x110 + (number & 0xF) * 0x11).to_be_bytes(),
        _ => return None,
    };
    Some([red, green, blue])
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() < 100_000.0)
}

fn percent(text: &str) -> Option<f64> {
    number(text.strip_suffix('%')?).map(|part| part / 100.0).filter(|part| (0.0..=1.0).contains(part))
}

fn channel(text: &str) -> Option<u8> {
    let value = match text.ends_with('%') {
        true => percent(text)? * 255.0,
        false => number(text)?,
    };
    (0.0..=255.0).contains(&value).then_some((value + 0.5) as u8)
}

/// CSS Color 4, section 7.1.
fn from_hsl(hue: f64, saturation: f64, lightness: f64) -> [u8; 3] {
    let part = |shift: f64| {
        let at = (shift + hue.rem_euclid(360.0) / 30.0).rem_euclid(12.0);
        let span = saturation * lightness.min(1.0 - lightness);
        let value = lightness - span * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0);
        (value * 255.0 + 0.5) as u8
    };
    [part(0.0), part(8.0), part(4.0)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Accent>) {
        assert_eq!(Accent::parse(text), expected, "{text}");
    }

    #[test]
    fn colours_as_style_sheets_write_them() {
        let plum = Some(Accent::Colour([0x7a, 0x1f, 0x5c]));
        check("#7a1f5c", plum);
        check(" #7A1F5C ", plum);
        check("rgb(122, 31, 92)", plum);
        check("rgb(122 31 92)", plum);
        check("hsl(319.8, 59.5%, 30%)", plum);
        check("#fff", Some(Accent::Colour([255; 3])));
        check("#714", Some(Accent::Colour([0x77, 0x11, 0x44])));
        check("hsl(120deg 100% 50%)", Some(Accent::Colour([0, 255, 0])));
        check("250", Some(Accent::Hue(250)));
        for wrong in [
            "",
            "360",
            "-1",
            "2.5",
            "red-ish",
            "plum",
            "#",
            "#12",
            "#12345",
            "#1234567",
            "#gggggg",
            "#+12345",
            "rgb(1,2)",
            "rgb(1,2,3,4)",
            "rgb(256,0,0)",
            "rgb(nan,0,0)",
            "hsl(0,0,0)",
            "hsl(1e400,0%,0%)",
            "url(x)",
            "rgb(1,2,3",
            "#7a1f5c;x",
        ] {
            check(wrong, None);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(#|rgb\\(|hsl\\()?[0-9a-f%., \u{e9}deg()-]{0,20}") {
            let _ = Accent::parse(&text);
        }
    }
}
