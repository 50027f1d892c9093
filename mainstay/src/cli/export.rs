//! `mainstay export`.

use std::{
    fs::{self, OpenOptions},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use kernel::slots;
use locale::t;

use super::{
    place::{Entered, Place},
    stopped::Stopped,
};

/// Write the books in a format that other programs read
///
/// Formats are hledger, beancount, csv and json; `archive` is everything, for another Mainstay.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The format
    format: String,
    /// Write to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    replace: bool,
}

impl Export {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        let formats: Vec<&slots::Export> =
            entered.house.registry().areas.iter().flat_map(|area| &area.exports).collect();
        let Some(format) = formats.iter().find(|known| known.format == self.format) else {
            let names = formats.iter().map(|known| known.format).collect::<Vec<_>>().join(", ");
            let wanted: String = self.format.chars().take(40).collect();
            return Err(Stopped::new(
                "unknown-format",
                t!("There is no format {format}.", format = wanted),
                t!("Choose one of: {names}.", names = names),
            ));
        };
        match &self.output {
            None => write(&entered, format, &mut BufWriter::with_capacity(1 << 16, std::io::stdout().lock()))?,
            Some(path) => to_file(&entered, format, path, self.replace)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes beside the file first, so that an export that stops leaves nothing that looks whole.
fn to_file(entered: &Entered, format: &slots::Export, path: &Path, replace: bool) -> Result<(), Stopped> {
    let failed = |error: std::io::Error| Stopped::file(path, &error);
    if !replace && path.exists() {
        return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
    }
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".partial-{}", std::process::id()));
    let partial = PathBuf::from(partial);
    let file = OpenOptions::new().write(true).create_new(true).open(&partial).map_err(failed)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let written = write(entered, format, &mut out).and_then(|()| {
        out.get_ref().sync_all().map_err(failed)?;
        fs::rename(&partial, path).map_err(failed)
    });
    if written.is_err() {
        // What is left of the attempt is of no use; that it could not be removed changes nothing about the failure.
        let _ = fs::remove_file(&partial);
    }
    written
}

fn write(entered: &Entered, format: &slots::Export, out: &mut dyn Write) -> Result<(), Stopped> {
    let written = entered.house.read(&entered.who, |context| (format.write)(context, out));
    written.map_err(|failure| match failure {
        slots::ExportFailure::Failure(failure) => Stopped::from(failure),
        slots::ExportFailure::Write(error) => Stopped::from(error),
    })?;
    out.flush()?;
    Ok(())
}
