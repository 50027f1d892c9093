//! Makes the guide's pictures out of the running program: `cargo run -p mainstay --example pictures -- LINK FOLDER [all]`.
//!
//! LINK is the one-time link that `mainstay demo` or `mainstay serve` prints. Each page is taken in light at 1280 px for
//! the guide; with `all`, also in dark and at 390 px, for looking at every page before it is called done.

use std::{
    io::Write,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, bail};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};

/// Name of the picture, and the page's address.
const PAGES: [(&str, &str); 20] = [
    ("where-you-stand", "/"),
    ("sort", "/bank"),
    ("lines", "/bank/lines"),
    ("statements", "/bank/statements"),
    ("rules", "/bank/rules"),
    ("pockets", "/pockets"),
    ("pay", "/pockets/pay"),
    ("contributions", "/pockets/contributions"),
    ("runway", "/pockets/runway"),
    ("profit", "/books"),
    ("profit-quarters", "/books?by=quarter"),
    ("accounts", "/books/accounts"),
    ("balances", "/books/balances"),
    ("post", "/books/post"),
    ("enter", "/enter"),
    ("enter-shared", "/enter/shared-cost?amount_minor=64.00&business_share=40&category=35"),
    ("activity", "/activity"),
    ("search", "/search?q=rent"),
    ("keep", "/keep"),
    ("commands", "/do"),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [link, folder, rest @ ..] = &arguments[..] else { bail!("give the one-time link and a folder") };
    let all = rest.iter().any(|word| word == "all");
    let more: Vec<(String, String)> =
        rest.iter().filter_map(|word| word.split_once('=')).map(|(name, page)| (name.into(), page.into())).collect();
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut driver = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("chromedriver is in Debian's package chromium-driver")?;
    let taken = take(port, link, &folder, all, &more).await;
    driver.kill()?;
    driver.wait()?;
    taken
}

async fn take(
    port: u16,
    link: &str,
    folder: &std::path::Path,
    all: bool,
    more: &[(String, String)],
) -> anyhow::Result<()> {
    let mut capabilities = DesiredCapabilities::chrome();
    let profile = tempfile::tempdir()?;
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--hide-scrollbars",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    let browser = connect(port, capabilities).await?;
    let tools = browser.cdp();
    browser.goto(link).await?;
    let address = link.split('/').take(3).collect::<Vec<_>>().join("/");
    let looks: &[(&str, u32, &str)] = if all {
        &[("", 1280, "light"), ("-dark", 1280, "dark"), ("-phone", 390, "light"), ("-phone-dark", 390, "dark")]
    } else {
        &[("", 1280, "light")]
    };
    let pages = PAGES.iter().map(|(name, page)| ((*name).to_string(), (*page).to_string())).chain(more.iter().cloned());
    let pages: Vec<(String, String)> = if more.is_empty() { pages.collect() } else { more.to_vec() };
    for (name, page) in pages {
        for (suffix, width, theme) in looks {
            let screen = serde_json::json!({ "width": width, "height": if *width < 500 { 844 } else { 900 }, "deviceScaleFactor": 1, "mobile": *width < 500 });
            tools.send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
            let scheme = serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
            tools.send_raw("Emulation.setEmulatedMedia", scheme).await?;
            browser.goto(format!("{address}{page}")).await?;
            // What a page asks for after it has come (the effect of a form) belongs to the picture.
            for _ in 0..40 {
                let busy = browser.execute("return !!document.querySelector('[aria-busy=true]')", vec![]).await?;
                if !busy.convert::<bool>()? {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            let wide: i64 = browser.execute("return document.documentElement.scrollWidth", vec![]).await?.convert()?;
            let path = folder.join(format!("{name}{suffix}.png"));
            browser.screenshot(&path).await?;
            let note = if wide > i64::from(*width) { format!("  SCROLLS SIDEWAYS: {wide} px") } else { String::new() };
            writeln!(std::io::stdout(), "{}{note}", path.display())?;
        }
    }
    browser.quit().await?;
    Ok(())
}

async fn connect(port: u16, capabilities: thirtyfour::ChromeCapabilities) -> anyhow::Result<WebDriver> {
    for _ in 0..100 {
        if let Ok(browser) = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone()).await {
            return Ok(browser);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("chromedriver did not answer")
}
