//! Laws of the statements, over any history and in each basis.

use books::{ColumnKind, Figure, ReadBasis, Report, StatementColumn, StatementLine};
use jiff::civil::{Date, date};
use kernel::Settings;
use ledger::{AccountKind, Basis, FiscalYearStart};
use proptest::prelude::*;
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::{Business, posting, reports::amounts};

/// The accounts of a history: cash, income, costs, debts, things, the owner's side.
const ACCOUNTS: [&str; 14] = [
    "Checking",
    "Card",
    "sales-services",
    "sales-goods",
    "rent",
    "materials",
    "equipment",
    "receivables",
    "payables",
    "sales-tax-owed",
    "owners-pay",
    "owner-put-in",
    "client-deposits",
    "opening-balance",
];

/// An entry: its day after the beginning of 2025, two accounts, an amount, and a basis.
pub(crate) type Posted = (u16, usize, usize, i64, u8);

pub(crate) fn history() -> impl Strategy<Value = Vec<Posted>> {
    prop::collection::vec((0u16..500, 0..ACCOUNTS.len(), 0..ACCOUNTS.len(), 1i64..1_000_00, 0u8..8), 1..24)
}

fn day(after: u16) -> Date {
    date(2025, 1, 1).checked_add(jiff::Span::new().days(i32::from(after))).unwrap()
}

pub(crate) fn lived(store: store::Store, history: &[Posted], change: impl Fn(&mut Settings)) -> Business {
    let business = Business::of(store, change);
    let ids: Vec<i64> = ACCOUNTS.iter().map(|named| business.account(named)).collect();
    for (after, debit, credit, amount, basis) in history {
        if debit == credit {
            continue;
        }
        let cash = |at: usize| matches!(ACCOUNTS[at], "Checking" | "opening-balance");
        // Cash moves in both bases alike; income and costs may be known in one alone.
        let basis = match basis {
            0 if !cash(*debit) && !cash(*credit) => Basis::Accrual,
            1 if !cash(*debit) && !cash(*credit) => Basis::Cash,
            _ => Basis::Both,
        };
        let postings = vec![posting(ids[*debit], *amount, basis), posting(ids[*credit], -amount, basis)];
        let text = "Entry".to_owned();
        let command = books::PostEntry {
            posted_on: day(*after),
            text,
            note: String::new(),
            party: None,
            postings,
            dimensions: books::DimensionNames::default(),
        };
        business.house.perform(&business.who, &command).unwrap();
    }
    business
}

fn british(settings: &mut Settings) {
    settings.fiscal_year_start = FiscalYearStart { month: 4, day: 6 };
}

/// The periods that the laws are tried on: whole months, a tax year that begins on 6 April, and odd days.
const PERIODS: [&str; 5] = ["2025-05", "2025-q2", "2025", "tax-2025", "2025-02-11..2025-09-17"];

fn ask(business: &Business, report: &str, parameters: Value) -> Value {
    business.ask(report, parameters)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_balance_sheet_balances_and_the_cash_flow_closes(history in history(), period in prop::sample::select(&PERIODS[..])) {
        each_engine(|store| {
            let business = lived(store, &history, british);
            for basis in ["cash", "accrual"] {
                for by in ["whole", "month", "quarter"] {
                    let asked = json!({ "period": period, "by": by, "basis": basis, "compared": true });
                    let sheet = ask(&business, "balance-sheet", asked.clone());
                    assert_eq!(amounts(&sheet, "assets"), amounts(&sheet, "debts-and-equity"), "{period} {by} {basis}");
                    let flow = ask(&business, "cash-flow", asked);
                    closes(&business, &flow);
                }
            }
        });
    }

    #[test]
    fn profit_of_the_parts_is_the_profit_of_the_whole_and_each_part_is_its_own_report(
        history in history(), period in prop::sample::select(&PERIODS[..]),
    ) {
        each_engine(|store| {
            let business = lived(store, &history, british);
            for basis in ["cash", "accrual"] {
                let whole = ask(&business, "profit-and-loss", json!({ "period": period, "by": "whole", "basis": basis }));
                for by in ["month", "quarter"] {
                    let cut = ask(&business, "profit-and-loss", json!({ "period": period, "by": by, "basis": basis }));
                    for (at, column) in cut["columns"].as_array().unwrap().iter().enumerate() {
                        let single = json!({ "from": column["from"], "through": column["through"], "by": "whole", "basis": basis });
                        let single = ask(&business, "profit-and-loss", single);
                        for of in ["income", "expenses", "profit"] {
                            assert_eq!(amounts(&single, of)[0], amounts(&cut, of)[at], "{of} {column}");
                        }
                    }
                    for of in ["income", "expenses", "profit"] {
                        let parts: i64 = columns(&cut, "part").map(|at| amounts(&cut, of)[at]).sum();
                        assert_eq!(parts, amounts(&whole, of)[0], "{of} of {period} by {by}");
                    }
                }
            }
        });
    }

    #[test]
    fn a_comparison_is_the_other_periods_own_figure(history in history(), period in prop::sample::select(&PERIODS[..])) {
        each_engine(|store| {
            let business = lived(store, &history, british);
            for report in ["profit-and-loss", "balance-sheet", "cash-flow"] {
                let asked = json!({ "period": period, "by": "whole", "compared": true });
                let compared = ask(&business, report, asked);
                for (at, column) in compared["columns"].as_array().unwrap().iter().enumerate() {
                    let own = json!({ "from": column["from"], "through": column["through"], "by": "whole" });
                    let own = ask(&business, report, own);
                    for line in compared["lines"].as_array().unwrap() {
                        let (name, amount) = (line["name"].as_str().unwrap(), line["amounts_minor"][at].as_i64().unwrap());
                        let found = own["lines"].as_array().unwrap().iter().find(|own| own["name"] == name);
                        assert_eq!(found.map_or(0, |own| own["amounts_minor"][0].as_i64().unwrap()), amount, "{name} {column}");
                    }
                }
            }
        });
    }

    #[test]
    fn every_figure_of_every_report_opens_to_postings_that_add_up_to_it(
        history in history(), period in prop::sample::select(&PERIODS[..]), british_year in any::<bool>(),
    ) {
        each_engine(|store| {
            let business = lived(store, &history, |settings| if british_year { british(settings) });
            let fiscal = if british_year { FiscalYearStart { month: 4, day: 6 } } else { FiscalYearStart::CALENDAR };
            for basis in ["cash", "accrual"] {
                for (report, kind) in [
                    ("profit-and-loss", Report::ProfitAndLoss),
                    ("balance-sheet", Report::BalanceSheet),
                    ("cash-flow", Report::CashFlow),
                ] {
                    let asked = json!({ "period": period, "by": "quarter", "basis": basis, "compared": true });
                    every_cell_opens(&business, &ask(&business, report, asked), kind, fiscal);
                }
                trial_balance_opens(&business, basis);
            }
        });
    }

    #[test]
    fn every_figure_opens_to_the_same_amount(history in history(), period in prop::sample::select(&PERIODS[..])) {
        each_engine(|store| {
            let business = lived(store, &history, |_| {});
            for (report, of) in [
                ("profit-and-loss", &["income", "expenses", "profit"][..]),
                ("cash-flow", &["operating", "cash"][..]),
            ] {
                let statement = ask(&business, report, json!({ "period": period, "by": "whole" }));
                let days = &statement["period"];
                for of in of {
                    let figure = json!({ "of": of, "from": days["from"], "through": days["through"] });
                    assert_eq!(business.ask("figure", figure)["amount_minor"], amounts(&statement, of)[0], "{of}");
                }
                for line in statement["lines"].as_array().unwrap().iter().filter(|line| line["account"].is_i64()) {
                    let figure = json!({ "account": line["account"], "from": days["from"], "through": days["through"],
                        "as_cash": report == "cash-flow", "limit": 1000 });
                    let figure = business.ask("figure", figure);
                    assert_eq!(figure["amount_minor"], line["amounts_minor"][0], "{report} {line}");
                    let lines = figure["lines"].as_array().unwrap();
                    assert_eq!(lines.iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum::<i64>(), line["amounts_minor"][0]);
                }
            }
            let sheet = ask(&business, "balance-sheet", json!({ "period": period, "by": "whole" }));
            for of in ["assets", "debts", "equity", "debts-and-equity"] {
                let figure = json!({ "of": of, "from": "0001-01-01", "through": sheet["period"]["through"] });
                assert_eq!(business.ask("figure", figure)["amount_minor"], amounts(&sheet, of)[0], "{of}");
            }
        });
    }
}

/// Asks for the figure of each cell as the page links it, and adds up what it lists; the parts that a sum lists as well.
fn every_cell_opens(business: &Business, statement: &Value, report: Report, fiscal: FiscalYearStart) {
    let basis = match statement["basis"].as_str() {
        Some("accrual") => ReadBasis::Accrual,
        _ => ReadBasis::Cash,
    };
    for line in statement["lines"].as_array().unwrap() {
        let read = StatementLine {
            name: line["name"].as_str().unwrap().into(),
            account: line["account"].as_i64(),
            of: serde_json::from_value(line["of"].clone()).unwrap(),
            rank: books::LineRank::Part,
            amounts_minor: Vec::new(),
        };
        for (at, column) in statement["columns"].as_array().unwrap().iter().enumerate() {
            let days = serde_json::from_value(column.clone()).unwrap();
            let column = StatementColumn { days, kind: ColumnKind::Part };
            let figure = Figure { limit: Some(1_000), ..Figure::in_cell(report, &read, &column, (basis, fiscal)) };
            let answer = business.house.answer(&business.who, &figure).unwrap();
            let expected = line["amounts_minor"][at].as_i64().unwrap();
            let said = format!("{report:?} {} {figure:?}", line["name"]);
            assert_eq!(answer.amount_minor, expected, "{said}");
            assert_eq!(answer.lines.iter().map(|line| line.amount_minor).sum::<i64>(), expected, "{said}");
            assert_eq!(answer.entries, answer.lines.len() as i64, "{said}");
            if figure.account.is_none() {
                assert_eq!(answer.parts.iter().map(|part| part.amount_minor).sum::<i64>(), expected, "{said}");
            }
        }
    }
}

fn trial_balance_opens(business: &Business, basis: &str) {
    let balances = business.ask("balances", json!({ "on": "2025-09-17", "basis": basis }));
    for account in balances["accounts"].as_array().unwrap() {
        let ask = json!({ "account": account["id"], "from": "0001-01-01", "through": "2025-09-17", "basis": basis,
            "limit": 1000 });
        let figure = business.ask("figure", ask);
        let kind: AccountKind = serde_json::from_value(account["kind"].clone()).unwrap();
        let held = account["book_balance_minor"].as_i64().unwrap() * kind.sign();
        assert_eq!(figure["amount_minor"], held, "{account}");
        let lines = figure["lines"].as_array().unwrap();
        assert_eq!(lines.iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum::<i64>(), held, "{account}");
    }
}

#[test]
fn what_the_books_began_with_opens_to_it_alone_however_much_came_after() {
    each_engine(|store| {
        let business = Business::new(store);
        let sale =
            |day: i8| business.post(date(2026, 1, day), "Sale", &[("Checking", 5_00), ("sales-services", -5_00)]);
        for day in 1..=28 {
            sale(day).unwrap();
            sale(day).unwrap();
        }
        let ask = |extra: Value| {
            let mut asked = json!({ "from": "2026-01-01", "through": "2026-01-31", "limit": 3 });
            asked.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            business.ask("figure", asked)
        };
        let brought = ask(json!({ "of": "brought-in" }));
        assert_eq!((&brought["amount_minor"], &brought["entries"]), (&json!(1000_00), &json!(1)));
        assert_eq!(brought["lines"][0]["amount_minor"], 1000_00);
        let checking = ask(json!({ "account": business.account("Checking"), "brought_in": true }));
        assert_eq!((&checking["amount_minor"], &checking["entries"]), (&json!(1000_00), &json!(1)));
        assert_eq!(ask(json!({ "of": "operating" }))["amount_minor"], 56 * 5_00);
    });
}

#[test]
fn the_months_of_a_year_stand_beside_the_same_months_a_year_before() {
    each_engine(|store| {
        let business = Business::new(store);
        for (on, amount) in [(date(2025, 2, 3), 70_00), (date(2025, 3, 31), 10_00), (date(2026, 3, 1), 99_00)] {
            business.post(on, "Sale", &[("Checking", amount), ("sales-services", -amount)]).unwrap();
        }
        business.post(date(2025, 3, 2), "Rent", &[("rent", 40_00), ("Checking", -40_00)]).unwrap();
        let ask = json!({ "period": "2026-q1", "by": "month", "compared": true });
        let before = business.ask("profit-and-loss", ask)["parts_year_before"].clone();
        // The books begin in February 2025.
        let expected =
            json!([null, { "income_minor": 70_00, "costs_minor": 0 }, { "income_minor": 10_00, "costs_minor": 40_00 }]);
        assert_eq!(before, expected);
        let alone = business.ask("profit-and-loss", json!({ "period": "2026-q1", "by": "month" }));
        assert_eq!(alone.get("parts_year_before"), None);
    });
}

#[test]
fn reports_by_a_british_tax_year_read_from_6_april_to_5_april() {
    each_engine(|store| {
        let business = Business::of(store, british);
        for (on, amount) in [
            (date(2025, 4, 5), 1_00),
            (date(2025, 4, 6), 20_00),
            (date(2025, 12, 31), 300_00),
            (date(2026, 4, 5), 4000_00),
            (date(2026, 4, 6), 50000_00),
        ] {
            business.post(on, "Sale", &[("Checking", amount), ("sales-services", -amount)]).unwrap();
        }
        let profit = |period: &str, by: &str| {
            let answer = business.ask("profit-and-loss", json!({ "period": period, "by": by, "compared": true }));
            (answer["period"].clone(), amounts(&answer, "profit"))
        };
        let year = json!({ "from": "2025-04-06", "through": "2026-04-05" });
        // The year before is beyond the books, which begin in its last month.
        assert_eq!(profit("tax-2025", "whole"), (year.clone(), vec![4320_00]));
        assert_eq!(profit("last-tax-year", "whole").0, year);
        // Quarters of a tax year begin on its sixth days.
        assert_eq!(profit("tax-2025", "quarter").1, [20_00, 0, 300_00, 4000_00, 4320_00]);
        assert_eq!(profit("tax-2026", "whole").1, [50000_00, 4320_00]);
        let flow = business.ask("cash-flow", json!({ "period": "tax-2025", "by": "whole" }));
        assert_eq!(amounts(&flow, "operating"), [4320_00]);
        let sheet = business.ask("balance-sheet", json!({ "on": "2026-04-05" }));
        assert_eq!((amounts(&sheet, "earlier-profit")[0], amounts(&sheet, "year-profit")[0]), (1_00, 4320_00));
        let by = business.ask("profit-by", json!({ "dimension": "client", "period": "tax-2025" }));
        assert_eq!(by["total"]["profit_minor"], 4320_00);
    });
}

fn columns<'a>(statement: &'a Value, kind: &'a str) -> impl Iterator<Item = usize> + 'a {
    let columns = statement["columns"].as_array().unwrap().iter().enumerate();
    columns.filter(move |(_, column)| column["kind"] == kind).map(|(at, _)| at)
}

/// Opening cash, the groups and closing cash add up in each column, and closing cash is what the accounts hold.
fn closes(business: &Business, flow: &Value) {
    let of = |of: &str| -> Vec<i64> {
        let there = flow["lines"].as_array().unwrap().iter().any(|line| line["of"] == of);
        if there { amounts(flow, of) } else { vec![0; flow["columns"].as_array().unwrap().len()] }
    };
    let groups = ["operating", "investing", "financing", "brought-in"].map(of);
    for (at, column) in flow["columns"].as_array().unwrap().iter().enumerate() {
        let change: i64 = groups.iter().map(|group| group[at]).sum();
        assert_eq!(change, of("cash")[at], "{column} {flow}");
        assert_eq!(of("cash-before")[at] + change, of("cash-after")[at], "{column}");
        let held = business.ask("balances", json!({ "on": column["through"], "basis": flow["basis"] }));
        let cash = held["accounts"].as_array().unwrap().iter().filter(|account| {
            let kind: AccountKind = serde_json::from_value(account["kind"].clone()).unwrap();
            kind.is_cash()
        });
        assert_eq!(
            cash.map(|account| account["book_balance_minor"].as_i64().unwrap()).sum::<i64>(),
            of("cash-after")[at]
        );
    }
}

#[test]
fn what_the_books_began_with_is_no_cash_that_anybody_paid() {
    each_engine(|store| {
        let business = Business::new(store);
        business
            .post(date(2026, 1, 1), "The kiln I had", &[("equipment", 900_00), ("opening-balance", -900_00)])
            .unwrap();
        business.post(date(2026, 2, 1), "A new wheel", &[("equipment", 300_00), ("Checking", -300_00)]).unwrap();
        let flow = business.ask("cash-flow", json!({ "period": "2026-q1", "by": "whole" }));
        // The current account began with 1,000.00.
        assert_eq!(amounts(&flow, "brought-in"), [1000_00]);
        assert_eq!(amounts(&flow, "Equipment"), [-300_00]);
        assert_eq!(amounts(&flow, "cash-after"), [700_00]);
    });
}

#[test]
fn a_tax_year_that_begins_on_6_april_parts_the_profit_of_the_balance_sheet() {
    each_engine(|store| {
        let business = Business::of(store, british);
        for (on, amount) in [(date(2026, 4, 5), 100_00), (date(2026, 4, 6), 20_00), (date(2026, 5, 1), 3_00)] {
            business.post(on, "Sale", &[("Checking", amount), ("sales-services", -amount)]).unwrap();
        }
        let sheet = business.ask("balance-sheet", json!({ "on": "2026-05-12" }));
        assert_eq!(amounts(&sheet, "earlier-profit")[0], 100_00);
        assert_eq!(amounts(&sheet, "year-profit")[0], 23_00);
        let profit = business.ask("profit-and-loss", json!({ "period": "this-tax-year", "by": "month" }));
        assert_eq!(amounts(&profit, "profit"), [20_00, 3_00, 23_00]);
    });
}
