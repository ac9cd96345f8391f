//! The review queue as moderators see it: each item with what they must see to decide.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    elsewhere::{self, Elsewhere},
    reached,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{boards, topics},
    },
    forum::{
        ForumError, State, address,
        cursor::{From, Page},
        findings::PublicFinding,
        flags::{self, Flag, Reason},
        posts::{self, Post},
        reading::profile_texts::{self, ProfileText},
        seen::{Seen, with_flags},
    },
    i18n::Lang,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
        trace::{self, Looked},
    },
    review::{self, About, Asked, Counts, Filter, Item, Place, Reach, Subject},
    spam::automatic::Automatic,
};

/// Items on a page of the queue.
pub const PAGE: usize = 20;

/// An item with what a moderator must see to decide.
pub struct Waiting {
    pub item: Item,
    pub shown: Shown,
    /// Its flags, members' first and then the newest first; the item counts all of them.
    pub flags: Vec<Flagged>,
}

/// What an item is about, as it is now.
pub enum Shown {
    Post(Box<ShownPost>),
    Profile(ProfileText),
    /// What is decided on a page of its own.
    Elsewhere(Elsewhere),
}

#[derive(Clone)]
pub struct ShownPost {
    /// The post as it would be shown, with its marks.
    pub post: Post,
    pub title: String,
    pub title_html: String,
    pub title_language: Lang,
    pub topic_published: bool,
    slug: String,
    pub board: i64,
    pub board_zh: String,
    pub board_en: String,
}

impl ShownPost {
    /// The address of its topic below the language.
    pub fn topic_path(&self) -> String {
        address::of_topic(self.post.topic, &self.slug)
    }

    /// The words of one of its findings, as they stand there.
    pub fn words(&self, finding: &PublicFinding) -> String {
        let post = &self.post;
        match &*finding.field {
            "title" => finding.words(&self.title),
            "body" => finding.words(&post.body),
            "name" => post.author.name.clone(),
            "email" => post.author.email.clone().unwrap_or_default(),
            _ => post.words_in_file(finding).unwrap_or_default(),
        }
    }

    /// Names the text and files, for an act that begins from them.
    pub fn stamp(&self) -> String {
        self.post.stamp(&self.title)
    }

    fn version(&self) -> i64 {
        let post = &self.post;
        let seen = Seen {
            topic: post.topic,
            opens_topic: post.opens_topic,
            at: post.version_at(),
            title: &self.title,
            body: &post.body,
            files: &post.files,
        };
        seen.number()
    }
}

impl Waiting {
    /// What a decision names, so that nothing is decided about that was not seen.
    pub fn version(&self) -> i64 {
        let content = match &self.shown {
            Shown::Post(shown) => shown.version(),
            Shown::Profile(text) => text.stamp(),
            // Nothing is decided about it here.
            Shown::Elsewhere(_) => 0,
        };
        with_flags(content, self.item.flags)
    }
}

/// What a reader reported.
pub struct Flagged {
    pub reason: Reason,
    /// A member's or a guest's; whose, no moderator is told.
    pub by_member: bool,
    pub at: Timestamp,
    /// Why it may be of a program.
    pub automatic: Option<Automatic>,
    /// What they wrote, with the moderator's look, which has left its trace.
    words: Option<(Private<String>, Looked)>,
}

impl Flagged {
    /// For the moderator.
    pub fn words(&self) -> Option<&str> {
        let (words, looked) = self.words.as_ref()?;
        Some(words.reveal(Viewer::Office(looked), Purpose::Handling))
    }
}

/// A board by which the queue can be narrowed.
#[derive(Queryable)]
pub struct BoardName {
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
}

/// What waits, the most urgent first and of that the oldest.
pub struct Queue {
    pub page: Page<Waiting, Place>,
    /// How many wait of what was asked for.
    pub count: i64,
    /// How many of each kind, whatever kind was asked for.
    pub counts: Counts,
    /// The boards in the moderator's reach.
    pub boards: Vec<BoardName>,
}

/// One page of what waits, as a list has it: what was written in flags is not read.
pub async fn listed(
    context: &Context,
    moderator: &Member,
    filter: Filter,
    from: From<Place>,
) -> Result<Queue, ForumError> {
    let after = match from {
        From::After(place) => Some(place),
        From::Start | From::End | From::Before(_) => None,
    };
    let (by, now) = (moderator.id, context.now());
    context
        .db
        .read(move |connection| {
            let reviewer = reached::reviewer(connection, by)?.ok_or(ForumError::NotFound)?;
            let asked = Asked {
                reviewer,
                now,
                filter: &filter,
            };
            let items = review::open(connection, asked, after, PAGE as i64 + 1)?;
            let from = after.map_or(From::Start, From::After);
            // Cut before anything is opened: what is on no page was not read.
            let page = Page::of(items, &from, PAGE, Item::place);
            let counts = review::counts(connection, asked)?;
            Ok::<_, ForumError>(Queue {
                page: Page {
                    items: with_things(connection, page.items)?,
                    before: page.before,
                    after: page.after,
                    places: page.places,
                },
                count: counts.of(filter.kind),
                counts,
                boards: boards_of(connection, by)?,
            })
        })
        .await
}

/// One page of what waits. That the moderator reads what was written in flags is written down.
pub async fn queue(
    context: &Context,
    moderator: &Member,
    filter: Filter,
    from: From<Place>,
) -> Result<Queue, ForumError> {
    let mut queue = listed(context, moderator, filter, from).await?;
    let ids: Vec<i64> = queue.page.items.iter().map(|one| one.item.id).collect();
    let given = context
        .db
        .read(move |connection| Ok::<_, ForumError>(flags::of_items(connection, &ids)?))
        .await?;
    let mut flagged = flagged(context, moderator.id, given).await?;
    for waiting in &mut queue.page.items {
        waiting.flags = flagged.remove(&waiting.item.id).unwrap_or_default();
    }
    Ok(queue)
}

/// How many wait for a moderator, of each kind; whatever kind is asked for.
pub async fn counts(
    context: &Context,
    moderator: &Member,
    filter: Filter,
) -> Result<Counts, ForumError> {
    let (by, now) = (moderator.id, context.now());
    context
        .db
        .read(move |connection| {
            let reviewer = reached::reviewer(connection, by)?.ok_or(ForumError::NotFound)?;
            let asked = Asked {
                reviewer,
                now,
                filter: &filter,
            };
            Ok::<_, ForumError>(review::counts(connection, asked)?)
        })
        .await
}

/// The boards in a moderator's reach, in their order.
fn boards_of(connection: &mut AnyConnection, moderator: i64) -> Result<Vec<BoardName>, DbError> {
    let mut query = boards::table
        .order((boards::position, boards::id))
        .select((boards::slug, boards::name_zh, boards::name_en))
        .into_boxed();
    if let Some(reached) = Reach::of(connection, moderator)?.boards() {
        query = query.filter(boards::id.eq_any(reached.to_vec()));
    }
    Ok(query.load(connection)?)
}

/// Flags by their item, with their words.
pub(super) async fn flagged(
    context: &Context,
    moderator: i64,
    given: Vec<Flag>,
) -> Result<HashMap<i64, Vec<Flagged>>, ForumError> {
    let written = given.iter().filter(|flag| flag.words.is_some());
    let written: Vec<i64> = written.map(|flag| flag.id).collect();
    let looked = if written.is_empty() {
        None
    } else {
        let cx = context.clone();
        let look = context.db.write(move |connection| {
            let looked = trace::look_at_flags(connection, &cx, &written, moderator)?;
            Ok::<_, DbError>(looked)
        });
        Some(look.await?)
    };
    let mut by_item: HashMap<i64, Vec<Flagged>> = HashMap::new();
    for flag in given {
        let open = |sealed: Vec<u8>| sealed::open(&context.config.keys, Column::FlagWords, &sealed);
        let words = flag.words.map(open).transpose()?;
        by_item.entry(flag.item).or_default().push(Flagged {
            reason: flag.reason,
            by_member: flag.by_member,
            at: flag.at,
            automatic: flag.automatic.as_deref().and_then(Automatic::read),
            words: words.zip(looked),
        });
    }
    Ok(by_item)
}

type TopicRow = (
    (i64, String, String, Lang, State, String),
    (i64, String, String),
);

/// The items with what they are about, without their flags.
pub(super) fn with_things(
    connection: &mut AnyConnection,
    items: Vec<Item>,
) -> Result<Vec<Waiting>, ForumError> {
    let (mut of_posts, mut of_profiles) = (Vec::new(), Vec::new());
    for item in &items {
        match item.about {
            Subject::Content(About::Post(id)) => of_posts.push(id),
            Subject::Content(About::Profile(id)) => of_profiles.push(id),
            Subject::Matter(_) => {}
        }
    }
    let mut others = elsewhere::of_items(connection, &items)?;
    let profiles = profile_texts::of_accounts(connection, &of_profiles)?;
    let shown_posts = shown_posts(connection, &of_posts)?;
    let shown_profile = |id: i64| {
        let text = profiles.iter().find(|text| text.account == id)?;
        Some(Shown::Profile(text.clone()))
    };
    let shown_post = |id: i64| {
        let post = shown_posts.iter().find(|shown| shown.post.id == id)?;
        Some(Shown::Post(Box::new(post.clone())))
    };
    Ok(items
        .into_iter()
        .filter_map(|item| {
            let shown = match item.about {
                Subject::Content(About::Post(id)) => shown_post(id),
                Subject::Content(About::Profile(id)) => shown_profile(id),
                Subject::Matter(_) => others.remove(&item.id).map(Shown::Elsewhere),
            };
            Some(Waiting {
                shown: shown?,
                item,
                flags: Vec::new(),
            })
        })
        .collect())
}

/// Posts as those see them who decide about them, whatever their state, in no order.
pub(super) fn shown_posts(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> Result<Vec<ShownPost>, ForumError> {
    let posts = posts::by_ids(connection, ids)?;
    let topic_ids: Vec<i64> = posts.iter().map(|post| post.topic).collect();
    let topics: Vec<TopicRow> = topics::table
        .inner_join(boards::table)
        .filter(topics::id.eq_any(topic_ids))
        .select((
            (
                topics::id,
                topics::title,
                topics::title_html,
                topics::language,
                topics::state,
                topics::slug,
            ),
            (boards::id, boards::name_zh, boards::name_en),
        ))
        .load(connection)?;
    let shown = |post: Post| {
        let ((_, title, title_html, language, state, slug), (board, board_zh, board_en)) = topics
            .iter()
            .find(|((topic, ..), _)| *topic == post.topic)?
            .clone();
        Some(ShownPost {
            post,
            title,
            title_html,
            title_language: language,
            topic_published: state == State::Published,
            slug,
            board,
            board_zh,
            board_en,
        })
    };
    Ok(posts.into_iter().filter_map(shown).collect())
}
