//! The face: HTML pages, the JSON API and Open311 over the same domain functions.
//!
//! A handler reads a form, calls one domain function and answers. No SQL and no
//! rule stands here. Which routes there are, `routes` says.

pub mod api;
pub mod assets;
pub mod chart;
mod cookies;
mod cross_site;
pub mod digests;
mod entry;
pub mod extract;
pub mod fault;
pub mod files;
mod flagging;
pub mod form;
mod grounds;
mod headers;
mod language;
pub mod listing;
mod multipart;
mod observe;
mod onward;
pub mod open311;
mod outward;
pub mod page;
pub mod pages;
mod pictures;
mod place;
pub mod preferences;
pub mod routes;
mod scrape;
mod shown;
mod summary;
mod trace;
mod watched;

use std::net::TcpListener;

use actix_web::{
    App, Error, HttpServer,
    body::MessageBody,
    dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::{Compress, NormalizePath, from_fn},
    web::{Data, JsonConfig, PathConfig, PayloadConfig},
};

use crate::{context::Context, moderation::past::Past, privacy::Recorder};
use extract::AddressLimits;
pub use scrape::serve_metrics;

/// The largest body that is read, in bytes. A text field's own limit is far lower;
/// this leaves room to show an over-long text again instead of dropping it.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Starts to serve on an open socket. Stops gracefully on SIGINT and SIGTERM.
pub fn serve(
    context: Context,
    recorder: Recorder,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let recorder = Data::new(recorder);
    let context = Data::new(context);
    let limits = Data::new(AddressLimits::new());
    let past = Data::new(Past::default());
    let server = HttpServer::new(move || {
        let (context, past) = (context.clone(), past.clone());
        application(context, limits.clone(), recorder.clone(), past).wrap(Compress::default())
    });
    Ok(server.shutdown_timeout(30).listen(listener)?.run())
}

/// The whole application: the routes of the catalogue inside the middleware.
pub fn application(
    context: Data<Context>,
    limits: Data<AddressLimits>,
    recorder: Data<Recorder>,
    past: Data<Past>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(context)
        .app_data(limits)
        .app_data(recorder)
        .app_data(past)
        .app_data(PayloadConfig::new(LARGEST_BODY))
        .app_data(
            JsonConfig::default()
                .limit(LARGEST_BODY)
                .error_handler(fault::bad_json),
        )
        .app_data(PathConfig::default().error_handler(fault::bad_path))
        .configure(routes::configure)
        .default_service(actix_web::web::to(language::fallback))
        .wrap(from_fn(cross_site::refuse))
        .wrap(from_fn(fault::render))
        .wrap(from_fn(cookies::keep))
        .wrap(from_fn(headers::secure))
        .wrap(from_fn(trace::trace))
        .wrap(from_fn(observe::note))
        .wrap(NormalizePath::trim())
}
