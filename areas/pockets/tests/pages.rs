//! The pages: of an empty business, of one at its start, of one with years behind it; and what was typed is harmless.

use jiff::civil::date;
use kernel::{RefusalKind, Refused};
use store::testing::each_engine;
use ui::RefusedForm;

use crate::fixture::{Business, TODAY};

/// What can be asked of these pages, whatever is in the books.
const ADDRESSES: [&str; 20] = [
    "/",
    "/?open=free",
    "/?open=month",
    "/?open=tax",
    "/?open=nonsense",
    "/pockets",
    "/pockets?on=2026-04-12",
    "/pockets?on=9999-99-99",
    "/pockets?do=move",
    "/pockets?do=move&from=x&to=-1&minor=99999999999999999999",
    "/pockets?do=divide",
    "/pockets?do=shares",
    "/pockets?do=nonsense",
    "/pockets?do=job-costs",
    "/pockets?do=move&currency=XYZ",
    "/pockets/transfers",
    "/pockets/transfers?do=homes",
    "/pockets/transfers?do=homes&currency=XYZ&pocket=x",
    "/pockets/transfers?file=latest",
    "/pockets/transfers?file=99999999&before=x",
];

#[test]
fn every_page_shows_whatever_is_in_the_books() {
    each_engine(|store| {
        let business = Business::with_years(store);
        for address in ADDRESSES {
            let page = business.page(address).unwrap();
            assert!(page.contains("<h1>") && !page.contains("NaN"), "{address}: {page}");
        }
        for (role, shown) in
            [("running-costs", "Rent of the studio"), ("tax", "30% of the deposit"), ("unassigned", "SQ *BLUE RIDGE")]
        {
            let page = business.page(&format!("/pockets/{}", business.pocket(role))).unwrap();
            assert!(page.contains(shown), "{role}: {page}");
        }
    });
}

#[test]
fn an_empty_business_and_one_at_its_start_are_taught() {
    each_engine(|store| {
        let business = Business::founded(store, TODAY, 0);
        for address in ADDRESSES {
            business.page(address).unwrap();
        }
        assert!(business.page("/").unwrap().contains("Bring in a statement"));
        assert!(business.page("/pockets").unwrap().contains("Bring in a statement"));
    });
    each_engine(|store| {
        let business = Business::founded(store, TODAY, 17764_36);
        let page = business.page("/").unwrap();
        assert!(page.contains("$17,764.36 is in no pocket yet.") && page.contains("/pockets?do=divide"), "{page}");
        let page = business.page("/pockets?do=divide").unwrap();
        // A month of the stated overhead first; what is left is buffer.
        assert!(page.contains("value=\"1,500.00\"") && page.contains("value=\"16,264.36\""), "{page}");
    });
}

#[test]
fn what_was_typed_is_shown_as_it_was_typed_and_never_runs() {
    each_engine(|store| {
        let business = Business::with_years(store);
        let pocket = business.pocket("profit");
        for address in ["/".to_owned(), format!("/pockets/{pocket}")] {
            let page = business.page(&address).unwrap();
            assert!(
                page.contains("Workshop &lt;i&gt;&amp; kiln&lt;/i&gt;") && !page.contains("<i>&"),
                "{address}: {page}"
            );
        }
        let refused =
            Refused::new("amount-is-not-positive", RefusalKind::Invalid, "Too <small>.".into()).at("amount_minor");
        let values = vec![
            ("amount_minor".to_owned(), "\"><script>".to_owned()),
            ("text".to_owned(), "why <b>not</b>".to_owned()),
        ];
        let form = RefusedForm { command: "move-money".into(), refused, values };
        let page = business.page_after("/pockets", Some(form)).unwrap();
        assert!(
            page.contains("Too &lt;small&gt;.")
                && page.contains("why &lt;b&gt;not&lt;/b&gt;")
                && !page.contains("<script>\""),
            "{page}"
        );
    });
}

#[test]
fn a_pocket_that_is_not_there_is_not_found() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 0);
        for address in ["/pockets/999999", "/pockets/x", "/pockets/-1"] {
            assert_eq!(business.page(address).unwrap_err().said().kind, RefusalKind::NotFound, "{address}");
        }
    });
}
