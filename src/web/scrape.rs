//! The door for Prometheus: one address, on a listener of its own, which `[metrics]` opens. It is no
//! part of the catalogue: whoever reaches Plaza's own address finds nothing there.

use std::net::TcpListener;

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::Server,
    http::header,
    web::{Data, get},
};

use crate::{context::Current, metrics::exposition::CONTENT_TYPE, operations::scrape::scrape};

/// Serves the numbers until it is told to stop: signals are for the public server.
pub fn serve_metrics(
    current: impl Into<Current>,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let current = Data::new(current.into());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(current.clone())
            .route("/metrics", get().to(metrics))
    });
    let server = server.workers(1).disable_signals().shutdown_timeout(1);
    Ok(server.listen(listener)?.run())
}

async fn metrics(current: Data<Current>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(CONTENT_TYPE)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(scrape(&current.get()).await)
}
