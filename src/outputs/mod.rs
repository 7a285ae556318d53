//! Show: every file of the site that is not a page, as a value; one file a kind of output.
//!
//! Invariant: outputs are values before they are files, and two never share a path ([`join`]).
//! Every function here is pure: views and values in, [`OutputFile`](crate::text::OutputFile)s out.
//! Nothing depends on the clock, so an unchanged library has unchanged outputs. This room is the
//! only importer of the XML writer and of the HTML rewriter.

mod catalogue;
mod content_type;
mod entries;
mod feeds;
mod headers;
mod join;
mod keep;
mod manifest;
mod portable;
mod redirects;
mod robots;
mod schema;
mod sitemap;
mod xml;

pub use catalogue::catalogue;
pub use content_type::content_type;
pub use entries::entries;
pub use feeds::feed;
pub use headers::{Lifetime, headers, lifetimes, page_headers};
pub use join::{Clash, Conflict, join};
pub use keep::{Keep, Kept, keep, loads};
pub use manifest::{MANIFEST_PATH, Manifest, ManifestFault, ManifestFile};
pub use portable::Portable;
pub use redirects::{Redirect, redirect_file, redirects};
pub use robots::robots;
pub use schema::{EXCEPTIONS, schemas};
pub use sitemap::{SitemapRow, sitemap};
