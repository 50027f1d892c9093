//! What a file is, by its first bytes.

use crate::error::{ReadError, Unsuitable};
use crate::text;

/// A content that has a reader here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// OFX, QFX or QBO.
    Ofx,
    /// camt.052, camt.053 or camt.054.
    Camt,
    /// MT940.
    Mt940,
    /// QIF.
    Qif,
    /// Text, to be read as rows of cells.
    Rows,
}

/// How much of the beginning is looked at; headers before OFX's root can run to a kilobyte.
const HEAD: usize = 8 * 1024;

/// Tells what a file is by its first bytes, or why it is no statement; `blank` says that there is nothing in all of it.
pub fn content(bytes: &[u8], blank: bool) -> Result<Content, ReadError> {
    if blank {
        return Err(ReadError::Empty);
    }
    if let Some(kind) = magic(bytes) {
        return Err(ReadError::Unsuitable(kind));
    }
    let head = text::decode_head(bytes, HEAD).ok_or(ReadError::Unsuitable(Unsuitable::Binary))?;
    let start = head.trim_start_matches(|character: char| character.is_whitespace() || character == '\u{FEFF}');
    let upper = start.to_ascii_uppercase();
    if upper.starts_with("OFXHEADER") || upper.starts_with("<?OFX") || has_tag(&upper, "<OFX") {
        return Ok(Content::Ofx);
    }
    if upper.starts_with("<!DOCTYPE HTML")
        || upper.starts_with("<HTML")
        || (upper.starts_with('<') && has_tag(&upper, "<HTML"))
    {
        return Err(ReadError::Unsuitable(Unsuitable::WebPage));
    }
    if start.starts_with('<') {
        return xml(start);
    }
    if start.starts_with("{\\rtf") {
        return Err(ReadError::Unsuitable(Unsuitable::PlainText));
    }
    if start.starts_with('{') && start[1..].trim_start().starts_with(['"', '}'])
        || start.starts_with('[') && start[1..].trim_start().starts_with(['{', ']'])
    {
        return Err(ReadError::Unsuitable(Unsuitable::Json));
    }
    if is_mt940(start) {
        return Ok(Content::Mt940);
    }
    if is_qif(start) {
        return Ok(Content::Qif);
    }
    Ok(Content::Rows)
}

/// Files that begin with a mark of their kind.
fn magic(bytes: &[u8]) -> Option<Unsuitable> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        // xlsx, ods and docx are archives too; their parts' names stand uncompressed in the first entries.
        let head = &bytes[..bytes.len().min(4096)];
        let names = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        let office = names(b"xl/") || names(b"[Content_Types].xml") || names(b"application/vnd.oasis.opendocument");
        return Some(if office { Unsuitable::Spreadsheet } else { Unsuitable::Zip });
    }
    // The header of a PDF may stand anywhere in the first kilobyte (ISO 32000, annex H).
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Some(Unsuitable::Pdf);
    }
    // The compound file of Excel before 2007, and its raw BIFF streams.
    if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") || starts(b"\x09\x08\x10\x00\x00\x06") {
        return Some(Unsuitable::Spreadsheet);
    }
    if starts(b"\x1F\x8B")
        || starts(b"BZh")
        || starts(b"\xFD7zXZ\x00")
        || starts(b"7z\xBC\xAF\x27\x1C")
        || starts(b"Rar!")
        || starts(b"\x28\xB5\x2F\xFD")
    {
        return Some(Unsuitable::Compressed);
    }
    let riff = bytes.len() > 12 && starts(b"RIFF") && &bytes[8..12] == b"WEBP";
    let heif = bytes.len() > 12 && &bytes[4..8] == b"ftyp";
    if starts(b"\x89PNG")
        || starts(b"\xFF\xD8\xFF")
        || starts(b"GIF8")
        || starts(b"II*\x00")
        || starts(b"MM\x00*")
        || riff
        || heif
    {
        return Some(Unsuitable::Image);
    }
    None
}

fn has_tag(upper: &str, tag: &str) -> bool {
    upper
        .match_indices(tag)
        .any(|(at, _)| matches!(upper.as_bytes().get(at + tag.len()), None | Some(b'>' | b' ' | b'\r' | b'\n' | b'\t')))
}

fn xml(start: &str) -> Result<Content, ReadError> {
    // The namespace names the message; some files come without it, or with a prefix on every element.
    const MARKS: [&str; 6] =
        ["camt.052", "camt.053", "camt.054", "BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"];
    // No bank sends a document type, and nothing good hides behind one.
    if MARKS.iter().any(|mark| start.contains(mark)) && !start.contains("<!DOCTYPE") {
        return Ok(Content::Camt);
    }
    // Excel 2003 saves "XML spreadsheets".
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Err(ReadError::Unsuitable(Unsuitable::Spreadsheet));
    }
    Err(ReadError::Unsuitable(Unsuitable::Xml))
}

/// SWIFT MT940: tags between colons at the start of lines, :20: or :25: first, with or without the block header `{1:`.
fn is_mt940(start: &str) -> bool {
    let tag = |line: &str, tags: &[&str]| tags.iter().any(|tag| line.trim_start().starts_with(tag));
    let mut lines = start.lines().filter(|line| !line.trim().is_empty()).take(20);
    if start.starts_with("{1:") || start.starts_with("{4:") {
        return true;
    }
    lines.any(|line| tag(line, &[":20:", ":25:", ":60F:", ":61:", ":940:"])) && start.contains(":6")
}

/// QIF: `!Type:` or `!Account` on a line of its own.
fn is_qif(start: &str) -> bool {
    start.lines().map(str::trim).find(|line| !line.is_empty()).is_some_and(|line| {
        let lower = line.to_ascii_lowercase();
        ["!type:", "!account", "!option:", "!clear:"].iter().any(|mark| lower.starts_with(mark))
    })
}
