//! What may become of a balance: several lines from one moment, each named at its end.

use locale::fmt;
use maud::{Markup, html};

use super::{Across, Place, count, picture, ratio, ticks};

/// One way it may go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FanLine {
    /// Its name.
    pub name: String,
    /// Whether it is the one to look at first: drawn whole, the others dotted.
    pub first: bool,
    /// The amounts, in minor units; the first is the same for all.
    pub values: Vec<i64>,
}

const HEIGHT: f64 = 200.0;
const ABOVE: f64 = 12.0;
const WIDTH: f64 = 1000.0;
/// Names at the end keep this far from each other.
const APART: f64 = 16.0;

/// Lines that part from one moment. `labels` stand at the foot, one for each value; empty ones are left out.
pub fn fan(title: &str, description: &str, lines: &[FanLine], labels: &[String], currency: &str) -> Markup {
    let all = || lines.iter().flat_map(|line| line.values.iter().copied());
    let (high, low) = (all().max().unwrap_or(0).max(0), all().min().unwrap_or(0).min(0));
    let range = high.saturating_sub(low).max(1);
    let y = |value: i64| ABOVE + HEIGHT * ratio(high.saturating_sub(value), range);
    let steps = labels.len().saturating_sub(1).max(1);
    let path = |values: &[i64]| {
        let step = WIDTH / count(values.len().saturating_sub(1).max(1));
        let mut path = String::new();
        for (index, value) in values.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{command}{} {}", Place(step * count(index)), Place(y(*value))));
        }
        path
    };
    let mut ends: Vec<(f64, &str)> =
        lines.iter().filter_map(|line| line.values.last().map(|last| (y(*last), line.name.as_str()))).collect();
    ends.sort_by(|left, right| left.0.total_cmp(&right.0));
    keep_apart(&mut ends);
    let body = html! {
        @for tick in ticks(low, high, 4) {
            line class=(if tick == 0 { "zl" } else { "gl" }) x2="100%" y1=(Place(y(tick))) y2=(Place(y(tick))) {}
            text x="-10" y=(Place(y(tick) + 4.0)) text-anchor="end" { (fmt::amount_whole(tick, currency)) }
        }
        svg viewBox={ "0 0 " (Place(WIDTH)) " " (Place(ABOVE + HEIGHT)) } preserveAspectRatio="none" width="100%" height=(Place(ABOVE + HEIGHT)) {
            @for line in lines { path class=(if line.first { "ln" } else { "fc" }) d=(path(&line.values)) {} }
        }
        @for (at, name) in &ends { text.fn x="100%" y=(Place(at - 5.0)) text-anchor="end" { (name) } }
        @for (index, label) in labels.iter().enumerate().filter(|(_, label)| !label.is_empty()) {
            text x=(Across(100.0 / count(steps) * count(index))) y=(Place(ABOVE + HEIGHT + 20.0))
                text-anchor=(match index { 0 => "start", last if last == steps => "end", _ => "middle" }) { (label) }
        }
    };
    picture("li", ABOVE + HEIGHT + 28.0, title, description, body)
}

/// Moves names apart, from the topmost down; those that would slide over the months below the picture move up again.
fn keep_apart(ends: &mut [(f64, &str)]) {
    let mut above = f64::NEG_INFINITY;
    for (at, _) in ends.iter_mut() {
        *at = at.max(above + APART);
        above = *at;
    }
    let mut below = ABOVE + HEIGHT;
    for (at, _) in ends.iter_mut().rev() {
        *at = at.min(below);
        below = *at - APART;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_lines_that_end_together_stay_apart_and_above_the_foot() {
        for places in [vec![212.0, 212.0, 212.0, 20.0], vec![12.0, 13.0, 14.0], vec![212.0, 205.0], vec![]] {
            let mut ends: Vec<(f64, &str)> = places.iter().map(|place| (*place, "name")).collect();
            ends.sort_by(|left, right| left.0.total_cmp(&right.0));
            keep_apart(&mut ends);
            assert!(ends.iter().all(|(at, _)| *at <= ABOVE + HEIGHT), "{ends:?}");
            assert!(ends.windows(2).all(|pair| pair[1].0 - pair[0].0 >= APART), "{ends:?}");
        }
    }

    #[test]
    fn lines_of_any_length_and_size_are_drawn() {
        for values in [vec![], vec![5], vec![0, 0], vec![i64::MIN, i64::MAX], vec![-5, 10, 3]] {
            let line = FanLine { name: "Bad <months>".into(), first: true, values: values.clone() };
            let drawn = fan("Ahead", "", &[line.clone(), line], &["now".into(), String::new()], "USD").into_string();
            assert!(
                !drawn.contains("NaN") && !drawn.contains("inf") && !drawn.contains("<months>"),
                "{values:?}: {drawn}"
            );
        }
        assert!(!fan("Ahead", "", &[], &[], "USD").into_string().contains("inf"));
    }
}
