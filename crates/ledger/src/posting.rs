use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which of the two sets of books a posting belongs to. An entry balances in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Cash and accrual alike.
    #[default]
    Both,
    /// Accrual only: an invoice issued, a bill received.
    Accrual,
    /// Cash only: the income of an invoice on the day it is paid.
    Cash,
}

impl Basis {
    /// The number kept in the database.
    pub fn number(self) -> i64 {
        match self {
            Basis::Both => 0,
            Basis::Accrual => 1,
            Basis::Cash => 2,
        }
    }

    /// The basis of a number from the database.
    pub fn from_number(number: i64) -> Option<Basis> {
        [Basis::Both, Basis::Accrual, Basis::Cash].into_iter().find(|basis| basis.number() == number)
    }

    /// Whether a report on cash basis counts it.
    pub fn counts_in_cash(self) -> bool {
        self != Basis::Accrual
    }

    /// Whether a report on accrual basis counts it.
    pub fn counts_in_accrual(self) -> bool {
        self != Basis::Cash
    }
}

/// One line of an entry: a debit is positive, a credit negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: i64,
    /// Minor units of the account's currency.
    pub amount_minor: i64,
    /// Minor units of the books' currency. These sum to zero.
    pub book_amount_minor: i64,
    /// Which books it belongs to.
    pub basis: Basis,
}

/// Why postings do not make an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryProblem {
    /// There are none.
    Empty,
    /// They do not sum to zero in one basis.
    Unbalanced {
        /// The basis: `Cash` or `Accrual`.
        basis: Basis,
        /// By how much, in minor units of the books' currency.
        off_by_minor: i128,
    },
}

/// Checks that postings balance in cash and in accrual basis.
pub fn entry_check_balanced(postings: &[Posting]) -> Result<(), EntryProblem> {
    if postings.is_empty() {
        return Err(EntryProblem::Empty);
    }
    let sum_where = |counts: fn(Basis) -> bool| -> i128 {
        postings
            .iter()
            .filter(|posting| counts(posting.basis))
            .map(|posting| i128::from(posting.book_amount_minor))
            .sum()
    };
    for (basis, off_by_minor) in
        [(Basis::Cash, sum_where(Basis::counts_in_cash)), (Basis::Accrual, sum_where(Basis::counts_in_accrual))]
    {
        if off_by_minor != 0 {
            return Err(EntryProblem::Unbalanced { basis, off_by_minor });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(book_amount_minor: i64, basis: Basis) -> Posting {
        Posting { account: 1, amount_minor: book_amount_minor, book_amount_minor, basis }
    }

    #[test]
    fn an_entry_balances_in_each_basis() {
        use Basis::{Accrual, Both, Cash};
        for (rows, answer) in [
            (vec![(100, Both), (-100, Both)], Ok(())),
            // An invoice's payment: bank in both, receivable in accrual, income in cash.
            (vec![(100, Both), (-100, Accrual), (-100, Cash)], Ok(())),
            (vec![(100, Both), (-100, Accrual)], Err(EntryProblem::Unbalanced { basis: Cash, off_by_minor: 100 })),
            (vec![(100, Both), (-100, Cash)], Err(EntryProblem::Unbalanced { basis: Accrual, off_by_minor: 100 })),
            (vec![], Err(EntryProblem::Empty)),
        ] {
            let postings: Vec<_> = rows.into_iter().map(|(amount, basis)| posting(amount, basis)).collect();
            assert_eq!(entry_check_balanced(&postings), answer);
        }
    }
}
