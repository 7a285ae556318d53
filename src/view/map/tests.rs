use proptest::collection::vec;
use proptest::prelude::*;

use super::letters::{breadth, lines};
use super::route::{LINE, NAME};
use super::{DrawingView, Halt, Itinerary, Leg, Lettering, MapLabel, MapView, route_map};

/// A rectangle that something covers: left, top, right, bottom.
type Box4 = (i32, i32, i32, i32);

fn apart(a: Box4, b: Box4) -> bool {
    a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1
}

fn stops(of: &DrawingView) -> Vec<Box4> {
    let around = |x: i32, y: i32, r: i32| (x - r, y - r, x + r, y + r);
    let mut boxes: Vec<Box4> = of.stops.iter().map(|stop| around(stop.x, stop.y, of.radius + 2)).collect();
    boxes.push(around(of.end.0, of.end.1, 18));
    boxes.push(around(of.start.0, of.start.1, 8));
    boxes
}

/// What a label covers, `anchor` being the part of its breadth that lies to the left of its place.
fn covers(label: &MapLabel, size: i32, anchor: (i32, i32)) -> Box4 {
    let wide = label.lines.iter().map(|line| breadth(line, size)).max().unwrap_or(0);
    let left = label.x - wide * anchor.0 / anchor.1;
    let more = LINE * (i32::try_from(label.lines.len()).unwrap() - 1);
    (left, label.y - size * 4 / 5, left + wide, label.y + more + size / 5)
}

fn labels(of: &DrawingView, from_right: bool) -> Vec<Box4> {
    let start = if from_right { (1, 1) } else { (0, 1) };
    let stage = if of.width > 500 { 19 } else { 16 };
    let names = of.labels.iter().map(|label| covers(label, NAME, (1, 2)));
    let stages = of.stages.iter().map(|label| covers(label, stage, start));
    names.chain(stages).chain(of.begin.iter().map(|label| covers(label, NAME - 1, start))).collect()
}

/// The pathway's steps by stage: how many options each offers, and whether it is optional.
fn itinerary(shape: &[Vec<(usize, bool)>], title: &str, from_right: bool) -> Itinerary {
    let kinds = ["article", "tool", "principle", "page", "pathway"];
    let mut number = 0;
    let mut halt = |&(ways, optional): &(usize, bool)| {
        number += 1;
        let kinds = kinds.iter().cycle().skip(number).take(ways.max(1)).map(|kind| (*kind).to_owned()).collect();
        Halt { number, title: title.to_owned(), kinds, is_choice: ways > 0, optional }
    };
    let legs = shape.iter().map(|steps| Leg { title: title.to_owned(), halts: steps.iter().map(&mut halt).collect() });
    let words = Lettering { start: "Start".into(), out: "You come out here".into(), next: "Next step".into() };
    Itinerary { seed: title.to_owned(), from_right, legs: legs.collect(), words }
}

fn titles() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ]{1,60}",
        "([A-Za-z]{1,14} ){1,40}".prop_map(|title| title.chars().take(300).collect()),
        "[WMm]{300}",
        "[ا-ي ]{1,120}",
        "[一-龥]{1,90}",
        "\\PC{1,300}",
    ]
}

fn shapes() -> impl Strategy<Value = Vec<Vec<(usize, bool)>>> {
    let few = vec(vec((0..7_usize, prop::bool::weighted(0.2)), 1..13), 1..7);
    let many = vec(vec((0..4_usize, any::<bool>()), 0..13), 1..41);
    prop_oneof![few, many]
}

fn drawings(map: &MapView) -> [&DrawingView; 2] {
    [&map.wide, &map.slim]
}

/// The numbers of a path, which has nothing but letters, spaces and whole numbers.
fn numbers(path: &str) -> Vec<i32> {
    let spaced = path.replace('-', " -");
    let parts = spaced.split(|letter: char| letter.is_ascii_alphabetic() || letter == ' ');
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().expect("a whole number")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_overlaps_and_all_is_on_the_sheet(shape in shapes(), title in titles(), from_right in any::<bool>()) {
        let Some(map) = route_map(&itinerary(&shape, &title, from_right)) else { return Ok(()) };
        for drawing in drawings(&map) {
            let (stops, labels) = (stops(drawing), labels(drawing, from_right));
            let all: Vec<&Box4> = stops.iter().chain(&labels).collect();
            let sheet = (0, 0, drawing.width, drawing.height);
            for (at, one) in all.iter().enumerate() {
                prop_assert!(one.0 >= sheet.0 && one.1 >= sheet.1 && one.2 <= sheet.2 && one.3 <= sheet.3,
                    "{one:?} is not on {sheet:?}");
                for other in all.iter().skip(at + 1) {
                    prop_assert!(apart(**one, **other), "{one:?} lies on {other:?}");
                }
            }
        }
    }

    #[test]
    fn from_the_right_it_is_the_exact_mirror(shape in shapes(), title in titles()) {
        let (left, right) = (itinerary(&shape, &title, false), itinerary(&shape, &title, true));
        let (Some(left), Some(right)) = (route_map(&left), route_map(&right)) else { return Ok(()) };
        for (left, right) in drawings(&left).into_iter().zip(drawings(&right)) {
            prop_assert_eq!(left.height, right.height);
            let over = |x: i32| left.width - x;
            for (a, b) in left.stops.iter().zip(&right.stops) {
                prop_assert_eq!((over(a.x), a.y, &a.text, &a.kind), (b.x, b.y, &b.text, &b.kind));
            }
            let labels = |of: &DrawingView| of.labels.iter().chain(&of.stages).cloned().collect::<Vec<_>>();
            for (a, b) in labels(left).iter().zip(&labels(right)) {
                prop_assert_eq!((over(a.x), a.y, &a.lines), (b.x, b.y, &b.lines));
            }
            prop_assert_eq!((over(left.start.0), over(left.end.0)), (right.start.0, right.end.0));
            prop_assert_eq!(ends(&left.way, left.width), ends(&right.way, 0));
            prop_assert_eq!(ends(&left.loops, left.width), ends(&right.loops, 0));
        }
        prop_assert_eq!(ends(&left.ground.contours, 736), ends(&right.ground.contours, 0));
    }

    #[test]
    fn the_same_pathway_gives_the_same_map_of_whole_numbers(shape in shapes(), title in titles()) {
        let of = itinerary(&shape, &title, false);
        let map = route_map(&of);
        prop_assert_eq!(&map, &route_map(&of));
        let Some(map) = map else { return Ok(()) };
        for drawing in drawings(&map) {
            for path in [&drawing.way, &drawing.loops, &drawing.bounds] {
                numbers(path);
            }
        }
        let bytes = serde_json::to_vec(&map).expect("plain data").len();
        prop_assert!(bytes < 60_000, "{bytes}");
    }

    #[test]
    fn lines_fit_and_lose_nothing_but_behind_an_ellipsis(title in titles(), room in 60..200_i32) {
        let found = lines(&title, NAME, room, 3);
        prop_assert!(found.len() <= 3);
        for line in &found {
            prop_assert!(breadth(line, NAME) <= room, "{line} in {room}");
        }
        let plain = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        let (whole, shown) = (plain(&title), plain(&found.concat()));
        prop_assert!(shown == whole || shown.strip_suffix('…').is_some_and(|shown| whole.starts_with(shown)));
    }
}

/// Absolute ends of a path's commands; over the middle of a sheet of `mirror` units where that is
/// not 0.
fn ends(path: &str, mirror: i32) -> Vec<(i32, i32)> {
    let mut at = (0, 0);
    let mut ends = Vec::new();
    let begins: Vec<usize> =
        path.match_indices(|letter: char| letter.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    for (index, begin) in begins.iter().enumerate() {
        let part = &path[*begin..begins.get(index + 1).copied().unwrap_or(path.len())];
        let numbers = numbers(part);
        let step = match part.as_bytes()[0] {
            b'h' | b'v' => 1,
            b'c' => 6,
            b'q' => 4,
            _ => 2,
        };
        for step in numbers.chunks(step) {
            at = match (part.as_bytes()[0], step) {
                (b'M', [x, y]) => (*x, *y),
                (b'h', [dx]) => (at.0 + dx, at.1),
                (b'v', [dy]) => (at.0, at.1 + dy),
                (_, [.., dx, dy]) => (at.0 + dx, at.1 + dy),
                _ => panic!("{part}"),
            };
            ends.push(if mirror == 0 { at } else { (mirror - at.0, at.1) });
        }
    }
    ends
}

fn plain(stages: &[usize]) -> Option<MapView> {
    let shape: Vec<_> = stages.iter().map(|steps| vec![(0, false); *steps]).collect();
    route_map(&itinerary(&shape, "A title", false))
}

#[test]
fn the_scale_follows_from_how_much_there_is_to_show() {
    let check = |stages: &[usize], unit: Option<&str>, stops: usize| {
        let map = plain(stages);
        assert_eq!(map.as_ref().map(|map| map.unit), unit, "{stages:?}");
        assert_eq!(map.map_or(0, |map| map.wide.stops.len()), stops, "{stages:?}");
    };
    check(&[], None, 0);
    check(&[0], None, 0);
    check(&[1], Some("step"), 1);
    check(&[3, 0, 5], Some("step"), 8);
    check(&[5; 6], Some("step"), 30);
    check(&[1; 7], Some("stage"), 7);
    check(&[12; 6], Some("stage"), 6);
    check(&[12; 40], Some("stage"), 40);
    check(&[70], Some("step"), 70);
    check(&[200], None, 0);
    check(&[1; 100], None, 0);
}

#[test]
fn a_fork_has_a_way_for_each_option_and_at_most_four() {
    let check = |ways: usize, texts: &[&str]| {
        let map = route_map(&itinerary(&[vec![(0, false), (ways, false)]], "A title", false)).expect("a map");
        let shown: Vec<&str> = map.slim.stops.iter().map(|stop| stop.text.as_str()).skip(1).collect();
        assert_eq!(shown, texts);
    };
    check(1, &["2a"]);
    check(3, &["2a", "2b", "2c"]);
    check(4, &["2a", "2b", "2c", "2d"]);
    check(5, &["2a", "2b", "2c", "+2"]);
}

mod of_a_library {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::{Country, CountrySheet, MOST_TRAILS, MapLabel, Trail, country_map};
    use super::{Box4, apart, breadth, covers, titles};
    use crate::view::BlazeView;

    fn country(bands: &[Option<usize>], edges: &[(usize, usize)], title: &str, from_right: bool) -> Country {
        let trail = |(at, band): (usize, &Option<usize>)| Trail {
            title: title.to_owned(),
            blaze: BlazeView { shape: "disc", colour: 1 },
            band: *band,
            after: edges.iter().filter(|(from, _)| *from == at).map(|(_, to)| *to).collect(),
        };
        let names = ["Beginning", "Middle", "Further along"];
        Country {
            from_right,
            bands: names.iter().map(|name| (*name).to_owned()).collect(),
            trails: bands.iter().enumerate().map(trail).collect(),
        }
    }

    fn boxes(of: &CountrySheet, from_right: bool) -> Vec<Box4> {
        let around = |(x, y): (i32, i32), r: i32| (x - r, y - r, x + r, y + r);
        let (start, end) = if from_right { ((1, 1), (0, 1)) } else { ((0, 1), (1, 1)) };
        let marks = of.routes.iter().map(|route| (route.mark.x, route.mark.y, route.mark.x + 28, route.mark.y + 28));
        let named = of.routes.iter().filter(|route| !route.name.lines.is_empty());
        let names = named.map(|route| covers(&route.name, 14, end));
        let bands = of.bands.iter().map(|band| covers(&band.name, 19, start));
        let starts = of.starts.iter().map(|at| around(*at, 8));
        let rings = of.rings.iter().map(|at| around(*at, 11));
        let ends = of.ends.iter().map(|at| around(*at, 12));
        marks.chain(names).chain(bands).chain(starts).chain(rings).chain(ends).collect()
    }

    fn graphs() -> impl Strategy<Value = (Vec<Option<usize>>, Vec<(usize, usize)>)> {
        let bands = vec(prop::option::of(0..3_usize), 1..=MOST_TRAILS);
        let edges = vec((0..MOST_TRAILS, 1..MOST_TRAILS), 0..12);
        // Every edge leads to a later one, as in a library without circles.
        (bands, edges.prop_map(|edges| edges.into_iter().map(|(from, by)| (from, from + by)).collect()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn nothing_overlaps((bands, edges) in graphs(), title in titles(), from_right in any::<bool>()) {
            let Some(map) = country_map(&country(&bands, &edges, &title, from_right)) else { return Ok(()) };
            for map in [&map.wide, &map.slim] {
            let boxes = boxes(map, from_right);
            for (at, one) in boxes.iter().enumerate() {
                prop_assert!(one.0 >= 0 && one.1 >= 0 && one.2 <= map.width && one.3 <= map.height, "{one:?} is off the sheet");
                for other in boxes.iter().skip(at + 1) {
                    prop_assert!(apart(*one, *other), "{one:?} lies on {other:?}");
                }
            }
            prop_assert_eq!(map.routes.len(), bands.len());
            }
        }

        #[test]
        fn from_the_right_it_is_the_mirror((bands, edges) in graphs()) {
            let map = |from_right| country_map(&country(&bands, &edges, "A title", from_right)).map(|map| map.wide);
            let (Some(left), Some(right)) = (map(false), map(true)) else { return Ok(()) };
            let over = |points: &[(i32, i32)]| points.iter().map(|(x, y)| (480 - x, *y)).collect::<Vec<_>>();
            prop_assert_eq!((over(&left.rings), over(&left.starts)), (right.rings, right.starts));
            for (left, right) in left.routes.iter().zip(&right.routes) {
                prop_assert_eq!(480 - left.mark.x - 28, right.mark.x);
                prop_assert_eq!(super::ends(&left.path, 480), super::ends(&right.path, 0));
            }
        }
    }

    /// Graphs that libraries have: all of them can be drawn.
    #[test]
    fn what_libraries_have_is_drawn() {
        let check = |bands: &[usize], edges: &[(usize, usize)], rings: usize, starts: usize, ends: usize| {
            let bands: Vec<_> = bands.iter().map(|band| Some(*band)).collect();
            let map = country_map(&country(&bands, edges, "A title", false)).expect("a map").wide;
            assert_eq!((map.rings.len(), map.starts.len(), map.ends.len()), (rings, starts, ends), "{edges:?}");
        };
        check(&[0], &[], 0, 1, 1);
        check(&[0, 1], &[(0, 1)], 1, 1, 1);
        check(&[0; 8], &[], 0, 8, 8);
        check(&[0; 12], &[], 0, 12, 12);
        check(&[0, 1, 1, 2], &[(0, 1), (0, 2), (1, 3), (2, 3)], 2, 1, 1);
        check(&[0, 1, 1, 2], &[(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)], 2, 1, 1);
        check(&[0, 0, 1, 1], &[(0, 2), (0, 3), (1, 2)], 2, 2, 2);
        check(&[0, 0, 0, 1, 1, 1, 2, 2], &[(0, 3), (0, 4), (1, 3), (3, 6), (4, 6), (2, 5), (5, 7)], 5, 3, 2);
    }

    #[test]
    fn a_circle_is_not_drawn() {
        assert_eq!(country_map(&country(&[Some(0), Some(0)], &[(0, 1), (1, 0)], "A", false)), None);
        let none: [Option<usize>; 0] = [];
        assert_eq!(country_map(&country(&none, &[], "A", false)), None);
    }

    #[test]
    fn a_name_is_lettered_in_full_where_it_fits() {
        let map = country_map(&country(&[Some(0)], &[], "Coaching through setbacks", false)).expect("a map").wide;
        let name: &MapLabel = &map.routes.first().expect("a route").name;
        assert_eq!(name.lines.concat().replace(' ', ""), "Coachingthroughsetbacks");
        assert!(name.lines.iter().all(|line| breadth(line, 14) <= 220));
    }
}
