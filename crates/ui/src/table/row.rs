//! Rows and their cells.

use maud::{Markup, html};

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub(super) content: Markup,
    pub(super) opened: bool,
}

impl Cell {
    /// A cell with content of its own.
    pub fn new(content: Markup) -> Cell {
        Cell { content, opened: false }
    }

    /// A figure that opens where it comes from: the whole cell is the link.
    pub fn figure(href: &str, text: impl Into<String>) -> Cell {
        let text: String = text.into();
        Cell::new(html! { a href=(href) { (text) } })
    }

    /// Words with a secondary remark behind them, in lighter type.
    pub fn remark(text: impl Into<String>, remark: impl Into<String>) -> Cell {
        let (text, remark): (String, String) = (text.into(), remark.into());
        Cell::new(html! { (text) " " small { (remark) } })
    }

    /// The cell whose origin the side panel shows, ringed.
    pub fn opened(mut self, opened: bool) -> Cell {
        self.opened = opened;
        self
    }
}

impl From<Markup> for Cell {
    fn from(content: Markup) -> Cell {
        Cell::new(content)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::new(html! { (text) })
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::new(html! { (text) })
    }
}

/// What a row is among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Rank {
    #[default]
    Line,
    Group,
    Part,
    Sum,
    Total,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) rank: Rank,
    pub(super) href: Option<String>,
    pub(super) choice: Option<(String, String)>,
    pub(super) current: bool,
    pub(super) marked: bool,
    pub(super) faded: bool,
}

impl Row {
    /// A row of cells; fewer cells than columns leave the rest empty.
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { cells, ..Row::default() }
    }

    /// The whole row is a link: the words of the leading cell carry it.
    pub fn href(mut self, href: impl Into<String>) -> Row {
        self.href = Some(href.into());
        self
    }

    /// The row's value when it is selected, and what to call it aloud.
    pub fn choice(mut self, value: impl ToString, name: impl Into<String>) -> Row {
        self.choice = Some((value.to_string(), name.into()));
        self
    }

    /// A heading row with sums, such as "Money in (income)": strong, above the parts it is made of.
    pub fn group(mut self) -> Row {
        self.rank = Rank::Group;
        self
    }

    /// A part of the group above it: set in.
    pub fn part(mut self) -> Row {
        self.rank = Rank::Part;
        self
    }

    /// A sum: a stronger line above it.
    pub fn sum(mut self) -> Row {
        self.rank = Rank::Sum;
        self
    }

    /// The final sum: a rule above it and a double rule below.
    pub fn total(mut self) -> Row {
        self.rank = Rank::Total;
        self
    }

    /// The row that is open beside the table.
    pub fn current(mut self, current: bool) -> Row {
        self.current = current;
        self
    }

    /// A row the open one would take with it: a pale mark at its edge.
    pub fn marked(mut self, marked: bool) -> Row {
        self.marked = marked;
        self
    }

    /// A row that is done with or reversed.
    pub fn faded(mut self, faded: bool) -> Row {
        self.faded = faded;
        self
    }

    pub(super) fn class(&self) -> Option<String> {
        let mut classes = Vec::new();
        match self.rank {
            Rank::Line => {}
            Rank::Group => classes.push("gr"),
            Rank::Part => classes.push("pt"),
            Rank::Sum => classes.push("su"),
            Rank::Total => classes.push("to"),
        }
        for (class, set) in [("cu", self.current), ("mk", self.marked), ("fd", self.faded)] {
            if set {
                classes.push(class);
            }
        }
        (!classes.is_empty()).then(|| classes.join(" "))
    }
}
