//! What an account has begun to write: one draft for each place, sealed, until it is published,
//! discarded or a month old.
//!
//! A draft is covered data and nobody's but its writer's. It passes no detector, for nobody else
//! reads it: what stands in it is asked about when it is published. A guest's draft never comes
//! here; it stays in the browser.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use validator::ValidationErrors;

use super::{
    ForumError, State,
    boards::{self, Board},
    posts,
    reader::Reader,
    submission::{LONGEST_BODY, LONGEST_TITLE, field},
    topics,
};
use crate::{
    accounts::Member,
    attachments,
    began::{self, Began},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        one_of,
        schema::{boards as board_table, drafts, posts as post_table, topics as topic_table},
        text_enum,
    },
    i18n::Lang,
    keys::CannotOpen,
    privacy::{
        Private, Purpose, Viewer,
        erasures::{self, Erased},
        sealed::{self, Column},
    },
    text_rules::{refuse, refuse_length},
};

/// How long a draft is kept after its last change, in days.
pub const DAYS: i64 = 30;
/// How many drafts one account may have.
const MOST: i64 = 100;

/// Where a text is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A new topic on this board.
    Board(i64),
    /// An answer in this topic.
    Topic(i64),
    /// One's own post, in other words.
    Post(i64),
}

text_enum! {
    /// What a place is.
    pub enum Where {
        Board = "board",
        Topic = "topic",
        Post = "post",
    }
}

impl Place {
    pub const fn parts(self) -> (Where, i64) {
        match self {
            Self::Board(id) => (Where::Board, id),
            Self::Topic(id) => (Where::Topic, id),
            Self::Post(id) => (Where::Post, id),
        }
    }

    const fn of(place: Where, id: i64) -> Self {
        match place {
            Where::Board => Self::Board(id),
            Where::Topic => Self::Topic(id),
            Where::Post => Self::Post(id),
        }
    }
}

/// What has been written so far: the fields of a form as they stand in it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    #[serde(default)]
    pub title: Option<String>,
    pub body: String,
    #[serde(default)]
    pub tags: String,
    #[serde(default)]
    pub office: Option<String>,
    #[serde(default)]
    pub reply_to: Option<i64>,
    /// The stamp of the text that an edit began from.
    #[serde(default)]
    pub began: Option<String>,
    #[serde(default)]
    pub files: Vec<DraftFile>,
}

/// A file that the text is to have.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftFile {
    /// The token of an upload, or the id of a file that the post has.
    pub handle: String,
    pub position: usize,
    pub alt: String,
}

impl Words {
    fn is_blank(&self) -> bool {
        let title = self.title.as_deref().unwrap_or_default();
        self.files.is_empty()
            && [title, &self.body]
                .iter()
                .all(|text| text.trim().is_empty())
    }

    /// What is too long to be published may be kept all the same, to be cut later; it has an end.
    fn check(&self) -> Result<(), ValidationErrors> {
        const TIMES: usize = 3;
        let mut errors = ValidationErrors::new();
        let title = self.title.as_deref().unwrap_or_default();
        for (name, text, longest) in [
            (field::TITLE, title, LONGEST_TITLE),
            (field::BODY, &*self.body, LONGEST_BODY),
            (field::TAGS, &*self.tags, LONGEST_TITLE),
        ] {
            if text.chars().count() > TIMES * longest {
                refuse_length(&mut errors, name, 0, TIMES * longest);
            }
        }
        if self.files.len() > attachments::MOST {
            refuse_length(&mut errors, field::FILES, 0, attachments::MOST);
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

impl Draft {
    /// Says what has been written: equal for equal words.
    pub fn stamp(&self) -> String {
        let words = self.words.reveal(Viewer::Plaza, Purpose::Storage);
        // What cannot be written down was never kept.
        let words = serde_json::to_string(words).unwrap_or_default();
        began::stamp([words.as_str()])
    }
}

/// [`ForumError::Stale`] where something else is kept for a place than an edit began from; holds the account.
fn is_as_read(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    place: Place,
    began: &Began,
) -> Result<(), ForumError> {
    if matches!(began, Began::Anything) {
        return Ok(());
    }
    locks::hold(connection, Table::Accounts, [account].into())?;
    let there = find(connection, context, account, place)?;
    let stamp = there.map_or_else(String::new, |draft| draft.stamp());
    if stamp.is_empty() || began.is_not(&stamp) {
        return Err(ForumError::Stale);
    }
    Ok(())
}

/// A draft, for its writer.
#[derive(Clone)]
pub struct Draft {
    pub id: i64,
    pub place: Place,
    pub words: Private<Words>,
    pub kept_at: Timestamp,
}

type Row = (i64, Where, i64, Vec<u8>, Timestamp);

const COLUMNS: (
    drafts::id,
    drafts::place,
    drafts::place_id,
    drafts::words_sealed,
    drafts::kept_at,
) = (
    drafts::id,
    drafts::place,
    drafts::place_id,
    drafts::words_sealed,
    drafts::kept_at,
);

fn opened(
    context: &Context,
    (id, place, place_id, sealed, kept_at): Row,
) -> Result<Draft, ForumError> {
    let words = sealed::open(&context.config.keys, Column::DraftWords, &sealed)?;
    let words = serde_json::from_str(words.reveal(Viewer::Plaza, Purpose::Storage));
    Ok(Draft {
        id,
        place: Place::of(place, place_id),
        words: Private::new(words.map_err(|_| CannotOpen)?),
        kept_at,
    })
}

/// Keeps what somebody has written for a place in the stead of what was kept for it. What says
/// nothing is no draft: then there is none any more. [`ForumError::Stale`] where something else is kept there than it
/// `began` from.
pub async fn keep(
    context: &Context,
    member: &Member,
    place: Place,
    words: Private<Words>,
    began: Began,
) -> Result<Option<Draft>, ForumError> {
    let (cx, account, reader) = (context.clone(), member.id, Reader::from(member));
    let given = words.reveal(Viewer::Plaza, Purpose::Storage);
    given.check()?;
    if given.is_blank() {
        discard(context, member, place, began).await?;
        return Ok(None);
    }
    let handles: Vec<&str> = given.files.iter().map(|file| &*file.handle).collect();
    let tokens = attachments::token_hashes(&handles);
    let json = serde_json::to_string(given).map_err(|_| CannotOpen)?;
    let json = Private::new(json);
    let sealed = sealed::seal(&cx.config.keys, &cx.random, Column::DraftWords, &json);
    let at = context.now();
    let (place, id) = context
        .db
        .write(move |connection| {
            let place = writable(connection, place, account, reader)?;
            is_as_read(connection, &cx, account, place, &began)?;
            let new = New {
                account,
                place,
                sealed: &sealed,
                at,
            };
            let id = match update(connection, &new)? {
                Some(id) => id,
                None => insert(connection, &new)?,
            };
            attachments::hold_for_draft(connection, id, account, &tokens)?;
            Ok::<_, ForumError>((place, id))
        })
        .await?;
    Ok(Some(Draft {
        id,
        place,
        words,
        kept_at: at,
    }))
}

/// The place, if its writer sees it; whether something can be written there (any more) is told
/// when it is to be published.
fn writable(
    connection: &mut AnyConnection,
    place: Place,
    account: i64,
    reader: Reader,
) -> Result<Place, ForumError> {
    match place {
        Place::Board(id) => boards::by_id(connection, id, reader).map(drop)?,
        Place::Topic(id) => topics::visible(connection, id, reader).map(drop)?,
        Place::Post(id) => {
            let author: Option<(Option<i64>, State)> = post_table::table
                .find(id)
                .select((post_table::account_id, post_table::state))
                .first(connection)
                .optional()?;
            match author {
                Some((Some(author), state)) if author == account && state.is_alive() => {}
                _ => {
                    posts::visible(connection, id, reader)?;
                    return Err(ForumError::NotYours);
                }
            }
        }
    }
    Ok(place)
}

struct New<'a> {
    account: i64,
    place: Place,
    sealed: &'a [u8],
    at: Timestamp,
}

/// The draft of the place, or of a topic that was merged into it, in other words.
fn update(connection: &mut AnyConnection, new: &New<'_>) -> Result<Option<i64>, DbError> {
    let ids = of_place(connection, new.account, new.place)?;
    let Some(id) = ids.first() else {
        return Ok(None);
    };
    diesel::update(drafts::table.find(id))
        .set((
            drafts::words_sealed.eq(new.sealed),
            drafts::kept_at.eq(new.at),
        ))
        .execute(connection)?;
    Ok(Some(*id))
}

/// In a savepoint, since PostgreSQL gives a transaction up at a refused row: another form may
/// have been first.
fn insert(connection: &mut AnyConnection, new: &New<'_>) -> Result<i64, ForumError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let own: i64 = drafts::table
        .filter(drafts::account_id.eq(new.account))
        .count()
        .get_result(connection)?;
    if own >= MOST {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, field::BODY, "drafts-too-many");
        return Err(errors.into());
    }
    let (place, place_id) = new.place.parts();
    let inserted = connection.transaction(|connection| {
        diesel::insert_into(drafts::table)
            .values((
                drafts::account_id.eq(new.account),
                drafts::place.eq(place),
                drafts::place_id.eq(place_id),
                drafts::words_sealed.eq(new.sealed),
                drafts::kept_at.eq(new.at),
            ))
            .returning(drafts::id)
            .get_result(connection)
    });
    match inserted {
        Ok(id) => Ok(id),
        Err(Error::DatabaseError(UniqueViolation, _)) => {
            update(connection, new)?.ok_or(ForumError::Changed)
        }
        Err(error) => Err(error.into()),
    }
}

/// The ids of an account's drafts for a place, the newest first: of a topic also those for
/// topics that were merged into it.
fn of_place(
    connection: &mut AnyConnection,
    account: i64,
    place: Place,
) -> Result<Vec<i64>, DbError> {
    let (place, id) = place.parts();
    let mut places = vec![id];
    if place == Where::Topic {
        let merged: Vec<i64> = topic_table::table
            .filter(topic_table::merged_into.eq(id))
            .select(topic_table::id)
            .load(connection)?;
        places.extend(merged);
    }
    Ok(drafts::table
        .filter(drafts::account_id.eq(account))
        .filter(drafts::place.eq(place))
        .filter(one_of(drafts::place_id, places))
        .order((drafts::kept_at.desc(), drafts::id.desc()))
        .select(drafts::id)
        .load(connection)?)
}

/// The draft for a place, if there is one.
pub fn find(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    place: Place,
) -> Result<Option<Draft>, ForumError> {
    let ids = of_place(connection, account, place)?;
    let Some(id) = ids.first() else {
        return Ok(None);
    };
    let row: Option<Row> = drafts::table
        .find(id)
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.map(|row| opened(context, row)).transpose()
}

/// Where a draft belongs, as its writer may see it now.
pub enum Stands {
    Board(Board),
    /// The topic that is answered, or that one's own post stands in.
    Topic {
        id: i64,
        title_html: String,
        language: Lang,
    },
    /// It is gone, or for others.
    Nowhere,
}

/// All drafts of an account, the newest first, each with where it belongs.
pub async fn list(context: &Context, member: &Member) -> Result<Vec<(Draft, Stands)>, ForumError> {
    let (cx, account, reader) = (context.clone(), member.id, Reader::from(member));
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = drafts::table
                .filter(drafts::account_id.eq(account))
                .order((drafts::kept_at.desc(), drafts::id.desc()))
                .select(COLUMNS)
                .load(connection)?;
            let all: Vec<Draft> = rows
                .into_iter()
                .map(|row| opened(&cx, row))
                .collect::<Result<_, _>>()?;
            let mut stands = Known::read(connection, &all, account, reader)?;
            Ok(all
                .into_iter()
                .map(|draft| {
                    let there = stands.of(draft.place);
                    (draft, there)
                })
                .collect())
        })
        .await
}

/// What the places of drafts are called.
struct Known {
    boards: HashMap<i64, Board>,
    /// A topic, or the one that it was merged into.
    now: HashMap<i64, i64>,
    /// A post's topic.
    topic_of: HashMap<i64, i64>,
    titles: HashMap<i64, (State, String, Lang)>,
}

impl Known {
    fn read(
        connection: &mut AnyConnection,
        all: &[Draft],
        account: i64,
        reader: Reader,
    ) -> Result<Self, DbError> {
        let ids = |wanted: Where| -> Vec<i64> {
            let parts = all.iter().map(|draft| draft.place.parts());
            parts
                .filter_map(|(place, id)| (place == wanted).then_some(id))
                .collect()
        };
        let named: Vec<Board> = board_table::table
            .filter(board_table::id.eq_any(ids(Where::Board)))
            .filter(boards::readable(reader))
            .select(boards::COLUMNS)
            .load(connection)?;
        let topic_of: Vec<(i64, i64)> = post_table::table
            .filter(post_table::id.eq_any(ids(Where::Post)))
            .filter(post_table::account_id.eq(account))
            .select((post_table::id, post_table::topic_id))
            .load(connection)?;
        let now: Vec<(i64, Option<i64>)> = topic_table::table
            .filter(topic_table::id.eq_any(ids(Where::Topic)))
            .select((topic_table::id, topic_table::merged_into))
            .load(connection)?;
        let now: HashMap<i64, i64> = now
            .into_iter()
            .map(|(id, merged)| (id, merged.unwrap_or(id)))
            .collect();
        let topic_of: HashMap<i64, i64> = topic_of.into_iter().collect();
        let wanted: Vec<i64> = now.values().chain(topic_of.values()).copied().collect();
        let titles: Vec<(i64, State, String, Lang)> = topic_table::table
            .inner_join(board_table::table)
            .filter(topic_table::id.eq_any(wanted))
            .filter(boards::readable(reader))
            .select((
                topic_table::id,
                topic_table::state,
                topic_table::title_html,
                topic_table::language,
            ))
            .load(connection)?;
        Ok(Self {
            boards: named.into_iter().map(|board| (board.id, board)).collect(),
            now,
            topic_of,
            titles: titles
                .into_iter()
                .map(|(id, state, title, language)| (id, (state, title, language)))
                .collect(),
        })
    }

    fn of(&mut self, place: Place) -> Stands {
        let (topic, own) = match place {
            Place::Board(id) => {
                let board = self.boards.remove(&id);
                return board.map_or(Stands::Nowhere, Stands::Board);
            }
            Place::Topic(id) => (self.now.get(&id), false),
            Place::Post(id) => (self.topic_of.get(&id), true),
        };
        let title = topic.and_then(|id| Some((id, self.titles.get(id)?)));
        match title {
            Some((id, (state, title_html, language))) if own || *state == State::Published => {
                Stands::Topic {
                    id: *id,
                    title_html: title_html.clone(),
                    language: *language,
                }
            }
            _ => Stands::Nowhere,
        }
    }
}

/// Discards the draft for a place; that there is none is no error. `began` as for [`keep`].
pub async fn discard(
    context: &Context,
    member: &Member,
    place: Place,
    began: Began,
) -> Result<(), ForumError> {
    let (cx, account) = (context.clone(), member.id);
    context
        .db
        .write(move |connection| {
            is_as_read(connection, &cx, account, place, &began)?;
            let ids = of_place(connection, account, place)?;
            discarded(connection, &cx, account, ids)
        })
        .await
}

/// As [`discard`], by the draft's number: also where its place is gone.
pub async fn discard_one(context: &Context, member: &Member, id: i64) -> Result<(), ForumError> {
    let (cx, account) = (context.clone(), member.id);
    context
        .db
        .write(move |connection| discarded(connection, &cx, account, vec![id]))
        .await
}

/// Deletes what is there of these drafts of an account; a restored backup forgets them again.
fn discarded(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    ids: Vec<i64>,
) -> Result<(), ForumError> {
    let these = drafts::table
        .filter(drafts::account_id.eq(account))
        .filter(drafts::id.eq_any(ids));
    let there: Vec<i64> = these.select(drafts::id).load(connection)?;
    for id in there {
        forget_again(connection, id)?;
        erasures::append::<ForumError>(connection, context, Erased::Draft { id })?;
    }
    Ok(())
}

/// Deletes a draft that its writer discarded. Gives whether there was anything.
pub fn forget_again(connection: &mut AnyConnection, id: i64) -> Result<bool, DbError> {
    Ok(diesel::delete(drafts::table.find(id)).execute(connection)? > 0)
}

/// What was published is no draft any more; in the transaction of its post.
pub(super) fn published(
    connection: &mut AnyConnection,
    account: i64,
    place: Place,
) -> Result<(), DbError> {
    let ids = of_place(connection, account, place)?;
    if !ids.is_empty() {
        diesel::delete(drafts::table.filter(drafts::id.eq_any(ids))).execute(connection)?;
    }
    Ok(())
}

/// Forgets what was begun from the words of these posts: they are erased.
pub fn forget_of_posts(connection: &mut AnyConnection, posts: &[i64]) -> Result<(), DbError> {
    diesel::delete(
        drafts::table
            .filter(drafts::place.eq(Where::Post))
            .filter(drafts::place_id.eq_any(posts.to_vec())),
    )
    .execute(connection)?;
    Ok(())
}
