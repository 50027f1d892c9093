//! Bars that part a whole: the pockets with their targets, shares of income, months of runway.

use locale::{fmt, t};
use maud::{Markup, html};

use super::{Across, Place, count, picture, ratio};
use crate::pocket::Hue;

/// A pocket in a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PocketPart {
    /// Its look.
    pub hue: Hue,
    /// Its name.
    pub name: String,
    /// What it holds, in minor units.
    pub amount: i64,
    /// What it should hold.
    pub target: Option<i64>,
}

impl PocketPart {
    fn span(&self) -> i64 {
        self.amount.max(self.target.unwrap_or(0)).max(0)
    }
}

/// The gap between two parts, in percent of the width.
const GAP: f64 = 0.8;

/// Where each part begins and how wide it is, in percent, with gaps between them.
fn places(spans: &[i64]) -> Vec<(f64, f64)> {
    let whole = spans.iter().fold(0_i64, |sum, span| sum.saturating_add(*span)).max(1);
    let shown = spans.iter().filter(|span| **span > 0).count();
    let room = 100.0 - GAP * count(shown.saturating_sub(1));
    let mut at = 0.0;
    spans
        .iter()
        .map(|span| {
            let width = room * ratio(*span, whole);
            let start = at;
            if *span > 0 {
                at += width + GAP;
            }
            (start, width)
        })
        .collect()
}

/// Whether a label of this many letters fits into a part of a bar on a wide page (about 980 px; a letter is about 7).
fn fits(label: &str, width: f64) -> bool {
    count(label.chars().count()) * 7.0 <= (width + GAP) * 9.8
}

fn said(part: &PocketPart, currency: &str) -> String {
    let amount = fmt::money(part.amount, currency);
    match part.target {
        Some(target) => t!(
            "{pocket}: {amount}, target {target}",
            pocket = part.name,
            amount = amount,
            target = fmt::money(target, currency)
        ),
        None => t!("{pocket}: {amount}", pocket = part.name, amount = amount),
    }
}

/// The patterns of the pockets that have no colour, where one of them is drawn.
fn patterns<'a>(mut hues: impl Iterator<Item = &'a Hue>) -> Markup {
    html! {
        @if hues.any(|hue| hue.fill().is_some()) {
            defs {
                @for (name, turn) in [("hatch-8", "rotate(45)"), ("hatch-9", "rotate(-45)")] {
                    pattern id=(name) width="5" height="5" patternUnits="userSpaceOnUse" patternTransform=(turn) { path.hp d="M0 0v5" {} }
                }
            }
        }
    }
}

/// One pocket between `start` and `start + width` percent: what it holds, what is missing as a dotted outline, and the
/// target as a mark where it is passed.
fn pocket(part: &PocketPart, currency: &str, (start, width): (f64, f64), top: f64, height: f64) -> Markup {
    let span = part.span();
    let held = width * ratio(part.amount.max(0), span);
    let passed = part.target.filter(|target| *target > 0 && *target < part.amount);
    html! {
        g {
            title { (said(part, currency)) }
            @if part.target.is_some_and(|target| target > part.amount) {
                rect class={ "mi " (part.hue.class()) } x=(Across(start + held)) y=(Place(top + 0.5)) width=(Across(width - held)) height=(Place(height - 1.0)) rx="2" {}
            }
            @if part.amount > 0 {
                rect class=(part.hue.class()) fill=[part.hue.fill()] x=(Across(start)) y=(Place(top)) width=(Across(held)) height=(Place(height)) rx="2" {}
            }
            @if let Some(target) = passed {
                @let at = Across(start + width * ratio(target, span));
                line.th x1=(at) x2=(at) y1=(Place(top - 6.0)) y2=(Place(top + height + 6.0)) {}
                line.tm x1=(at) x2=(at) y1=(Place(top - 6.0)) y2=(Place(top + height + 6.0)) {}
            }
        }
    }
}

/// All pockets as one bar with their targets: a mark is a target passed, dots are what is missing. Names stand below the
/// parts they fit under; the table beside the bar names them all.
pub fn stacked_bar(title: &str, description: &str, parts: &[PocketPart], currency: &str) -> Markup {
    let spans: Vec<i64> = parts.iter().map(PocketPart::span).collect();
    let places = places(&spans);
    let body = html! {
        (patterns(parts.iter().map(|part| &part.hue)))
        @for (part, place) in parts.iter().zip(&places).filter(|(part, _)| part.span() > 0) {
            (pocket(part, currency, *place, 7.0, 36.0))
            @if fits(&part.name, place.1) { text.nm x=(Across(place.0)) y="67" { (part.name) } }
        }
    };
    picture("po", 76.0, title, description, body)
}

/// A pocket's own bar, against its target: for a row on a phone.
pub fn pocket_bar(part: &PocketPart, currency: &str) -> Markup {
    let body = html! {
        (patterns([&part.hue].into_iter()))
        (pocket(part, currency, (0.0, 100.0), 4.0, 8.0))
    };
    picture("pb", 16.0, &said(part, currency), "", body)
}

/// How an amount was parted into pockets, as a thin bar without targets.
pub fn pocket_strip(title: &str, parts: &[PocketPart], currency: &str) -> Markup {
    let bare: Vec<PocketPart> = parts.iter().map(|part| PocketPart { target: None, ..part.clone() }).collect();
    let spans: Vec<i64> = bare.iter().map(PocketPart::span).collect();
    let body = html! {
        (patterns(bare.iter().map(|part| &part.hue)))
        @for (part, place) in bare.iter().zip(places(&spans)).filter(|(part, _)| part.amount > 0) {
            (pocket(part, currency, place, 0.0, 10.0))
        }
    };
    picture("ps", 10.0, title, "", body)
}

/// A share of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Whose it is.
    pub name: String,
    /// How much, in any unit common to all shares.
    pub value: i64,
    /// What is written under the name (`29%`).
    pub figure: String,
    /// The one the page is about.
    pub current: bool,
}

/// Shares of a whole, the one the page is about in the accent.
pub fn shares(title: &str, description: &str, shares: &[Share]) -> Markup {
    let spans: Vec<i64> = shares.iter().map(|share| share.value.max(0)).collect();
    let places = places(&spans);
    let body = html! {
        @for (index, (share, (start, width))) in shares.iter().zip(&places).enumerate() {
            @let (at, anchor) = if index > 0 && index + 1 == shares.len() { (100.0, Some("end")) } else { (*start, None) };
            // Beside an open panel two thirds of the width are left: there a long name gives way.
            @let large = !fits(&share.name, *width * 0.66) && anchor.is_none();
            @let class = match (share.current, large) { (true, true) => "nm pt lg", (true, _) => "nm pt", (_, true) => "nm lg", _ => "nm" };
            g {
                title { (share.name) ", " (share.figure) }
                rect class=(if share.current { "me" } else { "ou" }) x=(Across(*start)) y="0.5" width=(Across(*width)) height="24" rx="2" {}
                @if fits(&share.name, *width) || (anchor.is_some() && last_fits(shares, &places)) {
                    text class=(class) x=(Across(at)) y="44" text-anchor=[anchor] { (share.name) }
                    text class=(class) x=(Across(at)) y="62" text-anchor=[anchor] { (share.figure) }
                }
            }
        }
    };
    picture("sh", 68.0, title, description, body)
}

/// Whether the last label, ending at the edge, fits beside the one before it.
fn last_fits(shares: &[Share], places: &[(f64, f64)]) -> bool {
    let ([.., before, last], [.., before_place, last_place]) = (shares, places) else { return false };
    let letters = before.name.chars().count() + last.name.chars().count() + 2;
    fits(&"x".repeat(letters), before_place.1 + GAP + last_place.1)
}

/// Runway as months: a block a month, the last one begun, dots up to the target. `tenths` are tenths of a month.
pub fn months_bar(title: &str, description: &str, tenths: i64, target: Option<i64>) -> Markup {
    const MOST: i64 = 24;
    let tenths = tenths.clamp(0, MOST * 10);
    let blocks = ((tenths + 9) / 10).max(target.unwrap_or(0)).clamp(1, MOST);
    let gap = GAP / 2.0;
    let width = (100.0 - gap * ratio(blocks - 1, 1)) / ratio(blocks, 1);
    let slot = width + gap;
    let body = html! {
        @for block in 0..blocks {
            @let start = slot * ratio(block, 1);
            @let filled = (tenths - block * 10).clamp(0, 10);
            @if filled < 10 { rect.mm x=(Across(start)) y="0.5" width=(Across(width)) height="19" rx="2" {} }
            @if filled > 0 { rect.me x=(Across(start)) y="0" width=(Across(width * ratio(filled, 10))) height="20" rx="2" {} }
            text x=(Across(start + width)) y="36" text-anchor="end" { (fmt::number(block + 1)) }
        }
    };
    picture("mo", 42.0, title, description, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_width_whatever_they_are() {
        for spans in [vec![1, 2, 3], vec![0, 5, 0, 5], vec![7], vec![i64::MAX, i64::MAX]] {
            let (start, width) =
                places(&spans).into_iter().rev().zip(spans.iter().rev()).find(|(_, span)| **span > 0).unwrap().0;
            assert!((start + width - 100.0).abs() < 0.1 || spans[0] == i64::MAX, "{spans:?}: {start} + {width}");
        }
        assert!(places(&[]).is_empty());
    }

    #[test]
    fn runway_stays_drawable() {
        for (tenths, target) in [(0, None), (24, Some(3)), (i64::MAX, None), (-5, Some(3)), (10, Some(i64::MAX))] {
            assert!(months_bar("Runway", "", tenths, target).into_string().len() < 6_000);
        }
    }
}
