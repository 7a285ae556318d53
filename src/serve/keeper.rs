//! Follows the site folder: after every change a new [`Now`], and a little later what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use tokio::sync::watch;

use super::now::{Checked, Kept, Now};
use super::{Options, Report};
use crate::diag::{Severity, Tally};
use crate::disk::{self, Change, SITE_FILE, Site, Stopwatch, Watch};
use crate::engine::{Built, Engine, Moment};
use crate::text::SourcePath;

/// Milliseconds after a change at which the library is checked: a save is often followed by another.
const CHECK_AFTER: f64 = 60.0;
/// Milliseconds after a change of known files at which the whole folder is looked through.
const LOOK_AFTER: f64 = 300.0;
/// Milliseconds for which a file that is gone or empty is waited for: many programs save by removing
/// or emptying a file and writing it anew.
const PATIENCE: f64 = 250.0;
/// Milliseconds between looks whether what is watched is still there.
const RENEW: f64 = 1_000.0;
/// Milliseconds between looks through the whole folder, for what nobody told.
const IDLE_LOOK: f64 = 30_000.0;
/// The same where nobody tells anything.
const POLL: f64 = 400.0;

/// What the keeper hears.
pub(super) enum News {
    /// Files changed.
    Changed(Change),
    /// A check is done; it was of that generation.
    Checked(u64, Result<Box<Built>, String>),
}

/// Follows one site.
pub(super) struct Keeper {
    options: Options,
    engine: Engine,
    site: Arc<Site>,
    moment: Option<Arc<Moment>>,
    now: watch::Sender<Now>,
    news: Sender<News>,
    watch: Option<Watch>,
    clock: Stopwatch,
    due: Due,
    /// Whether the folder has been read at all.
    has_read: bool,
    /// Whether the folder or its site file is not there.
    is_away: bool,
    /// Whether a check is under way.
    is_checking: bool,
    tell: Box<dyn FnMut(Report<'_>) + Send>,
}

/// When what is to be done, in milliseconds since the start.
struct Due {
    check: Option<f64>,
    look: f64,
    renew: f64,
    /// The end of the wait for files that are gone or empty.
    patience: Option<f64>,
}

impl Keeper {
    pub(super) fn new(
        options: Options,
        now: watch::Sender<Now>,
        news: Sender<News>,
        tell: Box<dyn FnMut(Report<'_>) + Send>,
    ) -> Self {
        Self {
            options,
            engine: Engine::default(),
            site: Arc::default(),
            moment: None,
            now,
            news,
            watch: None,
            clock: Stopwatch::start(),
            due: Due { check: None, look: IDLE_LOOK, renew: RENEW, patience: None },
            has_read: false,
            is_away: false,
            is_checking: false,
            tell,
        }
    }

    /// Reads the site, then follows it until nobody listens any more.
    pub(super) fn run(mut self, heard: &Receiver<News>) {
        self.look_through(&BTreeSet::new());
        // Watched from after the first page on; what changed meanwhile shows in the first look.
        self.begin_watching();
        self.due.look = self.clock.total() + LOOK_AFTER;
        loop {
            let news = heard.recv_timeout(self.wait());
            if matches!(news, Err(RecvTimeoutError::Disconnected)) {
                return;
            }
            if let Err(bug) = guarded(|| self.hear(news.ok(), heard)) {
                self.bug(bug);
            }
        }
    }

    /// Takes in what is new, if anything is, and does what is due.
    fn hear(&mut self, news: Option<News>, heard: &Receiver<News>) {
        match news {
            Some(News::Changed(change)) => self.follow(change, heard),
            Some(News::Checked(generation, built)) => self.checked(generation, built),
            None => {}
        }
        self.tick();
    }

    fn begin_watching(&mut self) {
        if self.options.poll {
            return;
        }
        let news = self.news.clone();
        // Nobody listens any more: the preview is about to end.
        let told = move |change| drop(news.send(News::Changed(change)));
        match disk::watch(&self.site.root, told) {
            Ok(watch) => self.watch = Some(watch),
            Err(why) => self.poll_instead(&why.to_string()),
        }
    }

    fn poll_instead(&mut self, why: &str) {
        self.watch = None;
        self.options.poll = true;
        self.due.look = self.clock.total() + POLL;
        (self.tell)(Report::CannotWatch(why));
    }

    fn wait(&self) -> Duration {
        let times = [Some(self.due.look), Some(self.due.renew), self.due.patience, self.due.check];
        let next = times.into_iter().flatten().fold(f64::INFINITY, f64::min);
        Duration::from_secs_f64(((next - self.clock.total()) / 1_000.0).clamp(0.001, 60.0))
    }

    /// Takes in a change, and all that came since.
    fn follow(&mut self, change: Change, heard: &Receiver<News>) {
        let mut named = BTreeSet::new();
        let mut is_known = true;
        let mut take = |change| match change {
            Change::Files(files) => named.extend(files),
            Change::Anything => is_known = false,
        };
        take(change);
        let mut checked = None;
        while let Ok(more) = heard.try_recv() {
            match more {
                News::Changed(more) => take(more),
                News::Checked(generation, built) => checked = Some((generation, built)),
            }
        }
        let is_known = is_known && !self.is_away;
        match is_known.then(|| self.site.with_texts(&named)).flatten() {
            // A save without a change.
            Some(site) if site.has_same_texts(&self.site, &named) => self.due.patience = None,
            Some(site) if !site.is_cut_short(&self.site) || self.is_patience_over() => {
                // What was waited for is there, or is waited for no longer; the next wait is its own.
                self.due.patience = None;
                self.look(site, &named);
                self.due.look = self.due.look.min(self.clock.total() + LOOK_AFTER);
            }
            Some(_) => self.be_patient(),
            None => {
                self.renew();
                self.look_through(&named);
                // A folder that is new may have filled before it was watched.
                self.due.look = self.due.look.min(self.clock.total() + LOOK_AFTER);
            }
        }
        if let Some((generation, built)) = checked {
            self.checked(generation, built);
        }
    }

    /// Waits for what seems to be half of a save.
    fn be_patient(&mut self) {
        self.due.patience.get_or_insert(self.clock.total() + PATIENCE);
    }

    fn is_patience_over(&self) -> bool {
        self.due.patience.is_some_and(|due| due <= self.clock.total())
    }

    /// Reads what changed anywhere in the folder.
    fn look_through(&mut self, named: &BTreeSet<SourcePath>) {
        let wait = if self.watch.is_none() && self.options.poll { POLL } else { IDLE_LOOK };
        let site = match self.site.read_again(&self.options.folder, &self.options.out, named) {
            Ok(site) => site,
            Err(error) => {
                self.due.look = self.clock.total() + RENEW;
                self.due.patience = None;
                self.keep_whole(format!("{error}; the last good pages are shown"));
                return;
            }
        };
        self.due.look = self.clock.total() + wait;
        let is_first = !std::mem::replace(&mut self.has_read, true);
        if !is_first && site.is_cut_short(&self.site) && !self.is_patience_over() {
            self.be_patient();
            return;
        }
        self.due.patience = None;
        if site.config.is_none() && !is_first {
            self.keep_whole(format!("{SITE_FILE} is gone; the last good pages are shown"));
            return;
        }
        let has_news = is_first || std::mem::take(&mut self.is_away) || !site.is_same(&self.site);
        if has_news || self.is_another_day() {
            self.look(site, named);
        } else {
            self.site = Arc::new(self.site.settled(site));
        }
    }

    fn is_another_day(&self) -> bool {
        let snapshot = self.now.borrow().snapshot.clone();
        self.options.request.today.is_none()
            && snapshot.is_some_and(|now| now.today().0 != disk::today(now.config().timezone.as_deref()))
    }

    /// Works out the moment of a site and serves it.
    fn look(&mut self, site: Site, named: &BTreeSet<SourcePath>) {
        self.site = Arc::new(site);
        let mut clock = Stopwatch::start();
        let (engine, site, request) = (&mut self.engine, &self.site, &self.options.request);
        let worked = guarded(|| {
            let moment = engine.look(site, request);
            let fault = moment.snapshot.as_ref().and_then(|snapshot| snapshot.prove());
            (moment, fault)
        });
        let (moment, fault) = match worked {
            Ok(worked) => worked,
            Err(bug) => {
                self.engine = Engine::default();
                self.bug(bug);
                return;
            }
        };
        let moment = Arc::new(moment);
        let broken = match (&moment.snapshot, &fault) {
            (None, _) => Some(moment.broken()),
            (Some(_), Some(fault)) => Some(format!("{}: {}", fault.place_text(), fault.message)),
            (Some(_), None) => None,
        };
        let mut now = self.now.borrow().clone();
        now.is_ready = true;
        now.generation += 1;
        now.broken.clone_from(&broken);
        if broken.is_none() {
            now.kept = Arc::new(self.kept(&moment));
            now.snapshot.clone_from(&moment.snapshot);
        }
        let before = (self.now.send_replace(now), self.moment.take());
        // Freeing a large library takes a while, and nothing waits for it.
        std::thread::spawn(move || drop(before));
        let pages = moment.snapshot.as_ref().map_or(0, |snapshot| snapshot.pages());
        (self.tell)(Report::Followed { named, parsed: moment.stats.parsed, pages, milliseconds: clock.lap() });
        self.moment = Some(moment);
        self.due.check = Some(self.clock.total() + CHECK_AFTER);
    }

    /// The last good versions of pages whose files cannot be read as entries now.
    fn kept(&self, moment: &Moment) -> BTreeMap<String, Kept> {
        let (Some(snapshot), now) = (&moment.snapshot, self.now.borrow()) else { return BTreeMap::new() };
        let unreadable: BTreeSet<SourcePath> = moment.unreadable().cloned().collect();
        let still = now.kept.iter().filter(|(_, kept)| unreadable.contains(&kept.source));
        let mut all: BTreeMap<String, Kept> = still.map(|(path, kept)| (path.clone(), kept.clone())).collect();
        for source in unreadable {
            let Some(before) = &now.snapshot else { continue };
            let Some(path) = before.page_of(&source).filter(|path| !all.contains_key(path)) else { continue };
            if let Ok(Ok(Some(bytes))) = guarded(|| before.file(&path)) {
                all.insert(path, Kept { bytes, source });
            }
        }
        all.retain(|path, _| !snapshot.has(path));
        all
    }

    fn keep_whole(&mut self, why: String) {
        self.is_away = true;
        if self.now.borrow().broken.as_ref() != Some(&why) {
            self.now.send_modify(|now| {
                now.is_ready = true;
                now.generation += 1;
                now.broken = Some(why);
            });
        }
    }

    /// What is due although nobody said anything.
    fn tick(&mut self) {
        let at = self.clock.total();
        if self.due.check.is_some_and(|due| due <= at) {
            self.begin_check();
        }
        if self.due.patience.is_some_and(|due| due <= at) || self.due.look <= at {
            self.look_through(&BTreeSet::new());
        }
        if self.due.renew <= at {
            self.due.renew = at + RENEW;
            if self.renew() {
                self.look_through(&BTreeSet::new());
            }
        }
    }

    /// Watches what is new at the top of the site; says whether there was any such thing.
    fn renew(&mut self) -> bool {
        match self.watch.as_mut().map(Watch::renew) {
            Some(Ok(is_renewed)) => is_renewed,
            Some(Err(why)) => {
                self.poll_instead(&why.to_string());
                false
            }
            None => false,
        }
    }

    fn begin_check(&mut self) {
        if self.is_checking {
            self.due.check = Some(self.clock.total() + CHECK_AFTER);
            return;
        }
        self.due.check = None;
        let Some(moment) = self.moment.clone() else { return };
        self.is_checking = true;
        let (generation, news) = (self.now.borrow().generation, self.news.clone());
        std::thread::spawn(move || {
            let built = guarded(|| Box::new(moment.checked()));
            // Nobody listens any more: the preview is about to end.
            let _ = news.send(News::Checked(generation, built));
        });
    }

    fn checked(&mut self, generation: u64, built: Result<Box<Built>, String>) {
        self.is_checking = false;
        let built = match built {
            Ok(built) => built,
            Err(bug) => {
                self.bug(bug);
                return;
            }
        };
        if generation != self.now.borrow().generation && self.due.check.is_none() {
            self.due.check = Some(self.clock.total() + CHECK_AFTER);
        }
        let tally = Tally::of(&built.diagnostics);
        let has_changed = {
            let now = self.now.borrow();
            now.checked.number == 0 || now.checked.bug.is_some() || now.checked.diagnostics != built.diagnostics
        };
        if has_changed {
            let listed: Vec<_> = built.diagnostics.iter().filter(|one| one.severity != Severity::Note).collect();
            (self.tell)(Report::Checked { diagnostics: &listed, sources: &built.sources, tally });
        }
        self.now.send_modify(|now| {
            let number = now.checked.number + u64::from(has_changed);
            let Built { diagnostics, sources, .. } = *built;
            now.checked = Arc::new(Checked { number, diagnostics, sources, tally, bug: None });
        });
    }

    /// Says that the program did something wrong, and goes on with what it had.
    fn bug(&mut self, what: String) {
        (self.tell)(Report::Bug(&what));
        self.now.send_modify(|now| {
            now.is_ready = true;
            let before = &now.checked;
            now.checked = Arc::new(Checked {
                number: before.number + 1,
                diagnostics: before.diagnostics.clone(),
                sources: before.sources.clone(),
                tally: before.tally,
                bug: Some(what),
            });
        });
    }
}

/// Runs something that must not end the preview when it goes wrong; what went wrong in words.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|cause| {
        let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason is known".to_owned())
    })
}
