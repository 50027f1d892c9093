//! The reads of this area, one file each.

mod standing;
mod stand;

pub use stand::{Held, MonthEnd, Runway, WhereYouStand, WhereYouStandAnswer};
pub use standing::{Monthly, MonthlyPart, PocketStanding, Standing, StandingAnswer, TaxStanding};
