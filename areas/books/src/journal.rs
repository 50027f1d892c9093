//! Posting: the one way into the books.
//!
//! An entry is checked, given its pockets, its number and its link in the chain, and held back until the transaction
//! reads the books or ends; then all that waits is written in bulk. So a thousand lines of a statement cost what bulk
//! rows cost, and yet are the same entries, in the same order, with the same hashes, as posted one by one.

use std::borrow::Cow;

use jiff::civil::Date;
use kernel::{Context, Failure, Refusal, RefusalKind, search::remember_words};
use ledger::{Basis, Currency, EntryProblem, Link, Part, Posting, chain_hash, entry_check_balanced, text_digest};
use locale::{fmt, t};
use store::{Buffered, StoreError, Tx};

use crate::{
    accounts::{account, pocket_of_role, pockets},
    closing, deposit,
    dimensions::{self, DimensionIds},
    labels::ENTRY_NOTE,
    open_items, records,
    rules::{Destination, Effect, PocketsThen, destination, pocket_parts},
    shares,
};

/// The kind under which search finds an entry.
pub(crate) const ENTRY: &str = "entry";

/// An entry to be posted.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its day.
    pub posted_on: Date,
    /// What happened, in the words of the statement or the owner.
    pub text: String,
    /// More about it.
    pub note: String,
    /// Who paid or was paid.
    pub party: Option<i64>,
    /// The record it came from.
    pub source: Source,
    /// Its postings.
    pub postings: Vec<DraftPosting>,
    /// How its cash parts among the pockets.
    pub split: SplitOf,
}

/// A posting of a draft.
#[derive(Debug, Clone, Copy, Default)]
pub struct DraftPosting {
    /// The account.
    pub account: i64,
    /// Minor units of the account's currency; debit positive.
    pub amount_minor: i64,
    /// Minor units of the books' currency; the same amount when absent.
    pub book_amount_minor: Option<i64>,
    /// Which books it belongs to.
    pub basis: Basis,
    /// Named values it can be asked by: client, project, offer, channel.
    pub dimensions: DimensionIds,
    /// The pocket its money comes from or goes to, where that is not what the account says. Cash and the tax contained
    /// in a sale keep their own place; on the cash of an exchange between currencies it is the pocket whose money is
    /// exchanged.
    pub pocket: Option<i64>,
}

impl DraftPosting {
    /// A posting in both bases, in the books' currency.
    pub fn new(account: i64, amount_minor: i64) -> DraftPosting {
        DraftPosting { account, amount_minor, ..DraftPosting::default() }
    }
}

/// The record an entry came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The kind of record; empty for an entry made by hand.
    pub kind: Cow<'static, str>,
    /// Its id.
    pub id: i64,
}

impl Source {
    /// Made by hand.
    pub const HAND: Source = Source { kind: Cow::Borrowed(""), id: 0 };

    /// The kind of what the books of another program brought. Such an entry is history like one made by hand: no record
    /// goes on speaking of it, so that it may be reversed by itself.
    pub const ARRIVED: &'static str = "arrived";

    /// From a record of that kind.
    pub const fn of(kind: &'static str, id: i64) -> Source {
        Source { kind: Cow::Borrowed(kind), id }
    }
}

/// How an entry's cash parts among the pockets.
#[derive(Debug, Clone)]
pub enum SplitOf {
    /// By the rule: what the accounts name, and the shares in force.
    ByRule,
    /// As a refund of the deposit that this entry booked.
    Refund(i64),
    /// By hand; in each currency the parts must sum to its cash that moves.
    Exactly(Vec<(Currency, Part)>),
}

/// An entry that waits to be written.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub number: i64,
    pub posted_on: Date,
    pub reverses: i64,
    pub source: Source,
    pub activity: i64,
    pub salt: [u8; 16],
    pub text_digest: [u8; 32],
    pub hash: [u8; 32],
    pub text: String,
    pub note: String,
    pub party: Option<i64>,
    pub postings: Vec<(Posting, DimensionIds)>,
    pub parts: Vec<(Currency, Part)>,
}

#[derive(Default, Clone)]
pub(crate) struct Journal {
    waiting: Vec<Waiting>,
}

impl Buffered for Journal {
    fn mark(&self) -> usize {
        self.waiting.len()
    }

    fn truncate(&mut self, mark: usize) {
        self.waiting.truncate(mark);
    }

    fn flush(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        records::insert_entries(tx, &self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

/// As many entries as wait at most: memory stays flat over a file of any length.
const MOST_WAITING: usize = 2_000;

/// Writes what waits, so that statements see it. Every read of the books begins with it.
pub(crate) fn flush(context: &mut Context) -> Result<(), Failure> {
    Ok(context.tx.flush::<Journal>()?)
}

/// Why an entry is not posted.
#[derive(Debug)]
pub(crate) enum PostRefusal {
    NothingPosted,
    AccountClosed { position: usize, name: String },
    KeptByLines { position: usize, name: String },
    KeptByLots { position: usize, name: String },
    AmountZero { position: usize },
    BookAmountDiffers { position: usize, currency: Currency },
    Unbalanced { off_by_minor: i128, currency: Currency },
    PartsDiffer { currency: Currency },
    OutsideTheBooks { posted_on: Date },
    MonthLocked { posted_on: Date, first_open: Date },
    NoSuchPocket { position: usize, pocket: i64 },
    TextTooLong,
    TooLarge,
}

/// Codes of the refusals of posting, for every command that posts.
pub(crate) const POST_REFUSALS: &[&str] = &[
    "entry-is-empty",
    "account-is-closed",
    "account-is-kept-by-bank-lines",
    "account-is-kept-by-lots",
    "amount-is-zero",
    "book-amount-differs",
    "entry-does-not-balance",
    "pockets-differ-from-cash",
    "day-is-outside-the-books",
    "month-is-locked",
    "no-such-pocket",
    "text-is-too-long",
    "amount-is-too-large",
    "no-such-dimension-value",
    "dimension-name-length",
];

impl Refusal for PostRefusal {
    fn code(&self) -> &'static str {
        match self {
            PostRefusal::NothingPosted => "entry-is-empty",
            PostRefusal::AccountClosed { .. } => "account-is-closed",
            PostRefusal::KeptByLines { .. } => "account-is-kept-by-bank-lines",
            PostRefusal::KeptByLots { .. } => "account-is-kept-by-lots",
            PostRefusal::AmountZero { .. } => "amount-is-zero",
            PostRefusal::BookAmountDiffers { .. } => "book-amount-differs",
            PostRefusal::Unbalanced { .. } => "entry-does-not-balance",
            PostRefusal::PartsDiffer { .. } => "pockets-differ-from-cash",
            PostRefusal::OutsideTheBooks { .. } => "day-is-outside-the-books",
            PostRefusal::MonthLocked { .. } => "month-is-locked",
            PostRefusal::NoSuchPocket { .. } => "no-such-pocket",
            PostRefusal::TextTooLong => "text-is-too-long",
            PostRefusal::TooLarge => "amount-is-too-large",
        }
    }

    fn sentence(&self) -> String {
        match self {
            PostRefusal::NothingPosted => t!("An entry needs at least two postings."),
            PostRefusal::AccountClosed { name, .. } => {
                t!("The account {name} is closed and takes no entries.", name = name)
            }
            PostRefusal::KeptByLines { name, .. } => {
                t!(
                    "The account {name} holds exactly the bank lines that wait; nothing is posted to it by hand.",
                    name = name
                )
            }
            PostRefusal::KeptByLots { name, .. } => t!(
                "The account {name} holds exactly what the crypto-assets that are held cost; tell what happened to them instead.",
                name = name
            ),
            PostRefusal::AmountZero { .. } => t!("A posting of zero says nothing."),
            PostRefusal::BookAmountDiffers { currency, .. } => {
                t!(
                    "An amount in {currency} is the same in the books, which are kept in {currency}.",
                    currency = currency
                )
            }
            PostRefusal::Unbalanced { off_by_minor, currency } => {
                let amount = i64::try_from(*off_by_minor)
                    .map_or_else(|_| "…".to_string(), |off| fmt::money(off, currency.code()));
                t!("The postings do not balance: they are {amount} apart.", amount = amount)
            }
            PostRefusal::PartsDiffer { currency } => {
                t!("The parts in {currency} do not add up to the cash that moves.", currency = currency)
            }
            PostRefusal::OutsideTheBooks { posted_on } => {
                t!("{day} is outside the years these books can hold (1970 to 2199).", day = posted_on)
            }
            PostRefusal::MonthLocked { posted_on, first_open } => t!(
                "{month} is closed; the first open day is {day}.",
                month = fmt::month(*posted_on),
                day = fmt::date(*first_open)
            ),
            PostRefusal::NoSuchPocket { pocket, .. } => t!("There is no pocket {pocket} here.", pocket = pocket),
            PostRefusal::TextTooLong => t!("The text is longer than 2,000 characters."),
            PostRefusal::TooLarge => t!("An amount is too large for the books."),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            PostRefusal::AccountClosed { position, .. }
            | PostRefusal::KeptByLines { position, .. }
            | PostRefusal::KeptByLots { position, .. } => Some(format!("postings[{position}].account")),
            PostRefusal::AmountZero { position } => Some(format!("postings[{position}].amount_minor")),
            PostRefusal::BookAmountDiffers { position, .. } => Some(format!("postings[{position}].book_amount_minor")),
            PostRefusal::Unbalanced { .. } | PostRefusal::NothingPosted => Some("postings".into()),
            PostRefusal::OutsideTheBooks { .. } | PostRefusal::MonthLocked { .. } => Some("posted_on".into()),
            PostRefusal::NoSuchPocket { position, .. } => Some(format!("postings[{position}].pocket")),
            PostRefusal::TextTooLong => Some("text".into()),
            PostRefusal::PartsDiffer { .. } | PostRefusal::TooLarge => None,
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            PostRefusal::MonthLocked { .. } => Some(t!("Choose that day or a later one, or open the month again.")),
            _ => None,
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            PostRefusal::MonthLocked { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

/// The largest amount of one posting: what 1,000 of them sum to still fits.
const LARGEST_MINOR: i64 = i64::MAX / 1_000;

/// Posts an entry and answers its number.
pub fn post(context: &mut Context, mut draft: Draft) -> Result<i64, Failure> {
    // A refund gives what of its deposit still waits back at once: it is owed to the client no more.
    let returned = deposit::return_advance(context, &mut draft)?;
    let entry = post_checked(context, draft)?;
    if let Some(deposit) = returned {
        records::insert_advance_return(&mut context.tx, entry, deposit)?;
    }
    Ok(entry)
}

fn post_checked(context: &mut Context, draft: Draft) -> Result<i64, Failure> {
    let book_currency = context.settings.currency;
    if !(1970..=2199).contains(&draft.posted_on.year()) {
        return Err(PostRefusal::OutsideTheBooks { posted_on: draft.posted_on }.into());
    }
    check_open(context, draft.posted_on)?;
    if draft.text.chars().nth(2000).is_some() || draft.note.chars().nth(2000).is_some() {
        return Err(PostRefusal::TextTooLong.into());
    }
    dimensions::check_postings(context, &draft.postings)?;
    check_pockets(context, &draft.postings)?;
    let mut postings = Vec::with_capacity(draft.postings.len());
    for (position, posting) in draft.postings.iter().enumerate() {
        let account = account(context, posting.account)?;
        if account.closed {
            return Err(PostRefusal::AccountClosed { position, name: account.name.clone() }.into());
        }
        // The queue and this account must agree to the cent, and only lines are in the queue.
        if account.role == "to-sort" && draft.source == Source::HAND {
            return Err(PostRefusal::KeptByLines { position, name: account.name.clone() }.into());
        }
        // Its balance and the lots must agree to the cent, and only events of crypto-assets change lots.
        if account.role == "crypto-assets" && draft.source.kind != "crypto" {
            return Err(PostRefusal::KeptByLots { position, name: account.name.clone() }.into());
        }
        let book_amount_minor = posting.book_amount_minor.unwrap_or(posting.amount_minor);
        if posting.amount_minor == 0 && book_amount_minor == 0 {
            return Err(PostRefusal::AmountZero { position }.into());
        }
        // Cash is counted in its own currency and postings balance in the books': where both are one, so are the amounts.
        if account.currency == book_currency && posting.amount_minor != book_amount_minor {
            return Err(PostRefusal::BookAmountDiffers { position, currency: book_currency }.into());
        }
        if posting.amount_minor.unsigned_abs().max(book_amount_minor.unsigned_abs()) > LARGEST_MINOR.unsigned_abs() {
            return Err(PostRefusal::TooLarge.into());
        }
        let amount_minor = posting.amount_minor;
        postings.push(Posting { account: posting.account, amount_minor, book_amount_minor, basis: posting.basis });
    }
    if let SplitOf::Exactly(parts) = &draft.split
        && parts.iter().any(|(_, part)| part.amount_minor.unsigned_abs() > LARGEST_MINOR.unsigned_abs())
    {
        return Err(PostRefusal::TooLarge.into());
    }
    match entry_check_balanced(&postings) {
        Ok(()) => {}
        // A move between pockets posts nothing; it is an entry by its parts.
        Err(EntryProblem::Empty) if matches!(&draft.split, SplitOf::Exactly(parts) if !parts.is_empty()) => {}
        Err(EntryProblem::Empty) => return Err(PostRefusal::NothingPosted.into()),
        Err(EntryProblem::Unbalanced { off_by_minor, .. }) => {
            return Err(PostRefusal::Unbalanced { off_by_minor, currency: book_currency }.into());
        }
    }
    let parts = parts_of(context, &draft, &postings)?;
    append(context, draft, &postings, parts, 0)
}

/// A locked month takes no entry.
fn check_open(context: &mut Context, posted_on: Date) -> Result<(), Failure> {
    let first_open = closing::first_open_day(context, posted_on)?;
    if first_open == posted_on { Ok(()) } else { Err(PostRefusal::MonthLocked { posted_on, first_open }.into()) }
}

/// Checks that the pockets that postings name are there.
fn check_pockets(context: &mut Context, postings: &[DraftPosting]) -> Result<(), Failure> {
    for (position, posting) in postings.iter().enumerate() {
        if let Some(pocket) = posting.pocket
            && !pockets(context)?.iter().any(|one| one.id == pocket)
        {
            return Err(PostRefusal::NoSuchPocket { position, pocket }.into());
        }
    }
    Ok(())
}

/// Gives an entry its number and its link in the chain, and holds it back to be written.
fn append(
    context: &mut Context,
    draft: Draft,
    postings: &[Posting],
    parts: Vec<(Currency, Part)>,
    reverses: i64,
) -> Result<i64, Failure> {
    let salt = context.random_bytes::<16>();
    let digest = text_digest(&salt, &draft.text);
    let link = Link { reverses, source: draft.source.id };
    let moves: Vec<(i64, i64)> = parts.iter().map(|(_, part)| (part.pocket, part.amount_minor)).collect();
    let head = context.tx.head()?;
    let number = head.last_entry + 1;
    let hash = chain_hash(&head.chain, number, draft.posted_on, link, postings, &moves, &digest);
    head.last_entry = number;
    head.chain = hash;
    // The log's line takes the next id when the command ends; entries say which line made them.
    let activity = head.next_id;
    for (currency, part) in &parts {
        shares::moved(context, part.pocket, *currency, part.amount_minor);
    }
    remember_words(context, ENTRY, number, &draft.text);
    if !draft.note.is_empty() {
        remember_words(context, ENTRY_NOTE, number, &draft.note);
    }
    let dimensions = draft.postings.iter().map(|posting| posting.dimensions);
    let journal = context.tx.buffer::<Journal>();
    journal.waiting.push(Waiting {
        number,
        posted_on: draft.posted_on,
        reverses,
        source: draft.source,
        activity,
        salt,
        text_digest: digest,
        hash,
        postings: postings.iter().copied().zip(dimensions).collect(),
        text: draft.text,
        note: draft.note,
        party: draft.party,
        parts,
    });
    if journal.waiting.len() >= MOST_WAITING {
        flush(context)?;
    }
    Ok(number)
}

/// The parts of a draft, each with its currency.
fn parts_of(context: &mut Context, draft: &Draft, postings: &[Posting]) -> Result<Vec<(Currency, Part)>, Failure> {
    let book_currency = context.settings.currency;
    let begun = draft.posted_on >= context.settings.starts_on;
    let unassigned = pocket_id(context, "unassigned")?;
    let card_bill = pocket_id(context, "card-bill")?;
    let mut currencies = vec![book_currency];
    let mut effects = Vec::with_capacity(postings.len());
    let mut income = false;
    let named = draft.postings.iter().map(|posting| posting.pocket);
    for (posting, named) in postings.iter().zip(named).filter(|(posting, _)| posting.basis.counts_in_cash()) {
        let account = account(context, posting.account)?;
        let by_account = destination(account.kind, &account.role, account.pocket, unassigned, card_bill);
        let destination = by_account.or_named(named);
        income |= destination == Destination::Shares;
        let currency = currencies.iter().position(|one| *one == account.currency).unwrap_or_else(|| {
            currencies.push(account.currency);
            currencies.len() - 1
        });
        effects.push(Effect {
            destination,
            amount_minor: posting.amount_minor,
            book_amount_minor: posting.book_amount_minor,
            currency,
            named,
        });
    }
    if let SplitOf::Exactly(parts) = &draft.split {
        check_exactly(&effects, &currencies, parts)?;
        return Ok(parts.clone());
    }
    let returned = match draft.split {
        SplitOf::Refund(entry) => Some(deposit::returned_parts(context, entry)?),
        _ => None,
    };
    let shares = if begun && income { shares::shares_on(context, draft.posted_on, book_currency)? } else { Vec::new() };
    let (job_costs, advance) = if begun && income {
        (deposit::job_costs(context, draft, postings)?, deposit::advance(context, postings)?)
    } else {
        (None, None)
    };
    let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
    let then =
        PocketsThen { begun, unassigned, shares: &shares, returned: returned.as_deref(), job_costs, advance, tax };
    let parts = pocket_parts(&effects, currencies.len(), &then);
    Ok(parts
        .into_iter()
        .zip(currencies)
        .flat_map(|(parts, currency)| parts.into_iter().map(move |part| (currency, part)))
        .collect())
}

/// Checks that parts given by hand are, in each currency, the cash that moves.
fn check_exactly(effects: &[Effect], currencies: &[Currency], parts: &[(Currency, Part)]) -> Result<(), PostRefusal> {
    let mut left: Vec<(Currency, i128)> = currencies.iter().map(|currency| (*currency, 0)).collect();
    for effect in effects.iter().filter(|effect| effect.destination == Destination::Cash) {
        left[effect.currency].1 += i128::from(effect.amount_minor);
    }
    for (currency, part) in parts {
        match left.iter_mut().find(|(known, _)| known == currency) {
            Some((_, left)) => *left -= i128::from(part.amount_minor),
            None => left.push((*currency, -i128::from(part.amount_minor))),
        }
    }
    match left.into_iter().find(|(_, left)| *left != 0) {
        Some((currency, _)) => Err(PostRefusal::PartsDiffer { currency }),
        None => Ok(()),
    }
}

pub(crate) fn pocket_id(context: &mut Context, role: &'static str) -> Result<i64, Failure> {
    match pocket_of_role(context, role)? {
        Some(pocket) => Ok(pocket.id),
        None => Err(Failure::not_found(&t!("pocket"), role)),
    }
}

/// Why an entry is not reversed.
#[derive(Debug)]
enum ReverseRefusal {
    NoSuchEntry(i64),
    ReversedAlready { entry: i64, by: i64 },
    BelongsToRecord { entry: i64, kind: String },
}

/// Codes of the refusals of reversing.
pub(crate) const REVERSE_REFUSALS: &[&str] = &["no-such-entry", "entry-was-reversed", "entry-belongs-to-a-record"];

impl Refusal for ReverseRefusal {
    fn code(&self) -> &'static str {
        match self {
            ReverseRefusal::NoSuchEntry(_) => "no-such-entry",
            ReverseRefusal::ReversedAlready { .. } => "entry-was-reversed",
            ReverseRefusal::BelongsToRecord { .. } => "entry-belongs-to-a-record",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ReverseRefusal::NoSuchEntry(entry) => t!("There is no entry {entry}.", entry = entry),
            ReverseRefusal::ReversedAlready { entry, by } => {
                t!("Entry {entry} was reversed already, by entry {by}.", entry = entry, by = by)
            }
            ReverseRefusal::BelongsToRecord { entry, kind } if kind == "bank-line" => {
                t!("Entry {entry} says what a bank line did, so it is changed with the line.", entry = entry)
            }
            ReverseRefusal::BelongsToRecord { entry, .. } => {
                t!("Entry {entry} belongs to what it was made for, so it is taken back there.", entry = entry)
            }
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            ReverseRefusal::BelongsToRecord { kind, .. } if kind == "bank-line" => {
                Some(t!("Sort the line anew, or withdraw its statement."))
            }
            ReverseRefusal::BelongsToRecord { .. } => {
                Some(t!("Open the entry: it says which opening, deposit, payment or account it belongs to."))
            }
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some("entry".into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            ReverseRefusal::NoSuchEntry(_) => RefusalKind::NotFound,
            ReverseRefusal::ReversedAlready { .. } | ReverseRefusal::BelongsToRecord { .. } => RefusalKind::Conflict,
        }
    }
}

/// Reverses an entry that was made by hand. One that a record of another area made is that area's to take back: the
/// record and its entry must not part.
pub(crate) fn reverse_own(context: &mut Context, entry: i64, on: Option<Date>) -> Result<i64, Failure> {
    flush(context)?;
    let row = records::entry(&mut context.tx, entry)?.ok_or(ReverseRefusal::NoSuchEntry(entry))?;
    if !row.source_kind.is_empty() && row.source_kind != Source::ARRIVED {
        return Err(ReverseRefusal::BelongsToRecord { entry, kind: row.source_kind }.into());
    }
    reverse(context, entry, on)
}

/// Reverses an entry: the same postings and parts with the sign turned, on the entry's own day unless another is given;
/// where that day's month is locked, on the first open day. A given day of a locked month is refused.
pub fn reverse(context: &mut Context, entry: i64, on: Option<Date>) -> Result<i64, Failure> {
    flush(context)?;
    let row = records::entry(&mut context.tx, entry)?.ok_or(ReverseRefusal::NoSuchEntry(entry))?;
    if let Some(by) = row.reversed_by {
        return Err(ReverseRefusal::ReversedAlready { entry, by }.into());
    }
    let on = match on {
        Some(on) => {
            check_open(context, on)?;
            on
        }
        None => closing::first_open_day(context, row.posted_on)?,
    };
    deposit::reverse_steps(context, entry)?;
    let returned = records::advance_return_of(&mut context.tx, entry)?;
    let kept = records::postings_of_entry(&mut context.tx, entry)?;
    let turned = |amount_minor: i64| -amount_minor;
    let postings: Vec<Posting> = kept
        .iter()
        .map(|(posting, _)| Posting {
            amount_minor: turned(posting.amount_minor),
            book_amount_minor: turned(posting.book_amount_minor),
            ..*posting
        })
        .collect();
    let parts = records::parts_of_entry(&mut context.tx, entry)?
        .into_iter()
        .map(|(currency, part)| (currency, Part { amount_minor: turned(part.amount_minor), ..part }))
        .collect();
    let draft = Draft {
        posted_on: on,
        text: row.text,
        note: String::new(),
        party: row.party,
        source: Source { kind: Cow::Owned(row.source_kind), id: row.source },
        postings: postings
            .iter()
            .zip(&kept)
            .map(|(posting, (_, dimensions))| DraftPosting {
                account: posting.account,
                amount_minor: posting.amount_minor,
                book_amount_minor: Some(posting.book_amount_minor),
                basis: posting.basis,
                dimensions: *dimensions,
                pocket: None,
            })
            .collect(),
        split: SplitOf::ByRule,
    };
    // The parts are the original's with the sign turned, so they need no rule and no check of their own.
    let number = append(context, draft, &postings, parts, entry)?;
    records::insert_reversal(&mut context.tx, entry, number)?;
    if let Some(deposit) = returned {
        records::insert_advance_return(&mut context.tx, number, deposit)?;
    }
    open_items::entry_was_reversed(context, entry)?;
    Ok(number)
}

/// The entries that came from a record and stand unreversed, oldest first.
pub fn entries_of_source(context: &mut Context, kind: &str, id: i64) -> Result<Vec<i64>, Failure> {
    flush(context)?;
    Ok(records::entries_of_source(&mut context.tx, kind, id)?)
}

/// A posting of an entry that stands, with the record it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourcePosting {
    /// The entry.
    pub entry: i64,
    /// The id of the record.
    pub source: i64,
    /// The entry's day.
    pub posted_on: Date,
    /// The account.
    pub account: i64,
    /// Minor units of the account's currency; a debit is positive.
    pub amount_minor: i64,
}

/// The postings of the unreversed entries that came from records of a kind with ids in a range: what an area holds its
/// own records against, many at once.
pub fn postings_of_sources(
    context: &mut Context,
    kind: &str,
    ids: std::ops::RangeInclusive<i64>,
) -> Result<Vec<SourcePosting>, Failure> {
    flush(context)?;
    Ok(records::postings_of_sources(&mut context.tx, kind, *ids.start(), *ids.end())?)
}
