//! What was gained and lost, with the entries behind each figure.

use store::testing::each_engine;

use super::*;

#[test]
fn gains_of_a_period_stand_lot_by_lot_and_movement_by_movement() {
    each_engine(|store| {
        let business = Business::new(store);
        business.buy("2026-02-02", "0.05", 200_000);
        business.buy("2026-03-02", "0.05", 300_000);
        let sold = business.sell("2026-04-02", "0.06", 330_000);
        let dollars = business.done(
            "open-account",
            json!({ "name": "Dollars", "kind": "bank", "currency": "USD",
            "opening_minor": 100_000, "opening_book_minor": 90_000, "opened_on": "2026-01-01" }),
        );
        let transfer = json!({ "posted_on": "2026-04-10", "text": "Hosting", "postings": [
            { "account": dollars["account"], "amount_minor": -40_000, "book_amount_minor": -38_000 },
            { "account": business.account("software"), "amount_minor": 38_000 }] });
        let paid = business.done("post-entry", transfer);
        let answer = business.ask("realised-gains", json!({ "from": "2026-01-01", "through": "2026-12-31" }));
        let one = &answer["crypto"][0];
        assert_eq!((&one["gained_minor"], &one["entry"]), (&json!(70_000), &sold.outcome["entry"]));
        let lots: Vec<_> = one["lots"]
            .as_array()
            .unwrap()
            .iter()
            .map(|lot| {
                (lot["since"].clone(), lot["quantity"].clone(), lot["cost_minor"].clone(), lot["fetched_minor"].clone())
            })
            .collect();
        assert_eq!(
            lots,
            [
                (json!("2026-02-02"), json!("0.05"), json!(200_000), json!(275_000)),
                (json!("2026-03-02"), json!("0.01"), json!(60_000), json!(55_000)),
            ]
        );
        // 400.00 dollars had cost 360.00 and were worth 380.00.
        let left = &answer["currencies"][0];
        assert_eq!(
            (&left["gained_minor"], &left["cost_minor"], &left["entry"]),
            (&json!(2_000), &json!(36_000), &paid["entry"])
        );
        assert_eq!((&answer["not_booked_minor"], &answer["booked"]), (&json!(2_000), &json!([])));
        business.done("set-rate", json!({ "currency": "USD", "rate": "0.95", "on": "2026-04-30" }));
        business.done("revalue", json!({ "on": "2026-04-30" }));
        let answer = business.ask("realised-gains", json!({}));
        assert_eq!((&answer["currencies_gained_minor"], &answer["not_booked_minor"]), (&json!(2_000), &json!(0)));
        let booked: Vec<_> = answer["booked"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["gained_minor"].clone(), one["basis"].clone()))
            .collect();
        // 600.00 are left: they cost 540.00 and are worth 570.00.
        assert_eq!(booked, [(json!(2_000), json!("both")), (json!(3_000), json!("accrual"))]);
        business.verify();
        let before = business.ask("realised-gains", json!({ "from": "2025-01-01", "through": "2025-12-31" }));
        assert_eq!((&before["crypto"], &before["currencies"]), (&json!([]), &json!([])));
    });
}
