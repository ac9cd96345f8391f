//! Looking for posts: by words, by filters, and topics like one that is being written.
//!
//! What a text is worth `search` knows. Here is which texts a reader may find, and what a hit shows.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock},
    time::Duration,
};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    ForumError, State, address,
    boards::{self, Board},
    cursor::begin_of,
    findings,
    posts::{self, Byline},
    reader::Reader,
    tags,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{
            accounts, boards as board_table, posts as post_table, published_suggestions,
            search_texts, topic_tags, topics,
        },
        search::{Condition, Within, has_terms, newest_has_terms},
        text_enum,
    },
    i18n::Lang,
    search::{self, Candidate, Excerpt, Query, Ranked, Word},
    turns::{Turn, Turns},
};

/// Hits on a page.
pub const PAGE: usize = 20;
/// What comes after so many hits is not shown: another word helps more than another page.
pub const MOST: usize = 200;
/// How many of the newest texts that have the words are ranked, and how many of those that have
/// them in the title.
const NEWEST: i64 = 400;
const TITLED: i64 = 200;
/// Of how many that have the words these are looked for first, for each of them: nearly all are public, and what is
/// narrowed down further is looked for among all.
const LOOKED_THROUGH: i64 = 4;
/// How many for each word, where few texts have all of them.
const FOR_EACH: i64 = 100;
/// Topics like a new one.
const SIMILAR: usize = 5;

text_enum! {
    /// What a hit is.
    #[schema(as = SearchedKind)]
    pub enum Kind {
        /// An opening post. Who looks for topics finds suggestions too.
        Topic = "topic",
        /// The opening post of a published suggestion.
        Suggestion = "suggestion",
        Reply = "reply",
    }
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Topic, Self::Suggestion, Self::Reply];
}

/// What somebody looks for. What stands in the text counts unless a field of its own says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// As it was typed, filters and all.
    pub text: String,
    pub board: Option<String>,
    pub author: Option<String>,
    pub after: Option<NaiveDate>,
    pub before: Option<NaiveDate>,
    pub kind: Option<Kind>,
    pub tag: Option<String>,
    /// From 1 on.
    pub page: usize,
}

/// A post that was found. Its HTML has the words highlighted and keeps every mark.
#[derive(Clone, Debug)]
pub struct Hit {
    pub post: i64,
    pub topic: i64,
    slug: String,
    pub kind: Kind,
    pub board: Board,
    pub title: Excerpt,
    pub title_language: Lang,
    pub excerpt: Excerpt,
    pub language: Lang,
    pub author: Byline,
    pub created_at: Timestamp,
    /// Whether an office answers with it.
    pub is_official: bool,
    /// Whether its text or its topic's title carries a mark anywhere.
    pub marked: bool,
    /// Whether it names somebody behind an `@` whose name is personal data.
    pub mentions_marked: bool,
}

impl Hit {
    /// Its address below the language: a topic's own, or that of a reply in it.
    pub fn path(&self) -> String {
        match self.kind {
            Kind::Topic | Kind::Suggestion => address::of_topic(self.topic, &self.slug),
            Kind::Reply => address::of_post(self.topic, &self.slug, self.post),
        }
    }

    /// The key of the sentence that stands under the post, where it holds public personal data.
    pub const fn warning(&self) -> Option<&'static str> {
        if self.marked {
            Some("face-post-warning")
        } else if self.mentions_marked {
            Some("mention-warning")
        } else {
            None
        }
    }
}

/// One page of what was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// How many there are, up to [`MOST`].
    pub count: usize,
    pub page: usize,
    pub has_next: bool,
    /// Nothing was asked for.
    pub is_blank: bool,
    /// The text was longer than what is read.
    pub is_cut: bool,
}

/// What a hit must be, beside its words.
#[derive(Clone, Debug)]
struct Narrow {
    /// Who wants to read it.
    reader: Reader,
    board: Option<String>,
    /// The accounts of that name, and the name for guests.
    author: Option<(Vec<i64>, String)>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    kind: Option<Kind>,
    tags: Vec<String>,
}

/// How many searches run at once on this node, and how many wait. To weigh and to show texts keeps a
/// processor busy.
static SEARCHES: LazyLock<Turns> =
    LazyLock::new(|| Turns::new("searches", 2, 100, Duration::from_secs(10)));

/// Published posts that this reader may read, the best first.
pub async fn find(
    context: &Context,
    reader: impl Into<Reader>,
    asked: Asked,
) -> Result<Found, ForumError> {
    let searching = Searching::begin(context, reader.into()).await?;
    let query = Query::parse(&asked.text, |kind| kind.parse::<Kind>().is_ok());
    let filters = query.filters.clone();
    let begin = |day: NaiveDate| begin_of(context, day);
    // No name has a NUL, and PostgreSQL takes none.
    let named = |name: Option<String>| name.map(|name| name.replace('\0', ""));
    let author = named(asked.author).or(filters.author);
    let mut tags = filters.tags;
    tags.extend(named(asked.tag));
    let narrow = Narrow {
        board: named(asked.board).or(filters.board),
        author: match author {
            Some(name) => Some(searching.accounts_named(name).await?),
            None => None,
        },
        from: asked.after.or(filters.after).map(begin),
        until: asked.before.or(filters.before).map(begin),
        kind: asked
            .kind
            .or(filters.kind.and_then(|kind| kind.parse().ok())),
        tags: tags.iter().map(|tag| tags::normal(tag)).collect(),
        ..Narrow::of(searching.reader)
    };
    let (is_blank, is_cut) = (query.has_no_words() && narrow.is_open(), query.is_cut);
    if is_blank {
        return Ok(Found {
            page: 1,
            is_blank,
            is_cut,
            ..Found::default()
        });
    }
    let query = Arc::new(query);
    let ids = searching.ranked(&query, narrow).await?;
    let page = asked.page.clamp(1, ids.len().div_ceil(PAGE).max(1));
    let first = (page - 1) * PAGE;
    let on_page = ids.iter().skip(first).take(PAGE).copied().collect();
    Ok(Found {
        hits: searching.hits(&query, on_page).await?,
        count: ids.len(),
        page,
        has_next: ids.len() > first + PAGE,
        is_blank,
        is_cut,
    })
}

/// Published topics like one of this title, or published suggestions alone, the likest first.
pub async fn similar(
    context: &Context,
    reader: impl Into<Reader>,
    title: &str,
    suggestions: bool,
) -> Result<Vec<Hit>, ForumError> {
    let query = Query::plain(title);
    if query.has_no_words() {
        return Ok(Vec::new());
    }
    let searching = Searching::begin(context, reader.into()).await?;
    let topics = Narrow {
        kind: Some(match suggestions {
            true => Kind::Suggestion,
            false => Kind::Topic,
        }),
        ..Narrow::of(searching.reader)
    };
    let query = Arc::new(query);
    let mut ids = searching.ranked(&query, topics).await?;
    ids.truncate(SIMILAR);
    searching.hits(&query, ids).await
}

/// A search that has its turn.
struct Searching<'a> {
    context: &'a Context,
    reader: Reader,
    turn: Arc<Turn>,
}

impl<'a> Searching<'a> {
    async fn begin(context: &'a Context, reader: Reader) -> Result<Self, ForumError> {
        let turn = SEARCHES.take().await.map_err(DbError::from)?;
        Ok(Self {
            context,
            reader,
            turn: Arc::new(turn),
        })
    }

    /// Asks the database; the connection is given back before anything is done with the answer.
    async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&mut AnyConnection) -> Result<T, ForumError> + Send + 'static,
    ) -> Result<T, ForumError> {
        self.context.db.read(ask).await
    }

    /// Works on a thread of its own. The turn lasts as long as the work, also when nobody waits
    /// for it any more.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ForumError> {
        let turn = self.turn.clone();
        let worked = crate::threads::blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        Ok(worked.await.map_err(|_| DbError::Panicked)?)
    }

    async fn accounts_named(&self, name: String) -> Result<(Vec<i64>, String), ForumError> {
        self.read(move |connection| Ok((accounts_named(connection, &name)?, name)))
            .await
    }

    /// The ids of what was found, the best first; at most [`MOST`].
    async fn ranked(&self, query: &Arc<Query>, narrow: Narrow) -> Result<Vec<i64>, ForumError> {
        if query.has_no_words() {
            let all = move |connection: &mut AnyConnection| {
                matching(connection, &narrow, None, MOST as i64)
            };
            return self.read(all).await;
        }
        let now = self.context.now();
        let (asked, narrowed) = (query.clone(), narrow.clone());
        let candidates = self
            .read(move |connection| {
                let ids = with_all(connection, &narrowed, &asked)?;
                to_be_ranked(connection, ids, now)
            })
            .await?;
        let found = self.rank(query, Vec::new(), candidates).await?;
        if found.len() >= PAGE || query.pieces.is_empty() {
            return Ok(found);
        }
        // Few have every word: those that have most of them come along.
        let (asked, whole) = (query.clone(), found);
        let (rarity, candidates) = self
            .read(move |connection| {
                let (rarity, mut ids) = with_some(connection, &narrow, &asked)?;
                ids.extend(whole);
                Ok((rarity, to_be_ranked(connection, ids, now)?))
            })
            .await?;
        self.rank(query, rarity, candidates).await
    }

    async fn rank(
        &self,
        query: &Arc<Query>,
        rarity: Vec<f64>,
        candidates: Vec<Candidate>,
    ) -> Result<Vec<i64>, ForumError> {
        let query = query.clone();
        self.work(move || {
            let ranked = search::rank(&query, &rarity, &candidates).into_iter();
            ranked.map(|Ranked { id, .. }| id).take(MOST).collect()
        })
        .await
    }

    /// What the posts show, in their order.
    async fn hits(&self, query: &Arc<Query>, ids: Vec<i64>) -> Result<Vec<Hit>, ForumError> {
        let reader = self.reader;
        let (asked, query) = (ids.clone(), query.clone());
        let shown = self
            .read(move |connection| shown(connection, reader, &asked))
            .await?;
        self.work(move || hits(&query, &ids, shown)).await
    }
}

impl Narrow {
    fn of(reader: Reader) -> Self {
        Self {
            reader,
            board: None,
            author: None,
            from: None,
            until: None,
            kind: None,
            tags: Vec::new(),
        }
    }

    fn is_open(&self) -> bool {
        let Self {
            reader: _,
            board,
            author,
            from,
            until,
            kind,
            tags,
        } = self;
        board.is_none()
            && author.is_none()
            && from.is_none()
            && until.is_none()
            && kind.is_none()
            && tags.is_empty()
    }
}

fn accounts_named(connection: &mut AnyConnection, name: &str) -> Result<Vec<i64>, ForumError> {
    // Names are not unique; nobody needs more than these.
    const MOST_NAMESAKES: i64 = 100;
    Ok(accounts::table
        .filter(accounts::name.eq(name))
        .order(accounts::id)
        .limit(MOST_NAMESAKES)
        .select(accounts::id)
        .load(connection)?)
}

/// The posts that a reader may find, the newest first. The one place that says which those are.
fn matching(
    connection: &mut AnyConnection,
    narrow: &Narrow,
    condition: Option<Condition>,
    limit: i64,
) -> Result<Vec<i64>, ForumError> {
    let mut query = post_table::table
        .inner_join(topics::table.inner_join(board_table::table))
        .inner_join(search_texts::table)
        .filter(post_table::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .filter(boards::readable(narrow.reader))
        .order(post_table::id.desc())
        .limit(limit)
        .select(post_table::id)
        .into_boxed();
    if let Some(condition) = condition {
        query = query.filter(condition);
    }
    if let Some(board) = &narrow.board {
        query = query.filter(
            board_table::slug
                .eq(board)
                .or(board_table::name_zh.eq(board))
                .or(board_table::name_en.eq(board)),
        );
    }
    if let Some((accounts, name)) = &narrow.author {
        let by_account = post_table::account_id
            .assume_not_null()
            .eq_any(accounts.clone());
        let by_guest = post_table::account_id
            .is_null()
            .and(post_table::guest_name.assume_not_null().eq(name));
        query = query.filter(by_account.or(by_guest));
    }
    if let Some(from) = narrow.from {
        query = query.filter(post_table::created_at.ge(from));
    }
    if let Some(until) = narrow.until {
        query = query.filter(post_table::created_at.lt(until));
    }
    if let Some(kind) = narrow.kind {
        query = query.filter(post_table::opens_topic.eq(kind != Kind::Reply));
    }
    if narrow.kind == Some(Kind::Suggestion) {
        let published = published_suggestions::table.select(published_suggestions::topic_id);
        query = query.filter(topics::id.eq_any(published));
    }
    for tag in &narrow.tags {
        query = query.filter(
            topics::id.eq_any(
                topic_tags::table
                    .filter(topic_tags::tag.eq(tag.clone()))
                    .select(topic_tags::topic_id),
            ),
        );
    }
    Ok(query.load(connection)?)
}

/// The newest posts that have all words in their titles or anywhere.
fn with_all(
    connection: &mut AnyConnection,
    narrow: &Narrow,
    query: &Query,
) -> Result<Vec<i64>, ForumError> {
    let terms = [terms(&query.words)];
    let mut ids = with_terms(connection, narrow, Within::Title, &terms, TITLED)?;
    let anywhere = with_terms(connection, narrow, Within::Anywhere, &terms, NEWEST)?;
    ids.extend(anywhere);
    Ok(ids)
}

/// The newest posts for each piece of the query, and how much each piece says.
fn with_some(
    connection: &mut AnyConnection,
    narrow: &Narrow,
    query: &Query,
) -> Result<(Vec<f64>, Vec<i64>), ForumError> {
    let newest: Option<i64> = search_texts::table
        .select(diesel::dsl::max(search_texts::post_id))
        .first(connection)?;
    let (mut rarity, mut ids) = (Vec::new(), Vec::new());
    for piece in &query.pieces {
        let of_piece = with_terms(
            connection,
            narrow,
            Within::Anywhere,
            &piece.any_terms(),
            FOR_EACH,
        )?;
        rarity.push(rare(&of_piece, newest.unwrap_or(0)));
        ids.extend(of_piece);
    }
    Ok((rarity, ids))
}

fn terms(words: &[Word]) -> Vec<String> {
    let mut terms: Vec<String> = words.iter().flat_map(Word::terms).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn with_terms(
    connection: &mut AnyConnection,
    narrow: &Narrow,
    within: Within,
    terms: &[Vec<String>],
    limit: i64,
) -> Result<Vec<i64>, ForumError> {
    let newest = newest_has_terms(connection, within, terms, limit * LOOKED_THROUGH);
    if let Some(newest) = newest {
        let found = matching(connection, narrow, Some(newest), limit)?;
        if found.len() as i64 == limit {
            return Ok(found);
        }
    }
    let condition = has_terms(connection, within, terms);
    matching(connection, narrow, Some(condition), limit)
}

/// How much a word says (BM25's idf), by the newest posts that have it: where there are more than
/// were read, by how densely those stand.
fn rare(newest_first: &[i64], newest: i64) -> f64 {
    let (all, read) = (newest as f64, newest_first.len() as f64);
    let idf = |with: f64| (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln();
    let with = match newest_first.last() {
        Some(oldest) if newest_first.len() as i64 == FOR_EACH => {
            read * all / (newest - oldest + 1) as f64
        }
        // A word that nobody wrote, mistyped perhaps: the others decide.
        None => return idf(1.0) / 2.0,
        Some(_) => read,
    };
    idf(with)
}

/// What these posts are ranked by.
fn to_be_ranked(
    connection: &mut AnyConnection,
    mut ids: Vec<i64>,
    now: Timestamp,
) -> Result<Vec<Candidate>, ForumError> {
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<(i64, i64, bool, String, String, Timestamp)> = search_texts::table
        .inner_join(post_table::table)
        .filter(search_texts::post_id.eq_any(ids))
        .select((
            search_texts::post_id,
            post_table::topic_id,
            post_table::opens_topic,
            search_texts::title,
            search_texts::body,
            post_table::created_at,
        ))
        .load(connection)?;
    let answered: Vec<i64> = rows
        .iter()
        .filter_map(|(_, topic, opens, ..)| (!opens).then_some(*topic))
        .collect();
    let titles: HashMap<i64, String> = search_texts::table
        .inner_join(post_table::table)
        .filter(post_table::topic_id.eq_any(answered))
        .filter(post_table::opens_topic.eq(true))
        .select((post_table::topic_id, search_texts::title))
        .load(connection)?
        .into_iter()
        .collect();
    let rows = rows.into_iter();
    let candidates = rows.map(|(id, topic, opens, title, body, created_at)| Candidate {
        id,
        title,
        body,
        context: titles
            .get(&topic)
            .filter(|_| !opens)
            .cloned()
            .unwrap_or_default(),
        age: (now.milliseconds() - created_at.milliseconds()) as f64 / 86_400_000.0,
    });
    Ok(candidates.collect())
}

type TopicRow = (i64, String, Lang, String, Board);

/// What a page of hits is made of.
struct Shown {
    posts: Vec<posts::Post>,
    topics: Vec<TopicRow>,
    /// The topics whose titles carry a mark.
    titles: HashSet<i64>,
    /// Those that are suggestions.
    suggestions: HashSet<i64>,
}

/// Those of these posts that the reader may find, asked again: they were ranked a moment ago.
fn shown(connection: &mut AnyConnection, reader: Reader, ids: &[i64]) -> Result<Shown, ForumError> {
    let posts = posts::published(connection, ids, reader)?;
    let of: Vec<i64> = posts.iter().map(|post| post.topic).collect();
    let topics: Vec<TopicRow> = topics::table
        .inner_join(board_table::table)
        .filter(topics::id.eq_any(of.clone()))
        .select((
            topics::id,
            topics::title_html,
            topics::language,
            topics::slug,
            boards::COLUMNS,
        ))
        .load(connection)?;
    let titles = findings::of_titles(connection, &of)?.into_keys().collect();
    let suggestions: Vec<i64> = published_suggestions::table
        .filter(published_suggestions::topic_id.eq_any(of))
        .select(published_suggestions::topic_id)
        .load(connection)?;
    Ok(Shown {
        posts,
        topics,
        titles,
        suggestions: suggestions.into_iter().collect(),
    })
}

fn hits(query: &Query, ids: &[i64], shown: Shown) -> Vec<Hit> {
    let Shown {
        posts,
        topics,
        titles,
        suggestions,
    } = shown;
    let mut posts: HashMap<i64, posts::Post> =
        posts.into_iter().map(|post| (post.id, post)).collect();
    let hits = ids.iter().filter_map(|id| {
        let post = posts.remove(id)?;
        let (topic, title_html, title_language, slug, board) =
            topics.iter().find(|(topic, ..)| *topic == post.topic)?;
        Some(Hit {
            post: post.id,
            topic: *topic,
            slug: slug.clone(),
            kind: match post.opens_topic {
                true if suggestions.contains(topic) => Kind::Suggestion,
                true => Kind::Topic,
                false => Kind::Reply,
            },
            board: board.clone(),
            title: search::highlighted(title_html, query),
            title_language: *title_language,
            excerpt: search::excerpt(&post.body_html, query),
            language: post.language,
            is_official: post.office.is_some(),
            marked: post.marked() || titles.contains(topic),
            mentions_marked: post.mentions_marked(),
            author: post.author,
            created_at: post.created_at,
        })
    });
    hits.collect()
}
