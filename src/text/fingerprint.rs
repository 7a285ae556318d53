use std::fmt;

/// A BLAKE3 hash of some bytes, 32 bytes long. Equal bytes have equal fingerprints on every
/// platform; it names assets, keys the memo tables and fills the manifest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of nothing that anybody knows: where a place must be filled and nothing may be
    /// believed.
    pub const UNKNOWN: Self = Self([0; 32]);

    /// The fingerprint of `bytes`.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(*blake3::hash(bytes.as_ref()).as_bytes())
    }

    /// All 64 hexadecimal digits, as the manifest writes it.
    pub fn hex(&self) -> String {
        // A manifest has tens of thousands of them.
        let digit = |four: u8| char::from(if four < 10 { b'0' + four } else { b'a' - 10 + four });
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// The first `digits` hexadecimal digits (at most 64), for file names.
    pub fn short(&self, digits: usize) -> String {
        let mut hex = self.hex();
        hex.truncate(digits);
        hex
    }

    /// The fingerprint that [`hex`](Self::hex) has written; `None` for any other text.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits: &[u8; 64] = hex.as_bytes().try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = four_bits(*high)? << 4 | four_bits(*low)?;
        }
        Some(Self(bytes))
    }

    /// The raw bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What a small hexadecimal digit stands for.
fn four_bits(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", self.short(12))
    }
}

/// Fingerprints several parts as one; each part is length-prefixed, so that `("ab", "c")` and
/// `("a", "bc")` differ.
#[derive(Default, Clone)]
pub struct Hasher(blake3::Hasher);

impl Hasher {
    /// An empty hasher.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one part.
    pub fn part(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The fingerprint of all parts so far.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint(*self.0.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_back() {
        let print = Fingerprint::of("words");
        assert_eq!(Fingerprint::from_hex(&print.hex()), Some(print));
        for bad in ["", "ab", &"g".repeat(64), &"A".repeat(64), &"+1".repeat(32), &"é".repeat(32)] {
            assert_eq!(Fingerprint::from_hex(bad), None, "{bad}");
        }
    }
}
