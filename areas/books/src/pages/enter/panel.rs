//! What a form would do, beside it: cash, profit, pockets, and the debits and credits in small.

use kernel::Failure;
use ledger::Basis;
use locale::{fmt, t};
use ui::{Markup, PageRequest, chip, html, parts};

use super::super::words;
use crate::{Effects, effects, rules::purchase::TaxedAmount};

/// The panel of a command's form on this page. Its id is where the script puts the next one.
pub(in crate::pages) fn panel(request: &PageRequest<'_>, command: &str) -> Result<Markup, Failure> {
    let previewed = request.previewed_form(command).map(|form| &form.preview);
    let shown = previewed.and_then(|preview| effects::read(&preview.effects).map(|effects| (preview, effects)));
    let refused = request.refused_form(command);
    Ok(html! {
        section.fx id="effects" aria-live="polite" {
            (parts::heading(&t!("What it does"), None))
            @match (shown, refused) {
                (Some((preview, effects)), _) => {
                    (amounts(&effects))
                    @if let Some(taxed) = taxed(&preview.outcome) { (tax(&taxed, &effects.currency)) }
                    (pockets(&effects))
                    (accounts(&effects))
                }
                // A form that is being filled in is not wrong yet.
                (None, Some(form)) if form.refused.code != "bad-input" => p.h { (form.refused.sentence) },
                _ => p.h { (t!("Fill in the form, and here stands what it does to your cash, your profit and your pockets, before anything is booked.")) },
            }
        }
    })
}

fn amounts(effects: &Effects) -> Markup {
    let signed = |amount: i64| html! { b { (fmt::amount_signed(amount, &effects.currency)) } };
    let mut rows = vec![(t!("Cash"), signed(effects.cash_minor))];
    if effects.profit_cash_minor == effects.profit_accrual_minor {
        rows.push((t!("Profit"), signed(effects.profit_cash_minor)));
    } else {
        rows.push((t!("Profit, cash basis"), signed(effects.profit_cash_minor)));
        rows.push((t!("Profit, accrual basis"), signed(effects.profit_accrual_minor)));
    }
    parts::definitions(&rows)
}

fn taxed(outcome: &serde_json::Value) -> Option<TaxedAmount> {
    let taxed: TaxedAmount = serde_json::from_value(outcome.get("taxed")?.clone()).ok()?;
    (taxed.tax_minor != 0 || taxed.owed_on_top_minor != 0).then_some(taxed)
}

fn tax(taxed: &TaxedAmount, currency: &str) -> Markup {
    let amount = |amount: i64| html! { (fmt::amount(amount, currency)) };
    let mut rows = vec![(t!("Without tax"), amount(taxed.gross_minor - taxed.tax_minor))];
    if taxed.tax_minor != 0 {
        rows.push((t!("Tax in it"), amount(taxed.tax_minor)));
    }
    rows.push((t!("With tax"), amount(taxed.gross_minor)));
    if taxed.owed_on_top_minor != 0 {
        rows.push((t!("Tax you owe on top (reverse charge)"), amount(taxed.owed_on_top_minor)));
        rows.push((t!("of which comes back"), amount(taxed.reclaimed_on_top_minor)));
    }
    html! { h3 { (t!("The tax")) } (parts::lines(&rows)) }
}

fn pockets(effects: &Effects) -> Markup {
    html! {
        h3 { (t!("Pockets")) }
        @if effects.pockets.is_empty() { p.h { (t!("No pocket changes.")) } }
        @else {
            ul.pks {
                @for pocket in &effects.pockets {
                    li { (chip(words::hue(&pocket.role), &pocket.name)) span { (fmt::amount_signed(pocket.amount_minor, &pocket.currency)) } }
                }
            }
        }
    }
}

fn accounts(effects: &Effects) -> Markup {
    let amount = |amount: i64| if amount == 0 { String::new() } else { fmt::amount(amount, &effects.currency) };
    let basis = |basis: Basis| match basis {
        Basis::Both => None,
        Basis::Accrual => Some(t!("Accrual only")),
        Basis::Cash => Some(t!("Cash only")),
    };
    html! {
        h3 { (t!("In the accountant’s words")) }
        table.t.co.r2.r3 {
            thead { tr { th { (t!("Account")) } th { (t!("Debit")) } th { (t!("Credit")) } } }
            tbody {
                @for line in &effects.accounts {
                    tr {
                        td { (line.name) @if let Some(basis) = basis(line.basis) { " " small { (basis) } } }
                        td { (amount(line.debit_minor)) }
                        td { (amount(line.credit_minor)) }
                    }
                }
            }
        }
    }
}
