//! Know: the library as a whole: routes, terms, the pathway graph, links, backlinks, related entries.
//!
//! Invariant: built whole in one pure call, then immutable; every link is an index of an item; all
//! iteration is ordered. It is a function of the entries' facts (front matter, headings, links,
//! minutes), not of their bodies.

mod a_z;
mod aliases;
mod build;
mod graph;
mod items;
mod ledger;
mod links;
mod made;
mod media;
mod permalinks;
mod places;
mod related;
mod routes;
mod site_links;
mod terms;

pub use a_z::{AToZ, MOST_ON_SEARCH_PAGE, Part};
pub use aliases::{Redirect, address_key};
pub use build::{Ingredients, NextChange, build};
pub use items::{FileSet, Hidden, Item, ItemId, Library, SiteFile};
pub use ledger::{Ledger, LedgerLine, ledger_with};
pub use links::{LinkTo, ResolvedLink, join_path, percent_decoded};
pub use made::MadeBy;
pub use media::Media;
pub use permalinks::{Permalinks, Standing};
pub use places::{PathStep, Place, Route};
pub use routes::{
    a_z_route, entry_address, entry_shard_route, feed_route, handout_route, has_handout, keep_route, kind_route,
    language_prefix, offline_route, paged_route, patchwork_route, search_folder, taxonomy_route, term_route,
};
pub use terms::{TaxonomyIndex, TermIndex, term_slug};
