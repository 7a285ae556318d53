use super::*;

fn load(overrides: &[(&str, &str)], languages: &[&str]) -> Result<Theme, BrokenTheme> {
    let files: Vec<(String, Vec<u8>)> =
        overrides.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Theme::load(&ThemeSource { name: "mine", overrides: &files, languages, accent: None })
}

#[test]
fn the_default_theme_loads() {
    let theme = load(&[], &["en", "es", "pl"]).map_err(|broken| broken.diagnostics).unwrap();
    assert_eq!(theme.words("es").get("body.reflection"), "Tómese un momento");
    assert_eq!(theme.words("pl").lang(), "en");
}
