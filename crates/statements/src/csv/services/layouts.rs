//! The headings by which each export is known, in the languages of its service. Headings as [`fold`] leaves them.
//!
//! Sources: the services' own help pages on their downloads, and public files of them. PayPal's, Etsy's and Revolut's
//! headings follow the language of the account; the others are English everywhere.

use super::super::words::fold;
use super::Export;
use super::columns::Field::*;
use super::columns::{Columns, Field};
use crate::date::DateOrder;

/// How an export is known and where its fields stand.
pub struct Layout {
    pub export: Export,
    /// Fields without which a file is not this export.
    needed: &'static [Field],
    columns: &'static [(Field, &'static str)],
    /// The order of its dates, where it is always the same.
    pub order: Option<DateOrder>,
}

/// The export with these headings, and its columns.
pub fn recognise(header: &[String]) -> Option<(&'static Layout, Columns)> {
    if header.len() < 6 {
        return None;
    }
    let folded: Vec<String> = header.iter().map(|heading| fold(heading)).collect();
    LAYOUTS.iter().find_map(|layout| {
        let columns = Columns::find(&folded, layout.columns);
        layout.needed.iter().all(|field| columns.has(*field)).then_some((layout, columns))
    })
}

/// The layout of a known export.
pub fn layout(export: Export, header: &[String]) -> Option<(&'static Layout, Columns)> {
    recognise(header).filter(|(layout, _)| layout.export == export)
}

const PAYPAL: &[(Field, &str)] = &[
    (Date, "date|datum|fecha|data"),
    (Kind, "type|typ|tipo|description|beschreibung|omschrijving|descripcion|descrizione"),
    (Status, "status|etat|statut|estado|stato"),
    (
        Impact,
        "balance impact|auswirkung auf guthaben|impact sur le solde|impact sur solde|efecto sobre el saldo|impatto sul saldo",
    ),
    (Currency, "currency|wahrung|devise|valuta|divisa"),
    (Gross, "gross|brutto|brut|avant commission|bruto|lordo"),
    (Fee, "fee|gebuhr|entgelt|commission|frais|kosten|vergoeding|comision|tarifa|tariffa"),
    (Net, "net|netto|neto"),
    (Balance, "balance|guthaben|solde|saldo"),
    (
        Id,
        "transaction id|transaktionscode|numero de transaction|transactiereferentie|id de transaccion|codice transazione",
    ),
    (
        Parent,
        "reference txn id|zugehoriger transaktionscode|numero de la transaction de reference|numero de transaction de reference|id de transaccion de referencia|codice transazione di riferimento|txn referentie id",
    ),
    (
        Reference,
        "invoice number|invoice id|rechnungsnummer|numero de facture|identifiant de facture|factuurnummer|numero de factura|numero fattura",
    ),
    (Name, "name|nom|naam|nombre|nome"),
    (Text, "item title|artikelbezeichnung|titre de l objet|subject|betreff|objet"),
    (Detail, "note|hinweis|remarque|nota"),
];

const STRIPE: &[(Field, &str)] = &[
    (Date, "created utc|created|created date utc|automatic payout effective at utc"),
    (Kind, "reporting category|type"),
    (Currency, "currency"),
    (Gross, "gross|amount"),
    (Fee, "fee|fees"),
    (Net, "net"),
    (Id, "balance transaction id|id"),
    (Parent, "source id|source"),
    (Text, "description"),
    (OriginalAmount, "customer facing amount"),
    (OriginalCurrency, "customer facing currency"),
];

static LAYOUTS: &[Layout] = &[
    Layout {
        export: Export::PaypalActivity,
        needed: &[Date, Kind, Currency, Gross, Fee, Net, Id],
        columns: PAYPAL,
        order: None,
    },
    Layout {
        export: Export::StripePayments,
        needed: &[Date, Gross, Refunded, Fee, OriginalAmount, Status],
        columns: &[
            (Date, "created utc|created date utc|created"),
            (Status, "status"),
            // What the customer paid, and what it became in the account's currency.
            (OriginalAmount, "amount"),
            (OriginalCurrency, "currency"),
            (Gross, "converted amount"),
            (Refunded, "converted amount refunded"),
            (Currency, "converted currency"),
            (Fee, "fee"),
            (FeeTax, "taxes on fee"),
            (Id, "id"),
            (Text, "description"),
            (Name, "card name|customer description|customer email"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::StripeBalance,
        needed: &[Date, Kind, Currency, Gross, Fee, Net, Id],
        columns: STRIPE,
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::StripePayouts,
        needed: &[Date, Gross, Currency, Status, Id, Parent],
        columns: &[
            (Date, "created utc|created"),
            (Started, "arrival date utc|arrival date"),
            (Gross, "amount"),
            (Currency, "currency"),
            (Status, "status"),
            // The balance history names the same movement by its balance transaction.
            (Id, "balance transaction|balance transaction id"),
            (Parent, "arrival date utc|arrival date"),
            (Text, "description|statement descriptor"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::ShopifyTransactions,
        needed: &[Date, Kind, Gross, Fee, Net, Status],
        columns: &[
            (Date, "transaction date"),
            (Kind, "type"),
            (Status, "payout status"),
            (Started, "payout date"),
            (Currency, "currency"),
            (Gross, "amount"),
            (Fee, "fee"),
            (FeeTax, "vat"),
            (Net, "net"),
            (Detail, "order"),
            (Text, "card brand|payment method name"),
            (OriginalAmount, "presentment amount"),
            (OriginalCurrency, "presentment currency"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::ShopifyOrders,
        needed: &[Date, Status, Gross, Name, Started],
        columns: &[
            (Date, "paid at"),
            (Started, "created at"),
            (Status, "financial status"),
            (Currency, "currency"),
            (Gross, "total"),
            (Refunded, "refunded amount"),
            (Name, "billing name"),
            (Detail, "name"),
            (Text, "payment method"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::EtsyStatement,
        needed: &[Date, Kind, Text, Detail, Currency, Gross, Fee, Net],
        columns: &[
            (Date, "date|datum|fecha|data"),
            (Kind, "type|art|typ|tipo|soort"),
            (Text, "title|titel|titre|titulo|titolo"),
            (Detail, "info|infos|informacion|informazioni"),
            (Currency, "currency|wahrung|devise|moneda|valuta"),
            (Gross, "amount|betrag|montant|importe|importo|bedrag"),
            (
                Fee,
                "fees taxes|gebuhren steuern|gebuhren und steuern|frais et taxes|frais taxes|tarifas e impuestos|tariffe e imposte|kosten en btw",
            ),
            (Net, "net|netto|neto"),
        ],
        order: None,
    },
    Layout {
        export: Export::EtsyOrders,
        needed: &[Date, Id, Gross, Tax, Fee, Net],
        columns: &[
            (Date, "sale date"),
            (Id, "order id"),
            (Name, "full name"),
            (Currency, "currency"),
            (Gross, "order total"),
            (Tax, "sales tax"),
            (Fee, "card processing fees"),
            (Net, "order net"),
        ],
        order: Some(DateOrder::MonthDayYear),
    },
    Layout {
        export: Export::WiseStatement,
        needed: &[Date, Id, Net, Currency, Balance],
        columns: &[
            (Date, "date"),
            (Id, "transferwise id|wise id"),
            (Net, "amount"),
            (Currency, "currency"),
            (Text, "description"),
            (Reference, "payment reference"),
            (Balance, "running balance"),
            (OriginalCurrency, "exchange to"),
            (OriginalAmount, "exchange to amount"),
            (Payer, "payer name"),
            (Name, "payee name"),
            (Merchant, "merchant"),
            (CounterpartyAccount, "payee account number"),
            (Fee, "total fees"),
        ],
        order: Some(DateOrder::DayMonthYear),
    },
    Layout {
        export: Export::WiseTransfers,
        needed: &[Date, Id, Kind, Gross, Currency, TargetAmount, TargetCurrency],
        columns: &[
            (Id, "id"),
            (Status, "status"),
            (Kind, "direction"),
            (Date, "finished on"),
            (Started, "created on"),
            (Fee, "source fee amount"),
            (Payer, "source name"),
            (Gross, "source amount after fees"),
            (Currency, "source currency"),
            (Name, "target name"),
            (TargetAmount, "target amount after fees"),
            (TargetCurrency, "target currency"),
            (TargetFee, "target fee amount"),
            (Text, "reference"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::RevolutBusiness,
        needed: &[Date, Started, Kind, Gross, Fee, Id],
        columns: &[
            (Date, "date completed utc|date completed europe london|date completed"),
            (Started, "date started utc|date started europe london|date started"),
            (Id, "id"),
            (Kind, "type"),
            (Status, "state"),
            (Text, "description"),
            (Reference, "reference"),
            (Payer, "payer"),
            (OriginalCurrency, "orig currency"),
            (OriginalAmount, "orig amount"),
            (Currency, "payment currency"),
            (Gross, "amount"),
            (Net, "total amount"),
            (Fee, "fee"),
            (Balance, "balance"),
            (Account, "account"),
            (CounterpartyAccount, "beneficiary iban|beneficiary account number"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::RevolutStatement,
        needed: &[Date, Started, Kind, Gross, Fee, Currency, Status, Text],
        columns: &[
            (
                Date,
                "completed date|datum des abschlusses|abschlussdatum|date de fin|date d achevement|fecha de finalizacion|data di completamento|voltooiingsdatum|data de conclusao",
            ),
            (
                Started,
                "started date|datum des beginns|anfangsdatum|date de debut|date de lancement|fecha de inicio|data di inizio|startdatum|data de inicio",
            ),
            (Kind, "type|art|typ|tipo"),
            (Account, "product|produkt|produit|producto|prodotto|produto"),
            (Text, "description|beschreibung|descripcion|descrizione|beschrijving|descricao"),
            (Gross, "amount|betrag|montant|importe|importo|bedrag|montante"),
            (Fee, "fee|gebuhr|frais|comision|costo|kosten|comissao"),
            (Currency, "currency|wahrung|devise|divisa|valuta|moeda"),
            (Status, "state|status|etat|estado|stato"),
            (Balance, "balance|kontostand|saldo|solde"),
        ],
        order: Some(DateOrder::YearMonthDay),
    },
    Layout {
        export: Export::SquareTransactions,
        needed: &[Date, Gross, Fee, Net, Kind],
        columns: &[
            (Date, "date"),
            // Only to know the export by; a refund is known by its amount.
            (Kind, "gross sales"),
            (Gross, "total collected"),
            (Cash, "cash"),
            (OtherTender, "other tender"),
            (Fee, "fees"),
            (Net, "net total"),
            (Id, "payment id|transaction id"),
            (Text, "description"),
            (Detail, "event type"),
            (Name, "customer name"),
            (Currency, "currency"),
        ],
        order: None,
    },
];
