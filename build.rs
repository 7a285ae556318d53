//! Tells cargo what is embedded in the binary (the themes and the sample library), and gives the
//! program a name for this very state of its own sources and of its lock file, so that what one build of it left beside an
//! output is never taken for the work of another.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "this is how a build script speaks to cargo")]

use std::path::Path;

fn main() {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for path in ["themes", "content", "waypost.yaml", "src", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={path}");
        hash.path(Path::new(path));
    }
    println!("cargo::rustc-env=WAYPOST_BUILD={:016x}", hash.0);
}

/// FNV-1a, 64 bits: it only has to differ where sources differ by accident.
struct Hash(u64);

impl Hash {
    fn path(&mut self, path: &Path) {
        self.bytes(path.to_string_lossy().as_bytes());
        if let Ok(entries) = std::fs::read_dir(path) {
            let mut inner: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            inner.sort();
            inner.iter().for_each(|path| self.path(path));
        } else if let Ok(bytes) = std::fs::read(path) {
            self.bytes(&bytes);
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
