//! Reports with a name.

use serde_json::json;
use store::testing::each_engine;

use crate::{Business, code};

#[test]
fn a_saved_report_keeps_what_it_asks_for_and_can_be_renamed_and_taken_off_and_back() {
    each_engine(|store| {
        let business = Business::new(store);
        let asks = "period=last-quarter&basis=accrual";
        let save = json!({ "name": "Quarter", "report": "profit-and-loss", "parameters": asks });
        let id = business.run("save-report", save.clone()).unwrap().outcome["report"].as_i64().unwrap();
        let list = || business.ask("saved-reports", json!({}))["reports"].clone();
        assert_eq!(list()[0]["address"], format!("/books?{asks}"));
        // Seen on 12 May 2026, the last quarter is January to March.
        assert_eq!(list()[0]["period"], json!({ "from": "2026-01-01", "through": "2026-03-31" }));
        assert_eq!(list()[0]["basis"], "accrual");
        assert_eq!(code(business.run("save-report", save).unwrap_err()), "report-name-is-taken");
        for wrong in ["period=soon", "evil=1", "by=week"] {
            let input = json!({ "name": "Other", "report": "balance-sheet", "parameters": wrong });
            assert_eq!(code(business.run("save-report", input).unwrap_err()), "bad-report-parameter", "{wrong}");
        }
        let renamed = business.run("rename-report", json!({ "report": id, "name": "My quarter" })).unwrap();
        assert_eq!(list()[0]["name"], "My quarter");
        business.run("undo", json!({ "activity": renamed.activity })).unwrap();
        assert_eq!(list()[0]["name"], "Quarter");
        let removed = business.run("remove-report", json!({ "report": id })).unwrap();
        assert_eq!(list(), json!([]));
        assert_eq!(code(business.run("remove-report", json!({ "report": id })).unwrap_err()), "no-such-report");
        business.run("undo", json!({ "activity": removed.activity })).unwrap();
        assert_eq!((list()[0]["name"].clone(), list()[0]["parameters"].clone()), (json!("Quarter"), json!(asks)));
    });
}

#[test]
fn every_report_can_be_kept_opened_and_has_its_figure() {
    each_engine(|store| {
        let business = Business::new(store);
        let (checking, sales) = (business.account("Checking"), business.account("sales-services"));
        business
            .run(
                "post-entry",
                json!({ "posted_on": "2026-05-03", "text": "Blue ridge fair", "dimensions": { "client": "Calder" },
            "postings": [{ "account": checking, "amount_minor": 80_00 }, { "account": sales, "amount_minor": -80_00 }] }),
            )
            .unwrap();
        for (report, asks, address, figure, of) in [
            (
                "profit-and-loss",
                "period=2026&by=year".to_owned(),
                "/books?period=2026&by=year".to_owned(),
                Some(80_00),
                "",
            ),
            ("balance-sheet", String::new(), "/books/balance-sheet".into(), Some(1080_00), ""),
            ("cash-flow", "period=2026-05".into(), "/books/cash-flow?period=2026-05".into(), Some(80_00), ""),
            ("trial-balance", "on=2026-05-04".into(), "/books/balances?on=2026-05-04".into(), None, ""),
            (
                "journal",
                "text=blue%20rid&source=hand".into(),
                "/books/journal?text=blue%20rid&source=hand".into(),
                Some(80_00),
                "",
            ),
            (
                "register",
                format!("account={checking}&period=2026-05"),
                format!("/books/accounts/{checking}?period=2026-05"),
                Some(1080_00),
                "Checking",
            ),
            (
                "register",
                format!("account={sales}&period=2026-04"),
                format!("/books/accounts/{sales}?period=2026-04"),
                Some(0),
                "Services",
            ),
            (
                "profit-by",
                "dimension=client&across=channel&period=this-year".into(),
                "/books/profit/by/client?across=channel&period=this-year".into(),
                Some(80_00),
                "client",
            ),
        ] {
            let name = format!("Mine, {report} by {asks}.");
            business.run("save-report", json!({ "name": name, "report": report, "parameters": asks })).unwrap();
            let opened = business.ask("open-report", json!({ "name": name.to_uppercase() }));
            let saved = &opened["saved"];
            assert_eq!(
                (saved["address"].as_str(), saved["figure_minor"].as_i64()),
                (Some(&*address), figure),
                "{name}"
            );
            assert_eq!(saved["of"].as_str().unwrap_or_default(), of, "{name}");
            let shows = ["statement", "balances", "journal", "register", "profit-by"];
            assert_eq!(shows.iter().filter(|shown| opened.get(**shown).is_some()).count(), 1, "{opened}");
            let list = business.ask("saved-reports", json!({}));
            let listed = list["reports"].as_array().unwrap().iter().find(|it| it["name"] == name.as_str()).cloned();
            assert_eq!(listed.as_ref(), Some(saved));
        }
        for (report, asks) in [("register", "period=2026"), ("profit-by", "across=client")] {
            let input = json!({ "name": "Other", "report": report, "parameters": asks });
            assert_eq!(code(business.run("save-report", input).unwrap_err()), "report-of-nothing");
        }
        let lost = business.house.ask(&business.who, "open-report", r#"{"name":"Nobody"}"#).unwrap_err();
        assert_eq!(lost.said().code, "no-such-report");
    });
}
