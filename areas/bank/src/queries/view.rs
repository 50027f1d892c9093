//! A line as pages, the API and the terminal show it, with every reason in words.

use std::collections::HashMap;

use books::Account;
use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::{fmt, t, tn};
use schemars::JsonSchema;
use serde::Serialize;
use ui::readable;

use super::paying::{self, PaymentProposal};
use crate::{
    line::{BY_FILE, BY_LEARNING, BY_OWNER, BY_PAIR, BY_PAYMENT, BY_RULE, BankLine, LineState},
    moving::place_now,
    pairs::questions,
    place::Place,
    records::{self, PayoutRow},
    rules::paying::Owed,
    rules::{
        deciding::{Condition, Direction, fold, telling_words},
        learning::{Memory, SPLIT, words_of_line},
        payee_key, payout,
    },
};

/// A line of a bank statement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LineView {
    /// Its id.
    pub id: i64,
    /// Its account.
    pub account: i64,
    /// The account's name.
    pub account_name: String,
    /// The day the bank booked it.
    pub booked_on: Date,
    /// The day its cash was posted on, where the month of the bank's day was closed when it came in.
    pub posted_on: Option<Date>,
    /// Minor units; money in is positive.
    pub amount_minor: i64,
    /// Its currency.
    pub currency: String,
    /// What it is worth in the books' currency.
    pub book_minor: i64,
    /// The books' currency, which that, its parts, its fee and its tax are in.
    pub book_currency: String,
    /// The day of the rate it is worth that by, where its currency is another than the books'.
    pub rate_on: Option<Date>,
    /// Who stated that rate: `bank-line`, `owner`, `document`, `central-bank`; empty in the books' own currency.
    pub rate_source: String,
    /// Who it is, else what the bank says.
    pub title: String,
    /// What the bank says.
    pub text: String,
    /// Who paid or was paid, where the bank says.
    pub counterparty: String,
    /// Where it stands.
    pub state: LineState,
    /// The category, or "split", or the account of a transfer; empty in the queue.
    pub into: String,
    /// The category's id, where it is one.
    pub category: Option<i64>,
    /// Who decided: `owner`, `rule`, `learned`, `pair`, `file`; empty in the queue.
    pub decided_by: String,
    /// Why it is where it is, in words.
    pub reason: String,
    /// What is suggested for it, in the queue.
    pub suggestion: Option<SuggestionView>,
    /// The open invoice or bill it looks like the payment of, in the queue.
    pub payment: Option<PaymentProposal>,
    /// The other line of a transfer.
    pub pair: Option<i64>,
    /// The entry of its cash.
    pub cash_entry: i64,
    /// The entry of its decision, where that moved it.
    pub decision_entry: Option<i64>,
}

/// What is suggested for a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SuggestionView {
    /// The category, where it is one.
    pub category: Option<i64>,
    /// The own account, where it looks like a transfer.
    pub account: Option<i64>,
    /// The line on that account that may be its other side.
    pub pair: Option<i64>,
    /// How a payout of a service would be divided, where its last one was.
    pub payout: Option<PayoutProposal>,
    /// Its name.
    pub name: String,
    /// Whether the suggestion is more a guess than a habit.
    pub unsure: bool,
    /// Why, in words.
    pub reason: String,
}

/// How a payout would be divided: as the last one of the same service was, in the same shares.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PayoutProposal {
    /// What buyers paid in all, in minor units of the books' currency.
    pub gross_minor: i64,
    /// What of it is tax that the marketplace pays itself.
    pub marketplace_tax_minor: i64,
    /// What the service took off for itself.
    pub fee_minor: i64,
    /// The fee in thousandths of what buyers paid.
    pub fee_permille: i64,
    /// What was sold.
    pub category: i64,
    /// The tax code that the owner chose for it.
    pub tax_code: Option<String>,
    /// The line that was divided like this.
    pub like: i64,
}

/// A part of a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartView {
    /// The category.
    pub category: i64,
    /// Its name.
    pub name: String,
    /// How much.
    pub amount_minor: i64,
    /// Its tax code.
    pub tax_code: String,
    /// The tax it contains.
    pub tax_minor: i64,
}

/// Names and memory, read once for a page of lines.
pub(crate) struct Names {
    accounts: HashMap<i64, Account>,
    rules: HashMap<i64, crate::line::Rule>,
    memory: Option<Memory>,
    questions: HashMap<i64, BankLine>,
    owed: Vec<Owed>,
    /// The last payout of each service that the owner divided.
    payouts: HashMap<String, PayoutRow>,
    currency: String,
}

impl Names {
    /// Reads names; with what is needed to suggest, where lines of the queue will be shown.
    pub fn read(context: &mut Context, suggesting: bool) -> Result<Names, Failure> {
        let accounts = books::accounts(context)?.iter().map(|account| (account.id, account.clone())).collect();
        let rules = records::sorting_rules(&mut context.tx)?.into_iter().map(|rule| (rule.id, rule)).collect();
        let memory = if suggesting { Some(crate::desk::memory(context)?) } else { None };
        let questions = HashMap::new();
        let owed = if suggesting { paying::owed(context)? } else { Vec::new() };
        let mut payouts = HashMap::new();
        if suggesting {
            let rows = records::payouts(&mut context.tx)?;
            payouts.extend(rows.into_iter().map(|row| (row.payee.clone(), row)));
        }
        let currency = context.settings.currency.code().to_string();
        Ok(Names { accounts, rules, memory, questions, owed, payouts, currency })
    }

    /// Looks for the lines on other accounts that waiting lines may be the other side of.
    pub fn look_for_pairs(&mut self, context: &mut Context, rows: &[BankLine]) -> Result<(), Failure> {
        self.questions.extend(questions(context, rows)?);
        Ok(())
    }

    pub fn account(&self, id: i64) -> String {
        self.accounts.get(&id).map_or_else(String::new, |account| account.name.clone())
    }

    pub fn line(&mut self, line: &BankLine) -> LineView {
        let suggestion = if line.state == LineState::ToSort { self.suggest(line) } else { None };
        let into = match (line.state, line.category, line.other_account) {
            (LineState::ToSort, _, _) => String::new(),
            (LineState::Sorted, Some(category), _) => self.account(category),
            (LineState::Sorted, None, _) => t!("Split"),
            (LineState::Transfer, _, Some(other)) => t!("Transfer: {account}", account = self.account(other)),
            (LineState::Transfer, _, None) => t!("Transfer"),
            (LineState::Payment, _, _) => t!("Payment"),
        };
        LineView {
            id: line.id,
            account: line.account,
            account_name: self.account(line.account),
            booked_on: line.booked_on,
            posted_on: line.posted_on,
            amount_minor: line.amount_minor,
            currency: if line.currency.is_empty() { self.currency.clone() } else { line.currency.clone() },
            book_minor: line.book_minor,
            book_currency: self.currency.clone(),
            rate_on: line.rate_on,
            rate_source: line.rate_source.clone(),
            title: line.title().to_owned(),
            text: line.text.clone(),
            counterparty: line.counterparty.clone(),
            state: line.state,
            into,
            category: line.category,
            decided_by: line.decided_by.clone(),
            reason: self.reason(line),
            suggestion,
            payment: paying::proposal(line, &self.owed),
            pair: line.pair,
            cash_entry: line.cash_entry,
            decision_entry: line.decision_entry,
        }
    }

    /// Why a line is where it is.
    fn reason(&self, line: &BankLine) -> String {
        match line.decided_by.as_str() {
            BY_OWNER => t!("You decided this."),
            BY_RULE => match line.rule.and_then(|rule| self.rules.get(&rule)) {
                Some(rule) => t!("Your rule: {rule}", rule = rule_sentence(self, &rule.condition)),
                None => t!("By a rule that you have removed since."),
            },
            BY_LEARNING => tn!(
                line.agreed,
                "{count} of {considered} earlier line of this payee went there.",
                "{count} of {considered} earlier lines of this payee went there.",
                considered = line.considered
            ),
            BY_FILE => t!("The file itself says what it is: a payout, an exchange or a fee of the service."),
            BY_PAIR => t!("It is the other side of a transfer from another account of yours."),
            BY_PAYMENT if line.category.is_some() => t!("It is your pay, as you ordered it."),
            BY_PAYMENT => t!("It is a transfer of a payment file that you made."),
            _ => String::new(),
        }
    }

    /// What earlier decisions and waiting transfers suggest.
    fn suggest(&mut self, line: &BankLine) -> Option<SuggestionView> {
        let nothing = SuggestionView {
            category: None,
            account: None,
            pair: None,
            payout: None,
            name: String::new(),
            unsure: false,
            reason: String::new(),
        };
        if let Some(other) = self.questions.get(&line.id) {
            let name = self.account(other.account);
            let reason = t!(
                "{title} moved the same amount on {account} on {day}.",
                title = readable(other.title()),
                account = name,
                day = fmt::date(other.booked_on)
            );
            let (account, pair) = (Some(other.account), Some(other.id));
            return Some(SuggestionView { account, pair, name, reason, ..nothing });
        }
        if let Some((payout, reason)) = self.payout(line) {
            let name = t!("{category}, less fees", category = self.account(payout.category));
            return Some(SuggestionView { payout: Some(payout), name, reason, ..nothing });
        }
        let memory = self.memory.as_ref()?;
        let words = words_of_line(&line.payee, &fold(&line.text), line.amount_minor);
        let known = memory.suggest(&payee_key(&line.payee, line.amount_minor), &words)?;
        if known.category == SPLIT {
            let reason = tn!(
                known.agreed,
                "You split {count} earlier line of this payee.",
                "You split {count} earlier lines of this payee."
            );
            return Some(SuggestionView { name: t!("Split"), unsure: true, reason, ..nothing });
        }
        let account = self.accounts.get(&known.category).filter(|account| !account.closed)?;
        let own = account.kind.has_statements();
        let reason = if known.words.is_empty() {
            tn!(
                known.agreed,
                "{count} of {considered} earlier line of this payee went there.",
                "{count} of {considered} earlier lines of this payee went there.",
                considered = known.considered
            )
        } else {
            t!("Lines with the words {words} went there.", words = known.words.join(", "))
        };
        Some(SuggestionView {
            category: (!own).then_some(account.id),
            account: own.then_some(account.id),
            name: account.name.clone(),
            unsure: !known.words.is_empty() || known.agreed * 2 <= known.considered,
            reason,
            ..nothing
        })
    }

    /// How the last payout of the same service says that this one is divided.
    fn payout(&self, line: &BankLine) -> Option<(PayoutProposal, String)> {
        let last = self.payouts.get(&telling_words(&line.payee))?;
        if self.accounts.get(&last.category).is_none_or(|account| account.closed) {
            return None;
        }
        let payout = payout::payout(last.gross_minor, last.marketplace_tax_minor, last.net_minor).ok()?;
        let next = payout::like(&payout, line.decided_minor())?;
        let reason = t!(
            "Of the payout of {day}, {share} of what buyers paid went for fees.",
            day = fmt::date(last.booked_on),
            share = fmt::percent_permille(payout.fee_permille())
        );
        let proposal = PayoutProposal {
            gross_minor: next.gross_minor,
            marketplace_tax_minor: next.marketplace_tax_minor,
            fee_minor: next.fee_minor(),
            fee_permille: payout.fee_permille(),
            category: last.category,
            tax_code: last.tax_code.clone(),
            like: last.line,
        };
        Some((proposal, reason))
    }

    /// The parts of a line, however many.
    pub fn parts(&self, context: &mut Context, line: &BankLine) -> Result<Vec<PartView>, Failure> {
        let Place::Parts(parts) = place_now(context, line)? else { return Ok(Vec::new()) };
        let view = |part: crate::line::LinePart| PartView {
            category: part.category,
            name: self.account(part.category),
            amount_minor: part.amount_minor,
            tax_code: part.tax_code,
            tax_minor: part.tax_minor,
        };
        Ok(parts.into_iter().map(view).collect())
    }

    pub fn currency(&self) -> &str {
        &self.currency
    }
}

/// What a rule asks, as a sentence: "the text has kiln, money out, under 150.00".
pub(crate) fn rule_sentence(names: &Names, condition: &Condition) -> String {
    let money = |amount: i64| fmt::money(amount, names.currency());
    let mut asks = Vec::new();
    if !condition.text_has.is_empty() {
        asks.push(t!("the text has “{words}”", words = condition.text_has));
    }
    if !condition.counterparty_has.is_empty() {
        asks.push(t!("the other side is “{words}”", words = condition.counterparty_has));
    }
    match condition.direction {
        Direction::Any => {}
        Direction::In => asks.push(t!("it is money in")),
        Direction::Out => asks.push(t!("it is money out")),
    }
    match (condition.from_minor, condition.through_minor) {
        (None, None) => {}
        (Some(from), None) => asks.push(t!("it is {amount} or more", amount = money(from))),
        (None, Some(through)) => asks.push(t!("it is at most {amount}", amount = money(through))),
        (Some(from), Some(through)) if from == through => asks.push(t!("it is {amount}", amount = money(from))),
        (Some(from), Some(through)) => {
            asks.push(t!("it is between {from} and {through}", from = money(from), through = money(through)))
        }
    }
    if let Some(account) = condition.account {
        asks.push(t!("it is on {account}", account = names.account(account)));
    }
    asks.join(", ")
}
