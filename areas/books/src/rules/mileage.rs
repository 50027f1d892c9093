//! Driving for the business in a private vehicle: what the country's rate makes of the distance. Pure.

use jiff::civil::Date;

use super::legs::{Leg, Place, credit, debit, legs};
use crate::chart::MileageRate;

/// The rate of a vehicle on a day: the newest that has begun.
pub fn rate_on<'a>(rates: &'a [MileageRate], vehicle: &str, on: Date) -> Option<&'a MileageRate> {
    rates.iter().filter(|rate| rate.vehicle == vehicle && rate.from_on <= on).max_by_key(|rate| rate.from_on)
}

/// What a distance is worth after so much was driven already in the tax year: where the rate falls with the distance, only
/// the difference of both totals counts.
pub fn worth_minor(rate: &MileageRate, driven_before: i64, distance: i64, minor_per_unit: i64) -> i64 {
    let (before, after) =
        (total(rate, driven_before, minor_per_unit), total(rate, driven_before + distance, minor_per_unit));
    after - before
}

/// What a whole year's distance is worth, rounded half up.
fn total(rate: &MileageRate, distance: i64, minor_per_unit: i64) -> i64 {
    if distance <= 0 {
        return 0;
    }
    let band = rate.bands.iter().find(|band| band.through.is_none_or(|through| distance <= through));
    let Some(band) = band.or(rate.bands.last()) else { return 0 };
    let thousandths = i128::from(distance) * i128::from(band.rate_thousandths) * i128::from(minor_per_unit);
    let minor = (thousandths + 500) / 1000 + i128::from(band.plus) * i128::from(minor_per_unit);
    i64::try_from(minor).unwrap_or(i64::MAX)
}

/// The entry: a cost of the business that the owner bore.
pub fn driven(amount_minor: i64) -> Vec<Leg> {
    legs([debit(Place::Role("mileage"), amount_minor), credit(Place::Role("owner-put-in"), amount_minor)])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::legs::line;
    use super::*;
    use crate::chart::chart;

    /// Each row: country, vehicle, day, driven before in the tax year, distance, what it is worth in minor units.
    #[test]
    fn the_rate_of_the_country_the_vehicle_and_the_year_counts() {
        for (country, vehicle, on, before, distance, worth) in [
            ("DE", "car", date(2026, 5, 12), 0, 100, 30_00),
            ("DE", "motorcycle", date(2026, 5, 12), 0, 100, 20_00),
            ("US", "car", date(2025, 5, 12), 0, 100, 70_00),
            ("US", "car", date(2026, 5, 12), 0, 100, 72_50),
            ("US", "car", date(2026, 5, 12), 0, 3, 2_18),
            ("GB", "car", date(2026, 5, 12), 0, 100, 45_00),
            ("GB", "car", date(2026, 5, 12), 9_950, 100, 35_00),
            ("GB", "car", date(2026, 5, 12), 20_000, 100, 25_00),
            ("GB", "motorcycle", date(2026, 5, 12), 20_000, 100, 24_00),
            ("FR", "car-5cv", date(2026, 5, 12), 0, 5_000, 3_180_00),
            ("FR", "car-5cv", date(2026, 5, 12), 0, 10_000, 4_965_00),
            ("FR", "car-3cv", date(2026, 5, 12), 0, 100, 52_90),
            ("FR", "car-7cv", date(2026, 5, 12), 0, 30_000, 14_100_00),
        ] {
            let rate = rate_on(&chart(country).mileage, vehicle, on).unwrap_or_else(|| panic!("{country} {vehicle}"));
            assert_eq!(worth_minor(rate, before, distance, 100), worth, "{country} {vehicle} {on} {before}+{distance}");
        }
        assert!(rate_on(&chart("").mileage, "car", date(2026, 5, 12)).is_none());
        assert_eq!(line(&driven(30_00)), "debit mileage 30.00, credit owner-put-in 30.00");
    }

    proptest! {
        /// However the year's distance is divided into trips, it is worth the same.
        #[test]
        fn trips_add_up_to_their_year(trips in prop::collection::vec(1i64..3_000, 1..30)) {
            for (country, vehicle) in [("FR", "car-4cv"), ("GB", "car"), ("US", "car")] {
                let rate = rate_on(&chart(country).mileage, vehicle, date(2026, 5, 1)).unwrap();
                let (mut driven, mut sum) = (0, 0);
                for trip in &trips {
                    sum += worth_minor(rate, driven, *trip, 100);
                    driven += trip;
                }
                prop_assert_eq!(sum, worth_minor(rate, 0, driven, 100));
            }
        }
    }
}
