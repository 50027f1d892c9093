//! Pictures as inline SVG, drawn on the server and coloured by the style sheet, each with a title and a description.
//!
//! Places along the width are percentages and heights are pixels, so a picture takes any width without distorting its
//! text or strokes, and meets the columns of the table below it. The table behind a picture belongs beside it on the page.

// Pixel places are the one use of floats: no amount is computed here, only where it is drawn.
#![allow(clippy::float_arithmetic)]

mod bars;
mod columns;
mod fan;
mod line;
mod sides;
mod ticks;
mod waterfall;

use std::fmt;

use maud::{Markup, html};

pub use bars::{PocketPart, Share, months_bar, pocket_bar, pocket_strip, shares, stacked_bar};
pub use columns::{Before, InOut, Series, columns_in_out};
pub use fan::{FanLine, fan};
pub use line::{Point, line, sparkline};
pub use sides::{Block, two_sides};
pub use ticks::ticks;
pub use waterfall::{Step, stepped, waterfall};

/// A picture on its own, with room at its sides for the labels that stand outside the plot.
pub fn framed(picture: Markup) -> Markup {
    html! { div.plot { (picture) } }
}

/// A place along the width.
#[derive(Clone, Copy)]
struct Across(f64);

impl fmt::Display for Across {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}%", Place(self.0))
    }
}

/// A number of pixels, with the digits a screen can show.
#[derive(Clone, Copy)]
struct Place(f64);

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0);
        out.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// `part` of `whole`, from 0 to 1 for parts within it. Amounts beyond 2^53 lose digits no screen could show.
fn ratio(part: i64, whole: i64) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A count as a float.
fn count(number: usize) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    {
        number as f64
    }
}

/// The outer element of a picture.
fn picture(class: &str, height: f64, title: &str, description: &str, body: Markup) -> Markup {
    html! {
        svg class={ "ch " (class) } role="img" width="100%" height=(Place(height)) {
            title { (title) }
            @if !description.is_empty() { desc { (description) } }
            (body)
        }
    }
}
