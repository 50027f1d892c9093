//! The reads of this area, one file each.

mod stand;
mod standing;

pub use stand::{Held, MonthEnd, Runway, WhereYouStand, WhereYouStandAnswer};
pub use standing::{Monthly, MonthlyPart, PocketStanding, Standing, StandingAnswer, TaxStanding};
