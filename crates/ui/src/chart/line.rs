//! A balance over time as a line with the area under it, and its small form in a row.

use locale::fmt;
use maud::{Markup, html};

use super::{Across, Place, count, picture, ratio, ticks};

/// One moment of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Point {
    /// Its name at the foot; empty for most of many.
    pub label: String,
    /// The amount then, in minor units.
    pub value: i64,
}

const HEIGHT: f64 = 140.0;
const ABOVE: f64 = 10.0;
/// The width of the stretched drawing inside the picture.
const WIDTH: f64 = 1000.0;

/// The path of the values within a box, and where its zero lies.
fn path(values: &[i64], low: i64, high: i64, top: f64, height: f64) -> (String, f64) {
    let range = high.saturating_sub(low).max(1);
    let y = |value: i64| top + height * ratio(high.saturating_sub(value), range);
    let step = WIDTH / count(values.len().saturating_sub(1).max(1));
    let mut path = String::new();
    for (index, value) in values.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{command}{} {}", Place(step * count(index)), Place(y(*value))));
    }
    (path, y(0))
}

/// A balance over time. `today` is the index from which the values are a forecast, drawn dotted.
pub fn line(title: &str, description: &str, points: &[Point], today: Option<usize>, currency: &str) -> Markup {
    let values: Vec<i64> = points.iter().map(|point| point.value).collect();
    let high = values.iter().copied().max().unwrap_or(0).max(0);
    let low = values.iter().copied().min().unwrap_or(0).min(0);
    let range = high.saturating_sub(low).max(1);
    let y = |value: i64| ABOVE + HEIGHT * ratio(high.saturating_sub(value), range);
    let (whole, zero) = path(&values, low, high, ABOVE, HEIGHT);
    let known = today.unwrap_or(values.len()).min(values.len());
    let step = 100.0 / count(values.len().saturating_sub(1).max(1));
    let (past, _) = path(&values, low, high, ABOVE, HEIGHT);
    let clip = step * count(known.saturating_sub(1));
    let body = html! {
        @for tick in ticks(low, high, 3) {
            line class=(if tick == 0 { "zl" } else { "gl" }) x2="100%" y1=(Place(y(tick))) y2=(Place(y(tick))) {}
            text x="-10" y=(Place(y(tick) + 4.0)) text-anchor="end" { (fmt::amount_whole(tick, currency)) }
        }
        @if values.len() > 1 {
            svg viewBox={ "0 0 " (Place(WIDTH)) " " (Place(ABOVE + HEIGHT)) } preserveAspectRatio="none" width="100%" height=(Place(ABOVE + HEIGHT)) {
                path.ar d={ (whole) "L" (Place(WIDTH)) " " (Place(zero)) "L0 " (Place(zero)) "Z" } {}
                @if known < values.len() { path.fc d=(whole) {} }
            }
            // The known part is the same path, cut off at today.
            svg width=(Across(clip)) height=(Place(ABOVE + HEIGHT)) overflow="hidden" class="cut" {
                svg viewBox={ "0 0 " (Place(WIDTH)) " " (Place(ABOVE + HEIGHT)) } preserveAspectRatio="none"
                    width=(Across(if clip > 0.0 { 10_000.0 / clip } else { 100.0 })) height=(Place(ABOVE + HEIGHT)) { path.ln d=(past) {} }
            }
        }
        @if let Some(last) = known.checked_sub(1).and_then(|index| values.get(index)) {
            circle.pd cx=(Across(clip)) cy=(Place(y(*last))) r="3.5" {}
        }
        @for (index, point) in apart(points) {
            text x=(Across(step * count(index))) y=(Place(ABOVE + HEIGHT + 18.0)) text-anchor=(anchor(index, points.len())) { (point.label) }
        }
    };
    picture("li", ABOVE + HEIGHT + 26.0, title, description, body)
}

/// The labels that stand far enough apart on the narrowest page, the first and the last before those beside them.
fn apart(points: &[Point]) -> Vec<(usize, &Point)> {
    let nearest = points.len().div_ceil(10);
    let mut kept: Vec<(usize, &Point)> = Vec::new();
    for (index, point) in points.iter().enumerate().filter(|(_, point)| !point.label.is_empty()) {
        let near = kept.last().is_some_and(|(before, _)| index - before < nearest);
        if near && index + 1 == points.len() && kept.len() > 1 {
            kept.pop();
        } else if near {
            continue;
        }
        kept.push((index, point));
    }
    kept
}

/// The first label begins at the edge and the last one ends there.
fn anchor(index: usize, length: usize) -> &'static str {
    match index {
        0 => "start",
        last if last + 1 == length => "end",
        _ => "middle",
    }
}

/// A line without words, in a row of a table.
pub fn sparkline(title: &str, values: &[i64]) -> Markup {
    let high = values.iter().copied().max().unwrap_or(0);
    let low = values.iter().copied().min().unwrap_or(0);
    let (drawn, _) = path(values, low, high, 2.0, 16.0);
    html! {
        svg.spark role="img" viewBox={ "0 0 " (Place(WIDTH)) " 20" } preserveAspectRatio="none" width="96" height="20" {
            title { (title) }
            path.ln d=(drawn) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_too_near_one_another_give_way_to_the_first_and_the_last() {
        for (labelled, length, expected) in [
            (vec![0, 1, 3, 6, 9, 11], 12, vec![0, 3, 6, 9, 11]),
            (vec![0, 30, 60, 89], 90, vec![0, 30, 60, 89]),
            (vec![0, 3, 30, 85, 89], 90, vec![0, 30, 89]),
            (vec![0, 1], 2, vec![0, 1]),
        ] {
            let label = |at| if labelled.contains(&at) { "Nov".to_owned() } else { String::new() };
            let points: Vec<Point> = (0..length).map(|at| Point { label: label(at), value: 1 }).collect();
            let kept: Vec<usize> = apart(&points).into_iter().map(|(at, _)| at).collect();
            assert_eq!(kept, expected);
        }
    }

    #[test]
    fn lines_of_any_length_and_size_are_drawn() {
        for values in [vec![], vec![5], vec![0, 0], vec![i64::MIN, i64::MAX], vec![-5, 10, 3]] {
            let points: Vec<Point> = values.iter().map(|value| Point { label: String::new(), value: *value }).collect();
            for today in [None, Some(0), Some(1), Some(99)] {
                let drawn = line("Balance", "", &points, today, "USD").into_string();
                assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{values:?}: {drawn}");
            }
            assert!(!sparkline("Balance", &values).into_string().contains("NaN"));
        }
    }
}
