//! What stands around every page: the rail, or on a phone the bar at the bottom.

use locale::{Language, t};
use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::parts::keycap;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The theme of the cookie `theme` that the switch in the rail sets.
    pub fn from_cookie(value: &str) -> Theme {
        match value {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }

    pub(crate) fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

/// Another business the person can go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessLink {
    /// Its name.
    pub name: String,
    /// Where it is entered, by a POST.
    pub href: String,
}

/// A place in the rail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavItem {
    /// Its word.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many things wait there; nothing is shown for none.
    pub count: Option<i64>,
    /// The person is there.
    pub current: bool,
    /// With an icon it has a place of its own in the phone's bar.
    pub icon: Option<Icon>,
    /// What can be looked at there: in the rail while the person is there, on a phone a row above the title.
    pub views: Vec<NavView>,
}

/// A view of a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavView {
    /// Its word.
    pub label: String,
    /// Its address.
    pub href: String,
    /// The person looks at it.
    pub current: bool,
}

/// Places that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavGroup {
    /// Their common word; none for Today.
    pub title: Option<String>,
    /// With an icon the group as a whole has a place in the phone's bar, which leads to its first item.
    pub icon: Option<Icon>,
    /// The places.
    pub items: Vec<NavItem>,
}

/// What every page of a business has in common.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The business's name.
    pub business_name: String,
    /// Other businesses of the same person.
    pub other_businesses: Vec<BusinessLink>,
    /// The places, in groups.
    pub nav: Vec<NavGroup>,
    /// At the foot of the rail: where the data is and when it was last backed up.
    pub footer_lines: Vec<String>,
    /// The theme.
    pub theme: Theme,
    /// The language of the page.
    pub language: Language,
    /// What was searched for, kept in the search field.
    pub search_query: String,
}

/// Places the phone's bar has beside "More".
const BAR_PLACES: usize = 4;

impl Frame {
    pub(crate) fn rail(&self) -> Markup {
        html! {
            header.rail id="more" {
                a.x href="#main" aria-label=(t!("Close the menu")) { (icon(Icon::Close)) }
                (self.business())
                form.find role="search" action="/search" {
                    input type="search" name="q" value=(self.search_query) placeholder=(t!("Search")) aria-label=(t!("Search everything")) aria-keyshortcuts="/" autocomplete="off";
                    (keycap("/"))
                }
                nav aria-label=(t!("Areas")) {
                    @for group in &self.nav {
                        @if let Some(title) = &group.title { p { (title) } }
                        ul { @for item in &group.items { li { (place(item)) (views_of(item)) } } }
                    }
                }
                div.foot {
                    @for line in &self.footer_lines { p { (line) } }
                    div.theme hidden role="group" aria-label=(t!("Theme")) {
                        @for (value, drawing, label) in [
                            ("light", Icon::Light, t!("Light")),
                            ("dark", Icon::Dark, t!("Dark")),
                            ("system", Icon::System, t!("As the system")),
                        ] {
                            button type="button" data-theme-to=(value) aria-label=(label)
                                aria-pressed=(if self.theme.attribute().unwrap_or("system") == value { "true" } else { "false" }) {
                                (icon(drawing))
                            }
                        }
                    }
                }
            }
        }
    }

    fn business(&self) -> Markup {
        html! {
            @if self.other_businesses.is_empty() {
                a.biz href="/" { (self.business_name) }
            } @else {
                details.biz {
                    summary { (self.business_name) (icon(Icon::Switch)) }
                    ul {
                        @for other in &self.other_businesses {
                            // Going there changes what this browser is at, so it is no link that something could follow.
                            li { form method="post" action=(other.href) target="_self" { button { (other.name) } } }
                        }
                        li { a href="/businesses" { (t!("All businesses")) } }
                    }
                }
            }
        }
    }

    /// The views of where the person is, above the title where there is no rail.
    pub(crate) fn views(&self) -> Markup {
        let here = self.nav.iter().flat_map(|group| &group.items).find(|item| item.current && !item.views.is_empty());
        html! {
            @if let Some(item) = here {
                nav.views aria-label=(item.label) { @for view in &item.views { (view_link(view)) } }
            }
        }
    }

    pub(crate) fn bar(&self) -> Markup {
        let places: Vec<(&str, &str, Icon, bool)> = self.nav.iter().flat_map(bar_places).take(BAR_PLACES).collect();
        let elsewhere = !places.iter().any(|(.., current)| *current);
        html! {
            nav.bar aria-label=(t!("Main areas")) {
                @for (label, href, drawing, current) in places {
                    a href=(href) aria-current=[current.then_some("page")] { (icon(drawing)) (label) }
                }
                a href="#more" aria-current=[(elsewhere && self.nav.iter().any(|group| group.items.iter().any(|item| item.current))).then_some("true")] {
                    (icon(Icon::More)) (t!("More"))
                }
            }
        }
    }
}

fn place(item: &NavItem) -> Markup {
    html! {
        a href=(item.href) aria-current=[item.current.then_some(if item.views.is_empty() { "page" } else { "true" })] {
            (item.label)
            @if let Some(count) = item.count.filter(|count| *count > 0) { " " span { (locale::fmt::number(count)) } }
        }
    }
}

fn views_of(item: &NavItem) -> Markup {
    html! {
        @if item.current && !item.views.is_empty() { ul { @for view in &item.views { li { (view_link(view)) } } } }
    }
}

fn view_link(view: &NavView) -> Markup {
    html! { a href=(view.href) aria-current=[view.current.then_some("page")] { (view.label) } }
}

fn bar_places(group: &NavGroup) -> Vec<(&str, &str, Icon, bool)> {
    if let (Some(drawing), Some(title), Some(first)) = (group.icon, &group.title, group.items.first()) {
        return vec![(title, &first.href, drawing, group.items.iter().any(|item| item.current))];
    }
    group
        .items
        .iter()
        .filter_map(|item| item.icon.map(|drawing| (item.label.as_str(), item.href.as_str(), drawing, item.current)))
        .collect()
}
