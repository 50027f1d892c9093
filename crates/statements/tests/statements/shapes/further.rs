//! Further afield: cards, app banks, and exports of countries that the other tables do not know.

use super::writing::{PLAIN, Shape, Sign};

const US: Shape = Shape { delimiter: ',', dates: "12/31/2026", mark: '.', currency: "USD", line_end: "\n", ..PLAIN };
const ISO: Shape = Shape { delimiter: ',', dates: "2026-12-31", mark: '.', line_end: "\n", ..PLAIN };
const GB: Shape = Shape { delimiter: ',', dates: "31/12/2026", mark: '.', currency: "GBP", ..PLAIN };

pub const SHAPES: &[&Shape] = &[
    &Shape {
        name: "US card, purchases plus, card member",
        columns: "date:Date|text:Description|kind:Card Member|number:Account #|amount:Amount",
        sign: Sign::Turned,
        ..US
    },
    &Shape {
        name: "US card, purchases plus, trans. date",
        columns: "date:Trans. Date|date:Post Date|text:Description|amount:Amount|category:Category",
        sign: Sign::Turned,
        ..US
    },
    &Shape {
        name: "US card, purchases plus, purchased by",
        columns: "date:Transaction Date|date:Clearing Date|text:Description|who:Merchant|category:Category|kind:Type|amount:Amount (USD)|kind:Purchased By",
        sign: Sign::Turned,
        ..US
    },
    &Shape {
        name: "US bank, running bal., summary in front",
        columns: "date:Date|text:Description|amount:Amount|balance:Running Bal.",
        group: Some(','),
        before: "Description,,Summary Amt.\nBeginning balance as of 03/01/2026,,\"2,500.00\"\nTotal credits,,\"21,295.00\"\n",
        ..US
    },
    &Shape {
        name: "US app bank, UTC, source account",
        columns: "date:Date (UTC)|text:Description|amount:Amount|gebucht:Status|number:Source Account|reference:Reference|category:Category",
        dates: "2026-12-31",
        ..US
    },
    &Shape {
        name: "US app bank, payee, account last",
        columns: "date:Date|who:Payee|number:Account #|kind:Transaction Type|text:Description|reference:Reference|booked:Status|amount:Amount|currency:Currency|balance:Balance",
        ..US
    },
    &Shape {
        name: "US credit union, account designator",
        columns: "number:Account Number|date:Post Date|cheque:Check|text:Description|out:Debit|in:Credit|booked:Status|balance:Balance",
        ..US
    },
    &Shape {
        name: "CA, remark in front, compact dates",
        columns: "number:First Bank Card|kind:Transaction Type|date:Date Posted|amount:Transaction Amount|text:Description",
        dates: "20261231",
        before: "Following data is valid as of 20260402 (Year/Month/Day)\n\n",
        ..US
    },
    &Shape {
        name: "CA, transaction, name, memo",
        columns: "date:Date|kind:Transaction|who:Name|text:Memo|amount:Amount",
        ..US
    },
    &Shape {
        name: "NZ, details, particulars, code",
        columns: "kind:Type|who:Details|text:Particulars|reference:Code|reference:Reference|amount:Amount|date:Date|foreign:ForeignCurrencyAmount|rate:ConversionCharge",
        ..GB
    },
    &Shape {
        name: "NZ, unique id, tran type",
        columns: "date:Date|id:Unique Id|kind:Tran Type|cheque:Cheque Number|who:Payee|text:Memo|amount:Amount",
        dates: "2026/12/31",
        before: "Created date / time : 2 April 2026 / 09:10:11\nBank 12; Branch 3140; Account 0402183-50\nFrom date 20260301\nTo date 20260402\nAvail Bal : 21824.75 as of 20260402\nLedger Balance : 21824.75 as of 20260402\n",
        ..GB
    },
    &Shape {
        name: "AU, merchant, balance in the middle",
        columns: "date:Date|amount:Amount|number:Account Number|empty:|kind:Transaction Type|text:Transaction Details|balance:Balance|category:Category|who:Merchant Name",
        ..GB
    },
    &Shape {
        name: "ZA, amount before balance before text",
        columns: "date:Date|amount:Amount|balance:Balance|text:Description",
        dates: "2026/12/31",
        ..GB
    },
    &Shape {
        name: "GB, paid in, paid out and amount",
        columns: "date:Date|id:Transaction ID|text:Transaction description|reference:Reference|in:Paid in|out:Paid out|amount:Amount|balance:Balance",
        dates: "2026-12-31",
        ..GB
    },
    &Shape {
        name: "GB, reference first, money in and out",
        columns: "date:Date|text:Reference|kind:Transaction type|in:Money in|out:Money out|balance:Balance",
        group: Some(','),
        ..GB
    },
    &Shape {
        name: "SG, withdrawals and deposits named by the currency",
        columns: "date:Transaction date|value:Value date|text:Description|out:Withdrawals (SGD)|in:Deposits (SGD)",
        group: Some(','),
        ..GB
    },
    &Shape {
        name: "AE, narration, running balance",
        columns: "date:Date|text:Narration|out:Debit|in:Credit|balance:Running Balance",
        group: Some(','),
        ..GB
    },
    &Shape {
        name: "NG, remarks last",
        columns: "date:Trans Date|reference:Reference|value:Value Date|out:Debit|in:Credit|balance:Balance|text:Remarks",
        dates: "31-Dec-26",
        group: Some(','),
        ..GB
    },
    &Shape {
        name: "MX, cargo and abono",
        columns: "date:Día|text:Concepto / Referencia|out:Cargo|in:Abono|balance:Saldo",
        group: Some(','),
        encoding: "windows-1252",
        ..GB
    },
    &Shape {
        name: "CL, cargos, abonos, saldo",
        columns: "date:Fecha|text:Descripción|out:Cargos|in:Abonos|balance:Saldo",
        dates: "31/12/2026",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "AR, saldo parcial",
        columns: "date:Fecha|text:Movimiento|out:Débito|in:Crédito|balance:Saldo Parcial|empty:Comentarios",
        dates: "31/12/2026",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "TR, tarih, tutar, bakiye",
        columns: "date:Tarih|text:Açıklama|category:Etiket|amount:Tutar|balance:Bakiye|reference:Dekont No",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "HU, könyvelés dátuma",
        columns: "date:könyvelés dátuma|id:tranzakció azonosító|kind:típus|number:könyvelési számla|who:partner elnevezése|iban:partner számla|amount:összeg|currency:összeg devizaneme|text:közlemény",
        dates: "2026-12-31",
        delimiter: '\t',
        mark: '.',
        ..PLAIN
    },
    &Shape {
        name: "RO, descriere, sold contabil",
        columns: "date:Data tranzactie|value:Data valuta|text:Descriere|reference:Referinta tranzactiei|out:Debit|in:Credit|balance:Sold contabil",
        delimiter: ',',
        dates: "2026-12-31",
        mark: '.',
        ..PLAIN
    },
    &Shape {
        name: "GR, in its own letters",
        columns: "date:Ημερομηνία|text:Περιγραφή|amount:Ποσό|balance:Υπόλοιπο",
        dates: "31/12/2026",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "UA, in its own letters",
        columns: "date:Дата операції|text:Опис операції|amount:Сума|currency:Валюта|balance:Залишок",
        currency: "UAH",
        ..PLAIN
    },
    &Shape {
        name: "JP, in its own letters",
        columns: "date:日付|text:摘要|out:お支払金額|in:お預り金額|balance:残高",
        dates: "2026/12/31",
        mark: '.',
        delimiter: ',',
        ..PLAIN
    },
    &Shape {
        name: "HR, isplate, uplate, stanje",
        columns: "value:Datum valute|date:Datum izvršenja|text:Opis plaćanja|out:Isplate|in:Uplate|balance:Stanje",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "SI, breme in dobro",
        columns: "date:DATUM KNJIŽENJA|who:PARTNER|text:NAMEN|out:BREME|in:DOBRO|currency:VALUTA",
        group: Some('.'),
        encoding: "windows-1250",
        ..PLAIN
    },
    &Shape {
        name: "SK, suma, mena, protistrana",
        columns: "date:Dátum zaúčtovania|who:Protistrana|iban:Účet protistrany|amount:Suma|currency:Mena|text:Popis",
        ..PLAIN
    },
    &Shape {
        name: "LT, D and K",
        columns: "number:Sąskaitos Nr.|date:Data|who:Gavėjas|text:Paaiškinimai|size:Suma|currency:Valiuta|direction:D/K|id:Įrašo Nr.",
        dates: "2026-12-31",
        delimiter: ',',
        mark: '.',
        directions: ["K", "D"],
        sign: Sign::None,
        quoted: true,
        ..PLAIN
    },
    &Shape {
        name: "EE, Debit/Credit (D/C) beside signs",
        columns: "account:Account no|reference:Document no|date:Date|iban:Customer account|who:Customer name|direction:Debit/Credit (D/C)|amount:Amount|reference:Reference number|id:Archiving code|text:Description|nothing:Fee|currency:Currency",
        directions: ["C", "D"],
        quoted: true,
        ..ISO
    },
    &Shape {
        name: "DE, Sender / Empfänger",
        columns: "date:Buchung|value:Valuta|who:Sender / Empfänger|iban:IBAN / Konto-Nr.|bic:BIC / BLZ|kind:Buchungstext|text:Verwendungszweck|category:Kategorie|empty:Stichwörter|empty:Umsatz geteilt|amount:Betrag in EUR",
        group: Some('.'),
        encoding: "UTF-8 with mark",
        ..PLAIN
    },
    &Shape {
        name: "DE, Vorgang and Umsatz in EUR",
        columns: "date:Buchungstag|value:Wertstellung (Valuta)|kind:Vorgang|text:Buchungstext|amount:Umsatz in EUR|empty:",
        group: Some('.'),
        quoted: true,
        encoding: "windows-1252",
        before: ";\n\"Umsätze Girokonto\";\"Zeitraum: 30 Tage\";\n\"Neuer Kontostand\";\"21.824,75 EUR\";\n\n",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "CH, Belastung and Gutschrift CHF, saldo",
        columns: "date:Datum|text:Buchungstext|currency:Whg|empty:Betrag Detail|id:ZKB-Referenz|reference:Referenznummer|out:Belastung CHF|in:Gutschrift CHF|value:Valuta|balance:Saldo CHF",
        currency: "CHF",
        mark: '.',
        group: Some('\''),
        quoted: true,
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "BE, Rekening tegenpartij, mededelingen",
        columns: "account:Rekening|date:Boekingsdatum|number:Rekeninguittrekselnummer|row:Transactienummer|iban:Rekening tegenpartij|who:Naam tegenpartij bevat|empty:Straat en nummer|empty:Postcode en plaats|kind:Transactie|value:Valutadatum|amount:Bedrag|currency:Devies|bic:BIC|empty:Landcode|text:Mededelingen",
        dates: "31/12/2026",
        ..PLAIN
    },
    &Shape {
        name: "BE, Volgnummer and Uitvoeringsdatum",
        columns: "reference:Volgnummer|date:Uitvoeringsdatum|value:Valutadatum|amount:Bedrag|currency:Valuta rekening|account:Rekeningnummer|kind:Type verrichting|iban:Tegenpartij|who:Naam van de tegenpartij|text:Mededeling|kind:Details|booked:Status|empty:Reden van weigering",
        dates: "31/12/2026",
        ..PLAIN
    },
    &Shape {
        name: "PL, conclusions in two currencies",
        columns: "account:Numer rachunku/karty|bought:Data transakcji|date:Data rozliczenia|kind:Rodzaj transakcji|iban:Na konto/Z konta|who:Odbiorca/Zleceniodawca|text:Opis|out:Obciążenia|in:Uznania|balance:Saldo|currency:Waluta",
        dates: "2026-12-31",
        delimiter: ',',
        mark: '.',
        quoted: true,
        out_minus: true,
        currency: "PLN",
        ..PLAIN
    },
];
