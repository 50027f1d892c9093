//! What a file is, by its first bytes.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A photo as JPEG.
    Jpeg,
    /// A picture as PNG.
    Png,
    /// A picture as WebP.
    Webp,
    /// A photo as phones keep it; few browsers show it.
    Heic,
    /// A scan as TIFF; browsers do not show it.
    Tiff,
    /// XML: an e-invoice, among others.
    Xml,
    /// Plain text.
    Text,
    /// A mail as it was sent.
    Mail,
    /// Anything else; kept, and only ever handed out to be saved.
    Other,
}

/// How much of a text is looked at.
const HEAD: usize = 8 * 1024;

impl FileKind {
    /// All kinds.
    pub const ALL: [FileKind; 10] = [
        FileKind::Pdf,
        FileKind::Jpeg,
        FileKind::Png,
        FileKind::Webp,
        FileKind::Heic,
        FileKind::Tiff,
        FileKind::Xml,
        FileKind::Text,
        FileKind::Mail,
        FileKind::Other,
    ];

    /// Tells what bytes are. What a browser could run (HTML, SVG) is [`FileKind::Other`], whatever it is called.
    pub fn of(bytes: &[u8]) -> FileKind {
        let starts = |mark: &[u8]| bytes.starts_with(mark);
        // The header of a PDF may stand anywhere in the first kilobyte (ISO 32000, annex H); what stands before it could
        // make the same bytes a page as well, so only white space and a byte-order mark may.
        let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let start = unmarked.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(unmarked.len());
        if unmarked[start..].starts_with(b"%PDF-") && start < 1024 {
            return FileKind::Pdf;
        }
        if starts(b"\xFF\xD8\xFF") {
            return FileKind::Jpeg;
        }
        if starts(b"\x89PNG\r\n\x1A\n") {
            return FileKind::Png;
        }
        if bytes.len() > 12 && starts(b"RIFF") && &bytes[8..12] == b"WEBP" {
            return FileKind::Webp;
        }
        // Brands of HEIF images coded with HEVC, and the general ones (ISO/IEC 23008-12, annex B).
        const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];
        if bytes.len() > 12 && &bytes[4..8] == b"ftyp" && BRANDS.contains(&&bytes[8..12]) {
            return FileKind::Heic;
        }
        if starts(b"II*\x00") || starts(b"MM\x00*") {
            return FileKind::Tiff;
        }
        text(unmarked).unwrap_or(FileKind::Other)
    }

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            FileKind::Pdf => "pdf",
            FileKind::Jpeg => "jpeg",
            FileKind::Png => "png",
            FileKind::Webp => "webp",
            FileKind::Heic => "heic",
            FileKind::Tiff => "tiff",
            FileKind::Xml => "xml",
            FileKind::Text => "text",
            FileKind::Mail => "mail",
            FileKind::Other => "other",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The media type it is handed out with.
    pub fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Webp => "image/webp",
            FileKind::Heic => "image/heic",
            FileKind::Tiff => "image/tiff",
            FileKind::Xml => "application/xml",
            FileKind::Text => "text/plain; charset=utf-8",
            FileKind::Mail => "message/rfc822",
            FileKind::Other => "application/octet-stream",
        }
    }

    /// Whether a browser may show it in place: what it shows as a picture, as a PDF or as plain text, and nothing that
    /// could hold a script.
    pub fn opens_in_browser(self) -> bool {
        self.is_picture() || matches!(self, FileKind::Pdf | FileKind::Text)
    }

    /// Whether a browser shows it as a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, FileKind::Jpeg | FileKind::Png | FileKind::Webp)
    }

    /// Whether what a camera noted is taken out of it. The others are kept as they came.
    pub fn is_cleaned(self) -> bool {
        self.is_picture()
    }
}

/// Text of some kind, if it is text at all.
fn text(bytes: &[u8]) -> Option<FileKind> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let cut = match std::str::from_utf8(head) {
        Ok(_) => head.len(),
        // A letter may be cut in two where the head ends; anywhere else it is no text.
        Err(error) if error.error_len().is_none() && head.len() < bytes.len() => error.valid_up_to(),
        Err(_) => return None,
    };
    let text = std::str::from_utf8(&head[..cut]).ok()?;
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\x0C')) {
        return None;
    }
    let start = text.trim_start();
    let lower = start.get(..start.len().min(2048)).unwrap_or(start).to_ascii_lowercase();
    if lower.starts_with('<') {
        const RUNS: [&str; 6] = [
            "<html",
            "<svg",
            "<script",
            "<!doctype html",
            "http://www.w3.org/1999/xhtml",
            "http://www.w3.org/2000/svg",
        ];
        let runs = RUNS.iter().any(|mark| lower.contains(mark));
        return (!runs && lower.starts_with("<?xml")).then_some(FileKind::Xml);
    }
    if is_mail(start) {
        return Some(FileKind::Mail);
    }
    (!start.is_empty()).then_some(FileKind::Text)
}

/// A mail begins with its header: fields that mails have, one to a line, folded lines indented (RFC 5322, section 2.2).
fn is_mail(text: &str) -> bool {
    const FIELDS: [&str; 8] =
        ["from", "date", "subject", "received", "return-path", "message-id", "mime-version", "delivered-to"];
    let mut found = 0;
    for line in text.lines().take(60) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        found += usize::from(FIELDS.contains(&name.to_ascii_lowercase().as_str()));
    }
    found >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], FileKind::Pdf),
            (b"\n%PDF-1.4", FileKind::Pdf),
            (b"<html>%PDF-1.4", FileKind::Other),
            (b"\xFF\xD8\xFF\xE0\x00\x10JFIF", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1A\n", FileKind::Png),
            (b"RIFF\x20\x00\x00\x00WEBPVP8 ", FileKind::Webp),
            (b"\x00\x00\x00\x18ftypheic\x00\x00", FileKind::Heic),
            (b"\x00\x00\x00\x18ftypisom\x00\x00", FileKind::Other),
            (b"II*\x00\x08\x00", FileKind::Tiff),
            (b"MM\x00*\x00\x00", FileKind::Tiff),
            (b"<?xml version=\"1.0\"?><Invoice/>", FileKind::Xml),
            (b"\xEF\xBB\xBF<?xml version=\"1.0\"?><Invoice/>", FileKind::Xml),
            (b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>", FileKind::Other),
            (b"<SVG/>", FileKind::Other),
            (b"  <!DOCTYPE html><p>", FileKind::Other),
            (b"Kiln rent for May\n", FileKind::Text),
            ("Gebühr für März".as_bytes(), FileKind::Text),
            (b"From: a@example.org\r\nSubject: Receipt\r\n\r\nHi", FileKind::Mail),
            (b"Subject of our talk: clay\nFrom there on\n", FileKind::Text),
            (b"MZ\x90\x00", FileKind::Other),
            (b"PK\x03\x04", FileKind::Other),
            (b"GIF89a\x01\x00", FileKind::Other),
            (b"", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn only_what_holds_no_script_opens_in_place() {
        let open: Vec<_> = FileKind::ALL.into_iter().filter(|kind| kind.opens_in_browser()).collect();
        assert_eq!(open, [FileKind::Pdf, FileKind::Jpeg, FileKind::Png, FileKind::Webp, FileKind::Text]);
    }

    #[test]
    fn words_lead_back() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_word(kind.as_str()), Some(kind));
        }
    }
}
