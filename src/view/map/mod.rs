//! Maps: the route of a pathway, and all pathways of a library, as numbers and path strings that a
//! theme draws. Pure geometry: whole numbers, the same for the same pathway on every machine. A map
//! is a picture of a list that stands beside it, and nothing can be learned from it alone.

mod country;
mod ground;
mod letters;
mod pen;
mod plan;
mod route;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub(super) use country::{Country, MOST_TRAILS, Trail, country_map};
pub(super) use plan::{Halt, Itinerary, Leg, Lettering};
pub(super) use route::route_map;

/// The map of a pathway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MapView {
    /// What a stop stands for: `step`, or `stage` where there are too many steps to show.
    pub unit: &'static str,
    /// The ground of both drawings; `slim` shows the part of it at the start of the lines.
    pub ground: GroundView,
    /// The wide drawing, 736 units: every stop has its name.
    pub wide: DrawingView,
    /// The slim drawing, 340 units: numbers, and the names of stages.
    pub slim: DrawingView,
    /// Number of stages.
    pub stage_count: usize,
    /// Steps at which the route divides, at most six: number and options.
    pub choices: Vec<(usize, usize)>,
    /// Numbers of optional steps, at most six.
    pub optional: Vec<usize>,
    /// The marks that occur, for a legend: `article`, `tool`, `principle` …
    pub marks: Vec<&'static str>,
    /// Whether any of them is drawn as a dashed loop.
    pub has_loops: bool,
}

/// How many choices, and how many optional steps, a description names one by one.
const MOST_NAMED: usize = 6;

/// Ground: tints and contours, as path strings for a sheet of 736 units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroundView {
    /// `sand`, `wood`, `water` and its path.
    pub tints: Vec<(&'static str, String)>,
    /// Fine contours, to be stroked.
    pub contours: String,
    /// Every fourth contour, to be stroked heavier.
    pub heavy: String,
}

/// One drawing of a route. All coordinates are units of the drawing from its upper left corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawingView {
    /// Width of the sheet.
    pub width: i32,
    /// Height of the sheet.
    pub height: i32,
    /// How far the ground is moved to the right.
    pub shift: i32,
    /// Half the breadth of a stop.
    pub radius: i32,
    /// The line that goes on, to be stroked.
    pub way: String,
    /// Dashed loops, to be stroked; may be empty.
    pub loops: String,
    /// Dotted lines between stages, to be stroked; may be empty.
    pub bounds: String,
    /// Stops in the order of the route.
    pub stops: Vec<MapStop>,
    /// Names of stages.
    pub stages: Vec<MapLabel>,
    /// What is lettered at the first end, from the start of lines.
    pub begin: Option<MapLabel>,
    /// Names of stops and of the other end, each line about its middle.
    pub labels: Vec<MapLabel>,
    /// Where the route begins.
    pub start: (i32, i32),
    /// The middle of the cairn, where it ends.
    pub end: (i32, i32),
    /// The sign that a script may plant beside a stop.
    pub flag: FlagView,
}

/// A stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MapStop {
    /// Its middle.
    pub x: i32,
    /// Its middle.
    pub y: i32,
    /// `article`, `tool`, `principle`, `page`, `pathway`, `stage`, `more`.
    pub kind: String,
    /// What stands in it: `7`, `4a`, `+3`.
    pub text: String,
    /// Which step it is, and of a choice which option: `7`, `4a`. Empty where it stands for several.
    pub step: String,
    /// Drawn dashed.
    pub optional: bool,
}

/// Lettering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MapLabel {
    /// Where each line begins, or its middle.
    pub x: i32,
    /// Foot of the first line.
    pub y: i32,
    /// Its lines, 17 units apart.
    pub lines: Vec<String>,
}

/// A sign on a pole. Its place is the middle of a stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlagView {
    /// What it says.
    pub text: String,
    /// Outline of the sign, relative to the middle of the stop.
    pub path: String,
    /// Where its text begins.
    pub x: i32,
    /// Foot of its text.
    pub y: i32,
    /// Foot of its pole.
    pub pole: i32,
    /// How wide it is: where there is less room, it flies the other way.
    pub width: i32,
}

/// The map of a library: every pathway as a route, by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountryView {
    /// The ground of both drawings, 480 units wide.
    pub ground: GroundView,
    /// Names of pathways and of those they lead on to.
    pub leads: Vec<(String, String)>,
    /// The wide drawing, 480 units: every route has its name.
    pub wide: CountrySheet,
    /// The slim drawing, 340 units: blazes alone.
    pub slim: CountrySheet,
}

/// One drawing of a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountrySheet {
    /// Width of the sheet.
    pub width: i32,
    /// Height of the sheet.
    pub height: i32,
    /// The stages, from above.
    pub bands: Vec<BandView>,
    /// The routes, in the pathways' order.
    pub routes: Vec<RouteLine>,
    /// Thin lines between places where routes meet, to be stroked; may be empty.
    pub links: String,
    /// Where routes begin that nothing leads to.
    pub starts: Vec<(i32, i32)>,
    /// Where one route leads on to another.
    pub rings: Vec<(i32, i32)>,
    /// Where routes end that lead to no other.
    pub ends: Vec<(i32, i32)>,
}

/// A stage on the map of a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BandView {
    /// Height of its upper edge; 0 for the first.
    pub edge: i32,
    /// Its name.
    pub name: MapLabel,
}

/// A pathway on the map of a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteLine {
    /// Colour 1 to 6.
    pub colour: u8,
    /// Its line, to be stroked.
    pub path: String,
    /// Its blaze.
    pub mark: PathwayMark,
    /// Its name, which ends at its place.
    pub name: MapLabel,
}

/// A blaze, 28 units wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PathwayMark {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// Its shape.
    pub shape: &'static str,
}
