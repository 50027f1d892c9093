//! Where in a file something stands.

use memchr::memchr_iter;

/// Counts lines as the reader moves forward, so that each byte is looked at once.
pub(crate) struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> LineCounter<'a> {
    /// Starts at the beginning of a text, which stands on that line of its file.
    pub(crate) fn new(text: &'a str, line: u32) -> Self {
        Self { text, at: 0, line }
    }

    /// The line a byte stands on, from 1; a byte behind the counter has the counter's line.
    pub(crate) fn line_at(&mut self, offset: usize) -> u32 {
        if offset > self.at {
            let passed = memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]).count();
            self.line = self.line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
            self.at = offset;
        }
        self.line
    }
}
