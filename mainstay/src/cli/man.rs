//! `mainstay man`.

use std::{io::Write, process::ExitCode};

use clap::Args;

use super::{command_line, stopped::Stopped};

/// Print the manual page
///
/// Read it with `mainstay man | man -l -`.
#[derive(Debug, Args)]
pub(crate) struct Man {}

impl Man {
    pub fn run(self) -> Result<ExitCode, Stopped> {
        let mut text = Vec::new();
        let mut command = command_line();
        command.build();
        clap_mangen::Man::new(command.clone()).render(&mut text)?;
        // One page for all: the verbs follow the program, each with its synopsis and options.
        for verb in command.get_subcommands() {
            clap_mangen::Man::new(verb.clone()).render(&mut text)?;
        }
        std::io::stdout().lock().write_all(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}
