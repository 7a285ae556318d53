//! The map of a library: every pathway as a route down the sheet, by stage, which meet where one
//! leads on to another. It claims no meeting that the graph does not have.

use std::collections::{BTreeMap, BTreeSet};

use super::ground::{Dice, ground};
use super::letters::lines;
use super::pen::{Lie, Pen, Point};
use super::{BandView, CountrySheet, CountryView, MapLabel, PathwayMark, RouteLine};
use crate::view::BlazeView;

/// A pathway, as far as the map of the library shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct Trail {
    /// Its name.
    pub(in crate::view) title: String,
    /// Its mark.
    pub(in crate::view) blaze: BlazeView,
    /// Its first stage, as an index of [`Country::bands`].
    pub(in crate::view) band: Option<usize>,
    /// Those that come after it, as indexes of [`Country::trails`].
    pub(in crate::view) after: Vec<usize>,
}

/// A library's pathways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct Country {
    /// Whether its language runs from the right.
    pub(in crate::view) from_right: bool,
    /// The names of the stages.
    pub(in crate::view) bands: Vec<String>,
    /// The pathways, in their order.
    pub(in crate::view) trails: Vec<Trail>,
}

/// Pathways on the map; more are a list.
pub(in crate::view) const MOST_TRAILS: usize = 12;
/// Routes beside each other.
const LANES: usize = 3;
/// Rows of routes on one sheet.
const MOST_ROWS: usize = 8;
/// Height of the strip above a row that names a stage.
const HEADER: i32 = 30;
/// Size of names.
const NAME: i32 = 14;
/// Size of the names of stages.
const BAND: i32 = 19;

/// The measures of a sheet, in units.
struct Measures {
    width: i32,
    /// Height of a row.
    row: i32,
    /// The middle of a blaze below the head of its row, and the room around it where its route runs straight, up and down.
    blaze: i32,
    calm: i32,
    /// Where lanes lie, the first and the last, where there are one, two or three of them.
    lanes: [(i32, i32); LANES],
    /// How far a blaze stands off its lane, so that no route is dead straight.
    sway: i32,
    /// Room for a name; none where there are none.
    room: [i32; LANES],
}

const WIDE: Measures = Measures {
    width: 480,
    row: 118,
    blaze: 64,
    calm: 27,
    sway: 12,
    lanes: [(262, 262), (190, 420), (146, 450)],
    room: [220, 150, 108],
};
const SLIM: Measures = Measures {
    width: 340,
    row: 84,
    blaze: 40,
    calm: 16,
    sway: 8,
    lanes: [(220, 220), (160, 290), (140, 304)],
    room: [0, 0, 0],
};

/// Draws the map of a library; `None` where there is nothing to draw, or it cannot be drawn truly.
pub(in crate::view) fn country_map(of: &Country) -> Option<CountryView> {
    if of.trails.is_empty() || of.trails.len() > MOST_TRAILS {
        return None;
    }
    let graph = Graph::new(&of.trails)?;
    let lay = Lay::new(of, &graph)?;
    let (wide, slim) = (draw(of, &graph, &lay, &WIDE), draw(of, &graph, &lay, &SLIM));
    let seed: String = of.trails.iter().map(|trail| trail.title.as_str()).collect();
    let lie = Lie { mirrored: of.from_right.then_some(WIDE.width) };
    let edge = |at: usize, next: usize| {
        of.trails.get(at).zip(of.trails.get(next)).map(|(a, b)| (a.title.clone(), b.title.clone()))
    };
    let leads = (0..of.trails.len()).flat_map(|at| graph.after(at).filter_map(move |next| edge(at, next)));
    Some(CountryView {
        ground: ground(&seed, WIDE.width, wide.height.max(slim.height), lie),
        leads: leads.collect(),
        wide,
        slim,
    })
}

/// Who leads on to whom, without the edges that follow from others.
struct Graph {
    after: Vec<BTreeSet<usize>>,
    before: Vec<BTreeSet<usize>>,
    /// Indexes, none before one that leads to it.
    order: Vec<usize>,
}

/// Where pathways meet: after the first, or before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ring {
    After(usize),
    Before(usize),
}

impl Graph {
    fn new(trails: &[Trail]) -> Option<Self> {
        let count = trails.len();
        let known = |trail: &Trail| trail.after.iter().copied().filter(|to| *to < count).collect::<BTreeSet<usize>>();
        let edges: Vec<BTreeSet<usize>> = trails.iter().map(known).collect();
        let reach: Vec<BTreeSet<usize>> = (0..count).map(|from| reachable(from, &edges)).collect();
        let reaches = |from: usize, to: usize| reach.get(from).is_some_and(|far| far.contains(&to));
        if (0..count).any(|at| reaches(at, at)) {
            return None;
        }
        let mut graph =
            Self { after: vec![BTreeSet::new(); count], before: vec![BTreeSet::new(); count], order: Vec::new() };
        for (from, ends) in edges.iter().enumerate() {
            for to in ends {
                if ends.iter().any(|other| reaches(*other, *to)) {
                    continue;
                }
                graph.after.get_mut(from)?.insert(*to);
                graph.before.get_mut(*to)?.insert(from);
            }
        }
        while graph.order.len() < count {
            let is_next =
                |at: &usize| !graph.order.contains(at) && graph.before(*at).all(|before| graph.order.contains(&before));
            let next = (0..count).find(is_next)?;
            graph.order.push(next);
        }
        Some(graph)
    }

    fn after(&self, at: usize) -> impl Iterator<Item = usize> {
        self.after.get(at).into_iter().flatten().copied()
    }

    fn before(&self, at: usize) -> impl Iterator<Item = usize> {
        self.before.get(at).into_iter().flatten().copied()
    }

    /// Where a pathway ends, if others come after it.
    fn ring_after(&self, at: usize) -> Option<Ring> {
        let only = self.after(at).next()?;
        Some(if self.after(at).count() == 1 { Ring::Before(only) } else { Ring::After(at) })
    }

    /// Where a pathway begins, if others come before it.
    fn ring_before(&self, at: usize) -> Option<Ring> {
        let only = self.before(at).next()?;
        let is_one_of_many = self.before(at).count() == 1 && self.after(only).count() > 1;
        Some(if is_one_of_many { Ring::After(only) } else { Ring::Before(at) })
    }
}

fn reachable(from: usize, edges: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        open.extend(edges.get(at).into_iter().flatten().filter(|to| found.insert(**to)));
    }
    found
}

/// Where each pathway's name stands: its lane, and its row.
struct Lay {
    places: Vec<(usize, usize)>,
    /// Lanes in use.
    lanes: usize,
    /// The band of each row.
    rows: Vec<usize>,
}

impl Lay {
    fn new(of: &Country, graph: &Graph) -> Option<Self> {
        let bands = bands(of, graph);
        let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut places: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut rows: Vec<usize> = Vec::new();
        let mut order = graph.order.clone();
        order.sort_by_key(|at| (bands.get(*at), graph.order.iter().position(|other| other == at)));
        for at in order {
            let band = bands.get(at).copied()?;
            let first = rows.iter().position(|other| *other >= band).unwrap_or(rows.len());
            let after = graph.before(at).filter_map(|before| places.get(&before)).map(|(_, row)| row + 1).max();
            let mut row = first.max(after.unwrap_or(0));
            let found = loop {
                if row >= MOST_ROWS {
                    return None;
                }
                if let Some(lane) = lane(at, row, graph, &places, &taken) {
                    break (lane, row);
                }
                row += 1;
            };
            while rows.len() <= found.1 {
                rows.push(band);
            }
            // Its lane is its own from where it begins; and from where others end that lead to it.
            for row in begin(at, found.1, graph, &places)..=found.1 {
                taken.insert((found.0, row));
            }
            for before in graph.before(at) {
                let (lane, from) = places.get(&before).copied()?;
                (from..found.1).for_each(|row| {
                    taken.insert((lane, row));
                });
            }
            places.insert(at, found);
        }
        let lanes = places.values().map(|(lane, _)| lane + 1).max().unwrap_or(1);
        Some(Self { places: places.into_values().collect(), lanes, rows })
    }
}

/// The row in which a pathway leaves the ring where it begins.
fn begin(at: usize, row: usize, graph: &Graph, places: &BTreeMap<usize, (usize, usize)>) -> usize {
    match graph.ring_before(at) {
        Some(Ring::After(before)) => places.get(&before).map_or(row, |(_, row)| row + 1),
        _ => row,
    }
}

/// A free lane for a pathway in a row: the nearest to those that lead to it. The lanes of pathways
/// whose way on is not drawn yet are kept free.
fn lane(
    at: usize,
    row: usize,
    graph: &Graph,
    places: &BTreeMap<usize, (usize, usize)>,
    taken: &BTreeSet<(usize, usize)>,
) -> Option<usize> {
    let from = begin(at, row, graph, places);
    let is_kept = |lane: usize| {
        places.iter().any(|(other, (own, last))| {
            let open = graph.after(*other).any(|next| next != at && !places.contains_key(&next));
            *own == lane
                && *last < row
                && open
                && !(graph.before(at).any(|before| before == *other) && *last + 1 >= from)
        })
    };
    let is_free = |lane: &usize| (from..=row).all(|row| !taken.contains(&(*lane, row))) && !is_kept(*lane);
    let wish: Vec<usize> = graph.before(at).filter_map(|before| places.get(&before)).map(|(lane, _)| *lane).collect();
    let sum: usize = wish.iter().sum();
    (0..LANES).filter(is_free).min_by_key(|lane| ((lane * wish.len()).abs_diff(sum), *lane))
}

/// The band in which each pathway stands: its own, or that of one that leads to it if that is later.
fn bands(of: &Country, graph: &Graph) -> Vec<usize> {
    let mut bands: Vec<usize> = of.trails.iter().map(|trail| trail.band.unwrap_or(0)).collect();
    for at in &graph.order {
        let least = graph.before(*at).filter_map(|before| bands.get(before)).copied().max().unwrap_or(0);
        if let Some(band) = bands.get_mut(*at) {
            *band = least.max(*band);
        }
    }
    bands
}

/// The sheet with everything in place.
struct Sheet<'a> {
    measures: &'a Measures,
    graph: &'a Graph,
    lay: &'a Lay,
    /// Upper side of each row; and of one more.
    tops: Vec<i32>,
    /// How far each pathway stands off its lane.
    sways: Vec<i32>,
}

impl Sheet<'_> {
    fn place(&self, at: usize) -> (usize, usize) {
        self.lay.places.get(at).copied().unwrap_or((0, 0))
    }

    fn lane(&self, lane: usize) -> i32 {
        let [one, two, three] = self.measures.lanes;
        let (first, last) = match self.lay.lanes {
            1 => one,
            2 => two,
            _ => three,
        };
        let gaps = i32::try_from(self.lay.lanes.saturating_sub(1)).unwrap_or(1).max(1);
        first + (last - first) * i32::try_from(lane).unwrap_or(0) / gaps
    }

    fn sway(&self, at: usize) -> i32 {
        self.sways.get(at).copied().unwrap_or(0)
    }

    fn top(&self, row: usize) -> i32 {
        self.tops.get(row).or(self.tops.last()).copied().unwrap_or(0)
    }

    /// The middle of a pathway's blaze.
    fn blaze(&self, at: usize) -> Point {
        let (lane, row) = self.place(at);
        (self.lane(lane) + self.sway(at), self.top(row) + self.measures.blaze)
    }

    fn ring(&self, ring: Ring) -> Point {
        match ring {
            // A little higher than the other sort, so that the two never touch.
            Ring::After(at) => (self.blaze(at).0, self.top(self.place(at).1) + self.measures.row - 11),
            Ring::Before(at) => (self.blaze(at).0, self.top(self.place(at).1) + 12),
        }
    }

    fn start(&self, at: usize) -> Point {
        let start = (self.blaze(at).0, self.top(self.place(at).1) + 10);
        self.graph.ring_before(at).map_or(start, |ring| self.ring(ring))
    }

    fn end(&self, at: usize) -> Point {
        let end = (self.blaze(at).0, self.top(self.place(at).1) + self.measures.row - 12);
        self.graph.ring_after(at).map_or(end, |ring| self.ring(ring))
    }

    /// Draws a route from its start past its blaze to its end.
    fn route(&self, at: usize, pen: &mut Pen) {
        let (start, blaze, end) = (self.start(at), self.blaze(at), self.end(at));
        pen.start(start);
        // Routes change lanes within a row: at its head where they begin, at its foot where they end.
        let calm = (
            blaze.0,
            (blaze.1 - self.measures.calm).min(start.1 + self.measures.row / 2 - self.measures.calm).max(start.1),
        );
        down(pen, start, calm);
        pen.line(blaze);
        let turn = (
            blaze.0,
            (blaze.1 + self.measures.calm).max(end.1 - self.measures.row / 2 + self.measures.calm).min(end.1),
        );
        pen.line(turn);
        down(pen, turn, end);
    }
}

/// A curve that is upright where it begins and ends.
fn down(pen: &mut Pen, from: Point, to: Point) {
    if from.0 == to.0 {
        return pen.line(to);
    }
    let middle = (from.1 + to.1) / 2;
    pen.curve((from.0, middle), (to.0, middle), to);
}

fn draw(of: &Country, graph: &Graph, lay: &Lay, measures: &Measures) -> CountrySheet {
    let lie = Lie { mirrored: of.from_right.then_some(measures.width) };
    let has_bands = of.trails.iter().any(|trail| trail.band.is_some());
    let mut tops = Vec::new();
    let mut bands = Vec::new();
    let mut top = 4;
    let mut last = None;
    for band in &lay.rows {
        if has_bands && last != Some(*band) {
            let title = of.bands.get(*band).map_or("", String::as_str);
            let name = MapLabel { x: lie.x(16), y: top + 23, lines: lines(title, BAND, measures.width / 2, 1) };
            bands.push(BandView { edge: if last.is_some() { top } else { 0 }, name });
            top += HEADER;
        }
        last = Some(*band);
        tops.push(top);
        top += measures.row;
    }
    tops.push(top);
    let height = top + 6;
    let sway = |trail: &Trail| {
        let mut dice = Dice::new(&trail.title);
        measures.sway * (2 * dice.throw(0, 1) - 1) * dice.throw(6, 10) / 10
    };
    let sheet = Sheet { measures, graph, lay, tops, sways: of.trails.iter().map(sway).collect() };
    let room = measures.room.get(lay.lanes.saturating_sub(1)).copied().unwrap_or(0);
    let mut routes = Vec::new();
    let (mut starts, mut ends, mut rings) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut links = Pen::new(lie);
    for (at, trail) in of.trails.iter().enumerate() {
        let mut pen = Pen::new(lie);
        sheet.route(at, &mut pen);
        let (x, y) = sheet.blaze(at);
        let name = if room > 0 { lines(&trail.title, NAME, room, 3) } else { Vec::new() };
        let half = 17 * (i32::try_from(name.len()).unwrap_or(1) - 1) / 2;
        routes.push(RouteLine {
            colour: trail.blaze.colour,
            path: pen.finish(),
            mark: PathwayMark { x: lie.x(x) - 14, y: y - 14, shape: trail.blaze.shape },
            name: MapLabel { x: lie.x(x - 22), y: y + 5 - half, lines: name },
        });
        match graph.ring_before(at) {
            None => starts.push(sheet.start(at)),
            Some(ring) => {
                rings.insert(ring);
            }
        }
        match graph.ring_after(at) {
            None => ends.push(sheet.end(at)),
            Some(ring) => {
                rings.insert(ring);
            }
        }
        // Where one of several ways on leads to a meeting of several, a thin line joins the rings.
        for next in graph.after(at).filter(|next| graph.ring_after(at) != graph.ring_before(*next)) {
            let (Some(from), Some(to)) = (graph.ring_after(at), graph.ring_before(next)) else { continue };
            let (from, to) = (sheet.ring(from), sheet.ring(to));
            links.start(from);
            let turn = (from.0, (to.1 - 34).max(from.1));
            links.line(turn);
            down(&mut links, turn, to);
        }
    }
    let mirrored = |points: Vec<Point>| points.into_iter().map(|(x, y)| (lie.x(x), y)).collect();
    CountrySheet {
        width: measures.width,
        height,
        bands,
        links: links.finish(),
        starts: mirrored(starts),
        rings: mirrored(rings.into_iter().map(|ring| sheet.ring(ring)).collect()),
        ends: mirrored(ends),
        routes,
    }
}
