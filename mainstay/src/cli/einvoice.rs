//! `mainstay einvoice`: the rules of electronic invoices alone, without a business.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand, ValueEnum};
use einvoice::{Document, Finding, NotWritten, Received, Syntax, Totals};
use locale::t;
use serde::Serialize;

use super::{report, stopped::Stopped};

/// Write, check and read electronic invoices to EN 16931, without a business
#[derive(Debug, Args)]
pub(crate) struct EInvoice {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Write(Write),
    Read(Read),
    Schema(Schema),
}

/// Write a document as XML; refused with what is missing when it breaks the rules of its profile
#[derive(Debug, Args)]
struct Write {
    /// The document as JSON to the schema of `mainstay einvoice schema`, or - for stdin
    #[arg(value_name = "FILE.json")]
    file: PathBuf,
    /// The language of the file
    #[arg(long, value_enum)]
    format: Format,
    /// Where the file goes; stdout when left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Say what is missing or wrong as JSON
    #[arg(long)]
    json: bool,
}

/// Say what an invoice in UBL or CII holds, and what is wrong with it
#[derive(Debug, Args)]
struct Read {
    /// The file, or - for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Print the JSON schema of the documents that `write` takes
#[derive(Debug, Args)]
struct Schema {}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// UBL 2.1, as Peppol and XRechnung take it
    Ubl,
    /// Cross Industry Invoice, as XRechnung takes it and Factur-X holds it
    Cii,
}

/// What a file says.
#[derive(Serialize)]
struct Said<'a> {
    document: &'a Document,
    totals: &'a Totals,
    syntax: &'static str,
    specification: &'a Option<String>,
    findings: &'a [Finding],
    left_out: &'a [String],
}

/// Why a document was not written.
#[derive(Serialize)]
struct Refused {
    error: String,
    findings: Vec<Finding>,
}

impl EInvoice {
    pub fn run(self) -> Result<ExitCode, Stopped> {
        match self.verb {
            Verb::Write(verb) => verb.run(),
            Verb::Read(verb) => verb.run(),
            Verb::Schema(_) => {
                let schema = schemars::schema_for!(Document);
                report::line(&serde_json::to_string_pretty(&schema).unwrap_or_default())?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    pub fn json(&self) -> bool {
        match &self.verb {
            Verb::Write(verb) => verb.json,
            Verb::Read(verb) => verb.json,
            Verb::Schema(_) => false,
        }
    }
}

impl Write {
    fn run(self) -> Result<ExitCode, Stopped> {
        let bytes = bytes(&self.file)?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let document: Document = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let field = error.path().to_string();
            let sentence =
                t!("The document is not as its schema says: {field}: {error}.", field = field, error = error.inner());
            Stopped::new("einvoice", sentence, t!("See `mainstay einvoice schema`."))
        })?;
        let syntax = match self.format {
            Format::Ubl => Syntax::Ubl,
            Format::Cii => Syntax::Cii,
        };
        let refused = match einvoice::write(&document, syntax) {
            Ok(xml) => return self.keep(&xml),
            Err(NotWritten::Misfit(misfit)) => {
                vec![Finding { rule: String::new(), field: misfit.field, message: misfit.message, fatal: true }]
            }
            Err(NotWritten::Wrong(findings)) => findings,
        };
        let error = t!("The document cannot be sent like this; nothing was written.");
        if self.json {
            report::json_line(&Refused { error, findings: refused })?;
        } else {
            eprintln!("{}", report::clean(&error));
            refused.iter().for_each(|finding| eprintln!("  {}", report::clean(&in_line(finding))));
        }
        Ok(ExitCode::FAILURE)
    }

    fn keep(&self, xml: &str) -> Result<ExitCode, Stopped> {
        match &self.output {
            Some(path) => fs::write(path, xml).map_err(|error| Stopped::file(path, &error))?,
            None => std::io::stdout().lock().write_all(xml.as_bytes())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Read {
    fn run(self) -> Result<ExitCode, Stopped> {
        let bytes = bytes(&self.file)?;
        let received = einvoice::read(&bytes).map_err(|error| {
            let name = self.file.display().to_string();
            let sentence = t!("{name} cannot be read as an invoice: {reason}.", name = name, reason = error);
            Stopped::new("einvoice", sentence, t!("Take an invoice in UBL or CII."))
        })?;
        let Received { document, totals, syntax, specification, findings, left_out } = &received;
        let syntax = match syntax {
            Syntax::Ubl => "ubl",
            Syntax::Cii => "cii",
        };
        if self.json {
            report::json_line(&Said { document, totals, syntax, specification, findings, left_out })?;
            return Ok(ExitCode::SUCCESS);
        }
        report::line(&format!("{}  {}  {}", document.number, document.issued_on, document.seller.name))?;
        for line in &document.lines {
            report::line(&format!("  {} × {} {}  {}", line.quantity, line.price, document.currency, line.name))?;
        }
        let currency = &document.currency;
        report::line(&t!(
            "Net {net}, tax {tax}, due {due} {currency}",
            net = totals.net,
            tax = totals.tax,
            due = totals.due,
            currency = currency
        ))?;
        for finding in findings {
            report::line(&format!("  {}", in_line(finding)))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn in_line(finding: &Finding) -> String {
    let parts = [&finding.field, &finding.message, &finding.rule];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("  ")
}

fn bytes(file: &Path) -> Result<Vec<u8>, Stopped> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(file).map_err(|error| Stopped::file(file, &error))
}
