//! Taking words out of a post that is public or held: what a moderator may do to another's text besides
//! masking. What is left of a held one stays held, or is let out in the same decision.
//!
//! The moderator gives the text without some passages. Anything more than that is refused: nobody
//! writes another's words. Each passage goes wherever it stands in the post, in its earlier versions
//! and where it is quoted, and a mark stands in its place. How the words come back, `restore` knows.

use diesel::prelude::*;
use personal_data::Detector;
use validator::ValidationErrors;

use super::{
    ModerationError, Outcome, ShownPost, Standing,
    acts::{answer_flags, is_as_seen, looks_as_seen, reaches},
    approved,
    files::MaskedFiles,
    original::{Original, known, write},
    queue::shown_posts,
    reached::{self, Reached},
    recorded,
    restore::find_in,
    stack, stand,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, schema::posts},
    forum::{
        State, copies, flags, mentions,
        originals::{self, Finding, Text},
        revisions::{Change, Piece},
        stale::Began,
        submission::{
            LONGEST_BODY, LONGEST_TITLE,
            field::{BODY, TITLE},
        },
    },
    i18n::Lang,
    privacy::{Private, ground::Ground, ledger::Act},
    review::{self, Decided, Decision, Kind},
    spam,
    text::{
        Field, Known,
        cuts::cuts,
        findings::find,
        publication::Published,
        rewrite::Rewritten,
        taken::{Taken, take_out as without},
        tamed,
    },
    text_rules::refuse,
    webhooks::{self, Event},
};

/// What a moderator leaves of a post's texts; `None` of one that stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// Of the topic that the post opens.
    pub title: Option<String>,
    pub body: Option<String>,
}

/// A text as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What stays, what goes, and the marks in its place.
    pub pieces: Vec<Piece>,
    pub text: String,
}

/// A post as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Where the post opens its topic.
    pub title: Option<Shown>,
    pub body: Shown,
}

/// What becomes of a held post once words are out of it; a public one stays so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It waits on.
    Stays,
    /// What is left is made public.
    LetOut,
}

/// A post out of which a moderator may take words at present.
pub struct Looked {
    pub shown: ShownPost,
    /// By which it waits, where it is held.
    pub item: Option<i64>,
}

impl Looked {
    pub fn is_held(&self) -> bool {
        self.shown.post.state == State::Held
    }
}

/// The post, where a moderator may take words out of it at present.
pub async fn look(
    context: &Context,
    moderator: &Member,
    post: i64,
) -> Result<Looked, ModerationError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| {
            let post = Reached::post(connection, by, post)?.id();
            let shown = shown_posts(connection, &[post])?.pop();
            let shown = shown.ok_or(ModerationError::NotFound)?;
            can_lose_words(shown.post.state)?;
            let item = match shown.post.state {
                State::Held => holding(connection, by, post)?.first().copied(),
                _ => None,
            };
            Ok(Looked { shown, item })
        })
        .await
}

/// Words go out of what is public, and of what may become so.
fn can_lose_words(state: State) -> Result<(), ModerationError> {
    matches!(state, State::Held | State::Published)
        .then_some(())
        .ok_or(ModerationError::NotNow)
}

/// The items by which a post waits, where this moderator decides such.
fn holding(
    connection: &mut AnyConnection,
    by: i64,
    post: i64,
) -> Result<Vec<i64>, ModerationError> {
    let Some(reviewer) = reached::reviewer(connection, by)? else {
        return Ok(Vec::new());
    };
    let all = review::holding(connection, &[post])?;
    let items: Vec<i64> = all.iter().map(|holding| holding.item).collect();
    let theirs = review::waiting::content(connection, reviewer, &items)?;
    let decides = |item: &i64| theirs.iter().any(|(one, _)| one == item);
    Ok(items.into_iter().filter(decides).collect())
}

/// What taking these words out would come to; nothing is done. The errors are those of [`take_out`].
pub async fn preview(
    context: &Context,
    moderator: &Member,
    post: i64,
    seen: Began,
    left: Left,
) -> Result<Preview, ModerationError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| {
            let post = Reached::post(connection, by, post)?.id();
            let (state, language): (State, Lang) = posts::table
                .find(post)
                .select((posts::state, posts::language))
                .first(connection)?;
            can_lose_words(state)?;
            looks_as_seen(connection, post, &seen)?;
            let original = Original::read(connection, post)?;
            let taken = taken(&original, &left, language)?;
            let shown = |field: &str| {
                let text = present(&original).find(|text| text.field == field);
                text.map(|text| shown(&text.source, &taken))
            };
            Ok(Preview {
                title: shown(TITLE),
                body: shown(BODY).ok_or(ModerationError::NotFound)?,
            })
        })
        .await
}

/// Takes out of a post what the moderator left out of its texts, and ends its flags. Nothing is done to
/// what is not as it was `seen` ([`ModerationError::Changed`]), and nothing is let out that was not.
///
/// [`ModerationError::Invalid`] where the texts are not the post's without some passages.
pub async fn take_out(
    context: &Context,
    moderator: &Member,
    post: i64,
    (seen, left): (Began, Left),
    then: Then,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let reached = Reached::post(connection, by, post)?;
            let post = reached.id();
            is_as_seen(connection, post, &seen)?;
            reaches(&ground, post)?;
            let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
            can_lose_words(standing.state)?;
            let mut original = Original::read(connection, post)?;
            original.taken = Some(taken(&original, &left, standing.language)?);
            let let_out = match (then, standing.state) {
                (Then::LetOut, State::Held) if matches!(seen, Began::Anything) => {
                    return Err(ModerationError::Changed);
                }
                (Then::LetOut, State::Held) => {
                    match decided(connection, &cx, (post, &standing), by, &ground)? {
                        Ok(item) => Some(item),
                        Err(outcome) => return Ok(outcome),
                    }
                }
                _ => None,
            };
            answer_flags(connection, &cx, reached)?;
            let how = (Act::PostEdited, &ground);
            let of = (post, standing.state, standing.state);
            let number = recorded::decision(connection, &cx, how, of, Some(by))?;
            original.take_out(connection, &cx, post)?;
            let kept = original.seal(connection, &cx, number, post, ground.is_told())?;
            original.mask_quotes(connection, &cx, kept, post)?;
            mentions::look_again(connection, &[post])?;
            copies::changed(connection, &[post])?;
            if standing.state == State::Published {
                webhooks::happened(connection, &cx, Event::PostMasked(post))?;
            }
            // What readers said about it may repeat what is taken out.
            let about = review::About::Post(post);
            flags::forget_words(connection, cx.now(), about)?;
            if let Some((item, kind)) = let_out {
                stack::came_by(connection, number, item)?;
                approved::let_out(connection, &cx, (item, kind), (post, &standing), by)?;
            }
            Ok(Outcome::Done)
        })
        .await
}

/// Decides every item by which a post is held, so that what is left of it is let out; or says why not.
/// Gives the oldest of them.
fn decided(
    connection: &mut AnyConnection,
    context: &Context,
    (post, standing): (i64, &Standing),
    by: i64,
    ground: &Ground,
) -> Result<Result<(i64, Kind), Outcome>, ModerationError> {
    let items = holding(connection, by, post)?;
    // None is decided where somebody else works at one of them.
    let claims = review::claims::of_all(connection, context.now(), &items)?;
    if let Some(claim) = claims.into_values().find(|claim| claim.by != by) {
        return Ok(Err(Outcome::Claimed(claim)));
    }
    let words = Private::new(ground.said(standing.language));
    let approved = Decision::Approved;
    let mut first = None;
    for item in items {
        match review::decide(connection, context, item, by, approved, Some(&words))? {
            Decided::Now { kind } => first = first.or(Some((item, kind))),
            // The post is held, and with it all that waits about it.
            Decided::Before(_) | Decided::Claimed(_) | Decided::Unknown => {
                return Err(ModerationError::NotNow);
            }
        }
    }
    first.map(Ok).ok_or(ModerationError::NotNow)
}

/// The texts of the present version.
fn present(original: &Original) -> impl Iterator<Item = &Text> {
    let version = original.present;
    original
        .before
        .iter()
        .filter(move |text| text.version == version)
}

/// The passages that are not among what is left.
fn taken(original: &Original, left: &Left, language: Lang) -> Result<Taken, ModerationError> {
    let mut errors = ValidationErrors::new();
    let mut passages: Vec<String> = Vec::new();
    let mark = language.t("taken-mark");
    for text in present(original) {
        let (name, left) = match &*text.field {
            TITLE => (TITLE, &left.title),
            _ => (BODY, &left.body),
        };
        let Some(left) = left else { continue };
        match cuts(&text.source, left) {
            Ok(cuts) => passages.extend(cuts.into_iter().map(|cut| text.source[cut].to_owned())),
            Err(refused) => refuse(&mut errors, name, refused.code()),
        }
    }
    // Where words were taken out before, there is nothing to take.
    passages.retain(|words| *words != mark);
    if errors.is_empty() && passages.is_empty() {
        refuse(&mut errors, BODY, "taken-nothing");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    // A passage goes wherever it stands, also where the moderator let it stand.
    let taken = Taken::new(passages, mark);
    for text in present(original) {
        let (name, most) = match &*text.field {
            TITLE => (TITLE, LONGEST_TITLE),
            _ => (BODY, LONGEST_BODY),
        };
        let becomes = taken.become_of(&text.source);
        if !becomes.has_words {
            refuse(&mut errors, name, "taken-everything");
        } else if becomes.length > most {
            refuse(&mut errors, name, "taken-too-long");
        }
    }
    if errors.is_empty() {
        Ok(taken)
    } else {
        Err(errors.into())
    }
}

/// A text before and after, piece by piece.
fn shown(source: &str, taken: &Taken) -> Shown {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut text = String::with_capacity(source.len());
    let mut push = |change: Change, words: &str| {
        if words.is_empty() {
            return;
        }
        if change != Change::Removed {
            text.push_str(words);
        }
        pieces.push(Piece {
            change,
            text: tamed(words),
            mark: None,
        });
    };
    let mut done = 0;
    for place in taken.places(source) {
        push(Change::Same, &source[done..place.start]);
        done = place.end;
        push(Change::Removed, &source[place]);
        push(Change::Added, taken.mark());
    }
    push(Change::Same, &source[done..]);
    Shown { pieces, text }
}

impl Original {
    /// Takes the words out of this version and of those before it.
    fn take_out(
        &mut self,
        connection: &mut AnyConnection,
        context: &Context,
        post: i64,
    ) -> Result<(), ModerationError> {
        let Some(taken) = &self.taken else {
            return Ok(());
        };
        let detector = context.detector();
        let known = known(connection, post)?;
        let mut after: Vec<Text> = Vec::new();
        for text in &self.before {
            let is_present = text.version == self.present;
            let field = text.field(&known);
            let published = match is_present {
                true => originals::published(&self.findings, &text.field),
                false => self.published_again(&field, &[], &detector),
            };
            let Some(new) = without(&field, &detector, &published, taken) else {
                after.push(text.clone());
                continue;
            };
            if is_present {
                let found = new.findings.iter();
                let found = found.map(|one| Finding::of(one, &text.field, &new.source));
                let found: Vec<Finding> = found.collect();
                find_in(connection, post, &text.field, &found)?;
            }
            let text = in_its_place(text, new);
            write(connection, post, self, &text)?;
            after.push(text);
        }
        self.after = after;
        // Nothing of them is touched, and nothing is put back.
        self.files = MaskedFiles::default();
        spam::forget_likeness(connection, &[post])?;
        Ok(())
    }

    /// What taking the words out leaves of a text in which other words are `allowed`, too.
    pub(super) fn without(
        &self,
        taken: &Taken,
        text: &Text,
        allowed: &[Finding],
        known: &Known,
        detector: &Detector,
    ) -> Text {
        let field = text.field(known);
        let published = self.published_again(&field, allowed, detector);
        match without(&field, detector, &published, taken) {
            Some(new) => in_its_place(text, new),
            None => text.clone(),
        }
    }

    /// What of a text is published by the answers that were given about its words.
    fn published_again(
        &self,
        field: &Field,
        allowed: &[Finding],
        detector: &Detector,
    ) -> Vec<Published> {
        let source = &field.source;
        let answered = |words: &str, seen: &str| {
            let mut known = self.findings.iter().chain(allowed);
            known.find(|known| known.words == words || known.words == seen)
        };
        let found = find(field, detector).into_iter();
        found
            .filter_map(|found| {
                let known = answered(&source[found.range.clone()], &found.text)?;
                let characters = found.characters(source);
                Some(Published {
                    kind: found.kind,
                    start: characters.start,
                    end: characters.end,
                    confidence: found.confidence,
                    whose: known.whose,
                })
            })
            .collect()
    }
}

fn in_its_place(text: &Text, new: Rewritten) -> Text {
    Text {
        version: text.version,
        field: text.field.clone(),
        source: new.source,
        // A revision keeps no HTML of its title.
        html: match text.html.is_empty() {
            true => String::new(),
            false => new.html,
        },
    }
}
