//! One connection to one of the two engines, and what both can do.

use crate::{BusinessId, Row, StoreError, Value, postgres, sqlite};

/// A list of named parameters.
pub(crate) type Params<'p, 'v> = &'p [(&'p str, Value<'v>)];

/// A connection lent to a transaction; it goes home when dropped.
pub(crate) enum Connection {
    Sqlite(Box<sqlite::Lent>),
    Postgres(Box<postgres::Lent>),
}

impl Connection {
    /// Runs fixed text of our own, without parameters.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(lent) => lent.batch(text),
            Connection::Postgres(lent) => lent.batch(text),
        }
    }

    pub(crate) fn execute(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
    ) -> Result<u64, StoreError> {
        match self {
            Connection::Sqlite(lent) => lent.execute(sql, params, business),
            Connection::Postgres(lent) => lent.execute(sql, params, business),
        }
    }

    pub(crate) fn query_each(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(lent) => lent.query_each(sql, params, business, each),
            Connection::Postgres(lent) => lent.query_each(sql, params, business, each),
        }
    }

    /// The same for very many rows, whose order is that of a key.
    pub(crate) fn scan(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(lent) => lent.scan(sql, params, business, each),
            // It sends its rows in bulk as it is.
            Connection::Postgres(lent) => lent.query_each(sql, params, business, each),
        }
    }

    /// One multi-row insert; `values` begins with the business and then has the rows one after the other.
    pub(crate) fn insert(
        &mut self,
        insert: &'static str,
        conflict: &'static str,
        rows: usize,
        values_per_row: usize,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        match self {
            Connection::Sqlite(lent) => lent.insert(insert, conflict, rows, values_per_row, values),
            Connection::Postgres(lent) => lent.insert(insert, conflict, rows, values_per_row, values),
        }
    }
}

/// The value of each parameter a statement names, in its order.
pub(crate) fn arrange<'p, 'v>(
    names: &[String],
    params: Params<'p, 'v>,
    business: Option<&'p Value<'v>>,
    mut bind: impl FnMut(usize, &'p Value<'v>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for (index, name) in names.iter().enumerate() {
        let value = match business {
            Some(business) if name == "business" => business,
            _ => match params.iter().find(|(given, _)| given == name) {
                Some((_, value)) => value,
                None => return Err(StoreError::MissingParameter { name: name.clone() }),
            },
        };
        bind(index, value)?;
    }
    Ok(())
}
