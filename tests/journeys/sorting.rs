//! A line is split, and a rule is made from a line: by keyboard, and without any script.

use thirtyfour::{By, Key};

use super::{
    browser::journey,
    fixture::{balance, business_with},
    queue::{press, says, until},
};
use crate::program::{Program, text};

fn business_with_kilns() -> Program {
    business_with(&[
        (2, "-184.37", "BLUE RIDGE KILN SUPPLY 81"),
        (3, "-96.20", "BLUE RIDGE KILN SUPPLY 82"),
        (4, "-4.50", "FRENCH BROAD COFFEE"),
    ])
}

#[test]
fn a_line_is_split_in_two_by_keyboard() {
    let program = business_with_kilns();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.goto(format!("{address}/bank")).await?;
        until(&browser, &says("3 lines to sort")).await?;
        press(&browser, "j").await?;
        until(&browser, "document.querySelector('.panel')?.innerText.includes('96.20')").await?;
        press(&browser, "j").await?;
        until(&browser, "document.querySelector('.panel')?.innerText.includes('184.37')").await?;
        press(&browser, "s").await?;
        until(&browser, "document.querySelector('#amount-1')").await?;
        press(&browser, "c").await?;
        until(&browser, "document.activeElement.id === 'category-0'").await?;
        press(&browser, "Materials").await?;
        press(&browser, Key::Tab + "139.57").await?;
        press(&browser, Key::Tab + "Small").await?;
        press(&browser, Key::Enter + "").await?;
        until(&browser, &says("2 lines to sort")).await?;
        Ok(())
    });
    let parts = (balance(&program, "materials"), balance(&program, "small-equipment"));
    assert_eq!(parts, (13_957, 4_480));
    let verified = program.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn a_rule_is_made_from_a_line_without_any_script() {
    let program = business_with_kilns();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.cdp().send_raw("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).await?;
        browser.goto(format!("{address}/bank")).await?;
        browser.find(By::LinkText("Blue Ridge Kiln Supply 82")).await?.click().await?;
        let category = browser.find(By::Css(".panel select[name='rule[category]']")).await?;
        category.send_keys("Materials").await?;
        browser.find(By::XPath("//button[contains(., 'Make this rule')]")).await?.click().await?;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let page = browser.find(By::Css("main")).await?.text().await?;
        assert!(page.contains("1 line to sort"), "{page}");
        Ok(())
    });
    assert_eq!(balance(&program, "materials"), 28_057);
}
