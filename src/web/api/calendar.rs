//! `/api/v1/admin/calendar`: on which days the city and its offices work, seen and brought in.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Query},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use crate::{
    context::Context,
    offices::{
        OfficeError,
        days::{self, Day},
        years::{self, Known, Year},
    },
    text_rules::refuse,
    web::{
        extract::Administrator,
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// Whose days; the city's without one.
#[derive(Deserialize)]
pub struct Whose {
    #[serde(default)]
    office: String,
}

#[derive(Serialize, ToSchema)]
pub struct CalendarDay {
    day: NaiveDate,
    /// Whether offices work on it.
    works: bool,
    /// The holiday, or why the day differs; empty where only its date is known.
    name: String,
}

impl CalendarDay {
    fn of(day: Day) -> Self {
        Self {
            day: day.day,
            works: day.works,
            name: day.name,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct CalendarYear {
    year: i32,
    /// In a year that is `unknown` only weekends count as days off.
    known: Known,
    /// How many of its days were brought in for whom it was asked.
    brought_in: usize,
    /// Weekdays on which nobody works.
    days_off: Vec<CalendarDay>,
    /// Weekend days on which offices work.
    make_up_workdays: Vec<CalendarDay>,
}

impl CalendarYear {
    fn of(year: Year) -> Self {
        let all = |days: Vec<Day>| days.into_iter().map(CalendarDay::of).collect();
        Self {
            year: year.year,
            known: year.known,
            brought_in: year.brought_in,
            days_off: all(year.days_off),
            make_up_workdays: all(year.made_up),
        }
    }
}

/// The days that differ from Monday to Friday, year by year, with this year and the next.
#[utoipa::path(get, path = "/api/v1/admin/calendar", operation_id = "calendar_get", tag = "administration", security(("session" = [])),
    params(("office" = Option<String>, Query, description = "A slug: its own days on top of the city's")),
    responses((status = 200, body = Vec<CalendarYear>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: no such office")))]
pub async fn get(
    _: Administrator,
    context: Data<Context>,
    whose: Query<Whose>,
) -> Result<HttpResponse, Fault> {
    let office = Some(whose.into_inner().office).filter(|slug| !slug.is_empty());
    let years = years::known(&context, office).await?.into_iter();
    let years: Vec<CalendarYear> = years.map(CalendarYear::of).collect();
    Ok(unstored(HttpResponse::Ok().json(years)))
}

/// A calendar to be brought in.
#[derive(Deserialize, ToSchema)]
pub struct CalendarBody {
    /// The government's file as text, or one of the same columns (西元日期,星期,是否放假,備註).
    csv: String,
    /// The slug of the office whose days they are; the city's without one.
    #[serde(default)]
    office: Option<String>,
    /// Say which days would change; nothing is stored.
    #[serde(default)]
    dry_run: bool,
}

/// What was brought in, or would be.
#[derive(Serialize, ToSchema)]
pub struct CalendarImported {
    /// How many days the file names.
    days: usize,
    /// Those that are another than before.
    changed: Vec<CalendarDay>,
}

/// Bring a calendar in, all of it or nothing; the same twice changes nothing.
#[utoipa::path(post, path = "/api/v1/admin/calendar", operation_id = "calendar_import", tag = "administration", request_body = CalendarBody, security(("session" = [])),
    responses((status = 200, body = CalendarImported), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: no such office, or a file that cannot be read, with its `line`; nothing was changed")))]
pub async fn import(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<CalendarBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let days = match days::read(body.csv.as_bytes()) {
        Ok(days) => days,
        Err(unreadable) => {
            let (code, line) = (unreadable.code(), unreadable.line());
            let detail = language::of_header(&request).t_with(
                "calendar-unreadable",
                &[
                    ("fault", code.to_owned()),
                    ("line", line.unwrap_or_default().to_string()),
                ],
            );
            let error = json!({ "field": "csv", "code": code, "line": line, "detail": detail });
            let members = Map::from_iter([("errors".to_owned(), json!([error]))]);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(problem(&request, status, "invalid", members));
        }
    };
    let office = body.office.filter(|slug| !slug.is_empty());
    match days::import(&context, Some(member.id), office, days, body.dry_run).await {
        Ok(done) => Ok(HttpResponse::Ok().json(CalendarImported {
            days: done.days,
            changed: done.changed.into_iter().map(CalendarDay::of).collect(),
        })),
        Err(OfficeError::Import(_)) => {
            let mut errors = validator::ValidationErrors::new();
            refuse(&mut errors, "office", "choice");
            Ok(super::invalid(&request, &errors))
        }
        Err(error) => Err(error.into()),
    }
}
