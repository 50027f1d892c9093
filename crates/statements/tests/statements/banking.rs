//! Statements in the formats of banks: camt, MT940, QIF. Names, numbers and amounts are invented.

use statements::{Format, ReadError, ReadOptions, sniff};

use crate::{lines, read};

const CAMT: &str = include_str!("../fixtures/batch.camt053.xml");
const MT940: &str = include_str!("../fixtures/subfields.mt940");
const QIF: &str = include_str!("../fixtures/accounts.qif");

fn owned(rows: &[(&str, i64, &str)]) -> Vec<(String, i64, String)> {
    rows.iter().map(|(date, amount, text)| ((*date).to_owned(), *amount, (*text).to_owned())).collect()
}

#[test]
fn a_batch_becomes_its_payments() {
    let statement = read(CAMT).unwrap();
    assert_eq!(statement.format, Format::Camt);
    let expected = [
        ("2026-01-31", -3000, "Rechnung 1"),
        ("2026-01-31", -4000, "Papier AG RF18539007547034"),
        ("2026-01-31", 2000, "Returned debit"),
    ];
    assert_eq!(lines(&statement), owned(&expected));
    let account = &statement.accounts[0];
    assert_eq!(account.id.as_deref(), Some("DE02120300000000202051"));
    assert_eq!(account.opening.map(|balance| balance.amount_minor), Some(10_000));
    assert_eq!(account.closing.map(|balance| balance.amount_minor), Some(5000));
    let first = &account.lines[0];
    assert_eq!(first.counterparty.as_deref(), Some("Müller & Co"));
    assert_eq!(first.counterparty_account.as_deref(), Some("DE89370400440532013000"));
    assert_eq!((first.bank_id.as_deref(), first.reference.as_deref()), (Some("B-77"), None));
    assert_eq!(account.lines[1].bank_id.as_deref(), Some("B-77/2"));
    assert_eq!(account.lines[1].reference.as_deref(), Some("RF18539007547034"));
    assert_eq!(statement.left_out.iter().map(|left| left.line).collect::<Vec<_>>(), [14]);
}

#[test]
fn a_batch_that_does_not_add_up_stays_one_line() {
    let text = CAMT.replace("<ns2:Amt Ccy=\"EUR\">30.00", "<ns2:Amt Ccy=\"EUR\">31.00");
    assert_eq!(lines(&read(&text).unwrap())[0].1, -7000);
}

#[test]
fn subfields_codes_and_free_text_are_understood() {
    let statement = read(MT940).unwrap();
    assert_eq!(statement.format, Format::Mt940);
    let expected = [
        ("2025-12-31", 5050, "Rechnung 2026-007 vom Januar"),
        ("2026-01-03", -1000, "Return"),
        ("2026-01-04", -50, "Account charge"),
    ];
    let account = &statement.accounts[0];
    assert_eq!(lines(&statement), owned(&expected));
    assert_eq!((account.bank.as_deref(), account.id.as_deref()), (Some("12030000"), Some("0000202051")));
    assert_eq!(account.lines[0].counterparty.as_deref(), Some("Galerie Müller"));
    assert_eq!(account.lines[0].reference.as_deref(), Some("INV-7"));
    assert_eq!(account.lines[1].counterparty_account.as_deref(), Some("NL91ABNA0417164300"));
    assert_eq!(account.lines[2].bank_id.as_deref(), Some("B3"));
    assert_eq!(account.closing.map(|balance| balance.amount_minor), Some(14_000));
    assert!(account.balance_gaps.is_empty());
}

#[test]
fn umlauts_survive_each_encoding() {
    let code_page_850: Vec<u8> =
        MT940.replace('ü', "\u{1}").bytes().map(|byte| if byte == 1 { 0x81 } else { byte }).collect();
    let windows: Vec<u8> = MT940.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    for bytes in [code_page_850, windows] {
        let statement = statements::read(&bytes, &ReadOptions::default()).unwrap();
        assert_eq!(statement.accounts[0].lines[0].counterparty.as_deref(), Some("Galerie Müller"));
    }
}

#[test]
fn balances_must_follow_from_the_lines() {
    for (text, changed) in [(CAMT, CAMT.replace(">20.00<", ">21.00<")), (MT940, MT940.replace("D0,50", "D0,60"))] {
        assert_eq!(read(&changed).unwrap_err().code(), "balance", "{text}");
        let options = ReadOptions { accept_balance_gaps: true, ..ReadOptions::default() };
        let statement = statements::read(changed.as_bytes(), &options).unwrap();
        assert_eq!(statement.accounts[0].balance_gaps.len(), 1);
    }
    // A statement missing between two is listed.
    let statement =
        read(&MT940.replace("260104EUR140,00\r\n:62F:C260105EUR140,00", "260104EUR150,00\r\n:62F:C260105EUR150,00"));
    assert_eq!(statement.unwrap().accounts[0].balance_gaps.len(), 1);
}

#[test]
fn quicken_dates_splits_and_transfers_are_read() {
    let statement = read(QIF).unwrap();
    assert_eq!(statement.format, Format::Qif);
    let expected = [
        ("2006-01-31", -125_050, "Studio rent January"),
        ("2026-02-01", -1225, "Art shop"),
        ("2026-02-02", -4000, "Savings"),
    ];
    assert_eq!(lines(&statement), owned(&expected));
    let account = &statement.accounts[0];
    assert_eq!(account.opening.map(|balance| balance.amount_minor), Some(10_000));
    assert_eq!(account.lines[0].reference.as_deref(), Some("104"));
    assert_eq!(account.lines[2].counterparty_account.as_deref(), Some("Savings"));
}

#[test]
fn an_open_date_order_is_asked_and_answered() {
    let text = "!Type:Bank\nD03/04/2026\nT-5.00\nPTea\n^\n";
    assert!(matches!(read(text), Err(ReadError::Ambiguous { .. })));
    let mut mapping = sniff(text.as_bytes(), &ReadOptions::default()).unwrap().mapping;
    mapping.date_order = statements::date::DateOrder::DayMonthYear;
    let options = ReadOptions { mapping: Some(mapping), ..ReadOptions::default() };
    let statement = statements::read(text.as_bytes(), &options).unwrap();
    assert_eq!(lines(&statement), owned(&[("2026-04-03", -500, "Tea")]));
    assert_eq!(statements::signature(text.as_bytes()).as_deref(), Some("qif"));
    assert_eq!(statements::signature(QIF.as_bytes()), None);
}

#[test]
fn a_download_that_broke_off_is_refused() {
    for (text, cut) in [(CAMT, "</ns2:Stmt>"), (MT940, ":62F:"), (QIF, "^\nD2/ 2")] {
        assert_eq!(read(&text[..text.find(cut).unwrap()]).unwrap_err().code(), "cut-short", "{cut}");
    }
}

#[test]
fn a_document_type_is_refused() {
    let text = CAMT.replacen("<ns2:Document", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><ns2:Document", 1);
    assert_eq!(read(&text).unwrap_err().code(), "xml");
}

#[test]
fn services_keep_gross_fee_and_net_apart() {
    // (file, amount that reached the account, fee in it)
    let rows: &[(&str, i64, Option<i64>)] = &[
        (
            "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency\n\
             2026-08-30 16:59:53 +0400,charge,#1001,visa,online,paid,2026-09-01,77,2026-09-01,100.00,3.20,96.80,c1,card,100.00,EUR,EUR\n",
            9680,
            Some(-320),
        ),
        (
            "Date,Type,Title,Info,Currency,Amount,\"Fees & Taxes\",Net,\"Tax Details\"\n\
             \"September 24, 2026\",Sale,Payment for Order #1,,EUR,€50.00,-€4.50,€45.50,--\n",
            4550,
            Some(-450),
        ),
    ];
    for (text, amount, fee) in rows {
        let statement = read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let line = &statement.accounts[0].lines[0];
        assert_eq!((line.amount_minor, line.fee_minor), (*amount, *fee), "{text}");
    }
}

#[test]
fn a_payout_named_in_its_title_only_is_read() {
    let text = "Date,Type,Title,Info,Currency,Amount,\"Fees & Taxes\",Net,\"Tax Details\"\n\
                \"September 24, 2026\",Sale,Payment for Order #1,,EUR,€50.00,-€4.50,€45.50,--\n\
                \"September 25, 2026\",Deposit,€45.50 sent to your bank account,,EUR,--,--,--,--\n";
    let statement = read(text).unwrap();
    assert_eq!(lines(&statement)[1], ("2026-09-25".to_owned(), -4550, "€45.50 sent to your bank account".to_owned()));
}
