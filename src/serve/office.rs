//! The editor's own pages: the desk, the handbook, and notices.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::editor::Editor;
use super::now::Now;
use crate::theme::Preview;
use crate::view::{CoverageQuery, Desk, DeskMaterials, DeskQuery, NoticeView, coverage_map, handbook};

/// A desk, and the generation and the check that it is of; made when it is first asked for.
type KeptDesk = ((u64, usize), Arc<OnceLock<Desk>>);

/// What the preview's own pages are made with.
pub(super) struct Office {
    pub(super) preview: Preview,
    pub(super) editor: Editor,
    /// It is asked as often as somebody types.
    desk: Mutex<Option<KeptDesk>>,
}

impl Office {
    pub(super) fn new(editor: Editor) -> Self {
        Self { preview: Preview::new(), editor, desk: Mutex::new(None) }
    }

    /// The desk's page for a query, as it stands in the address.
    pub(super) fn desk(&self, now: &Now, query: &str) -> Option<Vec<u8>> {
        let snapshot = now.snapshot.as_ref()?;
        let place = self.desk_of(now);
        // Made outside of the lock: pages do not wait for it.
        let desk = place.get_or_init(|| {
            Desk::new(&DeskMaterials {
                library: snapshot.library(),
                texts: snapshot.newer_texts(),
                config: snapshot.config(),
                sources: &snapshot.sources(),
                diagnostics: &now.checked.diagnostics,
                today: snapshot.today(),
                changed: &snapshot.changed(),
            })
        });
        let open = |path: &crate::text::SourcePath, line: u32| self.editor.address(path.as_str(), line, 1);
        self.preview.desk(&desk.view(&DeskQuery::parse(query), &open)).ok()
    }

    /// The page with the map of what serves which principle, for a query as it stands in the address.
    pub(super) fn coverage(&self, now: &Now, query: &str) -> Option<Vec<u8>> {
        let snapshot = now.snapshot.as_ref()?;
        let query = CoverageQuery::parse(query);
        let view = coverage_map(snapshot.library(), snapshot.config(), snapshot.today(), &query);
        self.preview.coverage(&view).ok()
    }

    fn desk_of(&self, now: &Now) -> Arc<OnceLock<Desk>> {
        let state = (now.generation, Arc::as_ptr(&now.checked) as usize);
        let mut kept = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|(known, _)| *known == state) {
            Some((_, desk)) => Arc::clone(desk),
            None => {
                let desk = Arc::new(OnceLock::new());
                *kept = Some((state, Arc::clone(&desk)));
                desk
            }
        }
    }

    /// The handbook's page.
    pub(super) fn handbook(&self, now: &Now) -> Option<Vec<u8>> {
        let snapshot = now.snapshot.as_ref()?;
        let mut html = |body: &crate::view::BodyView| snapshot.sample(body);
        let view = handbook(snapshot.library(), snapshot.config(), snapshot.today(), &mut html);
        self.preview.handbook(&view).ok()
    }

    /// A page that says one thing.
    pub(super) fn notice(&self, title: &str, words: &[&str], home_url: Option<String>) -> Vec<u8> {
        let words = words.iter().map(|text| (*text).to_owned()).collect();
        self.preview.notice(&NoticeView { title: title.to_owned(), words, home_url }).unwrap_or_default()
    }
}
