//! Publishing a case's words: what its resident agreed to becomes a topic, which a moderator looks
//! at first.
//!
//! The case itself is never altered; other words than it has may be published. What is sent again
//! goes into the place of what stands there, as an edit of the post; where that was rejected before
//! anybody read it, a new one comes.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};
use validator::ValidationErrors;

use super::{PublishedError, withdraw};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{appeals, published_suggestions},
    },
    forum::{
        ForumError, State, allowance, boards, edit, judged,
        owner::Owner,
        posts::{self as forum_posts, Post},
        publish::{Outcome, Posted},
        references::At,
        stale::Began,
        submission::{self, Author, Cleared, Decisions, Preview, Submission, field},
        suggested,
        topics::Topic,
    },
    i18n::Lang,
    offices::enquiries,
    privacy::{
        Private, Purpose, Viewer,
        consent::{self, Basis, Subject},
        ground::Ground,
        notices::Notice,
    },
    reserved, review,
    spam::{self, proof::Signals},
    suggestions::{
        self, RecordKind,
        follow::Own,
        record::{self, Details},
        restrict,
    },
    text,
    text_rules::refuse,
};

/// What is published of a case, for its resident.
pub struct Publication {
    /// Whether words of it can be sent: the first time, changed, or again.
    pub offered: bool,
    /// What was sent and not taken back.
    pub sent: Option<Sent>,
}

/// What a resident sent.
pub struct Sent {
    pub owner: Owner,
    pub post: Post,
    /// Its topic, unless it was taken out of sight.
    pub topic: Option<Topic>,
    /// Whether everybody read it once.
    pub was_public: bool,
    /// Whether an appeal against its rejection waits: nothing is sent in its place then.
    pub is_appealed: bool,
    stands: bool,
}

impl Sent {
    /// Whether everybody can read it.
    pub fn is_public(&self) -> bool {
        let topic = self.topic.as_ref();
        self.post.state == State::Published
            && topic.is_some_and(|topic| topic.state == State::Published)
    }

    /// Whether other words go into its place, rather than anew.
    pub const fn stands(&self) -> bool {
        self.stands
    }

    /// Says from which words a change began; nothing where it begins anew.
    fn stamp(&self) -> String {
        let topic = self.topic.as_ref().filter(|_| self.stands);
        topic.map_or_else(String::new, |topic| self.post.stamp(&topic.title))
    }
}

/// What is published of a case or waits to be.
pub async fn of_own(context: &Context, own: &Own) -> Result<Publication, PublishedError> {
    let case = own.id;
    let (has_board, is_restricted, opening, is_appealed) = context
        .db
        .read(move |connection| {
            let board = boards::taking_suggestions(connection)?;
            let restricted = restrict::is_restricted(connection, case)?;
            let opening = super::opening(connection, case)?;
            let appealed = match &opening {
                Some(opening) => is_appealed(connection, opening.post, opening.state)?,
                None => false,
            };
            Ok::<_, PublishedError>((board.is_some(), restricted, opening, appealed))
        })
        .await?;
    let sent = match Owner::by_case(context, own).await {
        Ok(owner) => {
            let (topic, post) = forum_posts::of_owner(context, &owner).await?;
            Some(Sent {
                owner,
                post,
                topic,
                was_public: opening.is_some_and(|opening| opening.published_at.is_some()),
                is_appealed,
                stands: opening.is_some_and(|opening| opening.stands()),
            })
        }
        Err(ForumError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let stands = sent.as_ref().is_some_and(Sent::stands);
    let is_hidden = sent
        .as_ref()
        .is_some_and(|sent| sent.post.state == State::Hidden);
    let may_be = own.category.slug != enquiries::CATEGORY && own.state != suggestions::State::New;
    Ok(Publication {
        // Only a new topic needs a board: what stands is changed and masked wherever it is.
        offered: (has_board || stands) && may_be && !is_restricted && !is_hidden && !is_appealed,
        sent,
    })
}

/// Whether somebody else is to look at its rejection again.
fn is_appealed(connection: &mut AnyConnection, post: i64, state: State) -> Result<bool, DbError> {
    let waiting: i64 = appeals::table
        .filter(appeals::post_id.eq(post))
        .filter(appeals::decided_at.is_null())
        .count()
        .get_result(connection)?;
    Ok(state == State::Rejected && waiting > 0)
}

/// The words that a resident publishes.
#[derive(Clone, Default)]
pub struct Words {
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Empty where none shall be public.
    pub name: String,
    pub check: Option<String>,
    pub decisions: Decisions,
    /// From which words a change began.
    pub began: String,
}

impl Words {
    /// What the form begins with: what was sent before, else the case's own words.
    pub fn begin(own: &Own, publication: &Publication) -> Self {
        if let Some(sent) = &publication.sent
            && let Some(topic) = &sent.topic
        {
            return Self {
                title: topic.title.clone(),
                body: sent.post.body.clone(),
                name: sent.post.author.name.clone(),
                began: sent.stamp(),
                ..Self::default()
            };
        }
        let see =
            |text: &Private<String>| text.reveal(Viewer::Owner(own), Purpose::OwnAccess).clone();
        Self {
            title: see(&own.title),
            body: see(&own.body),
            ..Self::default()
        }
    }

    /// As the forum takes them; a name that stands can be masked and taken out, not replaced.
    pub fn for_forum(self, publication: &Publication, language: Lang) -> Submission {
        let sent = publication.sent.as_ref();
        let stands = sent.is_some_and(Sent::stands);
        Submission {
            author: match stands {
                true => Author::KeyHolder {
                    name: self.name,
                    public_email: String::new(),
                },
                false => Author::Resident { name: self.name },
            },
            title: Some(self.title),
            body: self.body,
            reply_to: None,
            files: Vec::new(),
            tags: String::new(),
            office: None,
            check: self.check,
            decisions: self.decisions,
            id: None,
            language,
            signals: Signals::default(),
        }
    }
}

/// The words as they would stand, and what must be answered about them; nothing is stored.
pub async fn preview(
    context: &Context,
    publication: &Publication,
    submission: Submission,
) -> Result<Result<Preview, ValidationErrors>, PublishedError> {
    let stands = publication.sent.as_ref().filter(|sent| sent.stands);
    let post = stands.map(|sent| &sent.post);
    let at = At {
        topic: post.map(|post| post.topic),
        post: post.map(|post| post.id),
    };
    Ok(submission::preview(context, submission, at).await?)
}

/// Publishes the words once their findings are answered. The resident read today's notice in
/// `language`; sending it is the consent. Sending the same again changes nothing. Whoever is logged on
/// is `by`: a silenced account publishes no new words here either.
///
/// [`ForumError::Stale`] when others stand there now than they began from.
pub async fn send(
    context: &Context,
    own: &Own,
    words: Words,
    language: Lang,
    by: Option<i64>,
) -> Result<Outcome, PublishedError> {
    match publish(context, own, words, language, by).await {
        Err(PublishedError::Forum(ForumError::Invalid(errors))) => Ok(Outcome::Invalid(errors)),
        done => done,
    }
}

/// Refuses new words of an account while a silence holds.
fn hear(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
) -> Result<(), PublishedError> {
    let Some(account) = by else {
        return Ok(());
    };
    let wrong = (field::BODY, "silenced-suggestion");
    match allowance::unheard(connection, context, account, wrong)? {
        Some(errors) => Err(ForumError::Invalid(errors).into()),
        None => Ok(()),
    }
}

async fn publish(
    context: &Context,
    own: &Own,
    words: Words,
    language: Lang,
    by: Option<i64>,
) -> Result<Outcome, PublishedError> {
    // On PostgreSQL the same may have been sent twice at the same moment; then the other is there.
    for _ in 0..2 {
        let publication = of_own(context, own).await?;
        let began = words.began.clone();
        let submission = words.clone().for_forum(&publication, language);
        if let Some(sent) = &publication.sent {
            if sent.post.state == State::Hidden {
                return Err(PublishedError::OutOfSight);
            }
            if sent.is_appealed {
                return Err(PublishedError::Appealed);
            }
            if sent.stands && publication.offered {
                return change(context, own, sent, submission, Began::said(&began), by).await;
            }
        }
        if !publication.offered {
            return Err(PublishedError::NotOffered);
        }
        // Nobody signs as the city.
        if !words.name.is_empty() && reserved::is_reserved(context, &words.name).await? {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, field::NAME, "name-reserved");
            return Ok(Outcome::Invalid(errors));
        }
        let sent = submission.clone();
        let ready = match submission::clear(context, submission, At::default()).await? {
            Cleared::Ready(ready) => ready,
            Cleared::Undecided(undecided) => return Ok(Outcome::Undecided(undecided)),
            Cleared::Invalid(errors) => return Ok(Outcome::Invalid(errors)),
        };
        let verdict = judged::new(context, &sent, &ready.publication).await?;
        if let Some(errors) = verdict.refusal() {
            return Ok(Outcome::Invalid(errors));
        }
        let hold = match ready.publication.names_others() {
            true => review::Kind::PersonalDataOfOthers,
            false => review::Kind::Publication,
        };
        let (cx, case, ground) = (context.clone(), own.id, Ground::in_person(own));
        let stored = context
            .db
            .write(move |connection| {
                hear(connection, &cx, by)?;
                let there = super::opening(connection, case)?.map(|there| there.post);
                let board = suggested::hold(connection, there, &ready.publication)?
                    .ok_or(PublishedError::NotOffered)?;
                // Whoever did something to it at the same time was first, and is seen now.
                if let Some(there) = super::opening(connection, case)? {
                    if there.stands() {
                        return Ok(None);
                    }
                    if there.state == State::Hidden {
                        return Err(PublishedError::OutOfSight);
                    }
                    if is_appealed(connection, there.post, there.state)? {
                        return Err(PublishedError::Appealed);
                    }
                }
                let erased = withdraw::take(connection, &cx, case)?;
                let of = (case, agree(connection, &cx, case, language)?);
                let at = (language, cx.now());
                let posted = store(
                    connection,
                    &cx,
                    of,
                    board,
                    &ready.publication,
                    at,
                    Some(hold),
                )?;
                spam::keep(connection, cx.now(), posted.post(), &verdict, false)?;
                if erased {
                    withdraw::write_down(connection, &cx, case, &ground)?;
                }
                Ok(Some(posted))
            })
            .await;
        match stored {
            Ok(Some(posted)) => return Ok(Outcome::Posted(posted)),
            Ok(None)
            | Err(PublishedError::Db(DbError::Query(Error::DatabaseError(UniqueViolation, _)))) => {
            }
            Err(error) => return Err(error),
        }
    }
    Err(DbError::Unavailable("sent twice at once".into()).into())
}

/// Puts other words into the place of what stands. New ones are published on today's notice, also
/// where the first were on an earlier one.
async fn change(
    context: &Context,
    own: &Own,
    sent: &Sent,
    submission: Submission,
    began: Began,
    by: Option<i64>,
) -> Result<Outcome, PublishedError> {
    let (cx, case, language) = (context.clone(), own.id, submission.language);
    let (post, state) = (sent.post.id, sent.post.state);
    let along = move |connection: &mut AnyConnection, has_more: bool| {
        // The state is that in which it was sent: by now it waits for review again.
        if is_appealed(connection, post, state)? {
            return Err(PublishedError::Appealed);
        }
        if has_more {
            hear(connection, &cx, by)?;
        }
        let notice = Notice::Publication;
        let given = consent::standing(connection, Subject::Case(case), notice)?;
        let is_todays = given.is_some_and(|given| given.notice_version == notice.version());
        if is_todays || !has_more {
            return Ok(());
        }
        let consent = agree(connection, &cx, case, language)?;
        diesel::update(published_suggestions::table.find(case))
            .set(published_suggestions::consent_id.eq(consent))
            .execute(connection)?;
        let kind = RecordKind::PublicationAsked;
        record::append(connection, &cx, case, kind, Details::default())?;
        Ok(())
    };
    edit::edit_with(context, &sent.owner, submission, began, along).await
}

/// Writes down that the resident agreed to today's notice in `language`.
pub(super) fn agree(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    language: Lang,
) -> Result<i64, DbError> {
    let notice = Notice::Publication;
    let consent = consent::give(connection, context, notice, language, Basis::Consent)?;
    consent::bind(connection, consent, Subject::Case(case))?;
    Ok(consent)
}

/// Writes the topic on a board that is held, what ties it to the case on its resident's consent, and
/// the record.
pub(super) fn store(
    connection: &mut AnyConnection,
    context: &Context,
    (case, consent): (i64, i64),
    board: i64,
    publication: &text::publication::Publication,
    (language, at): (Lang, Timestamp),
    hold: Option<review::Kind>,
) -> Result<Posted, PublishedError> {
    let posted = suggested::open(
        connection,
        context,
        board,
        publication,
        (language, at),
        hold,
    )?;
    diesel::insert_into(published_suggestions::table)
        .values((
            published_suggestions::case_id.eq(case),
            published_suggestions::topic_id.eq(posted.topic()),
            published_suggestions::consent_id.eq(consent),
            published_suggestions::sent_at.eq(at),
            published_suggestions::published_at.eq(hold.is_none().then_some(at)),
        ))
        .execute(connection)?;
    let kind = RecordKind::PublicationAsked;
    record::append(connection, context, case, kind, Details::default())?;
    // The record holds the case's row: whoever restricts it was first and is seen, or comes after.
    if restrict::is_restricted(connection, case)? {
        return Err(PublishedError::NotOffered);
    }
    Ok(posted)
}
