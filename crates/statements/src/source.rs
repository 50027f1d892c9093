//! A file's text, piece by piece, so that memory does not grow with the file.
//!
//! A file is surveyed once — what its first bytes are, whether it is UTF-8, what ends its lines — and then read from its
//! beginning as often as needed: once to tell how it is written where its first rows leave that open, once for its lines.

use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::ReadOptions;
use crate::detect::{self, Content};
use crate::error::ReadError;
use crate::text::{self, Letters};

/// Bytes that can be read again from their beginning: an open file, or bytes in memory behind a cursor.
pub trait Source: Read + Seek {}

impl<S: Read + Seek> Source for S {}

/// As much is decoded at a time: it fits the processor's own memory.
const PIECE: usize = 128 * 1024;
/// The beginning that formats and columns are told from.
const HEAD: usize = 1024 * 1024;

/// A file being read.
pub(crate) struct Reading<'s> {
    source: &'s mut dyn Source,
    /// The first bytes.
    head: Vec<u8>,
    content: Content,
    marked: Option<&'static Encoding>,
    mark_length: u64,
    letters: Option<Letters>,
    plain: Plain,
    coding: Coding,
}

/// How bytes become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Utf8,
    Encoding(&'static Encoding),
    /// Code page 850, as older German programs write it.
    Dos,
}

/// What is known of the text as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct Plain {
    /// Bytes of text in front of the zeros that some exports end in.
    length: u64,
    has_line_feeds: bool,
    has_returns: bool,
    has_zeros_inside: bool,
}

impl Plain {
    fn look(&mut self, at: u64, text: &[u8]) {
        self.has_line_feeds = self.has_line_feeds || memchr::memchr(b'\n', text).is_some();
        if !self.has_line_feeds {
            self.has_returns = self.has_returns || memchr::memchr(b'\r', text).is_some();
        }
        let Some(last) = text.iter().rposition(|byte| *byte != 0) else { return };
        // Zeros in front of something: before this piece, or inside it.
        self.has_zeros_inside |= self.length < at || memchr::memchr(0, &text[..last]).is_some();
        self.length = at + last as u64 + 1;
    }
}

impl<'s> Reading<'s> {
    /// Looks a file through: what it is, and how its text is written unless it says so itself.
    pub(crate) fn open(source: &'s mut dyn Source, options: &ReadOptions) -> Result<Self, ReadError> {
        let size = source.seek(SeekFrom::End(0)).map_err(|error| ReadError::source(&error))?;
        if size > options.limit_bytes as u64 {
            return Err(ReadError::TooLarge { limit: options.limit_bytes });
        }
        let mut head = Vec::new();
        rewind(source)?;
        head.resize(usize::try_from(size).unwrap_or(HEAD).min(HEAD), 0);
        let read = fill(source, &mut head)?;
        head.truncate(read);
        let bom = Encoding::for_bom(&head);
        let marked = bom.map(|(encoding, _)| encoding).or_else(|| text::unmarked_utf16(&head));
        let mark_length = bom.map_or(0, |(_, length)| length as u64);
        let mut reading = Self {
            source,
            head,
            content: Content::Rows,
            marked,
            mark_length,
            letters: None,
            plain: Plain::default(),
            coding: Coding::Utf8,
        };
        let blank = reading.survey()?;
        reading.content = detect::content(&reading.head, blank)?;
        Ok(reading)
    }

    /// What the file is.
    pub(crate) fn content(&self) -> Content {
        self.content
    }

    /// Its first bytes.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Looks at all bytes once; answers whether there is nothing in them.
    fn survey(&mut self) -> Result<bool, ReadError> {
        let utf8 = self.marked.is_none_or(|marked| marked == UTF_8);
        let mut blank = true;
        let mut plain = Plain::default();
        let mut rest = [0u8; 4];
        let mut kept = 0;
        let mut is_utf8 = utf8;
        let mark = self.mark_length;
        let mut at = 0u64;
        self.bytes(mark, |bytes| {
            blank = blank && bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0);
            if !is_utf8 {
                return blank;
            }
            // A character cut by the piece's end is looked at together with the next piece.
            let mut bytes = bytes;
            if kept > 0 {
                let need = text::utf8_length(rest[0]).saturating_sub(kept).min(bytes.len());
                rest[kept..kept + need].copy_from_slice(&bytes[..need]);
                kept += need;
                if kept == text::utf8_length(rest[0]) {
                    is_utf8 = std::str::from_utf8(&rest[..kept]).is_ok();
                    plain.look(at, &rest[..kept]);
                    at += kept as u64;
                    kept = 0;
                }
                bytes = &bytes[need..];
            }
            let valid = match std::str::from_utf8(bytes) {
                Ok(_) => bytes.len(),
                Err(error) => {
                    is_utf8 = is_utf8 && error.error_len().is_none();
                    error.valid_up_to()
                }
            };
            plain.look(at, &bytes[..valid]);
            at += valid as u64;
            if is_utf8 && valid < bytes.len() {
                let cut = &bytes[valid..];
                rest[..cut.len()].copy_from_slice(cut);
                kept = cut.len();
            }
            is_utf8 || blank
        })?;
        if is_utf8 && kept == 0 {
            self.plain = plain;
            return Ok(blank);
        }
        if self.marked.is_none() {
            let mut letters = Letters::default();
            self.bytes(mark, |bytes| {
                letters.look(bytes);
                true
            })?;
            self.letters = Some(letters);
        }
        Ok(blank)
    }

    /// Hands out the bytes from an offset on, piece by piece, until `look` has seen enough.
    fn bytes(&mut self, from: u64, mut look: impl FnMut(&[u8]) -> bool) -> Result<(), ReadError> {
        self.source.seek(SeekFrom::Start(from)).map_err(|error| ReadError::source(&error))?;
        let mut buffer = vec![0; PIECE];
        loop {
            let read = fill(self.source, &mut buffer)?;
            if read == 0 || !look(&buffer[..read]) {
                return Ok(());
            }
        }
    }

    /// Decides how the bytes are decoded: by their mark, as UTF-8 if they are that, else as the file declares, else by its
    /// letters. Answers the encoding.
    pub(crate) fn decide(&mut self, declared: Option<&'static Encoding>) -> Result<&'static Encoding, ReadError> {
        let coding = match (self.marked, &self.letters) {
            (Some(marked), _) if marked != UTF_8 => Coding::Encoding(marked),
            (Some(_), _) => Coding::Encoding(UTF_8),
            (None, None) => Coding::Utf8,
            (None, Some(letters)) => match declared {
                _ if self.content == Content::Mt940 && letters.are_dos() => Coding::Dos,
                Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
                    Coding::Encoding(encoding)
                }
                _ => Coding::Encoding(letters.guess()),
            },
        };
        // Text that was found to be UTF-8 needs no second look, marked or not.
        let surveyed =
            self.letters.is_none() && self.marked.is_none_or(|marked| marked == UTF_8) && self.plain.length > 0;
        self.coding = if surveyed { Coding::Utf8 } else { coding };
        if !surveyed && self.coding != Coding::Utf8 {
            self.plain = Plain { length: u64::MAX, has_line_feeds: true, ..Plain::default() };
            let mut plain = Plain::default();
            let mut at = 0;
            let mut pieces = self.pieces()?;
            while pieces.more()? {
                plain.look(at, pieces.text().as_bytes());
                at += pieces.text().len() as u64;
                let length = pieces.text().len();
                pieces.take(length);
            }
            self.plain = plain;
        }
        if self.plain.has_zeros_inside {
            return Err(ReadError::Encoding);
        }
        Ok(match self.coding {
            Coding::Encoding(encoding) => encoding,
            Coding::Utf8 | Coding::Dos => UTF_8,
        })
    }

    /// The text from the beginning.
    pub(crate) fn pieces(&mut self) -> Result<Pieces<'_>, ReadError> {
        self.source.seek(SeekFrom::Start(self.mark_length)).map_err(|error| ReadError::source(&error))?;
        Ok(Pieces {
            source: self.source,
            decoder: match self.coding {
                Coding::Encoding(encoding) => Some(encoding.new_decoder_without_bom_handling()),
                Coding::Utf8 | Coding::Dos => None,
            },
            dos: self.coding == Coding::Dos,
            // Carriage returns alone end lines in files from before Mac OS X; everything behind this counts line feeds.
            returns: !self.plain.has_line_feeds && self.plain.has_returns,
            left: self.plain.length,
            raw: vec![0; PIECE],
            raw_length: 0,
            source_ended: false,
            text: String::with_capacity(PIECE + PIECE / 4),
            taken: 0,
        })
    }

    /// The text's beginning, as far as columns are told from it, and whether it is the whole text.
    pub(crate) fn beginning(&mut self) -> Result<(String, bool), ReadError> {
        let mut pieces = self.pieces()?;
        while pieces.text().len() < HEAD && pieces.more()? {}
        Ok((pieces.text().to_owned(), pieces.is_last()))
    }
}

fn rewind(source: &mut dyn Source) -> Result<(), ReadError> {
    source.seek(SeekFrom::Start(0)).map(drop).map_err(|error| ReadError::source(&error))
}

/// Reads until the buffer is full or the source at its end.
fn fill(source: &mut dyn Source, buffer: &mut [u8]) -> Result<usize, ReadError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ReadError::source(&error)),
        }
    }
    Ok(filled)
}

/// Walks over a text: a reader takes as much of what is held as makes whole rows or elements, and asks for more.
pub(crate) struct Pieces<'s> {
    source: &'s mut dyn Source,
    decoder: Option<Decoder>,
    dos: bool,
    returns: bool,
    /// Bytes of text that are still to come.
    left: u64,
    raw: Vec<u8>,
    raw_length: usize,
    source_ended: bool,
    text: String,
    taken: usize,
}

impl Pieces<'_> {
    /// The text held and not taken yet.
    pub(crate) fn text(&self) -> &str {
        &self.text[self.taken..]
    }

    /// Whether nothing comes behind what is held.
    pub(crate) fn is_last(&self) -> bool {
        self.left == 0 || (self.source_ended && self.raw_length == 0)
    }

    /// Takes text from the front.
    pub(crate) fn take(&mut self, length: usize) {
        self.taken += length;
    }

    /// Adds the next piece behind what is held; `false` at the end.
    pub(crate) fn more(&mut self) -> Result<bool, ReadError> {
        if self.is_last() {
            return Ok(false);
        }
        self.text.drain(..self.taken);
        self.taken = 0;
        // A row or element longer than a piece is met with ever larger steps.
        let wanted = self.text.len().max(PIECE);
        let before = self.text.len();
        while self.text.len() - before < wanted && !self.is_last() {
            if !self.source_ended {
                let read = fill(self.source, &mut self.raw[self.raw_length..])?;
                self.raw_length += read;
                self.source_ended = self.raw_length < self.raw.len();
            }
            let start = self.text.len();
            self.decode()?;
            let decoded = (self.text.len() - start) as u64;
            if decoded > self.left {
                self.text.truncate(start + usize::try_from(self.left).unwrap_or(0));
            }
            self.left = self.left.saturating_sub(decoded);
            if self.returns {
                let lines = self.text[start..].replace('\r', "\n");
                self.text.replace_range(start.., &lines);
            }
            if decoded == 0 && self.source_ended {
                self.left = 0;
            }
        }
        Ok(self.text.len() > before)
    }

    fn decode(&mut self) -> Result<(), ReadError> {
        let raw = &self.raw[..self.raw_length];
        let used = match &mut self.decoder {
            Some(decoder) => {
                let room = decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(raw.len() * 3);
                self.text.reserve(room);
                let (result, read) =
                    decoder.decode_to_string_without_replacement(raw, &mut self.text, self.source_ended);
                if let DecoderResult::Malformed(..) = result {
                    return Err(ReadError::Encoding);
                }
                read
            }
            None if self.dos => {
                text::push_dos(&mut self.text, raw);
                raw.len()
            }
            None => {
                let valid = match std::str::from_utf8(raw) {
                    Ok(valid) => valid,
                    Err(error) if error.error_len().is_none() && !self.source_ended => {
                        std::str::from_utf8(&raw[..error.valid_up_to()]).unwrap_or_default()
                    }
                    // It was UTF-8 when it was surveyed: the file has changed since.
                    Err(_) => return Err(ReadError::Encoding),
                };
                self.text.push_str(valid);
                valid.len()
            }
        };
        self.raw.copy_within(used..self.raw_length, 0);
        self.raw_length -= used;
        Ok(())
    }
}
