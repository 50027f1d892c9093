//! The PostgreSQL server of the tests.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use postgres::config::Host;
use postgres::{Client, Config, NoTls};

/// What a machine without the server has to do.
const INSTALL: &str = "these tests need PostgreSQL: install it (Debian: apt-get install postgresql) or set \
     MAINSTAY_TEST_POSTGRES to the address of an owner";

/// Durability is what a test server does not need.
const SETTINGS: &str = "listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 64MB
";

/// A server on which databases can be made.
pub(super) struct Server {
    /// Host (or the folder of the socket) and port.
    host: String,
    port: u16,
    owner: String,
    password: Option<String>,
}

impl Server {
    /// An address on this server, for the owner or for a role whose password is its name.
    pub(super) fn url(&self, role: Option<&str>, database: &str) -> String {
        let user = match (role, &self.password) {
            (Some(role), _) => format!("{role}:{role}"),
            (None, Some(password)) => format!("{}:{password}", self.owner),
            (None, None) => self.owner.clone(),
        };
        let host = self.host.replace('/', "%2F");
        format!("postgres://{user}@{host}:{}/{database}", self.port)
    }
}

/// The server, found or started.
pub(super) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("MAINSTAY_TEST_POSTGRES") {
        Ok(url) => named(&url),
        Err(_) => private().unwrap_or_else(|error| panic!("the test server cannot be started: {error}")),
    })
}

fn named(url: &str) -> Server {
    let config: Config = url.parse().unwrap_or_else(|error| panic!("MAINSTAY_TEST_POSTGRES: {error}"));
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(path)) => path.display().to_string(),
        None => "localhost".to_owned(),
    };
    Server {
        host,
        port: config.get_ports().first().copied().unwrap_or(5432),
        owner: config.get_user().unwrap_or("postgres").to_owned(),
        password: config.get_password().map(|password| String::from_utf8_lossy(password).into_owned()),
    }
}

/// Starts the private server unless it already runs. It stays, so that the next tests need not wait for it.
fn private() -> Result<Server, Box<dyn std::error::Error>> {
    let programs = programs().ok_or(INSTALL)?;
    let folder = std::env::temp_dir().join("mainstay-test-postgres");
    let server =
        Server { host: folder.display().to_string(), port: 5432, owner: "postgres".to_owned(), password: None };
    // Held until the server answers: test processes run side by side.
    let lock = File::create(std::env::temp_dir().join("mainstay-test-postgres.lock"))?;
    lock.lock()?;
    if Client::connect(&server.url(None, "postgres"), NoTls).is_ok() {
        return Ok(server);
    }
    let data = folder.join("data");
    if !data.join("postgresql.conf").exists() || !data.join("ready").exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        run(as_owner(&programs.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(&data))?;
        let mut settings = fs::read_to_string(data.join("postgresql.conf"))?;
        settings.push_str(SETTINGS);
        settings.push_str(&format!("unix_socket_directories = '{}'\n", folder.display()));
        fs::write(data.join("postgresql.conf"), settings)?;
        fs::write(data.join("ready"), "")?;
    }
    run(as_owner(&programs.join("pg_ctl"))
        .args(["start", "--wait", "--silent", "-D"])
        .arg(&data)
        .arg("-l")
        .arg(folder.join("log")))?;
    Ok(server)
}

/// The folder of the server's programs: Debian keeps them out of the path, by version.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.into_iter().rev().chain(std::env::split_paths(&path)).find(|folder| folder.join("initdb").exists())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The server refuses to run as root; the package made a user for it.
fn as_owner(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn run(command: &mut Command) -> Result<(), Box<dyn std::error::Error>> {
    // The server must not hold the test's output open after the test has ended.
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/").status()?;
    if output.success() { Ok(()) } else { Err(format!("{command:?} failed: {output}").into()) }
}
