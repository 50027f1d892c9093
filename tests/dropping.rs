//! A statement brought in by the browser, without script: dropped, looked at, its columns corrected, taken.

use serde_json::json;

use crate::{
    http::{Answer, Caller},
    program::Program,
};

/// A card's export whose column "Amount" counts points; the money is in the last one, and money out is plus.
const POINTS: &str = "Date,Description,Amount,Charged\n2026-05-04,KILN,-100.00,96.20\n2026-05-06,REFUND,200.00,-5.00\n";

/// The form with a file, as a browser without script sends it.
fn dropped(caller: &Caller, file_name: &str, content: &str, account: &str) -> Answer {
    let mut body = String::new();
    for (name, text) in [("account", account), ("look_first", "true"), ("next", "/bank"), ("from", "/bank/statements")]
    {
        body.push_str(&format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"));
    }
    body.push_str(&format!(
        "--edge\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{file_name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--edge--\r\n"
    ));
    let headers = [("Origin", caller.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
    caller.post("/do/import-statement", "multipart/form-data; boundary=edge", &body, &headers)
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let field = page.split("<input ").find(|field| field.contains(&format!("name=\"{name}\""))).unwrap_or_default();
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

fn balance(program: &Program, account: &str) -> i64 {
    let answer = program.show("balances", &[]);
    let accounts = answer["accounts"].as_array().cloned().unwrap_or_default();
    let held = accounts.iter().find(|one| one["id"].as_i64() == account.parse().ok());
    held.and_then(|one| one["balance_minor"].as_i64()).unwrap_or_default()
}

#[test]
fn a_file_read_wrongly_is_corrected_column_by_column_in_the_browser() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    owner.form("open-account", &[("name", "Travel card"), ("kind", "card"), ("next", "/books/accounts")]);
    let accounts = program.show("accounts", &["kind=card"]);
    let account =
        accounts["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "Travel card").unwrap()["id"]
            .to_string();

    let shown = dropped(&owner, "card.csv", POINTS, &account);
    assert_eq!(shown.status, 422, "{}", shown.body);
    assert!(shown.body.contains("columns[meanings][3]") && shown.body.contains("KILN"), "{}", shown.body);
    assert!(shown.body.contains("100.00"), "the points are taken for the amount at first");

    let content = hidden(&shown.body, "content").to_owned();
    assert!(!content.is_empty(), "the file travels with the form");
    let corrected = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![
            ("content", content.as_str()),
            ("file_name", "card.csv"),
            ("account", account.as_str()),
            ("from", "/bank/statements"),
            ("next", "/bank"),
            ("columns[shown_with]", "comma"),
            ("columns[delimiter]", "comma"),
            ("columns[date_order]", "year_month_day"),
            ("columns[decimal_mark]", "point"),
            ("columns[sign_reversed]", "true"),
            ("columns[meanings][0]", "date"),
            ("columns[meanings][1]", "text"),
            ("columns[meanings][2]", "ignore"),
            ("columns[meanings][3]", "amount"),
        ];
        fields.extend_from_slice(more);
        owner.form("import-statement", &fields)
    };
    let looked = corrected(&[("look_again", "true")]);
    assert_eq!(looked.status, 422, "{}", looked.body);
    assert!(looked.body.contains("96.20") && !looked.body.contains("+200.00"), "{}", looked.body);
    assert_eq!(balance(&program, &account), 0, "looking again brings nothing in");

    let taken = corrected(&[]);
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert_eq!(balance(&program, &account), -9_120);

    // The choice is remembered for that bank: the next month comes in without a question.
    let next = dropped(&owner, "june.csv", "Date,Description,Amount,Charged\n2026-06-04,TEA,-1.00,2.50\n", &account);
    assert_eq!(next.status, 303, "{}", next.body);
    assert_eq!(balance(&program, &account), -9_370);
    assert_eq!(program.show("statements", &[])["statements"].as_array().map(Vec::len), Some(2), "{}", json!(account));
}
