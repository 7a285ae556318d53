use super::super::verify::{Difference, VerifyError, verify};
use super::*;

/// Verifies the published tree with `CNAME` kept, and holds what it says against `expect`:
/// `changed a`.
fn check(bench: &Bench, expect: &[&str]) {
    let verified = verify(&bench.path("out"), &["CNAME".to_owned(), ".git".to_owned()]).unwrap();
    let shown = |Difference { path, kind }: &Difference| format!("{kind:?} {path}").to_lowercase();
    assert_eq!(verified.differences.iter().map(shown).collect::<Vec<_>>(), expect);
    assert_eq!(verified.is_exact(), expect.is_empty());
}

#[test]
fn every_difference_is_found() {
    let bench = Bench::new();
    bench.check(&[("a", "aaaa"), ("b/c", "c"), ("d", "d"), ("index.html", "1")], 4, 0, 0);
    let out = bench.path("out");
    check(&bench, &[]);
    fs::write(out.join("CNAME"), "mine").unwrap();
    fs::create_dir_all(out.join(".git/objects")).unwrap();
    fs::write(out.join(".git/HEAD"), "mine").unwrap();
    fs::write(out.join("b/.DS_Store"), "").unwrap();
    check(&bench, &[]);
    fs::write(out.join("a"), "bbbb").unwrap();
    fs::write(out.join("b/c"), "longer").unwrap();
    fs::remove_file(out.join("d")).unwrap();
    fs::create_dir_all(out.join("d")).unwrap();
    fs::remove_file(out.join("index.html")).unwrap();
    fs::write(out.join("b/x"), "").unwrap();
    fs::create_dir_all(out.join("z/empty")).unwrap();
    check(&bench, &["changed a", "changed b/c", "foreign b/x", "changed d", "missing index.html", "foreign z/empty"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_read_outside_the_folder() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    bench.check(&[("a", "secret"), ("b/c", "c")], 2, 0, 0);
    let out = bench.path("out");
    fs::create_dir(bench.path("elsewhere")).unwrap();
    fs::write(bench.path("elsewhere/a"), "secret").unwrap();
    fs::write(bench.path("elsewhere/c"), "c").unwrap();
    fs::remove_file(out.join("a")).unwrap();
    symlink(bench.path("elsewhere/a"), out.join("a")).unwrap();
    fs::remove_dir_all(out.join("b")).unwrap();
    symlink(bench.path("elsewhere"), out.join("b")).unwrap();
    check(&bench, &["changed a", "foreign b", "missing b/c"]);
    // A manifest that names it by a path is no way out either.
    let record = Manifest::of(&outputs(&[("x", "secret")])).to_file();
    let text = String::from_utf8(record.bytes).unwrap().replace("\"x\"", "\"../elsewhere/a\"");
    fs::remove_file(out.join("a")).unwrap();
    fs::remove_file(out.join("b")).unwrap();
    fs::write(out.join(MANIFEST_PATH), text).unwrap();
    let verified = verify(&out, &[]).unwrap();
    assert_eq!((verified.exact, verified.refused, verified.is_exact()), (0, 1, false));
    // The folder itself may be given by a link.
    symlink(&out, bench.path("link")).unwrap();
    assert_eq!(verify(&bench.path("link"), &[]).unwrap(), verified);
}

#[test]
fn without_a_manifest_there_is_nothing_to_compare() {
    let bench = Bench::new();
    assert!(matches!(verify(&bench.path("nowhere"), &[]), Err(VerifyError::NotFolder(_))));
    assert!(matches!(verify(&bench.path("site/waypost.yaml"), &[]), Err(VerifyError::NotFolder(_))));
    assert!(matches!(verify(&bench.path("site"), &[]), Err(VerifyError::NoManifest(_))));
    fs::write(bench.path("site").join(MANIFEST_PATH), "{").unwrap();
    assert!(matches!(verify(&bench.path("site"), &[]), Err(VerifyError::Manifest { .. })));
}
