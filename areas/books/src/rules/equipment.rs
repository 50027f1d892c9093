//! Equipment: whether it may be a cost at once, what it loses month by month, and what selling or scrapping it leaves.

use ledger::Month;

use super::legs::{Leg, Place, TAX, credit, debit, legs, portion};
use super::purchase::TaxedAmount;
use crate::chart::EquipmentAtOnce;

/// Whether equipment of that price may be a cost at once. Where the country names no limit, the owner decides.
pub fn may_be_cost_at_once(rule: Option<&EquipmentAtOnce>, amount: TaxedAmount, standard_permille: i64) -> bool {
    let Some(rule) = rule else { return true };
    // Where the limit is without tax even for who reclaims none, the tax in the price is taken out to compare.
    let compared_minor = if rule.always_without_tax && amount.tax_minor == 0 && amount.owed_on_top_minor == 0 {
        portion(amount.gross_minor, 1000, 1000 + standard_permille)
    } else {
        amount.net_minor
    };
    compared_minor <= rule.up_to_minor
}

/// How a piece of equipment loses value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// What it cost.
    pub cost_minor: i64,
    /// How many months it serves from the month it was bought; 0 where it loses nothing (land, art).
    pub life_months: i64,
    /// The month it was bought.
    pub bought: Month,
    /// The first month that the books count; the month it was bought, unless it was there before them.
    pub counted_from: Month,
    /// What it had lost before that month.
    pub lost_before_minor: i64,
}

impl Schedule {
    /// What the piece has lost through a month: in equal parts over the months it still serves (straight line, pro rata by
    /// months: § 7 (1) sentence 4 EStG; the month of purchase counts whole). What was lost before the books counted stands;
    /// only what was left of the cost then is spread over what was left of its life, so that a start never books a year
    /// that is over.
    pub fn lost_through(&self, through: Month) -> i64 {
        let left_minor = self.cost_minor - self.lost_before_minor;
        if self.life_months <= 0 || left_minor <= 0 || through < self.counted_from {
            return self.lost_before_minor;
        }
        // Where its life is over already, what is left of its value goes in the first month.
        let months = (self.life_months - served(self.bought, self.counted_from)).max(1);
        let gone = (served(self.counted_from, through) + 1).min(months);
        self.lost_before_minor + portion(left_minor, gone, months)
    }

    /// What equipment loses before a month by equal parts: for who has no other figure.
    pub fn usual_before(cost_minor: i64, life_months: i64, bought: Month, month: Month) -> i64 {
        if life_months <= 0 {
            return 0;
        }
        portion(cost_minor, served(bought, month).clamp(0, life_months), life_months)
    }
}

/// How many months are over from the beginning of one to the beginning of another.
fn served(first: Month, last: Month) -> i64 {
    let since_zero = |month: Month| month.number() / 100 * 12 + month.number() % 100;
    since_zero(last) - since_zero(first)
}

/// A month's loss of value.
pub fn depreciation(amount_minor: i64) -> Vec<Leg> {
    legs([
        debit(Place::Role("depreciation"), amount_minor),
        credit(Place::Role("accumulated-depreciation"), amount_minor),
    ])
}

/// Equipment that leaves: its cost and what it had lost leave with it, and what was paid for it beyond its value is a gain.
pub fn left(cost_minor: i64, lost_minor: i64, into: Place, price: TaxedAmount) -> Vec<Leg> {
    let value_minor = cost_minor - lost_minor;
    let gain_minor = price.net_minor - value_minor;
    legs([
        debit(into, price.gross_minor),
        debit(Place::Role("accumulated-depreciation"), lost_minor),
        debit(Place::Role("disposal-loss"), (-gain_minor).max(0)),
        credit(Place::Role("equipment"), cost_minor),
        credit(TAX, price.tax_minor),
        credit(Place::Role("disposal-gain"), gain_minor.max(0)),
    ])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::legs::line;
    use super::super::purchase::{Side, taxed};
    use super::*;
    use crate::chart::{chart, tax_code};

    fn new(cost_minor: i64, life_months: i64, bought: Month) -> Schedule {
        Schedule { cost_minor, life_months, bought, counted_from: bought, lost_before_minor: 0 }
    }

    fn month(year: i16, month: i8) -> Month {
        Month::of(date(year, month, 1))
    }

    /// Each row: country, tax code, whether it charges tax, the price paid, and whether it may be a cost at once.
    #[test]
    fn the_limit_of_each_country_decides() {
        for (country, code, charges, price, allowed) in [
            ("DE", "purchase-standard", true, 952_00, true),
            ("DE", "purchase-standard", true, 952_02, false),
            // A Kleinunternehmer compares the price without tax too (R 9b (2) EStR).
            ("DE", "none", false, 952_00, true),
            ("DE", "none", false, 953_00, false),
            ("FR", "purchase-standard", true, 600_00, true),
            ("FR", "purchase-standard", true, 601_00, false),
            ("US", "none", false, 2_500_00, true),
            ("US", "none", false, 2_500_01, false),
            ("GB", "purchase-standard", true, 50_000_00, true),
            ("NL", "none", false, 50_000_00, true),
        ] {
            let amount = taxed(price, tax_code(country, code), charges, Side::Bought);
            let chart = chart(country);
            let standard = chart.standard_permille();
            let rule = chart.equipment_at_once.as_ref();
            assert_eq!(may_be_cost_at_once(rule, amount, standard), allowed, "{country} {price}");
        }
    }

    /// Each row: cost, life in months, bought, through; what it has lost.
    #[test]
    fn equipment_loses_equal_parts_from_the_month_it_was_bought() {
        for (cost, life, bought, through, lost) in [
            (3_600_00, 36, month(2026, 5), month(2026, 5), 100_00),
            (3_600_00, 36, month(2026, 5), month(2026, 12), 800_00),
            (3_600_00, 36, month(2026, 5), month(2026, 4), 0),
            (3_600_00, 36, month(2026, 5), month(2040, 1), 3_600_00),
            (1_000_00, 36, month(2026, 1), month(2026, 1), 27_78),
            (1_000_00, 36, month(2026, 1), month(2028, 12), 1_000_00),
        ] {
            assert_eq!(new(cost, life, bought).lost_through(through), lost, "{cost} over {life}");
        }
        assert_eq!(line(&depreciation(27_78)), "debit depreciation 27.78, credit accumulated-depreciation 27.78");
    }

    /// Each row: written off at the start, life in months, through; what it has lost. Bought in May 2024 for 3,600.00, the
    /// books count from January 2026: 20 months are over.
    #[test]
    fn what_was_there_before_the_books_goes_on_losing_what_is_left_over_the_rest_of_its_life() {
        for (before, life, through, lost) in [
            // By its schedule: 100.00 a month before and after.
            (2_000_00, 36, month(2025, 12), 2_000_00),
            (2_000_00, 36, month(2026, 1), 2_100_00),
            (2_000_00, 36, month(2027, 4), 3_600_00),
            (2_000_00, 36, month(2030, 1), 3_600_00),
            // Written off faster or slower before: only the rest is spread, over 16 months.
            (3_200_00, 36, month(2026, 1), 3_225_00),
            (0, 36, month(2026, 1), 225_00),
            // Its life is over, but not its value; and nothing is left; and it never loses any.
            (3_000_00, 12, month(2026, 1), 3_600_00),
            (3_600_00, 36, month(2026, 6), 3_600_00),
            (0, 0, month(2026, 6), 0),
        ] {
            let schedule = Schedule {
                cost_minor: 3_600_00,
                life_months: life,
                bought: month(2024, 5),
                counted_from: month(2026, 1),
                lost_before_minor: before,
            };
            assert_eq!(schedule.lost_through(through), lost, "{before} over {life} through {through}");
        }
        assert_eq!(Schedule::usual_before(3_600_00, 36, month(2024, 5), month(2026, 1)), 2_000_00);
        assert_eq!(Schedule::usual_before(3_600_00, 12, month(2024, 5), month(2026, 1)), 3_600_00);
    }

    /// Each row: cost, lost, price with its tax; the entry.
    #[test]
    fn equipment_that_leaves_takes_its_value_with_it() {
        let bank = Place::Account(1);
        let sold = |price| taxed(price, tax_code("DE", "sale-standard"), true, Side::Sold);
        for (cost, lost, price, entry) in [
            (
                1_000_00,
                600_00,
                595_00,
                "debit bank 595.00, debit accumulated-depreciation 600.00, credit equipment 1000.00, credit sales-tax-owed 95.00, credit disposal-gain 100.00",
            ),
            (
                1_000_00,
                600_00,
                0,
                "debit accumulated-depreciation 600.00, debit disposal-loss 400.00, credit equipment 1000.00",
            ),
            (1_000_00, 1_000_00, 0, "debit accumulated-depreciation 1000.00, credit equipment 1000.00"),
        ] {
            assert_eq!(line(&left(cost, lost, bank, sold(price))), entry);
        }
    }

    proptest! {
        /// However long the life, the months together lose exactly what it cost, and never go back.
        #[test]
        fn the_months_add_up_to_the_cost(
            cost in 1i64..1_000_000_00, life in 1i64..600, served in 0i64..600, share in 0i64..=1000,
        ) {
            let (bought, served) = (month(2020, 1), served.min(life - 1));
            let lost_before_minor = if served == 0 { 0 } else { portion(cost, share, 1000) };
            let counted_from = bought.plus(served as i32);
            let schedule = Schedule { counted_from, lost_before_minor, ..new(cost, life, bought) };
            let mut before = lost_before_minor;
            for months in served..life {
                let lost = schedule.lost_through(bought.plus(months as i32));
                prop_assert!(lost >= before);
                before = lost;
            }
            prop_assert_eq!(before, cost);
        }
    }
}
