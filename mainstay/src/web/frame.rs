//! What stands around every page, gathered from the places that the areas enter.

use kernel::{
    Context, Failure,
    slots::{Group, Place},
};
use locale::t;
use ui::{Frame, Icon, NavGroup, NavItem, NavView, Theme};

use super::{app::App, house};

/// The frame of a page in a place.
pub(crate) fn frame(app: &App, context: &mut Context, current: &str, theme: Theme) -> Result<Frame, Failure> {
    let registry = context.registry();
    let own = house::places();
    let mut places: Vec<&Place> = registry.areas.iter().flat_map(|area| &area.places).chain(&own).collect();
    places.sort_by_key(|place| (shown_under(place), place.order));
    let mut nav: Vec<NavGroup> = Vec::new();
    for group in places.chunk_by(|left, right| shown_under(left) == shown_under(right)) {
        let mut items = Vec::with_capacity(group.len());
        for place in group {
            let count = match place.count {
                Some(count) => Some(count(context)?),
                None => None,
            };
            if place.group == Group::MoneyWhileWaiting && count == Some(0) && !place.holds(current) {
                continue;
            }
            items.push(NavItem {
                label: (place.label)(),
                href: place.href.to_owned(),
                count,
                current: place.holds(current),
                icon: icon(place.icon),
                views: place
                    .views
                    .iter()
                    .map(|view| NavView {
                        label: (view.label)(),
                        href: view.href.to_owned(),
                        current: view.href == current,
                    })
                    .collect(),
            });
        }
        let title = group.first().and_then(|place| match place.group {
            Group::Today => None,
            Group::Money | Group::MoneyWhileWaiting => Some(t!("Money")),
            Group::Rest => Some(t!("House")),
        });
        nav.push(NavGroup { title, icon: None, items });
    }
    Ok(Frame {
        business_name: context.settings.name.clone(),
        nav,
        footer_lines: vec![app.house.store().location()],
        theme,
        language: locale::language(),
        ..Frame::default()
    })
}

fn shown_under(place: &Place) -> Group {
    match place.group {
        Group::MoneyWhileWaiting => Group::Money,
        group => group,
    }
}

/// The icons that a place may ask for by its word; without one it has no place of its own in the phone's bar.
fn icon(word: &str) -> Option<Icon> {
    Some(match word {
        "today" | "sun" => Icon::Today,
        "money" | "wallet" => Icon::Money,
        "books" | "book" => Icon::Books,
        "bank" => Icon::Bank,
        "pockets" | "layers" => Icon::Pockets,
        "billing" => Icon::Billing,
        "taxes" => Icon::Taxes,
        "forecast" => Icon::Forecast,
        "clients" => Icon::Clients,
        "offers" => Icon::Offers,
        "work" => Icon::Work,
        "stock" => Icon::Stock,
        "risk" => Icon::Risk,
        "plan" => Icon::Plan,
        "peers" => Icon::Peers,
        _ => return None,
    })
}
