//! The facts of each country's sample business. A new country is one more module here and one more line below.

mod france;
mod germany;
mod united_kingdom;
mod united_states;

use crate::Country;
use crate::facts::Facts;

pub fn facts(country: Country) -> &'static Facts {
    match country {
        Country::UnitedStates => &united_states::FACTS,
        Country::France => &france::FACTS,
        Country::UnitedKingdom => &united_kingdom::FACTS,
        Country::Germany => &germany::FACTS,
    }
}
