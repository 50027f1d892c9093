//! What columns are called, and the words inside some of them, in the languages statements come in.

use std::sync::LazyLock;

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

/// A heading as [`fold`] leaves it.
struct Heading {
    role: Role,
    words: &'static str,
    /// Whether it counts at the beginning or end of a longer heading too.
    within: bool,
}

static HEADINGS: LazyLock<Vec<Heading>> = LazyLock::new(|| {
    let mut headings = Vec::new();
    let mut role = Role::Other;
    for line in include_str!("headings.txt").lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => role = role_named(name),
            None => headings.extend(line.split(',').map(str::trim).filter(|words| !words.is_empty()).map(|words| {
                match words.strip_prefix('=') {
                    Some(words) => Heading { role, words, within: false },
                    None => Heading { role, words, within: true },
                }
            })),
        }
    }
    headings
});

fn role_named(name: &str) -> Role {
    match name {
        "booking_date" => Role::BookingDate,
        "date" => Role::Date,
        "value_date" => Role::ValueDate,
        "net" => Role::Net,
        "amount" => Role::Amount,
        "in" => Role::In,
        "out" => Role::Out,
        "balance" => Role::Balance,
        "fee" => Role::Fee,
        "direction" => Role::Direction,
        "currency" => Role::Currency,
        "account" => Role::Account,
        "counterparty_account" => Role::CounterpartyAccount,
        "counterparty" => Role::Counterparty,
        "text" => Role::Text,
        "kind" => Role::Kind,
        "id" => Role::Id,
        "reference" => Role::Reference,
        "status" => Role::Status,
        _ => Role::Other,
    }
}

/// Words in a direction column for money in.
pub const WORDS_IN: &[&str] = &[
    "credit",
    "cr",
    "c",
    "crdt",
    "cb",
    "haben",
    "h",
    "in",
    "bij",
    "+",
    "gutschrift",
    "eingang",
    "deposit",
    "avere",
    "crédit",
    "kredit",
    "money in",
    "crédito",
    "credito",
    "haber",
    "abono",
    "ingreso",
    "entrada",
    "accredito",
    "recette",
    "uznanie",
    "wpływ",
    "ind",
    "inn",
    "insättning",
    "pano",
    "k",
    "received",
    "incoming",
];
/// Words in a direction column for money out.
pub const WORDS_OUT: &[&str] = &[
    "debit",
    "dr",
    "d",
    "dbit",
    "db",
    "soll",
    "s",
    "out",
    "af",
    "-",
    "lastschrift",
    "belastung",
    "ausgang",
    "withdrawal",
    "dare",
    "débit",
    "debet",
    "money out",
    "débito",
    "debito",
    "debe",
    "cargo",
    "gasto",
    "saída",
    "saida",
    "addebito",
    "dépense",
    "obciążenie",
    "wydatek",
    "ud",
    "ut",
    "uit",
    "uttag",
    "otto",
    "sent",
    "outgoing",
];

/// States of a line that has not moved money, or is not there any more.
const NOT_BOOKED: &[&str] = &[
    "pending",
    "processing",
    "declined",
    "failed",
    "reverted",
    "cancelled",
    "canceled",
    "denied",
    "expired",
    "on hold",
    "held",
    "placed",
    "voided",
    "rejected",
    "unclaimed",
    "removed",
    "memo",
    "in progress",
    "incomplete",
    "authorised",
    "authorized",
    "vorgemerkt",
    "umsatz vorgemerkt",
    "offen",
    "ausstehend",
    "abgelehnt",
    "en attente",
    "refuse",
    "annule",
    "pendiente",
    "in sospeso",
    "in afwachting",
    "open",
];

/// Words that open the rows of totals and balances around the movements.
const TOTALS: &[&str] = &[
    "balance",
    "opening",
    "closing",
    "beginning",
    "ending",
    "total",
    "totals",
    "subtotal",
    "sum",
    "saldo",
    "kontostand",
    "anfangssaldo",
    "endsaldo",
    "alter",
    "neuer",
    "letzter",
    "summe",
    "gesamt",
    "solde",
    "totaux",
    "somme",
    "eindsaldo",
    "beginsaldo",
    "totaal",
    "totale",
    "saldi",
    "suma",
    "summa",
    "totales",
    "totais",
    "totali",
    "somma",
    "razem",
    "celkem",
    "yhteensa",
    "alt",
    "sumy",
    "stan",
    "zustatek",
    "anfangsbestand",
    "endbestand",
    "available",
    "ledger",
    "start",
    "end",
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
/// (`Betrag (EUR)`), 1 for the words at the end (`Total amount`) or the end of a compound (`Rechnungsbetrag`). The longest
/// words that fit count.
pub fn role_of(heading: &str) -> Option<(Role, u8)> {
    let name = fold(heading);
    if name.is_empty() {
        return None;
    }
    let mut best: Option<(Role, u8, usize)> = None;
    for Heading { role, words, within } in HEADINGS.iter() {
        let plainness = if name == *words {
            3
        } else if !within {
            continue;
        } else if name.strip_prefix(words).is_some_and(|rest| rest.starts_with(' ')) {
            2
        } else if name.strip_suffix(words).is_some_and(|rest| rest.ends_with(' ')) {
            1
        } else {
            continue;
        };
        if best.is_none_or(|(_, plain, length)| (plainness == 3, words.len(), plainness) > (plain == 3, length, plain))
        {
            best = Some((*role, plainness, words.len()));
        }
    }
    best.map(|(role, plainness, _)| (role, plainness)).or_else(|| Some((compound(&name)?, 1)))
}

/// What the end of a compound says, in the languages that write their compounds as one word.
fn compound(name: &str) -> Option<Role> {
    const ENDS: &[(&str, Role)] = &[
        ("datum", Role::Date),
        ("dato", Role::Date),
        ("betrag", Role::Amount),
        ("belopp", Role::Amount),
        ("belob", Role::Amount),
        ("bedrag", Role::Amount),
        ("saldo", Role::Balance),
        ("text", Role::Text),
        ("tekst", Role::Text),
        ("zweck", Role::Text),
        ("beschreibung", Role::Text),
        ("omschrijving", Role::Text),
        ("name", Role::Counterparty),
        ("naam", Role::Counterparty),
        ("navn", Role::Counterparty),
        ("wahrung", Role::Currency),
        ("nummer", Role::Reference),
        ("referenz", Role::Reference),
        ("referens", Role::Reference),
    ];
    let last = name.rsplit(' ').next().unwrap_or(name);
    ENDS.iter().find(|(end, _)| last.len() > end.len() && last.ends_with(end)).map(|(_, role)| *role)
}

/// Whether a heading belongs to a language, or a country's banks (sort codes are British and Irish, BSBs Australian),
/// that never writes the month first. English (US) and Spanish (Puerto Rico,
/// Panama) can; all others of the Unicode CLDR with month-first short dates have no headings here.
pub fn is_day_first_language(heading: &str) -> bool {
    const WORDS: &[&str] = &[
        "buchungstag",
        "buchungsdatum",
        "wertstellung",
        "betrag",
        "verwendungszweck",
        "buchungstext",
        "umsatz",
        "wahrung",
        "waehrung",
        "kontostand",
        "soll",
        "haben",
        "montant",
        "libelle",
        "devise",
        "date valeur",
        "date de valeur",
        "solde",
        "bedrag",
        "omschrijving",
        "tegenrekening",
        "rekening",
        "munt",
        "af bij",
        "importo",
        "descrizione",
        "causale",
        "entrate",
        "uscite",
        "descricao",
        "historico",
        "belob",
        "belopp",
        "tekst",
        "kwota",
        "castka",
        "remarque",
        "sort code",
        "bsb",
        "bsb number",
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

/// Whether these are the headings of a card whose exports list purchases without a sign and payments with a minus: those
/// of American Express, Discover and the Apple Card.
pub fn is_card_view<'h>(headings: impl Iterator<Item = &'h str>) -> bool {
    const CARDS: &[&[&str]] = &[
        &["card member", "amount"],
        &["trans date", "post date", "amount", "category"],
        &["clearing date", "purchased by"],
    ];
    let folded: Vec<String> = headings.map(fold).collect();
    CARDS.iter().any(|card| card.iter().all(|heading| folded.iter().any(|known| known == heading)))
}

/// Whether a text thanks for a payment or says that one was received: on the statement of a card that is money in, and
/// nobody thanks for money out.
pub fn thanks_for_payment(text: &str) -> bool {
    const THANKS: &[&str] = &[
        "payment thank you",
        "thank you for your payment",
        "payment received",
        "payment merci",
        "paiement merci",
        "paiement recu",
        "zahlung dankend erhalten",
        "zahlung erhalten",
        "dankend erhalten",
        "betaling ontvangen",
        "pago recibido",
        "gracias por su pago",
        "pagamento ricevuto",
    ];
    let folded = fold(text);
    THANKS.iter().any(|thanks| folded.contains(thanks))
}

/// Whether a heading names the side that pays.
pub fn names_payer(heading: &str) -> bool {
    const WORDS: &[&str] = &[
        "payer",
        "payer name",
        "from",
        "auftraggeber",
        "auftraggebername",
        "ordenante",
        "payeur",
        "zahlungspflichtige r",
        "zahlungspflichtiger",
    ];
    WORDS.contains(&fold(heading).as_str())
}

/// Exports of services that exist in the United States only, and write dates the way they do: Mint.
pub fn is_month_first_export<'h>(headings: impl Iterator<Item = &'h str>) -> bool {
    const MINT: &[&str] = &[
        "date",
        "description",
        "original description",
        "amount",
        "transaction type",
        "category",
        "account name",
        "labels",
        "notes",
    ];
    headings.map(fold).eq(MINT.iter().map(|heading| (*heading).to_owned()))
}
