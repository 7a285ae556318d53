use crate::config::BaseUrl;
use crate::text::OutputFile;

/// `robots.txt`: everything may be read, and where the sitemap is. Crawlers look for it at the
/// root of the host only, so a site below a path has to have its lines copied there.
pub fn robots(base: &BaseUrl) -> OutputFile {
    let text = format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", base.absolute("/sitemap.xml"));
    OutputFile::new("robots.txt", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_are_welcome() {
        let base = BaseUrl { origin: "https://library.example".into(), path: "/base/".into() };
        let text = "User-agent: *\nAllow: /\n\nSitemap: https://library.example/base/sitemap.xml\n";
        assert_eq!(robots(&base), OutputFile::new("robots.txt", text));
    }
}
