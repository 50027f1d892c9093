//! What a deposit has in the pockets now, after all that became of it: agreed job costs, an advance held, earned or
//! returned. Each later step is an entry whose source is the deposit, so that nothing has to be kept beside the entries.

use kernel::{Context, Failure};
use ledger::{Basis, Part, PartReason, Posting};

use crate::{
    accounts::{account, account_of_role, pocket_of_role},
    journal::{self, Draft},
    records::{self, JobCostShare},
    rules::{First, returns},
};

/// The kind of source by which a later step names its deposit.
pub(crate) const DEPOSIT: &str = "deposit";

/// Whether a part came out of the income itself; tax contained in it has a posting of its own.
fn is_income(part: &Part) -> bool {
    matches!(part.reason, PartReason::Share | PartReason::Overflow | PartReason::JobCosts | PartReason::Advance)
}

/// What a deposit has in each pocket now. A deposit in another currency than the books' keeps the parts of its entry.
pub(crate) fn parts_now(context: &mut Context, deposit: i64) -> Result<Vec<Part>, Failure> {
    journal::flush(context)?;
    let currency = context.settings.currency;
    let mut now: Vec<Part> = Vec::new();
    let mut add = |part: Part| match now.iter_mut().find(|known| known.pocket == part.pocket) {
        Some(known) => known.amount_minor += part.amount_minor,
        None => now.push(part),
    };
    for (_, part) in records::parts_of_entry(&mut context.tx, deposit)?.into_iter().filter(|(_, part)| is_income(part))
    {
        add(part);
    }
    for (pocket, amount_minor) in records::moved_of_deposit(&mut context.tx, deposit, currency)? {
        add(Part { pocket, amount_minor, reason: PartReason::Share, permille: None });
    }
    now.retain(|part| part.amount_minor != 0);
    Ok(now)
}

/// What of a deposit is an advance that is neither earned nor returned.
pub(crate) fn open_advance(context: &mut Context, deposit: i64) -> Result<i64, Failure> {
    let Ok(account) = account_of_role(context, "client-deposits") else { return Ok(0) };
    let account = account.id;
    journal::flush(context)?;
    Ok(records::open_advance(&mut context.tx, deposit, account)?)
}

/// The parts in whose proportions a refund of the deposit returns.
pub(crate) fn returned_parts(context: &mut Context, deposit: i64) -> Result<Vec<Part>, Failure> {
    let now = parts_now(context, deposit)?;
    let Some(held) = pocket_of_role(context, "held-for-clients")?.map(|pocket| pocket.id) else { return Ok(now) };
    if !now.iter().any(|part| part.pocket == held) {
        return Ok(now);
    }
    let open = open_advance(context, deposit)?;
    let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
    Ok(returns(&now, open, tax, held))
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
        if of.kind != ledger::AccountKind::Income || of.pocket.is_some() {
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
