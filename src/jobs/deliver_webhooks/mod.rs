//! Delivers what happened to the endpoints that asked for it, in a loop beside the other jobs: a receiver that
//! hangs keeps none of them waiting, and no other receiver.
//!
//! Each endpoint has a lane with a few deliveries at a time, and so many lanes go at once. What an endpoint
//! answers is read up to a bound and thrown away: its status says what became of the delivery.

mod payload;
mod told;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use tokio::{sync::Semaphore, task::JoinSet};
use tracing::Instrument as _;
use url::Url;

pub use self::told::sample_mails;
use self::{payload::PayloadError, told::tell};
use crate::{
    accounts::AccountError,
    context::Context,
    db::{AnyConnection, DbError, Timestamp},
    http_client::{HttpClient, HttpError, Reach},
    webhooks::{
        self, Failure,
        due::{self, Due, Tried},
    },
};

/// How many deliveries to one endpoint are on their way at once.
const AT_ONCE: i64 = 4;
/// To how many endpoints at once.
const LANES: usize = 8;
/// After so long a round begins nothing more.
const ROUND: Duration = Duration::from_secs(20);
/// How much of an answer is read before it is thrown away.
const LONGEST_ANSWER: usize = 64 << 10;

/// Why a round did not do all that it could.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("no requests can be made: {0}")]
    Client(#[from] HttpError),
    #[error(transparent)]
    Payload(#[from] PayloadError),
    #[error("an administrator's address: {0}")]
    Account(#[from] AccountError),
}

impl From<diesel::result::Error> for DeliveryError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Whether anything is due: a delivery, or entries of the ledger that nobody has looked through.
pub fn waits(connection: &mut AnyConnection, now: Timestamp) -> Result<bool, DbError> {
    Ok(!due::endpoints_due(connection, now)?.is_empty() || webhooks::ledger_waits(connection)?)
}

/// By which requests are made.
struct Clients {
    /// To all that nobody named.
    public: HttpClient,
    /// To hosts that the operator named.
    named: HttpClient,
}

impl Clients {
    fn new(context: &Context) -> Result<Self, HttpError> {
        let time = context.config.webhooks.timeout;
        Ok(Self {
            public: HttpClient::new(Reach::PublicAlone, time, LONGEST_ANSWER)?,
            named: HttpClient::new(Reach::Anywhere, time, LONGEST_ANSWER)?,
        })
    }
}

/// Delivers what is due, once; gives whether there may be more. Where one endpoint's lane fails, the others go on.
pub async fn once(context: &Context) -> Result<bool, DeliveryError> {
    webhooks::follow_ledger(context).await?;
    let now = context.now();
    let endpoints = context
        .db
        .read(move |connection| due::endpoints_due(connection, now))
        .await?;
    if endpoints.is_empty() {
        return Ok(false);
    }
    let (clients, lanes) = (
        Arc::new(Clients::new(context)?),
        Arc::new(Semaphore::new(LANES)),
    );
    let (mut running, began) = (JoinSet::new(), Instant::now());
    for endpoint in endpoints {
        let (context, clients, lanes) = (context.clone(), Arc::clone(&clients), Arc::clone(&lanes));
        let lane = async move {
            let _place = lanes.acquire_owned().await;
            lane(&context, &clients, endpoint, began).await
        };
        running.spawn(lane.in_current_span());
    }
    let (mut more, mut failed) = (false, None);
    while let Some(ended) = running.join_next().await {
        match ended {
            Ok(Ok(left)) => more |= left,
            Ok(Err(error)) => failed = Some(error),
            Err(_) => failed = Some(DbError::Panicked.into()),
        }
    }
    failed.map_or(Ok(more), Err)
}

/// Delivers to one endpoint until nothing is due there, it fails or the round is over.
async fn lane(
    context: &Context,
    clients: &Clients,
    endpoint: i64,
    began: Instant,
) -> Result<bool, DeliveryError> {
    while began.elapsed() < ROUND {
        let some = due::take(context, endpoint, AT_ONCE).await?;
        if some.is_empty() {
            return Ok(false);
        }
        let tries = some.into_iter();
        let tries = tries.map(|due| deliver(context, clients, Arc::new(due)));
        for tried in join_all(tries).await {
            tried?;
        }
    }
    Ok(true)
}

/// Tries one delivery and writes down how that ended; administrators are told where its endpoint was switched off.
async fn deliver(context: &Context, clients: &Clients, due: Arc<Due>) -> Result<(), DeliveryError> {
    let (cx, of) = (context.clone(), Arc::clone(&due));
    let said = context
        .db
        .read(move |connection| payload::of(connection, &cx, &of))
        .await?;
    let tried = match said {
        Some(body) => Some(send(context, clients, &due, body).await),
        // What only some may read is told to no program.
        None => None,
    };
    if let Some(failure) = tried.and_then(|tried| tried.failure) {
        let (delivery, endpoint) = (due.id, due.endpoint);
        let why = failure.as_str();
        tracing::warn!(
            delivery,
            endpoint,
            why,
            "an event could not be delivered yet"
        );
    }
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let Some(tried) = tried else {
                due::forget(connection, &due)?;
                return Ok(());
            };
            if let Some(off) = due::finish(connection, cx.now(), &due, tried)? {
                tell(connection, &cx, &off)?;
            }
            Ok::<_, DeliveryError>(())
        })
        .await
}

async fn send(context: &Context, clients: &Clients, due: &Due, body: Vec<u8>) -> Tried {
    let Ok(url) = due.url.parse::<Url>() else {
        return Tried::failed(Failure::Settings);
    };
    // The operator may have taken the host back since.
    let client = match context.config.webhooks.allows(&url) {
        true => &clients.named,
        false if url.scheme() == "https" => &clients.public,
        false => return Tried::failed(Failure::Private),
    };
    let seconds = context.now().utc().timestamp();
    let signature = due.signature(seconds, &body);
    if signature.is_empty() {
        return Tried::failed(Failure::Settings);
    }
    let request = http::Request::post(url.as_str())
        .header("content-type", "application/json")
        .header("webhook-id", due.message_id.as_str())
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", signature)
        .body(body);
    let Ok(request) = request else {
        return Tried::failed(Failure::Settings);
    };
    match client.send(request).await {
        Ok(answer) => Tried::answered(answer.status().as_u16()),
        // It was taken or refused before it went on and on.
        Err(HttpError::Long { status }) => Tried::answered(status),
        Err(error) => Tried::failed(match error {
            HttpError::Private => Failure::Private,
            HttpError::Name => Failure::Name,
            HttpError::Tls => Failure::Tls,
            HttpError::Late => Failure::Late,
            HttpError::Connect => Failure::Connect,
            HttpError::Request => Failure::Settings,
            HttpError::Broken | HttpError::Long { .. } => Failure::Broken,
        }),
    }
}
