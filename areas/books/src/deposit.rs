//! What a deposit has in the pockets now, after all that became of it: agreed job costs, an advance held, earned or
//! returned. Each later step is an entry whose source is the deposit, so that nothing has to be kept beside the entries.

use kernel::{Context, Failure};
use ledger::{AccountKind, Basis, Currency, Part, PartReason, Posting, split_by_weights};

use crate::{
    accounts::{account, account_of_role, pocket_of_role},
    journal::{self, Draft, DraftPosting, SplitOf},
    records::{self, JobCostShare},
    rules::{First, returns},
};

/// The kind of source by which a later step names its deposit.
pub(crate) const DEPOSIT: &str = "deposit";

/// The kind of source by which a move of pockets names the exchange between currencies that it follows.
pub(crate) const EXCHANGE: &str = "exchange";

/// Whether a part came out of the income itself; tax contained in it has a posting of its own.
fn is_income(part: &Part) -> bool {
    matches!(part.reason, PartReason::Share | PartReason::Overflow | PartReason::JobCosts | PartReason::Advance)
}

/// The currency in which a deposit came, with its income parts as they were split; nothing of an entry that split no
/// income, or in several currencies.
pub(crate) fn split_of(context: &mut Context, deposit: i64) -> Result<Option<(Currency, Vec<Part>)>, Failure> {
    journal::flush(context)?;
    let parts = records::parts_of_entry(&mut context.tx, deposit)?;
    let mut income = parts.into_iter().filter(|(_, part)| is_income(part));
    let Some((currency, first)) = income.next() else { return Ok(None) };
    let rest: Vec<(Currency, Part)> = income.collect();
    if rest.iter().any(|(other, _)| *other != currency) {
        return Ok(None);
    }
    Ok(Some((currency, [first].into_iter().chain(rest.into_iter().map(|(_, part)| part)).collect())))
}

/// What a deposit has in each pocket now, in the currency in which it came.
pub(crate) fn parts_now(context: &mut Context, deposit: i64) -> Result<Vec<Part>, Failure> {
    let (currency, split) = match split_of(context, deposit)? {
        Some(split) => split,
        None => (context.settings.currency, Vec::new()),
    };
    let mut now: Vec<Part> = Vec::new();
    let mut add = |part: Part| match now.iter_mut().find(|known| known.pocket == part.pocket) {
        Some(known) => known.amount_minor += part.amount_minor,
        None => now.push(part),
    };
    for part in split {
        add(part);
    }
    for (pocket, amount_minor) in records::moved_of_deposit(&mut context.tx, deposit, currency)? {
        add(Part { pocket, amount_minor, reason: PartReason::Share, permille: None });
    }
    now.retain(|part| part.amount_minor != 0);
    Ok(now)
}

/// What of a deposit is an advance that is neither earned nor returned, in the books' currency.
pub(crate) fn open_advance(context: &mut Context, deposit: i64) -> Result<i64, Failure> {
    let Ok(account) = account_of_role(context, "client-deposits") else { return Ok(0) };
    let account = account.id;
    journal::flush(context)?;
    Ok(records::open_advance(&mut context.tx, deposit, account)?)
}

/// The parts in whose proportions a refund of the deposit returns; once all of it went back, those it was split in.
pub(crate) fn returned_parts(context: &mut Context, deposit: i64) -> Result<Vec<Part>, Failure> {
    let now = parts_now(context, deposit)?;
    if now.is_empty() {
        return Ok(split_of(context, deposit)?.map(|(_, split)| split).unwrap_or_default());
    }
    let Some(held) = pocket_of_role(context, "held-for-clients")?.map(|pocket| pocket.id) else { return Ok(now) };
    if !now.iter().any(|part| part.pocket == held) {
        return Ok(now);
    }
    let open = open_advance(context, deposit)?;
    let income: i64 = income_postings(context, deposit)?.iter().map(|(_, amount)| *amount).sum();
    let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
    Ok(returns(&now, open, income, tax, held))
}

/// The postings by which an entry earned: income that goes through the shares, in the books' currency, turned positive.
pub(crate) fn income_postings(context: &mut Context, entry: i64) -> Result<Vec<(i64, i64)>, Failure> {
    let mut income = Vec::new();
    for (posting, _) in records::postings_of_entry(&mut context.tx, entry)? {
        let of = account(context, posting.account)?;
        let earns = of.kind == AccountKind::Income && of.pocket.is_none();
        if earns && posting.basis.counts_in_cash() && posting.book_amount_minor < 0 {
            income.push((posting.account, -posting.book_amount_minor));
        }
    }
    Ok(income)
}

/// Accrual-only postings that move an amount between income and what is owed to clients; positive towards income.
pub(crate) fn between(deposits: i64, income: &[(i64, i64)], amount_minor: i64) -> Vec<DraftPosting> {
    let weights: Vec<u64> = income.iter().map(|(_, amount)| amount.unsigned_abs()).collect();
    let portions = split_by_weights(amount_minor, &weights).unwrap_or_default();
    let accrual = |account: i64, amount_minor: i64| DraftPosting {
        basis: Basis::Accrual,
        ..DraftPosting::new(account, amount_minor)
    };
    let mut postings = vec![accrual(deposits, amount_minor)];
    let income = income.iter().zip(portions).filter(|(_, part)| *part != 0);
    postings.extend(income.map(|((account, _), part)| accrual(*account, -part)));
    postings
}

/// A refund of a deposit of which something waits as an advance gives that back too: what was owed to the client is owed no
/// more, in the same entry. Answers the deposit whose advance it returned.
pub(crate) fn return_advance(context: &mut Context, draft: &mut Draft) -> Result<Option<i64>, Failure> {
    let SplitOf::Refund(deposit) = draft.split else { return Ok(None) };
    let Ok(deposits) = account_of_role(context, "client-deposits") else { return Ok(None) };
    let deposits = deposits.id;
    let mut refunded = 0i64;
    for posting in draft.postings.iter().filter(|posting| posting.basis.counts_in_cash()) {
        let of = account(context, posting.account)?;
        if of.kind == AccountKind::Income && of.pocket.is_none() && posting.pocket.is_none() {
            let book_minor = posting.book_amount_minor.unwrap_or(posting.amount_minor);
            refunded = refunded.saturating_add(book_minor);
        }
    }
    if refunded <= 0 {
        return Ok(None);
    }
    let open = open_advance(context, deposit)?;
    let income = income_postings(context, deposit)?;
    let amount_minor = open.min(refunded);
    if amount_minor <= 0 || income.is_empty() {
        return Ok(None);
    }
    draft.postings.extend(between(deposits, &income, amount_minor));
    Ok(Some(deposit))
}

/// Takes back the steps that stand on an entry, before the entry itself is reversed: what was held or agreed of it would be
/// of nothing.
pub(crate) fn reverse_steps(context: &mut Context, entry: i64) -> Result<(), Failure> {
    for kind in [DEPOSIT, EXCHANGE] {
        let mut steps = records::entries_of_source(&mut context.tx, kind, entry)?;
        steps.retain(|step| *step != entry);
        for step in steps.into_iter().rev() {
            journal::reverse(context, step, None)?;
            journal::flush(context)?;
        }
    }
    Ok(())
}

/// Where the two sides of an exchange between currencies are now, each with its currency; nothing of an entry that is none,
/// or that was reversed.
pub(crate) fn exchanged(context: &mut Context, entry: i64) -> Result<Option<Vec<(Currency, Part)>>, Failure> {
    journal::flush(context)?;
    let row = records::entry(&mut context.tx, entry)?;
    if row.is_none_or(|row| row.reverses != 0 || row.reversed_by.is_some() || row.source_kind == EXCHANGE) {
        return Ok(None);
    }
    let mut now: Vec<(Currency, Part)> = Vec::new();
    let mut entries = vec![entry];
    entries.extend(records::entries_of_source(&mut context.tx, EXCHANGE, entry)?);
    for (at, one) in entries.into_iter().enumerate() {
        let parts = records::parts_of_entry(&mut context.tx, one)?;
        // Income and costs know their pocket; only what changed its currency waits to be told.
        let waits = |part: &Part| matches!(part.reason, PartReason::Unassigned | PartReason::Moved);
        if at == 0 && records::postings_of_entry(&mut context.tx, one)?.is_empty() {
            return Ok(None);
        }
        if at == 0 && (parts.len() < 2 || !parts.iter().all(|(_, part)| waits(part)) || one_currency(&parts)) {
            return Ok(None);
        }
        for (currency, part) in parts {
            match now.iter_mut().find(|(known, other)| *known == currency && other.pocket == part.pocket) {
                Some((_, known)) => known.amount_minor += part.amount_minor,
                None => now.push((currency, part)),
            }
        }
    }
    now.retain(|(_, part)| part.amount_minor != 0);
    Ok(Some(now))
}

fn one_currency(parts: &[(Currency, Part)]) -> bool {
    parts.windows(2).all(|pair| matches!(pair, [(one, _), (other, _)] if one == other))
}

#[derive(Default)]
struct Read {
    shares: Option<Vec<JobCostShare>>,
}

/// Forgets what was read, after a usual share was set.
pub(crate) fn forget(context: &mut Context) {
    *context.tx.extension::<Read>() = Read::default();
}

/// The usual share of an income account on a day, in thousandths.
pub(crate) fn job_cost_permille(context: &mut Context, account: i64, on: jiff::civil::Date) -> Result<i64, Failure> {
    if context.tx.extension::<Read>().shares.is_none() {
        let read = records::job_cost_shares(&mut context.tx)?;
        context.tx.extension::<Read>().shares = Some(read);
    }
    let shares = context.tx.extension::<Read>().shares.as_deref().unwrap_or_default();
    let latest = |account: i64| shares.iter().rfind(|share| share.account == account && share.from_on <= on);
    Ok(latest(account).or_else(|| latest(0)).map_or(0, |share| share.permille))
}

/// What of an income usually goes for the costs of its job, half a cent rounded up.
pub(crate) fn job_costs(context: &mut Context, draft: &Draft, postings: &[Posting]) -> Result<Option<First>, Failure> {
    let mut amount_minor = 0i64;
    for posting in postings.iter().filter(|posting| posting.basis.counts_in_cash() && posting.book_amount_minor < 0) {
        let of = account(context, posting.account)?;
        if of.kind != AccountKind::Income || of.pocket.is_some() {
            continue;
        }
        let permille = job_cost_permille(context, posting.account, draft.posted_on)?;
        let part = (i128::from(posting.book_amount_minor).abs() * i128::from(permille) + 500) / 1000;
        amount_minor = amount_minor.saturating_add(i64::try_from(part).unwrap_or(i64::MAX));
    }
    if amount_minor == 0 {
        return Ok(None);
    }
    let pocket = pocket_of_role(context, "job-costs")?.map(|pocket| pocket.id);
    Ok(pocket.map(|pocket| First { pocket, amount_minor }))
}

/// What of an income is a client's advance: what the same entry owes to clients on accrual basis alone.
pub(crate) fn advance(context: &mut Context, postings: &[Posting]) -> Result<Option<First>, Failure> {
    let mut amount_minor = 0i64;
    for posting in postings.iter().filter(|posting| posting.basis == Basis::Accrual && posting.book_amount_minor < 0) {
        if account(context, posting.account)?.role == "client-deposits" {
            amount_minor = amount_minor.saturating_sub(posting.book_amount_minor);
        }
    }
    let pocket = pocket_of_role(context, "held-for-clients")?.map(|pocket| pocket.id);
    Ok(pocket.filter(|_| amount_minor > 0).map(|pocket| First { pocket, amount_minor }))
}
