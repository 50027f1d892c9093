//! Secrets of links, sessions and tokens: 32 random bytes, of which only the hash is ever stored.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A new secret, as it stands in a link, a cookie or a header.
pub(crate) fn new() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is kept of a secret. A text that is no secret of ours has a hash that nobody stored.
///
/// A plain hash is enough: the secret has 256 bits of chance, so there is nothing to guess, and comparing hashes by
/// index tells nothing about the secret.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A hash as it is written.
pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_differ_and_keep_to_the_letters_of_a_url() {
        let (one, other) = (super::new(), super::new());
        assert_ne!(one, other);
        assert_eq!(one.len(), 43);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        assert_ne!(super::hash(&one), super::hash(&other));
    }
}
