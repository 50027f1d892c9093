//! What a file leaves open is asked, and the answer is remembered.

use statements::date::DateOrder;
use statements::{
    AmountColumns, ColumnsByHand, Delimiter, Meaning, Question, ReadError, ReadOptions, by_hand, signature, sniff,
};

use crate::{lines, read};

#[test]
fn an_open_file_asks() {
    let rows: &[(&str, &[Question])] = &[
        (include_str!("../fixtures/date_order_open.csv"), &[Question::DateOrder { example: "03/04/2026".to_owned() }]),
        (include_str!("../fixtures/no_header_in_or_out.csv"), &[Question::InOrOut { first: 3, second: 4 }]),
        (
            "date,description,amount\n2026-01-31,Print,1.250\n2026-02-01,Frame,2.500\n",
            &[Question::DecimalMark { example: "1.250".to_owned() }],
        ),
        ("2026-01-31;Print;12.50\n2026-02-01;Frame;13.50\n", &[Question::Direction { column: 2 }]),
        // Sales, or what a card paid: three amounts without a sign are not taken for money in.
        (
            "date,text,amount\n2026-01-31,a,5.00\n2026-02-01,b,6.00\n2026-02-02,c,7.00\n",
            &[Question::Direction { column: 2 }],
        ),
        ("date,text,debit,credit\n2026-01-31,a,5.00,\n2026-01-31,b,-5.00,\n", &[Question::Direction { column: 2 }]),
        (
            "date,text,figure one,figure two\n2026-01-31,a,5.00,7.00\n2026-01-31,b,5.50,8.00\n",
            &[Question::AmountColumn],
        ),
    ];
    for (text, expected) in rows {
        match read(text) {
            Err(ReadError::Ambiguous { questions }) => assert_eq!(questions, *expected, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn the_content_answers_where_it_can() {
    // (file, date of the first line)
    let rows: &[(&str, &str)] = &[
        ("Date,Description,Amount\n03/04/2026,a,-3.50\n15/04/2026,b,2.00\n", "2026-04-03"),
        ("Date,Description,Amount\n03/04/2026,a,-3.50\n03/15/2026,b,2.00\n", "2026-03-04"),
        ("Datum;Text;Betrag\n03.04.2026;a;-3,50\n", "2026-04-03"),
        ("Date;Text;Amount\n03/04/2026;a;-3,50\n", "2026-04-03"),
        ("Date,Text,Amount\n05/05/2026,a,-3.50\n", "2026-05-05"),
        // Sorted as days of spring; as months they would jump to and fro.
        (
            "Date,Text,Amount\n05/03/2026,a,-1.00\n07/03/2026,b,1.00\n01/04/2026,c,1.00\n08/04/2026,d,1.00\n02/05/2026,e,1.00\n",
            "2026-03-05",
        ),
    ];
    for (text, expected) in rows {
        let statement = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(lines(&statement)[0].0, *expected, "{text}");
    }
}

#[test]
fn an_answer_reads_the_file_and_the_next_one_of_the_bank() {
    let first = include_str!("../fixtures/date_order_open.csv");
    let mut mapping = sniff(first.as_bytes(), &ReadOptions::default()).unwrap().mapping;
    mapping.date_order = DateOrder::MonthDayYear;
    let options = ReadOptions { mapping: Some(mapping), ..ReadOptions::default() };
    let statement = statements::read(first.as_bytes(), &options).unwrap();
    assert_eq!(lines(&statement)[0].0, "2026-03-04");

    let next = "Exported for you\n\nDate,Description,Amount\n06/07/2026,Tea,-2.00\n";
    assert_eq!(signature(first.as_bytes()), signature(next.as_bytes()));
    let statement = statements::read(next.as_bytes(), &options).unwrap();
    assert_eq!(lines(&statement), [("2026-06-07".to_owned(), -200, "Tea".to_owned())]);

    let other = "Day,What,How much\n06/07/2026,Tea,-2.00\n";
    assert_ne!(signature(first.as_bytes()), signature(other.as_bytes()));
    assert_eq!(statements::read(other.as_bytes(), &options).unwrap_err().code(), "mapping");
}

#[test]
fn the_preview_shows_columns_with_samples() {
    let guess = sniff(include_bytes!("../fixtures/us_direction_column.csv"), &ReadOptions::default()).unwrap();
    assert_eq!(guess.columns[1].name, "Description");
    assert_eq!(guess.columns[1].samples, ["Client payment", "Web host"]);
    assert!(matches!(guess.mapping.amount, AmountColumns::Worded { column: 2, direction: 3, .. }));
    assert!(guess.questions.is_empty());
}

#[test]
fn what_is_said_by_hand_is_how_the_file_is_read() {
    // Three columns of figures: the points of a card stand where an amount might.
    let text = "Date,Description,Amount,Really\n2026-01-31,Print,100.00,-12.50\n2026-02-01,Frame,200.00,8.00\n";
    let options = ReadOptions::default();
    let found = sniff(text.as_bytes(), &options).unwrap();
    let shown = Delimiter::of(&found.mapping);
    let meanings = vec![Meaning::Date, Meaning::Text, Meaning::Ignore, Meaning::Amount];
    assert_eq!(found.mapping.meanings(4), [Meaning::Date, Meaning::Text, Meaning::Amount, Meaning::Ignore]);
    let said = ColumnsByHand { shown_with: shown, delimiter: shown, meanings, ..ColumnsByHand::default() };
    let guess = by_hand(text.as_bytes(), &options, &said).unwrap();
    assert!(guess.questions.is_empty());
    let read = |mapping| {
        let options = ReadOptions { mapping: Some(mapping), ..ReadOptions::default() };
        lines(&statements::read(text.as_bytes(), &options).unwrap())
    };
    let expected =
        [("2026-01-31".to_owned(), -1250, "Print".to_owned()), ("2026-02-01".to_owned(), 800, "Frame".to_owned())];
    assert_eq!(read(guess.mapping), expected);
    // Reversed, and without an amount.
    let reversed = ColumnsByHand { sign_reversed: Some(true), ..said.clone() };
    assert_eq!(read(by_hand(text.as_bytes(), &options, &reversed).unwrap().mapping)[0].1, 1250);
    let without =
        ColumnsByHand { meanings: vec![Meaning::Date, Meaning::Text, Meaning::Ignore, Meaning::Ignore], ..said };
    assert_eq!(by_hand(text.as_bytes(), &options, &without).unwrap().questions, [Question::AmountColumn]);
}

#[test]
fn another_delimiter_shows_other_columns_and_an_untouched_form_changes_nothing() {
    let text = "Date;Text;Amount\n2026-01-31;a,b;1.50\n2026-02-01;c,d;-2.50\n";
    let options = ReadOptions::default();
    let found = sniff(text.as_bytes(), &options).unwrap();
    let untouched = ColumnsByHand {
        delimiter: Delimiter::of(&found.mapping),
        shown_with: Delimiter::of(&found.mapping),
        date_order: Some(found.mapping.date_order),
        decimal_mark: Some(found.mapping.decimal_mark),
        sign_reversed: Some(false),
        meanings: found.mapping.meanings(3),
        ..ColumnsByHand::default()
    };
    assert_eq!(by_hand(text.as_bytes(), &options, &untouched).unwrap().mapping, found.mapping);
    assert!(!untouched.shows_others());
    let other = ColumnsByHand { delimiter: Some(Delimiter::Tab), ..untouched };
    assert!(other.shows_others());
    assert!(by_hand(text.as_bytes(), &options, &other).is_err(), "no table between tabs");
}

#[test]
fn signs_seen_from_the_card_are_turned_or_asked_about_and_never_taken_for_the_accounts() {
    // A card whose export is known by its headings: purchases are plus, the payment is minus.
    let known = "Date,Description,Card Member,Account #,Amount\n05/14/2026,KILN,R CALLOWAY,-11009,96.20\n05/16/2026,ONLINE PAYMENT - THANK YOU,R CALLOWAY,-11009,-200.00\n05/18/2026,TEA,R CALLOWAY,-11009,2.50\n";
    let amounts: Vec<i64> = read(known).unwrap().accounts[0].lines.iter().map(|line| line.amount_minor).collect();
    assert_eq!(amounts, [-9_620, 20_000, -250]);
    // Nothing but a thank-you beside a minus says so: that is a question.
    let unknown =
        "Date,Description,Amount\n2026-05-14,KILN,96.20\n2026-05-16,PAYMENT THANK YOU,-200.00\n2026-05-18,TEA,2.50\n";
    assert!(
        matches!(read(unknown), Err(ReadError::Ambiguous { questions }) if matches!(questions[..], [Question::Direction { .. }]))
    );
    // On the account's own side the payment is plus, and the signs are what they seem.
    let own =
        "Date,Description,Amount\n2026-05-14,KILN,-96.20\n2026-05-16,PAYMENT THANK YOU,200.00\n2026-05-18,TEA,-2.50\n";
    let amounts: Vec<i64> = read(own).unwrap().accounts[0].lines.iter().map(|line| line.amount_minor).collect();
    assert_eq!(amounts, [-9_620, 20_000, -250]);
}

#[test]
fn exports_of_services_in_american_time_and_dollars_write_the_month_first() {
    let export = |zone: &str, currency: &str| {
        format!(
            "Date, Time, Time Zone, Name, Type, Status, Currency, Gross, Fee, Net, Transaction ID, Balance\n\"6/4/2026\",\"10:46:49\",\"{zone}\",\"J Marsh\",\"Website Payment\",\"Completed\",\"{currency}\",\"20.00\",\"0.00\",\"20.00\",\"X1\",\"20.00\"\n"
        )
    };
    assert_eq!(read(&export("PDT", "USD")).unwrap().accounts[0].lines[0].booked_on.to_string(), "2026-06-04");
    for (zone, currency) in [("CET", "USD"), ("PDT", "CAD")] {
        assert!(matches!(read(&export(zone, currency)), Err(ReadError::Ambiguous { .. })), "{zone} {currency}");
    }
}
