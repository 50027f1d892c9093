//! Files longer than a reader holds at a time: they read as they would in one go, from whatever source, and hand over line by
//! line.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

use std::fmt::Write as _;
use std::io::{Cursor, Read, Seek, SeekFrom};

use statements::{Halt, ReadError, ReadOptions, Statement, read_through};

/// More than a few pieces of 128 KiB.
const LINES: usize = 6_000;

/// A source that gives a few bytes at a time, as a pipe or a network disk may.
struct Slow(Cursor<Vec<u8>>, usize);

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.1 = self.1 % 4_099 + 1;
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

impl Seek for Slow {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

fn cents(index: usize) -> i64 {
    let size = (index as i64 * 7_919) % 100_000 + 1;
    if index.is_multiple_of(3) { size } else { -size }
}

fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn day(index: usize) -> (usize, usize) {
    let of_year = index * 336 / LINES;
    (of_year / 28 + 1, of_year % 28 + 1)
}

/// What a file holds: its lines and their sum, read in any way.
fn told(bytes: &[u8]) -> Statement {
    let options = ReadOptions::default();
    let whole = statements::read(bytes, &options).unwrap_or_else(|error| panic!("{error}"));
    let mut handed = Vec::new();
    let mut slow = Slow(Cursor::new(bytes.to_vec()), 0);
    let through = read_through(&mut slow, &options, &mut |account, line| {
        handed.push((account, line.clone()));
        Ok(())
    })
    .unwrap();
    let all: Vec<_> = whole
        .accounts
        .iter()
        .enumerate()
        .flat_map(|(account, one)| one.lines.iter().map(move |line| (account, line.clone())))
        .collect();
    assert_eq!(all, handed);
    assert_eq!(whole.accounts.iter().map(|one| one.line_count).sum::<usize>(), all.len());
    assert_eq!(
        through.accounts.iter().map(|one| one.closing).collect::<Vec<_>>(),
        whole.accounts.iter().map(|one| one.closing).collect::<Vec<_>>()
    );
    whole
}

fn is_whole(bytes: &[u8], text: &str) {
    let statement = told(bytes);
    let lines = &statement.accounts[0].lines;
    assert_eq!(lines.len(), LINES);
    for (index, line) in lines.iter().enumerate() {
        assert_eq!(line.amount_minor, cents(index), "{index}");
        assert!(line.text.contains(text), "{index}: {}", line.text);
    }
}

fn csv(delimiter: char, end: &str) -> String {
    let mut text = format!("Date{delimiter}Description{delimiter}Amount{delimiter}Balance{end}");
    let mut balance = 0;
    for index in 0..LINES {
        let (month, day) = day(index);
        balance += cents(index);
        // A cell of two lines and a quotation mark now and then.
        let what = if index.is_multiple_of(7) {
            format!("\"Käse {index}{end}\"\"Brot\"\"\"")
        } else {
            format!("Käse {index}")
        };
        write!(
            text,
            "2026-{month:02}-{day:02}{delimiter}{what}{delimiter}{}{delimiter}{}{end}",
            amount(cents(index)),
            amount(balance)
        )
        .unwrap();
    }
    text
}

#[test]
fn rows_across_pieces_are_whole_in_every_encoding() {
    let text = csv(',', "\n");
    is_whole(text.as_bytes(), "Käse");
    is_whole(csv(';', "\r\n").as_bytes(), "Käse");
    let western: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
    is_whole(&western, "Käse");
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    is_whole(&wide, "Käse");
}

#[test]
fn lines_ended_by_returns_alone_are_told_apart() {
    let text = csv(';', "\n").replace("\n\"\"", " \"\"").replace('\n', "\r");
    is_whole(text.as_bytes(), "Käse");
}

#[test]
fn elements_across_pieces_are_whole() {
    let (mut sgml, mut camt, mut total) = (
        String::from(
            "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>\n",
        ),
        String::from(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE1</IBAN></Id><Ccy>EUR</Ccy></Acct>\n",
        ),
        0,
    );
    for index in 0..LINES {
        let (month, day) = day(index);
        total += cents(index);
        writeln!(
            sgml,
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>2026{month:02}{day:02}<TRNAMT>{}<FITID>{index}<NAME>Clay & Co</STMTTRN>",
            amount(cents(index))
        )
        .unwrap();
        let direction = if cents(index) > 0 { "CRDT" } else { "DBIT" };
        // An entry that was commented out is none, wherever the piece ends.
        writeln!(camt, "<!-- <Ntry><Amt Ccy=\"EUR\">1.00</Amt></Ntry> --><Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-{month:02}-{day:02}</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>Clay {index}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>", amount(cents(index).abs())).unwrap();
    }
    write!(
        sgml,
        "</BANKTRANLIST><LEDGERBAL><BALAMT>{}<DTASOF>20261231</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
        amount(total)
    )
    .unwrap();
    camt.push_str("</Stmt></BkToCstmrStmt></Document>");
    is_whole(sgml.as_bytes(), "Clay & Co");
    is_whole(camt.as_bytes(), "Clay");
    // A download that breaks off in any piece is told.
    for part in [3, 5, 7] {
        for text in [&sgml, &camt] {
            let cut = &text.as_bytes()[..text.len() * part / 8];
            assert!(
                matches!(statements::read(cut, &ReadOptions::default()), Err(ReadError::CutShort { line }) if line > 100)
            );
        }
    }
}

#[test]
fn fields_and_records_across_pieces_are_whole() {
    let (mut mt940, mut qif, mut total) = (
        String::from(":20:S1\n:25:12030000/0000202051\n:28C:1/1\n:60F:C260101EUR0,00\n"),
        String::from("!Type:Bank\n"),
        0,
    );
    for index in 0..LINES {
        let (month, day) = day(index);
        total += cents(index);
        let letter = if cents(index) > 0 { 'C' } else { 'D' };
        // A line of free text that begins like a field.
        write!(mt940, ":61:26{month:02}{day:02}{letter}{}NTRFNONREF\n:86:Clay {index}\n:no field at all, and long enough to be met at the end of a piece\n", amount(cents(index).abs()).replace('.', ",")).unwrap();
        write!(qif, "D2026-{month:02}-{day:02}\nT{}\nPClay {index}\n^\n", amount(cents(index))).unwrap();
    }
    let letter = if total >= 0 { 'C' } else { 'D' };
    writeln!(mt940, ":62F:{letter}261231EUR{}", amount(total.abs()).replace('.', ",")).unwrap();
    is_whole(mt940.as_bytes(), "Clay");
    is_whole(qif.as_bytes(), "Clay");
}

#[test]
fn whoever_takes_lines_may_stop() {
    let mut taken = 0;
    let stopped = read_through(&mut Cursor::new(csv(',', "\n").into_bytes()), &ReadOptions::default(), &mut |_, _| {
        taken += 1;
        if taken == 10 { Err(Halt) } else { Ok(()) }
    });
    assert_eq!((stopped, taken), (Err(ReadError::Halted), 10));
}

#[test]
fn an_identifier_that_stands_twice_on_a_day_is_told_apart_and_one_of_another_day_is_left() {
    let text = ":20:S\n:25:1\n:60F:C260101EUR0,00\n:61:260102C1,00NTRFNONREF//A\n:61:260102D0,50NTRFNONREF//A\n:61:260103C2,00NTRFNONREF//A\n:62F:C260103EUR2,50\n";
    let ids: Vec<_> =
        told(text.as_bytes()).accounts[0].lines.iter().map(|line| line.bank_id.clone().unwrap_or_default()).collect();
    assert_eq!(ids, ["A", "A/2", "A"]);
}
