//! An entry as an accountant says it: debit this, credit that. Pure; the roles become accounts when it is posted.

/// Where a leg is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// This account.
    Account(i64),
    /// The account that plays this role in the country's chart.
    Role(&'static str),
}

/// One side of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Where.
    pub place: Place,
    /// Minor units of the books' currency; debit positive.
    pub amount_minor: i64,
}

/// The role of the account for VAT and sales tax: what is owed is its credit, what comes back its debit.
pub const TAX: Place = Place::Role("sales-tax-owed");

/// A debit: the account receives.
pub fn debit(place: Place, amount_minor: i64) -> Leg {
    Leg { place, amount_minor }
}

/// A credit: the account gives.
pub fn credit(place: Place, amount_minor: i64) -> Leg {
    Leg { place, amount_minor: -amount_minor }
}

/// The legs that say something.
pub fn legs(all: impl IntoIterator<Item = Leg>) -> Vec<Leg> {
    all.into_iter().filter(|leg| leg.amount_minor != 0).collect()
}

/// An amount in thousandths of a whole, rounded half away from zero.
pub fn permille_of(amount_minor: i64, permille: i64) -> i64 {
    portion(amount_minor, permille, 1000)
}

/// `amount × part ÷ whole`, rounded half away from zero. Saturates where that is outside the range of an amount.
pub fn portion(amount_minor: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount_minor) * i128::from(part);
    let whole = i128::from(whole.max(1));
    let rounded = (2 * product.abs() + whole) / (2 * whole) * product.signum();
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// A figure with up to three decimals, comma or point, in thousandths: `4.25` is 4250. Nothing when it is negative, longer
/// than nine digits, or no figure.
pub fn thousandths(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let decimals = format!("{decimals:0<3}");
    Some(whole.parse::<i64>().ok()? * 1000 + decimals.parse::<i64>().ok()?)
}

/// The legs in one line, for tests that read like an accountant's rows.
#[cfg(test)]
pub(crate) fn line(legs: &[Leg]) -> String {
    let leg = |leg: &Leg| {
        let side = if leg.amount_minor > 0 { "debit" } else { "credit" };
        let place = match leg.place {
            Place::Account(1) => "bank".to_owned(),
            Place::Account(2) => "card".to_owned(),
            Place::Account(3) => "loan".to_owned(),
            Place::Account(4) => "cost".to_owned(),
            Place::Account(5) => "cash box".to_owned(),
            Place::Account(id) => id.to_string(),
            Place::Role(role) => role.to_owned(),
        };
        let amount = leg.amount_minor.unsigned_abs();
        format!("{side} {place} {}.{:02}", amount / 100, amount % 100)
    };
    assert_eq!(legs.iter().map(|leg| i128::from(leg.amount_minor)).sum::<i128>(), 0, "an entry balances");
    legs.iter().map(leg).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_as_people_write_them() {
        for (text, read) in [
            ("4.25", Some(4250)),
            ("3,875 %", Some(3875)),
            ("0", Some(0)),
            ("0.30", Some(300)),
            ("-1", None),
            ("1.2345", None),
            ("", None),
            ("4.2.5", None),
            ("1e3", None),
            ("12345678901", None),
        ] {
            assert_eq!(thousandths(text), read, "{text}");
        }
    }

    #[test]
    fn portions_round_half_away_from_zero_and_stay_in_range() {
        for (amount, part, whole, expected) in
            [(100, 400, 1000, 40), (1, 500, 1000, 1), (-1, 500, 1000, -1), (i64::MAX, 2, 1, i64::MAX), (5, 1, 0, 5)]
        {
            assert_eq!(portion(amount, part, whole), expected, "{amount} × {part} ÷ {whole}");
        }
    }
}
