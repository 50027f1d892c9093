//! The side panel "Where this number comes from": the figure, its comparisons, the rule in a sentence, and what adds up
//! to it. A category shows its entries, a sum the categories it is made of. Its address is a link.

use jiff::civil::Date;
use kernel::{Failure, Query};
use ledger::{Days, Month};
use locale::{fmt, t, tn};
use ui::{Cell, Column, Markup, PageRequest, Panel, Phone, Row, Table, html, parts};

use super::words;
use crate::{Account, Figure, FigureAnswer, FigureOf, ReadBasis, account, account_of_role, queries::BEGINNING};

/// Whose figure is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// An account.
    Account(i64),
    /// A sum of accounts.
    Sum(FigureOf),
}

/// The words of sums in an address.
const SUMS: [(FigureOf, &str); 16] = [
    (FigureOf::Income, "in"),
    (FigureOf::Expenses, "out"),
    (FigureOf::Profit, "profit"),
    (FigureOf::Cash, "cash"),
    (FigureOf::Assets, "assets"),
    (FigureOf::Debts, "debts"),
    (FigureOf::Equity, "equity"),
    (FigureOf::DebtsAndEquity, "both"),
    (FigureOf::EarlierProfit, "earlier"),
    (FigureOf::YearProfit, "year"),
    (FigureOf::CashBefore, "before"),
    (FigureOf::CashAfter, "after"),
    (FigureOf::Operating, "operating"),
    (FigureOf::Investing, "investing"),
    (FigureOf::Financing, "financing"),
    (FigureOf::BroughtIn, "brought"),
];

/// What of an account counts in its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Counting {
    /// Everything posted to it.
    #[default]
    All,
    /// The cash that it brought or took.
    Cash,
    /// What the books began with.
    BroughtIn,
}

/// The figure that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) what: What,
    /// The days it adds up; from the first day there is where it is a balance.
    pub(super) days: Days,
    /// What of an account counts.
    pub(super) counting: Counting,
}

impl Opened {
    /// As it stands in the address: `12.202602.202604`, `profit.202604`, `12.0.20260512`, `12c.202604`.
    pub(super) fn word(&self) -> String {
        let what = match self.what {
            What::Account(id) => format!("{id}{}", self.counting.letter()),
            What::Sum(of) => SUMS.iter().find(|(sum, _)| *sum == of).map_or("profit", |(_, word)| word).to_owned(),
        };
        match self.days.months().filter(|_| self.days.from != BEGINNING) {
            Some((from, through)) if from == through => format!("{what}.{}", from.number()),
            Some((from, through)) => format!("{what}.{}.{}", from.number(), through.number()),
            None if self.days.from == BEGINNING => format!("{what}.0.{}", day_word(self.days.through)),
            None => format!("{what}.{}.{}", day_word(self.days.from), day_word(self.days.through)),
        }
    }

    fn read(word: &str) -> Option<Opened> {
        let mut pieces = word.split('.');
        let whose = pieces.next()?;
        let of_account = |counting: Counting| {
            let id = whose.strip_suffix(counting.letter())?.parse::<i64>().ok()?;
            Some((What::Account(id), counting))
        };
        let (what, counting) =
            match [Counting::Cash, Counting::BroughtIn, Counting::All].into_iter().find_map(of_account) {
                Some(found) => found,
                None => (What::Sum(SUMS.iter().find(|(_, word)| *word == whose)?.0), Counting::All),
            };
        let first = pieces.next()?;
        let from = edge(first)?;
        let through = match pieces.next() {
            Some(piece) => edge(piece)?.1,
            None => from.1,
        };
        let days = Days::new(from.0, through).filter(|days| days.through > BEGINNING)?;
        let few = first == "0" || (days.from > BEGINNING && days.count() <= 366 * 100);
        (few && pieces.next().is_none()).then_some(Opened { what, days, counting })
    }

    /// What a figure of a report opens.
    pub(super) fn of(figure: &Figure) -> Opened {
        let what = match figure.account {
            Some(account) => What::Account(account),
            None => What::Sum(figure.of.unwrap_or(FigureOf::Profit)),
        };
        let counting = match (figure.as_cash, figure.brought_in) {
            (_, true) => Counting::BroughtIn,
            (true, _) => Counting::Cash,
            _ => Counting::All,
        };
        Opened { what, days: Days { from: figure.from, through: figure.through }, counting }
    }

    /// The question that it answers.
    fn ask(&self, basis: ReadBasis, limit: i64) -> Figure {
        let (account, of) = match self.what {
            What::Account(id) => (Some(id), None),
            What::Sum(of) => (None, Some(of)),
        };
        Figure {
            account,
            of,
            from: self.days.from,
            through: self.days.through,
            basis,
            as_cash: self.counting == Counting::Cash,
            brought_in: self.counting == Counting::BroughtIn,
            limit: Some(limit),
        }
    }

    /// What an account's part in this sum opens.
    fn part(&self, of: FigureOf, account: i64) -> Opened {
        let counting = match of {
            FigureOf::BroughtIn => Counting::BroughtIn,
            FigureOf::Operating | FigureOf::Investing | FigureOf::Financing => Counting::Cash,
            _ => Counting::All,
        };
        Opened { what: What::Account(account), counting, ..*self }
    }

    fn is_balance(&self) -> bool {
        self.days.from == BEGINNING
    }

    fn when(&self) -> String {
        if self.is_balance() { fmt::date(self.days.through) } else { words::days(self.days) }
    }
}

impl Counting {
    /// What stands behind the account in an address.
    fn letter(self) -> &'static str {
        match self {
            Counting::All => "",
            Counting::Cash => "c",
            Counting::BroughtIn => "b",
        }
    }
}

fn day_word(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The first and the last day of a piece of an address: a month, a day, or the beginning.
fn edge(piece: &str) -> Option<(Date, Date)> {
    let number: i64 = piece.parse().ok()?;
    match piece.len() {
        1 if number == 0 => Some((BEGINNING, BEGINNING)),
        6 => Month::from_number(number).map(|month| (month.first(), month.last())),
        8 => {
            let part = |by: i64, of: i64| i8::try_from(number / by % of).ok();
            let day = Date::new(i16::try_from(number / 10_000).ok()?, part(100, 100)?, part(1, 100)?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

/// How many entries the panel lists; the register has the rest.
const LISTED: i64 = 20;

/// The panel of the figure that the address opens, if it opens one.
pub(super) fn panel(
    request: &mut PageRequest<'_>,
    begins: Month,
    basis: ReadBasis,
) -> Result<Option<(Opened, Panel)>, Failure> {
    let Some(opened) = request.ask("open").and_then(Opened::read) else { return Ok(None) };
    let limit = if matches!(opened.what, What::Account(_)) { LISTED } else { 1 };
    let figure = opened.ask(basis, limit).answer(request.context)?;
    let list = match opened.what {
        What::Account(id) => entries(&figure, Some(&register_address(id, &opened, basis))),
        What::Sum(of) => made_of(request, &opened, of, &figure, basis)?,
    };
    let missing = not_in_it(request, &opened, basis)?;
    let body = html! {
        (comparisons(&figure, &opened, begins))
        p { (figure.rule) }
        (list)
        @if let Some(missing) = missing { div { h3 { (t!("Not in this number")) } p.h { (missing) } } }
        @if let What::Account(id) = opened.what {
            (parts::actions(html! { a href=(register_address(id, &opened, basis)) { (t!("Open the register")) } }))
        }
    };
    let panel = Panel {
        kicker: t!("Where this number comes from"),
        title: t!("{name}, {months}", name = figure.name, months = opened.when()),
        figure: fmt::money(figure.amount_minor, &figure.currency),
        address_to_close: request.address_with(&[("open", "")]),
        body,
        wide: false,
    };
    Ok(Some((opened, panel)))
}

/// The sums that a sum is made of, with the sign under which each counts; nothing where it is made of accounts.
fn sums_of(of: FigureOf) -> &'static [(FigureOf, i64)] {
    match of {
        FigureOf::Profit | FigureOf::YearProfit | FigureOf::EarlierProfit => {
            &[(FigureOf::Income, 1), (FigureOf::Expenses, -1)]
        }
        FigureOf::DebtsAndEquity => &[(FigureOf::Debts, 1), (FigureOf::Equity, 1)],
        _ => &[],
    }
}

/// What a sum is made of: other sums, or accounts, each of which opens on.
fn made_of(
    request: &mut PageRequest<'_>,
    opened: &Opened,
    of: FigureOf,
    figure: &FigureAnswer,
    basis: ReadBasis,
) -> Result<Markup, Failure> {
    let row = |request: &PageRequest<'_>, name: &str, opened: Opened, amount: i64| {
        let href = request.address_with(&[("open", &opened.word())]);
        Row::new(vec![name.into(), Cell::figure(&href, fmt::amount(amount, &figure.currency))])
    };
    let mut rows = Vec::new();
    let mut sum = |request: &mut PageRequest<'_>, of: FigureOf, sign: i64| -> Result<(), Failure> {
        let opened = Opened { what: What::Sum(of), ..*opened };
        let part = opened.ask(basis, 1).answer(request.context)?;
        rows.push(row(request, &part.name, opened, part.amount_minor.saturating_mul(sign)));
        Ok(())
    };
    for (of, sign) in sums_of(of) {
        sum(request, *of, *sign)?;
    }
    // In the owner's side, income and costs count as what they left.
    let within = |request: &mut PageRequest<'_>, account: i64| -> Result<bool, Failure> {
        Ok(of == FigureOf::Equity && account_of(request, account)?.kind.is_profit_and_loss())
    };
    if of == FigureOf::Equity {
        sum(request, FigureOf::Profit, 1)?;
    }
    if sums_of(of).is_empty() {
        for part in &figure.parts {
            if !within(request, part.account)? {
                rows.push(row(request, &part.name, opened.part(of, part.account), part.amount_minor));
            }
        }
    }
    Ok(sums(rows, figure))
}

fn account_of(request: &mut PageRequest<'_>, id: i64) -> Result<Account, Failure> {
    Ok(account(request.context, id)?.clone())
}

fn register_address(account: i64, opened: &Opened, basis: ReadBasis) -> String {
    let basis = if basis == ReadBasis::Accrual { "&basis=accrual" } else { "" };
    if opened.is_balance() {
        return format!("/books/accounts/{account}?through={}{basis}", opened.days.through);
    }
    format!("/books/accounts/{account}?from={}&through={}{basis}", opened.days.from, opened.days.through)
}

pub(super) fn comparisons(figure: &FigureAnswer, opened: &Opened, begins: Month) -> Markup {
    let length = opened.days.whole_months();
    let difference = |other: i64| match figure.amount_minor.saturating_sub(other) {
        0 => t!("No change"),
        difference => fmt::amount_signed(difference, &figure.currency),
    };
    let mut lines = Vec::new();
    let known = |days: Days| begins <= Month::of(days.from);
    if !opened.is_balance() && known(opened.days.before()) {
        let difference = difference(figure.before_minor);
        lines.push(match length {
            Some(1) => t!("{difference} on the month before", difference = difference),
            Some(3) => t!("{difference} on the quarter before", difference = difference),
            Some(12) => t!("{difference} on the year before", difference = difference),
            Some(_) => t!("{difference} on as many months before", difference = difference),
            None => t!("{difference} on as many days before", difference = difference),
        });
    }
    if !opened.is_balance() && length != Some(12) && known(opened.days.year_before()) {
        let difference = difference(figure.year_before_minor);
        lines.push(match length {
            Some(1) => t!("{difference} on the same month a year ago", difference = difference),
            Some(3) => t!("{difference} on the same quarter a year ago", difference = difference),
            Some(_) => t!("{difference} on the same months a year ago", difference = difference),
            None => t!("{difference} on the same days a year ago", difference = difference),
        });
    }
    html! { @if !lines.is_empty() { p.cmp { @for line in &lines { span { (line) } } } } }
}

/// The entries of a figure, oldest first; those that are not listed stand in the register.
pub(super) fn entries(figure: &FigureAnswer, register: Option<&str>) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Entry")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = figure.currency)).phone(Phone::Figure),
    ];
    let rows = figure.lines.iter().rev().map(|line| {
        let (who, what) = match &line.party {
            Some(party) => (party.as_str(), line.text.as_str()),
            None => (line.text.as_str(), ""),
        };
        Row::new(vec![
            fmt::date_short(line.posted_on).into(),
            html! { b { (who) } @if !what.is_empty() && what != who { br; small { (what) } } }.into(),
            Cell::figure(&format!("/books/entries/{}", line.entry), fmt::amount(line.amount_minor, &figure.currency)),
        ])
    });
    let hidden = figure.entries.saturating_sub(figure.lines.len() as i64);
    let mut table = Table::new(t!("Entries"), columns).headless().compact();
    if hidden > 0 {
        let earlier = tn!(hidden, "{count} earlier entry", "{count} earlier entries");
        table = table.row(
            Row::new(vec![
                Cell::default(),
                html! { @if let Some(register) = register { a href=(register) { (earlier) } } @else { (earlier) } }
                    .into(),
                Cell::default(),
            ])
            .faded(true),
        );
    }
    let all = words::capital(&tn!(
        figure.entries,
        "One entry",
        "{spelled} entries",
        spelled = words::spelled(figure.entries)
    ));
    let sum =
        Row::new(vec![Cell::default(), all.into(), fmt::amount(figure.amount_minor, &figure.currency).into()]).sum();
    html! { (table.rows(rows).row(sum)) }
}

fn sums(rows: Vec<Row>, figure: &FigureAnswer) -> Markup {
    let columns = vec![
        Column::text(t!("Category")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = figure.currency)).phone(Phone::Figure),
    ];
    let sum = Row::new(vec![t!("Together").into(), fmt::amount(figure.amount_minor, &figure.currency).into()]).sum();
    html! { (Table::new(t!("What it is made of"), columns).headless().compact().rows(rows).row(sum)) }
}

/// Bank lines that wait to be sorted belong to no category yet, so no figure here has them.
fn not_in_it(request: &mut PageRequest<'_>, opened: &Opened, basis: ReadBasis) -> Result<Option<String>, Failure> {
    let profit = match opened.what {
        What::Sum(of) => matches!(of, FigureOf::Income | FigureOf::Expenses | FigureOf::Profit | FigureOf::YearProfit),
        What::Account(id) => !opened.is_balance() && account(request.context, id)?.kind.is_profit_and_loss(),
    };
    if basis != ReadBasis::Cash || !profit {
        return Ok(None);
    }
    let to_sort = account_of_role(request.context, "to-sort")?.id;
    let waiting = Opened { what: What::Account(to_sort), counting: Counting::All, ..*opened };
    let waiting = waiting.ask(basis, 1).answer(request.context)?;
    // Money that came in stands on the credit side of what waits, so the sign turns.
    let amount = waiting.amount_minor.saturating_neg();
    Ok((amount != 0).then(|| {
        t!("Bank lines of this time that wait to be sorted, together {amount}. They count when you have said what they are.",
            amount = fmt::amount_signed(amount, &waiting.currency))
    }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_opened_figure_is_read_back_from_its_word_and_nothing_else_is() {
        let sums = SUMS.map(|(of, _)| What::Sum(of));
        for what in sums.into_iter().chain([What::Account(12)]) {
            for (from, through) in [
                (date(2026, 2, 1), date(2026, 2, 28)),
                (date(2025, 2, 1), date(2026, 4, 30)),
                (date(2025, 4, 6), date(2026, 4, 5)),
                (BEGINNING, date(2026, 4, 5)),
                (BEGINNING, date(2026, 4, 30)),
            ] {
                for counting in [Counting::All, Counting::Cash, Counting::BroughtIn] {
                    let counting = if what == What::Account(12) { counting } else { Counting::All };
                    let opened = Opened { what, days: Days { from, through }, counting };
                    assert_eq!(Opened::read(&opened.word()), Some(opened), "{}", opened.word());
                }
            }
        }
        assert_eq!(Opened::read("12.202602").map(|opened| opened.counting), Some(Counting::All));
        for word in [
            "",
            "in",
            "in.2026",
            "x.202602",
            "in.202602.202601",
            "12.000101.999912",
            "12.202602.banana",
            "12.20260230.20260301",
            "12.202602.202603.202604",
            "12.0",
        ] {
            assert_eq!(Opened::read(word), None, "{word}");
        }
    }
}
