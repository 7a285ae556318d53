//! Who may ask for what: every request is held against these rules before anything else.
//!
//! The preview stands on the editor's own machine, where any web page that is open in the browser
//! can send it requests. What such a page must not do: read drafts (by another name for this
//! machine, by including files as scripts, by a cross-site request), or make the preview do
//! anything (it only answers GET and HEAD).

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, Method, Uri, header};

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Only GET and HEAD are answered.
    Method,
    /// It was meant for another server, or does not say for which.
    Host,
    /// It comes from another site.
    Origin,
    /// The address is not one that a page of the site can have.
    Address,
    /// It brings a body.
    Body,
}

/// Holds requests against the address that the preview listens at.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    address: SocketAddr,
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

impl Guard {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Checks all but the address's path.
    pub(super) fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Err(Refusal::Method);
        }
        // `GET http://host/path` is a request to a proxy; its host counts like the header.
        if let Some(authority) = uri.authority()
            && !(uri.scheme_str() == Some("http") && self.is_own(authority.as_str()))
        {
            return Err(Refusal::Host);
        }
        match one(headers, &header::HOST) {
            Some(host) if self.is_own(host) => {}
            _ => return Err(Refusal::Host),
        }
        if headers.contains_key(header::TRANSFER_ENCODING)
            || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0")
        {
            return Err(Refusal::Body);
        }
        self.check_origin(headers)
    }

    fn check_origin(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if headers.contains_key(header::ORIGIN) {
            let origin = one(headers, &header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
            return if origin.is_some_and(|host| self.is_own(host)) { Ok(()) } else { Err(Refusal::Origin) };
        }
        // Browsers say where a request comes from. `none`: typed in, or a bookmark.
        match one(headers, &SEC_FETCH_SITE) {
            None if headers.contains_key(SEC_FETCH_SITE) => Err(Refusal::Origin),
            None | Some("same-origin" | "none") => Ok(()),
            // A link from elsewhere may lead here: the page is shown, and whoever links sees nothing.
            Some(_) => {
                let is = |name: &HeaderName, value: &str| one(headers, name) == Some(value);
                let is_visit = is(&SEC_FETCH_MODE, "navigate") && is(&SEC_FETCH_DEST, "document");
                if is_visit { Ok(()) } else { Err(Refusal::Origin) }
            }
        }
    }

    /// Whether `host:port` names this preview. A name that somebody else's name server answers for
    /// could be any page's own host; numbers and `localhost` cannot.
    fn is_own(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !name.is_empty() && !port.ends_with(']') => (name, port),
            _ => (host, "80"),
        };
        if port != self.address.port().to_string() {
            return false;
        }
        let number = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
        let bracketed = name.starts_with('[');
        match number.parse::<IpAddr>() {
            Ok(ip) if ip.is_ipv6() != bracketed => false,
            Ok(ip) if self.address.ip().is_loopback() => ip.is_loopback(),
            Ok(ip) => ip.is_loopback() || self.address.ip().is_unspecified() || ip == self.address.ip(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// Whether a page of another site leads here: only what is a page itself may be shown then.
pub(super) fn is_visit(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::ORIGIN)
        && one(headers, &SEC_FETCH_SITE).is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// The value of a header that is there exactly once.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// The path of a request, decoded once, with a leading slash. Refused is whatever could mean another
/// path to somebody else: empty parts, `.` and `..`, encoded slashes, backslashes, control
/// characters, and what is no UTF-8.
pub(super) fn path(uri: &Uri) -> Result<String, Refusal> {
    let written = uri.path();
    if !written.starts_with('/') {
        return Err(Refusal::Address);
    }
    let bytes = written.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        if *byte != b'%' {
            decoded.push(*byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(*digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(), digit()) else { return Err(Refusal::Address) };
        let byte = u8::try_from(high * 16 + low).unwrap_or(0);
        if matches!(byte, b'/' | b'\\') {
            return Err(Refusal::Address);
        }
        decoded.push(byte);
    }
    let path = String::from_utf8(decoded).map_err(|_| Refusal::Address)?;
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return Err(Refusal::Address);
    }
    let inner = path.trim_start_matches('/');
    let parts = || inner.split('/');
    let last = parts().count() - 1;
    let odd = |(at, part): (usize, &str)| matches!(part, "." | "..") || (part.is_empty() && at != last);
    if path.starts_with("//") || parts().enumerate().any(odd) {
        return Err(Refusal::Address);
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(address: &str) -> Guard {
        Guard::new(address.parse().unwrap())
    }

    fn check(address: &str, headers: &[(&str, &str)], expect: Result<(), Refusal>) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        let found = guard(address).check(&Method::GET, &Uri::from_static("/"), &map);
        assert_eq!(found, expect, "{headers:?}");
    }

    #[test]
    fn only_its_own_names_are_answered_to() {
        let loopback = "127.0.0.1:4400";
        for host in ["127.0.0.1:4400", "localhost:4400", "LOCALHOST:4400", "[::1]:4400", "127.0.0.2:4400"] {
            check(loopback, &[("host", host)], Ok(()));
        }
        for host in [
            "",
            "localhost",
            "localhost:80",
            "localhost:+4400",
            "localhost:04400",
            "localhost:4400.",
            "localhost.:4400",
            "localhost.evil.example:4400",
            "evil.example:4400",
            "user@localhost:4400",
            "::1:4400",
            "[127.0.0.1]:4400",
            "192.168.1.7:4400",
            "0.0.0.0:4400",
            "[::1]",
            ":4400",
        ] {
            check(loopback, &[("host", host)], Err(Refusal::Host));
        }
        check(loopback, &[], Err(Refusal::Host));
        check(loopback, &[("host", loopback), ("host", loopback)], Err(Refusal::Host));
        check("0.0.0.0:80", &[("host", "192.168.1.7")], Ok(()));
        check("0.0.0.0:80", &[("host", "library.example")], Err(Refusal::Host));
        check("192.168.1.7:4400", &[("host", "192.168.1.8:4400")], Err(Refusal::Host));
    }

    #[test]
    fn other_sites_may_lead_here_and_read_nothing() {
        let own = ("host", "localhost:4400");
        let from = |more: &[(&'static str, &'static str)], expect| {
            let headers: Vec<_> = [own].into_iter().chain(more.iter().copied()).collect();
            check("127.0.0.1:4400", &headers, expect);
        };
        from(&[("origin", "http://localhost:4400")], Ok(()));
        for origin in ["null", "https://localhost:4400", "http://localhost:4401", "http://evil.example", ""] {
            from(&[("origin", origin)], Err(Refusal::Origin));
        }
        from(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")], Ok(()));
        from(&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], Ok(()));
        let visit = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        from(&visit, Ok(()));
        for (mode, dest) in [("no-cors", "script"), ("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")] {
            for site in ["cross-site", "same-site"] {
                let headers = [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)];
                from(&headers, Err(Refusal::Origin));
            }
        }
    }

    #[test]
    fn nothing_but_get_and_head_is_answered() {
        let headers: HeaderMap = [(header::HOST, "localhost:4400".parse().unwrap())].into_iter().collect();
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let found = guard("127.0.0.1:4400").check(&method, &Uri::from_static("/"), &headers);
            assert_eq!(found, Err(Refusal::Method), "{method}");
        }
    }

    fn check_path(written: &str, expect: Option<&str>) {
        let Ok(uri) = written.parse::<Uri>() else {
            assert_eq!(expect, None, "{written}");
            return;
        };
        assert_eq!(path(&uri).ok().as_deref(), expect, "{written}");
    }

    #[test]
    fn a_path_means_one_thing() {
        check_path("/", Some("/"));
        check_path("/tools/a/?x=../..", Some("/tools/a/"));
        check_path("/caf%C3%A9/", Some("/café/"));
        check_path("/a%20b.pdf", Some("/a b.pdf"));
        check_path("/...", Some("/..."));
        for bad in [
            "/..",
            "/../x",
            "/a/../b",
            "/a/..",
            "/./a",
            "/a/.",
            "//",
            "//evil.example/",
            "/a//b",
            "/%2e%2e/x",
            "/%2E./x",
            "/a%2fb",
            "/a%5Cb",
            "/%00",
            "/a%0d%0ab",
            "/%c0%ae%c0%ae/",
            "/%ff",
            "/%",
            "/%4",
            "/%zz",
            "/a%2",
        ] {
            check_path(bad, None);
        }
    }
}
