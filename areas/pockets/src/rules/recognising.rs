//! Whether a line of a statement is one side of a transfer that was handed in. Pure.

use jiff::civil::Date;

/// So many days after the day for which it was ordered, a transfer that no statement has shown is asked about: banks of
/// the SEPA area credit on the next business day (PSD2, article 83), others within days.
pub const WAITED_DAYS: i32 = 10;

/// What a line of a statement is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideKind {
    /// The side of a transfer that sends.
    Leaves,
    /// The side of a transfer that receives.
    Arrives,
    /// A transfer that left and comes back to where it left, because the other bank did not take it.
    Returns,
    /// The owner's pay: the money leaves the business instead of changing places.
    Pay,
    /// A contribution of the owner's, which leaves the business too, out of its own pocket.
    Contribution {
        /// The pocket.
        pocket: i64,
    },
}

/// One side of a transfer in a payment file that no statement has shown yet, or a payment of the owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedSide {
    /// What it is.
    pub kind: SideKind,
    /// The payment file, or the run of a payment of the owner's.
    pub file: i64,
    /// Its line.
    pub line: i64,
    /// The account it will show on.
    pub account: i64,
    /// The account at the other end; of a payment of the owner's the drawing it is booked under.
    pub other: i64,
    /// The IBAN of the account at the other end, without spaces; empty when not written down.
    pub other_iban: String,
    /// Minor units as the account will show it: what leaves is negative.
    pub amount_minor: i64,
    /// The reference that goes with the payment.
    pub end_to_end_id: String,
    /// The day for which it was ordered.
    pub requested_on: Date,
}

/// A line of a statement, as far as recognising needs it.
#[derive(Debug, Clone, Copy)]
pub struct SeenLine<'a> {
    /// The account.
    pub account: i64,
    /// Its day.
    pub booked_on: Date,
    /// Minor units.
    pub amount_minor: i64,
    /// All its words: text, counterparty, references.
    pub words: &'a str,
    /// The account number at the other end, where the statement says it.
    pub counterparty_account: &'a str,
}

/// How a line was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The reference stands in its text.
    Reference,
    /// Account, amount and day agree.
    Amount,
}

/// A day before, for banks that book ahead of a holiday; ten after, over week-ends and holidays.
const DAYS_BEFORE: i32 = 1;
const DAYS_AFTER: i32 = 10;

/// The expected side that a line is, by its place in the list. The reference decides; without one in the text, the same
/// amount on the same account within days does, unless the statement names another account at the other end.
pub fn recognise(expected: &[ExpectedSide], seen: &SeenLine<'_>) -> Option<(usize, By)> {
    let fits =
        |side: &&(usize, &ExpectedSide)| side.1.account == seen.account && side.1.amount_minor == seen.amount_minor;
    let candidates: Vec<(usize, &ExpectedSide)> = expected.iter().enumerate().collect();
    let candidates: Vec<&(usize, &ExpectedSide)> = candidates.iter().filter(fits).collect();
    let words = compact(seen.words);
    if let Some((at, _)) = candidates.iter().find(|(_, side)| stands_in(&compact(&side.end_to_end_id), &words)) {
        return Some((*at, By::Reference));
    }
    let other = compact(seen.counterparty_account);
    let near = candidates.into_iter().filter(|(_, side)| {
        // Money that comes back says whose it was; another income of the same amount must not pass for it.
        if side.kind == SideKind::Returns {
            return false;
        }
        let days = (seen.booked_on - side.requested_on).get_days();
        let contradicted = !other.is_empty() && !side.other_iban.is_empty() && other != side.other_iban;
        (-DAYS_BEFORE..=DAYS_AFTER).contains(&days) && !contradicted
    });
    near.min_by_key(|(_, side)| (seen.booked_on - side.requested_on).get_days().abs()).map(|(at, _)| (*at, By::Amount))
}

/// Without spaces, in capitals: banks wrap references anywhere.
fn compact(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Whether a reference stands in a text, not as the beginning of a longer one (`…-7-1` in `…-7-12`).
fn stands_in(id: &str, words: &str) -> bool {
    !id.is_empty()
        && words
            .match_indices(id)
            .any(|(at, _)| !words[at + id.len()..].starts_with(|next: char| next.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn side(line: i64, amount_minor: i64) -> ExpectedSide {
        ExpectedSide {
            file: 7,
            line,
            kind: if amount_minor > 0 { SideKind::Arrives } else { SideKind::Leaves },
            account: 10,
            other: 20,
            other_iban: "NL91ABNA0417164300".into(),
            amount_minor,
            end_to_end_id: format!("MS-20260512-7-{line}"),
            requested_on: date(2026, 5, 12),
        }
    }

    #[test]
    fn what_comes_back_is_known_by_its_reference_alone() {
        let back = ExpectedSide { kind: SideKind::Returns, ..side(3, 70_00) };
        let seen = |words| SeenLine {
            account: 10,
            booked_on: date(2026, 5, 13),
            amount_minor: 70_00,
            words,
            counterparty_account: "",
        };
        let expected = [back];
        assert_eq!(recognise(&expected, &seen("RETOURE EREF MS-20260512-7-3")), Some((0, By::Reference)));
        assert_eq!(recognise(&expected, &seen("INCOMING")), None);
    }

    #[test]
    fn a_line_is_recognised_by_reference_else_by_amount_and_day() {
        let expected = [side(1, -500_00), side(12, -500_00), side(3, -70_00)];
        for (what, account, amount, day, words, other, found) in [
            (
                "by its reference, wrapped",
                10,
                -500_00,
                30,
                "SEPA EREF: ms-2026 0512-7-12 Tax",
                "",
                Some((1, By::Reference)),
            ),
            ("a reference that only begins alike", 10, -500_00, 30, "MS-20260512-7-123", "", None),
            ("by amount and day", 10, -70_00, 14, "transfer", "", Some((2, By::Amount))),
            ("the other account is named", 10, -70_00, 14, "transfer", "NL91 ABNA 0417 1643 00", Some((2, By::Amount))),
            ("a third account is named", 10, -70_00, 14, "rent", "DE89370400440532013000", None),
            ("too late", 10, -70_00, 23, "transfer", "", None),
            ("another account", 11, -70_00, 12, "MS-20260512-7-3", "", None),
            ("another amount", 10, -70_01, 12, "MS-20260512-7-3", "", None),
        ] {
            let seen = SeenLine {
                account,
                booked_on: date(2026, 5, day),
                amount_minor: amount,
                words,
                counterparty_account: other,
            };
            assert_eq!(recognise(&expected, &seen), found, "{what}");
        }
    }
}
