//! The appeals that wait for a moderator, page by page.

use chrono::NaiveDate;
use diesel::{prelude::*, sql_types::Bool};

use super::{
    ModerationError,
    appeals::{AppealState, beyond, firm},
    appeals_due::{self, Listed, OF_A_PAGE, Place, due},
    reached::content,
    rearrange, stack,
};
use crate::{
    context::Context,
    db::{
        DbError, Timestamp,
        schema::{accounts, appeals, chain_links, ledger_payloads, posts, topics},
    },
    i18n::Lang,
    privacy::{
        Private, Purpose, Viewer,
        ledger::{self, Act},
        sealed::{self, Column},
        trace::{self, Looked},
    },
};

/// An appeal that waits, with the decision it is about.
pub struct Waiting {
    pub id: i64,
    pub post: i64,
    /// Nobody where whoever decided has no account any more.
    pub moderator: Option<i64>,
    moderator_name: Option<String>,
    words: Private<String>,
    /// The moderator's look, which has left its trace.
    looked: Looked,
    pub created_at: Timestamp,
    pub act: Act,
    /// `None` where it was told in confidence.
    pub because: Option<String>,
    /// Whether the post was masked and its author has changed it since, which granting leaves.
    pub newer_stays: bool,
    /// Whether it is about what was arranged about a topic.
    pub of_topic: bool,
    /// Whether it is about what no moderator takes back, and so waits for administrators alone.
    pub is_firm: bool,
    /// The last day on which it is answered in time.
    pub due: NaiveDate,
}

impl Waiting {
    /// The public name of who decided, as long as there is such an account.
    pub fn decided_by(&self) -> Option<&str> {
        self.moderator_name.as_deref()
    }

    /// The appeal's words, for the moderator who looks at it.
    pub fn words(&self) -> &str {
        self.words
            .reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }
}

/// On a board that a moderator decides about. A macro, for the type of the filter cannot be written.
macro_rules! within {
    ($reach:expr) => {{
        let everywhere = $reach.boards().is_none();
        let boards = $reach.boards().unwrap_or_default().to_vec();
        topics::board_id
            .eq_any(boards)
            .or(everywhere.into_sql::<Bool>())
    }};
}

/// A page of the appeals that wait on a moderator's boards and are for such a moderator, those to be
/// answered first at the top, from `after` on. That the moderator reads them is written down. Reasons of
/// the operator's list come in `lang`.
pub async fn waiting(
    context: &Context,
    moderator: i64,
    lang: Lang,
    after: Option<Place>,
) -> Result<Listed<Waiting>, ModerationError> {
    let (cx, after) = (context.clone(), after.unwrap_or_default());
    context
        .db
        .write(move |connection| {
            type Asked = (
                i64,
                i64,
                Option<i64>,
                Option<String>,
                Vec<u8>,
                Timestamp,
                Option<NaiveDate>,
            );
            type Decision = (Act, Timestamp, Vec<u8>);
            type Row = (Asked, Decision, Option<Timestamp>);
            let Some(reach) = content(connection, moderator)? else {
                return Err(ModerationError::NotFound);
            };
            let beyond = beyond(connection, moderator)?;
            let firm = firm(connection)?;
            let same_day = appeals::due_on.eq(after.due);
            let same_day = same_day.and(appeals::id.gt(after.number));
            let rows: Vec<Row> = appeals::table
                .left_join(accounts::table.on(accounts::id.nullable().eq(appeals::moderator_id)))
                .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
                .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
                .inner_join(
                    chain_links::table.on(chain_links::chain
                        .eq(0)
                        .and(chain_links::number.eq(appeals::ledger_number))),
                )
                .inner_join(
                    ledger_payloads::table.on(ledger_payloads::number.eq(appeals::ledger_number)),
                )
                .filter(appeals::state.eq(AppealState::Open))
                .filter(appeals::id.ne_all(beyond))
                .filter(within!(reach))
                .filter(appeals::due_on.gt(after.due).or(same_day))
                .order((appeals::due_on, appeals::id))
                .limit(i64::from(OF_A_PAGE) + 1)
                .select((
                    (
                        appeals::id,
                        appeals::post_id,
                        appeals::moderator_id,
                        accounts::name.nullable(),
                        appeals::words_sealed,
                        appeals::created_at,
                        appeals::due_on,
                    ),
                    (
                        chain_links::kind,
                        chain_links::at,
                        ledger_payloads::payload_sealed,
                    ),
                    posts::edited_at,
                ))
                .load(connection)?;
            let place = |((number, .., asked, due_on), ..): &Row| Place {
                due: due_on.unwrap_or_else(|| due(&cx, *asked)),
                number: *number,
            };
            let page = appeals_due::page(rows, place);
            let ids = page.waiting.iter().map(|((id, ..), ..)| *id);
            let ids: Vec<i64> = ids.collect();
            let looked = trace::look_at_appeals(connection, &cx, &ids, moderator)?;
            let waiting: Result<Vec<Waiting>, ModerationError> = page
                .waiting
                .into_iter()
                .map(|(appeal, (act, at, payload), edited_at)| {
                    let (id, post, moderator, name, words, created_at, due_on) = appeal;
                    Ok(Waiting {
                        id,
                        post,
                        moderator,
                        moderator_name: name,
                        words: sealed::open(&cx.config.keys, Column::AppealWords, &words)?,
                        looked,
                        created_at,
                        act,
                        because: ledger::open(&cx, &payload)?.shown(lang),
                        of_topic: rearrange::is_appealable(act),
                        is_firm: firm.contains(&id),
                        newer_stays: stack::is_of_words(act)
                            && edited_at.is_some_and(|edited| edited > at),
                        due: due_on.unwrap_or_else(|| due(&cx, created_at)),
                    })
                })
                .collect();
            Ok(Listed {
                waiting: waiting?,
                next: page.next,
            })
        })
        .await
}

/// How many appeals wait there.
pub async fn count(context: &Context, moderator: i64) -> Result<i64, DbError> {
    context
        .db
        .read(move |connection| {
            let Some(reach) = content(connection, moderator)? else {
                return Ok(0);
            };
            let beyond = beyond(connection, moderator)?;
            let count = appeals::table
                .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
                .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
                .filter(appeals::state.eq(AppealState::Open))
                .filter(appeals::id.ne_all(beyond))
                .filter(within!(reach))
                .count()
                .get_result(connection)?;
            Ok(count)
        })
        .await
}
