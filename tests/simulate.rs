//! Random lives, lived in part by every run of the tests: `mainstay simulate` lives as many as one asks for.

use mainstay::simulate::{Plan, Stop, simulate};

#[test]
fn random_lives_break_nothing_that_must_always_hold() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan { seed: 20261121, years: 2, businesses: 4, folder: folder.path().to_owned() };
    match simulate(&plan, |_| ()) {
        Ok(lived) => {
            assert_eq!(lived.business_years, 8);
            // A life in which nothing happened would hold everything too.
            assert!(lived.performed > 2_000, "{lived:?}");
            assert!(lived.lines > 2_000 && lived.crashes > 5 && lived.undone > 50, "{lived:?}");
        }
        Err(Stop::Violation(violation)) => panic!("{violation}"),
        Err(Stop::Folder(error)) => panic!("{error}"),
    }
}
