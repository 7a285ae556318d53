/// The figures of the ranking, chosen by measuring six judged collections.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// How soon further occurrences of a word stop counting (BM25's k1).
    pub k1: f32,
    /// What an occurrence in the title counts, one in the body being 1.
    pub title: f32,
    /// What a word in the title adds to a document's sum when it is searched: in longer queries, and
    /// in those of one or two words. The highest level is worth 1,000.
    pub titles: [u32; 2],
    /// How much a long title takes from that (BM25's b for titles).
    pub title_b: f32,
    /// What an occurrence in a heading counts.
    pub headings: f32,
    /// What an occurrence in the summary counts.
    pub summary: f32,
    /// What an occurrence in the label of a term counts.
    pub terms: f32,
    /// How much a long text takes from what its words count (BM25's b).
    pub body_b: f32,
    /// What a function word counts beside others as common as it.
    pub function: f32,
    /// Share of a document's impacts that comes from its neighbours.
    pub mixed: f32,
    /// Strongest terms by which neighbours are sought.
    pub strong: usize,
    /// Strongest terms that a document hands to its neighbours.
    pub given: usize,
    /// Neighbours of a document.
    pub neighbours: usize,
    /// Documents looked at to find them.
    pub candidates: usize,
    /// Terms that a document may be found by without having them.
    pub expansions: usize,
    /// Least share of the greatest weight for such a term.
    pub floor: f32,
    /// Likeness that a link adds.
    pub linked: f32,
    /// What the weights of a document count that is to stand lower ([`Document::lowered`](super::Document)).
    pub lowered: f32,
    /// How unevenly levels are spread: over 1, finer below.
    pub power: f32,
    /// Rounds in which documents choose the term around which they gather.
    pub rounds: usize,
    /// Size up to which larger gatherings attract more.
    pub group: u32,
}

impl Tuning {
    /// The figures for a library of a size. In a small one a word's rarity tells little, so what
    /// editors chose as title and summary tells more; from a thousand entries on the library's own
    /// figures can be trusted whole.
    pub fn for_documents(count: usize) -> Self {
        let usual = Self::default();
        let small = 1.0 - (count as f32 / 1_000.0).min(1.0);
        Self {
            k1: usual.k1 + small,
            power: usual.power + small * 0.45,
            title: usual.title + small * 2.0,
            titles: [(small * 60.0) as u32, 60],
            summary: usual.summary + small * 2.0,
            function: usual.function - small * 0.5,
            ..usual
        }
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            k1: 2.0,
            title: 2.0,
            titles: [0, 60],
            title_b: 0.5,
            headings: 1.5,
            summary: 0.25,
            terms: 1.0,
            body_b: 0.6,
            function: 1.0,
            mixed: 0.35,
            strong: 48,
            given: 80,
            neighbours: 5,
            candidates: 400,
            expansions: 64,
            floor: 0.02,
            linked: 0.3,
            lowered: 0.6,
            power: 1.75,
            rounds: 2,
            group: 8,
        }
    }
}
