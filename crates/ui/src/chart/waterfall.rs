//! How one amount becomes another, step by step: income into profit, cash at the beginning into cash at the end. A row a
//! step, so that names have room.

use locale::{fmt, t};
use maud::{Markup, html};

use super::{Across, Place, count, picture, ratio};

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    name: String,
    amount: i64,
    level: bool,
}

impl Step {
    /// An amount that stands: where it begins, where it ends, or a sum on the way.
    pub fn level(name: impl Into<String>, amount: i64) -> Step {
        Step { name: name.into(), amount, level: true }
    }

    /// An amount that comes (positive) or goes (negative).
    pub fn change(name: impl Into<String>, amount: i64) -> Step {
        Step { name: name.into(), amount, level: false }
    }
}

const ROW: f64 = 26.0;
const BAR: f64 = 16.0;
/// The longest name that fits left of the bars.
const LETTERS: usize = 24;

/// The steps from top to bottom. Names stand left of the bars and amounts right of them, in the gutters of
/// [`stepped`].
pub fn waterfall(title: &str, description: &str, steps: &[Step], currency: &str) -> Markup {
    // Where each bar begins and ends: a level from zero, a change from where the one before it ended.
    let mut at = 0i64;
    let bars: Vec<(i64, i64)> = steps
        .iter()
        .map(|step| {
            let from = if step.level { 0 } else { at };
            at = from.saturating_add(step.amount);
            (from, at)
        })
        .collect();
    let ends = || bars.iter().flat_map(|(from, to)| [*from, *to]);
    let (low, high) = (ends().min().unwrap_or(0).min(0), ends().max().unwrap_or(0).max(0));
    let range = high.saturating_sub(low).max(1);
    let x = |amount: i64| 100.0 * ratio(amount.saturating_sub(low), range);
    let top = |row: usize| ROW * count(row);
    let body = html! {
        @for (row, (step, (from, to))) in steps.iter().zip(&bars).enumerate() {
            @let (left, right) = (x(*from.min(to)), x(*from.max(to)));
            @let class = match (step.level, step.amount < 0) { (true, _) if row > 0 => "me", (_, false) => "in", (_, true) => "ou" };
            g {
                title { (t!("{name}: {amount}", name = step.name, amount = fmt::money(step.amount, currency))) }
                text.nm x="-12" y=(Place(top(row) + 17.0)) text-anchor="end" { (short(&step.name)) }
                rect class=(class) x=(Across(left)) y=(Place(top(row) + 5.0)) width=(Across(right - left)) height=(Place(BAR)) rx="1.5" {}
                text class=[step.level.then_some("on")] x="100%" dx="84" y=(Place(top(row) + 17.0)) text-anchor="end" {
                    @if step.level { (fmt::amount_whole(step.amount, currency)) } @else { (fmt::amount_whole_signed(step.amount, currency)) }
                }
            }
            @if row + 1 < steps.len() {
                line.zl x1=(Across(x(*to))) x2=(Across(x(*to))) y1=(Place(top(row) + 5.0 + BAR)) y2=(Place(top(row + 1) + 5.0)) {}
            }
        }
        line.gl x1=(Across(x(0))) x2=(Across(x(0))) y1="0" y2=(Place(top(steps.len()))) {}
    };
    picture("wf", top(steps.len()), title, description, body)
}

fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A waterfall on its own, with room for names and amounts at its sides.
pub fn stepped(picture: Markup) -> Markup {
    html! { div.steps { (picture) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_steps_are_drawn_within_their_width() {
        for steps in [
            vec![],
            vec![Step::level("Money in", 100), Step::change("Rent", -40), Step::level("Profit", 60)],
            vec![Step::level("Money in", 0), Step::change("Rent", -40), Step::level("Profit", -40)],
            vec![Step::level("a", i64::MAX), Step::change("b", i64::MIN), Step::change("c", i64::MIN)],
        ] {
            let drawn = waterfall("Steps", "", &steps, "USD").into_string();
            assert!(!drawn.contains("NaN") && !drawn.contains("inf") && !drawn.contains("width=\"-"), "{drawn}");
        }
    }

    #[test]
    fn a_change_begins_where_the_one_before_it_ended() {
        let steps = [Step::level("Money in", 100), Step::change("Rent", -40), Step::level("Profit", 60)];
        let drawn = waterfall("Steps", "", &steps, "USD").into_string();
        assert!(drawn.contains("x=\"60%\" y=\"31\" width=\"40%\""), "{drawn}");
    }
}
