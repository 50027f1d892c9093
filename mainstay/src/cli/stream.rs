//! `mainstay do --stream`: commands in, outcomes out, one JSON object a line.
//!
//! Lines are gathered into batches, each one transaction. A batch is whatever has arrived while the batch before was
//! stored, up to the most that is allowed: a fast sender gets full batches, a sender that waits for each answer gets it
//! at once, and neither has to say which it is.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufWriter, Read, Write},
    path::Path,
    process::ExitCode,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use kernel::{Call, Done, RefusalKind, Refused};
use locale::t;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{place::Entered, stopped::Stopped};
use crate::problem::Problem;

/// How much is read at a time; a pipe holds less.
const CHUNK: usize = 256 * 1024;
/// How many chunks wait for the transaction before them.
const CHUNKS_WAITING: usize = 16;
/// The longest line taken: a statement file of 32 MiB in base64 and its surroundings.
const LONGEST_LINE: usize = 48 * 1024 * 1024;

/// A line of the input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked<'a> {
    #[serde(borrow)]
    command: Cow<'a, str>,
    #[serde(borrow)]
    input: &'a RawValue,
    #[serde(borrow, default)]
    key: Option<Cow<'a, str>>,
}

/// A line of the output.
#[derive(Serialize)]
#[serde(untagged)]
enum Answered<'a> {
    Done { ok: bool, outcome: &'a serde_json::Value, sentence: &'a str, activity: i64 },
    Refused { error: Problem },
}

/// Runs a stream from a file, or from stdin.
pub(crate) fn run(entered: &Entered, file: Option<&Path>, most: usize) -> Result<ExitCode, Stopped> {
    let (sender, chunks) = sync_channel(CHUNKS_WAITING);
    match file.filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            let file = File::open(path).map_err(|error| Stopped::file(path, &error))?;
            thread::spawn(move || send_chunks(file, &sender));
        }
        None => {
            thread::spawn(move || send_chunks(io::stdin().lock(), &sender));
        }
    }
    let mut lines = Lines::new(chunks);
    let mut out = BufWriter::with_capacity(CHUNK, io::stdout().lock());
    let mut refused = false;
    while let Some(batch) = lines.batch(most)? {
        refused |= run_batch(entered, batch, &mut out)?;
        out.flush()?;
    }
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn send_chunks(mut from: impl Read, to: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        let read = match from.read(&mut chunk) {
            Ok(0) => return,
            Ok(length) => {
                chunk.truncate(length);
                Ok(chunk)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        // Nobody listens any more, or nothing more can be read: in both cases the reading is over.
        let failed = read.is_err();
        if to.send(read).is_err() || failed {
            return;
        }
    }
}

/// What has been read and not been run yet.
struct Lines {
    chunks: Receiver<io::Result<Vec<u8>>>,
    text: Vec<u8>,
    /// Where the batch handed out last ends.
    taken: usize,
    /// Up to where the text is known to hold no further line end.
    looked_at: usize,
    ended: bool,
}

impl Lines {
    fn new(chunks: Receiver<io::Result<Vec<u8>>>) -> Lines {
        Lines { chunks, text: Vec::new(), taken: 0, looked_at: 0, ended: false }
    }

    /// The next lines: at least one, at most `most`; none at the end.
    fn batch(&mut self, most: usize) -> Result<Option<&[u8]>, Stopped> {
        self.text.drain(..self.taken);
        self.taken = 0;
        self.looked_at = 0;
        let (mut lines, mut end) = (0, 0);
        loop {
            while lines < most
                && let Some(at) = self.text[self.looked_at..].iter().position(|byte| *byte == b'\n')
            {
                self.looked_at += at + 1;
                end = self.looked_at;
                lines += 1;
            }
            if lines == most {
                break;
            }
            self.looked_at = self.text.len();
            if self.text.len() - end > LONGEST_LINE {
                let sentence = t!("A line is longer than {most} MiB.", most = LONGEST_LINE >> 20);
                return Err(Stopped::new("line-too-long", sentence, t!("Send one command a line.")));
            }
            // With lines in hand only what is here already is waited for.
            let more = if lines > 0 { self.chunks.try_recv().ok() } else { self.chunks.recv().ok() };
            match more {
                Some(chunk) => self.text.extend_from_slice(&chunk?),
                None if lines > 0 => break,
                None => {
                    // The end; the last line may lack its line end.
                    if self.ended || self.text.is_empty() {
                        return Ok(None);
                    }
                    self.ended = true;
                    end = self.text.len();
                    break;
                }
            }
        }
        self.taken = end;
        Ok(Some(&self.text[..end]))
    }
}

/// Runs a batch and prints its outcomes; whether any was refused.
fn run_batch(entered: &Entered, batch: &[u8], out: &mut impl Write) -> Result<bool, Stopped> {
    let mut asked = Vec::new();
    for line in batch.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        asked.push(serde_json::from_slice::<Asked<'_>>(line).map_err(|error| {
            Refused::new("bad-line", RefusalKind::Invalid, t!("The line cannot be read: {error}.", error = error))
                .try_instead(t!("Write it as {example}.", example = r#"{"command": NAME, "input": {…}}"#))
        }));
    }
    let calls: Vec<Call<'_>> = asked
        .iter()
        .flatten()
        .map(|asked| Call { command: &asked.command, input: asked.input, key: asked.key.as_deref() })
        .collect();
    if calls.is_empty() && asked.is_empty() {
        return Ok(false);
    }
    let mut outcomes = entered.house.run_batch(&entered.who, &calls)?.into_iter();
    let mut any_refused = false;
    for asked in &asked {
        let outcome = match asked {
            Ok(_) => outcomes.next(),
            Err(unreadable) => Some(Err(unreadable.clone())),
        };
        let Some(outcome) = outcome else { break };
        any_refused |= outcome.is_err();
        let answer = match &outcome {
            Ok(Done { activity, outcome, sentence, .. }) => {
                Answered::Done { ok: true, outcome, sentence, activity: *activity }
            }
            Err(refused) => Answered::Refused { error: Problem::of(refused) },
        };
        serde_json::to_writer(&mut *out, &answer).map_err(io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(any_refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batches(chunks: &[&str], most: usize) -> Vec<String> {
        let (sender, receiver) = sync_channel(chunks.len().max(1));
        for chunk in chunks {
            sender.send(Ok(chunk.as_bytes().to_vec())).unwrap();
        }
        drop(sender);
        let mut lines = Lines::new(receiver);
        let mut found = Vec::new();
        while let Some(batch) = lines.batch(most).unwrap() {
            found.push(String::from_utf8(batch.to_vec()).unwrap());
        }
        found
    }

    #[test]
    fn lines_are_gathered_whole_whatever_the_chunks() {
        for (chunks, most, expected) in [
            (&["a\nb\nc\n"][..], 2, &["a\nb\n", "c\n"][..]),
            (&["a\nb", "b\nc"], 10, &["a\nbb\n", "c"]),
            (&["a", "", "b", "\n"], 10, &["ab\n"]),
            (&["a\n", "b\n", "c\n"], 1, &["a\n", "b\n", "c\n"]),
            (&[], 3, &[]),
            (&["\n\n"], 9, &["\n\n"]),
        ] {
            assert_eq!(batches(chunks, most), expected, "{chunks:?}");
        }
    }
}
