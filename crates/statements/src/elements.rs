//! SGML and XML as a row of elements. Never expands an entity beyond the predefined ones and character
//! references, never looks at a DTD.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

use crate::error::ReadError;
use crate::position::LineCounter;
use crate::source::Reading;

/// A piece of a marked-up text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<NAME>`, with what stands between it and the next tag: a value, or white space in front of children.
    Open {
        /// The element's name as written.
        name: &'a str,
        /// The raw text behind it.
        value: &'a str,
        /// Where the tag begins.
        at: usize,
        /// What stands between the name and the end of the tag.
        attributes: &'a str,
        /// `<NAME/>`: no end tag follows.
        empty: bool,
    },
    /// `</NAME>`
    Close {
        /// The element's name as written.
        name: &'a str,
    },
}

/// Walks over the elements of a text.
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The tag that ended the value before it.
    next: Option<(usize, Tag<'a>)>,
}

impl<'a> Tokens<'a> {
    /// Starts at a byte offset of a text.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, next: None }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let (start, tag) = match self.next.take() {
            Some(next) => next,
            None => loop {
                let start = self.at + memchr(b'<', self.text.as_bytes().get(self.at..)?)?;
                match tag(self.text, start) {
                    Some(tag) => break (start, tag),
                    // A comment, a processing instruction, or a stray "<" in a value that has been taken already.
                    None => self.at = skip(self.text, start),
                }
            },
        };
        self.at = tag.end;
        if tag.close {
            return Some(Token::Close { name: tag.name });
        }
        let value = if tag.empty { "" } else { self.value() };
        Some(Token::Open { name: tag.name, value, at: start, attributes: tag.attributes, empty: tag.empty })
    }
}

impl<'a> Tokens<'a> {
    /// The text up to the next tag; moves in front of that.
    fn value(&mut self) -> &'a str {
        let text = self.text;
        let start = self.at;
        let mut at = start;
        loop {
            let Some(next) = memchr(b'<', &text.as_bytes()[at..]) else {
                self.at = text.len();
                return &text[start..];
            };
            let next = at + next;
            if let Some(tag) = tag(text, next) {
                self.next = Some((next, tag));
                return &text[start..next];
            }
            if text[next..].starts_with("<![CDATA[") {
                at = cdata_end(text, next);
            } else if text[next..].starts_with("<!--") || text[next..].starts_with("<?") {
                self.at = next;
                return &text[start..next];
            } else {
                at = next + 1;
            }
        }
    }
}

/// Reads a marked-up file piece by piece. Each piece ends in front of an element that begins with one of `starts`, so
/// that whatever belongs together is in one. `each` answers whether it wants more; the line that the text ends on is
/// answered in the end.
pub fn in_pieces(
    reading: &mut Reading<'_>,
    starts: &[&str],
    mut each: impl FnMut(&str, &mut LineCounter<'_>) -> Result<bool, ReadError>,
) -> Result<u32, ReadError> {
    let mut pieces = reading.pieces()?;
    let (mut line, mut last) = (1, 1);
    while pieces.more()? {
        let text = pieces.text();
        let length = if pieces.is_last() { text.len() } else { cut(text, starts) };
        let piece = &text[..length];
        let mut lines = LineCounter::new(piece, line);
        let goes_on = each(piece, &mut lines)?;
        line = lines.line_at(length);
        let end = piece.trim_end().len();
        if end > 0 {
            let behind = memchr_iter(b'\n', &piece.as_bytes()[end..]).count();
            last = line.saturating_sub(u32::try_from(behind).unwrap_or(u32::MAX)).max(1);
        }
        if !goes_on {
            break;
        }
        pieces.take(length);
    }
    Ok(last)
}

/// Where a piece can end: in front of the last such element that does not stand in a comment or in CDATA.
fn cut(text: &str, starts: &[&str]) -> usize {
    // The usual spelling first: the others are looked for where it is not there at all.
    let before = |end: usize| starts.iter().find_map(|start| memmem::rfind(&text.as_bytes()[..end], start.as_bytes()));
    let mut at = before(text.len());
    if memmem::find(text.as_bytes(), b"<!").is_some() {
        let hidden = |at: usize| {
            [("<!--", "-->"), ("<![CDATA[", "]]>")]
                .iter()
                .any(|(open, close)| text[..at].rfind(open).is_some_and(|from| !text[from..at].contains(close)))
        };
        while let Some(found) = at.filter(|at| hidden(*at)) {
            at = before(found);
        }
    }
    at.unwrap_or(0)
}

#[derive(Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    close: bool,
    empty: bool,
    attributes: &'a str,
    end: usize,
}

/// The tag at a `<`, if it is one; `A < B` and `<3` are text.
fn tag(text: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let close = bytes.get(at) == Some(&b'/');
    at += usize::from(close);
    let name_start = at;
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':')) {
        at += 1;
    }
    let name = &text[name_start..at];
    // Attributes appear only on the root of some XML files (namespaces); a tag longer than this is no tag.
    const LONGEST: usize = 1024;
    let rest = &bytes[at..bytes.len().min(at + LONGEST)];
    match rest.first()? {
        b'>' => return Some(Tag { name, close, empty: false, attributes: "", end: at + 1 }),
        b' ' | b'\t' | b'\r' | b'\n' | b'/' => {}
        _ => return None,
    }
    let length = rest.iter().position(|byte| matches!(byte, b'>' | b'<'))?;
    if rest[length] == b'<' {
        return None;
    }
    let empty = length > 0 && rest[length - 1] == b'/';
    Some(Tag { name, close, empty, attributes: &text[at..at + length], end: at + length + 1 })
}

/// Behind a comment or processing instruction; behind the `<` where it is neither.
fn skip(text: &str, start: usize) -> usize {
    for (open, close) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")] {
        if text[start..].starts_with(open) {
            return text[start..].find(close).map_or(text.len(), |length| start + length + close.len());
        }
    }
    start + 1
}

fn cdata_end(text: &str, start: usize) -> usize {
    text[start..].find("]]>").map_or(text.len(), |length| start + length + 3)
}

/// A value as people read it: trimmed, entities replaced, white space folded. A stray `&` stays what it is.
pub fn clean(raw: &str) -> Cow<'_, str> {
    let trimmed = match raw.as_bytes() {
        [] => return Cow::Borrowed(raw),
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => raw,
        _ => raw.trim(),
    };
    let mut previous = 0;
    let plain = trimmed.bytes().all(|byte| {
        let folds = byte == b' ' && previous == b' ';
        previous = byte;
        !folds && !matches!(byte, b'\r' | b'\n' | b'\t' | b'&' | b'<')
    });
    if plain {
        return Cow::Borrowed(trimmed);
    }
    let mut text = String::with_capacity(trimmed.len());
    let mut rest = trimmed;
    while let Some(at) = rest.find(['&', '<']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let end = inner.find("]]>").unwrap_or(inner.len());
            text.push_str(&inner[..end]);
            rest = inner.get(end + 3..).unwrap_or_default();
        } else if let Some((character, length)) = entity(rest) {
            text.push(character);
            rest = &rest[length..];
        } else {
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Writes a value, as [`clean`] has it, over another.
pub fn set_clean(field: &mut String, raw: &str) {
    field.clear();
    field.push_str(&clean(raw));
}

/// A predefined entity or a character reference at the beginning of a text, and its length. `&nbsp;` is in the OFX
/// specification's list too.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let character = match &text[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        reference => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| !character.is_control())?
        }
    };
    Some((character, end + 1))
}
