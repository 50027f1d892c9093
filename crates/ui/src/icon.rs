//! Icons: line drawings of Lucide, drawn in the colour of the text beside them.

use maud::{Markup, PreEscaped, html};

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $file:ident),+ $(,)?) => {
        /// Every icon the pages use. Never alone: a word stands beside it or in its label.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($(#[$doc])* $name),+
        }

        impl Icon {
            /// All of them, for the gallery.
            pub const ALL: &[Icon] = &[$(Icon::$name),+];

            fn drawing(self) -> &'static str {
                match self {
                    $(Icon::$name => z_icons::$file.svg_str()),+
                }
            }
        }
    };
}

icons! {
    /// Today.
    Today = SUN,
    /// Money and its parts.
    Money = WALLET_CARDS,
    /// The books.
    Books = BOOK_OPEN,
    /// The bank.
    Bank = LANDMARK,
    /// Pockets.
    Pockets = LAYERS,
    /// Invoices and bills.
    Billing = RECEIPT,
    /// Taxes.
    Taxes = PERCENT,
    /// What is ahead.
    Forecast = TRENDING_UP,
    /// Clients.
    Clients = USER,
    /// What is sold.
    Offers = TAG,
    /// Work.
    Work = LIST,
    /// Goods.
    Stock = PACKAGE,
    /// Risk and insurance.
    Risk = SHIELD,
    /// The plan.
    Plan = COMPASS,
    /// Peers.
    Peers = HANDSHAKE,
    /// Everything else.
    More = ELLIPSIS,
    /// Searching.
    Search = SEARCH,
    /// Settings.
    Settings = SETTINGS,
    /// Earlier.
    Previous = CHEVRON_LEFT,
    /// Later.
    Next = CHEVRON_RIGHT,
    /// Choosing another.
    Switch = CHEVRONS_UP_DOWN,
    /// Closing.
    Close = X,
    /// Done.
    Done = CHECK,
    /// Sorted upward.
    Ascending = ARROW_UP,
    /// Sorted downward.
    Descending = ARROW_DOWN,
    /// Adding.
    Add = PLUS,
    /// Bringing a file in.
    Upload = UPLOAD,
    /// Taking a file out.
    Download = DOWNLOAD,
    /// A file.
    File = FILE,
    /// Undoing.
    Undo = UNDO_2,
    /// A warning; its word stands beside it.
    Warning = TRIANGLE_ALERT,
    /// A remark.
    Remark = INFO,
    /// Locked.
    Locked = LOCK,
    /// Changing.
    Edit = PENCIL,
    /// A date.
    Calendar = CALENDAR,
    /// An attachment.
    Attachment = PAPERCLIP,
    /// A link out.
    Link = LINK,
    /// Printing.
    Print = PRINTER,
    /// Mail.
    Mail = MAIL,
    /// Dividing.
    Split = SPLIT,
    /// The light theme.
    Light = SUN_MEDIUM,
    /// The dark theme.
    Dark = MOON,
    /// The theme of the system.
    System = MONITOR,
    /// Leaving.
    SignOut = LOG_OUT,
    /// The Enter key.
    Enter = CORNER_DOWN_LEFT,
}

/// An icon as inline SVG, hidden from assistive technology because its word is beside it.
pub fn icon(icon: Icon) -> Markup {
    let drawing = icon.drawing();
    // The frame around the drawing is ours: size and stroke come from the style sheet.
    let inner =
        drawing.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(inner, _)| inner.trim());
    let inner = inner.replace("#fff", "currentColor").replace(" />", "/>").replace("> <", "><");
    html! { svg.i viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped(inner)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_has_a_drawing() {
        for &one in Icon::ALL {
            let drawn = icon(one).into_string();
            assert!(drawn.len() > 80, "{one:?}");
            assert!(!drawn.contains("style=") && !drawn.contains("#fff"), "{one:?}: {drawn}");
        }
    }
}
