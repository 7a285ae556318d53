/// What a page may load: itself, from this site, and nothing else (CSP Level 3). `default-src
/// 'none'` refuses every kind of load that has no line of its own; no line allows inline script
/// or style, so a theme cannot use either.
const DIRECTIVES: &[(&str, &str)] = &[
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("media-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("worker-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
];

/// How a Content-Security-Policy reaches the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// In a `meta` element, where `frame-ancestors` is not allowed (it would be ignored with a
    /// complaint in the console).
    Meta,
    /// In a header.
    Header,
}

/// The Content-Security-Policy of every page, the same in both places.
pub fn content_security_policy(delivery: Delivery) -> String {
    let allowed = DIRECTIVES.iter().filter(|(name, _)| delivery == Delivery::Header || *name != "frame-ancestors");
    let directives: Vec<String> = allowed.map(|(name, value)| format!("{name} {value}")).collect();
    directives.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_one_thing_more_than_the_element() {
        let header = content_security_policy(Delivery::Header);
        let meta = content_security_policy(Delivery::Meta);
        assert_eq!(header, format!("{meta}; frame-ancestors 'none'"));
        assert!(meta.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{meta}");
        assert!(!header.contains("unsafe") && !header.contains('*') && !header.contains("data:"), "{header}");
    }
}
