//! Values on their way into a statement, and the `params!` list that names them.

use std::borrow::Cow;

/// One value of a statement: the four types both engines share.
///
/// Money is `Int` in minor units, a flag is `Int` 0 or 1, a date is `Text` in ISO form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(Cow<'a, str>),
    /// BYTEA on PostgreSQL, BLOB on SQLite.
    Blob(Cow<'a, [u8]>),
}

/// What can be bound to a statement by reference. Implement it for a type of your own together with `From<T> for Value`.
pub trait ToValue {
    /// The value to bind, borrowing from `self` where it can.
    fn to_value(&self) -> Value<'_>;
}

impl<'a, T: ToValue> From<&'a T> for Value<'a> {
    fn from(value: &'a T) -> Self {
        value.to_value()
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Value::Int(i64::from(value))
            }
        }

        impl ToValue for $type {
            fn to_value(&self) -> Value<'_> {
                Value::Int(i64::from(*self))
            }
        }
    )*};
}

integers!(i64, i32, i16, u32, u16, u8, bool);

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Value::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Value::Text(Cow::Owned(value))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(value: Cow<'a, str>) -> Self {
        Value::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Value::Blob(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(value: Vec<u8>) -> Self {
        Value::Blob(Cow::Owned(value))
    }
}

impl From<[u8; 32]> for Value<'_> {
    fn from(value: [u8; 32]) -> Self {
        Value::Blob(Cow::Owned(value.to_vec()))
    }
}

impl From<jiff::civil::Date> for Value<'_> {
    fn from(value: jiff::civil::Date) -> Self {
        value.to_string().into()
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        self.into()
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        self.as_str().into()
    }
}

impl ToValue for Cow<'_, str> {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        self.into()
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        self.as_slice().into()
    }
}

impl ToValue for [u8; 32] {
    fn to_value(&self) -> Value<'_> {
        self.as_slice().into()
    }
}

impl ToValue for jiff::civil::Date {
    fn to_value(&self) -> Value<'_> {
        (*self).into()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        match self {
            Value::Null => Value::Null,
            Value::Int(number) => Value::Int(*number),
            Value::Text(text) => Value::Text(Cow::Borrowed(text)),
            Value::Blob(bytes) => Value::Blob(Cow::Borrowed(bytes)),
        }
    }
}

/// The named parameters of a statement: `params! { account, from: first_day, "to": last_day }`.
///
/// A bare name binds the variable of that name (`&name` borrows it); `:business` is never listed, the transaction binds it.
#[macro_export]
macro_rules! params {
    () => { [("", $crate::Value::Null); 0] };
    (@ [$($done:tt)*] $(,)?) => { [$($done)*] };
    (@ [$($done:tt)*] $name:ident : $value:expr, $($rest:tt)*) => {
        $crate::params!(@ [$($done)* (stringify!($name), $crate::Value::from($value)),] $($rest)*)
    };
    (@ [$($done:tt)*] $name:literal : $value:expr, $($rest:tt)*) => {
        $crate::params!(@ [$($done)* ($name, $crate::Value::from($value)),] $($rest)*)
    };
    (@ [$($done:tt)*] & $name:ident, $($rest:tt)*) => {
        $crate::params!(@ [$($done)* (stringify!($name), $crate::Value::from(&$name)),] $($rest)*)
    };
    (@ [$($done:tt)*] $name:ident, $($rest:tt)*) => {
        $crate::params!(@ [$($done)* (stringify!($name), $crate::Value::from($name)),] $($rest)*)
    };
    ($($list:tt)+) => { $crate::params!(@ [] $($list)+ ,) };
}
