//! Bytes to text: byte-order mark first, then UTF-8 if it is valid, then a look at the letters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::ReadError;

/// The text of a file and the encoding it was in.
pub struct Decoded<'a> {
    /// The text, without byte-order mark.
    pub text: Cow<'a, str>,
    /// Its encoding.
    pub encoding: &'static Encoding,
}

/// The bytes behind a byte-order mark.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    Encoding::for_bom(bytes).map_or(bytes, |(_, length)| &bytes[length..])
}

/// Decodes a file; `declared` is what the file says about itself, believed only where UTF-8 does not fit.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Result<Decoded<'a>, ReadError> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_with(&bytes[length..], encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_with(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return finish(Cow::Borrowed(text), UTF_8);
    }
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => encoding,
        _ => guess(bytes),
    };
    decode_with(bytes, encoding)
}

/// Decodes with a given encoding; bytes it does not have are an error rather than a replacement character.
pub fn decode_with<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>, ReadError> {
    let (text, malformed) = encoding.decode_without_bom_handling(without_mark(bytes));
    if malformed {
        return Err(ReadError::Encoding);
    }
    finish(text, encoding)
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

fn guess(bytes: &[u8]) -> &'static Encoding {
    // Below 0xC0, windows-1252 has signs and no common letters. A file whose only such bytes are signs (a pound, a euro,
    // a dash) gives the detector no letters to go by; the western code page is by far the likeliest.
    if bytes.iter().all(|byte| byte.is_ascii() || (0x80..0xC0).contains(byte)) {
        return WINDOWS_1252;
    }
    // 0xA3 is the pound sign in windows-1252 and a letter in windows-1250: in front of a digit it is no letter.
    let pounds = || memchr::memchr_iter(0xA3, bytes).map(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_digit));
    if pounds().next().is_some() && pounds().all(|is_sign| is_sign) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn finish<'a>(text: Cow<'a, str>, encoding: &'static Encoding) -> Result<Decoded<'a>, ReadError> {
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
        return Ok(Decoded { text: Cow::Owned(text.replace('\r', "\n")), encoding });
    }
    Ok(Decoded { text, encoding })
}

/// UTF-16 without its mark: every other byte of mostly Latin text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
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
