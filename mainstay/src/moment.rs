//! Moments as the directory keeps them.

use jiff::{SignedDuration, Timestamp};

/// A moment as a text that sorts as time does: UTC, to the second, always of the same length.
pub(crate) fn text(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The moment that much later; the end of the calendar where there is none.
pub(crate) fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_sort_as_times() {
        let early: Timestamp = "2026-05-12T10:00:05.9Z".parse().unwrap();
        let late: Timestamp = "2026-05-12T10:00:06Z".parse().unwrap();
        assert_eq!(text(early), "2026-05-12T10:00:05Z");
        assert!(text(early) < text(late));
        assert_eq!(text(early).len(), text(late).len());
    }
}
