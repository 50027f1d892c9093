//! A business with books, and files that come in.

use arrive::{ArrivalPreview, ArrivalPreviewAnswer, ArriveLedger, ArrivedLedger, MappedAccount};
use base64::{Engine, engine::general_purpose::STANDARD};
use books::SetUpBooks;
use jiff::civil::{Date, date};
use kernel::{Failure, Founding, House, Registry, Settings, Who};
use store::Store;

/// The day the tests live in.
pub const TODAY: Date = date(2026, 5, 12);

pub fn house(store: Store) -> House {
    House::new(store, Registry::new(vec![books::area(), arrive::area()])).at(Some(TODAY))
}

/// Founds a business without an account of its own.
pub fn founded(house: &House, name: &str, country: &str) -> Who {
    let settings = Settings::defaults(name, country, date(2026, 1, 1));
    let first = SetUpBooks { accounts: Vec::new(), overhead_minor: None };
    Who::owner(house.found(&Founding { settings: &settings, first: &first }).unwrap())
}

pub fn mapped(account: &str, to: &str) -> MappedAccount {
    MappedAccount { account: account.into(), to: to.into(), name: None }
}

pub fn file(text: &str, mapping: &[MappedAccount]) -> ArriveLedger {
    ArriveLedger {
        file_name: "books.journal".into(),
        content: STANDARD.encode(text),
        mapping: mapping.to_vec(),
        ..ArriveLedger::default()
    }
}

pub fn preview(house: &House, who: &Who, text: &str, mapping: &[MappedAccount]) -> ArrivalPreviewAnswer {
    let asked = ArrivalPreview { content: STANDARD.encode(text), mapping: mapping.to_vec(), through: None };
    house.answer(who, &asked).unwrap()
}

pub fn bring(house: &House, who: &Who, text: &str, mapping: &[MappedAccount]) -> ArrivedLedger {
    house.perform(who, &file(text, mapping)).unwrap().0
}

/// The code with which a file is refused.
pub fn refused(house: &House, who: &Who, command: &ArriveLedger) -> (String, String) {
    match house.perform(who, command) {
        Err(Failure::Refused(refused)) => (refused.code.to_string(), refused.sentence.clone()),
        other => panic!("not refused: {:?}", other.map(|(outcome, _)| outcome.transactions)),
    }
}

/// Name and balance of every account that holds something, in its own currency.
pub fn held(house: &House, who: &Who) -> Vec<(String, i64)> {
    let answer = house.answer(who, &books::Balances::default()).unwrap();
    let mut held: Vec<_> = answer
        .accounts
        .into_iter()
        .filter(|line| line.balance_minor != 0)
        .map(|line| (line.account.name, line.balance_minor))
        .collect();
    held.sort();
    held
}

/// Nothing that must hold is broken.
pub fn holds(house: &House, who: &Who) {
    for check in house.verify(who).unwrap() {
        assert_eq!(check.found.problems, Vec::<String>::new(), "{}", check.name);
    }
}
