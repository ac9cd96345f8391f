//! `/api/v1/statistics`: what is published of closed months, and nothing else.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    paged,
};
use crate::{
    context::Context,
    i18n::Lang,
    statistics::{
        self, Division, Names, People, Published, Report,
        answers::By,
        suggestions::{Line, Suggestions},
    },
    web::fault::Fault,
};

#[derive(Serialize, ToSchema)]
pub struct Months {
    /// `2026-02`, the newest first.
    months: Vec<String>,
}

/// A figure about people: a multiple of five of at least ten. `null` is under ten, nobody
/// included, or not shown so that such a group cannot be worked out.
#[derive(Serialize, ToSchema)]
pub struct Figure {
    key: String,
    name: String,
    people: Option<i32>,
}

#[derive(Serialize, ToSchema)]
pub struct CellShown {
    row: String,
    column: String,
    people: i32,
}

#[derive(Serialize, ToSchema)]
pub struct ReportShown {
    report: Report,
    total: Option<i32>,
    rows: Vec<Figure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    columns: Vec<Figure>,
    /// The shown cells of a cross table; every other is as `null` elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cells: Vec<CellShown>,
}

/// Visitors, by those alone who accepted the cookie that counts them. Days cannot be joined, so
/// there is no figure of different people in a month. `null` is under ten, nobody included.
#[derive(Serialize, ToSchema)]
pub struct VisitorsShown {
    /// On a usual day: the median of the month's days.
    usual_day: Option<i32>,
    /// On a usual Monday, and so on.
    weekdays: Vec<Figure>,
}

/// How often the pages of a part of the site were shown: a multiple of five. `null` as with
/// people, and where page views would tell of days with few visitors.
#[derive(Serialize, ToSchema)]
pub struct PartShown {
    key: String,
    name: String,
    views: Option<i32>,
}

/// Views of pages that everybody may open, with or without cookies.
#[derive(Serialize, ToSchema)]
pub struct ViewsShown {
    total: Option<i32>,
    parts: Vec<PartShown>,
}

#[derive(Serialize, ToSchema)]
pub struct MonthShown {
    month: String,
    reports: Vec<ReportShown>,
    /// Left out where another report was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitors: Option<VisitorsShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    views: Option<ViewsShown>,
}

/// The months that have statistics.
#[utoipa::path(get, path = "/api/v1/statistics", operation_id = "statistics_months", tag = "statistics",
    responses((status = 200, body = Months)))]
pub async fn months(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let months = statistics::months(&context).await?;
    let months = months
        .iter()
        .map(|month| month.format("%Y-%m").to_string())
        .collect();
    let (months, ways) = paged::part(&query, months, String::clone)?;
    Ok(ways.on(&request, HttpResponse::Ok().json(Months { months })))
}

/// A closed month's reports, visitors and page views. `report` (`visitors` and `views` too), `row`
/// and `column` choose among the published figures.
#[utoipa::path(get, path = "/api/v1/statistics/{month}", operation_id = "statistics_month", tag = "statistics",
    params(("month" = String, Path, description = "2026-02"),
        ("report" = Option<String>, Query), ("row" = Option<String>, Query, description = "a row's key"),
        ("column" = Option<String>, Query, description = "a column's key"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = MonthShown), (status = 404, description = "`not-found`: unknown, or not closed")))]
pub async fn month(
    request: HttpRequest,
    context: Data<Context>,
    month: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let day = statistics::parse_month(&month).ok_or(Fault::NotFound)?;
    let published = statistics::month(&context, day).await?;
    let names = statistics::names(&context).await?;
    let wanted = |name: &str, key: &str| query.get(name).is_none_or(|wanted| wanted == key);
    let visitors = wanted("report", "visitors");
    let views = wanted("report", "views");
    let reports = published
        .reports
        .into_iter()
        .filter(|report| wanted("report", report.report.as_str()))
        .map(|report| shown(report, &names, lang, &wanted))
        .collect();
    Ok(HttpResponse::Ok().json(MonthShown {
        month: month.into_inner(),
        reports,
        visitors: visitors.then(|| visitors_shown(published.visitors, &names, lang, &wanted)),
        views: views.then(|| views_shown(published.views, &names, lang, &wanted)),
    }))
}

fn visitors_shown(
    visitors: Division,
    names: &Names,
    lang: Lang,
    wanted: &impl Fn(&str, &str) -> bool,
) -> VisitorsShown {
    VisitorsShown {
        usual_day: visitors.total,
        weekdays: figures(visitors.rows, names, lang, |key| wanted("row", key)),
    }
}

fn views_shown(
    views: Division,
    names: &Names,
    lang: Lang,
    wanted: &impl Fn(&str, &str) -> bool,
) -> ViewsShown {
    ViewsShown {
        total: views.total,
        parts: views
            .rows
            .into_iter()
            .filter(|(key, _)| wanted("row", key))
            .map(|(key, views)| PartShown {
                name: names.of(&key, lang),
                key,
                views,
            })
            .collect(),
    }
}

fn figures(
    figures: Vec<(String, People)>,
    names: &Names,
    lang: Lang,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Figure> {
    figures
        .into_iter()
        .filter(|(key, _)| wanted(key))
        .map(|(key, people)| Figure {
            name: names.of(&key, lang),
            key,
            people,
        })
        .collect()
}

fn shown(
    report: Published,
    names: &Names,
    lang: Lang,
    wanted: &impl Fn(&str, &str) -> bool,
) -> ReportShown {
    ReportShown {
        report: report.report,
        total: report.total,
        rows: figures(report.rows, names, lang, |key| wanted("row", key)),
        columns: figures(report.columns, names, lang, |key| wanted("column", key)),
        cells: report
            .cells
            .into_iter()
            .filter(|(row, column, _)| wanted("row", row) && wanted("column", column))
            .map(|(row, column, people)| CellShown {
                row,
                column,
                people,
            })
            .collect(),
    }
}

/// Figures of the suggestion box, each a multiple of five of at least ten but for days and stars. `null`
/// is under ten, nobody included, or not shown so that such a group cannot be worked out.
#[derive(Serialize, ToSchema)]
pub struct LineShown {
    /// Suggestions that came in.
    received: Option<i32>,
    /// Answered for the first time in the month, whenever they came in.
    answered: Option<i32>,
    in_time: Option<i32>,
    in_time_percent: Option<i32>,
    /// Working days until the first answer: the middle one of all whose groups are shown.
    median_days: Option<i32>,
    /// People who rated an answer in the month, whenever it came.
    rated: Option<i32>,
    /// Of as many as were answered in the same month.
    response_rate_percent: Option<i32>,
    /// The mean, from 1 to 5, to the nearest half.
    stars: Option<f64>,
}

impl LineShown {
    fn of(line: &Line) -> Self {
        Self {
            received: line.received,
            answered: line.answered,
            in_time: line.in_time,
            in_time_percent: line.share_in_time(),
            median_days: line.days,
            rated: line.rated,
            response_rate_percent: line.response_rate(),
            stars: line.stars.map(|tenths| f64::from(tenths) / 10.0),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct RowShown {
    key: String,
    name: String,
    #[serde(flatten)]
    figures: LineShown,
}

#[derive(Serialize, ToSchema)]
pub struct SuggestionsShown {
    month: String,
    by: By,
    /// False of months that were closed before answers were counted.
    counts_answers: bool,
    whole: LineShown,
    rows: Vec<RowShown>,
}

/// What came into the suggestion box in a closed month, what was answered and how soon, and how people
/// found it, by category, district or office.
#[utoipa::path(get, path = "/api/v1/statistics/{month}/suggestions/{by}", operation_id = "statistics_suggestions", tag = "statistics",
    params(("month" = String, Path, description = "2026-02"), ("by" = By, Path),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = SuggestionsShown), (status = 404, description = "`not-found`: unknown, or not closed")))]
pub async fn suggestions(
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, String)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let month = statistics::parse_month(&path.0).ok_or(Fault::NotFound)?;
    let by: By = path.1.parse().map_err(|()| Fault::NotFound)?;
    let Suggestions {
        whole,
        lines,
        counts_answers,
    } = statistics::suggestions::month(&context, month, by).await?;
    let names = statistics::names(&context).await?;
    let rows = lines.iter().map(|(key, line)| RowShown {
        name: names.of(key, lang),
        key: key.clone(),
        figures: LineShown::of(line),
    });
    Ok(HttpResponse::Ok().json(SuggestionsShown {
        month: month.format("%Y-%m").to_string(),
        by,
        counts_answers,
        whole: LineShown::of(&whole),
        rows: rows.collect(),
    }))
}
