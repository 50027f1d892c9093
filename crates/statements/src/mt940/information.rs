//! Field 86: what the bank says about a movement, in one of the forms banks use.

use super::entry::{Entry, meant};

/// Takes a field's lines into a movement.
pub fn take(entry: &mut Entry, savings_bank: bool, lines: &[&str]) {
    if savings_bank {
        let subfields = lines.iter().filter_map(|line| numbered(line)).collect();
        return german(entry, subfields, true);
    }
    // Subfields and slash codes run over line ends, wherever 65 characters are full.
    let whole: String = lines.concat();
    if let Some(subfields) = subfields(&whole) {
        german(entry, subfields, false);
    } else if starts_with_code(&whole) {
        slashes(entry, &whole);
    } else {
        plain(entry, lines);
    }
}

/// `01Text` on a line of its own.
fn numbered(line: &str) -> Option<(u8, &str)> {
    let (code, text) = line.split_at_checked(2)?;
    Some((code.parse().ok()?, text))
}

/// `166?00Text?20Text`: a code of three digits, then subfields behind a separator of the bank's choice.
fn subfields(whole: &str) -> Option<Vec<(u8, &str)>> {
    let code = whole.get(..3)?;
    let separator = whole[3..].chars().next()?;
    let first = whole[3 + separator.len_utf8()..].get(..2)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(code) || !digits(first) || separator.is_alphanumeric() || separator.is_whitespace() {
        return None;
    }
    let mut found: Vec<(u8, &str)> = Vec::new();
    let mut start: Option<(u8, usize)> = None;
    for (at, _) in whole.match_indices(separator) {
        let after = at + separator.len_utf8();
        // The separator inside a text is not followed by two digits.
        let Some(number) = whole.get(after..after + 2).filter(|text| digits(text)) else { continue };
        if let Some((number, from)) = start {
            found.push((number, &whole[from..at]));
        }
        start = Some((number.parse().ok()?, after + 2));
    }
    let (number, from) = start?;
    found.push((number, &whole[from..]));
    Some(found)
}

/// The longest a subfield of the purpose can be; a full one is followed by the rest of its word.
const FULL: usize = 27;

fn append(text: &mut String, previous: usize, part: &str) {
    if !text.is_empty() && previous < FULL && !text.ends_with(' ') {
        text.push(' ');
    }
    text.push_str(part);
}

fn german(entry: &mut Entry, subfields: Vec<(u8, &str)>, savings_bank: bool) {
    let (mut purpose, mut name, mut account, mut kind) = (String::new(), String::new(), "", "");
    let (mut last_purpose, mut last_name) = (0, 0);
    for (number, part) in subfields {
        match number {
            1..=14 if savings_bank => {
                append(&mut purpose, last_purpose, part);
                last_purpose = part.chars().count();
            }
            15 | 16 if savings_bank => append(&mut name, 0, part),
            17 if savings_bank => kind = part,
            _ if savings_bank => {}
            0 => kind = part,
            20..=29 | 60..=63 => {
                append(&mut purpose, last_purpose, part);
                last_purpose = part.chars().count();
            }
            31 => account = part,
            32 | 33 => {
                append(&mut name, last_name, part);
                last_name = part.chars().count();
            }
            _ => {}
        }
    }
    let (text, tags) = sepa(&purpose);
    let tag = |wanted: &str| tags.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
    entry.text = fold(&text);
    if entry.text.is_empty() {
        entry.text = fold(kind);
    }
    entry.counterparty = meant(&fold(&name)).or_else(|| tag("ABWA").and_then(meant));
    entry.counterparty_account = meant(account).or_else(|| tag("IBAN").and_then(meant));
    entry.payment_reference =
        tag("EREF").and_then(meant).or_else(|| tag("KREF").and_then(meant)).or_else(|| tag("MREF").and_then(meant));
}

/// The SEPA marks inside a purpose (`EREF+`, `SVWZ+` …): the text to show, and each mark with its value.
fn sepa(purpose: &str) -> (String, Vec<(&'static str, String)>) {
    const MARKS: [&str; 12] =
        ["EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC"];
    let mut starts: Vec<(usize, &'static str)> = MARKS
        .into_iter()
        .flat_map(|mark| purpose.match_indices(mark).map(move |(at, _)| (at, mark)))
        .filter(|(at, mark)| purpose[at + mark.len()..].starts_with('+'))
        .collect();
    starts.sort_unstable();
    // A mark stands at the beginning, and the others follow; text without one in front is text.
    if starts.first().is_none_or(|(at, _)| *at > 0) {
        return (purpose.to_owned(), Vec::new());
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([purpose.len()]);
    let tags: Vec<_> = starts
        .iter()
        .zip(ends)
        .map(|((at, mark), end)| (*mark, purpose[at + mark.len() + 1..end].trim().to_owned()))
        .collect();
    let text =
        tags.iter().find(|(mark, _)| *mark == "SVWZ").map_or_else(|| purpose.to_owned(), |(_, text)| text.clone());
    (text, tags)
}

/// The codes between slashes that begin a part of their own.
const CODES: [&str; 28] = [
    "TRTP", "TRCD", "IBAN", "BIC", "NAME", "REMI", "EREF", "ORDP", "BENM", "CNTP", "MARF", "CSID", "ISDT", "PREF",
    "RTRN", "ACCW", "BUSP", "ULTD", "ULTB", "ULTC", "PURP", "USTD", "STRD", "SVCL", "INIT", "ADDR", "CHGS", "OCMT",
];

fn starts_with_code(whole: &str) -> bool {
    whole.strip_prefix('/').is_some_and(|rest| rest.split_once('/').is_some_and(|(code, _)| CODES.contains(&code)))
}

fn slashes(entry: &mut Entry, whole: &str) {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for token in whole.split('/').skip(1) {
        if CODES.contains(&token) {
            parts.push((token, Vec::new()));
        } else if let Some((_, tokens)) = parts.last_mut() {
            tokens.push(token);
        }
    }
    let value = |wanted: &str| {
        let found = parts.iter().find(|(code, tokens)| *code == wanted && tokens.iter().any(|token| !token.is_empty()));
        found.map(|(_, tokens)| fold(tokens.join("/").trim_matches('/'))).filter(|text| !text.is_empty())
    };
    // /CNTP/account/bank/name/city///
    let other: Vec<&str> =
        parts.iter().find(|(code, _)| *code == "CNTP").map(|(_, tokens)| tokens.clone()).unwrap_or_default();
    let of_other = |index: usize| other.get(index).and_then(|text| meant(text));
    entry.counterparty = value("NAME").or_else(|| of_other(2)).or_else(|| value("ORDP")).or_else(|| value("BENM"));
    entry.counterparty_account = value("IBAN").or_else(|| of_other(0));
    entry.payment_reference = value("EREF").as_deref().and_then(meant);
    entry.text =
        value("REMI").or_else(|| value("USTD")).or_else(|| value("STRD")).or_else(|| value("TRTP")).unwrap_or_default();
}

/// Lines of free text. Where the first repeats the reference and the name of field 61, these are the other side's
/// account and name, as Dutch banks have it.
fn plain(entry: &mut Entry, lines: &[&str]) {
    let lines: Vec<String> = lines.iter().map(|line| fold(line)).filter(|line| !line.is_empty()).collect();
    let mut rest = lines.as_slice();
    if let (Some(reference), Some((first, after))) = (&entry.reference, lines.split_first())
        && !entry.supplementary.is_empty()
        && *first == format!("{reference} {}", entry.supplementary)
    {
        entry.counterparty = Some(entry.supplementary.clone());
        entry.counterparty_account = entry.reference.take();
        if !after.is_empty() {
            rest = after;
        }
    }
    let text = rest.join(" ");
    if entry.text.is_empty() {
        entry.text = text;
    } else if !text.is_empty() {
        entry.text.push(' ');
        entry.text.push_str(&text);
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
