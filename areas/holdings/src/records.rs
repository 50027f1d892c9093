//! The SQL of this area's own tables.

use books::rules::rates::{Rate, RateSource};
use jiff::civil::Date;
use store::{StoreError, Tx, params};

use crate::{asset::Asset, event::Event, quantity::Quantity};

/// A wallet.
#[derive(Debug, Clone)]
pub(crate) struct WalletRow {
    pub id: i64,
    pub name: String,
}

store::from_row!(WalletRow { id, name });

pub(crate) fn wallets(tx: &mut Tx) -> Result<Vec<WalletRow>, StoreError> {
    tx.query("SELECT id, name FROM wallets WHERE business = :business ORDER BY name", &[])
}

pub(crate) fn insert_wallet(tx: &mut Tx, id: i64, name: &str) -> Result<(), StoreError> {
    tx.execute("INSERT INTO wallets (business, id, name) VALUES (:business, :id, :name)", &params! { id, name })?;
    Ok(())
}

store::from_row!(Event {
    id,
    kind,
    on,
    wallet,
    asset,
    quantity,
    into_wallet,
    into_asset,
    into_quantity,
    fee,
    worth_minor,
    account,
    account_minor,
    category,
    tax_code,
    tax_minor,
    party,
    text,
    since,
    price,
    price_source,
    account_rate,
    account_rate_on,
    account_rate_source,
    reference,
    import,
    cost_minor,
    entry,
    taken_back,
});

/// A statement that reads whole events.
macro_rules! events_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, happened_on, wallet, asset, quantity, into_wallet, into_asset, into_quantity, fee, worth,
                account, account_amount, category, tax_code, tax, party, text, since, price, price_source, account_rate,
                account_rate_on, account_rate_source, reference, import, cost, entry, taken_back
             FROM crypto_events WHERE business = :business ",
            $rest
        )
    };
}

/// All events that stand, in the order of their days.
pub(crate) fn events(tx: &mut Tx) -> Result<Vec<Event>, StoreError> {
    tx.query(events_where!("AND taken_back = 0 ORDER BY happened_on, id"), &[])
}

/// All events of some days, the newest first, those taken back too.
pub(crate) fn events_between(tx: &mut Tx, from: Date, through: Date, limit: i64) -> Result<Vec<Event>, StoreError> {
    tx.query(
        events_where!(
            "AND happened_on >= :from AND happened_on <= :through ORDER BY happened_on DESC, id DESC LIMIT :limit"
        ),
        &params! { from, through, limit },
    )
}

pub(crate) fn event(tx: &mut Tx, id: i64) -> Result<Option<Event>, StoreError> {
    tx.query_optional(events_where!("AND id = :id"), &params! { id })
}

pub(crate) fn insert_event(tx: &mut Tx, event: &Event) -> Result<(), StoreError> {
    let text = |quantity: Quantity| quantity.to_string();
    tx.execute(
        "INSERT INTO crypto_events
           (business, id, kind, happened_on, wallet, asset, quantity, into_wallet, into_asset, into_quantity, fee, worth,
            account, account_amount, category, tax_code, tax, party, text, since, price, price_source, account_rate,
            account_rate_on, account_rate_source, reference, import, cost, entry, taken_back)
         VALUES
           (:business, :id, :kind, :happened_on, :wallet, :asset, :quantity, :into_wallet, :into_asset, :into_quantity, :fee,
            :worth, :account, :account_amount, :category, :tax_code, :tax, :party, :text, :since, :price, :price_source,
            :account_rate, :account_rate_on, :account_rate_source, :reference, :import, NULL, NULL, 0)",
        &params! {
            id: event.id,
            kind: event.kind.as_str(),
            happened_on: event.on,
            wallet: event.wallet,
            asset: event.asset.code(),
            quantity: text(event.quantity),
            into_wallet: event.into_wallet,
            into_asset: event.into_asset.as_ref().map(Asset::code),
            into_quantity: text(event.into_quantity),
            fee: text(event.fee),
            worth: event.worth_minor,
            account: event.account,
            account_amount: event.account_minor,
            category: event.category,
            tax_code: event.tax_code.as_str(),
            tax: event.tax_minor,
            party: event.party,
            text: event.text.as_str(),
            since: event.since,
            price: event.price,
            price_source: event.price_source.as_str(),
            account_rate: event.account_rate,
            account_rate_on: event.account_rate_on,
            account_rate_source: event.account_rate_source.as_str(),
            reference: event.reference.as_str(),
            import: event.import,
        },
    )?;
    Ok(())
}

/// Keeps what an event's entry books.
pub(crate) fn set_booked(tx: &mut Tx, id: i64, cost: Option<i64>, entry: Option<i64>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE crypto_events SET cost = :cost, entry = :entry WHERE business = :business AND id = :id",
        &params! { id, cost, entry },
    )?;
    Ok(())
}

pub(crate) fn set_taken_back(tx: &mut Tx, id: i64, taken_back: bool) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE crypto_events SET taken_back = :taken_back WHERE business = :business AND id = :id",
        &params! { id, taken_back: i64::from(taken_back) },
    )?;
    Ok(())
}

/// The events that an import brought and that stand.
pub(crate) fn events_of_import(tx: &mut Tx, import: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT id FROM crypto_events WHERE business = :business AND import = :import AND taken_back = 0 ORDER BY id",
        &params! { import },
    )
}

/// The references by which lines of files are known.
pub(crate) fn references(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    tx.query(
        "SELECT reference FROM crypto_events WHERE business = :business AND reference <> '' AND taken_back = 0",
        &[],
    )
}

/// The prices of an asset through a day, the oldest first.
pub(crate) fn prices_through(tx: &mut Tx, asset: &Asset, through: Date) -> Result<Vec<Rate>, StoreError> {
    let rows: Vec<(Date, String, i64)> = tx.query(
        "SELECT day, source, price FROM crypto_prices
         WHERE business = :business AND asset = :asset AND day <= :through ORDER BY day, source",
        &params! { asset: asset.code(), through },
    )?;
    rows.into_iter()
        .map(|(on, source, rate)| {
            let source = RateSource::from_word(&source).ok_or_else(|| StoreError::decode("source"))?;
            Ok(Rate { on, source, rate })
        })
        .collect()
}

pub(crate) fn price(tx: &mut Tx, asset: &Asset, day: Date, source: RateSource) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT price FROM crypto_prices
         WHERE business = :business AND asset = :asset AND day = :day AND source = :source",
        &params! { asset: asset.code(), day, source: source.as_str() },
    )
}

pub(crate) fn write_price(
    tx: &mut Tx,
    asset: &Asset,
    day: Date,
    source: RateSource,
    price: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO crypto_prices (business, asset, day, source, price) VALUES (:business, :asset, :day, :source, :price)
         ON CONFLICT (business, asset, day, source) DO UPDATE SET price = excluded.price",
        &params! { asset: asset.code(), day, source: source.as_str(), price },
    )?;
    Ok(())
}

pub(crate) fn delete_price(tx: &mut Tx, asset: &Asset, day: Date, source: RateSource) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM crypto_prices WHERE business = :business AND asset = :asset AND day = :day AND source = :source",
        &params! { asset: asset.code(), day, source: source.as_str() },
    )
}

/// The word of the method that the owner chose.
pub(crate) fn cost_method(tx: &mut Tx) -> Result<Option<String>, StoreError> {
    tx.query_optional("SELECT method FROM cost_methods WHERE business = :business AND id = 1", &[])
}

pub(crate) fn set_cost_method(tx: &mut Tx, method: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO cost_methods (business, id, method) VALUES (:business, 1, :method)
         ON CONFLICT (business, id) DO UPDATE SET method = excluded.method",
        &params! { method },
    )?;
    Ok(())
}
