//! A bar on long work, where a person is watching: on a terminal, never in a script.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};
use kernel::Progress;

/// A bar of so many steps on stderr; a hidden one where stderr is no terminal or there is only one step.
pub(crate) fn bar(steps: usize) -> ProgressBar {
    if steps < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(steps as u64);
    // The template is part of the program; where it could not be read, the plain bar does as well.
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// A bar that follows the work of a house; how much there is to do shows once the work says it.
pub(crate) fn watch() -> (ProgressBar, Progress) {
    if !std::io::stderr().is_terminal() {
        return (ProgressBar::hidden(), Progress::default());
    }
    let bar = bar(2);
    let shown = bar.clone();
    let progress = Progress::watched(move |done, total| {
        shown.set_length(total.unwrap_or(done));
        shown.set_position(done);
        true
    });
    (bar, progress)
}
