//! Path strings: relative commands of whole numbers, mirrored where the language runs from the right.

use std::fmt::Write as _;

/// A point of a sheet, in units from its upper left corner.
pub(super) type Point = (i32, i32);

/// How a sheet lies: as drawn, or mirrored about its middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lie {
    /// Width of the sheet where it is mirrored.
    pub(super) mirrored: Option<i32>,
}

impl Lie {
    /// Where a distance from the start of the sheet is, from its left.
    pub(super) fn x(self, x: i32) -> i32 {
        self.mirrored.map_or(x, |width| width - x)
    }

    fn point(self, (x, y): Point) -> Point {
        (self.x(x), y)
    }
}

/// Draws one path.
pub(super) struct Pen {
    lie: Lie,
    text: String,
    at: Point,
    command: char,
}

impl Pen {
    pub(super) fn new(lie: Lie) -> Self {
        Self { lie, text: String::new(), at: (0, 0), command: ' ' }
    }

    /// Begins anew at a point.
    pub(super) fn start(&mut self, to: Point) {
        self.at = self.lie.point(to);
        self.write('M', &[self.at.0, self.at.1]);
    }

    /// A straight line.
    pub(super) fn line(&mut self, to: Point) {
        let (dx, dy) = self.step(to);
        match (dx, dy) {
            (0, 0) => return,
            (_, 0) => self.write('h', &[dx]),
            (0, _) => self.write('v', &[dy]),
            _ => self.write('l', &[dx, dy]),
        }
        self.at = self.lie.point(to);
    }

    /// A curve that leaves towards `out` and arrives from `into`.
    pub(super) fn curve(&mut self, out: Point, into: Point, to: Point) {
        let steps = [out, into, to].map(|point| self.step(point));
        self.write('c', &steps.map(<[i32; 2]>::from).concat());
        self.at = self.lie.point(to);
    }

    /// A curve that is level where it begins and ends.
    pub(super) fn level(&mut self, from: Point, to: Point) {
        if from.1 == to.1 {
            return self.line(to);
        }
        let middle = (from.0 + to.0) / 2;
        self.curve((middle, from.1), (middle, to.1), to);
    }

    /// A smooth line along points of even coordinates: from the middle of the first two to the middle
    /// of the last two, or round and round. Each further point costs two small numbers, since the
    /// browser finds the next point itself (`t`), exactly, for every middle is a whole number.
    pub(super) fn smooth(&mut self, points: &[Point], round: bool) {
        let middle = |a: Point, b: Point| ((a.0 + b.0) / 2, (a.1 + b.1) / 2);
        let again = if round { 2 } else { 0 };
        let way: Vec<Point> = points.iter().chain(points.iter().take(again)).copied().collect();
        let mut middles = way.iter().zip(way.iter().skip(1)).map(|(a, b)| middle(*a, *b));
        let (Some(first), Some(control)) = (middles.next(), way.get(1)) else { return };
        self.start(first);
        for (at, to) in middles.enumerate() {
            let (control, end) = (self.step(*control), self.step(to));
            match at {
                0 => self.write('q', &[control.0, control.1, end.0, end.1]),
                _ => self.write('t', &[end.0, end.1]),
            }
            self.at = self.lie.point(to);
        }
    }

    /// The path.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn step(&self, to: Point) -> Point {
        let to = self.lie.point(to);
        (to.0 - self.at.0, to.1 - self.at.1)
    }

    fn write(&mut self, command: char, numbers: &[i32]) {
        let mut first = self.command != command || command == 'M';
        if first {
            self.text.push(command);
            self.command = command;
        }
        for number in numbers {
            if !first && *number >= 0 {
                self.text.push(' ');
            }
            first = false;
            // Writing to a string cannot fail.
            let _ = write!(self.text, "{number}");
        }
    }
}
