//! `mainstay do`.

use std::{
    fs,
    io::{Read, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use kernel::{Call, input_from_pairs};
use locale::t;
use serde_json::{json, value::RawValue};

use crate::currencies;

use super::{
    place::{Entered, Place},
    report,
    stopped::Stopped,
    stream,
};

/// Run any command
///
/// See `mainstay list commands` for what there is. Values are given as KEY=VALUE, as people write them (1,200.50), with
/// nested names like parts[0][account]=3; or as JSON with --json-input, where amounts are in minor units (cents).
///
/// With --stream, each line of the input is {"command": NAME, "input": {...}, "key": TEXT} and each line of the output
/// its outcome, {"ok": true, "outcome": ..., "sentence": ..., "activity": N} or {"error": {...}}, in the same order.
/// Lines share a transaction in batches; a refused line changes nothing and the stream goes on. Outcomes are printed
/// when they are safely stored.
#[derive(Debug, Args)]
pub(crate) struct Do {
    /// The command's name
    #[arg(required_unless_present = "stream", conflicts_with = "stream")]
    command: Option<String>,
    /// Its input, a value each
    #[arg(value_name = "KEY=VALUE", conflicts_with_all = ["json_input", "stream"])]
    values: Vec<String>,
    /// Read the input as JSON from a file, or from stdin with -
    #[arg(long, value_name = "FILE")]
    json_input: Option<PathBuf>,
    /// Your own key for this call: the same key again does nothing and answers the same
    #[arg(long, conflicts_with = "stream")]
    key: Option<String>,
    /// Run a stream of commands, one JSON object a line
    #[arg(long)]
    pub stream: bool,
    /// With --stream: at most this many commands in one transaction
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000), requires = "stream")]
    batch: u32,
    /// Say what it would do to cash, profit, accounts and pockets, and keep nothing
    #[arg(long, conflicts_with_all = ["stream", "key"])]
    dry_run: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

impl Do {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        if self.stream {
            let most = usize::try_from(self.batch).unwrap_or(usize::MAX);
            return stream::run(&entered, self.json_input.as_deref(), most);
        }
        let command = self.command.as_deref().unwrap_or_default();
        let input = self.input(&entered, command)?;
        if self.dry_run {
            let preview = entered.house.preview(&entered.who, Call { command, input: &input, key: None })?;
            if self.json {
                report::json_line(&json!({
                    "ok": true, "dry_run": true, "outcome": preview.outcome, "sentence": preview.sentence,
                    "effects": preview.effects,
                }))?;
            } else {
                report::line(&t!("Not kept, this is what it would do: {sentence}", sentence = preview.sentence))?;
                std::io::stdout().lock().write_all(report::text(&preview.effects).as_bytes())?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let done = entered.house.run(&entered.who, Call { command, input: &input, key: self.key.as_deref() })?;
        if self.json {
            let outcome = json!({
                "ok": true, "outcome": done.outcome, "sentence": done.sentence, "activity": done.activity,
            });
            report::json_line(&outcome)?;
        } else {
            report::line(&done.sentence)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn input(&self, entered: &Entered, command: &str) -> Result<Box<RawValue>, Stopped> {
        let text = match &self.json_input {
            Some(path) => read_text(path)?,
            None => {
                let schema = (entered.house.registry().command(command)?.input)();
                let (settings, pairs) = (entered.settings()?, pairs(&self.values)?);
                let currencies = currencies::of(&entered.house, &entered.who, &settings)?;
                locale::scoped(settings.locale(), || input_from_pairs(&schema, &pairs, &currencies))?.to_string()
            }
        };
        serde_json::from_str(&text).map_err(|error| {
            Stopped::new("bad-json", t!("The input is not JSON: {error}.", error = error), t!("Send one JSON object."))
        })
    }
}

/// Reads a text from a file, or from stdin where the file is `-`.
fn read_text(path: &std::path::Path) -> Result<String, Stopped> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(|error| Stopped::file(path, &error))
}

/// `KEY=VALUE`s as pairs.
pub(crate) fn pairs(values: &[String]) -> Result<Vec<(String, String)>, Stopped> {
    let pair = |value: &String| {
        value.split_once('=').map(|(key, text)| (key.trim().to_string(), text.to_string())).ok_or_else(|| {
            let short: String = value.chars().take(40).collect();
            Stopped::new(
                "not-a-pair",
                t!("{value} names no field.", value = short),
                t!("Write each value as KEY=VALUE."),
            )
        })
    };
    values.iter().map(pair).collect()
}
