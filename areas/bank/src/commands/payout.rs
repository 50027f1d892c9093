//! The owner's decision that one line of the bank is many sales, less what a marketplace or card processor took off.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    refusals::SortRefusal,
    sorting::{SortedLine, before, decide, line_of, tax_codes, undo_of},
};
use crate::{
    line::LinePart,
    place::{Place, tax_contained},
    records::{self, PayoutRow},
    rules::{
        deciding::telling_words,
        payout::{Payout, PayoutProblem, payout},
    },
};

/// Says that a line is the payout of a marketplace or card processor: many sales, less its fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortAsPayout {
    /// The line.
    pub line: i64,
    /// What buyers paid in all, before the service took anything off.
    #[schemars(extend("x-picker" = "money"))]
    pub gross_minor: i64,
    /// What of it is tax that the marketplace collected and pays itself: neither your income nor yours to pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub marketplace_tax_minor: Option<i64>,
    /// What was sold.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// The VAT or sales tax code of the sales; the category's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
}

/// Why a line is not divided as a payout.
#[derive(Debug)]
enum PayoutRefusal {
    Problem(PayoutProblem, String),
    NotIncome(String),
}

const REFUSALS: &[&str] = &[
    "payout-is-no-money-in",
    "marketplace-tax-is-too-much",
    "gross-is-below-net",
    "not-a-category",
    "no-such-line",
    "tax-code-is-needed",
    "no-such-tax-code",
];

impl Refusal for PayoutRefusal {
    fn code(&self) -> &'static str {
        match self {
            PayoutRefusal::Problem(PayoutProblem::NothingCame, _) => REFUSALS[0],
            PayoutRefusal::Problem(PayoutProblem::TaxBeyondGross, _) => REFUSALS[1],
            PayoutRefusal::Problem(PayoutProblem::GrossBelowNet { .. }, _) => REFUSALS[2],
            PayoutRefusal::NotIncome(_) => REFUSALS[3],
        }
    }

    fn sentence(&self) -> String {
        match self {
            PayoutRefusal::Problem(PayoutProblem::NothingCame, _) => {
                t!("A payout is money that comes in; this line is not.")
            }
            PayoutRefusal::Problem(PayoutProblem::TaxBeyondGross, _) => {
                t!("The marketplace’s tax is a part of what buyers paid, so it is less than that.")
            }
            PayoutRefusal::Problem(PayoutProblem::GrossBelowNet { short_minor }, currency) => t!(
                "Sales before fees cannot be less than what reached the bank; {amount} is missing.",
                amount = fmt::money(*short_minor, currency)
            ),
            PayoutRefusal::NotIncome(name) => t!("{name} is no income; sales need a category of income.", name = name),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            PayoutRefusal::Problem(PayoutProblem::NothingCame, _) => "line",
            PayoutRefusal::Problem(PayoutProblem::TaxBeyondGross, _) => "marketplace_tax_minor",
            PayoutRefusal::Problem(PayoutProblem::GrossBelowNet { .. }, _) => "gross_minor",
            PayoutRefusal::NotIncome(_) => "category",
        };
        Some(field.into())
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

impl SortAsPayout {
    /// The parts of the line: what was sold, and what it cost to sell it.
    fn parts(&self, context: &mut Context, payout: &Payout, on: jiff::civil::Date) -> Result<Vec<LinePart>, Failure> {
        let account = books::account(context, self.category)?.clone();
        if account.kind != ledger::AccountKind::Income {
            return Err(PayoutRefusal::NotIncome(account.name).into());
        }
        let country = context.settings.country.clone();
        let code = self.tax_code.as_deref().filter(|code| !code.is_empty());
        if let Some(code) = code.filter(|code| books::chart::tax_code(&country, code).is_none()) {
            let code = code.chars().take(40).collect();
            return Err(at_tax_code(SortRefusal::NoSuchTaxCode { position: 0, code }.into()));
        }
        let sales = payout.sales_minor();
        let Some(tax) = tax_contained(context, self.category, code, sales, on)? else {
            let codes = tax_codes(&country).into_iter().map(|(code, _)| code).collect::<Vec<_>>().join(", ");
            return Err(at_tax_code(SortRefusal::TaxCodeNeeded { position: 0, name: account.name, codes }.into()));
        };
        let mut parts = vec![LinePart::plain(self.category, sales, tax)];
        if payout.fee_minor() != 0 {
            // As where the file itself states it, the fee is a cost without tax.
            let fees = books::account_for_role(context, "payment-fees")?;
            parts.push(LinePart::plain(fees, -payout.fee_minor(), (String::new(), 0)));
        }
        Ok(parts)
    }
}

fn at_tax_code(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refused) => {
            refused.field = Some("tax_code".into());
            Failure::Refused(refused)
        }
        other => other,
    }
}

impl Command for SortAsPayout {
    const NAME: &'static str = "sort-as-payout";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = SortedLine;

    fn about() -> String {
        t!("Say that a bank line is a payout: many sales, less the fee of a marketplace or card processor.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLine, Failure> {
        let line = line_of(context, self.line)?;
        let currency = context.settings.currency.code().to_string();
        let tax_minor = self.marketplace_tax_minor.unwrap_or(0);
        let payout = payout(self.gross_minor, tax_minor, line.decided_minor())
            .map_err(|problem| PayoutRefusal::Problem(problem, currency))?;
        let parts = self.parts(context, &payout, line.booked_on)?;
        let into = books::account(context, self.category)?.name.clone();
        let before = before(context, &line)?;
        let moved = decide(context, vec![(line, Place::Parts(parts))])?;
        let line = moved.into_iter().next().ok_or(SortRefusal::NoSuchLine(self.line))?;
        let row = PayoutRow {
            line: line.id,
            payee: telling_words(&line.payee),
            booked_on: line.booked_on,
            gross_minor: payout.gross_minor,
            marketplace_tax_minor: payout.marketplace_tax_minor,
            net_minor: payout.net_minor,
            category: self.category,
            tax_code: self.tax_code.clone().filter(|code| !code.is_empty()),
        };
        records::insert_payout(&mut context.tx, &row)?;
        let (title, entry) = (line.title().to_owned(), line.decision_entry);
        Ok(SortedLine { line: line.id, title, into, entry, before, rule: None, also: Vec::new(), parted: None })
    }

    fn sentence(&self, outcome: &SortedLine) -> String {
        t!("Sorted {line} into {category}, less fees.", line = outcome.title, category = outcome.into)
    }

    fn undo(&self, outcome: &SortedLine) -> Undo {
        undo_of(self.line, &outcome.before)
    }
}
