//! The rows of an export made into lines of its accounts.

use super::super::balances::Balances;
use super::super::lines::{Skip, delimiter, prove};
use super::super::mapping::CsvMapping;
use super::super::rows::walk;
use super::super::words;
use super::columns::{Cells, Columns, Field};
use super::{Export, etsy, layouts, paypal, plain, wise};
use crate::amount::{AmountProblem, is_currency_code, minor_digits};
use crate::error::{LineProblem, MappingProblem, ReadError, excerpt};
use crate::source::Reading;
use crate::statement::{AccountStatement, Format, LeftOut, Line, LineKind, Original, Statement};
use crate::{Each, Halt, ReadOptions};

/// A movement as its row states it, before rows that belong together are joined.
#[derive(Debug, Clone)]
pub struct Movement {
    pub line: Line,
    /// The account's name inside the service, where it has several.
    pub account: String,
    /// ISO 4217 code; empty where the file states none.
    pub currency: String,
    /// What joins rows: the payment or order they belong to.
    pub group: String,
    /// Taken into another row's movement.
    pub joined: bool,
}

/// What became of a row.
pub enum Taken {
    /// Movements, nearly always one.
    Moved(Vec<Movement>),
    /// It moved nothing, and why.
    LeftOut(String),
    /// A row that says nothing: a line item, a total.
    Nothing,
}

impl From<Movement> for Taken {
    fn from(movement: Movement) -> Self {
        Self::Moved(vec![movement])
    }
}

/// Gross, fee, marketplace tax and net as stated, brought to one sign.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated {
    pub gross: Option<i64>,
    /// Of any sign: services write what they charge with a minus or without.
    pub fee: i64,
    pub net: Option<i64>,
}

/// What an account moves, and the fee in it, negative when charged. The three amounts have to add up.
pub fn settled(stated: Stated) -> Result<(i64, i64), LineProblem> {
    let Stated { gross, fee, net } = stated;
    let too_large = LineProblem::Amount { text: String::new(), problem: AmountProblem::TooLarge };
    match (gross, net) {
        (None, None) if fee == 0 => Err(LineProblem::AmountMissing),
        (None, None) => Ok((fee, fee)),
        (None, Some(net)) => {
            let fee = -fee.checked_abs().ok_or(too_large)?;
            Ok((net, fee))
        }
        (Some(gross), None) => {
            // Stated without a sign it is charged; a fee that comes back is negative beside a refund.
            let fee = if gross < 0 { fee.checked_neg() } else { fee.checked_abs().and_then(i64::checked_neg) };
            let fee = fee.ok_or(too_large.clone())?;
            Ok((gross.checked_add(fee).ok_or(too_large)?, fee))
        }
        (Some(gross), Some(net)) => [fee, fee.checked_neg().ok_or(too_large)?]
            .into_iter()
            .find(|fee| gross.checked_add(*fee) == Some(net))
            .map(|fee| (net, fee))
            .ok_or(LineProblem::DoesNotAddUp),
    }
}

impl<'r> Cells<'r> {
    /// A movement of this row with what all exports state alike.
    pub fn movement(&self, kind: LineKind, stated: Stated, currency: &str) -> Result<Movement, LineProblem> {
        let (amount_minor, fee) = settled(stated)?;
        // A row of nothing but a fee is a fee, not an income of nothing less a fee.
        let (kind, fee) = if fee != 0 && fee == amount_minor { (LineKind::Fee, 0) } else { (kind, fee) };
        let day = self.day(Field::Date).or_else(|problem| match self.get(Field::Date) {
            "" => self.day(Field::Started),
            _ => Err(problem),
        })?;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let party = match self.get(Field::Payer) {
            payer if amount_minor > 0 && !payer.is_empty() => payer,
            _ => self.get(Field::Name),
        };
        let line = Line {
            source_line: self.row.line,
            booked_on: day,
            amount_minor,
            text: self.words(&[Field::Text, Field::Detail]),
            counterparty: some(party),
            counterparty_account: some(self.get(Field::CounterpartyAccount)),
            bank_id: some(self.get(Field::Id)),
            balance_minor: self.money(Field::Balance, minor_digits(currency))?,
            currency: some(currency),
            reference: some(self.get(Field::Reference)),
            fee_minor: (fee != 0).then_some(fee),
            marketplace_tax_minor: None,
            kind,
            original: None,
            batch: None,
        };
        Ok(Movement {
            line,
            account: String::new(),
            currency: currency.to_owned(),
            group: self.get(Field::Parent).to_owned(),
            joined: false,
        })
    }

    /// The texts of columns, each once, joined.
    pub fn words(&self, fields: &[Field]) -> String {
        let mut text = String::new();
        for part in fields.iter().map(|field| self.get(*field)).filter(|part| !part.is_empty() && *part != "--") {
            if text.contains(part) {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&part.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        text
    }

    /// The currency of the row, checked.
    pub fn currency(&self, field: Field) -> Result<String, LineProblem> {
        let code = self.get(field).to_ascii_uppercase();
        if code.is_empty() || is_currency_code(&code) {
            Ok(code)
        } else {
            Err(LineProblem::Currency { text: excerpt(&code) })
        }
    }

    /// The amount the other side saw, where it is in another currency than the account's.
    pub fn original(&self, line: &mut Line, currency: &str) {
        let Ok(code) = self.currency(Field::OriginalCurrency) else { return };
        if code.is_empty() || code == currency {
            return;
        }
        if let Ok(Some(amount)) = self.money(Field::OriginalAmount, minor_digits(&code)) {
            let amount_minor = amount.saturating_abs().saturating_mul(line.amount_minor.signum());
            line.original = Some(Box::new(Original { currency: code, amount_minor }));
        }
    }
}

/// Reads the rows of an export.
pub fn read(
    reading: &mut Reading<'_>,
    export: Export,
    mapping: CsvMapping,
    options: &ReadOptions,
    each: &mut Each<'_>,
) -> Result<Statement, ReadError> {
    let shape = ReadError::Mapping { problem: MappingProblem::Shape };
    let (_, columns) = layouts::layout(export, &mapping.header).ok_or(shape)?;
    let mut skip = Skip::new(&mapping);
    let mut accounts = Accounts { export, all: Vec::new() };
    // Where rows are joined, all have to be there first: one sale stands on several rows of PayPal's and Etsy's files,
    // and whether Wise's amounts contain their fees is told by whether any fee has a row of its own.
    let joins = matches!(export, Export::PaypalActivity | Export::EtsyStatement | Export::WiseStatement);
    let mut held: Vec<Movement> = Vec::new();
    let mut left_out: Vec<LeftOut> = Vec::new();
    walk(reading, delimiter(&mapping)?, |text, row| {
        if skip.takes(text, row)? || row.is_blank(text) {
            return Ok(true);
        }
        let cells = Cells { text, row, columns: &columns, order: mapping.date_order, mark: mapping.decimal_mark };
        match take(export, &cells, options) {
            Ok(Taken::Moved(moved)) => {
                for movement in moved {
                    // Balances are stated row by row, so they are proven before rows are joined.
                    accounts.prove(&movement);
                    if joins {
                        held.push(movement);
                    } else {
                        accounts.enter(movement, each)?;
                    }
                }
            }
            Ok(Taken::LeftOut(reason)) => left_out.push(LeftOut { line: row.line, reason }),
            Ok(Taken::Nothing) => {}
            Err(LineProblem::DateMissing | LineProblem::Date { .. }) if is_total(&cells, &columns) => {}
            Err(problem) if options.leave_out_unreadable => {
                left_out.push(LeftOut { line: row.line, reason: problem.to_string() });
            }
            Err(problem) => return Err(ReadError::Unreadable { line: row.line, problem }),
        }
        Ok(true)
    })?;
    skip.done()?;
    match export {
        Export::PaypalActivity => paypal::join_exchanges(&mut held),
        Export::EtsyStatement => etsy::join_taxes(&mut held),
        Export::WiseStatement => wise::part_fees(&mut held),
        _ => {}
    }
    for movement in held.into_iter().filter(|movement| !movement.joined) {
        accounts.enter(movement, each)?;
    }
    let forgiving = options.accept_balance_gaps || options.leave_out_unreadable && !left_out.is_empty();
    let accounts = accounts.finish(options, forgiving)?;
    Ok(Statement { format: Format::Csv, accounts, left_out, mapping: Some(mapping) })
}

fn take(export: Export, cells: &Cells<'_>, options: &ReadOptions) -> Result<Taken, LineProblem> {
    match export {
        Export::PaypalActivity => paypal::take(cells),
        Export::EtsyStatement => etsy::take(cells),
        Export::EtsyOrders => etsy::order(cells, options),
        Export::WiseStatement => wise::take(cells),
        Export::WiseTransfers => wise::transfer(cells),
        Export::StripeBalance => plain::stripe(cells),
        Export::StripePayouts => plain::stripe_payout(cells),
        Export::StripePayments => plain::stripe_payment(cells),
        Export::SquareTransactions => plain::square(cells, options),
        Export::RevolutStatement | Export::RevolutBusiness => plain::revolut(cells),
        Export::ShopifyTransactions => plain::shopify(cells),
        Export::ShopifyOrders => plain::shopify_order(cells),
    }
}

/// A row of totals below the movements.
fn is_total(cells: &Cells<'_>, columns: &Columns) -> bool {
    (0..cells.row.len())
        .map(|column| cells.row.cell(cells.text, column))
        .find(|cell| !cell.is_empty())
        .is_some_and(words::is_total)
        && columns.has(Field::Date)
}

/// The accounts of an export: each with its currency and its name inside the service.
struct Accounts {
    export: Export,
    all: Vec<Account>,
}

struct Account {
    name: String,
    currency: String,
    statement: AccountStatement,
    balances: Option<Balances>,
    /// Its place among those with lines, once it has one.
    index: Option<usize>,
}

impl Accounts {
    fn of(&mut self, movement: &Movement) -> &mut Account {
        let is = |one: &Account| one.name == movement.account && one.currency == movement.currency;
        let at = self.all.iter().position(is).unwrap_or_else(|| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let service = self.export.service();
            let statement = AccountStatement {
                id: some(&movement.account),
                currency: some(&movement.currency),
                bank: Some(service.to_string()),
                service: Some(service),
                ..AccountStatement::default()
            };
            self.all.push(Account {
                name: movement.account.clone(),
                currency: movement.currency.clone(),
                statement,
                balances: None,
                index: None,
            });
            self.all.len() - 1
        });
        &mut self.all[at]
    }

    fn prove(&mut self, movement: &Movement) {
        let line = &movement.line;
        if line.balance_minor.is_some() {
            let balances = self.of(movement).balances.get_or_insert_default();
            balances.push(line.source_line, line.booked_on, line.amount_minor, line.balance_minor);
        }
    }

    fn enter(&mut self, mut movement: Movement, each: &mut Each<'_>) -> Result<(), ReadError> {
        let next = self.all.iter().filter(|one| one.index.is_some()).count();
        let account = self.of(&movement);
        let index = *account.index.get_or_insert(next);
        account.statement.line_count += 1;
        each(index, &mut movement.line).map_err(|Halt| ReadError::Halted)
    }

    fn finish(self, options: &ReadOptions, forgiving: bool) -> Result<Vec<AccountStatement>, ReadError> {
        let service = self.export.service();
        let mut with_lines: Vec<Account> = self.all.into_iter().filter(|one| one.index.is_some()).collect();
        with_lines.sort_by_key(|one| one.index);
        if with_lines.is_empty() {
            let statement = AccountStatement {
                service: Some(service),
                bank: Some(service.to_string()),
                ..AccountStatement::default()
            };
            return Ok(vec![statement]);
        }
        let proven = with_lines.into_iter().map(|mut account| {
            if let Some(outcome) = account.balances.and_then(Balances::finish) {
                let digits = minor_digits(account.statement.currency.as_deref().unwrap_or(&options.currency));
                prove(&mut account.statement, outcome, digits, forgiving)?;
            }
            Ok(account.statement)
        });
        proven.collect()
    }
}
