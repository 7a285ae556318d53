/// What a tool adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tool {
    /// How long it takes, 1 to 1,440 minutes.
    pub minutes: Option<u32>,
    /// What sort of tool it is; of [`FORMATS`].
    pub formats: Vec<String>,
    /// With whom; of [`SETTINGS`].
    pub settings: Vec<String>,
    /// What is needed.
    pub materials: Vec<String>,
}

/// The sorts of tool.
pub const FORMATS: &[&str] =
    &["exercise", "worksheet", "question set", "reflection", "conversation", "plan", "checklist"];
/// With whom a tool is used.
pub const SETTINGS: &[&str] = &["solo", "one-to-one", "group"];
/// The built-in closed taxonomy `stage`.
pub const STAGES: &[&str] = &["beginning", "middle", "advanced"];
