use crate::text::OutputFile;

/// A file of the preview's own.
pub fn preview_asset(_path: &str) -> Option<OutputFile> {
    None
}

/// A page that only says something.
pub fn preview_message(title: &str, text: &str) -> String {
    format!("<title>{title}</title><p>{text}</p>")
}
