//! What a report's address asks for, and the way to ask for something else.

use kernel::Failure;
use ledger::{Cut, Days, Edge, Period, Relative};
use locale::t;
use ui::{Button, Field, Form, Markup, PageRequest, html, parts};

use crate::{ReadBasis, pages::words};

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum By {
    Whole,
    Month,
    Quarter,
    /// The same days of several years, side by side.
    Years,
}

impl By {
    pub(in crate::pages) fn word(self) -> &'static str {
        match self {
            By::Whole => "whole",
            By::Month => "month",
            By::Quarter => "quarter",
            By::Years => "year",
        }
    }

    pub(in crate::pages) fn cut(self) -> Cut {
        match self {
            By::Whole | By::Years => Cut::Whole,
            By::Month => Cut::Month,
            By::Quarter => Cut::Quarter,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Asked {
    /// The period as it was named.
    pub period: Period,
    /// Its days, today.
    pub days: Days,
    /// Its columns.
    pub by: By,
    /// Which books.
    pub basis: ReadBasis,
    /// Whether the address says nothing of a period.
    pub as_usual: bool,
}

/// What stays as it was asked for when other days are.
const KEPT: [&str; 8] = ["by", "basis", "across", "account", "text", "tag", "source", "corrections"];

/// A page shows at most this many columns of parts: more would leave no room for names.
const MOST_PARTS: usize = 13;

impl Asked {
    /// What the address asks for; `usual` is the period, and the first of `cuts` the columns, where it says nothing.
    pub(in crate::pages) fn of(request: &PageRequest<'_>, usual: Relative, cuts: &[By]) -> Asked {
        let edge = |name: &str| request.ask(name).and_then(|text| text.parse::<Edge>().ok());
        let between = || {
            let (from, through) = (edge("from"), edge("through"));
            let last = through.or(from)?.last();
            Days::new(from.or(through)?.first(), last).map(Period::Between)
        };
        let named = request.ask("period").and_then(|text| text.parse::<Period>().ok());
        let asked = named.or_else(between);
        let mut by = cuts[0];
        if let Some(word) = request.ask("by") {
            by = cuts.iter().copied().find(|by| by.word() == word).unwrap_or(by);
        }
        let basis = super::basis_asked(request);
        let mut this = Asked {
            period: Period::Relative(usual),
            days: Days { from: request.context.today, through: request.context.today },
            by,
            basis,
            as_usual: asked.is_none(),
        };
        this.set(request, asked.unwrap_or(this.period));
        this
    }

    /// Takes another period, and columns that it fits into.
    pub(in crate::pages) fn set(&mut self, request: &PageRequest<'_>, period: Period) {
        self.period = period;
        self.days = period.days(request.context.today, request.context.settings.fiscal_year_start);
        for coarser in [By::Quarter, By::Whole] {
            if self.days.cut(self.by.cut()).len() > MOST_PARTS {
                self.by = coarser;
            }
        }
    }

    /// ‹ the period ›, which opens to the other ones.
    pub(in crate::pages) fn picker(&self, request: &PageRequest<'_>, label: &str) -> Result<Markup, Failure> {
        let today = request.context.today;
        let fiscal = request.context.settings.fiscal_year_start;
        let to = |period: Period| {
            request.address_with(&[
                ("period", &period.to_string()),
                ("from", ""),
                ("through", ""),
                ("open", ""),
                ("after", ""),
                ("before", ""),
                ("on", ""),
            ])
        };
        let later = self.period.moved(1, today, fiscal);
        let later = (later.days(today, fiscal).from <= today).then(|| to(later));
        let choices: Vec<(String, String, bool)> = Relative::ALL
            .into_iter()
            // Where the tax year is the calendar year, one of them says it.
            .filter(|it| {
                fiscal != ledger::FiscalYearStart::CALENDAR || !matches!(it, Relative::ThisYear | Relative::LastYear)
            })
            .map(|relative| {
                let period = Period::Relative(relative);
                (words::relative(relative), to(period), self.period == period)
            })
            .collect();
        let kept = KEPT.into_iter().filter_map(|name| Some((name, request.ask(name)?)));
        let path = request.address.split('?').next().unwrap_or_default();
        let mut form = Form::get(path);
        for (name, text) in kept {
            form = form.hidden(name, text);
        }
        let form = form.body(html! {
            div.row {
                (Field::date("from", t!("From")).value(self.days.from.to_string()))
                (Field::date("through", t!("Through")).value(self.days.through.to_string()))
            }
            (Button::quiet(t!("Show these days")))
        });
        let earlier = to(self.period.moved(-1, today, fiscal));
        Ok(parts::period_picker(Some(&earlier), label, later.as_deref(), &choices, html! { (form) }))
    }
}
