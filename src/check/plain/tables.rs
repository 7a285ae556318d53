//! Tables whose columns are not named, and rows that lose a cell.

use super::Page;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(page: &mut Page<'_>) {
    let path = page.entry.path();
    let nameless = "name each column in the first row: screen readers say the name with every cell";
    for table in &page.passages.tables {
        let is_nameless = table.head.iter().all(|(_, is_empty)| *is_empty);
        if table.head.len() == 1 && !is_nameless {
            let message = "this table has one column only";
            let complaint = Diagnostic::new(Code::TableColumn, path, table.span, message);
            page.complaints.push(complaint.help("write it as a list: each line begins with a hyphen"));
        }
        if is_nameless {
            let message = "no column of this table has a name";
            page.complaints.push(Diagnostic::new(Code::TableHeader, path, table.span, message).help(nameless));
        } else {
            // The corner above the names of rows may be empty.
            for (span, _) in table.head.iter().skip(1).filter(|(_, is_empty)| *is_empty) {
                let message = "this column of the table has no name";
                page.complaints.push(Diagnostic::new(Code::TableHeader, path, *span, message).help(nameless));
            }
        }
        for span in &table.lost {
            let message = "this cell stands beyond the table's last column, so no page shows it";
            let help = "give the table one more column, or put a backslash before a bar that is part of the text";
            page.complaints.push(Diagnostic::new(Code::TableRow, path, *span, message).help(help));
        }
    }
    for span in &page.passages.headless {
        let message = "this table has no header cells";
        let help = "write the cells that name a column or a row as <th> instead of <td>";
        page.complaints.push(Diagnostic::new(Code::TableHeader, path, *span, message).help(help));
    }
}
