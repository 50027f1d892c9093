//! Payment files and their lines.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// A payment file.
#[derive(Debug, Clone)]
pub(crate) struct FileRow {
    pub id: i64,
    pub message_id: String,
    pub format: String,
    pub currency: String,
    pub requested_on: Date,
    pub made_on: Date,
    pub content: String,
    pub withdrawn_on: Option<Date>,
}

store::from_row!(FileRow { id, message_id, format, currency, requested_on, made_on, content, withdrawn_on });

/// A transfer of a payment file, with the bank lines that showed it.
#[derive(Debug, Clone)]
pub(crate) struct FileLineRow {
    pub file: i64,
    pub line: i64,
    pub from_account: i64,
    pub to_account: i64,
    pub amount: i64,
    pub end_to_end_id: String,
    pub remittance: String,
    pub left_line: Option<i64>,
    pub left_on: Option<Date>,
    pub arrived_line: Option<i64>,
    pub arrived_on: Option<Date>,
    pub returned_line: Option<i64>,
    pub returned_on: Option<Date>,
    pub given_up_on: Option<Date>,
}

impl FileLineRow {
    /// Whether nothing of it is to come any more: it arrived, came back, or is no longer waited for.
    pub fn has_ended(&self) -> bool {
        self.arrived_line.is_some() || self.returned_line.is_some() || self.given_up_on.is_some()
    }
}

store::from_row!(FileLineRow {
    file,
    line,
    from_account,
    to_account,
    amount,
    end_to_end_id,
    remittance,
    left_line,
    left_on,
    arrived_line,
    arrived_on,
    returned_line,
    returned_on,
    given_up_on
});

pub(crate) fn insert_file(tx: &mut Tx, file: &FileRow, lines: &[FileLineRow]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO payment_files (business, id, message_id, format, currency, requested_on, made_on, content)
         VALUES (:business, :id, :message_id, :format, :currency, :requested_on, :made_on, :content)",
        &params! {
            id: file.id,
            message_id: &file.message_id,
            format: &file.format,
            currency: &file.currency,
            requested_on: file.requested_on,
            made_on: file.made_on,
            content: &file.content,
        },
    )?;
    for line in lines {
        tx.execute(
            "INSERT INTO payment_file_lines (business, file, line, from_account, to_account, amount, end_to_end_id, remittance)
             VALUES (:business, :file, :line, :from_account, :to_account, :amount, :end_to_end_id, :remittance)",
            &params! {
                file: line.file,
                line: line.line,
                from_account: line.from_account,
                to_account: line.to_account,
                amount: line.amount,
                end_to_end_id: &line.end_to_end_id,
                remittance: &line.remittance,
            },
        )?;
    }
    Ok(())
}

/// The newest files before an id, newest first.
pub(crate) fn files(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<FileRow>, StoreError> {
    tx.query(
        "SELECT id, message_id, format, currency, requested_on, made_on, content, withdrawn_on FROM payment_files
         WHERE business = :business AND id < :before ORDER BY id DESC LIMIT :limit",
        &params! { before, limit },
    )
}

pub(crate) fn file(tx: &mut Tx, id: i64) -> Result<Option<FileRow>, StoreError> {
    tx.query_optional(
        "SELECT id, message_id, format, currency, requested_on, made_on, content, withdrawn_on FROM payment_files
         WHERE business = :business AND id = :id",
        &params! { id },
    )
}

pub(crate) fn file_lines(tx: &mut Tx, file: i64) -> Result<Vec<FileLineRow>, StoreError> {
    tx.query(
        "SELECT file, line, from_account, to_account, amount, end_to_end_id, remittance, left_line, left_on, arrived_line,
                arrived_on, returned_line, returned_on, given_up_on
         FROM payment_file_lines WHERE business = :business AND file = :file ORDER BY line",
        &params! { file },
    )
}

/// A transfer of a file that was not withdrawn, of which a side is still to come.
pub(crate) struct OpenLine {
    pub line: FileLineRow,
    pub currency: String,
    pub requested_on: Date,
}

impl store::FromRow for OpenLine {
    fn from_row(row: &store::Row<'_>) -> Result<OpenLine, StoreError> {
        Ok(OpenLine {
            line: <FileLineRow as store::FromRow>::from_row(row)?,
            currency: row.get(14)?,
            requested_on: row.get(15)?,
        })
    }
}

pub(crate) fn open_lines(tx: &mut Tx) -> Result<Vec<OpenLine>, StoreError> {
    tx.query(
        "SELECT l.file, l.line, l.from_account, l.to_account, l.amount, l.end_to_end_id, l.remittance, l.left_line, l.left_on,
                l.arrived_line, l.arrived_on, l.returned_line, l.returned_on, l.given_up_on, f.currency, f.requested_on
         FROM payment_file_lines l JOIN payment_files f ON f.business = l.business AND f.id = l.file
         WHERE l.business = :business AND f.withdrawn_on IS NULL AND (l.left_line IS NULL OR l.arrived_line IS NULL)
           AND l.returned_line IS NULL AND l.given_up_on IS NULL
         ORDER BY l.file, l.line",
        &[],
    )
}

pub(crate) fn set_left(
    tx: &mut Tx,
    file: i64,
    line: i64,
    bank_line: Option<i64>,
    on: Option<Date>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE payment_file_lines SET left_line = :bank_line, left_on = :on
         WHERE business = :business AND file = :file AND line = :line",
        &params! { file, line, bank_line, on },
    )?;
    Ok(())
}

pub(crate) fn set_arrived(
    tx: &mut Tx,
    file: i64,
    line: i64,
    bank_line: Option<i64>,
    on: Option<Date>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE payment_file_lines SET arrived_line = :bank_line, arrived_on = :on
         WHERE business = :business AND file = :file AND line = :line",
        &params! { file, line, bank_line, on },
    )?;
    Ok(())
}

pub(crate) fn set_returned(
    tx: &mut Tx,
    file: i64,
    line: i64,
    bank_line: Option<i64>,
    on: Option<Date>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE payment_file_lines SET returned_line = :bank_line, returned_on = :on
         WHERE business = :business AND file = :file AND line = :line",
        &params! { file, line, bank_line, on },
    )?;
    Ok(())
}

pub(crate) fn set_given_up(tx: &mut Tx, file: i64, line: i64, on: Option<Date>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE payment_file_lines SET given_up_on = :on
         WHERE business = :business AND file = :file AND line = :line",
        &params! { file, line, on },
    )?;
    Ok(())
}

/// The line of a statement shows nothing any more: whatever it had shown is expected again.
pub(crate) fn forget_bank_line(tx: &mut Tx, bank_line: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE payment_file_lines SET left_line = NULL, left_on = NULL
         WHERE business = :business AND left_line = :bank_line",
        &params! { bank_line },
    )?;
    tx.execute(
        "UPDATE payment_file_lines SET arrived_line = NULL, arrived_on = NULL
         WHERE business = :business AND arrived_line = :bank_line",
        &params! { bank_line },
    )?;
    tx.execute(
        "UPDATE payment_file_lines SET returned_line = NULL, returned_on = NULL
         WHERE business = :business AND returned_line = :bank_line",
        &params! { bank_line },
    )?;
    Ok(())
}

pub(crate) fn set_file_withdrawn(tx: &mut Tx, id: i64, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE payment_files SET withdrawn_on = :on WHERE business = :business AND id = :id",
        &params! { id, on },
    )?;
    Ok(())
}
