//! A second person's word: what an investigation needs before anything is touched.
//!
//! One asks, naming the agency, its document and the act; another approves or declines; the
//! approval serves once, and not for ever. Who may ask and answer, the face decides.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    Private, Purpose, Viewer,
    ground::{LONGEST, Missing},
    sealed::{self, Column},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, approvals},
    },
    keys::CannotOpen,
    text_rules::readable,
};

/// How long a request waits for an answer, and an approval for its use.
pub const LIFE: TimeDelta = TimeDelta::days(30);
/// How long a list shows requests that came to nothing.
const SHOWN: TimeDelta = TimeDelta::days(90);

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The second person has not answered.
    Waiting,
    /// It can be used.
    Approved,
    Used,
    /// The second person said no.
    Declined,
    /// Nobody answered in time, or nobody used it in time.
    Expired,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Used => "used",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }
}

/// An approval that was given and is being used; exists only through [`take`].
#[derive(Debug)]
pub struct Approval {
    id: i64,
    agency: String,
    document: String,
    told: bool,
}

impl Approval {
    pub const fn id(&self) -> i64 {
        self.id
    }

    pub fn agency(&self) -> &str {
        &self.agency
    }

    pub fn document(&self) -> &str {
        &self.document
    }

    /// Whether whom it concerns is told; an investigation may forbid it.
    pub const fn told(&self) -> bool {
        self.told
    }
}

/// Why an approval was not asked for, given or used.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    #[error(transparent)]
    Missing(#[from] Missing),
    /// Whoever asked cannot approve.
    #[error("a second person must approve")]
    SamePerson,
    /// There is none, it was not approved, it is for something else, it was used, or its time
    /// has ended.
    #[error("there is no approval for this")]
    None,
    /// It was answered otherwise already, or its time has ended.
    #[error("the request waits no more")]
    NotWaiting,
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for ApprovalError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A request as the second person sees it.
#[derive(Clone)]
pub struct Request {
    pub id: i64,
    pub agency: String,
    pub document: String,
    /// What is to be done, as the act's own code says it: `disclose case KH-…`.
    pub act: String,
    /// Nobody where whoever asked has no account any more.
    pub requested_by: Option<i64>,
    requested_by_name: Option<String>,
    pub requested_at: Timestamp,
    pub approved_at: Option<Timestamp>,
    used_at: Option<Timestamp>,
    declined_at: Option<Timestamp>,
    declined_because: Option<Private<String>>,
    /// Whether whom it concerns is told; the approver says so.
    pub told: bool,
}

impl Request {
    /// The public name of who asked, as long as there is such an account.
    pub fn asked_by(&self) -> Option<&str> {
        self.requested_by_name.as_deref()
    }

    /// Why the second person said no, for who asked and for other officers.
    pub fn declined_because(&self) -> Option<&str> {
        let because = self.declined_because.as_ref()?;
        Some(because.reveal(Viewer::Colleague, Purpose::Handling))
    }

    pub fn state(&self, now: Timestamp) -> State {
        if self.used_at.is_some() {
            State::Used
        } else if self.declined_at.is_some() {
            State::Declined
        } else if self.until() <= now {
            State::Expired
        } else if self.approved_at.is_some() {
            State::Approved
        } else {
            State::Waiting
        }
    }

    /// Until when it waits for an answer or, approved, for its use.
    pub fn until(&self) -> Timestamp {
        self.approved_at.unwrap_or(self.requested_at) + LIFE
    }
}

/// Asks for an approval of `act`; gives its id. Asking the same again while it waits is once.
pub async fn request(
    context: &Context,
    by: i64,
    agency: &str,
    document: &str,
    act: String,
) -> Result<i64, ApprovalError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let (agency, document) = (part("agency", agency)?, part("document", document)?);
    let now = context.now();
    context
        .db
        .write(move |connection| {
            let asked = approvals::table
                .filter(approvals::act.eq(&act))
                .filter(approvals::agency.eq(&agency))
                .filter(approvals::document.eq(&document))
                .filter(approvals::requested_by.eq(by));
            let waiting = asked.filter(waits(now)).select(approvals::id);
            let first: Option<i64> = waiting.first(connection).optional()?;
            if let Some(first) = first {
                return Ok(first);
            }
            // What waited in vain is asked anew.
            diesel::update(asked.filter(approvals::requested_at.le(now - LIFE)))
                .set(approvals::lapsed.eq(true))
                .execute(connection)?;
            // In a savepoint, since PostgreSQL gives a transaction up at a refused row: another
            // click may have been first.
            let inserted = connection.transaction(|connection| {
                diesel::insert_into(approvals::table)
                    .values((
                        approvals::agency.eq(&agency),
                        approvals::document.eq(&document),
                        approvals::act.eq(&act),
                        approvals::requested_by.eq(by),
                        approvals::requested_at.eq(now),
                        approvals::told.eq(true),
                    ))
                    .returning(approvals::id)
                    .get_result(connection)
            });
            match inserted {
                Ok(id) => Ok(id),
                Err(Error::DatabaseError(UniqueViolation, _)) => {
                    let waiting: Option<i64> = waiting.first(connection).optional()?;
                    waiting.ok_or(ApprovalError::NotWaiting)
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

type Waits = diesel::dsl::And<
    diesel::dsl::And<
        diesel::dsl::Gt<approvals::requested_at, Timestamp>,
        diesel::dsl::IsNull<approvals::approved_at>,
    >,
    diesel::dsl::IsNull<approvals::declined_at>,
>;

/// Nobody has answered, and there is still time for it.
fn waits(now: Timestamp) -> Waits {
    approvals::requested_at
        .gt(now - LIFE)
        .and(approvals::approved_at.is_null())
        .and(approvals::declined_at.is_null())
}

fn part(part: &'static str, text: &str) -> Result<String, Missing> {
    let text = text.trim();
    let known = !text.is_empty() && text.chars().count() <= LONGEST && readable(text);
    known.then(|| text.to_owned()).ok_or(Missing { part })
}

/// Which requests a list shows.
enum Which {
    /// Those that nobody declined or used, be it in time or not.
    Undone,
    Declined,
    /// All for one act.
    Of(String),
}

/// Requests of the last three months, oldest first, at most two hundred.
async fn recent(context: &Context, which: Which) -> Result<Vec<Request>, ApprovalError> {
    type Row = (
        (i64, String, String, String, Option<i64>, Option<String>),
        (
            Timestamp,
            Option<Timestamp>,
            Option<Timestamp>,
            Option<Timestamp>,
        ),
        Option<Vec<u8>>,
        bool,
    );
    let since = context.now() - SHOWN;
    let keys = context.config.keys.clone();
    context
        .db
        .read(move |connection| {
            let mut query = approvals::table
                .left_join(accounts::table.on(accounts::id.nullable().eq(approvals::requested_by)))
                .filter(approvals::requested_at.gt(since))
                .order(approvals::id.desc())
                .limit(200)
                .select((
                    (
                        approvals::id,
                        approvals::agency,
                        approvals::document,
                        approvals::act,
                        approvals::requested_by,
                        accounts::name.nullable(),
                    ),
                    (
                        approvals::requested_at,
                        approvals::approved_at,
                        approvals::used_at,
                        approvals::declined_at,
                    ),
                    approvals::declined_because_sealed,
                    approvals::told,
                ))
                .into_boxed();
            query = match which {
                Which::Undone => query
                    .filter(approvals::used_at.is_null())
                    .filter(approvals::declined_at.is_null()),
                Which::Declined => query.filter(approvals::declined_at.is_not_null()),
                Which::Of(act) => query.filter(approvals::act.eq(act)),
            };
            let rows: Vec<Row> = query.load(connection)?;
            let requests = rows.into_iter().rev().map(|(asked, times, because, told)| {
                let (id, agency, document, act, requested_by, requested_by_name) = asked;
                let (requested_at, approved_at, used_at, declined_at) = times;
                let open = |sealed: Vec<u8>| sealed::open(&keys, Column::DeclineReason, &sealed);
                Ok(Request {
                    id,
                    agency,
                    document,
                    act,
                    requested_by,
                    requested_by_name,
                    requested_at,
                    approved_at,
                    used_at,
                    declined_at,
                    declined_because: because.map(open).transpose()?,
                    told,
                })
            });
            requests.collect()
        })
        .await
}

/// Requests that wait or can be used, oldest first.
pub async fn open(context: &Context) -> Result<Vec<Request>, ApprovalError> {
    let now = context.now();
    let mut requests = recent(context, Which::Undone).await?;
    requests.retain(|one| one.state(now) != State::Expired);
    Ok(requests)
}

/// Requests that came to nothing in the last three months, oldest first.
pub async fn ended(context: &Context) -> Result<Vec<Request>, ApprovalError> {
    let now = context.now();
    let mut requests = recent(context, Which::Undone).await?;
    requests.retain(|one| one.state(now) == State::Expired);
    requests.extend(recent(context, Which::Declined).await?);
    requests.sort_by_key(|one| one.id);
    Ok(requests)
}

/// Requests for one act, whatever came of them, oldest first.
pub async fn for_act(context: &Context, act: String) -> Result<Vec<Request>, ApprovalError> {
    recent(context, Which::Of(act)).await
}

/// Approves a request of somebody else, and says whether whom it concerns is told. Twice is once.
pub async fn approve(
    context: &Context,
    by: i64,
    request: i64,
    told: bool,
) -> Result<(), ApprovalError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            second_person(connection, by, request)?;
            let approved = diesel::update(approvals::table.find(request).filter(waits(now)))
                .set((
                    approvals::approved_by.eq(by),
                    approvals::approved_at.eq(now),
                    approvals::told.eq(told),
                ))
                .execute(connection)?;
            let (approved_before, _) = answer(connection, request)?;
            if approved == 0 && !approved_before {
                return Err(ApprovalError::NotWaiting);
            }
            Ok(())
        })
        .await
}

/// Declines a request of somebody else, with the reason. Twice is once.
pub async fn decline(
    context: &Context,
    by: i64,
    request: i64,
    because: &str,
) -> Result<(), ApprovalError> {
    let because = Private::new(part("because", because)?);
    let (keys, random) = (&context.config.keys, &context.random);
    let because = sealed::seal(keys, random, Column::DeclineReason, &because);
    let now = context.now();
    context
        .db
        .write(move |connection| {
            second_person(connection, by, request)?;
            let declined = diesel::update(approvals::table.find(request).filter(waits(now)))
                .set((
                    approvals::declined_by.eq(by),
                    approvals::declined_at.eq(now),
                    approvals::declined_because_sealed.eq(because),
                ))
                .execute(connection)?;
            let (_, declined_before) = answer(connection, request)?;
            if declined == 0 && !declined_before {
                return Err(ApprovalError::NotWaiting);
            }
            Ok(())
        })
        .await
}

/// Requests that came to nothing and that nobody is shown any more.
pub fn over(
    connection: &mut AnyConnection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    Ok(approvals::table
        .filter(approvals::used_at.is_null())
        .filter(approvals::requested_at.le(now - SHOWN))
        .limit(limit)
        .select(approvals::id)
        .load(connection)?)
}

/// Fails unless somebody else than `by` asked.
fn second_person(
    connection: &mut AnyConnection,
    by: i64,
    request: i64,
) -> Result<(), ApprovalError> {
    let asked_by: Option<Option<i64>> = approvals::table
        .find(request)
        .select(approvals::requested_by)
        .first(connection)
        .optional()?;
    if asked_by.ok_or(ApprovalError::None)? == Some(by) {
        return Err(ApprovalError::SamePerson);
    }
    Ok(())
}

/// Whether a request is approved, and whether it is declined.
fn answer(connection: &mut AnyConnection, request: i64) -> QueryResult<(bool, bool)> {
    approvals::table
        .find(request)
        .select((
            approvals::approved_at.is_not_null(),
            approvals::declined_at.is_not_null(),
        ))
        .first(connection)
}

/// Whether this person approved any of these acts that was carried out.
pub fn has_approved(
    connection: &mut AnyConnection,
    by: i64,
    acts: Vec<String>,
) -> QueryResult<bool> {
    let approved: i64 = approvals::table
        .filter(approvals::act.eq_any(acts))
        .filter(approvals::approved_by.eq(by))
        .filter(approvals::used_at.is_not_null())
        .count()
        .get_result(connection)?;
    Ok(approved > 0)
}

/// Uses an approval up, in the transaction of the act that it is for.
pub fn take(
    connection: &mut AnyConnection,
    now: Timestamp,
    request: i64,
    act: &str,
) -> Result<Approval, ApprovalError> {
    let taken: Option<(String, String, bool)> = diesel::update(
        approvals::table
            .find(request)
            .filter(approvals::act.eq(act))
            .filter(approvals::approved_at.gt(now - LIFE))
            .filter(approvals::used_at.is_null()),
    )
    .set(approvals::used_at.eq(now))
    .returning((approvals::agency, approvals::document, approvals::told))
    .get_result(connection)
    .optional()?;
    let (agency, document, told) = taken.ok_or(ApprovalError::None)?;
    Ok(Approval {
        id: request,
        agency,
        document,
        told,
    })
}
