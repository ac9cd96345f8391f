//! Taking words out of a published post: what a moderator may do to another's text besides masking.
//!
//! The moderator gives the text without some passages. Anything more than that is refused: nobody
//! writes another's words. Each passage goes wherever it stands in the post, in its earlier versions
//! and where it is quoted, and a mark stands in its place. How the words come back, `restore` knows.

use diesel::prelude::*;
use personal_data::Detector;
use validator::ValidationErrors;

use super::{
    ModerationError,
    acts::{is_as_seen, is_published, looks_as_seen, looks_published, reaches},
    files::MaskedFiles,
    original::{Original, known, write},
    reached::Reached,
    recorded,
    restore::find_in,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, schema::posts},
    forum::{
        copies, flags, mentions,
        originals::{self, Finding, Text},
        revisions::{Change, Piece},
        stale::Began,
        submission::{
            LONGEST_BODY, LONGEST_TITLE,
            field::{BODY, TITLE},
        },
    },
    i18n::Lang,
    privacy::{ground::Ground, ledger::Act},
    review, spam,
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

/// Whether a moderator may take words out of a post at present.
pub async fn look(context: &Context, moderator: &Member, post: i64) -> Result<(), ModerationError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| {
            let post = Reached::post(connection, by, post)?.id();
            looks_published(connection, post)
        })
        .await
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
            looks_published(connection, post)?;
            looks_as_seen(connection, post, &seen)?;
            let original = Original::read(connection, post)?;
            let taken = taken(&original, &left, language(connection, post)?)?;
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

/// Takes out of a published post what the moderator left out of its texts. Nothing is done to what is
/// not as it was `seen` ([`ModerationError::Changed`]).
///
/// [`ModerationError::Invalid`] where the texts are not the post's without some passages.
pub async fn take_out(
    context: &Context,
    moderator: &Member,
    post: i64,
    seen: Began,
    left: Left,
    ground: Ground,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let post = Reached::post(connection, by, post)?.id();
            is_as_seen(connection, post, &seen)?;
            reaches(&ground, post)?;
            let standing = is_published(connection, post)?;
            let mut original = Original::read(connection, post)?;
            original.taken = Some(taken(&original, &left, standing.language)?);
            let how = (Act::PostEdited, &ground);
            let of = (post, standing.state, standing.state);
            let number = recorded::decision(connection, &cx, how, of, Some(by))?;
            original.take_out(connection, &cx, post)?;
            let kept = original.seal(connection, &cx, number, post, ground.is_told())?;
            original.mask_quotes(connection, &cx, kept, post)?;
            mentions::look_again(connection, &[post])?;
            copies::changed(connection, &[post])?;
            // What readers said about it may repeat what is taken out.
            let about = review::About::Post(post);
            Ok(flags::forget_words(connection, cx.now(), about)?)
        })
        .await
}

/// In which a post is written.
fn language(connection: &mut AnyConnection, post: i64) -> QueryResult<Lang> {
    posts::table
        .find(post)
        .select(posts::language)
        .first(connection)
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
