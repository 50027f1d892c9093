//! Reading rows: from the columns of a statement to plain values.

use std::borrow::Cow;

use crate::{StoreError, Value};

/// One row of a result, on either engine.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Gathered(crate::sqlite::GatheredRow<'r>),
    Postgres(&'r ::postgres::Row),
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    #[inline]
    pub fn get<T: FromColumn>(&self, column: usize) -> Result<T, StoreError> {
        self.value(column)?.and_then(T::from_column).ok_or_else(|| StoreError::Decode { column: self.name(column) })
    }

    /// The text of a column, as long as the row is there.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.value(column)? {
            Some(Value::Text(Cow::Borrowed(text))) => Ok(text),
            _ => Err(StoreError::Decode { column: self.name(column) }),
        }
    }

    /// A text or blob of a known length; whether a text is one is not looked at.
    #[inline]
    pub fn fixed<const N: usize>(&self, column: usize) -> Result<[u8; N], StoreError> {
        let bytes = match &self.0 {
            Inner::Gathered(row) => row.bytes(column).and_then(|bytes| bytes.try_into().ok()),
            _ => match self.value(column)? {
                Some(Value::Text(text)) => text.as_bytes().try_into().ok(),
                Some(Value::Blob(bytes)) => bytes.as_ref().try_into().ok(),
                _ => None,
            },
        };
        bytes.ok_or_else(|| StoreError::Decode { column: self.name(column) })
    }

    /// The columns one after the other.
    pub fn columns(&self) -> Columns<'_> {
        Columns { row: self, next: 0 }
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_count(),
            Inner::Gathered(row) => row.len(),
            Inner::Postgres(row) => row.len(),
        }
    }

    /// Whether the row has no columns.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value as it is stored; `None` for a type that is none of the four.
    #[inline]
    pub(crate) fn value(&self, column: usize) -> Result<Option<Value<'_>>, StoreError> {
        match &self.0 {
            Inner::Sqlite(row) => Ok(crate::sqlite::column(row.get_ref(column)?)),
            Inner::Gathered(row) => Ok(row.value(column)),
            Inner::Postgres(row) => crate::postgres::column(row, column),
        }
    }

    fn name(&self, column: usize) -> String {
        let name = match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_name(column).ok().map(str::to_owned),
            Inner::Gathered(_) => None,
            Inner::Postgres(row) => row.columns().get(column).map(|column| column.name().to_owned()),
        };
        name.unwrap_or_else(|| column.to_string())
    }
}

/// Hands out the columns of a row one after the other, in the order of the statement.
pub struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl Columns<'_> {
    /// The next column.
    #[inline]
    pub fn take<T: FromColumn>(&mut self) -> Result<T, StoreError> {
        let column = self.next;
        self.next += 1;
        self.row.get(column)
    }
}

/// A type that one column can be read into.
pub trait FromColumn: Sized {
    /// The value, or `None` when the column holds something else.
    fn from_column(value: Value<'_>) -> Option<Self>;
}

/// A type that a whole row can be read into. `from_row!` writes it for a struct.
pub trait FromRow: Sized {
    /// Reads the columns in the order of the statement.
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_column(value).map(Some),
        }
    }
}

impl FromColumn for bool {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromColumn for String {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => Some(bytes.into_owned()),
            _ => None,
        }
    }
}

impl FromColumn for [u8; 32] {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => bytes.as_ref().try_into().ok(),
            _ => None,
        }
    }
}

impl FromColumn for jiff::civil::Date {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl FromColumn for Value<'static> {
    fn from_column(value: Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Null => Value::Null,
            Value::Int(number) => Value::Int(number),
            Value::Text(text) => Value::Text(text.into_owned().into()),
            Value::Blob(bytes) => Value::Blob(bytes.into_owned().into()),
        })
    }
}

macro_rules! integer_columns {
    ($($type:ty),*) => {$(
        impl FromColumn for $type {
            fn from_column(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Int(number) => number.try_into().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

integer_columns!(i64, i32, i16, u64, u32, u16, u8, usize);

macro_rules! single_columns {
    ($($type:ty),*) => {$(
        impl FromRow for $type {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
                row.get(0)
            }
        }
    )*};
}

single_columns!(i64, i32, i16, u64, u32, u16, u8, usize, bool, String, Vec<u8>, [u8; 32], jiff::civil::Date);

impl<T: FromColumn> FromRow for Option<T> {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        row.get(0)
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: FromColumn),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
                let mut columns = row.columns();
                Ok(($(columns.take::<$name>()?,)+))
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);

/// Reads a struct from a row, field by field in the order given: `from_row!(Account { id, name, kind })`.
#[macro_export]
macro_rules! from_row {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::FromRow for $type {
            fn from_row(row: &$crate::Row<'_>) -> ::std::result::Result<Self, $crate::StoreError> {
                let mut columns = row.columns();
                ::std::result::Result::Ok($type { $($field: columns.take()?),+ })
            }
        }
    };
}
