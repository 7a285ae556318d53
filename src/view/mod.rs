//! Show: what a template may show, resolved and sorted.
//!
//! Invariant: **a view is complete.** Templates cannot look anything up, so a page depends on its
//! view and the theme, and on nothing else. Every `url` here is ready to be printed in an `href`:
//! it begins with the path of `base_url` (`/articles/x/`, or `/base/articles/x/`), percent-encoded;
//! every `absolute_url` begins with `https://…`. All text is plain text (templates escape it).

mod body;
mod catalogue;
mod coverage;
mod desk;
mod entry;
mod entry_row;
mod feed;
mod handbook;
mod handout;
mod json_ld;
mod make;
mod map;
mod notice;
mod page;
mod media;
mod pathway;
mod policy;
mod site;
#[cfg(test)]
pub(crate) mod testing;

pub use body::{BodyView, CaptionsView, MediaView, Setting, Target, TargetKind, TranscriptView};
pub use catalogue::{CatalogueEntry, CatalogueStep, CatalogueTranslation, CatalogueView};
pub use coverage::{
    COVERAGE_URL, ColumnsBy, CoverageQuery, CoverageView, HeatCell, HeatColumn, HeatRow, HoleView, LooseEntry,
    LooseView,
};
pub use desk::{
    CellChoice, ChoiceView, ColumnView, DESK_URL, DeskColumn, DeskMessage, DeskPlace, DeskQuery, DeskRow, DeskState,
    DeskView, HANDBOOK_URL, LONGEST_SHOWN, PREVIEW_URL, SourceLink, TallyView, Titled, TodoRow, TodoView, query_value,
};
pub use entry::{
    BadgeView, CardView, CustomView, DownloadView, EntryView, HereOn, ImageView, PersonView, ReviewView, SourceView,
    TermGroup, TermView, TocItem, ToolView,
};
pub use entry_row::{EntryRow, RowOf};
pub use feed::{FEED_LENGTH, FeedEntryView, FeedView};
pub use handbook::{
    CodeNote, FieldView, HandbookView, KindNote, LanguageNote, PersonNote, SampleView, TaxonomyNote, TermNote,
};
pub use handout::{HandoutView, PartView};
pub use json_ld::json_ld;
pub use make::{
    Begin, Desk, DeskMaterials, Maker, Materials, Opener, PageKey, TaxonomyLabels, Texts, Words, begun, coverage_map,
    first_steps, handbook,
};
pub use map::{
    BandView, CountrySheet, CountryView, DrawingView, FlagView, GroundView, MapLabel, MapStop, MapView, PathwayMark,
    RouteLine,
};
pub use media::file_size;
pub use notice::NoticeView;
pub use page::{
    Alternate, AzView, Content, Crumb, FeedLink, HomeView, KindGroup, LetterView, ListView, MessageView, MinutesRow,
    MoreView, PageView, PagerView, PatchworkView, SearchView, TaxonomyView, TermPageView, TermRow,
};
pub use pathway::{
    BlazeView, PathwayView, PlaceView, ProgressStep, ProgressView, ScaleSegment, StageView, StepLink, StepView,
    StopView,
};
pub use policy::{Delivery, content_security_policy};
pub use site::{CallView, HelpLineView, LanguageView, NavItem, SiteView};
