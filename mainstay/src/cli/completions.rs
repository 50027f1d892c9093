//! `mainstay completions`.

use std::process::ExitCode;

use clap::Args;
use clap_complete::Shell;

use super::{command_line, stopped::Stopped};

/// Print completions for a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> Result<ExitCode, Stopped> {
        // The generator panics where stdout is closed, so it writes into memory.
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut command_line(), "mainstay", &mut text);
        std::io::Write::write_all(&mut std::io::stdout().lock(), &text)?;
        Ok(ExitCode::SUCCESS)
    }
}
