//! What the retention job deleted, and what it would delete now.

use actix_web::{HttpResponse, web::Data};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    context::Context,
    jobs::retention,
    privacy::inventory,
    web::{extract::PrivacyOfficer, fault::Fault, page::unstored},
};

/// Lines of the report in one answer.
const LINES: i64 = 200;

/// Rows of a table that the job would delete now.
#[derive(Serialize, ToSchema)]
pub struct DueRows {
    table: &'static str,
    count: i64,
}

/// Rows of a table that it deleted on a day.
#[derive(Serialize, ToSchema)]
pub struct DeletedRows {
    day: NaiveDate,
    table: String,
    count: i64,
}

#[derive(Serialize, ToSchema)]
pub struct RetentionBody {
    due: Vec<DueRows>,
    /// The latest first.
    deleted: Vec<DeletedRows>,
}

/// What the retention schedule would delete now, and what it deleted.
#[utoipa::path(get, path = "/api/v1/officer/retention", operation_id = "officer_retention", tag = "officer", security(("session" = [])),
    responses((status = 200, body = RetentionBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn get(_: PrivacyOfficer, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let due = retention::dry_run(&context).await?.into_iter();
    let deleted = context
        .db
        .read(|connection| inventory::reports(connection, LINES))
        .await?
        .into_iter();
    Ok(unstored(
        HttpResponse::Ok().json(RetentionBody {
            due: due
                .map(|due| DueRows {
                    table: due.table,
                    count: due.count,
                })
                .collect(),
            deleted: deleted
                .map(|line| DeletedRows {
                    day: line.day,
                    table: line.table,
                    count: line.count,
                })
                .collect(),
        }),
    ))
}
