//! Which account of the books a statement belongs to.

use books::Account;
use kernel::{Context, Failure, Refusal};
use ledger::AccountKind;
use locale::t;
use statements::{AccountHint, AccountStatement, CsvMapping, Source};

use crate::records;

/// Why a statement has no account.
#[derive(Debug)]
pub(crate) enum PlacingRefusal {
    Which { named: Vec<String>, fitting: Vec<String> },
    None,
    NotStated(String),
    Currency { file: String, account: String, currency: String },
    Closed(String),
}

pub(crate) const PLACING_REFUSALS: [&str; 5] =
    ["which-account", "no-account", "account-has-no-statements", "other-currency", "account-is-closed"];

impl Refusal for PlacingRefusal {
    fn code(&self) -> &'static str {
        match self {
            PlacingRefusal::Which { .. } => PLACING_REFUSALS[0],
            PlacingRefusal::None => PLACING_REFUSALS[1],
            PlacingRefusal::NotStated(_) => PLACING_REFUSALS[2],
            PlacingRefusal::Currency { .. } => PLACING_REFUSALS[3],
            PlacingRefusal::Closed(_) => PLACING_REFUSALS[4],
        }
    }

    fn sentence(&self) -> String {
        match self {
            PlacingRefusal::Which { named, .. } if named.is_empty() => {
                t!("The file does not say which account it is of.")
            }
            PlacingRefusal::Which { named, .. } => {
                t!("The file is of {accounts}, which Mainstay does not know yet.", accounts = named.join(", "))
            }
            PlacingRefusal::None => t!("There is no account yet that this statement could belong to."),
            PlacingRefusal::NotStated(name) => {
                t!("{name} is not an account that banks send statements of.", name = name)
            }
            PlacingRefusal::Currency { file, account, currency } => {
                t!(
                    "The file is in {file}, but {account} is kept in {currency}.",
                    file = file,
                    account = account,
                    currency = currency
                )
            }
            PlacingRefusal::Closed(name) => t!("The account {name} is closed and takes no statements.", name = name),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            PlacingRefusal::Which { fitting, .. } if !fitting.is_empty() => {
                Some(t!("Say which: {accounts}.", accounts = fitting.join(", ")))
            }
            PlacingRefusal::Which { .. } | PlacingRefusal::None => {
                Some(t!("Open the account first, then bring the file in again."))
            }
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some("account".into())
    }
}

/// The account of each statement of a file. The file's own name for an account decides where it is known; else the
/// account that was given; else the only one that fits. Answers the name to remember, where it is new.
pub(crate) fn place_accounts(
    context: &mut Context,
    stated: &[AccountStatement],
    given: Option<i64>,
) -> Result<Vec<(Account, Option<String>)>, Failure> {
    let given = given.map(|id| books::account(context, id).cloned()).transpose()?;
    let taken = records::named_accounts(&mut context.tx)?;
    let mut placed: Vec<(Account, Option<String>)> = Vec::with_capacity(stated.len());
    let mut unknown: Vec<String> = Vec::new();
    let mut choices: Vec<String> = Vec::new();
    for one in stated {
        let name = name_in_file(one);
        let known = match &name {
            Some(name) => records::account_by_name(&mut context.tx, name)?,
            None => None,
        };
        let account = match (known, &given) {
            (Some(id), _) => Some(books::account(context, id)?.clone()),
            // One given account cannot be meant for several unknown ones.
            (None, Some(given)) if stated.len() == 1 => Some(given.clone()),
            (None, _) => {
                let already: Vec<i64> = placed
                    .iter()
                    .map(|(account, _)| account.id)
                    .chain(if name.is_some() { taken.clone() } else { Vec::new() })
                    .collect();
                let fitting = fitting(context, one, &already)?;
                match &fitting[..] {
                    [only] => Some(only.clone()),
                    [] if name.is_none() => return Err(PlacingRefusal::None.into()),
                    several => {
                        choices.extend(several.iter().map(|account| account.name.clone()));
                        unknown.extend(name.clone());
                        None
                    }
                }
            }
        };
        if let Some(account) = account {
            check(&account, one)?;
            placed.push((account, name.filter(|_| known.is_none())));
        } else if name.is_none() {
            return Err(PlacingRefusal::Which { named: Vec::new(), fitting: choices }.into());
        }
    }
    if !unknown.is_empty() {
        choices.dedup();
        return Err(PlacingRefusal::Which { named: unknown, fitting: choices }.into());
    }
    Ok(placed)
}

fn check(account: &Account, stated: &AccountStatement) -> Result<(), PlacingRefusal> {
    let name = account.name.clone();
    let currency = account.currency.code().to_string();
    if !account.kind.has_statements() || account.role == "in-transit" {
        return Err(PlacingRefusal::NotStated(name));
    }
    if account.closed {
        return Err(PlacingRefusal::Closed(name));
    }
    if let Some(file) = stated.currency.as_ref().filter(|file| !file.eq_ignore_ascii_case(&currency)) {
        return Err(PlacingRefusal::Currency { file: file.clone(), account: name, currency });
    }
    Ok(())
}

/// The accounts that a statement could be of, by what the file says of its kind and currency.
fn fitting(context: &mut Context, stated: &AccountStatement, already: &[i64]) -> Result<Vec<Account>, Failure> {
    if stated.service.is_some() {
        return fitting_service(context, stated, already);
    }
    let kind_fits = |kind: AccountKind| match stated.kind {
        Some(AccountHint::Checking | AccountHint::Savings) => kind == AccountKind::Bank,
        Some(AccountHint::Card) => kind == AccountKind::Card,
        Some(AccountHint::Loan) => matches!(kind, AccountKind::Loan | AccountKind::Card),
        None => kind.has_statements() && kind != AccountKind::CashBox,
    };
    let fits = |account: &&Account| {
        !account.closed
            && account.role.is_empty()
            && kind_fits(account.kind)
            && stated.currency.as_ref().is_none_or(|file| file.eq_ignore_ascii_case(account.currency.code()))
            && !already.contains(&account.id)
    };
    Ok(books::accounts(context)?.iter().filter(fits).cloned().collect())
}

/// The accounts that an export of a service could be of: the ones named after it, else those that hold money on its way.
fn fitting_service(context: &mut Context, stated: &AccountStatement, already: &[i64]) -> Result<Vec<Account>, Failure> {
    let service = stated.service.map(|service| service.to_string().to_lowercase()).unwrap_or_default();
    let fits = |account: &&Account| {
        !account.closed
            && account.role.is_empty()
            && account.kind.has_statements()
            && account.kind != AccountKind::CashBox
            && stated.currency.as_ref().is_none_or(|file| file.eq_ignore_ascii_case(account.currency.code()))
            && !already.contains(&account.id)
    };
    let all: Vec<Account> = books::accounts(context)?.iter().filter(fits).cloned().collect();
    let named = |account: &&Account| account.name.to_lowercase().contains(&service);
    let of_kind = |account: &&Account| account.kind == AccountKind::Processor;
    let chosen: Vec<Account> = all.iter().filter(named).cloned().collect();
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let processors: Vec<Account> = all.iter().filter(of_kind).cloned().collect();
    // An account of a bank is not taken for one of a service without asking.
    Ok(if processors.is_empty() && all.len() > 1 { all } else { processors })
}

/// How a file names an account: bank and number; a service's account by its currency.
fn name_in_file(stated: &AccountStatement) -> Option<String> {
    if let Some(service) = stated.service {
        let parts = [Some(service.to_string()), stated.id.clone(), stated.currency.clone()];
        let plain = |text: String| text.chars().filter(|letter| !letter.is_control()).take(80).collect::<String>();
        return Some(parts.into_iter().flatten().map(plain).collect::<Vec<_>>().join(" "));
    }
    let id = stated.id.as_deref().map(str::trim).filter(|id| !id.is_empty())?;
    let plain = |text: &str| text.chars().filter(|letter| !letter.is_control()).take(80).collect::<String>();
    Some(match stated.bank.as_deref().map(str::trim).filter(|bank| !bank.is_empty()) {
        Some(bank) => format!("{} {}", plain(bank), plain(id)),
        None => plain(id),
    })
}

/// The mapping that the owner corrected for files of this shape.
pub(crate) fn remembered_mapping(
    context: &mut Context,
    source: &mut dyn Source,
) -> Result<(Option<String>, Option<CsvMapping>), Failure> {
    let Some(signature) = statements::signature_source(source) else { return Ok((None, None)) };
    let signature: String = signature.chars().filter(|letter| *letter != '\0').take(2_000).collect();
    let kept = records::mapping(&mut context.tx, &signature)?;
    // A mapping of an older form is forgotten rather than trusted.
    let mapping = kept.and_then(|json| serde_json::from_str(&json).ok());
    Ok((Some(signature), mapping))
}
