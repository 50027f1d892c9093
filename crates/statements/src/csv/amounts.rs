//! Which columns hold the money, with what decimal mark, and what says whether it came in or went out.

use jiff::civil::Date;

use super::balances::Balances;
use super::mapping::{AmountColumns, CsvMapping, FeeColumn, Question};
use super::money;
use super::shape::is_amount;
use super::table::Table;
use super::words::{self, Role};
use crate::amount::{self, DecimalMark, MarkEvidence};
use crate::date;

/// Columns whose cells are amounts. A cell that is not may be a damaged line, and a short file with one must
/// still be told which line it is: half of them suffice.
pub fn numeric_columns(table: &Table<'_, '_>, date: usize) -> Vec<usize> {
    (0..table.width())
        .filter(|column| *column != date)
        .filter(|column| {
            let named = matches!(
                table.role(*column),
                Some(Role::Amount | Role::Net | Role::In | Role::Out | Role::Balance | Role::Fee)
            );
            if matches!(table.role(*column), Some(role) if !named && role != Role::Other) {
                return false;
            }
            let filled = table.filled(*column).count();
            let amounts = table.filled(*column).filter(|cell| is_amount(cell) || is_dashes(cell)).count();
            // An empty column named "credit" is one: nothing came in.
            amounts * 2 >= filled && (filled > 0 || named)
        })
        .collect()
}

fn is_dashes(cell: &str) -> bool {
    amount::parse(cell, DecimalMark::Point, 2) == Err(amount::AmountProblem::Missing)
}

/// The decimal mark, by any amount of the file that can be read in one way only.
pub fn decimal_mark(table: &Table<'_, '_>, numeric: &[usize], digits: u32) -> Result<DecimalMark, Question> {
    let mut counts = [0usize; 2];
    let mut undecided: Option<String> = None;
    let mut rows = 0usize;
    const ENOUGH: usize = 1000;
    table.scan(numeric, |cells| {
        rows += 1;
        for cell in cells.iter().filter(|cell| is_amount(cell)) {
            match amount::evidence(cell) {
                MarkEvidence::Only(DecimalMark::Point) => counts[0] += 1,
                MarkEvidence::Only(DecimalMark::Comma) => counts[1] += 1,
                MarkEvidence::Undecided if undecided.is_none() => undecided = Some((*cell).to_owned()),
                _ => {}
            }
        }
        rows >= ENOUGH && counts[0] + counts[1] > 0
    });
    match (counts, undecided) {
        ([0, 0], None) => Ok(DecimalMark::Point),
        // A currency without decimals: the mark can only group thousands.
        ([0, 0], Some(example)) if digits == 0 => {
            Ok(if example.contains('.') { DecimalMark::Comma } else { DecimalMark::Point })
        }
        ([0, 0], Some(example)) => Err(Question::DecimalMark { example: crate::error::excerpt(&example) }),
        ([point, comma], _) if comma > point => Ok(DecimalMark::Comma),
        _ => Ok(DecimalMark::Point),
    }
}

/// Whether any amount has decimals behind this mark.
pub fn has_fractions(table: &Table<'_, '_>, numeric: &[usize], mark: DecimalMark) -> bool {
    numeric.iter().any(|column| table.filled(*column).any(|cell| amount::evidence(cell) == MarkEvidence::Only(mark)))
}

/// Finds the amount's columns, the balance and the fee; returns what stays open.
pub fn choose(table: &Table<'_, '_>, numeric: &[usize], digits: u32, mapping: &mut CsvMapping) -> Vec<Question> {
    let chooser = Chooser { table, numeric, digits };
    mapping.balance = table.with_role(Role::Balance).find(|column| numeric.contains(column));
    let candidates = if table.has_header() { chooser.by_heading(mapping) } else { Vec::new() };
    let candidates = if candidates.is_empty() { chooser.by_content(mapping) } else { candidates };
    chooser.best(candidates, mapping)
}

/// A way to read the amounts, and the question to ask if nothing proves it.
struct Candidate {
    amount: AmountColumns,
    sign_flipped: bool,
    fee: Option<FeeColumn>,
    balance: Option<usize>,
    doubt: Option<Question>,
}

struct Chooser<'t, 'a, 's> {
    table: &'t Table<'a, 's>,
    numeric: &'t [usize],
    digits: u32,
}

impl Chooser<'_, '_, '_> {
    fn named(&self, role: Role) -> Vec<usize> {
        self.table.with_role(role).filter(|column| self.numeric.contains(column)).collect()
    }

    fn first(&self, role: Role) -> Option<usize> {
        self.named(role).into_iter().next()
    }

    fn values(&self, column: usize, mapping: &CsvMapping) -> Vec<i64> {
        self.table
            .filled(column)
            .filter_map(|cell| money::parse(cell, mapping.decimal_mark, self.digits).ok().flatten())
            .collect()
    }

    fn has_minus(&self, column: usize, mapping: &CsvMapping) -> bool {
        self.values(column, mapping).iter().any(|amount| *amount < 0)
    }

    /// A sign written on any amount, plus included, says that signs count.
    fn has_sign(&self, column: usize, mapping: &CsvMapping) -> bool {
        self.has_minus(column, mapping) || self.table.filled(column).any(|cell| cell.contains('+'))
    }

    /// Amounts of which none has a sign: a month of sales, or a card's purchases. Two may be chance.
    fn one_sided(&self, column: usize, mapping: &CsvMapping) -> bool {
        const CHANCE: usize = 2;
        !self.has_sign(column, mapping)
            && self.values(column, mapping).iter().filter(|amount| **amount != 0).count() > CHANCE
    }

    /// A text that thanks for a payment beside a minus: the signs are those of a card, or of something else again.
    fn thanks_for_money_out(&self, column: usize, mapping: &CsvMapping) -> bool {
        (0..self.table.rows()).any(|row| {
            let amount = money::parse(self.table.cell(row, column), mapping.decimal_mark, self.digits).ok().flatten();
            amount.is_some_and(|amount| amount < 0)
                && (0..self.table.width())
                    .filter(|other| *other != column)
                    .any(|other| words::thanks_for_payment(self.table.cell(row, other)))
        })
    }

    /// The readings that the headings allow, the likeliest first.
    fn by_heading(&self, mapping: &CsvMapping) -> Vec<Candidate> {
        let net = self.first(Role::Net);
        let pair = self.first(Role::In).zip(self.first(Role::Out));
        let paired =
            pair.is_some_and(|(money_in, money_out)| self.table.is_plain(money_in) && self.table.is_plain(money_out));
        // "Some other amount" beside "Debit" and "Credit" is not the amount.
        let gross = self.first(Role::Amount).filter(|column| self.table.is_plain(*column) || !paired);
        let plain =
            |amount, doubt| Candidate { amount, sign_flipped: false, fee: None, balance: mapping.balance, doubt };
        let mut candidates = Vec::new();
        if let Some(column) = net.or(gross) {
            if let Some((money_in, money_out)) = pair
                && !self.has_sign(column, mapping)
            {
                return self.in_out(money_in, money_out, mapping);
            }
            let signed = AmountColumns::Signed { column };
            if let Some(net) = net {
                let fee = gross.filter(|gross| *gross != net).map(|gross| FeeColumn::Contained { gross });
                return vec![Candidate { fee, ..plain(signed, None) }];
            }
            candidates.extend(self.worded(column, mapping).map(|(worded, doubt)| plain(worded, doubt)));
            let card_view = candidates.is_empty() && words::is_card_view(self.table.headings());
            if card_view {
                let turned = Candidate { sign_flipped: true, ..plain(signed, None) };
                return vec![turned];
            }
            let doubt = match candidates.first() {
                Some(worded) => worded.doubt.clone(),
                None => (mapping.balance.is_none()
                    && (self.one_sided(column, mapping) || self.thanks_for_money_out(column, mapping)))
                .then_some(Question::Direction { column }),
            };
            if candidates.is_empty() || self.has_sign(column, mapping) {
                let consistent = doubt.is_none() && self.has_sign(column, mapping);
                candidates.push(plain(signed.clone(), doubt));
                if consistent {
                    // The signs and the words agree: the signs, which need no words, come first.
                    candidates.rotate_right(1);
                }
            }
            if let Some(column) = self.first(Role::Fee) {
                let fee = Some(FeeColumn::TakenOff { column });
                candidates.push(Candidate { fee, ..plain(signed.clone(), None) });
            }
            candidates.push(Candidate { sign_flipped: true, ..plain(signed, None) });
            return candidates;
        }
        match pair {
            Some((money_in, money_out)) => self.in_out(money_in, money_out, mapping),
            None => candidates,
        }
    }

    fn in_out(&self, money_in: usize, money_out: usize, mapping: &CsvMapping) -> Vec<Candidate> {
        let mixed = |column: usize| {
            let values = self.values(column, mapping);
            values.iter().any(|amount| *amount < 0) && values.iter().any(|amount| *amount > 0)
        };
        let doubtful = [money_in, money_out].into_iter().find(|column| mixed(*column));
        let candidate = |money_in, money_out, minus_reverses| Candidate {
            amount: AmountColumns::InOut { money_in, money_out, minus_reverses },
            sign_flipped: false,
            fee: None,
            balance: mapping.balance,
            doubt: doubtful.map(|column| Question::Direction { column }),
        };
        let mut candidates = vec![candidate(money_in, money_out, false)];
        if doubtful.is_some() {
            candidates.push(candidate(money_in, money_out, true));
        }
        // Credit and debit are the bank's view on some exports: the balance tells.
        candidates.push(candidate(money_out, money_in, false));
        candidates
    }

    /// A column with words for in and out. Where amounts carry signs too and they disagree with the words, only
    /// balances can tell which count.
    fn worded(&self, column: usize, mapping: &CsvMapping) -> Option<(AmountColumns, Option<Question>)> {
        let is_direction = |direction: &usize| {
            self.table.filled(*direction).next().is_some()
                && self.table.cells(*direction).all(|cell| words::direction(cell).is_some())
                && !self.numeric.contains(direction)
        };
        let direction = self.table.with_role(Role::Direction).find(is_direction).or_else(|| {
            (0..self.table.width()).filter(|other| self.table.role(*other) != Some(Role::Other)).find(is_direction)
        })?;
        let worded = AmountColumns::Worded {
            column,
            direction,
            words_in: words::WORDS_IN.iter().map(|word| (*word).to_owned()).collect(),
            words_out: words::WORDS_OUT.iter().map(|word| (*word).to_owned()).collect(),
        };
        let disagrees = |row: usize| {
            let stated = money::parse(self.table.cell(row, column), mapping.decimal_mark, self.digits).ok().flatten();
            stated.is_some_and(|amount| words::direction(self.table.cell(row, direction)) != Some(amount >= 0))
        };
        let doubt = self.has_sign(column, mapping) && (0..self.table.rows()).any(disagrees);
        // Without a heading that says so, a column of "DEBIT" and "CREDIT" is the kind of movement, and the signs count.
        if doubt && self.table.role(direction) != Some(Role::Direction) {
            return None;
        }
        Some((worded, doubt.then_some(Question::Direction { column })))
    }

    /// Readings of a table without headings: what the balances prove, else what the signs leave as the only way.
    fn by_content(&self, mapping: &CsvMapping) -> Vec<Candidate> {
        // Numbers without decimals beside numbers with: cheque numbers, codes.
        const MOST: usize = 8;
        let mark = mapping.decimal_mark;
        let fractional =
            |column: &usize| self.table.filled(*column).any(|cell| amount::evidence(cell) == MarkEvidence::Only(mark));
        let money: Vec<usize> = self
            .numeric
            .iter()
            .copied()
            .filter(|column| self.table.filled(*column).next().is_some() && !self.table.is_account_number(*column))
            .collect();
        let with_decimals: Vec<usize> = money.iter().copied().filter(fractional).collect();
        let mut money = if with_decimals.is_empty() { money } else { with_decimals };
        money.truncate(MOST);
        let candidate = |amount, balance, doubt| Candidate { amount, sign_flipped: false, fee: None, balance, doubt };

        let proven = self.proven_without_headings(&money, mapping);
        if !proven.is_empty() {
            return proven;
        }
        let signed: Vec<usize> = money.iter().copied().filter(|column| self.has_sign(*column, mapping)).collect();
        if let Some((money_in, money_out)) = self.exclusive_pair(&money, mapping) {
            let pair = |money_in, money_out| AmountColumns::InOut { money_in, money_out, minus_reverses: false };
            let minus = |column| self.has_minus(column, mapping);
            return match (minus(money_in), minus(money_out)) {
                (false, true) => vec![candidate(pair(money_in, money_out), None, None)],
                (true, false) => vec![candidate(pair(money_out, money_in), None, None)],
                _ => {
                    let doubt = Question::InOrOut { first: money_in, second: money_out };
                    vec![candidate(pair(money_in, money_out), None, Some(doubt))]
                }
            };
        }
        match (signed.as_slice(), money.as_slice()) {
            // A balance stands behind the amount it follows from.
            ([column], [first, ..]) if column == first => {
                vec![candidate(AmountColumns::Signed { column: *column }, None, None)]
            }
            (_, [column]) => match self.worded(*column, mapping) {
                Some((worded, doubt)) => vec![candidate(worded, None, doubt)],
                None => {
                    let doubt = Question::Direction { column: *column };
                    vec![candidate(AmountColumns::Signed { column: *column }, None, Some(doubt))]
                }
            },
            (_, []) => vec![],
            (_, [first, ..]) => {
                vec![candidate(AmountColumns::Signed { column: *first }, None, Some(Question::AmountColumn))]
            }
        }
    }

    /// Every assignment of numeric columns under which all balances follow. Two that differ are no proof.
    fn proven_without_headings(&self, money: &[usize], mapping: &CsvMapping) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for balance in money {
            let others: Vec<usize> = money.iter().copied().filter(|column| column != balance).collect();
            let mut readings: Vec<AmountColumns> =
                others.iter().map(|column| AmountColumns::Signed { column: *column }).collect();
            for money_in in &others {
                for money_out in others.iter().filter(|column| *column != money_in) {
                    readings.push(AmountColumns::InOut {
                        money_in: *money_in,
                        money_out: *money_out,
                        minus_reverses: false,
                    });
                }
            }
            for amount in readings {
                let candidate =
                    Candidate { amount, sign_flipped: false, fee: None, balance: Some(*balance), doubt: None };
                let (proven, broken) = self.prove(&candidate, mapping);
                if broken == 0 && proven >= 2 {
                    found.push(candidate);
                }
            }
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    /// Two columns of which each row fills exactly one.
    fn exclusive_pair(&self, money: &[usize], mapping: &CsvMapping) -> Option<(usize, usize)> {
        let filled = |row: usize, column: usize| {
            money::parse(self.table.cell(row, column), mapping.decimal_mark, self.digits)
                .ok()
                .flatten()
                .is_some_and(|amount| amount != 0)
        };
        for (index, first) in money.iter().enumerate() {
            for second in &money[index + 1..] {
                if (0..self.table.rows()).all(|row| filled(row, *first) != filled(row, *second)) {
                    return Some((*first, *second));
                }
            }
        }
        None
    }

    /// How many balances of the sample follow under a reading, and how many do not.
    fn prove(&self, candidate: &Candidate, mapping: &CsvMapping) -> (usize, usize) {
        let Some(balance) = candidate.balance else { return (0, 0) };
        let trial = CsvMapping {
            amount: candidate.amount.clone(),
            sign_flipped: candidate.sign_flipped,
            fee: candidate.fee,
            header: Vec::new(),
            encoding: String::new(),
            ..mapping.clone()
        };
        let mut balances: Vec<(String, Balances)> = Vec::new();
        for row in 0..self.table.rows() {
            let cell = |column: usize| self.table.cell(row, column);
            if mapping.status.is_some_and(|column| words::is_not_booked(cell(column))) {
                continue;
            }
            let Ok(moved) = money::moved(cell, &trial, self.digits) else { continue };
            let Ok(stated) = money::parse(cell(balance), mapping.decimal_mark, self.digits) else { continue };
            let date = date::parse(cell(mapping.date), mapping.date_order).unwrap_or(Date::ZERO);
            // PayPal and Wise keep a balance for each currency.
            let currency = mapping.currency.map_or("", cell);
            let index = balances.iter().position(|(code, _)| code == currency).unwrap_or_else(|| {
                balances.push((currency.to_owned(), Balances::default()));
                balances.len() - 1
            });
            balances[index].1.push(0, date, moved.amount, stated);
        }
        balances
            .into_iter()
            .filter_map(|(_, balances)| balances.finish())
            .fold((0, 0), |(proven, broken), outcome| (proven + outcome.proven, broken + outcome.broken))
    }

    /// The first reading, unless the balances prove another; a doubt stands unless they prove its reading.
    fn best(&self, candidates: Vec<Candidate>, mapping: &mut CsvMapping) -> Vec<Question> {
        let scores: Vec<(usize, usize)> = candidates.iter().map(|candidate| self.prove(candidate, mapping)).collect();
        let Some(first) = scores.first().copied() else { return vec![Question::AmountColumn] };
        let better = (1..scores.len()).find(|index| first.1 > 0 && scores[*index].1 == 0 && scores[*index].0 > first.0);
        let chosen = better.unwrap_or(0);
        // A doubt is settled by balances only where they tell the readings apart.
        let settled = scores[chosen].1 == 0
            && scores[chosen].0 > 0
            && scores
                .iter()
                .enumerate()
                .all(|(index, score)| index == chosen || score.1 > 0 || candidates[index].doubt.is_none());
        let Some(candidate) = candidates.into_iter().nth(chosen) else { return vec![Question::AmountColumn] };
        mapping.amount = candidate.amount;
        mapping.sign_flipped = candidate.sign_flipped;
        mapping.fee = candidate.fee;
        mapping.balance = candidate.balance;
        candidate.doubt.filter(|_| !settled).into_iter().collect()
    }
}
