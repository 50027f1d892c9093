//! The hues of the pockets: each keeps one everywhere, with its name beside it.

use maud::{Markup, html};

/// The look of a pocket, by its place in the order that holds everywhere.
///
/// Money that is the owner's to use has a colour; money that only passes through (held for others, owed to a card, not yet
/// assigned) has a pattern in ink, so that it is not taken for a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hue {
    /// VAT and sales tax collected.
    HeldForAuthorities,
    /// Income tax and contributions.
    Tax,
    /// What jobs and goods cost.
    JobCosts,
    /// The owner's pay.
    OwnersPay,
    /// Rent, software, insurance.
    RunningCosts,
    /// Months of overhead kept back.
    Buffer,
    /// What is left for the business itself.
    Profit,
    /// Advances of clients, until earned.
    HeldForClients,
    /// What a card will draw.
    CardBill,
    /// Not yet in a pocket.
    Unassigned,
}

impl Hue {
    /// All of them, in their order.
    pub const ALL: [Hue; 10] = [
        Hue::HeldForAuthorities,
        Hue::Tax,
        Hue::JobCosts,
        Hue::OwnersPay,
        Hue::RunningCosts,
        Hue::Buffer,
        Hue::Profit,
        Hue::HeldForClients,
        Hue::CardBill,
        Hue::Unassigned,
    ];

    /// The hue of a position from 1 to 10; any other shares the last one's.
    pub fn at(position: usize) -> Hue {
        position.checked_sub(1).and_then(|index| Hue::ALL.get(index)).copied().unwrap_or(Hue::Unassigned)
    }

    /// Its position, 1 to 10.
    pub fn position(self) -> usize {
        self as usize + 1
    }

    /// The class that fills a shape with it.
    pub fn class(self) -> &'static str {
        const CLASSES: [&str; 10] = [
            "pocket-1",
            "pocket-2",
            "pocket-3",
            "pocket-4",
            "pocket-5",
            "pocket-6",
            "pocket-7",
            "pocket-8",
            "pocket-9",
            "pocket-10",
        ];
        CLASSES[self as usize]
    }

    /// The pattern that fills its shapes in a picture, where it has no colour.
    pub(crate) fn fill(self) -> Option<&'static str> {
        match self {
            Hue::HeldForClients => Some("url(#hatch-8)"),
            Hue::CardBill => Some("url(#hatch-9)"),
            _ => None,
        }
    }
}

/// A pocket's square and its name. The square is drawn by the style sheet.
pub fn chip(hue: Hue, name: &str) -> Markup {
    html! { span class={ "pk " (hue.class()) } { (name) } }
}
