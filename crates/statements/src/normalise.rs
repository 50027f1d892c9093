//! The text of a line, reduced to what stays the same from one movement to the next.

/// Lower case, white space folded, and without what changes each time: dates, times, amounts and reference numbers.
/// Words that carry digits among letters ("o2", "b2b") stay; a text of nothing but numbers is kept whole, since
/// nothing else would be left of it.
pub fn normalise_text(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace().filter(|word| !is_changing(word)) {
        if !kept.is_empty() {
            kept.push(' ');
        }
        push_lower(&mut kept, word);
    }
    if kept.is_empty() {
        for word in text.split_whitespace() {
            if !kept.is_empty() {
                kept.push(' ');
            }
            push_lower(&mut kept, word);
        }
    }
    kept
}

fn push_lower(kept: &mut String, word: &str) {
    if word.is_ascii() {
        let from = kept.len();
        kept.push_str(word);
        kept[from..].make_ascii_lowercase();
    } else {
        kept.push_str(&word.to_lowercase());
    }
}

/// A date, a time, an amount, or a run of digits long enough to be a reference.
fn is_changing(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return false;
    }
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    // Numbers and their punctuation; or a code that is mostly digits, such as "k2038841" and "txn_14g113".
    letters == 0 || (digits >= 5 && digits * 2 >= letters)
}
