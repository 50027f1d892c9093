//! What is held, lot by lot, and what that which left had cost. Pure.
//!
//! All of it is reckoned anew from what happened, in the order of its days; so what was brought in late, out of order or
//! taken back comes out as if it had been said at once. Within a day what came in counts before what moved, and that before
//! what left.

use std::collections::{BTreeMap, VecDeque};

use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::worth::share;
use crate::{asset::Asset, quantity::Quantity};

/// How the cost of what leaves is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostMethod {
    /// The oldest lot of the wallet leaves first.
    FirstInFirstOut,
    /// Everything of an asset, in all wallets, is one pool at its average cost.
    Average,
    /// The pool of section 104, after what came on the same day and in the thirty days after.
    Section104,
}

impl CostMethod {
    /// Every method.
    pub const ALL: [CostMethod; 3] = [CostMethod::FirstInFirstOut, CostMethod::Average, CostMethod::Section104];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            CostMethod::FirstInFirstOut => "first-in-first-out",
            CostMethod::Average => "average",
            CostMethod::Section104 => "section104",
        }
    }

    /// The method of that word.
    pub fn from_word(word: &str) -> Option<CostMethod> {
        CostMethod::ALL.into_iter().find(|method| method.as_str() == word)
    }

    /// What the country's rules ask of who says nothing else.
    ///
    /// The United States: without identification the earliest acquired units of the wallet leave first (Treas. Reg.
    /// 1.1012-1(j)(3), for what leaves from 1 January 2025 on). Germany: FIFO or the average by wallet (BMF, letter on
    /// crypto-assets of 6 March 2025, which recasts BStBl 2022 I 668). The United Kingdom: same day, thirty days, then the
    /// pool (TCGA 1992, sections 104 to 106A; HMRC, CRYPTO22200). France: tokens that are held leave by the
    /// rules of securities that cannot be told apart (PCG, articles 619-13 to 619-15), of which the average is the usual one.
    pub fn of_country(country: &str) -> CostMethod {
        match country {
            "GB" => CostMethod::Section104,
            "FR" => CostMethod::Average,
            _ => CostMethod::FirstInFirstOut,
        }
    }
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It comes in, at a cost in minor units of the books' currency, and counts as held since a day.
    In {
        /// Its cost.
        cost_minor: i64,
        /// Held since.
        since: Date,
    },
    /// It goes to another wallet and stays what it was.
    Moves {
        /// The other wallet.
        into: i64,
    },
    /// It leaves.
    Out,
}

/// One movement of one asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The event that it is a part of.
    pub event: i64,
    /// The day.
    pub on: Date,
    /// The wallet.
    pub wallet: i64,
    /// The asset.
    pub asset: Asset,
    /// How much; more than nothing.
    pub quantity: Quantity,
    /// What it does.
    pub turn: Turn,
    /// Whether the asset came for another that leaves in the same event: then it comes after what leaves.
    pub swapped: bool,
}

impl Step {
    fn place(&self) -> (Date, u8, i64) {
        let class = match self.turn {
            Turn::In { .. } if !self.swapped => 0,
            Turn::Moves { .. } => 1,
            Turn::Out if self.swapped => 2,
            Turn::In { .. } => 3,
            Turn::Out => 4,
        };
        (self.on, class, self.event)
    }
}

/// A lot, or a part of one: what it came by, and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lot {
    /// The event by which it came; none where it is a pool of several.
    pub event: Option<i64>,
    /// Held since; in a pool, since its oldest part came.
    pub since: Date,
    /// How much.
    pub quantity: Quantity,
    /// What that cost, in minor units of the books' currency.
    pub cost_minor: i64,
}

/// What left, and what it had cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The event.
    pub event: i64,
    /// The asset.
    pub asset: Asset,
    /// How much.
    pub quantity: Quantity,
    /// What it had cost.
    pub cost_minor: i64,
    /// The lots it was taken from.
    pub from: Vec<Lot>,
}

/// What is held in a wallet of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The wallet.
    pub wallet: i64,
    /// The asset.
    pub asset: Asset,
    /// How much.
    pub quantity: Quantity,
    /// What that cost; of a pool, its share by quantity.
    pub cost_minor: i64,
    /// The lots, the oldest first; empty where the cost is a pool's.
    pub lots: Vec<Lot>,
}

/// What came of all steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reckoned {
    /// What left, in order.
    pub left: Vec<Left>,
    /// What is held; nothing of which is nothing.
    pub held: Vec<Held>,
}

impl Reckoned {
    /// What all that is held has cost.
    pub fn cost_minor(&self) -> Option<i64> {
        ledger::sum(self.held.iter().map(|held| held.cost_minor))
    }
}

/// Why steps cannot have happened so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Impossible {
    /// More left a wallet than was in it.
    BelowZero {
        /// The event.
        event: i64,
        /// Its day.
        on: Date,
        /// The wallet.
        wallet: i64,
        /// The asset.
        asset: Asset,
        /// How much was there.
        had: Quantity,
    },
    /// A quantity or a cost fits no amount.
    TooLarge,
}

/// Reckons all steps of a business, in whatever order they are given.
pub fn reckon(steps: &[Step], method: CostMethod) -> Result<Reckoned, Impossible> {
    let mut sorted: Vec<&Step> = steps.iter().collect();
    sorted.sort_by_key(|step| step.place());
    let matched = match method {
        CostMethod::Section104 => match_days(&sorted)?,
        _ => Matched::default(),
    };
    let (lots, quantities, pools) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut books = Books { method, lots, quantities, pools, left: Vec::new() };
    for (position, step) in sorted.iter().enumerate() {
        books.take(step, matched.of(position))?;
    }
    books.end()
}

/// What of a step the same day and the thirty days after it claim.
#[derive(Debug, Default)]
struct Matched {
    /// By the position of what left: what it had cost, lot by lot.
    out: BTreeMap<usize, Vec<Lot>>,
    /// By the position of what came: how much of it never reaches the pool, and its cost.
    into: BTreeMap<usize, (Quantity, i64)>,
}

impl Matched {
    fn of(&self, position: usize) -> (&[Lot], (Quantity, i64)) {
        let taken = self.out.get(&position).map_or(&[][..], Vec::as_slice);
        (taken, self.into.get(&position).copied().unwrap_or_default())
    }
}

/// Holds what leaves against what comes on the same day, then in the thirty days after, the earliest first
/// (TCGA 1992, sections 105 and 106A).
fn match_days(sorted: &[&Step]) -> Result<Matched, Impossible> {
    let mut matched = Matched::default();
    let mut open: Vec<(usize, Quantity)> = Vec::new();
    let of = |turn: fn(&Turn) -> bool| sorted.iter().enumerate().filter(move |(_, step)| turn(&step.turn));
    for (position, out) in of(|turn| matches!(turn, Turn::Out)) {
        open.push((position, out.quantity));
    }
    for days in [0, 30] {
        for (position, wanted) in &mut open {
            let out = sorted[*position];
            for (at, came) in of(|turn| matches!(turn, Turn::In { .. })) {
                let Turn::In { cost_minor, since } = came.turn else { continue };
                let fits =
                    came.asset == out.asset && came.on >= out.on && came.on <= out.on.saturating_add(days.days());
                if wanted.is_zero() || !fits {
                    continue;
                }
                let (gone, cost_gone) = matched.into.get(&at).copied().unwrap_or_default();
                let free = came.quantity.less(gone).ok_or(Impossible::TooLarge)?;
                let taken = free.min(*wanted);
                if taken.is_zero() {
                    continue;
                }
                let left = cost_minor - cost_gone;
                let cost = share(left, taken, free).ok_or(Impossible::TooLarge)?;
                let gone = gone.plus(taken).ok_or(Impossible::TooLarge)?;
                matched.into.insert(at, (gone, cost_gone + cost));
                let lot = Lot { event: Some(came.event), since, quantity: taken, cost_minor: cost };
                matched.out.entry(*position).or_default().push(lot);
                *wanted = wanted.less(taken).ok_or(Impossible::TooLarge)?;
            }
        }
    }
    Ok(matched)
}

/// The state while steps are taken.
struct Books {
    method: CostMethod,
    /// Lots by wallet and asset, where each wallet counts for itself.
    lots: BTreeMap<(i64, Asset), VecDeque<Lot>>,
    /// How much is in each wallet.
    quantities: BTreeMap<(i64, Asset), Quantity>,
    /// One pool an asset, where all wallets count together. What was matched with a later day may be more than the pool has
    /// at the moment, never more than it will.
    pools: BTreeMap<Asset, Lot>,
    left: Vec<Left>,
}

impl Books {
    fn take(&mut self, step: &Step, (matched, into): (&[Lot], (Quantity, i64))) -> Result<(), Impossible> {
        let key = (step.wallet, step.asset.clone());
        match step.turn {
            Turn::In { cost_minor, since } => {
                self.change(&key, step.quantity, true, step)?;
                let lot = Lot { event: Some(step.event), since, quantity: step.quantity, cost_minor };
                if self.method == CostMethod::FirstInFirstOut {
                    keep(self.lots.entry(key).or_default(), lot);
                } else {
                    let quantity = step.quantity.less(into.0).ok_or(Impossible::TooLarge)?;
                    self.pool(&step.asset, &Lot { quantity, cost_minor: cost_minor - into.1, ..lot })?;
                }
            }
            Turn::Moves { into } => {
                self.change(&key, step.quantity, false, step)?;
                let other = (into, step.asset.clone());
                self.change(&other, step.quantity, true, step)?;
                if self.method == CostMethod::FirstInFirstOut {
                    // They keep their days and their cost (Treas. Reg. 1.1012-1(j): the day of a transfer counts for nothing).
                    for lot in self.oldest(&key, step.quantity)? {
                        keep(self.lots.entry(other.clone()).or_default(), lot);
                    }
                }
            }
            Turn::Out => {
                self.change(&key, step.quantity, false, step)?;
                let from = if self.method == CostMethod::FirstInFirstOut {
                    self.oldest(&key, step.quantity)?
                } else {
                    self.pooled(&step.asset, step.quantity, matched)?
                };
                let cost_minor = ledger::sum(from.iter().map(|lot| lot.cost_minor)).ok_or(Impossible::TooLarge)?;
                let (event, asset, quantity) = (step.event, step.asset.clone(), step.quantity);
                self.left.push(Left { event, asset, quantity, cost_minor, from });
            }
        }
        Ok(())
    }

    /// Changes how much is in a wallet; never below nothing.
    fn change(&mut self, key: &(i64, Asset), by: Quantity, comes: bool, step: &Step) -> Result<(), Impossible> {
        let had = self.quantities.get(key).copied().unwrap_or_default();
        let now = if comes { had.plus(by) } else { had.less(by) }.ok_or(Impossible::TooLarge)?;
        if now < Quantity::ZERO {
            let (wallet, asset) = key.clone();
            return Err(Impossible::BelowZero { event: step.event, on: step.on, wallet, asset, had });
        }
        self.quantities.insert(key.clone(), now);
        Ok(())
    }

    /// Takes the oldest of a wallet's lots, the last of them in part.
    fn oldest(&mut self, key: &(i64, Asset), mut wanted: Quantity) -> Result<Vec<Lot>, Impossible> {
        let lots = self.lots.entry(key.clone()).or_default();
        let mut taken = Vec::new();
        while !wanted.is_zero() {
            let first = lots.front_mut().ok_or(Impossible::TooLarge)?;
            let quantity = wanted.min(first.quantity);
            // The last of a lot takes all that is left of its cost.
            let cost_minor = share(first.cost_minor, quantity, first.quantity).ok_or(Impossible::TooLarge)?;
            taken.push(Lot { quantity, cost_minor, ..first.clone() });
            first.quantity = first.quantity.less(quantity).ok_or(Impossible::TooLarge)?;
            first.cost_minor -= cost_minor;
            if first.quantity.is_zero() {
                lots.pop_front();
            }
            wanted = wanted.less(quantity).ok_or(Impossible::TooLarge)?;
        }
        Ok(taken)
    }

    fn pool(&mut self, asset: &Asset, lot: &Lot) -> Result<(), Impossible> {
        if lot.quantity.is_zero() {
            return Ok(());
        }
        let new = Lot { event: None, quantity: Quantity::ZERO, cost_minor: 0, since: lot.since };
        let pool = self.pools.entry(asset.clone()).or_insert(new);
        pool.quantity = pool.quantity.plus(lot.quantity).ok_or(Impossible::TooLarge)?;
        pool.cost_minor = pool.cost_minor.checked_add(lot.cost_minor).ok_or(Impossible::TooLarge)?;
        pool.since = pool.since.min(lot.since);
        Ok(())
    }

    /// What was matched, and the rest of it from the pool.
    fn pooled(&mut self, asset: &Asset, quantity: Quantity, matched: &[Lot]) -> Result<Vec<Lot>, Impossible> {
        let mut from = matched.to_vec();
        let mut wanted = quantity;
        for lot in matched {
            wanted = wanted.less(lot.quantity).ok_or(Impossible::TooLarge)?;
        }
        if wanted.is_zero() {
            return Ok(from);
        }
        let pool = self.pools.get_mut(asset).filter(|pool| pool.quantity >= wanted).ok_or(Impossible::TooLarge)?;
        let cost_minor = share(pool.cost_minor, wanted, pool.quantity).ok_or(Impossible::TooLarge)?;
        from.push(Lot { event: None, since: pool.since, quantity: wanted, cost_minor });
        pool.quantity = pool.quantity.less(wanted).ok_or(Impossible::TooLarge)?;
        pool.cost_minor -= cost_minor;
        if pool.quantity.is_zero() {
            self.pools.remove(asset);
        }
        Ok(from)
    }

    fn end(self) -> Result<Reckoned, Impossible> {
        let mut held: Vec<Held> = Vec::new();
        for ((wallet, asset), quantity) in self.quantities.into_iter().filter(|(_, quantity)| !quantity.is_zero()) {
            let lots: Vec<Lot> = self.lots.get(&(wallet, asset.clone())).into_iter().flatten().cloned().collect();
            let cost_minor = ledger::sum(lots.iter().map(|lot| lot.cost_minor)).ok_or(Impossible::TooLarge)?;
            held.push(Held { wallet, asset, quantity, cost_minor, lots });
        }
        // A pool's cost parts by quantity, and the last wallet takes what is left, so that the parts are the whole.
        for (asset, mut pool) in self.pools {
            for one in held.iter_mut().filter(|one| one.asset == asset) {
                let part = one.quantity.min(pool.quantity);
                one.cost_minor = share(pool.cost_minor, part, pool.quantity).ok_or(Impossible::TooLarge)?;
                pool.cost_minor -= one.cost_minor;
                pool.quantity = pool.quantity.less(part).ok_or(Impossible::TooLarge)?;
                if pool.quantity.is_zero() {
                    break;
                }
            }
        }
        Ok(Reckoned { left: self.left, held })
    }
}

/// Puts a lot among others: the one held longest stands first.
fn keep(lots: &mut VecDeque<Lot>, lot: Lot) {
    let at = lots.partition_point(|known| known.since <= lot.since);
    lots.insert(at, lot);
}

#[cfg(test)]
#[path = "lots_tests.rs"]
mod tests;
