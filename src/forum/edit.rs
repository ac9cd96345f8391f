//! Editing one's own post: the old version is kept, but for what is no longer published.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    ForumError, State, allowance, copies, drafts,
    earlier::{self, Ahead},
    files,
    findings::{self, PublicFinding},
    flags, judged, language,
    official::{self, Became},
    originals,
    owner::Owner,
    posts::{self, Post},
    public_email,
    publish::{Guest, Outcome, Posted, files_gone, refused},
    quotes,
    references::{self, At},
    stale::{Began, stamp},
    submission::{Author, Cleared, Ready, Submission, clear, field},
    topics::Topic,
};
use crate::{
    attachments::{self, AttachmentError},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{post_revisions, posts as post_table, topics as topic_table},
    },
    offices::Office,
    privacy::{
        erasures::{self, Erased},
        ground::Ground,
    },
    review,
    spam::{self, Verdict, watched::Said},
    text::{
        Kept, PIPELINE, Withdrawn,
        publication::{Publication, Published, Whose},
        rewrite::{self, Gone},
    },
    webhooks::{self, Event},
};

/// The post and its topic, if its author may edit it: an office's answer, as long as they work
/// for that ([`ForumError::NotAllowed`]).
pub async fn find(context: &Context, owner: &Owner) -> Result<(Topic, Post), ForumError> {
    match posts::of_owner(context, owner).await? {
        (Some(topic), post) if is_open(owner, post.state) => {
            if let Some(office) = &post.office {
                let (office, account) = (office.id, owner.reader().account);
                let check = move |connection: &mut AnyConnection| {
                    official::check(connection, office, account)
                };
                context.db.read(check).await?;
            }
            Ok((topic, post))
        }
        (Some(_), _) => Err(ForumError::NotYours),
        (None, _) => Err(ForumError::NotFound),
    }
}

/// Whether its author can change it. A suggestion whose change a moderator rejected is changed once
/// more where others had answered what was public: [`apply`] looks whether it was.
fn is_open(owner: &Owner, state: State) -> bool {
    state.is_alive() || owner.is_resident() && state == State::Rejected
}

/// Replaces the text and the files of one's own post, and the title with the opening post; of a
/// guest's post also name and address by what was answered about them.
///
/// Somebody else's personal data, newly published, holds the post for review; so does a new file
/// that could not be read, and everything that a guest adds, or somebody whose posts wait at first. What
/// an account may not write now is kept as a draft. Sending the same text twice changes nothing the second time.
/// [`ForumError::Stale`] when something else stands there now than it `began` from.
pub async fn edit(
    context: &Context,
    owner: &Owner,
    submission: Submission,
    began: Began,
) -> Result<Outcome, ForumError> {
    edit_with(context, owner, submission, began, |_, _| Ok(())).await
}

/// As [`edit`]; `along` is done in the same transaction, before journal and ledger, and told
/// whether there are words that were not there before.
pub async fn edit_with<E, F>(
    context: &Context,
    owner: &Owner,
    submission: Submission,
    began: Began,
    along: F,
) -> Result<Outcome, E>
where
    F: Fn(&mut AnyConnection, bool) -> Result<(), E> + Clone + Send + 'static,
    E: From<ForumError> + Send + 'static,
{
    let (topic, post) = find(context, owner).await?;
    let before = judged::standing(&topic, &post);
    // Looked at again when it is written; before, so that nobody answers findings in vain.
    let same = post.body == submission.body;
    let is_stale = !same && began.is_not(&post.stamp(&topic.title));
    let asked = submission.author;
    let as_it_stands = Submission {
        author: owner.author(&post),
        title: submission.title.filter(|_| post.opens_topic),
        tags: String::new(),
        office: post.office.map(|office| office.slug),
        ..submission
    };
    // A guest's form says which name and address it asked about: sent twice, it is about what
    // stood there before the first time.
    let as_it_was_asked = match (&as_it_stands.author, asked) {
        (Author::KeyHolder { .. }, author @ Author::KeyHolder { .. }) => Submission {
            author,
            ..as_it_stands.clone()
        },
        _ => as_it_stands.clone(),
    };
    let at = At {
        topic: Some(post.topic),
        post: Some(post.id),
    };
    for submission in [as_it_was_asked, as_it_stands] {
        let along = along.clone();
        let began = (began.clone(), before.clone());
        match attempt(context, owner, submission, at, began, along).await? {
            Some(Outcome::Undecided(_) | Outcome::Invalid(_)) if is_stale => {
                return Err(ForumError::Stale.into());
            }
            Some(outcome) => return Ok(outcome),
            None => {}
        }
    }
    let twice = DbError::Unavailable("changed twice at once".into());
    Err(ForumError::from(twice).into())
}

/// Why an edit's transaction was undone.
enum Undone<E> {
    Forum(ForumError),
    Along(E),
}

impl<E> From<ForumError> for Undone<E> {
    fn from(error: ForumError) -> Self {
        Self::Forum(error)
    }
}

impl<E> From<DbError> for Undone<E> {
    fn from(error: DbError) -> Self {
        Self::Forum(error.into())
    }
}

/// `None` where name or address are others by now, and what was sent does not come to the same.
async fn attempt<E, F>(
    context: &Context,
    owner: &Owner,
    sent: Submission,
    at: At,
    (began, before): (Began, Vec<Said>),
    along: F,
) -> Result<Option<Outcome>, E>
where
    F: Fn(&mut AnyConnection, bool) -> Result<(), E> + Send + 'static,
    E: From<ForumError> + Send + 'static,
{
    let ready = match clear(context, sent.clone(), at).await? {
        Cleared::Ready(ready) => ready,
        Cleared::Undecided(undecided) => return Ok(Some(Outcome::Undecided(undecided))),
        Cleared::Invalid(errors) => return Ok(Some(Outcome::Invalid(errors))),
    };
    let verdict = judged::edit(context, &sent, &ready.publication, owner.post(), before).await;
    let verdict = verdict.map_err(ForumError::from)?;
    if let Some(errors) = verdict.refusal() {
        return Ok(Some(Outcome::Invalid(errors)));
    }
    let (cx, owner) = (context.clone(), owner.clone());
    let files = files::keep(context, &sent.files, &ready.publication).await?;
    let rewritten = files.rewritten();
    let change = Arc::new(Change {
        sent,
        ready,
        files,
        verdict,
    });
    let ahead = work_ahead(context, &owner, &change).await?;
    let (asked, draft) = (Arc::clone(&change), drafts::Place::Post(owner.post()));
    let from = match &began {
        Began::At(stamp) => Some(stamp.clone()),
        Began::AnyOf(_) | Began::Anything => None,
    };
    let posted = context
        .db
        .write(move |connection| {
            let applied = apply(connection, &cx, &owner, &change, &ahead, &began)?;
            let Some(applied) = applied else {
                return Ok(None);
            };
            if let Some(account) = owner.reader().account {
                drafts::published(connection, account, draft)?;
            }
            along(connection, applied.has_more).map_err(Undone::Along)?;
            let posted = applied.posted.clone();
            write_down(connection, &cx, &owner, &change.ready.publication, applied)?;
            Ok(Some(posted))
        })
        .await;
    attachments::discard_unnamed(context, rewritten).await;
    match posted {
        Ok(posted) => Ok(posted.map(Outcome::Posted)),
        Err(Undone::Forum(ForumError::Attachment(AttachmentError::Gone))) => Ok(Some(files_gone())),
        Err(Undone::Forum(ForumError::Invalid(errors))) => {
            let kept = refused(context, &asked.sent, draft, from, errors).await?;
            Ok(Some(kept))
        }
        Err(Undone::Forum(error)) => Err(error.into()),
        Err(Undone::Along(error)) => Err(error),
    }
}

/// Masks ahead what the edit will mask in earlier versions, and in the one that it will replace.
async fn work_ahead(
    context: &Context,
    owner: &Owner,
    change: &Arc<Change>,
) -> Result<Ahead, ForumError> {
    let id = owner.post();
    let (old, before, mut versions) = context
        .db
        .read(move |connection| {
            let before = findings::of_posts(connection, &[id])?.remove(&id);
            let old = Old::read(connection, id)?;
            let versions = earlier::versions(connection, id)?;
            Ok::<_, ForumError>((old, before.unwrap_or_default(), versions))
        })
        .await?;
    let (owner, change, detector) = (owner.clone(), Arc::clone(change), context.detector());
    crate::threads::blocking(move || {
        let publication = &change.ready.publication;
        let withdrawn = withdrawn(&old, &before, &change.ready);
        if old.keeps_all(&owner, &before, publication, &withdrawn) {
            return Ahead::default();
        }
        versions.push((old.opens_topic.then_some(old.title), old.body));
        Ahead::new(versions, &detector, &kept(publication), withdrawn)
    })
    .await
    .map_err(|_| DbError::Panicked.into())
}

/// What becomes of a post.
struct Change {
    /// Before the answers to its findings were carried out.
    sent: Submission,
    ready: Ready,
    files: files::Files,
    /// What was said of what is new in it.
    verdict: Verdict,
}

/// The version that is replaced.
#[derive(Queryable)]
struct Old {
    topic: i64,
    opens_topic: bool,
    body: String,
    body_html: String,
    state: State,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    title: String,
    guest_name: Option<String>,
    guest_email: Option<String>,
    pipeline: i32,
    was_public: bool,
}

impl Old {
    fn read(connection: &mut AnyConnection, post: i64) -> Result<Self, ForumError> {
        post_table::table
            .inner_join(topic_table::table)
            .filter(post_table::id.eq(post))
            .select((
                post_table::topic_id,
                post_table::opens_topic,
                post_table::body,
                post_table::body_html,
                post_table::state,
                post_table::created_at,
                post_table::edited_at,
                topic_table::title,
                post_table::guest_name,
                post_table::guest_email,
                post_table::pipeline,
                post_table::was_public,
            ))
            .first(connection)
            .optional()?
            .ok_or(ForumError::NotFound)
    }

    /// Whether the same words stay public: then nothing comes of looking at earlier versions.
    fn keeps_all(
        &self,
        owner: &Owner,
        before: &[PublicFinding],
        publication: &Publication,
        withdrawn: &[Withdrawn],
    ) -> bool {
        withdrawn.is_empty()
            && !owner.is_guest()
            && self.pipeline == PIPELINE
            && self.keeps(before, publication)
    }

    /// The text of a field as it stood.
    fn source(&self, field: &str) -> &str {
        match field {
            field::TITLE => &self.title,
            field::NAME => self.guest_name.as_deref().unwrap_or(""),
            field::EMAIL => self.guest_email.as_deref().unwrap_or(""),
            _ => &self.body,
        }
    }

    /// Whether a guest's name and address stand as they were sent, or already come to the same:
    /// nobody puts others in their place. Nothing is sent of an account's.
    fn is_signed_as(&self, sent: &Submission, publication: &Publication) -> bool {
        let Author::KeyHolder { name, public_email } = &sent.author else {
            return true;
        };
        let guest = Guest::of(publication);
        let stands = (self.source(field::NAME), self.source(field::EMAIL));
        stands == (name.as_str(), public_email.as_str())
            || stands == (guest.name.unwrap_or(""), guest.email.unwrap_or(""))
    }

    /// Whether what was public in title and text is what stays so, said to be the same ones'.
    fn keeps(&self, before: &[PublicFinding], publication: &Publication) -> bool {
        let texts = [field::TITLE, field::BODY];
        let was: Vec<(String, Whose)> = before
            .iter()
            .filter(|finding| texts.contains(&&*finding.field))
            .map(|finding| (finding.words(self.source(&finding.field)), finding.whose))
            .collect();
        let is: Vec<(String, Whose)> = publication
            .texts
            .iter()
            .filter(|text| texts.contains(&text.field))
            .flat_map(|text| {
                let found = text.findings.iter();
                found.map(|finding| (words(&text.source, finding), finding.whose))
            })
            .collect();
        was.iter().all(|one| is.contains(one)) && is.iter().all(|one| was.contains(one))
    }

    /// Whether words of it that were personal are not public any more, beside those that only
    /// came with the edit.
    fn shows_less(
        &self,
        before: &[PublicFinding],
        withdrawn: &[Withdrawn],
        publication: &Publication,
    ) -> bool {
        let stood = |gone: &Withdrawn| {
            let mut texts = [&self.title, &self.body].into_iter();
            !gone.words.is_empty() && texts.any(|text| text.contains(&gone.words))
        };
        let guest = Guest::of(publication);
        // An address that is gone altogether has a line of its own.
        let email_is_other = guest.email.is_some() && guest.email != self.guest_email.as_deref();
        let signed_with_less = |finding: &PublicFinding| {
            finding.marked()
                && match &*finding.field {
                    field::NAME => guest.name != self.guest_name.as_deref(),
                    field::EMAIL => email_is_other,
                    _ => false,
                }
        };
        withdrawn.iter().any(stood) || before.iter().any(signed_with_less)
    }

    /// What was found in how it was signed.
    fn signature(&self, before: &[PublicFinding]) -> Vec<Withdrawn> {
        let signed = |finding: &PublicFinding| {
            let words = match &*finding.field {
                field::NAME => self.guest_name.clone(),
                field::EMAIL => self.guest_email.clone(),
                _ => None,
            };
            Some(Withdrawn {
                words: words?,
                kind: finding.kind,
            })
        };
        before.iter().filter_map(signed).collect()
    }

    /// Whether it is so new that a change leaves no mark: a slip is put right.
    fn is_young(&self, context: &Context, now: Timestamp) -> bool {
        let window = TimeDelta::minutes(context.config.edit_minutes.into());
        self.state == State::Published && self.edited_at.is_none() && now < self.created_at + window
    }
}

/// What an edit came to, before journal and ledger are told.
struct Applied {
    posted: Posted,
    /// Whether there are words that were not there before, masks aside.
    has_more: bool,
    /// The office for which it answers.
    office: Option<Office>,
    /// The journal's lines; none where nothing changed.
    lines: Option<Vec<Erased>>,
}

fn apply(
    connection: &mut AnyConnection,
    context: &Context,
    owner: &Owner,
    change: &Change,
    ahead: &Ahead,
    began: &Began,
) -> Result<Option<Applied>, ForumError> {
    let Change {
        sent,
        ready,
        files,
        verdict,
    } = change;
    let (id, now, language) = (owner.post(), context.now(), sent.language);
    // Whoever edits the post at the same time waits here and then sees this version.
    quotes::hold(connection, &[id], &[ready.publication.source(field::BODY)])?;
    let refusal = allowance::may_edit(connection, context, owner.reader(), &sent.body)?;
    let old = Old::read(connection, id)?;
    let is_rejected = old.state == State::Rejected;
    if !is_open(owner, old.state) || is_rejected && !old.was_public {
        return Err(ForumError::NotYours);
    }
    let office = official::of_posts(connection, &[id])?.remove(&id);
    if let Some(office) = &office {
        official::check(connection, office.id, owner.reader().account)?;
    }
    let publication = &ready.publication;
    if !old.is_signed_as(sent, publication) {
        return Ok(None);
    }
    let title = publication
        .text(field::TITLE)
        .map(|title| title.source.clone());
    // Its topic went into another meanwhile, whose title is somebody else's.
    if title.is_some() && !old.opens_topic {
        return Err(ForumError::Stale);
    }
    let before = findings::of_posts(connection, &[id])?
        .remove(&id)
        .unwrap_or_default();
    let same_text = old.body == publication.source(field::BODY)
        && title.as_ref().is_none_or(|title| *title == old.title);
    let there = attachments::of_posts(connection, &[id])?
        .remove(&id)
        .unwrap_or_default();
    if !is_rejected && same_text && same_findings(&before, publication) && files.are(&there) {
        return Ok(Some(Applied {
            posted: Posted::of(old.state, old.topic, id),
            has_more: false,
            office,
            lines: None,
        }));
    }
    let title_of = old.opens_topic.then_some(&*old.title);
    if began.is_not(&stamp(title_of, &old.body, &there)) {
        return Err(ForumError::Stale);
    }
    let withdrawn = withdrawn(&old, &before, ready);
    let taken_out = files.without(&there);
    let quiet = old.is_young(context, now) && !quotes::is_quoted(connection, id)?;
    // What was never public is no history: nobody reviewed it.
    if !same_text && old.state == State::Published && !quiet {
        keep(connection, id, &old)?;
    }
    attachments::attach(connection, id, &files.kept, &files.taken_out)?;
    let has_more = files.add_to(&there) || !only_masks(&old, sent, &before, publication);
    if let Some(errors) = refusal.filter(|_| has_more) {
        return Err(errors.into());
    }
    let state = match old.state {
        State::Published | State::Rejected if publication.names_others() => {
            let kind = review::Kind::PersonalDataOfOthers;
            hold(connection, id, (old.topic, old.opens_topic), now, kind)?;
            State::Held
        }
        State::Published | State::Rejected if is_rejected || owner.is_guest() && has_more => {
            let kind = match owner.is_resident() {
                true => review::Kind::Publication,
                false => review::Kind::GuestPost,
            };
            hold(connection, id, (old.topic, old.opens_topic), now, kind)?;
            State::Held
        }
        State::Published if files.unread => {
            let kind = review::Kind::UnreadAttachment;
            hold(connection, id, (old.topic, old.opens_topic), now, kind)?;
            State::Held
        }
        State::Published if has_more && verdict.hold().is_some() => {
            let kind = verdict.hold().unwrap_or(review::Kind::Spam);
            hold(connection, id, (old.topic, old.opens_topic), now, kind)?;
            State::Held
        }
        State::Published
            if has_more && allowance::waits_at_first(connection, context, owner.reader())? =>
        {
            let kind = review::Kind::FirstPost;
            hold(connection, id, (old.topic, old.opens_topic), now, kind)?;
            State::Held
        }
        State::Held if publication.names_others() => {
            review::again::names_others(connection, id)?;
            State::Held
        }
        state => state,
    };
    if office.is_none() {
        spam::keep(connection, now, id, verdict, state == State::Published)?;
    }
    let body = publication.source(field::BODY);
    diesel::update(post_table::table.find(id))
        .set((
            post_table::body.eq(body),
            post_table::body_html.eq(publication.html(field::BODY)),
            post_table::pipeline.eq(PIPELINE),
            post_table::language.eq(language::of(body, language)),
            post_table::state.eq(state),
            post_table::edited_at.eq(if quiet { old.edited_at } else { Some(now) }),
        ))
        .execute(connection)?;
    if let Some(title) = &title {
        diesel::update(topic_table::table.find(old.topic))
            .set((
                topic_table::title.eq(title),
                topic_table::title_html.eq(publication.html(field::TITLE)),
                topic_table::language.eq(language::of(title, language)),
            ))
            .execute(connection)?;
    }
    findings::forget_of_files(connection, id)?;
    findings::replace(connection, id, publication)?;
    references::record(connection, context, id, publication)?;
    let detector = context.detector();
    let mut masked = !old.keeps_all(owner, &before, publication, &withdrawn)
        && earlier::mask_all(
            connection,
            id,
            &detector,
            &kept(publication),
            &withdrawn,
            ahead,
        )?;
    // What a moderator masked and its author masks by now comes back by no appeal.
    let kept_sealed = originals::rewrite(connection, context, &[id], |text, published| {
        rewrite::withdraw_words(text, &detector, published, &withdrawn)
    })?;
    masked |= !kept_sealed.is_empty();
    quotes::forget(connection, context, &[id], Gone::Words(&withdrawn))?;
    copies::changed(connection, &[id])?;
    if old.state == State::Published {
        let event = match state {
            State::Published if has_more => Event::PostEdited(id),
            State::Published => Event::PostMasked(id),
            _ => Event::PostHidden(id),
        };
        webhooks::happened(connection, context, event)?;
    }
    let mut lines = Vec::new();
    let signs_less = old.shows_less(&before, &[], publication);
    let in_files = files.mask(&there, &before) || !taken_out.is_empty();
    let less =
        masked || old.shows_less(&before, &withdrawn, publication) || files.mask(&there, &before);
    if less || in_files {
        let mut gone = withdrawn.clone();
        if signs_less {
            gone.extend(old.signature(&before));
        }
        let (about, is_more_gone) = (review::About::Post(id), signs_less || in_files);
        flags::forget_repeated(connection, context, about, &gone, is_more_gone)?;
    }
    if less {
        lines.push(Erased::Words { post: id });
    }
    lines.extend(taken_out.into_iter().map(|id| Erased::File { id }));
    Ok(Some(Applied {
        posted: Posted::of(state, old.topic, id),
        has_more,
        office,
        lines: Some(lines),
    }))
}

/// What stands in journal and ledger is no row of this database alone: it comes last.
fn write_down(
    connection: &mut AnyConnection,
    context: &Context,
    owner: &Owner,
    publication: &Publication,
    applied: Applied,
) -> Result<(), ForumError> {
    let Some(lines) = applied.lines else {
        return Ok(());
    };
    if let Some(office) = applied.office {
        let changed = (&applied.posted, Became::Changed);
        let by = owner.reader().account;
        official::record(connection, context, office.slug, changed, by)?;
    }
    if owner.is_guest() {
        sign(connection, context, owner, publication)?;
    }
    for line in lines {
        erasures::append::<ForumError>(connection, context, line)?;
    }
    Ok(())
}

fn same_findings(before: &[PublicFinding], publication: &Publication) -> bool {
    let now: Vec<_> = publication
        .texts
        .iter()
        .flat_map(|text| {
            text.findings.iter().map(|finding| {
                (
                    text.field,
                    finding.kind,
                    finding.start,
                    finding.end,
                    finding.whose,
                )
            })
        })
        .collect();
    now.len() == before.len()
        && before.iter().all(|finding| {
            now.iter().any(|(field, kind, start, end, whose)| {
                *field == finding.field
                    && *kind == finding.kind
                    && (*start, *end) == (finding.start, finding.end)
                    && *whose == finding.whose
            })
        })
}

/// Whether nothing but masks came to a text: then there is nothing new to look at.
fn only_masks(
    old: &Old,
    sent: &Submission,
    before: &[PublicFinding],
    publication: &Publication,
) -> bool {
    let same = |sent: &str, old: &str| sent.trim() == old.trim();
    let same_text = same(&sent.body, &old.body)
        && sent
            .title
            .as_ref()
            .is_none_or(|title| same(title, &old.title));
    let was_public = |field: &str, words: &str, finding: &Published| {
        before.iter().any(|known| {
            known.field == field
                && known.kind == finding.kind
                && known.whose == finding.whose
                && known.words(old.source(field)) == words
        })
    };
    same_text
        && publication.texts.iter().all(|text| {
            if files::part_of(text.field).is_some() {
                return true;
            }
            let mut findings = text.findings.iter();
            findings.all(|finding| was_public(text.field, &words(&text.source, finding), finding))
        })
}

/// Writes a guest's name and address as they are published now.
fn sign(
    connection: &mut AnyConnection,
    context: &Context,
    owner: &Owner,
    publication: &Publication,
) -> Result<(), ForumError> {
    let id = owner.post();
    let guest = Guest::of(publication);
    diesel::update(post_table::table.find(id))
        .set((
            post_table::guest_name.eq(guest.signature(owner.is_resident())),
            post_table::guest_name_is_personal.eq(guest.name_is_personal),
            post_table::guest_email.eq(guest.email),
        ))
        .execute(connection)?;
    match guest.email {
        Some(_) => Ok(()),
        None => public_email::erase_for_good(connection, context, id, &Ground::in_person(owner)),
    }
}

/// The words that stay public in the new version.
fn kept(publication: &Publication) -> Vec<Kept> {
    publication
        .texts
        .iter()
        .flat_map(|text| {
            text.findings.iter().map(|finding| Kept {
                words: words(&text.source, finding),
                whose: finding.whose,
            })
        })
        .collect()
}

fn words(source: &str, finding: &Published) -> String {
    source
        .chars()
        .skip(finding.start)
        .take(finding.end - finding.start)
        .collect()
}

/// What was public and is not any more, and what was masked or taken out just now.
fn withdrawn(old: &Old, before: &[PublicFinding], ready: &Ready) -> Vec<Withdrawn> {
    let kept = kept(&ready.publication);
    let was_public = before.iter().filter_map(|finding| {
        let source = match &*finding.field {
            text @ (field::TITLE | field::BODY) => old.source(text),
            _ => return None,
        };
        (finding.whose != Whose::Nobody).then(|| (finding.words(source), finding.kind))
    });
    let asked = ready
        .questions
        .iter()
        .map(|question| (question.found.text.clone(), question.kind()));
    let mut withdrawn: Vec<Withdrawn> = was_public
        .chain(asked)
        .filter(|(words, _)| kept.iter().all(|kept| kept.words != *words))
        .map(|(words, kind)| Withdrawn { words, kind })
        .collect();
    // A word within another is masked with it.
    withdrawn.sort_by_key(|gone| std::cmp::Reverse(gone.words.len()));
    withdrawn
}

/// Keeps the old version as a revision.
fn keep(connection: &mut AnyConnection, id: i64, old: &Old) -> Result<(), ForumError> {
    let kept: i64 = post_revisions::table
        .filter(post_revisions::post_id.eq(id))
        .count()
        .get_result(connection)?;
    diesel::insert_into(post_revisions::table)
        .values((
            post_revisions::post_id.eq(id),
            post_revisions::number.eq(i32::try_from(kept).unwrap_or(i32::MAX - 1) + 1),
            post_revisions::title.eq(old.opens_topic.then_some(&old.title)),
            post_revisions::body.eq(&old.body),
            post_revisions::body_html.eq(&old.body_html),
            post_revisions::created_at.eq(old.edited_at.unwrap_or(old.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes a published post out of sight until a moderator has looked at it: what stands in its
/// topic's row. `place` is its topic, and whether it opens it.
pub(super) fn hold(
    connection: &mut AnyConnection,
    id: i64,
    place: (i64, bool),
    now: Timestamp,
    kind: review::Kind,
) -> Result<(), DbError> {
    let (topic, opens_topic) = place;
    diesel::update(post_table::table.find(id))
        .set(post_table::was_public.eq(true))
        .execute(connection)?;
    if opens_topic {
        diesel::update(topic_table::table.find(topic))
            .set(topic_table::state.eq(State::Held))
            .execute(connection)?;
    } else {
        diesel::update(topic_table::table.find(topic))
            .set(topic_table::reply_count.eq(topic_table::reply_count - 1))
            .execute(connection)?;
    }
    review::enqueue(connection, now, kind, id)?;
    webhooks::happened_at(connection, now, Event::ItemOpened(kind.as_str()))
}
