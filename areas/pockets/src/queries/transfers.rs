//! The transfers to make, so that each account holds what its pockets hold.

use books::{AccountLine, Accounts, Pocket, Pockets};
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Currency};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    entries::standing_entries,
    records::{self, HomeRow, OpenLine, THE_REST},
    rules::transfers::{Vault, transfers},
};

/// The transfers after which each bank account holds what the pockets that live on it hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TransfersToMake {
    /// Smaller differences wait, in minor units of each currency; ten of its units when absent.
    #[schemars(extend("x-picker" = "money"))]
    pub minimum_minor: Option<i64>,
}

/// Transfers to make.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TransfersToMakeAnswer {
    /// One for each currency with a bank account, the books' own first.
    pub currencies: Vec<CurrencyTransfers>,
}

/// The transfers of a currency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CurrencyTransfers {
    /// The currency.
    pub currency: String,
    /// Whether any pocket lives on an account of its own.
    pub mapped: bool,
    /// The bank accounts, the main one first.
    pub accounts: Vec<AccountStanding>,
    /// The transfers.
    pub transfers: Vec<TransferToMake>,
    /// Transfers that would be proposed if money of their amount were not on its way between the owner's accounts already:
    /// one was made by hand, it seems, and has not arrived.
    pub under_way: Vec<TransferToMake>,
    /// Smaller differences wait.
    pub minimum_minor: i64,
    /// Cash that no bank account holds: at a processor, in the cash box, between accounts. It is not moved.
    pub elsewhere_minor: i64,
    /// Of that, what is between the owner's accounts.
    pub in_transit_minor: i64,
}

/// A bank account against its pockets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountStanding {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// Whether it is the main one, on which every pocket without an account of its own lives.
    pub main: bool,
    /// Whether its IBAN is written down.
    pub has_iban: bool,
    /// The pockets that live on it.
    pub pockets: Vec<HousedPocket>,
    /// What they hold together, of what banks hold, in minor units.
    pub wanted_minor: i64,
    /// What the account holds.
    pub holds_minor: i64,
    /// What payment files will bring to it and have not yet.
    pub arriving_minor: i64,
    /// What payment files will take from it and have not yet.
    pub leaving_minor: i64,
}

/// A pocket on an account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HousedPocket {
    /// The pocket.
    pub pocket: i64,
    /// Its role.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What it holds in the currency.
    pub holds_minor: i64,
}

/// A transfer to make.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TransferToMake {
    /// The account that sends.
    pub from: i64,
    /// Its name.
    pub from_name: String,
    /// The account that receives.
    pub to: i64,
    /// Its name.
    pub to_name: String,
    /// Minor units.
    pub amount_minor: i64,
    /// The pockets whose money it brings home; of the account that sends when it only has too much.
    pub pockets: Vec<HousedPocket>,
    /// Whether it takes back what the sending account has too much.
    pub takes_back: bool,
}

impl Query for TransfersToMake {
    const NAME: &'static str = "transfers-to-make";
    type Answer = TransfersToMakeAnswer;

    fn about() -> String {
        t!("The transfers after which each account holds what its pockets hold.")
    }

    fn answer(&self, context: &mut Context) -> Result<TransfersToMakeAnswer, Failure> {
        let lines = Accounts::default().answer(context)?.accounts;
        let held = Pockets::default().answer(context)?;
        let pockets: Vec<Pocket> = held.pockets.iter().map(|state| state.pocket.clone()).collect();
        let homes = records::homes(&mut context.tx)?;
        let open = records::open_lines(&mut context.tx)?;
        let numbered: Vec<i64> = books::account_details(context)?
            .into_iter()
            .filter(|details| !details.iban.is_empty())
            .map(|details| details.account)
            .collect();
        let book_currency = context.settings.currency;
        let mut currencies: Vec<Currency> = vec![book_currency];
        for line in lines.iter().filter(|line| is_bank(line)) {
            if !currencies.contains(&line.account.currency) {
                currencies.push(line.account.currency);
            }
        }
        let holds = |pocket: i64, currency: Currency| {
            if currency == book_currency {
                held.pockets.iter().find(|state| state.pocket.id == pocket).map_or(0, |state| state.holds_minor)
            } else {
                let code = currency.code();
                let found = held.foreign.iter().find(|one| one.pocket == pocket && one.currency == code);
                found.map_or(0, |one| one.holds_minor)
            }
        };
        let all = currencies.into_iter().filter_map(|currency| {
            let housed: Vec<HousedPocket> = pockets
                .iter()
                .map(|pocket| HousedPocket {
                    pocket: pocket.id,
                    role: pocket.role.clone(),
                    name: pocket.name.clone(),
                    holds_minor: holds(pocket.id, currency),
                })
                .collect();
            of_currency(currency, &lines, housed, &homes, &open, &numbered, self.minimum_minor)
        });
        let mut currencies: Vec<CurrencyTransfers> = all.collect();
        if let Some(own) = currencies.iter_mut().find(|one| one.currency == book_currency.code())
            && own.in_transit_minor > 0
            && !own.transfers.is_empty()
        {
            let mut amounts = by_hand_in_transit(context, &open)?;
            let made_already = |made: &TransferToMake| {
                let at = amounts.iter().position(|amount| *amount == made.amount_minor);
                at.map(|at| amounts.swap_remove(at)).is_some()
            };
            (own.under_way, own.transfers) = std::mem::take(&mut own.transfers).into_iter().partition(made_already);
        }
        Ok(TransfersToMakeAnswer { currencies })
    }
}

/// So many days money may be between the owner's accounts before a transfer of its amount is proposed again.
const UNDER_WAY_DAYS: i64 = 30;

/// The amounts that left an account for another and have not arrived, without those of payment files.
fn by_hand_in_transit(context: &mut Context, open: &[OpenLine]) -> Result<Vec<i64>, Failure> {
    let transit = books::account_of_role(context, "in-transit")?.id;
    let since = context.today.saturating_sub(jiff::Span::new().days(UNDER_WAY_DAYS));
    let mut left: Vec<i64> = Vec::new();
    let mut lines = standing_entries(context, transit, since, context.today)?;
    lines.sort_by_key(|line| line.amount_minor < 0);
    let take = |left: &mut Vec<i64>, amount: i64| {
        if let Some(at) = left.iter().position(|known| *known == amount) {
            left.swap_remove(at);
        }
    };
    for line in lines {
        if line.amount_minor > 0 {
            left.push(line.amount_minor);
        } else {
            take(&mut left, line.amount_minor.saturating_neg());
        }
    }
    for open in open.iter().filter(|open| open.line.left_line.is_some() && open.line.arrived_line.is_none()) {
        take(&mut left, open.line.amount);
    }
    Ok(left)
}

/// Whether it is an open bank account of the owner's.
fn is_bank(line: &AccountLine) -> bool {
    line.account.kind == AccountKind::Bank && !line.account.closed && line.account.role.is_empty()
}

/// Ten units of a currency; a thousand where it has no smaller ones.
fn usual_minimum(currency: Currency) -> i64 {
    match currency.decimals() {
        0 => 1_000,
        decimals => 10_i64.saturating_mul(10_i64.saturating_pow(decimals)),
    }
}

fn of_currency(
    currency: Currency,
    lines: &[AccountLine],
    housed: Vec<HousedPocket>,
    homes: &[HomeRow],
    open: &[OpenLine],
    numbered: &[i64],
    minimum_minor: Option<i64>,
) -> Option<CurrencyTransfers> {
    let code = currency.code();
    let banks: Vec<&AccountLine> =
        lines.iter().filter(|line| is_bank(line) && line.account.currency == currency).collect();
    // A home on an account that was closed since counts no more.
    let home = |pocket: i64| {
        let row = homes.iter().find(|row| row.currency == code && row.pocket == pocket)?;
        banks.iter().find(|line| line.account.id == row.account).map(|line| line.account.id)
    };
    let housing = |account: i64| housed.iter().any(|pocket| home(pocket.pocket) == Some(account));
    let free = banks.iter().map(|line| line.account.id).find(|account| !housing(*account));
    let main = home(THE_REST).or(free).or_else(|| banks.first().map(|line| line.account.id))?;
    let lives_on = |pocket: &HousedPocket| home(pocket.pocket).unwrap_or(main);
    let mut accounts: Vec<AccountStanding> = banks
        .iter()
        .map(|line| {
            let account = line.account.id;
            let sum = |wanted: &dyn Fn(&OpenLine) -> bool| {
                let of = open.iter().filter(|open| open.currency == code && wanted(open));
                ledger::sum(of.map(|open| open.line.amount)).unwrap_or(i64::MAX)
            };
            let pockets: Vec<HousedPocket> =
                housed.iter().filter(|pocket| lives_on(pocket) == account).cloned().collect();
            AccountStanding {
                account,
                name: line.account.name.clone(),
                main: account == main,
                has_iban: numbered.contains(&account),
                wanted_minor: ledger::sum(pockets.iter().map(|pocket| pocket.holds_minor)).unwrap_or(i64::MAX),
                pockets,
                holds_minor: line.balance_minor,
                arriving_minor: sum(&|open| open.line.to_account == account && open.line.arrived_line.is_none()),
                leaving_minor: sum(&|open| open.line.from_account == account && open.line.left_line.is_none()),
            }
        })
        .collect();
    let total = ledger::sum(housed.iter().map(|pocket| pocket.holds_minor)).unwrap_or(i64::MAX);
    let at_banks = ledger::sum(accounts.iter().map(|account| account.holds_minor)).unwrap_or(i64::MAX);
    let elsewhere_minor = total.saturating_sub(at_banks);
    let in_transit = lines.iter().filter(|line| line.account.role == "in-transit" && line.account.currency == currency);
    let in_transit_minor = ledger::sum(in_transit.map(|line| line.balance_minor)).unwrap_or(0);
    // Who must not go short comes first: the accounts stand in the order of their first pocket.
    accounts.sort_by_key(|account| {
        let first = account.pockets.first();
        (!account.main, first.and_then(|first| housed.iter().position(|pocket| pocket.pocket == first.pocket)))
    });
    for account in accounts.iter_mut().filter(|account| account.main) {
        // What no bank holds belongs to the main account's pockets: they wait for it.
        account.wanted_minor = account.wanted_minor.saturating_sub(elsewhere_minor);
    }
    let minimum_minor = minimum_minor.filter(|minimum| *minimum >= 0).unwrap_or_else(|| usual_minimum(currency));
    // An account on which no pocket lives is left alone: the owner may keep it for another purpose.
    let vaults: Vec<Vault> = accounts
        .iter()
        .filter(|account| account.main || !account.pockets.is_empty())
        .map(|account| Vault {
            account: account.account,
            holds_minor: account
                .holds_minor
                .saturating_add(account.arriving_minor)
                .saturating_sub(account.leaving_minor),
            available_minor: account.holds_minor.saturating_sub(account.leaving_minor),
            wanted_minor: (!account.main).then_some(account.wanted_minor),
        })
        .collect();
    let named = |id: i64| accounts.iter().find(|account| account.account == id);
    let transfers = transfers(&vaults, minimum_minor).into_iter().filter_map(|made| {
        let (from, to) = (named(made.from)?, named(made.to)?);
        let of = if to.main { from } else { to };
        Some(TransferToMake {
            from: from.account,
            from_name: from.name.clone(),
            to: to.account,
            to_name: to.name.clone(),
            amount_minor: made.amount_minor,
            pockets: of.pockets.clone(),
            takes_back: to.main,
        })
    });
    Some(CurrencyTransfers {
        currency: code.to_owned(),
        mapped: accounts.iter().any(|account| !account.main && !account.pockets.is_empty()),
        transfers: transfers.collect(),
        under_way: Vec::new(),
        accounts,
        minimum_minor,
        elsewhere_minor,
        in_transit_minor,
    })
}
