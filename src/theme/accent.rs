/// The tokens that follow an organisation's accent hue: band and links, by day and by night.
/// Lightness and chroma are the art direction's; whatever the hue, white on the band reaches 9 to 1
/// and a link on paper 7.8 to 1.
pub(super) fn style(hue: u16) -> String {
    let colour = |lightness, chroma| hex(lightness, chroma, f64::from(hue % 360));
    format!(
        "@layer tokens{{:root{{--accent:{};--link:{}}}@media (prefers-color-scheme:dark){{:root{{--accent:{};--link:{}}}}}\
         @media (forced-colors:active){{:root{{--accent:Canvas;--link:LinkText}}}}}}",
        colour(0.39, 0.07),
        colour(0.42, 0.085),
        colour(0.37, 0.07),
        colour(0.82, 0.09),
    )
}

/// An OKLCH colour as `#rrggbb`, its chroma lowered until it fits sRGB.
fn hex(lightness: f64, chroma: f64, hue: f64) -> String {
    let mut chroma = chroma;
    loop {
        let rgb = linear(lightness, chroma, hue);
        if chroma <= 0.0 || rgb.iter().all(|part| (0.0..=1.0).contains(part)) {
            let [r, g, b] = rgb.map(encode);
            return format!("#{r:02x}{g:02x}{b:02x}");
        }
        chroma -= 0.002;
    }
}

/// OKLCH to linear sRGB (Björn Ottosson, "A perceptual color space for image processing", 2020).
/// Sine and cosine come from `libm`: the same digits on every platform.
fn linear(lightness: f64, chroma: f64, hue: f64) -> [f64; 3] {
    let angle = hue * std::f64::consts::PI / 180.0;
    let (a, b) = (chroma * libm::cos(angle), chroma * libm::sin(angle));
    let cube = |x: f64| x * x * x;
    let l = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let m = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let s = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

/// Linear light to the eight bits of sRGB (IEC 61966-2-1).
fn encode(part: f64) -> u8 {
    let part = part.clamp(0.0, 1.0);
    let value = if part <= 0.003_130_8 { 12.92 * part } else { 1.055 * libm::pow(part, 1.0 / 2.4) - 0.055 };
    (value * 255.0 + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| {
            let byte = u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            let value = f64::from(byte) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn no_hue_can_fail() {
        for hue in 0..360 {
            let hue = f64::from(hue);
            assert!(contrast(&hex(0.39, 0.07, hue), "#ffffff") >= 9.0, "band {hue}");
            assert!(contrast(&hex(0.42, 0.085, hue), "#fafbf7") >= 7.5, "link {hue}");
            assert!(contrast(&hex(0.37, 0.07, hue), "#ffffff") >= 9.0, "night band {hue}");
            assert!(contrast(&hex(0.82, 0.09, hue), "#0f1a1c") >= 9.0, "night link {hue}");
        }
    }

    /// The tokens of the default theme by name: by day, and by night.
    fn tokens() -> [BTreeMap<String, String>; 2] {
        let css = include_str!("../../themes/default/assets/tokens.css");
        let (day, night) = css.split_once("(prefers-color-scheme: dark)").unwrap();
        let (night, _) = night.split_once("(forced-colors: active)").unwrap();
        let read = |css: &str| {
            let lines = css.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';'));
            lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_owned(), long(value))).collect()
        };
        let day: BTreeMap<String, String> = read(day);
        let mut both = day.clone();
        both.extend(read(night));
        [day, both]
    }

    fn long(value: &str) -> String {
        let short = value.len() == 4 && value.starts_with('#');
        if short {
            value.chars().skip(1).fold("#".to_owned(), |long, c| long + &format!("{c}{c}"))
        } else {
            value.into()
        }
    }

    /// What stands on what, and how plainly it has to: 4.5 to 1 for text, 3 for lines and controls.
    fn pairs() -> Vec<(&'static str, &'static str, f64)> {
        let grounds = ["paper", "sheet", "wood", "water", "sand"];
        let texts = ["ink", "ink-2", "link", "r1", "r2", "r3", "r4", "r5", "r6"];
        let on = |marks: &[&'static str], grounds: &[&'static str], least: f64| {
            let each = marks.iter().flat_map(|mark| grounds.iter().map(move |ground| (*mark, *ground, least)));
            each.collect::<Vec<_>>()
        };
        [
            on(&texts, &grounds, 4.5),
            on(&["help"], &["paper", "sheet"], 4.5),
            on(&["edge"], &grounds, 3.0),
            on(&["on-accent"], &["accent"], 4.5),
            on(&["sign"], &["accent"], 3.0),
            on(&["sign-ink"], &["sign"], 4.5),
            // The way out is turned round, and so is its frame.
            on(&["paper"], &["ink"], 4.5),
        ]
        .concat()
    }

    fn weak(tokens: &BTreeMap<String, String>) -> Vec<String> {
        let mut pairs = pairs();
        // By night a mark is its letters' colour alone.
        let grounds: &[&str] = if tokens["mark"] == "none" { &["paper", "sheet"] } else { &["mark"] };
        pairs.extend(grounds.iter().map(|ground| ("mark-ink", *ground, 4.5)));
        let found = pairs.into_iter().map(|(mark, ground, least)| {
            let found = contrast(&tokens[mark], &tokens[ground]);
            (found < least).then(|| format!("{mark} on {ground}: {found:.2}, not {least}"))
        });
        // What is focused has a ring of two tones, of which one shows on any ground.
        let ring = |ground: &&str| {
            ["ink", "sign"].map(|tone| contrast(&tokens[tone], &tokens[*ground])).iter().any(|found| *found >= 3.0)
        };
        let unseen = ["paper", "sheet", "wood", "water", "sand", "accent"].into_iter().filter(|ground| !ring(ground));
        found.flatten().chain(unseen.map(|ground| format!("the ring of focus on {ground}"))).collect()
    }

    #[test]
    fn every_pair_of_tokens_can_be_told_apart() {
        for tokens in tokens() {
            assert_eq!(weak(&tokens), Vec::<String>::new());
        }
    }

    #[test]
    fn whatever_the_hue_every_pair_of_tokens_can_be_told_apart() {
        let [mut day, mut night] = tokens();
        for hue in 0..360 {
            let colours: Vec<String> =
                style(hue).split('#').skip(1).map(|rest| format!("#{}", rest.get(..6).unwrap())).collect();
            let [accent, link, night_accent, night_link] = colours.as_slice() else { panic!("{colours:?}") };
            day.extend([("accent".to_owned(), accent.clone()), ("link".to_owned(), link.clone())]);
            night.extend([("accent".to_owned(), night_accent.clone()), ("link".to_owned(), night_link.clone())]);
            assert_eq!(weak(&day), Vec::<String>::new(), "by day, {hue}");
            assert_eq!(weak(&night), Vec::<String>::new(), "by night, {hue}");
        }
    }

    #[test]
    fn grey_is_grey() {
        assert_eq!(hex(1.0, 0.0, 10.0), "#ffffff");
        assert_eq!(hex(0.0, 0.0, 10.0), "#000000");
    }
}
