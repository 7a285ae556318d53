//! Small files that outlive a build, beside the output folder. They may be lost, cut short or damaged
//! at any time: then they read as nothing.

use super::target::Target;
use crate::disk::{self, DiskError};
use crate::text::{Fingerprint, Hasher};

/// The first line of every such file.
const FIRST_LINE: &[u8] = b"waypost-state 1\n";

impl Target {
    /// What was kept beside the output folder by that name, as it was given to [`Target::keep`];
    /// nothing where it is missing or damaged, or cannot be read.
    pub fn recall(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = disk::read_file(&self.state().join(file_name(name)?)).ok()?;
        unseal(name, bytes)
    }

    /// Keeps bytes beside the output folder for a later build. A name is made of small letters,
    /// digits and hyphens.
    ///
    /// # Errors
    /// What the system says. The build is none the worse for it, so a caller may pass over it.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        let Some(file) = file_name(name) else { return Ok(()) };
        disk::create_folder(self.state())?;
        let place = self.state().join(&file);
        let beside = self.state().join(file + ".new");
        disk::remove_file(&beside)?;
        disk::write_new(&beside, &seal(name, bytes))?;
        disk::rename(&beside, &place)
    }
}

fn file_name(name: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (!name.is_empty() && name.bytes().all(plain)).then(|| format!("{name}.memo"))
}

/// Bytes with a header that tells whether they are whole and kept by that name.
fn seal(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut sealed = FIRST_LINE.to_vec();
    sealed.extend_from_slice(check(name, bytes).hex().as_bytes());
    sealed.push(b'\n');
    sealed.extend_from_slice(bytes);
    sealed
}

/// The bytes that were sealed by that name; nothing where anything about them is different.
fn unseal(name: &str, mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let header = FIRST_LINE.len() + 65;
    let (hex, rest) = sealed.strip_prefix(FIRST_LINE)?.split_at_checked(64)?;
    let hash = Fingerprint::from_hex(std::str::from_utf8(hex).ok()?)?;
    let bytes = rest.strip_prefix(b"\n")?;
    if check(name, bytes) != hash {
        return None;
    }
    sealed.drain(..header);
    Some(sealed)
}

fn check(name: &str, bytes: &[u8]) -> Fingerprint {
    Hasher::new().part(name).part(bytes).finish()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    fn target(top: &tempfile::TempDir) -> Target {
        fs::create_dir_all(top.path().join("site")).unwrap();
        Target::choose(&top.path().join("out"), &top.path().join("site")).unwrap()
    }

    #[test]
    fn what_is_kept_is_recalled() {
        let top = tempfile::tempdir().unwrap();
        let target = target(&top);
        assert_eq!(target.recall("parsed"), None);
        for bytes in [&b"one"[..], b"", b"two\nlines\0"] {
            target.keep("parsed", bytes).unwrap();
            assert_eq!(target.recall("parsed").as_deref(), Some(bytes));
        }
        // A file by another name, or from elsewhere, is not it.
        let state = top.path().join(".out.waypost");
        fs::copy(state.join("parsed.memo"), state.join("other.memo")).unwrap();
        fs::write(state.join("foreign.memo"), "waypost-state 1\nmine\n").unwrap();
        assert_eq!((target.recall("other"), target.recall("foreign")), (None, None));
        // What a killed build left half-written is in nobody's way.
        fs::write(state.join("parsed.memo.new"), "half").unwrap();
        target.keep("parsed", b"three").unwrap();
        assert_eq!(target.recall("parsed").unwrap(), b"three");
        for bad in ["", "../x", "a/b", "A", "a.b"] {
            target.keep(bad, b"x").unwrap();
            assert_eq!(target.recall(bad), None, "{bad}");
        }
        fs::remove_dir_all(&state).unwrap();
        assert_eq!(target.recall("parsed"), None);
        fs::write(&state, "in the way").unwrap();
        assert!(target.keep("parsed", b"x").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn damage_reads_as_nothing(bytes: Vec<u8>, at: prop::sample::Index, byte: u8, more in prop::collection::vec(any::<u8>(), 1..9)) {
            let whole = seal("x", &bytes);
            prop_assert_eq!(unseal("x", whole.clone()), Some(bytes));
            prop_assert_eq!(unseal("y", whole.clone()), None);
            let at = at.index(whole.len());
            let mut other = whole.clone();
            other[at] = byte;
            prop_assert!(other == whole || unseal("x", other).is_none());
            prop_assert_eq!(unseal("x", whole[..at].to_vec()), None);
            prop_assert_eq!(unseal("x", [&whole[..], &more].concat()), None);
            prop_assert_eq!(unseal("x", [&more, &whole[..]].concat()), None);
            let _ = unseal("x", more);
        }
    }
}
