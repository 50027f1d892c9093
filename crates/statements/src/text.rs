//! Bytes to text: byte-order mark first, then UTF-8 if it is valid, then a look at the letters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::ReadError;

/// The bytes behind a byte-order mark.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    Encoding::for_bom(bytes).map_or(bytes, |(_, length)| &bytes[length..])
}

/// Decodes a file; `declared` is what the file says about itself, believed only where UTF-8 does not fit.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Result<Cow<'a, str>, ReadError> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_with(&bytes[length..], encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_with(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return finish(Cow::Borrowed(text));
    }
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => encoding,
        _ => guess(bytes),
    };
    decode_with(bytes, encoding)
}

/// Decodes with a given encoding; bytes it does not have are an error rather than a replacement character.
pub fn decode_with<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, ReadError> {
    let (text, malformed) = encoding.decode_without_bom_handling(without_mark(bytes));
    if malformed {
        return Err(ReadError::Encoding);
    }
    finish(text)
}

/// The beginning of a file as text, leniently, to see what it is; `None` for bytes that are no text.
pub fn decode_head(bytes: &[u8], most: usize) -> Option<String> {
    let head = &bytes[..bytes.len().min(most)];
    let encoding = match Encoding::for_bom(head) {
        Some((encoding, _)) => encoding,
        None => unmarked_utf16(head).unwrap_or(WINDOWS_1252),
    };
    let (text, _) = encoding.decode_without_bom_handling(without_mark(head));
    let controls = text.chars().filter(|character| is_binary(*character)).count();
    (controls * 100 <= text.chars().count()).then(|| text.into_owned())
}

/// What the letters beyond ASCII of a file say about its encoding, gathered piece by piece.
pub(crate) struct Letters {
    detector: EncodingDetector,
    /// Below 0xC0, windows-1252 has signs and no common letters.
    only_signs: bool,
    pounds: bool,
    pounds_are_signs: bool,
    dos_only: bool,
    dos_between: bool,
    /// The last two bytes of the piece before.
    before: [u8; 2],
}

impl Default for Letters {
    fn default() -> Self {
        Self {
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
            only_signs: true,
            pounds: false,
            pounds_are_signs: true,
            dos_only: true,
            dos_between: false,
            before: [0; 2],
        }
    }
}

const POUND: u8 = 0xA3;

impl Letters {
    /// Takes the next bytes of the file.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        self.detector.feed(bytes, false);
        for &byte in bytes {
            self.next(byte);
        }
    }

    fn next(&mut self, byte: u8) {
        let [first, second] = self.before;
        if second == POUND {
            self.pounds = true;
            self.pounds_are_signs &= byte.is_ascii_digit();
        }
        if matches!(second, 0x81 | 0x84 | 0x94) {
            self.dos_between |= first.is_ascii_alphabetic() && byte.is_ascii_alphabetic();
        }
        if !byte.is_ascii() {
            self.only_signs &= byte < 0xC0;
            self.dos_only &= dos_letter(byte).is_some();
        }
        self.before = [second, byte];
    }

    /// The likeliest encoding.
    pub(crate) fn guess(&self) -> &'static Encoding {
        // A file whose only bytes beyond ASCII are signs (a pound, a euro, a dash) gives the detector no letters to go by;
        // the western code page is by far the likeliest.
        if self.only_signs {
            return WINDOWS_1252;
        }
        // 0xA3 is the pound sign in windows-1252 and a letter in windows-1250: in front of a digit it is no letter.
        let signs = self.pounds_are_signs && self.before[1] != POUND;
        if self.pounds && signs {
            return WINDOWS_1252;
        }
        self.detector.guess(None, Utf8Detection::Allow)
    }

    /// Whether these are the letters of DOS (code page 850): its umlauts are controls or quotation marks in windows-1252,
    /// which never stand between two plain letters.
    pub(crate) fn are_dos(&self) -> bool {
        self.dos_only && self.dos_between
    }
}

/// The German letters of code page 850.
fn dos_letter(byte: u8) -> Option<char> {
    Some(match byte {
        0x81 => 'ü',
        0x84 => 'ä',
        0x8E => 'Ä',
        0x94 => 'ö',
        0x99 => 'Ö',
        0x9A => 'Ü',
        0xE1 => 'ß',
        _ => return None,
    })
}

/// Appends bytes of code page 850.
pub(crate) fn push_dos(text: &mut String, bytes: &[u8]) {
    text.extend(bytes.iter().map(|byte| dos_letter(*byte).unwrap_or(char::from(*byte))));
}

/// How many bytes the character has that this byte begins.
pub(crate) fn utf8_length(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => 1,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut letters = Letters::default();
    letters.look(bytes);
    letters.guess()
}

fn finish(text: Cow<'_, str>) -> Result<Cow<'_, str>, ReadError> {
    // Some exports end in a C string's zero.
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_end_matches('\0')),
        Cow::Owned(text) => Cow::Owned(text.trim_end_matches('\0').to_owned()),
    };
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err(ReadError::Encoding);
    }
    // Carriage returns alone end lines in files from before Mac OS X; everything behind this counts line feeds.
    if memchr::memchr(b'\n', text.as_bytes()).is_none() && text.contains('\r') {
        return Ok(Cow::Owned(text.replace('\r', "\n")));
    }
    Ok(text)
}

/// UTF-16 without its mark: every other byte of mostly Latin text is zero.
pub(crate) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let pairs = head.len() / 2;
    match (zeros(0) * 10 >= pairs * 8, zeros(1) * 10 >= pairs * 8) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn is_binary(character: char) -> bool {
    (character < ' ' && !matches!(character, '\t' | '\n' | '\r' | '\u{C}' | '\u{1A}')) || character == '\u{FFFD}'
}
