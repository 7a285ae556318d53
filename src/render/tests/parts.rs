//! Several bodies on one page: each as if it stood alone.

use super::*;

const FULL: &str = "See[^a] and[^a].\n\n## Part\n\n[down](#part)\n\n:::question\nWhy?\n:::\n\n#### Deep\n\n<p id=x>Raw.</p>\n\n\
                    ![A](x.png)\n\n[^a]: Note.\n";

fn set(markdown: &str, prefix: &str, lower: u8) -> String {
    let mut view = view(markdown);
    view.setting = Setting { prefix: prefix.to_owned(), lower, is_for_paper: true };
    for id in &mut view.heading_ids {
        id.insert_str(0, prefix);
    }
    body(&view, &Words::default(), &help(), &Highlighter::new()).html
}

#[test]
fn headings_stand_below_the_title_of_their_part() {
    let html = set(FULL, "wp-3-", 2);
    assert!(html.contains("<h4 id=\"wp-3-part\">Part <a class=\"anchor\" href=\"#wp-3-part\""), "{html}");
    assert!(html.contains("<h6 id=\"wp-3-deep\">") && html.contains("</h6>"), "{html}");
    assert!(set("## A\n\n###### B\n", "wp-3b-", 3).contains("<h6 id=\"wp-3b-b\">"));
    assert_eq!(set(FULL, "", 0).matches("<h2 id=\"part\">").count(), 1);
}

#[test]
fn pictures_of_a_page_for_paper_do_not_wait() {
    assert!(!set(FULL, "", 0).contains("loading="));
    assert!(body(&view(FULL), &Words::default(), &help(), &Highlighter::new()).html.contains("loading=\"lazy\""));
}

/// A heading may be called like an id that rendering adds.
#[test]
fn no_two_parts_share_an_id_whatever_they_hold() {
    let traps = [
        "## wp-fn-1\n\n## fn 1\n\n## wp b1\n\n## b1\n\n## 3 part {#3-part}\n",
        FULL,
        "## Part {#part}\n\n## wp-3-part {#wp-3-part}\n",
    ];
    let mut page = String::new();
    for (prefix, lower) in [("", 0), ("wp-1-", 2), ("wp-3-", 2), ("wp-3a-", 3), ("wp-3b-", 3), ("wp-33-", 2)] {
        page.push_str(&set(&traps.concat(), prefix, lower));
    }
    well_formed::assert(&page, "all traps in six parts");
    for to in
        page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).filter(|to| to.contains("wp-fn"))
    {
        assert!(page.contains(&format!(" id=\"{to}\"")), "#{to}");
    }
}

proptest::proptest! {
    #[test]
    fn ids_of_parts_never_meet(one in ".{0,80}", two in "(## [a-z0-9 -]{1,8}\n\n|x\\[\\^[ab]\\]\n\n|\\[\\^[ab]\\]: y\n\n|:::note\nz\n:::\n){0,12}") {
        let markdown = format!("{two}{one}");
        let page: String = ["", "wp-1-", "wp-2a-", "wp-2b-"].iter().map(|prefix| set(&markdown, prefix, 2)).collect();
        well_formed::assert(&page, &markdown);
    }
}
