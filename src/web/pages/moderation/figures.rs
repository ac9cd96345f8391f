//! The load of moderation in figures: what waits now, and a month that has closed.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use crate::{
    context::Context,
    moderation::{
        load::{self, Done, Waiting},
        log,
        past::Past,
    },
    statistics::{
        self, Names,
        reviews::{self, Reviews},
    },
    web::{
        chart::{self, Bar},
        fault::Fault,
        page::{Page, html},
        pages::statistics::{figure, month_name, section::Section},
    },
};

#[derive(Template)]
#[template(path = "pages/moderation/figures.html")]
struct Figures {
    page: Page,
    waiting: Section,
    /// `None` where no month has closed yet.
    month: Option<Month>,
}

struct Month {
    name: String,
    /// Where it stands when later months have closed.
    address: String,
    sections: Vec<Section>,
    earlier: Option<String>,
    later: Option<String>,
}

pub async fn newest(
    page: Page,
    context: Data<Context>,
    past: Data<Past>,
) -> Result<HttpResponse, Fault> {
    let months = statistics::months(&context).await?;
    let newest = months.first().copied();
    show(page, (&context, &past), &months, newest).await
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    past: Data<Past>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let month = statistics::parse_month(&path.1).ok_or(Fault::NotFound)?;
    let months = statistics::months(&context).await?;
    show(page, (&context, &past), &months, Some(month)).await
}

async fn show(
    page: Page,
    (context, past): (&Context, &Past),
    months: &[NaiveDate],
    month: Option<NaiveDate>,
) -> Result<HttpResponse, Fault> {
    let names = statistics::names(context).await?;
    let waits = load::waiting(context).await?;
    let days = waits.oldest_days(context.now());
    let waiting = waiting(&page, &names, &waits, days);
    let month = match month {
        Some(month) => {
            let known = (&names, months);
            Some(of_month(&page, (context, past), known, month).await?)
        }
        None => None,
    };
    html(&Figures {
        page,
        waiting,
        month,
    })
}

async fn of_month(
    page: &Page,
    (context, past): (&Context, &Past),
    (names, months): (&Names, &[NaiveDate]),
    month: NaiveDate,
) -> Result<Month, Fault> {
    let decided = reviews::month(context, month).await?;
    let done = Done::of(&log::of_month(context, past, month).await?);
    // The newest first.
    let at = months.iter().position(|one| *one == month);
    let address = |month: &NaiveDate| {
        let month = month.format("%Y-%m");
        format!("{}/moderation/figures/{month}", page.prefix())
    };
    let beside = |at: Option<usize>| Some(address(months.get(at?)?));
    Ok(Month {
        name: month_name(month, page.lang),
        address: address(&month),
        sections: vec![
            reviewed(page, names, &decided),
            acts(page, &done),
            appeals(page, &done, reviews::appeals(context, month).await?),
        ],
        earlier: beside(at.and_then(|at| at.checked_add(1))),
        later: beside(at.and_then(|at| at.checked_sub(1))),
    })
}

/// What waits at this moment.
fn waiting(page: &Page, names: &Names, waiting: &Waiting, days: Option<i64>) -> Section {
    let kinds = waiting.kinds.iter().map(|(kind, count)| {
        let name = names.of(&format!("review/{}", kind.as_str()), page.lang);
        (name, *count)
    });
    let elsewhere = [
        ("appeals-title", waiting.appeals),
        ("sanction-appeals-title", waiting.sanction_appeals),
        ("moderation-requests", waiting.requests),
    ];
    let elsewhere = elsewhere.map(|(word, count)| (page.t(word), count));
    let all: Vec<(String, i64)> = kinds.chain(elsewhere).collect();
    let title = page.t("moderation-waiting");
    Section {
        id: "waiting",
        sentence: page.ta("moderation-waiting-text", "count", waiting.total()),
        note: match days {
            Some(days) => page.ta("moderation-waiting-oldest", "days", days),
            None => page.t("moderation-waiting-none"),
        },
        chart: bars(page, &title, &all),
        title,
        head: page.t("moderation-kind"),
        columns: vec![page.t("moderation-column-waiting")],
        rows: all
            .into_iter()
            .map(|(name, count)| (name, vec![count.to_string()]))
            .collect(),
    }
}

/// A chart of those that there are; nothing where there is none.
fn bars(page: &Page, title: &str, all: &[(String, i64)]) -> String {
    let bars: Vec<Bar> = all
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(label, count)| Bar {
            label: label.clone(),
            value: Some(*count),
            words: None,
        })
        .collect();
    if bars.is_empty() {
        return String::new();
    }
    chart::bars(title, &bars, &figure(page, None))
}

/// Decisions by why something waited, and how long it did.
fn reviewed(page: &Page, names: &Names, decided: &Reviews) -> Section {
    let hours = |hours: Option<i32>| {
        hours.map_or_else(
            || figure(page, None),
            |hours| page.ta("moderation-hours", "hours", hours),
        )
    };
    let shown: Vec<(String, i64)> = decided
        .lines
        .iter()
        .filter_map(|(key, line)| Some((names.of(key, page.lang), line.decided?.into())))
        .collect();
    let title = page.t("moderation-decided");
    let lines = decided.lines.iter();
    let all = (page.t("statistics-total"), &decided.whole);
    let sentence = match (decided.is_counted, decided.whole.decided) {
        (false, _) => page.t("moderation-decided-before"),
        (true, None) => page.t("moderation-decided-few"),
        (true, Some(count)) => page.ta2(
            "moderation-decided-text",
            "count",
            count,
            "hours",
            hours(decided.whole.hours),
        ),
    };
    Section {
        id: "decided",
        sentence,
        note: page.t("moderation-decided-note"),
        chart: bars(page, &title, &shown),
        title,
        head: page.t("moderation-kind"),
        columns: vec![
            page.t("moderation-column-decided"),
            page.t("moderation-column-hours"),
        ],
        rows: lines
            .map(|(key, line)| (names.of(key, page.lang), line))
            .chain([all])
            .map(|(name, line)| (name, vec![figure(page, line.decided), hours(line.hours)]))
            .collect(),
    }
}

/// What was done, as the log lists it.
fn acts(page: &Page, done: &Done) -> Section {
    let words = |act: &str, ground: &str| {
        let act = page.ta("ledger-act", "act", act);
        let ground = page.ta("moderation-ground", "ground", ground);
        format!("{act} · {ground}")
    };
    let all: Vec<(String, i64)> = done
        .acts
        .iter()
        .map(|(act, ground, times)| {
            let times = i64::try_from(*times).unwrap_or(i64::MAX);
            (words(act.as_str(), ground), times)
        })
        .collect();
    let title = page.t("moderation-done");
    Section {
        id: "done",
        sentence: page.ta("moderation-done-text", "count", done.total()),
        note: page.t("moderation-done-note"),
        chart: bars(page, &title, &all),
        title,
        head: page.t("moderation-act"),
        columns: vec![page.t("moderation-column-times")],
        rows: all
            .into_iter()
            .map(|(name, count)| (name, vec![count.to_string()]))
            .collect(),
    }
}

/// Appeals that were decided, and how many were upheld.
fn appeals(page: &Page, done: &Done, hours: Option<i32>) -> Section {
    let title = page.t("appeals-title");
    let all: Vec<(String, i64)> = [
        ("moderation-appeals-upheld", done.granted),
        ("moderation-appeals-refused", done.refused),
    ]
    .into_iter()
    .map(|(word, count)| (page.t(word), i64::try_from(count).unwrap_or(i64::MAX)))
    .collect();
    Section {
        id: "appeals",
        sentence: match done.upheld_percent() {
            Some(percent) => page.ta2(
                "moderation-appeals-text",
                "count",
                done.appeals(),
                "percent",
                percent,
            ),
            None => page.ta("moderation-appeals-few", "count", done.appeals()),
        },
        note: match hours {
            Some(hours) => {
                let hours = page.ta("moderation-hours", "hours", hours);
                page.ta("moderation-appeals-hours-note", "hours", hours)
            }
            None => page.t("moderation-appeals-note"),
        },
        chart: bars(page, &title, &all),
        title,
        head: page.t("moderation-outcome"),
        columns: vec![page.t("moderation-column-times")],
        rows: all
            .into_iter()
            .map(|(name, count)| (name, vec![count.to_string()]))
            .collect(),
    }
}
