//! What an owner does for themselves in a month: pay, contributions, money in another currency, advances of clients.

use rand::RngExt;
use serde_json::{Value, json};

use super::{Life, Lived, Stop};

/// The books of no business here are kept in it.
const FOREIGN: &str = "CAD";

impl Life {
    /// A month of the owner's own; what was done already is refused, which is part of life.
    pub(super) fn the_owners_month(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        self.plan(lived)?;
        self.pay_what_is_due(lived)?;
        self.foreign_money(lived)
    }

    fn account_of(&mut self, named: &str) -> Result<i64, Stop> {
        let accounts = self.ask("accounts", json!({}))?;
        let of = |line: &&Value| line["role"] == named || line["name"] == named;
        let found = accounts["accounts"].as_array().into_iter().flatten().find(of);
        Ok(found.and_then(|line| line["id"].as_i64()).unwrap_or_default())
    }

    /// Runs a command and takes it back now and then.
    fn perhaps(&mut self, command: &str, input: &Value, lived: &mut Lived) -> Result<Option<Value>, Stop> {
        let Some(done) = self.call(command, input, lived)? else { return Ok(None) };
        if done.can_undo && self.chance.random_range(0..6) == 0 {
            self.undo(done.activity, lived)?;
            return Ok(None);
        }
        Ok(Some(done.outcome))
    }

    fn plan(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let current = self.accounts[0].account;
        self.perhaps("plan-pay", &json!({ "day": 25, "from_account": current }), lived)?;
        for (role, every) in [("owner-health-insurance", 1), ("owner-pension", 3)] {
            let (category, amount) = (self.account_of(role)?, self.chance.random_range(1_000..60_000));
            let mut input = json!({
                "name": role, "category": category, "every_months": every, "first_on": self.day,
                "from_account": current, "by_itself": self.chance.random::<bool>(),
            });
            if every == 1 {
                input["amount_minor"] = json!(amount);
            } else {
                input["permille"] = json!(80);
                input["ceiling_minor"] = json!(amount * 4);
            }
            self.perhaps("plan-contribution", &input, lived)?;
        }
        Ok(())
    }

    fn pay_what_is_due(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let planned = self.ask("contributions", json!({}))?;
        for plan in planned["plans"].as_array().into_iter().flatten() {
            let (id, next) = (&plan["id"], &plan["next"]);
            if next["fill_minor"].as_i64().unwrap_or_default() > 0 {
                let fill =
                    json!({ "from": next["fill_from"], "to": plan["pocket"], "amount_minor": next["fill_minor"] });
                self.perhaps("move-money", &fill, lived)?;
            }
            match self.chance.random_range(0..4) {
                0 => self.perhaps("skip-contribution", &json!({ "plan": id, "reason": "thin month" }), lived)?,
                1 => None,
                _ => self.perhaps("run-contribution", &json!({ "plan": id }), lived)?,
            };
        }
        let pay = if self.chance.random_range(0..4) == 0 { "skip-pay" } else { "run-pay" };
        self.perhaps(pay, &json!({}), lived)?;
        Ok(())
    }

    /// A client pays in another currency; some of it is an advance, some is exchanged, some moves between pockets.
    fn foreign_money(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        self.call("open-account", &json!({ "name": "Abroad", "kind": "bank", "currency": FOREIGN }), lived)?;
        let (abroad, sales) = (self.account_of("Abroad")?, self.account_of("sales-services")?);
        let amount = self.chance.random_range(1_000..400_000);
        let worth = amount * 2 / 3 + 1;
        let sale = json!([
            { "account": abroad, "amount_minor": amount, "book_amount_minor": worth },
            { "account": sales, "amount_minor": -worth },
        ]);
        let sale = json!({ "posted_on": self.day, "text": self.mark, "postings": sale });
        if let Some(entry) = self.perhaps("post-entry", &sale, lived)?.map(|posted| posted["entry"].clone()) {
            self.perhaps("agree-job-costs", &json!({ "entry": entry, "amount_minor": amount / 10 }), lived)?;
            self.perhaps("hold-advance", &json!({ "entry": entry, "amount_minor": amount / 2 }), lived)?;
            self.perhaps("earn-advance", &json!({ "entry": entry, "amount_minor": amount / 4 }), lived)?;
            self.perhaps("return-advance", &json!({ "entry": entry, "account": abroad }), lived)?;
        }
        let (gone, came) = (amount / 5 + 1, worth / 5 + 1);
        let exchange = json!([
            { "account": abroad, "amount_minor": -gone, "book_amount_minor": -came },
            { "account": self.accounts[0].account, "amount_minor": came },
        ]);
        let exchange = json!({ "posted_on": self.day, "text": self.mark, "postings": exchange });
        let pocket = self.one_of(|known| &known.pockets);
        let other = self.one_of(|known| &known.pockets);
        if let Some(entry) = self.perhaps("post-entry", &exchange, lived)?.map(|posted| posted["entry"].clone()) {
            self.perhaps("take-exchange-from", &json!({ "entry": entry, "pocket": pocket }), lived)?;
        }
        let moved = json!({ "from": pocket, "to": other, "amount_minor": gone, "currency": FOREIGN });
        self.perhaps("move-money", &moved, lived)?;
        let mut swapped = moved;
        swapped["book_amount_minor"] = json!(came);
        self.perhaps("exchange-between-pockets", &swapped, lived)?;
        Ok(())
    }
}
