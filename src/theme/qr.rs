//! An address as a QR code, drawn as one path.

use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of white that scanners want on every side.
const QUIET: usize = 4;

/// A drawing of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawing {
    /// Width and height in modules, with the white around it.
    pub(super) size: usize,
    /// The dark modules as the data of an SVG path, one unit a module.
    pub(super) path: String,
}

/// Draws a text as a QR code that still reads with a seventh of it lost to folds and stains; nothing
/// for a text that is too long for any code.
pub(super) fn draw(text: &str) -> Option<Drawing> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|at| code.get_module(*at, y)).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", at(x), at(y)));
            }
            x += i32::try_from(run.max(1)).unwrap_or(1);
        }
    }
    Some(Drawing { size: at(code.size()) + QUIET, path })
}

/// A place with the white before it.
fn at(module: i32) -> usize {
    usize::try_from(module).unwrap_or(0) + QUIET
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a drawing as a scanner does, from pixels.
    fn read(drawing: &Drawing) -> String {
        const SCALE: usize = 4;
        let mut dark = vec![false; drawing.size * drawing.size];
        for run in drawing.path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let (length, rest) = rest.split_once('v').unwrap();
            assert_eq!(rest, format!("1h-{length}z"));
            (x..x + length.parse::<usize>().unwrap()).for_each(|x| dark[y * drawing.size + x] = true);
        }
        let pixel = |x: usize, y: usize| if dark[y / SCALE * drawing.size + x / SCALE] { 0 } else { 255 };
        let side = drawing.size * SCALE;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, pixel);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_scanner_reads_the_address() {
        let long = format!("https://library.example/{}/", "a-long-way/".repeat(60));
        for address in [
            "https://library.example/tools/urge-surfing/",
            "https://library.example/base/es/tools/x/",
            "https://library.example/tools/%D8%A3%D8%AF/",
            &long,
        ] {
            assert_eq!(read(&draw(address).unwrap()), address);
        }
    }

    #[test]
    fn what_fits_into_no_code_has_no_drawing() {
        assert_eq!(draw(&"x".repeat(3000)), None);
    }
}
