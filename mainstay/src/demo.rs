//! A year of a sample business, lived through the program's own commands: nothing here writes to the books by another
//! way than an owner would.
//!
//! The banks' files and the owner's decisions come from the crate `sample`. Each file is brought in on the day after its
//! last line, the queue is worked, and the next file follows. The last days are left to whoever opens the demo.

use bank::{
    AddRule, DecideDoubtful, DoubtDecision, DoubtfulLines, ImportStatement, RuleInput, SortAsTransfer, SortLine, SortLines,
    SortPart, ToSort, rules::deciding::Direction,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use books::{AccountLine, Accounts, DivideCash, DivideCashPart, NewAccount, Pockets, SetUpBooks};
use jiff::civil::Date;
use kernel::{Failure, Founding, House, Settings, Who};
use ledger::split_by_weights;
use sample::{Country, SampleAccount, SampleDecision, SampleRule, Year};
use store::BusinessId;

/// Founds the sample business and lives its year. `progress` is told how many of how many files are in.
pub fn build(house: &House, country: Country, today: Date, mut progress: impl FnMut(usize, usize)) -> Result<BusinessId, Failure> {
    let year = sample::year(country, today);
    let mut settings = Settings::defaults(&year.business_name, year.country, year.starts_on);
    settings.charges_tax_since = year.charges_tax_since;
    let first = SetUpBooks { accounts: year.accounts.iter().map(new_account).collect(), overhead_minor: Some(year.overhead_minor) };
    let founded = house.clone().at(Some(year.starts_on));
    let business = founded.found(&Founding { settings: &settings, first: &first })?;
    let owner = Owner::new(&founded, Who::owner(business), &year)?;
    owner.divide_the_start(&founded)?;
    for (position, rule) in year.rules.iter().enumerate() {
        owner.make_rule(&founded, rule, position)?;
    }
    let files = year.files.len();
    for (position, file) in year.files.iter().enumerate() {
        let day = file.covers.1.tomorrow().unwrap_or(today).min(today);
        let that_day = house.clone().at(Some(day));
        let import = ImportStatement {
            file_name: file.name.clone(),
            content: STANDARD.encode(&file.bytes),
            account: Some(owner.account(file.account)?),
            ..ImportStatement::default()
        };
        that_day.perform(&owner.who, &import)?;
        owner.answer_doubts(&that_day)?;
        owner.work_the_queue(&that_day, &year.decisions)?;
        progress(position + 1, files);
    }
    Ok(business)
}

fn new_account(account: &SampleAccount) -> NewAccount {
    NewAccount {
        name: account.name.clone(),
        kind: ledger::AccountKind::from_word(account.kind).unwrap_or(ledger::AccountKind::Bank),
        currency: None,
        opening_minor: account.opening_minor,
        opening_book_minor: None,
        opened_on: Some(account.opened_on),
    }
}

/// The owner of the sample business: knows the accounts by the story's words.
struct Owner {
    who: Who,
    accounts: Vec<AccountLine>,
    keys: Vec<(&'static str, String)>,
    charges_tax: bool,
}

impl Owner {
    fn new(house: &House, who: Who, year: &Year) -> Result<Owner, Failure> {
        let accounts = house.answer(&who, &Accounts::default())?.accounts;
        let keys = year.accounts.iter().map(|account| (account.key, account.name.clone())).collect();
        Ok(Owner { who, accounts, keys, charges_tax: year.charges_tax_since.is_some() })
    }

    /// The account of a key of the story: `current`, `card`.
    fn account(&self, key: &str) -> Result<i64, Failure> {
        let name = self.keys.iter().find(|(known, _)| *known == key).map(|(_, name)| name.as_str());
        let found = self.accounts.iter().find(|line| Some(line.account.name.as_str()) == name);
        found.map(|line| line.account.id).ok_or_else(|| Failure::not_found("account", key))
    }

    fn category(&self, role: &str) -> Result<i64, Failure> {
        let found = self.accounts.iter().find(|line| line.account.role == role);
        found.map(|line| line.account.id).ok_or_else(|| Failure::not_found("category", role))
    }

    /// The tax code where the category leaves it open: the sample businesses buy and sell at home.
    fn tax_code(&self, role: &str) -> Option<String> {
        let found = self.accounts.iter().find(|line| line.account.role == role)?;
        let code = match found.account.tax_code.as_str() {
            "ask-sale" => "sale-standard",
            "ask-purchase" => "purchase-standard",
            _ => return None,
        };
        self.charges_tax.then(|| code.to_owned())
    }

    /// The cash of the first day is divided as the shares would divide a deposit.
    fn divide_the_start(&self, house: &House) -> Result<(), Failure> {
        let pockets = house.answer(&self.who, &Pockets::default())?.pockets;
        let waiting = pockets.iter().find(|state| state.pocket.role == "unassigned").map_or(0, |state| state.holds_minor);
        let weights: Vec<u64> = pockets.iter().map(|state| u64::try_from(state.permille).unwrap_or(0)).collect();
        let Some(amounts) = split_by_weights(waiting.max(0), &weights) else { return Ok(()) };
        let parts = pockets.iter().zip(amounts).filter(|(_, amount)| *amount > 0);
        let parts: Vec<DivideCashPart> =
            parts.map(|(state, amount_minor)| DivideCashPart { pocket: state.pocket.id, amount_minor }).collect();
        if !parts.is_empty() {
            house.perform(&self.who, &DivideCash { parts, on: None })?;
        }
        Ok(())
    }

    fn make_rule(&self, house: &House, rule: &SampleRule, position: usize) -> Result<(), Failure> {
        let direction = match rule.direction {
            Some("in") => Direction::In,
            Some("out") => Direction::Out,
            _ => Direction::Any,
        };
        let transfer_account = rule.transfer_to.map(|key| self.account(key)).transpose()?;
        let category = if transfer_account.is_some() { None } else { Some(self.category(rule.category)?) };
        let tax_code = if category.is_some() { self.tax_code(rule.category) } else { None };
        let rule = RuleInput {
            text_has: rule.text_has.clone(),
            direction,
            category,
            tax_code,
            transfer_account,
            ..RuleInput::default()
        };
        let add = AddRule { rule, position: i64::try_from(position + 1).ok(), apply: false };
        house.perform(&self.who, &add).map(|_| ())
    }

    /// Two equal amounts within days of each other are two payments in this story: no bank of it repeats itself.
    fn answer_doubts(&self, house: &House) -> Result<(), Failure> {
        let lines: Vec<i64> = house.answer(&self.who, &DoubtfulLines::default())?.lines.iter().map(|line| line.id).collect();
        if !lines.is_empty() {
            house.perform(&self.who, &DecideDoubtful { lines, decision: DoubtDecision::Add })?;
        }
        Ok(())
    }

    /// Works the queue as the owner did: lines of one category together, splits one by one.
    fn work_the_queue(&self, house: &House, decisions: &[SampleDecision]) -> Result<(), Failure> {
        let queue = house.answer(&self.who, &ToSort { limit: Some(500), ..ToSort::default() })?.lines;
        let mut together: Vec<(i64, Vec<i64>)> = Vec::new();
        for line in queue.iter().rev() {
            let is_about = |decision: &&SampleDecision| {
                self.account(decision.account).is_ok_and(|account| account == line.account)
                    && (line.text.contains(&decision.text_has) || line.counterparty.contains(&decision.text_has))
            };
            let Some(decision) = decisions.iter().find(is_about) else { continue };
            if decision.category == "in-transit" {
                house.perform(&self.who, &SortAsTransfer { line: line.id, account: None })?;
                continue;
            }
            let category = self.category(decision.category)?;
            let tax_code = self.tax_code(decision.category);
            if decision.splits.is_empty() && tax_code.is_none() {
                match together.iter_mut().find(|(known, _)| *known == category) {
                    Some((_, lines)) => lines.push(line.id),
                    None => together.push((category, vec![line.id])),
                }
                continue;
            }
            let parts = if decision.splits.is_empty() {
                vec![SortPart { category, amount_minor: None, tax_code }]
            } else {
                let part = |(role, amount): &(&'static str, i64)| {
                    Ok(SortPart { category: self.category(role)?, amount_minor: Some(*amount), tax_code: self.tax_code(role) })
                };
                decision.splits.iter().map(part).collect::<Result<_, Failure>>()?
            };
            house.perform(&self.who, &SortLine { line: line.id, parts, always: None })?;
        }
        for (category, lines) in together {
            house.perform(&self.who, &SortLines { lines, category })?;
        }
        Ok(())
    }
}
