use std::collections::{BTreeMap, BTreeSet};

use crate::config::BaseUrl;
use crate::text::OutputFile;
use crate::view::{Delivery, content_security_policy};

/// What browsers may do for a page of this site: nothing that reads a sensor, a place, a payment or
/// what else the reader does.
const OFF: &[&str] = &[
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
];

/// For files that are named after what they hold.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// For files whose name stays when their words change: kept, but asked about every time, so that
/// a page never meets assets of another build.
const ASK: &str = "public, max-age=0, must-revalidate";

/// The most rules that a host takes (Cloudflare Pages: 100), the first one aside.
const MOST_RULES: usize = 90;

/// How long files below a path may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// A year: their names change with their content.
    Forever,
    /// Until asked again, which costs no bytes when nothing has changed.
    Ask,
    /// The same, in the words that are known for a worker.
    NoCache,
}

/// `_headers` in the format of Netlify and Cloudflare Pages: security headers for everything below
/// `base_url`, and lifetimes for `lifetimes`, pairs of a route (`/` and `/search/index.json` alone;
/// `/assets/*` everything below) and how long it keeps.
///
/// No two lifetimes may overlap, and none may be `/*`: hosts join what several rules say of one
/// header, and two joined lifetimes mean nothing. Rules past the hosts' limit are left out, which
/// leaves those files to the hosts' own default, to ask.
pub fn headers(base: &BaseUrl, lifetimes: &[(String, Lifetime)]) -> OutputFile {
    let root = base.path.trim_end_matches('/');
    let mut text = format!("{root}/*\n");
    for (name, value) in page_headers() {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for (route, keep) in lifetimes.iter().take(MOST_RULES) {
        let value = match keep {
            Lifetime::Forever => FOREVER,
            Lifetime::Ask => ASK,
            Lifetime::NoCache => "no-cache",
        };
        text.push_str(&format!("{}\n  Cache-Control: {value}\n", base.href(route)));
    }
    OutputFile::new("_headers", text)
}

/// The security headers of everything that a site holds, name and value.
pub fn page_headers() -> [(&'static str, String); 5] {
    let mut off: Vec<String> = OFF.iter().map(|feature| format!("{feature}=()")).collect();
    // A film with captions is read best on the whole screen.
    off.push("fullscreen=(self)".to_owned());
    [
        ("Content-Security-Policy", content_security_policy(Delivery::Header)),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Permissions-Policy", off.join(", ")),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}

/// The lifetimes of a site's files, read off their paths: assets for ever; of the search index
/// the folders that hold nothing but files named after their content for ever, and each
/// `index.json` on asking; every folder of pages on asking.
pub fn lifetimes(outputs: &[OutputFile]) -> Vec<(String, Lifetime)> {
    let mut routes = BTreeMap::from([("/".to_owned(), Lifetime::Ask)]);
    let mut search_folders = BTreeSet::new();
    for output in outputs {
        match output.path.as_str() {
            "keep.json" => drop(routes.insert("/keep.json".to_owned(), Lifetime::Ask)),
            "worker.js" => drop(routes.insert("/worker.js".to_owned(), Lifetime::NoCache)),
            _ => {}
        }
        let Some((top, below)) = output.path.split_once('/') else { continue };
        let (folder, name) = output.path.rsplit_once('/').unwrap_or(("", &output.path));
        match (top, name) {
            ("assets", _) => {
                routes.insert("/assets/*".to_owned(), Lifetime::Forever);
            }
            ("search", "index.html" | "index.json") => {
                let page = name == "index.html";
                routes.insert(format!("/{folder}/{}", if page { "" } else { name }), Lifetime::Ask);
            }
            ("search", _) if below.contains('/') => {
                search_folders.insert(folder);
            }
            (_, "index.html") => {
                routes.insert(format!("/{top}/*"), Lifetime::Ask);
            }
            _ => {}
        }
    }
    for folder in search_folders {
        let below = format!("/{folder}/");
        if !routes.keys().any(|route| route.starts_with(&below)) {
            routes.insert(format!("{below}*"), Lifetime::Forever);
        }
    }
    routes.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_follow_from_the_paths() {
        let paths = [
            "404.html",
            "assets/site.1a2b.css",
            "es/index.html",
            "index.html",
            "keep.json",
            "search/es/index.json",
            "search/es/terms/1a2b.json",
            "search/index.html",
            "search/index.json",
            "search/terms/1a2b.json",
            "tools/a/index.html",
            "tools/index.html",
            "worker.js",
        ];
        let outputs: Vec<OutputFile> = paths.iter().map(|path| OutputFile::new(*path, "")).collect();
        let expect = [
            ("/", Lifetime::Ask),
            ("/assets/*", Lifetime::Forever),
            ("/es/*", Lifetime::Ask),
            ("/keep.json", Lifetime::Ask),
            ("/search/", Lifetime::Ask),
            ("/search/es/index.json", Lifetime::Ask),
            ("/search/es/terms/*", Lifetime::Forever),
            ("/search/index.json", Lifetime::Ask),
            ("/search/terms/*", Lifetime::Forever),
            ("/tools/*", Lifetime::Ask),
            ("/worker.js", Lifetime::NoCache),
        ];
        assert_eq!(lifetimes(&outputs), expect.map(|(route, keep)| (route.to_owned(), keep)));
    }

    fn check(path: &str, expect: &[&str]) {
        let base = BaseUrl { origin: "https://library.example".into(), path: path.into() };
        let lifetimes =
            [("/".into(), Lifetime::Ask), ("/assets/*".into(), Lifetime::Forever), ("/tools/*".into(), Lifetime::Ask)];
        let file = headers(&base, &lifetimes);
        assert_eq!(file.path, "_headers");
        let text = String::from_utf8(file.bytes).unwrap();
        let paths: Vec<&str> = text.lines().filter(|line| line.starts_with('/')).collect();
        assert_eq!(paths, expect);
        let header = |name: &str| text.lines().filter_map(|line| line.trim().strip_prefix(name)).next().unwrap_or("");
        assert!(header("Content-Security-Policy: ").ends_with("; frame-ancestors 'none'"), "{text}");
        assert_eq!(header("Referrer-Policy: "), "no-referrer");
        assert_eq!(header("X-Content-Type-Options: "), "nosniff");
        assert_eq!(header("Cross-Origin-Opener-Policy: "), "same-origin");
        assert!(header("Permissions-Policy: ").contains("camera=(), "), "{text}");
        assert!(text.contains("/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 2_000), "a host reads no longer line");
    }

    #[test]
    fn headers_stand_under_the_base_path() {
        check("/", &["/*", "/", "/assets/*", "/tools/*"]);
        check("/base/", &["/base/*", "/base/", "/base/assets/*", "/base/tools/*"]);
    }
}
