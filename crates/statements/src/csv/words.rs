//! What columns are called, and the words inside some of them, in the languages statements come in.

/// What a heading says a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    BookingDate,
    Date,
    ValueDate,
    Amount,
    Net,
    In,
    Out,
    Balance,
    Fee,
    Direction,
    Currency,
    Account,
    Text,
    Kind,
    Counterparty,
    CounterpartyAccount,
    Id,
    Reference,
    Status,
    /// Something known that must not be taken for anything above: an original amount, an exchange rate.
    Other,
}

/// Headings as [`fold`] leaves them. Where a heading is not here itself, its beginning or end may be.
const HEADINGS: &[(Role, &[&str])] = &[
    (
        Role::Other,
        &[
            "amount currency", "amount in foreign currency", "foreign amount", "original amount", "oorspr bedrag", "oorspr munt", "ursprungsbetrag",
            "originalbetrag", "exchange rate", "exchange to", "exchange from", "koers", "kurs", "wechselkurs", "puvodni castka a mena", "poplatek",
            "presentment amount", "presentment currency", "sales tax", "tax details", "insurance amount", "shipping and handling amount",
            "exchange to amount", "betrag ursprung", "betrag in fremdwahrung", "montant en devise", "betrag original", "local amount", "umsatz in fremdwahrung",
            "payout date", "available on", "available on utc", "closing date", "cashback amount", "vat", "tax", "vat amount", "points",
            "credit limit", "target amount", "source amount", "original currency", "card last four digits", "sort code", "bic", "blz", "bankleitzahl",
            "time", "time zone", "timezone", "volgnr", "afschriftnummer", "category", "kategorie", "labels", "saldo disponible",
            "available balance", "mandatsreferenz", "glaubiger id",
        ],
    ),
    (
        Role::BookingDate,
        &[
            "booking date", "posting date", "post date", "posted date", "date posted", "posted on", "completed date", "date completed", "buchungstag",
            "buchungsdatum", "buchung", "date de comptabilisation", "date comptable", "date d operation", "date operation", "date de l operation",
            "date de l execution", "boekdatum", "fecha contable", "fecha de operacion", "fecha operacion", "data contabile", "data operazione",
            "data da operacao", "data mov", "bokforingsdag", "bokfort", "bogfort", "bogforingsdato", "kirjauspaiva", "datum provedeni", "datum zauctovani",
            "data ksiegowania", "data operacji", "transaction date utc", "created utc", "booked", "booked at", "bokforingsdatum", "bokforingsdato",
        ],
    ),
    (
        Role::Date,
        &[
            "date", "transaction date", "trans date", "datum", "fecha", "data", "dato", "paivays", "datetime", "date time", "transaction date time",
            "transaktionsdatum", "transactiedatum", "date created", "created", "created at", "timestamp", "umsatzdatum", "belegdatum", "effective date",
            "date transaction", "pvm",
        ],
    ),
    (
        Role::ValueDate,
        &[
            "value date", "valuta", "valutadatum", "wertstellung", "wertstellungsdatum", "wertstellungstag", "wert", "date valeur", "date de valeur", "rentedatum", "started date",
            "fecha valor", "data valuta", "data valor", "valutadato", "arvopaiva", "data waluty", "valuteringsdag", "rentedato",
        ],
    ),
    (
        Role::Net,
        &["net", "netto", "net amount", "nettobetrag", "net impact"],
    ),
    (
        Role::Amount,
        &[
            "amount", "betrag", "montant", "bedrag", "importe", "importo", "valor", "belob", "belopp", "belop", "maara", "zauctovana castka", "castka",
            "objem", "kwota", "amount total", "gross", "brutto", "umsatz", "transaction amount", "sum", "summe", "montante", "transaktionsbetrag",
            "betrag in eur", "amount in account currency", "montant en euros", "value", "quantia", "osszeg",
        ],
    ),
    (
        Role::In,
        &[
            "credit", "credits", "deposit", "deposits", "paid in", "money in", "in", "haben", "gutschrift", "gutschriften", "eingang", "eingange",
            "einzahlung", "credit amount", "recette", "bij", "haber", "abono", "abonos", "ingresos", "avere", "accrediti", "entrate", "credito", "kredit", "increase",
            "receipts", "inkomst", "insattning", "ind", "inn", "income", "einnahmen", "credit euros",
        ],
    ),
    (
        Role::Out,
        &[
            "debit", "debits", "withdrawal", "withdrawals", "paid out", "money out", "out", "soll", "belastung", "belastungen", "lastschrift", "ausgang", "ausgange",
            "auszahlung", "debit amount", "depense", "af", "debet", "debe", "cargo", "cargos", "gastos", "dare", "addebiti", "uscite", "debito",
            "decrease", "payments", "uttag", "ud", "ut", "expense", "ausgaben", "debit euros",
        ],
    ),
    (
        Role::Balance,
        &[
            "balance", "running balance", "saldo", "solde", "kontostand", "saldo na trn", "saldo nach buchung", "account balance", "closing balance",
            "saldo na transactie", "balance after", "ledger balance", "saldo final", "saldo posterior", "saldo contabile", "saldo po operacji",
            "current balance", "zustatek", "balance after transaction", "saldo po transakcji", "book balance",
        ],
    ),
    (Role::Fee, &["fee", "fees", "total fees", "amount fee", "gebuhr", "gebuhren", "frais", "kosten", "processing fee", "fees taxes"]),
    (
        Role::Direction,
        &[
            "d c", "c d", "dr cr", "cr dr", "debit credit", "credit debit", "debit or credit", "soll haben", "s h", "soll haben kennzeichen", "sens", "af bij", "transaction type",
            "type", "indicator", "credit debit indicator", "direction", "sign", "debet credit", "dc", "bij af", "kennzeichen", "in out", "dare avere",
        ],
    ),
    (
        Role::Currency,
        &["currency", "wahrung", "waehrung", "devise", "munt", "moneda", "divisa", "moeda", "valuta", "devise du compte", "mena", "mena uctu", "waluta", "curr", "ccy", "account currency", "currency code", "whg", "monnaie"],
    ),
    (
        Role::Account,
        &[
            "account", "account number", "account name", "auftragskonto", "auftraggeberkonto", "iban auftraggeberkonto", "numero de compte", "compte", "rekening",
            "rekeningnummer", "iban bban", "konto", "kontonummer", "cuenta", "conto", "cislo uctu", "product", "iban", "numero conto", "rachunek", "bezeichnung auftragskonto",
            "iban auftragskonto", "account id", "account iban", "accountno", "own account", "cardholder account",
        ],
    ),
    (
        Role::CounterpartyAccount,
        &[
            "counterparty account", "bank account", "tegenrekening", "tegenrekening iban bban", "rekeningnummer tegenpartij", "gegenkonto",
            "kontonummer iban", "iban zahlungsbeteiligter", "cislo protiuctu", "payee account number", "beneficiary account", "counterparty iban",
            "compte contrepartie", "iban des zahlungsbeteiligten", "partner iban", "recipient account", "from email address", "konto iban",
        ],
    ),
    (
        Role::Counterparty,
        &[
            "payee", "payer", "name", "counterparty", "counterparty name", "partner name", "merchant", "merchant name", "naam", "naam tegenpartij",
            "beguenstigter zahlungspflichtiger", "begunstigter zahlungspflichtiger", "name zahlungsbeteiligter", "auftraggeber empfanger", "empfanger", "empfangername", "auftraggebername",
            "auftraggeber begunstigter", "auftraggeber", "contrepartie de l operation", "contrepartie", "beneficiaire", "beneficiary", "nazev protiuctu", "payee name",
            "payer name", "recipient", "to", "from", "partner", "vendor", "zahlungsempfanger", "naam ontvanger", "counter party", "name des partners", "ordenante",
            "beneficiario", "zahlungspflichtiger", "zahlungsempfanger in", "zahlungspflichtige r", "client", "customer", "buyer", "payeur", "tiers", "beneficiary name",
            "mottagare", "modtager", "mottaker", "saaja", "odbiorca", "kontrahent", "gegenpartei",
        ],
    ),
    (
        Role::Text,
        &[
            "description", "details", "detail", "label", "memo", "narrative", "text", "verwendungszweck", "buchungstext", "libelle", "omschrijving",
            "omschrijving 1", "omschrijving 2", "omschrijving 3", "concepto", "descripcion", "descrizione", "causale", "descricao", "historico", "remarque", "note", "notes",
            "transaction description", "original description", "payment reference", "vrije mededeling", "communication", "zprava", "poznamka", "tekst",
            "meddelande", "viesti", "selite", "title", "opis", "tytul", "info", "particulars", "reason", "purpose", "message", "subject", "beschreibung",
            "bezeichnung", "motif", "communications", "transaction details", "transactie omschrijving", "mededelingen", "reference text", "item title", "remark", "remarks",
            "vorgang verwendungszweck", "buchungsdetails", "nature", "libelle operation", "observaciones", "movimiento", "opis operacji",
        ],
    ),
    (
        Role::Kind,
        &["umsatzart", "vorgang", "typ transakce", "kind", "reporting category", "art", "code", "operation type", "buchungsart", "type operation", "typ", "mutatiesoort"],
    ),
    (
        Role::Id,
        &[
            "id", "transaction id", "transferwise id", "balance transaction id", "transactiereferentie", "id transakce", "fitid", "unique id",
            "operation number", "annee reference", "txn id", "transaction reference", "transaktions id", "id transaktion", "id operation",
            "reference txn id dedup", "umsatz id", "buchungs id", "bank reference", "transaktionsreferenz",
        ],
    ),
    (
        Role::Reference,
        &[
            "reference", "ref", "referenz", "cheque", "check number", "check", "cheque number", "check no", "kundenreferenz", "kundenreferenz end to end",
            "betalingskenmerk", "gestructureerde mededeling", "vs", "end to end id", "invoice number", "zahlungsreferenz", "customer reference",
        ],
    ),
    (Role::Status, &["status", "state", "etat", "statut", "estado", "stato", "balance impact", "umsatzstatus"]),
];

/// Words in a direction column for money in.
pub const WORDS_IN: &[&str] =
    &["credit", "cr", "c", "crdt", "cb", "haben", "h", "in", "bij", "+", "gutschrift", "eingang", "deposit", "avere", "crédit", "kredit", "money in"];
/// Words in a direction column for money out.
pub const WORDS_OUT: &[&str] =
    &["debit", "dr", "d", "dbit", "db", "soll", "s", "out", "af", "-", "lastschrift", "belastung", "ausgang", "withdrawal", "dare", "débit", "debet", "money out"];

/// States of a line that has not moved money, or is not there any more.
const NOT_BOOKED: &[&str] = &[
    "pending", "processing", "declined", "failed", "reverted", "cancelled", "canceled", "denied", "expired", "on hold", "held", "placed", "voided", "rejected",
    "unclaimed", "removed", "memo", "in progress", "incomplete", "authorised", "authorized", "vorgemerkt", "umsatz vorgemerkt", "offen", "ausstehend", "abgelehnt", "en attente", "refuse",
    "annule", "pendiente", "in sospeso", "in afwachting", "open",
];

/// Words that open the rows of totals and balances around the movements.
const TOTALS: &[&str] = &[
    "balance", "opening", "closing", "beginning", "ending", "total", "totals", "subtotal", "sum", "saldo", "kontostand", "anfangssaldo", "endsaldo",
    "alter", "neuer", "letzter", "summe", "gesamt", "solde", "totaux", "somme", "eindsaldo", "beginsaldo", "totaal", "totale", "saldi", "suma", "available", "ledger", "start", "end",
];

/// A heading in lower case, without accents, with one space for each run of other signs.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        let plain = match character {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' | 'ą' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
            'ü' | 'ú' | 'ù' | 'û' | 'ů' => 'u',
            'ç' | 'č' | 'ć' => 'c',
            'ñ' | 'ń' => 'n',
            'ý' => 'y',
            'ř' => 'r',
            'š' | 'ś' => 's',
            'ž' | 'ź' | 'ż' => 'z',
            'ł' => 'l',
            other if other.is_alphanumeric() => other,
            // Letters lost to a wrong encoding and everything that is no letter.
            _ => ' ',
        };
        if plain != ' ' || !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(plain);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// What a heading says, and how plainly: 3 for the words themselves, 2 for the words with something behind
/// (`Betrag (EUR)`), 1 for the words at the end (`Total amount`). The longest words that fit count.
pub fn role_of(heading: &str) -> Option<(Role, u8)> {
    let name = fold(heading);
    if name.is_empty() {
        return None;
    }
    let mut best: Option<(Role, u8, usize)> = None;
    for (role, words) in HEADINGS {
        for word in *words {
            let plainness = if name == *word {
                3
            } else if name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')) {
                2
            } else if name.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')) {
                1
            } else {
                continue;
            };
            if best.is_none_or(|(_, plain, length)| (plainness == 3, word.len(), plainness) > (plain == 3, length, plain)) {
                best = Some((*role, plainness, word.len()));
            }
        }
    }
    best.map(|(role, plainness, _)| (role, plainness))
}

/// Whether a heading belongs to a language that never writes the month first. English (US) and Spanish (Puerto Rico,
/// Panama) can; all others of the Unicode CLDR with month-first short dates have no headings here.
pub fn is_day_first_language(heading: &str) -> bool {
    const WORDS: &[&str] = &[
        "buchungstag", "buchungsdatum", "wertstellung", "betrag", "verwendungszweck", "buchungstext", "umsatz", "wahrung", "waehrung", "kontostand", "soll", "haben", "montant",
        "libelle", "devise", "date valeur", "date de valeur", "solde", "bedrag", "omschrijving", "tegenrekening", "rekening", "munt", "af bij", "importo", "descrizione", "causale",
        "entrate", "uscite", "descricao", "historico", "belob", "belopp", "tekst", "kwota", "castka", "remarque",
    ];
    let name = fold(heading);
    WORDS.iter().any(|word| name == *word)
}

/// Whether a line with this state has not moved money.
pub fn is_not_booked(status: &str) -> bool {
    let folded = fold(status);
    NOT_BOOKED.contains(&folded.as_str())
}

/// Whether a text opens a row of totals or balances.
pub fn is_total(text: &str) -> bool {
    let folded = fold(text);
    folded.split(' ').take(3).any(|word| TOTALS.contains(&word))
}

/// What a cell of a direction column says: `true` for money in.
pub fn direction(cell: &str) -> Option<bool> {
    let lower = cell.to_lowercase();
    if WORDS_IN.contains(&lower.as_str()) {
        Some(true)
    } else if WORDS_OUT.contains(&lower.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Whether a heading names the side that pays.
pub fn names_payer(heading: &str) -> bool {
    const WORDS: &[&str] = &["payer", "payer name", "from", "auftraggeber", "auftraggebername", "ordenante", "payeur", "zahlungspflichtige r", "zahlungspflichtiger"];
    WORDS.contains(&fold(heading).as_str())
}

/// Exports of services that exist in the United States only, and write dates the way they do: Mint.
pub fn is_month_first_export<'h>(headings: impl Iterator<Item = &'h str>) -> bool {
    const MINT: &[&str] = &["date", "description", "original description", "amount", "transaction type", "category", "account name", "labels", "notes"];
    headings.map(fold).eq(MINT.iter().map(|heading| (*heading).to_owned()))
}
