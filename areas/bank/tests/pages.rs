//! Every page renders, in each of its states.

use kernel::{Failure, RefusalKind, Refused};
use serde_json::json;
use store::testing::DataFile;
use ui::{Page, PageRequest, RefusedForm};

use super::{Business, csv};

fn rendered(business: &Business, address: &str, refused: Option<RefusedForm>) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs =
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, text)| (name.to_owned(), text.to_owned()));
    let query: Vec<(String, String)> = pairs.collect();
    let entry = bank::pages::pages().into_iter().find(|entry| entry.path == path).unwrap();
    let page = business.house.read(&business.who, |context| {
        let mut request =
            PageRequest { context, path: Vec::new(), query, address: address.to_owned(), refused, previewed: None };
        (entry.render)(&mut request)
    });
    let page: Result<Page, Failure> = page;
    let page = page.unwrap_or_else(|failure| panic!("{address}: {failure}"));
    format!("{}{}{}{}", page.lead.0, page.sub.0, page.body.0, page.panel.map_or_else(String::new, |panel| panel.body.0))
}

#[test]
fn every_page_renders_empty_and_full() {
    let file = DataFile::new();
    let business = Business::new(file.open());
    for (address, says) in [
        ("/bank", "Nothing to sort yet."),
        ("/bank/lines", "No line is like that."),
        ("/bank/statements", "Bring in your first statement."),
        ("/bank/statements/preview", "No file yet."),
        ("/bank/rules", "No rules yet."),
        ("/bank/rules?rule=new", "Make the rule"),
        ("/bank/recurring", "Nothing comes again yet."),
        ("/bank/private", "No private payments from business accounts."),
    ] {
        let page = rendered(&business, address, None);
        assert!(page.contains(says), "{address}: {page}");
    }
    let kiln = [(4, -9_620, "BLUE RIDGE KILN"), (6, -4_175, "BLUE RIDGE KILN"), (6, -500, "<script>alert(1)</script>")];
    business.import("may.csv", &csv(&kiln), Some("Checking"));
    business.import("late.csv", &csv(&[(8, -4_175, "KILN OF BLUE RIDGE")]), Some("Checking"));
    let materials = business.account("materials");
    let rule =
        business.done("add-rule", json!({ "rule": { "text_has": "paint", "category": materials } }))["rule"].clone();
    let hostile = business.line("<script>alert(1)</script>");
    let line = business.line("BLUE RIDGE KILN");
    for (address, says) in [
        ("/bank".to_string(), "3 lines to sort."),
        (format!("/bank?line={line}"), "1 other line in this queue would go too:"),
        ("/bank?line=none".to_string(), "Sort the selected lines into"),
        (format!("/bank?line={line}&split=2"), "parts[1][amount_minor]"),
        (format!("/bank?line={hostile}"), "&lt;script&gt;"),
        (format!("/bank/lines?line={line}"), "What the bank says"),
        ("/bank/statements".to_string(), "1 line may be here already"),
        (format!("/bank/rules?rule={rule}"), "Keep the change"),
    ] {
        let page = rendered(&business, &address, None);
        assert!(page.contains(says), "{address}: {page}");
        assert!(!page.contains("<script>"), "{address}");
    }
}

#[test]
fn a_file_that_leaves_something_open_is_shown_with_its_readings() {
    let file = DataFile::new();
    let business = Business::new(file.open());
    let content = "Date,Description,Amount\n03/04/2026,COFFEE,-3.50\n05/06/2026,RENT,-900.00\n";
    let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, content);
    let checking = business.account("Checking");
    let input = json!({ "file_name": "b.csv", "content": content, "account": checking, "look_first": true });
    assert_eq!(business.refused("import-statement", input), "columns-to-confirm");
    let refused = Refused::new("ambiguous", RefusalKind::Invalid, "Open question.".into()).at("content");
    let values = [("content", content.clone()), ("file_name", "b.csv".into()), ("account", checking.to_string())];
    let values = values.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let form = RefusedForm { command: "import-statement".into(), refused, values };
    let page = rendered(&business, "/bank/statements", Some(form));
    assert!(page.contains("Is b.csv read right?"), "{page}");
    assert!(page.contains(&format!("name=\"content\" value=\"{content}\"")), "the file stays in the form");
    // The reading that the page offers is taken, and remembered for the next file of this shape.
    let readings =
        business.ask("statement-preview", json!({ "content": content, "account": checking }))["readings"].clone();
    let chosen = readings.as_array().unwrap().last().unwrap()["mapping"].to_string();
    business.done(
        "import-statement",
        json!({ "file_name": "b.csv", "content": content, "account": checking, "mapping": chosen }),
    );
    let next = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        "Date,Description,Amount\n07/08/2026,TEA,-2.50\n09/10/2026,RENT,-900.00\n",
    );
    let done = business.done(
        "import-statement",
        json!({ "file_name": "c.csv", "content": next, "account": checking, "look_first": true }),
    );
    assert_eq!(done["new"], 2);
}
