//! Tells the year: every movement on every account, from the facts of one country.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::days::{bank_day, day_of_month, every_day, later};
use crate::facts::{Amount, Counter, Facts, On, Retainer, When};
use crate::random::Random;

/// One movement as the bank books it.
#[derive(Debug, Clone)]
pub struct Movement {
    pub on: On,
    pub date: Date,
    /// The other party, where the bank has a column for it.
    pub who: String,
    pub text: String,
    pub amount: i64,
    /// What it is; `None` for a line of the last days that is still to be sorted.
    pub category: Option<&'static str>,
}

/// What the processor keeps back for refunds, in minor units.
const RESERVE: i64 = 15_000;

/// Tells the year from `start` to `end`, by account and day.
pub fn tell(facts: &Facts, start: Date, end: Date) -> Vec<Movement> {
    let mut teller = Teller {
        facts,
        start,
        end,
        random: Random::new(facts.seed),
        invoices: 0,
        orders: 10_400,
        movements: Vec::new(),
    };
    teller.rows();
    teller.retainers();
    teller.projects();
    teller.counters();
    teller.mixed();
    teller.fresh();
    teller.payouts();
    teller.savings();
    teller.card_bills();
    // The authorities come last: what they ask depends on everything before.
    teller.contributions();
    teller.sales_tax();
    let mut movements = teller.movements;
    // Stable: movements of one day stay in the order they were told in.
    movements.sort_by_key(|movement| (movement.on, movement.date));
    movements
}

struct Teller<'a> {
    facts: &'a Facts,
    start: Date,
    end: Date,
    random: Random,
    invoices: u32,
    orders: u32,
    movements: Vec<Movement>,
}

impl Teller<'_> {
    /// The days on which something due may be booked within the year: bank days push a few in from before.
    fn due_days(&self) -> impl Iterator<Item = Date> + use<> {
        every_day(later(self.start, -6), self.end)
    }

    /// Whole days since the year began.
    fn age(&self, date: Date) -> i32 {
        date.since(self.start).map_or(0, |span| span.get_days())
    }

    /// Adds a movement if its day lies within the year, and says whether it does.
    fn add(&mut self, on: On, date: Date, text: &str, amount: i64, category: Option<&'static str>) -> bool {
        if date < self.start || date > self.end || amount == 0 {
            return false;
        }
        let filled = self.fill(text, date);
        let (who, text) = match filled.split_once('|') {
            Some((who, text)) => (who.to_owned(), text.to_owned()),
            None => (String::new(), filled),
        };
        self.movements.push(Movement { on, date, who, text, amount, category });
        true
    }

    fn fill(&mut self, text: &str, date: Date) -> String {
        let mut filled = text.to_owned();
        if filled.contains("{n}") {
            filled = filled.replace("{n}", &self.random.between(100_000, 999_999).to_string());
        }
        if filled.contains("{inv}") {
            self.invoices += 1;
            filled = filled.replace("{inv}", &format!("{}-{:03}", date.year(), self.invoices));
        }
        filled.replace("{my}", &format!("{:02}/{}", date.month(), date.year()))
    }

    fn amount(&mut self, amount: Amount, date: Date) -> i64 {
        match amount {
            Amount::Fixed(minor) => minor,
            Amount::Between(low, high) => self.random.between(low.min(high), low.max(high)),
            Amount::Rises(before, after) => {
                if self.age(date) < 150 {
                    before
                } else {
                    after
                }
            }
            Amount::Seasons(months) => by_month(&months, date),
        }
    }

    fn rows(&mut self) {
        for row in self.facts.rows {
            for due in self.due_days() {
                let times = match row.when {
                    When::Monthly(day) => i64::from(due.day() == day_of_month(due, day)),
                    When::Days(days) => i64::from(days.contains(&(due.month(), due.day()))),
                    When::After(days) => i64::from(self.age(due) == days),
                    When::Twins(days) => 2 * i64::from(self.age(due) == days),
                    When::Often(month) => self.random.times_today(month, i64::from(due.days_in_month())),
                };
                for _ in 0..times {
                    // Cards are charged on any day; banks book on theirs.
                    let date = if row.on == On::Card { due } else { bank_day(due) };
                    let amount = self.amount(row.amount, date);
                    self.add(row.on, date, row.text, amount, Some(row.category));
                }
            }
        }
    }

    fn retainers(&mut self) {
        for retainer in self.facts.retainers {
            let mut paid = 0;
            for due in self.due_days().filter(|due| due.day() == retainer.day) {
                let amount = retainer_amount(retainer, paid);
                if self.add(On::Current, bank_day(due), retainer.text, amount, Some("sales-services")) {
                    paid += 1;
                }
            }
        }
    }

    fn projects(&mut self) {
        for project in self.facts.projects {
            let deposit = project.total / 2;
            for (day, amount) in [(project.deposit, deposit), (project.rest, project.total - deposit)] {
                for due in self.due_days().filter(|due| (due.month(), due.day()) == day) {
                    self.add(On::Current, bank_day(due), project.text, amount, Some(project.category));
                }
            }
        }
    }

    fn counters(&mut self) {
        for counter in [self.facts.shop, self.facts.workshops] {
            // About one sale in forty comes back, a few days later.
            let mut sold = 0;
            for date in every_day(self.start, self.end) {
                let times = self.random.times_today(by_month(&counter.sales, date), i64::from(date.days_in_month()));
                for _ in 0..times {
                    sold += 1;
                    self.sell(&counter, date, sold % 40 == 13);
                }
            }
        }
    }

    fn sell(&mut self, counter: &Counter, date: Date, comes_back: bool) {
        let products = counter.products;
        let index = usize::try_from(self.random.below(i64::try_from(products.len()).unwrap_or(0))).unwrap_or(0);
        let Some((product, price)) = products.get(index) else { return };
        self.orders += 1;
        let order = self.orders;
        let text = format!("{} {order} {product}", counter.text);
        self.add(On::Processor, date, &text, *price, Some(counter.category));
        if comes_back {
            let back = later(date, 6);
            let text = format!("{} {order} {product}", counter.refund);
            self.add(On::Processor, back, &text, -*price, Some(counter.category));
        }
    }

    fn mixed(&mut self) {
        let mixed = self.facts.mixed;
        let total = mixed.parts.iter().map(|(_, minor)| minor).sum();
        let category = mixed.parts.first().map(|(category, _)| *category);
        self.add(mixed.on, later(self.start, mixed.after), mixed.text, total, category);
    }

    fn fresh(&mut self) {
        for &(on, days_ago, text, amount) in self.facts.fresh {
            self.add(on, later(self.end, 1 - days_ago), text, amount, None);
        }
    }

    /// On Mondays the processor takes its fees and pays the rest out, save its reserve; it arrives on Wednesday.
    fn payouts(&mut self) {
        let texts = self.facts.processor;
        let mut balance = self.opening(On::Processor);
        let mut fees = 0;
        for date in every_day(self.start, self.end) {
            if date.weekday() == jiff::civil::Weekday::Monday && balance - fees > RESERVE {
                self.add(On::Processor, date, texts.fees, -fees, Some("payment-fees"));
                let paid = balance - fees - RESERVE;
                let text = format!("{} {{n}}", texts.payout);
                self.add(On::Processor, date, &text, -paid, Some("in-transit"));
                self.add(On::Current, later(date, 2), texts.arrival, paid, Some("in-transit"));
                (balance, fees) = (RESERVE, 0);
            }
            let today = self.movements.iter().filter(|movement| movement.on == On::Processor && movement.date == date);
            for amount in today.filter(|movement| is_sale(movement.category)).map(|movement| movement.amount) {
                balance += amount;
                if amount > 0 {
                    fees += (amount * texts.fee_basis_points + 5_000) / 10_000 + texts.fee_fixed;
                }
            }
        }
    }

    fn savings(&mut self) {
        let (saving, saved) = (self.facts.saving, self.facts.saved);
        let mut balance = self.opening(On::Savings);
        for due in self.due_days() {
            if due.day() == saving.day {
                let date = bank_day(due);
                self.add(On::Current, date, saving.leaving, -saved, Some("in-transit"));
                if self.add(On::Savings, date, saving.arriving, saved, Some("in-transit")) {
                    balance += saved;
                }
            }
            if due >= self.start && due.day() == due.days_in_month() {
                let interest = balance * self.facts.interest_basis_points / 120_000;
                self.add(On::Savings, due, self.facts.interest, interest, Some("interest-received"));
                balance += interest;
            }
        }
    }

    /// A bill takes what was owed twelve days before it is paid.
    fn card_bills(&mut self) {
        let bill = self.facts.card_bill;
        let mut paid = 0;
        for due in self.due_days().filter(|due| due.day() == bill.day) {
            let date = bank_day(due);
            let closing = later(due, -12);
            let spent: i64 = self
                .movements
                .iter()
                .filter(|movement| movement.on == On::Card && movement.date <= closing)
                .filter(|movement| movement.category != Some("in-transit"))
                .map(|movement| movement.amount)
                .sum();
            let owed = -(self.opening(On::Card) + spent + paid);
            if owed > 0 && self.add(On::Current, date, bill.leaving, -owed, Some("in-transit")) {
                self.add(On::Card, bank_day(later(date, 1)), bill.arriving, owed, Some("in-transit"));
                paid += owed;
            }
        }
    }

    fn contributions(&mut self) {
        let Some(due) = self.facts.contributions else { return };
        for date in self.due_days().filter(|date| date.day() == due.day && date.month() % 3 == 1) {
            let asked = self.period(date, 1, 3).map_or(due.typical, |(from, to)| {
                let goods = self.sum(from, to, |category| category == "sales-goods");
                let services = self.sum(from, to, |category| matches!(category, "sales-services" | "sales-courses"));
                (goods * due.goods_permille + services * due.services_permille + 500) / 1000
            });
            self.add(On::Current, bank_day(date), due.text, -asked, Some("owner-contributions"));
        }
    }

    fn sales_tax(&mut self) {
        let Some(tax) = self.facts.sales_tax else { return };
        for date in self.due_days().filter(|date| date.day() == tax.day) {
            // Quarters end in March, June, September, December.
            if tax.months == 3 && (date.month() - tax.months_later).rem_euclid(3) != 0 {
                continue;
            }
            let asked = self.period(date, tax.months_later, tax.months).map_or(tax.typical, |(from, to)| {
                let gross = self.sum(from, to, |category| is_sale(Some(category)) || bears_tax(category));
                gross * tax.percent / (100 + tax.percent)
            });
            self.add(On::Current, bank_day(date), tax.text, -asked, Some("sales-tax-owed"));
        }
    }

    /// The period of so many months whose last month lies `months_later` before the day; `None` if it began before
    /// the year shown.
    fn period(&self, date: Date, months_later: i8, months: i8) -> Option<(Date, Date)> {
        let after = date.first_of_month().checked_sub((months_later - 1).months()).ok()?;
        let from = after.checked_sub(months.months()).ok()?;
        (from >= self.start).then(|| (from, later(after, -1)))
    }

    fn sum(&self, from: Date, to: Date, wanted: impl Fn(&str) -> bool) -> i64 {
        let within = self.movements.iter().filter(|movement| movement.date >= from && movement.date <= to);
        within.filter(|movement| movement.category.is_some_and(&wanted)).map(|movement| movement.amount).sum()
    }

    fn opening(&self, on: On) -> i64 {
        self.facts.accounts.iter().find(|account| account.on == on).map_or(0, |account| account.opening)
    }
}

/// The month's figure of twelve, January first.
fn by_month(months: &[i64; 12], date: Date) -> i64 {
    usize::try_from(date.month() - 1).ok().and_then(|index| months.get(index)).copied().unwrap_or(0)
}

fn retainer_amount(retainer: &Retainer, paid: u32) -> i64 {
    match (retainer.last, paid) {
        (None, _) | (Some(_), 0..=5) => retainer.amount,
        (Some(last), 6) => last,
        (Some(_), _) => 0,
    }
}

fn is_sale(category: Option<&str>) -> bool {
    matches!(category, Some("sales-services" | "sales-goods" | "sales-courses"))
}

/// Whether purchases of this category usually contain the tax on sales, to be taken off what is owed. Rent of rooms,
/// post, insurance and bank fees are exempt in both countries told here.
fn bears_tax(category: &str) -> bool {
    matches!(
        category,
        "materials"
            | "subcontractors"
            | "utilities"
            | "phone-internet"
            | "software"
            | "office-supplies"
            | "small-equipment"
            | "repairs"
            | "advertising"
            | "lodging"
            | "professional-fees"
            | "equipment"
    )
}
