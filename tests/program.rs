//! The program as a user runs it: a data folder of its own, its commands, its server.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A fresh data folder and the program over it.
pub struct Program {
    folder: TempDir,
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    /// Its one-time link.
    pub link: String,
}

impl Program {
    /// A fresh data folder, empty.
    pub fn new() -> Program {
        Program { folder: tempfile::tempdir().unwrap() }
    }

    /// With a business in the United States whose pockets begin on 1 January 2026, today being 12 May 2026.
    pub fn with_business() -> Program {
        let program = Program::new();
        program.ok(&["init", "--name", "Calloway Clay", "--country", "US", "--starts-on", "2026-01-01"]);
        program.ok(&["do", "open-account", "name=Checking", "kind=bank", "opening_minor=1000", "opened_on=2026-01-01"]);
        program
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// A file beside the data, for statements and backups.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program with these arguments, not started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
        command.args(["--data", self.folder.path().to_str().unwrap(), "--today", "2026-05-12"]).args(arguments);
        command.env_remove("MAINSTAY_DATA").env("NO_COLOR", "1");
        command
    }

    /// Runs it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// Runs it with something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_string();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        output
    }

    /// Runs it, expects success, and gives what it printed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs it, expects success, and reads each line it printed as JSON.
    pub fn json(&self, arguments: &[&str]) -> Vec<Value> {
        self.ok(arguments)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }

    /// Asks a query.
    pub fn show(&self, query: &str, parameters: &[&str]) -> Value {
        let arguments: Vec<&str> =
            ["show", query].into_iter().chain(parameters.iter().copied()).chain(["--json"]).collect();
        serde_json::from_str(&self.ok(&arguments)).unwrap()
    }

    /// Starts the server on a free port.
    pub fn serve(&self) -> Server {
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(String::from))
            .expect("the server prints its link");
        let address = link.split('/').take(3).collect::<Vec<_>>().join("/");
        Server { child, address, link }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have ended by itself; either way it is gone.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// What a program printed, as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A statement as an OFX 2 file: (day, amount, text, id), and the closing balance.
pub fn ofx(lines: &[(&str, &str, &str, &str)], closing: Option<(&str, &str)>) -> String {
    let transactions: String = lines
        .iter()
        .map(|(day, amount, text, id)| {
            format!(
                "<STMTTRN><TRNTYPE>OTHER</TRNTYPE><DTPOSTED>{day}</DTPOSTED><TRNAMT>{amount}</TRNAMT><FITID>{id}</FITID><NAME>{text}</NAME></STMTTRN>\n"
            )
        })
        .collect();
    let balance = closing
        .map(|(amount, day)| format!("<LEDGERBAL><BALAMT>{amount}</BALAMT><DTASOF>{day}</DTASOF></LEDGERBAL>"))
        .unwrap_or_default();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\
         <CURDEF>USD</CURDEF><BANKACCTFROM><BANKID>021</BANKID><ACCTID>4821</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\
         <BANKTRANLIST><DTSTART>20260101</DTSTART><DTEND>20261231</DTEND>\n{transactions}</BANKTRANLIST>{balance}\
         </STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )
}
