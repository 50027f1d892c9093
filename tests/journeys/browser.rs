//! Chromium, headless, through Debian's chromedriver.

use std::{
    future::Future,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, error::WebDriverResult};

use crate::program::Server;

struct Driver {
    child: Child,
    address: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

fn start_driver() -> Driver {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver runs; Debian has it in the package chromium-driver");
    Driver { child, address: format!("http://127.0.0.1:{port}") }
}

/// A journey in a window of that width, begun at the server's one-time link. When it fails, what the browser showed is
/// kept as a picture beside the test's output.
pub fn journey<F>(server: &Server, width: u32, walk: impl FnOnce(WebDriver) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    if std::env::var_os("MAINSTAY_WITHOUT_BROWSER").is_some() {
        eprintln!("without the browser, as ./check --quick asked");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let driver = start_driver();
    let link = server.link.clone();
    runtime.block_on(async {
        let mut capabilities = DesiredCapabilities::chrome();
        let profile = tempfile::tempdir().unwrap();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        let browser = connect(&driver.address, capabilities).await;
        browser.set_window_rect(0, 0, width.max(500), 900).await.unwrap();
        let walked = async {
            browser.goto(&link).await?;
            walk(browser.clone()).await
        }
        .await;
        if let Err(error) = walked {
            let picture = std::env::temp_dir().join("mainstay-journey.png");
            let kept = browser.screenshot(&picture).await;
            let page = browser.source().await.unwrap_or_default();
            browser.quit().await.unwrap();
            panic!(
                "{error}\npicture kept: {kept:?} {}\n{}",
                picture.display(),
                page.chars().take(6000).collect::<String>()
            );
        }
        browser.quit().await.unwrap();
    });
}

async fn connect(address: &str, capabilities: thirtyfour::ChromeCapabilities) -> WebDriver {
    for _ in 0..100 {
        if let Ok(browser) = WebDriver::new(address, capabilities.clone()).await {
            return browser;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("chromedriver did not answer at {address}");
}
