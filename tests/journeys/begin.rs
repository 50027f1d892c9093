//! From an empty folder to the first truth: one page of questions, one statement, one page that says where things stand.

use std::time::Duration;

use thirtyfour::{By, WebDriver, error::WebDriverResult};

use super::browser::journey;
use crate::program::{Program, ofx, text};

async fn wait_for_path(browser: &WebDriver, path: &str) -> WebDriverResult<()> {
    for _ in 0..100 {
        if browser.current_url().await?.path() == path {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let page = browser.find(By::Css("body")).await?.text().await?;
    panic!("the browser is at {} and not at {path}:\n{page}", browser.current_url().await?);
}

async fn fill(browser: &WebDriver, field: &str, text: &str) -> WebDriverResult<()> {
    let field = browser.find(By::Css(field)).await?;
    field.clear().await?;
    field.send_keys(text).await
}

#[test]
fn a_business_begins_and_its_first_statement_comes_in() {
    let program = Program::new();
    let statement = ofx(
        &[
            ("20260512", "2400.00", "NORTHLIGHT HOTELS RETAINER", "F1"),
            ("20260512", "-4.50", "FRENCH BROAD COFFEE", "F2"),
        ],
        Some(("3395.50", "20260512")),
    );
    let file = program.file("may.ofx", statement.as_bytes());
    let server = program.serve();
    let address = server.address.clone();
    journey(&server, 1280, |browser| async move {
        wait_for_path(&browser, "/start").await?;
        fill(&browser, "form[method=post] input[name=name]", "Calloway Clay").await?;
        fill(&browser, "input[name='account-0-name']", "Checking").await?;
        fill(&browser, "input[name='account-0-opening']", "1,000.00").await?;
        browser.find(By::Css("form[method=post] button")).await?.click().await?;
        wait_for_path(&browser, "/begin").await?;
        browser.find(By::Css("main a[href='/bank/statements']")).await?.click().await?;
        wait_for_path(&browser, "/bank/statements").await?;
        browser.find(By::Css("input[type=file]")).await?.send_keys(file.to_str().unwrap()).await?;
        browser.find(By::Css("form[enctype='multipart/form-data'] button")).await?.click().await?;
        wait_for_path(&browser, "/bank").await?;
        let page = browser.find(By::Css("main")).await?.text().await?;
        assert!(page.contains("2 lines to sort"), "{page}");
        browser.goto(format!("{address}/books/accounts")).await?;
        let page = browser.find(By::Css("main")).await?.text().await?;
        assert!(page.contains("$3,395.50"), "{page}");
        Ok(())
    });
    let verified = program.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}
