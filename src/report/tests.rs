use super::*;

fn table(rows: &[[&str; 2]]) -> Table {
    let cells = |row: &[&str; 2]| row.iter().map(|text| Cell::Text((*text).to_owned())).collect();
    Table::new(["entry", "review_due"], rows.iter().map(cells).collect())
}

#[test]
fn people_get_columns_below_a_head_line() {
    let mut table = table(&[["tools/a", "2026-11-01"], ["tools/longer", ""]]);
    table.columns.push("words".to_owned());
    table.rows.iter_mut().zip([7, 1200]).for_each(|(row, n)| row.push(Cell::Number(n)));
    let expect = "\
Entry         Review due  Words
------------  ----------  -----
tools/a       2026-11-01      7
tools/longer               1200
";
    assert_eq!(Report::from(table).to_text(), expect);
}

#[test]
fn long_words_go_on_below_and_numbers_stay_whole() {
    let long = "word ".repeat(60);
    let text = Report::from(table(&[["tools/a", long.trim_end()], ["tools/b", "y"]])).to_text();
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert_eq!(text.matches("word").count(), 60, "{text}");
    let address = "x".repeat(150);
    assert!(Report::from(table(&[[&address, "y"]])).to_text().contains(&address));
}

#[test]
fn a_report_is_headings_sentences_lists_and_tables() {
    let parts = vec![
        Part::Heading("Holes".to_owned()),
        Part::List(vec!["No tool serves “Hope”.".to_owned(), "long ".repeat(30).trim_end().to_owned()]),
        Part::Text("An\u{1b}[31m end.\n".to_owned()),
    ];
    let report = Report { parts, rows: table(&[]), object: Some(serde_json::json!({"holes": []})) };
    let long = "long ".repeat(19);
    let expect = format!(
        "Holes:\n- No tool serves “Hope”.\n- {}\n  {}\n\nAn [31m end. \n",
        long.trim_end(),
        "long ".repeat(11).trim_end()
    );
    assert_eq!(report.to_text(), expect);
    assert_eq!(report.to_json(), "{\"holes\":[]}\n");
}

#[test]
fn programs_get_rows_as_they_are() {
    let report = Report::from(table(&[["tools/a", "=1+1"]]));
    assert_eq!(report.to_json(), "{\"entry\":\"tools/a\",\"review_due\":\"=1+1\"}\n");
}

#[test]
fn a_spreadsheet_takes_nothing_for_a_formula() {
    let check = |text: &str, expect: &str| {
        let csv = Report::from(table(&[[text, ""]])).to_csv();
        assert_eq!(csv, format!("entry,review_due\r\n{expect},\r\n"));
    };
    check("=HYPERLINK(\"https://x.example\")", "\"'=HYPERLINK(\"\"https://x.example\"\")\"");
    for sign in ["=", "+", "-", "@", "\t", "＝"] {
        check(&format!("{sign}1"), &format!("'{sign}1"));
    }
    check("a, b", "\"a, b\"");
    check("say \"yes\"", "\"say \"\"yes\"\"\"");
    check("two\nlines", "\"two\nlines\"");
    check("a = b", "a = b");
    let number = Table::new(["n"], vec![vec![Cell::Number(3)]]);
    assert_eq!(Report::from(number).to_csv(), "n\r\n3\r\n");
}
