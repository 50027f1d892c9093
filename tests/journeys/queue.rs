//! The queue by keyboard alone, and what the keys do on every page.

use std::time::Duration;

use thirtyfour::{By, Key, TypingData, WebDriver, error::WebDriverResult};

use super::browser::journey;
use crate::program::{Program, ofx, text};

fn business_with_lines() -> Program {
    let program = Program::with_business();
    let statement = ofx(
        &[
            ("20260302", "2400.00", "NORTHLIGHT HOTELS RETAINER", "F1"),
            ("20260303", "-600.00", "GREYSTONE STUDIO RENT", "F2"),
            ("20260304", "-4.50", "FRENCH BROAD COFFEE", "F3"),
        ],
        None,
    );
    let file = program.file("march.ofx", statement.as_bytes());
    program.ok(&["import", file.to_str().unwrap()]);
    program
}

/// Waits until a script's answer is true; the page changes under the reader's hands.
pub(super) async fn until(browser: &WebDriver, what: &str) -> WebDriverResult<()> {
    for _ in 0..100 {
        if browser.execute(format!("return Boolean({what})"), vec![]).await?.convert::<bool>()? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let page = browser.find(By::Css("body")).await?.text().await?;
    panic!("never came true: {what}\n{page}");
}

/// Presses keys wherever the caret is, as a keyboard does.
pub(super) async fn press(browser: &WebDriver, keys: impl Into<TypingData>) -> WebDriverResult<()> {
    browser.action_chain().send_keys(keys).perform().await
}

pub(super) fn says(words: &str) -> String {
    format!("document.body.innerText.includes({words:?})")
}

#[test]
fn a_line_is_sorted_and_taken_back_by_keyboard() {
    let program = business_with_lines();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.goto(format!("{address}/bank")).await?;
        until(&browser, &says("3 lines to sort")).await?;
        // Down to the rent, into the category, its first letters, and Enter.
        press(&browser, "j").await?;
        until(&browser, "document.querySelector('.panel h2, .panel .t, .panel')?.innerText.includes('Greystone')")
            .await?;
        press(&browser, "c").await?;
        until(&browser, "document.activeElement.id === 'category-0'").await?;
        press(&browser, "Rent").await?;
        until(&browser, "document.activeElement.selectedOptions[0].text.startsWith('Rent')").await?;
        press(&browser, Key::Enter + "").await?;
        until(&browser, &says("2 lines to sort")).await?;
        until(&browser, "document.querySelector('.toast')").await?;
        browser.execute("document.activeElement.blur()", vec![]).await?;
        press(&browser, "u").await?;
        until(&browser, &says("3 lines to sort")).await?;
        Ok(())
    });
    let rent = program.show("accounts", &[]);
    let rent = rent["accounts"].as_array().unwrap().iter().find(|account| account["role"] == "rent").unwrap().clone();
    assert_eq!(rent["balance_minor"], 0, "{rent}");
    let verified = program.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn search_palette_and_figures_answer_to_keys() {
    let program = business_with_lines();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.goto(format!("{address}/pockets")).await?;
        press(&browser, "/").await?;
        until(&browser, "document.activeElement.matches('input[type=search]')").await?;
        press(&browser, "northl" + Key::Enter).await?;
        until(&browser, "location.pathname === '/search'").await?;
        until(&browser, &says("RETAINER")).await?;
        browser.execute("document.activeElement.blur()", vec![]).await?;
        browser.action_chain().key_down(Key::Control).send_keys("k").key_up(Key::Control).perform().await?;
        until(&browser, "document.querySelector('dialog[open]')").await?;
        press(&browser, Key::Escape + "").await?;
        until(&browser, "!document.querySelector('dialog[open]')").await?;
        press(&browser, "?").await?;
        until(&browser, "document.querySelector('dialog[open]')").await?;
        Ok(())
    });
}

#[test]
fn every_page_fits_a_phone() {
    let program = business_with_lines();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 500, |browser| async move {
        let screen = serde_json::json!({ "width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": true });
        browser.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        let pages = mainstay::wiring::pages();
        for path in pages.iter().map(|page| page.path).filter(|path| !path.contains('{')) {
            browser.goto(format!("{address}{path}")).await?;
            let wide: i64 = browser.execute("return document.documentElement.scrollWidth", vec![]).await?.convert()?;
            assert!(wide <= 360, "{path} is {wide} px wide and scrolls sideways");
        }
        Ok(())
    });
}

#[test]
fn a_line_is_sorted_without_any_script() {
    let program = business_with_lines();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.cdp().send_raw("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).await?;
        browser.goto(format!("{address}/bank")).await?;
        let category = browser.find(By::Css("#category-0")).await?;
        category.send_keys("Meals").await?;
        browser.find(By::Css(".panel form button.p, .panel form button")).await?.click().await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let page = browser.find(By::Css("main")).await?.text().await?;
        assert!(page.contains("2 lines to sort"), "{page}");
        Ok(())
    });
}
