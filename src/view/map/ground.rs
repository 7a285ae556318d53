//! The ground below a route: tints and contours. It says nothing; it is there so that a sheet looks
//! like a sheet, each one its own. Whole numbers throughout, so the same on every machine.

use std::collections::BTreeMap;

use super::GroundView;
use super::pen::{Lie, Pen, Point};

/// Numbers that look random and follow from a text alone.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// A number from `least` to `most`.
    pub(super) fn throw(&mut self, least: i32, most: i32) -> i32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let span = u64::try_from(most - least).unwrap_or(0) + 1;
        least + i32::try_from(mixed % span).unwrap_or(0)
    }
}

/// Side of the squares in which the height of the ground is known.
const CELL: i32 = 32;
/// Contours between the lowest and the highest ground.
const LEVELS: i32 = 13;

/// The ground of a sheet.
pub(super) fn ground(seed: &str, width: i32, height: i32, lie: Lie) -> GroundView {
    let mut dice = Dice::new(seed);
    let tints = ["sand", "wood", "water", "wood"];
    let tint = |(at, kind): (usize, &&'static str)| (*kind, tint(&mut dice, at, width, height, lie));
    let tints: Vec<(&'static str, String)> = tints.iter().enumerate().map(tint).collect();
    let (fine, heavy) = contours(&mut dice, width, height, lie);
    GroundView { tints, contours: fine, heavy }
}

/// One kind of ground, of four: towards one corner each.
fn tint(dice: &mut Dice, at: usize, width: i32, height: i32, lie: Lie) -> String {
    const ROUND: [(i32, i32); 10] =
        [(100, 0), (81, 59), (31, 95), (-31, 95), (-81, 59), (-100, 0), (-81, -59), (-31, -95), (31, -95), (81, -59)];
    let (right, low) = (at == 1 || at == 3, at == 1 || at == 2);
    let across = if right { dice.throw(width * 5 / 8, width * 7 / 8) } else { dice.throw(width / 10, width * 3 / 8) };
    let down = if low { dice.throw(height * 5 / 9, height * 8 / 9) } else { dice.throw(height / 12, height * 3 / 9) };
    let (wide, high) = (dice.throw(width / 8, width / 4), dice.throw(44, 96));
    let points: Vec<Point> = ROUND
        .iter()
        .map(|(x, y)| {
            let swell = dice.throw(82, 124);
            (even(across + wide * x * swell / 10_000), even(down + high * y * swell / 10_000))
        })
        .collect();
    let mut pen = Pen::new(lie);
    pen.smooth(&points, true);
    pen.finish()
}

fn even(number: i32) -> i32 {
    number / 2 * 2
}

/// A hill, or a hollow.
struct Bump {
    at: Point,
    radius: i64,
    height: i64,
}

impl Bump {
    fn at(&self, (x, y): Point) -> i64 {
        let (dx, dy) = (i64::from(x - self.at.0), i64::from(y - self.at.1));
        let square = self.radius * self.radius;
        let far = square + dx * dx + dy * dy;
        self.height * square / far * square / far
    }
}

/// Hills and hollows, one or two for every part of the sheet.
fn bumps(dice: &mut Dice, width: i32, height: i32) -> Vec<Bump> {
    let (columns, rows) = (3, (height / 220).max(2));
    let mut bumps = Vec::new();
    for at in 0..columns * rows {
        let (column, row) = (at % columns, at / columns);
        let x = dice.throw(width * column / columns, width * (column + 1) / columns);
        let y = dice.throw(height * row / rows, height * (row + 1) / rows);
        let tall = dice.throw(500, 1000) * if at % 3 == 1 { -7 } else { 10 };
        bumps.push(Bump { at: (x, y), radius: i64::from(dice.throw(80, 180)), height: i64::from(tall) });
    }
    bumps
}

/// The height of the ground at the corners of a grid of cells, which begins one cell beyond the sheet.
struct Relief {
    columns: i32,
    rows: i32,
    heights: Vec<i64>,
}

impl Relief {
    fn new(columns: i32, rows: i32, height: impl Fn(Point) -> i64) -> Self {
        let corners = (0..=rows).flat_map(|row| (0..=columns).map(move |column| (column, row)));
        let heights = corners.map(|(column, row)| height(((column - 1) * CELL, (row - 1) * CELL))).collect();
        Self { columns, rows, heights }
    }

    fn height(&self, column: i32, row: i32) -> i64 {
        let at = usize::try_from(row * (self.columns + 1) + column).unwrap_or(usize::MAX);
        self.heights.get(at).copied().unwrap_or(0)
    }

    fn range(&self) -> (i64, i64) {
        let of = |end: Option<&i64>| end.copied().unwrap_or(0);
        (of(self.heights.iter().min()), of(self.heights.iter().max()))
    }
}

/// The place of a contour on an edge between two corners: the corner's column and row, and whether
/// the edge runs down from it.
type Edge = (i32, i32, bool);

/// Contours as two paths: the fine ones, and every fourth, which is heavier.
fn contours(dice: &mut Dice, width: i32, height: i32, lie: Lie) -> (String, String) {
    let bumps = bumps(dice, width, height);
    // A cell beyond every side, so that no end of a line shows.
    let (columns, rows) = (width / CELL + 3, height / CELL + 3);
    let relief = Relief::new(columns, rows, |at| bumps.iter().map(|bump| bump.at(at)).sum());
    let (low, high) = relief.range();
    let mut pens = (Pen::new(lie), Pen::new(lie));
    for at in 1..LEVELS {
        let level = low + (high - low) * i64::from(at) / i64::from(LEVELS);
        let pen = if at % 4 == 0 { &mut pens.1 } else { &mut pens.0 };
        for (line, round) in trace(level, &relief) {
            let points: Vec<Point> = line.iter().map(|edge| crossing(*edge, level, &relief)).collect();
            let thin = thinned(&points);
            if thin.len() > 3 {
                pen.smooth(&thin, round);
            }
        }
    }
    (pens.0.finish(), pens.1.finish())
}

/// Where a level crosses an edge.
fn crossing((column, row, down): Edge, level: i64, relief: &Relief) -> Point {
    let next = if down { (column, row + 1) } else { (column + 1, row) };
    let (from, to) = (relief.height(column, row), relief.height(next.0, next.1));
    let along = i64::from(CELL) * (level - from) / if to == from { 1 } else { to - from };
    let along = even(i32::try_from(along).unwrap_or(0));
    let (x, y) = ((column - 1) * CELL, (row - 1) * CELL);
    if down { (x, y + along) } else { (x + along, y) }
}

/// Marching squares: the lines of one level, each as the edges that it crosses, and whether it
/// comes back to where it began.
fn trace(level: i64, relief: &Relief) -> Vec<(Vec<Edge>, bool)> {
    let above = |column: i32, row: i32| relief.height(column, row) >= level;
    let mut joined: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    let mut join = |a: Edge, b: Edge| {
        joined.entry(a).or_default().push(b);
        joined.entry(b).or_default().push(a);
    };
    for row in 0..relief.rows {
        for column in 0..relief.columns {
            let corners =
                [above(column, row), above(column + 1, row), above(column + 1, row + 1), above(column, row + 1)];
            if corners == [true; 4] || corners == [false; 4] {
                continue;
            }
            let sides = [(column, row, false), (column + 1, row, true), (column, row + 1, false), (column, row, true)];
            let next = corners.iter().cycle().skip(1);
            let crossed = sides.into_iter().zip(corners.iter().zip(next)).filter(|(_, (one, other))| one != other);
            let crossed: Vec<Edge> = crossed.map(|(side, _)| side).collect();
            match crossed.as_slice() {
                [a, b] => join(*a, *b),
                // A saddle: the two corners that are above stay apart.
                [top, right, low, left] if corners.first() == Some(&true) => {
                    join(*left, *top);
                    join(*right, *low);
                }
                [top, right, low, left] => {
                    join(*top, *right);
                    join(*low, *left);
                }
                _ => {}
            }
        }
    }
    let ends: Vec<Edge> = joined.iter().filter(|(_, next)| next.len() == 1).map(|(edge, _)| *edge).collect();
    let mut lines = Vec::new();
    for end in ends {
        let line = follow(end, &mut joined);
        lines.extend((line.len() > 1).then_some((line, false)));
    }
    while let Some(edge) = joined.keys().next().copied() {
        lines.push((follow(edge, &mut joined), true));
    }
    lines
}

/// Walks along a line and takes it away.
fn follow(from: Edge, joined: &mut BTreeMap<Edge, Vec<Edge>>) -> Vec<Edge> {
    let mut line = Vec::new();
    let mut at = Some(from);
    while let Some(edge) = at {
        let Some(next) = joined.remove(&edge) else { break };
        line.push(edge);
        at = next.into_iter().find(|edge| joined.contains_key(edge));
    }
    line
}

/// Leaves out points that are so near to the one before that nobody would see them.
fn thinned(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        let near = kept.last().is_some_and(|last| (last.0 - point.0).abs() + (last.1 - point.1).abs() < CELL * 5 / 8);
        if !near {
            kept.push(*point);
        }
    }
    kept
}
