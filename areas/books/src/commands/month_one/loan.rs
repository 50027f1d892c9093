//! Loans: what arrives, and what is paid back.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Amount, BookedEntry, Booking, MonthOneRefusal, REFUSALS, book, books_an_entry, entry_input, money, positive,
};
use crate::{
    Account, CloseAccount,
    accounts::{self, account, pocket_of_role},
    commands::account::{ACCOUNT, free_name, insert},
    journal::{self, Source},
    records::{self, LoanTermsRow},
    rules::{
        legs::{Place, portion, thousandths},
        loan::{Instalment, next_instalment, paid, received},
    },
    valued::Valued,
};

/// A loan arrives: its account is opened, and its terms are kept for the instalments.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveLoan {
    /// Who lends, or what the loan is called.
    pub name: String,
    /// How much is borrowed, in minor units.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
    pub amount_minor: i64,
    /// The account it arrived in.
    #[schemars(extend("x-picker" = "account"))]
    pub into: i64,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What the lender kept back as a fee, in minor units.
    #[serde(default)]
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
    pub fee_minor: i64,
    /// The yearly rate of interest, in percent.
    #[serde(default)]
    pub yearly_rate: String,
    /// What is paid each month, interest and repayment together, in minor units.
    #[serde(default)]
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
    pub instalment_minor: i64,
    /// What arrived is worth in the books’ currency, where the account has another; by the day’s rate when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub worth_minor: Option<i64>,
}

/// A loan that was received.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReceivedLoan {
    /// The account of the loan.
    pub account: i64,
    /// The entry.
    #[serde(flatten)]
    pub booked: BookedEntry,
}

impl Command for ReceiveLoan {
    const NAME: &'static str = "receive-loan";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = ReceivedLoan;

    fn about() -> String {
        t!("Book a loan that arrived.")
    }

    fn perform(&self, context: &mut Context) -> Result<ReceivedLoan, Failure> {
        positive(self.amount_minor, "amount_minor")?;
        if self.fee_minor < 0 || self.fee_minor >= self.amount_minor {
            return Err(MonthOneRefusal::NotPositive { field: "fee_minor" }.into());
        }
        if self.instalment_minor < 0 {
            return Err(MonthOneRefusal::NotPositive { field: "instalment_minor" }.into());
        }
        let yearly_rate = rate(&self.yearly_rate)?;
        let arrived = Amount { minor: self.amount_minor - self.fee_minor, worth_minor: self.worth_minor, on: self.on };
        let into = money(context, (self.into, "into"), arrived)?;
        // The whole is owed in the currency that arrived, at the same rate.
        let fee_minor = into.valued.worth_of(context, self.fee_minor).ok_or(MonthOneRefusal::TooLarge)?;
        let amount_minor = into.worth_minor().checked_add(fee_minor).ok_or(MonthOneRefusal::TooLarge)?;
        let name = free_name(context, &self.name)?;
        // What is borrowed runs the business and is paid back from there.
        let pocket = pocket_of_role(context, "running-costs")?.map(|pocket| pocket.id);
        let loan = Account {
            id: context.tx.next_id()?,
            kind: AccountKind::Loan,
            role: String::new(),
            code: String::new(),
            name: name.clone(),
            currency: into.valued.currency,
            pocket,
            tax_code: String::new(),
            tax_line: String::new(),
            closed: false,
        };
        let account = loan.id;
        insert(context, loan)?;
        records::keep_loan_terms(
            &mut context.tx,
            &LoanTermsRow { account, yearly_rate, instalment: self.instalment_minor },
        )?;
        let booking = Booking {
            on: self.on,
            usual: t!("Loan received: {name}", name = name),
            party: Some(name),
            amount_minor,
            legs: received(Place::Account(account), into.place, amount_minor, fee_minor),
            valued: vec![
                Valued { account, amount_minor: self.amount_minor, book_minor: amount_minor, ..into.valued },
                into.valued,
            ],
            // The loan begins with it: closing the account again takes it back.
            source: Some(Source::of(ACCOUNT, account)),
            ..Booking::default()
        };
        Ok(ReceivedLoan { account, booked: book(context, booking)? })
    }

    fn sentence(&self, outcome: &ReceivedLoan) -> String {
        outcome.booked.sentence()
    }

    fn undo(&self, outcome: &ReceivedLoan) -> Undo {
        Undo::Compensating {
            command: CloseAccount::NAME,
            input: json!({ "account": outcome.account, "reverse_opening": true }),
        }
    }
}

fn rate(text: &str) -> Result<i64, Failure> {
    if text.trim().is_empty() {
        return Ok(0);
    }
    let unreadable = || MonthOneRefusal::UnreadableRate { field: "yearly_rate", text: text.chars().take(20).collect() };
    thousandths(text).filter(|rate| *rate <= 100_000).ok_or_else(|| unreadable().into())
}

entry_input! {
    /// An instalment of a loan: interest is a cost, the rest pays the debt back.
    pub struct PayLoan {
        /// The loan.
        #[schemars(extend("x-picker" = "account"))]
        pub loan: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
        /// What was paid, in minor units; the loan’s usual instalment when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: Option<i64>,
        /// How much of it is interest, in minor units; a month’s interest on what is owed when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub interest_minor: Option<i64>,
    } by dimensions
}

/// What is owed on a loan now, and its terms: yearly rate in thousandths of a percent, usual instalment.
pub(crate) fn loan_state(context: &mut Context, loan: i64) -> Result<(i64, i64, i64), Failure> {
    let found = account(context, loan)?;
    if found.kind != AccountKind::Loan {
        return Err(MonthOneRefusal::NotALoan { name: found.name.clone() }.into());
    }
    journal::flush(context)?;
    // A debt is a credit balance.
    let owed_minor = records::account_balance(&mut context.tx, loan)?.saturating_neg();
    let terms = records::loan_terms(&mut context.tx)?.into_iter().find(|terms| terms.account == loan);
    Ok((owed_minor, terms.map_or(0, |terms| terms.yearly_rate), terms.map_or(0, |terms| terms.instalment)))
}

impl PayLoan {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let (owed_minor, yearly_rate, usual_minor) = loan_state(context, self.loan)?;
        let (name, currency) = {
            let found = account(context, self.loan)?;
            (found.name.clone(), found.currency)
        };
        let paid_in = account(context, self.paid_from)?;
        if paid_in.currency != currency {
            let name = paid_in.name.clone();
            return Err(MonthOneRefusal::OtherCurrency { field: "paid_from", name, currency }.into());
        }
        let proposed = next_instalment(owed_minor, yearly_rate, self.amount_minor.unwrap_or(usual_minor));
        let amount_minor = match (self.amount_minor, proposed) {
            (Some(amount), _) => positive(amount, "amount_minor")?,
            (None, Some(proposed)) => proposed.amount_minor,
            (None, None) => return Err(MonthOneRefusal::NoInstalment.into()),
        };
        let month = crate::rules::loan::month_interest(owed_minor, yearly_rate).clamp(0, amount_minor);
        let interest_minor = self.interest_minor.unwrap_or(month);
        if interest_minor < 0 || interest_minor > amount_minor {
            return Err(MonthOneRefusal::InterestTooLarge.into());
        }
        let principal_minor = amount_minor - interest_minor;
        if principal_minor > owed_minor {
            let currency = currency.code().to_owned();
            return Err(MonthOneRefusal::MoreThanOwed { owed_minor: owed_minor.max(0), currency }.into());
        }
        let left_minor = owed_minor - principal_minor;
        let amount = Amount { minor: amount_minor, worth_minor: self.worth_minor, on: self.on };
        let from = money(context, (self.paid_from, "paid_from"), amount)?;
        // Both parts are worth what the whole is, so that they add up to it.
        let interest_worth =
            if amount_minor == 0 { 0 } else { portion(from.worth_minor(), interest_minor, amount_minor) };
        let principal_worth = from.worth_minor() - interest_worth;
        let instalment = Instalment {
            amount_minor: from.worth_minor(),
            interest_minor: interest_worth,
            principal_minor: principal_worth,
            left_minor,
        };
        let legs = paid(Place::Account(self.loan), from.place, instalment);
        let said = self.said(t!("Loan instalment: {name}", name = name)).plain(from.worth_minor(), &from, legs);
        let repaid =
            Valued { account: self.loan, amount_minor: principal_minor, book_minor: principal_worth, ..from.valued };
        let valued = vec![from.valued, repaid];
        book(context, Booking { party: said.party.clone().or(Some(name)), valued, ..said })
    }
}

books_an_entry!(PayLoan, "pay-loan", t!("Book a loan’s instalment: interest and repayment."));

/// All loans that are open.
pub(crate) fn open_loans(context: &mut Context) -> Result<Vec<(i64, String)>, Failure> {
    let all = accounts::accounts(context)?;
    let open = all.iter().filter(|account| account.kind == AccountKind::Loan && !account.closed);
    Ok(open.map(|account| (account.id, account.name.clone())).collect())
}
