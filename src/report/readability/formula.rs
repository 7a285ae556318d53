use super::Counts;

/// How a text's difficulty is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Formula {
    /// English. Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59: a school year of the
    /// United States (J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, "Derivation of new
    /// readability formulas …", Research Branch Report 8-75, Naval Technical Training, 1975).
    FleschKincaid,
    /// Spanish. Perspicuity = 206.835 − 62.3 × syllables per word − words per sentence, where more is easier
    /// (F. Szigriszt Pazos, "Sistemas predictivos de legilibilidad del mensaje escrito: fórmula de
    /// perspicuidad", Universidad Complutense de Madrid, 1993; its grades by I. Barrio Cantalejo, 2007).
    SzigrisztPazos,
    /// Any language that parts its words. Lix = words per sentence + 100 × words of more than six letters
    /// per word (C. H. Björnsson, "Läsbarhet", 1968).
    Lix,
}

impl Formula {
    /// The formula for a language.
    pub(super) fn of(lang: &str) -> Self {
        match lang {
            "en" => Formula::FleschKincaid,
            "es" => Formula::SzigrisztPazos,
            _ => Formula::Lix,
        }
    }

    /// Its name, for tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Formula::FleschKincaid => "Flesch–Kincaid grade",
            Formula::SzigrisztPazos => "Szigriszt-Pazos perspicuity",
            Formula::Lix => "LIX",
        }
    }

    /// What its grades mean, in a sentence.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Formula::FleschKincaid => {
                "the grade is that of Flesch and Kincaid, a year of school: up to 8 is plain to most readers."
            }
            Formula::SzigrisztPazos => {
                "the grade is Szigriszt Pazos's perspicuity, where more is easier: from 55 on a text is plain to most \
                 readers."
            }
            Formula::Lix => "the grade is LIX: below 40 a text is plain to most readers, above 50 it is hard.",
        }
    }

    /// The grade in tenths; nothing where nothing was counted.
    pub(super) fn grade(self, counts: &Counts) -> Option<i64> {
        if counts.words == 0 || counts.sentences == 0 {
            return None;
        }
        let words = counts.words as f64;
        let (length, syllables) = (words / counts.sentences as f64, counts.syllables as f64 / words);
        let grade = match self {
            Formula::FleschKincaid => 0.39 * length + 11.8 * syllables - 15.59,
            Formula::SzigrisztPazos => 206.835 - 62.3 * syllables - length,
            Formula::Lix => length + 100.0 * counts.long_words as f64 / words,
        };
        Some((grade * 10.0).round() as i64)
    }

    /// A number that is the greater the easier a text of this grade is.
    pub(super) fn ease(self, grade: i64) -> i64 {
        match self {
            Formula::SzigrisztPazos => grade,
            Formula::FleschKincaid | Formula::Lix => -grade,
        }
    }
}
