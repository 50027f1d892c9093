//! What existed on the day the books begin: given, changed, taken back, or said not to be there.

mod checking;
mod refusals;
mod saying;

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(crate) use checking::CheckedOpening;
use checking::checked;
use refusals::{OpeningRefusal, REFUSALS};
pub use saying::{BeginBooksOn, SayNothingOpened};

use crate::{
    journal,
    opening::{OpeningItem, OpeningKind, books_begin_on, given, post_item, title, unpost_item},
    records,
};

/// What stands for an item in the books.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OpenedItem {
    /// Its entry, where it has one.
    pub entry: Option<i64>,
    /// The open item, where it is one.
    pub open_item: Option<i64>,
}

/// Gives the opening position an item.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddOpeningItem(pub OpeningItem);

/// An item of the opening position that was given.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpeningGiven {
    /// Its id.
    pub item: i64,
    /// What lists call it.
    pub title: String,
    /// The amount as written.
    pub amount: String,
    /// Its entry, where it has one.
    pub entry: Option<i64>,
    /// The open item it became, where it is an invoice or a bill.
    pub open_item: Option<i64>,
    /// The balance of the account that it takes the place of: minor units of the account, and of the books.
    pub replaced: Option<(i64, i64)>,
}

fn amount_of(context: &mut Context, item: &OpeningItem) -> Result<String, Failure> {
    let currency = match (item.kind, item.account) {
        (OpeningKind::AccountBalance, Some(id)) => crate::account(context, id)?.currency,
        _ => context.settings.currency,
    };
    Ok(fmt::money(item.amount_minor, currency.code()))
}

/// Keeps an item and posts it. The id is the item's own when it is changed.
fn write(context: &mut Context, id: i64, item: &OpeningItem) -> Result<OpeningGiven, Failure> {
    let begins_on = books_begin_on(context)?;
    let checked = checked(context, id, item, begins_on)?;
    let item = &checked.item;
    // The first item fixes the day: what is told is told of that day, whatever comes in later.
    records::set_opening_day(&mut context.tx, Some(begins_on))?;
    let replaced = match (item.kind, item.account) {
        (OpeningKind::AccountBalance, Some(account)) => replace_typed_balance(context, account)?,
        _ => None,
    };
    records::set_opening_nothing(&mut context.tx, item.kind.as_str(), false)?;
    let text = serde_json::to_string(item).unwrap_or_default();
    records::write_opening_item(&mut context.tx, id, item.kind.as_str(), &text)?;
    let opened = post_item(context, id, item, &checked, begins_on)?;
    Ok(OpeningGiven {
        item: id,
        title: title(context, item)?,
        amount: amount_of(context, item)?,
        entry: opened.entry,
        open_item: opened.open_item,
        replaced,
    })
}

/// The balance an account was opened with by hand gives way to the one that is given now; answers what it was.
fn replace_typed_balance(context: &mut Context, account: i64) -> Result<Option<(i64, i64)>, Failure> {
    let mut replaced = None;
    for entry in journal::entries_of_source(context, super::ACCOUNT, account)? {
        let postings = records::postings_of_entry(&mut context.tx, entry)?;
        replaced = postings
            .iter()
            .find(|(posting, _)| posting.account == account)
            .map(|(posting, _)| (posting.amount_minor, posting.book_amount_minor));
        journal::reverse(context, entry, None)?;
    }
    Ok(replaced)
}

impl Command for AddOpeningItem {
    const NAME: &'static str = "add-opening-item";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpeningGiven;

    fn about() -> String {
        t!("Say what existed on the day the books begin: a balance, an open invoice or bill, equipment, stock, tax.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpeningGiven, Failure> {
        let id = context.tx.next_id()?;
        write(context, id, &self.0)
    }

    fn sentence(&self, outcome: &OpeningGiven) -> String {
        t!("Added to the start: {what}, {amount}.", what = outcome.title, amount = outcome.amount)
    }

    fn undo(&self, outcome: &OpeningGiven) -> Undo {
        match outcome.replaced {
            None => Undo::Compensating { command: RemoveOpeningItem::NAME, input: json!({ "item": outcome.item }) },
            Some((amount_minor, book_minor)) => {
                let before = OpeningItem { amount_minor, book_amount_minor: Some(book_minor), ..self.0.clone() };
                Undo::Compensating {
                    command: ChangeOpeningItem::NAME,
                    input: json!({ "item": outcome.item, "given": before }),
                }
            }
        }
    }
}

/// Equipment that has lost value or left since then cannot become another, or what was booked of it would hang in the air.
fn check_unused(context: &mut Context, item: i64, given: &OpeningItem) -> Result<(), Failure> {
    if given.kind != OpeningKind::Equipment {
        return Ok(());
    }
    journal::flush(context)?;
    let piece = records::equipment(&mut context.tx)?.into_iter().find(|piece| piece.id == item);
    match piece {
        Some(piece) if piece.gone != 0 || piece.lost != piece.lost_before => {
            Err(OpeningRefusal::EquipmentInUse { name: piece.name }.into())
        }
        _ => Ok(()),
    }
}

fn known(context: &mut Context, item: i64) -> Result<OpeningItem, Failure> {
    let row = records::opening_item(&mut context.tx, item)?;
    Ok(row.as_ref().and_then(given).ok_or(OpeningRefusal::NoSuchItem(item))?)
}

/// Changes an item of the opening position: its entry is reversed and posted anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOpeningItem {
    /// The item.
    pub item: i64,
    /// What it is from now on.
    pub given: OpeningItem,
}

/// An item of the opening position that was changed or taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpeningChanged {
    /// What lists call it.
    pub title: String,
    /// The amount as written.
    pub amount: String,
    /// What it was before.
    pub before: OpeningItem,
}

impl Command for ChangeOpeningItem {
    const NAME: &'static str = "change-opening-item";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpeningChanged;

    fn about() -> String {
        t!("Change something that existed on the day the books begin.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpeningChanged, Failure> {
        let before = known(context, self.item)?;
        check_unused(context, self.item, &before)?;
        unpost_item(context, self.item)?;
        let written = write(context, self.item, &self.given).map_err(|failure| below("given", failure))?;
        Ok(OpeningChanged { title: written.title, amount: written.amount, before })
    }

    fn sentence(&self, outcome: &OpeningChanged) -> String {
        t!("Changed at the start: {what}, {amount}.", what = outcome.title, amount = outcome.amount)
    }

    fn undo(&self, outcome: &OpeningChanged) -> Undo {
        Undo::Compensating {
            command: ChangeOpeningItem::NAME,
            input: json!({ "item": self.item, "given": outcome.before }),
        }
    }
}

/// A refusal at a field of what stands below another field.
fn below(name: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refused) => {
            refused.field = refused.field.map(|field| format!("{name}.{field}"));
            Failure::Refused(refused)
        }
        other => other,
    }
}

/// Takes an item of the opening position back: its entry is reversed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveOpeningItem {
    /// The item.
    pub item: i64,
}

impl Command for RemoveOpeningItem {
    const NAME: &'static str = "remove-opening-item";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpeningChanged;

    fn about() -> String {
        t!("Take back something that was said to exist on the day the books begin.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpeningChanged, Failure> {
        let before = known(context, self.item)?;
        check_unused(context, self.item, &before)?;
        unpost_item(context, self.item)?;
        records::delete_opening_item(&mut context.tx, self.item)?;
        Ok(OpeningChanged { title: title(context, &before)?, amount: amount_of(context, &before)?, before })
    }

    fn sentence(&self, outcome: &OpeningChanged) -> String {
        t!("Taken from the start: {what}, {amount}.", what = outcome.title, amount = outcome.amount)
    }

    fn undo(&self, outcome: &OpeningChanged) -> Undo {
        Undo::Compensating { command: AddOpeningItem::NAME, input: json!(outcome.before) }
    }
}
