//! A month of the suggestion box by one division: what came in, what was answered and how soon, and
//! how people found it; each as a sentence, a chart and a table.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use super::{figure, month_name, section::Section};
use crate::{
    context::Context,
    statistics::{
        self, Names,
        answers::By,
        suggestions::{Line, Suggestions},
    },
    web::{
        chart::{self, Bar},
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/statistics/suggestions.html")]
struct View {
    page: Page,
    /// `None` where no month has closed yet.
    month: Option<Shown>,
}

struct Shown {
    name: String,
    /// Each division's name and address, and whether it is the one that is shown.
    by: Vec<(String, String, bool)>,
    earlier: Option<String>,
    later: Option<String>,
    /// The whole city: what, and how much.
    facts: Vec<(String, String)>,
    counts_answers: bool,
    sections: Vec<Section>,
}

pub async fn newest(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let months = statistics::months(&context).await?;
    let month = match months.first() {
        Some(month) => Some(shown(&page, &context, &months, *month, By::Category).await?),
        None => None,
    };
    html(&View { page, month })
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, Fault> {
    let month = statistics::parse_month(&path.1).ok_or(Fault::NotFound)?;
    let by: By = path.2.parse().map_err(|()| Fault::NotFound)?;
    let months = statistics::months(&context).await?;
    let month = Some(shown(&page, &context, &months, month, by).await?);
    html(&View { page, month })
}

async fn shown(
    page: &Page,
    context: &Context,
    months: &[NaiveDate],
    month: NaiveDate,
    by: By,
) -> Result<Shown, Fault> {
    let figures = statistics::suggestions::month(context, month, by).await?;
    let names = statistics::names(context).await?;
    let address = |month: NaiveDate, by: By| {
        let (month, by) = (month.format("%Y-%m"), by.as_str());
        format!("{}/statistics/{month}/suggestions/{by}", page.prefix())
    };
    // The newest first.
    let at = months.iter().position(|one| *one == month);
    let beside = |at: Option<usize>| Some(address(*months.get(at?)?, by));
    let mut sections = vec![received(page, &names, &figures, by)];
    if figures.counts_answers {
        sections.extend([
            answered(page, &names, &figures, by),
            days(page, &names, &figures, by),
            satisfaction(page, &names, &figures, by),
        ]);
    }
    let by = By::ALL.map(|one| {
        let words = page.t(&format!("statistics-by-{}", one.as_str()));
        (words, address(month, one), one == by)
    });
    Ok(Shown {
        name: month_name(month, page.lang),
        by: by.to_vec(),
        earlier: beside(at.and_then(|at| at.checked_add(1))),
        later: beside(at.and_then(|at| at.checked_sub(1))),
        facts: facts(page, &figures),
        counts_answers: figures.counts_answers,
        sections,
    })
}

/// The whole city's figures.
fn facts(page: &Page, figures: &Suggestions) -> Vec<(String, String)> {
    let whole = &figures.whole;
    let mut facts = vec![("received", figure(page, whole.received))];
    if figures.counts_answers {
        facts.extend([
            ("answered", figure(page, whole.answered)),
            ("share", percent(page, whole.share_in_time())),
            ("days", in_days(page, whole.days)),
            ("stars", stars(page, whole.stars)),
            ("rate", percent(page, whole.response_rate())),
        ]);
    }
    facts
        .into_iter()
        .map(|(word, figure)| (column(page, word), figure))
        .collect()
}

fn column(page: &Page, word: &str) -> String {
    page.t(&format!("statistics-answers-column-{word}"))
}

fn percent(page: &Page, share: Option<i32>) -> String {
    share.map_or_else(|| figure(page, None), |share| format!("{share}%"))
}

fn in_days(page: &Page, days: Option<i32>) -> String {
    days.map_or_else(
        || figure(page, None),
        |days| page.ta("statistics-answers-in-days", "days", days),
    )
}

/// Tenths as stars.
fn stars(page: &Page, tenths: Option<i32>) -> String {
    tenths.map_or_else(
        || figure(page, None),
        |tenths| page.ta("statistics-answers-stars", "stars", decimal(tenths)),
    )
}

fn decimal(tenths: i32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What a section shows: a name, the figure of its chart, the further columns, and what is in each row.
struct Words<'a> {
    id: &'static str,
    whole: Option<i32>,
    bar: fn(&Line) -> Option<i32>,
    /// What stands beside a bar, where there is little room.
    words: fn(i32) -> String,
    columns: &'a [&'a str],
    row: fn(&Page, &Line) -> Vec<String>,
}

fn received(page: &Page, names: &Names, figures: &Suggestions, by: By) -> Section {
    let words = Words {
        id: "received",
        whole: figures.whole.received,
        bar: |line| line.received,
        words: |people| people.to_string(),
        columns: &["received"],
        row: |page, line| vec![figure(page, line.received)],
    };
    section(page, names, figures, by, &words)
}

fn answered(page: &Page, names: &Names, figures: &Suggestions, by: By) -> Section {
    let words = Words {
        id: "answered",
        whole: figures.whole.answered,
        bar: |line| line.answered,
        words: |people| people.to_string(),
        columns: &["answered", "in-time", "share"],
        row: |page, line| {
            vec![
                figure(page, line.answered),
                figure(page, line.in_time),
                percent(page, line.share_in_time()),
            ]
        },
    };
    section(page, names, figures, by, &words)
}

fn days(page: &Page, names: &Names, figures: &Suggestions, by: By) -> Section {
    let words = Words {
        id: "days",
        whole: figures.whole.days,
        bar: |line| line.days,
        words: |days| days.to_string(),
        columns: &["days"],
        row: |page, line| vec![in_days(page, line.days)],
    };
    section(page, names, figures, by, &words)
}

fn satisfaction(page: &Page, names: &Names, figures: &Suggestions, by: By) -> Section {
    let words = Words {
        id: "satisfaction",
        whole: figures.whole.rated,
        bar: |line| line.stars,
        words: decimal,
        columns: &["stars", "rated", "rate"],
        row: |page, line| {
            vec![
                stars(page, line.stars),
                figure(page, line.rated),
                percent(page, line.response_rate()),
            ]
        },
    };
    section(page, names, figures, by, &words)
}

fn section(
    page: &Page,
    names: &Names,
    figures: &Suggestions,
    by: By,
    words: &Words<'_>,
) -> Section {
    let id = words.id;
    let key = |part: &str| format!("statistics-answers-{id}{part}");
    let head = page.t(&format!("statistics-by-{}", by.as_str()));
    let lines = figures.lines.iter();
    let bars: Vec<Bar> = lines
        .clone()
        .filter_map(|(key, line)| {
            let value = (words.bar)(line)?;
            Some(Bar {
                label: names.of(key, page.lang),
                value: Some(value.into()),
                words: Some((words.words)(value)),
            })
        })
        .collect();
    let title = page.t(&key(""));
    let chart_title = format!("{title}: {head}");
    let all = (page.t("statistics-total"), &figures.whole);
    let rows = lines
        .filter(|(_, line)| line.is_shown())
        .map(|(key, line)| (names.of(key, page.lang), line))
        .chain([all]);
    Section {
        id,
        sentence: match words.whole {
            Some(whole) => page.ta(&key("-text"), "count", whole),
            None => page.t(&key("-few")),
        },
        note: page.t(&key("-note")),
        chart: if bars.is_empty() {
            String::new()
        } else {
            chart::bars(&chart_title, &bars, &figure(page, None))
        },
        title,
        head,
        columns: words
            .columns
            .iter()
            .map(|word| column(page, word))
            .collect(),
        rows: rows
            .map(|(name, line)| (name, (words.row)(page, line)))
            .collect(),
    }
}
