//! The decisions of posting: which pocket each cent of an entry moves, and why. Pure.
//!
//! The idea that keeps pockets equal to cash without exception: an entry's cash side is, with the sign turned, the sum
//! of its other sides. So every posting that is *not* cash sends its amount, sign turned, to the pocket that its account
//! names (or through the shares, for income), and what arrives in the pockets is exactly what moved in cash. A purchase
//! on a card moves no cash: its cost leaves a pocket and its debt enters *Card bill*. A decision about a line in *to
//! sort* moves no cash: the amount leaves *Unassigned* and enters the pocket of the category. No case needs a rule of
//! its own.

pub mod average_cost;
pub mod closing;
pub mod effects;
pub mod equipment;
pub mod legs;
pub mod loan;
pub mod mileage;
mod proportion;
pub mod purchase;
pub mod rate_file;
pub mod rates;
pub mod supplier_refund;
pub mod takings;

pub use proportion::parted;
pub mod guessing;

use ledger::{AccountKind, Part, PartReason, Share, split_by_weights, split_deposit};

/// Where an account's money goes among the pockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// Cash itself: it is what the pockets divide.
    Cash,
    /// Through the shares in force on the day.
    Shares,
    /// To this pocket.
    Pocket(i64),
    /// To the pocket of tax contained in a sale.
    TaxHeld(i64),
}

impl Destination {
    /// The same with a pocket named for it. Cash is what the pockets divide, and tax contained is not free to be put
    /// elsewhere: both keep their place.
    pub fn or_named(self, pocket: Option<i64>) -> Destination {
        match (self, pocket) {
            (Destination::Shares | Destination::Pocket(_), Some(pocket)) => Destination::Pocket(pocket),
            _ => self,
        }
    }
}

/// A posting, as far as the pockets care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Where its money goes.
    pub destination: Destination,
    /// Minor units of the account's currency; debit positive. Only read for cash.
    pub amount_minor: i64,
    /// Minor units of the books' currency; debit positive.
    pub book_amount_minor: i64,
    /// Position of the account's currency among those of the entry's cash; see [`pocket_parts`].
    pub currency: usize,
    /// The pocket that the posting names. Of cash only an exchange between currencies asks for it.
    pub named: Option<i64>,
}

/// What is known of the pockets on the day of an entry.
#[derive(Debug, Clone)]
pub struct PocketsThen<'a> {
    /// Whether pockets have begun on that day. Before, all cash is unassigned: earlier lines split nothing.
    pub begun: bool,
    /// The pocket for what has no other.
    pub unassigned: i64,
    /// The shares in force.
    pub shares: &'a [Share],
    /// The parts of the deposit that this entry returns, when it is a refund of one.
    pub returned: Option<&'a [Part]>,
    /// What of the income goes first for the costs of its job.
    pub job_costs: Option<First>,
    /// What of the income is a client's advance: all but its tax share waits.
    pub advance: Option<First>,
    /// The pocket of the tax share, which an advance pays at once.
    pub tax: Option<i64>,
}

/// An amount of an income that a pocket takes before the shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct First {
    /// The pocket.
    pub pocket: i64,
    /// Minor units of the books' currency; no more than the income is taken.
    pub amount_minor: i64,
}

/// The parts of an entry per currency of its cash: `currencies` says how many there are, the books' own at index 0.
/// Per currency, the parts add up to the cash that moved.
pub fn pocket_parts(effects: &[Effect], currencies: usize, then: &PocketsThen<'_>) -> Vec<Vec<Part>> {
    let mut cash = vec![0i64; currencies];
    for effect in effects.iter().filter(|effect| effect.destination == Destination::Cash) {
        cash[effect.currency] += effect.amount_minor;
    }
    if !then.begun {
        return cash.iter().map(|amount| unassigned(*amount, then.unassigned)).collect();
    }
    // A foreign balance is worth more or less than before: its amount stands still, and so do the pockets.
    let revalued = |effect: &Effect| effect.destination == Destination::Cash && effect.amount_minor == 0;
    if effects.iter().any(revalued) {
        return cash.iter().map(|amount| unassigned(*amount, then.unassigned)).collect();
    }
    let by_rule = parts_by_rule(effects, then);
    let foreign_moves = cash.iter().skip(1).any(|amount| *amount != 0);
    if !foreign_moves {
        return std::iter::once(by_rule).chain(cash.iter().skip(1).map(|_| Vec::new())).collect();
    }
    // Several currencies moved at once (an exchange): nothing was earned or spent, so nothing is split. One pocket gives
    // the one currency and has the other.
    let named = effects.iter().filter(|effect| effect.destination == Destination::Cash).find_map(|effect| effect.named);
    let exchanged = |amount_minor: i64| match named.filter(|_| amount_minor != 0) {
        Some(pocket) => vec![Part { pocket, amount_minor, reason: PartReason::Moved, permille: None }],
        None => unassigned(amount_minor, then.unassigned),
    };
    let moving: Vec<usize> = (0..currencies).filter(|currency| cash[*currency] != 0).collect();
    cash.iter()
        .enumerate()
        .map(|(currency, amount)| match moving[..] {
            // One foreign currency moved alone: its amount parts as the books' amount would.
            [only] if only == currency => {
                scaled(*amount, &by_rule).unwrap_or_else(|| unassigned(*amount, then.unassigned))
            }
            _ => exchanged(*amount),
        })
        .collect()
}

fn unassigned(amount_minor: i64, pocket: i64) -> Vec<Part> {
    if amount_minor == 0 {
        return Vec::new();
    }
    vec![Part { pocket, amount_minor, reason: PartReason::Unassigned, permille: None }]
}

fn parts_by_rule(effects: &[Effect], then: &PocketsThen<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut through_shares = 0i64;
    for effect in effects {
        let amount_minor = -effect.book_amount_minor;
        match effect.destination {
            Destination::Cash => {}
            Destination::Shares => through_shares += amount_minor,
            Destination::Pocket(pocket) => {
                let reason = if pocket == then.unassigned { PartReason::Unassigned } else { PartReason::Category };
                parts.push(Part { pocket, amount_minor, reason, permille: None });
            }
            Destination::TaxHeld(pocket) => {
                parts.push(Part { pocket, amount_minor, reason: PartReason::TaxContained, permille: None });
            }
        }
    }
    if through_shares != 0 {
        parts.extend(split_income(through_shares, then));
    }
    fold(parts)
}

/// Income by the shares; a refund returns the parts of the deposit it refunds, in proportion, whatever the shares are
/// today; and where there are no shares it waits unassigned.
fn split_income(amount_minor: i64, then: &PocketsThen<'_>) -> Vec<Part> {
    if let (true, Some(returned)) = (amount_minor < 0, then.returned)
        && let Some(parts) = scaled(amount_minor, returned)
    {
        return parts;
    }
    let mut parts = Vec::new();
    let mut left = amount_minor;
    if let Some(advance) = then.advance {
        let waits = advance.amount_minor.clamp(0, left.max(0));
        left -= waits;
        parts.extend(split_advance(waits, then, advance.pocket));
    }
    if let Some(job) = then.job_costs {
        let taken = job.amount_minor.clamp(0, left.max(0));
        left -= taken;
        parts.push(Part { pocket: job.pocket, amount_minor: taken, reason: PartReason::JobCosts, permille: None });
    }
    parts.extend(split_deposit(left, then.shares).unwrap_or_else(|| unassigned(left, then.unassigned)));
    parts
}

/// An advance on receipt: its tax share goes to Tax at once, the rest waits in *Held for clients*.
fn split_advance(amount_minor: i64, then: &PocketsThen<'_>, held: i64) -> Vec<Part> {
    let shared = split_deposit(amount_minor, then.shares).unwrap_or_default();
    let tax: Vec<Part> = shared.into_iter().filter(|part| Some(part.pocket) == then.tax).collect();
    let waits = amount_minor - tax.iter().map(|part| part.amount_minor).sum::<i64>();
    let waiting = Part { pocket: held, amount_minor: waits, reason: PartReason::Advance, permille: None };
    tax.into_iter().chain([waiting]).collect()
}

/// What an amount of a deposit does when it turns out to be an advance: every pocket but Tax gives its part of it back,
/// and *Held for clients* takes them. `parts` are what the deposit has in each pocket now.
pub fn hold_back(parts: &[Part], amount_minor: i64, tax: Option<i64>, held: i64) -> Vec<Part> {
    let giving = |part: &&Part| Some(part.pocket) != tax && part.pocket != held;
    let portions = scaled(amount_minor, parts).unwrap_or_default();
    let mut moves: Vec<Part> =
        portions.iter().filter(giving).map(|part| Part { amount_minor: -part.amount_minor, ..*part }).collect();
    let waits = -moves.iter().map(|part| part.amount_minor).sum::<i64>();
    moves.push(Part { pocket: held, amount_minor: waits, reason: PartReason::Advance, permille: None });
    fold(moves)
}

/// What waited of an advance moves on when it is earned: by the shares in force, without Tax, which had its share on
/// receipt. Without any other share it becomes unassigned. Caps are in the books' currency, so what waited parts as its
/// worth there does.
pub fn earn(
    waited_minor: i64,
    worth_minor: i64,
    shares: &[Share],
    tax: Option<i64>,
    held: i64,
    unassigned_pocket: i64,
) -> Vec<Part> {
    let shares: Vec<Share> = shares.iter().filter(|share| Some(share.pocket) != tax).copied().collect();
    let mut moves =
        vec![Part { pocket: held, amount_minor: -waited_minor, reason: PartReason::Advance, permille: None }];
    let on = split_deposit(worth_minor, &shares).and_then(|parts| scaled(waited_minor, &parts));
    let on = on.unwrap_or_else(|| unassigned(waited_minor, unassigned_pocket));
    moves.extend(on);
    fold(moves)
}

/// What moves when an amount of a deposit is agreed for its job's costs: that amount stands in *Job costs*, and what is
/// left keeps the proportions it has. `parts` are what the deposit has in each pocket now. Nothing where the amount is
/// more than the deposit.
pub fn agree_job_costs(parts: &[Part], amount_minor: i64, job_costs: i64) -> Option<Vec<Part>> {
    let total: i64 = parts.iter().map(|part| part.amount_minor).sum();
    let others: Vec<Part> = parts.iter().filter(|part| part.pocket != job_costs).copied().collect();
    let left = total.checked_sub(amount_minor).filter(|left| *left >= 0 && amount_minor >= 0)?;
    let mut moves: Vec<Part> = if others.is_empty() && left == 0 { Vec::new() } else { scaled(left, &others)? };
    moves.push(Part { pocket: job_costs, amount_minor, reason: PartReason::JobCosts, permille: None });
    moves.extend(parts.iter().map(|part| Part { amount_minor: -part.amount_minor, ..*part }));
    let mut by_pocket: Vec<Part> = Vec::new();
    for part in moves {
        match by_pocket.iter_mut().find(|known| known.pocket == part.pocket) {
            Some(known) => known.amount_minor += part.amount_minor,
            None => by_pocket.push(part),
        }
    }
    by_pocket.retain(|part| part.amount_minor != 0);
    Some(by_pocket)
}

/// What a refund of a deposit returns, in proportion: of one that is partly an advance, what still waits with its tax,
/// else all that it has in the pockets. What is open of it and what it earned in all are in the books' currency; `parts`
/// are in the currency in which it came.
pub fn returns(parts: &[Part], open_minor: i64, earned_minor: i64, tax: Option<i64>, held: i64) -> Vec<Part> {
    let waits = parts.iter().find(|part| part.pocket == held && part.amount_minor > 0);
    let Some(waits) = waits.filter(|_| open_minor > 0 && earned_minor > 0) else { return parts.to_vec() };
    let taxed = parts.iter().find(|part| Some(part.pocket) == tax);
    let of_open = taxed.and_then(|part| {
        let share = i128::from(part.amount_minor) * i128::from(open_minor.min(earned_minor)) / i128::from(earned_minor);
        i64::try_from(share).ok().map(|amount_minor| Part { amount_minor, ..*part })
    });
    [*waits].into_iter().chain(of_open).collect()
}

/// An amount in the proportions of parts that all have one sign.
fn scaled(amount_minor: i64, parts: &[Part]) -> Option<Vec<Part>> {
    let one_sign = parts.iter().all(|part| part.amount_minor > 0) || parts.iter().all(|part| part.amount_minor < 0);
    if !one_sign {
        return None;
    }
    let weights: Vec<u64> = parts.iter().map(|part| part.amount_minor.unsigned_abs()).collect();
    let amounts = split_by_weights(amount_minor, &weights)?;
    let scaled = parts.iter().zip(amounts).filter(|(_, amount)| *amount != 0);
    Some(scaled.map(|(part, amount_minor)| Part { amount_minor, ..*part }).collect())
}

/// Parts of the same pocket for the same reason become one; parts of nothing are left out.
fn fold(parts: Vec<Part>) -> Vec<Part> {
    let mut folded: Vec<Part> = Vec::new();
    for part in parts {
        match folded
            .iter_mut()
            .find(|one| (one.pocket, one.reason, one.permille) == (part.pocket, part.reason, part.permille))
        {
            Some(one) => one.amount_minor += part.amount_minor,
            None => folded.push(part),
        }
    }
    folded.retain(|part| part.amount_minor != 0);
    folded
}

/// Where an account of that kind sends its money: what its row says, else by its kind.
pub fn destination(kind: AccountKind, role: &str, pocket: Option<i64>, unassigned: i64, card_bill: i64) -> Destination {
    match (kind, pocket) {
        _ if kind.is_cash() => Destination::Cash,
        (AccountKind::Card, _) => Destination::Pocket(card_bill),
        (AccountKind::Income, None) => Destination::Shares,
        (AccountKind::Payable, Some(pocket)) if role == "sales-tax-owed" => Destination::TaxHeld(pocket),
        (_, Some(pocket)) => Destination::Pocket(pocket),
        (_, None) => Destination::Pocket(unassigned),
    }
}

/// A name with single spaces, and none at its ends: how names are kept and compared.
pub fn squeezed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What cash that an account brings or takes is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CashGroup {
    /// It is cash itself.
    Cash,
    /// The work: sales, costs, taxes collected for others, cards, and what waits to be sorted.
    Operating,
    /// Things kept for years.
    Investing,
    /// Loans, and the owner's own money in and out.
    Financing,
    /// What the books began with: nobody paid it.
    Opening,
}

/// In which part of a cash flow an account's money stands, after IAS 7, paragraphs 13 to 17: what comes from the work, what
/// is kept for years, and what lenders and the owner bring or take. Interest counts as operating, as paragraph 33 allows.
pub fn cash_group(kind: AccountKind, role: &str) -> CashGroup {
    match kind {
        AccountKind::Bank | AccountKind::CashBox | AccountKind::Processor => CashGroup::Cash,
        // Writing equipment down moves no cash, and the gain on a sale is part of its price: beside the equipment both
        // cancel out, and what is left is the cash.
        AccountKind::Income | AccountKind::Expense
            if matches!(role, "depreciation" | "disposal-gain" | "disposal-loss" | "crypto-gain" | "crypto-loss") =>
        {
            CashGroup::Investing
        }
        AccountKind::OtherAsset if role == "to-sort" => CashGroup::Operating,
        AccountKind::Equipment | AccountKind::OtherAsset => CashGroup::Investing,
        AccountKind::Loan => CashGroup::Financing,
        AccountKind::Equity if role == "opening-balance" => CashGroup::Opening,
        AccountKind::Equity => CashGroup::Financing,
        AccountKind::Income
        | AccountKind::Expense
        | AccountKind::Card
        | AccountKind::Receivable
        | AccountKind::Payable
        | AccountKind::Stock => CashGroup::Operating,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const UNASSIGNED: i64 = 99;

    fn effect(destination: Destination, amount: i64) -> Effect {
        Effect { destination, amount_minor: amount, book_amount_minor: amount, currency: 0, named: None }
    }

    fn then<'a>(shares: &'a [Share], returned: Option<&'a [Part]>) -> PocketsThen<'a> {
        PocketsThen {
            begun: true,
            unassigned: UNASSIGNED,
            shares,
            returned,
            job_costs: None,
            advance: None,
            tax: Some(1),
        }
    }

    fn share(pocket: i64, permille: u32) -> Share {
        Share { pocket, permille, cap_minor: None, holds_minor: 0 }
    }

    fn moved(parts: &[Vec<Part>]) -> Vec<(i64, i64)> {
        parts[0].iter().map(|part| (part.pocket, part.amount_minor)).collect()
    }

    use Destination::{Cash, Pocket, Shares, TaxHeld};

    /// Each row: what happened, its postings, and what moved in the pockets.
    #[test]
    fn cash_is_for_the_work_unless_its_account_says_otherwise() {
        for (kind, role, group) in [
            (AccountKind::Processor, "in-transit", CashGroup::Cash),
            (AccountKind::Income, "sales-services", CashGroup::Operating),
            (AccountKind::Expense, "interest-paid", CashGroup::Operating),
            (AccountKind::Card, "", CashGroup::Operating),
            (AccountKind::Payable, "sales-tax-owed", CashGroup::Operating),
            (AccountKind::OtherAsset, "to-sort", CashGroup::Operating),
            (AccountKind::OtherAsset, "", CashGroup::Investing),
            (AccountKind::Equipment, "equipment", CashGroup::Investing),
            (AccountKind::Expense, "depreciation", CashGroup::Investing),
            (AccountKind::Income, "disposal-gain", CashGroup::Investing),
            (AccountKind::Loan, "", CashGroup::Financing),
            (AccountKind::Equity, "owners-pay", CashGroup::Financing),
            (AccountKind::Equity, "opening-balance", CashGroup::Opening),
        ] {
            assert_eq!(cash_group(kind, role), group, "{} {role}", kind.as_str());
        }
    }

    #[test]
    fn every_kind_of_entry_moves_its_pockets() {
        let shares = [share(1, 300), share(2, 700)];
        for (what, postings, pockets) in [
            ("a sale splits by shares", vec![(Cash, 100), (Shares, -100)], vec![(1, 30), (2, 70)]),
            (
                "a sale with tax holds the tax first",
                vec![(Cash, 119), (Shares, -100), (TaxHeld(5), -19)],
                vec![(5, 19), (1, 30), (2, 70)],
            ),
            (
                "a purchase with reclaimable tax gives the tax back to the pocket that paid",
                vec![(Cash, -119), (Pocket(3), 100), (TaxHeld(5), 19)],
                vec![(3, -100), (5, -19)],
            ),
            ("paying the return empties Held", vec![(Cash, -19), (TaxHeld(5), 19)], vec![(5, -19)]),
            ("a cost draws on its pocket", vec![(Cash, -40), (Pocket(3), 40)], vec![(3, -40)]),
            (
                "a card purchase moves its amount to Card bill",
                vec![(Pocket(8), -40), (Pocket(3), 40)],
                vec![(8, 40), (3, -40)],
            ),
            ("the card's payment draws on Card bill", vec![(Cash, -40), (Pocket(8), 40)], vec![(8, -40)]),
            ("a transfer between own accounts moves nothing", vec![(Cash, -40), (Cash, 40)], vec![]),
            ("a line to sort waits unassigned", vec![(Cash, 50), (Pocket(UNASSIGNED), -50)], vec![(UNASSIGNED, 50)]),
            (
                "a decision moves it on",
                vec![(Pocket(UNASSIGNED), 50), (Shares, -50)],
                vec![(UNASSIGNED, -50), (1, 15), (2, 35)],
            ),
        ] {
            let effects: Vec<_> =
                postings.into_iter().map(|(destination, amount)| effect(destination, amount)).collect();
            assert_eq!(moved(&pocket_parts(&effects, 1, &then(&shares, None))), pockets, "{what}");
        }
    }

    #[test]
    fn a_refund_returns_the_parts_of_its_deposit() {
        let today = [share(1, 500), share(2, 500)];
        let deposit = [
            Part { pocket: 1, amount_minor: 30, reason: PartReason::Share, permille: Some(300) },
            Part { pocket: 2, amount_minor: 70, reason: PartReason::Share, permille: Some(700) },
        ];
        let effects = [effect(Cash, -10), effect(Shares, 10)];
        assert_eq!(moved(&pocket_parts(&effects, 1, &then(&today, Some(&deposit)))), [(1, -3), (2, -7)]);
        assert_eq!(moved(&pocket_parts(&effects, 1, &then(&today, None))), [(1, -5), (2, -5)]);
    }

    #[test]
    fn before_the_pockets_begin_cash_is_unassigned_and_decisions_move_nothing() {
        let all = [share(1, 1000)];
        let before = PocketsThen { begun: false, ..then(&all, None) };
        let sale = [effect(Cash, 50), effect(Shares, -50)];
        assert_eq!(moved(&pocket_parts(&sale, 1, &before)), [(UNASSIGNED, 50)]);
        let decision = [effect(Pocket(UNASSIGNED), 50), effect(Shares, -50)];
        assert_eq!(moved(&pocket_parts(&decision, 1, &before)), []);
    }

    #[test]
    fn job_costs_come_first_and_an_advance_waits_but_for_its_tax() {
        let shares = [share(1, 300), share(2, 700)];
        let income = [effect(Cash, 1000), effect(Shares, -1000)];
        let first = |pocket, amount_minor| Some(First { pocket, amount_minor });
        for (what, job_costs, advance, pockets) in [
            ("job costs first, the rest by shares", first(6, 400), None, vec![(6, 400), (1, 180), (2, 420)]),
            ("never more than the income", first(6, 4000), None, vec![(6, 1000)]),
            ("an advance pays its tax share and waits", None, first(7, 1000), vec![(1, 300), (7, 700)]),
            (
                "a part of the income is an advance",
                first(6, 100),
                first(7, 500),
                vec![(1, 270), (7, 350), (6, 100), (2, 280)],
            ),
        ] {
            let then = PocketsThen { job_costs, advance, ..then(&shares, None) };
            let mut found: Vec<(i64, i64)> = Vec::new();
            for (pocket, amount) in moved(&pocket_parts(&income, 1, &then)) {
                match found.iter_mut().find(|(known, _)| *known == pocket) {
                    Some((_, sum)) => *sum += amount,
                    None => found.push((pocket, amount)),
                }
            }
            assert_eq!(found, pockets, "{what}");
        }
    }

    fn part(pocket: i64, amount_minor: i64) -> Part {
        Part { pocket, amount_minor, reason: PartReason::Share, permille: None }
    }

    fn pairs(parts: &[Part]) -> Vec<(i64, i64)> {
        parts.iter().map(|part| (part.pocket, part.amount_minor)).collect()
    }

    #[test]
    fn an_advance_is_held_earned_and_returned_by_its_parts() {
        let deposit = [part(1, 300), part(2, 500), part(3, 200)];
        let held = hold_back(&deposit, 1000, Some(1), 7);
        assert_eq!(pairs(&held), [(2, -500), (3, -200), (7, 700)]);
        assert_eq!(pairs(&hold_back(&deposit, 500, Some(1), 7)), [(2, -250), (3, -100), (7, 350)]);
        let shares = [share(1, 300), share(2, 350), share(3, 350)];
        assert_eq!(pairs(&earn(700, 700, &shares, Some(1), 7, UNASSIGNED)), [(7, -700), (2, 350), (3, 350)]);
        assert_eq!(pairs(&earn(700, 700, &[], Some(1), 7, UNASSIGNED)), [(7, -700), (UNASSIGNED, 700)]);
        let now = [part(1, 300), part(7, 700)];
        assert_eq!(pairs(&returns(&now, 1000, 1000, Some(1), 7)), [(7, 700), (1, 300)]);
        // Half of it was earned: what waits returns with its own half of the tax.
        let now = [part(1, 300), part(2, 350), part(7, 350)];
        assert_eq!(pairs(&returns(&now, 500, 1000, Some(1), 7)), [(7, 350), (1, 150)]);
        assert_eq!(pairs(&returns(&deposit, 0, 1000, Some(1), 7)), pairs(&deposit));
    }

    #[test]
    fn an_agreed_amount_comes_from_every_pocket_in_proportion() {
        let deposit = [part(1, 300), part(2, 700)];
        assert_eq!(pairs(&agree_job_costs(&deposit, 400, 6).unwrap()), [(1, -120), (2, -280), (6, 400)]);
        let now = [part(1, 180), part(2, 420), part(6, 400)];
        assert_eq!(pairs(&agree_job_costs(&now, 0, 6).unwrap()), [(1, 120), (2, 280), (6, -400)]);
        assert_eq!(agree_job_costs(&deposit, 1001, 6), None);
    }

    #[test]
    fn foreign_cash_parts_as_its_value_in_the_books_would() {
        let shares = [share(1, 250), share(2, 750)];
        let foreign = Effect { destination: Cash, amount_minor: 200, book_amount_minor: 180, currency: 1, named: None };
        let parts = pocket_parts(&[foreign, effect(Shares, -180)], 2, &then(&shares, None));
        assert_eq!(parts[0], []);
        assert_eq!(
            parts[1].iter().map(|part| (part.pocket, part.amount_minor)).collect::<Vec<_>>(),
            [(1, 50), (2, 150)]
        );
    }

    #[test]
    fn an_exchange_leaves_and_enters_the_pocket_it_names() {
        let shares = [share(1, 1000)];
        let foreign =
            |named| Effect { destination: Cash, amount_minor: -200, book_amount_minor: -180, currency: 1, named };
        let moved = |named| {
            let parts = pocket_parts(&[foreign(named), effect(Cash, 180)], 2, &then(&shares, None));
            parts.iter().map(|parts| pairs(parts)).collect::<Vec<_>>()
        };
        assert_eq!(moved(Some(4)), [[(4, 180)], [(4, -200)]]);
        assert_eq!(moved(None), [[(UNASSIGNED, 180)], [(UNASSIGNED, -200)]]);
    }

    #[test]
    fn what_a_foreign_balance_is_worth_moves_no_pocket() {
        let shares = [share(1, 1000)];
        let account = Effect { destination: Cash, amount_minor: 0, book_amount_minor: -30, currency: 1, named: None };
        let parts = pocket_parts(&[account, effect(Pocket(3), 30)], 2, &then(&shares, None));
        assert_eq!(parts, [vec![], vec![]]);
    }

    proptest! {
        /// Whatever an entry posts, its pockets move by exactly its cash.
        #[test]
        fn pockets_move_by_the_cash(
            rows in prop::collection::vec((0u8..5, -1_000_000i64..1_000_000), 1..8),
            begun: bool,
        ) {
            let mut effects: Vec<Effect> = rows.iter().map(|(which, amount)| effect(match which {
                0 => Cash, 1 => Shares, 2 => TaxHeld(5), 3 => Pocket(UNASSIGNED), _ => Pocket(3),
            }, *amount)).collect();
            // The balancing side is cash.
            let rest: i64 = effects.iter().map(|effect| effect.book_amount_minor).sum();
            effects.push(effect(Cash, -rest));
            let cash: i64 = effects.iter().filter(|effect| effect.destination == Cash).map(|effect| effect.amount_minor).sum();
            let shares = [share(1, 333), share(2, 333), share(4, 334)];
            let parts = pocket_parts(&effects, 1, &PocketsThen { begun, ..then(&shares, None) });
            prop_assert_eq!(parts[0].iter().map(|part| part.amount_minor).sum::<i64>(), cash);
        }
    }
}
