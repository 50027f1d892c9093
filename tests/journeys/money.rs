//! Proof of a cost: a receipt finds its entry.

use serde_json::json;

use super::{
    browser::journey,
    fixture::{account, business_with},
    queue::until,
};
use crate::program::{Program, text};

fn business_with_cash() -> Program {
    let program = business_with(&[(2, "2400.00", "NORTHLIGHT HOTELS RETAINER")]);
    let waiting = program.show("to-sort", &[]);
    let input = json!({
        "line": waiting["lines"][0]["id"],
        "parts": [{ "category": account(&program, "sales-services")["id"] }],
    });
    let sorted = program.run_with(&["do", "sort-line", "--json-input", "-"], &input.to_string());
    assert!(sorted.status.success(), "{waiting} {}", text(&sorted.stderr));
    program
}

#[test]
fn a_receipt_is_dropped_on_an_entry() {
    let program = business_with_cash();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.goto(format!("{address}/books/entries/1")).await?;
        browser
            .execute(
                "const carried = new DataTransfer();
                 carried.items.add(new File(['Paid with thanks'], 'receipt.txt', { type: 'text/plain' }));
                 document.querySelector('form[action=\"/do/attach-file\"]').dispatchEvent(
                     new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }));",
                vec![],
            )
            .await?;
        until(&browser, "[...document.querySelectorAll('main a')].some((link) => link.innerText.includes('receipt'))")
            .await
    });
}
