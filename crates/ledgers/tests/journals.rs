use ledger::AccountClass;
use ledgers::{Book, Format, LeftOutKind, Quantity};

fn read(text: &str) -> Book {
    ledgers::read(text.as_bytes()).map_err(|error| error.to_string()).unwrap()
}

/// What an account holds of a commodity, as it is written.
fn held(book: &Book, account: &str, commodity: &str) -> String {
    let postings = book.transactions.iter().flat_map(|one| &one.postings);
    let of = postings.filter(|one| {
        book.accounts[one.account].name == account && book.commodities[one.amount.commodity] == commodity
    });
    of.fold(Quantity::ZERO, |sum, one| sum.plus(one.amount.quantity).unwrap()).to_string()
}

#[test]
fn a_journal_of_hledger_is_read_with_what_it_leaves_open() {
    let book = read(include_str!("fixtures/freelancer.journal"));
    assert_eq!(book.format, Format::Hledger);
    assert_eq!(book.transactions.len(), 8, "the check moves nothing");
    for (account, commodity, amount) in [
        ("assets:bank:checking", "$", "4380.50"),
        ("assets:bank:savings", "$", "1500.00"),
        ("liabilities:card", "$", "-54.00"),
        ("expenses:software", "$", "54.00"),
        ("income:design", "$", "-3200.00"),
        ("assets:wise", "EUR", "200.00"),
    ] {
        assert_eq!(held(&book, account, commodity), amount, "{account}");
    }
    assert!(book.assertions.iter().all(ledgers::Assertion::holds), "{:?}", book.assertions);
    assert_eq!(book.assertions.len(), 2);
    let kinds: Vec<_> = book.left_out.iter().map(|one| (one.line, one.kind)).collect();
    assert!(kinds.contains(&(38, LeftOutKind::PeriodicRule)), "{kinds:?}");
    assert!(kinds.iter().any(|(_, kind)| *kind == LeftOutKind::VirtualPosting));
    let invoice = book.transactions.iter().find(|one| one.code == "2024-017").unwrap();
    assert_eq!((invoice.payee.as_str(), invoice.text.as_str()), ("Northlight Hotels", "Lobby identity, first half"));
    assert_eq!(invoice.tags, ["client: northlight", "project: lobby"]);
    assert_eq!(
        book.accounts.iter().find(|one| one.name == "expenses:software").unwrap().class,
        Some(AccountClass::Expense)
    );
    assert_eq!(book.prices.len(), 1);
}

#[test]
fn a_ledger_of_beancount_is_read_with_its_pads_and_proven_balances() {
    let book = read(include_str!("fixtures/freelancer.beancount"));
    assert_eq!(book.format, Format::Beancount);
    assert_eq!(held(&book, "Assets:Bank:Checking", "EUR"), "3891.50");
    assert_eq!(held(&book, "Equity:Opening-Balances", "EUR"), "-2000.00");
    assert_eq!(held(&book, "Assets:Depot", "VWCE"), "10");
    assert!(book.assertions.iter().all(ledgers::Assertion::holds), "{:?}", book.assertions);
    let sale = book.transactions.iter().find(|one| one.payee == "Atelier Nord").unwrap();
    assert_eq!(sale.tags, ["workshop"]);
}

#[test]
fn the_tables_of_gnucash_and_others_are_read() {
    let book = read(include_str!("fixtures/gnucash.csv"));
    assert_eq!(book.format, Format::GnuCash);
    assert_eq!(book.transactions.len(), 3);
    assert_eq!(held(&book, "Assets:Current Assets:Checking Account", "USD"), "1840.00");
    let book = read(
        "EcritureNum;JournalCode;EcritureDate;CompteNum;CompteLib;EcritureLib;Debit;Credit\n\
         1;BQ;20240115;512000;Banque;Client Hôtel du Lac;1 200,00;0,00\n\
         1;BQ;20240115;706000;Prestations;Client Hôtel du Lac;0,00;1 200,00\n",
    );
    assert_eq!(held(&book, "512000 Banque", ""), "1200.00");
    assert_eq!(book.accounts[1].class, Some(AccountClass::Income));
    // Without numbers, lines follow each other until they balance.
    let book =
        read("Datum,Konto,Text,Soll,Haben\n31.01.2024,Bank,Miete,,\"650,00\"\n31.01.2024,Miete,Miete,\"650,00\",\n");
    assert_eq!((book.transactions.len(), held(&book, "Miete", "")), (1, "650.00".to_owned()));
    let book = read("date,debit account,credit account,amount,text\n2024-02-01,Rent,Bank,700.00,Studio\n");
    assert_eq!(held(&book, "Bank", ""), "-700.00");
}

#[test]
fn what_cannot_be_read_is_answered_with_its_line() {
    for (text, line, code) in [
        ("", 0, "empty"),
        ("Dear owner,\nplease find the books attached.\n", 0, "not-a-ledger"),
        ("2024-01-05 Rent\n    a  10\n    b  -9\n", 1, "transaction-does-not-balance"),
        ("2024-01-05 Rent\n    a  10\n    b\n    c\n", 1, "transaction-does-not-balance"),
        ("2024-01-05 Rent\n    a  10 EUR x\n    b\n", 2, "unreadable-line"),
        ("2024-13-05 Rent\n    a  10\n    b\n", 0, "not-a-ledger"),
        ("account a\n2024-02-31 Rent\n    a  10\n    b\n", 2, "unreadable-date"),
        ("account a\ninclude other.journal\n", 2, "includes-another-file"),
        ("option \"title\" \"x\"\ninclude \"other.beancount\"\n", 2, "includes-another-file"),
        ("2024-01-01 open Assets:Bank\n2024-01-02 * \"x\"\n  Assets:Bank  ten EUR\n", 3, "unreadable-line"),
        ("a\n", 0, "not-a-ledger"),
        ("2024-01-05 x\n    a  1,234\n    b  1.5\n    c  1.234,5\n    d\n", 2, "unreadable-amount"),
        ("date,account,amount\n03/04/2024,a,5\n03/04/2024,b,-5\n", 2, "unreadable-date"),
        ("date,account,amount\n2024-04-03,a,5\n2024-04-04,b,-5\n", 3, "transaction-does-not-balance"),
        ("date,account,amount\n2024-04-03,a,five\n", 2, "unreadable-amount"),
    ] {
        let error = ledgers::read(text.as_bytes()).map(|book| book.transactions.len()).unwrap_err();
        assert_eq!((error.line, error.code()), (line, code), "{text:?}: {error}");
    }
}

#[test]
fn journals_are_read_as_they_are_written() {
    for (what, text, account, commodity, amount) in [
        ("a dot between", "2024.1.5 x\n  a  5 EUR\n  b\n", "a", "EUR", "5"),
        ("a year given apart", "Y2024\n1/5 x\n  a  5 EUR\n  b\n", "b", "EUR", "-5"),
        ("a decimal comma", "2024-01-05 x\n  a  1.234,50 EUR\n  b\n", "a", "EUR", "1234.50"),
        ("a decimal mark said", "decimal-mark ,\n2024-01-05 x\n  a  1,500 EUR\n  b\n", "a", "EUR", "1.500"),
        ("a sign before the currency", "2024-01-05 x\n  a  -$5.00\n  b\n", "b", "$", "5.00"),
        ("a sign behind the currency", "2024-01-05 x\n  a  $-5.00\n  b\n", "b", "$", "5.00"),
        ("digits in groups of spaces", "2024-01-05 x\n  a  1 234,50 EUR\n  b\n", "a", "EUR", "1234.50"),
        ("a default commodity", "D 1000.00 EUR\n2024-01-05 x\n  a  5.00\n  b\n", "a", "EUR", "5.00"),
        ("a total price", "2024-01-05 x\n  a  10 GBP @@ 12.00 EUR\n  b\n", "b", "EUR", "-12.00"),
        ("a unit price", "2024-01-05 x\n  a  10 GBP @ 1.20 EUR\n  b  -12.00 EUR\n", "a", "GBP", "10"),
        ("an exchange without price", "2024-01-05 x\n  a  10 GBP\n  b  -12.00 EUR\n", "b", "EUR", "-12.00"),
        ("a balance that gives the amount", "2024-01-05 x\n  a  = 7.00 EUR\n  b\n", "b", "EUR", "-7.00"),
        ("an alias", "alias a=assets:bank\n2024-01-05 x\n  a  5 EUR\n  b\n", "assets:bank", "EUR", "5"),
        ("a commented block", "comment\nnonsense\nend comment\n2024-01-05 x\n  a  5 EUR\n  b\n", "a", "EUR", "5"),
        ("rules between", "= expenses\n  (budget)  *1\n2024-01-05 x\n  a  5 EUR\n  b\n", "a", "EUR", "5"),
        ("windows line ends", "2024-01-05 x\r\n  a  5 EUR\r\n  b\r\n", "b", "EUR", "-5"),
    ] {
        assert_eq!(held(&read(text), account, commodity), amount, "{what}");
    }
}

#[test]
fn a_balance_that_does_not_hold_is_shown_with_what_is_there() {
    let book = read("2024-01-05 x\n  a  5.00 EUR = 6.00 EUR\n  b\n");
    let assertion = &book.assertions[0];
    assert!(!assertion.holds());
    assert_eq!((assertion.line, assertion.actual.to_string()), (2, "5.00".to_owned()));
}
