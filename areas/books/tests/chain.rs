//! The chain shows any change of what was posted.

use jiff::civil::date;
use store::testing::DataFile;

use crate::Business;

fn tampered(sql: &str) -> Vec<String> {
    let file = DataFile::new();
    let business = Business::new(file.open());
    for day in 1..=3 {
        business.post(date(2026, 5, day), "Rent", &[("rent", 300_00), ("Checking", -300_00)]).unwrap();
    }
    assert_eq!(business.problems(), Vec::<String>::new());
    let who = business.who.clone();
    let sql: &'static str = Box::leak(sql.to_string().into_boxed_str());
    business.house.store().write(who.business, |tx| tx.execute(sql, &[]).map(|_| ())).unwrap();
    business.problems()
}

#[test]
fn verify_names_what_was_changed_behind_the_books() {
    for (sql, named) in [
        (
            "UPDATE postings SET amount = amount + 1, book_amount = book_amount + 1 WHERE business = :business AND entry = 3 AND line = 0",
            "entry 3",
        ),
        ("UPDATE entries SET posted_on = '2026-05-09' WHERE business = :business AND number = 3", "entry 3"),
        ("UPDATE entry_texts SET text = 'Bribe' WHERE business = :business AND entry = 2", "entry 2"),
        ("DELETE FROM pocket_moves WHERE business = :business AND entry = 4", "entry 4"),
        ("DELETE FROM entries WHERE business = :business AND number = 2", "2 is missing"),
        (
            "UPDATE balances SET amount = amount + 1 WHERE business = :business AND month = 202605",
            "total kept for account",
        ),
        (
            "UPDATE pocket_balances SET amount = amount + 1 WHERE business = :business AND month = 202605",
            "total kept for pocket",
        ),
    ] {
        let problems = tampered(sql);
        assert!(problems.iter().any(|problem| problem.to_lowercase().contains(named)), "{sql}: {problems:?}");
    }
}
