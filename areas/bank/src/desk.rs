//! The desk where lines are decided and booked: rules and memory are read once, and then line after line is posted.
//!
//! A line posts its cash once, on its bank date, against what is decided: a category, *in transit* for one side of a
//! transfer, else *to sort*. A later decision moves the amount from there and never touches the cash side.

use std::collections::HashMap;

use books::{DraftPosting, SplitOf, account};
use jiff::civil::Date;
use kernel::{Context, Failure, search::remember_words};
use ledger::AccountKind;
use pockets::rules::recognising::{By, ExpectedSide, SeenLine, SideKind, recognise};
use statements::LineKind;

use crate::{
    BANK_LINE,
    line::{BY_FILE, BY_LEARNING, BY_NONE, BY_PAYMENT, BY_RULE, BankLine, LinePart, RawLine, Rule},
    moving::move_on,
    place::{Place, Roles, described, draft, is_plain, other_side, place_by_rule, roles, tax_contained},
    queries::measured_times,
    records,
    rules::{
        deciding::{Facts, fold},
        learning::{Memory, Suggestion, words_of_line},
        payee_key, payee_of,
    },
    valuing::value,
};

/// A decision that was made without the owner.
struct Decision {
    place: Place,
    by: &'static str,
    rule: Option<i64>,
    agreed: i64,
    considered: i64,
    proposed: Option<i64>,
    payment: Option<ExpectedSide>,
}

impl Decision {
    fn new(place: Place, by: &'static str) -> Decision {
        let proposed = match &place {
            Place::Parts(parts) => parts.first().map(|part| part.category),
            Place::Transfer(other) => *other,
            Place::ToSort | Place::Payment { .. } => None,
        };
        Decision { place, by, rule: None, agreed: 0, considered: 0, proposed, payment: None }
    }
}

/// An income line of the running import: what a refund later in the same file returns.
struct Income {
    booked_on: Date,
    amount_minor: i64,
    categories: Vec<i64>,
    /// The entry that put it into the pockets: of its cash, or of the decision that moved it on.
    entry: i64,
}

/// Rules and memory, ready to decide any number of lines.
pub(crate) struct Desk {
    roles: Roles,
    rules: Vec<Rule>,
    memory: Memory,
    times_needed: i64,
    payments: Vec<ExpectedSide>,
    parties: HashMap<String, Option<i64>>,
    incomes: HashMap<String, Vec<Income>>,
    /// The account of the fees of payment services, once one is met.
    fees: Option<i64>,
}

impl Desk {
    /// Reads what decisions need.
    pub fn open(context: &mut Context) -> Result<Desk, Failure> {
        let mut rules = records::sorting_rules(&mut context.tx)?;
        for rule in &mut rules {
            rule.condition = rule.condition.folded();
        }
        Ok(Desk {
            roles: roles(context)?,
            rules,
            memory: memory(context)?,
            times_needed: measured_times(context)?,
            payments: pockets::expected_sides(context)?,
            parties: HashMap::new(),
            incomes: HashMap::new(),
            fees: None,
        })
    }

    /// Decides a line, posts its cash, and answers the row to keep.
    pub fn file(&mut self, context: &mut Context, mut raw: RawLine, statement: i64) -> Result<BankLine, Failure> {
        value(context, &mut raw)?;
        let payee = payee_of(&raw.counterparty, &raw.text);
        let id = context.tx.next_id()?;
        let decision = self.decide(context, &raw, &payee)?;
        let (state, category, tax_code, tax_minor, other) = described(&decision.place);
        // What one column of the line cannot hold is moved on from *to sort* by an entry of its own.
        let first = if is_plain(&decision.place) { decision.place.clone() } else { Place::ToSort };
        let (_, first_category, first_tax_code, first_tax_minor, _) = described(&first);
        let first_account = match &first {
            Place::ToSort | Place::Payment { .. } => self.roles.to_sort,
            Place::Transfer(_) => self.roles.in_transit,
            Place::Parts(_) => first_category.unwrap_or(self.roles.to_sort),
        };
        let posted_on = books::first_open_day(context, raw.booked_on)?;
        let mut line = BankLine {
            id,
            account: raw.account,
            statement,
            booked_on: raw.booked_on,
            amount_minor: raw.amount_minor,
            text: raw.text,
            counterparty: raw.counterparty,
            counterparty_account: raw.counterparty_account,
            reference: raw.reference,
            bank_id: raw.bank_id,
            fingerprint: raw.fingerprint,
            payee,
            state,
            decided_by: decision.by.into(),
            rule: decision.rule,
            agreed: decision.agreed,
            considered: decision.considered,
            category,
            tax_code,
            tax_minor,
            other_account: other,
            pair: None,
            cash_entry: 0,
            decision_entry: None,
            first_account,
            first_tax_code,
            first_tax_minor,
            first_other: other,
            first_by: decision.by.into(),
            proposed: decision.proposed,
            fee_minor: raw.fee_minor,
            marketplace_tax_minor: raw.marketplace_tax_minor,
            batch: raw.batch,
            posted_on: Some(posted_on).filter(|on| *on != raw.booked_on),
            currency: raw.value.currency,
            book_minor: raw.value.book_minor,
            rate_on: raw.value.rate_on,
            rate_source: raw.value.rate_source.into(),
        };
        let cash = DraftPosting::new(line.account, line.amount_minor);
        let mut postings = vec![DraftPosting { book_amount_minor: Some(line.book_minor), ..cash }];
        postings.extend(other_side(&first, line.decided_minor(), &self.roles));
        self.charge(context, &line, &mut postings)?;
        let income = self.income_in(context, &decision.place)?;
        let returned = match income.last() {
            Some(category) if line.amount_minor < 0 => self.refund(context, &line, *category)?,
            _ => SplitOf::ByRule,
        };
        let at_once = first == decision.place;
        let party = match (income.is_empty(), at_once) {
            (false, true) if line.amount_minor > 0 => self.party(context, &line.counterparty)?,
            _ => None,
        };
        let split = if at_once { returned.clone() } else { SplitOf::ByRule };
        line.cash_entry = books::post(context, draft(&line, posted_on, party, postings, split))?;
        if let Some(rate) = raw.value.rate {
            books::keep_rate(context, line.cash_entry, &line.currency, rate)?;
        }
        if let Some(side) = decision.payment {
            pockets::side_was_seen(context, &side, line.id, line.booked_on)?;
        }
        if !at_once {
            move_on(context, &mut line, &decision.place, &self.roles, returned)?;
        }
        if line.amount_minor > 0 && !income.is_empty() {
            let (booked_on, amount_minor) = (line.booked_on, line.decided_minor());
            let entry = line.decision_entry.unwrap_or(line.cash_entry);
            let income = Income { booked_on, amount_minor, categories: income, entry };
            self.incomes.entry(line.payee.clone()).or_default().push(income);
        }
        remember_words(context, BANK_LINE, id, &format!("{} {}", line.counterparty, line.text));
        Ok(line)
    }

    /// The fee a service took off before the money arrived is a cost of its own, whatever the line turns out to be.
    fn charge(
        &mut self,
        context: &mut Context,
        line: &BankLine,
        postings: &mut Vec<DraftPosting>,
    ) -> Result<(), Failure> {
        if line.fee_minor != 0 {
            let fees = self.fees(context)?;
            match postings.iter_mut().find(|posting| posting.account == fees) {
                Some(posting) => posting.amount_minor -= line.fee_minor,
                None => postings.push(DraftPosting::new(fees, -line.fee_minor)),
            }
        }
        postings.retain(|posting| posting.amount_minor != 0);
        Ok(())
    }

    fn fees(&mut self, context: &mut Context) -> Result<i64, Failure> {
        match self.fees {
            Some(fees) => Ok(fees),
            None => Ok(*self.fees.insert(books::account_for_role(context, "payment-fees")?)),
        }
    }

    /// Where the file itself says that money only changed places, or what it was charged for.
    fn stated(&mut self, context: &mut Context, raw: &RawLine) -> Result<Option<Place>, Failure> {
        match raw.kind {
            LineKind::Payout | LineKind::Conversion => Ok(Some(Place::Transfer(None))),
            LineKind::Fee => {
                let fees = self.fees(context)?;
                self.placed(context, None, Some(fees), raw)
            }
            _ => Ok(None),
        }
    }

    fn decide(&mut self, context: &mut Context, raw: &RawLine, payee: &str) -> Result<Decision, Failure> {
        if let Some(decision) = self.payment(context, raw, Some(By::Reference))? {
            return Ok(decision);
        }
        if let Some(rule) =
            self.rule_for(&raw.text, &raw.counterparty, raw.account, (raw.amount_minor, raw.value.book_minor))
        {
            let rule = rule.clone();
            if let Some(place) = place_by_rule(context, &rule, raw.account, raw.decided_minor(), raw.booked_on)? {
                return Ok(Decision { rule: Some(rule.id), ..Decision::new(place, BY_RULE) });
            }
            // The rule's category asks for its tax code, or its parts are more than the line: a question to the owner.
            return Ok(Decision::new(Place::ToSort, BY_NONE));
        }
        if let Some(decision) = self.payment(context, raw, None)? {
            return Ok(decision);
        }
        if let Some(place) = self.stated(context, raw)? {
            return Ok(Decision::new(place, BY_FILE));
        }
        let words = words_of_line(payee, &fold(&raw.text), raw.amount_minor);
        if let Some(known) = self.memory.suggest(&payee_key(payee, raw.amount_minor), &words) {
            let Suggestion { category, agreed, considered, .. } = known;
            let asked =
                Decision { agreed, considered, proposed: Some(category), ..Decision::new(Place::ToSort, BY_NONE) };
            if !known.is_sure(self.times_needed) {
                return Ok(asked);
            }
            let found =
                books::accounts(context)?.iter().find(|account| account.id == known.category && !account.closed);
            let (other, category) = match found {
                Some(account) if account.kind.has_statements() => (Some(account.id), None),
                Some(account) => (None, Some(account.id)),
                None => (None, None),
            };
            if let Some(place) = self.placed(context, other, category, raw)? {
                let decision = Decision::new(place, BY_LEARNING);
                return Ok(Decision { agreed, considered, ..decision });
            }
            return Ok(asked);
        }
        Ok(Decision::new(Place::ToSort, BY_NONE))
    }

    /// A transfer of a payment file that this line shows: by its reference before any rule, else after them.
    fn payment(&mut self, context: &mut Context, raw: &RawLine, only: Option<By>) -> Result<Option<Decision>, Failure> {
        if self.payments.is_empty() {
            return Ok(None);
        }
        let words = format!("{} {} {}", raw.text, raw.counterparty, raw.reference);
        let seen = SeenLine {
            account: raw.account,
            booked_on: raw.booked_on,
            amount_minor: raw.amount_minor,
            words: &words,
            counterparty_account: &raw.counterparty_account,
        };
        let found = recognise(&self.payments, &seen).filter(|(_, by)| only.is_none_or(|only| only == *by));
        let Some((at, _)) = found else { return Ok(None) };
        let payment = self.payments.remove(at);
        // Drawings carry no tax.
        let mut drawing = LinePart::plain(payment.other, raw.decided_minor(), ("none".into(), 0));
        let place = match payment.kind {
            SideKind::Leaves | SideKind::Arrives => Place::Transfer(Some(payment.other)),
            // It comes out of transit, where it went when it left the same account.
            SideKind::Returns => Place::Transfer(None),
            SideKind::Pay => Place::Parts(vec![drawing]),
            SideKind::Contribution { pocket } => {
                // Named only where its category draws on another: what a category says itself needs no second entry.
                if account(context, payment.other)?.pocket != Some(pocket) {
                    drawing.attribution.pocket = Some(pocket);
                }
                Place::Parts(vec![drawing])
            }
        };
        Ok(Some(Decision { payment: Some(payment), ..Decision::new(place, BY_PAYMENT) }))
    }

    /// The first rule that takes a line; its amount is given in the account's currency and in the books'.
    pub fn rule_for(&self, text: &str, counterparty: &str, account: i64, amount: (i64, i64)) -> Option<&Rule> {
        if self.rules.is_empty() {
            return None;
        }
        let counterparty_folded = fold(counterparty);
        let all_folded = format!("{} {counterparty_folded}", fold(text));
        let (amount_minor, book_minor) = amount;
        let (all_folded, counterparty_folded) = (&all_folded, &counterparty_folded);
        let facts = Facts { account, amount_minor, book_minor, all_folded, counterparty_folded };
        let own = |rule: &&Rule| rule.other_account != Some(account) && rule.condition.takes(&facts);
        self.rules.iter().find(own)
    }

    /// The place that a lesson or the file names; none where the owner has to say more.
    fn placed(
        &self,
        context: &mut Context,
        other: Option<i64>,
        category: Option<i64>,
        raw: &RawLine,
    ) -> Result<Option<Place>, Failure> {
        if other.is_some() && other != Some(raw.account) {
            return Ok(Some(Place::Transfer(other)));
        }
        let Some(category) = category else { return Ok(None) };
        if account(context, category)?.closed {
            return Ok(None);
        }
        let amount_minor = raw.decided_minor();
        let tax = tax_contained(context, category, None, amount_minor, raw.booked_on)?;
        Ok(tax.map(|tax| Place::Parts(vec![LinePart::plain(category, amount_minor, tax)])))
    }

    /// The income categories of a place, in its order.
    fn income_in(&self, context: &mut Context, place: &Place) -> Result<Vec<i64>, Failure> {
        let Place::Parts(parts) = place else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for part in parts {
            if account(context, part.category)?.kind == AccountKind::Income {
                found.push(part.category);
            }
        }
        Ok(found)
    }

    /// The lines that were filed are stored now, where a refund finds them too.
    pub fn lines_are_written(&mut self) {
        self.incomes.clear();
    }

    /// The income that an outgoing line to an income category returns: the latest of those filed and not stored yet,
    /// else of the stored lines.
    fn refund(&self, context: &mut Context, line: &BankLine, category: i64) -> Result<SplitOf, Failure> {
        let at_least = line.decided_minor().saturating_neg();
        let here = self.incomes.get(&line.payee).into_iter().flatten();
        let fits = |income: &&Income| {
            income.categories.contains(&category)
                && income.amount_minor >= at_least
                && income.booked_on <= line.booked_on
        };
        if let Some(income) = here.filter(fits).max_by_key(|income| (income.booked_on, income.entry)) {
            return Ok(SplitOf::Refund(income.entry));
        }
        refund_of(context, line, category)
    }

    fn party(&mut self, context: &mut Context, name: &str) -> Result<Option<i64>, Failure> {
        if let Some(known) = self.parties.get(name) {
            return Ok(*known);
        }
        let party = books::party_named(context, name)?;
        self.parties.insert(name.to_owned(), party);
        Ok(party)
    }
}

/// What the owner's decisions taught, read from the store.
pub(crate) fn memory(context: &mut Context) -> Result<Memory, Failure> {
    Ok(Memory::new(records::payee_memory(&mut context.tx)?, records::word_memory(&mut context.tx)?))
}

pub(crate) fn refund_of(context: &mut Context, line: &BankLine, category: i64) -> Result<SplitOf, Failure> {
    let at_least = line.decided_minor().saturating_neg();
    let found = records::income_of_payee(&mut context.tx, &line.payee, line.booked_on, at_least, category)?;
    Ok(found.map_or(SplitOf::ByRule, SplitOf::Refund))
}
