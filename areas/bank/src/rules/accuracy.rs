//! How often proposals were right, held against the owner's own later word; and what that says about acting on the next.

use schemars::JsonSchema;
use serde::Serialize;

/// Decisions about a payee that are enough to act on, before anything has been measured.
pub const TIMES_AT_FIRST: i64 = 3;
/// However poor the record, so many decisions alike are enough.
const MOST_TIMES: i64 = 8;
/// As few outcomes say nothing yet.
const FEWEST_OUTCOMES: i64 = 20;
/// The share of proposals, in thousandths, that must have been right to go on acting without asking.
const RIGHT_PERMILLE: i64 = 950;

/// What became of proposals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Accuracy {
    /// Proposals of which the outcome is known.
    pub proposed: i64,
    /// Those that the owner confirmed.
    pub right: i64,
    /// Those that the owner decided otherwise.
    pub wrong: i64,
    /// Those that were acted on and that the owner left standing.
    pub stood: i64,
    /// The right ones and those left standing, in thousandths of all; none where nothing was proposed.
    pub permille: Option<i64>,
}

impl Accuracy {
    /// Adds outcomes.
    pub fn add(&mut self, right: i64, wrong: i64, stood: i64) {
        self.right += right;
        self.wrong += wrong;
        self.stood += stood;
        self.proposed = self.right + self.wrong + self.stood;
        self.permille = ((self.right + self.stood) * 1_000).checked_div(self.proposed);
    }
}

/// Outcomes of proposals that so many decisions about their payee had agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcomes {
    /// How many decisions had agreed.
    pub agreed: i64,
    /// Proposals that were right, or left standing.
    pub right: i64,
    /// Proposals that were not.
    pub wrong: i64,
}

/// How many decisions must agree before a line is booked without asking: the fewest whose proposals were right in
/// nineteen cases of twenty. Where the past is too short to say, what holds at first.
pub fn times_needed(past: &[Outcomes]) -> i64 {
    for times in TIMES_AT_FIRST..MOST_TIMES {
        let (right, wrong) = past
            .iter()
            .filter(|outcomes| outcomes.agreed >= times)
            .fold((0, 0), |(right, wrong), outcomes| (right + outcomes.right, wrong + outcomes.wrong));
        if right + wrong < FEWEST_OUTCOMES || right * 1_000 >= (right + wrong) * RIGHT_PERMILLE {
            return times;
        }
    }
    MOST_TIMES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poor_record_asks_for_more_before_acting() {
        let row = |agreed, right, wrong| Outcomes { agreed, right, wrong };
        for (what, past, times) in [
            ("nothing measured", vec![], 3),
            ("too few to say", vec![row(3, 10, 9)], 3),
            ("a good record", vec![row(3, 96, 4)], 3),
            ("a poor one at three, a good one beyond", vec![row(3, 20, 20), row(4, 50, 1)], 4),
            ("a poor one everywhere", vec![row(3, 20, 20), row(20, 50, 50)], 8),
        ] {
            assert_eq!(times_needed(&past), times, "{what}");
        }
    }

    #[test]
    fn what_was_left_standing_counts_as_right_and_is_told_apart() {
        let mut accuracy = Accuracy::default();
        assert_eq!(accuracy.permille, None);
        accuracy.add(3, 1, 4);
        assert_eq!((accuracy.proposed, accuracy.permille), (8, Some(875)));
    }
}
