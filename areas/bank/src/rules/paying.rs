//! Which open invoice or bill a line pays. Pure.

use super::deciding::fold;

/// What the rule sees of an open invoice or bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its id.
    pub item: i64,
    /// Its number.
    pub number: String,
    /// The client or supplier.
    pub party: String,
    /// What is still to be paid; negative where paying it takes money out.
    pub open_minor: i64,
}

/// Why a line looks like the payment of an item. The first is the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The line names its number, and the amount is what is open.
    NumberAndAmount,
    /// The line names the party, and the amount is what is open.
    NameAndAmount,
    /// The line names its number and the party, and the amount is a part of what is open.
    NumberAndName,
}

/// The item that a line pays, with the sign; none where two items look alike, because then only the owner knows.
/// `said` is all that the bank says of the line: text, counterparty, reference.
pub fn paid_by<'a>(amount_minor: i64, said: &str, owed: &'a [Owed]) -> Option<(&'a Owed, Sign)> {
    let said = fold(said);
    let mut found: Vec<(&Owed, Sign)> =
        owed.iter().filter_map(|item| Some((item, sign(amount_minor, &said, item)?))).collect();
    found.sort_by_key(|(_, sign)| *sign);
    match found[..] {
        [] => None,
        [(_, first), (_, second), ..] if first == second => None,
        [best, ..] => Some(best),
    }
}

fn sign(amount_minor: i64, said: &str, item: &Owed) -> Option<Sign> {
    if amount_minor.signum() != item.open_minor.signum() {
        return None;
    }
    let numbered = names_number(said, &fold(&item.number));
    let named = names_party(said, &fold(&item.party));
    let whole = amount_minor == item.open_minor;
    match (numbered, named) {
        (true, _) if whole => Some(Sign::NumberAndAmount),
        (_, true) if whole => Some(Sign::NameAndAmount),
        (true, true) if amount_minor.unsigned_abs() < item.open_minor.unsigned_abs() => Some(Sign::NumberAndName),
        _ => None,
    }
}

/// Whether the number stands in the text by itself: 14 is not in 2014, and one digit alone says nothing.
fn names_number(said: &str, number: &str) -> bool {
    if number.chars().filter(char::is_ascii_alphanumeric).count() < 2 {
        return false;
    }
    let bound = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    said.match_indices(number)
        .any(|(at, _)| bound(said[..at].chars().next_back()) && bound(said[at + number.len()..].chars().next()))
}

/// Whether the text names the party: all its telling words stand in it, in any order.
fn names_party(said: &str, party: &str) -> bool {
    let letters = |word: &&str| word.chars().filter(|letter| letter.is_alphanumeric()).count() >= 3;
    let mut words = party.split(|letter: char| !letter.is_alphanumeric()).filter(letters).peekable();
    words.peek().is_some()
        && words.all(|word| said.split(|letter: char| !letter.is_alphanumeric()).any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owed(item: i64, number: &str, party: &str, open_minor: i64) -> Owed {
        Owed { item, number: number.into(), party: party.into(), open_minor }
    }

    #[test]
    fn a_line_pays_what_its_amount_and_its_words_agree_with() {
        let items = [
            owed(1, "2026-014", "Northlight Hotels", 1200_00),
            owed(2, "2026-015", "Maren Holt", 300_00),
            owed(3, "77", "Blue Ridge Kiln Supply", -96_20),
        ];
        for (amount, said, found) in [
            (1200_00, "ACH NORTHLIGHT HOTELS INV 2026-014", Some((1, Sign::NumberAndAmount))),
            (1200_00, "Hotels  Northlight", Some((1, Sign::NameAndAmount))),
            (1200_00, "inv 2026-014", Some((1, Sign::NumberAndAmount))),
            (500_00, "Northlight Hotels part of 2026-014", Some((1, Sign::NumberAndName))),
            (500_00, "Northlight Hotels", None),
            (1200_00, "somebody else", None),
            (1200_01, "Northlight Hotels 2026-014", None),
            (300_00, "12026-0151", None),
            (-300_00, "Maren Holt 2026-015", None),
            (-96_20, "BLUE RIDGE KILN SUPPLY", Some((3, Sign::NameAndAmount))),
            (-96_20, "card 4177", None),
        ] {
            let answer = paid_by(amount, said, &items).map(|(item, sign)| (item.item, sign));
            assert_eq!(answer, found, "{amount} {said}");
        }
    }

    #[test]
    fn of_two_that_look_alike_none_is_proposed() {
        let items = [owed(1, "A-1", "Maren Holt", 300_00), owed(2, "A-2", "Maren Holt", 300_00)];
        assert_eq!(paid_by(300_00, "Maren Holt", &items), None);
        assert_eq!(paid_by(300_00, "Maren Holt a-2", &items).map(|(item, _)| item.item), Some(2));
    }
}
