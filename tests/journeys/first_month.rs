//! An owner's first month: set up, a statement in, sorted, undone, understood, moved.

use thirtyfour::{By, WebDriver, error::WebDriverResult};

use super::{
    browser::journey,
    steps::{choose, click, fill, follow, lead, nothing_else_waits, toast, until, visible},
};
use crate::program::{Program, ofx, text};

fn statement() -> String {
    ofx(
        &[
            ("20260302", "2400.00", "NORTHLIGHT HOTELS RETAINER", "F1"),
            ("20260303", "-120.00", "GREYSTONE WHOLESALE", "F2"),
            ("20260304", "-4.50", "FRENCH BROAD COFFEE", "F3"),
            ("20260309", "-6.25", "FRENCH BROAD COFFEE", "F4"),
            ("20260311", "-5.75", "FRENCH BROAD COFFEE", "F5"),
        ],
        None,
    )
}

#[test]
fn the_first_month_of_a_business() {
    let program = Program::new();
    let file = program.file("march.ofx", statement().as_bytes());
    let server = program.serve();
    journey(&server, 1280, |browser| async move {
        set_up(&browser).await?;
        bring_in(&browser, &server.address, file.to_str().unwrap()).await?;
        sort(&browser).await?;
        make_a_rule(&browser).await?;
        read(&browser, &server.address).await?;
        move_and_share(&browser, &server.address).await
    });
    let verified = program.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

/// The one page of questions; what is not asked about is as usual.
async fn set_up(browser: &WebDriver) -> WebDriverResult<()> {
    assert!(browser.current_url().await?.path() == "/start", "{}", browser.current_url().await?);
    choose(browser, "form[method=get] select[name=country]", "US").await?;
    until(browser, "input[type=hidden][name=country][value=US]").await?;
    fill(browser, "input[name=name]", "Calloway Clay").await?;
    fill(browser, "input[name='account-0-name']", "Checking").await?;
    fill(browser, "input[name='account-0-opening']", "1,000.00").await?;
    fill(browser, "input[name=overhead]", "1200+300").await?;
    browser
        .execute("document.querySelector('input[name=starts_on]').value = '2026-01-01'", vec![])
        .await?;
    click(browser, "form[method=post] button").await?;
    until(browser, ".rail").await?;
    assert!(visible(browser, ".rail .biz").await?.contains("Calloway Clay"));
    Ok(())
}

async fn bring_in(browser: &WebDriver, address: &str, file: &str) -> WebDriverResult<()> {
    browser.goto(format!("{address}/bank/statements")).await?;
    browser.find(By::Css("[data-drop] input[type=file]")).await?.send_keys(file).await?;
    click(browser, "form[enctype='multipart/form-data'] button").await?;
    let said = toast(browser).await?;
    assert!(said.contains('5'), "{said}");
    assert_eq!(browser.current_url().await?.path(), "/bank");
    assert!(lead(browser).await?.starts_with("5 lines"), "{}", lead(browser).await?);
    Ok(())
}

/// One line as a whole, one in two parts, and that taken back.
async fn sort(browser: &WebDriver) -> WebDriverResult<()> {
    follow(browser, "NORTHLIGHT").await?;
    choose_words(browser, "#category-0", "Sales").await?;
    click(browser, ".panel button[data-key=Enter]").await?;
    toast(browser).await?;
    assert!(lead(browser).await?.starts_with("4 lines"), "{}", lead(browser).await?);
    follow(browser, "GREYSTONE").await?;
    click(browser, ".panel a[data-key=S]").await?;
    until(browser, "#category-1").await?;
    choose_words(browser, "#category-0", "Supplies").await?;
    fill(browser, "#amount-0", "80").await?;
    choose_words(browser, "#category-1", "Private").await?;
    click(browser, ".panel button[data-key=Enter]").await?;
    toast(browser).await?;
    assert!(lead(browser).await?.starts_with("3 lines"), "{}", lead(browser).await?);
    click(browser, ".toast button").await?;
    nothing_else_waits(browser).await?;
    assert!(lead(browser).await?.starts_with("4 lines"), "{}", lead(browser).await?);
    follow(browser, "GREYSTONE").await?;
    choose_words(browser, "#category-0", "Supplies").await?;
    click(browser, ".panel button[data-key=Enter]").await?;
    toast(browser).await?;
    Ok(())
}
