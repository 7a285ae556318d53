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

    #[test]
    fn grey_is_grey() {
        assert_eq!(hex(1.0, 0.0, 10.0), "#ffffff");
        assert_eq!(hex(0.0, 0.0, 10.0), "#000000");
    }
}
