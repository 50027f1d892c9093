//! Exports of services come in: gross, fee and marketplace tax apart; gaps accepted and noted; an entry told twice.

use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::Done;
use serde_json::{Value, json};
use store::testing::each_engine;

use super::{Business, decimal};

const ETSY: &str = "Date,Type,Title,Info,Currency,Amount,\"Fees & Taxes\",Net,\"Tax Details\"\n\
    \"May 4, 2026\",Fee,\"Processing fee\",\"Order #38\",USD,--,-$0.73,-$0.73,--\n\
    \"May 4, 2026\",Tax,\"Sales tax paid by buyer\",\"Order #38\",USD,--,-$1.08,-$1.08,--\n\
    \"May 4, 2026\",Sale,\"Payment for Order #38\",,USD,$16.08,--,$16.08,--\n\
    \"May 6, 2026\",Deposit,\"$14.27 sent to your bank account\",,USD,--,--,--,--\n";

const SHOPIFY: &str = "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency\n\
    2026-05-04 16:59:53 -0400,charge,#1001,visa,online,paid,2026-05-06,77,2026-05-06,100.00,3.20,96.80,#c1,card,100.00,USD,USD\n\
    2026-05-05 10:00:00 -0400,refund,#1001,visa,online,paid,2026-05-06,77,2026-05-06,-40.00,0.00,-40.00,#c1,card,-40.00,USD,USD\n\
    2026-05-06 00:00:00 -0400,payout,,,,paid,2026-05-06,77,2026-05-06,-56.80,0.00,-56.80,,,-56.80,USD,USD\n";

impl Business {
    fn with_processor(self, name: &str) -> Business {
        self.done("open-account", json!({ "name": name, "kind": "processor" }));
        self
    }

    fn bring(&self, file_name: &str, content: &str, more: Value) -> Done {
        let mut input = json!({ "file_name": file_name, "content": STANDARD.encode(content) });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.run("import-statement", input).unwrap_or_else(|failure| panic!("{file_name}: {failure}"))
    }

    /// What each pocket holds, by role.
    fn pocket(&self, role: &str) -> i64 {
        let answer = self.ask("pockets", json!({}));
        let pockets = answer["pockets"].as_array().unwrap().clone();
        let found = pockets.into_iter().find(|pocket| pocket["role"] == role);
        found.map_or(0, |pocket| pocket["holds_minor"].as_i64().unwrap())
    }
}

#[test]
fn a_fee_is_a_cost_and_the_marketplaces_tax_is_never_booked() {
    each_engine(|store| {
        let business = Business::new(store).with_processor("Etsy shop");
        let done = business.bring("may.csv", ETSY, json!({}));
        assert_eq!(done.outcome["account"], business.account("Etsy shop"), "the service names its account");
        assert_eq!((done.outcome["new"].clone(), done.outcome["to_sort"].clone()), (json!(3), json!(1)));
        // The sale waits with what it earned; tax of 1.08 appears nowhere.
        assert_eq!(business.balance("to-sort"), -1_500);
        assert_eq!(business.balance("payment-fees"), 73);
        assert_eq!(business.balance("sales-tax-owed"), 0);
        assert_eq!(business.balance("in-transit"), 1_427);
        assert_eq!(business.balance("Etsy shop"), 0);
        let sale = business.queue()[0]["id"].clone();
        let category = business.account("sales-services");
        business
            .done("sort-line", json!({ "line": sale, "parts": [{ "category": category, "tax_code": "sale-exempt" }] }));
        assert_eq!(business.balance("sales-services"), -1_500);
        let detail = business.ask("bank-line", json!({ "line": sale }));
        assert_eq!(
            (detail["gross_minor"].clone(), detail["marketplace_tax_minor"].clone()),
            (json!(1_608), json!(-108))
        );
        assert_eq!(business.pocket("held-for-authorities"), 0);
        business.verify();
    });
}

#[test]
fn a_sale_is_decided_gross_its_fee_is_booked_and_the_payout_meets_the_bank() {
    each_engine(|store| {
        let business = Business::new(store).with_processor("Shopify");
        let sales = business.account("sales-services");
        business
            .done("add-rule", json!({ "rule": { "text_has": "#1001", "category": sales, "tax_code": "sale-exempt" } }));
        business.bring("payouts.csv", SHOPIFY, json!({}));
        assert_eq!(business.balance("sales-services"), -6_000);
        assert_eq!(business.balance("payment-fees"), 320);
        assert_eq!(business.balance("in-transit"), 5_680);
        let bank = "Date,Description,Amount\n2026-05-07,SHOPIFY PAYOUT,56.80\n2026-05-08,COFFEE,-3.50\n";
        let done = business.import("bank.csv", bank, Some("Checking"));
        let line = business.line("SHOPIFY PAYOUT");
        if done.outcome["matched"] == 0 {
            business.done("sort-as-transfer", json!({ "line": line, "account": business.account("Shopify") }));
        }
        assert_eq!(business.balance("in-transit"), 0);
        assert_eq!(business.balance("Checking"), 5_330);
        // Sorted elsewhere and back again, the fee stays where it is.
        let sale = business.line("charge #1001 visa");
        let again = json!({ "line": sale, "parts": [{ "category": business.account("sales-goods"), "tax_code": "sale-exempt" }] });
        let moved = business.run("sort-line", again).unwrap();
        assert_eq!((business.balance("sales-goods"), business.balance("payment-fees")), (-10_000, 320));
        business.undo(moved.activity);
        assert_eq!((business.balance("sales-services"), business.balance("payment-fees")), (-6_000, 320));
        business.verify();
    });
}

#[test]
fn orders_are_no_statement() {
    each_engine(|store| {
        let business = Business::new(store).with_processor("Shopify");
        let orders = "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Taxes,Total,Created at,Billing Name,Payment Method,Refunded Amount\n\
            #1001,ada@example.com,paid,2026-05-04 16:59:53 +0400,fulfilled,USD,90.00,0.00,100.00,2026-05-04 16:59:00 +0400,Ada Marsh,card,0.00\n";
        let input = json!({ "file_name": "orders.csv", "content": STANDARD.encode(orders) });
        assert_eq!(business.refused("import-statement", input), "orders-are-not-money");
    });
}

/// Balances that jump by 10.00 after the third line.
fn gapped() -> String {
    let mut balance = 100_000;
    let mut file = String::from("Date,Description,Amount,Balance\n");
    for day in 1..=9 {
        balance -= 500 + if day == 4 { 1_000 } else { 0 };
        file.push_str(&format!("2026-05-{day:02},Coffee {day},-5.00,{}\n", decimal(balance)));
    }
    file
}

#[test]
fn a_gap_is_refused_shown_and_noted_where_it_is_accepted() {
    each_engine(|store| {
        let business = Business::new(store);
        let checking = business.account("Checking");
        let input = json!({ "file_name": "a.csv", "content": STANDARD.encode(gapped()), "account": checking });
        assert_eq!(business.refused("import-statement", input.clone()), "balance");
        assert_eq!(business.balance("Checking"), 0, "nothing of it is taken");
        let preview = business.ask(
            "statement-preview",
            json!({ "file_name": "a.csv", "content": STANDARD.encode(gapped()), "account": checking }),
        );
        assert_eq!(preview["refused_for_gaps"], true);
        assert_eq!(preview["accounts"][0]["gaps"], json!([{ "line": 5, "difference_minor": -1_000 }]));
        business.bring("a.csv", &gapped(), json!({ "account": checking, "accept_balance_gaps": true }));
        let kept = business.ask("statements", json!({}))["statements"][0].clone();
        assert_eq!(
            (kept["balance_gaps"].clone(), kept["gaps"][0]["difference_minor"].clone()),
            (json!(1), json!(-1_000))
        );
        business.verify();
    });
}

fn camt(message: &str, report: &str, details: bool) -> String {
    let detail = |name: &str, amount: &str| {
        format!(
            "<TxDtls><Refs><AcctSvcrRef>{name}</AcctSvcrRef></Refs><Amt Ccy=\"USD\">{amount}</Amt><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties></TxDtls>"
        )
    };
    let details = if details {
        format!("<NtryDtls>{}{}</NtryDtls>", detail("Ada Marsh", "30.00"), detail("Ben Ortiz", "40.00"))
    } else {
        String::new()
    };
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{message}.001.02\"><X><{report}><Acct><Id><Othr><Id>4821</Id></Othr></Id><Ccy>USD</Ccy></Acct>\
         <Ntry><Amt Ccy=\"USD\">70.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-05-04</Dt></BookgDt>\
         <AcctSvcrRef>BATCH-77-2026</AcctSvcrRef>{details}</Ntry></{report}></X></Document>"
    )
}

#[test]
fn a_notification_does_not_repeat_the_entry_of_its_statement() {
    for (first, second) in [(false, true), (true, false)] {
        each_engine(|store| {
            let business = Business::new(store);
            let file = |details: bool| match details {
                false => camt("camt.053", "Stmt", false),
                true => camt("camt.054", "Ntfctn", true),
            };
            business.import("first.xml", &file(first), Some("Checking"));
            let done = business.import("second.xml", &file(second), None);
            assert_eq!((done.outcome["new"].clone(), business.balance("Checking")), (json!(0), 7_000), "{first}");
            business.verify();
        });
    }
}
