//! How far one word is from another (`slips` in `search.js`).

/// How many slips lie between two words, at most `most` + 1: letters added, lost, changed, or two
/// neighbours changed about (the restricted Damerau distance), over UTF-16 units as in the script.
pub(super) fn slips(a: &[u16], b: &[u16], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for (i, left) in a.iter().enumerate() {
        // cannot fail: every row is one longer than `b`
        row[0] = i + 1;
        let mut least = i + 1;
        for (j, right) in b.iter().enumerate() {
            // cannot fail: `i` and `j` are within both words
            let changed = above[j] + usize::from(left != right);
            // cannot fail: as above
            let mut cost = (above[j + 1] + 1).min(row[j] + 1).min(changed);
            // cannot fail: as above
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                // cannot fail: as above
                cost = cost.min(before[j - 1] + 1);
            }
            // cannot fail: as above
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return most + 1;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let count = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|word| word.encode_utf16().collect::<Vec<_>>());
            slips(&a, &b, 2)
        };
        assert_eq!(count("craving", "craving"), 0);
        assert_eq!(count("craving", "carving"), 1);
        assert_eq!(count("craving", "cravng"), 1);
        assert_eq!(count("craving", "cravin"), 1);
        assert_eq!(count("craving", "cvariny"), 3);
        assert_eq!(count("", "ab"), 2);
        assert_eq!(count("abcdef", "a"), 3);
    }
}
