//! Giving the forum away, line by line, in the form that [`super::import`] takes: what everybody can read
//! today, and nothing besides. No account, no address and no file is named; who wrote is a public name.
//!
//! Each part is what the database holds when it is read: what is masked meanwhile is masked in what follows.
//! Writing files is the command's business.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::{
    ForumError, State,
    boards::readable,
    import::format::{AuthorRecord, Line},
    reader::Reader,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, boards, offices, posts, topic_tags, topics},
    },
    i18n::Lang,
    text::quote,
};

/// How many posts are read at once.
const BATCH: i64 = 500;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Boards,
    /// Topics with their opening posts, behind the post of this id.
    Topics(i64),
    Replies(i64),
    Nothing,
}

/// How many lines of each kind there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    pub boards: usize,
    pub topics: usize,
    pub posts: usize,
}

/// One run over the forum.
pub struct Export {
    context: Context,
    part: Part,
    /// The topics that were given: a reply belongs to one of them.
    topics: HashSet<i64>,
    pub count: Count,
}

impl Export {
    pub fn new(context: &Context) -> Self {
        Self {
            context: context.clone(),
            part: Part::Boards,
            topics: HashSet::new(),
            count: Count::default(),
        }
    }

    /// The next lines; `None` once there are no more.
    pub async fn next_lines(&mut self) -> Result<Option<Vec<String>>, ForumError> {
        let read = |part| {
            let db = self.context.db.clone();
            async move { db.read(move |connection| batch(connection, part)).await }
        };
        let (lines, next) = match self.part {
            Part::Nothing => return Ok(None),
            Part::Boards => {
                let lines = self.context.db.read(read_boards).await?;
                self.count.boards = lines.len();
                (lines, Part::Topics(0))
            }
            part @ Part::Topics(_) => {
                let Batch { last, lines } = read(part).await?;
                self.topics.extend(lines.iter().map(|(topic, _)| *topic));
                self.count.topics += lines.len();
                let lines = lines.into_iter().map(|(_, line)| line).collect();
                (lines, last.map_or(Part::Replies(0), Part::Topics))
            }
            part @ Part::Replies(_) => {
                let Batch { last, lines } = read(part).await?;
                let lines = lines.into_iter();
                let lines = lines.filter(|(topic, _)| self.topics.contains(topic));
                let lines: Vec<Line> = lines.map(|(_, line)| line).collect();
                self.count.posts += lines.len();
                (lines, last.map_or(Part::Nothing, Part::Replies))
            }
        };
        self.part = next;
        let lines = lines.iter();
        let written = lines.map(|line| serde_json::to_string(line).expect("texts make JSON"));
        Ok(Some(written.collect()))
    }
}

fn read_boards(connection: &mut AnyConnection) -> Result<Vec<Line>, ForumError> {
    type Row = (i64, String, String, String, String, String);
    let rows: Vec<Row> = boards::table
        .filter(readable(Reader::GUEST))
        .order((boards::position, boards::id))
        .select((
            boards::id,
            boards::slug,
            boards::name_zh,
            boards::name_en,
            boards::description_zh,
            boards::description_en,
        ))
        .load(connection)?;
    let line = |(id, slug, name_zh, name_en, description_zh, description_en): Row| Line::Board {
        id: id.to_string(),
        slug,
        name_zh,
        name_en,
        description_zh,
        description_en,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Lines, each with its topic, and behind which post the next begin; nothing where none are left.
struct Batch {
    last: Option<i64>,
    lines: Vec<(i64, Line)>,
}

type Row = (
    (i64, i64, i64, Option<i64>),
    (Timestamp, String, Lang),
    Option<(String, bool)>,
    (Option<String>, bool),
    Option<i64>,
    (String, Option<Timestamp>),
);

fn batch(connection: &mut AnyConnection, part: Part) -> Result<Batch, ForumError> {
    let (opens, after) = match part {
        Part::Topics(after) => (true, after),
        Part::Replies(after) => (false, after),
        Part::Boards | Part::Nothing => (false, i64::MAX),
    };
    let rows: Vec<Row> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .left_join(accounts::table)
        .filter(posts::opens_topic.eq(opens))
        .filter(posts::id.gt(after))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .order(posts::id)
        .limit(BATCH)
        .select((
            (posts::id, topics::id, boards::id, posts::reply_to),
            (posts::created_at, posts::body, posts::language),
            (accounts::name, accounts::name_is_personal).nullable(),
            (posts::guest_name, posts::guest_name_is_personal),
            posts::office_id,
            (topics::title, topics::locked_at),
        ))
        .load(connection)?;
    let offices = offices_of(connection, &rows)?;
    let mut tags = if opens {
        tags_of(connection, &rows)?
    } else {
        HashMap::new()
    };
    let answered = answered(connection, &rows)?;
    let last = rows.last().map(|((id, ..), ..)| *id);
    let lines = rows.into_iter().map(|row| {
        let author = author(&row, &offices);
        let ((id, topic, board, reply_to), (at, body, language), _, _, _, (title, locked_at)) = row;
        let created_at = at.utc().fixed_offset();
        let (body, language) = (quote::without_references(&body), Some(language));
        let line = if opens {
            Line::Topic {
                id: topic.to_string(),
                board: board.to_string(),
                title,
                author,
                created_at,
                body,
                language,
                tags: tags.remove(&topic).unwrap_or_default(),
                locked: locked_at.is_some(),
            }
        } else {
            let reply_to = reply_to.filter(|post| answered.contains(post));
            Line::Post {
                id: id.to_string(),
                topic: topic.to_string(),
                reply_to: reply_to.map(|post| post.to_string()),
                author,
                created_at,
                body,
                language,
            }
        };
        (topic, line)
    });
    Ok(Batch {
        last,
        lines: lines.collect(),
    })
}

/// The public name under which it stands.
fn author(row: &Row, offices: &HashMap<i64, (String, String)>) -> Option<AuthorRecord> {
    let (_, (_, _, language), account, guest, office, _) = row;
    if let Some((zh, en)) = office.and_then(|office| offices.get(&office)) {
        return Some(AuthorRecord {
            name: language.pick(zh, en),
            nickname: true,
        });
    }
    let (name, is_personal) = match (account, guest) {
        (Some((name, is_personal)), _) | (None, (Some(name), is_personal)) => (name, *is_personal),
        (None, (None, _)) => return None,
    };
    Some(AuthorRecord {
        name: name.clone(),
        nickname: !is_personal,
    })
}

fn offices_of(
    connection: &mut AnyConnection,
    rows: &[Row],
) -> Result<HashMap<i64, (String, String)>, ForumError> {
    let ids: HashSet<i64> = rows.iter().filter_map(|row| row.4).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let named: Vec<(i64, String, String)> = offices::table
        .filter(offices::id.eq_any(ids))
        .select((offices::id, offices::name_zh, offices::name_en))
        .load(connection)?;
    let named = named.into_iter().map(|(id, zh, en)| (id, (zh, en)));
    Ok(named.collect())
}

fn tags_of(
    connection: &mut AnyConnection,
    rows: &[Row],
) -> Result<HashMap<i64, Vec<String>>, ForumError> {
    let ids: Vec<i64> = rows.iter().map(|((_, topic, ..), ..)| *topic).collect();
    let all: Vec<(i64, String)> = topic_tags::table
        .filter(topic_tags::topic_id.eq_any(ids))
        .order((topic_tags::topic_id, topic_tags::tag))
        .select((topic_tags::topic_id, topic_tags::tag))
        .load(connection)?;
    let mut tags: HashMap<i64, Vec<String>> = HashMap::new();
    for (topic, tag) in all {
        tags.entry(topic).or_default().push(tag);
    }
    Ok(tags)
}

/// Which of the posts that are answered are replies that everybody can read, of the same forum.
fn answered(connection: &mut AnyConnection, rows: &[Row]) -> Result<HashSet<i64>, ForumError> {
    let ids: Vec<i64> = rows.iter().filter_map(|((.., to), ..)| *to).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let public: Vec<i64> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::id.eq_any(ids))
        .filter(posts::opens_topic.eq(false))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .select(posts::id)
        .load(connection)?;
    Ok(public.into_iter().collect())
}
