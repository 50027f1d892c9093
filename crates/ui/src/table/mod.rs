//! Tables: hairlines, figures right, sums under a stronger line; two-line rows on a phone.
//!
//! How a column is set is said once, by classes on the table that reach its cells by position (`r3`: the third column is
//! right-aligned), so that a cell is bare and a list of fifty rows stays light.

mod column;
mod row;

use locale::t;
use maud::{Markup, Render, html};

pub use column::{Column, Order, Phone};
pub use row::{Cell, Row};

use crate::icon::{Icon, icon};

/// The largest number of columns the style sheet has rules for.
pub const MOST_COLUMNS: usize = 16;

/// The foot of a list: how much of it is shown, the pages beside it, and the file of it.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// What is shown ("1 to 50 of 1,204").
    pub shown: String,
    /// The page of newer rows.
    pub newer: Option<String>,
    /// The page of older rows.
    pub older: Option<String>,
    /// The same list, whole, as a CSV file.
    pub csv: Option<String>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    caption: String,
    classes: Vec<&'static str>,
    picture: Option<(usize, usize, Markup)>,
    select: Option<String>,
    paging: Option<Paging>,
    keys: bool,
    headless: bool,
}

impl Table {
    /// A table; the caption is what it is called aloud.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Table {
        debug_assert!(columns.len() < MOST_COLUMNS);
        Table { columns, caption: caption.into(), ..Table::default() }
    }

    /// Adds a row.
    pub fn row(mut self, row: Row) -> Table {
        self.rows.push(row);
        self
    }

    /// Adds rows.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Table {
        self.rows.extend(rows);
        self
    }

    /// Rows of 48 px, where a row carries a sentence.
    pub fn tall(mut self) -> Table {
        self.classes.push("ta");
        self
    }

    /// Each row keeps to one line: what does not fit ends in an ellipsis. The whole text belongs to what the row opens.
    pub fn one_line(mut self) -> Table {
        self.classes.push("ol");
        self
    }

    /// Rows of 32 px in small type: a read-only statement.
    pub fn compact(mut self) -> Table {
        self.classes.push("co");
        self
    }

    /// The head stays in sight while the rows scroll.
    pub fn sticky(mut self) -> Table {
        self.classes.push("st");
        self
    }

    /// All columns but the first are equally wide, so that a picture above them meets them.
    pub fn even(mut self) -> Table {
        self.classes.push("ev");
        self
    }

    /// Rows answer to the keyboard: J and K move, Enter opens.
    pub fn keys(mut self) -> Table {
        self.keys = true;
        self
    }

    /// The column heads are only read aloud: a short list that explains itself.
    pub fn headless(mut self) -> Table {
        self.headless = true;
        self
    }

    /// A picture as the head of the table, over `count` columns from the `first` (counted from 0): same columns, same
    /// places. Use with [`Table::even`].
    pub fn picture(mut self, first: usize, count: usize, picture: Markup) -> Table {
        self.picture = Some((first, count, picture));
        self
    }

    /// Rows can be selected; the form around the table sends the chosen values under this name.
    pub fn select(mut self, name: impl Into<String>) -> Table {
        self.select = Some(name.into());
        self
    }

    /// What stands at the foot.
    pub fn paging(mut self, paging: Paging) -> Table {
        self.paging = Some(paging);
        self
    }

    /// The column that says what a row is: the one a phone leads with, else the one that grows (dates before it are
    /// beside the point), else the first. It carries the row's link.
    fn lead(&self) -> usize {
        let place = |wanted: fn(&Column) -> bool| self.columns.iter().position(wanted);
        place(|column| column.phone == Some(Phone::Lead)).or_else(|| place(|column| column.grow)).unwrap_or(0)
    }

    fn class(&self) -> String {
        let shift = usize::from(self.select.is_some());
        let mut classes: Vec<String> = vec!["t".to_owned()];
        classes.extend(self.classes.iter().map(|&class| class.to_owned()));
        if self.rows.iter().any(|row| row.href.is_some()) {
            classes.push("go".to_owned());
        }
        if shift == 1 {
            classes.push("se".to_owned());
        }
        let given = self.columns.iter().any(|column| column.phone.is_some());
        let lead = self.lead();
        let last_figure = self.columns.iter().rposition(|column| column.right);
        for (index, column) in self.columns.iter().enumerate() {
            let place = column.phone.unwrap_or(match index {
                _ if index == lead => Phone::Lead,
                _ if given => Phone::Second,
                _ if Some(index) == last_figure => Phone::Figure,
                _ => Phone::Second,
            });
            let position = index + 1 + shift;
            let letter = match place {
                Phone::Lead => 'a',
                Phone::Figure => 'b',
                Phone::Second | Phone::Labelled => 'c',
                Phone::Hidden => 'd',
            };
            classes.push(format!("{letter}{position}"));
            for (letter, set) in [
                ('r', column.right),
                ('q', column.quiet && !column.right),
                ('k', column.quiet && column.right),
                ('g', column.grow),
                ('n', column.narrow),
                ('s', column.strong),
                ('w', column.washed),
            ] {
                if set {
                    classes.push(format!("{letter}{position}"));
                }
            }
        }
        classes.join(" ")
    }

    fn head(&self) -> Markup {
        let shift = usize::from(self.select.is_some());
        html! {
            thead {
                @if let Some((first, count, picture)) = &self.picture {
                    tr.pic {
                        @if first + shift > 0 { td colspan=(first + shift) {} }
                        td colspan=(count) { (picture) }
                        @for _ in first + count..self.columns.len() { td {} }
                    }
                }
                tr class=[self.headless.then_some("vh")] {
                    @if shift == 1 { th scope="col" { span.vh { (t!("Selected")) } } }
                    @for column in &self.columns {
                        @match &column.sort {
                            // A head without words is no head: the first column of a statement.
                            None if column.head.is_empty() => td {},
                            None => th scope="col" { (column.head) },
                            Some((href, order)) => th scope="col" aria-sort=[sorted(*order)] {
                                a href=(href) {
                                    (column.head)
                                    @match order {
                                        Order::Ascending => (icon(Icon::Ascending)),
                                        Order::Descending => (icon(Icon::Descending)),
                                        Order::None => {}
                                    }
                                }
                            },
                        }
                    }
                }
            }
        }
    }

    fn body_row(&self, row: &Row) -> Markup {
        let lead = self.lead();
        html! {
            tr class=[row.class()] aria-current=[row.current.then_some("true")] {
                @if let Some(name) = &self.select {
                    td {
                        @if let Some((value, called)) = &row.choice {
                            input type="checkbox" name=(name) value=(value) aria-label=(t!("Select {what}", what = called));
                        }
                    }
                }
                @for (index, cell) in row.cells.iter().enumerate() {
                    td class=[cell.opened.then_some("op")] data-l=[self.columns.get(index).and_then(Column::phone_label)] {
                        @match &row.href {
                            Some(href) if index == lead => a href=(href) { (cell.content) },
                            _ => (cell.content),
                        }
                    }
                }
                @for _ in row.cells.len()..self.columns.len() { td {} }
            }
        }
    }
}

fn sorted(order: Order) -> Option<&'static str> {
    match order {
        Order::None => None,
        Order::Ascending => Some("ascending"),
        Order::Descending => Some("descending"),
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        html! {
            table class=(self.class()) data-keys[self.keys] data-select[self.select.is_some()] {
                caption.vh { (self.caption) }
                @if self.classes.contains(&"ev") { colgroup { col; @for _ in 1..self.columns.len() { col; } } }
                (self.head())
                tbody { @for row in &self.rows { (self.body_row(row)) } }
            }
            @if let Some(paging) = &self.paging {
                nav.pag aria-label=(t!("Pages of the list")) {
                    span { (paging.shown) }
                    @if let Some(href) = &paging.newer { a href=(href) rel="prev" { (t!("Newer")) } }
                    @if let Some(href) = &paging.older { a href=(href) rel="next" { (t!("Older")) } }
                    @if let Some(href) = &paging.csv { a href=(href) download { (t!("Save as CSV")) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: usize) -> Table {
        let columns = vec![
            Column::text("Date").narrow(),
            Column::text("Payee").grow(),
            Column::text("Category").quiet(),
            Column::figures("Amount, USD"),
        ];
        Table::new("Lines", columns).keys().rows((0..rows).map(|index| {
            let cells = vec![
                "May 11".into(),
                "Blue Ridge Kiln Supply".into(),
                "Clay and glazes, tools".into(),
                "\u{2212}184.37".into(),
            ];
            Row::new(cells).href(format!("/bank/line/{index}"))
        }))
    }

    #[test]
    fn a_list_of_fifty_rows_is_light() {
        let size = list(50).render().into_string().len();
        assert!(size < 9_000, "{size} bytes");
    }

    #[test]
    fn columns_are_set_by_position_and_shift_with_the_boxes() {
        let plain = list(1).class();
        assert!(plain.split(' ').any(|class| class == "r4"), "{plain}");
        let with_boxes = list(1).select("line").class();
        assert!(with_boxes.split(' ').any(|class| class == "r5"), "{with_boxes}");
    }

    #[test]
    fn a_phone_shows_what_the_row_is_and_its_figure_unless_told() {
        assert!(list(1).class().ends_with("c1 n1 a2 g2 c3 q3 b4 r4"));
        let told = Table::new(
            "",
            vec![
                Column::text("Date").phone(Phone::Second),
                Column::text("Payee").phone(Phone::Lead),
                Column::text("Note").phone(Phone::Hidden),
            ],
        );
        assert_eq!(told.class(), "t c1 a2 d3");
    }
}
