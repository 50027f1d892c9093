//! The pages of the books: of empty books, of books with two years in them; and what was typed is harmless.

use books::{Draft, DraftPosting, Source, SplitOf};
use jiff::civil::date;
use kernel::{Command, Context, Failure, RefusalKind, Refused, Undo, UndoKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::testing::each_engine;
use ui::{Frame, PageEntry, PageRequest, RefusedForm};

use crate::{Business, TODAY};

impl Business {
    /// The page at an address, as it is rendered for the owner, after a form of it was refused or not.
    fn page(&self, address: &str, refused: Option<RefusedForm>) -> Result<String, Failure> {
        self.answer(address, refused).map(|page| ui::page(&Frame::default(), page).into_string())
    }

    /// The file at an address.
    fn file(&self, address: &str) -> String {
        self.answer(address, None).unwrap().file.unwrap_or_else(|| panic!("no file at {address}")).text
    }

    fn answer(&self, address: &str, refused: Option<RefusedForm>) -> Result<ui::Page, Failure> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let query = pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let entries = books::pages::pages();
        let (entry, parts) =
            entries.iter().find_map(|entry| found(entry, path)).unwrap_or_else(|| panic!("no page at {path}"));
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

/// A line of a bank statement that nobody has sorted yet, as the bank's area posts it.
#[derive(Serialize, Deserialize, JsonSchema)]
struct WaitingLine {
    bank: i64,
    to_sort: i64,
}

impl Command for WaitingLine {
    const NAME: &'static str = "waiting-line";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &[];
    type Outcome = i64;

    fn about() -> String {
        "A line that waits.".into()
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        let draft = Draft {
            posted_on: date(2026, 2, 9),
            text: "Card payment".into(),
            note: String::new(),
            party: None,
            source: Source::of("bank-line", 1),
            postings: vec![DraftPosting::new(self.bank, 77_00), DraftPosting::new(self.to_sort, -77_00)],
            split: SplitOf::ByRule,
        };
        books::post(context, draft)
    }

    fn sentence(&self, _: &i64) -> String {
        "It waits.".into()
    }

    fn undo(&self, _: &i64) -> Undo {
        Undo::None { reason: "A test.".into() }
    }
}

fn found<'a>(entry: &'a PageEntry, path: &str) -> Option<(&'a PageEntry, Vec<(String, String)>)> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (entry.path.split('/').collect(), path.split('/').collect());
    let mut parts = Vec::new();
    for (wanted, given) in wanted.iter().zip(&given) {
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => parts.push((name.to_owned(), (*given).to_owned())),
            None if wanted == given => {}
            None => return None,
        }
    }
    (wanted.len() == given.len()).then_some((entry, parts))
}

const ADDRESSES: [&str; 62] = [
    "/books",
    "/books?by=whole&period=last-tax-year",
    "/books?period=2020..2026&by=month",
    "/books?open=12c.0.20260512&save=1",
    "/books/balance-sheet",
    "/books/balance-sheet?period=2026-q1&by=month&basis=accrual",
    "/books/balance-sheet?open=equity.0.20260512",
    "/books/balance-sheet?open=year.20260101.20260512",
    "/books/cash-flow",
    "/books/cash-flow?by=quarter&open=operating.202505.202604",
    "/books/cash-flow?from=2026-01-15&through=2026-02-14",
    "/books/cash-flow?save=1",
    "/reports",
    "/books/journal",
    "/books/journal?period=2020..2026&text=shooting&source=hand&corrections=1",
    "/books/journal?account=1&tag=9&after=2026-01-01.4",
    "/books/journal?from=nonsense&after=nonsense&account=x&basis=accrual",
    "/books/profit/by/client",
    "/books/profit/by/project?basis=accrual&across=channel",
    "/books/profit/by/offer?across=offer&open=in.0",
    "/books/profit/by/channel?period=this-tax-year&open=profit.999",
    "/books/profit/by/client?period=2020..2026&open=profit.0",
    "/books?by=quarter",
    "/books?by=year&basis=accrual",
    "/books?from=2026-01&through=2026-05",
    "/books?from=2026-05&through=2026-01",
    "/books?from=nonsense&through=9999-12",
    "/books?from=0001-01&through=0001-02&by=year",
    "/books?open=profit.202602",
    "/books?open=in.202505.202604&by=quarter",
    "/books?open=nonsense.1.2",
    "/books/accounts",
    "/books/dimensions",
    "/books/proof",
    "/books/proof?from=2020-01-01&through=nonsense",
    "/inbox",
    "/books/tags",
    "/books/tags?tag=nonsense",
    "/books/accounts?add=account",
    "/books/accounts?add=category",
    "/books/post?rows=9999",
    "/books/balances",
    "/enter",
    "/enter/takings",
    "/enter/refund",
    "/enter/loan",
    "/enter/grant",
    "/enter/insurance",
    "/enter/own-money-in",
    "/enter/equipment-left",
    "/enter/purchase",
    "/enter/shared-cost",
    "/enter/equipment",
    "/enter/loan-instalment",
    "/enter/tax",
    "/enter/own-money-out",
    "/enter/cash",
    "/enter/transfer",
    "/enter/mileage",
    "/enter/depreciation",
    "/enter/correction",
    "/books/balances?on=2025-02-29&basis=accrual",
];

fn filled(store: store::Store) -> Business {
    let business = Business::new(store);
    for (on, amount) in [
        (date(2024, 3, 4), 900_00),
        (date(2025, 3, 4), 1000_00),
        (date(2025, 8, 4), 200_00),
        (date(2026, 2, 4), 1234_50),
    ] {
        business.post(on, "Shooting <b>& prints</b>", &[("Checking", amount), ("sales-services", -amount)]).unwrap();
        business.post(on, "=1+1", &[("Checking", -100_00), ("rent", 100_00)]).unwrap();
    }
    business
}

#[test]
fn every_page_shows_empty_books_and_full_ones() {
    each_engine(|store| {
        let business = Business::of(store, |settings| settings.name = "<script>alert(1)</script>".into());
        for address in ADDRESSES {
            business.page(address, None).unwrap();
        }
    });
    each_engine(|store| {
        let business = filled(store);
        for address in ADDRESSES {
            let page = business.page(address, None).unwrap();
            assert!(page.contains("<h1>") && !page.contains("NaN") && !page.contains("<b>&"), "{address}: {page}");
        }
    });
}

#[test]
fn profit_and_loss_says_what_was_earned_and_opens_it() {
    each_engine(|store| {
        let business = filled(store);
        let services = business.account("sales-services");
        let page = business.page("/books", None).unwrap();
        // August 2025 and February 2026 lie in the twelve full months before May 2026.
        assert!(page.contains("$1,235 ") && page.contains("profit in twelve months"), "{page}");
        assert!(page.contains(&format!("href=\"?open={services}.202602\"")), "{page}");
        let page = business.page(&format!("/books?open={services}.202602"), None).unwrap();
        assert!(page.contains("Where this number comes from") && page.contains("$1,234.50"), "{page}");
        assert!(page.contains("Shooting &lt;b&gt;&amp; prints&lt;/b&gt;") && page.contains("class=\"op\""), "{page}");
        let page = business.page("/books?by=year", None).unwrap();
        assert!(page.contains("2024/25") && page.contains("2025/26"), "{page}");
        let file = business.file("/books?csv=1");
        assert!(file.contains("\"Services\",\"part\"") && file.contains(",1234.50,"), "{file}");
    });
}

#[test]
fn what_waits_to_be_sorted_is_named_as_not_in_the_number() {
    each_engine(|store| {
        let business = filled(store);
        let services = business.account("sales-services");
        let address = format!("/books?open={services}.202602");
        assert!(!business.page(&address, None).unwrap().contains("Not in this number"));
        let line = WaitingLine { bank: business.account("Checking"), to_sort: business.account("to-sort") };
        business.house.perform(&business.who, &line).unwrap();
        let page = business.page(&address, None).unwrap();
        assert!(page.contains("Not in this number") && page.contains("77.00"), "{page}");
    });
}

#[test]
fn an_account_an_entry_and_its_reversal_are_shown() {
    each_engine(|store| {
        let business = filled(store);
        let checking = business.account("Checking");
        let wrong = business.post(TODAY, "Typed twice", &[("Checking", 5_00), ("sales-goods", -5_00)]).unwrap();
        business.run("reverse-entry", json!({ "entry": wrong })).unwrap();
        let page = business.page(&format!("/books/accounts/{checking}"), None).unwrap();
        assert!(!page.contains("Typed twice") && page.contains("Shooting"), "{page}");
        // In the file, a text that begins like a formula is disarmed.
        let file = business.file(&format!("/books/accounts/{checking}?csv=1"));
        assert!(file.contains("\"'=1+1\""), "{file}");
        let page = business.page(&format!("/books/accounts/{checking}?corrections=1"), None).unwrap();
        assert!(page.contains("Typed twice") && page.contains(&format!("corrected by entry {}", wrong + 1)), "{page}");
        let page = business.page(&format!("/books/entries/{wrong}"), None).unwrap();
        assert!(
            page.contains(&format!("/books/entries/{}", wrong + 1)) && !page.contains("/do/reverse-entry"),
            "{page}"
        );
        let page = business.page(&format!("/books/entries/{}", wrong - 1), None).unwrap();
        assert!(page.contains("/do/reverse-entry"), "{page}");
    });
}

#[test]
fn a_refused_form_keeps_what_was_typed_and_says_what_is_wrong_at_its_field() {
    each_engine(|store| {
        let business = filled(store);
        let refused = Refused::new("unreadable-field", RefusalKind::Invalid, "No amount <here>.".into())
            .at("postings[3].amount_minor");
        let value = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let values = vec![
            value("text", "Half \"done\""),
            value("postings[3][account]", "7"),
            value("postings[3][amount_minor]", "12,x"),
        ];
        let form = RefusedForm { command: "post-entry".into(), refused, values };
        let page = business.page("/books/post", Some(form)).unwrap();
        assert!(page.contains("value=\"12,x\"") && page.contains("Half &quot;done&quot;"), "{page}");
        assert!(page.contains("id=\"amount-3-e\">No amount &lt;here&gt;.") && page.contains("aria-invalid"), "{page}");
    });
}

#[test]
fn what_is_not_there_is_not_found() {
    each_engine(|store| {
        let business = Business::new(store);
        for address in ["/books/accounts/999999", "/books/accounts/x", "/books/entries/999999", "/books/entries/-1"] {
            assert_eq!(business.page(address, None).unwrap_err().said().kind, RefusalKind::NotFound, "{address}");
        }
    });
}

#[test]
fn the_start_asks_for_what_is_missing_and_shows_what_was_given() {
    each_engine(|store| {
        let business = Business::of(store, |settings| {
            settings.starts_on = date(2026, 4, 1);
            settings.charges_tax_since = Some(date(2025, 1, 1));
        });
        let page = business.page("/begin", None).unwrap();
        assert!(
            page.contains("Profit of this year lacks January to March.") && page.contains("There was none"),
            "{page}"
        );
        for kind in books::OpeningKind::ALL {
            let page = business.page(&format!("/begin?add={}", kind.as_str()), None).unwrap();
            assert!(page.contains("name=\"amount_minor\"") && page.contains("/do/add-opening-item"), "{kind:?}");
        }
        let services = business.account("sales-services");
        let invoice = json!({ "kind": "open-invoice", "party": "Northlight <Hotels>", "number": "2025-014",
            "dated_on": "2025-12-01", "amount_minor": 1234_50, "parts": [{ "category": services, "tax_minor": 34_50 }] });
        let done = business.run("add-opening-item", invoice).unwrap();
        let page = business.page("/begin", None).unwrap();
        assert!(page.contains("Invoice 2025-014 to Northlight &lt;Hotels&gt;") && page.contains("1,234.50"), "{page}");
        let change = business.page(&format!("/begin?change={}", done.outcome["item"]), None).unwrap();
        for field in ["given[party]", "given[parts][0][category]", "given[parts][0][tax_minor]"] {
            assert!(change.contains(&format!("name=\"{field}\"")), "{field}");
        }
        assert!(change.contains("value=\"34.50\"") && change.contains("/do/remove-opening-item"), "{change}");
        let refused = Refused::new("field-is-needed", RefusalKind::Invalid, "Say who.".into()).at("party");
        let values = vec![("kind".to_owned(), "open-bill".to_owned()), ("number".to_owned(), "R 9".to_owned())];
        let form = RefusedForm { command: "add-opening-item".into(), refused, values };
        let page = business.page("/begin", Some(form)).unwrap();
        assert!(page.contains("Say who.") && page.contains("value=\"R 9\""), "{page}");
    });
}
