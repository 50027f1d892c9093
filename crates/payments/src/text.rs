//! The letters that every SEPA bank takes: a–z, A–Z, 0–9 and / - ? : ( ) . , ' + and the space (EPC217-08, SEPA
//! requirements for an extended character set).

use any_ascii::any_ascii_char;

fn is_allowed(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(letter)
}

/// What stands for a character outside the set: punctuation as in the conversion table of EPC217-08, German vowels by
/// the two letters their readers write, every other letter by its closest in ASCII.
fn replaced(letter: char, into: &mut String) {
    let two = match letter {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'Ä' => "Ae",
        'Ö' => "Oe",
        'Ü' => "Ue",
        'ß' => "ss",
        'ẞ' => "SS",
        '€' => "EUR",
        '&' => "+",
        ';' => ",",
        '"' | '`' | '´' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' => "'",
        '[' | '{' | '<' => "(",
        ']' | '}' | '>' => ")",
        '\\' | '|' => "/",
        '_' | '~' | '–' | '—' => "-",
        '!' | '#' | '$' | '%' | '*' | '=' | '@' | '^' | '·' | '•' => ".",
        _ if letter.is_whitespace() => " ",
        _ if letter.is_control() => "",
        _ => {
            into.extend(any_ascii_char(letter).chars().map(|one| if is_allowed(one) { one } else { '.' }));
            return;
        }
    };
    into.push_str(two);
}

/// A text in the letters of the set, with single spaces, at most so many characters long. What has no letters of the set
/// at all becomes empty.
pub fn sepa_text(text: &str, longest: usize) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_allowed(letter) { plain.push(letter) } else { replaced(letter, &mut plain) }
    }
    let spaced = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = spaced.chars().take(longest).collect();
    cut.trim_end().to_owned()
}

/// A reference in the letters of the set: 35 characters at most, no slash at its ends and no two together (EPC rulebook,
/// attribute AT-T014 and the like).
pub fn sepa_id(text: &str) -> String {
    let mut id = sepa_text(text, 1_000).replace(' ', "");
    while id.contains("//") {
        id = id.replace("//", "/");
    }
    let cut: String = id.trim_matches('/').chars().take(super::END_TO_END_LONGEST).collect();
    cut.trim_end_matches('/').to_owned()
}
