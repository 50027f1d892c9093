//! What the columns of a ledger are called, in English, German and French, in GnuCash, and in the file that French law
//! asks of every set of books (Livre des procédures fiscales, article A.47 A-1).

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Date,
    Transaction,
    Journal,
    Account,
    AccountCode,
    AccountKind,
    DebitAccount,
    CreditAccount,
    Debit,
    Credit,
    Amount,
    Currency,
    BookAmount,
    BookCurrency,
    Basis,
    Text,
    Party,
    Reference,
    Note,
    Tags,
    /// GnuCash: the value in the transaction's currency.
    ValueNumber,
    /// GnuCash: the amount with its commodity.
    AmountWithSymbol,
    /// GnuCash: why a transaction counts no more.
    Void,
}

const WORDS: &[(Heading, &[&str])] = &[
    (
        Heading::Date,
        &[
            "date",
            "postingdate",
            "transactiondate",
            "entrydate",
            "datum",
            "buchungsdatum",
            "buchungstag",
            "ecrituredate",
            "datecomptable",
        ],
    ),
    (
        Heading::Transaction,
        &[
            "entry",
            "transaction",
            "transactionid",
            "txn",
            "txnid",
            "entryid",
            "entrynumber",
            "entryno",
            "voucher",
            "journalentry",
            "journalno",
            "buchungsnummer",
            "buchungsnr",
            "buchungssatz",
            "ecriturenum",
            "numecriture",
            "numerodecriture",
            "id",
        ],
    ),
    (Heading::Journal, &["journal", "journalcode"]),
    (
        Heading::Account,
        &[
            "account",
            "accountname",
            "fullaccountname",
            "konto",
            "kontoname",
            "kontobezeichnung",
            "compte",
            "comptelib",
            "libellecompte",
        ],
    ),
    (
        Heading::AccountCode,
        &["accountcode", "accountnumber", "accountno", "kontonummer", "kontonr", "comptenum", "numcompte"],
    ),
    (Heading::AccountKind, &["accountkind", "accounttype", "kontoart", "typedecompte"]),
    (Heading::DebitAccount, &["debitaccount", "sollkonto", "kontosoll", "comptedebit", "comptedebite"]),
    (Heading::CreditAccount, &["creditaccount", "habenkonto", "kontohaben", "comptecredit", "comptecredite"]),
    (Heading::Debit, &["debit", "debitamount", "soll", "sollbetrag", "montantdebit"]),
    (Heading::Credit, &["credit", "creditamount", "haben", "habenbetrag", "montantcredit"]),
    (Heading::Amount, &["amount", "amountnum", "betrag", "montant"]),
    (Heading::Currency, &["currency", "commodity", "commoditycurrency", "wahrung", "devise", "idevise", "monnaie"]),
    (Heading::BookAmount, &["bookamount"]),
    (Heading::BookCurrency, &["bookcurrency"]),
    (Heading::Basis, &["basis"]),
    (
        Heading::Text,
        &[
            "text",
            "description",
            "narration",
            "details",
            "buchungstext",
            "beschreibung",
            "libelle",
            "ecriturelib",
            "intitule",
        ],
    ),
    (
        Heading::Party,
        &["party", "payee", "contact", "customer", "supplier", "partner", "tiers", "compauxlib", "geschaftspartner"],
    ),
    (
        Heading::Reference,
        &["reference", "ref", "number", "document", "pieceref", "piece", "beleg", "belegnummer", "belegnr"],
    ),
    (Heading::Note, &["note", "notes", "memo", "comment", "notiz", "remarque"]),
    (Heading::Tags, &["tags", "schlagworte", "etiquettes"]),
    (Heading::ValueNumber, &["valuenum"]),
    (Heading::AmountWithSymbol, &["amountwithsym"]),
    (Heading::Void, &["voidreason"]),
];

/// What a heading says; nothing where it says nothing known.
pub(super) fn heading(text: &str) -> Option<Heading> {
    let folded = folded(text);
    WORDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(heading, _)| *heading)
}

/// Letters and digits alone, in lower case, without accents.
fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric());
    letters
        .map(|letter| match letter {
            'é' | 'è' | 'ê' => 'e',
            'ä' | 'à' | 'â' => 'a',
            'ö' | 'ô' => 'o',
            'ü' | 'û' | 'ù' => 'u',
            'ç' => 'c',
            'î' | 'ï' => 'i',
            letter => letter,
        })
        .collect()
}
