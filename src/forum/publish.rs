//! Opening a topic and replying: from a cleared submission to rows.

use chrono::TimeDelta;
use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
};
use validator::ValidationErrors;

use super::{
    ForumError, State, allowance, boards, copies, drafts, files, findings, judged, language,
    official::{self, Became},
    owner, quotes,
    reader::{Circle, Reader},
    reading::{appearing, told},
    references::{self, At},
    submission::{Author, Cleared, Submission, clear, field},
    tags::{self, Tags},
    topics,
};
use crate::{
    attachments::{self, AttachmentError},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{posts, topics as topic_table},
    },
    i18n::Lang,
    privacy::{
        Owned, OwnersProof, Proven, consent,
        keepsake::{self, Keepsake},
        notices::Notice,
    },
    reserved, review,
    spam::{self, Verdict},
    text::{
        PIPELINE,
        publication::{Publication, Undecided, Whose},
    },
    text_rules::refuse,
    trust::limits::What,
    webhooks::{self, Event},
};

/// How long the same submission is answered with the same key.
const REPETITION: TimeDelta = TimeDelta::hours(24);

/// A post that is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Posted {
    topic: i64,
    post: i64,
    held: bool,
    key: Option<String>,
}

impl Proven for Posted {}
impl OwnersProof for Posted {
    fn owned(&self) -> Owned {
        Owned::Post(self.post)
    }
}

impl Posted {
    pub(super) const fn of(state: State, topic: i64, post: i64) -> Self {
        Self {
            topic,
            post,
            held: !matches!(state, State::Published),
            key: None,
        }
    }

    pub const fn topic(&self) -> i64 {
        self.topic
    }

    pub const fn post(&self) -> i64 {
        self.post
    }

    /// Whether a moderator looks at it first.
    pub const fn held(&self) -> bool {
        self.held
    }

    /// The key that a guest is shown, this once.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

/// What came of a submission.
pub enum Outcome {
    Posted(Posted),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Undecided),
    /// Fields must be changed first; nothing is stored.
    Invalid(ValidationErrors),
}

/// Where a post goes.
enum Place {
    /// On a board that these read, when somebody decided to write there.
    NewTopic {
        board: i64,
        read_by: Circle,
    },
    Topic {
        topic: i64,
        reply_to: Option<i64>,
    },
}

impl Place {
    const fn topic(&self) -> Option<i64> {
        match self {
            Self::NewTopic { .. } => None,
            Self::Topic { topic, .. } => Some(*topic),
        }
    }

    const fn what(&self) -> What {
        match self {
            Self::NewTopic { .. } => What::Topic,
            Self::Topic { .. } => What::Post,
        }
    }

    const fn draft(&self) -> drafts::Place {
        match self {
            Self::NewTopic { board, .. } => drafts::Place::Board(*board),
            Self::Topic { topic, .. } => drafts::Place::Topic(*topic),
        }
    }
}

/// Opens a topic on a board.
///
/// Fails when the author sees no such board, or may not open topics on it.
pub async fn open_topic(
    context: &Context,
    board: &str,
    submission: Submission,
) -> Result<Outcome, ForumError> {
    // A topic is opened by a person, whoever that works for.
    let submission = Submission {
        office: None,
        ..submission
    };
    let reader = submission.reader();
    let board = boards::find(context, board, reader).await?;
    board.opens_for(reader).check()?;
    let mac = submission.mac(context, &format!("board:{}", board.id));
    if let Some(posted) = earlier(context, mac.clone()).await? {
        return Ok(Outcome::Posted(posted));
    }
    store(
        context,
        submission,
        mac,
        Place::NewTopic {
            board: board.id,
            read_by: board.read_by,
        },
    )
    .await
}

/// Replies to a published topic, which is not locked.
///
/// Fails as [`open_topic`] does; a held topic is none for anybody. For an office only who works
/// for it can answer.
pub async fn reply(
    context: &Context,
    topic: i64,
    submission: Submission,
) -> Result<Outcome, ForumError> {
    let reader = submission.reader();
    let mac = submission.mac(context, &format!("topic:{topic}"));
    let (cx, known) = (context.clone(), mac.clone());
    let (posted, found) = context
        .db
        .read(move |connection| {
            let posted = by_mac(connection, &cx, known.as_deref())?;
            Ok::<_, ForumError>((posted, topics::visible(connection, topic, reader)))
        })
        .await?;
    // What was posted before a topic was locked is known again.
    if let Some(posted) = posted {
        return Ok(Outcome::Posted(posted));
    }
    let found = found?;
    if found.state != State::Published {
        return Err(ForumError::NotFound);
    }
    found.answers_for(reader).check()?;
    let reply_to = submission.reply_to;
    store(context, submission, mac, Place::Topic { topic, reply_to }).await
}

/// What was not posted before.
async fn store(
    context: &Context,
    submission: Submission,
    mac: Option<Vec<u8>>,
    place: Place,
) -> Result<Outcome, ForumError> {
    if let Author::Guest { name, .. } = &submission.author
        && reserved::is_reserved(context, name).await?
    {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, field::NAME, "name-reserved");
        return Ok(Outcome::Invalid(errors));
    }
    if let Some(errors) = allowance::look(context, &submission, place.what()).await? {
        return refused(context, &submission, place.draft(), None, errors).await;
    }
    let at = At {
        topic: place.topic(),
        post: None,
    };
    let ready = match clear(context, submission.clone(), at).await? {
        Cleared::Ready(ready) => ready,
        Cleared::Undecided(undecided) => return Ok(Outcome::Undecided(undecided)),
        Cleared::Invalid(errors) => return Ok(Outcome::Invalid(errors)),
    };
    let publication = ready.publication;
    let verdict = judged::new(context, &submission, &publication).await?;
    if let Some(errors) = verdict.refusal() {
        return Ok(Outcome::Invalid(errors));
    }
    let (reader, office) = (submission.reader(), submission.office.clone());
    let account = reader.account;
    let files = files::keep(context, &submission.files, &publication).await?;
    let hold = if publication.names_others() {
        Some(review::Kind::PersonalDataOfOthers)
    } else if account.is_none() {
        Some(review::Kind::GuestPost)
    } else if files.unread {
        Some(review::Kind::UnreadAttachment)
    } else {
        None
    };
    let rewritten = files.rewritten();
    let hold = hold.or(verdict.hold());
    let mut new = New {
        account,
        office: None,
        by_resident: false,
        tags: ready.tags,
        publication,
        files,
        key: account.is_none().then(|| key(context, mac.as_deref())),
        submission: mac.clone(),
        hold,
        verdict: Some(verdict),
        language: submission.language,
        at: context.now(),
    };
    let (draft, cx) = (place.draft(), context.clone());
    let stored = context
        .db
        .write(move |connection| {
            if let Some(account) = account {
                drafts::published(connection, account, draft)?;
            }
            if let Some(posted) = by_mac(connection, &cx, new.submission.as_deref())? {
                return Ok(posted);
            }
            if let (Some(slug), Some(account), Place::Topic { .. }) = (&office, account, &place) {
                new.office = Some(official::office_of(connection, account, slug)?);
            }
            if new.hold.is_none() && allowance::waits_at_first(connection, &cx, reader)? {
                new.hold = Some(review::Kind::FirstPost);
            }
            let posted = insert(connection, &cx, &new, place, reader)?;
            told::of(connection, &cx, posted.post())?;
            if let (Some(slug), Some(_)) = (office, new.office) {
                let given = (&posted, Became::Given);
                official::record(connection, &cx, slug, given, account)?;
            }
            Ok(posted)
        })
        .await;
    attachments::discard_unnamed(context, rewritten).await;
    match stored {
        Ok(posted) => Ok(Outcome::Posted(posted)),
        // Others of the same account were faster, or it was silenced meanwhile.
        Err(ForumError::Invalid(errors)) => {
            refused(context, &submission, draft, None, errors).await
        }
        // The same submission arrived twice at the same moment.
        Err(ForumError::Db(DbError::Query(Error::DatabaseError(
            DatabaseErrorKind::UniqueViolation,
            info,
        )))) => match earlier(context, mac).await? {
            Some(posted) => Ok(Outcome::Posted(posted)),
            None => Err(ForumError::Db(DbError::Query(Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation,
                info,
            )))),
        },
        // The files belong to a post already: to this one, when the submission arrived twice.
        Err(ForumError::Attachment(AttachmentError::Gone)) => match earlier(context, mac).await? {
            Some(posted) => Ok(Outcome::Posted(posted)),
            None => Ok(files_gone()),
        },
        Err(error) => Err(error),
    }
}

/// The account may not write this now: nothing is published, and its words are kept as a draft. `began`
/// as for [`allowance::keep`].
pub(super) async fn refused(
    context: &Context,
    submission: &Submission,
    draft: drafts::Place,
    began: Option<String>,
    errors: ValidationErrors,
) -> Result<Outcome, ForumError> {
    match allowance::keep(context, submission, draft, began).await {
        // There is no room for another draft: the form still holds what was typed.
        Ok(()) | Err(ForumError::Invalid(_)) => Ok(Outcome::Invalid(errors)),
        Err(error) => Err(error),
    }
}

/// One of the files waited too long, or belongs to another post.
pub(super) fn files_gone() -> Outcome {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field::FILES, "files-gone");
    Outcome::Invalid(errors)
}

async fn earlier(context: &Context, mac: Option<Vec<u8>>) -> Result<Option<Posted>, ForumError> {
    if mac.is_none() {
        return Ok(None);
    }
    let cx = context.clone();
    context
        .db
        .read(move |connection| Ok(by_mac(connection, &cx, mac.as_deref())?))
        .await
}

fn by_mac(
    connection: &mut AnyConnection,
    context: &Context,
    mac: Option<&[u8]>,
) -> Result<Option<Posted>, DbError> {
    let Some(mac) = mac else { return Ok(None) };
    type Row = (State, i64, i64, Timestamp, Option<Vec<u8>>);
    let row: Option<Row> = posts::table
        .filter(posts::submission.eq(mac))
        .select((
            posts::state,
            posts::topic_id,
            posts::id,
            posts::created_at,
            posts::guest_key_hash,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(state, topic, post, created_at, stored)| {
        let stored = stored.filter(|_| created_at + REPETITION > context.now());
        let key = stored.and_then(|stored| {
            let key = key(context, Some(mac));
            owner::opens(&context.config.keys, post, &key, &stored).then_some(key)
        });
        Posted {
            key,
            ..Posted::of(state, topic, post)
        }
    }))
}

/// A guest's key. What is stored of the submission's id is bound to the text and to where it
/// goes, and so is the key: an id that two guests chose alike opens no post of the other.
fn key(context: &Context, mac: Option<&[u8]>) -> String {
    match mac {
        Some(mac) => Keepsake::PostKey.derive(&context.config.keys, mac),
        None => keepsake::draw(&context.random),
    }
}

/// A cleared post on its way into the tables.
pub(super) struct New {
    pub account: Option<i64>,
    /// The office for which it answers.
    pub office: Option<i64>,
    /// Whether a resident publishes a case with it, who may leave out a name.
    pub by_resident: bool,
    /// Of a topic.
    pub tags: Tags,
    pub publication: Publication,
    pub files: files::Files,
    pub submission: Option<Vec<u8>>,
    /// What a guest is given to own the post with.
    pub key: Option<String>,
    pub hold: Option<review::Kind>,
    /// What was said of it; none of what the city brings in itself.
    pub verdict: Option<Verdict>,
    pub language: Lang,
    pub at: Timestamp,
}

impl New {
    const fn state(&self) -> State {
        if self.hold.is_some() {
            State::Held
        } else {
            State::Published
        }
    }
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    place: Place,
    reader: Reader,
) -> Result<Posted, ForumError> {
    // Posts before topics and boards, as everybody does.
    quotes::hold(connection, &[], &[new.publication.source(field::BODY)])?;
    let what = place.what();
    match place {
        Place::NewTopic { board, read_by } => {
            // Whoever opens the board to more waits for this topic, or is seen here.
            locks::hold(connection, Table::Boards, [board].into())?;
            let found = boards::by_id(connection, board, reader)?;
            found.opens_for(reader).check()?;
            if found.read_by < read_by {
                return Err(ForumError::Changed);
            }
            allowance::take(connection, context, reader, what)?;
            insert_topic(connection, context, new, board)
        }
        Place::Topic { topic, reply_to } => {
            topics::take_answer(connection, topic, reader)?;
            allowance::take(connection, context, reader, what)?;
            insert_reply(connection, context, new, topic, reply_to)
        }
    }
}

/// Inserts a topic with its opening post.
pub(super) fn insert_topic(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    board: i64,
) -> Result<Posted, ForumError> {
    let title = new.publication.source(field::TITLE);
    let body_language = language::of(new.publication.source(field::BODY), new.language);
    let topic = diesel::insert_into(topic_table::table)
        .values((
            topic_table::board_id.eq(board),
            topic_table::title.eq(title),
            topic_table::title_html.eq(new.publication.html(field::TITLE)),
            topic_table::language.eq(language::of(title, body_language)),
            topic_table::state.eq(new.state()),
            topic_table::reply_count.eq(0),
            topic_table::created_at.eq(new.at),
            topic_table::active_at.eq(new.at),
        ))
        .returning(topic_table::id)
        .get_result(connection)?;
    tags::put(connection, topic, &new.tags)?;
    let posted = insert_post(connection, context, new, topic, None, true)?;
    if !posted.held() {
        copies::published(connection, posted.post())?;
    }
    Ok(posted)
}

/// Inserts a reply; a published one moves its topic up.
pub(super) fn insert_reply(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    topic: i64,
    reply_to: Option<i64>,
) -> Result<Posted, ForumError> {
    let reply_to: Option<i64> = match reply_to {
        None => None,
        Some(post) => posts::table
            .filter(posts::id.eq(post))
            .filter(posts::topic_id.eq(topic))
            .filter(posts::state.eq(State::Published))
            .select(posts::id)
            .first(connection)
            .optional()?,
    };
    let posted = insert_post(connection, context, new, topic, reply_to, false)?;
    if !posted.held() {
        joins(connection, topic, new.at)?;
        copies::published(connection, posted.post())?;
    }
    Ok(posted)
}

/// A reply has become visible: counts it, and moves its topic up.
pub fn joins(connection: &mut AnyConnection, topic: i64, at: Timestamp) -> Result<(), DbError> {
    diesel::update(topic_table::table.find(topic))
        .set(topic_table::reply_count.eq(topic_table::reply_count + 1))
        .execute(connection)?;
    diesel::update(
        topic_table::table
            .find(topic)
            .filter(topic_table::active_at.lt(at)),
    )
    .set(topic_table::active_at.eq(at))
    .execute(connection)?;
    Ok(())
}

fn insert_post(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    topic: i64,
    reply_to: Option<i64>,
    opens_topic: bool,
) -> Result<Posted, ForumError> {
    let publication = &new.publication;
    let body = publication.source(field::BODY);
    let guest = Guest::of(publication);
    let basis = consent::Basis::Consent;
    let consent = guest
        .email
        .map(|_| consent::give(connection, context, Notice::GuestPost, new.language, basis))
        .transpose()?;
    let post = diesel::insert_into(posts::table)
        .values((
            posts::topic_id.eq(topic),
            posts::opens_topic.eq(opens_topic),
            posts::reply_to.eq(reply_to),
            posts::account_id.eq(new.account),
            posts::office_id.eq(new.office),
            posts::guest_name.eq(guest.signature(new.by_resident)),
            posts::guest_name_is_personal.eq(guest.name_is_personal),
            posts::guest_email.eq(guest.email),
            posts::guest_consent_id.eq(consent),
            posts::body.eq(body),
            posts::body_html.eq(publication.html(field::BODY)),
            posts::pipeline.eq(PIPELINE),
            posts::language.eq(language::of(body, new.language)),
            posts::state.eq(new.state()),
            posts::submission.eq(new.submission.as_deref()),
            posts::created_at.eq(new.at),
        ))
        .returning(posts::id)
        .get_result(connection)?;
    if let Some(consent) = consent {
        consent::bind(connection, consent, consent::Subject::Post(post))?;
    }
    let files = &new.files;
    if !files.kept.is_empty() || !files.taken_out.is_empty() {
        attachments::attach(connection, post, &files.kept, &files.taken_out)?;
    }
    if let Some(key) = &new.key {
        diesel::update(posts::table.find(post))
            .set(posts::guest_key_hash.eq(owner::stored(context, post, key)))
            .execute(connection)?;
    }
    findings::replace(connection, post, publication)?;
    references::record(connection, context, post, publication)?;
    match new.hold {
        Some(kind) => {
            review::enqueue(connection, new.at, kind, post)?;
            webhooks::happened(connection, context, Event::ItemOpened(kind.as_str()))?;
        }
        None => _ = appearing::appears(connection, post)?,
    }
    if let Some(verdict) = &new.verdict {
        spam::keep(connection, new.at, post, verdict, new.hold.is_none())?;
    }
    Ok(Posted {
        key: new.key.clone(),
        ..Posted::of(new.state(), topic, post)
    })
}

/// What a publication says of the guest who wrote it.
pub(super) struct Guest<'a> {
    pub name: Option<&'a str>,
    pub name_is_personal: bool,
    pub email: Option<&'a str>,
}

impl<'a> Guest<'a> {
    pub fn of(publication: &'a Publication) -> Self {
        let given = |field| Some(publication.source(field).trim()).filter(|text| !text.is_empty());
        let name = publication.text(field::NAME);
        Self {
            name: given(field::NAME),
            name_is_personal: name.is_some_and(|text| {
                text.findings
                    .iter()
                    .any(|finding| finding.whose != Whose::Nobody)
            }),
            email: given(field::EMAIL),
        }
    }

    /// What is stored of the name: that of a resident who gave none is empty, for such a post is by
    /// "a resident"; a guest who took the name out has none.
    pub fn signature(&self, by_resident: bool) -> Option<&'a str> {
        self.name.or(by_resident.then_some(""))
    }
}
