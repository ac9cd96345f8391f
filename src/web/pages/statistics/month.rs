//! One month: visitors, page views, and each report, as a sentence, a chart and a table.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::{figure, month_name};
use crate::{
    context::Context,
    statistics::{self, Division, Names, People, Published},
    web::{
        chart::{self, Bar},
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/statistics/month.html")]
struct Month {
    page: Page,
    name: String,
    /// Where the month's answers stand.
    answers: String,
    sections: Vec<Section>,
}

struct Section {
    id: &'static str,
    title: String,
    sentence: String,
    /// What the figures do not say.
    note: Option<String>,
    parts: Vec<Part>,
    /// The rows and columns of a cross table that show any figure.
    cross: Option<Cross>,
}

/// One division as chart and table.
struct Part {
    heading: String,
    /// What the figures count.
    unit: String,
    chart: String,
    rows: Vec<(String, String)>,
    /// What the last row is called, and its figure.
    total: (String, String),
}

struct Cross {
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let month = statistics::parse_month(&path.1).ok_or(Fault::NotFound)?;
    let published = statistics::month(&context, month).await?;
    let names = statistics::names(&context).await?;
    let visits = [
        visits(&page, &names, "visitors", &published.visitors),
        visits(&page, &names, "views", &published.views),
    ];
    let reports = published.reports.iter();
    let reports = reports.map(|report| section(&page, &names, report));
    let sections = visits.into_iter().chain(reports).collect();
    html(&Month {
        name: month_name(month, page.lang),
        answers: format!(
            "{}/statistics/{}/suggestions/category",
            page.prefix(),
            path.1
        ),
        sections,
        page,
    })
}

/// Visitors or page views.
fn visits(page: &Page, names: &Names, id: &'static str, division: &Division) -> Section {
    let word = |part: &str| format!("statistics-{id}-{part}");
    let hidden = page.t(&word("hidden"));
    let figure = |figure: Option<i32>| figure.map_or_else(|| hidden.clone(), |n| n.to_string());
    let heading = page.t(&word("by"));
    let bars: Vec<Bar> = division
        .rows
        .iter()
        .map(|(key, figure)| Bar {
            label: names.of(key, page.lang),
            value: figure.map(i64::from),
            words: None,
        })
        .collect();
    let shown = bars.iter().any(|bar| bar.value.is_some());
    let rows = division.rows.iter();
    Section {
        id,
        title: page.t(&format!("statistics-{id}")),
        sentence: match division.total {
            Some(total) => page.ta(&word("text"), "count", total),
            None => page.t(&word("few")),
        },
        note: Some(page.t(&word("note"))),
        parts: vec![Part {
            chart: if shown {
                chart::bars(&heading, &bars, &hidden)
            } else {
                String::new()
            },
            heading,
            unit: page.t(&word("unit")),
            rows: rows
                .map(|(key, count)| (names.of(key, page.lang), figure(*count)))
                .collect(),
            total: (page.t(&word("total")), figure(division.total)),
        }],
        cross: None,
    }
}

fn section(page: &Page, names: &Names, report: &Published) -> Section {
    let id = report.report.as_str();
    let sentence = match report.total {
        Some(total) => page.ta(&format!("statistics-{id}-text"), "people", total),
        None => page.t("statistics-few"),
    };
    let heading = |which: &str| page.t(&format!("statistics-by-{which}"));
    let kind = |rows: &[(String, People)]| {
        let first = rows.first().and_then(|(key, _)| key.split('/').next());
        first.unwrap_or("language").to_owned()
    };
    let mut parts = vec![part(
        page,
        names,
        heading(&kind(&report.rows)),
        &report.rows,
        report.total,
    )];
    let mut cross = None;
    if !report.columns.is_empty() {
        let columns = &report.columns;
        parts.push(part(
            page,
            names,
            heading(&kind(columns)),
            columns,
            report.total,
        ));
        cross = Some(crossed(page, names, report));
    }
    Section {
        id,
        title: page.t(&format!("statistics-{id}")),
        sentence,
        note: None,
        parts,
        cross,
    }
}

fn part(
    page: &Page,
    names: &Names,
    heading: String,
    rows: &[(String, People)],
    total: People,
) -> Part {
    let bars: Vec<Bar> = rows
        .iter()
        .filter(|(_, people)| people.is_some())
        .map(|(key, people)| Bar {
            label: names.of(key, page.lang),
            value: people.map(i64::from),
            words: None,
        })
        .collect();
    Part {
        chart: if bars.is_empty() {
            String::new()
        } else {
            chart::bars(&heading, &bars, &page.t("statistics-hidden"))
        },
        heading,
        unit: page.t("statistics-people"),
        rows: rows
            .iter()
            .map(|(key, people)| (names.of(key, page.lang), figure(page, *people)))
            .collect(),
        total: (page.t("statistics-total"), figure(page, total)),
    }
}

/// The cross table without the rows and columns that would say "not shown" throughout.
fn crossed(page: &Page, names: &Names, report: &Published) -> Cross {
    let rows: Vec<&String> = report
        .rows
        .iter()
        .map(|(row, _)| row)
        .filter(|row| report.cells.iter().any(|(known, ..)| known == *row))
        .collect();
    let columns: Vec<&String> = report
        .columns
        .iter()
        .map(|(column, _)| column)
        .filter(|column| report.cells.iter().any(|(_, known, _)| known == *column))
        .collect();
    let cell = |row: &String, column: &String| {
        let found = report
            .cells
            .iter()
            .find(|(r, c, _)| r == row && c == column);
        figure(page, found.map(|(.., people)| *people))
    };
    Cross {
        columns: columns
            .iter()
            .map(|column| names.of(column, page.lang))
            .collect(),
        rows: rows
            .iter()
            .map(|row| {
                (
                    names.of(row, page.lang),
                    columns.iter().map(|column| cell(row, column)).collect(),
                )
            })
            .collect(),
    }
}
