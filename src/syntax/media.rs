//! Films and sounds by their names and addresses: files that browsers play, and films at other
//! sites, which a page can only name and link to.

/// What a browser plays a file as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// Pictures that move, mostly with sound.
    Video,
    /// Sound alone.
    Audio,
}

/// What a file is played as, by the ending of its name; nothing for files that are not played.
pub fn media_kind(path: &str) -> Option<MediaKind> {
    let (_, suffix) = path.rsplit_once('.')?;
    let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(suffix));
    match () {
        () if is(&["mp4", "webm", "ogv"]) => Some(MediaKind::Video),
        () if is(&["mp3", "ogg", "opus", "m4a", "wav"]) => Some(MediaKind::Audio),
        () => None,
    }
}

/// A film at a site that shows films.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Film {
    /// What the site is called: `YouTube`; its host where it is one of many.
    pub site: String,
    /// The host that the link opens: `www.youtube.com`.
    pub host: String,
    /// The film's own page there, without what only follows its viewers.
    pub url: String,
}

/// The film that an address of the web stands for, in any of the forms in which sites hand their
/// addresses out. Nothing for every other address, and for one that only looks so: another host, a
/// name or a port before the path, characters that no film's name has.
pub fn film(address: &str) -> Option<Film> {
    let address = address.trim();
    let rest = match address.split_once("//")? {
        ("", rest) => rest,
        (scheme, rest) if ["https:", "http:"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) => rest,
        _ => return None,
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let is_host = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if !is_host || !host.contains('.') {
        return None;
    }
    let query = Query { query, fragment };
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let plain = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
    match plain {
        "youtube.com" | "music.youtube.com" | "youtube-nocookie.com" | "youtu.be" => youtube(plain, &parts, &query),
        "vimeo.com" | "player.vimeo.com" => vimeo(&parts, &query),
        "dailymotion.com" | "geo.dailymotion.com" | "dai.ly" => dailymotion(plain, &parts, &query),
        _ => peertube(host, &parts),
    }
}

/// What stands behind an address's path.
struct Query<'a> {
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Query<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Where in the film it begins: `90`, `90s`, `1m30s`.
    fn start(&self) -> Option<&'a str> {
        let given = self.get("t").or_else(|| self.get("start")).or_else(|| self.fragment.strip_prefix("t="))?;
        let fits = |b: u8| b.is_ascii_digit() || matches!(b, b'h' | b'm' | b's');
        (!given.is_empty() && given.len() <= 10 && given.bytes().all(fits)).then_some(given)
    }
}

/// A name that a site gives a film.
fn is_name(name: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn is_number(name: &str) -> bool {
    (4..=15).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_digit())
}

fn at(site: &str, host: &str, path: String) -> Film {
    Film {
        site: site.to_owned(),
        host: host.trim_start_matches("www.").to_owned(),
        url: format!("https://{host}/{path}"),
    }
}

fn youtube(host: &str, parts: &[&str], query: &Query<'_>) -> Option<Film> {
    let name = match parts {
        [name] if host == "youtu.be" => name,
        ["watch"] => query.get("v")?,
        ["shorts" | "live" | "embed" | "v", name] if host != "youtu.be" => name,
        _ => return None,
    };
    let start = query.start().map_or(String::new(), |start| format!("&t={start}"));
    is_name(name, 11..=11).then(|| at("YouTube", "www.youtube.com", format!("watch?v={name}{start}")))
}

fn vimeo(parts: &[&str], query: &Query<'_>) -> Option<Film> {
    let (number, key) = match parts {
        [number] => (number, None),
        ["video", number] => (number, query.get("h")),
        ["channels", _, number] | ["groups", _, "videos", number] => (number, None),
        [number, key] => (number, Some(*key)),
        _ => return None,
    };
    let key = key.filter(|key| is_name(key, 6..=20)).map_or(String::new(), |key| format!("/{key}"));
    let start = query.start().map_or(String::new(), |start| format!("#t={start}"));
    is_number(number).then(|| at("Vimeo", "vimeo.com", format!("{number}{key}{start}")))
}

fn dailymotion(host: &str, parts: &[&str], query: &Query<'_>) -> Option<Film> {
    let name = match parts {
        [name] if host == "dai.ly" => name,
        ["video", name] | ["embed", "video", name] => name,
        ["player.html"] => query.get("video")?,
        _ => return None,
    };
    is_name(name, 5..=12).then(|| at("Dailymotion", "www.dailymotion.com", format!("video/{name}")))
}

/// PeerTube runs at many hosts; its paths are its own.
fn peertube(host: String, parts: &[&str]) -> Option<Film> {
    let is_long = |name: &str| name.len() == 36 && name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let path = match parts {
        ["w", name] if is_name(name, 20..=24) || is_long(name) => format!("w/{name}"),
        ["videos", "watch" | "embed", name] if is_name(name, 20..=24) || is_long(name) => {
            format!("videos/watch/{name}")
        }
        _ => return None,
    };
    Some(Film { url: format!("https://{host}/{path}"), site: host.clone(), host })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(address: &str, expected: Option<(&str, &str)>) {
        let found = film(address);
        assert_eq!(found.as_ref().map(|film| (film.site.as_str(), film.url.as_str())), expected, "{address}");
    }

    #[test]
    fn films_in_all_their_addresses() {
        let youtube = Some(("YouTube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
        for address in [
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "http://youtube.com/watch?feature=share&v=dQw4w9WgXcQ&list=PL1",
            "HTTPS://WWW.YouTube.com/watch?v=dQw4w9WgXcQ",
            "//m.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtu.be/dQw4w9WgXcQ?si=abc",
            "https://www.youtube.com/shorts/dQw4w9WgXcQ/",
            "https://www.youtube.com/live/dQw4w9WgXcQ",
            "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0&autoplay=1",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            " https://www.youtube.com/v/dQw4w9WgXcQ ",
        ] {
            check(address, youtube);
        }
        check(
            "https://youtu.be/dQw4w9WgXcQ?t=90",
            Some(("YouTube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90")),
        );
        check(
            "https://youtu.be/dQw4w9WgXcQ#t=1m30s",
            Some(("YouTube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s")),
        );
        check("https://youtu.be/dQw4w9WgXcQ?t=\"x", youtube);
        check("https://vimeo.com/76979871", Some(("Vimeo", "https://vimeo.com/76979871")));
        check("https://vimeo.com/76979871/8272103f6e", Some(("Vimeo", "https://vimeo.com/76979871/8272103f6e")));
        check(
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            Some(("Vimeo", "https://vimeo.com/76979871/8272103f6e")),
        );
        check(
            "https://vimeo.com/channels/staffpicks/76979871#t=30s",
            Some(("Vimeo", "https://vimeo.com/76979871#t=30s")),
        );
        for address in [
            "https://www.dailymotion.com/video/x84sh87",
            "https://dai.ly/x84sh87",
            "https://www.dailymotion.com/embed/video/x84sh87",
            "https://geo.dailymotion.com/player.html?video=x84sh87",
        ] {
            check(address, Some(("Dailymotion", "https://www.dailymotion.com/video/x84sh87")));
        }
        check(
            "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
            Some(("tube.example", "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv")),
        );
        check(
            "https://tube.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?warningTitle=0",
            Some(("tube.example", "https://tube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d")),
        );
    }

    #[test]
    fn what_only_looks_like_a_film_is_none() {
        for address in [
            "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
            "https://evil.example/https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://evil-youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com:8080/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com\\watch?v=dQw4w9WgXcQ",
            "https://www.y\u{43e}utube.com/watch?v=dQw4w9WgXcQ",
            "https:www.youtube.com/watch?v=dQw4w9WgXcQ",
            "javascript://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "data:text/html,//www.youtube.com/watch?v=dQw4w9WgXcQ",
            "ftp://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=dQw4w9WgXc",
            "https://www.youtube.com/watch?v=dQw4w9WgXc%22",
            "https://www.youtube.com/watch?v=\"onload=x1",
            "https://www.youtube.com/@channel",
            "https://www.youtube.com/playlist?list=PL0123456789",
            "https://www.youtube.com/",
            "https://www.youtube.com",
            "https://vimeo.com/about",
            "https://vimeo.com/",
            "https://localhost/w/kkGMgK9ZtnKfYAgnEtQxbv",
            "https://tube.example/w/short",
            "/watch?v=dQw4w9WgXcQ",
            "watch",
            "",
        ] {
            check(address, None);
        }
    }

    #[test]
    fn files_that_are_played() {
        assert_eq!(media_kind("a/FILM.MP4"), Some(MediaKind::Video));
        assert_eq!(media_kind("a.b.opus"), Some(MediaKind::Audio));
        assert_eq!(media_kind("mp4"), None);
        assert_eq!(media_kind("a.mp4.pdf"), None);
    }

    proptest! {
        #[test]
        fn a_films_address_is_always_plain(address in "(https?:)?//[a-zA-Z.@:\\\\]{0,30}(youtube\\.com|youtu\\.be|vimeo\\.com|dai\\.ly)[.:@/]?.{0,60}") {
            if let Some(film) = film(&address) {
                prop_assert!(film.url.starts_with("https://"), "{}", film.url);
                prop_assert!(film.url.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\@".contains(&b)), "{}", film.url);
                prop_assert!(film.url[8..].trim_start_matches("www.").starts_with(&film.host));
            }
        }
    }
}
