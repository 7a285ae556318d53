use super::BaseUrl;
use super::types::encode_path;

/// Reads an absolute address of a site: `https://host[:port][/path/]`, no user, query or fragment.
/// The error is one sentence for the author.
pub fn parse(text: &str) -> Result<BaseUrl, String> {
    let (scheme, rest) = text.split_once("://").ok_or("`base_url` is not a whole address")?;
    if !matches!(scheme, "https" | "http") {
        return Err("`base_url` begins with something other than https:// or http://".to_owned());
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host_fits =
        !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    if !host_fits {
        return Err("`base_url` has no host name that can be used".to_owned());
    }
    if path.contains(['?', '#', '\\', '"', '<', '>']) || path.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("`base_url` has a query, a fragment or a character that no address takes".to_owned());
    }
    if path.split('/').any(|part| part == ".." || part == ".") {
        return Err("`base_url` has `..` in its path".to_owned());
    }
    let path = path.trim_matches('/');
    let mut encoded = String::from("/");
    if !path.is_empty() {
        encode_path(path, &mut encoded);
        encoded.push('/');
    }
    Ok(BaseUrl { origin: format!("{scheme}://{}", host.to_lowercase()), path: encoded })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let parsed = parse(text).ok();
        assert_eq!(parsed.as_ref().map(|base| (base.origin.as_str(), base.path.as_str())), expected, "{text}");
    }

    #[test]
    fn addresses_of_sites() {
        check("https://library.example/", Some(("https://library.example", "/")));
        check("https://Library.example", Some(("https://library.example", "/")));
        check("http://localhost:4400/a/b", Some(("http://localhost:4400", "/a/b/")));
        check("https://x.example/été/", Some(("https://x.example", "/%C3%A9t%C3%A9/")));
        for bad in
            ["library.example", "ftp://x", "https://", "https://x/?q", "https://x/../y", "https://a b/", "https://u@x/"]
        {
            check(bad, None);
        }
    }
}
