use super::{Maker, words};
use crate::config::{Call, CallKind, HelpLine, Localized};
use crate::library::{ItemId, keep_route, kind_route, language_prefix, patchwork_route, taxonomy_route};
use crate::model::{EntryId, Kind, Lang, SAFETY_PAGE};
use crate::view::{Alternate, CallView, Content, Crumb, FeedLink, HelpLineView, NavItem, PageView, SiteView};

/// The kinds in the header's order.
const NAV: [Kind; 4] = [Kind::Pathway, Kind::Tool, Kind::Article, Kind::Principle];

/// Pages that every library should have, in the frame's order.
const FIRST_PAGES: [&str; 3] = ["pages/about", "pages/contact", SAFETY_PAGE];
/// Pages that the frame names.
const MOST_PAGES: usize = 8;

/// The frame of a language's pages.
pub(super) fn site(maker: &Maker, lang: &Lang) -> SiteView {
    let (config, library) = (maker.config(), maker.library());
    let default = library.default_language();
    let prefix = language_prefix(lang, default);
    let text = |localized: &Localized| localized.get(lang.as_str()).to_owned();
    let page = |id: &str| library.find(&EntryId::new(id), lang).map(|id| maker.href(&library.item(id).route));
    let logo = config.theme.logo.as_ref().map(|logo| maker.href(&format!("/{}", logo.value.trim_start_matches('/'))));
    SiteView {
        title: text(&config.title),
        tagline: text(&config.tagline),
        lang: lang.to_string(),
        dir: lang.direction().to_owned(),
        home_url: maker.href(&format!("{prefix}/")),
        root_url: maker.href("/"),
        search_url: maker.href(&format!("{prefix}/search/")),
        patchwork_url: maker.href(&patchwork_route(&prefix)),
        keep_url: maker.href(&keep_route(&format!("{prefix}/"))),
        entry_shards: library.entry_shards(),
        safety_url: page(SAFETY_PAGE),
        about_url: page("pages/about"),
        contact_url: page("pages/contact"),
        nav: kinds(maker, lang),
        pages: pages(maker, lang),
        taxonomies: taxonomies(maker, lang),
        languages: maker.switch(lang, |_| None),
        help_lines: help_lines(maker, lang),
        emergency: text(&config.emergency),
        exit_url: config.quick_exit.url.clone(),
        exit_erase: config.quick_exit.erase,
        footer: text(&config.theme.footer),
        home_question: text(&config.theme.home_question),
        calls: config.theme.calls.iter().filter_map(|call| self::call(maker, call, lang)).collect(),
        feed_url: maker.feed_url(&format!("{prefix}/")),
        logo_width: logo_width(maker),
        logo_url: logo,
        settings: config.theme.other.clone(),
    }
}

/// A call in the words of a language; nothing where it leads nowhere.
fn call(maker: &Maker, call: &Call, lang: &Lang) -> Option<CallView> {
    let kind = call.kind.map_or("", CallKind::name);
    let own = call.label.get(lang.as_str());
    let label = if own.is_empty() { maker.words(lang).get(&format!("calls.{kind}")) } else { own };
    let address = call.url.value.as_str();
    let url = if !address.starts_with('/') && address.contains(':') {
        address.to_owned()
    } else {
        let (route, rest) = maker.library().site_route(address, lang)?;
        maker.href(&route) + &rest
    };
    Some(CallView { kind: kind.to_owned(), label: label.to_owned(), url }).filter(|call| !call.label.is_empty())
}

/// Height of the logo in pixels, and the most that it is wide.
const LOGO: (u32, u32) = (34, 160);

/// How wide the logo is at its height; as wide as high where its size is not known.
fn logo_width(maker: &Maker) -> u32 {
    let (height, most) = LOGO;
    let size = maker.config().theme.logo_path().and_then(|path| maker.materials.image_sizes.get(&path).copied());
    size.map_or(height, |(wide, high)| (wide.saturating_mul(height) / high.max(1)).clamp(height / 2, most))
}

fn kinds(maker: &Maker, lang: &Lang) -> Vec<NavItem> {
    let library = maker.library();
    let prefix = language_prefix(lang, library.default_language());
    let used = NAV.into_iter().filter(|kind| library.has_list(lang, *kind));
    let item = |kind: Kind| NavItem {
        label: maker.words(lang).get(&format!("kinds.{}.plural", kind.name())).to_owned(),
        url: maker.href(&kind_route(&prefix, kind)),
        key: kind.name().to_owned(),
    };
    used.map(item).collect()
}

/// Pages that the frame names: about, contact and safety, then others at the top by title, as many
/// as fit; the rest is found from A to Z.
fn pages(maker: &Maker, lang: &Lang) -> Vec<NavItem> {
    let place = |id: &EntryId| FIRST_PAGES.iter().position(|first| *first == id.as_str()).unwrap_or(usize::MAX);
    let mut pages: Vec<(usize, &str, &EntryId, NavItem)> = Vec::new();
    for (at, item) in maker.library().of_kind(lang, Kind::Page) {
        let id = &item.entry.id;
        if id.as_str().matches('/').count() < 2 {
            let nav = NavItem { label: item.title().to_owned(), url: maker.href(&item.route), key: id.to_string() };
            pages.push((place(id), maker.sort_key(at), id, nav));
        }
    }
    pages.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
    pages.truncate(MOST_PAGES);
    pages.into_iter().map(|(.., nav)| nav).collect()
}

fn taxonomies(maker: &Maker, lang: &Lang) -> Vec<NavItem> {
    let prefix = language_prefix(lang, maker.library().default_language());
    let used = maker.library().taxonomies(lang).iter().filter(|taxonomy| !taxonomy.terms.is_empty());
    let item = |taxonomy: &crate::library::TaxonomyIndex| NavItem {
        label: super::lists::taxonomy_label(maker, taxonomy, lang),
        url: maker.href(&taxonomy_route(&prefix, &taxonomy.name)),
        key: taxonomy.name.clone(),
    };
    used.map(item).collect()
}

/// Help lines, those that speak the page's language first, else in the site file's order.
fn help_lines(maker: &Maker, lang: &Lang) -> Vec<HelpLineView> {
    let mut lines: Vec<&HelpLine> = maker.config().help_lines.iter().collect();
    let speaks = |line: &HelpLine| line.languages.iter().any(|known| known == lang.as_str() || known == lang.primary());
    lines.sort_by_key(|line| !speaks(line));
    lines.into_iter().map(|line| help_line(line, lang)).collect()
}

fn help_line(line: &HelpLine, lang: &Lang) -> HelpLineView {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    HelpLineView {
        name: line.name.get(lang.as_str()).to_owned(),
        country: line.country.clone(),
        call: text(&line.call),
        call_url: dial("tel", &line.call, &line.country),
        text: text(&line.text),
        text_url: dial("sms", &line.text, &line.country),
        tty: text(&line.tty),
        tty_url: dial("tel", &line.tty, &line.country),
        chat: text(&line.chat),
        url: text(&line.url),
        hours: line.hours.get(lang.as_str()).to_owned(),
        note: line.note.get(lang.as_str()).to_owned(),
        languages: line.languages.iter().map(|tag| words::own_name(&Lang::new(tag)).to_owned()).collect(),
    }
}

/// `tel:` or `sms:` with the digits (and a leading `+`) of a number. A whole US number gets its
/// country code, so that it can be dialled from a phone abroad.
fn dial(scheme: &str, number: &Option<String>, country: &str) -> String {
    let Some(number) = number else { return String::new() };
    let plus = number.trim_start().starts_with('+');
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '*')).collect();
    match digits.as_str() {
        "" => String::new(),
        digits if plus || (country == "US" && digits.len() == 11 && digits.starts_with('1')) => {
            format!("{scheme}:+{digits}")
        }
        digits => format!("{scheme}:{digits}"),
    }
}

/// A page with everything but its content; `content` decides the rest.
pub(super) struct Draft {
    pub(super) route: String,
    pub(super) head_title: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) lang: Lang,
    /// Route of the same page in another language, where there is one.
    pub(super) translations: Vec<(Lang, String)>,
    /// Label and route of the pages on the way here, without home and without the page itself.
    pub(super) way: Vec<(String, String)>,
    pub(super) feeds: Vec<FeedLink>,
    pub(super) section: String,
    pub(super) content: Content,
}

impl Draft {
    pub(super) fn finish(self, maker: &Maker) -> PageView {
        let base = &maker.config().base_url;
        let lang = &self.lang;
        let languages = maker.switch(lang, |other| {
            let own = (other == lang).then(|| self.route.clone());
            own.or_else(|| self.translations.iter().find(|(known, _)| known == other).map(|(_, route)| route.clone()))
        });
        let noindex = matches!(
            self.content,
            Content::NotFound(_) | Content::Offline(_) | Content::Patchwork(_) | Content::Handout(_)
        );
        let is_home = matches!(self.content, Content::Home(_));
        let home = self.home(maker);
        let mut feeds = self.feeds;
        if let Some(url) = maker.feed_url(&home).filter(|url| !feeds.iter().any(|feed| feed.url == *url)) {
            let site = maker.config().title.get(lang.as_str());
            feeds.push(FeedLink { title: maker.words(lang).fill("view.feed_all", &[("site", site)]), url });
        }
        let mut crumbs = vec![(maker.words(lang).get("home").to_owned(), home)];
        if !is_home {
            crumbs.extend(self.way);
            crumbs.push((self.title.clone(), self.route.clone()));
        }
        PageView {
            url: base.href(&self.route),
            absolute_url: base.absolute(&self.route),
            head_title: self.head_title,
            title: self.title,
            description: self.description,
            lang: lang.to_string(),
            dir: lang.direction().to_owned(),
            noindex,
            og_type: if matches!(&self.content, Content::Entry(_)) { "article" } else { "website" }.to_owned(),
            og_image: None,
            alternates: if noindex { Vec::new() } else { alternates(maker, lang, &self.route, &self.translations) },
            languages,
            crumbs: crumbs.into_iter().map(|(label, route)| Crumb { label, url: base.href(&route) }).collect(),
            feeds,
            json_ld: String::new(),
            sensitive: false,
            section: self.section,
            content: self.content,
            route: self.route,
        }
    }

    fn home(&self, maker: &Maker) -> String {
        format!("{}/", language_prefix(&self.lang, maker.library().default_language()))
    }
}

/// The page in every language it has, and the default one for everybody else.
fn alternates(maker: &Maker, lang: &Lang, route: &str, translations: &[(Lang, String)]) -> Vec<Alternate> {
    if translations.is_empty() {
        return Vec::new();
    }
    let base = &maker.config().base_url;
    let mut found: Vec<(&Lang, &str)> = translations.iter().map(|(lang, route)| (lang, route.as_str())).collect();
    found.push((lang, route));
    let order = |lang: &Lang| maker.library().languages().iter().position(|known| known == lang);
    found.sort_by_key(|(lang, _)| order(lang));
    let mut alternates: Vec<Alternate> = found
        .iter()
        .map(|(lang, route)| Alternate { hreflang: lang.to_string(), absolute_url: base.absolute(route) })
        .collect();
    if let Some((_, route)) = found.first() {
        alternates.push(Alternate { hreflang: "x-default".to_owned(), absolute_url: base.absolute(route) });
    }
    alternates
}

/// Routes of an item's translations.
pub(super) fn translations(maker: &Maker, id: ItemId) -> Vec<(Lang, String)> {
    let library = maker.library();
    let others = library.translations(&library.item(id).entry.id).iter().filter(|other| **other != id);
    others.map(|other| library.item(*other)).map(|item| (item.entry.lang.clone(), item.route.clone())).collect()
}
