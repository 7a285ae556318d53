/// The largest width or height that is believed.
const LARGEST: u32 = 100_000;

/// Width and height in pixels of a PNG, JPEG, GIF, WebP, AVIF or SVG image, read off its header;
/// `None` for anything else, for a damaged header, and for an SVG that states no size. An SVG's
/// size is that of its `width` and `height` in pixels, else of its `viewBox`, rounded up.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match imagesize::blob_size(bytes) {
        Ok(size) => (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?),
        Err(_) => svg_size(bytes)?,
    };
    let believable = (1..=LARGEST).contains(&width) && (1..=LARGEST).contains(&height);
    believable.then_some((width, height))
}

fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    // Comments and declarations before the root element are short in any real file.
    let head = bytes.get(..bytes.len().min(16_384))?;
    let head = String::from_utf8_lossy(head);
    let tag = root_tag(&head)?;
    let pixels = |name: &str| attribute(tag, name).and_then(|value| length(value.trim_end_matches("px")));
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some((width, height));
    }
    let view_box = attribute(tag, "viewBox")?;
    let mut numbers = view_box.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).skip(2);
    Some((length(numbers.next()?)?, length(numbers.next()?)?))
}

/// The root element's start tag without `<svg`, past comments, declarations and a doctype.
fn root_tag(head: &str) -> Option<&str> {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        if let Some(tag) = rest.strip_prefix("<svg") {
            let fits = tag.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
            return fits.then_some(tag).and_then(up_to_close);
        }
        let end = if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest.find('>')? + 1
        } else {
            return None;
        };
        rest = rest.get(end..)?.trim_start();
    }
}

/// The tag up to the `>` that closes it: one in quotes does not.
fn up_to_close(tag: &str) -> Option<&str> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return tag.get(..at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute of a start tag.
fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after.get(1..)?.split_once(quote)?;
        if name.trim() == wanted {
            return Some(value.trim());
        }
        rest = after;
    }
}

/// A length in pixels, rounded up; `None` for other units, percentages and nonsense.
fn length(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value: f64 = text.parse().ok()?;
    (plain && value > 0.0 && value <= f64::from(LARGEST)).then_some(value.ceil() as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], expect: Option<(u32, u32)>) {
        assert_eq!(image_size(bytes), expect, "{}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn headers_say_the_size() {
        check(b"GIF89a\x20\x00\x10\x00\x00\x00\x00\x00\x00\x00", Some((32, 16)));
        check(
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x02\x00\x00\x00",
            Some((640, 480)),
        );
        check(
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\
              \xff\xc0\x00\x11\x08\x00\x10\x00\x20\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9",
            Some((32, 16)),
        );
        check(
            b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00\x30\x01\x00\x9d\x01\x2a\x20\x00\x10\x00\x00\x00\x00\x00\x00\x00",
            Some((32, 16)),
        );
        check(b"GIF89a\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00", None);
        check(b"", None);
        check(b"words", None);
    }

    #[test]
    fn svg_states_a_size_or_a_view_box() {
        check(b"<svg width=\"24\" height='12.5px' xmlns=\"x\">", Some((24, 13)));
        check(b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- <svg width=\"1\" height=\"1\"> -->\n<!DOCTYPE svg>\n<svg viewBox=\"0 0 300,150\"/>", Some((300, 150)));
        check(b"<svg data-x='>' width = \"100%\" height=\"100%\" viewBox=\"0 0 8 4\">", Some((8, 4)));
        check(b"<svg stroke-width=\"3\">", None);
        check(b"<svg width=\"1e9\" height=\"1\">", None);
        check(b"<svg width=\"0\" height=\"1\">", None);
        check(b"<svgx width=\"1\" height=\"1\">", None);
        check(b"<html><svg width=\"1\" height=\"1\">", None);
        check(b"<svg width=\"1\" height=\"1\"", None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(start in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let starts: [&[u8]; 6] = [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8", b"\0\0\0\x18ftypavif"];
            let _ = image_size(&[starts[start], &bytes].concat());
        }
    }
}
