//! `mainstay import`.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;
use kernel::{Call, Failure, House};
use locale::t;
use serde::Serialize;
use serde_json::{Map, Value, json, value::RawValue};

use super::{
    place::{Entered, Place},
    progress, report,
    stopped::Stopped,
};

/// The command of the bank area that takes a statement.
const COMMAND: &str = "import-statement";

/// Bring in bank statements
///
/// A file is recognised by its content (OFX, QFX, CSV of any shape). Each is taken whole or not at all; a file that
/// cannot be read does not stop the others. Lines that are there already are not added again.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The statement files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account, by name or number, where the file does not say which
    #[arg(long)]
    account: Option<String>,
    /// Take a statement whose balances do not follow from its lines, and note where
    #[arg(long)]
    accept_gaps: bool,
    /// Print one JSON object a file
    #[arg(long)]
    pub json: bool,
}

/// What became of a file. The counts are those of the command's outcome.
#[derive(Serialize)]
struct Imported {
    file: String,
    format: Value,
    lines: Value,
    new: Value,
    duplicate: Value,
    doubtful: Value,
    matched: Value,
    to_sort: Value,
}

impl Import {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        let account = self.account.as_deref().map(|name| account_id(&entered, name)).transpose()?;
        // Lines are counted, not files: one file can hold ten years.
        let (bar, progress) = progress::watch();
        let house = entered.house.clone().watched(progress);
        let mut failed = false;
        for path in &self.files {
            let file = path.display().to_string();
            bar.set_message(file.clone());
            let imported = import(&house, &entered, path, account, self.accept_gaps);
            let said = bar.suspend(|| match imported {
                Ok((outcome, sentence)) => self.say(file, &outcome, &sentence),
                Err(stopped) => {
                    failed = true;
                    self.say_failed(&file, &stopped)
                }
            });
            said?;
        }
        bar.finish_and_clear();
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn say(&self, file: String, outcome: &Value, sentence: &str) -> Result<(), Stopped> {
        if !self.json {
            return Ok(report::line(&format!("{file}: {sentence}"))?);
        }
        let of = |name: &str| outcome.get(name).cloned().unwrap_or(Value::Null);
        let imported = Imported {
            file,
            format: of("format"),
            lines: of("lines"),
            new: of("new"),
            duplicate: of("duplicate"),
            doubtful: of("doubtful"),
            matched: of("matched"),
            to_sort: of("to_sort"),
        };
        Ok(report::json_line(&imported)?)
    }

    fn say_failed(&self, file: &str, stopped: &Stopped) -> Result<(), Stopped> {
        let error = stopped.sentence();
        if self.json {
            return Ok(report::json_line(&json!({ "file": file, "error": error }))?);
        }
        eprintln!("{}", report::clean(&format!("{file}: {error}")));
        Ok(())
    }
}

fn import(
    house: &House,
    entered: &Entered,
    path: &Path,
    account: Option<i64>,
    accept_gaps: bool,
) -> Result<(Value, String), Stopped> {
    let mut file = File::open(path).map_err(|error| Stopped::file(path, &error))?;
    let mut input = Map::new();
    // A file is read where it lies, so that memory does not grow with it; a pipe is taken whole.
    let lies = file.metadata().is_ok_and(|about| about.is_file());
    let mut content = Vec::new();
    if !lies {
        file.read_to_end(&mut content).map_err(|error| Stopped::file(path, &error))?;
    }
    input.insert("content".into(), STANDARD.encode(&content).into());
    if let Some(name) = path.file_name() {
        input.insert("file_name".into(), name.to_string_lossy().into());
    }
    if accept_gaps {
        input.insert("accept_balance_gaps".into(), true.into());
    }
    if let Some(account) = account {
        input.insert("account".into(), account.into());
    }
    let input = RawValue::from_string(Value::Object(input).to_string()).map_err(std::io::Error::from)?;
    let call = Call { command: COMMAND, input: &input, key: None };
    let done = if lies {
        house.clone().handing(Arc::new(file)).run(&entered.who, call)?
    } else {
        house.run(&entered.who, call)?
    };
    Ok((done.outcome, done.sentence))
}

/// The account of a name or a number.
fn account_id(entered: &Entered, name: &str) -> Result<i64, Stopped> {
    let found = entered.house.read(&entered.who, |context| {
        let known = books::accounts(context)?;
        let by_name = known.iter().find(|account| account.name.eq_ignore_ascii_case(name.trim()));
        let by_number = || name.trim().parse().ok().and_then(|id: i64| known.iter().find(|account| account.id == id));
        Ok::<_, Failure>(by_name.or_else(by_number).map(|account| account.id))
    })?;
    found.ok_or_else(|| {
        Stopped::new(
            "no-such-account",
            t!("There is no account {name} here.", name = name),
            t!("See `mainstay show accounts` for their names."),
        )
    })
}
