//! Words that several pages share: pockets' hues, spelled numbers, lists, periods.

use ledger::{AccountKind, Days, Month, Relative};
use locale::{fmt, t};
use ui::Hue;

use crate::Account;

/// The hue of a pocket, by its role: each keeps one everywhere, also where a business has fewer pockets than another.
pub fn hue(role: &str) -> Hue {
    match role {
        "held-for-authorities" => Hue::HeldForAuthorities,
        "tax" => Hue::Tax,
        "job-costs" => Hue::JobCosts,
        "owners-pay" => Hue::OwnersPay,
        "running-costs" => Hue::RunningCosts,
        "buffer" => Hue::Buffer,
        "profit" => Hue::Profit,
        "held-for-clients" => Hue::HeldForClients,
        "card-bill" => Hue::CardBill,
        _ => Hue::Unassigned,
    }
}

/// A number in a sentence: spelled up to twelve, in figures above.
pub fn spelled(count: i64) -> String {
    match count {
        2 => t!("two"),
        3 => t!("three"),
        4 => t!("four"),
        5 => t!("five"),
        6 => t!("six"),
        7 => t!("seven"),
        8 => t!("eight"),
        9 => t!("nine"),
        10 => t!("ten"),
        11 => t!("eleven"),
        12 => t!("twelve"),
        other => fmt::number(other),
    }
}

/// The first letter as a sentence begins with it.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Names one after another, the last two joined by "and".
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => t!("{names} and {last}", names = before.join(", "), last = last),
    }
}

/// A period of whole months as its title: `February 2026`, `February to April 2026`, `May 2025 to April 2026`.
pub fn months(from: Month, through: Month) -> String {
    let same_year = from.number() / 100 == through.number() / 100;
    match (from == through, same_year) {
        (true, _) => fmt::month(from.first()),
        (_, true) => {
            t!("{from} to {through}", from = fmt::month_long(from.first()), through = fmt::month(through.first()))
        }
        _ => t!("{from} to {through}", from = fmt::month(from.first()), through = fmt::month(through.first())),
    }
}

/// A stretch of days as its title: whole months as months, else from the first day to the last.
pub fn days(days: Days) -> String {
    match days.months() {
        Some((from, through)) if days.from.year() > 1 => months(from, through),
        _ if days.from == days.through => fmt::date(days.from),
        _ => t!("{from} to {through}", from = fmt::date(days.from), through = fmt::date(days.through)),
    }
}

/// A period that moves with today, as it is offered.
pub fn relative(relative: Relative) -> String {
    match relative {
        Relative::ThisMonth => t!("This month"),
        Relative::LastMonth => t!("Last month"),
        Relative::ThisQuarter => t!("This quarter"),
        Relative::LastQuarter => t!("Last quarter"),
        Relative::ThisYear => t!("This calendar year"),
        Relative::LastYear => t!("Last calendar year"),
        Relative::ThisTaxYear => t!("This tax year"),
        Relative::LastTaxYear => t!("Last tax year"),
        Relative::LastTwelveMonths => t!("Last 12 months"),
    }
}

/// What an account is, in words: what it plays in the books where that says more than its kind.
pub fn account(account: &Account) -> String {
    match account.role.as_str() {
        "to-sort" => t!("Bank lines that wait to be sorted"),
        "in-transit" => t!("Money between your accounts"),
        _ => kind(account.kind),
    }
}

/// What a kind of account is called.
pub fn kind(kind: AccountKind) -> String {
    match kind {
        AccountKind::Bank => t!("Bank account"),
        AccountKind::CashBox => t!("Cash box"),
        AccountKind::Processor => t!("Money on its way"),
        AccountKind::Card => t!("Credit card"),
        AccountKind::Loan => t!("Loan"),
        AccountKind::Receivable => t!("What clients owe you (receivables)"),
        AccountKind::Payable => t!("What you owe (payables)"),
        AccountKind::Stock => t!("Goods for sale"),
        AccountKind::Equipment => t!("Equipment"),
        AccountKind::OtherAsset => t!("Other asset"),
        AccountKind::Equity => t!("Your side (equity)"),
        AccountKind::Income => t!("Money in (income)"),
        AccountKind::Expense => t!("Money out (expenses)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_named_as_short_as_they_can_be() {
        let month = |number| Month::from_number(number).unwrap();
        for (from, through, name) in [
            (202602, 202602, "February 2026"),
            (202602, 202604, "February to April 2026"),
            (202505, 202604, "May 2025 to April 2026"),
        ] {
            assert_eq!(months(month(from), month(through)), name);
        }
    }

    #[test]
    fn lists_end_with_and() {
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
        for (given, listed_as) in [(&[][..], ""), (&["May"], "May"), (&["May", "June", "July"], "May, June and July")] {
            assert_eq!(listed(&names(given)), listed_as);
        }
    }
}
