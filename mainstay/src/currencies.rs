//! The currencies in which the ways in read amounts that people write.

use kernel::{Currencies, Failure, House, Settings, Who};

/// The books' currency, and those of the accounts that are kept in another.
pub(crate) fn of(house: &House, who: &Who, settings: &Settings) -> Result<Currencies, Failure> {
    let books = settings.currency;
    let accounts = house.read(who, |context| -> Result<_, Failure> {
        let all = books::accounts(context)?.iter();
        Ok(all.filter(|account| account.currency != books).map(|account| (account.id, account.currency)).collect())
    })?;
    Ok(Currencies { books, accounts })
}
