//! What holds for any bytes, and for any lines in any shape.

use jiff::civil::Date;
use proptest::prelude::*;
use statements::{ReadError, ReadOptions, read, signature, sniff};

const FILES: &[&[u8]] = &[
    include_bytes!("../fixtures/checking.ofx"),
    include_bytes!("../fixtures/euro.ofx"),
    include_bytes!("../fixtures/states.csv"),
    include_bytes!("../fixtures/german_windows_1252.csv"),
    include_bytes!("../fixtures/preamble_and_continuations.csv"),
    include_bytes!("../fixtures/two_currencies.csv"),
    include_bytes!("../fixtures/batch.camt053.xml"),
    include_bytes!("../fixtures/subfields.mt940"),
    include_bytes!("../fixtures/accounts.qif"),
    include_bytes!("../fixtures/services/etsy_orders.csv"),
    include_bytes!("../fixtures/services/etsy_statement.csv"),
    include_bytes!("../fixtures/services/paypal_english.csv"),
    include_bytes!("../fixtures/services/paypal_french.csv"),
    include_bytes!("../fixtures/services/paypal_german.csv"),
    include_bytes!("../fixtures/services/revolut_business.csv"),
    include_bytes!("../fixtures/services/revolut_personal_german.csv"),
    include_bytes!("../fixtures/services/shopify_orders.csv"),
    include_bytes!("../fixtures/services/shopify_transactions.csv"),
    include_bytes!("../fixtures/services/square_days.csv"),
    include_bytes!("../fixtures/services/square_transactions.csv"),
    include_bytes!("../fixtures/services/stripe_balance_history.csv"),
    include_bytes!("../fixtures/services/stripe_payments.csv"),
    include_bytes!("../fixtures/services/stripe_payout_reconciliation.csv"),
    include_bytes!("../fixtures/services/stripe_payouts.csv"),
    include_bytes!("../fixtures/services/wise_fee_rows.csv"),
    include_bytes!("../fixtures/services/wise_statement.csv"),
    include_bytes!("../fixtures/services/wise_transfers.csv"),
];

fn try_all(bytes: &[u8]) {
    let strict = ReadOptions::default();
    let lenient = ReadOptions { leave_out_unreadable: true, ..ReadOptions::default() };
    for options in [&strict, &lenient] {
        if let Err(error) = read(bytes, options) {
            assert!(!error.to_string().is_empty());
        }
    }
    let _ = signature(bytes);
    if let Ok(guess) = sniff(bytes, &strict) {
        // A guess taken as it is must never panic either, whatever was open.
        let _ = read(bytes, &ReadOptions { mapping: Some(guess.mapping), ..lenient });
    }
}

#[derive(Debug, Clone)]
struct Entry {
    date: Date,
    amount: i64,
    text: String,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    delimiter: char,
    date_order: u8,
    decimal_comma: bool,
    grouped: bool,
    in_out: bool,
    balance: bool,
    newest_first: bool,
    header: bool,
    quoted: bool,
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (1990i16..2090, 1i8..=12, 1i8..=28, -100_000_000i64..100_000_000, "[a-zA-Z][a-z ,;\"]{0,12}[a-z]")
        .prop_map(|(year, month, day, amount, text)| Entry {
            date: Date::constant(year, month, day),
            amount: if amount == 0 { 1 } else { amount },
            text,
        });
    prop::collection::vec(entry, 1..12).prop_map(|mut entries| {
        entries.sort_by_key(|entry| entry.date);
        entries
    })
}

fn forms() -> impl Strategy<Value = Form> {
    let flags =
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (prop::sample::select(vec![',', ';', '\t', '|']), 0u8..4, flags).prop_map(
        |(delimiter, date_order, (decimal_comma, grouped, in_out, balance, newest_first, header, quoted))| Form {
            delimiter,
            // Nobody writes the month first beside a decimal comma.
            date_order: if decimal_comma && date_order == 2 { 1 } else { date_order },
            decimal_comma,
            grouped,
            in_out,
            balance,
            newest_first,
            header,
            quoted,
        },
    )
}

fn money(amount: i64, form: Form) -> String {
    let mut whole = (amount.unsigned_abs() / 100).to_string();
    let (mark, group) = if form.decimal_comma { (',', '.') } else { ('.', ',') };
    if form.grouped {
        let mut at = whole.len();
        while at > 3 {
            at -= 3;
            whole.insert(at, group);
        }
    }
    format!("{}{whole}{mark}{:02}", if amount < 0 { "-" } else { "" }, amount.unsigned_abs() % 100)
}

fn write(entries: &[Entry], form: Form) -> String {
    let quote = |cell: &str| {
        if form.quoted || cell.contains([form.delimiter, '"', ',']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let row =
        |cells: &[String]| cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(&form.delimiter.to_string());
    let mut balance = 0;
    let mut rows: Vec<String> = entries
        .iter()
        .map(|entry| {
            balance += entry.amount;
            let (year, month, day) = (entry.date.year(), entry.date.month(), entry.date.day());
            let date = match form.date_order {
                0 => format!("{year}-{month:02}-{day:02}"),
                1 => format!("{day:02}/{month:02}/{year}"),
                2 => format!("{month:02}/{day:02}/{year}"),
                _ => format!("{day:02}.{month:02}.{:02}", year % 100),
            };
            let mut cells = vec![date, entry.text.clone()];
            if form.in_out {
                let size = money(entry.amount.abs(), form);
                cells.extend(if entry.amount > 0 { [size, String::new()] } else { [String::new(), size] });
            } else {
                cells.push(money(entry.amount, form));
            }
            if form.balance {
                cells.push(money(balance, form));
            }
            row(&cells)
        })
        .collect();
    if form.newest_first {
        rows.reverse();
    }
    if form.header {
        let mut names = vec!["Date", "Description"];
        names.extend(if form.in_out { ["Credit", "Debit"].as_slice() } else { ["Amount"].as_slice() });
        names.extend(form.balance.then_some("Balance"));
        rows.insert(0, row(&names.into_iter().map(str::to_owned).collect::<Vec<_>>()));
    }
    rows.join("\n") + "\n"
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        try_all(&bytes);
    }

    #[test]
    fn any_text_of_a_table_is_read_or_refused(text in "([0-9]{1,4}[./,-]){0,3}[0-9a-z;,\\t\"\n€'() -]{0,200}") {
        try_all(text.as_bytes());
    }

    #[test]
    fn any_text_of_tags_is_read_or_refused(body in "(<(/?(STMTRS|STMTTRN|TRNAMT|DTPOSTED|LEDGERBAL|CURSYM|CURRENCY))?>?|[0-9.,&;#x<!-]{0,8}){0,40}") {
        try_all(format!("<OFX>{body}</OFX>").as_bytes());
    }

    #[test]
    fn any_fields_are_read_or_refused(
        camt in "(</?(Stmt|Ntry|NtryDtls|TxDtls|Amt Ccy=\"EUR\"|CdtDbtInd|BookgDt|Dt|Bal|Chrgs|Rcrd)/?>|[0-9.<&A-Z-]{0,8}){0,40}",
        mt940 in "(:(20|25|60F|61|62F|86|NS):|[0-9CDREUN,?/+\n€-]{0,12}){0,40}",
        qif in "((!Account|!Type:Bank|[DTPNL$^])[0-9./'\\[\\], a-z]{0,8}\n){0,40}",
    ) {
        try_all(format!("<Document xmlns=\"camt.053\"><BkToCstmrStmt>{camt}</BkToCstmrStmt></Document>").as_bytes());
        try_all(format!(":20:A\n:60F:C260101EUR0,\n{mt940}").as_bytes());
        try_all(format!("!Type:Bank\n{qif}").as_bytes());
    }

    #[test]
    fn damaged_files_are_read_or_refused(
        file in 0..FILES.len(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        truncate in any::<bool>(),
    ) {
        let mut bytes = FILES[file].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if truncate {
            bytes.truncate(cut.index(bytes.len()));
        }
        try_all(&bytes);
    }

    #[test]
    fn written_lines_come_back_or_are_asked_about(entries in entries(), form in forms()) {
        let text = write(&entries, form);
        match read(text.as_bytes(), &ReadOptions::default()) {
            Ok(statement) => {
                let mut expected: Vec<_> = entries.iter().map(|entry| (entry.date, entry.amount, folded(&entry.text))).collect();
                if form.newest_first {
                    expected.reverse();
                }
                // Two digits of a year stand for 1970 to 2069.
                if form.date_order == 3 && entries.iter().any(|entry| !(1970..2070).contains(&entry.date.year())) {
                    return Ok(());
                }
                let lines: Vec<_> = statement.accounts[0].lines.iter().map(|line| (line.booked_on, line.amount_minor, line.text.clone())).collect();
                prop_assert_eq!(lines, expected, "{}", text);
            }
            Err(ReadError::Ambiguous { questions }) => prop_assert!(!questions.is_empty()),
            Err(error) => prop_assert!(false, "{error}: {text}"),
        }
    }
}
