//! The endpoints that administrators keep: where events go, and which. Each act stands in the ledger, without the
//! address.

use diesel::{dsl::count_star, prelude::*};
use serde_json::{Map, json};
use validator::ValidationErrors;

use super::{
    Done, Draft, Failure, Kind, Made, Off, Standing, WebhookError, draft::Checked, happened, secret,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{webhook_deliveries, webhook_endpoints, webhook_kinds},
    },
    once::Submission,
    privacy::ledger::{self, About, Arrangement},
    text_rules::refuse,
};

/// So many endpoints at most: each event is written for each.
pub const MOST: i64 = 20;

/// An endpoint as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub id: i64,
    pub url: String,
    pub description: String,
    pub kinds: Vec<Kind>,
    pub enabled: bool,
    /// Why it is told nothing, where it is not.
    pub off_because: Option<Off>,
    /// Since when nothing arrived there.
    pub failing_since: Option<Timestamp>,
    /// Until when the secret before signs as well.
    pub exchanged_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub version: i32,
    /// Events that wait, and those that are tried no more; tests are none.
    pub waiting: i64,
    pub dead: i64,
}

impl Endpoint {
    /// Its host, by which people know it again.
    pub fn host(&self) -> String {
        let url: Option<url::Url> = self.url.parse().ok();
        let host = url.as_ref().and_then(url::Url::host_str);
        host.unwrap_or(&self.url).to_owned()
    }
}

type Row = (
    (i64, String, String, bool, Option<Off>),
    (Option<Timestamp>, Option<Timestamp>, Timestamp, i32),
);

/// The columns of a [`Row`]; a macro, for the type of the selection cannot be written.
macro_rules! columns {
    () => {
        (
            (
                webhook_endpoints::id,
                webhook_endpoints::url,
                webhook_endpoints::description,
                webhook_endpoints::enabled,
                webhook_endpoints::off_because,
            ),
            (
                webhook_endpoints::failing_since,
                webhook_endpoints::old_secret_until,
                webhook_endpoints::created_at,
                webhook_endpoints::version,
            ),
        )
    };
}

/// All of them, as they were made.
pub async fn list(context: &Context) -> Result<Vec<Endpoint>, WebhookError> {
    let now = context.now();
    let all = context.db.read(move |connection| {
        let rows: Vec<Row> = webhook_endpoints::table
            .order(webhook_endpoints::id)
            .select(columns!())
            .load(connection)?;
        complete(connection, rows, now)
    });
    Ok(all.await?)
}

pub async fn find(context: &Context, id: i64) -> Result<Endpoint, WebhookError> {
    let now = context.now();
    let found = context.db.read(move |connection| {
        let rows: Vec<Row> = webhook_endpoints::table
            .filter(webhook_endpoints::id.eq(id))
            .select(columns!())
            .load(connection)?;
        complete(connection, rows, now)
    });
    found.await?.pop().ok_or(WebhookError::NotFound)
}

/// Rows with their kinds and counts, in two queries, however many they are.
fn complete(
    connection: &mut AnyConnection,
    rows: Vec<Row>,
    now: Timestamp,
) -> Result<Vec<Endpoint>, DbError> {
    let ids: Vec<i64> = rows.iter().map(|((id, ..), _)| *id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let kinds: Vec<(i64, Kind)> = webhook_kinds::table
        .filter(webhook_kinds::endpoint_id.eq_any(ids.clone()))
        .select((webhook_kinds::endpoint_id, webhook_kinds::kind))
        .load(connection)?;
    let counts: Vec<(i64, Standing, i64)> = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq_any(ids))
        .filter(webhook_deliveries::state.eq_any([Standing::Waiting, Standing::Dead]))
        .filter(webhook_deliveries::kind.ne(Kind::Test))
        .group_by((webhook_deliveries::endpoint_id, webhook_deliveries::state))
        .select((
            webhook_deliveries::endpoint_id,
            webhook_deliveries::state,
            count_star(),
        ))
        .load(connection)?;
    let count = |id: i64, standing: Standing| {
        let mut of = counts.iter();
        of.find(|(endpoint, state, _)| *endpoint == id && *state == standing)
            .map_or(0, |(.., count)| *count)
    };
    let endpoint = |((id, url, description, enabled, off_because), rest): Row| {
        let (failing_since, old_secret_until, created_at, version) = rest;
        let of = kinds.iter().filter(|(endpoint, _)| *endpoint == id);
        let mut of: Vec<Kind> = of.map(|(_, kind)| *kind).collect();
        of.sort_unstable();
        Endpoint {
            id,
            url,
            description,
            kinds: of,
            enabled,
            off_because,
            failing_since,
            exchanged_until: old_secret_until.filter(|until| *until > now),
            created_at,
            version,
            waiting: count(id, Standing::Waiting),
            dead: count(id, Standing::Dead),
        }
    };
    Ok(rows.into_iter().map(endpoint).collect())
}

/// Adds one; gives its id and its secret. The same submission again gives the same.
pub async fn create(
    context: &Context,
    by: i64,
    draft: Draft,
    submission: Option<String>,
) -> Result<Made, WebhookError> {
    let checked = draft.checked(context)?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let id = match submission {
                Some(submission) => {
                    let said = [
                        "webhook",
                        checked.url.as_str(),
                        checked.description.as_str(),
                    ];
                    let submission = Submission::new(&cx, &submission, Some(by), &said);
                    submission.once(connection, &cx, |connection| {
                        insert(connection, &cx, by, &checked)
                    })?
                }
                None => insert(connection, &cx, by, &checked)?,
            };
            let sealed: Option<Vec<u8>> = webhook_endpoints::table
                .find(id)
                .select(webhook_endpoints::secret_sealed)
                .first(connection)
                .optional()?;
            let sealed = sealed.ok_or(WebhookError::NotFound)?;
            let secret = secret::opened(&cx, &sealed)?;
            Ok(Made { id, secret })
        })
        .await
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    new: &Checked,
) -> Result<i64, WebhookError> {
    let there: i64 = webhook_endpoints::table.count().get_result(connection)?;
    if there >= MOST {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "url", "webhook-many");
        return Err(errors.into());
    }
    let newest = happened::newest(connection)?;
    let id: i64 = diesel::insert_into(webhook_endpoints::table)
        .values((
            webhook_endpoints::url.eq(&new.url),
            webhook_endpoints::description.eq(&new.description),
            webhook_endpoints::secret_sealed.eq(secret::new(context).1),
            webhook_endpoints::enabled.eq(true),
            webhook_endpoints::failures.eq(0),
            webhook_endpoints::ledger_number.eq(newest),
            webhook_endpoints::created_at.eq(context.now()),
            webhook_endpoints::version.eq(1),
        ))
        .returning(webhook_endpoints::id)
        .get_result(connection)?;
    ask_for(connection, id, &new.kinds)?;
    note(connection, context, by, id, Done::Added)?;
    Ok(id)
}

/// A row for each of the few kinds that there are.
fn ask_for(
    connection: &mut AnyConnection,
    endpoint: i64,
    kinds: &[Kind],
) -> Result<(), WebhookError> {
    diesel::delete(webhook_kinds::table.filter(webhook_kinds::endpoint_id.eq(endpoint)))
        .execute(connection)?;
    for kind in kinds {
        diesel::insert_into(webhook_kinds::table)
            .values((
                webhook_kinds::endpoint_id.eq(endpoint),
                webhook_kinds::kind.eq(*kind),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Changes what stands in `version`. [`WebhookError::Unproven`] where events would go to another address and who
/// asks is not `proven` to be there.
pub async fn change(
    context: &Context,
    by: i64,
    id: i64,
    version: i32,
    draft: Draft,
    proven: bool,
) -> Result<(), WebhookError> {
    let checked = draft.checked(context)?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            exists(connection, id)?;
            let was = webhook_endpoints::table
                .find(id)
                .filter(webhook_endpoints::version.eq(version));
            let url: Option<String> = was
                .select(webhook_endpoints::url)
                .first(connection)
                .optional()?;
            let url = url.ok_or(WebhookError::Changed)?;
            if url != checked.url && !proven {
                return Err(WebhookError::Unproven);
            }
            let changed = diesel::update(was)
                .set((
                    webhook_endpoints::url.eq(&checked.url),
                    webhook_endpoints::description.eq(&checked.description),
                    webhook_endpoints::version.eq(webhook_endpoints::version + 1),
                ))
                .execute(connection)?;
            if changed == 0 {
                return Err(WebhookError::Changed);
            }
            let told: i64 = webhook_kinds::table
                .filter(webhook_kinds::endpoint_id.eq(id))
                .filter(webhook_kinds::kind.eq(Kind::Decided))
                .count()
                .get_result(connection)?;
            if told == 0 {
                // Of what was decided before it asked for that it is told nothing.
                let newest = happened::newest(connection)?;
                diesel::update(webhook_endpoints::table.find(id))
                    .set(webhook_endpoints::ledger_number.eq(newest))
                    .execute(connection)?;
            }
            ask_for(connection, id, &checked.kinds)?;
            note(connection, &cx, by, id, Done::Changed)
        })
        .await
}

/// Lets it be told of events, or no more; what waits is tried no more then. Twice is once.
pub async fn switch(
    context: &Context,
    by: i64,
    id: i64,
    enabled: bool,
) -> Result<(), WebhookError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            hold(connection, id)?;
            exists(connection, id)?;
            let other = webhook_endpoints::table
                .find(id)
                .filter(webhook_endpoints::enabled.ne(enabled));
            let there: i64 = other.count().get_result(connection)?;
            if there == 0 {
                return Ok(());
            }
            if enabled {
                switch_on(connection, id)?;
                note(connection, &cx, by, id, Done::SwitchedOn)
            } else {
                switch_off(connection, cx.now(), id, Off::Hand)?;
                note(connection, &cx, by, id, Done::SwitchedOff)
            }
        })
        .await
}

fn switch_on(connection: &mut AnyConnection, id: i64) -> Result<(), DbError> {
    let newest = happened::newest(connection)?;
    diesel::update(webhook_endpoints::table.find(id))
        .set((
            webhook_endpoints::enabled.eq(true),
            webhook_endpoints::off_because.eq(None::<Off>),
            webhook_endpoints::failures.eq(0),
            webhook_endpoints::failing_since.eq(None::<Timestamp>),
            webhook_endpoints::resting_until.eq(None::<Timestamp>),
            webhook_endpoints::ledger_number.eq(newest),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
        ))
        .execute(connection)?;
    Ok(())
}

/// Nothing more is written or tried for it. Whoever calls it holds it.
pub(super) fn switch_off(
    connection: &mut AnyConnection,
    now: Timestamp,
    id: i64,
    why: Off,
) -> Result<(), DbError> {
    diesel::update(webhook_endpoints::table.find(id))
        .set((
            webhook_endpoints::enabled.eq(false),
            webhook_endpoints::off_because.eq(why),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
        ))
        .execute(connection)?;
    diesel::update(
        webhook_deliveries::table
            .filter(webhook_deliveries::endpoint_id.eq(id))
            .filter(webhook_deliveries::state.eq(Standing::Waiting)),
    )
    .set((
        webhook_deliveries::state.eq(Standing::Dead),
        webhook_deliveries::failure.eq(Failure::Off),
        webhook_deliveries::ended_at.eq(now),
    ))
    .execute(connection)?;
    Ok(())
}

/// Takes it away with all that waits for it.
pub async fn delete(context: &Context, by: i64, id: i64) -> Result<(), WebhookError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let gone = diesel::delete(webhook_endpoints::table.find(id)).execute(connection)?;
            if gone == 0 {
                return Err(WebhookError::NotFound);
            }
            note(connection, &cx, by, id, Done::Removed)
        })
        .await
}

/// Holds an endpoint until the transaction ends. Whoever changes it with its deliveries does this first: else one has
/// the endpoint and waits for a delivery, and another that delivery and waits for the endpoint.
pub(super) fn hold(connection: &mut AnyConnection, id: i64) -> Result<(), DbError> {
    locks::hold(connection, Table::WebhookEndpoints, [id].into())
}

pub(super) fn exists(connection: &mut AnyConnection, id: i64) -> Result<(), WebhookError> {
    let there: i64 = webhook_endpoints::table
        .filter(webhook_endpoints::id.eq(id))
        .count()
        .get_result(connection)?;
    (there > 0).then_some(()).ok_or(WebhookError::NotFound)
}

/// Puts into the ledger what was done with which of them; everybody reads that, and no address.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    id: i64,
    done: Done,
) -> Result<(), WebhookError> {
    let about = About {
        by: Some(by),
        ..About::default()
    };
    let fields = Map::from_iter([
        ("webhook".to_owned(), json!(id)),
        ("what".to_owned(), json!(done.word())),
    ]);
    let act = Arrangement::Webhook(done.act());
    ledger::note(connection, context, act, None, about, fields)?;
    Ok(())
}
