//! Whether this process lives, and whether it can serve.

use actix_web::{HttpResponse, web::Data};

use crate::{context::Context, web::fault::Fault};

pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// 503 while the database is away, migrations are missing, or this node ends soon.
pub async fn ready(context: Data<Context>) -> Result<HttpResponse, Fault> {
    if context.is_leaving() {
        return Err(Fault::Stopping);
    }
    if context.db.pending_migrations().await?.is_empty() {
        Ok(HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ready\n"))
    } else {
        Err(Fault::Database(crate::db::DbError::Unavailable(
            "migrations have not run".into(),
        )))
    }
}
