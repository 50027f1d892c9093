//! Amounts in OFX: the decimal mark is a point or a comma, each file's own.

use memchr::memmem;

use crate::amount::{self, AmountProblem, DecimalMark, MarkEvidence};
use crate::error::{LineProblem, ReadError, excerpt};
use crate::source::Reading;

/// What the whole file says about its decimal mark, for amounts that leave it open by themselves.
pub struct Marks {
    of_file: Option<DecimalMark>,
}

impl Marks {
    /// Looks the file's amounts through, where any may leave its mark open: one with a comma, or in a currency without
    /// decimals.
    pub fn of(reading: &mut Reading<'_>) -> Result<Self, ReadError> {
        const TAGS: [&str; 2] = ["<TRNAMT>", "<BALAMT>"];
        let mut found = None;
        let mut contradicts = false;
        let mut pieces = reading.pieces()?;
        while pieces.more()? {
            let text = pieces.text();
            // A value that the piece cuts is looked at with the next one.
            let length =
                if pieces.is_last() { text.len() } else { memchr::memrchr(b'<', text.as_bytes()).unwrap_or(0) };
            for tag in TAGS {
                for at in memmem::find_iter(&text.as_bytes()[..length], tag.as_bytes()) {
                    let rest = &text[at + tag.len()..length];
                    let value = &rest[..rest.find(['<', '\n']).unwrap_or(rest.len())];
                    // `-12.50` says what nearly all files say.
                    let bytes = value.as_bytes();
                    let plain = bytes.len() > 3 && bytes[bytes.len() - 3] == b'.' && !value.contains(',');
                    let mark = if plain { MarkEvidence::Only(DecimalMark::Point) } else { amount::evidence(value) };
                    if let MarkEvidence::Only(mark) = mark {
                        contradicts |= found.is_some_and(|other| other != mark);
                        found = Some(mark);
                    }
                }
            }
            pieces.take(length);
        }
        Ok(Self { of_file: found.filter(|_| !contradicts) })
    }

    /// Reads an amount. The specification (chapter 3.2.9.1) has no thousands separators, yet banks write them;
    /// `1,250` is therefore read by the file's other amounts, and refused where these do not tell either.
    pub fn parse(&self, raw: &str, digits: u32) -> Result<i64, LineProblem> {
        let raw = raw.trim();
        if let Ok(amount) = amount::parse(raw, DecimalMark::Point, digits)
            && !raw.contains(',')
            && !(raw.matches('.').count() == 1 && digits == 0)
        {
            return Ok(amount);
        }
        let mark = match amount::evidence(raw) {
            MarkEvidence::Only(mark) => mark,
            MarkEvidence::Either => DecimalMark::Point,
            // No point groups thousands where the comma is not the decimal mark of the file.
            MarkEvidence::Undecided => match (self.of_file, raw.contains('.')) {
                (Some(mark), _) => mark,
                (None, true) => DecimalMark::Point,
                (None, false) => return Err(LineProblem::AmountUndecided { text: excerpt(raw) }),
            },
            MarkEvidence::Neither => DecimalMark::Point,
        };
        amount::parse(raw, mark, digits).map_err(|problem| match problem {
            AmountProblem::Missing => LineProblem::AmountMissing,
            problem => LineProblem::Amount { text: excerpt(raw), problem },
        })
    }
}
