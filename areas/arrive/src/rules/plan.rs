//! What posting a file would mean: amounts in minor units, totals per account, and what stands in the way.

use jiff::civil::Date;
use ledger::{AccountKind, Basis, Currency};
use ledgers::{Amount, Book, Transaction};

/// What an account of the file becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An account that is here.
    Account {
        /// Its id.
        id: i64,
        /// What it stands for.
        kind: AccountKind,
        /// Its currency.
        currency: Currency,
    },
    /// A new one.
    New {
        /// What it stands for.
        kind: AccountKind,
        /// Its name.
        name: String,
    },
    /// Transactions that touch it stay behind.
    LeaveOut,
    /// Not said yet.
    Unknown,
}

impl Target {
    fn is_own(&self) -> bool {
        match self {
            Target::Account { kind, .. } | Target::New { kind, .. } => kind.has_statements(),
            Target::LeaveOut | Target::Unknown => false,
        }
    }
}

/// Why an account cannot come in as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Nobody said what it becomes.
    Unknown,
    /// It holds several currencies.
    SeveralCurrencies(String),
    /// It holds something without a price in the books' currency: what, and in which line.
    NoPrice(String, u32),
    /// An amount is finer than the currency, or too large: in which line.
    Amount(u32),
    /// The account here has another currency: which.
    OtherCurrency(String),
}

/// A posting to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedPosting {
    /// The account's position in the file.
    pub account: usize,
    /// Minor units of the account's currency here.
    pub amount_minor: i64,
    /// Minor units of the books' currency.
    pub book_minor: i64,
    /// Which books it belongs to.
    pub basis: Basis,
}

/// A transaction to be posted.
#[derive(Debug, Clone)]
pub struct PlannedTransaction {
    /// Its position in the file.
    pub position: usize,
    /// Its postings.
    pub postings: Vec<PlannedPosting>,
}

/// What posting a file would mean.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The currency each account has here; the books' own unless it holds another.
    pub currencies: Vec<Currency>,
    /// What stands in the way, per account.
    pub obstacles: Vec<Option<Obstacle>>,
    /// What each account takes, in minor units of its currency.
    pub totals: Vec<i64>,
    /// How many transactions touch it.
    pub touched: Vec<i64>,
    /// What is to be posted.
    pub transactions: Vec<PlannedTransaction>,
    /// How many transactions stay behind with the accounts that do.
    pub left_with_accounts: i64,
    /// How many are after the last day.
    pub after_last_day: i64,
}

/// Plans a file: `targets` has one for each of its accounts; days after `through` stay behind.
pub fn plan(book: &Book, targets: &[Target], book_currency: Currency, through: Option<Date>) -> Plan {
    let accounts = book.accounts.len();
    let known: Vec<Option<Currency>> = book.commodities.iter().map(|name| currency_of(name, book_currency)).collect();
    let mut plan = Plan {
        currencies: vec![book_currency; accounts],
        obstacles: vec![None; accounts],
        totals: vec![0; accounts],
        touched: vec![0; accounts],
        transactions: Vec::with_capacity(book.transactions.len()),
        left_with_accounts: 0,
        after_last_day: 0,
    };
    let stays = |one: &Transaction| one.postings.iter().any(|posting| targets[posting.account] == Target::LeaveOut);
    let in_time = |one: &Transaction| through.is_none_or(|through| one.date <= through);
    plan.after_last_day = count(book.transactions.iter().filter(|one| !in_time(one)));
    plan.left_with_accounts = count(book.transactions.iter().filter(|one| in_time(one) && stays(one)));
    let coming = || book.transactions.iter().enumerate().filter(|(_, one)| in_time(one) && !stays(one));
    plan.own_currencies(coming().map(|(_, one)| one), targets, &known, book);
    for (position, one) in coming() {
        let mut postings = Vec::with_capacity(one.postings.len());
        let mut valued = None;
        for posting in &one.postings {
            let account = posting.account;
            plan.touched[account] += 1;
            let (book_minor, is_value) = match book_amount(posting.amount, posting.value, &known, book_currency) {
                Ok(found) => found,
                Err(no_price) => {
                    let commodity = book.commodities.get(posting.amount.commodity).cloned().unwrap_or_default();
                    let obstacle = if no_price {
                        Obstacle::NoPrice(commodity, posting.line)
                    } else {
                        Obstacle::Amount(posting.line)
                    };
                    plan.hinder(account, obstacle);
                    continue;
                }
            };
            let own = plan.currencies[account];
            let amount_minor = if own == book_currency {
                book_minor
            } else {
                match posting.amount.quantity.minor(own.decimals()) {
                    Some(amount) => amount,
                    None => {
                        plan.hinder(account, Obstacle::Amount(posting.line));
                        continue;
                    }
                }
            };
            if is_value {
                valued = Some(postings.len());
            }
            postings.push(PlannedPosting { account, amount_minor, book_minor, basis: posting.basis });
        }
        settle(&mut postings, valued, &plan.currencies, book_currency);
        postings.retain(|posting| posting.amount_minor != 0 || posting.book_minor != 0);
        for posting in &postings {
            let total = &mut plan.totals[posting.account];
            match total.checked_add(posting.amount_minor) {
                Some(sum) => *total = sum,
                None => plan.hinder(posting.account, Obstacle::Amount(one.line)),
            }
        }
        if postings.len() > 1 {
            plan.transactions.push(PlannedTransaction { position, postings });
        }
    }
    for (account, target) in targets.iter().enumerate() {
        if *target == Target::Unknown && plan.touched[account] > 0 {
            plan.obstacles[account] = Some(Obstacle::Unknown);
        }
        if let Target::Account { currency, .. } = target
            && *currency != plan.currencies[account]
            && plan.touched[account] > 0
        {
            plan.hinder(account, Obstacle::OtherCurrency(currency.code().to_owned()));
        }
    }
    plan
}

impl Plan {
    fn hinder(&mut self, account: usize, obstacle: Obstacle) {
        self.obstacles[account].get_or_insert(obstacle);
    }

    /// Money of the owner's is counted in its own currency; everything else is kept at what it cost in the books'.
    fn own_currencies<'a>(
        &mut self,
        transactions: impl Iterator<Item = &'a Transaction>,
        targets: &[Target],
        known: &[Option<Currency>],
        book: &Book,
    ) {
        let mut seen: Vec<Option<usize>> = vec![None; targets.len()];
        for posting in transactions.flat_map(|one| &one.postings).filter(|posting| targets[posting.account].is_own()) {
            let (account, commodity) = (posting.account, posting.amount.commodity);
            let before = seen[account].get_or_insert(commodity);
            if known[*before] != known[commodity] || known[commodity].is_none() {
                let names = [*before, commodity].map(|one| book.commodities.get(one).cloned().unwrap_or_default());
                let names = if names[0] == names[1] { names[0].clone() } else { names.join(", ") };
                self.hinder(account, Obstacle::SeveralCurrencies(names));
            } else if let Some(currency) = known[commodity] {
                self.currencies[account] = currency;
            }
        }
    }
}

fn count<'a>(transactions: impl Iterator<Item = &'a Transaction>) -> i64 {
    i64::try_from(transactions.count()).unwrap_or(i64::MAX)
}

/// The amount in the books' currency, and whether it is what a price made of it; an error says whether a price is missing.
fn book_amount(
    amount: Amount,
    value: Option<Amount>,
    known: &[Option<Currency>],
    book: Currency,
) -> Result<(i64, bool), bool> {
    if known[amount.commodity] == Some(book) {
        return amount.quantity.minor(book.decimals()).map(|minor| (minor, false)).ok_or(false);
    }
    let value = value.filter(|value| known[value.commodity] == Some(book)).ok_or(true)?;
    value.quantity.minor_rounded(book.decimals()).map(|minor| (minor, true)).ok_or(false)
}

/// What prices leave over when they are rounded goes to the amount that a price made, never to one that is written.
fn settle(postings: &mut [PlannedPosting], valued: Option<usize>, currencies: &[Currency], book: Currency) {
    let Some(at) = valued else { return };
    if postings.iter().any(|posting| posting.basis != Basis::Both) {
        return;
    }
    let off: i128 = postings.iter().map(|posting| i128::from(posting.book_minor)).sum();
    let most = postings.len() as i128;
    if let Some(off) = i64::try_from(off).ok().filter(|_| off.abs() <= most) {
        let posting = &mut postings[at];
        posting.book_minor -= off;
        if currencies[posting.account] == book {
            posting.amount_minor -= off;
        }
    }
}

/// The currency of a commodity: by its code, by its sign; amounts without any are in the books' currency.
pub(crate) fn currency_of(commodity: &str, book: Currency) -> Option<Currency> {
    let commodity = commodity.trim();
    let code = match commodity {
        "" => return Some(book),
        // Several currencies write themselves with these signs: the books' own, if it is one of them.
        "$" if ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"].contains(&book.code()) => return Some(book),
        "kr" if ["SEK", "NOK", "DKK"].contains(&book.code()) => return Some(book),
        "¥" if book.code() == "CNY" => return Some(book),
        "$" | "US$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "Fr." | "SFr." => "CHF",
        code => code,
    };
    code.parse().ok()
}
