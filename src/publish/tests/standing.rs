use super::*;

impl Bench {
    /// Publishes `rendered` from bytes and `standing` from records only.
    fn stand(&self, rendered: &[(&str, &str)], standing: &[(&str, &str)]) -> Result<Changes, PublishError> {
        let records: Vec<ManifestFile> = outputs(standing).iter().map(ManifestFile::of).collect();
        publish(&self.target()?, &outputs(rendered), &records)
    }

    fn check_stands(&self, rendered: &[(&str, &str)], standing: &[(&str, &str)]) {
        let changes = self.stand(rendered, standing).unwrap();
        assert_eq!((changes.written, changes.unchanged), (rendered.len(), standing.len()));
        self.check_tree(&[rendered, standing].concat());
    }

    fn check_does_not_stand(&self, rendered: &[(&str, &str)], standing: &[(&str, &str)]) {
        let before = self.published();
        let error = self.stand(rendered, standing).unwrap_err();
        assert!(matches!(error, PublishError::NotStanding(_)), "{error}");
        assert_eq!(self.published(), before);
    }
}

#[test]
fn standing_files_stay_through_all_turns() {
    for bench in [Bench::new(), Bench::in_place(&[])] {
        bench.check(&[("index.html", "1"), ("a/index.html", "a"), ("b", "b")], 3, 0, 0);
        for text in ["2", "3", "4"] {
            bench.check_stands(&[("index.html", text)], &[("a/index.html", "a"), ("b", "b")]);
        }
        bench.check_stands(&[], &[("a/index.html", "a"), ("b", "b"), ("index.html", "4")]);
        bench.check_stands(&[("b/now/a/folder", "x")], &[("a/index.html", "a")]);
        bench.check_stands(&[], &[("a/index.html", "a")]);
    }
}

#[test]
fn what_does_not_stand_touches_nothing() {
    for bench in [Bench::new(), Bench::in_place(&[])] {
        bench.check_does_not_stand(&[("index.html", "1")], &[("a", "aaaa")]);
        bench.check(&[("index.html", "1"), ("a", "aaaa")], 2, 0, 0);
        bench.check_does_not_stand(&[("index.html", "2")], &[("a", "bbbb")]);
        bench.check_does_not_stand(&[("index.html", "2")], &[("a", "aaaa"), ("b", "")]);
        fs::write(bench.path("out/a"), "cut").unwrap();
        bench.check_does_not_stand(&[("index.html", "2")], &[("a", "aaaa")]);
        fs::remove_file(bench.path("out/a")).unwrap();
        bench.check_does_not_stand(&[("index.html", "2")], &[("a", "aaaa")]);
        bench.check(&[("index.html", "2"), ("a", "aaaa")], 2, 0, 0);
        bench.check_stands(&[("index.html", "3")], &[("a", "aaaa")]);
    }
    let bench = Bench::new();
    let twice = bench.stand(&[("a", "1")], &[("a", "1")]).unwrap_err();
    assert!(matches!(twice, PublishError::Name { fault: NameFault::Twice, .. }));
}

#[test]
fn where_links_fail_copies_are_checked() {
    use crate::disk::trouble::{Manner, Trouble, with};
    let manner = Manner { no_links: true, ..Manner::default() };
    let on_such_a_disk = |work: &(dyn Fn() + Sync)| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        pool.install(|| with(Trouble::None, 0, manner, work));
    };
    let bench = Bench::new();
    bench.check(&[("index.html", "1"), ("a", "aaaa")], 2, 0, 0);
    on_such_a_disk(&|| bench.check_stands(&[("index.html", "2")], &[("a", "aaaa")]));
    on_such_a_disk(&|| bench.check_stands(&[("index.html", "3")], &[("a", "aaaa")]));
    // Somebody else changed the published file and kept its length: a copy would spread it.
    fs::write(bench.path("out/a"), "evil").unwrap();
    fs::remove_dir_all(bench.path(".out.waypost")).unwrap();
    on_such_a_disk(&|| bench.check_does_not_stand(&[("index.html", "4")], &[("a", "aaaa")]));
}

#[test]
fn a_tree_that_is_as_listed_stands() {
    let bench = Bench::in_place(&["CNAME", ".well-known/acme"]);
    let (out, state) = (bench.path("out"), bench.path(".out.waypost"));
    let hash = |files: &[(&str, &str)]| Fingerprint::of(Manifest::of(&outputs(files)).to_file().bytes);
    let stands = |files| is_standing(&bench.target().unwrap(), hash(files));
    let files = [("a/index.html", "a"), ("index.html", "1")];
    assert!(!stands(&files), "nothing is there");
    bench.check(&files, 2, 0, 0);
    assert!(stands(&files));
    assert!(!stands(&[("index.html", "1")]));

    type Damage<'a> = &'a dyn Fn();
    let write = |path: &str, text: &str| {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), text).unwrap();
    };
    let damages: [Damage<'_>; 8] = [
        &|| write("index.html", "longer"),
        &|| fs::remove_file(out.join("a/index.html")).unwrap(),
        &|| write("stranger", ""),
        &|| write("a/stranger", ""),
        &|| fs::create_dir(out.join("empty")).unwrap(),
        &|| write(MANIFEST_PATH, "{}"),
        &|| write("waypost-manifest.json.new", ""),
        &|| fs::create_dir(state.join("outgoing")).unwrap(),
    ];
    for (number, damage) in damages.iter().enumerate() {
        damage();
        assert!(!stands(&files), "damage {number}");
        fs::remove_dir_all(&out).unwrap();
        fs::remove_dir_all(&state).unwrap();
        bench.try_publish(&files).unwrap();
        assert!(stands(&files));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("index.html", out.join("link")).unwrap();
        assert!(!stands(&files));
        fs::remove_file(out.join("link")).unwrap();
    }
    // What is kept, and what a file manager leaves, may be there.
    write("CNAME", "library.example");
    write(".well-known/acme/x", "x");
    write("a/.DS_Store", "x");
    assert!(stands(&files));
    write(".well-known/other", "x");
    assert!(!stands(&files));
}
