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

/// The known name that `wrong` is with one slip of the keys: another case, or one letter too many,
/// too few, wrong, or changed with its neighbour. Nothing where two names are as near, where the word
/// is too short to tell, or where a digit differs, which names another thing as a rule.
pub fn only_slip<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wrong.to_lowercase();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_near = |name: &&str| {
        let name = name.to_lowercase();
        let is_long = folded.chars().count() >= 4 && name.chars().count() >= 4;
        name == folded
            || (is_long && digits(&name) == digits(&folded) && strsim::damerau_levenshtein(&folded, &name) == 1)
    };
    let mut near = known.into_iter().filter(is_near);
    let first = near.next()?;
    near.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{nearest, only_slip};

    #[test]
    fn finds_slips_and_leaves_strangers() {
        let known = ["title", "summary", "stages", "stage"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("Summry", known), Some("summary"));
        assert_eq!(nearest("author", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn one_slip_is_one_slip() {
        let known = ["title", "summary", "stages", "stage", "step-2", "day"];
        assert_eq!(only_slip("titel", known), Some("title"));
        assert_eq!(only_slip("Day", known), Some("day"));
        assert_eq!(only_slip("summaries", known), None);
        assert_eq!(only_slip("stagex", known), None);
        assert_eq!(only_slip("step-3", known), None);
        assert_eq!(only_slip("dey", known), None);
    }
}
