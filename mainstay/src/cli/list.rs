//! `mainstay list`.

use std::{io::Write, process::ExitCode};

use clap::{Args, ValueEnum};
use kernel::{FieldType, Registry, fields};
use serde_json::{Value, json};

use super::{report, stopped::Stopped};
use crate::wiring;

/// List what can be done or asked
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Which list
    what: Which,
    /// Print one JSON object a line, with schemas
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// The writes, for `mainstay do`
    Commands,
    /// The reads, for `mainstay show`
    Queries,
}

impl List {
    pub fn run(self) -> Result<ExitCode, Stopped> {
        let registry = wiring::registry();
        let entries = match self.what {
            Which::Commands => commands(&registry),
            Which::Queries => queries(&registry),
        };
        let mut out = std::io::stdout().lock();
        let mut area = "";
        for entry in &entries {
            if self.json {
                drop(out);
                report::json_line(&entry.described)?;
                out = std::io::stdout().lock();
                continue;
            }
            if area != entry.area {
                area = entry.area;
                writeln!(out, "{area}")?;
            }
            writeln!(out, "  {:<22} {}", entry.name, entry.about)?;
            if !entry.fields.is_empty() {
                writeln!(out, "  {:<22}   {}", "", entry.fields)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

struct Entry {
    area: &'static str,
    name: &'static str,
    about: String,
    fields: String,
    described: Value,
}

fn commands(registry: &Registry) -> Vec<Entry> {
    let entry = |(area, entry): (&'static str, &kernel::CommandEntry)| {
        let (about, input) = ((entry.about)(), (entry.input)());
        Entry {
            area,
            name: entry.name,
            fields: field_names(&input),
            described: json!({
                "name": entry.name, "area": area, "about": about, "undo": entry.undo, "refusals": entry.refusals,
                "input": input, "outcome": (entry.outcome)(),
            }),
            about,
        }
    };
    registry.commands().map(entry).collect()
}

fn queries(registry: &Registry) -> Vec<Entry> {
    let entry = |(area, entry): (&'static str, &kernel::QueryEntry)| {
        let (about, parameters) = ((entry.about)(), (entry.parameters)());
        Entry {
            area,
            name: entry.name,
            fields: field_names(&parameters),
            described: json!({
                "name": entry.name, "area": area, "about": about, "parameters": parameters, "answer": (entry.answer)(),
            }),
            about,
        }
    };
    registry.queries().map(entry).collect()
}

/// `from= to= amount_minor= [note=]`: what is optional stands in brackets.
fn field_names(schema: &Value) -> String {
    let word = |field: &kernel::Field| {
        let name = match &field.kind {
            FieldType::List(of) if matches!(**of, FieldType::Group(_)) => format!("{}[0][…]=", field.name),
            _ => format!("{}=", field.name),
        };
        if field.required { name } else { format!("[{name}]") }
    };
    fields(schema).iter().map(word).collect::<Vec<_>>().join(" ")
}
