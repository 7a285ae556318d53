use proptest::prelude::*;

use super::*;

fn apply(source: &SourceFile, edit: Option<Edit>) -> Option<String> {
    edit.and_then(|edit| edited(source.text(), &[&edit]))
}

fn set(text: &str, path: &str, value: &str) -> Option<String> {
    let source = SourceFile::new("content/articles/a.md", text);
    let path: Vec<&str> = path.split('.').collect();
    apply(&source, set_field(&source, &path, value))
}

fn add(text: &str, key: &str, item: &str) -> Option<String> {
    let source = SourceFile::new("content/articles/a.md", text);
    apply(&source, add_to_list(&source, key, item))
}

fn check(found: Option<String>, expect: &str) {
    assert_eq!(found.as_deref(), Some(expect));
}

#[test]
fn a_scalar_is_replaced_where_it_stands() {
    check(set("---\ntitle: A # c\n---\nx", "title", "B"), "---\ntitle: B # c\n---\nx");
    check(set("---\ntitle: \"A\"\n---\n", "title", "B \"b\""), "---\ntitle: \"B \\\"b\\\"\"\n---\n");
    check(set("---\ntitle: 'A'  \n---\n", "title", "It's"), "---\ntitle: 'It''s'  \n---\n");
    check(set("---\ntitle: A\n---\n", "title", "B: b"), "---\ntitle: \"B: b\"\n---\n");
    check(set("---\ntitle: A\n---\n", "title", "A"), "---\ntitle: A\n---\n");
    check(set("---\nt: |\n  A\n  B\nu: v\n---\n", "t", "C"), "---\nt: C\nu: v\n---\n");
    check(set("---\nt: >-\n  A\n\n\nu: v\n---\n", "t", "C"), "---\nt: C\n\n\nu: v\n---\n");
    check(set("---\nt: A\n  B\nu: v\n---\n", "t", "C"), "---\nt: C\nu: v\n---\n");
    check(set("---\nt: ~\n---\n", "t", "C"), "---\nt: C\n---\n");
    check(set("---\nt:\nu: v\n---\n", "t", "C"), "---\nt: C\nu: v\n---\n");
    check(set("---\nt:   # c\n---\n", "t", "C"), "---\nt: C   # c\n---\n");
}

#[test]
fn a_key_that_is_missing_is_added() {
    check(set("---\ntitle: A\n---\nx", "draft", "true"), "---\ntitle: A\ndraft: true\n---\nx");
    check(set("\u{feff}---\r\na: b\r\n---\r\nx", "c", "d"), "\u{feff}---\r\na: b\r\nc: d\r\n---\r\nx");
    check(set("---\n---\n", "c", "d"), "---\nc: d\n---\n");
    check(set("---\n# only\n---\n", "c", "d"), "---\n# only\nc: d\n---\n");
    check(set("---\na: |\n  b\n\n---\n", "c", "d"), "---\na: |\n  b\n\nc: d\n---\n");
    check(set("---\na: b\n---\n", "review.date", "2026-01-02"), "---\na: b\nreview: {date: 2026-01-02}\n---\n");
}

#[test]
fn mappings_keep_their_style() {
    let flow = "---\nreview: {date: 2026-01-01, by: x} # c\nz: 1\n---\n";
    check(set(flow, "review.date", "2026-02-02"), &flow.replace("2026-01-01", "2026-02-02"));
    check(set(flow, "review.signed", "w1:ab"), &flow.replace("by: x", "by: x, signed: w1:ab"));
    check(set(flow, "review.signed", "a, b"), &flow.replace("by: x", "by: x, signed: \"a, b\""));
    check(set("---\nr: {}\n---\n", "r.a", "b"), "---\nr: {a: b}\n---\n");
    check(set("---\nr: {a: 1,}\n---\n", "r.b", "2"), "---\nr: {a: 1, b: 2,}\n---\n");
    check(set("---\nr: {a: 1,\n    b: 2\n  }\n---\n", "r.c", "3"), "---\nr: {a: 1,\n    b: 2, c: 3\n  }\n---\n");
    check(set("---\nr:\n    a: 1 # c\n\nz: 1\n---\n", "r.b", "2"), "---\nr:\n    a: 1 # c\n    b: 2\n\nz: 1\n---\n");
    check(set("---\nr:\n  a: 1\n---\n", "r.b", "2"), "---\nr:\n  a: 1\n  b: 2\n---\n");
    check(set("---\nr:\n  a: |\n    x\n---\n", "r.b", "2"), "---\nr:\n  a: |\n    x\n  b: 2\n---\n");
    check(set("---\nr:\nz: 1\n---\n", "r.b", "2"), "---\nr: {b: 2}\nz: 1\n---\n");
    check(set("---\nr: {a: {b: c}}\n---\n", "r.x.y", "z"), "---\nr: {a: {b: c}, x: {y: z}}\n---\n");
}

#[test]
fn items_join_lists() {
    check(add("---\na: b\n---\n", "aliases", "/x/"), "---\na: b\naliases: [/x/]\n---\n");
    check(add("---\naliases: [/x/] # c\n---\n", "aliases", "/y/"), "---\naliases: [/x/, /y/] # c\n---\n");
    check(add("---\naliases: []\n---\n", "aliases", "/y/"), "---\naliases: [/y/]\n---\n");
    check(add("---\naliases: /x/\n---\n", "aliases", "/y/"), "---\naliases: [/x/, /y/]\n---\n");
    check(add("---\naliases:\nz: 1\n---\n", "aliases", "/y/"), "---\naliases: [/y/]\nz: 1\n---\n");
    check(add("---\naliases: /x/\n---\n", "aliases", "/x/"), "---\naliases: /x/\n---\n");
    check(
        add("---\na:\n  - /x/ # c\n  # d\nz: 1\n---\n", "a", "/y/"),
        "---\na:\n  - /x/ # c\n  - /y/\n  # d\nz: 1\n---\n",
    );
    check(add("---\na:\n- \"x\"\n---\n", "a", "y, z"), "---\na:\n- \"x\"\n- y, z\n---\n");
    check(add("---\r\na:\r\n- x\r\n---\r\n", "a", "y"), "---\r\na:\r\n- x\r\n- y\r\n---\r\n");
    check(add("---\na: [\n  /x/, # c\n]\n---\n", "a", "/y/"), "---\na: [\n  /x/, /y/, # c\n]\n---\n");
    check(add("---\na: [x]\n---\n", "a", "?p=1"), "---\na: [x, \"?p=1\"]\n---\n");
}

#[test]
fn what_cannot_be_done_safely_is_not_done() {
    for (text, path) in [
        ("no front matter", "a"),
        ("---\na: [\n---\n", "a"),
        ("---\na: 1\na: 2\n---\n", "b"),
        ("---\na: [1]\n---\n", "a"),
        ("---\na: {b: 1}\n---\n", "a"),
        ("---\na: 1\n---\n", "a.b"),
        ("---\na: &x 1\nb: *x\n---\n", "a"),
        ("---\na: &x {b: 1}\nc: *x\n---\n", "a.d"),
        ("---\na: &x {b: 1}\nc: *x\n---\n", "c.d"),
    ] {
        assert_eq!(set(text, path, "2"), None, "{text:?}");
    }
    assert_eq!(add("---\na: {b: 1}\n---\n", "a", "2"), None);
}

#[test]
fn whole_files_of_yaml() {
    let source = SourceFile::new("waypost.yaml", "title: A\ntheme:\n  name: b");
    let set = |path: &[&str], value: &str| apply(&source, set_field(&source, path, value)).unwrap();
    assert_eq!(set(&["theme", "accent"], "red"), "title: A\ntheme:\n  name: b\n  accent: red");
    assert_eq!(set(&["lang"], "no"), "title: A\ntheme:\n  name: b\nlang: \"no\"");
}

/// A scalar as authors write it: plain, quoted, a block, or nothing.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][a-z0-9 :#,'\"é-]{0,12}[a-z0-9]",
        "\"[a-z ,:#{}é\\[\\]]{0,12}\"",
        "'[a-z ,:#{}\"]{0,12}'",
        Just(String::new()),
        Just("~".to_owned()),
        "[a-z]{1,5}".prop_map(|word| format!("|\n    {word}\n\n    {word}")),
        "[a-z]{1,5}".prop_map(|word| format!("&{word} {word}")),
    ]
}

/// A field with its comment, list, or mapping.
fn field() -> impl Strategy<Value = String> {
    let items = || proptest::collection::vec("[a-z/][a-z0-9/]{0,5}", 0..4);
    prop_oneof![
        (value(), "( +# [a-z]{0,5}| *)").prop_map(|(value, after)| match value.contains('\n') {
            true => format!(" {value}"),
            false => format!(" {value}{after}"),
        }),
        (items(), "(, ?|,\n   )", ",?").prop_map(|(items, comma, last)| match items.is_empty() {
            true => " []".to_owned(),
            false => format!(" [{}{last}]", items.join(&comma)),
        }),
        (items(), 0..4_usize, "( # x)?").prop_map(|(items, indent, after)| {
            items.iter().map(|item| format!("\n{}- {item}{after}", " ".repeat(indent))).collect()
        }),
        proptest::collection::btree_map("[ab]", "[a-z0-9]{1,4}", 0..3).prop_map(|map| format!(
            " {{{}}}",
            map.iter().map(|(k, v)| format!("{k}: {v}")).collect::<Vec<_>>().join(", ")
        )),
        (proptest::collection::btree_map("[ab]", value(), 1..3), 1..5_usize).prop_map(|(map, indent)| {
            map.iter().map(|(k, v)| format!("\n{}{k}: {v}", " ".repeat(indent))).collect()
        }),
    ]
}

fn front_matter() -> impl Strategy<Value = String> {
    let fields = proptest::collection::btree_map("[abc]", field(), 0..4);
    (fields, "(# [a-z]{0,3}\n|\n)?", any::<bool>(), any::<bool>(), "[a-z\n-]{0,9}").prop_map(
        |(fields, extra, crlf, mark, body)| {
            let fields: String = fields.iter().map(|(key, value)| format!("{key}:{value}\n{extra}")).collect();
            let text = format!("---\n{fields}---\n{body}");
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            if mark { format!("\u{feff}{text}") } else { text }
        },
    )
}

/// Holds an edit against the promise: only the bytes of its span went, and the rest says the same.
fn keeps_the_rest(source: &SourceFile, edit: &Edit, path: &[&str]) -> Result<(), TestCaseError> {
    let after = SourceFile::new(source.path().as_str(), edited(source.text(), &[edit]).unwrap());
    let (before, after) = (Yaml::of(source).unwrap(), Yaml::of(&after).unwrap().root);
    for (name, node) in before.root.entries() {
        let now = after.get(&name.value);
        if path.first() != Some(&name.value.as_str()) {
            prop_assert!(now.is_some_and(|now| is_alike(now, node)), "{:?} {edit:?}", source.text());
        }
        for (inner, node) in node.entries().iter().filter(|(inner, _)| path.get(1) != Some(&inner.value.as_str())) {
            prop_assert!(now.and_then(|now| now.get(&inner.value)).is_some_and(|now| is_alike(now, node)));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_field_is_set_and_nothing_else(text in front_matter(), path in "[abcd](\\.[abc])?", new in "\\PC{0,8}") {
        let source = SourceFile::new("a.md", text);
        let path: Vec<&str> = path.split('.').collect();
        if let Some(edit) = set_field(&source, &path, &new) {
            let after = SourceFile::new("a.md", edited(source.text(), &[&edit]).unwrap());
            let root = Yaml::of(&after).unwrap().root;
            let found = path.iter().try_fold(&root, |node, key| node.get(key));
            prop_assert_eq!(found.and_then(Node::text), Some(&*new));
            keeps_the_rest(&source, &edit, &path)?;
            prop_assert_eq!(set_field(&after, &path, &new).map(|edit| edit.text), Some(String::new()));
        }
    }

    #[test]
    fn an_item_is_added_and_nothing_else(text in front_matter(), key in "[abcd]", new in "\\PC{1,8}") {
        let source = SourceFile::new("a.md", text);
        if let Some(edit) = add_to_list(&source, &key, &new) {
            keeps_the_rest(&source, &edit, &[&key])?;
        }
    }

    /// What authors write is nearly always such that it can be done.
    #[test]
    fn refusals_have_a_reason(text in front_matter(), new in "[a-z/]{1,8}") {
        let source = SourceFile::new("a.md", text);
        if let Some(yaml) = Yaml::of(&source) {
            prop_assert!(set_field(&source, &["d"], &new).is_some(), "{:?}", source.text());
            prop_assert!(add_to_list(&source, "d", &new).is_some(), "{:?}", source.text());
            let repeated = source.text().contains('&');
            for (key, node) in yaml.root.entries() {
                let done = add_to_list(&source, &key.value, &new).is_some();
                prop_assert!(done || repeated || matches!(node.value, Value::Map(_)), "{} {:?}", key.value, source.text());
            }
        }
    }

    #[test]
    fn nothing_panics(text in "(---\n)?[a-c:\\-{}\\[\\]|>&*#~\"', \n\r\u{feff}é]{0,30}(\n---\n)?", item in "\\PC{0,4}") {
        let source = SourceFile::new("a.md", text);
        let _ = set_field(&source, &["a", "b"], &item);
        let _ = set_field(&source, &[], &item);
        let _ = add_to_list(&source, "a", &item);
    }
}
