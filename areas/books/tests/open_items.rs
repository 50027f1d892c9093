//! Open invoices and bills: paid in part and in full, taken back, and equal on both bases when all is paid.

use books::{
    ReadBasis, Source,
    open_items::{self, ItemPart, NewOpenItem, Side},
};
use jiff::civil::date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::testing::{DataFile, each_engine};

use crate::{Business, code};

/// Opens an item as the area that sends invoices or takes bills will.
#[derive(Serialize, Deserialize, JsonSchema)]
struct OpenForTest {
    side: Side,
    number: String,
    parts: Vec<ItemPart>,
}

impl Command for OpenForTest {
    const NAME: &'static str = "open-for-test";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &[];
    type Outcome = i64;

    fn about() -> String {
        String::new()
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        let new = NewOpenItem {
            side: self.side,
            party: books::party_named(context, "Northlight Hotels")?.unwrap_or_default(),
            number: self.number.clone(),
            issued_on: date(2026, 3, 10),
            due_on: date(2026, 4, 9),
            parts: self.parts.clone(),
            posted_on: date(2026, 3, 10),
            against: None,
            tax_account: None,
            text: format!("Number {}", self.number),
            source: Source::HAND,
        };
        Ok(open_items::open(context, new)?.id)
    }

    fn sentence(&self, _: &i64) -> String {
        String::new()
    }

    fn undo(&self, _: &i64) -> Undo {
        Undo::None { reason: String::new() }
    }
}

impl Business {
    /// Opens an item of these parts: category named, net, tax.
    fn owed(&self, side: Side, number: &str, parts: &[(&str, i64, i64)]) -> Result<i64, Failure> {
        let part = |(category, net_minor, tax_minor): &(&str, i64, i64)| ItemPart {
            category: self.account(category),
            tax_code: String::new(),
            net_minor: *net_minor,
            tax_minor: *tax_minor,
            dimensions: [None; 4],
        };
        let command = OpenForTest { side, number: number.into(), parts: parts.iter().map(part).collect() };
        self.house.perform(&self.who, &command).map(|(item, _)| item)
    }

    fn pay(&self, item: i64, amount: Option<i64>) -> Result<kernel::Done, Failure> {
        let account = self.account("Checking");
        self.run("settle-open-item", json!({ "item": item, "account": account, "amount_minor": amount }))
    }

    /// What an account holds on a basis; a debit is positive.
    pub(crate) fn holds_on(&self, named: &str, basis: ReadBasis) -> i64 {
        let id = self.account(named);
        let answer = self.ask("balances", json!({ "basis": basis }));
        let lines = answer["accounts"].as_array().unwrap().clone();
        lines.iter().find(|line| line["id"] == id).map_or(0, |line| line["balance_minor"].as_i64().unwrap())
    }
}

const BASES: [ReadBasis; 2] = [ReadBasis::Cash, ReadBasis::Accrual];

#[test]
fn an_invoice_is_income_when_it_is_issued_and_when_it_is_paid_each_on_its_basis() {
    each_engine(|store| {
        let business = Business::of(store, |settings| settings.charges_tax_since = Some(date(2025, 1, 1)));
        let item = business.owed(Side::Receivable, "2026-014", &[("sales-services", 100_00, 19_00)]).unwrap();
        assert_eq!(BASES.map(|basis| business.holds_on("sales-services", basis)), [0, -100_00]);
        assert_eq!(BASES.map(|basis| business.holds_on("receivables", basis)), [0, 119_00]);
        let held = business.holds("held-for-authorities");
        business.pay(item, Some(50_00)).unwrap();
        assert_eq!(BASES.map(|basis| business.holds_on("sales-services", basis)), [-42_02, -100_00]);
        assert_eq!(BASES.map(|basis| business.holds_on("receivables", basis)), [0, 69_00]);
        // The tax in the payment is held at once.
        assert_eq!(business.holds("held-for-authorities") - held, 7_98);
        let open = business.ask("open-items", json!({ "side": "receivable" }));
        assert_eq!(
            (open["items"][0]["open_minor"].as_i64(), open["receivable_minor"].as_i64()),
            (Some(69_00), Some(69_00))
        );
        assert_eq!(
            (open["items"][0]["age_days"].as_i64(), open["items"][0]["overdue_days"].as_i64()),
            (Some(63), Some(33))
        );
        assert_eq!(open["receivable_overdue_minor"], 69_00);
        assert_eq!(open["parties"][0]["name"], "Northlight Hotels");
        business.pay(item, None).unwrap();
        for named in ["sales-services", "receivables", "sales-tax-owed", "Checking"] {
            assert_eq!(business.holds_on(named, BASES[0]), business.holds_on(named, BASES[1]), "{named}");
        }
        assert_eq!(business.ask("open-items", json!({}))["items"], json!([]));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_bill_is_paid_from_the_pocket_of_its_category() {
    each_engine(|store| {
        let business = Business::of(store, |settings| settings.charges_tax_since = Some(date(2025, 1, 1)));
        let before = (business.holds("running-costs"), business.holds("held-for-authorities"));
        let item = business.owed(Side::Payable, "R-7", &[("rent", 100_00, 19_00)]).unwrap();
        assert_eq!(BASES.map(|basis| business.holds_on("payables", basis)), [0, -119_00]);
        business.pay(item, None).unwrap();
        assert_eq!(BASES.map(|basis| business.holds_on("payables", basis)), [0, 0]);
        assert_eq!(BASES.map(|basis| business.holds_on("rent", basis)), [100_00, 100_00]);
        let after = (business.holds("running-costs"), business.holds("held-for-authorities"));
        assert_eq!((after.0 - before.0, after.1 - before.1), (-100_00, -19_00));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn more_than_is_open_is_refused_with_what_is() {
    each_engine(|store| {
        let business = Business::new(store);
        let item = business.owed(Side::Receivable, "14", &[("sales-services", 100_00, 0)]).unwrap();
        business.pay(item, Some(40_00)).unwrap();
        let said = business.pay(item, Some(60_01)).unwrap_err().said();
        assert_eq!((said.code.as_str(), said.field.as_deref()), ("more-than-is-open", Some("amount_minor")));
        assert!(said.sentence.contains("$60.00"), "{}", said.sentence);
        assert_eq!(code(business.pay(item, Some(0)).unwrap_err()), "payment-is-not-positive");
        assert_eq!(code(business.pay(999, None).unwrap_err()), "no-such-open-item");
        business.pay(item, None).unwrap();
        assert_eq!(code(business.pay(item, Some(1)).unwrap_err()), "more-than-is-open");
        // A number is taken whatever its case and spacing; the other side has its own numbers.
        let again = business.owed(Side::Receivable, " 14 ", &[("sales-services", 1, 0)]);
        assert_eq!(code(again.unwrap_err()), "number-is-taken");
        business.owed(Side::Payable, "14", &[("rent", 1, 0)]).unwrap();
        assert_eq!(code(business.owed(Side::Payable, "15", &[("rent", 0, 0)]).unwrap_err()), "nothing-is-owed");
    });
}

#[test]
fn a_payment_is_taken_back_and_the_item_is_open_again() {
    each_engine(|store| {
        let business = Business::new(store);
        let item = business.owed(Side::Receivable, "14", &[("sales-services", 100_00, 0)]).unwrap();
        let first = business.pay(item, Some(33_33)).unwrap();
        business.pay(item, Some(33_33)).unwrap();
        business.run("undo", json!({ "activity": first.activity })).unwrap();
        let open = |business: &Business| business.ask("open-items", json!({}))["receivable_minor"].as_i64();
        assert_eq!(open(&business), Some(66_67));
        business.pay(item, None).unwrap();
        assert_eq!(open(&business), Some(0));
        assert_eq!(BASES.map(|basis| business.holds_on("sales-services", basis)), [-100_00, -100_00]);
        assert_eq!(business.problems(), Vec::<String>::new());
        let refused = business.run("unsettle-open-item", json!({ "entry": 1 })).unwrap_err();
        assert_eq!(code(refused), "no-such-payment");
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn when_all_is_paid_both_bases_agree_to_the_cent(
        receivable: bool,
        parts in prop::collection::vec((1i64..90_000, 0i64..20_000), 1..5),
        payments in prop::collection::vec((1i64..60_000, any::<bool>()), 0..7),
    ) {
        let file = DataFile::new();
        let business = Business::of(file.open(), |settings| settings.charges_tax_since = Some(date(2025, 1, 1)));
        let (side, categories) = if receivable {
            (Side::Receivable, ["sales-services", "sales-goods", "sales-courses", "other-income"])
        } else {
            (Side::Payable, ["rent", "materials", "software", "equipment"])
        };
        let parts: Vec<_> = parts.iter().zip(categories).map(|((net, tax), category)| (category, *net, *tax)).collect();
        let item = business.owed(side, "1", &parts).unwrap();
        let mut left: i64 = parts.iter().map(|(_, net, tax)| net + tax).sum();
        for (amount, taken_back) in payments {
            let amount = amount.min(left);
            if amount == 0 { break; }
            let done = business.pay(item, Some(amount)).unwrap();
            if taken_back {
                business.run("undo", json!({ "activity": done.activity })).unwrap();
            } else {
                left -= amount;
            }
            prop_assert_eq!(business.problems(), Vec::<String>::new());
        }
        if left > 0 {
            business.pay(item, None).unwrap();
        }
        for named in categories.into_iter().chain([side.role(), "sales-tax-owed", "Checking", "opening-balance"]) {
            prop_assert_eq!(business.holds_on(named, BASES[0]), business.holds_on(named, BASES[1]), "{}", named);
        }
        prop_assert_eq!(business.holds_on(side.role(), BASES[1]), 0);
        prop_assert_eq!(business.problems(), Vec::<String>::new());
    }
}
