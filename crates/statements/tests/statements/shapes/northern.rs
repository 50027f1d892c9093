//! Germany, Austria, Switzerland, the Netherlands, Belgium, Denmark, Sweden, Norway, Finland, Poland, Czechia.

use super::writing::{PLAIN, PURCHASES, Shape, Sign, WEEK};

pub const SHAPES: &[&Shape] = &[
    &Shape {
        name: "DE savings bank, Windows-1252, two-digit years",
        columns: "account:Auftragskonto|date:Buchungstag|value:Valutadatum|kind:Buchungstext|text:Verwendungszweck|who:Beguenstigter/Zahlungspflichtiger|iban:Kontonummer|bic:BLZ|amount:Betrag|currency:Waehrung|booked:Info",
        quoted: true,
        encoding: "windows-1252",
        dates: "31.12.26",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "DE direct bank, preamble and state",
        columns: "date:Buchungsdatum|value:Wertstellung|gebucht:Status|empty:Zahlungspflichtige*r|who:Zahlungsempfänger*in|text:Verwendungszweck|kind:Umsatztyp|iban:IBAN|amount:Betrag (€)|empty:Gläubiger-ID|empty:Mandatsreferenz|reference:Kundenreferenz",
        quoted: true,
        encoding: "UTF-8 with mark",
        dates: "31.12.26",
        group: Some('.'),
        before: "\"Girokonto\";\"DE02120300000000202051\"\n\"Zeitraum:\";\"01.03.2026 - 02.04.2026\"\n\"Kontostand vom 02.04.2026:\";\"12.345,67 €\"\n\"\"",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "DE, balance, currency twice, preamble",
        columns: "date:Buchung|value:Wertstellungsdatum|who:Auftraggeber/Empfänger|kind:Buchungstext|text:Verwendungszweck|balance:Saldo|currency:Währung|amount:Betrag|currency:Währung",
        encoding: "windows-1252",
        group: Some('.'),
        before: "Umsatzanzeige;Datei erstellt am: 02.04.2026 08:15\n\nIBAN;DE02 1203 0000 0000 2020 51\nKontoname;Girokonto\nSaldo;22.134,75;EUR\n\nIn der CSV-Datei finden Sie alle bereits gebuchten Umsätze.\n",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "DE, debit and credit columns with minus, footer",
        columns: "date:Buchungstag|value:Wert|kind:Umsatzart|who:Begünstigter / Auftraggeber|text:Verwendungszweck|iban:IBAN / Kontonummer|bic:BIC|out:Soll|in:Haben|currency:Währung",
        out_minus: true,
        group: Some('.'),
        before: "Umsätze Girokonto;;;Kundennummer: 100 4021837\n01.03.2026 - 02.04.2026\nAlter Kontostand;;;;2.500,00;EUR",
        after: "Kontostand;02.04.2026;;;21.832,25;EUR",
        ..PLAIN
    },
    &Shape {
        name: "DE, letters S and H",
        columns: "date:Buchungsdatum|value:Wertstellung|text:Buchungstext|size:Umsatz|direction:S/H|currency:WKZ",
        directions: ["H", "S"],
        sign: Sign::None,
        ..PLAIN
    },
    &Shape {
        name: "DE card, original amount beside",
        columns: "bought:Belegdatum|date:Buchungsdatum|text:Transaktionsbeschreibung|foreign:Betrag in Fremdwährung|foreign-currency:Fremdwährung|rate:Umrechnungskurs|amount:Betrag in EUR",
        ..PLAIN
    },
    &Shape {
        name: "DE app bank, English headings, points",
        columns: "date:Booking Date|value:Value Date|who:Partner Name|iban:Partner Iban|kind:Type|text:Payment Reference|category:Account Name|amount:Amount (EUR)|foreign:Original Amount|foreign-currency:Original Currency|rate:Exchange Rate",
        delimiter: ',',
        quoted: true,
        dates: "2026-12-31",
        mark: '.',
        line_end: "\n",
        ..PLAIN
    },
    &Shape {
        name: "DE, named months, trailing minus",
        columns: "date:Datum|text:Vorgang|amount:Umsatz|balance:Kontostand",
        dates: "31. Dezember 2026",
        group: Some('.'),
        sign: Sign::Behind,
        ..PLAIN
    },
    &Shape {
        name: "AT, without headings",
        columns: "date:|text:|value:|amount:|currency:|row:",
        header: false,
        ..PLAIN
    },
    &Shape {
        name: "AT, partner and details",
        columns: "date:Buchungsdatum|who:Partnername|iban:Partner IBAN|bic:BIC/SWIFT|amount:Betrag|currency:Währung|text:Buchungs-Details",
        quoted: true,
        delimiter: ',',
        encoding: "UTF-16",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "CH post, in and out with currency",
        columns: "date:Datum|kind:Bewegungstyp|text:Avisierungstext|in:Gutschrift in CHF|out:Lastschrift in CHF|category:Label|category:Kategorie",
        mark: '.',
        out_minus: true,
        currency: "CHF",
        before: "Datum von:;=\"2026-03-01\"\nDatum bis:;=\"2026-04-02\"\nBuchungsart:;=\"Alle Buchungen\"\nKonto:;=\"CH1809000000123456789\"\nWährung:;=\"CHF\"\n",
        after: "\nDisclaimer:\nDies ist kein durch die Bank erstelltes Dokument.",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "CH, apostrophes, total at the end",
        columns: "date:Datum|text:Buchungstext|id:ZKB-Referenz|out:Belastung CHF|in:Gutschrift CHF|value:Valuta|balance:Saldo CHF",
        mark: '.',
        group: Some('\''),
        quoted: true,
        after: "\"\";\"Total\";\"\";\"1'970.25\";\"21'295.00\";\"\";\"\"",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "CH, one amount named credit/debit",
        columns: "account:IBAN|date:Booked At|text:Text|amount:Credit/Debit Amount|balance:Balance|value:Valuta Date",
        dates: "2026-12-31",
        mark: '.',
        ..PLAIN
    },
    &Shape {
        name: "NL, Af and Bij",
        columns: "date:Datum|who:Naam / Omschrijving|account:Rekening|iban:Tegenrekening|bic:Code|direction:Af Bij|size:Bedrag (EUR)|kind:Mutatiesoort|text:Mededelingen",
        delimiter: ',',
        quoted: true,
        dates: "20261231",
        directions: ["Bij", "Af"],
        sign: Sign::None,
        ..PLAIN
    },
    &Shape {
        name: "NL, signs always, two texts",
        columns: "account:IBAN/BBAN|currency:Munt|bic:BIC|row:Volgnr|date:Datum|value:Rentedatum|amount:Bedrag|balance:Saldo na trn|iban:Tegenrekening IBAN/BBAN|who:Naam tegenpartij|text:Omschrijving-1|empty:Omschrijving-2|empty:Oorspr bedrag|empty:Oorspr munt|empty:Koers",
        delimiter: ',',
        quoted: true,
        dates: "2026-12-31",
        sign: Sign::Always,
        ..PLAIN
    },
    &Shape {
        name: "NL, tabs, without headings",
        columns: "number:|currency:|date:|value:|amount:|text:",
        delimiter: '\t',
        header: false,
        dates: "20261231",
        ..PLAIN
    },
    &Shape {
        name: "NL, CreditDebet with C and D",
        columns: "account:Rekeningnummer|date:Transactiedatum|currency:Valutacode|direction:CreditDebet|size:Bedrag|iban:Tegenrekeningnummer|who:Tegenrekeninghouder|value:Valutadatum|kind:Betaalwijze|text:Omschrijving",
        directions: ["C", "D"],
        sign: Sign::None,
        dates: "31-12-2026",
        before: "EXPORT;;;;;;;;;",
        ..PLAIN
    },
    &Shape {
        name: "BE, in, out and signed at once",
        columns: "account:Rekeningnummer|category:Rubrieknaam|category:Naam|currency:Munt|row:Afschriftnummer|date:Datum|text:Omschrijving|value:Valuta|amount:Bedrag|balance:Saldo|in:credit|out:debet|iban:rekeningnummer tegenpartij|who:Naam tegenpartij",
        dates: "31/12/2026",
        out_minus: true,
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "DA, points for thousands, reconciled",
        columns: "date:Dato|text:Tekst|amount:Beløb|balance:Saldo|booked:Status|empty:Afstemt",
        encoding: "windows-1252",
        quoted: true,
        group: Some('.'),
        currency: "DKK",
        ..PLAIN
    },
    &Shape {
        name: "DA, sender and receiver",
        columns: "date:Bogføringsdato|amount:Beløb|empty:Afsender|empty:Modtager|who:Navn|text:Beskrivelse|balance:Saldo|currency:Valuta",
        dates: "2026/12/31",
        currency: "DKK",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "SV, row numbers and cleared balance",
        columns: "row:Radnummer|number:Clearingnummer|number:Kontonummer|category:Produkt|currency:Valuta|date:Bokföringsdag|bought:Transaktionsdag|value:Valutadag|reference:Referens|text:Beskrivning|amount:Belopp|balance:Bokfört saldo",
        delimiter: ',',
        dates: "2026-12-31",
        mark: '.',
        encoding: "windows-1252",
        currency: "SEK",
        before: "* Transaktioner Period 2026-03-01 - 2026-04-02 Skapad 2026-04-02 10:08",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "SV, tabs, spaces between thousands",
        columns: "date:Reskontradatum|bought:Transaktionsdatum|text:Text|amount:Belopp|balance:Saldo",
        delimiter: '\t',
        dates: "2026-12-31",
        group: Some('\u{A0}'),
        ..PLAIN
    },
    &Shape {
        name: "SV, receiver in the text, verification number",
        columns: "date:Bokföringsdatum|value:Valutadatum|id:Verifikationsnummer|text:Text/mottagare|amount:Belopp|balance:Saldo",
        dates: "2026-12-31",
        mark: '.',
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "NO, out of and into the account",
        columns: "date:Dato|text:Forklaring|value:Rentedato|out:Ut fra konto|in:Inn på konto",
        quoted: true,
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "FI, kind, explanation and message",
        columns: "date:Kirjauspäivä|value:Arvopäivä|amount:Määrä EUROA|kind:Laji|kind:Selitys|who:Saaja/Maksaja|iban:Saajan tilinumero ja pankin BIC|reference:Viite|text:Viesti|id:Arkistointitunnus",
        quoted: true,
        dates: "2026-12-31",
        ..PLAIN
    },
    &Shape {
        name: "PL, hash marks, currency in the amount",
        columns: "date:#Data operacji|value:#Data księgowania|kind:#Opis operacji|text:#Tytuł|who:#Nadawca/Odbiorca|iban:#Numer konta|amount:#Kwota|balance:#Saldo po operacji",
        encoding: "windows-1250",
        dates: "2026-12-31",
        group: Some(' '),
        unit: " PLN",
        before: "mKonto;\n#Klient;\nBLUE RIDGE;\n\n#Za okres:;\n01.03.2026;02.04.2026;\n\n#Waluta;#Wpływy;#Wydatki;\nPLN;21 295,00;-1 970,25;\n\n#Saldo początkowe;2 500,00 PLN;\n",
        after: ";;;;;;#Saldo końcowe;21 824,75 PLN;",
        ..PLAIN
    },
    &Shape {
        name: "PL, operations with quoted cells",
        columns: "date:Data operacji|value:Data waluty|kind:Typ transakcji|amount:Kwota|currency:Waluta|balance:Saldo po transakcji|text:Opis transakcji|empty:",
        delimiter: ',',
        quoted: true,
        dates: "2026-12-31",
        mark: '.',
        sign: Sign::Always,
        encoding: "windows-1250",
        currency: "PLN",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "PL, charges and credits",
        columns: "account:Numer rachunku/karty|bought:Data transakcji|date:Data rozliczenia|kind:Rodzaj transakcji|iban:Na konto/Z konta|who:Odbiorca/Zleceniodawca|text:Opis|out:Obciążenia|in:Uznania|balance:Saldo|currency:Waluta",
        delimiter: ',',
        quoted: true,
        dates: "2026-12-31",
        mark: '.',
        out_minus: true,
        currency: "PLN",
        ..PLAIN
    },
    &Shape {
        name: "CS, volume and protiúčet",
        columns: "id:ID operace|date:Datum|amount:Objem|currency:Měna|iban:Protiúčet|who:Název protiúčtu|text:Zpráva pro příjemce|kind:Typ",
        quoted: true,
        currency: "CZK",
        encoding: "UTF-8 with mark",
        before: "\"Výpis č. 3/2026 z účtu\"\n\"Počáteční stav: 2500,00 CZK\"\n",
        after: "\"Suma\";\"\";\"19324,75\"",
        ..PLAIN
    },
    &Shape {
        name: "DE card of purchases without a sign",
        columns: "date:Datum|text:Beschreibung|amount:Betrag",
        sign: Sign::None,
        movements: PURCHASES,
        ..PLAIN
    },
    &Shape {
        name: "DE short week, semicolons, day or month first",
        columns: "date:Buchungstag|text:Verwendungszweck|amount:Betrag",
        dates: "31/12/2026",
        movements: WEEK,
        ..PLAIN
    },
];
