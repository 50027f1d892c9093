//! The queue by keyboard alone, and what the keys do on every page.

use std::time::Duration;

use thirtyfour::{By, Key, TypingData, WebDriver, error::WebDriverResult};

use super::{
    browser::journey,
    fixture::{balance, business_with},
};
use crate::program::{Program, text};

fn business_with_lines() -> Program {
    business_with(&[
        (2, "2400.00", "NORTHLIGHT HOTELS RETAINER"),
        (3, "-600.00", "GREYSTONE STUDIO RENT"),
        (4, "-4.50", "FRENCH BROAD COFFEE"),
    ])
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
    assert_eq!(balance(&program, "rent"), 0);
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

/// Thirty lines of a month: who was known before needs one key, who is new three letters more.
#[test]
fn thirty_lines_are_sorted_in_a_minute_by_keyboard() {
    let shops: Vec<(u8, String, String)> = (0..30u8)
        .map(|at| {
            let (text, amount) = match at % 3 {
                0 => (format!("GREYSTONE STUDIO RENT {at}"), format!("-6{at:02}.00")),
                1 => ("FRENCH BROAD COFFEE".to_owned(), format!("-4.{at:02}")),
                _ => ("BLUE RIDGE KILN SUPPLY".to_owned(), format!("-1{at:02}.20")),
            };
            (28 - at % 27, amount, text)
        })
        .collect();
    let lines: Vec<_> = shops.iter().map(|(day, amount, text)| (*day, amount.as_str(), text.as_str())).collect();
    let program = business_with(&lines);
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.goto(format!("{address}/bank")).await?;
        until(&browser, &says("30 lines to sort")).await?;
        let begun = std::time::Instant::now();
        for left in (0..30).rev() {
            let who = "document.querySelector('.panel').innerText";
            let panel: String = browser.execute(format!("return {who}"), vec![]).await?.convert()?;
            let proposed = "document.querySelector('#category-0').value !== ''";
            let known: bool = browser.execute(format!("return {proposed}"), vec![]).await?.convert()?;
            if panel.contains("Coffee") {
                press(&browser, "p").await?;
            } else if known {
                press(&browser, Key::Enter + "").await?;
            } else {
                press(&browser, "c").await?;
                press(&browser, if panel.contains("Rent") { "Rent" } else { "Materials" }).await?;
                press(&browser, Key::Enter + "").await?;
            }
            let sorted = match left {
                0 => says("Everything is sorted"),
                1 => says("1 line to sort"),
                left => says(&format!("{left} lines to sort")),
            };
            until(&browser, &sorted).await?;
        }
        let took = begun.elapsed();
        eprintln!("thirty lines in {took:?}");
        assert!(took < Duration::from_secs(60), "thirty lines took {took:?}");
        Ok(())
    });
    let coffee: i64 = (0..30i64).filter(|at| at % 3 == 1).map(|at| 400 + at).sum();
    assert_eq!((balance(&program, "private"), balance(&program, "to-sort")), (coffee, 0));
    let verified = program.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn many_lines_are_private_at_once() {
    let program = business_with_lines();
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        browser.goto(format!("{address}/bank?line=none")).await?;
        until(&browser, &says("3 lines to sort")).await?;
        for amount in ["−4.50", "−600.00"] {
            let row =
                format!("[...document.querySelectorAll('tbody tr')].find((row) => row.innerText.includes('{amount}'))");
            browser.execute(format!("{row}.querySelector('input').click()"), vec![]).await?;
        }
        browser
            .find(By::XPath("//div[contains(@class, 'many')]//button[contains(., 'Private')]"))
            .await?
            .click()
            .await?;
        until(&browser, &says("1 line to sort")).await
    });
    assert_eq!(balance(&program, "private"), 60_450);
}
