use crate::diag::{Code, Diagnostic};
use crate::text::{SourceFile, SourcePath, Span};

use super::site::LARGEST_TEXT;

/// What is wrong with one file or folder of the site, before anybody looked at its words.
#[derive(Debug, Clone)]
pub enum Fault {
    /// A text file holds bytes that are not UTF-8.
    NotUtf8 {
        /// The file's beginning, up to a little past the first byte that is wrong; wrong bytes
        /// are shown as U+FFFD, so that a message can quote the line.
        shown: SourceFile,
        /// Offset of the first wrong byte, in the file and in `shown` alike.
        offset: usize,
        /// Whether the file looks like UTF-16, which Windows programs write as "Unicode".
        utf16: bool,
    },
    /// A text file is larger than [`LARGEST_TEXT`]; it was not read.
    TooLarge {
        /// The file.
        path: SourcePath,
        /// Its size in bytes.
        size: u64,
    },
    /// A file or folder cannot be read.
    Unreadable {
        /// The file.
        path: SourcePath,
        /// Why, as it follows "cannot be read:".
        reason: String,
    },
    /// A link leads out of the site folder; it was not followed.
    SymlinkOutside {
        /// The link.
        path: SourcePath,
    },
    /// A link leads from `static/`, all of which is published, to the sources; it was not followed.
    SymlinkToSources {
        /// The link.
        path: SourcePath,
    },
    /// A link leads into a folder that holds it, or links multiply without end.
    SymlinkLoop {
        /// The link.
        path: SourcePath,
    },
    /// A name cannot be used.
    NameInvalid {
        /// The path, with what cannot be shown as U+FFFD.
        path: SourcePath,
        /// Why.
        why: NameFault,
    },
}

/// Why a file's name cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// It is not UTF-8.
    NotUtf8,
    /// It holds a line end, a tab or another control character.
    Control,
    /// It holds a backslash, which is a folder separator on Windows.
    Backslash,
    /// Windows keeps the name for a device, so the site could not be unpacked there.
    Device,
}

impl Fault {
    /// The file or folder that is at fault.
    pub fn path(&self) -> &SourcePath {
        match self {
            Fault::NotUtf8 { shown, .. } => shown.path(),
            Fault::TooLarge { path, .. }
            | Fault::Unreadable { path, .. }
            | Fault::SymlinkOutside { path }
            | Fault::SymlinkToSources { path }
            | Fault::SymlinkLoop { path }
            | Fault::NameInvalid { path, .. } => path,
        }
    }

    /// What a message about the fault may quote, for [`crate::diag::Sources`].
    pub fn source(&self) -> Option<&SourceFile> {
        match self {
            Fault::NotUtf8 { shown, .. } => Some(shown),
            _ => None,
        }
    }

    /// The fault in the author's words.
    pub fn diagnostic(&self) -> Diagnostic {
        let path = self.path();
        let at_start = |code, message: String| Diagnostic::new(code, path, Span::default(), message);
        match self {
            Fault::NotUtf8 { shown, offset, utf16 } => {
                let length = shown.text().get(*offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                let span = Span::new(*offset, offset + length);
                let message = if *utf16 {
                    "this file is saved as UTF-16, and only UTF-8 can be read"
                } else {
                    "this is not UTF-8 text"
                };
                Diagnostic::new(Code::NotUtf8, path, span, message)
                    .help("open the file in an editor and save it again with the encoding UTF-8")
            }
            Fault::TooLarge { size, .. } => at_start(
                Code::FileTooLarge,
                format!("this file has {}, and a page can have {} at most", megabytes(*size), megabytes(LARGEST_TEXT)),
            )
            .help("split it into several entries, or put it in static/ to offer it as a download"),
            Fault::Unreadable { reason, .. } => {
                at_start(Code::FileUnreadable, format!("this cannot be read: {reason}"))
                    .help("see that the file is there and that you may read it")
            }
            Fault::SymlinkOutside { .. } => at_start(
                Code::SymlinkOutside,
                "this link leads out of the site folder, so it is not followed".to_owned(),
            )
            .help("copy what it leads to into the site folder"),
            Fault::SymlinkToSources { .. } => at_start(
                Code::SymlinkOutside,
                "this link leads from static/, which is published whole, into content/, so it is not followed"
                    .to_owned(),
            )
            .help("copy the files that should be published into static/"),
            Fault::SymlinkLoop { .. } => {
                at_start(Code::SymlinkLoop, "this link leads round in a circle".to_owned()).help("remove the link")
            }
            Fault::NameInvalid { why, .. } => {
                at_start(Code::FileNameInvalid, why.sentence().to_owned()).help("give the file another name")
            }
        }
    }
}

impl NameFault {
    fn sentence(self) -> &'static str {
        match self {
            NameFault::NotUtf8 => "this name is not UTF-8 text",
            NameFault::Control => "this name holds a character that cannot be shown",
            NameFault::Backslash => "this name holds a backslash, which separates folders on Windows",
            NameFault::Device => "this name is kept by Windows for a device, so the site could not be unpacked there",
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}
