/// What a principle adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Principle {
    /// Its place among the principles, from 1.
    pub order: Option<u32>,
    /// The principle in one sentence.
    pub statement: Option<String>,
}
