//! What a quantity is worth at a price, and the price that a worth states. Pure.
//!
//! A price is kept as rates are: ten-billionths of a unit of the books' currency for one whole of the asset.

use books::rules::rates::WHOLE as RATE_WHOLE;
use ledger::Currency;

use crate::quantity::{Quantity, WHOLE};

/// Halves away from zero.
fn rounded(over: i128, under: i128) -> Option<i128> {
    let doubled = over.checked_abs()?.checked_mul(2)?.checked_add(under)?;
    Some(doubled / under.checked_mul(2)? * over.signum())
}

/// A part of an amount: `amount × part ÷ whole`, rounded half away from zero. None where it fits no amount, or the whole is
/// nothing.
pub fn share(amount_minor: i64, part: Quantity, whole: Quantity) -> Option<i64> {
    // Both may have more digits than a product of 128 bits holds. What they have in common goes first; where that is not
    // enough, so do the last digits of both, which move the share by less than any minor unit has.
    let (mut part, mut whole) = (part.parts(), whole.parts());
    let common = divisor(part, whole);
    if common == 0 || whole == 0 {
        return None;
    }
    (part, whole) = (part / common, whole / common);
    while i128::from(amount_minor).checked_mul(part).and_then(|product| product.checked_mul(2)).is_none() {
        (part, whole) = (part / 10, whole / 10);
        if whole == 0 {
            return None;
        }
    }
    i64::try_from(rounded(i128::from(amount_minor).checked_mul(part)?, whole)?).ok()
}

/// The greatest common divisor.
fn divisor(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// What a quantity is worth in minor units of the books' currency, rounded half away from zero. None where it fits no amount.
pub fn worth(quantity: Quantity, price: i64, books: Currency) -> Option<i64> {
    let scale = 10_i128.checked_pow(books.decimals())?;
    let by_unit = i128::from(price).checked_mul(scale)?;
    // Wholes and parts apart: their product with the price would not fit together.
    let (whole, part) = (quantity.parts() / WHOLE, quantity.parts() % WHOLE);
    let of_whole = whole.checked_mul(by_unit)?;
    let (minor, rest) = (of_whole / i128::from(RATE_WHOLE), of_whole % i128::from(RATE_WHOLE));
    // What is left of the wholes joins the parts; the last digits of the price's product with them move nothing.
    let of_part = part.checked_mul(by_unit / 1_000)?.checked_add(part.checked_mul(by_unit % 1_000)? / 1_000)?;
    let over = rest.checked_mul(WHOLE / 1_000)?.checked_add(of_part)?;
    let under = i128::from(RATE_WHOLE).checked_mul(WHOLE / 1_000)?;
    i64::try_from(minor.checked_add(rounded(over, under)?)?).ok()
}

/// The price that a worth of a quantity states; none where either is nothing or it fits no price.
pub fn price_of(quantity: Quantity, book_minor: i64, books: Currency) -> Option<i64> {
    if quantity.is_zero() || book_minor == 0 {
        return None;
    }
    let scale = 10_i128.checked_pow(books.decimals())?;
    let top = i128::from(book_minor.abs()).checked_mul(i128::from(RATE_WHOLE))?;
    let (mut top, mut under) = (top, quantity.parts().abs().checked_mul(scale)?);
    let mut lacking = WHOLE;
    // Multiplies by 10^18 as far as it fits and takes the rest off below.
    while lacking > 1 {
        match top.checked_mul(10).filter(|next| next.checked_mul(4).is_some()) {
            Some(next) => top = next,
            None => under /= 10,
        }
        lacking /= 10;
    }
    if under == 0 {
        return None;
    }
    i64::try_from(rounded(top, under)?).ok().filter(|price| *price > 0)
}

#[cfg(test)]
mod tests {
    use books::rules::rates::parse_rate;
    use proptest::prelude::*;

    use super::*;

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn a_quantity_is_worth_what_its_price_says() {
        for (held, price, books, minor) in [
            ("0.05", "60000", "EUR", 300_000),
            ("-0.05", "60000", "EUR", -300_000),
            ("0.00000001", "60000", "EUR", 0),
            ("0.00000025", "60000", "EUR", 2),
            ("1.123456789012345678", "2345.67", "USD", 263_526),
            ("0.05", "9800000", "JPY", 490_000),
            ("0.05", "18000.5", "KWD", 900_025),
            ("1000000000000", "0.0000085", "EUR", 850_000_000),
            ("21000000", "100000", "EUR", 210_000_000_000_000),
        ] {
            let price = parse_rate(price).unwrap();
            assert_eq!(worth(quantity(held), price, currency(books)), Some(minor), "{held} {books}");
        }
        assert_eq!(worth(quantity("100000000000000"), i64::MAX, currency("EUR")), None);
    }

    #[test]
    fn a_share_is_rounded_half_away_from_zero() {
        for (amount, part, whole, share_minor) in [
            (100, "1", "3", Some(33)),
            (101, "1", "2", Some(51)),
            (20_000_000, "3500", "14000", Some(5_000_000)),
            (i64::MAX / 1_000, "99999999999999.999999999999999999", "100000000000000", Some(i64::MAX / 1_000)),
            (100, "0", "0", None),
        ] {
            assert_eq!(share(amount, quantity(part), quantity(whole)), share_minor, "{amount} × {part} ÷ {whole}");
        }
    }

    proptest! {
        /// The price that a worth states leads back to that worth, as far as ten decimals of a price reach.
        #[test]
        fn a_worth_states_its_price(parts in 1_000_000_000_000_000_i128..1_000_000_000_000_000_000_000, minor in 100_i64..1_000_000_000) {
            let (held, eur) = (Quantity::of_parts(parts).unwrap(), currency("EUR"));
            if let Some(price) = price_of(held, minor, eur) {
                let back = worth(held, price, eur).unwrap();
                // A thousand wholes move by at most a ten-millionth each.
                prop_assert!((back - minor).abs() <= 1, "{} {}", back, minor);
            }
        }

        #[test]
        fn nothing_panics(parts in any::<i64>(), times in 1_i128..10_000_000, price in any::<i64>(), minor in any::<i64>()) {
            if let Some(held) = Quantity::of_parts(i128::from(parts) * times) {
                for code in ["EUR", "JPY", "KWD"] {
                    let _ = worth(held, price, currency(code));
                    let _ = price_of(held, minor, currency(code));
                    let _ = share(minor, held, Quantity::of_parts(i128::from(i64::MAX) * 7).unwrap());
                }
            }
        }
    }
}
