//! France, Spain, Italy, Portugal and Brazil.

use super::writing::{PLAIN, Shape, Sign, WEEK};

pub const SHAPES: &[&Shape] = &[
    &Shape {
        name: "FR, preamble with the balance, short labels",
        columns: "date:Date operation|kind:Libelle court|kind:Type operation|text:Libelle operation|amount:Montant operation en euro",
        dates: "31-12-2026",
        before: "Compte de chèques;Compte de chèques;****0521;02/04/2026;;21 824,75",
        ..PLAIN
    },
    &Shape {
        name: "FR, labels over several lines",
        columns: "date:Date|text-in-lines:Libellé|out:Débit euros|in:Crédit euros|empty:",
        encoding: "windows-1252",
        dates: "31/12/2026",
        group: Some('\u{A0}'),
        before: "Téléchargement du 02/04/2026;\n\nM. MARSH\nCompte de Dépôt carte n° 40218377;\nSolde au 02/04/2026 21 824,75 €\n\nListe des opérations du compte entre le 01/03/2026 et le 02/04/2026;\n",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "FR, amount, currency, details",
        columns: "date:Date de l'opération|kind:Libellé|text:Détail de l'écriture|amount:Montant de l'opération|currency:Devise",
        dates: "31/12/2026",
        before: "=\"0003040218377\";01/03/2026;02/04/2026;9;02/04/2026;21824,75 EUR\n",
        encoding: "windows-1252",
        ..PLAIN
    },
    &Shape {
        name: "FR, accounting date, thirteen columns",
        columns: "date:Date de comptabilisation|who:Libelle simplifie|text:Libelle operation|reference:Reference|empty:Informations complementaires|kind:Type operation|category:Categorie|category:Sous categorie|out:Debit|in:Credit|bought:Date operation|value:Date de valeur|nothing:Pointage operation",
        dates: "31/12/2026",
        sign: Sign::Always,
        out_minus: true,
        ..PLAIN
    },
    &Shape {
        name: "FR online bank, English names, balance of today",
        columns: "date:dateOp|value:dateVal|text:label|category:category|category:categoryParent|who:supplierFound|amount:amount|empty:comment|number:accountNum|category:accountLabel",
        dates: "2026-12-31",
        group: Some(' '),
        encoding: "UTF-8 with mark",
        quoted: true,
        ..PLAIN
    },
    &Shape {
        name: "FR, months as words",
        columns: "date:Date|value:Date de valeur|text:Libellé|amount:Montant|balance:Solde",
        dates: "31 décembre 2026",
        group: Some('\u{202F}'),
        unit: "\u{A0}€",
        ..PLAIN
    },
    &Shape {
        name: "FR, zero in the other column",
        columns: "date:Date|value:Date valeur|out:Débit|in:Crédit|text:Libellé|balance:Solde",
        dates: "31/12/2026",
        empty: "0,00",
        ..PLAIN
    },
    &Shape {
        name: "FR, francs beside euros",
        columns: "date:Date|text:Libellé|amount:Montant(EUROS)|always-foreign:Montant(FRANCS)",
        dates: "31/12/2026",
        delimiter: '\t',
        encoding: "windows-1252",
        before: "Numéro Compte   :\t0040218377\nType         :\tCCP\nCompte tenu en  :\teuros\nDate            :\t02/04/2026\nSolde (EUROS)   :\t21824,75\nSolde (FRANCS)   :\t143161,00\n",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "ES, operation and value",
        columns: "date:Fecha Operación|value:Fecha Valor|text:Concepto|amount:Importe|balance:Saldo",
        dates: "31/12/2026",
        group: Some('.'),
        encoding: "windows-1252",
        before: "Movimientos de cuenta\nCuenta:;ES9121000418450200051332\nTitular:;J MARSH\n",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "ES, available balance, currency twice",
        columns: "value:F.Valor|date:Fecha|text:Concepto|kind:Movimiento|amount:Importe|currency:Divisa|available:Disponible|currency:Divisa|empty:Observaciones",
        dates: "31/12/2026",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "ES, bars, without headings",
        columns: "date:|text:|value:|amount:|balance:|reference:|empty:",
        delimiter: '|',
        dates: "31/12/2026",
        mark: '.',
        header: false,
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "ES, Debe and Haber with totals",
        columns: "date:Fecha|text:Descripción|out:Debe|in:Haber|balance:Saldo",
        dates: "31-12-2026",
        group: Some('.'),
        after: ";Totales;1.970,25;21.295,00;",
        ..PLAIN
    },
    &Shape {
        name: "ES, unit in the headings, categories",
        columns: "date:F. VALOR|category:CATEGORÍA|category:SUBCATEGORÍA|text:DESCRIPCIÓN|empty:COMENTARIO|amount:IMPORTE (€)|balance:SALDO (€)",
        dates: "31/12/2026",
        unit: " €",
        ..PLAIN
    },
    &Shape {
        name: "ES, months shortened",
        columns: "date:Fecha contable|value:Fecha valor|text:Descripción|amount:Importe|currency:Moneda",
        dates: "31 dic 2026",
        ..PLAIN
    },
    &Shape {
        name: "IT, credits before debits",
        columns: "date:Data contabile|value:Data valuta|kind:Descrizione|in:Accrediti|out:Addebiti|text:Descrizione estesa",
        dates: "31/12/2026",
        group: Some('.'),
        out_minus: true,
        ..PLAIN
    },
    &Shape {
        name: "IT, registration date",
        columns: "date:Data Registrazione|value:Data valuta|text:Descrizione|amount:Importo (EUR)",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "IT, in and out, state",
        columns: "date:Data|in:Entrate|out:Uscite|who:Descrizione|text:Descrizione_Completa|booked:Stato",
        dates: "31/12/2026",
        before: "Conto Corrente: 40218377\nIntestazione Conto Corrente: MARSH\nPeriodo Dal: 01/03/2026 Al: 02/04/2026\n",
        ..PLAIN
    },
    &Shape {
        name: "IT, Dare and Avere, final balance",
        columns: "date:Data operazione|value:Valuta|out:Dare|in:Avere|text:Causale",
        dates: "31/12/26",
        after: ";;;;Saldo finale 21.824,75",
        group: Some('.'),
        ..PLAIN
    },
    &Shape {
        name: "PT, kind of movement in words",
        columns: "date:Data lançamento|value:Data valor|text:Descrição|size:Montante|direction:Tipo|balance:Saldo",
        dates: "31-12-2026",
        directions: ["Crédito", "Débito"],
        sign: Sign::None,
        group: Some('.'),
        encoding: "UTF-16",
        delimiter: '\t',
        before: "Conta:\t40218377\nMoeda:\tEUR\n",
        ..PLAIN
    },
    &Shape {
        name: "PT, two balances",
        columns: "date:Data mov. |value:Data valor |text:Descrição |out:Débito |in:Crédito |balance:Saldo contabilístico |available:Saldo disponível |category:Categoria ",
        dates: "31-12-2026",
        group: Some('.'),
        encoding: "windows-1252",
        newest_first: true,
        ..PLAIN
    },
    &Shape {
        name: "BR, history and document",
        columns: "date:Data|text:Histórico|row:Docto.|in:Crédito (R$)|out:Débito (R$)|balance:Saldo (R$)",
        dates: "31/12/26",
        group: Some('.'),
        out_minus: true,
        ..PLAIN
    },
    &Shape {
        name: "BR app bank",
        columns: "date:Data|amount:Valor|id:Identificador|text:Descrição",
        delimiter: ',',
        dates: "31/12/2026",
        mark: '.',
        line_end: "\n",
        ..PLAIN
    },
    &Shape {
        name: "PT, quiet week",
        columns: "date:Data|text:Descrição|amount:Valor|balance:Saldo",
        dates: "31/12/2026",
        mark: '.',
        movements: WEEK,
        ..PLAIN
    },
];
