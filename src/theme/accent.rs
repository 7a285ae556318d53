//! An organisation's accent: a hue in the art direction's lightness and chroma, so that every text can
//! be read on it.

use crate::config::Accent;

/// Lightness and chroma of the band at the top and of links, by day and by night.
const BAND: (f64, f64) = (0.39, 0.07);
const LINK: (f64, f64) = (0.42, 0.085);
const NIGHT_BAND: (f64, f64) = (0.37, 0.07);
const NIGHT_LINK: (f64, f64) = (0.82, 0.09);
/// How much stronger than a token a colour may stay that was asked for; contrast hardly depends on it.
const STRONGEST: f64 = 1.8;
/// The pages' grounds by day and by night.
const PAPER: [u8; 3] = [0xfa, 0xfb, 0xf7];
const NIGHT_PAPER: [u8; 3] = [0x0f, 0x1a, 0x1c];
const WHITE: [u8; 3] = [0xff; 3];

/// The tokens that follow an accent. Whatever was asked for, white on the band reaches 9 to 1 and a
/// link on paper 7.5 to 1.
pub(super) fn style(accent: Accent) -> String {
    let [band, link, night_band, night_link] =
        [BAND, LINK, NIGHT_BAND, NIGHT_LINK].map(|token| css(fitted(accent, token)));
    format!(
        "@layer tokens{{:root{{--accent:{band};--link:{link}}}@media (prefers-color-scheme:dark){{:root{{--accent:{night_band};--link:{night_link}}}}}\
         @media (forced-colors:active){{:root{{--accent:Canvas;--link:LinkText}}}}}}"
    )
}

/// What becomes of an accent, in words: the colours, and their contrasts.
pub fn accent_in_words(accent: Accent) -> String {
    let pair = |token, ground| {
        let colour = fitted(accent, token);
        let tenths = (contrast(colour, ground) * 10.0) as u32;
        (css(colour), format!("{}.{}", tenths / 10, tenths % 10))
    };
    let (band, on_band) = pair(BAND, WHITE);
    let (link, on_paper) = pair(LINK, PAPER);
    let (night_link, on_night) = pair(NIGHT_LINK, NIGHT_PAPER);
    format!(
        "{band} for the band (white on it {on_band} to 1), {link} for links ({on_paper} to 1 on paper), and {night_link} for \
         links by night ({on_night} to 1)"
    )
}

/// A token's colour in an accent's hue; a colour that was asked for stays as strong or as grey as it
/// is, as far as the theme's calm allows.
fn fitted(accent: Accent, (lightness, chroma): (f64, f64)) -> [u8; 3] {
    match accent {
        Accent::Hue(hue) => in_srgb(lightness, chroma, f64::from(hue % 360)),
        Accent::Colour(rgb) => {
            let (own, hue) = chroma_and_hue(rgb);
            in_srgb(lightness, own.min(chroma * STRONGEST), hue)
        }
    }
}

/// Chroma and hue of a colour in OKLCH.
fn chroma_and_hue(rgb: [u8; 3]) -> (f64, f64) {
    let [r, g, b] = rgb.map(decode);
    let l = libm::cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = libm::cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = libm::cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
    let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
    (libm::sqrt(a * a + b * b), libm::atan2(b, a) * 180.0 / std::f64::consts::PI)
}

/// Eight bits of sRGB to linear light (IEC 61966-2-1).
fn decode(part: u8) -> f64 {
    let value = f64::from(part) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
}

/// Contrast of two colours (WCAG 2.2): 1 to 21.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let light = |rgb: [u8; 3]| {
        let [r, g, b] = rgb.map(decode);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn css([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// An OKLCH colour in sRGB, its chroma lowered until it fits.
fn in_srgb(lightness: f64, chroma: f64, hue: f64) -> [u8; 3] {
    let mut chroma = chroma;
    loop {
        let rgb = linear(lightness, chroma, hue);
        if chroma <= 0.0 || rgb.iter().all(|part| (0.0..=1.0).contains(part)) {
            return rgb.map(encode);
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
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    use super::*;

    fn can_be_read(accent: Accent) {
        for (token, ground, least) in
            [(BAND, WHITE, 9.0), (LINK, PAPER, 7.5), (NIGHT_BAND, WHITE, 9.0), (NIGHT_LINK, NIGHT_PAPER, 9.0)]
        {
            let found = contrast(fitted(accent, token), ground);
            assert!(found >= least, "{accent:?} {token:?}: {found}");
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

    fn rgb(hex: &str) -> [u8; 3] {
        [1, 3, 5].map(|at| u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap())
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
            let found = contrast(rgb(&tokens[mark]), rgb(&tokens[ground]));
            (found < least).then(|| format!("{mark} on {ground}: {found:.2}, not {least}"))
        });
        // What is focused has a ring of two tones, of which one shows on any ground.
        let ring = |ground: &&str| {
            ["ink", "sign"]
                .map(|tone| contrast(rgb(&tokens[tone]), rgb(&tokens[*ground])))
                .iter()
                .any(|found| *found >= 3.0)
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
                style(Accent::Hue(hue)).split('#').skip(1).map(|rest| format!("#{}", rest.get(..6).unwrap())).collect();
            let [accent, link, night_accent, night_link] = colours.as_slice() else { panic!("{colours:?}") };
            day.extend([("accent".to_owned(), accent.clone()), ("link".to_owned(), link.clone())]);
            night.extend([("accent".to_owned(), night_accent.clone()), ("link".to_owned(), night_link.clone())]);
            assert_eq!(weak(&day), Vec::<String>::new(), "by day, {hue}");
            assert_eq!(weak(&night), Vec::<String>::new(), "by night, {hue}");
        }
    }

    #[test]
    fn no_hue_can_fail() {
        (0..360).for_each(|hue| can_be_read(Accent::Hue(hue)));
    }

    proptest! {
        #[test]
        fn no_colour_can_fail(rgb in any::<[u8; 3]>()) {
            can_be_read(Accent::Colour(rgb));
        }
    }

    #[test]
    fn a_colour_gives_its_hue_and_a_grey_stays_grey() {
        let (chroma, hue) = chroma_and_hue([0x7a, 0x1f, 0x5c]);
        assert!((hue - (-17.9)).abs() < 3.0 && chroma > 0.1, "{chroma} {hue}");
        for grey in [0, 0x33, 0x80, 0xff] {
            let [r, g, b] = fitted(Accent::Colour([grey; 3]), BAND);
            assert!(r == g && g == b, "{grey}: {r} {g} {b}");
        }
        // The hue of what came out is the hue that was asked for.
        let hue = |rgb| chroma_and_hue(rgb).1;
        for rgb in [[0x7a, 0x1f, 0x5c], [0, 0x66, 0xcc], [0xff, 0xd0, 0]] {
            let apart = (hue(fitted(Accent::Colour(rgb), BAND)) - hue(rgb)).rem_euclid(360.0);
            assert!(apart.min(360.0 - apart) < 3.0, "{rgb:?} {apart}");
        }
        assert_eq!(in_srgb(1.0, 0.0, 10.0), [255; 3]);
        assert_eq!(in_srgb(0.0, 0.0, 10.0), [0; 3]);
        let words = accent_in_words(Accent::Colour([0x7a, 0x1f, 0x5c]));
        assert!(words.starts_with('#') && words.contains("to 1 on paper"), "{words}");
    }
}
