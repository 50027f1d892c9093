//! Laws of importing, held through the commands.

use proptest::prelude::*;
use serde_json::json;
use store::testing::DataFile;

use super::{Business, csv};

proptest! {
    // Each case opens a data file and imports several statements.
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Statements of any overlapping periods, in any order, leave the same lines and the same balance as the whole.
    #[test]
    fn any_overlapping_statements_give_the_whole(
        whole in prop::collection::vec((1i8..28, 0usize..4), 1..25),
        periods in prop::collection::vec((1i8..28, 1i8..20), 0..4),
    ) {
        let texts = ["COFFEE", "PARKING", "CLAY AND GLAZES", "J MARSH"];
        let mut movements: Vec<(i8, i64, &str)> =
            whole.iter().map(|(day, kind)| (*day, [-350, -700, -9_620, 95_000][*kind], texts[*kind])).collect();
        movements.sort_unstable();
        let file = DataFile::new();
        let business = Business::new(file.open());
        for (from, days) in periods.iter().copied().chain([(1, 28)]) {
            let part: Vec<_> = movements.iter().copied().filter(|line| (from..=from.saturating_add(days)).contains(&line.0)).collect();
            if !part.is_empty() {
                business.import("part.csv", &csv(&part), Some("Checking"));
            }
        }
        prop_assert_eq!(business.ask("doubtful-lines", json!({}))["count"].as_i64(), Some(0));
        let mut stored: Vec<(String, i64)> = business
            .lines()
            .iter()
            .map(|line| (line["booked_on"].as_str().unwrap_or_default().to_owned(), line["amount_minor"].as_i64().unwrap_or_default()))
            .collect();
        stored.sort_unstable();
        let mut expected: Vec<(String, i64)> = movements.iter().map(|line| (format!("2026-05-{:02}", line.0), line.1)).collect();
        expected.sort_unstable();
        prop_assert_eq!(stored, expected);
        prop_assert_eq!(business.balance("Checking"), movements.iter().map(|line| line.1).sum::<i64>());
        business.verify();
    }

    /// No bytes make an import panic or leave anything behind when it refuses.
    #[test]
    fn any_bytes_are_taken_whole_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let file = DataFile::new();
        let business = Business::new(file.open());
        let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
        let account = business.account("Checking");
        if business.run("import-statement", json!({ "file_name": "x", "content": content, "account": account })).is_err() {
            prop_assert_eq!(business.lines().len(), 0);
        }
    }
}
