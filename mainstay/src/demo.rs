//! A year of a sample business, lived through the program's own commands: nothing here writes to the books by another
//! way than an owner would.
//!
//! The banks' files and the owner's decisions come from the crate `sample`. Each file is brought in on the day after its
//! last line, the queue is worked, and the next file follows. The last days are left to whoever opens the demo.

use bank::{
    AddRule, BankLines, DecideDoubtful, DoubtDecision, DoubtfulLines, ImportStatement, RuleInput, SortAsTransfer,
    SortLine, SortLines, SortPart, ToSort, rules::deciding::Direction,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use books::{
    AccountLine, Accounts, DivideCash, DivideCashPart, NewAccount, OpeningKind, Pockets, PostEntry, PostingInput,
    SayNothingOpened, SetDimensions, SetShares, SetUpBooks, ShareInput,
};
use jiff::civil::Date;
use kernel::{Failure, Founding, House, Settings, Who};
use ledger::split_by_weights;
use locale::t;
use sample::{Country, SampleAccount, SampleDecision, SampleDimensions, SampleRule, Year};
use store::BusinessId;

/// What the owner decided at the start, after a look at the year before.
struct Plan {
    /// Thousandths of a deposit by pocket: what the jobs, the running costs and the owner really took.
    shares: &'static [(&'static str, i64)],
    /// VAT of the months before the start that is still to be paid, in minor units.
    tax_owed_minor: i64,
}

/// How the cash of the first day is divided: the buffer first, then tax, then a month of pay and costs.
const START: [(&str, u64); 5] =
    [("buffer", 400), ("tax", 250), ("owners-pay", 150), ("running-costs", 150), ("profit", 50)];

fn plan(country: Country) -> Plan {
    let (shares, tax_owed_minor): (&[(&str, i64)], i64) = match country {
        Country::UnitedStates => (
            &[
                ("tax", 150),
                ("job-costs", 170),
                ("owners-pay", 370),
                ("running-costs", 275),
                ("buffer", 20),
                ("profit", 15),
            ],
            0,
        ),
        Country::France => (
            &[
                ("tax", 185),
                ("job-costs", 165),
                ("owners-pay", 340),
                ("running-costs", 260),
                ("buffer", 25),
                ("profit", 25),
            ],
            0,
        ),
        Country::UnitedKingdom => (
            &[
                ("tax", 150),
                ("job-costs", 160),
                ("owners-pay", 380),
                ("running-costs", 250),
                ("buffer", 30),
                ("profit", 30),
            ],
            340_000,
        ),
        Country::Germany => (
            &[
                ("tax", 200),
                ("job-costs", 160),
                ("owners-pay", 340),
                ("running-costs", 250),
                ("buffer", 25),
                ("profit", 25),
            ],
            360_000,
        ),
    };
    Plan { shares, tax_owed_minor }
}

/// Founds the sample business and lives its year. `progress` is told how many of how many files are in.
pub fn build(
    house: &House,
    country: Country,
    today: Date,
    mut progress: impl FnMut(usize, usize),
) -> Result<BusinessId, Failure> {
    let year = sample::year(country, today);
    let mut settings = Settings::defaults(&year.business_name, year.country, year.starts_on);
    settings.charges_tax_since = year.charges_tax_since;
    let first = SetUpBooks {
        accounts: year.accounts.iter().map(new_account).collect(),
        overhead_minor: Some(year.overhead_minor),
    };
    let founded = house.clone().at(Some(year.starts_on));
    let business = founded.found(&Founding { settings: &settings, first: &first })?;
    let owner = Owner::new(&founded, Who::owner(business), &year)?;
    let plan = plan(country);
    owner.post_tax_owed(&founded, plan.tax_owed_minor, year.starts_on)?;
    // The sample owner began with her money and the VAT above; nothing else was there.
    founded.perform(&owner.who, &SayNothingOpened { kinds: OpeningKind::ALL.to_vec(), nothing: true })?;
    owner.set_shares(&founded, plan.shares, year.starts_on)?;
    owner.divide(&founded, &START)?;
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
        owner.divide(&that_day, &START)?;
        progress(position + 1, files);
    }
    owner.say_later(&house.clone().at(Some(today)), &year.said_later)?;
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

/// Whom and what a line is for, by name.
fn dimensions(said: SampleDimensions) -> books::DimensionNames {
    let name = |name: Option<&'static str>| name.map(String::from);
    books::DimensionNames {
        client: name(said.client),
        project: name(said.project),
        offer: name(said.offer),
        channel: name(said.channel),
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

    /// VAT of the months before is a debt from the first day, and waits in its pocket.
    fn post_tax_owed(&self, house: &House, owed_minor: i64, on: Date) -> Result<(), Failure> {
        if owed_minor == 0 {
            return Ok(());
        }
        let posting = |role: &str, amount_minor: i64| {
            Ok::<_, Failure>(PostingInput { account: self.category(role)?, amount_minor, ..PostingInput::default() })
        };
        let postings = vec![posting("opening-balance", owed_minor)?, posting("sales-tax-owed", -owed_minor)?];
        let entry = PostEntry {
            posted_on: on,
            text: t!("VAT owed from before"),
            note: String::new(),
            party: None,
            postings,
            dimensions: books::DimensionNames::default(),
        };
        house.perform(&self.who, &entry).map(|_| ())
    }

    fn set_shares(&self, house: &House, shares: &[(&str, i64)], from_on: Date) -> Result<(), Failure> {
        let pockets = house.answer(&self.who, &Pockets::default())?.pockets;
        let share = |(role, permille): &(&str, i64)| {
            let state = pockets.iter().find(|state| state.pocket.role == *role)?;
            Some(ShareInput { pocket: state.pocket.id, permille: *permille, cap_minor: state.cap_minor })
        };
        let set = SetShares { from_on, shares: shares.iter().filter_map(share).collect() };
        house.perform(&self.who, &set).map(|_| ())
    }

    /// Divides the cash that is in no pocket yet, beyond what the lines to be sorted bring with them.
    fn divide(&self, house: &House, weights: &[(&str, u64)]) -> Result<(), Failure> {
        let pockets = house.answer(&self.who, &Pockets::default())?.pockets;
        let unassigned =
            pockets.iter().find(|state| state.pocket.role == "unassigned").map_or(0, |state| state.holds_minor);
        let waiting = unassigned - house.answer(&self.who, &ToSort::default())?.sum_minor;
        let by: Vec<u64> = weights.iter().map(|(_, weight)| *weight).collect();
        let Some(amounts) = split_by_weights(waiting.max(0), &by) else { return Ok(()) };
        let part = |((role, _), amount_minor): (&(&str, u64), i64)| {
            let state = pockets.iter().find(|state| state.pocket.role == *role)?;
            (amount_minor > 0).then_some(DivideCashPart { pocket: state.pocket.id, amount_minor })
        };
        let parts: Vec<DivideCashPart> = weights.iter().zip(amounts).filter_map(part).collect();
        if !parts.is_empty() {
            house.perform(&self.who, &DivideCash { parts, currency: None, on: None })?;
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
            dimensions: dimensions(rule.dimensions),
            ..RuleInput::default()
        };
        let add = AddRule { rule, position: i64::try_from(position + 1).ok(), apply: false };
        house.perform(&self.who, &add).map(|_| ())
    }

    /// Says what the lines with some words were for: beside their entries, which stay as they are.
    fn say_later(&self, house: &House, said: &[(String, SampleDimensions)]) -> Result<(), Failure> {
        for (text, words) in said {
            let mut before = None;
            loop {
                let ask = BankLines {
                    text: Some(text.clone()),
                    limit: Some(500),
                    before: before.take(),
                    ..BankLines::default()
                };
                let answer = house.answer(&self.who, &ask)?;
                // A line on its way between accounts has neither income nor costs.
                for line in answer.lines.iter().filter(|line| line.category.is_some()) {
                    let entry = line.decision_entry.unwrap_or(line.cash_entry);
                    let dimensions = dimensions(*words);
                    house.perform(&self.who, &SetDimensions { entry, dimensions, postings: Vec::new() })?;
                }
                match answer.older {
                    Some(older) => before = Some(older),
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// Two equal amounts within days of each other are two payments in this story: no bank of it repeats itself.
    fn answer_doubts(&self, house: &House) -> Result<(), Failure> {
        let lines: Vec<i64> =
            house.answer(&self.who, &DoubtfulLines::default())?.lines.iter().map(|line| line.id).collect();
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
                house.perform(&self.who, &SortAsTransfer { line: line.id, account: None, again_with: None })?;
                continue;
            }
            let category = self.category(decision.category)?;
            let tax_code = self.tax_code(decision.category);
            if decision.splits.is_empty() && tax_code.is_none() && decision.dimensions.is_empty() {
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
                    Ok(SortPart {
                        category: self.category(role)?,
                        amount_minor: Some(*amount),
                        tax_code: self.tax_code(role),
                    })
                };
                decision.splits.iter().map(part).collect::<Result<_, Failure>>()?
            };
            house.perform(
                &self.who,
                &SortLine {
                    line: line.id,
                    parts,
                    dimensions: dimensions(decision.dimensions),
                    pocket: None,
                    always: None,
                },
            )?;
        }
        for (category, lines) in together {
            house.perform(&self.who, &SortLines { lines, category })?;
        }
        Ok(())
    }
}
