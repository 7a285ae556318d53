/// The plural category of a whole number in a language: `zero`, `one`, `two`, `few`, `many` or
/// `other`, after the cardinal rules of the Unicode CLDR (whole numbers only; a language that is
/// not listed has `one` for 1 and `other` for the rest).
pub(super) fn category(lang: &str, n: u64) -> &'static str {
    let (ten, hundred) = (n % 10, n % 100);
    let teen = (11..=14).contains(&hundred);
    match lang.split('-').next().unwrap_or(lang) {
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" | "lo" | "my" | "yue" => "other",
        "fr" | "pt" | "hi" | "bn" | "fa" | "am" | "hy" => pick(n <= 1, "one"),
        "ru" | "uk" | "be" => match n {
            _ if ten == 1 && hundred != 11 => "one",
            _ if (2..=4).contains(&ten) && !teen => "few",
            _ => "many",
        },
        "sr" | "hr" | "bs" => match n {
            _ if ten == 1 && hundred != 11 => "one",
            _ if (2..=4).contains(&ten) && !teen => "few",
            _ => "other",
        },
        "pl" => match n {
            1 => "one",
            _ if (2..=4).contains(&ten) && !teen => "few",
            _ => "many",
        },
        "cs" | "sk" => match n {
            1 => "one",
            2..=4 => "few",
            _ => "other",
        },
        "sl" => match hundred {
            1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "other",
        },
        "lt" => match n {
            _ if (11..=19).contains(&hundred) || ten == 0 => "other",
            _ if ten == 1 => "one",
            _ => "few",
        },
        "lv" => match n {
            _ if ten == 0 || (11..=19).contains(&hundred) => "zero",
            _ if ten == 1 => "one",
            _ => "other",
        },
        "ro" => match n {
            1 => "one",
            _ if n == 0 || (1..=19).contains(&hundred) => "few",
            _ => "other",
        },
        "ar" => match n {
            0 => "zero",
            1 => "one",
            2 => "two",
            _ if (3..=10).contains(&hundred) => "few",
            _ if hundred >= 11 => "many",
            _ => "other",
        },
        "he" => match n {
            1 => "one",
            2 => "two",
            _ => "other",
        },
        "ga" => match n {
            1 => "one",
            2 => "two",
            3..=6 => "few",
            7..=10 => "many",
            _ => "other",
        },
        "cy" => match n {
            0 => "zero",
            1 => "one",
            2 => "two",
            3 => "few",
            6 => "many",
            _ => "other",
        },
        _ => pick(n == 1, "one"),
    }
}

fn pick(is: bool, name: &'static str) -> &'static str {
    if is { name } else { "other" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lang: &str, expect: &[(u64, &str)]) {
        for &(n, name) in expect {
            assert_eq!(category(lang, n), name, "{n} in {lang}");
        }
    }

    #[test]
    fn languages_count_in_their_own_way() {
        check("en", &[(0, "other"), (1, "one"), (2, "other"), (21, "other")]);
        check("es-MX", &[(1, "one"), (2, "other")]);
        check("fr", &[(0, "one"), (1, "one"), (2, "other")]);
        check("pl", &[(1, "one"), (3, "few"), (5, "many"), (12, "many"), (21, "many"), (22, "few")]);
        check("ru", &[(1, "one"), (11, "many"), (21, "one"), (24, "few"), (14, "many"), (0, "many")]);
        check("zh", &[(1, "other")]);
        check("ar", &[(0, "zero"), (2, "two"), (103, "few"), (11, "many"), (100, "other")]);
        check("lt", &[(1, "one"), (10, "other"), (11, "other"), (22, "few")]);
        check("sl", &[(101, "one"), (102, "two"), (104, "few"), (105, "other")]);
    }
}
