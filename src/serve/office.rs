//! The editor's own pages: the desk, the handbook, and notices.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::editor::Editor;
use super::now::Now;
use crate::theme::Preview;
use crate::view::{Desk, DeskMaterials, DeskQuery, NoticeView, handbook};

/// A desk, and the generation and number of messages that it is of.
type KeptDesk = ((u64, u64), Arc<Desk>);

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
        let desk = self.desk_of(now)?;
        let open = |path: &crate::text::SourcePath, line: u32| self.editor.address(path.as_str(), line, 1);
        self.preview.desk(&desk.view(&DeskQuery::parse(query), &open)).ok()
    }

    fn desk_of(&self, now: &Now) -> Option<Arc<Desk>> {
        let snapshot = now.snapshot.as_ref()?;
        let state = (now.generation, now.checked.number);
        let mut kept = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, desk)) = kept.as_ref().filter(|(known, _)| *known == state) {
            return Some(Arc::clone(desk));
        }
        let desk = Arc::new(Desk::new(&DeskMaterials {
            library: snapshot.library(),
            config: snapshot.config(),
            sources: &now.checked.sources,
            diagnostics: &now.checked.diagnostics,
            today: snapshot.today(),
            changed: &BTreeMap::new(),
        }));
        *kept = Some((state, Arc::clone(&desk)));
        Some(desk)
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
