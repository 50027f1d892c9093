use std::{fmt, str::FromStr};

/// An account number of ISO 13616, without spaces, in capitals: its country's length and its check digits are right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

/// Why a text is no IBAN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadIban {
    /// It has other characters than letters and digits, or does not begin with two letters and two digits.
    #[error("an IBAN begins with two letters and two digits and has only letters and digits")]
    Shape,
    /// Its country has no IBAN.
    #[error("{0} has no IBAN")]
    Country(String),
    /// Its country's IBAN has another length.
    #[error("an IBAN of {country} has {expected} characters, this one has {found}")]
    Length {
        /// The country.
        country: String,
        /// The length of its IBANs.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// The check digits do not fit: a digit is wrong or two are swapped.
    #[error("the check digits of this IBAN do not fit")]
    Check,
}

/// Lengths by country, from the IBAN registry (ISO 13616, registration authority SWIFT).
#[rustfmt::skip]
const LENGTHS: [(&str, usize); 89] = [
    ("AD", 24), ("AE", 23), ("AL", 28), ("AT", 20), ("AZ", 28), ("BA", 20), ("BE", 16), ("BG", 22), ("BH", 22), ("BI", 27),
    ("BR", 29), ("BY", 28), ("CH", 21), ("CR", 22), ("CY", 28), ("CZ", 24), ("DE", 22), ("DJ", 27), ("DK", 18), ("DO", 28),
    ("EE", 20), ("EG", 29), ("ES", 24), ("FI", 18), ("FK", 18), ("FO", 18), ("FR", 27), ("GB", 22), ("GE", 22), ("GI", 23),
    ("GL", 18), ("GR", 27), ("GT", 28), ("HN", 28), ("HR", 21), ("HU", 28), ("IE", 22), ("IL", 23), ("IQ", 23), ("IS", 26),
    ("IT", 27), ("JO", 30), ("KW", 30), ("KZ", 20), ("LB", 28), ("LC", 32), ("LI", 21), ("LT", 20), ("LU", 20), ("LV", 21),
    ("LY", 25), ("MC", 27), ("MD", 24), ("ME", 22), ("MK", 19), ("MN", 20), ("MR", 27), ("MT", 31), ("MU", 30), ("NI", 28),
    ("NL", 18), ("NO", 15), ("OM", 23), ("PK", 24), ("PL", 28), ("PS", 29), ("PT", 25), ("QA", 29), ("RO", 24), ("RS", 22),
    ("RU", 33), ("SA", 24), ("SC", 31), ("SD", 18), ("SE", 24), ("SI", 19), ("SK", 24), ("SM", 27), ("SO", 23), ("ST", 25),
    ("SV", 28), ("TL", 23), ("TN", 24), ("TR", 26), ("UA", 29), ("VA", 22), ("VG", 24), ("XK", 20), ("YE", 30),
];

/// The countries whose accounts the SEPA schemes reach (EPC409-09, list of SEPA scheme countries).
#[rustfmt::skip]
const SEPA: [&str; 42] = [
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK",
    "SM", "VA",
];

impl Iban {
    /// The letters and digits, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two letters of its country.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// Whether the SEPA schemes reach its country.
    pub fn is_sepa(&self) -> bool {
        SEPA.contains(&self.country())
    }

    /// In groups of four, as people read it: `DE89 3704 0044 0532 0130 00`.
    pub fn spaced(&self) -> String {
        let groups: Vec<&str> = (0..self.0.len()).step_by(4).map(|at| &self.0[at..self.0.len().min(at + 4)]).collect();
        groups.join(" ")
    }
}

impl FromStr for Iban {
    type Err = BadIban;

    /// Takes what people paste: spaces anywhere, small letters, the word IBAN in front.
    fn from_str(text: &str) -> Result<Iban, BadIban> {
        let mut compact: String =
            text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect();
        compact.make_ascii_uppercase();
        let compact = compact.strip_prefix("IBAN").map_or(compact.as_str(), |rest| rest.trim_start_matches(':'));
        let bytes = compact.as_bytes();
        let begins = matches!(bytes, [a, b, c, d, ..]
            if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
        if !begins || !bytes.iter().all(u8::is_ascii_alphanumeric) {
            return Err(BadIban::Shape);
        }
        let country = &compact[..2];
        let Some((_, expected)) = LENGTHS.iter().find(|(known, _)| *known == country) else {
            return Err(BadIban::Country(country.to_owned()));
        };
        if compact.len() != *expected {
            return Err(BadIban::Length { country: country.to_owned(), expected: *expected, found: compact.len() });
        }
        // ISO 7064 MOD 97-10 over the number with its first four characters at the end, A as 10 to Z as 35.
        let turned = bytes[4..].iter().chain(&bytes[..4]);
        let rest = turned.fold(0u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        });
        if rest != 1 {
            return Err(BadIban::Check);
        }
        Ok(Iban(compact.to_owned()))
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
