//! The backups: the last one in a sentence, the plan, and the list.

use keep::{Backup, BackupPlan, BackupsAnswer, rules::Every};
use locale::{fmt, t, tn};
use store::Engine;
use ui::{
    Button, Cell, Choice, Column, Field, Form, FormAction, Look, Markup, PageRequest, Row, Table, error_at, html,
    parts, typed_or,
};

/// The sentence one comes for.
pub(super) fn lead(known: &BackupsAnswer) -> Markup {
    match known.backups.first() {
        None => html! { (t!("There is no backup yet.")) },
        Some(Backup { problem: Some(problem), made_on, .. }) => html! {
            strong { (t!("The backup of {day} failed.", day = fmt::date(*made_on))) } small { " " (problem) }
        },
        Some(good) => html! {
            (t!("Backup of {day}, restored and checked {day}", day = fmt::date(good.made_on)))
            small { ", " (tn!(good.entries, "{count} entry", "{count} entries")) }
        },
    }
}

/// The plan and the list.
pub(super) fn section(request: &PageRequest<'_>, known: &BackupsAnswer) -> Markup {
    let rows: Vec<Row> = known.backups.iter().map(row).collect();
    let columns = vec![
        Column::text(t!("Made")).narrow(),
        Column::text(t!("File")).grow(),
        Column::figures(t!("Entries")).narrow(),
        Column::figures(t!("Size")).narrow(),
        Column::text(t!("Restore test")),
    ];
    html! {
        (parts::heading(&t!("Backups"), None))
        p { (plan_sentence(known.plan.as_ref())) }
        (Form::post_to("/keep/backup-now").body(html! {
            (parts::actions(html! { (Button::primary(t!("Back up now"))) }))
        }))
        @if !rows.is_empty() { (Table::new(t!("Backups"), columns).rows(rows)) }
        details open[request.refused_form("plan-backups").is_some()] {
            summary { @if known.plan.is_some() { (t!("Change the plan")) } @else { (t!("Plan backups")) } }
            (plan_form(request, known.plan.as_ref()))
        }
    }
}

fn plan_sentence(plan: Option<&BackupPlan>) -> String {
    match plan {
        None => t!(
            "Nothing is backed up by itself. Each backup is restored in a temporary place and checked, so that you know it works."
        ),
        Some(plan) => t!(
            "The next is made on {day} at {hour}:00; one that was missed is made at the next start. Each is restored in a temporary place and checked.",
            day = fmt::date(plan.next_on),
            hour = plan.plan.hour
        ),
    }
}

fn row(backup: &Backup) -> Row {
    let name =
        std::path::Path::new(&backup.file).file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let file = match (&backup.problem, &backup.removed_on) {
        (_, Some(_)) => Cell::from(name),
        (Some(_), None) if backup.bytes == 0 => Cell::from(backup.file.as_str()),
        _ => Cell::new(html! { a href=(format!("/keep/backups/{}", backup.backup)) download { (name) } }),
    };
    let found = match (&backup.problem, &backup.removed_on) {
        (Some(problem), _) => Cell::new(html! { strong { (t!("failed")) } " " (problem) }),
        (None, Some(day)) => Cell::from(t!("passed; removed {day}, newer ones stand for it", day = fmt::date(*day))),
        (None, None) => Cell::from(t!("passed")),
    };
    let size = t!("{size} KB", size = fmt::number((backup.bytes + 999) / 1000));
    Row::new(vec![fmt::date(backup.made_on).into(), file, fmt::number(backup.entries).into(), size.into(), found])
        .faded(backup.removed_on.is_some())
        .marked(backup.problem.is_some())
}

fn plan_form(request: &PageRequest<'_>, plan: Option<&BackupPlan>) -> Markup {
    let refused = request.refused_form("plan-backups");
    let planned = plan.map(|plan| &plan.plan);
    let put = |name: &str, field: Field, value: String| {
        field.value(typed_or(refused, name, &value)).error(error_at(refused, name))
    };
    let number = |of: fn(&keep::PlanBackups) -> i64, usual: i64| planned.map_or(usual, of).to_string();
    let every = planned.map_or(Every::Day, |plan| plan.every);
    let every = if every == Every::Week { "week" } else { "day" };
    let rhythms = vec![Choice::new("day", t!("Every day")), Choice::new("week", t!("Every week"))];
    let days =
        [t!("Monday"), t!("Tuesday"), t!("Wednesday"), t!("Thursday"), t!("Friday"), t!("Saturday"), t!("Sunday")];
    let days = days.into_iter().enumerate().map(|(at, name)| Choice::new(at + 1, name)).collect();
    let hosted = request.context.tx.engine() == Engine::Postgres;
    html! {
        (Form::new("plan-backups").next("/keep").hidden("from", "/keep").body(html! {
            (put("every", Field::select("every", t!("How often"), rhythms), every.to_owned()))
            (put("weekday", Field::select("weekday", t!("On, if every week"), days), number(|plan| plan.weekday, 1)))
            (put("hour", Field::number("hour", t!("At which hour, 0 to 23")).short(), number(|plan| plan.hour, 3)))
            @if !hosted {
                (put("folder", Field::text("folder", t!("Folder")), planned.map_or_else(String::new, |plan| plan.folder.clone()))
                    .help(t!("Best on another disk; beside the data file when left empty.")))
            }
            (put("keep_days", Field::number("keep_days", t!("Keep the newest of so many days")).short(), number(|plan| plan.keep_days, 7)))
            (put("keep_weeks", Field::number("keep_weeks", t!("Of so many weeks")).short(), number(|plan| plan.keep_weeks, 5)))
            (put("keep_months", Field::number("keep_months", t!("Of so many months")).short(), number(|plan| plan.keep_months, 12)))
            (parts::actions(html! { (Button::quiet(t!("Keep this plan"))) }))
        }))
        @if plan.is_some() {
            (FormAction::new("stop-backups", t!("Make no more backups by themselves")).next("/keep").look(Look::Link))
        }
    }
}
