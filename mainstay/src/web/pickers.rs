//! What a field's picker offers. The only place of the ways in that knows which query fills which picker.

use kernel::{Context, Failure, Picker};
use locale::t;
use ui::Choice;

/// The choices of a picker; none where one types.
pub(crate) fn choices(context: &mut Context, picker: Picker) -> Result<Option<Vec<Choice>>, Failure> {
    Ok(match picker {
        Picker::Account => Some(accounts(context, |_| true)?),
        Picker::Category => Some(accounts(context, books::Account::is_category)?),
        Picker::Pocket => {
            Some(books::pockets(context)?.iter().map(|pocket| Choice::new(pocket.id, pocket.name.clone())).collect())
        }
        Picker::Client => Some(values(context, books::Dimension::Client)?),
        Picker::Project => Some(values(context, books::Dimension::Project)?),
        Picker::Offer => Some(values(context, books::Dimension::Offer)?),
        Picker::Channel => Some(values(context, books::Dimension::Channel)?),
        Picker::Money | Picker::Percent | Picker::Date | Picker::Month | Picker::Party | Picker::File => None,
    })
}

fn values(context: &mut Context, dimension: books::Dimension) -> Result<Vec<Choice>, Failure> {
    let open = books::dimension_values(context)?.iter().filter(|value| value.dimension == dimension && !value.closed);
    Ok(open.map(|value| Choice::new(value.id, value.name.clone())).collect())
}

fn accounts(context: &mut Context, wanted: fn(&books::Account) -> bool) -> Result<Vec<Choice>, Failure> {
    let open = books::accounts(context)?.iter().filter(|account| !account.closed && wanted(account));
    let mut open: Vec<&books::Account> = open.collect();
    // Choices of one heading follow each other; the chart's order stays within it.
    open.sort_by_key(|account| heading_place(account));
    Ok(open.into_iter().map(|account| Choice::new(account.id, account.name.clone()).group(heading(account))).collect())
}

fn heading_place(account: &books::Account) -> u8 {
    use ledger::AccountKind as Kind;
    match account.kind {
        Kind::Bank | Kind::CashBox | Kind::Processor => 0,
        Kind::Card | Kind::Loan => 1,
        Kind::Income => 2,
        Kind::Expense => 3,
        Kind::Equity => 4,
        Kind::Receivable | Kind::Payable | Kind::Stock | Kind::Equipment | Kind::OtherAsset => 5,
    }
}

fn heading(account: &books::Account) -> String {
    match heading_place(account) {
        0 => t!("Where money is"),
        1 => t!("Cards and loans"),
        2 => t!("Money in (income)"),
        3 => t!("Money out (expenses)"),
        4 => t!("Your own (equity)"),
        _ => t!("Other"),
    }
}
