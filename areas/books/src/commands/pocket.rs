//! Pockets of the owner's own: opened for a purpose, renamed, closed when empty; and which pocket a category draws on.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Pocket,
    accounts::{self, account, pockets},
    journal, records,
    rules::squeezed,
    shares,
};

/// What the role of a pocket that the owner opened begins with.
pub(crate) const OWN: &str = "own-";

/// The longest name of a pocket, in characters.
const NAME_LONGEST: usize = 60;

/// The longest purpose, in characters.
const PURPOSE_LONGEST: usize = 200;

#[derive(Debug)]
enum PocketRefusal {
    NameLength,
    NameTaken(String),
    PurposeLength,
    NoSuchPocket(i64),
    NotOwn { name: String },
    NotEmpty { name: String },
    TakesAShare { name: String },
    NamedBy { name: String, category: String },
    NotADrawing { name: String },
}

const REFUSALS: &[&str] = &[
    "pocket-name-length",
    "pocket-name-is-taken",
    "pocket-purpose-length",
    "no-such-pocket",
    "not-an-own-pocket",
    "pocket-is-not-empty",
    "pocket-takes-a-share",
    "pocket-is-drawn-on",
];

const CATEGORY_REFUSALS: &[&str] = &["no-such-pocket", "category-has-its-own-way"];

impl Refusal for PocketRefusal {
    fn code(&self) -> &'static str {
        match self {
            PocketRefusal::NameLength => "pocket-name-length",
            PocketRefusal::NameTaken(_) => "pocket-name-is-taken",
            PocketRefusal::PurposeLength => "pocket-purpose-length",
            PocketRefusal::NoSuchPocket(_) => "no-such-pocket",
            PocketRefusal::NotOwn { .. } => "not-an-own-pocket",
            PocketRefusal::NotEmpty { .. } => "pocket-is-not-empty",
            PocketRefusal::TakesAShare { .. } => "pocket-takes-a-share",
            PocketRefusal::NamedBy { .. } => "pocket-is-drawn-on",
            PocketRefusal::NotADrawing { .. } => "category-has-its-own-way",
        }
    }

    fn sentence(&self) -> String {
        match self {
            PocketRefusal::NameLength => t!("A pocket’s name needs 1 to 60 characters."),
            PocketRefusal::NameTaken(name) => t!("There is a pocket named {name} already.", name = name),
            PocketRefusal::PurposeLength => t!("What a pocket is for has at most 200 characters."),
            PocketRefusal::NoSuchPocket(pocket) => t!("There is no pocket {pocket} here.", pocket = pocket),
            PocketRefusal::NotOwn { name } => {
                t!("{name} is one of the pockets that the program works with; it stays as it is.", name = name)
            }
            PocketRefusal::NotEmpty { name } => t!("{name} is not empty.", name = name),
            PocketRefusal::TakesAShare { name } => t!("{name} takes a share of each deposit.", name = name),
            PocketRefusal::NamedBy { name, category } => {
                t!("{category} draws on {name}.", name = name, category = category)
            }
            PocketRefusal::NotADrawing { name } => {
                t!("{name} is neither a cost nor something you take out; its pocket is not chosen.", name = name)
            }
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            PocketRefusal::NotEmpty { .. } => Some(t!("Move what it holds to another pocket first.")),
            PocketRefusal::TakesAShare { .. } => Some(t!("Set shares without it first.")),
            PocketRefusal::NamedBy { .. } => Some(t!("Let it draw on another pocket first.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                PocketRefusal::NameLength | PocketRefusal::NameTaken(_) => "name",
                PocketRefusal::PurposeLength => "purpose",
                PocketRefusal::NotADrawing { .. } => "category",
                _ => "pocket",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            PocketRefusal::NameTaken(_)
            | PocketRefusal::NotEmpty { .. }
            | PocketRefusal::TakesAShare { .. }
            | PocketRefusal::NamedBy { .. } => RefusalKind::Conflict,
            PocketRefusal::NoSuchPocket(_) => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

/// A name and a purpose as they are kept; the name is taken by no other open pocket.
fn checked(context: &mut Context, own: Option<i64>, name: &str, purpose: &str) -> Result<(String, String), Failure> {
    let (name, purpose) = (squeezed(name), squeezed(purpose));
    if name.is_empty() || name.chars().nth(NAME_LONGEST).is_some() {
        return Err(PocketRefusal::NameLength.into());
    }
    if purpose.chars().nth(PURPOSE_LONGEST).is_some() {
        return Err(PocketRefusal::PurposeLength.into());
    }
    let same = |known: &&Pocket| !known.closed && Some(known.id) != own && known.name == name;
    if pockets(context)?.iter().any(|known| same(&known)) {
        return Err(PocketRefusal::NameTaken(name).into());
    }
    Ok((name, purpose))
}

fn own_pocket(context: &mut Context, id: i64) -> Result<Pocket, Failure> {
    let found = pockets(context)?.iter().find(|known| known.id == id).cloned();
    let found = found.ok_or(PocketRefusal::NoSuchPocket(id))?;
    if !found.is_own() {
        return Err(PocketRefusal::NotOwn { name: found.name }.into());
    }
    Ok(found)
}

/// Opens a pocket of your own: for health insurance, a new kiln, a holiday.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenPocket {
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub purpose: String,
}

/// A pocket that was opened, renamed or closed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketChanged {
    /// The pocket.
    pub pocket: i64,
    /// Its name.
    pub name: String,
}

impl Command for OpenPocket {
    const NAME: &'static str = "open-pocket";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PocketChanged;

    fn about() -> String {
        t!("Open a pocket of your own.")
    }

    fn perform(&self, context: &mut Context) -> Result<PocketChanged, Failure> {
        let (name, purpose) = checked(context, None, &self.name, &self.purpose)?;
        // Before the pockets that only pass money on, so that what is the owner's stands together.
        let known = pockets(context)?;
        let passing = known.iter().find(|known| known.role == "held-for-clients").map(|known| known.position);
        let position = passing.unwrap_or_else(|| known.iter().map(|known| known.position).max().unwrap_or(0) + 1);
        records::make_room(&mut context.tx, position)?;
        let id = context.tx.next_id()?;
        let row = Pocket { id, role: format!("{OWN}{id}"), name: name.clone(), purpose, position, closed: false };
        records::insert_pocket(&mut context.tx, &row)?;
        accounts::forget(context);
        shares::forget(context);
        Ok(PocketChanged { pocket: id, name })
    }

    fn sentence(&self, outcome: &PocketChanged) -> String {
        t!("Opened the pocket {name}.", name = outcome.name)
    }

    fn undo(&self, outcome: &PocketChanged) -> Undo {
        Undo::Compensating { command: ClosePocket::NAME, input: json!({ "pocket": outcome.pocket }) }
    }
}

/// Gives a pocket of your own another name and purpose.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenamePocket {
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub purpose: String,
}

/// A pocket that was renamed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RenamedPocket {
    /// Its name now.
    pub name: String,
    /// Its name before.
    pub name_before: String,
    /// Its purpose before.
    pub purpose_before: String,
}

impl Command for RenamePocket {
    const NAME: &'static str = "rename-pocket";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = RenamedPocket;

    fn about() -> String {
        t!("Give a pocket of your own another name.")
    }

    fn perform(&self, context: &mut Context) -> Result<RenamedPocket, Failure> {
        let before = own_pocket(context, self.pocket)?;
        let (name, purpose) = checked(context, Some(self.pocket), &self.name, &self.purpose)?;
        records::set_pocket_words(&mut context.tx, self.pocket, &name, &purpose)?;
        accounts::forget(context);
        Ok(RenamedPocket { name, name_before: before.name, purpose_before: before.purpose })
    }

    fn sentence(&self, outcome: &RenamedPocket) -> String {
        t!("{before} is called {name} now.", before = outcome.name_before, name = outcome.name)
    }

    fn undo(&self, outcome: &RenamedPocket) -> Undo {
        Undo::Exact {
            command: RenamePocket::NAME,
            input: json!({ "pocket": self.pocket, "name": outcome.name_before, "purpose": outcome.purpose_before }),
        }
    }
}

/// Closes a pocket of your own that is empty: it keeps what moved and is offered no more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosePocket {
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
    /// False to open it again.
    #[serde(default = "yes")]
    pub closed: bool,
}

fn yes() -> bool {
    true
}

impl Command for ClosePocket {
    const NAME: &'static str = "close-pocket";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PocketChanged;

    fn about() -> String {
        t!("Close a pocket of your own that is empty, or open it again.")
    }

    fn perform(&self, context: &mut Context) -> Result<PocketChanged, Failure> {
        let Pocket { id, name, purpose, .. } = own_pocket(context, self.pocket)?;
        if self.closed {
            journal::flush(context)?;
            if records::pocket_holds_anything(&mut context.tx, id)? {
                return Err(PocketRefusal::NotEmpty { name }.into());
            }
            let today = context.today;
            let shared = shares::rows_from(context, today)?.iter().any(|row| row.pocket == id && row.permille > 0);
            if shared {
                return Err(PocketRefusal::TakesAShare { name }.into());
            }
            let drawing = accounts::accounts(context)?.iter().find(|known| known.pocket == Some(id) && !known.closed);
            if let Some(category) = drawing.map(|known| known.name.clone()) {
                return Err(PocketRefusal::NamedBy { name, category }.into());
            }
        } else {
            checked(context, Some(id), &name, &purpose)?;
        }
        records::set_pocket_closed(&mut context.tx, id, self.closed)?;
        accounts::forget(context);
        Ok(PocketChanged { pocket: id, name })
    }

    fn sentence(&self, outcome: &PocketChanged) -> String {
        if self.closed {
            t!("Closed the pocket {name}.", name = outcome.name)
        } else {
            t!("Opened the pocket {name} again.", name = outcome.name)
        }
    }

    fn undo(&self, _: &PocketChanged) -> Undo {
        Undo::Exact { command: ClosePocket::NAME, input: json!({ "pocket": self.pocket, "closed": !self.closed }) }
    }
}

/// Says on which pocket a cost or a drawing draws from now on. What was booked stays where it was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCategoryPocket {
    /// The category.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
}

/// A category that draws on another pocket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SetCategoryPocketOutcome {
    /// The category's name.
    pub category: String,
    /// The pocket's name.
    pub pocket: String,
    /// The pocket before; the undo goes back to it.
    pub before: Option<i64>,
}

impl Command for SetCategoryPocket {
    const NAME: &'static str = "set-category-pocket";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = CATEGORY_REFUSALS;
    type Outcome = SetCategoryPocketOutcome;

    fn about() -> String {
        t!("Say on which pocket a cost or a drawing draws.")
    }

    fn perform(&self, context: &mut Context) -> Result<SetCategoryPocketOutcome, Failure> {
        let of = account(context, self.category)?.clone();
        // Income goes through the shares, and technical accounts keep the pocket that the rules of posting rely on.
        let chosen = matches!(of.kind, AccountKind::Expense | AccountKind::Equity) && of.pocket.is_some();
        if !chosen || of.role == "opening-balance" {
            return Err(PocketRefusal::NotADrawing { name: of.name }.into());
        }
        let named = pockets(context)?.iter().find(|known| known.id == self.pocket && !known.closed);
        let pocket = named.map(|known| known.name.clone()).ok_or(PocketRefusal::NoSuchPocket(self.pocket))?;
        records::set_account_pocket(&mut context.tx, self.category, self.pocket)?;
        accounts::forget(context);
        Ok(SetCategoryPocketOutcome { category: of.name, pocket, before: of.pocket })
    }

    fn sentence(&self, outcome: &SetCategoryPocketOutcome) -> String {
        t!("{category} draws on {pocket} now.", category = outcome.category, pocket = outcome.pocket)
    }

    fn undo(&self, outcome: &SetCategoryPocketOutcome) -> Undo {
        Undo::Exact {
            command: SetCategoryPocket::NAME,
            input: json!({ "category": self.category, "pocket": outcome.before.unwrap_or(self.pocket) }),
        }
    }
}
