//! The reads.

mod arrivals;
mod preview;

pub use arrivals::{Arrival, Arrivals, ArrivalsAnswer};
pub(crate) use preview::obstacle_words;
pub use preview::{ArrivalPreview, ArrivalPreviewAnswer, PreviewedAccount, Remainder};
