//! Watched words and patterns: administrators keep them, and they are about nobody.

pub mod file;
mod intake;
mod matching;
mod weights;

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};
use serde_json::{Map, json};
use validator::ValidationErrors;

use self::matching::hits_once;
pub use self::{
    intake::{Report, import},
    matching::{Hit, Refused, Said, check, hits},
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::watched_words, text_enum},
    privacy::ledger::{self, About, Arrangement},
    text_rules::{plain_line, refuse, refuse_length, refused},
};

/// The longest word or pattern, in characters.
pub const LONGEST: usize = 200;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 200;
/// The longest text that is tried, in characters: no post is longer.
pub const LONGEST_TRIED: usize = 20_000;
/// So many are watched for at most: each text is looked through for all of them.
pub const MOST: usize = 1_000;

text_enum! {
    #[schema(as = WatchedKind)]
    pub enum Kind {
        /// It stands there as it is.
        Word = "word",
        /// A regular expression.
        Pattern = "pattern",
    }
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Word, Self::Pattern];
}

text_enum! {
    /// What is done where it stands in a text; the strongest comes first.
    pub enum Effect {
        /// It is refused before it is published, and its author told which word it is.
        Block = "block",
        /// It comes back to its author with the word masked, who sends it so or writes it otherwise.
        Mask = "mask",
        /// It waits for a moderator.
        Hold = "hold",
        /// It is published, and a moderator looks at it.
        Flag = "flag",
    }
}

impl Effect {
    pub const ALL: [Self; 4] = [Self::Block, Self::Mask, Self::Hold, Self::Flag];
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum WatchedError {
    #[error("there is no such watched word")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("the watched word was changed meanwhile")]
    Changed,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Error> for WatchedError {
    fn from(error: Error) -> Self {
        match error {
            // Another node was faster.
            Error::DatabaseError(UniqueViolation, _) => {
                Self::Invalid(refused("words", "watched-twice"))
            }
            error => Self::Db(error.into()),
        }
    }
}

/// What is watched for, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Watched {
    pub id: i64,
    pub kind: Kind,
    pub words: String,
    pub effect: Effect,
    /// Why it is watched for.
    pub note: String,
    /// Nothing is looked through for it any more.
    pub retired: bool,
    pub version: i32,
}

/// What shall be watched for, trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// `None` where none was chosen.
    pub kind: Option<Kind>,
    pub words: String,
    /// `None` where none was chosen.
    pub effect: Option<Effect>,
    pub note: String,
    pub retired: bool,
}

impl From<Watched> for Draft {
    fn from(watched: Watched) -> Self {
        Self {
            kind: Some(watched.kind),
            words: watched.words,
            effect: Some(watched.effect),
            note: watched.note,
            retired: watched.retired,
        }
    }
}

impl Draft {
    /// Whether a row says the same already.
    fn is(&self, watched: &Watched) -> bool {
        Self::from(watched.clone()) == *self
    }

    /// Fields: `kind`, `words`, `effect`, `note`.
    fn checked(&self) -> Result<(Kind, Effect), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let length = self.words.chars().count();
        if length == 0 {
            refuse(&mut errors, "words", "required");
        } else if length > LONGEST {
            refuse_length(&mut errors, "words", 1, LONGEST);
        } else if !plain_line(&self.words) {
            refuse(&mut errors, "words", "characters");
        } else if let Some(kind) = self.kind
            && let Err(refused) = check(kind, &self.words)
        {
            refuse(&mut errors, "words", refused.code());
        }
        if self.note.chars().count() > LONGEST_NOTE {
            refuse_length(&mut errors, "note", 0, LONGEST_NOTE);
        } else if !plain_line(&self.note) {
            refuse(&mut errors, "note", "characters");
        }
        if self.kind.is_none() {
            refuse(&mut errors, "kind", "choice");
        }
        if self.effect.is_none() {
            refuse(&mut errors, "effect", "choice");
        }
        match (self.kind, self.effect) {
            (Some(kind), Some(effect)) if errors.is_empty() => Ok((kind, effect)),
            _ => Err(errors),
        }
    }
}

/// What stands for a watched word where its author masks it. A ring is no sign of Markdown.
pub fn masked(found: &str) -> String {
    let is_long = found.chars().count() > 2;
    let characters = found.chars().enumerate();
    characters
        .map(|(n, c)| match c {
            c if c.is_whitespace() || n == 0 && is_long => c,
            _ => '○',
        })
        .collect()
}

/// All of them, what is looked for first.
pub async fn list(context: &Context) -> Result<Vec<Watched>, WatchedError> {
    Ok(context.db.read(all).await?)
}

/// As [`list`].
pub fn all(connection: &mut AnyConnection) -> Result<Vec<Watched>, DbError> {
    Ok(watched_words::table
        .order((
            watched_words::retired,
            watched_words::kind,
            watched_words::words,
        ))
        .load(connection)?)
}

pub async fn find(context: &Context, id: i64) -> Result<Watched, WatchedError> {
    let found = context.db.read(move |connection| {
        let found: Option<Watched> = watched_words::table.find(id).first(connection).optional()?;
        Ok::<_, DbError>(found)
    });
    found.await?.ok_or(WatchedError::NotFound)
}

/// Compiling a pattern and looking a text through keep a processor busy: they run on a thread of
/// their own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, DbError> {
    let done = crate::threads::blocking(work).await;
    done.map_err(|_| DbError::Panicked)
}

/// The draft, and what was chosen in it.
async fn checked(draft: Draft) -> Result<(Kind, Effect, Draft), WatchedError> {
    let looked = apart(move || (draft.checked(), draft)).await?;
    let (chosen, draft) = looked;
    let (kind, effect) = chosen?;
    Ok((kind, effect, draft))
}

/// Adds one; gives its id.
pub async fn create(context: &Context, by: i64, draft: Draft) -> Result<i64, WatchedError> {
    let (kind, effect, draft) = checked(draft).await?;
    let (weight, draft) = weights::beside(context, kind, draft).await?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let there = all(connection)?;
            alone(&there, None, kind, &draft.words)?;
            if there.len() >= MOST {
                return Err(refused("words", "watched-many").into());
            }
            weights::bearable(there.iter(), weight)?;
            let id = insert(connection, kind, effect, &draft)?;
            note(connection, &cx, Some(by), 1)?;
            Ok(id)
        })
        .await
}

/// Changes what stands in `version`.
pub async fn change(
    context: &Context,
    by: i64,
    id: i64,
    version: i32,
    draft: Draft,
) -> Result<(), WatchedError> {
    let (kind, effect, draft) = checked(draft).await?;
    let (weight, draft) = weights::beside(context, kind, draft).await?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let there = all(connection)?;
            let now = there.iter().find(|one| one.id == id);
            let now = now.ok_or(WatchedError::NotFound)?;
            if now.version != version {
                return Err(WatchedError::Changed);
            }
            if draft.is(now) {
                return Ok(());
            }
            alone(&there, Some(id), kind, &draft.words)?;
            let others = there.iter().filter(|one| one.id != id);
            weights::bearable(others, weight)?;
            if !update(connection, (id, version), kind, effect, &draft)? {
                return Err(WatchedError::Changed);
            }
            note(connection, &cx, Some(by), 1)
        })
        .await
}

/// What stands in a text of those that are watched for, or of one alone that shall be, of which nothing
/// is kept. Field of [`WatchedError::Invalid`] where the text is too long: `text`.
pub async fn try_text(
    context: &Context,
    text: &str,
    alone: Option<(Kind, String)>,
) -> Result<Vec<Hit>, WatchedError> {
    if text.chars().count() > LONGEST_TRIED {
        let mut errors = ValidationErrors::new();
        refuse_length(&mut errors, "text", 0, LONGEST_TRIED);
        return Err(errors.into());
    }
    let said = Said {
        field: "text",
        source: text.to_owned(),
        seen: String::new(),
    };
    let Some((kind, words)) = alone else {
        let watched = list(context).await?;
        return Ok(apart(move || hits(&watched, &said)).await?);
    };
    let draft = Draft {
        kind: Some(kind),
        words,
        effect: Some(Effect::Flag),
        ..Draft::default()
    };
    let (kind, effect, draft) = checked(draft).await?;
    let one = Watched {
        id: 0,
        kind,
        words: draft.words,
        effect,
        note: String::new(),
        retired: false,
        version: 0,
    };
    Ok(apart(move || hits_once(&one, &said)).await?)
}

fn insert(
    connection: &mut AnyConnection,
    kind: Kind,
    effect: Effect,
    draft: &Draft,
) -> Result<i64, WatchedError> {
    Ok(diesel::insert_into(watched_words::table)
        .values((
            watched_words::kind.eq(kind),
            watched_words::words.eq(&draft.words),
            watched_words::effect.eq(effect),
            watched_words::note.eq(&draft.note),
            watched_words::retired.eq(draft.retired),
            watched_words::version.eq(1),
        ))
        .returning(watched_words::id)
        .get_result(connection)?)
}

/// Whether the row still stood in this version.
fn update(
    connection: &mut AnyConnection,
    (id, version): (i64, i32),
    kind: Kind,
    effect: Effect,
    draft: &Draft,
) -> Result<bool, WatchedError> {
    let changed = diesel::update(
        watched_words::table
            .find(id)
            .filter(watched_words::version.eq(version)),
    )
    .set((
        watched_words::kind.eq(kind),
        watched_words::words.eq(&draft.words),
        watched_words::effect.eq(effect),
        watched_words::note.eq(&draft.note),
        watched_words::retired.eq(draft.retired),
        watched_words::version.eq(watched_words::version + 1),
    ))
    .execute(connection)?;
    Ok(changed == 1)
}

/// No other row watches for the same.
fn alone(
    there: &[Watched],
    own: Option<i64>,
    kind: Kind,
    words: &str,
) -> Result<(), ValidationErrors> {
    let is_same = |one: &Watched| one.kind == kind && one.words == words && Some(one.id) != own;
    if there.iter().any(is_same) {
        return Err(refused("words", "watched-twice"));
    }
    Ok(())
}

/// Puts into the ledger that so many were changed; not which, so that nobody learns what to avoid.
fn note(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    count: usize,
) -> Result<(), WatchedError> {
    let about = About {
        by,
        ..About::default()
    };
    let fields = Map::from_iter([("count".to_owned(), json!(count))]);
    ledger::note(
        connection,
        context,
        Arrangement::Watched,
        None,
        about,
        fields,
    )?;
    Ok(())
}
