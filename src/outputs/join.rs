use std::collections::BTreeMap;

use crate::text::{OutputFile, clash_key};

/// How two claims stand in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// Both claim the very same path.
    Same,
    /// The paths differ only in case or in how Unicode spells them: one file on many systems.
    Alike,
    /// One path is a file where the other needs a folder.
    FileAndFolder,
}

/// Two outputs that cannot both be written. `T` is what the caller knows of an output's maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict<T> {
    /// What is wrong.
    pub clash: Clash,
    /// The path that stays, and who claims it: the earlier claim (of a file and a folder: the file's).
    pub kept: (String, T),
    /// The path that is left out, and who claims it.
    pub dropped: (String, T),
}

/// Puts the outputs of all makers together, each with what is known of its maker, sorted by path. Of two that are in each other's way
/// the one that came first is kept, so order the claims by weight: pages before copied files.
/// Whoever calls turns the conflicts into messages at the sources.
pub fn join<T: Clone>(claims: Vec<(OutputFile, T)>) -> (Vec<(OutputFile, T)>, Vec<Conflict<T>>) {
    let mut kept: BTreeMap<String, (OutputFile, T)> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (file, maker) in claims {
        let key = clash_key(&file.path);
        if let Some((first, first_maker)) = kept.get(&key) {
            let clash = if first.path == file.path { Clash::Same } else { Clash::Alike };
            let kept = (first.path.clone(), first_maker.clone());
            conflicts.push(Conflict { clash, kept, dropped: (file.path, maker) });
        } else {
            kept.insert(key, (file, maker));
        }
    }
    for (key, file_key) in blocked(&kept) {
        let Some((file, maker)) = kept.remove(&key) else { continue };
        if let Some((first, first_maker)) = kept.get(&file_key) {
            let kept = (first.path.clone(), first_maker.clone());
            conflicts.push(Conflict { clash: Clash::FileAndFolder, kept, dropped: (file.path, maker) });
        }
    }
    let mut files: Vec<(OutputFile, T)> = kept.into_values().collect();
    files.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    (files, conflicts)
}

/// Keys of files that lie below something that is itself a file, each with the topmost such file.
fn blocked<T>(kept: &BTreeMap<String, T>) -> Vec<(String, String)> {
    let above = |key: &String| {
        let folders = key.match_indices('/').filter_map(|(at, _)| key.get(..at));
        let file = folders.into_iter().find(|folder| kept.contains_key(*folder))?;
        Some((key.clone(), file.to_owned()))
    };
    kept.keys().filter_map(above).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths that stay, and conflicts as `clash kept dropped`; a claim's maker is its number.
    fn check(paths: &[&str], expect: &[&str], conflicts: &[(Clash, usize, usize)]) {
        let claims = paths.iter().enumerate().map(|(n, path)| (OutputFile::new(*path, ""), n)).collect();
        let (files, found) = join(claims);
        let files: Vec<&str> = files.iter().map(|(file, _)| file.path.as_str()).collect();
        assert_eq!(files, expect);
        let found: Vec<_> = found.iter().map(|one| (one.clash, one.kept.1, one.dropped.1)).collect();
        assert_eq!(found, conflicts);
    }

    #[test]
    fn outputs_are_sorted_and_two_never_share_a_path() {
        check(&["b", "a/index.html", "a.css"], &["a.css", "a/index.html", "b"], &[]);
        check(&["a", "b", "a"], &["a", "b"], &[(Clash::Same, 0, 2)]);
        check(&["About/index.html", "about/index.html"], &["About/index.html"], &[(Clash::Alike, 0, 1)]);
        check(&["caf\u{e9}/x", "cafe\u{301}/x"], &["caf\u{e9}/x"], &[(Clash::Alike, 0, 1)]);
        check(&["a/b/c", "a/b/d", "A"], &["A"], &[(Clash::FileAndFolder, 2, 0), (Clash::FileAndFolder, 2, 1)]);
        check(&["A/x", "a/y"], &["A/x", "a/y"], &[]);
    }
}
