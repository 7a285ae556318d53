use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::args::SiteArgs;
use super::terminal::{Failure, shown};
use crate::config;
use crate::diag::Severity;
use crate::disk::{self, ContentFile, PathKind, SITE_FILE, Site};
use crate::publish::{PublishError, Target};

/// The folder of the site that is meant.
pub(super) fn site_folder(args: &SiteArgs) -> Result<PathBuf, Failure> {
    let Some(given) = &args.site else {
        return disk::find_site(&disk::current_folder()?).ok_or_else(|| {
            Failure::new(format!("there is no {SITE_FILE} in this folder or in any above it"))
                .help("go to your library's folder, name it with --site, or make one: waypost new my-library")
        });
    };
    let missing = |what: String, help: String| Err(Failure::new(what).help(help));
    match disk::path_kind(&given.join(SITE_FILE)) {
        Ok(PathKind::Missing) => missing(
            format!("{} holds no {SITE_FILE}, so it is no library", shown(given)),
            format!("name the folder that {SITE_FILE} is in, or make a library: waypost new {}", shown(given)),
        ),
        Ok(_) => Ok(given.clone()),
        Err(_) => missing(
            format!("{} is not a folder that can be read", shown(given)),
            format!("name the folder that {SITE_FILE} is in"),
        ),
    }
}

/// The day that was asked for: `--today`, else `SOURCE_DATE_EPOCH`.
pub(super) fn today(args: &SiteArgs) -> Result<Option<Date>, Failure> {
    match args.today {
        Some(day) => Ok(Some(day)),
        None => disk::source_date().map_err(|text| {
            Failure::new(format!("SOURCE_DATE_EPOCH is `{}`, which is not a number of seconds", text.escape_debug()))
                .help("unset it, or set it to the seconds since 1970, such as 1796083200")
        }),
    }
}

/// Opens an address in the browser that people use.
pub(super) fn in_browser(url: &str) -> Result<(), Failure> {
    ::open::that_detached(url).map_err(|error| Failure::new(error.to_string()))
}

/// Reads the site.
pub(super) fn read(folder: &Path, out: &Path) -> Result<Site, Failure> {
    let site = Site::read(folder, out)?;
    match site.config {
        Some(_) => Ok(site),
        None => Err(Failure::new(format!("{} holds no {SITE_FILE}", shown(folder)))),
    }
}

/// The output folder, brought up to date as the site file says, after a first look at what it holds.
/// Where the site file has mistakes there is no look: these are what the author should hear of.
pub(super) fn as_configured(target: Target, site: &Site) -> Result<Target, PublishError> {
    let Some(ContentFile::Text(source)) = &site.config else { return Ok(target) };
    let (read, complaints) = config::read(source);
    let target = target.with(read.map(|read| read.publish).unwrap_or_default());
    if !complaints.iter().any(|complaint| complaint.severity == Severity::Error) {
        target.look()?;
    }
    Ok(target)
}
