//! Exports of payment services and marketplaces, in the shapes they have. Names, numbers and amounts are invented.

use statements::{Line, LineKind, ReadOptions, Service, Statement};

fn file(name: &str) -> Statement {
    let path = format!("{}/tests/fixtures/services/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    statements::read(&bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Day, kind, gross, fee, marketplace tax, what reached the account.
type Row = (&'static str, LineKind, i64, i64, i64, i64);

fn rows(lines: &[Line]) -> Vec<(String, LineKind, i64, i64, i64, i64)> {
    let row = |line: &Line| {
        let (fee, tax) = (line.fee_minor.unwrap_or(0), line.marketplace_tax_minor.unwrap_or(0));
        (line.booked_on.to_string(), line.kind, line.gross_minor(), fee, tax, line.amount_minor)
    };
    lines.iter().map(row).collect()
}

use LineKind::{Conversion, Fee, MarketplaceTax, Movement, Payout, Refund, Sale};

#[test]
fn every_export_keeps_gross_fee_tax_and_net_apart() {
    let files: &[(&str, Service, &str, &[Row])] = &[
        (
            "paypal_english",
            Service::PayPal,
            "USD",
            &[
                ("2026-01-15", Sale, 10_000, -398, 0, 9_602),
                ("2026-01-17", Movement, -2_240, 0, 0, -2_240),
                ("2026-01-20", Refund, -5_000, 175, 0, -4_825),
                ("2026-01-25", Payout, -2_537, 0, 0, -2_537),
            ],
        ),
        (
            "paypal_german",
            Service::PayPal,
            "EUR",
            &[
                ("2026-02-03", Sale, 111_900, -2_821, 0, 109_079),
                ("2026-02-04", Movement, -915, 0, 0, -915),
                ("2026-02-05", Payout, -108_164, 0, 0, -108_164),
            ],
        ),
        (
            "paypal_french",
            Service::PayPal,
            "EUR",
            &[("2026-03-17", Sale, 8_000, -267, 0, 7_733), ("2026-03-20", Payout, -7_733, 0, 0, -7_733)],
        ),
        (
            "stripe_balance_history",
            Service::Stripe,
            "EUR",
            &[
                ("2026-01-05", Sale, 9_250, -298, 0, 8_952),
                ("2026-01-06", Refund, -2_000, 0, 0, -2_000),
                ("2026-01-07", Fee, -150, 0, 0, -150),
                ("2026-01-12", Payout, -6_802, 0, 0, -6_802),
            ],
        ),
        (
            "stripe_payout_reconciliation",
            Service::Stripe,
            "EUR",
            &[("2026-01-05", Sale, 9_250, -298, 0, 8_952), ("2026-01-06", Refund, -2_000, 0, 0, -2_000)],
        ),
        ("stripe_payouts", Service::Stripe, "EUR", &[("2026-01-12", Payout, -6_802, 0, 0, -6_802)]),
        (
            "stripe_payments",
            Service::Stripe,
            "EUR",
            &[("2026-01-05", Sale, 9_250, -298, 0, 8_952), ("2026-01-05", Refund, -1_850, 0, 0, -1_850)],
        ),
        (
            "square_transactions",
            Service::Square,
            "",
            &[("2026-01-23", Sale, 4_780, -139, 0, 4_641), ("2026-01-24", Refund, -4_280, 0, 0, -4_280)],
        ),
        (
            "square_days",
            Service::Square,
            "",
            &[("2026-01-23", Sale, 4_780, -139, 0, 4_641), ("2026-01-24", Refund, -4_280, 0, 0, -4_280)],
        ),
        (
            "wise_statement",
            Service::Wise,
            "EUR",
            &[
                ("2026-08-24", Conversion, -19_908, -92, 0, -20_000),
                ("2026-08-22", Movement, -4_980, -20, 0, -5_000),
                ("2026-08-21", Movement, -10_000, -450, 0, -10_450),
                ("2026-08-20", Movement, 70_000, 0, 0, 70_000),
            ],
        ),
        (
            "wise_fee_rows",
            Service::Wise,
            "EUR",
            &[
                ("2026-08-21", Fee, -450, 0, 0, -450),
                ("2026-08-21", Movement, -10_000, 0, 0, -10_000),
                ("2026-08-20", Movement, 70_000, 0, 0, 70_000),
            ],
        ),
        (
            "wise_transfers",
            Service::Wise,
            "EUR",
            &[
                ("2026-01-06", Movement, -10_000, -450, 0, -10_450),
                ("2026-01-07", Movement, 25_000, 0, 0, 25_000),
                ("2026-01-09", Conversion, -9_950, -50, 0, -10_000),
            ],
        ),
        (
            "revolut_personal_german",
            Service::Revolut,
            "EUR",
            &[("2026-01-01", Movement, 10_000, 0, 0, 10_000), ("2026-01-03", Conversion, -5_000, -25, 0, -5_025)],
        ),
        (
            "revolut_business",
            Service::Revolut,
            "EUR",
            &[
                ("2026-01-05", Movement, 50_000, 0, 0, 50_000),
                ("2026-01-07", Movement, -5_000, -20, 0, -5_020),
                ("2026-01-09", Fee, -1_000, 0, 0, -1_000),
            ],
        ),
        (
            "etsy_statement",
            Service::Etsy,
            "USD",
            &[
                ("2026-09-26", Payout, -966, 0, 0, -966),
                ("2026-09-25", Movement, -100, 0, 0, -100),
                ("2026-09-24", Fee, -20, 0, 0, -20),
                ("2026-09-24", Fee, -73, 0, 0, -73),
                ("2026-09-24", Fee, -98, 0, 0, -98),
                ("2026-09-24", Sale, 1_608, 0, -108, 1_500),
                ("2026-09-20", Refund, -216, 0, 16, -200),
                ("2026-09-19", MarketplaceTax, 0, 0, -43, -43),
            ],
        ),
        ("etsy_orders", Service::Etsy, "USD", &[("2026-09-24", Sale, 1_608, -73, -108, 1_427)]),
        (
            "shopify_transactions",
            Service::Shopify,
            "EUR",
            &[
                ("2026-08-30", Sale, 10_000, -320, 0, 9_680),
                ("2026-08-31", Refund, -4_000, 0, 0, -4_000),
                ("2026-08-31", Movement, -1_500, 0, 0, -1_500),
                ("2026-09-01", Payout, -4_180, 0, 0, -4_180),
            ],
        ),
        ("shopify_orders", Service::Shopify, "EUR", &[("2026-08-30", Sale, 10_000, 0, 0, 10_000)]),
    ];
    for (name, service, currency, expected) in files {
        let statement = file(name);
        let account = &statement.accounts[0];
        let expected: Vec<_> =
            expected.iter().map(|row| (row.0.to_owned(), row.1, row.2, row.3, row.4, row.5)).collect();
        assert_eq!(rows(&account.lines), expected, "{name}");
        assert_eq!((account.service, account.currency.as_deref().unwrap_or("")), (Some(*service), *currency), "{name}");
        assert!(account.balance_gaps.is_empty(), "{name}");
    }
}

#[test]
fn what_moved_nothing_is_left_out_and_listed() {
    for (name, lines) in [
        ("paypal_english", vec![3, 4]),
        ("paypal_french", vec![3]),
        ("stripe_payouts", vec![3]),
        ("stripe_payments", vec![3]),
        ("square_transactions", vec![3]),
        ("wise_transfers", vec![4]),
        ("revolut_personal_german", vec![3, 4]),
        ("revolut_business", vec![4]),
        ("shopify_orders", vec![4]),
    ] {
        let left_out: Vec<u32> = file(name).left_out.iter().map(|left| left.line).collect();
        assert_eq!(left_out, lines, "{name}");
    }
}

#[test]
fn a_payment_with_its_exchange_is_one_movement_that_keeps_what_was_paid() {
    for (name, party, currency, amount) in
        [("paypal_english", Some("Kiln Parts Berlin"), "EUR", -2_000), ("paypal_german", None, "USD", -1_000)]
    {
        let statement = file(name);
        assert_eq!(statement.accounts.len(), 1, "{name}: nothing stays of the other currency");
        let line = &statement.accounts[0].lines[1];
        let original = line.original.as_deref().unwrap();
        assert_eq!((original.currency.as_str(), original.amount_minor), (currency, amount), "{name}");
        assert!(party.is_none() || line.counterparty.as_deref() == party, "{name}");
    }
    // Without the other half of the exchange nothing is joined.
    let text =
        std::fs::read_to_string(format!("{}/tests/fixtures/services/paypal_german.csv", env!("CARGO_MANIFEST_DIR")));
    let text = text.unwrap().lines().filter(|line| !line.contains("DE04")).collect::<Vec<_>>().join("\n");
    let statement = statements::read(text.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(statement.accounts.len(), 2);
}

#[test]
fn balances_of_services_prove_out() {
    for (name, closing) in
        [("paypal_english", 0), ("paypal_german", 0), ("wise_statement", 34_550), ("revolut_business", 43_980)]
    {
        assert_eq!(file(name).accounts[0].closing.map(|balance| balance.amount_minor), Some(closing), "{name}");
    }
}

#[test]
fn a_row_whose_parts_do_not_add_up_is_refused() {
    let path = format!("{}/tests/fixtures/services/shopify_transactions.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap().replace("3.20,96.80", "3.20,96.90");
    let error = statements::read(text.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "unreadable-line");
    assert!(error.to_string().contains("Line 2"), "{error}");
}

#[test]
fn the_same_movement_has_the_same_identifier_in_both_exports_of_stripe() {
    let history = file("stripe_balance_history");
    let payouts = file("stripe_payouts");
    assert_eq!(history.accounts[0].lines[3].bank_id, payouts.accounts[0].lines[0].bank_id);
}
