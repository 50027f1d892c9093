use arrive::{ArriveLedger, WithdrawArrival};
use jiff::civil::date;
use kernel::Query;

use crate::fixture::{bring, file, founded, held, holds, house, mapped, preview, refused};

const JOURNAL: &str = include_str!("fixtures/freelancer.journal");
const BEANCOUNT: &str = include_str!("fixtures/freelancer.beancount");
const GNUCASH: &str = include_str!("fixtures/gnucash.csv");

#[test]
fn a_journal_comes_in_with_the_totals_of_the_file() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        let looked = preview(&house, &who, JOURNAL, &[]);
        assert!(looked.ready, "{:?}", looked.accounts);
        assert_eq!((looked.new, looked.balances_stated, looked.balances_wrong.len()), (8, 2, 0));
        assert_eq!(held(&house, &who), [], "looking keeps nothing");
        let outcome = bring(&house, &who, JOURNAL, &[]);
        assert_eq!((outcome.transactions, outcome.duplicate), (8, 0));
        assert!(outcome.totals.iter().all(|total| total.file_minor == total.here_minor));
        assert!(outcome.totals.iter().all(|total| total.file_balance_minor == total.here_balance_minor));
        let held_now = held(&house, &who);
        for (name, minor) in [
            ("Checking", 4380_50),
            ("Savings", 1500_00),
            ("Card", -54_00),
            ("Wise", 200_00),
            ("Design", -3200_00),
            ("Software and subscriptions", 54_00),
            ("Rent", 500_00),
            ("Opening balance", -3500_00),
        ] {
            assert!(held_now.contains(&(name.to_owned(), minor)), "{name} {minor}: {held_now:?}");
        }
        holds(&house, &who);
        let again = bring(&house, &who, JOURNAL, &[]);
        assert_eq!((again.arrival, again.transactions, again.duplicate), (None, 0, 8));
        assert_eq!(held(&house, &who), held_now);
    });
}

#[test]
fn a_longer_file_of_the_same_books_adds_what_is_new() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        bring(&house, &who, JOURNAL, &[]);
        let longer =
            format!("{JOURNAL}\n2024-03-01 Studio rent\n    expenses:rent  $500.00\n    assets:bank:checking\n");
        let outcome = bring(&house, &who, &longer, &[]);
        assert_eq!((outcome.transactions, outcome.duplicate, outcome.opened), (1, 8, 0));
        let rent = outcome.totals.iter().find(|total| total.account_name == "Rent").unwrap();
        assert_eq!(
            (rent.file_minor, rent.file_balance_minor, rent.here_balance_minor),
            (500_00, Some(1000_00), Some(1000_00))
        );
        // Accounts that take nothing new are held against the file too.
        let design = outcome.totals.iter().find(|total| total.account_name == "Design").unwrap();
        assert_eq!((design.file_minor, design.here_balance_minor), (0, Some(-3200_00)));
        assert!(held(&house, &who).contains(&("Rent".to_owned(), 1000_00)));
        holds(&house, &who);
    });
}

#[test]
fn an_arrival_is_taken_back_whole_and_may_come_again() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        let outcome = bring(&house, &who, JOURNAL, &[]);
        let before = held(&house, &who);
        let withdraw = WithdrawArrival { arrival: outcome.arrival.unwrap() };
        let (taken, _) = house.perform(&who, &withdraw).unwrap();
        assert_eq!((taken.entries, taken.closed), (8, outcome.opened));
        assert_eq!(held(&house, &who), []);
        holds(&house, &who);
        bring(&house, &who, JOURNAL, &[]);
        assert_eq!(held(&house, &who), before);
        holds(&house, &who);
    });
}

#[test]
fn beancount_and_gnucash_come_in() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Atelier Berger", "DE");
        let outcome = bring(&house, &who, BEANCOUNT, &[]);
        assert_eq!(outcome.format, "beancount");
        // Shares are kept at what they cost.
        assert!(held(&house, &who).contains(&("Depot".to_owned(), 1000_00)));
        assert!(held(&house, &who).contains(&("Checking".to_owned(), 3891_50)));
        let who = founded(&house, "Calloway Clay", "US");
        bring(&house, &who, GNUCASH, &[]);
        assert!(held(&house, &who).contains(&("Checking Account".to_owned(), 1840_00)), "{:?}", held(&house, &who));
        holds(&house, &who);
    });
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_kept() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        let two = |rest: &str| format!("2024-01-05 x\n    assets:thing  {rest}\n    assets:bank\n");
        for (command, code, says) in [
            (file(&two("$5.00"), &[]), "accounts-to-map", "assets:thing"),
            (file(&two("5 EUR"), &[mapped("assets:thing", "other-asset")]), "accounts-to-map", "line 2 has EUR"),
            (file(&two("$5.001"), &[mapped("assets:thing", "bank")]), "accounts-to-map", "finer"),
            (file(&two("$5.00 = $6.00"), &[mapped("assets:thing", "bank")]), "balances-do-not-hold", "Line 2"),
            (file(&two("$5.00"), &[mapped("assets:other", "bank")]), "no-such-account-in-the-file", "assets:other"),
            (file(&two("$5.00"), &[mapped("assets:thing", "99999")]), "no-such-account", "99999"),
            (file("2024-01-05 x\n    a  $5\n    b  $4\n", &[]), "transaction-does-not-balance", "Line 1"),
            (
                file("2260-01-05 x\n    assets:bank:a  $5\n    assets:bank:b\n", &[]),
                "day-is-outside-the-books",
                "Line 1",
            ),
            (ArriveLedger { look_first: true, ..file(JOURNAL, &[]) }, "only-looked", ""),
            (ArriveLedger { content: "?".into(), ..file("", &[]) }, "not-base64", ""),
            (ArriveLedger { file_name: " ".into(), ..file(JOURNAL, &[]) }, "file-name-length", ""),
        ] {
            let (found, sentence) = refused(&house, &who, &command);
            assert_eq!(found, code, "{sentence}");
            assert!(sentence.contains(says), "{sentence}");
        }
        assert_eq!(held(&house, &who), []);
        // What is accepted, left out or ended comes in.
        let unproven = two("$5.00 = $6.00");
        let command = ArriveLedger { accept_unproven: true, ..file(&unproven, &[mapped("assets:thing", "bank")]) };
        assert_eq!(house.perform(&who, &command).unwrap().0.transactions, 1);
        let command = ArriveLedger {
            through: Some(date(2024, 1, 10)),
            ..file(JOURNAL, &[mapped("liabilities:card", "leave-out")])
        };
        let (outcome, _) = house.perform(&who, &command).unwrap();
        assert_eq!((outcome.transactions, outcome.left_out), (2, 6));
        holds(&house, &who);
    });
}

#[test]
fn texts_parties_notes_and_tags_come_along() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        bring(&house, &who, JOURNAL, &[]);
        let tags = house.answer(&who, &books::Tags::default()).unwrap();
        let names: Vec<_> = tags.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert!(names.contains(&"client: northlight") && names.contains(&"project: lobby"), "{names:?}");
        let entry = house.read(&who, |context| books::EntryDetail { entry: 2 }.answer(context)).unwrap();
        assert_eq!(entry.text, "Lobby identity, first half");
        assert_eq!(entry.party.as_deref(), Some("Northlight Hotels"));
    });
}

#[test]
fn what_is_earned_after_the_pockets_begin_is_divided() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        let text = "2026-02-01 Sale\n    assets:bank:checking  $100.00\n    income:design\n";
        assert_eq!(preview(&house, &who, text, &[]).divided, 1);
        bring(&house, &who, text, &[]);
        let pockets = house.answer(&who, &books::Pockets::default()).unwrap();
        assert!(pockets.pockets.iter().any(|one| one.pocket.role == "tax" && one.holds_minor > 0));
        holds(&house, &who);
    });
}

#[test]
fn an_arrived_entry_is_reversed_by_itself_and_the_rest_is_taken_back_without_it() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        let arrival = bring(&house, &who, JOURNAL, &[]).arrival.unwrap();
        let whole = held(&house, &who);
        let reverse = |entry| {
            let posted = house.perform(&who, &books::ReverseEntry { entry, on: None }).unwrap();
            posted.0.entry
        };
        // One is wrong and goes; another goes and is wanted back.
        reverse(2);
        let back = reverse(3);
        reverse(back);
        let balance =
            |name: &str| held(&house, &who).iter().find(|(known, _)| known == name).map_or(0, |(_, minor)| *minor);
        assert_eq!((balance("Design"), balance("Card")), (0, -54_00));
        house.perform(&who, &WithdrawArrival { arrival }).unwrap();
        assert_eq!(held(&house, &who), []);
        holds(&house, &who);
        bring(&house, &who, JOURNAL, &[]);
        assert_eq!(held(&house, &who), whole);
        holds(&house, &who);
    });
}

#[test]
fn what_was_booked_here_besides_the_file_is_shown_as_the_difference() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        bring(&house, &who, JOURNAL, &[]);
        let rent = house.answer(&who, &books::Balances::default()).unwrap().accounts;
        let id = |name: &str| rent.iter().find(|line| line.account.name == name).unwrap().account.id;
        let by_hand = format!(
            r#"{{"posted_on":"2024-01-20","text":"By hand","postings":[{{"account":{},"amount_minor":700}},{{"account":{},"amount_minor":-700}}]}}"#,
            id("Rent"),
            id("Checking")
        );
        let by_hand: books::PostEntry = serde_json::from_str(&by_hand).unwrap();
        house.perform(&who, &by_hand).unwrap();
        let longer =
            format!("{JOURNAL}\n2024-03-01 Studio rent\n    expenses:rent  $500.00\n    assets:bank:checking\n");
        let totals = bring(&house, &who, &longer, &[]).totals;
        let apart: Vec<_> = totals
            .iter()
            .filter(|total| total.file_balance_minor != total.here_balance_minor)
            .map(|total| {
                (total.account_name.as_str(), total.here_balance_minor.unwrap() - total.file_balance_minor.unwrap())
            })
            .collect();
        assert_eq!(apart.len(), 2);
        assert!(apart.contains(&("Rent", 7_00)) && apart.contains(&("Checking", -7_00)), "{apart:?}");
    });
}
