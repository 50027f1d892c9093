//! The picture over profit and loss: bars by month with the profit between them; or, where one period stands alone, how
//! income became profit.

use ledger::Days;
use locale::{fmt, t};
use ui::{
    Markup,
    chart::{Before, InOut, Series, Step, columns_in_out, waterfall},
};

use crate::{
    ColumnKind, FigureOf, LineRank, Statement, StatementColumn,
    pages::{
        origin::Opened,
        report::{Asked, By, Drawn},
        words,
    },
};

/// How many of the largest costs stand in a waterfall by name.
const LARGEST: usize = 7;

pub(super) fn picture(asked: &Asked, statement: &Statement, opened: Option<&Opened>) -> Drawn {
    let parts: Vec<(usize, &StatementColumn)> =
        statement.columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Part).collect();
    let empty = statement.lines.iter().all(|line| line.amounts_minor.iter().all(|amount| *amount == 0));
    if parts.len() < 2 || empty {
        return None;
    }
    let (income, outgo) = (statement.amounts(FigureOf::Income), statement.amounts(FigureOf::Expenses));
    let before = |part: usize| {
        let before = statement.parts_year_before.get(part).copied().flatten()?;
        Some(Before { income: before.income_minor, outgo: before.costs_minor })
    };
    let bars: Vec<InOut> = parts
        .iter()
        .enumerate()
        .map(|(part, (at, column))| InOut {
            label: String::new(),
            name: words::days(column.days),
            income: income[*at],
            outgo: outgo[*at],
            before: before(part),
            washed: opened
                .is_some_and(|opened| is_part(opened, column.days, statement.period) && asked.by != By::Years),
        })
        .collect();
    let description = t!("{period}; the table below has the figures.", period = words::days(statement.period));
    Some(columns_in_out(&t!("Money in and out"), &description, &bars, &Series::default(), &statement.currency))
}

fn is_part(opened: &Opened, column: Days, whole: Days) -> bool {
    opened.days != whole && opened.days.from <= column.from && column.through <= opened.days.through
}

/// How income became profit: income, less the largest costs one by one, less the others together.
pub(super) fn falling(statement: &Statement) -> Option<Markup> {
    let at = statement.whole();
    let amount = |of| statement.amounts(of).get(at).copied().unwrap_or(0);
    let (income, profit) = (amount(FigureOf::Income), amount(FigureOf::Profit));
    if income == 0 && profit == 0 {
        return None;
    }
    let after = statement.lines.iter().skip_while(|line| line.of != Some(FigureOf::Expenses)).skip(1);
    let mut costs: Vec<(&str, i64)> = after
        .filter(|line| line.rank == LineRank::Part && line.amounts_minor[at] != 0)
        .map(|line| (line.name.as_str(), line.amounts_minor[at]))
        .collect();
    costs.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
    let rest = ledger::sum(costs.iter().skip(LARGEST).map(|(_, cost)| *cost)).unwrap_or(i64::MAX);
    let mut steps = vec![Step::level(t!("Money in"), income)];
    steps.extend(costs.iter().take(LARGEST).map(|(name, cost)| Step::change(*name, cost.saturating_neg())));
    if rest != 0 {
        steps.push(Step::change(t!("Other costs"), rest.saturating_neg()));
    }
    steps.push(Step::level(t!("Profit"), profit));
    let description = t!(
        "{period}: {income} came in, {profit} was left; the table below has the figures.",
        period = words::days(statement.period),
        income = fmt::money_whole(income, &statement.currency),
        profit = fmt::money_whole(profit, &statement.currency)
    );
    Some(waterfall(&t!("How income became profit"), &description, &steps, &statement.currency))
}
