//! Opening accounts and adding categories.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind, search::remember_words};
use ledger::{AccountKind, Currency};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    Account,
    accounts::{self, account, account_of_role, pocket_of_role},
    chart::{ChartAccount, chart},
    journal::{self, Draft, DraftPosting, Source, SplitOf, post},
    queries::ReadBasis,
    records,
    valued::valued,
};

/// The kind under which search finds an account.
pub(crate) const ACCOUNT: &str = "account";

/// An account of the owner's: where money is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Its name, as the owner calls it.
    pub name: String,
    /// What it is: `bank`, `cash-box`, `processor`, `card`, `loan`.
    pub kind: AccountKind,
    /// Its currency; the books' own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What was on it at the end of the day before it opens here, in minor units; a debt is negative.
    #[serde(default)]
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "currency"))]
    pub opening_minor: i64,
    /// What that is worth in the books' currency, where the account has another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub opening_book_minor: Option<i64>,
    /// The day of the opening balance; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_on: Option<Date>,
}

/// Opens an account of the owner's, with its opening balance.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct OpenAccount(pub NewAccount);

/// An account that was opened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenedAccount {
    /// Its id.
    pub account: i64,
    /// The entry of its opening balance, where it had one.
    pub opening_entry: Option<i64>,
}

/// Why an account is not opened, closed or added.
#[derive(Debug)]
pub(crate) enum AccountRefusal {
    NameLength,
    NameTaken(String),
    NotOwn(AccountKind),
    NotACategory(AccountKind),
    NoSuchPocket(String),
    NotEmpty { name: String },
    StillWorth { name: String, worth_minor: i64, currency: Currency },
    Technical { name: String },
}

const REFUSALS: &[&str] = &[
    "account-name-length",
    "account-name-is-taken",
    "not-an-own-account",
    "not-a-category",
    "no-such-pocket",
    "account-is-not-empty",
    "account-is-not-revalued",
    "account-is-needed",
    "rate-is-missing",
    "worth-differs",
    "amount-is-too-large",
];

impl Refusal for AccountRefusal {
    fn code(&self) -> &'static str {
        match self {
            AccountRefusal::NameLength => "account-name-length",
            AccountRefusal::NameTaken(_) => "account-name-is-taken",
            AccountRefusal::NotOwn(_) => "not-an-own-account",
            AccountRefusal::NotACategory(_) => "not-a-category",
            AccountRefusal::NoSuchPocket(_) => "no-such-pocket",
            AccountRefusal::NotEmpty { .. } => "account-is-not-empty",
            AccountRefusal::StillWorth { .. } => "account-is-not-revalued",
            AccountRefusal::Technical { .. } => "account-is-needed",
        }
    }

    fn sentence(&self) -> String {
        match self {
            AccountRefusal::NameLength => t!("An account's name needs 1 to 80 characters."),
            AccountRefusal::NameTaken(name) => t!("There is an account named {name} already.", name = name),
            AccountRefusal::NotOwn(kind) => {
                t!(
                    "{kind} is not an account that money is on; choose bank, cash-box, processor, card or loan.",
                    kind = kind.as_str()
                )
            }
            AccountRefusal::NotACategory(kind) => {
                t!("{kind} is not a category; choose income, expense or equity.", kind = kind.as_str())
            }
            AccountRefusal::NoSuchPocket(pocket) => t!("There is no pocket {pocket} here.", pocket = pocket),
            AccountRefusal::NotEmpty { name } => t!("{name} still has a balance.", name = name),
            AccountRefusal::StillWorth { name, worth_minor, currency } => t!(
                "{name} is empty, and the books still say that it is worth {amount}.",
                name = name,
                amount = fmt::money(*worth_minor, currency.code())
            ),
            AccountRefusal::Technical { name } => t!("{name} is needed by the books and stays open.", name = name),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            AccountRefusal::NotEmpty { .. } => Some(t!("Move what is left to another account first.")),
            AccountRefusal::StillWorth { .. } => {
                Some(t!("Book what was gained or lost on it under Books, Currencies; then close it."))
            }
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            AccountRefusal::NameLength | AccountRefusal::NameTaken(_) => Some("name".into()),
            AccountRefusal::NotOwn(_) | AccountRefusal::NotACategory(_) => Some("kind".into()),
            AccountRefusal::NoSuchPocket(_) => Some("pocket".into()),
            AccountRefusal::NotEmpty { .. } | AccountRefusal::StillWorth { .. } | AccountRefusal::Technical { .. } => {
                Some("account".into())
            }
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            AccountRefusal::NameTaken(_)
            | AccountRefusal::NotEmpty { .. }
            | AccountRefusal::StillWorth { .. }
            | AccountRefusal::Technical { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

/// A name as it is kept: trimmed, of a length to show, and taken by no other open account.
pub(crate) fn free_name(context: &mut Context, name: &str) -> Result<String, Failure> {
    let name = name.trim().to_string();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(AccountRefusal::NameLength.into());
    }
    if accounts::accounts(context)?.iter().any(|account| !account.closed && account.name == name) {
        return Err(AccountRefusal::NameTaken(name).into());
    }
    Ok(name)
}

/// Adds an account at the end of its kind's place in lists.
pub(crate) fn insert(context: &mut Context, account: Account) -> Result<(), Failure> {
    // The owner's own accounts stand before the chart, and the chart in the order of its file.
    let position =
        if account.kind.has_statements() && account.role.is_empty() { account.id } else { 1_000_000 + account.id };
    records::insert_account(&mut context.tx, &account, position)?;
    accounts::forget(context);
    remember_words(context, ACCOUNT, account.id, &account.name);
    Ok(())
}

/// Opens an account of the chart; its pocket is the one that plays the role the chart names, if the business has it.
pub(crate) fn open_from_chart(context: &mut Context, account: &ChartAccount) -> Result<i64, Failure> {
    let pocket = match account.pocket_role() {
        Some(role) => pocket_of_role(context, role)?.map(|pocket| pocket.id),
        None => None,
    };
    let id = context.tx.next_id()?;
    let row = Account {
        id,
        kind: account.kind,
        role: account.role.clone(),
        code: account.code.clone(),
        name: account.name.clone(),
        currency: context.settings.currency,
        pocket,
        tax_code: account.tax_code.clone(),
        tax_line: account.tax_line.clone(),
        closed: false,
    };
    insert(context, row)?;
    Ok(id)
}

/// The account that plays a role, opened from the country's chart when these books do not have it yet: a role that a
/// later version of the chart brought reaches every business when it is first needed.
pub fn account_for_role(context: &mut Context, role: &str) -> Result<i64, Failure> {
    if let Ok(found) = account_of_role(context, role) {
        return Ok(found.id);
    }
    match chart(&context.settings.country).account(role) {
        Some(of_chart) => open_from_chart(context, of_chart),
        None => Ok(account_of_role(context, role)?.id),
    }
}

/// Adds an account of any kind without an opening balance, for books that come from another program; the name is taken by
/// no other. What a cost or a drawing draws on is as for a category of the owner's own.
pub fn add_account(context: &mut Context, name: &str, kind: AccountKind, currency: Currency) -> Result<i64, Failure> {
    if kind.has_statements() {
        let new = NewAccount {
            name: name.to_owned(),
            kind,
            currency: Some(currency),
            opening_minor: 0,
            opening_book_minor: None,
            opened_on: None,
        };
        return Ok(OpenAccount(new).perform(context)?.account);
    }
    if matches!(kind, AccountKind::Income | AccountKind::Expense | AccountKind::Equity) {
        let category =
            AddCategory { name: name.to_owned(), kind, pocket: None, tax_code: String::new(), tax_line: String::new() };
        return Ok(category.perform(context)?.account);
    }
    let name = free_name(context, name)?;
    let id = context.tx.next_id()?;
    let account = Account {
        id,
        kind,
        role: String::new(),
        code: String::new(),
        name,
        currency,
        pocket: None,
        tax_code: String::new(),
        tax_line: String::new(),
        closed: false,
    };
    insert(context, account)?;
    Ok(id)
}

impl Command for OpenAccount {
    const NAME: &'static str = "open-account";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpenedAccount;

    fn about() -> String {
        t!("Open a bank, cash, card, processor or loan account, with its opening balance.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpenedAccount, Failure> {
        let new = &self.0;
        if !new.kind.has_statements() {
            return Err(AccountRefusal::NotOwn(new.kind).into());
        }
        let name = free_name(context, &new.name)?;
        let id = context.tx.next_id()?;
        let account = Account {
            id,
            kind: new.kind,
            role: String::new(),
            code: String::new(),
            name: name.clone(),
            currency: new.currency.unwrap_or(context.settings.currency),
            pocket: None,
            tax_code: String::new(),
            tax_line: String::new(),
            closed: false,
        };
        insert(context, account)?;
        let opening_entry = if new.opening_minor == 0 {
            None
        } else {
            let opening = account_of_role(context, "opening-balance")?.id;
            let opened_on = new.opened_on.unwrap_or(context.today);
            let field = "opening_book_minor";
            let opened = valued(context, id, new.opening_minor, new.opening_book_minor, opened_on, field)?;
            let draft = Draft {
                posted_on: opened_on,
                text: t!("Opening balance of {name}", name = name),
                note: String::new(),
                party: None,
                source: Source::of(ACCOUNT, id),
                postings: vec![
                    opened.posting(opened.book_minor),
                    // The least amount there is has no counterpart; what comes near is refused as too large.
                    DraftPosting::new(opening, opened.book_minor.saturating_neg()),
                ],
                split: SplitOf::ByRule,
            };
            let entry = post(context, draft)?;
            opened.keep_rate(context, entry)?;
            Some(entry)
        };
        Ok(OpenedAccount { account: id, opening_entry })
    }

    fn sentence(&self, _: &OpenedAccount) -> String {
        t!("Opened the account {name}.", name = self.0.name)
    }

    fn undo(&self, outcome: &OpenedAccount) -> Undo {
        Undo::Compensating {
            command: CloseAccount::NAME,
            input: json!({ "account": outcome.account, "reverse_opening": true }),
        }
    }
}

/// Closes an account: it keeps its entries and takes no more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccount {
    /// The account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// Whether to reverse its opening balance first, as if it had never been opened.
    #[serde(default)]
    pub reverse_opening: bool,
    /// False to open it again.
    #[serde(default = "yes")]
    pub closed: bool,
}

fn yes() -> bool {
    true
}

/// An account that was closed or opened again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClosedAccount {
    /// Its name.
    pub name: String,
    /// Whether it is closed now.
    pub closed: bool,
}

impl Command for CloseAccount {
    const NAME: &'static str = "close-account";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = ClosedAccount;

    fn about() -> String {
        t!("Close an account that is empty, or open it again.")
    }

    fn perform(&self, context: &mut Context) -> Result<ClosedAccount, Failure> {
        let Account { name, role, currency, .. } = account(context, self.account)?.clone();
        if !role.is_empty() && self.closed {
            return Err(AccountRefusal::Technical { name }.into());
        }
        if self.reverse_opening {
            for entry in journal::entries_of_source(context, ACCOUNT, self.account)? {
                journal::reverse(context, entry, None)?;
            }
        }
        journal::flush(context)?;
        let balance = records::account_balance(&mut context.tx, self.account)?;
        if self.closed && balance != 0 {
            return Err(AccountRefusal::NotEmpty { name }.into());
        }
        // An account in another currency can hold nothing and still carry what its gains and losses were never booked for.
        let books = context.settings.currency;
        if self.closed && currency != books {
            for without in [ReadBasis::Cash, ReadBasis::Accrual].map(ReadBasis::without) {
                let held = records::period_balance(&mut context.tx, self.account, Date::MIN, Date::MAX, without)?;
                if held.book_amount != 0 {
                    let (worth_minor, currency) = (held.book_amount, books);
                    return Err(AccountRefusal::StillWorth { name, worth_minor, currency }.into());
                }
            }
        }
        records::set_account_closed(&mut context.tx, self.account, self.closed)?;
        accounts::forget(context);
        Ok(ClosedAccount { name, closed: self.closed })
    }

    fn sentence(&self, outcome: &ClosedAccount) -> String {
        if outcome.closed {
            t!("Closed the account {name}.", name = outcome.name)
        } else {
            t!("Opened the account {name} again.", name = outcome.name)
        }
    }

    fn undo(&self, outcome: &ClosedAccount) -> Undo {
        Undo::Exact {
            command: CloseAccount::NAME,
            input: json!({ "account": self.account, "closed": !outcome.closed }),
        }
    }
}

/// Adds a category of the owner's own: what money came for or went to.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCategory {
    /// Its name.
    pub name: String,
    /// `income`, `expense`, or `equity` for a drawing.
    pub kind: AccountKind,
    /// The pocket that a cost draws on; income goes through the shares when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: Option<i64>,
    /// Its VAT or sales tax code.
    #[serde(default)]
    pub tax_code: String,
    /// Where the tax return takes it up.
    #[serde(default)]
    pub tax_line: String,
}

impl Command for AddCategory {
    const NAME: &'static str = "add-category";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpenedAccount;

    fn about() -> String {
        t!("Add a category of your own.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpenedAccount, Failure> {
        if !matches!(self.kind, AccountKind::Income | AccountKind::Expense | AccountKind::Equity) {
            return Err(AccountRefusal::NotACategory(self.kind).into());
        }
        let name = free_name(context, &self.name)?;
        let named = accounts::pockets(context)?;
        if let Some(pocket) = self.pocket
            && !named.iter().any(|known| known.id == pocket)
        {
            return Err(AccountRefusal::NoSuchPocket(pocket.to_string()).into());
        }
        // A cost without a pocket of its own is a running cost; a drawing is the owner's pay.
        let usual = match self.kind {
            AccountKind::Expense => Some("running-costs"),
            AccountKind::Equity => Some("owners-pay"),
            _ => None,
        };
        let usual = usual.and_then(|role| named.iter().find(|known| known.role == role)).map(|known| known.id);
        let account = Account {
            id: context.tx.next_id()?,
            kind: self.kind,
            role: String::new(),
            code: String::new(),
            name,
            currency: context.settings.currency,
            pocket: self.pocket.or(usual),
            tax_code: self.tax_code.clone(),
            tax_line: self.tax_line.clone(),
            closed: false,
        };
        let id = account.id;
        insert(context, account)?;
        Ok(OpenedAccount { account: id, opening_entry: None })
    }

    fn sentence(&self, _: &OpenedAccount) -> String {
        t!("Added the category {name}.", name = self.name)
    }

    fn undo(&self, outcome: &OpenedAccount) -> Undo {
        Undo::Exact { command: CloseAccount::NAME, input: json!({ "account": outcome.account }) }
    }
}
