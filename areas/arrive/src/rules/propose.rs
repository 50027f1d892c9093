//! What an account of the file most likely is here, by its name.

use ledger::{AccountClass, AccountKind};

/// An account here, as far as a proposal looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// Its id.
    pub id: i64,
    /// What it stands for.
    pub kind: AccountKind,
    /// Its role in the chart; empty for the owner's own.
    pub role: String,
    /// Its name.
    pub name: String,
}

/// What an account of the file should become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    /// An account that is here.
    Account(i64),
    /// A new one of that kind.
    New(AccountKind),
    /// Nothing says what it is: asked.
    Ask,
}

/// These accounts hold what bank lines do, to the cent; nothing else is posted to them.
const OF_BANK_LINES: [&str; 2] = ["to-sort", "in-transit"];

/// Words in a name and the role they mean, the more telling first. Beginnings of words count.
const ROLES: &[(AccountClass, &str, &[&str])] = &[
    (
        AccountClass::Equity,
        "opening-balance",
        &["opening", "retained", "eröffnung", "anfangsbest", "ouverture", "report"],
    ),
    (AccountClass::Equity, "owner-put-in", &["contribution", "einlage", "apport", "paidin"]),
    (AccountClass::Equity, "owners-pay", &["draw", "pay", "salary", "entnahme", "privat", "prélèvement"]),
    (AccountClass::Income, "interest-received", &["interest", "zins", "intérêt"]),
    (AccountClass::Income, "sales-courses", &["course", "workshop", "kurs", "formation", "atelier"]),
    (AccountClass::Income, "sales-goods", &["goods", "product", "waren", "marchandise"]),
    (AccountClass::Income, "grants", &["grant", "förder", "subvention"]),
    (AccountClass::Expense, "software", &["software", "subscription", "saas", "hosting", "abo", "logiciel"]),
    (AccountClass::Expense, "rent", &["rent", "miete", "loyer", "cowork"]),
    (AccountClass::Expense, "phone-internet", &["phone", "internet", "mobile", "telefon", "télé"]),
    (AccountClass::Expense, "bank-fees", &["bank", "kontoführ", "frais banc"]),
    (AccountClass::Expense, "payment-fees", &["fee", "commission", "gebühr", "stripe", "paypal"]),
    (AccountClass::Expense, "lodging", &["lodging", "hotel", "hôtel", "übernacht", "hébergement"]),
    (AccountClass::Expense, "travel", &["travel", "train", "flight", "reise", "bahn", "voyage", "déplacement"]),
    (AccountClass::Expense, "meals", &["meal", "restaurant", "bewirtung", "repas"]),
    (AccountClass::Expense, "insurance", &["insurance", "versicherung", "assurance"]),
    (AccountClass::Expense, "advertising", &["advert", "marketing", "werbung", "publicité"]),
    (AccountClass::Expense, "packing-postage", &["postage", "shipping", "porto", "versand", "affranch"]),
    (AccountClass::Expense, "subcontractors", &["subcontract", "freelanc", "fremdleist", "soustrait"]),
    (AccountClass::Expense, "materials", &["material", "supplies", "cogs", "wareneinkauf", "matière", "fourniture"]),
    (
        AccountClass::Expense,
        "professional-fees",
        &["legal", "accounting", "accountant", "professional", "steuerberat", "honoraire"],
    ),
    (AccountClass::Expense, "education", &["education", "training", "fortbildung", "formation"]),
    (AccountClass::Expense, "utilities", &["utilit", "electric", "power", "strom", "électr"]),
    (AccountClass::Expense, "repairs", &["repair", "maintenance", "reparatur", "entretien"]),
    (AccountClass::Expense, "office-supplies", &["office", "stationery", "büro", "bureau"]),
    (AccountClass::Expense, "vehicle", &["vehicle", "car", "fuel", "kfz", "fahrzeug", "véhicule"]),
    (AccountClass::Expense, "interest-paid", &["interest", "zins", "intérêt"]),
    (AccountClass::Expense, "depreciation", &["depreciation", "abschreib", "afa", "amortissement"]),
    (AccountClass::Expense, "small-equipment", &["equipment", "hardware", "gwg", "matériel"]),
    (AccountClass::Expense, "gifts", &["gift", "geschenk", "cadeau"]),
];

/// Words in a name and the kind of account they mean.
const KINDS: &[(AccountClass, AccountKind, &[&str])] = &[
    (AccountClass::Asset, AccountKind::Receivable, &["receivable", "debtor", "forderung", "créance", "clients"]),
    (
        AccountClass::Asset,
        AccountKind::Processor,
        &["paypal", "stripe", "square", "sumup", "klarna", "processor", "clearing"],
    ),
    (
        AccountClass::Asset,
        AccountKind::Bank,
        &["bank", "checking", "saving", "giro", "tagesgeld", "banque", "livret", "wise", "revolut", "current account"],
    ),
    (AccountClass::Asset, AccountKind::CashBox, &["cash", "wallet", "petty", "kasse", "bargeld", "caisse", "espèces"]),
    (AccountClass::Asset, AccountKind::Stock, &["inventory", "stock", "lager", "vorräte"]),
    (
        AccountClass::Asset,
        AccountKind::Equipment,
        &["equipment", "fixed", "furniture", "computer", "camera", "anlage", "immobilisation"],
    ),
    (
        AccountClass::Asset,
        AccountKind::OtherAsset,
        &["depot", "broker", "investment", "crypto", "bitcoin", "prepaid", "deposit", "titres", "other"],
    ),
    (AccountClass::Liability, AccountKind::Card, &["card", "visa", "mastercard", "amex", "kreditkarte", "carte"]),
    (AccountClass::Liability, AccountKind::Loan, &["loan", "mortgage", "darlehen", "kredit", "emprunt", "prêt"]),
    (
        AccountClass::Liability,
        AccountKind::Payable,
        &["payable", "creditor", "tax", "vat", "steuer", "tva", "fournisseur", "verbindlich", "deposit", "deferred"],
    ),
];

/// Proposes what an account becomes: one here of the same name, else what the words of its name mean.
pub fn propose(name: &str, class: Option<AccountClass>, kind: Option<AccountKind>, ours: &[Ours]) -> Proposal {
    let leaf = name.rsplit(':').next().unwrap_or(name);
    let open = || ours.iter().filter(|one| !OF_BANK_LINES.contains(&one.role.as_str()));
    let same_class = |one: &&Ours| class.is_none_or(|class| one.kind.class() == class);
    // Some programs let no two accounts have one name, so a number stands behind it.
    let unnumbered = leaf.trim_end_matches(|last: char| last.is_ascii_digit()).trim_end_matches('-');
    for candidate in [leaf, unnumbered] {
        if let Some(found) = open().filter(same_class).find(|one| folded(&one.name) == folded(candidate)) {
            return Proposal::Account(found.id);
        }
    }
    if let Some(kind) = kind {
        return Proposal::New(kind);
    }
    let Some(class) = class else { return Proposal::Ask };
    let words: Vec<String> = name
        .split(':')
        .skip(1)
        .flat_map(|part| part.split(|letter: char| !letter.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    let says = |telling: &[&str]| words.iter().any(|word| telling.iter().any(|one| word.starts_with(one)));
    let role = ROLES.iter().find(|(of, _, telling)| *of == class && says(telling)).map(|(_, role, _)| *role);
    if let Some(found) = role.and_then(|role| open().find(|one| one.role == role)) {
        return Proposal::Account(found.id);
    }
    match class {
        AccountClass::Income => Proposal::New(AccountKind::Income),
        AccountClass::Expense => Proposal::New(AccountKind::Expense),
        AccountClass::Equity => Proposal::New(AccountKind::Equity),
        AccountClass::Asset | AccountClass::Liability => KINDS
            .iter()
            .find(|(of, _, telling)| *of == class && says(telling))
            .map_or(Proposal::Ask, |(_, kind, _)| Proposal::New(*kind)),
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_an_account_is() {
        let ours = |id, kind, role: &str, name: &str| Ours { id, kind, role: role.into(), name: name.into() };
        let known = [
            ours(1, AccountKind::Bank, "", "Checking"),
            ours(2, AccountKind::Expense, "software", "Software and subscriptions"),
            ours(3, AccountKind::Equity, "opening-balance", "Opening balance"),
            ours(4, AccountKind::OtherAsset, "to-sort", "To sort"),
            ours(5, AccountKind::Equity, "owners-pay", "Owner's pay"),
        ];
        for (name, class, proposal) in [
            ("Assets:Bank:Checking", Some(AccountClass::Asset), Proposal::Account(1)),
            ("Assets:Checking-17", Some(AccountClass::Asset), Proposal::Account(1)),
            ("Checking", None, Proposal::Account(1)),
            ("Assets:Bank:Savings", Some(AccountClass::Asset), Proposal::New(AccountKind::Bank)),
            ("Expenses:Software", Some(AccountClass::Expense), Proposal::Account(2)),
            ("Expenses:Glaze", Some(AccountClass::Expense), Proposal::New(AccountKind::Expense)),
            ("Income:Design", Some(AccountClass::Income), Proposal::New(AccountKind::Income)),
            ("equity:opening balances", Some(AccountClass::Equity), Proposal::Account(3)),
            ("equity:draw", Some(AccountClass::Equity), Proposal::Account(5)),
            ("Liabilities:Visa", Some(AccountClass::Liability), Proposal::New(AccountKind::Card)),
            ("Assets:Something", Some(AccountClass::Asset), Proposal::Ask),
            ("Somewhere", None, Proposal::Ask),
            ("assets:To sort", Some(AccountClass::Asset), Proposal::Ask),
        ] {
            assert_eq!(propose(name, class, None, &known), proposal, "{name}");
        }
    }
}
