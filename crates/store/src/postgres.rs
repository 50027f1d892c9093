//! The hosted engine: a pool of connections, each with its prepared statements.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls};

use crate::connection::{Params, arrange};
use crate::row::{Inner, Row};
use crate::rows::statement;
use crate::sql::{Known, Sql};
use crate::{BusinessId, StoreError, Value};

/// How many connections one program holds at most. PostgreSQL's own default limit is 100 for all programs.
const MOST_CONNECTIONS: u32 = 16;

/// A server and the connections to it.
pub(crate) struct Server {
    pub(crate) location: String,
    pool: r2d2::Pool<Connector>,
}

/// One connection with the statements it has met.
pub(crate) struct Session {
    client: Client,
    known: Known,
    prepared: HashMap<usize, (Arc<Sql>, postgres::Statement)>,
}

/// A connection lent to one transaction; the pool takes it back when dropped.
pub(crate) struct Lent {
    session: r2d2::PooledConnection<Connector>,
}

pub(crate) struct Connector {
    config: Config,
}

impl r2d2::ManageConnection for Connector {
    type Connection = Session;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Session, postgres::Error> {
        let client = self.config.connect(NoTls)?;
        Ok(Session { client, known: Known::default(), prepared: HashMap::new() })
    }

    fn is_valid(&self, session: &mut Session) -> Result<(), postgres::Error> {
        session.client.simple_query("").map(drop)
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.client.is_closed()
    }
}

/// Reads an address; what is wrong with it is said without its password.
pub(crate) fn parse(url: &str) -> Result<Config, StoreError> {
    url.parse::<Config>().map_err(|error| StoreError::Connection { detail: error.to_string() })
}

/// The address as it may be shown: without user and password.
pub(crate) fn shown(config: &Config) -> String {
    let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
        postgres::config::Host::Tcp(name) => name.clone(),
        postgres::config::Host::Unix(path) => path.display().to_string(),
    });
    format!("postgres://{host}/{}", config.get_dbname().unwrap_or_default())
}

impl Server {
    pub(crate) fn connect(config: Config) -> Result<Arc<Server>, StoreError> {
        let location = shown(&config);
        // A first connection outside the pool: its error says more than the pool's.
        drop(config.connect(NoTls)?);
        let pool = r2d2::Pool::builder()
            .max_size(MOST_CONNECTIONS)
            .min_idle(Some(0))
            .test_on_check_out(false)
            .build(Connector { config })
            .map_err(pool_error)?;
        Ok(Arc::new(Server { location, pool }))
    }

    pub(crate) fn lend(&self) -> Result<Lent, StoreError> {
        Ok(Lent { session: self.pool.get().map_err(pool_error)? })
    }
}

fn pool_error(error: r2d2::Error) -> StoreError {
    StoreError::Connection { detail: error.to_string() }
}

impl Session {
    /// The prepared form of a statement. The key is the address of the parsed text, which `prepared` keeps alive.
    fn prepare(&mut self, sql: &Arc<Sql>) -> Result<postgres::Statement, StoreError> {
        let key = Arc::as_ptr(sql) as usize;
        if let Some((_, statement)) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&sql.dollar)?;
        self.prepared.insert(key, (Arc::clone(sql), statement.clone()));
        Ok(statement)
    }
}

impl Lent {
    pub(crate) fn client(&mut self) -> &mut Client {
        &mut self.session.client
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), StoreError> {
        Ok(self.session.client.batch_execute(text)?)
    }

    pub(crate) fn execute(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
    ) -> Result<u64, StoreError> {
        let sql = self.session.known.statement(sql);
        let prepared = self.session.prepare(&sql)?;
        let business = business.map(Value::Int);
        let values = arranged(&sql, params, business.as_ref())?;
        Ok(self.session.client.execute(&prepared, &values)?)
    }

    pub(crate) fn query_each(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let sql = self.session.known.statement(sql);
        let prepared = self.session.prepare(&sql)?;
        let business = business.map(Value::Int);
        let values = arranged(&sql, params, business.as_ref())?;
        let mut rows = self.session.client.query_raw(&prepared, values)?;
        while let Some(row) = rows.next()? {
            each(&Row(Inner::Postgres(&row)))?;
        }
        Ok(())
    }

    pub(crate) fn insert(
        &mut self,
        insert: &'static str,
        conflict: &'static str,
        rows: usize,
        values_per_row: usize,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let sql = self.session.known.bulk(insert, conflict, rows, || statement(insert, conflict, rows, values_per_row));
        let prepared = self.session.prepare(&sql)?;
        let values: Vec<Bound<'_>> = values.iter().map(|value| value as Bound<'_>).collect();
        Ok(self.session.client.execute(&prepared, &values)?)
    }
}

/// A value as the client takes it.
type Bound<'p> = &'p (dyn ToSql + Sync);

fn arranged<'p>(
    sql: &Sql,
    params: Params<'p, 'p>,
    business: Option<&'p Value<'p>>,
) -> Result<Vec<Bound<'p>>, StoreError> {
    let mut values = Vec::with_capacity(sql.names.len());
    arrange(&sql.names, params, business, |_, value| {
        values.push(value as Bound<'p>);
        Ok(())
    })?;
    Ok(values)
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => {
                match *kind {
                    Type::INT8 => number.to_sql(kind, out),
                    Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
                    Type::INT2 => i16::try_from(*number)?.to_sql(kind, out),
                    Type::BOOL => (*number != 0).to_sql(kind, out),
                    _ => Err(format!("a parameter is {kind} here and was given a number; write CAST(:name AS BIGINT)")
                        .into()),
                }
            }
            Value::Text(text) if <&str as ToSql>::accepts(kind) => text.as_ref().to_sql(kind, out),
            Value::Blob(bytes) if *kind == Type::BYTEA => bytes.as_ref().to_sql(kind, out),
            Value::Text(_) => Err(format!("a parameter is {kind} here and was given a text").into()),
            Value::Blob(_) => Err(format!("a parameter is {kind} here and was given bytes").into()),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column as one of the four values. COUNT gives int8, a literal int4, a comparison bool; all are numbers to SQLite.
struct Column<'r>(Option<Value<'r>>);

impl<'r> FromSql<'r> for Column<'r> {
    fn from_sql(kind: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Column(match *kind {
            Type::INT8 => Some(Value::Int(i64::from_sql(kind, raw)?)),
            Type::INT4 => Some(Value::Int(i32::from_sql(kind, raw)?.into())),
            Type::INT2 => Some(Value::Int(i16::from_sql(kind, raw)?.into())),
            Type::BOOL => Some(Value::Int(bool::from_sql(kind, raw)?.into())),
            Type::BYTEA => Some(Value::Blob(raw.into())),
            _ if <&str as FromSql<'_>>::accepts(kind) => Some(Value::Text(<&str>::from_sql(kind, raw)?.into())),
            _ => None,
        }))
    }

    fn from_sql_null(_kind: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Column(Some(Value::Null)))
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }
}

pub(crate) fn column(row: &postgres::Row, column: usize) -> Result<Option<Value<'_>>, StoreError> {
    Ok(row.try_get::<_, Column<'_>>(column)?.0)
}
