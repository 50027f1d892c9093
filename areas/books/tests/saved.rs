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
