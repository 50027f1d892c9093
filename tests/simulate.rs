//! Random lives, lived in part by every run of the tests: `mainstay simulate` lives as many as one asks for.

use kernel::House;
use mainstay::{
    simulate::{Lived, Plan, Stop, simulate},
    wiring,
};
use store::testing::PostgresDatabase;

fn lived(plan: &Plan) -> Lived {
    match simulate(plan, |_| ()) {
        Ok(lived) => lived,
        Err(Stop::Violation(violation)) => panic!("{violation}"),
        Err(Stop::Folder(error)) => panic!("{error}"),
    }
}

#[test]
fn random_lives_break_nothing_that_must_always_hold() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_owned();
    let lived = lived(&Plan { seed: 20261121, years: 1, businesses: 2, check_each: false, server: None, folder });
    assert_eq!(lived.business_years, 2);
    // A life in which nothing happened would hold everything too.
    assert!(lived.performed > 1_000 && lived.lines > 1_000, "{lived:?}");
    assert!(lived.crashes > 0 && lived.undone > 20 && lived.moves == 2, "{lived:?}");
}

#[test]
fn a_business_lives_the_same_on_either_engine() {
    let database = PostgresDatabase::new();
    let server = Some(House::new(database.connect(), wiring::registry()));
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_owned();
    let lived = lived(&Plan { seed: 7, years: 1, businesses: 2, check_each: false, server, folder });
    assert_eq!((lived.business_years, lived.moves), (2, 4), "{lived:?}");
}
