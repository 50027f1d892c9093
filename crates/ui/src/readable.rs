//! How a line is called on a page: banks shout, and a queue of capitals is hard to read.

/// Short words that are words of the language and no abbreviations.
const SMALL_WORDS: [&str; 14] =
    ["and", "the", "of", "for", "to", "at", "in", "on", "by", "from", "und", "et", "de", "der"];

/// A text in capitals as one would write it by hand. A text that has a small letter already is left as it is, and so is
/// each word that may be an abbreviation or a code: up to three letters, without a vowel, or with a digit or sign in it.
pub fn readable(text: &str) -> String {
    let shouted = text.chars().filter(|letter| letter.is_uppercase()).count() >= 4;
    if !shouted || text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    text.split(' ').enumerate().map(|(index, word)| readable_word(word, index == 0)).collect::<Vec<_>>().join(" ")
}

fn readable_word(word: &str, first: bool) -> String {
    let lower = word.to_lowercase();
    if SMALL_WORDS.contains(&lower.as_str()) {
        return if first { capitalised(&lower) } else { lower };
    }
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let plain = word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-' | ',' | '.'));
    // The one vowel of USPS begins it; a short word that is spoken has another place for it.
    let after = usize::from(letters == 4);
    let spoken = lower.chars().skip(after).any(|letter| "aeiouyäöüàâéèêëîïôûùœæ".contains(letter));
    if letters < 4 || !plain || !spoken || word.contains('.') {
        return word.to_owned();
    }
    lower.split('-').map(capitalised).collect::<Vec<_>>().join("-")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_shouted_text_reads_as_written_by_hand_and_codes_stay() {
        for (text, shown) in [
            ("BLUE RIDGE KILN SUPPLY", "Blue Ridge Kiln Supply"),
            ("INGLES MARKET 0417", "Ingles Market 0417"),
            ("SQ *BLUE RIDGE KILN", "SQ *BLUE Ridge Kiln"),
            ("USPS ASHEVILLE", "USPS Asheville"),
            ("ATM FEE", "ATM FEE"),
            ("BANK OF THE WEST", "Bank of the West"),
            ("THE ROASTERY", "The Roastery"),
            ("JEAN-PAUL, MÜLLER", "Jean-Paul, Müller"),
            ("O2 GERMANY", "O2 Germany"),
            ("AMAZON.COM", "AMAZON.COM"),
            ("J Marsh, by Zelle", "J Marsh, by Zelle"),
            ("IBM", "IBM"),
            ("日本 支払", "日本 支払"),
            ("", ""),
        ] {
            assert_eq!(readable(text), shown, "{text}");
        }
    }
}
