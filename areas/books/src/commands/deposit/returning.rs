//! An advance that goes back to the client.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::{AccountKind, Basis, Part, PartReason};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Deposit, DepositRefusal, Open, REFUSALS, ReverseDepositStep, in_proportion, role_pocket, text_of};
use crate::{
    accounts::account,
    commands::{PostedEntry, ReverseEntry, account_for_role},
    journal::{DraftPosting, SplitOf, post},
    records,
};

/// Says that an advance went back to the client: what it owed is owed no more, and its pockets give their parts back in
/// proportion. A bank line that is sorted as the refund does all that by itself; say it here for a payment that no statement
/// shows, or where the line was sorted otherwise.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAdvance {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it, without tax contained, in minor units of its currency; all that is open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The account it was paid back from; absent where the payment is in the books already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl ReturnAdvance {
    /// The payment, with all that it returns: income, the tax contained in it, and the parts of the pockets.
    fn pay_back(
        &self,
        context: &mut Context,
        deposit: &Deposit,
        from: i64,
        returned: &Open,
        text: String,
    ) -> Result<i64, Failure> {
        let of = account(context, from)?.clone();
        let cash = matches!(of.kind, AccountKind::Bank | AccountKind::CashBox | AccountKind::Processor);
        if !cash || of.closed || !of.role.is_empty() {
            return Err(DepositRefusal::NotMoney { name: of.name }.into());
        }
        if of.currency != deposit.currency {
            let currency = of.currency.code().to_owned();
            return Err(DepositRefusal::OtherCurrency { name: of.name, currency }.into());
        }
        let paid = |own_minor: i64, in_books: i64| DraftPosting {
            book_amount_minor: Some(-in_books),
            ..DraftPosting::new(from, -own_minor)
        };
        let in_books = returned.in_books_minor;
        if let Some(basis) = deposit.owed_on {
            let deposits = account_for_role(context, "client-deposits")?;
            let of_basis = |account: i64, basis: Basis| DraftPosting { basis, ..DraftPosting::new(account, in_books) };
            let mut postings = vec![paid(in_books, in_books), of_basis(deposits, basis)];
            if basis == Basis::Accrual {
                // On cash basis it was income when it came: what goes back is income less.
                postings.push(of_basis(account_for_role(context, "sales-services")?, Basis::Cash));
            }
            let held = role_pocket(context, "held-for-clients")?;
            let part = Part { pocket: held, amount_minor: -in_books, reason: PartReason::Advance, permille: None };
            let split = SplitOf::Exactly(vec![(deposit.currency, part)]);
            let draft = deposit.draft(context, self.on, text, postings, split)?;
            let entry = post(context, draft)?;
            records::insert_advance_return(&mut context.tx, entry, deposit.entry)?;
            return Ok(entry);
        }
        let tax_owed = account_for_role(context, "sales-tax-owed")?;
        let tax: i64 = records::postings_of_entry(&mut context.tx, deposit.entry)?
            .iter()
            .filter(|(posting, _)| posting.account == tax_owed && posting.basis.counts_in_cash())
            .map(|(posting, _)| -posting.book_amount_minor)
            .sum();
        let tax = in_proportion(tax.max(0), in_books, deposit.in_books_minor());
        let tax_own = in_proportion(tax, deposit.total_minor, deposit.in_books_minor());
        let mut postings = vec![paid(returned.amount_minor + tax_own, in_books + tax)];
        let weights: Vec<u64> = deposit.income.iter().map(|(_, amount)| amount.unsigned_abs()).collect();
        let portions = ledger::split_by_weights(in_books, &weights).unwrap_or_default();
        postings
            .extend(deposit.income.iter().zip(portions).map(|((account, _), part)| DraftPosting::new(*account, part)));
        postings.push(DraftPosting::new(tax_owed, tax));
        postings.retain(|posting| posting.amount_minor != 0);
        let draft = deposit.draft(context, self.on, text, postings, SplitOf::Refund(deposit.entry))?;
        // Posting a refund gives what waits of its deposit back, too.
        post(context, draft)
    }
}

impl Command for ReturnAdvance {
    const NAME: &'static str = "return-advance";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Say that a client’s advance was paid back.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        let deposit = Deposit::read(context, self.entry)?;
        let returned = deposit.of_open(context, self.amount_minor)?;
        let text = t!("Returned: {deposit}", deposit = text_of(context, self.entry)?);
        if let Some(from) = self.account {
            return Ok(PostedEntry { entry: self.pay_back(context, &deposit, from, &returned, text)? });
        }
        // The payment is in the books and has drawn on the pockets: only the debt is left to go.
        let deposit = deposit.with_income()?;
        let postings = deposit.between(context, returned.in_books_minor)?;
        Ok(PostedEntry { entry: deposit.step(context, self.on, text, postings, Vec::new())? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("The advance of entry {entry} went back to the client.", entry = self.entry)
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        let command = if self.account.is_some() { ReverseEntry::NAME } else { ReverseDepositStep::NAME };
        Undo::Compensating { command, input: json!({ "entry": outcome.entry }) }
    }
}
