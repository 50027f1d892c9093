//! What cannot be read says why, on which line, and takes nothing.

use statements::{ReadError, ReadOptions};

use crate::{lines, read};

#[test]
fn other_files_are_named() {
    let rows: &[(&[u8], &str)] = &[
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xEF\xBB\xBF", "empty"),
        (b"\0\0\0\0", "empty"),
        (b"PK\x03\x04\x14\0\0\0\x08\0file.csv", "zip"),
        (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml xl/workbook.xml", "spreadsheet"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", "spreadsheet"),
        (b"%PDF-1.7\n%\xE2\xE3", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xFF\xD8\xFF\xE0 JFIF", "image"),
        (b"\x1F\x8B\x08\0", "compressed"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web-page"),
        (b"{\"transactions\": []}", "json"),
        (b"<?xml version=\"1.0\"?><note/>", "xml"),
        (
            b"<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>",
            "not-a-statement",
        ),
        (b":20:S1\r\n:25:1/2\r\n:60F:C260101EUR0,00\r\n:61:2601010101C1,00NTRF\r\n", "cut-short"),
        (b"!Type:Bank\nD01/02/2026\nT5\n^\n", "ambiguous"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11", "binary"),
        (b"Dear customer,\nyour statement is ready.\n", "not-a-statement"),
    ];
    for (bytes, code) in rows {
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!(statements::read(bytes, &ReadOptions::default()).unwrap_err().code(), *code, "{shown}");
    }
}

#[test]
fn the_name_never_matters() {
    let ofx = include_bytes!("../fixtures/checking.ofx");
    let options = ReadOptions { file_name: Some("export.csv".to_owned()), ..ReadOptions::default() };
    assert_eq!(statements::read(ofx, &options).unwrap().format.to_string(), "ofx");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let head = "Date,Description,Amount\n2026-01-30,Fine,1.00\n";
    let rows: &[(&str, &str)] = &[
        ("2026-02-31,Bad day,2.00", "\"2026-02-31\" is not a date"),
        ("0000-00-00,No day,2.00", "the year of \"0000-00-00\" is not between 1900 and 2199"),
        ("9999-12-31,No day,2.00", "the year of \"9999-12-31\" is not between 1900 and 2199"),
        (",No day,2.00", "it has no date"),
        ("2026-01-31,No amount,", "it has no amount"),
        ("2026-01-31,Letters,abc", "\"abc\" is not an amount"),
        ("2026-01-31,Fraction,2.005", "\"2.005\" has more decimals than the currency"),
        ("2026-01-31,Huge,99999999999999999999.00", "the amount \"99999999999999999999.00\" is too large"),
        ("x2026-01-31,Garbled,5.00", "\"x2026-01-31\" is not a date"),
    ];
    for (row, problem) in rows {
        let text = format!("{head}{row}\n2026-02-02,Fine too,3.00\n");
        let error = read(&text).unwrap_err();
        assert!(error.to_string().starts_with(&format!("Line 3 cannot be read: {problem}.")), "{row}: {error}");
        let options = ReadOptions { leave_out_unreadable: true, ..ReadOptions::default() };
        let statement = statements::read(text.as_bytes(), &options).unwrap();
        assert_eq!(lines(&statement).len(), 2, "{row}");
        assert_eq!(statement.left_out.iter().map(|left| left.line).collect::<Vec<_>>(), [3], "{row}");
    }
}

#[test]
fn a_number_of_a_million_digits_is_only_too_large() {
    let digits = "9".repeat(1_000_000);
    let text = format!("Date,Description,Amount\n2026-01-30,Fine,1.00\n2026-01-31,Big,{digits}\n");
    assert!(matches!(read(&text), Err(ReadError::Unreadable { line: 3, .. })));
}

#[test]
fn the_first_row_of_data_is_not_taken_for_a_preamble() {
    let error = read("Date,Description,Amount\n31.02.2026,Bad,1.00\n2026-01-31,Fine,1.00\n").unwrap_err();
    assert!(matches!(error, ReadError::Unreadable { line: 2, .. }), "{error}");
    let error = read("2026-02-31,Bad,-1.00\n2026-01-31,Fine,-1.00\n").unwrap_err();
    assert!(matches!(error, ReadError::Unreadable { line: 1, .. }), "{error}");
}

#[test]
fn balances_that_do_not_follow_stop_the_file() {
    let mut text = "Date,Description,Amount,Balance\n".to_owned();
    for day in 1..=9 {
        text.push_str(&format!("2026-01-0{day},Sale,10.00,{}0.00\n", day));
    }
    assert!(read(&text).is_ok());
    let changed = text.replace("2026-01-05,Sale,10.00", "2026-01-05,Sale,11.00");
    match read(&changed).unwrap_err() {
        ReadError::Balance { line, expected, stated } => {
            assert_eq!((line, expected.as_str(), stated.as_str()), (6, "51.00", "50.00"))
        }
        other => panic!("{other:?}"),
    }
    let options = ReadOptions { accept_balance_gaps: true, ..ReadOptions::default() };
    let statement = statements::read(changed.as_bytes(), &options).unwrap();
    assert_eq!(statement.accounts[0].balance_gaps.len(), 1);
}

#[test]
fn a_file_cut_short_is_not_imported_in_part() {
    let ofx = include_str!("../fixtures/checking.ofx");
    let body = ofx.find("<OFX>").unwrap();
    let end = ofx.rfind("</OFX>").unwrap();
    for cut in (body + 5..=end).filter(|cut| ofx.is_char_boundary(*cut)) {
        assert_eq!(read(&ofx[..cut]).unwrap_err().code(), "cut-short", "cut at {cut}");
    }
    let error =
        read("\"Date\",\"Description\",\"Amount\"\n\"2026-01-01\",\"a\",\"1.00\"\n\"2026-01-02\",\"b").unwrap_err();
    assert_eq!(error.code(), "cut-short");
}

#[test]
fn the_banks_own_message_is_passed_on() {
    let text = "<?OFX OFXHEADER=\"200\"?><OFX><BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>2000</CODE><SEVERITY>ERROR</SEVERITY>\
                <MESSAGE>General error</MESSAGE></STATUS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    assert_eq!(read(text).unwrap_err(), ReadError::BankMessage { message: "General error".to_owned() });
    assert_eq!(read("<OFX></OFX>").unwrap_err().code(), "no-statement");
}

#[test]
fn xml_entities_are_never_expanded() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE OFX [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
                <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>1</ACCTID></BANKACCTFROM><BANKTRANLIST>\
                <STMTTRN><DTPOSTED>20260101</DTPOSTED><TRNAMT>1.00</TRNAMT><NAME>&b;</NAME></STMTTRN>\
                </BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    assert_eq!(lines(&read(text).unwrap())[0].2, "&b;");
}

#[test]
fn ofx_lines_without_date_or_amount_are_named() {
    let file = |line: &str| {
        format!(
            "<OFX>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKTRANLIST>\n<STMTTRN>{line}</STMTTRN>\n</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
        )
    };
    for line in [
        "<TRNAMT>1.00",
        "<DTPOSTED><TRNAMT>1.00",
        "<DTPOSTED>20260231<TRNAMT>1.00",
        "<DTPOSTED>20260131",
        "<DTPOSTED>20260131<TRNAMT>1,250",
    ] {
        assert!(matches!(read(&file(line)), Err(ReadError::Unreadable { line: 3, .. })), "{line}");
    }
}

#[test]
fn the_size_is_bounded() {
    let options = ReadOptions { limit_bytes: 4, ..ReadOptions::default() };
    assert_eq!(statements::read(b"12345", &options).unwrap_err(), ReadError::TooLarge { limit: 4 });
}
