//! A business to look at: empty, or with a year behind it.

use books::{DivideCash, DivideCashPart, NewAccount, SetUpBooks};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use kernel::{Call, Done, Failure, Founding, House, Registry, Settings, Who};
use ledger::AccountKind;
use serde_json::{Value, value::RawValue};
use store::Store;
use ui::{Frame, Page, PageEntry, PageRequest, RefusedForm};

/// The day the tests live in.
pub const TODAY: Date = date(2026, 5, 12);

/// A business.
pub struct Business {
    house: House,
    who: Who,
}

impl Business {
    /// Founded on a day, with a current account that holds an amount.
    pub fn founded(store: Store, starts_on: Date, opening_minor: i64) -> Business {
        Business::founded_in(store, "US", starts_on, opening_minor)
    }

    /// The same in another country.
    pub fn founded_in(store: Store, country: &str, starts_on: Date, opening_minor: i64) -> Business {
        let house = House::new(store, Registry::new(vec![books::area(), pockets::area()])).at(Some(TODAY));
        let mut settings = Settings::defaults("Calloway Clay", country, starts_on);
        settings.language = "en".into();
        let account = |name: &str, kind, opening_minor| NewAccount {
            name: name.into(),
            kind,
            currency: None,
            opening_minor,
            opening_book_minor: None,
            opened_on: None,
        };
        let accounts = vec![
            account("Checking ··4821", AccountKind::Bank, opening_minor),
            account("Card ··7710", AccountKind::Card, 0),
        ];
        let first = SetUpBooks { accounts, overhead_minor: Some(1500_00) };
        let business = house.found(&Founding { settings: &settings, first: &first }).unwrap();
        Business { house, who: Who::owner(business) }
    }

    /// With two years and some months of a ceramicist who also consults, its start's cash divided.
    pub fn with_years(store: Store) -> Business {
        let business = Business::founded(store, date(2024, 1, 1), 6000_00);
        let parts = [("tax", 1500_00), ("owners-pay", 1500_00), ("running-costs", 1500_00), ("buffer", 1500_00)];
        let parts =
            parts.map(|(role, amount_minor)| DivideCashPart { pocket: business.pocket(role), amount_minor }).to_vec();
        business
            .house
            .perform(&business.who, &DivideCash { parts, currency: None, on: Some(date(2024, 1, 1)) })
            .unwrap();
        let mut month = date(2024, 1, 1);
        let mut number: i64 = 0;
        while month <= TODAY {
            number += 1;
            // A wave over the year, thin in August and January.
            let season = [62, 90, 85, 96, 100, 92, 80, 55, 98, 104, 101, 94][(month.month() - 1) as usize];
            let on = |day: i32| month.checked_add((day - 1).days()).unwrap();
            let post = |day: i32, text: &str, party: Option<&str>, rows: &[(&str, i64)]| {
                if on(day) <= TODAY {
                    business.post(on(day), text, party, rows);
                }
            };
            post(
                3,
                "Retainer",
                Some("Northlight Hotels"),
                &[("Checking ··4821", 2400_00), ("sales-services", -2400_00)],
            );
            post(
                4,
                "Rent of the studio",
                Some("Foundry Street Studios"),
                &[("Checking ··4821", -980_00), ("rent", 980_00)],
            );
            post(
                5,
                "Orders of the shop",
                Some("Shopify"),
                &[("Checking ··4821", 18_20 * season), ("sales-goods", -(18_20 * season))],
            );
            post(
                6,
                "Clay and glazes",
                Some("Highwater Supply"),
                &[("Card ··7710", -(4_10 * season)), ("materials", 4_10 * season)],
            );
            post(
                7,
                "Power",
                Some("Duke Energy"),
                &[("Checking ··4821", -(1_10 * season + number)), ("utilities", 1_10 * season + number)],
            );
            post(9, "Google Workspace", Some("Google"), &[("Card ··7710", -14_40), ("software", 14_40)]);
            post(
                10,
                "Workshop <i>& kiln</i>",
                None,
                &[("Checking ··4821", 9_60 * season), ("sales-courses", -(9_60 * season))],
            );
            post(
                14,
                "Final payment",
                Some("Tallow & Thyme"),
                &[("Checking ··4821", 21_50 * season), ("sales-services", -(21_50 * season))],
            );
            post(
                20,
                "Card payment",
                None,
                &[("Checking ··4821", -(4_10 * season + 14_40)), ("Card ··7710", 4_10 * season + 14_40)],
            );
            post(25, "Owner's pay", None, &[("Checking ··4821", -3200_00), ("owners-pay", 3200_00)]);
            if month.month() % 3 == 1 {
                post(15, "Estimated tax", Some("IRS"), &[("Checking ··4821", -4300_00), ("owner-income-tax", 4300_00)]);
                post(16, "Insurance", Some("Hiscox"), &[("Checking ··4821", -310_00), ("insurance", 310_00)]);
            }
            month = month.checked_add(1.month()).unwrap();
        }
        business.post(
            date(2026, 5, 11),
            "SQ *BLUE RIDGE KILN SUPP",
            None,
            &[("Checking ··4821", -184_37), ("to-sort", 184_37)],
        );
        business
    }

    /// Runs a command.
    /// The same business on a later day.
    pub fn on(&self, day: Date) -> Business {
        Business { house: self.house.clone().at(Some(day)), who: self.who.clone() }
    }

    pub fn run(&self, command: &str, input: Value) -> Result<Done, Failure> {
        let input = RawValue::from_string(input.to_string()).unwrap();
        self.house.run(&self.who, Call { command, input: &input, key: None })
    }

    /// Asks a query.
    pub fn ask(&self, query: &str, parameters: Value) -> Value {
        self.house.ask(&self.who, query, &parameters.to_string()).unwrap()
    }

    /// The id of the account with that role or name.
    pub fn account(&self, named: &str) -> i64 {
        self.house
            .read(&self.who, |context| {
                let known = books::accounts(context)?;
                let found = known.iter().find(|account| account.role == named || account.name == named);
                Ok::<_, Failure>(found.unwrap_or_else(|| panic!("no account {named}")).id)
            })
            .unwrap()
    }

    /// The id of the pocket with that role.
    pub fn pocket(&self, role: &str) -> i64 {
        self.house
            .read(&self.who, |context| Ok::<_, Failure>(books::pocket_of_role(context, role)?.unwrap().id))
            .unwrap()
    }

    /// Posts amounts (account named, minor units; debit positive) on a day: by hand, or as a line of a statement where
    /// the account is *to sort*, which takes nothing from a hand.
    pub fn post(&self, posted_on: Date, text: &str, party: Option<&str>, rows: &[(&str, i64)]) -> i64 {
        let waits = rows.iter().any(|(named, _)| *named == "to-sort");
        let rows = rows.iter().map(|(named, amount_minor)| (self.account(named), *amount_minor)).collect();
        let line = PostLine { posted_on, text: text.into(), party: party.map(String::from), rows, waits };
        self.house.perform(&self.who, &line).unwrap().0
    }

    /// The page at an address, as it is rendered for the owner.
    pub fn page(&self, address: &str) -> Result<String, Failure> {
        self.page_after(address, None)
    }

    /// The same after a form of it was refused.
    pub fn page_after(&self, address: &str, refused: Option<RefusedForm>) -> Result<String, Failure> {
        let page = self.render(address, refused)?;
        Ok(ui::page(&Frame { business_name: "Calloway Clay".into(), ..Frame::default() }, page).into_string())
    }

    /// The page alone, to be put into a frame.
    pub fn render(&self, address: &str, refused: Option<RefusedForm>) -> Result<Page, Failure> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect();
        let entries: Vec<PageEntry> = books::pages::pages().into_iter().chain(pockets::pages()).collect();
        let (entry, parts) = entries
            .iter()
            .find_map(|entry| parts(entry.path, path).map(|parts| (entry, parts)))
            .unwrap_or_else(|| panic!("no page at {path}"));
        self.house.read(&self.who, |context| {
            (entry.render)(&mut PageRequest {
                context,
                path: parts,
                query,
                address: address.to_owned(),
                refused,
                previewed: None,
            })
        })
    }
}

fn parts(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let mut parts = Vec::new();
    for (wanted, given) in pattern.iter().zip(&path) {
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => parts.push((name.to_owned(), (*given).to_owned())),
            None if wanted == given => {}
            None => return None,
        }
    }
    (pattern.len() == path.len()).then_some(parts)
}

/// An entry, of a hand or of a bank line.
#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct PostLine {
    posted_on: Date,
    text: String,
    party: Option<String>,
    rows: Vec<(i64, i64)>,
    waits: bool,
}

impl kernel::Command for PostLine {
    const NAME: &'static str = "post-for-a-test";
    const UNDO: kernel::UndoKind = kernel::UndoKind::None;
    const REFUSALS: &'static [&'static str] = &[];
    type Outcome = i64;

    fn about() -> String {
        "Post an entry.".into()
    }

    fn perform(&self, context: &mut kernel::Context) -> Result<i64, Failure> {
        let party = match &self.party {
            Some(name) => books::party_named(context, name)?,
            None => None,
        };
        let postings = self.rows.iter().map(|(account, amount)| books::DraftPosting::new(*account, *amount)).collect();
        let draft = books::Draft {
            posted_on: self.posted_on,
            text: self.text.clone(),
            note: String::new(),
            party,
            source: if self.waits { books::Source::of("bank-line", 1) } else { books::Source::HAND },
            postings,
            split: books::SplitOf::ByRule,
        };
        books::post(context, draft)
    }

    fn sentence(&self, _: &i64) -> String {
        "Posted a line.".into()
    }

    fn undo(&self, _: &i64) -> kernel::Undo {
        kernel::Undo::None { reason: "Only a test posts it.".into() }
    }
}
