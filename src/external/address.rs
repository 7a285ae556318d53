//! Which addresses are asked at all, and in which spelling.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Bytes of an address that is asked or believed.
const LONGEST: usize = 2_000;

/// An address as it is asked: without fragment, and without the name and password that it may hold.
/// Nothing where it is not one of the web.
pub(super) fn asked(written: &str) -> Option<Url> {
    if written.len() > LONGEST {
        return None;
    }
    let mut url = Url::parse(written).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return None;
    }
    url.set_fragment(None);
    // Fails only where there is no host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    (url.as_str().len() <= LONGEST).then_some(url)
}

/// Whether a host says by its name that it is this machine's or a private network's. What a name
/// stands for is looked at when it is resolved.
pub(super) fn is_private_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_private(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_private(IpAddr::V6(address)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            // RFC 6761, 6762 and 8375: names that mean nothing outside of one network.
            let own = ["localhost", "local", "internal", "home.arpa"];
            own.iter().any(|own| name.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        }
        None => true,
    }
}

/// Whether an address is not one of the public net (the special registries of RFC 6890).
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // Shared by a provider's customers, protocol assignments, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let [first, second, ..] = parts;
    // An address of the older kind in the newer one's clothes: mapped, translated (NAT64), 6to4.
    let [.., high, low] = parts;
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    let [_, _, third, ..] = parts;
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.to_ipv4_mapped().is_some_and(is_private_v4)
        || (first == 0x64 && second == 0xff9b && v4(high, low))
        || (first == 0x2002 && v4(second, third))
        || (first & 0xfe00) == 0xfc00
        || (first & 0xffc0) == 0xfe80
        || (first == 0x2001 && second == 0xdb8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_asked_without_what_is_the_readers() {
        let check = |written: &str, expect: Option<&str>| {
            assert_eq!(asked(written).as_ref().map(Url::as_str), expect, "{written}");
        };
        check("https://a.example/b#c", Some("https://a.example/b"));
        check("https://me:secret@a.example/", Some("https://a.example/"));
        check("https://bücher.example/ä b", Some("https://xn--bcher-kva.example/%C3%A4%20b"));
        for none in ["mailto:a@b.example", "https://", "/a", "", "ftp://a.example/", "javascript:alert(1)"] {
            check(none, None);
        }
        check(&format!("https://a.example/{}", "x".repeat(2_000)), None);
    }

    #[test]
    fn hosts_of_ones_own_are_known() {
        let own = [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "printer.local",
            "2130706433",
            "0x7f.1",
            "255.255.255.255",
            "192.0.2.1",
        ];
        for host in own {
            let url = asked(&format!("http://{host}/")).unwrap();
            assert!(is_private_host(&url), "{host}");
        }
        for host in ["8.8.8.8", "a.example", "notlocalhost", "[2600::1]", "100.128.0.1", "172.32.0.1", "192.1.0.1"] {
            let url = asked(&format!("http://{host}/")).unwrap();
            assert!(!is_private_host(&url), "{host}");
        }
    }
}
