//! The map of one pathway: traverses joined by hairpins, forks and loops, stops and their names.

use super::ground::{Dice, ground};
use super::letters::{breadth, lines};
use super::pen::{Lie, Pen, Point};
use super::plan::{Halt, Itinerary, Row, Scale, rows, scale};
use super::{DrawingView, FlagView, MOST_NAMED, MapLabel, MapStop, MapView};

/// The measures of a sheet, in units.
pub(super) struct Sheet {
    pub(super) width: i32,
    /// Where hairpins begin, from both sides, and how far their handles reach out.
    turn: i32,
    swing: i32,
    /// Room for the first and last stop of a full traverse, from both sides.
    inset: i32,
    /// Greatest distance between stops.
    stride: i32,
    pub(super) radius: i32,
    /// Half the length of a fork, at most, and the distance between its ways.
    fork: i32,
    apart: i32,
    /// How far stops stand off a straight line.
    sway: i32,
    /// Size of the names of stages.
    stage: i32,
    /// Room for the words at the end.
    out: i32,
    /// Stops of a traverse, where that is fewer than there is room for on the wide sheet.
    columns: usize,
    /// Whether stops have names where the scale gives them.
    is_named: bool,
}

#[rustfmt::skip]
pub(super) const WIDE: Sheet = Sheet {
    width: 736, turn: 84, swing: 76, inset: 132, stride: 200, radius: 15, fork: 56, apart: 44, sway: 12, stage: 19, out: 112,
    columns: 9, is_named: true,
};
#[rustfmt::skip]
pub(super) const SLIM: Sheet = Sheet {
    width: 340, turn: 42, swing: 40, inset: 68, stride: 82, radius: 13, fork: 30, apart: 36, sway: 6, stage: 16, out: 66,
    columns: 5, is_named: false,
};

/// Size of the names of stops, and the distance of their lines.
pub(super) const NAME: i32 = 14;
pub(super) const LINE: i32 = 17;
/// Lines of a stop's name.
const MOST_LINES: usize = 3;
/// The widest name.
const WIDEST: i32 = 150;
/// Room above a stop for the sign beside it: its top, from the middle of the stop.
const FLAG: i32 = 46;
/// Ways of a fork that are drawn; of more, the last stop says how many are left.
const MOST_WAYS: usize = 4;

/// Draws the map of a pathway; `None` where there is nothing to draw, or more than a sheet can hold.
pub(in crate::view) fn route_map(of: &Itinerary) -> Option<MapView> {
    let scale = scale(&of.legs)?;
    let wide = Drawing::of(of, scale, &WIDE);
    let slim = Drawing::of(of, scale, &SLIM);
    let lie = Lie { mirrored: of.from_right.then_some(WIDE.width) };
    let halts = || of.legs.iter().flat_map(|leg| &leg.halts);
    let kinds = ["article", "page", "tool", "principle", "pathway"].into_iter();
    let occurs =
        |kind: &&'static str| scale != Scale::Stages && halts().any(|halt| halt.kinds.iter().any(|own| own == kind));
    Some(MapView {
        unit: if scale == Scale::Stages { "stage" } else { "step" },
        ground: ground(&of.seed, WIDE.width, wide.height.max(slim.height), lie),
        stage_count: of.legs.len(),
        choices: halts()
            .filter(|halt| halt.is_choice)
            .map(|halt| (halt.number, halt.kinds.len()))
            .take(MOST_NAMED)
            .collect(),
        optional: halts().filter(|halt| halt.optional).map(|halt| halt.number).take(MOST_NAMED).collect(),
        has_loops: !wide.loops.is_empty(),
        marks: kinds.filter(occurs).collect(),
        wide,
        slim,
    })
}

/// A step in its place on a traverse; heights count from the traverse's foot.
struct Stop<'a> {
    halt: &'a Halt,
    x: i32,
    /// Where each way of the fork runs: one, on the line, where there is none.
    ways: Vec<i32>,
    name: Vec<String>,
    /// The foot of the name's first line.
    foot: i32,
}

impl Stop<'_> {
    /// Whether it stands on the line that goes on.
    fn is_on_line(&self) -> bool {
        !self.halt.optional && self.ways.len() == 1
    }

    fn lowest_way(&self) -> i32 {
        self.ways.iter().copied().max().unwrap_or(0)
    }

    /// How far it reaches above the traverse's foot and below.
    fn extent(&self, radius: i32) -> (i32, i32) {
        let up = FLAG - self.ways.iter().copied().min().unwrap_or(0).min(0);
        let more = LINE * i32::try_from(self.name.len().saturating_sub(1)).unwrap_or(0);
        let down = if self.name.is_empty() { self.lowest_way() + radius + 14 } else { self.foot + more + 12 };
        (up.max(FLAG - self.ways.first().copied().unwrap_or(0)), down)
    }
}

/// Stops from one side of the sheet to the other.
struct Traverse<'a> {
    stops: Vec<Stop<'a>>,
    /// Where the route ends, if it does here.
    end: Option<i32>,
    /// 1 from the start of lines, -1 back.
    way: i32,
    /// Half the length of forks.
    fork: i32,
    /// Height of its foot, on the line, below the sheet's upper side.
    base: i32,
}

impl<'a> Traverse<'a> {
    /// Sets out the stops of a row, `at` counting rows from the first.
    fn new(row: &'a Row, at: usize, is_named: bool, sheet: &Sheet, dice: &mut Dice) -> Self {
        let slots = i32::try_from(row.halts.len()).unwrap_or(0) + i32::from(row.is_last);
        let gaps = (slots - 1).max(1);
        let stride = ((sheet.width - 2 * sheet.inset) / gaps).min(sheet.stride);
        let first = (sheet.width - stride * (slots - 1)) / 2;
        let is_back = at % 2 == 1;
        let place = |slot: i32| {
            let x = first + stride * slot;
            if is_back { sheet.width - x } else { x }
        };
        let fork = sheet.fork.min((stride - 4) / 2).min(first - sheet.turn);
        let room = WIDEST.min(stride - 10);
        let mut stops: Vec<Stop> = Vec::new();
        for (slot, halt) in (0..).zip(&row.halts) {
            let mut ways = ways(halt, sheet.apart);
            if let ([way], false) = (ways.as_mut_slice(), halt.optional) {
                // Up and down by turns, so that no line is dead straight.
                let side = if (slot + i32::from(is_back)) % 2 == 0 { -1 } else { 1 };
                let most = sheet.sway.min(stride / 10);
                *way = side * dice.throw(most / 3, most);
            }
            let name = if is_named { lines(&halt.title, NAME, room, MOST_LINES) } else { Vec::new() };
            let mut stop = Stop { halt, x: place(slot), ways, name, foot: 0 };
            stop.foot = stop.lowest_way() + sheet.radius + 19;
            stops.push(stop);
        }
        let end = row.is_last.then(|| place(slots - 1));
        Self { stops, end, way: if is_back { -1 } else { 1 }, fork, base: 0 }
    }

    /// How far it reaches above its foot and below.
    fn extent(&self, sheet: &Sheet, out: &[String]) -> (i32, i32) {
        let extents = || self.stops.iter().map(|stop| stop.extent(sheet.radius));
        let lines = LINE * i32::try_from(out.len()).unwrap_or(0);
        let end = self.end.map_or(0, |_| sheet.radius + 14 + lines);
        (
            extents().map(|extent| extent.0).max().unwrap_or(0),
            extents().map(|extent| extent.1).max().unwrap_or(0).max(end),
        )
    }

    /// Where the hairpin begins that leads away.
    fn exit(&self, sheet: &Sheet) -> Point {
        let x = if self.way > 0 { sheet.width - sheet.turn } else { sheet.turn };
        (x, self.base)
    }
}

/// The ways on which a step's options lie, from the traverse's foot.
fn ways(halt: &Halt, apart: i32) -> Vec<i32> {
    let count = i32::try_from(halt.kinds.len().clamp(1, MOST_WAYS)).unwrap_or(1);
    let first = if halt.optional { apart } else { -apart * (count - 1) / 2 };
    (0..count).map(|way| first + apart * way).collect()
}

/// A drawing under way.
struct Drawing<'s> {
    sheet: &'s Sheet,
    lie: Lie,
    way: Pen,
    loops: Pen,
    bounds: Pen,
    stops: Vec<MapStop>,
    stages: Vec<MapLabel>,
    labels: Vec<MapLabel>,
}

impl<'s> Drawing<'s> {
    fn of(of: &Itinerary, scale: Scale, sheet: &'s Sheet) -> DrawingView {
        let lie = Lie { mirrored: of.from_right.then_some(sheet.width) };
        let (way, loops, bounds) = (Pen::new(lie), Pen::new(lie), Pen::new(lie));
        let (stops, stages, labels) = (Vec::new(), Vec::new(), Vec::new());
        let mut drawing = Drawing { sheet, lie, way, loops, bounds, stops, stages, labels };
        let rows = rows(&of.legs, scale, scale.columns().min(sheet.columns));
        let is_named = sheet.is_named && scale != Scale::Numbered;
        let out = whole(&of.words.out, sheet.out, MOST_LINES);
        let (traverses, height) = drawing.survey(&rows, is_named, &out, &mut Dice::new(&of.seed));
        let (start, end) = drawing.route(&traverses);
        for traverse in &traverses {
            traverse.stops.iter().for_each(|stop| drawing.stop(stop, traverse.base));
        }
        let begin = (start.0 - 8).max(8);
        let room = sheet.inset - sheet.radius - begin - 6;
        let begin = MapLabel { x: lie.x(begin), y: start.1 - 17, lines: lines(&of.words.start, NAME - 1, room, 1) };
        drawing.label((end.0, end.1 + sheet.radius + 18), out);
        DrawingView {
            width: sheet.width,
            height,
            shift: if of.from_right { sheet.width - WIDE.width } else { 0 },
            radius: sheet.radius,
            way: drawing.way.finish(),
            loops: drawing.loops.finish(),
            bounds: drawing.bounds.finish(),
            stops: drawing.stops,
            stages: drawing.stages,
            begin: Some(begin).filter(|begin| sheet.is_named && !begin.lines.is_empty()),
            labels: drawing.labels,
            start: (lie.x(start.0), start.1),
            end: (lie.x(end.0), end.1),
            flag: flag(&of.words.next, sheet, of.from_right),
        }
    }

    /// Puts every traverse in its place, one below the other, with the names of stages; gives the
    /// height of the sheet too.
    fn survey<'r>(
        &mut self,
        rows: &'r [Row],
        is_named: bool,
        out: &[String],
        dice: &mut Dice,
    ) -> (Vec<Traverse<'r>>, i32) {
        let mut traverses = Vec::new();
        let mut top = 6;
        for (at, row) in rows.iter().enumerate() {
            let mut traverse = Traverse::new(row, at, is_named, self.sheet, dice);
            if let Some(name) = &row.stage {
                if at > 0 {
                    self.bounds.start((6, top));
                    self.bounds.line((self.sheet.width - 6, top));
                }
                // On the side of a hairpin that comes down, its name stands inside it.
                let indent = if at > 0 && at % 2 == 0 { self.sheet.turn * 2 / 3 } else { 18 };
                let room = self.sheet.width - self.sheet.turn - indent;
                top += self.sheet.stage + 6;
                let lines = lines(name, self.sheet.stage, room, 1);
                self.stages.push(MapLabel { x: self.lie.x(indent), y: top, lines });
            }
            let (up, down) = traverse.extent(self.sheet, out);
            traverse.base = top + 4 + up;
            top = traverse.base + down;
            traverses.push(traverse);
        }
        (traverses, top + 4)
    }

    /// Draws the line through all traverses; gives its two ends.
    fn route(&mut self, traverses: &[Traverse]) -> (Point, Point) {
        let sheet = self.sheet;
        let start = (sheet.turn / 2, traverses.first().map_or(0, |first| first.base + 6));
        self.way.start(start);
        let mut at = start;
        for (index, traverse) in traverses.iter().enumerate() {
            for stop in &traverse.stops {
                at = self.pass(at, stop, traverse);
            }
            if let Some(end) = traverse.end {
                let end = (end, traverse.base);
                self.way.level(at, (end.0 - 12 * traverse.way, end.1 + 10));
                return (start, end);
            }
            let exit = traverse.exit(sheet);
            self.way.level(at, exit);
            at = (exit.0, traverses.get(index + 1).map_or(exit.1, |next| next.base));
            let out = exit.0 + sheet.swing * traverse.way;
            self.way.curve((out, exit.1), (out, at.1), at);
        }
        (start, at)
    }

    /// Leads the line to a stop, or past its fork; gives where it is then.
    fn pass(&mut self, at: Point, stop: &Stop, traverse: &Traverse) -> Point {
        let base = traverse.base;
        if let ([way], true) = (stop.ways.as_slice(), stop.is_on_line()) {
            let to = (stop.x, base + way);
            self.way.level(at, to);
            return to;
        }
        let half = traverse.fork * traverse.way;
        let (from, to) = ((stop.x - half, base), (stop.x + half, base));
        self.way.level(at, from);
        if stop.halt.optional || stop.ways.contains(&0) {
            self.way.line(to);
        }
        for way in stop.ways.iter().filter(|way| **way != 0) {
            let pen = if stop.halt.optional { &mut self.loops } else { &mut self.way };
            let middle = (stop.x, base + way);
            pen.start(from);
            pen.curve((from.0 + half * 5 / 8, base), (stop.x - half / 2, middle.1), middle);
            pen.curve((stop.x + half / 2, middle.1), (to.0 - half * 5 / 8, base), to);
        }
        self.way.start(to);
        to
    }

    /// Marks a stop, or the stops of a fork, and letters its name.
    fn stop(&mut self, stop: &Stop, base: i32) {
        let halt = stop.halt;
        let hidden = halt.kinds.len().saturating_sub(MOST_WAYS);
        for (at, (way, kind)) in stop.ways.iter().zip(&halt.kinds).enumerate() {
            let is_rest = hidden > 0 && at + 1 == MOST_WAYS;
            let step = match u8::try_from(at) {
                Ok(at) if halt.is_choice => format!("{}{}", halt.number, char::from(b'a'.saturating_add(at))),
                _ => halt.number.to_string(),
            };
            let text = match step.chars().count() {
                _ if is_rest => format!("+{}", hidden + 1),
                0..=3 => step.clone(),
                _ if halt.is_choice => step.chars().skip_while(char::is_ascii_digit).collect(),
                _ => step.clone(),
            };
            self.stops.push(MapStop {
                x: self.lie.x(stop.x),
                y: base + way,
                kind: if is_rest { "more".to_owned() } else { kind.clone() },
                text,
                step: if is_rest { String::new() } else { step },
                optional: halt.optional,
            });
        }
        self.label((stop.x, base + stop.foot), stop.name.clone());
    }

    fn label(&mut self, at: Point, lines: Vec<String>) {
        if !lines.is_empty() {
            self.labels.push(MapLabel { x: self.lie.x(at.0), y: at.1, lines });
        }
    }
}

/// Words that need not stand there: their lines, or none where they do not fit.
fn whole(words: &str, room: i32, most: usize) -> Vec<String> {
    let lines = lines(words, NAME - 1, room, most);
    if lines.last().is_some_and(|last| last.ends_with('…')) { Vec::new() } else { lines }
}

/// The sign that a script plants beside the next step.
fn flag(text: &str, sheet: &Sheet, from_right: bool) -> FlagView {
    let width = breadth(text, NAME - 1) + 14;
    let mut pen = Pen::new(Lie { mirrored: from_right.then_some(0) });
    pen.start((0, -FLAG + 2));
    pen.line((width, -FLAG + 2));
    pen.line((width + 8, -FLAG + 12));
    pen.line((width, -FLAG + 22));
    pen.line((0, -FLAG + 22));
    FlagView {
        text: text.to_owned(),
        path: pen.finish(),
        x: if from_right { -7 } else { 7 },
        y: -FLAG + 17,
        pole: -sheet.radius - 2,
        width: width + 8,
    }
}
