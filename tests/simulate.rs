//! Random lives, lived in part by every run of the tests: `mainstay simulate` lives as many as one asks for.

use mainstay::simulate::{Plan, Stop, simulate};

#[test]
fn random_lives_break_nothing_that_must_always_hold() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan { seed: 20261121, years: 2, businesses: 2, check_each: false, folder: folder.path().to_owned() };
    match simulate(&plan, |_| ()) {
        Ok(lived) => {
            assert_eq!(lived.business_years, 4);
            // A life in which nothing happened would hold everything too.
            assert!(lived.performed > 1_000, "{lived:?}");
            assert!(lived.lines > 1_000 && lived.crashes > 2 && lived.undone > 20, "{lived:?}");
        }
        Err(Stop::Violation(violation)) => panic!("{violation}"),
        Err(Stop::Folder(error)) => panic!("{error}"),
    }
}
