use std::{fmt, str::FromStr};

/// A bank's code of ISO 9362: eight or eleven characters, in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bic(String);

/// A text that is no BIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a BIC has eight or eleven characters: four letters, a country, and two or five letters or digits")]
pub struct BadBic;

impl Bic {
    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Bic {
    type Err = BadBic;

    /// The shape that both versions of pain.001 take: `[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?`.
    fn from_str(text: &str) -> Result<Bic, BadBic> {
        let compact: String = text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_uppercase();
        let bytes = compact.as_bytes();
        let fits = matches!(bytes.len(), 8 | 11)
            && bytes[..6].iter().all(u8::is_ascii_uppercase)
            && matches!(bytes[6], b'A'..=b'Z' | b'2'..=b'9')
            && matches!(bytes[7], b'A'..=b'N' | b'P'..=b'Z' | b'0'..=b'9')
            && bytes[8..].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if fits { Ok(Bic(compact)) } else { Err(BadBic) }
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
