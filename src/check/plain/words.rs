//! Words that say nothing, language by language. A language that is not here has no such rule.

/// Texts of links that name no target, folded.
const EMPTY_LINKS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "here",
            "click here",
            "click",
            "press here",
            "tap here",
            "read more",
            "more",
            "see more",
            "learn more",
            "find out more",
            "more info",
            "more information",
            "this",
            "this link",
            "this page",
            "link",
            "see here",
            "go",
            "continue",
            "details",
        ],
    ),
    (
        "es",
        &[
            "aquí",
            "aqui",
            "haz clic aquí",
            "haga clic aquí",
            "clic aquí",
            "pulse aquí",
            "leer más",
            "lee más",
            "ver más",
            "más",
            "más información",
            "saber más",
            "este enlace",
            "esta página",
            "enlace",
            "esto",
            "continuar",
            "detalles",
        ],
    ),
    (
        "fr",
        &[
            "ici",
            "cliquez ici",
            "cliquer ici",
            "lire la suite",
            "lire plus",
            "en savoir plus",
            "plus",
            "voir plus",
            "plus d'informations",
            "ce lien",
            "cette page",
            "lien",
            "ceci",
        ],
    ),
    (
        "de",
        &[
            "hier",
            "hier klicken",
            "klicken sie hier",
            "klick hier",
            "mehr",
            "mehr erfahren",
            "mehr lesen",
            "weiterlesen",
            "weiter",
            "dieser link",
            "diese seite",
            "link",
            "dies",
            "details",
        ],
    ),
    (
        "pt",
        &[
            "aqui",
            "clique aqui",
            "leia mais",
            "ler mais",
            "saiba mais",
            "ver mais",
            "mais",
            "mais informações",
            "este link",
            "esta página",
            "link",
            "isto",
        ],
    ),
    (
        "it",
        &[
            "qui",
            "clicca qui",
            "leggi di più",
            "leggi tutto",
            "scopri di più",
            "di più",
            "altro",
            "questo link",
            "questa pagina",
            "link",
            "questo",
        ],
    ),
    ("nl", &["hier", "klik hier", "lees meer", "lees verder", "meer", "meer informatie", "deze link", "link", "dit"]),
];

/// Names of pictures as such.
const PICTURE_WORDS: &[(&str, &[&str])] = &[
    ("en", &["image", "picture", "photo", "photograph", "graphic", "img", "pic", "icon", "placeholder"]),
    ("es", &["imagen", "foto", "fotografía", "gráfico", "dibujo", "ilustración", "icono"]),
    ("fr", &["image", "photo", "photographie", "illustration", "dessin", "icône"]),
    ("de", &["bild", "foto", "fotografie", "abbildung", "grafik", "symbol"]),
    ("pt", &["imagem", "foto", "fotografia", "figura", "ilustração", "ícone"]),
    ("it", &["immagine", "foto", "fotografia", "figura", "illustrazione", "icona"]),
    ("nl", &["afbeelding", "foto", "plaatje", "illustratie", "icoon"]),
];

/// Beginnings that only say that there is a picture.
const PICTURE_OPENINGS: &[(&str, &[&str])] = &[
    ("en", &["image of", "picture of", "photo of", "an image of", "a picture of", "a photo of", "this image shows"]),
    ("es", &["imagen de", "foto de", "una imagen de", "una foto de", "fotografía de", "una fotografía de"]),
    ("fr", &["image de", "photo de", "une image de", "une photo de", "image d'", "photo d'"]),
    ("de", &["bild von", "foto von", "ein bild von", "ein foto von", "bild einer", "bild eines", "foto einer"]),
    ("pt", &["imagem de", "foto de", "uma imagem de", "uma foto de", "fotografia de"]),
    ("it", &["immagine di", "foto di", "un'immagine di", "una foto di", "fotografia di"]),
    ("nl", &["afbeelding van", "foto van", "een afbeelding van", "een foto van"]),
];

/// Whether a link's folded text says nothing of where it leads.
pub(super) fn is_empty_link(lang: &str, folded: &str) -> bool {
    list(EMPTY_LINKS, lang).contains(&folded)
}

/// Whether a folded text only names the picture as one.
pub(super) fn is_picture_word(lang: &str, folded: &str) -> bool {
    list(PICTURE_WORDS, lang).contains(&folded)
}

/// The words with which a folded text begins that only say that there is a picture.
pub(super) fn picture_opening(lang: &str, folded: &str) -> Option<&'static str> {
    let begins = |opening: &&&str| {
        let rest = folded.strip_prefix(**opening);
        rest.is_some_and(|rest| opening.ends_with('\'') || rest.starts_with(' '))
    };
    list(PICTURE_OPENINGS, lang).iter().find(begins).copied()
}

fn list(lists: &'static [(&str, &'static [&'static str])], lang: &str) -> &'static [&'static str] {
    lists.iter().find(|(name, _)| *name == lang).map_or(&[], |(_, words)| words)
}

/// A text in small letters with single spaces, without signs around it, so that two ways of writing one
/// thing are the same: `“Read  more…”` is `read more`.
pub(in crate::check) fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase().replace('’', "'");
    text.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').trim_matches('\'').to_owned()
}
