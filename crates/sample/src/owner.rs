//! What the owner knew beforehand and what was decided in the queue: read off the same facts the lines came from.

use crate::facts::{By, Facts, On, stable};
use crate::story::Movement;
use crate::{SampleDecision, SampleDimensions, SampleRule};

/// The rules set up at the start, and the decisions in the order in which their first lines came.
pub fn decide(facts: &Facts, movements: &[Movement]) -> (Vec<SampleRule>, Vec<SampleDecision>) {
    let mut rules = Vec::new();
    let mut add_rule = |text: &'static str, category: &'static str, transfer_to: Option<On>| {
        let text_has = stable(text);
        if rules.iter().any(|rule: &SampleRule| rule.text_has == text_has) {
            return;
        }
        rules.push(SampleRule {
            text_has: text_has.to_owned(),
            direction: direction(text_has, movements),
            category,
            transfer_to: transfer_to.map(On::key),
            dimensions: SampleDimensions::of(facts, text, category),
        });
    };
    let processor = facts.processor;
    for (text, category, to) in [
        (processor.payout, "in-transit", Some(On::Current)),
        (processor.arrival, "in-transit", Some(On::Processor)),
        (facts.card_bill.leaving, "in-transit", Some(On::Card)),
        (facts.card_bill.arriving, "in-transit", Some(On::Current)),
        (facts.saving.leaving, "in-transit", Some(On::Savings)),
        (facts.saving.arriving, "in-transit", Some(On::Current)),
        (processor.fees, "payment-fees", None),
        (facts.shop.text, facts.shop.category, None),
        (facts.shop.refund, facts.shop.category, None),
        (facts.workshops.text, facts.workshops.category, None),
        (facts.workshops.refund, facts.workshops.category, None),
        (facts.interest, "interest-received", None),
    ] {
        add_rule(text, category, to);
    }
    for retainer in facts.retainers {
        add_rule(retainer.text, "sales-services", None);
    }
    if let Some(tax) = facts.sales_tax {
        add_rule(tax.text, "sales-tax-owed", None);
    }
    if let Some(due) = facts.contributions {
        add_rule(due.text, "owner-contributions", None);
    }
    for row in facts.rows.iter().filter(|row| row.by == By::Rule) {
        add_rule(row.text, row.category, None);
    }
    (rules, decisions(facts, movements))
}

/// What the owner says of the shop's many lines afterwards: rules name clients, who are few. A line that a rule says more of
/// than its category has an entry of its own for that.
pub fn say_later(rules: &mut [SampleRule]) -> Vec<(String, SampleDimensions)> {
    let many = rules.iter_mut().filter(|rule| rule.dimensions.client.is_none() && !rule.dimensions.is_empty());
    many.map(|rule| (rule.text_has.clone(), std::mem::take(&mut rule.dimensions))).collect()
}

fn decisions(facts: &Facts, movements: &[Movement]) -> Vec<SampleDecision> {
    let mut decisions: Vec<SampleDecision> = Vec::new();
    let mut add = |on: On, text: &'static str, category: &'static str, splits: &[(&'static str, i64)]| {
        let (account, text_has) = (on.key(), stable(text));
        if !decisions.iter().any(|known| known.account == account && known.text_has == text_has) {
            decisions.push(SampleDecision {
                account,
                text_has: text_has.to_owned(),
                category,
                splits: splits.to_vec(),
                dimensions: SampleDimensions::of(facts, text, category),
            });
        }
    };
    for project in facts.projects {
        add(On::Current, project.text, project.category, &[]);
    }
    for row in facts.rows.iter().filter(|row| row.by == By::Hand) {
        add(row.on, row.text, row.category, &[]);
    }
    let mixed = facts.mixed;
    if let Some((category, _)) = mixed.parts.first() {
        add(mixed.on, mixed.text, category, mixed.parts);
    }
    let first = |decision: &SampleDecision| {
        let on_account = movements.iter().filter(|movement| movement.on.key() == decision.account);
        on_account.filter(|movement| movement.text.contains(&decision.text_has)).map(|movement| movement.date).min()
    };
    decisions.retain(|decision| first(decision).is_some());
    decisions.sort_by_key(first);
    decisions
}

/// Which way money goes on the lines of a rule, where it is the same on all of them.
fn direction(text_has: &str, movements: &[Movement]) -> Option<&'static str> {
    let mut amounts =
        movements.iter().filter(|movement| movement.text.contains(text_has)).map(|movement| movement.amount);
    let first = amounts.next()?;
    let same = amounts.all(|amount| (amount < 0) == (first < 0));
    same.then_some(if first < 0 { "out" } else { "in" })
}
