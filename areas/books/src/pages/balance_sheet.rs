//! The balance sheet: two columns of equal height above what they are made of.

use kernel::{Failure, Query};
use ledger::{AccountKind, Month, Relative};
use locale::{fmt, t};
use ui::{
    Look, Markup, Page, PageRequest,
    chart::{Block, two_sides},
    html, link_button,
    parts::{self, Drawing},
};

use super::report::{self, Asked, By, Kind, Shown};
use crate::{Account, BalanceSheet, ColumnKind, FigureOf, Statement, accounts::accounts};

const CUTS: [By; 3] = [By::Whole, By::Month, By::Quarter];

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let asked = Asked::of(request, Relative::ThisTaxYear, &CUTS);
    let (period, by, basis) = (Some(asked.period), asked.by.cut(), asked.basis);
    let statement =
        BalanceSheet { period, by, basis, compared: true, ..BalanceSheet::default() }.answer(request.context)?;
    let label = fmt::date(asked.days.through);
    let Some(begins) = statement.begins.map(Month::of) else {
        let sentence = t!("Nothing was posted up to that day.");
        let body = parts::empty(
            Drawing::Ledger,
            &sentence,
            link_button(Look::Primary, "/books/accounts", &t!("Open an account")),
        );
        return Ok(Page { body, ..Page::new(t!("Balance sheet")) });
    };
    if request.ask("csv").is_some() {
        return Ok(report::file(Kind::Balance, &statement));
    }
    let (opened, panel) = report::beside(request, Kind::Balance, begins, asked.basis)?;
    let known = accounts(request.context)?.to_vec();
    let body = html! {
        (report::tools(request, &asked, &CUTS))
        (picture(&statement, &known, &label))
        (report::table(request, Kind::Balance, &asked, &statement, opened.as_ref(), None))
        p.h { (t!("{currency}, whole. Both halves are always equal: what you own came from others, or is yours.", currency = statement.currency)) }
    };
    let shown = Shown { lead: lead(&statement), sub: comparison(&statement), body, panel };
    report::page(request, Kind::Balance, (&asked, &label), &statement, shown)
}

fn lead(statement: &Statement) -> Markup {
    let own = statement.amounts(FigureOf::Equity)[statement.whole()];
    let figure = fmt::money_whole(own.saturating_abs(), &statement.currency);
    let words = if own < 0 { t!("more owed than owned") } else { t!("is yours") };
    html! { (figure) " " small { (words) } }
}

fn comparison(statement: &Statement) -> String {
    let at = statement.whole();
    let amounts = |of| statement.amounts(of);
    let whole = |amount: i64| fmt::money_whole(amount, &statement.currency);
    let mut sentences = vec![t!(
        "{owned} owned, {owed} owed.",
        owned = whole(amounts(FigureOf::Assets)[at]),
        owed = whole(amounts(FigureOf::Debts)[at])
    )];
    let own = amounts(FigureOf::Equity);
    for (kind, against) in [(ColumnKind::Before, false), (ColumnKind::YearBefore, true)] {
        let Some(before) = statement.column(kind) else { continue };
        let difference = fmt::amount_whole_signed(own[at].saturating_sub(own[before]), &statement.currency);
        let day = fmt::date(statement.columns[before].days.through);
        sentences.push(if against {
            t!("{difference} in a year.", difference = difference)
        } else {
            t!("{difference} since {day}.", difference = difference, day = day)
        });
    }
    sentences.join(" ")
}

/// What the blocks of the picture are: kinds of account that people think of together.
fn block_of(account: &Account) -> Option<(bool, String)> {
    Some(match account.kind {
        AccountKind::OtherAsset if account.role == "to-sort" => (true, t!("Still to sort")),
        AccountKind::Bank | AccountKind::CashBox | AccountKind::Processor => (true, t!("Cash")),
        AccountKind::Receivable => (true, t!("Owed to you")),
        AccountKind::Stock => (true, t!("Goods")),
        AccountKind::Equipment => (true, t!("Equipment")),
        AccountKind::OtherAsset => (true, t!("Other things")),
        AccountKind::Card => (false, t!("Cards")),
        AccountKind::Loan => (false, t!("Loans")),
        AccountKind::Payable => (false, t!("Owed to others")),
        AccountKind::Equity | AccountKind::Income | AccountKind::Expense => return None,
    })
}

fn picture(statement: &Statement, accounts: &[Account], day: &str) -> Markup {
    let at = statement.whole();
    let (mut owned, mut owed): (Vec<Block>, Vec<Block>) = (Vec::new(), Vec::new());
    for line in &statement.lines {
        let account = line.account.and_then(|id| accounts.iter().find(|account| account.id == id));
        let Some((side, name)) = account.and_then(block_of) else { continue };
        let blocks = if side { &mut owned } else { &mut owed };
        match blocks.iter_mut().find(|block| block.name == name) {
            Some(block) => block.amount = block.amount.saturating_add(line.amounts_minor[at]),
            None => blocks.push(Block { name, amount: line.amounts_minor[at], main: false }),
        }
    }
    let own = statement.amounts(FigureOf::Equity)[at];
    owed.push(Block { name: t!("Your side"), amount: own, main: true });
    let description = t!("On {day}; the table below has the figures.", day = day);
    let (left, right) = (t!("What you own"), t!("Where it came from"));
    two_sides(&t!("Owned, owed and yours"), &description, (&left, &owned), (&right, &owed), &statement.currency)
}
