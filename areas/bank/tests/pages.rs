//! Every page renders, in each of its states.

use kernel::{Failure, RefusalKind, Refused};
use serde_json::json;
use store::testing::{DataFile, each_engine};
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

#[test]
fn a_file_read_wrongly_is_corrected_column_by_column_and_the_next_one_comes_in_at_once() {
    each_engine(|store| {
        let business = Business::new(store);
        let encoded = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
        // The column called "Amount" counts points; the money is in the last one, and money out is plus.
        let content =
            encoded("Date,Description,Amount,Charged\n2026-05-04,KILN,-100.00,96.20\n2026-05-06,REFUND,200.00,-5.00\n");
        let checking = business.account("Checking");
        let columns = json!({
            "shown_with": "comma", "delimiter": "comma", "date_order": "year_month_day", "decimal_mark": "point",
            "sign_reversed": true, "meanings": ["date", "text", "ignore", "amount"],
        });
        let input = json!({ "file_name": "card.csv", "content": content, "account": checking, "look_first": true, "columns": columns });
        let preview =
            business.ask("statement-preview", json!({ "content": content, "account": checking, "columns": columns }));
        assert_eq!(preview["accounts"][0]["first"][0]["amount_minor"], -9_620);
        assert_eq!(preview["columns"][3]["meaning"], "amount");
        let mut looking = input.clone();
        looking["look_again"] = json!(true);
        assert_eq!(business.refused("import-statement", looking), "only-looked");
        let mut open = input.clone();
        open["columns"]["meanings"] = json!(["date", "text", "ignore", "ignore"]);
        assert_eq!(business.refused("import-statement", open), "ambiguous");
        let mut elsewhere = input.clone();
        elsewhere["columns"]["delimiter"] = json!("tab");
        assert_eq!(business.refused("import-statement", elsewhere), "only-looked");
        assert_eq!(business.balance("Checking"), 0, "nothing of that came in");
        assert_eq!(business.done("import-statement", input)["new"], 2);
        assert_eq!(business.balance("Checking"), -9_120);
        let next = encoded("Date,Description,Amount,Charged\n2026-06-04,TEA,-1.00,2.50\n");
        let next = json!({ "file_name": "june.csv", "content": next, "account": checking, "look_first": true });
        assert_eq!(business.done("import-statement", next)["new"], 1);
        assert_eq!(business.balance("Checking"), -9_370);
        business.verify();
    });
}

#[test]
fn each_column_has_a_choice_and_quicken_files_are_asked_their_own_questions_alone() {
    let file = DataFile::new();
    let business = Business::new(file.open());
    let shown = |text: &str, more: &[(&str, &str)]| {
        let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
        let refused = Refused::new("columns-to-confirm", RefusalKind::Invalid, "New.".into());
        let mut values = vec![("content".to_owned(), content), ("file_name".to_owned(), "b".to_owned())];
        values.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        let form = RefusedForm { command: "import-statement".into(), refused, values };
        rendered(&business, "/bank/statements", Some(form))
    };
    let csv = "Date,Description,Amount,Points\n2026-05-04,KILN,-96.20,7\n2026-05-05,TEA,-2.50,1\n";
    let page = shown(csv, &[]);
    assert!(page.contains("columns[meanings][3]"), "{page}");
    let again = [
        ("columns[meanings][0]", "date"),
        ("columns[meanings][1]", "text"),
        ("columns[meanings][2]", "ignore"),
        ("columns[meanings][3]", "amount"),
        ("columns[shown_with]", "comma"),
        ("columns[delimiter]", "comma"),
    ];
    let page = shown(csv, &again);
    assert!(page.contains("7.00") && !page.contains("96.20<"), "{page}");
    let page = shown("!Type:Bank\nD03/04/26\nT-12.00\nPKILN\n^\n", &[]);
    assert!(page.contains("How to read it") && !page.contains("columns[meanings]"), "{page}");
}
