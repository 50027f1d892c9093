//! The entries on an account in some days, whatever brought them: a statement, a form, an import.

use books::{Register, RegisterLine};
use jiff::civil::Date;
use kernel::{Context, Failure, Query};

/// More pages than this are not read: an owner draws a few times a month.
const MOST_PAGES: usize = 10;

/// What stands uncorrected on an account, newest first.
pub(crate) fn standing_entries(
    context: &mut Context,
    account: i64,
    from: Date,
    through: Date,
) -> Result<Vec<RegisterLine>, Failure> {
    let mut all = Vec::new();
    let mut before = None;
    for _ in 0..MOST_PAGES {
        let page = Register {
            account,
            from: Some(from),
            through: Some(through),
            before,
            limit: Some(200),
            basis: books::ReadBasis::Cash,
            text: None,
            tag: None,
        };
        let page = page.answer(context)?;
        all.extend(page.lines.into_iter().filter(|line| line.reverses.is_none() && line.reversed_by.is_none()));
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    Ok(all)
}
