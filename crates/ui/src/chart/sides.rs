//! Two columns of equal height: what is owned, and where it came from.

use locale::{fmt, t};
use maud::{Markup, html};

use super::{Across, Place, count, picture, ratio};

/// A part of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is called.
    pub name: String,
    /// Its amount. A negative one is drawn in the other column, dotted: there it is missing.
    pub amount: i64,
    /// The one the page is about, in the accent.
    pub main: bool,
}

const HEIGHT: f64 = 200.0;
const TOP: f64 = 26.0;
const GAP: f64 = 2.0;
/// Labels stand at least this far apart.
const LABEL: f64 = 19.0;
/// The columns in percent of the width: where each begins, and how wide it is.
const LEFT: f64 = 30.0;
const RIGHT: f64 = 51.0;
const WIDE: f64 = 19.0;

struct Placed<'a> {
    block: &'a Block,
    missing: bool,
    y: f64,
    height: f64,
    label: f64,
}

/// Two columns with their heads, the first's names at its left, the second's at its right.
pub fn two_sides(
    title: &str,
    description: &str,
    (left_head, left): (&str, &[Block]),
    (right_head, right): (&str, &[Block]),
    currency: &str,
) -> Markup {
    let columns = [placed(left, right), placed(right, left)];
    let lowest = columns.iter().flatten().map(|it| it.label + 6.0).fold(TOP + HEIGHT, f64::max);
    let body = html! {
        @for (at, (head, column)) in [left_head, right_head].into_iter().zip(&columns).enumerate() {
            @let x = if at == 0 { LEFT } else { RIGHT };
            text.nm x=(Across(x)) y="12" { (head) }
            @for it in column {
                @let class = match (it.missing, it.block.main, at) { (true, ..) => "mm", (_, true, _) => "me", (_, _, 0) => "in", _ => "ou" };
                g {
                    title { (t!("{name}: {amount}", name = it.block.name, amount = fmt::money(it.block.amount, currency))) }
                    rect class=(class) x=(Across(x)) y=(Place(it.y)) width=(Across(WIDE)) height=(Place(it.height)) rx="1.5" {}
                    @let (edge, label, dx, anchor) = if at == 0 { (x, x - 2.0, "-6", "end") } else { (x + WIDE, x + WIDE + 2.0, "6", "start") };
                    line.gl x1=(Across(edge)) x2=(Across(label)) y1=(Place(it.y + it.height / 2.0)) y2=(Place(it.label - 4.0)) {}
                    text x=(Across(label)) dx=(dx) y=(Place(it.label)) text-anchor=(anchor) {
                        tspan.nm { (it.block.name) } " " (fmt::amount_whole(it.block.amount, currency))
                    }
                }
            }
        }
    };
    picture("ts", lowest, title, description, body)
}

/// The blocks of a column from the top: its own, then what is missing in the other one.
fn placed<'a>(own: &'a [Block], other: &'a [Block]) -> Vec<Placed<'a>> {
    let shown = own.iter().filter(|block| block.amount > 0).map(|block| (block, false));
    let missing = other.iter().filter(|block| block.amount < 0).map(|block| (block, true));
    let blocks: Vec<(&Block, bool)> = shown.chain(missing).collect();
    let whole = blocks.iter().fold(0i64, |sum, (block, _)| sum.saturating_add(block.amount.saturating_abs())).max(1);
    let room = HEIGHT - GAP * count(blocks.len().saturating_sub(1));
    let (mut y, mut free) = (TOP, TOP);
    blocks
        .into_iter()
        .map(|(block, missing)| {
            let height = (room * ratio(block.amount.saturating_abs(), whole)).max(1.0);
            let label = (y + height / 2.0 + 4.0).max(free + 4.0);
            let it = Placed { block, missing, y, height, label };
            (y, free) = (y + height + GAP, label + LABEL - 4.0);
            it
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(amount: i64) -> Block {
        Block { name: "Cash".into(), amount, main: false }
    }

    #[test]
    fn both_columns_are_as_high_whatever_is_negative() {
        for (left, right) in [
            (vec![block(100), block(50)], vec![block(30), block(120)]),
            (vec![block(100)], vec![block(130), block(-30)]),
            (vec![block(150), block(-50)], vec![block(100)]),
            (vec![], vec![]),
            (vec![block(i64::MAX), block(1)], vec![block(i64::MAX)]),
        ] {
            let bottom = |column: &[Placed<'_>]| column.last().map_or(TOP, |it| it.y + it.height);
            let (one, two) = (bottom(&placed(&left, &right)), bottom(&placed(&right, &left)));
            assert!((one - two).abs() < 2.0, "{left:?}: {one} and {two}");
            assert!(!two_sides("", "", ("", &left), ("", &right), "USD").into_string().contains("NaN"));
        }
    }

    #[test]
    fn labels_of_thin_blocks_do_not_meet() {
        let blocks = [block(1_000_000), block(1), block(1), block(1)];
        let labels: Vec<f64> = placed(&blocks, &[]).iter().map(|it| it.label).collect();
        assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= LABEL - 4.1), "{labels:?}");
    }
}
