//! `mainstay serve`, and `mainstay` alone.

use std::{
    io::{self, IsTerminal},
    net::SocketAddr,
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
};

use clap::Args;
use kernel::House;
use locale::t;
use serde_json::json;

use super::{place::Place, report, stopped::Stopped};
use crate::web::Server;

/// Run the server and print its one-time link
///
/// The link opens once and within ten minutes; the browser that opened it stays known for 90 days.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen [default: 127.0.0.1:7777, or the next free port]
    #[arg(long, value_name = "ADDR", env = "MAINSTAY_LISTEN", hide_env_values = true)]
    listen: Option<SocketAddr>,
    /// A further name the server answers to, as behind a proxy; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Folder for backups by a plan, unless their owner chose another [default: beside the data file]
    #[arg(long, value_name = "DIR")]
    backups: Option<PathBuf>,
    /// Print address and link as one line of JSON
    #[arg(long)]
    pub json: bool,
}

impl Serve {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let (server, link) = start(place, self.listen, &self.hosts, self.backups)?;
        if self.json {
            report::json_line(&json!({ "address": format!("http://{}", server.address()), "link": link }))?;
        } else {
            report::line(&t!("Mainstay is running. Open {link}", link = link))?;
        }
        finish(server)
    }
}

/// Opens the business in the browser.
pub(crate) fn open(place: &Place) -> Result<ExitCode, Stopped> {
    let (server, link) = start(place, None, &[], None)?;
    report::line(&t!("Mainstay is running. Open {link}", link = link))?;
    report::line(&t!("Press Ctrl-C here to end it."))?;
    if io::stdout().is_terminal() {
        open_browser(&link);
    }
    finish(server)
}

fn start(
    place: &Place,
    listen: Option<SocketAddr>,
    hosts: &[String],
    backups: Option<PathBuf>,
) -> Result<(Server, String), Stopped> {
    let house = place.open_or_make()?;
    let business = first_business(place, &house)?;
    let backups = match (backups, &place.database) {
        (None, None) => place.data_file()?.parent().map(|folder| folder.join("backups")),
        (named, _) => named,
    };
    let server = Server::listen(house, listen, hosts, place.today, backups).map_err(|error| {
        let address = listen.map_or_else(|| "127.0.0.1:7777".to_owned(), |address| address.to_string());
        Stopped::new(
            "cannot-listen",
            t!("Nothing can be served at {address}: {error}.", address = address, error = error),
            t!("Choose another with --listen ADDRESS:PORT."),
        )
    })?;
    // Beside a data file lies the watched folder; a server's database has none.
    if place.database.is_none()
        && let Some(data) = place.data_file()?.parent()
    {
        server.watch(data);
    }
    let link = server.link(business)?;
    Ok((server, link))
}

/// The business the link leads to. In a data file with several it is the first: one goes on to the others from its pages.
fn first_business(place: &Place, house: &House) -> Result<Option<i64>, Stopped> {
    if place.business.is_none() && place.database.is_none() {
        let first = house.store().directory().businesses()?.into_iter().next();
        return Ok(first.map(|business| business.id));
    }
    Ok(place.choose(house)?.map(|business| business.id))
}

fn finish(server: Server) -> Result<ExitCode, Stopped> {
    server.run()?;
    Ok(ExitCode::SUCCESS)
}

/// Asks the desktop to open a link. Where there is none, the link stands on the terminal.
fn open_browser(link: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let opened = Command::new(program)
        .args(arguments)
        .arg(link)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = opened {
        tracing::info!(%error, "no browser could be opened");
    }
}
