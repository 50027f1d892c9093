//! One line: how it was decided and why, what is like it, and the rule it suggests.

use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, Names, PartView};
use crate::{
    commands::{RuleInput, waiting_for},
    line::LineState,
    records,
    rules::deciding::{Direction, telling_words},
};

/// One bank line with everything about it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BankLineDetail {
    /// The line.
    pub line: i64,
}

/// A line with everything about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BankLineAnswer {
    /// The line.
    pub line: LineView,
    /// Its parts, where it is sorted.
    pub parts: Vec<PartView>,
    /// The other side's account, as the bank states it.
    pub counterparty_account: String,
    /// What was paid before fee and marketplace tax were taken off.
    pub gross_minor: i64,
    /// The fee a service took off, negative when charged.
    pub fee_minor: i64,
    /// Tax that a marketplace collected and pays itself, negative when held back; it is never booked.
    pub marketplace_tax_minor: i64,
    /// The payment's reference.
    pub reference: String,
    /// The statement it came with.
    pub statement: i64,
    /// That file's name.
    pub file_name: String,
    /// Earlier lines of the same payee, newest first.
    pub similar: Vec<LineView>,
    /// The rule it suggests; its category is the suggestion's, if there is one.
    pub rule: RuleInput,
    /// The other waiting lines that this rule would take.
    pub also: Vec<LineView>,
}

impl Query for BankLineDetail {
    const NAME: &'static str = "bank-line";
    type Answer = BankLineAnswer;

    fn about() -> String {
        t!("One bank line: how it was decided and why, what is like it, and which rule would take it.")
    }

    fn answer(&self, context: &mut Context) -> Result<BankLineAnswer, Failure> {
        let row = records::line(&mut context.tx, self.line)?
            .ok_or_else(|| Failure::not_found(&t!("bank line"), self.line))?;
        let mut names = Names::read(context, true)?;
        if row.state == LineState::ToSort {
            names.look_for_pairs(context, std::slice::from_ref(&row))?;
        }
        let mut line = names.line(&row);
        if let Some(pays) = super::paying::pays(context, &row)? {
            line.into = pays;
        }
        let parts = names.parts(context, &row)?;
        let similar: Vec<LineView> = records::lines_of_payee(&mut context.tx, &row.payee, row.id, 8)?
            .iter()
            .map(|row| names.line(row))
            .collect();
        let suggested = line.suggestion.as_ref();
        let rule = RuleInput {
            text_has: telling_words(&row.payee),
            direction: if row.amount_minor < 0 { Direction::Out } else { Direction::In },
            category: line.category.or_else(|| suggested.and_then(|suggestion| suggestion.category)),
            transfer_account: row.other_account.or_else(|| suggested.and_then(|suggestion| suggestion.account)),
            ..RuleInput::default()
        };
        let also = if row.state == LineState::ToSort {
            let taken = waiting_for(context, &rule.condition())?;
            taken.iter().filter(|other| other.id != row.id).take(20).map(|other| names.line(other)).collect()
        } else {
            Vec::new()
        };
        let file_name = records::statement(&mut context.tx, row.statement)?
            .map_or_else(String::new, |statement| statement.file_name);
        // What the owner said of a payout stands beside what the file may have stated.
        let divided = match row.state {
            LineState::Sorted => records::payout(&mut context.tx, row.id)?,
            _ => None,
        };
        let (tax_minor, fee_minor) = divided.map_or((0, 0), |payout| {
            let tax = payout.marketplace_tax_minor;
            (tax, payout.gross_minor - tax - payout.net_minor)
        });
        Ok(BankLineAnswer {
            line,
            parts,
            gross_minor: row.gross_minor() + tax_minor + fee_minor,
            fee_minor: row.fee_minor - fee_minor,
            marketplace_tax_minor: row.marketplace_tax_minor - tax_minor,
            counterparty_account: row.counterparty_account,
            reference: row.reference,
            statement: row.statement,
            file_name,
            similar,
            rule,
            also,
        })
    }
}
