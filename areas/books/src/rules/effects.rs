//! What entries do to cash, profit, accounts and pockets, added up from their postings and parts. Pure.

use ledger::{AccountKind, Basis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A posting with what its account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedFact {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub kind: AccountKind,
    /// Minor units of the books' currency; debit positive.
    pub book_amount_minor: i64,
    /// Which books it belongs to.
    pub basis: Basis,
}

/// A part with what its pocket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFact {
    /// The pocket.
    pub pocket: i64,
    /// Its name.
    pub name: String,
    /// The word by which the program finds it: `tax`, `buffer`.
    pub role: String,
    /// The currency.
    pub currency: String,
    /// Minor units.
    pub amount_minor: i64,
}

/// What entries do, in minor units of the books' currency unless another is named; what grows is positive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effects {
    /// The books' currency.
    pub currency: String,
    /// How many entries are posted.
    pub entries: i64,
    /// What cash moves by: bank, cash box, and money on its way.
    pub cash_minor: i64,
    /// What profit moves by, counted when money moves.
    pub profit_cash_minor: i64,
    /// What profit moves by, counted when it is earned or owed.
    pub profit_accrual_minor: i64,
    /// What the pockets move by, in their order.
    pub pockets: Vec<PocketEffect>,
    /// What each account takes.
    pub accounts: Vec<AccountEffect>,
}

/// What a pocket moves by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PocketEffect {
    /// The pocket.
    pub pocket: i64,
    /// Its name.
    pub name: String,
    /// The word by which the program finds it.
    pub role: String,
    /// The currency.
    pub currency: String,
    /// Minor units of that currency.
    pub amount_minor: i64,
}

/// What an account takes: one line for each side and basis, as an accountant writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountEffect {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub kind: AccountKind,
    /// Which books it belongs to.
    pub basis: Basis,
    /// A debit, in minor units of the books' currency; 0 where it is credited.
    pub debit_minor: i64,
    /// A credit.
    pub credit_minor: i64,
}

/// What entries do together. Sums that do not fit say the largest amount there is: a preview must not fail where the
/// posting itself would be refused.
pub fn effects(currency: &str, entries: i64, postings: &[PostedFact], parts: &[PartFact]) -> Effects {
    let mut found = Effects { currency: currency.to_owned(), entries, ..Effects::default() };
    for posting in postings {
        let amount = posting.book_amount_minor;
        if posting.kind.is_cash() && posting.basis != Basis::Accrual {
            found.cash_minor = found.cash_minor.saturating_add(amount);
        }
        if posting.kind.is_profit_and_loss() {
            // A credit earns, a debit costs.
            if posting.basis != Basis::Accrual {
                found.profit_cash_minor = found.profit_cash_minor.saturating_sub(amount);
            }
            if posting.basis != Basis::Cash {
                found.profit_accrual_minor = found.profit_accrual_minor.saturating_sub(amount);
            }
        }
        add_posting(&mut found.accounts, posting);
    }
    for part in parts {
        let same = |known: &&mut PocketEffect| known.pocket == part.pocket && known.currency == part.currency;
        match found.pockets.iter_mut().find(same) {
            Some(known) => known.amount_minor = known.amount_minor.saturating_add(part.amount_minor),
            None => found.pockets.push(PocketEffect {
                pocket: part.pocket,
                name: part.name.clone(),
                role: part.role.clone(),
                currency: part.currency.clone(),
                amount_minor: part.amount_minor,
            }),
        }
    }
    found.pockets.retain(|pocket| pocket.amount_minor != 0);
    found
}

/// The two sides of an account stay apart: tax that the buyer owes and reclaims is one line each (reverse charge).
fn add_posting(accounts: &mut Vec<AccountEffect>, posting: &PostedFact) {
    let (debit, credit) = (posting.book_amount_minor.max(0), posting.book_amount_minor.saturating_neg().max(0));
    let same = |known: &&mut AccountEffect| {
        known.account == posting.account && known.basis == posting.basis && (known.debit_minor > 0) == (debit > 0)
    };
    match accounts.iter_mut().find(same) {
        Some(known) => {
            known.debit_minor = known.debit_minor.saturating_add(debit);
            known.credit_minor = known.credit_minor.saturating_add(credit);
        }
        None => accounts.push(AccountEffect {
            account: posting.account,
            name: posting.name.clone(),
            kind: posting.kind,
            basis: posting.basis,
            debit_minor: debit,
            credit_minor: credit,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountKind::{Bank, Card, Equity, Expense, Income, Payable, Receivable};
    use Basis::{Accrual, Both, Cash};

    /// Each row: what happened, its postings, then cash, profit on cash basis, profit on accrual basis.
    #[test]
    fn cash_and_profit_are_read_from_the_postings_of_their_basis() {
        for (what, postings, expected) in [
            ("a cost", vec![(Expense, 40, Both), (Bank, -40, Both)], (-40, -40, -40)),
            ("a cost on a card moves no cash", vec![(Expense, 40, Both), (Card, -40, Both)], (0, -40, -40)),
            ("a drawing is no cost", vec![(Equity, 40, Both), (Bank, -40, Both)], (-40, 0, 0)),
            ("an invoice earns before it is paid", vec![(Receivable, 50, Accrual), (Income, -50, Accrual)], (0, 0, 50)),
            (
                "its payment earns on cash basis",
                vec![(Bank, 50, Both), (Receivable, -50, Accrual), (Income, -50, Cash)],
                (50, 50, 0),
            ),
            ("tax paid over is no cost", vec![(Payable, 19, Both), (Bank, -19, Both)], (-19, 0, 0)),
        ] {
            let postings: Vec<_> = postings
                .into_iter()
                .map(|(kind, book_amount_minor, basis)| PostedFact {
                    account: kind as i64,
                    name: kind.as_str().into(),
                    kind,
                    book_amount_minor,
                    basis,
                })
                .collect();
            let found = effects("EUR", 1, &postings, &[]);
            assert_eq!((found.cash_minor, found.profit_cash_minor, found.profit_accrual_minor), expected, "{what}");
        }
    }

    #[test]
    fn both_sides_of_an_account_are_shown_and_pockets_that_end_where_they_were_are_not() {
        let tax = |amount| PostedFact {
            account: 1,
            name: "VAT".into(),
            kind: Payable,
            book_amount_minor: amount,
            basis: Both,
        };
        let part = |pocket, amount_minor| PartFact {
            pocket,
            name: "Held".into(),
            role: "held-for-authorities".into(),
            currency: "EUR".into(),
            amount_minor,
        };
        let found = effects("EUR", 1, &[tax(19), tax(-19)], &[part(1, 19), part(1, -19), part(2, -5)]);
        let sides: Vec<_> = found.accounts.iter().map(|line| (line.debit_minor, line.credit_minor)).collect();
        assert_eq!(sides, [(19, 0), (0, 19)]);
        assert_eq!(found.pockets.iter().map(|it| (it.pocket, it.amount_minor)).collect::<Vec<_>>(), [(2, -5)]);
    }
}
