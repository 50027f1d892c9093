//! A business with books.

use books::{NewAccount, SetUpBooks};
use jiff::civil::{Date, date};
use kernel::{Call, Founding, House, Registry, Settings, Who};
use ledger::AccountKind;
use serde_json::value::RawValue;
use store::Store;

/// The day the tests live in.
pub const TODAY: Date = date(2026, 5, 12);

pub fn house(store: Store) -> House {
    House::new(store, Registry::new(vec![books::area(), keep::area()])).at(Some(TODAY))
}

/// Founds a business and posts some entries.
pub fn founded(house: &House, name: &str, entries: i64) -> Who {
    let settings = Settings::defaults(name, "DE", date(2026, 1, 1));
    let account = NewAccount {
        name: "Girokonto".into(),
        kind: AccountKind::Bank,
        currency: None,
        opening_minor: 1_000_00,
        opening_book_minor: None,
        opened_on: None,
    };
    let first = SetUpBooks { accounts: vec![account], overhead_minor: None };
    let who = Who::owner(house.found(&Founding { settings: &settings, first: &first }).unwrap());
    post(house, &who, entries);
    who
}

/// Posts entries, each a sale of another amount.
pub fn post(house: &House, who: &Who, entries: i64) {
    let ids = house
        .read(who, |context| {
            let known = books::accounts(context)?;
            let of = |wanted: &dyn Fn(&&books::Account) -> bool| known.iter().find(wanted).unwrap().id;
            Ok::<_, kernel::Failure>((
                of(&|account| account.name == "Girokonto"),
                of(&|account| account.role.starts_with("sales")),
            ))
        })
        .unwrap();
    for number in 0..entries {
        let amount = 100 + number;
        let input = serde_json::json!({
            "posted_on": "2026-03-01", "text": format!("Verkauf „{number}“ – naïve \\ \"x\""),
            "postings": [{ "account": ids.0, "amount_minor": amount }, { "account": ids.1, "amount_minor": -amount }],
        });
        let input = RawValue::from_string(input.to_string()).unwrap();
        house.run(who, Call { command: "post-entry", input: &input, key: None }).unwrap();
    }
}

/// Everything of a business as an archive.
pub fn archive(house: &House, who: &Who) -> Vec<u8> {
    let mut bytes = Vec::new();
    let formats = house.registry().areas.iter().flat_map(|area| &area.exports);
    let write = formats.filter(|export| export.format == "archive").map(|export| export.write).next().unwrap();
    house.read(who, |context| write(context, &mut bytes)).map_err(|_: kernel::slots::ExportFailure| "written").unwrap();
    bytes
}
