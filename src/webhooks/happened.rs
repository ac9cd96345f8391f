//! That something happened: a row for each endpoint that asked for it, in the transaction of its cause. Where
//! nobody asked, one statement finds that out and writes nothing.

use diesel::{
    dsl::max,
    prelude::*,
    sql_types::{self, BigInt, Integer, Text},
};

use super::{Kind, Standing};
use crate::{
    context::Context,
    db::{
        self, AnyConnection, DbError, Timestamp,
        schema::{chain_links, posts, webhook_deliveries, webhook_endpoints, webhook_kinds},
    },
    privacy::moderated,
};

/// What happened, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A topic is public for the first time: the post that opens it.
    TopicCreated(i64),
    PostPublished(i64),
    PostEdited(i64),
    PostMasked(i64),
    PostHidden(i64),
    PostRestored(i64),
    /// The post by which an office answers.
    AnswerPublished(i64),
    /// The case that reached the city, and is accepted.
    SuggestionReceived(i64),
    SuggestionRouted(i64),
    SuggestionAnswered(i64),
    SuggestionClosed(i64),
    SuggestionReopened(i64),
    /// The topic as which one was published.
    SuggestionPublished(i64),
    SuggestionWithdrawn(i64),
    /// Why it waits.
    ItemOpened(&'static str),
}

impl Event {
    /// Its kind, of what it tells, and what else is known of it.
    const fn parts(self) -> (Kind, i64, &'static str) {
        match self {
            Self::TopicCreated(post) => (Kind::TopicCreated, post, ""),
            Self::PostPublished(post) => (Kind::PostPublished, post, ""),
            Self::PostEdited(post) => (Kind::PostEdited, post, ""),
            Self::PostMasked(post) => (Kind::PostMasked, post, ""),
            Self::PostHidden(post) => (Kind::PostHidden, post, ""),
            Self::PostRestored(post) => (Kind::PostRestored, post, ""),
            Self::AnswerPublished(post) => (Kind::AnswerPublished, post, ""),
            Self::SuggestionReceived(case) => (Kind::SuggestionReceived, case, ""),
            Self::SuggestionRouted(case) => (Kind::SuggestionRouted, case, ""),
            Self::SuggestionAnswered(case) => (Kind::SuggestionAnswered, case, ""),
            Self::SuggestionClosed(case) => (Kind::SuggestionClosed, case, ""),
            Self::SuggestionReopened(case) => (Kind::SuggestionReopened, case, ""),
            Self::SuggestionPublished(topic) => (Kind::SuggestionPublished, topic, ""),
            Self::SuggestionWithdrawn(topic) => (Kind::SuggestionWithdrawn, topic, ""),
            Self::ItemOpened(why) => (Kind::ItemOpened, 0, why),
        }
    }
}

/// The columns that a new delivery fills.
macro_rules! columns {
    () => {
        (
            webhook_deliveries::endpoint_id,
            webhook_deliveries::kind,
            webhook_deliveries::subject,
            webhook_deliveries::detail,
            webhook_deliveries::happened_at,
            webhook_deliveries::state,
            webhook_deliveries::attempts,
            webhook_deliveries::tried_since,
            webhook_deliveries::next_attempt_at,
        )
    };
}

/// Call it in the transaction of what happened.
pub fn happened(
    connection: &mut AnyConnection,
    context: &Context,
    event: Event,
) -> Result<(), DbError> {
    happened_at(connection, context.now(), event)
}

/// As [`happened`], where the time is known and nothing else.
pub fn happened_at(
    connection: &mut AnyConnection,
    now: Timestamp,
    event: Event,
) -> Result<(), DbError> {
    let (kind, subject, detail) = event.parts();
    let asked = webhook_kinds::table
        .filter(webhook_kinds::kind.eq(kind))
        .select(webhook_kinds::endpoint_id);
    webhook_endpoints::table
        .filter(webhook_endpoints::enabled.eq(true))
        .filter(webhook_endpoints::id.eq_any(asked))
        .select((
            webhook_endpoints::id,
            kind.as_str().into_sql::<Text>(),
            subject.into_sql::<BigInt>(),
            detail.into_sql::<Text>(),
            now.into_sql::<sql_types::Timestamp>(),
            Standing::Waiting.as_str().into_sql::<Text>(),
            0_i32.into_sql::<Integer>(),
            now.into_sql::<sql_types::Timestamp>(),
            now.into_sql::<sql_types::Timestamp>(),
        ))
        .insert_into(webhook_deliveries::table)
        .into_columns(columns!())
        .execute(connection)?;
    Ok(())
}

/// Posts are about to go, however many: call it while it still stands which of them everybody could read. One that was
/// hidden since is told as well, for programs may keep it hidden.
pub fn withdrawn(
    connection: &mut AnyConnection,
    context: &Context,
    ids: &[i64],
) -> Result<(), DbError> {
    let asking = asking(connection, Kind::PostWithdrawn)?;
    if asking.is_empty() || ids.is_empty() {
        return Ok(());
    }
    let seen: Vec<i64> = posts::table
        .filter(posts::id.eq_any(ids.to_vec()))
        .filter(
            posts::state
                .eq("published")
                .or(posts::state.ne("erased").and(posts::was_public.eq(true))),
        )
        .select(posts::id)
        .load(connection)?;
    each(
        connection,
        context.now(),
        Kind::PostWithdrawn,
        (&asking, seen),
    )
}

/// Words went out of posts because they went where these quote them: of those that are public it is told.
pub fn masked(
    connection: &mut AnyConnection,
    context: &Context,
    ids: &[i64],
) -> Result<(), DbError> {
    of_public(connection, context.now(), Kind::PostMasked, ids)
}

/// Words are back in posts because they are back where these quote them: of those that are public it is told.
pub fn back(connection: &mut AnyConnection, context: &Context, ids: &[i64]) -> Result<(), DbError> {
    of_public(connection, context.now(), Kind::PostEdited, ids)
}

fn of_public(
    connection: &mut AnyConnection,
    now: Timestamp,
    kind: Kind,
    ids: &[i64],
) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    let asking = asking(connection, kind)?;
    if asking.is_empty() {
        return Ok(());
    }
    let public: Vec<i64> = posts::table
        .filter(posts::id.eq_any(ids.to_vec()))
        .filter(posts::state.eq("published"))
        .select(posts::id)
        .load(connection)?;
    each(connection, now, kind, (&asking, public))
}

/// Tells each of some endpoints of each of some posts, in a statement for each endpoint: they are a few.
fn each(
    connection: &mut AnyConnection,
    now: Timestamp,
    kind: Kind,
    (endpoints, ids): (&[i64], Vec<i64>),
) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    for endpoint in endpoints {
        posts::table
            .filter(posts::id.eq_any(ids.clone()))
            .order(posts::id)
            .select((
                (*endpoint).into_sql::<BigInt>(),
                kind.as_str().into_sql::<Text>(),
                posts::id,
                "".into_sql::<Text>(),
                now.into_sql::<sql_types::Timestamp>(),
                Standing::Waiting.as_str().into_sql::<Text>(),
                0_i32.into_sql::<Integer>(),
                now.into_sql::<sql_types::Timestamp>(),
                now.into_sql::<sql_types::Timestamp>(),
            ))
            .insert_into(webhook_deliveries::table)
            .into_columns(columns!())
            .execute(connection)?;
    }
    Ok(())
}

/// The endpoints that ask for a kind.
fn asking(connection: &mut AnyConnection, kind: Kind) -> Result<Vec<i64>, DbError> {
    let asked = webhook_kinds::table
        .filter(webhook_kinds::kind.eq(kind))
        .select(webhook_kinds::endpoint_id);
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::enabled.eq(true))
        .filter(webhook_endpoints::id.eq_any(asked))
        .order(webhook_endpoints::id)
        .select(webhook_endpoints::id)
        .load(connection)?)
}

/// The number of the ledger's newest entry.
pub(super) fn newest(connection: &mut AnyConnection) -> Result<i32, DbError> {
    let newest: Option<i32> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .select(max(chain_links::number))
        .first(connection)?;
    Ok(newest.unwrap_or(0))
}

/// Up to which entry of the ledger each endpoint that asks for decisions was told, where that is before `newest`.
fn behind(connection: &mut AnyConnection, newest: i32) -> Result<Vec<(i64, i32)>, DbError> {
    let asking = asking(connection, Kind::Decided)?;
    if asking.is_empty() {
        return Ok(Vec::new());
    }
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::id.eq_any(asking))
        .filter(webhook_endpoints::ledger_number.lt(newest))
        .select((webhook_endpoints::id, webhook_endpoints::ledger_number))
        .load(connection)?)
}

/// Whether entries of the ledger are to be looked through by [`follow_ledger`].
pub fn ledger_waits(connection: &mut AnyConnection) -> Result<bool, DbError> {
    let newest = newest(connection)?;
    Ok(!behind(connection, newest)?.is_empty())
}

/// What moderators decided is told from the ledger itself, whose entries stand in the transaction of the decision
/// and are numbered without a gap: no act can be forgotten here.
pub async fn follow_ledger(context: &Context) -> Result<(), DbError> {
    if !context.db.read(ledger_waits).await? {
        return Ok(());
    }
    let now = context.now();
    context
        .db
        .write(move |connection| {
            let newest = newest(connection)?;
            for (endpoint, number) in behind(connection, newest)? {
                // The old number is the lock: another node may have been faster.
                let moved = diesel::update(
                    webhook_endpoints::table
                        .find(endpoint)
                        .filter(webhook_endpoints::ledger_number.eq(number)),
                )
                .set(webhook_endpoints::ledger_number.eq(newest))
                .execute(connection)?;
                if moved == 1 {
                    let acts = moderated::ACTS.map(|(act, _)| act.as_str());
                    let entries = (number, newest);
                    db::webhooks::decided(connection, endpoint, entries, &acts, now)?;
                }
            }
            Ok(())
        })
        .await
}
