//! What an account is, by the first word of its name.

use ledger::AccountClass;

/// The words that stand first in an account's name: of hledger, beancount and GnuCash in English, German and French.
const WORDS: &[(&str, AccountClass)] = &[
    ("asset", AccountClass::Asset),
    ("assets", AccountClass::Asset),
    ("aktiva", AccountClass::Asset),
    ("vermögen", AccountClass::Asset),
    ("actif", AccountClass::Asset),
    ("actifs", AccountClass::Asset),
    ("liability", AccountClass::Liability),
    ("liabilities", AccountClass::Liability),
    ("debt", AccountClass::Liability),
    ("debts", AccountClass::Liability),
    ("fremdkapital", AccountClass::Liability),
    ("verbindlichkeiten", AccountClass::Liability),
    ("passif", AccountClass::Liability),
    ("passifs", AccountClass::Liability),
    ("dettes", AccountClass::Liability),
    ("equity", AccountClass::Equity),
    ("eigenkapital", AccountClass::Equity),
    ("capitaux propres", AccountClass::Equity),
    ("income", AccountClass::Income),
    ("incomes", AccountClass::Income),
    ("revenue", AccountClass::Income),
    ("revenues", AccountClass::Income),
    ("erträge", AccountClass::Income),
    ("einnahmen", AccountClass::Income),
    ("revenus", AccountClass::Income),
    ("produits", AccountClass::Income),
    ("expense", AccountClass::Expense),
    ("expenses", AccountClass::Expense),
    ("aufwendungen", AccountClass::Expense),
    ("ausgaben", AccountClass::Expense),
    ("dépenses", AccountClass::Expense),
    ("charges", AccountClass::Expense),
];

/// The class that the first word of a name says, if it is one of those that programs use.
pub fn class_of(name: &str) -> Option<AccountClass> {
    let first = name.split([':', '.']).next().unwrap_or_default().trim().to_lowercase();
    WORDS.iter().find(|(word, _)| *word == first).map(|(_, class)| *class)
}
