//! The chain of entries: each carries the hash of the one before, so that no past entry can change unnoticed.
//!
//! The hash covers what the books rest on: number, dates, accounts, amounts, basis, pockets and links. Of the text it
//! covers a salted digest only, so that names and notes can be erased on request while the chain stays whole
//! (a digest without salt could be guessed back from a list of names).

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::Posting;

/// SHA-256 of an entry and of all before it.
pub type ChainHash = [u8; 32];

/// What an entry points to: the entry it reverses, or the record it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Link {
    /// The entry that this one reverses; 0 when it reverses none.
    pub reverses: i64,
    /// The record that it came from; 0 when it was posted by hand.
    pub source: i64,
}

/// Digest of an entry's text under its own salt.
pub fn text_digest(salt: &[u8], text: &str) -> ChainHash {
    Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize().into()
}

/// The hash of an entry, given the hash of the one before it. `pockets` are (pocket, amount in minor units) in order.
pub fn chain_hash(
    before: &ChainHash,
    number: i64,
    posted_on: Date,
    link: Link,
    postings: &[Posting],
    pockets: &[(i64, i64)],
    text: &ChainHash,
) -> ChainHash {
    let mut hash = Sha256::new();
    let mut put = |value: i64| hash.update(value.to_be_bytes());
    put(number);
    put(i64::from(posted_on.year()) * 10_000 + i64::from(posted_on.month()) * 100 + i64::from(posted_on.day()));
    put(link.reverses);
    put(link.source);
    put(postings.len() as i64);
    for posting in postings {
        put(posting.account);
        put(posting.amount_minor);
        put(posting.book_amount_minor);
        put(posting.basis.number());
    }
    put(pockets.len() as i64);
    for (pocket, amount_minor) in pockets {
        put(*pocket);
        put(*amount_minor);
    }
    hash.chain_update(text).chain_update(before).finalize().into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Basis;

    #[test]
    fn any_change_shows_in_the_hash() {
        let postings = |amount: i64| {
            [amount, -amount].map(|amount_minor| Posting {
                account: 7,
                amount_minor,
                book_amount_minor: amount_minor,
                basis: Basis::Both,
            })
        };
        let text = text_digest(b"salt", "Rent");
        let original = chain_hash(&[0; 32], 1, date(2026, 5, 1), Link::default(), &postings(5), &[(1, 5)], &text);
        let others = [
            chain_hash(&[1; 32], 1, date(2026, 5, 1), Link::default(), &postings(5), &[(1, 5)], &text),
            chain_hash(&[0; 32], 2, date(2026, 5, 1), Link::default(), &postings(5), &[(1, 5)], &text),
            chain_hash(&[0; 32], 1, date(2026, 5, 2), Link::default(), &postings(5), &[(1, 5)], &text),
            chain_hash(&[0; 32], 1, date(2026, 5, 1), Link { reverses: 3, source: 0 }, &postings(5), &[(1, 5)], &text),
            chain_hash(&[0; 32], 1, date(2026, 5, 1), Link::default(), &postings(6), &[(1, 5)], &text),
            chain_hash(&[0; 32], 1, date(2026, 5, 1), Link::default(), &postings(5), &[(2, 5)], &text),
            chain_hash(
                &[0; 32],
                1,
                date(2026, 5, 1),
                Link::default(),
                &postings(5),
                &[(1, 5)],
                &text_digest(b"salt", "Rant"),
            ),
        ];
        assert!(others.iter().all(|other| *other != original));
    }
}
