//! A resident's own cases in a digest: an account watches a case that it opened with its number and
//! password. What its resident may read of it leaves a row for each who watches it and gets digests, in
//! the record's transaction, and the digest takes the rows.
//!
//! Nothing else ties a case to an account, and whoever watches one takes that back with a press.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{prelude::*, sql_types::Text};

use super::letter;
use crate::{
    accounts::preferences::{self, Digest, Stops},
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate, Table},
        schema::{
            account_preferences, accounts, case_watch_news, case_watches, cases, categories,
            districts,
        },
        text_enum,
    },
    i18n::Lang,
    mail::outbox,
    privacy::{
        Private,
        sealed::{self, Column},
    },
    suggestions::{RecordKind, SuggestionError, follow::Own},
};

/// For how many accounts one transaction writes.
const BATCH: i64 = 50;

text_enum! {
    /// What happened to somebody's own case, in the order in which a digest tells it.
    pub(super) enum News {
        Answered = "answered",
        /// An office wants to know something.
        Asked = "asked",
        Reassigned = "reassigned",
        /// The answer is promised for another day.
        Redated = "redated",
        Late = "late",
        Reopened = "reopened",
        /// It is over without an answer, or closed after one.
        Ended = "ended",
    }
}

impl News {
    /// What a record tells a resident; `None` where nothing.
    const fn of(kind: RecordKind) -> Option<Self> {
        Some(match kind {
            RecordKind::Answered | RecordKind::AnsweredToo => Self::Answered,
            RecordKind::Asked => Self::Asked,
            RecordKind::Reassigned => Self::Reassigned,
            RecordKind::Extended | RecordKind::Redated => Self::Redated,
            RecordKind::Escalated => Self::Late,
            RecordKind::Reopened => Self::Reopened,
            RecordKind::Forwarded
            | RecordKind::NotProcessedNoContent
            | RecordKind::NotProcessedNoName
            | RecordKind::NotProcessedAnswered
            | RecordKind::NotProcessedElsewhere
            | RecordKind::Duplicate
            | RecordKind::Merged
            | RecordKind::Closed
            | RecordKind::ClosedByTime => Self::Ended,
            _ => return None,
        })
    }
}

/// A case that an account watches.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Watched {
    pub case: i64,
    pub reference: String,
}

/// Whether an account watches a case.
pub async fn watches(context: &Context, account: i64, case: &Own) -> Result<bool, DbError> {
    let case = case.id;
    context
        .db
        .read(move |connection| is_watched(connection, account, case))
        .await
}

fn is_watched(connection: &mut AnyConnection, account: i64, case: i64) -> Result<bool, DbError> {
    let found: i64 = case_watches::table
        .find((account, case))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Watches a case that was opened with its number and password, or watches it no more. Twice is once.
pub async fn set(
    context: &Context,
    account: i64,
    case: &Own,
    wanted: bool,
) -> Result<(), SuggestionError> {
    let case = case.id;
    if !wanted {
        return forget(context, account, case).await;
    }
    context
        .db
        .write(move |connection| {
            // The account is the lock: two clicks at once make one row.
            locks::hold(connection, Table::Accounts, [account].into())?;
            if is_watched(connection, account, case)? {
                return Ok(());
            }
            diesel::insert_into(case_watches::table)
                .values((
                    case_watches::account_id.eq(account),
                    case_watches::case_id.eq(case),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// Watches a case no more, with what waited of it; a second time changes nothing.
pub async fn forget(context: &Context, account: i64, case: i64) -> Result<(), SuggestionError> {
    context
        .db
        .write(move |connection| {
            // The case is the lock: what happens to it is told before, or not at all.
            locks::hold(connection, Table::Cases, [case].into())?;
            diesel::delete(case_watches::table.find((account, case))).execute(connection)?;
            Ok(())
        })
        .await
}

/// The cases that an account watches, by their numbers.
pub async fn list(context: &Context, account: i64) -> Result<Vec<Watched>, SuggestionError> {
    context
        .db
        .read(move |connection| {
            let of_account = case_watches::table
                .filter(case_watches::account_id.eq(account))
                .select(case_watches::case_id);
            Ok(cases::table
                .filter(cases::id.eq_any(of_account))
                .order(cases::reference)
                .select((cases::id, cases::reference))
                .load(connection)?)
        })
        .await
}

/// Leaves a row for each account that watches the case and gets digests.
pub(super) fn tell(
    connection: &mut AnyConnection,
    case: i64,
    kind: RecordKind,
) -> Result<(), DbError> {
    let Some(news) = News::of(kind) else {
        return Ok(());
    };
    let gets_digests = account_preferences::table
        .filter(account_preferences::digest.ne(Digest::None))
        .select(account_preferences::account_id);
    case_watches::table
        .filter(case_watches::case_id.eq(case))
        .filter(case_watches::account_id.eq_any(gets_digests))
        .select((
            case_watches::account_id,
            case_watches::case_id,
            news.as_str().into_sql::<Text>(),
        ))
        .insert_into(case_watch_news::table)
        .into_columns((
            case_watch_news::account_id,
            case_watch_news::case_id,
            case_watch_news::kind,
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes the digests of own cases that are due, some accounts at a time. The day of the last one is
/// the forum's, whose digests are due at the same time: call it before those are written.
pub async fn write_all(context: &Context) -> Result<(), SuggestionError> {
    let mut after = 0;
    while let Some(last) = write_some(context, after).await? {
        after = last;
    }
    Ok(())
}

async fn write_some(context: &Context, after: i64) -> Result<Option<i64>, SuggestionError> {
    let cx = context.clone();
    // The look goes to the readers: where nothing is due, SQLite's one writer is left alone.
    let found = context
        .db
        .read(move |connection| due(connection, &cx, after))
        .await?;
    if found.is_empty() {
        return Ok(None);
    }
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Of two nodes one gets what is due; the other finds nothing.
            locks::alone(connection, Gate::Digests)?;
            let due = due(connection, &cx, after)?;
            let last = due.last().map(|(account, ..)| *account);
            for reader in due.into_iter().filter_map(|row| Reader::open(&cx, row)) {
                write(connection, &cx, reader)?;
            }
            Ok::<_, SuggestionError>(last)
        })
        .await
}

/// Somebody whose digest is due, the address sealed.
type Due = (i64, Lang, Vec<u8>);

/// Somebody whose digest is due.
struct Reader {
    account: i64,
    lang: Lang,
    to: Private<String>,
}

impl Reader {
    /// One address that cannot be read must not keep the digests from everybody else; what is for it goes
    /// on waiting.
    fn open(context: &Context, (account, lang, email): Due) -> Option<Self> {
        let to = sealed::open(&context.config.keys, Column::AccountEmail, &email);
        if to.is_err() {
            tracing::error!("an account's address cannot be opened");
        }
        let to = to.ok()?;
        Some(Self { account, lang, to })
    }
}

/// The first accounts after this one whose digest is due and for whom something waits.
fn due(connection: &mut AnyConnection, context: &Context, after: i64) -> Result<Vec<Due>, DbError> {
    let zone = context.config.city.time_zone;
    let now = context.now().utc().with_timezone(&zone).naive_local();
    let [daily, weekly] =
        [Digest::Daily, Digest::Weekly].map(|digest| digest.rhythm().had_between(now));
    // They have the same hour: it has come for both or for none.
    let (Some(daily), Some(weekly)) = (daily, weekly) else {
        return Ok(Vec::new());
    };
    let lacks = |digest: Digest, (from, until): (NaiveDate, NaiveDate)| {
        let lacks = account_preferences::digested_on
            .is_null()
            .or(account_preferences::digested_on.lt(from))
            .or(account_preferences::digested_on.gt(until));
        account_preferences::digest.eq(digest).and(lacks)
    };
    let waiting = case_watch_news::table.select(case_watch_news::account_id);
    Ok(accounts::table
        .inner_join(account_preferences::table)
        .filter(accounts::id.gt(after))
        .filter(accounts::id.eq_any(waiting))
        .filter(lacks(Digest::Daily, daily).or(lacks(Digest::Weekly, weekly)))
        .order(accounts::id)
        .limit(BATCH)
        .select((accounts::id, accounts::language, accounts::email_sealed))
        .load(connection)?)
}

/// A line of such a digest: what happened, how often, to which case.
pub(super) struct Line {
    pub news: News,
    pub times: usize,
    pub reference: String,
    pub category: String,
    pub district: String,
    pub due_on: Option<NaiveDate>,
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    reader: Reader,
) -> Result<(), SuggestionError> {
    let Reader { account, lang, to } = reader;
    let waiting = case_watch_news::table.filter(case_watch_news::account_id.eq(account));
    let taken: Vec<(i64, News)> = diesel::delete(waiting)
        .returning((case_watch_news::case_id, case_watch_news::kind))
        .get_results(connection)?;
    let mut of_cases: BTreeMap<i64, BTreeMap<News, usize>> = BTreeMap::new();
    for (case, news) in taken {
        let times = of_cases.entry(case).or_default().entry(news).or_default();
        *times += 1;
    }
    type Row = (
        i64,
        String,
        (String, String),
        (String, String),
        Option<NaiveDate>,
    );
    let ids: Vec<i64> = of_cases.keys().copied().collect();
    let rows: Vec<Row> = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .filter(cases::id.eq_any(ids))
        .filter(cases::restricted_on.is_null())
        .order(cases::id)
        .select((
            cases::id,
            cases::reference,
            (categories::name_zh, categories::name_en),
            (districts::name_zh, districts::name_en),
            cases::due_on,
        ))
        .load(connection)?;
    let mut lines = Vec::new();
    for (case, reference, category, district, due_on) in rows {
        for (news, times) in of_cases.remove(&case).unwrap_or_default() {
            lines.push(Line {
                news,
                times,
                reference: reference.clone(),
                category: lang.pick(&category.0, &category.1),
                district: lang.pick(&district.0, &district.1),
                due_on,
            });
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    let token = preferences::stop_link(connection, context, account, Stops::Forum)?;
    for lines in lines.chunks(letter::LINES) {
        let letter = letter::of_own(context, (lang, to.clone()), lines, &token);
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}
