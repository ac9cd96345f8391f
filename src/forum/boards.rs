//! Boards: the forum's first level, in the order that the city chose, and who may read them.
//!
//! How administrators change them is in `administer`.

use diesel::{dsl::count_star, prelude::*};

use super::{
    ForumError, Moved, State,
    reader::{Circle, Entry, Reader},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, OneOf, Timestamp, one_of,
        schema::{board_slugs, boards, topics},
    },
    i18n::Lang,
    offices,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Board {
    pub id: i64,
    /// Its name in addresses.
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
    /// Whether people without an account may post; their posts are held for review.
    pub guest_posting: bool,
    /// Who may read it; nobody else learns that it is there.
    pub read_by: Circle,
    /// Who may open topics, and who may answer.
    pub open_by: Circle,
    pub answer_by: Circle,
    /// The office that topics of this board concern, by id.
    pub office: Option<i64>,
    /// Since when it is kept to be read alone.
    pub archived_at: Option<Timestamp>,
    /// Grows with every change by an administrator.
    pub version: i32,
    /// Whether suggestions that are published stand on it; one board alone does.
    pub takes_suggestions: bool,
}

impl Board {
    /// Whether this reader can open a topic.
    pub fn opens_for(&self, reader: Reader) -> Entry {
        self.entry(self.open_by, reader)
    }

    /// Whether this reader can answer in a topic that is not locked.
    pub fn answers_for(&self, reader: Reader) -> Entry {
        self.entry(self.answer_by, reader)
    }

    fn entry(&self, by: Circle, reader: Reader) -> Entry {
        if self.archived_at.is_some() {
            Entry::Archived
        } else if by == Circle::Staff && reader.circle < by {
            Entry::StaffOnly
        } else if reader.is_guest() && (by > Circle::Everybody || !self.guest_posting) {
            Entry::LogOnFirst
        } else {
            Entry::Open
        }
    }

    pub const fn is_public(&self) -> bool {
        matches!(self.read_by, Circle::Everybody)
    }

    pub fn name(&self, lang: Lang) -> String {
        lang.pick(&self.name_zh, &self.name_en)
    }

    pub fn description(&self, lang: Lang) -> String {
        lang.pick(&self.description_zh, &self.description_en)
    }
}

/// A board as a list shows it; counts speak of published topics alone.
#[derive(Clone, Debug)]
pub struct Listed {
    pub board: Board,
    pub topics: i64,
    /// When something last happened in it.
    pub active_at: Option<Timestamp>,
}

/// A board of a city that is set up.
#[derive(Default)]
pub struct NewBoard {
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
    pub guest_posting: bool,
    pub read_by: Circle,
    pub open_by: Circle,
    pub answer_by: Circle,
    /// The slug of the office that its topics concern.
    pub office: Option<String>,
    /// Since when it is archived.
    pub archived_at: Option<Timestamp>,
    /// Boards stand in this order.
    pub position: i32,
    /// Whether suggestions that are published stand on it.
    pub takes_suggestions: bool,
}

type Columns = (
    boards::id,
    boards::slug,
    boards::name_zh,
    boards::name_en,
    boards::description_zh,
    boards::description_en,
    boards::guest_posting,
    boards::read_by,
    boards::open_by,
    boards::answer_by,
    boards::office_id,
    boards::archived_at,
    boards::version,
    boards::takes_suggestions,
);

pub(super) const COLUMNS: Columns = (
    boards::id,
    boards::slug,
    boards::name_zh,
    boards::name_en,
    boards::description_zh,
    boards::description_en,
    boards::guest_posting,
    boards::read_by,
    boards::open_by,
    boards::answer_by,
    boards::office_id,
    boards::archived_at,
    boards::version,
    boards::takes_suggestions,
);

/// What [`readable`] makes of a query.
pub type Readable = OneOf<boards::read_by, Circle>;

/// The boards that a reader may see, as a filter. Every query that leads to somebody's eyes and
/// touches boards, topics or posts carries it.
pub fn readable(reader: Reader) -> Readable {
    one_of(boards::read_by, reader.circles())
}

/// As [`readable`], where a board may be missing from the row.
pub fn readable_of_maybe(
    reader: Reader,
) -> OneOf<diesel::dsl::AssumeNotNull<boards::read_by>, Circle> {
    one_of(boards::read_by.assume_not_null(), reader.circles())
}

/// Whether there is a board on which somebody without an account may write.
pub async fn takes_guests(context: &Context) -> Result<bool, ForumError> {
    context
        .db
        .read(move |connection| {
            let open: Vec<Board> = boards::table
                .filter(readable(Reader::GUEST))
                .filter(boards::guest_posting.eq(true))
                .select(COLUMNS)
                .load(connection)?;
            let writes = |entry: Entry| entry.is_open();
            Ok(open.iter().any(|board| {
                writes(board.opens_for(Reader::GUEST)) || writes(board.answers_for(Reader::GUEST))
            }))
        })
        .await
}

/// The board on which suggestions are published: that which an administrator chose, while
/// everybody can read it and it is not archived.
pub fn taking_suggestions(connection: &mut AnyConnection) -> Result<Option<Board>, DbError> {
    Ok(boards::table
        .filter(boards::takes_suggestions.eq(true))
        .filter(readable(Reader::GUEST))
        .filter(boards::archived_at.is_null())
        .select(COLUMNS)
        .first(connection)
        .optional()?)
}

/// Whether there is a board on which suggestions are published.
pub async fn publish_suggestions(context: &Context) -> Result<bool, ForumError> {
    context
        .db
        .read(|connection| Ok(taking_suggestions(connection)?.is_some()))
        .await
}

/// Every board that this reader sees, with its counts, in order; archived ones at the end.
pub async fn list(context: &Context, reader: impl Into<Reader>) -> Result<Vec<Listed>, ForumError> {
    let reader = reader.into();
    context
        .db
        .read(move |connection| {
            let mut boards: Vec<Board> = boards::table
                .filter(readable(reader))
                .order((boards::position, boards::id))
                .select(COLUMNS)
                .load(connection)?;
            boards.sort_by_key(|board| board.archived_at.is_some());
            let counts: Vec<(i64, i64, Option<Timestamp>)> = topics::table
                .filter(topics::state.eq(State::Published))
                .group_by(topics::board_id)
                .select((
                    topics::board_id,
                    count_star(),
                    diesel::dsl::max(topics::active_at),
                ))
                .load(connection)?;
            Ok(boards
                .into_iter()
                .map(|board| {
                    let counted = counts.iter().find(|(id, ..)| *id == board.id);
                    Listed {
                        topics: counted.map_or(0, |(_, topics, _)| *topics),
                        active_at: counted.and_then(|(.., active_at)| *active_at),
                        board,
                    }
                })
                .collect())
        })
        .await
}

/// The board of this name, if the reader may see it. [`ForumError::Moved`] by a name that it had.
pub async fn find(
    context: &Context,
    slug: &str,
    reader: impl Into<Reader>,
) -> Result<Board, ForumError> {
    let (slug, reader) = (slug.to_owned(), reader.into());
    context
        .db
        .read(move |connection| by_slug(connection, &slug, reader))
        .await
}

pub fn by_slug(
    connection: &mut AnyConnection,
    slug: &str,
    reader: Reader,
) -> Result<Board, ForumError> {
    if slug.contains('\0') {
        return Err(ForumError::NotFound);
    }
    let found = boards::table
        .filter(boards::slug.eq(slug))
        .filter(readable(reader))
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    if let Some(board) = found {
        return Ok(board);
    }
    let now: Option<String> = board_slugs::table
        .inner_join(boards::table)
        .filter(board_slugs::slug.eq(slug))
        .filter(readable(reader))
        .select(boards::slug)
        .first(connection)
        .optional()?;
    Err(now.map_or(ForumError::NotFound, |slug| {
        ForumError::Moved(Moved::Board(slug))
    }))
}

/// The board with this id, if the reader may see it.
pub fn by_id(connection: &mut AnyConnection, id: i64, reader: Reader) -> Result<Board, ForumError> {
    boards::table
        .filter(boards::id.eq(id))
        .filter(readable(reader))
        .select(COLUMNS)
        .first(connection)
        .optional()?
        .ok_or(ForumError::NotFound)
}

/// A board's name in addresses, where everybody may know it: for the public register.
pub fn public_slug(connection: &mut AnyConnection, id: i64) -> Result<Option<String>, DbError> {
    Ok(boards::table
        .filter(boards::id.eq(id))
        .filter(readable(Reader::GUEST))
        .select(boards::slug)
        .first(connection)
        .optional()?)
}

/// Adds a board to a city that is set up. Fails when there is one of that slug.
pub async fn add(context: &Context, new: NewBoard) -> Result<i64, ForumError> {
    context
        .db
        .write(move |connection| insert(connection, &new))
        .await
}

pub(super) fn insert(connection: &mut AnyConnection, new: &NewBoard) -> Result<i64, ForumError> {
    let office = match &new.office {
        Some(slug) => offices::by_slug(connection, slug)?,
        None => None,
    };
    let id = diesel::insert_into(boards::table)
        .values((
            boards::slug.eq(&new.slug),
            boards::name_zh.eq(&new.name_zh),
            boards::name_en.eq(&new.name_en),
            boards::description_zh.eq(&new.description_zh),
            boards::description_en.eq(&new.description_en),
            boards::guest_posting.eq(new.guest_posting),
            boards::read_by.eq(new.read_by),
            boards::open_by.eq(new.open_by),
            boards::answer_by.eq(new.answer_by),
            boards::office_id.eq(office),
            boards::archived_at.eq(new.archived_at),
            boards::position.eq(new.position),
            boards::takes_suggestions.eq(new.takes_suggestions),
        ))
        .returning(boards::id)
        .get_result(connection)?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Member, Role};

    fn board(guest_posting: bool, by: Circle, archived_at: Option<Timestamp>) -> Board {
        Board {
            id: 1,
            slug: "b".into(),
            name_zh: String::new(),
            name_en: String::new(),
            description_zh: String::new(),
            description_en: String::new(),
            guest_posting,
            read_by: Circle::Everybody,
            open_by: by,
            answer_by: by,
            office: None,
            archived_at,
            version: 1,
            takes_suggestions: false,
        }
    }

    #[test]
    fn who_can_write_and_why_not() {
        let reader = |role| Reader::from(&Member::new(1, "a".into(), role, Lang::Zh));
        let (guest, member, staff) = (Reader::GUEST, reader(Role::Resident), reader(Role::Staff));
        for (guests, by, expected) in [
            (
                true,
                Circle::Everybody,
                [Entry::Open, Entry::Open, Entry::Open],
            ),
            (
                false,
                Circle::Everybody,
                [Entry::LogOnFirst, Entry::Open, Entry::Open],
            ),
            (
                true,
                Circle::Members,
                [Entry::LogOnFirst, Entry::Open, Entry::Open],
            ),
            (
                true,
                Circle::Staff,
                [Entry::StaffOnly, Entry::StaffOnly, Entry::Open],
            ),
        ] {
            let board = board(guests, by, None);
            let entries = [guest, member, staff].map(|reader| board.opens_for(reader));
            assert_eq!(entries, expected, "{by:?} {guests}");
        }
        let archived = board(true, Circle::Everybody, Timestamp::from_milliseconds(0));
        assert_eq!(archived.answers_for(staff), Entry::Archived);
    }
}
