//! The face: HTML pages, the JSON API and Open311 over the same domain functions.
//!
//! A handler reads a form, calls one domain function and answers. No SQL and no
//! rule stands here. Which routes there are, `routes` says.

pub mod api;
pub mod assets;
mod audit;
mod by_token;
pub mod chart;
pub mod codes;
pub mod confirm;
pub mod contract;
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
mod keep;
mod keyed;
mod language;
pub mod listing;
pub mod look;
mod matching;
mod met;
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
mod settings;
mod shown;
mod slow;
pub mod sockets;
mod summary;
mod token_limits;
mod trace;
mod watched;

use std::{net::TcpListener, rc::Rc, time::Duration};

use actix_web::{
    App, Error, HttpServer,
    body::MessageBody,
    dev::{Extensions, Server, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::{Compress, Next, NormalizePath, from_fn},
    rt::net::TcpStream,
    web::{Data, JsonConfig, PathConfig, PayloadConfig, QueryConfig},
};

use crate::{context::Current, moderation::past::Past, privacy::Recorder};
use extract::AddressLimits;
pub use scrape::serve_metrics;

/// How long a client may take to close, once it was told that the connection ends.
const CLOSING: Duration = Duration::from_secs(5);

/// The largest body that is read, in bytes. A text field's own limit is far lower;
/// this leaves room to show an over-long text again instead of dropping it.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Threads of each worker for what blocks, beside one for each connection to the database.
const BLOCKING: usize = 64;

/// Starts to serve on an open socket, until its handle is told to stop.
pub fn serve(
    current: Current,
    recorder: Recorder,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let context = current.get();
    let (limits, queries) = (context.config.server.clone(), context.config.connections);
    sockets::listen_with(&listener, limits.backlog)?;
    let connections = sockets::bearable(limits.connections);
    let answer_wait = limits.answer_wait;
    let recorder = Data::new(recorder);
    let (context, current) = (Data::new(context), Data::new(current));
    let addresses = Data::new(AddressLimits::new());
    let past = Data::new(Past::default());
    let server = HttpServer::new(move || {
        application()
            .app_data(context.clone())
            .app_data(addresses.clone())
            .app_data(recorder.clone())
            .app_data(past.clone())
            .app_data(current.clone())
            .wrap(from_fn(see_current))
            .wrap(Compress::default())
    });
    let server = server
        .workers(limits.workers)
        .worker_max_blocking_threads(queries as usize + BLOCKING)
        .max_connections(connections.div_ceil(limits.workers))
        .client_request_timeout(limits.head_wait)
        .client_disconnect_timeout(CLOSING)
        .keep_alive(limits.keep_alive)
        .shutdown_timeout(limits.stop_wait.as_secs())
        .disable_signals()
        .on_connect(move |connection, _| {
            if let Some(stream) = connection.downcast_ref::<TcpStream>() {
                sockets::give_up_after(stream, answer_wait);
            }
        });
    Ok(server.listen(listener)?.run())
}

/// After a reload requests see what stands now; each sees one configuration from its beginning to its end.
pub async fn see_current<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let current = request.app_data::<Data<Current>>();
    if let Some(context) = current.and_then(|current| current.newer()) {
        let mut seen = Extensions::new();
        seen.insert(Data::new(context));
        request.add_data_container(Rc::new(seen));
    }
    next.call(request).await
}

/// The whole application: the routes of the catalogue inside the middleware. Whoever starts it gives it a
/// node's [`Context`], [`AddressLimits`], [`Recorder`] and [`Past`] as data.
pub fn application() -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(PayloadConfig::new(LARGEST_BODY))
        .app_data(
            JsonConfig::default()
                .limit(LARGEST_BODY)
                .error_handler(fault::bad_json),
        )
        .app_data(PathConfig::default().error_handler(fault::bad_path))
        .app_data(QueryConfig::default().error_handler(fault::bad_query))
        .configure(routes::configure)
        .default_service(actix_web::web::to(language::fallback))
        .wrap(from_fn(contract::hold))
        .wrap(from_fn(matching::answer))
        .wrap(from_fn(keyed::once))
        .wrap(from_fn(by_token::admit))
        .wrap(from_fn(language::offered))
        .wrap(from_fn(cross_site::refuse))
        .wrap(from_fn(keep::serve))
        .wrap(from_fn(slow::bound))
        .wrap(from_fn(fault::render))
        .wrap(from_fn(cookies::keep))
        .wrap(from_fn(headers::secure))
        .wrap(from_fn(trace::trace))
        .wrap(from_fn(observe::note))
        .wrap(NormalizePath::trim())
}
