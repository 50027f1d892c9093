//! The terminal: one file per verb, each an arguments struct whose doc comment is its help, and one function that
//! parses, calls and reports.
//!
//! Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

mod arrive;
mod backup;
mod completions;
mod demo;
mod do_command;
mod einvoice;
mod export;
mod import;
mod inbox;
mod init;
mod inspect;
mod list;
mod man;
mod migrate;
mod place;
mod progress;
mod report;
mod restore;
mod serve;
mod show;
mod simulate;
mod stopped;
mod stream;
mod token;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use place::Place;

/// The operating system of a business of one.
///
/// Without a verb, Mainstay opens your business in the browser; the first time, a short page sets it up.
#[derive(Debug, Parser)]
#[command(name = "mainstay", version, about, propagate_version = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Demo(demo::Demo),
    Init(init::Init),
    Import(import::Import),
    Arrive(arrive::Arrive),
    Inbox(inbox::Inbox),
    Inspect(inspect::Inspect),
    #[command(name = "einvoice")]
    EInvoice(einvoice::EInvoice),
    Do(do_command::Do),
    Show(show::Show),
    List(list::List),
    Export(export::Export),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Verify(verify::Verify),
    Simulate(simulate::Simulate),
    Serve(serve::Serve),
    Token(token::TokenVerb),
    Migrate(migrate::Migrate),
    Completions(completions::Completions),
    Man(man::Man),
}

/// The whole command line, for completions and the manual page.
fn command_line() -> clap::Command {
    Arguments::command()
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are no errors; clap knows which stream and code each has.
        Err(error) => error.exit(),
    };
    log_to_stderr(matches!(arguments.verb, None | Some(Verb::Serve(_) | Verb::Demo(_))));
    let (place, json) = (&arguments.place, arguments.verb.as_ref().is_some_and(Verb::json));
    let outcome = match arguments.verb {
        None => serve::open(place),
        Some(Verb::Demo(verb)) => verb.run(place),
        Some(Verb::Init(verb)) => verb.run(place),
        Some(Verb::Import(verb)) => verb.run(place),
        Some(Verb::Arrive(verb)) => verb.run(place),
        Some(Verb::Inbox(verb)) => verb.run(place),
        Some(Verb::Inspect(verb)) => verb.run(),
        Some(Verb::EInvoice(verb)) => verb.run(),
        Some(Verb::Do(verb)) => verb.run(place),
        Some(Verb::Show(verb)) => verb.run(place),
        Some(Verb::List(verb)) => verb.run(),
        Some(Verb::Export(verb)) => verb.run(place),
        Some(Verb::Backup(verb)) => verb.run(place),
        Some(Verb::Restore(verb)) => verb.run(place),
        Some(Verb::Verify(verb)) => verb.run(place),
        Some(Verb::Simulate(verb)) => verb.run(),
        Some(Verb::Serve(verb)) => verb.run(place),
        Some(Verb::Token(verb)) => verb.run(place),
        Some(Verb::Migrate(verb)) => verb.run(place),
        Some(Verb::Completions(verb)) => verb.run(),
        Some(Verb::Man(verb)) => verb.run(),
    };
    outcome.unwrap_or_else(|stopped| stopped.report(json))
}

impl Verb {
    fn json(&self) -> bool {
        match self {
            Verb::Demo(verb) => verb.json,
            Verb::Init(verb) => verb.json,
            Verb::Import(verb) => verb.json,
            Verb::Arrive(verb) => verb.json,
            Verb::Inbox(verb) => verb.json,
            Verb::Inspect(verb) => verb.json,
            Verb::EInvoice(verb) => verb.json(),
            Verb::Do(verb) => verb.json || verb.stream,
            Verb::Show(verb) => verb.json,
            Verb::List(verb) => verb.json,
            Verb::Backup(verb) => verb.json,
            Verb::Restore(verb) => verb.json,
            Verb::Verify(verb) => verb.json,
            Verb::Simulate(verb) => verb.json,
            Verb::Serve(verb) => verb.json,
            Verb::Token(verb) => verb.json(),
            Verb::Migrate(verb) => verb.json,
            Verb::Export(_) | Verb::Completions(_) | Verb::Man(_) => false,
        }
    }
}

/// Logs go to stderr: stdout belongs to results. A server logs warnings; everything else is quiet unless asked, because
/// setting a filter up costs more than most verbs.
fn log_to_stderr(serving: bool) {
    let asked = std::env::var("MAINSTAY_LOG").ok();
    let Some(filter) = asked.or_else(|| serving.then(|| "warn".to_owned())) else { return };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command_line().debug_assert();
    }

    #[test]
    fn every_verb_and_option_has_help() {
        fn walk(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} of {} has no help", argument.get_id(), command.get_name());
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&command_line());
    }
}
