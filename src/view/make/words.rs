use std::collections::BTreeMap;

use crate::model::Lang;

/// Interface words of one language by dotted key (`kinds.tool`), as the theme's `i18n/` has them.
/// A key without a word gives an empty text: the theme has checked that all are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// No words.
    pub const fn empty() -> Self {
        Self(BTreeMap::new())
    }

    /// The word of a key.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// All words by key.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// The word of a key with `{name}` filled in for each pair.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

impl FromIterator<(String, String)> for Words {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// What a language calls itself; its tag where that is not known here.
pub(super) fn own_name(lang: &Lang) -> &str {
    let names = [
        ("ar", "العربية"),
        ("bg", "Български"),
        ("bn", "বাংলা"),
        ("ca", "Català"),
        ("cs", "Čeština"),
        ("cy", "Cymraeg"),
        ("da", "Dansk"),
        ("de", "Deutsch"),
        ("el", "Ελληνικά"),
        ("en", "English"),
        ("es", "Español"),
        ("et", "Eesti"),
        ("eu", "Euskara"),
        ("fa", "فارسی"),
        ("fi", "Suomi"),
        ("fr", "Français"),
        ("ga", "Gaeilge"),
        ("gl", "Galego"),
        ("gu", "ગુજરાતી"),
        ("he", "עברית"),
        ("hi", "हिन्दी"),
        ("hr", "Hrvatski"),
        ("ht", "Kreyòl ayisyen"),
        ("hu", "Magyar"),
        ("hy", "Հայերեն"),
        ("id", "Bahasa Indonesia"),
        ("is", "Íslenska"),
        ("it", "Italiano"),
        ("ja", "日本語"),
        ("ka", "ქართული"),
        ("km", "ខ្មែរ"),
        ("ko", "한국어"),
        ("lt", "Lietuvių"),
        ("lv", "Latviešu"),
        ("ms", "Bahasa Melayu"),
        ("nb", "Norsk bokmål"),
        ("ne", "नेपाली"),
        ("nl", "Nederlands"),
        ("no", "Norsk"),
        ("pa", "ਪੰਜਾਬੀ"),
        ("pl", "Polski"),
        ("pt", "Português"),
        ("ro", "Română"),
        ("ru", "Русский"),
        ("sk", "Slovenčina"),
        ("sl", "Slovenščina"),
        ("so", "Soomaali"),
        ("sq", "Shqip"),
        ("sr", "Српски"),
        ("sv", "Svenska"),
        ("sw", "Kiswahili"),
        ("ta", "தமிழ்"),
        ("th", "ไทย"),
        ("tl", "Tagalog"),
        ("tr", "Türkçe"),
        ("uk", "Українська"),
        ("ur", "اردو"),
        ("vi", "Tiếng Việt"),
        ("zh", "中文"),
    ];
    let whole = [("pt-BR", "Português (Brasil)"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文")];
    let find = |tag: &str| whole.iter().chain(&names).find(|(known, _)| *known == tag).map(|(_, name)| *name);
    find(lang.as_str()).or_else(|| find(lang.primary())).unwrap_or(lang.as_str())
}
