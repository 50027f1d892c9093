//! What must always hold, sentence by sentence, and the tests that hold it. A test that is renamed or goes is missed here.
//!
//! Beside them two things look at all of it at once: `mainstay verify`, whose checks are the areas' own, and the random
//! lives of `simulate`, which ask it throughout: any command of the registry with made-up input, after which every check has
//! to hold, one by one as in bulk, in a file as on a server, and in what a crash at any moment leaves.

use std::{fs, path::Path};

/// A sentence, and where it is held: file and test.
const HELD: &[(&str, &[(&str, &str)])] = &[
    (
        "Transactions balance in each basis",
        &[
            ("areas/books/tests/statements.rs", "the_balance_sheet_balances_and_the_cash_flow_closes"),
            ("areas/books/tests/open_items.rs", "when_all_is_paid_both_bases_agree_to_the_cent"),
            ("areas/books/tests/chain.rs", "verify_names_what_was_changed_behind_the_books"),
        ],
    ),
    (
        "Kept balances equal sums",
        &[
            ("areas/books/tests/reports.rs", "balances_on_any_day_are_the_sum_of_what_was_posted_until_then"),
            ("areas/books/tests/chain.rs", "verify_names_what_was_changed_behind_the_books"),
        ],
    ),
    (
        "Pockets equal cash per currency",
        &[
            ("crates/ledger/src/pocket.rs", "no_cent_is_lost_and_no_cap_is_passed"),
            ("tests/simulate.rs", "random_lives_break_nothing_that_must_always_hold"),
        ],
    ),
    (
        "Line by line or in bulk gives the same books",
        &[
            ("areas/books/tests/bulk.rs", "line_by_line_and_in_bulk_give_the_same_books"),
            ("areas/bank/tests/pairing.rs", "the_same_pairs_whichever_statement_came_first"),
            ("tests/simulate.rs", "random_lives_break_nothing_that_must_always_hold"),
        ],
    ),
    (
        "An invoice's paid amount equals its payments",
        &[
            ("areas/books/tests/open_items.rs", "when_all_is_paid_both_bases_agree_to_the_cent"),
            ("areas/books/tests/open_items.rs", "a_payment_is_taken_back_and_the_item_is_open_again"),
        ],
    ),
    ("Stock value equals its lots", &[("areas/holdings/src/rules/lots_tests.rs", "cost_and_quantity_are_kept")]),
    (
        "The chain is unbroken",
        &[
            ("areas/books/tests/chain.rs", "verify_names_what_was_changed_behind_the_books"),
            (
                "areas/keep/tests/archives.rs",
                "an_archive_whose_books_do_not_hold_is_refused_although_its_sums_are_right",
            ),
        ],
    ),
    (
        "A statement imported twice adds nothing",
        &[
            ("areas/bank/tests/laws.rs", "any_overlapping_statements_give_the_whole"),
            ("tests/simulate.rs", "random_lives_break_nothing_that_must_always_hold"),
        ],
    ),
    (
        "No acknowledged write is lost by a crash",
        &[
            ("tests/kill.rs", "a_killed_import_is_whole_or_absent"),
            ("crates/store/tests/store/files.rs", "a_killed_writer_loses_nothing_it_acknowledged"),
            ("tests/archives.rs", "work_that_the_programs_end_cut_off_is_told_at_the_next_start"),
        ],
    ),
    (
        "No business reads another's rows",
        &[
            ("tests/tenants.rs", "no_business_of_a_file_reads_or_changes_anothers"),
            ("tests/tenants.rs", "no_business_of_a_host_reads_or_changes_anothers"),
        ],
    ),
    (
        "Everything moves between the engines as it is",
        &[
            ("areas/keep/tests/archives.rs", "a_business_moves_between_engines_with_its_books_and_chain"),
            ("tests/simulate.rs", "a_business_lives_the_same_on_either_engine"),
        ],
    ),
];

#[test]
fn every_sentence_of_what_must_always_hold_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (sentence, tests) in HELD {
        assert!(!tests.is_empty(), "{sentence}");
        for (file, test) in *tests {
            let text =
                fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{sentence}: {file}: {error}"));
            assert!(text.contains(&format!("fn {test}(")), "{sentence}: there is no test {test} in {file}");
        }
    }
}
