use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an account stands for. The kind decides on which side it grows, which report shows it, and whether it is cash
/// that the pockets divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// A current or savings account.
    Bank,
    /// Notes and coins.
    CashBox,
    /// Money on its way: held by a card processor, or between two of the owner's accounts.
    Processor,
    /// A credit card: a debt.
    Card,
    /// A loan: a debt.
    Loan,
    /// What clients owe.
    Receivable,
    /// What the business owes to suppliers and authorities.
    Payable,
    /// Goods held for sale.
    Stock,
    /// Equipment used for years.
    Equipment,
    /// Any other asset, crypto included.
    OtherAsset,
    /// The owner's side: what was brought in, what was drawn, the opening balance.
    Equity,
    /// Money earned.
    Income,
    /// Money spent for the business.
    Expense,
}

/// The five classes of double-entry bookkeeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountClass {
    /// What is owned.
    Asset,
    /// What is owed.
    Liability,
    /// The owner's part.
    Equity,
    /// Earnings.
    Income,
    /// Costs.
    Expense,
}

impl AccountKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [AccountKind; 13] = [
        AccountKind::Bank,
        AccountKind::CashBox,
        AccountKind::Processor,
        AccountKind::Card,
        AccountKind::Loan,
        AccountKind::Receivable,
        AccountKind::Payable,
        AccountKind::Stock,
        AccountKind::Equipment,
        AccountKind::OtherAsset,
        AccountKind::Equity,
        AccountKind::Income,
        AccountKind::Expense,
    ];

    /// The word kept in the database and shown in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            AccountKind::Bank => "bank",
            AccountKind::CashBox => "cash-box",
            AccountKind::Processor => "processor",
            AccountKind::Card => "card",
            AccountKind::Loan => "loan",
            AccountKind::Receivable => "receivable",
            AccountKind::Payable => "payable",
            AccountKind::Stock => "stock",
            AccountKind::Equipment => "equipment",
            AccountKind::OtherAsset => "other-asset",
            AccountKind::Equity => "equity",
            AccountKind::Income => "income",
            AccountKind::Expense => "expense",
        }
    }

    /// The kind of that word, if there is one.
    pub fn from_word(word: &str) -> Option<AccountKind> {
        AccountKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether its balance is cash that the pockets divide.
    pub fn is_cash(self) -> bool {
        matches!(self, AccountKind::Bank | AccountKind::CashBox | AccountKind::Processor)
    }

    /// Whether statements are brought in for it: its lines come from outside.
    pub fn has_statements(self) -> bool {
        self.is_cash() || matches!(self, AccountKind::Card | AccountKind::Loan)
    }

    /// Whether it belongs to profit and loss.
    pub fn is_profit_and_loss(self) -> bool {
        matches!(self, AccountKind::Income | AccountKind::Expense)
    }

    /// Its class in double-entry bookkeeping.
    pub fn class(self) -> AccountClass {
        match self {
            AccountKind::Bank
            | AccountKind::CashBox
            | AccountKind::Processor
            | AccountKind::Receivable
            | AccountKind::Stock
            | AccountKind::Equipment
            | AccountKind::OtherAsset => AccountClass::Asset,
            AccountKind::Card | AccountKind::Loan | AccountKind::Payable => AccountClass::Liability,
            AccountKind::Equity => AccountClass::Equity,
            AccountKind::Income => AccountClass::Income,
            AccountKind::Expense => AccountClass::Expense,
        }
    }

    /// +1 where a debit makes it grow, −1 where a credit does: multiplies a stored balance into the figure people expect.
    pub fn sign(self) -> i64 {
        match self.class() {
            AccountClass::Asset | AccountClass::Expense => 1,
            AccountClass::Liability | AccountClass::Equity | AccountClass::Income => -1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back_to_its_kind() {
        for kind in AccountKind::ALL {
            assert_eq!(AccountKind::from_word(kind.as_str()), Some(kind));
        }
        assert_eq!(AccountKind::from_word("wallet"), None);
    }
}
