//! The chart of a country: the accounts, pockets, shares and tax codes that a new business begins with.
//!
//! Each country is a data file beside the code: a figure is corrected, with its source, without touching a rule.
//! The roles are the same words in every file: code asks for a role and never for a number or a name. The names are
//! stored with the business at set-up, in its country's language, and are its own from then on.

use std::sync::OnceLock;

use ledger::AccountKind;
use serde::Deserialize;

/// The pocket word of an account whose money is split among the pockets by the shares: income.
pub const SPLIT: &str = "split";

/// The pockets, in the order in which a deposit overflows from one to the next. The last three carry no share.
pub const POCKET_ROLES: [&str; 10] = [
    "held-for-authorities",
    "tax",
    "job-costs",
    "owners-pay",
    "running-costs",
    "buffer",
    "profit",
    "held-for-clients",
    "card-bill",
    "unassigned",
];

/// What a business of one country begins with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// ISO 3166 code; empty in the general chart.
    pub country: String,
    /// Which costs need proof.
    #[serde(default)]
    pub proof: ChartProof,
    /// VAT or sales tax codes.
    #[serde(rename = "tax_code")]
    pub tax_codes: Vec<TaxCode>,
    /// Pockets, in the order of [`POCKET_ROLES`].
    #[serde(rename = "pocket")]
    pub pockets: Vec<ChartPocket>,
    /// Accounts, in the order in which lists show them. Bank accounts, cards and loans are the user's own.
    #[serde(rename = "account")]
    pub accounts: Vec<ChartAccount>,
    /// Up to which price equipment may be a cost at once; none where the country has no such limit here.
    #[serde(default)]
    pub equipment_at_once: Option<EquipmentAtOnce>,
    /// What driving for the business in a private vehicle is worth.
    #[serde(default)]
    pub mileage: Vec<MileageRate>,
}

/// Up to which price equipment may be a cost at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquipmentAtOnce {
    /// The most, in minor units of the country's currency.
    pub up_to_minor: i64,
    /// Whether it is compared without tax also by who reclaims none.
    #[serde(default)]
    pub always_without_tax: bool,
    /// The rule it rests on.
    pub source: String,
}

/// What driving for the business is worth, from a day on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MileageRate {
    /// The vehicle: `car`, `motorcycle`, or a class of the country's table such as `car-5cv`.
    pub vehicle: String,
    /// Its name, in the country's language.
    pub name: String,
    /// `km` or `mile`.
    pub unit: String,
    /// The first day it counts.
    pub from_on: jiff::civil::Date,
    /// The rate by the year's distance, the shortest first.
    pub bands: Vec<MileageBand>,
    /// The rule it rests on.
    pub source: String,
}

/// The rate of a year's distance: the whole distance times the rate, and a fixed amount.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MileageBand {
    /// The longest distance of a tax year it counts for; any when absent.
    #[serde(default)]
    pub through: Option<i64>,
    /// Thousandths of the currency's unit for each kilometre or mile.
    pub rate_thousandths: i64,
    /// Whole units of the currency that are added.
    #[serde(default)]
    pub plus: i64,
}

/// Which costs need proof in a country: all, unless its file says from which amount on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartProof {
    /// The amount from which on a cost needs proof, in minor units.
    pub from_minor: i64,
    /// Where that comes from.
    pub source: String,
}

/// An account of the chart.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartAccount {
    /// The word by which code finds it; the same in every country.
    pub role: String,
    /// Its number in the country's official chart, or one of our own where there is none; unique in the chart. A number
    /// with a point divides an account of the official chart, and an export to that chart ends it at the point.
    pub code: String,
    /// Its name, in the country's language.
    pub name: String,
    /// What it stands for.
    pub kind: AccountKind,
    /// [`SPLIT`] for income, else the role of the pocket that its money moves; empty where it moves none.
    #[serde(default)]
    pub pocket: String,
    /// The tax code of its entries unless told otherwise.
    pub tax_code: String,
    /// The line of the owner's return that takes it up; empty where the return has none or the line is not certain.
    #[serde(default)]
    pub tax_line: String,
}

/// A pocket of the chart.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartPocket {
    /// The word by which code finds it: one of [`POCKET_ROLES`].
    pub role: String,
    /// Its name, in the country's language.
    pub name: String,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// Proposed thousandths of a deposit, after the tax contained in it. All pockets together are 1,000.
    #[serde(default)]
    pub share_permille: u32,
    /// Proposed most it is to hold, in months of overhead; none when it may grow without end.
    #[serde(default)]
    pub cap_months: Option<u32>,
    /// Whether only a business that charges VAT or sales tax has it.
    #[serde(default)]
    pub needs_tax: bool,
    /// Where the proposed share comes from; empty where there is none.
    #[serde(default)]
    pub source: String,
}

/// On which side a tax code is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaxDirection {
    /// On what is sold: the tax is owed.
    Sale,
    /// On what is bought: the tax may be reclaimed.
    Purchase,
    /// On either side, and without tax.
    None,
}

/// How a tax code treats an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaxKind {
    /// The standard rate, contained in the amount.
    Standard,
    /// A reduced rate, contained in the amount.
    Reduced,
    /// Taxed at nothing; counts as taxable turnover.
    Zero,
    /// Exempt by law.
    Exempt,
    /// Not within the tax at all, or a tax that cannot be reclaimed and belongs to the cost.
    Outside,
    /// The buyer owes the tax: it is not contained in the amount, the rate says what is owed on top.
    ReverseCharge,
    /// Not to be known from the category alone: a question to the owner.
    Ask,
}

/// A VAT or sales tax code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxCode {
    /// The word by which it is found.
    pub code: String,
    /// Its name, in the country's language.
    pub name: String,
    /// Thousandths of the net amount: 190 is 19 %.
    #[serde(default)]
    pub rate_permille: u32,
    /// On which side it is used.
    pub direction: TaxDirection,
    /// How it treats an amount.
    pub kind: TaxKind,
    /// The rule it rests on.
    #[serde(default)]
    pub source: String,
}

impl TaxCode {
    /// Whether the amount that is paid contains the tax.
    pub fn is_contained(&self) -> bool {
        matches!(self.kind, TaxKind::Standard | TaxKind::Reduced)
    }

    /// The tax contained in a gross amount, in minor units, of the amount's sign.
    ///
    /// Rounded half away from zero, so that a refund contains exactly what its sale did. European law leaves the
    /// rounding to the states as long as the tax stays proportional (Court of Justice, C-484/06, Ahold, 10 July 2008);
    /// to the nearest minor unit is what the charts here name as their rule. A tax that was added to a net amount by
    /// the same rounding is found again to the cent.
    pub fn contained_minor(&self, gross_minor: i64) -> i64 {
        if !self.is_contained() {
            return 0;
        }
        let rate = i128::from(self.rate_permille);
        let (product, divisor) = (i128::from(gross_minor) * rate, 1000 + rate);
        let tax = (2 * product.abs() + divisor) / (2 * divisor) * product.signum();
        // The tax is a part of the gross amount, so it is never outside the range of an amount.
        i64::try_from(tax).unwrap_or(gross_minor)
    }
}

impl ChartAccount {
    /// Whether its money is split among the pockets by the shares.
    pub fn is_split(&self) -> bool {
        self.pocket == SPLIT
    }

    /// The role of the one pocket that its money moves, if it is one.
    pub fn pocket_role(&self) -> Option<&str> {
        (!self.pocket.is_empty() && !self.is_split()).then_some(self.pocket.as_str())
    }
}

impl Chart {
    /// The account of a role.
    pub fn account(&self, role: &str) -> Option<&ChartAccount> {
        self.accounts.iter().find(|account| account.role == role)
    }

    /// The pocket of a role.
    pub fn pocket(&self, role: &str) -> Option<&ChartPocket> {
        self.pockets.iter().find(|pocket| pocket.role == role)
    }

    /// The tax code of a word.
    pub fn tax_code(&self, code: &str) -> Option<&TaxCode> {
        self.tax_codes.iter().find(|tax_code| tax_code.code == code)
    }

    /// The standard rate of purchases, in thousandths; 0 where there is no such tax.
    pub fn standard_permille(&self) -> i64 {
        let standard = |code: &&TaxCode| code.kind == TaxKind::Standard && code.direction == TaxDirection::Purchase;
        self.tax_codes.iter().find(standard).map_or(0, |code| i64::from(code.rate_permille))
    }

    /// The pockets of a business that charges VAT or sales tax, or does not.
    pub fn pockets_for(&self, charges_tax: bool) -> impl Iterator<Item = &ChartPocket> {
        self.pockets.iter().filter(move |pocket| charges_tax || !pocket.needs_tax)
    }
}

/// The files. The last one serves every country without its own.
const FILES: [(&str, &str); 5] = [
    ("US", include_str!("../data/us.toml")),
    ("FR", include_str!("../data/fr.toml")),
    ("GB", include_str!("../data/gb.toml")),
    ("DE", include_str!("../data/de.toml")),
    ("", include_str!("../data/general.toml")),
];

/// The chart of a country by its ISO code; the general one where the country has no file of its own.
pub fn chart(country: &str) -> &'static Chart {
    static CHARTS: OnceLock<[Chart; FILES.len()]> = OnceLock::new();
    let charts = CHARTS.get_or_init(|| {
        FILES.map(|(_, text)| toml::from_str(text).expect("the files are part of the program and a test reads each"))
    });
    let country = country.trim();
    charts.iter().find(|chart| chart.country.eq_ignore_ascii_case(country)).unwrap_or(&charts[FILES.len() - 1])
}

/// A country's tax code by its word.
pub fn tax_code(country: &str, code: &str) -> Option<&'static TaxCode> {
    chart(country).tax_code(code)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// The roles that code may ask for.
    const ROLES: &str = "to-sort in-transit receivables equipment payables sales-tax-owed client-deposits \
        opening-balance sales-services sales-goods sales-courses other-income interest-received materials \
        subcontractors packing-postage payment-fees bank-fees rent utilities phone-internet software office-supplies \
        small-equipment repairs advertising travel lodging meals vehicle insurance professional-fees education \
        licences-dues gifts interest-paid exchange-difference other-costs owners-pay private owner-income-tax \
        owner-contributions owner-health-insurance owner-pension owner-put-in depreciation accumulated-depreciation \
        cash-difference equipment-at-once grants insurance-payouts mileage stock disposal-gain crypto-assets crypto-gain crypto-loss disposal-loss";

    fn charts() -> impl Iterator<Item = &'static Chart> {
        FILES.iter().map(|(country, _)| chart(country))
    }

    fn contained(rate_permille: u32, kind: TaxKind) -> TaxCode {
        let (code, name, source) = Default::default();
        TaxCode { code, name, rate_permille, direction: TaxDirection::Sale, kind, source }
    }

    #[test]
    fn every_file_can_be_read_and_is_found_by_its_country() {
        for (country, text) in FILES {
            let parsed: Chart = toml::from_str(text).unwrap_or_else(|problem| panic!("{country}: {problem}"));
            assert_eq!(parsed.country, country);
            assert_eq!(chart(country).country, country);
        }
        for (asked, found) in [("de", "DE"), (" FR ", "FR"), ("NL", ""), ("AT", ""), ("", ""), ("nowhere", "")] {
            assert_eq!(chart(asked).country, found, "{asked}");
        }
    }

    #[test]
    fn roles_and_kinds_are_the_same_everywhere() {
        let expected: BTreeSet<&str> = ROLES.split_whitespace().collect();
        let kinds = |chart: &'static Chart| -> BTreeMap<&str, AccountKind> {
            chart.accounts.iter().map(|account| (account.role.as_str(), account.kind)).collect()
        };
        for chart in charts() {
            assert_eq!(kinds(chart).into_keys().collect::<BTreeSet<_>>(), expected, "{}", chart.country);
            assert_eq!(kinds(chart), kinds(super::chart("")), "{}", chart.country);
            assert_eq!(chart.accounts.len(), expected.len(), "{}: a role stands twice", chart.country);
            let pockets: Vec<_> = chart.pockets.iter().map(|pocket| pocket.role.as_str()).collect();
            assert_eq!(pockets, POCKET_ROLES, "{}", chart.country);
        }
    }

    #[test]
    fn codes_and_names_are_unique_and_filled() {
        for chart in charts() {
            let unique = |words: Vec<&str>| {
                assert!(words.iter().all(|word| !word.trim().is_empty()), "{}: an empty word", chart.country);
                assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{}: {words:?}", chart.country);
            };
            unique(chart.accounts.iter().map(|account| account.code.as_str()).collect());
            unique(chart.accounts.iter().map(|account| account.name.as_str()).collect());
            unique(chart.pockets.iter().map(|pocket| pocket.name.as_str()).collect());
            unique(chart.pockets.iter().map(|pocket| pocket.purpose.as_str()).collect());
            unique(chart.tax_codes.iter().map(|tax_code| tax_code.code.as_str()).collect());
            unique(chart.tax_codes.iter().map(|tax_code| tax_code.name.as_str()).collect());
        }
    }

    #[test]
    fn shares_are_whole_with_and_without_the_tax_pocket_and_name_their_source() {
        for chart in charts() {
            for charges_tax in [true, false] {
                let shares = chart.pockets_for(charges_tax).map(|pocket| pocket.share_permille).sum::<u32>();
                assert_eq!(shares, 1000, "{}", chart.country);
            }
            for pocket in &chart.pockets {
                let place = format!("{} {}", chart.country, pocket.role);
                assert_eq!(pocket.share_permille > 0, !pocket.source.is_empty(), "{place}");
                assert_eq!(pocket.needs_tax, pocket.role == "held-for-authorities", "{place}");
                assert_eq!(pocket.cap_months.is_some(), pocket.role == "buffer", "{place}");
                let technical = ["held-for-clients", "card-bill", "unassigned"].contains(&pocket.role.as_str());
                assert!(!technical || pocket.share_permille == 0, "{place}");
            }
        }
    }

    #[test]
    fn every_account_names_a_pocket_and_a_tax_code_that_fit_it() {
        for chart in charts() {
            for account in &chart.accounts {
                let place = format!("{} {}", chart.country, account.role);
                assert_eq!(account.is_split(), account.kind == AccountKind::Income, "{place}");
                if let Some(role) = account.pocket_role() {
                    assert!(chart.pocket(role).is_some(), "{place}: {role}");
                }
                if matches!(account.kind, AccountKind::Expense | AccountKind::Equity) {
                    assert!(account.pocket_role().is_some(), "{place}");
                }
                let tax_code = tax_code(&chart.country, &account.tax_code).unwrap_or_else(|| panic!("{place}"));
                let side = match account.kind {
                    AccountKind::Income => TaxDirection::Sale,
                    AccountKind::Expense | AccountKind::Equipment => TaxDirection::Purchase,
                    _ => TaxDirection::None,
                };
                assert!([side, TaxDirection::None].contains(&tax_code.direction), "{place}: {}", tax_code.code);
            }
        }
    }

    #[test]
    fn a_tax_code_has_a_rate_only_where_tax_is_owed() {
        for chart in charts() {
            for tax_code in &chart.tax_codes {
                let place = format!("{} {}", chart.country, tax_code.code);
                assert!(tax_code.rate_permille < 1000, "{place}");
                match tax_code.kind {
                    TaxKind::Standard | TaxKind::Reduced => assert!(tax_code.rate_permille > 0, "{place}"),
                    TaxKind::ReverseCharge => {
                        // The seller of a reverse-charge sale owes nothing; its buyer owes the rate.
                        assert!(tax_code.direction != TaxDirection::Sale || tax_code.rate_permille == 0, "{place}");
                    }
                    _ => assert_eq!(tax_code.rate_permille, 0, "{place}"),
                }
                if tax_code.rate_permille > 0 {
                    assert!(!tax_code.source.is_empty(), "{place}: a rate without its rule");
                }
            }
        }
    }

    #[test]
    fn the_tax_contained_is_exact_and_rounded_half_away_from_zero() {
        for (gross, rate, tax) in [
            (11_900, 190, 1_900),
            (12_000, 200, 2_000),
            (10_700, 70, 700),
            (10_000, 190, 1_597),
            (-10_000, 190, -1_597),
            (1, 190, 0),
            (3, 200, 1),
            (-3, 200, -1),
            (2_110, 55, 110),
            (1_021, 21, 21),
            (0, 200, 0),
            (i64::MAX, 200, 1_537_228_672_809_129_301),
            (i64::MIN, 200, -1_537_228_672_809_129_301),
        ] {
            assert_eq!(contained(rate, TaxKind::Standard).contained_minor(gross), tax, "{gross} at {rate}");
        }
        for kind in [TaxKind::Zero, TaxKind::Exempt, TaxKind::Outside, TaxKind::ReverseCharge, TaxKind::Ask] {
            assert_eq!(contained(190, kind).contained_minor(11_900), 0, "{kind:?}");
        }
    }

    #[test]
    fn rates_and_limits_name_their_rule() {
        for chart in charts() {
            assert!(
                chart.equipment_at_once.as_ref().is_none_or(|rule| rule.up_to_minor > 0 && !rule.source.is_empty())
            );
            for rate in &chart.mileage {
                let place = format!("{} {}", chart.country, rate.vehicle);
                assert!(!rate.source.is_empty() && !rate.bands.is_empty(), "{place}");
                assert!(["km", "mile"].contains(&rate.unit.as_str()), "{place}: {}", rate.unit);
                // Only the last band has no end, and each ends later than the one before.
                let ends: Vec<i64> = rate.bands.iter().map(|band| band.through.unwrap_or(i64::MAX)).collect();
                assert!(ends.is_sorted_by(|one, next| one < next) && ends.last() == Some(&i64::MAX), "{place}");
            }
        }
    }

    proptest! {
        #[test]
        fn tax_added_to_a_net_amount_is_found_again(net in -1_000_000_000_i64..1_000_000_000, rate in 1_u32..1000) {
            let product = i128::from(net) * i128::from(rate);
            let tax = i64::try_from((2 * product.abs() + 1000) / 2000 * product.signum()).unwrap();
            prop_assert_eq!(contained(rate, TaxKind::Standard).contained_minor(net + tax), tax);
        }

        #[test]
        fn a_refund_mirrors_the_nearest_part_of_its_sale(gross in -i64::MAX..i64::MAX, rate in 0_u32..1000) {
            let code = contained(rate, TaxKind::Reduced);
            let tax = code.contained_minor(gross);
            prop_assert_eq!(code.contained_minor(-gross), -tax);
            // Net plus tax is the gross, and the tax is off the exact part by half a minor unit at most.
            let divisor = 1000 + i128::from(rate);
            let off = i128::from(tax) * divisor - i128::from(gross) * i128::from(rate);
            prop_assert!(2 * off.abs() <= divisor);
            prop_assert!(tax.unsigned_abs() <= gross.unsigned_abs());
        }
    }
}
