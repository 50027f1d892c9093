//! Which entries of a record stand, where some were reversed and some of those reversals reversed.

use std::collections::BTreeMap;

use kernel::{Context, Failure};

use crate::{journal::flush, records};

/// The entries that stand for records of a kind with ids in a range, with the record of each: those that nothing took back,
/// and those whose taking back was itself taken back.
pub fn standing_entries(
    context: &mut Context,
    kind: &str,
    ids: std::ops::RangeInclusive<i64>,
) -> Result<Vec<(i64, i64)>, Failure> {
    flush(context)?;
    let entries = records::entries_of_sources(&mut context.tx, kind, *ids.start(), *ids.end())?;
    Ok(standing(&entries))
}

/// Of entries (number, record, which entry it reverses or 0), in order, those at the end of their reversals whose
/// effect is the first one's: a reversal reversed stands for the entry, a reversal alone for nothing.
fn standing(entries: &[(i64, i64, i64)]) -> Vec<(i64, i64)> {
    let mut last: BTreeMap<i64, (bool, i64)> = BTreeMap::new();
    for (entry, record, reverses) in entries {
        let stands = last.remove(reverses).is_none_or(|(stood, _)| !stood);
        last.insert(*entry, (stands, *record));
    }
    last.into_iter().filter(|(_, (stands, _))| *stands).map(|(entry, (_, record))| (record, entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::standing;

    #[test]
    fn what_was_taken_back_stands_again_when_that_was_taken_back() {
        for (entries, stands) in [
            (&[(1, 7, 0)][..], &[(7, 1)][..]),
            (&[(1, 7, 0), (2, 7, 1)], &[]),
            (&[(1, 7, 0), (2, 7, 1), (3, 7, 2)], &[(7, 3)]),
            (&[(1, 7, 0), (2, 8, 0), (3, 7, 1)], &[(8, 2)]),
            (&[(1, 7, 0), (2, 7, 1), (3, 7, 2), (4, 7, 3)], &[]),
        ] {
            assert_eq!(standing(entries), stands, "{entries:?}");
        }
    }
}
