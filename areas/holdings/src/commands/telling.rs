//! What the commands that tell an event have in common.

use books::rules::rates::RateSource;
use jiff::civil::Date;
use kernel::{Command as _, Context, Failure, Undo};
use ledger::{AccountKind, Currency};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::TakeBackCrypto;
use crate::{
    asset::Asset,
    booking::{tell, text_of},
    event::Event,
    quantity::Quantity,
    records,
    refusal::CryptoRefusal,
    rules::worth::{price_of, worth},
};

/// An event that was told.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ToldEvent {
    /// Its id.
    pub event: i64,
    /// What happened.
    pub text: String,
    /// Its entry; none where it changed nothing in the books.
    pub entry: Option<i64>,
    /// What that which left had cost, in minor units of the books' currency.
    pub cost_minor: i64,
    /// What was gained on it, a loss negative; none where nothing was fetched for it.
    pub gained_minor: Option<i64>,
    /// The currency of the books.
    pub currency: String,
}

impl ToldEvent {
    pub(super) fn sentence(&self) -> String {
        let amount = |minor: i64| fmt::money(minor, &self.currency);
        match self.gained_minor {
            Some(gained) if gained < 0 => {
                t!("{text}: {amount} lost.", text = self.text, amount = amount(gained.saturating_neg()))
            }
            Some(gained) => t!("{text}: {amount} gained.", text = self.text, amount = amount(gained)),
            None => format!("{}.", self.text.trim_end_matches('.')),
        }
    }

    pub(super) fn undo(&self) -> Undo {
        Undo::Compensating { command: TakeBackCrypto::NAME, input: json!({ "event": self.event }) }
    }
}

/// Tells an event and says what came of it.
pub(super) fn told(context: &mut Context, event: Event) -> Result<ToldEvent, Failure> {
    let event = tell(context, event)?;
    let text = text_of(context, &event)?;
    Ok(ToldEvent {
        event: event.id,
        text,
        entry: event.entry,
        cost_minor: event.cost_minor.unwrap_or(0),
        gained_minor: event.gained_minor(),
        currency: context.settings.currency.code().to_owned(),
    })
}

/// A command that tells one event: its parts are the same for all of them. It gives the event that `event` makes of it.
macro_rules! tells_an_event {
    ($command:ty, $name:literal, $about:expr) => {
        impl kernel::Command for $command {
            const NAME: &'static str = $name;
            const UNDO: kernel::UndoKind = kernel::UndoKind::Compensating;
            const REFUSALS: &'static [&'static str] = $crate::refusal::REFUSALS;
            type Outcome = $crate::ToldEvent;

            fn about() -> String {
                $about
            }

            fn perform(&self, context: &mut kernel::Context) -> Result<Self::Outcome, kernel::Failure> {
                let event = self.event(context)?;
                $crate::commands::telling::told(context, event)
            }

            fn sentence(&self, outcome: &Self::Outcome) -> String {
                outcome.sentence()
            }

            fn undo(&self, outcome: &Self::Outcome) -> kernel::Undo {
                outcome.undo()
            }
        }
    };
}
pub(super) use tells_an_event;

/// The asset that was named.
pub(super) fn asset(text: &str, field: &'static str) -> Result<Asset, Failure> {
    text.parse().map_err(|_| CryptoRefusal::BadAsset(field).into())
}

/// How much of it; more than nothing, and no finer than it comes.
pub(super) fn quantity(text: &str, asset: &Asset, field: &'static str) -> Result<Quantity, Failure> {
    let quantity: Quantity = text.parse().map_err(|_| CryptoRefusal::BadQuantity(field))?;
    if quantity <= Quantity::ZERO {
        return Err(CryptoRefusal::NotPositive(field).into());
    }
    if quantity.decimals() > asset.decimals() {
        return Err(CryptoRefusal::TooFine { field, asset: asset.clone() }.into());
    }
    Ok(quantity)
}

/// The day it happened: today unless said otherwise, and never one to come.
pub(super) fn day(context: &Context, on: Option<Date>) -> Result<Date, Failure> {
    let on = on.unwrap_or(context.today);
    if on > context.today { Err(CryptoRefusal::Later.into()) } else { Ok(on) }
}

/// The owner's words, as they are kept.
pub(super) fn words(text: &str) -> Result<String, Failure> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > 200 { Err(CryptoRefusal::TextTooLong.into()) } else { Ok(text) }
}

/// The wallet of that name, which is opened where it is new.
pub(super) fn wallet_to(context: &mut Context, name: &str, field: &'static str) -> Result<i64, Failure> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 60 {
        return Err(CryptoRefusal::WalletName(field).into());
    }
    if let Some(id) = known(context, &name)? {
        return Ok(id);
    }
    let id = context.tx.next_id()?;
    records::insert_wallet(&mut context.tx, id, &name)?;
    Ok(id)
}

/// The wallet of that name, which has to be there: nothing leaves a wallet that holds nothing.
pub(super) fn wallet_from(context: &mut Context, name: &str, field: &'static str) -> Result<i64, Failure> {
    let found = known(context, name.split_whitespace().collect::<Vec<_>>().join(" ").as_str())?;
    found.ok_or_else(|| CryptoRefusal::NoSuchWallet { field, name: name.chars().take(60).collect() }.into())
}

fn known(context: &mut Context, name: &str) -> Result<Option<i64>, Failure> {
    let wallets = records::wallets(&mut context.tx)?;
    Ok(wallets.into_iter().find(|wallet| wallet.name.to_lowercase() == name.to_lowercase()).map(|wallet| wallet.id))
}

/// Gives an event its worth: as stated, else by the price of its very day.
pub(super) fn value(context: &mut Context, event: &mut Event, stated_minor: Option<i64>) -> Result<(), Failure> {
    let books = context.settings.currency;
    match stated_minor {
        Some(stated) => {
            event.worth_minor = positive(stated, "worth_minor")?;
            state_price(event, RateSource::Owner, books);
        }
        None => {
            let known = records::prices_through(&mut context.tx, &event.asset, event.on)?;
            let nearest = known.iter().filter(|price| price.on == event.on).min_by_key(|price| price.source);
            let price = nearest.ok_or_else(|| CryptoRefusal::NoPrice { asset: event.asset.clone(), on: event.on })?;
            event.worth_minor = worth(event.quantity, price.rate, books).ok_or(CryptoRefusal::TooLarge)?;
            positive(event.worth_minor, "worth_minor")?;
            event.price = price.rate;
            event.price_source = price.source.as_str().to_owned();
        }
    }
    Ok(())
}

/// What an event's worth says about the price; nothing where that fits no price.
pub(super) fn state_price(event: &mut Event, source: RateSource, books: Currency) {
    if let Some(price) = price_of(event.quantity, event.worth_minor, books) {
        event.price = price;
        event.price_source = source.as_str().to_owned();
    }
}

pub(super) fn positive(amount_minor: i64, field: &'static str) -> Result<i64, Failure> {
    if amount_minor > 0 { Ok(amount_minor) } else { Err(CryptoRefusal::NotPositive(field).into()) }
}

/// Gives an event the money that was paid or received for it, on an account of any currency.
pub(super) fn money(
    context: &mut Context,
    event: &mut Event,
    (account, field): (i64, &'static str),
    amount_minor: i64,
    stated_minor: Option<i64>,
) -> Result<(), Failure> {
    positive(amount_minor, "amount_minor")?;
    let found = books::account(context, account)?;
    if !(found.kind.is_cash() || found.kind == AccountKind::Card) {
        return Err(CryptoRefusal::NotMoney { field, name: found.name.clone() }.into());
    }
    let valued = books::valued(context, account, amount_minor, stated_minor, event.on, "worth_minor")?;
    event.account = Some(account);
    event.account_minor = valued.amount_minor;
    event.worth_minor = valued.book_minor;
    if let Some(rate) = valued.rate {
        event.account_rate = rate.rate;
        event.account_rate_on = Some(rate.on);
        event.account_rate_source = rate.source.as_str().to_owned();
    }
    let books = context.settings.currency;
    // What was paid or received is the price, whoever publishes another.
    state_price(event, RateSource::BankLine, books);
    Ok(())
}

/// Gives an event what it was for, and the tax in its worth.
pub(super) fn purpose(
    context: &mut Context,
    event: &mut Event,
    category: i64,
    code: Option<&str>,
    fits: impl Fn(&books::Account) -> Option<CryptoRefusal>,
) -> Result<(), Failure> {
    let found = books::account(context, category)?.clone();
    if let Some(refused) = fits(&found) {
        return Err(refused.into());
    }
    let code = code.filter(|code| !code.is_empty());
    if let Some(code) = code
        && books::chart::tax_code(&context.settings.country, code).is_none()
    {
        return Err(CryptoRefusal::NoSuchTaxCode { code: code.chars().take(40).collect() }.into());
    }
    let tax = match found.kind {
        // What the owner puts in or takes out has no tax in it.
        AccountKind::Equity => Some((String::new(), 0)),
        _ => books::tax_contained(context, category, code, event.worth_minor, event.on)?,
    };
    let (tax_code, tax_minor) = tax.ok_or(CryptoRefusal::TaxUndecided)?;
    (event.category, event.tax_code, event.tax_minor) = (Some(category), tax_code, tax_minor);
    Ok(())
}
