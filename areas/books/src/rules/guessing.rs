//! What a file's name says about the entry it proves. Pure.

use jiff::civil::Date;

/// What a name says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guess {
    /// An amount in hundredths, as people write one in a name: two decimals.
    pub hundredths: Option<i64>,
    /// A day.
    pub day: Option<Date>,
    /// Words of three letters or more, in lower case.
    pub words: Vec<String>,
}

/// Reads a file's name: `2026-05-03 Highwater Supply 184.37.pdf`.
pub fn guess(name: &str) -> Guess {
    let stem =
        name.rsplit_once('.').filter(|(_, ending)| ending.len() <= 5 && !ending.bytes().all(|it| it.is_ascii_digit()));
    let stem = stem.map_or(name, |(stem, _)| stem);
    let mut guess = Guess::default();
    for piece in stem.split(|letter: char| letter.is_whitespace() || matches!(letter, '_' | '(' | ')' | '#')) {
        if let Some(day) = day(piece) {
            guess.day = guess.day.or(Some(day));
        } else if let Some(amount) = hundredths(piece) {
            guess.hundredths = guess.hundredths.or(Some(amount));
        } else {
            let letters = piece.split(|letter: char| !letter.is_alphabetic());
            guess.words.extend(letters.filter(|word| word.chars().count() >= 3).map(str::to_lowercase));
        }
    }
    guess
}

/// A day as names have it: `2026-05-03`, `20260503`, `03.05.2026`.
fn day(piece: &str) -> Option<Date> {
    let compact = piece.len() == 8 && piece.bytes().all(|byte| byte.is_ascii_digit());
    if compact || piece.len() == 10 && piece.as_bytes()[4] == b'-' {
        return piece.parse().ok();
    }
    let (day, rest) = piece.split_once('.')?;
    let (month, year) = rest.split_once('.')?;
    Date::new(year.parse().ok().filter(|year| (1970..2200).contains(year))?, month.parse().ok()?, day.parse().ok()?)
        .ok()
}

/// An amount with two decimals.
fn hundredths(piece: &str) -> Option<i64> {
    let figure = piece.trim_matches(|letter: char| !letter.is_ascii_digit());
    let (whole, cents) = figure.rsplit_once(['.', ','])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole: String = whole.chars().filter(|letter| !matches!(letter, '.' | ',' | '’')).collect();
    if cents.len() != 2 || !digits(cents) || !digits(&whole) || whole.len() > 12 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + cents.parse::<i64>().ok()?)
}

/// How well a cost fits what a name says: its amount counts most, then its day, then its words. Nothing below 3 is worth
/// proposing.
pub fn fit(guess: &Guess, amount_minor: i64, posted_on: Date, text: &str) -> u32 {
    let amount = u32::from(guess.hundredths == Some(amount_minor)) * 3;
    let days = guess.day.and_then(|day| day.until(posted_on).ok()).map(|span| span.get_days().abs());
    // A card is charged, and a bill is paid, some days after the paper.
    let near = match days {
        Some(0..=3) => 2,
        Some(4..=14) => 1,
        _ => 0,
    };
    let lower = text.to_lowercase();
    let named = guess.words.iter().filter(|word| lower.contains(word.as_str())).count().min(2);
    // A name that states another amount speaks against the cost.
    let against = u32::from(guess.hundredths.is_some_and(|stated| stated != amount_minor)) * 2;
    (amount + near + u32::try_from(named).unwrap_or(0)).saturating_sub(against)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn names_say_day_amount_and_words() {
        for (name, day, hundredths, words) in [
            (
                "2026-05-03 Highwater Supply 184.37.pdf",
                Some(date(2026, 5, 3)),
                Some(184_37),
                &["highwater", "supply"][..],
            ),
            ("20260503_Highwater_1.184,37.pdf", Some(date(2026, 5, 3)), Some(1184_37), &["highwater"]),
            ("03.05.2026 Miete.jpg", Some(date(2026, 5, 3)), None, &["miete"]),
            ("IMG_4711.HEIC", None, None, &["img"]),
            ("receipt $18.40", None, Some(18_40), &["receipt"]),
            ("99999999.pdf", None, None, &[]),
            ("", None, None, &[]),
        ] {
            let guessed = guess(name);
            assert_eq!((guessed.day, guessed.hundredths), (day, hundredths), "{name}");
            assert_eq!(guessed.words, words, "{name}");
        }
    }

    #[test]
    fn an_amount_alone_is_enough_and_a_word_alone_is_not() {
        let on = date(2026, 5, 3);
        for (name, fits) in [
            ("184.37.pdf", 3),
            ("highwater.pdf", 1),
            ("2026-05-01 highwater.pdf", 3),
            ("2026-05-01 Highwater Supply 184.37.pdf", 7),
            ("2026-05-01 Highwater Supply 20.00.pdf", 2),
            ("2026-04-20 x 20.00.pdf", 0),
        ] {
            assert_eq!(fit(&guess(name), 184_37, on, "HIGHWATER SUPPLY ASHEVILLE"), fits, "{name}");
        }
    }
}
