//! Why a verb stopped, and how the terminal says it.

use std::{io, path::Path, process::ExitCode};

use kernel::{Failure, RefusalKind, Refused};
use locale::t;
use store::StoreError;

use super::report;
use crate::problem::Problem;

/// Why a verb has no result.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// It was refused, or the store failed.
    Failed(Failure),
    /// The reader of stdout went away (`mainstay show … | head`): nobody is left to tell.
    NobodyReads,
}

impl Stopped {
    /// A refusal of the terminal itself, with a way out.
    pub fn new(code: &str, sentence: String, way_out: String) -> Stopped {
        Refused::new(code, RefusalKind::Invalid, sentence).try_instead(way_out).into()
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Stopped {
        let name = path.display().to_string();
        let sentence = match error.kind() {
            io::ErrorKind::NotFound => t!("There is no file {name}.", name = name),
            io::ErrorKind::PermissionDenied => t!("{name} may not be opened by you.", name = name),
            io::ErrorKind::AlreadyExists => t!("{name} is already there; choose another name.", name = name),
            _ => t!("{name} could not be read or written: {error}.", name = name, error = error),
        };
        Refused::new("file", RefusalKind::NotFound, sentence).into()
    }

    /// What is said of it, in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Stopped::Failed(failure) => failure.said().to_string(),
            Stopped::NobodyReads => String::new(),
        }
    }

    /// Says it on stderr in one sentence, with `--json` also on stdout as a problem. Gives the exit code.
    pub fn report(&self, json: bool) -> ExitCode {
        let Stopped::Failed(failure) = self else { return ExitCode::SUCCESS };
        if json {
            // Where stdout is gone, stderr still says it.
            let _ = report::json_line(&Problem::of_failure(failure));
        }
        eprintln!("mainstay: {}", report::clean(&self.sentence()));
        ExitCode::FAILURE
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        Stopped::Failed(failure)
    }
}

impl From<Refused> for Stopped {
    fn from(refused: Refused) -> Stopped {
        Stopped::Failed(refused.into())
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Stopped {
        Stopped::Failed(error.into())
    }
}

/// Only stdin and stdout are read and written without a path at hand; those have [`Stopped::file`].
impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Stopped {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Stopped::NobodyReads;
        }
        let sentence = t!("Input or output failed: {error}.", error = error);
        Refused::new("input-output", RefusalKind::Invalid, sentence).into()
    }
}
