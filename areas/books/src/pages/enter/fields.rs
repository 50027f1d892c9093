//! The fields that the forms share: what was typed stands in them again, with sensible answers before.

use std::cell::RefCell;

use jiff::civil::Date;
use kernel::{Failure, Query, Settings};
use ledger::AccountKind;
use locale::t;
use ui::{Choice, Field, Markup, PageRequest, RefusedForm, error_at, html};

use super::super::{DimensionField, dimension_fields, words};
use crate::{
    Account, EquipmentKept, EquipmentLine, LoanLine, Loans, RefundablePurchase, RefundablePurchases,
    accounts::accounts,
    chart::{Chart, TaxDirection, chart},
};

/// What the fields of a form are filled from.
pub(super) struct Fields {
    refused: Option<RefusedForm>,
    typed: Option<Vec<(String, String)>>,
    asked: Vec<(String, String)>,
    pub today: Date,
    pub settings: Settings,
    pub chart: &'static Chart,
    pub accounts: Vec<Account>,
    pub loans: Vec<LoanLine>,
    pub equipment: Vec<EquipmentLine>,
    /// What a supplier may give money back for: the chosen one, or those that have the words asked for.
    pub purchases: Vec<RefundablePurchase>,
    dimensions: [DimensionField; 4],
    /// The names of the fields that the form has shown.
    shown: RefCell<Vec<String>>,
}

impl Fields {
    pub fn read(request: &mut PageRequest<'_>, command: &str) -> Result<Fields, Failure> {
        let open = accounts(request.context)?.iter().filter(|account| !account.closed).cloned().collect();
        let loans = Loans::default().answer(request.context)?.loans;
        let equipment = EquipmentKept::default().answer(request.context)?.pieces;
        let purchases = if command == "record-supplier-refund" { purchases(request, command)? } else { Vec::new() };
        let (today, settings) = (request.context.today, request.context.settings.clone());
        Ok(Fields {
            refused: request.refused_form(command).cloned(),
            typed: request.typed_values(command).map(<[_]>::to_vec),
            asked: request.query.clone(),
            today,
            chart: chart(&settings.country),
            settings,
            accounts: open,
            loans,
            equipment,
            purchases,
            dimensions: dimension_fields(request.context, "")?,
            shown: RefCell::default(),
        })
    }

    /// What was refused at no field that the form shows: it is said above them. Asked for once they are written.
    pub fn error_above(&self) -> Option<String> {
        let shown = self.shown.borrow();
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        self.refused.as_ref()?.error_beside(&shown)
    }

    /// What stands in a field: what was typed, else what the address asks for, else this.
    pub fn value(&self, name: &str, otherwise: impl Into<String>) -> String {
        if let Some(typed) = &self.typed {
            let found = typed.iter().rev().find(|(known, _)| known == name);
            return found.map(|(_, text)| text.clone()).unwrap_or_default();
        }
        let asked = self.asked.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
        asked.unwrap_or_else(|| otherwise.into())
    }

    /// A field with its value and its error.
    pub fn filled(&self, name: &str, field: Field, otherwise: impl Into<String>) -> Field {
        self.shown.borrow_mut().push(name.to_owned());
        field.value(self.value(name, otherwise)).error(error_at(self.refused.as_ref(), name))
    }

    pub fn currency(&self) -> &str {
        self.settings.currency.code()
    }

    /// Whether an account that money is on is kept in another currency than the books: then an amount is in the currency
    /// of the account chosen, and no unit can stand beside it before.
    fn foreign(&self) -> bool {
        self.accounts.iter().any(|account| account.kind.has_statements() && account.currency != self.settings.currency)
    }

    /// An amount in the currency of its account.
    pub fn money(&self, name: &str, label: String) -> Field {
        let field = Field::money(name, label);
        self.filled(name, if self.foreign() { field } else { field.unit(self.currency()) }, "")
    }

    /// What an amount on an account of another currency is worth in the books'; asked only of who has such an account.
    pub fn worth(&self) -> Markup {
        if !self.foreign() {
            return html! {};
        }
        let label = t!("Worth in {currency}", currency = self.settings.currency);
        let field = Field::money("worth_minor", label).unit(self.currency());
        let help = t!("Only where the account has another currency; empty, the day’s rate says it.");
        html! { (self.filled("worth_minor", field, "").help(help)) }
    }

    pub fn amount(&self, label: String) -> Field {
        self.money("amount_minor", label).required().autofocus()
    }

    pub fn day(&self) -> Field {
        self.filled("on", Field::date("on", t!("Day")), self.today.to_string()).required()
    }

    /// What arrived of an exchange, asked only of who has an account in another currency.
    pub fn arrived(&self) -> Markup {
        if !self.foreign() {
            return html! {};
        }
        let field = Field::money("arrived_minor", t!("What arrived?"));
        let help = t!("Only where the two accounts have different currencies.");
        html! { (self.filled("arrived_minor", field, "").help(help)) }
    }

    /// Amount and day beside each other: what nearly every form begins with.
    pub fn amount_and_day(&self, label: String) -> Markup {
        html! { div.row { (self.amount(label)) (self.day()) } (self.worth()) }
    }

    pub fn party(&self, label: String) -> Field {
        self.filled("party", Field::text("party", label), "")
    }

    pub fn text(&self, label: String) -> Field {
        self.filled("text", Field::text("text", label), "")
    }

    /// An account that money is on. `first` is the kind that is proposed.
    pub fn money_account(&self, name: &str, label: String, first: AccountKind, own: Own) -> Field {
        let books = self.settings.currency;
        let usable = |account: &&Account| account.role.is_empty();
        // The books' own currency needs no word.
        let named = |account: &Account| match account.currency == books {
            true => account.name.clone(),
            false => format!("{} ({})", account.name, account.currency),
        };
        let mut choices = Vec::new();
        for kind in [AccountKind::Bank, AccountKind::CashBox, AccountKind::Card, AccountKind::Processor] {
            for account in self.accounts.iter().filter(usable).filter(|account| account.kind == kind) {
                choices.push(Choice::new(account.id, named(account)).group(words::kind(kind)));
            }
        }
        let own_currency = |account: &&Account| account.currency == books && account.kind == first;
        let proposed = self.accounts.iter().filter(usable).find(own_currency);
        let proposed = proposed.map(|account| account.id.to_string());
        if let Some(transit) = self.accounts.iter().find(|account| account.role == "in-transit") {
            let said = t!("The bank; its statement will bring the line");
            choices.push(Choice::new(transit.id, said).group(t!("Comes later")));
        }
        if own == Own::Offered
            && let Some(account) = self.accounts.iter().find(|account| account.role == "owner-put-in")
        {
            choices.push(Choice::new(account.id, t!("My own money")).group(t!("Outside the business")));
        }
        let otherwise = proposed.or_else(|| choices.first().map(|choice| choice.value.clone())).unwrap_or_default();
        self.filled(name, Field::select(name, label, choices).required(), otherwise)
    }

    pub fn category(&self, label: String, kind: AccountKind, proposed_role: &str) -> Field {
        let of_kind = self.accounts.iter().filter(|account| account.kind == kind);
        let mut choices = vec![Choice::new("", "")];
        choices.extend(of_kind.map(|account| Choice::new(account.id, &account.name)));
        let proposed = self.accounts.iter().find(|account| account.role == proposed_role);
        let proposed = proposed.map(|account| account.id.to_string()).unwrap_or_default();
        self.filled("category", Field::select("category", label, choices).required(), proposed)
    }

    /// The tax code; who charges no tax has none to choose.
    pub fn tax_code(&self, side: TaxDirection) -> Markup {
        if !self.settings.charges_tax_on(self.today) {
            return html! {};
        }
        let mut choices = vec![Choice::new("", t!("As its category says"))];
        let fitting =
            self.chart.tax_codes.iter().filter(|code| code.direction == side || code.direction == TaxDirection::None);
        let decided = fitting.filter(|code| code.kind != crate::chart::TaxKind::Ask);
        choices.extend(decided.map(|code| Choice::new(&code.code, &code.name)));
        html! { (self.filled("tax_code", Field::select("tax_code", t!("Tax in it"), choices), "")) }
    }

    /// Client, project, offer and channel, folded away while nothing is said in them.
    pub fn belonging(&self) -> Markup {
        let open = self.dimensions.iter().any(|of| !self.value(&of.name, "").is_empty());
        html! {
            details open[open] {
                summary { (t!("Whom and what it was for")) }
                @for pair in self.dimensions.chunks(2) {
                    div.row { @for of in pair { (self.filled(&of.name, of.field.clone(), "")) } }
                }
            }
        }
    }

    pub fn select(&self, name: &str, label: String, choices: Vec<Choice>) -> Field {
        let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
        self.filled(name, Field::select(name, label, choices), first)
    }
}

fn purchases(request: &mut PageRequest<'_>, command: &str) -> Result<Vec<RefundablePurchase>, Failure> {
    let typed = request.typed_values(command).and_then(|typed| typed.iter().find(|(name, _)| name == "purchase"));
    let chosen = typed.map(|(_, text)| text.as_str()).or(request.ask("purchase"));
    let entry = chosen.and_then(|text| text.parse().ok());
    let text = request.ask("find").map(str::to_owned);
    Ok(RefundablePurchases { text, entry }.answer(request.context)?.purchases)
}

/// Whether the owner's own money may be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Offered,
    No,
}
