//! Open items, their parts, and what was paid of them.

use store::{FromRow, Row, StoreError, Tx, Value, params};

use crate::{
    dimensions::DimensionIds,
    open_items::{ItemPart, OpenItem, Settlement, Side},
};

impl FromRow for OpenItem {
    fn from_row(row: &Row<'_>) -> Result<OpenItem, StoreError> {
        let mut columns = row.columns();
        Ok(OpenItem {
            id: columns.take()?,
            side: Side::from_word(&columns.take::<String>()?).ok_or_else(|| StoreError::decode("side"))?,
            party: columns.take()?,
            party_name: columns.take()?,
            number: columns.take()?,
            issued_on: columns.take()?,
            due_on: columns.take()?,
            amount_minor: columns.take()?,
            settled_minor: columns.take()?,
            tax_account: columns.take()?,
            source_kind: columns.take()?,
            source: columns.take()?,
            entry: columns.take()?,
        })
    }
}

/// The columns of an item, in the order of [`OpenItem`]'s reader, and where they come from.
macro_rules! item_columns {
    () => {
        "i.id, i.side, i.party, p.name, i.number, i.issued_on, i.due_on, i.amount, i.settled, i.tax_account,
         i.source_kind, i.source, i.entry
         FROM open_items i JOIN parties p ON p.business = i.business AND p.id = i.party"
    };
}

/// The key under which a party's number is known: neither case nor spacing makes another.
pub(crate) fn number_key(number: &str) -> String {
    number.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

pub(crate) fn open_item(tx: &mut Tx, id: i64) -> Result<Option<OpenItem>, StoreError> {
    tx.query_optional(
        concat!("SELECT ", item_columns!(), " WHERE i.business = :business AND i.id = :id"),
        &params! { id },
    )
}

pub(crate) fn open_item_numbered(
    tx: &mut Tx,
    side: Side,
    party: i64,
    number: &str,
) -> Result<Option<OpenItem>, StoreError> {
    tx.query_optional(
        concat!(
            "SELECT ",
            item_columns!(),
            " WHERE i.business = :business AND i.side = :side AND i.party = :party AND i.number_key = :number_key"
        ),
        &params! { side: side.as_str(), party, number_key: number_key(number) },
    )
}

pub(crate) fn open_item_of_source(tx: &mut Tx, kind: &str, source: i64) -> Result<Option<OpenItem>, StoreError> {
    tx.query_optional(
        concat!(
            "SELECT ",
            item_columns!(),
            " WHERE i.business = :business AND i.source_kind = :kind AND i.source = :source"
        ),
        &params! { kind, source },
    )
}

/// Items in a state (`open`, `settled`), those due first; at most so many.
pub(crate) fn open_items_in_state(tx: &mut Tx, state: &str, limit: i64) -> Result<Vec<OpenItem>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            item_columns!(),
            " WHERE i.business = :business AND i.state = :state ORDER BY i.due_on, i.id LIMIT :limit"
        ),
        &params! { state, limit },
    )
}

/// Items that are paid, those issued last first; at most so many.
pub(crate) fn newest_paid_items(tx: &mut Tx, limit: i64) -> Result<Vec<OpenItem>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            item_columns!(),
            " WHERE i.business = :business AND i.state = 'settled' ORDER BY i.issued_on DESC, i.id DESC LIMIT :limit"
        ),
        &params! { limit },
    )
}

pub(crate) fn insert_open_item(tx: &mut Tx, item: &OpenItem, parts: &[ItemPart]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO open_items (business, id, side, party, number, number_key, issued_on, due_on, amount, settled, state,
                tax_account, source_kind, source, entry)
         VALUES (:business, :id, :side, :party, :number, :number_key, :issued_on, :due_on, :amount, :settled, :state,
                :tax_account, :source_kind, :source, :entry)",
        &params! {
            id: item.id,
            side: item.side.as_str(),
            party: item.party,
            number: &item.number,
            number_key: number_key(&item.number),
            issued_on: item.issued_on,
            due_on: item.due_on,
            amount: item.amount_minor,
            settled: item.settled_minor,
            state: "open",
            tax_account: item.tax_account,
            source_kind: &item.source_kind,
            source: item.source,
            entry: item.entry,
        },
    )?;
    let rows: Vec<[Value<'_>; 10]> = parts
        .iter()
        .enumerate()
        .map(|(position, part)| {
            let [client, project, offer, channel] = part.dimensions;
            [
                item.id.into(),
                (position as i64).into(),
                part.category.into(),
                part.tax_code.as_str().into(),
                part.net_minor.into(),
                part.tax_minor.into(),
                client.into(),
                project.into(),
                offer.into(),
                channel.into(),
            ]
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO open_item_parts (business, item, position, category, tax_code, net, tax, client, project, offer, channel)",
        "",
        &rows,
    )?;
    Ok(())
}

pub(crate) fn delete_open_item(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM open_item_parts WHERE business = :business AND item = :id", &params! { id })?;
    tx.execute("DELETE FROM open_items WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

impl FromRow for ItemPart {
    fn from_row(row: &Row<'_>) -> Result<ItemPart, StoreError> {
        let dimensions: DimensionIds = [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        Ok(ItemPart {
            category: row.get(0)?,
            tax_code: row.get(1)?,
            net_minor: row.get(2)?,
            tax_minor: row.get(3)?,
            dimensions,
        })
    }
}

pub(crate) fn parts_of_item(tx: &mut Tx, item: i64) -> Result<Vec<ItemPart>, StoreError> {
    tx.query(
        "SELECT category, tax_code, net, tax, client, project, offer, channel
         FROM open_item_parts WHERE business = :business AND item = :item ORDER BY position",
        &params! { item },
    )
}

/// What was paid so far of each part of an item: position, net, tax.
pub(crate) fn settled_parts(tx: &mut Tx, item: i64) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT p.position, CAST(SUM(p.net) AS BIGINT), CAST(SUM(p.tax) AS BIGINT)
         FROM settlements s JOIN settlement_parts p ON p.business = s.business AND p.settlement = s.id
         WHERE s.business = :business AND s.item = :item GROUP BY p.position ORDER BY p.position",
        &params! { item },
    )
}

store::from_row!(Settlement { id, item, settled_on, amount_minor, entry });

pub(crate) fn settlements_of_item(tx: &mut Tx, item: i64) -> Result<Vec<Settlement>, StoreError> {
    tx.query(
        "SELECT id, item, settled_on, amount, entry FROM settlements
         WHERE business = :business AND item = :item ORDER BY settled_on, id",
        &params! { item },
    )
}

pub(crate) fn settlements_of_entry(tx: &mut Tx, entry: i64) -> Result<Vec<Settlement>, StoreError> {
    tx.query(
        "SELECT id, item, settled_on, amount, entry FROM settlements
         WHERE business = :business AND entry = :entry ORDER BY id",
        &params! { entry },
    )
}

pub(crate) fn insert_settlement(tx: &mut Tx, settlement: &Settlement, parts: &[(i64, i64)]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO settlements (business, id, item, settled_on, amount, entry)
         VALUES (:business, :id, :item, :settled_on, :amount, :entry)",
        &params! {
            id: settlement.id,
            item: settlement.item,
            settled_on: settlement.settled_on,
            amount: settlement.amount_minor,
            entry: settlement.entry,
        },
    )?;
    let rows: Vec<[Value<'_>; 4]> = parts
        .iter()
        .enumerate()
        .map(|(position, (net, tax))| [settlement.id.into(), (position as i64).into(), (*net).into(), (*tax).into()])
        .collect();
    tx.insert_rows("INSERT INTO settlement_parts (business, settlement, position, net, tax)", "", &rows)?;
    Ok(())
}

pub(crate) fn delete_settlement(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM settlement_parts WHERE business = :business AND settlement = :id", &params! { id })?;
    tx.execute("DELETE FROM settlements WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

/// Adds to what was paid of an item (takes away when negative), and says whether anything is left.
pub(crate) fn add_settled(tx: &mut Tx, item: i64, amount: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE open_items SET settled = settled + :amount,
                state = CASE WHEN settled + :amount = amount THEN 'settled' ELSE 'open' END
         WHERE business = :business AND id = :item",
        &params! { item, amount },
    )?;
    Ok(())
}

/// An item with what its parts and its payments add up to.
#[derive(Debug, Clone)]
pub(crate) struct ItemSums {
    pub id: i64,
    pub number: String,
    pub amount: i64,
    pub settled: i64,
    pub state: String,
    pub parts: i64,
    pub payments: i64,
    pub payment_parts: i64,
}

store::from_row!(ItemSums { id, number, amount, settled, state, parts, payments, payment_parts });

/// Items after one, in the order of their ids, with the sums that `verify` compares.
pub(crate) fn item_sums(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<ItemSums>, StoreError> {
    tx.query(
        "SELECT i.id, i.number, i.amount, i.settled, i.state,
                (SELECT CAST(COALESCE(SUM(p.net + p.tax), 0) AS BIGINT) FROM open_item_parts p
                 WHERE p.business = i.business AND p.item = i.id),
                (SELECT CAST(COALESCE(SUM(s.amount), 0) AS BIGINT) FROM settlements s
                 WHERE s.business = i.business AND s.item = i.id),
                (SELECT CAST(COALESCE(SUM(q.net + q.tax), 0) AS BIGINT)
                 FROM settlements s JOIN settlement_parts q ON q.business = s.business AND q.settlement = s.id
                 WHERE s.business = i.business AND s.item = i.id)
         FROM open_items i WHERE i.business = :business AND i.id > :after ORDER BY i.id LIMIT :limit",
        &params! { after, limit },
    )
}
