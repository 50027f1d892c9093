//! Columns: their heads, how their cells are set, and where they go on a phone.

/// Where a column goes when a row becomes two lines on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phone {
    /// First line, left: what the row is.
    Lead,
    /// First line, right: its figure.
    Figure,
    /// Second line, in small type.
    Second,
    /// Second line, with the column's head before it: a figure that would not explain itself.
    Labelled,
    /// Not shown.
    Hidden,
}

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It can be sorted, and is not.
    None,
    /// Smallest or earliest first.
    Ascending,
    /// Largest or latest first.
    Descending,
}

/// A column: its head, how its cells are set, and where they go on a phone.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) head: String,
    pub(super) right: bool,
    pub(super) quiet: bool,
    pub(super) grow: bool,
    pub(super) narrow: bool,
    pub(super) strong: bool,
    pub(super) washed: bool,
    pub(super) phone: Option<Phone>,
    pub(super) sort: Option<(String, Order)>,
}

impl Column {
    /// A column of words.
    pub fn text(head: impl Into<String>) -> Column {
        Column {
            head: head.into(),
            right: false,
            quiet: false,
            grow: false,
            narrow: false,
            strong: false,
            washed: false,
            phone: None,
            sort: None,
        }
    }

    /// A column of figures, right-aligned; the unit stands in the head (`Holds, USD`).
    pub fn figures(head: impl Into<String>) -> Column {
        Column { right: true, ..Column::text(head) }
    }

    /// Secondary cells: words in small type, figures in a lighter tone.
    pub fn quiet(mut self) -> Column {
        self.quiet = true;
        self
    }

    /// Takes the width the others leave.
    pub fn grow(mut self) -> Column {
        self.grow = true;
        self
    }

    /// No wider than its content, never wrapped: dates.
    pub fn narrow(mut self) -> Column {
        self.narrow = true;
        self
    }

    /// Heavier cells: the total of a statement.
    pub fn strong(mut self) -> Column {
        self.strong = true;
        self
    }

    /// Washed in the accent from head to foot: the column whose cell is open.
    pub fn washed(mut self, washed: bool) -> Column {
        self.washed = washed;
        self
    }

    /// Where it goes on a phone.
    pub fn phone(mut self, place: Phone) -> Column {
        self.phone = Some(place);
        self
    }

    pub(super) fn phone_label(&self) -> Option<&str> {
        (self.phone == Some(Phone::Labelled)).then_some(self.head.as_str())
    }

    /// Its head is a link that sorts.
    pub fn sort(mut self, href: impl Into<String>, order: Order) -> Column {
        self.sort = Some((href.into(), order));
        self
    }
}
