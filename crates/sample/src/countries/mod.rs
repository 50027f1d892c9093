//! The facts of each country's sample business. A new country is one more module here and one more line below.




mod united_states;

use crate::Country;
use crate::facts::Facts;

pub fn facts(country: Country) -> &'static Facts {
    match country {
        Country::UnitedStates => &united_states::FACTS,
        Country::France => &united_states::FACTS,
        Country::UnitedKingdom => &united_states::FACTS,
        Country::Germany => &united_states::FACTS,
    }
}
