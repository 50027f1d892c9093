//! Amounts in OFX: the decimal mark is a point or a comma, each file's own.

use crate::amount::{self, AmountProblem, DecimalMark, MarkEvidence};
use crate::error::{LineProblem, excerpt};

/// What the whole file says about its decimal mark, looked up once and only when a single amount leaves it open.
pub struct Marks<'a> {
    text: &'a str,
    found: Option<Option<DecimalMark>>,
}

impl<'a> Marks<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, found: None }
    }

    /// Reads an amount. The specification (chapter 3.2.9.1) has no thousands separators, yet banks write them;
    /// `1,250` is therefore read by the file's other amounts, and refused where these do not tell either.
    pub fn parse(&mut self, raw: &str, digits: u32) -> Result<i64, LineProblem> {
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
            MarkEvidence::Undecided => match (self.of_file(), raw.contains('.')) {
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

    fn of_file(&mut self) -> Option<DecimalMark> {
        let text = self.text;
        *self.found.get_or_insert_with(|| {
            let mut found = None;
            for tag in ["<TRNAMT>", "<BALAMT>"] {
                for (at, _) in text.match_indices(tag) {
                    let rest = &text[at + tag.len()..];
                    let value = &rest[..rest.find(['<', '\n']).unwrap_or(rest.len())];
                    if let MarkEvidence::Only(mark) = amount::evidence(value) {
                        match found {
                            Some(other) if other != mark => return None,
                            _ => found = Some(mark),
                        }
                    }
                }
            }
            found
        })
    }
}
