//! `entries/<n>.json`: what scripts can look up of an address: the entry's name, or where it moved.
//!
//! A script has addresses that a reader has kept, for months perhaps, and asks the site what is there
//! now. So that it need not load the whole catalogue, addresses are sorted into a power of two of files by
//! the last bits of their FNV-1a hash (32 bits, of the address in UTF-8). A file is one JSON object:
//!
//! ```json
//! {
//! "/2019/old-name/":"/tools/x/",
//! "/tools/x/":["X","tool",10,"en"]
//! }
//! ```
//!
//! Addresses are those of pages, below the path of `base_url`, with a leading slash, not encoded. An
//! entry's is followed by its name, kind, minutes and language; an old one by the address that it
//! leads to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::text::OutputFile;
use crate::view::{EntryRow, RowOf};

/// Writes `shards` files, a power of two, empty ones among them: what is asked for is always there.
/// Where an entry stands at another's old address, the entry is what is there.
pub fn entries(rows: &[EntryRow], shards: usize) -> Vec<OutputFile> {
    let mut files: Vec<BTreeMap<String, Value>> = vec![BTreeMap::new(); shards.max(1)];
    let mut put = |route: String, value: Value, is_entry: bool| {
        let file = files.get_mut(shard_of(&route, shards));
        let Some(file) = file.filter(|file| is_entry || !file.contains_key(&route)) else { return };
        file.insert(route, value);
    };
    for row in rows {
        match &row.is {
            RowOf::Entry { title, kind, minutes, lang } => {
                put(row.route.clone(), json!([title, kind, minutes, lang]), true);
            }
            RowOf::Moved(to) => put(row.route.clone(), json!(to), false),
        }
    }
    files.iter().enumerate().map(|(at, file)| OutputFile::new(format!("entries/{at}.json"), text(file))).collect()
}

/// One address a line, so that two builds can be compared.
fn text(rows: &BTreeMap<String, Value>) -> String {
    let lines: Vec<String> = rows.iter().map(|(route, value)| format!("{}:{value}", json!(route))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The file that an address belongs to.
fn shard_of(route: &str, shards: usize) -> usize {
    let hash = route.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize & (shards.max(1) - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(route: &str) -> EntryRow {
        let is = RowOf::Entry { title: "A \"title\"".into(), kind: "tool".into(), minutes: 10, lang: "en".into() };
        EntryRow { route: route.into(), is }
    }

    fn moved(from: &str, to: &str) -> EntryRow {
        EntryRow { route: from.into(), is: RowOf::Moved(to.into()) }
    }

    fn check(rows: &[EntryRow], expect: &str) {
        let files = entries(rows, 1);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].path, "entries/0.json");
        assert_eq!(std::str::from_utf8(&files[0].bytes).unwrap(), expect);
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // From the test vectors of the authors.
        let all = 1 << 31;
        assert_eq!(shard_of("", all), 0x811c_9dc5 & (all - 1));
        assert_eq!(shard_of("a", all), 0xe40c_292c & (all - 1));
        assert_eq!(shard_of("foobar", all), 0xbf9c_f968 & (all - 1));
    }

    #[test]
    fn entries_and_old_addresses_stand_by_address() {
        check(&[], "{\n\n}\n");
        check(
            &[entry("/tools/x/"), moved("/2019/café/", "/tools/x/")],
            "{\n\"/2019/café/\":\"/tools/x/\",\n\"/tools/x/\":[\"A \\\"title\\\"\",\"tool\",10,\"en\"]\n}\n",
        );
    }

    #[test]
    fn an_entry_goes_before_an_old_address() {
        check(
            &[moved("/x/", "/y/"), entry("/x/"), moved("/x/", "/z/")],
            "{\n\"/x/\":[\"A \\\"title\\\"\",\"tool\",10,\"en\"]\n}\n",
        );
    }

    proptest! {
        #[test]
        fn every_address_is_in_its_own_file(routes in prop::collection::vec("/\\PC{0,12}/", 1..40), power in 0_u32..6) {
            let shards = 1_usize << power;
            let files = entries(&routes.iter().map(|route| entry(route)).collect::<Vec<_>>(), shards);
            prop_assert_eq!(files.len(), shards);
            for route in &routes {
                let rows: Value = serde_json::from_slice(&files[shard_of(route, shards)].bytes).unwrap();
                prop_assert_eq!(&rows[route][1], "tool");
            }
        }
    }
}
