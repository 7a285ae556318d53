/// The known name nearest to `wrong`, where one is near enough to be what was meant: at most a
/// third of its characters away (Damerau-Levenshtein, case ignored). Of equals, the first in order.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let length = wrong.chars().count();
    if length == 0 || length > 200 {
        return None;
    }
    let allowed = length.div_ceil(3);
    known
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::damerau_levenshtein(&wrong, &name.to_lowercase()), name))
        .filter(|&(distance, _)| distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_and_leaves_strangers() {
        let known = ["title", "summary", "stages", "stage"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("Summry", known), Some("summary"));
        assert_eq!(nearest("author", known), None);
        assert_eq!(nearest("", known), None);
    }
}
