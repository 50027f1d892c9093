//! Values as the reader's country writes them, by the data of the Unicode CLDR. Nothing else in Mainstay formats
//! amounts, numbers or dates.
//!
//! A negative number carries a true minus sign (U+2212); groups are parted by what the country uses, which in French
//! is a narrow no-break space.

mod dates;
mod numbers;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use icu_locale_core::Locale as Tag;

use crate::{CURRENT, Locale};

pub use dates::{
    date, date_iso, date_short, date_weekday, date_weekday_short, month, month_long, month_narrow, month_short, time,
};
pub(crate) use numbers::decimal_separator;
pub use numbers::{
    MINUS, amount, amount_signed, amount_whole, amount_whole_signed, currency_exponent, currency_symbol, decimal,
    money, money_whole, number, number_signed, percent_permille,
};

/// The formatters of one locale, each built at its first use on this thread: building one costs far more than using it.
struct Formatters {
    tag: Tag,
    decimal: OnceCell<Option<icu_decimal::DecimalFormatter>>,
    dates: dates::Dates,
}

thread_local! {
    static FORMATTERS: RefCell<HashMap<Locale, Rc<Formatters>>> = RefCell::new(HashMap::new());
}

fn formatters() -> Rc<Formatters> {
    CURRENT.with(|current| {
        let current = current.borrow();
        FORMATTERS.with(|kept| {
            if let Some(found) = kept.borrow().get(&*current) {
                return Rc::clone(found);
            }
            // A country code that is none leaves the language alone.
            let tag = current.tag().parse().or_else(|_| current.language.code().parse()).unwrap_or(Tag::UNKNOWN);
            let made = Rc::new(Formatters { tag, decimal: OnceCell::new(), dates: dates::Dates::default() });
            kept.borrow_mut().insert(current.clone(), Rc::clone(&made));
            made
        })
    })
}
