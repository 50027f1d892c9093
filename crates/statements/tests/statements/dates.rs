//! Dates as banks write them.

use statements::date::{DateOrder, DateProblem, parse, possible};

#[test]
fn dates_are_read_in_their_order() {
    use DateOrder::{DayMonthYear as Dmy, MonthDayYear as Mdy, YearMonthDay as Ymd};
    let rows: &[(&str, DateOrder, &str)] = &[
        ("2026-01-31", Ymd, "2026-01-31"),
        ("2012/3/22", Ymd, "2012-03-22"),
        ("31.01.2026", Dmy, "2026-01-31"),
        ("31.01.26", Dmy, "2026-01-31"),
        ("1/2/2026", Dmy, "2026-02-01"),
        ("1/2/2026", Mdy, "2026-01-02"),
        ("31-01-2026", Dmy, "2026-01-31"),
        ("20260131", Ymd, "2026-01-31"),
        ("20260131120000[0:GMT]", Ymd, "2026-01-31"),
        ("2017-04-25T03:15:53", Ymd, "2017-04-25"),
        ("2026-08-30 16:59:53 +0400", Ymd, "2026-08-30"),
        ("2021-09-06 6:11:59", Ymd, "2021-09-06"),
        ("01/31/2026 12:00 AM", Mdy, "2026-01-31"),
        ("07 Nov 2013", Dmy, "2013-11-07"),
        ("07-Nov-13", Mdy, "2013-11-07"),
        ("September 24, 2026", Ymd, "2026-09-24"),
        ("30 April, 2025", Dmy, "2025-04-30"),
        ("1. März 2024", Dmy, "2024-03-01"),
        ("3 févr. 2024", Dmy, "2024-02-03"),
        ("12 août 2024", Dmy, "2024-08-12"),
        ("Sat, 31 Jan 2026", Dmy, "2026-01-31"),
        ("29/02/2024", Dmy, "2024-02-29"),
        ("01/01/70", Dmy, "1970-01-01"),
        ("01/01/69", Dmy, "2069-01-01"),
    ];
    for (text, order, expected) in rows {
        assert_eq!(parse(text, *order).map(|date| date.to_string()), Ok((*expected).to_owned()), "{text}");
    }
}

#[test]
fn what_is_no_date_says_why() {
    let rows: &[(&str, DateProblem)] = &[
        ("", DateProblem::NotADate),
        ("31.02.2026", DateProblem::NotADate),
        ("29/02/2023", DateProblem::NotADate),
        ("00/00/2026", DateProblem::NotADate),
        ("01/01/0000", DateProblem::OutOfRange),
        ("31/12/9999", DateProblem::OutOfRange),
        ("31/12/1899", DateProblem::OutOfRange),
        ("01/01/2200", DateProblem::OutOfRange),
        ("12.50", DateProblem::NotADate),
        ("01/02/2026 coffee", DateProblem::NotADate),
        ("1/jui/2026", DateProblem::NotADate),
        ("12345678901", DateProblem::NotADate),
    ];
    for (text, problem) in rows {
        assert_eq!(parse(text, DateOrder::DayMonthYear), Err(*problem), "{text}");
    }
}

#[test]
fn a_text_names_the_orders_it_allows() {
    // Day first, month first, year first.
    for (text, expected) in [
        ("03/04/2026", [true, true, false]),
        ("13/04/2026", [true, false, false]),
        ("04/13/2026", [false, true, false]),
        ("2026-04-03", [false, false, true]),
        ("3 Apr 2026", [true, true, true]),
        ("hello", [false, false, false]),
    ] {
        assert_eq!(possible(text), expected, "{text}");
    }
}
