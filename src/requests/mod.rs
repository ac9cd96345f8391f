//! Requests to the privacy officer about personal data, with their statutory clocks.
//!
//! From an account, or from anybody who is named in a post: then a mailed link confirms the
//! address first. Access is answered within 15 days, all else within 30, each extendable once by
//! as many, with a reason (Personal Data Protection Act art. 13). What is done to a post on
//! somebody's request is `moderation`'s.

mod decide;
mod letters;
mod undelivered;
mod withdraw;

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    accounts::{Member, throttle},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, data_requests},
        text_enum,
    },
    i18n::Lang,
    keys::{CannotOpen, Token},
    mail::{
        outbox::{self, Undelivered},
        suppression::{self, Reason},
    },
    once::Submission,
    privacy::{
        Private, Purpose, Viewer,
        consent::{self, Basis, Subject},
        erasures::JournalError,
        notices::Notice,
        sealed::{self, Column},
        trace::{self, Looked},
    },
    review::{
        self,
        matters::{self, Matter},
    },
    text_rules::{email as is_email, readable, refuse, refuse_length},
    webhooks::{self, Event},
};

pub use decide::{close, extend, settle};
pub use letters::sample_mails;
pub use undelivered::{NotArrived, SHOWN_DAYS, note as note_undelivered, undelivered};
pub use withdraw::{erase, look as look_to_withdraw, withdraw};

/// The longest words, in characters.
pub const LONGEST: usize = 2000;
/// How long a link confirms.
const LINK_LIFE: TimeDelta = TimeDelta::days(3);

/// Why something about a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    #[error("there is nothing of that name")]
    NotFound,
    /// The link was used, has expired, or never was one.
    #[error("the link was used or has expired")]
    Gone,
    /// It was decided or extended already.
    #[error("this is not possible now")]
    NotNow,
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for RequestError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

text_enum! {
    /// What is asked.
    pub enum RequestKind {
        /// To see or copy what the account page does not show.
        Access = "access",
        Correct = "correct",
        /// To stop a use.
        Object = "object",
        /// Somebody is named in somebody else's post.
        Named = "named",
    }
}

text_enum! {
    pub enum RequestState {
        /// The address waits for its confirmation.
        Unconfirmed = "unconfirmed",
        Open = "open",
        Granted = "granted",
        Refused = "refused",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
    }
}

impl RequestKind {
    /// Days until the answer.
    pub const fn days(self) -> i64 {
        match self {
            Self::Access => 15,
            Self::Correct | Self::Object | Self::Named => 30,
        }
    }
}

/// A request as the officer sees it.
pub struct Request {
    pub id: i64,
    pub kind: RequestKind,
    /// The public name of the account that asks.
    pub asker: Option<String>,
    pub post: Option<i64>,
    pub words: Private<String>,
    pub created_at: Timestamp,
    pub due: Option<NaiveDate>,
    pub extended_because: Option<Private<String>>,
    /// In which whoever asks is answered.
    pub language: Lang,
    /// Whether it waits, or how it was answered.
    pub state: RequestState,
    /// The last mail about it that did not arrive, as far as is known.
    pub not_arrived: Option<NotArrived>,
    /// The officer's look, which has left its trace.
    looked: Looked,
}

impl Request {
    /// For the officer.
    pub fn words(&self) -> &str {
        self.words
            .reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }

    /// Why it takes longer, for the officer.
    pub fn extended_because(&self) -> Option<&str> {
        let because = self.extended_because.as_ref()?;
        Some(because.reveal(Viewer::Office(&self.looked), Purpose::Handling))
    }
}

fn typed(text: &Private<String>) -> &str {
    text.reveal(Viewer::Plaza, Purpose::Storage)
}

/// What breaks a rule in words that somebody must read, as field `words`: some, not too many,
/// of characters that can be shown.
pub fn check(words: &Private<String>) -> Result<(), ValidationErrors> {
    let words = typed(words);
    let mut errors = ValidationErrors::new();
    if words.is_empty() {
        refuse(&mut errors, "words", "required");
    } else if words.chars().count() > LONGEST {
        refuse_length(&mut errors, "words", 0, LONGEST);
    } else if !readable(words) {
        refuse(&mut errors, "words", "characters");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// Asks something from one's own account; the same `submission` twice is one request.
///
/// Field of [`RequestError::Invalid`]: `words`; and `kind`, as who is named in a post asks with
/// [`name_me`].
pub async fn ask(
    context: &Context,
    member: &Member,
    submission: &str,
    kind: RequestKind,
    words: Private<String>,
) -> Result<(), RequestError> {
    check(&words)?;
    if kind == RequestKind::Named {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "kind", "choice");
        return Err(errors.into());
    }
    let said = ["request", kind.as_str(), typed(&words)];
    let submission = Submission::new(context, submission, Some(member.id), &said);
    let new = New {
        kind,
        account: Some(member.id),
        post: None,
        contact: None,
        words,
        lang: member.language,
        token: None,
        withdraw: None,
        due: Some(due(context, kind)),
    };
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| insert(connection, &cx, new))?;
            Ok(())
        })
        .await
}

/// Says that one is named in somebody's post; a mailed link confirms it. The same `submission`
/// twice is one request and one mail. None goes to an address that was mailed too often, which
/// nobody learns from the answer.
///
/// Fields of [`RequestError::Invalid`]: `words`, `email`.
pub async fn name_me(
    context: &Context,
    submission: &str,
    post: i64,
    email: Private<String>,
    words: Private<String>,
    lang: Lang,
) -> Result<(), RequestError> {
    check(&words)?;
    if !is_email(typed(&email)) {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "email", "email");
        return Err(errors.into());
    }
    let about = post.to_string();
    let said = ["named", &about, typed(&email), typed(&words)];
    let submission = Submission::new(context, submission, None, &said);
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                let (token, undo) = (Token::draw(&cx.random), Token::draw(&cx.random));
                let new = New {
                    kind: RequestKind::Named,
                    account: None,
                    post: Some(post),
                    contact: Some(email.clone()),
                    words,
                    lang,
                    token: Some(token.hash()),
                    withdraw: Some(undo.hash()),
                    due: None,
                };
                let id = insert(connection, &cx, new)?;
                if throttle::may_mail(connection, &cx, &email)? {
                    let letter = letters::confirmation(&cx, lang, email, &token, &undo);
                    outbox::enqueue(connection, &cx, &letter)?;
                }
                Ok::<_, RequestError>(id)
            })?;
            Ok(())
        })
        .await
}

struct New {
    kind: RequestKind,
    account: Option<i64>,
    post: Option<i64>,
    contact: Option<Private<String>>,
    words: Private<String>,
    lang: Lang,
    token: Option<Vec<u8>>,
    withdraw: Option<Vec<u8>>,
    due: Option<NaiveDate>,
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    new: New,
) -> Result<i64, RequestError> {
    let (keys, random) = (&context.config.keys, &context.random);
    let seal = |column, text: &Private<String>| sealed::seal(keys, random, column, text);
    let state = match new.token {
        Some(_) => RequestState::Unconfirmed,
        None => RequestState::Open,
    };
    let contact = new.contact.as_ref();
    let consent = contact.map(|_| {
        let basis = Basis::Consent;
        consent::give(connection, context, Notice::AboutMe, new.lang, basis)
    });
    let consent = consent.transpose()?;
    let id = diesel::insert_into(data_requests::table)
        .values((
            data_requests::kind.eq(new.kind),
            data_requests::account_id.eq(new.account),
            data_requests::post_id.eq(new.post),
            data_requests::contact_sealed
                .eq(contact.map(|contact| seal(Column::RequestContact, contact))),
            data_requests::words_sealed.eq(seal(Column::RequestWords, &new.words)),
            data_requests::language.eq(new.lang),
            data_requests::state.eq(state),
            data_requests::token_hash.eq(new.token),
            data_requests::withdraw_hash.eq(new.withdraw),
            data_requests::created_at.eq(context.now()),
            data_requests::due_on.eq(new.due),
            data_requests::consent_id.eq(consent),
        ))
        .returning(data_requests::id)
        .get_result(connection)?;
    if let Some(consent) = consent {
        consent::bind(connection, consent, Subject::Request(id))?;
    }
    Ok(id)
}

fn due(context: &Context, kind: RequestKind) -> NaiveDate {
    let today = context.clock.today(context.config.city.time_zone);
    today + TimeDelta::days(kind.days())
}

/// Whether a link would confirm a request; changes nothing.
pub async fn look(context: &Context, token: &Token) -> Result<(), RequestError> {
    let (hash, least) = (token.hash(), context.now() - LINK_LIFE);
    let found: i64 = context
        .db
        .read(move |connection| {
            let found = data_requests::table
                .filter(data_requests::token_hash.eq(hash))
                .filter(data_requests::created_at.gt(least))
                .count()
                .get_result(connection)?;
            Ok::<_, RequestError>(found)
        })
        .await?;
    if found == 0 {
        Err(RequestError::Gone)
    } else {
        Ok(())
    }
}

/// Confirms a request: from now on its clock runs.
pub async fn confirm(context: &Context, token: &Token) -> Result<NaiveDate, RequestError> {
    let (hash, least) = (token.hash(), context.now() - LINK_LIFE);
    let (due, cx) = (due(context, RequestKind::Named), context.clone());
    context
        .db
        .write(move |connection| {
            type Row = (i64, Option<i64>, Option<Vec<u8>>);
            let confirmed: Option<Row> = diesel::update(
                data_requests::table
                    .filter(data_requests::token_hash.eq(hash))
                    .filter(data_requests::created_at.gt(least)),
            )
            .set((
                data_requests::state.eq(RequestState::Open),
                data_requests::token_hash.eq(None::<Vec<u8>>),
                data_requests::due_on.eq(due),
            ))
            .returning((
                data_requests::id,
                data_requests::post_id,
                data_requests::contact_sealed,
            ))
            .get_result(connection)
            .optional()?;
            let (id, post, contact) = confirmed.ok_or(RequestError::Gone)?;
            if post.is_some() {
                let matter = Matter::Request(id);
                matters::enqueue(connection, cx.now(), matter, due, None)?;
                let event = Event::ItemOpened(review::Kind::Request.as_str());
                webhooks::happened(connection, &cx, event)?;
            }
            if let Some(contact) = contact {
                let keys = &cx.config.keys;
                let contact = sealed::open(keys, Column::RequestContact, &contact)?;
                let index = sealed::email_index(keys, &contact);
                suppression::lift(connection, &index, Reason::HardBounce)?;
            }
            Ok(due)
        })
        .await
}

/// What waits, the soonest due first, at most two hundred. That the officer reads it is written down.
pub async fn open(context: &Context, officer: &Member) -> Result<Vec<Request>, RequestError> {
    let (cx, officer) = (context.clone(), officer.id);
    context
        .db
        .write(move |connection| {
            let query = data_requests::table
                .left_join(accounts::table)
                .filter(data_requests::state.eq(RequestState::Open))
                .order((data_requests::due_on, data_requests::id))
                .limit(200)
                .into_boxed();
            load(connection, &cx, officer, query)
        })
        .await
}

/// The post that a request is about.
pub fn post_of(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<i64>> {
    let post: Option<Option<i64>> = data_requests::table
        .find(id)
        .select(data_requests::post_id)
        .first(connection)
        .optional()?;
    Ok(post.flatten())
}

/// One that waits, and nobody answers it before this transaction does.
pub fn hold(
    connection: &mut AnyConnection,
    context: &Context,
    officer: i64,
    id: i64,
) -> Result<Request, RequestError> {
    diesel::update(data_requests::table.find(id))
        .set(data_requests::state.eq(data_requests::state))
        .execute(connection)?;
    let query = data_requests::table
        .left_join(accounts::table)
        .filter(data_requests::id.eq(id))
        .filter(data_requests::state.eq(RequestState::Open))
        .into_boxed();
    load(connection, context, officer, query)?
        .pop()
        .ok_or(RequestError::NotFound)
}

type Query<'a> = diesel::dsl::IntoBoxed<
    'a,
    diesel::dsl::LeftJoin<data_requests::table, accounts::table>,
    <AnyConnection as Connection>::Backend,
>;

fn load(
    connection: &mut AnyConnection,
    context: &Context,
    officer: i64,
    query: Query<'_>,
) -> Result<Vec<Request>, RequestError> {
    type Row = (
        i64,
        RequestKind,
        Option<String>,
        Option<i64>,
        Vec<u8>,
        Timestamp,
        Option<NaiveDate>,
        Option<Vec<u8>>,
        Lang,
        RequestState,
        (Option<Timestamp>, Option<Undelivered>),
    );
    let rows: Vec<Row> = query
        .select((
            data_requests::id,
            data_requests::kind,
            accounts::name.nullable(),
            data_requests::post_id,
            data_requests::words_sealed,
            data_requests::created_at,
            data_requests::due_on,
            data_requests::extended_because_sealed,
            data_requests::language,
            data_requests::state,
            (
                data_requests::undelivered_at,
                data_requests::undelivered_because,
            ),
        ))
        .load(connection)?;
    let ids: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
    let looked = trace::look_at_requests(connection, context, &ids, officer)?;
    rows.into_iter()
        .map(
            |(
                id,
                kind,
                asker,
                post,
                words,
                created_at,
                due,
                because,
                language,
                state,
                not_arrived,
            )| {
                let keys = &context.config.keys;
                let because = because
                    .map(|because| sealed::open(keys, Column::RequestExtension, &because))
                    .transpose()?;
                Ok(Request {
                    id,
                    kind,
                    asker,
                    post,
                    words: sealed::open(keys, Column::RequestWords, &words)?,
                    created_at,
                    due,
                    extended_because: because,
                    language,
                    state,
                    not_arrived: NotArrived::of(not_arrived),
                    looked,
                })
            },
        )
        .collect()
}

/// Requests whose address nobody confirmed in time.
pub fn unconfirmed(
    connection: &mut AnyConnection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    Ok(data_requests::table
        .filter(data_requests::state.eq(RequestState::Unconfirmed))
        .filter(data_requests::created_at.le(now - LINK_LIFE))
        .limit(limit)
        .select(data_requests::id)
        .load(connection)?)
}
