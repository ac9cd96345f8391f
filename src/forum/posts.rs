//! Posts: a topic's in their order, each with its author and its public personal data.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    ForumError, State,
    boards::readable,
    cursor::{From, Page, begin_of},
    files::{self, Part},
    findings::{self, PublicFinding},
    mentions::{self, Mentioned},
    official,
    owner::Owner,
    quotes::{self, Quoted},
    reader::Reader,
    reading::profiles,
    revisions,
    topics::{self, Topic},
};
use crate::{
    attachments::{self, Attached},
    context::Context,
    db::{
        AnyConnection, Timestamp, one_of,
        schema::{accounts, boards, posts, topics as topic_table},
    },
    i18n::Lang,
    offices::Office,
    review,
    text::OWN_PICTURE,
};

/// Posts on a page of a topic.
pub const PAGE: usize = 20;

/// Who wrote a post, as everybody sees them. Nothing of it is covered data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    /// Empty where a guest took the name out, and where a resident gave none.
    pub name: String,
    /// Whether the name is personal data and carries a mark.
    pub name_marked: bool,
    pub guest: bool,
    /// Whether a resident published a case with it, without a name.
    pub resident: bool,
    /// The e-mail address that a guest made public.
    pub email: Option<String>,
    pub email_marked: bool,
    /// The profile of an account that shows something of itself, where it was looked up.
    pub profile: Option<i64>,
}

impl Byline {
    pub(crate) fn of(
        account: Option<(String, bool)>,
        guest_name: Option<String>,
        guest_name_is_personal: bool,
        guest_email: Option<String>,
    ) -> Self {
        let guest = account.is_none();
        let resident = guest && guest_name.as_deref() == Some("");
        let (name, name_marked) =
            account.unwrap_or((guest_name.unwrap_or_default(), guest_name_is_personal));
        Self {
            name,
            name_marked,
            guest,
            resident,
            email: guest_email,
            email_marked: false,
            profile: None,
        }
    }

    /// The key of the words that stand for a name where there is none.
    pub const fn unnamed(&self) -> &'static str {
        if self.resident {
            "face-resident"
        } else {
            "face-guest"
        }
    }
}

#[derive(Clone, Debug)]
pub struct Post {
    pub id: i64,
    pub topic: i64,
    pub opens_topic: bool,
    pub reply_to: Option<i64>,
    pub author: Byline,
    /// Whether the reader wrote it.
    pub mine: bool,
    /// The Markdown source.
    pub body: String,
    /// What is shown, with its marks.
    pub body_html: String,
    pub language: Lang,
    pub state: State,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub findings: Vec<PublicFinding>,
    /// Its files in their order.
    pub files: Vec<Attached>,
    /// The number of this version; the first is 1.
    pub version: i32,
    /// The posts that it quotes, for its page to say whose words they are.
    pub quotes: Vec<Quoted>,
    /// Whom it mentions.
    pub mentions: Vec<Mentioned>,
    /// What the moderator said, for its author.
    pub rejected_because: Option<review::Reason>,
    /// The office for which it answers.
    pub office: Option<Office>,
    /// The title of the topic that it opened before that was merged into this one.
    pub former_title: Option<String>,
    /// Whether a guest has a key to it.
    pub has_key: bool,
}

impl Post {
    /// Whether its text, the title of a topic that it opens, or one of its files carries a mark.
    pub fn marked(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.marked() && !matches!(&*finding.field, "name" | "email"))
    }

    /// The files that its text does not show.
    pub fn files_below(&self) -> impl Iterator<Item = &Attached> {
        self.files.iter().filter(|file| {
            let shown = format!("src=\"{OWN_PICTURE}{}\"", file.position);
            !file.kind.is_picture() || !self.body_html.contains(&shown)
        })
    }

    /// A file's name in pieces, each with the class name of its mark, or "".
    pub fn file_name(&self, file: &Attached) -> Vec<(String, String)> {
        self.pieces(file, Part::Name, &file.name)
    }

    /// The words for a picture in pieces, where one carries a mark: what stands for the picture
    /// where it is not seen cannot show one. Else nothing.
    pub fn picture_caption(&self, file: &Attached) -> Vec<(String, String)> {
        if self.is_marked(file, Part::Alt) {
            self.pieces(file, Part::Alt, &file.alt)
        } else if file.alt.is_empty() && self.is_marked(file, Part::Name) {
            self.file_name(file)
        } else {
            Vec::new()
        }
    }

    fn pieces(&self, file: &Attached, part: Part, text: &str) -> Vec<(String, String)> {
        let field = files::field(file.position, part).unwrap_or_default();
        files::pieces(text, field, &self.findings)
    }

    /// Whether a file's own text holds public personal data.
    pub fn is_file_marked(&self, file: &Attached) -> bool {
        self.is_marked(file, Part::Text)
    }

    fn is_marked(&self, file: &Attached, part: Part) -> bool {
        let field = files::field(file.position, part);
        self.findings
            .iter()
            .any(|finding| finding.marked() && Some(&*finding.field) == field)
    }

    /// The words of a finding in one of its files; of a text that is not at hand, the file's name.
    pub fn words_in_file(&self, finding: &PublicFinding) -> Option<String> {
        let (position, part) = files::part_of(&finding.field)?;
        let file = self.files.iter().find(|file| file.position == position)?;
        Some(match part {
            Part::Name => finding.words(&file.name),
            Part::Alt => finding.words(&file.alt),
            Part::Text => file.name.clone(),
        })
    }

    /// Whether it names somebody behind an `@` whose name is personal data.
    pub fn mentions_marked(&self) -> bool {
        self.mentions.iter().any(|mentioned| mentioned.name_marked)
    }

    /// When this version was written.
    pub fn version_at(&self) -> Timestamp {
        self.edited_at.unwrap_or(self.created_at)
    }
}

pub(super) type Row = (
    (i64, i64, bool, Option<i64>, Option<i64>, bool),
    (Option<String>, bool, Option<String>, bool),
    (String, String, Lang, State, Timestamp, Option<Timestamp>),
    Option<(String, bool)>,
);

/// The columns of a [`Row`]; a macro, for the type of the selection cannot be written.
macro_rules! columns {
    () => {
        (
            (
                posts::id,
                posts::topic_id,
                posts::opens_topic,
                posts::reply_to,
                posts::account_id,
                posts::office_id.is_not_null(),
            ),
            (
                posts::guest_name,
                posts::guest_name_is_personal,
                posts::guest_email,
                posts::guest_key_hash.is_not_null(),
            ),
            (
                posts::body,
                posts::body_html,
                posts::language,
                posts::state,
                posts::created_at,
                posts::edited_at,
            ),
            (accounts::name, accounts::name_is_personal).nullable(),
        )
    };
}

/// What a reader sees in a topic: what is published, tombstones, and their own posts. A macro, for
/// the type of the filter cannot be written.
macro_rules! seen_by {
    ($reader:expr) => {
        posts::state
            .eq(State::Published)
            .or(posts::state.eq(State::Erased))
            .or(posts::account_id
                .assume_not_null()
                .eq($reader.account.unwrap_or(0)))
    };
}

/// Rows as posts, with their findings and the reasons of rejections in one query each.
pub(super) fn complete(
    connection: &mut AnyConnection,
    rows: Vec<Row>,
    reader: Reader,
) -> Result<Vec<Post>, ForumError> {
    let ids: Vec<i64> = rows.iter().map(|((id, ..), ..)| *id).collect();
    let mut findings = findings::of_posts(connection, &ids)?;
    let mut files = attachments::of_posts(connection, &ids)?;
    let speaking = |row: &Row| row.0.5.then_some(row.0.0);
    let speaking: Vec<i64> = rows.iter().filter_map(speaking).collect();
    let mut offices = official::of_posts(connection, &speaking)?;
    let versions = quotes::versions(connection, &ids)?;
    let changed: Vec<i64> = versions.keys().copied().collect();
    let mut titles = revisions::former_titles(connection, &changed)?;
    let mut mentions = mentions::of_posts(connection, &ids)?;
    let htmls = rows.iter().map(|(_, _, (_, html, ..), _)| &**html);
    let quoted = quotes::quoted_in(connection, htmls, reader)?;
    let mut authors: Vec<i64> = rows
        .iter()
        .filter_map(|((.., author, _), ..)| *author)
        .collect();
    authors.dedup();
    let profiles = profiles::among(connection, &authors)?;
    let rejected: Vec<i64> = rows
        .iter()
        .filter(|(_, _, (_, _, _, state, ..), _)| *state == State::Rejected)
        .map(|((id, ..), ..)| *id)
        .collect();
    let reasons = if rejected.is_empty() {
        Vec::new()
    } else {
        review::reasons(connection, &rejected)?
    };
    Ok(rows
        .into_iter()
        .map(|(post, guest, text, account)| {
            let (id, topic, opens_topic, reply_to, account_id, _) = post;
            let (guest_name, guest_name_is_personal, guest_email, has_key) = guest;
            let (body, body_html, language, state, created_at, edited_at) = text;
            let findings = findings.remove(&id).unwrap_or_default();
            let mut author = Byline::of(account, guest_name, guest_name_is_personal, guest_email);
            author.profile = account_id.filter(|author| profiles.contains(author));
            author.email_marked = findings
                .iter()
                .any(|finding| finding.field == "email" && finding.marked());
            Post {
                id,
                topic,
                opens_topic,
                reply_to,
                author,
                mine: reader.wrote(id, account_id),
                body,
                language,
                state,
                created_at,
                edited_at,
                findings,
                files: files.remove(&id).unwrap_or_default(),
                version: quotes::version_in(&versions, id),
                quotes: quotes::of(&quoted, &body_html),
                mentions: mentions.remove(&id).unwrap_or_default(),
                body_html,
                rejected_because: reasons
                    .iter()
                    .rev()
                    .find(|(post, _)| *post == id)
                    .map(|(_, reason)| reason.clone()),
                office: offices.remove(&id),
                former_title: titles.remove(&id),
                has_key,
            }
        })
        .collect())
}

/// One page of a topic's posts, in the order of their time: what is published, and the reader's own.
pub fn of_topic(
    connection: &mut AnyConnection,
    topic: &Topic,
    reader: impl Into<Reader>,
    from: From<i64>,
) -> Result<Page<Post, i64>, ForumError> {
    let (topic, reader) = (topic.id, reader.into());
    let mut query = posts::table
        .left_join(accounts::table)
        .filter(posts::topic_id.eq(topic))
        .limit(PAGE as i64 + 1)
        .select(columns!())
        .into_boxed();
    // Boxed first: the whole type of the query would keep the compiler busy for many minutes.
    query = query.filter(seen_by!(reader));
    let place = place(connection, topic, from)?;
    query = match (from, place) {
        (From::Start | From::End, _) => query,
        // The bound alone is what an index is read from.
        (From::After(_), Some((at, id))) => query.filter(posts::created_at.ge(at)).filter(
            posts::created_at
                .gt(at)
                .or(posts::created_at.eq(at).and(posts::id.gt(id))),
        ),
        (From::Before(_), Some((at, id))) => query.filter(posts::created_at.le(at)).filter(
            posts::created_at
                .lt(at)
                .or(posts::created_at.eq(at).and(posts::id.lt(id))),
        ),
        (From::After(id), None) => query.filter(posts::id.gt(id)),
        (From::Before(id), None) => query.filter(posts::id.lt(id)),
    };
    query = if from.backwards() {
        query.order((posts::created_at.desc(), posts::id.desc()))
    } else {
        query.order((posts::created_at.asc(), posts::id.asc()))
    };
    let rows = query.load(connection)?;
    let rows = complete(connection, rows, reader)?;
    Ok(Page::of(rows, &from, PAGE, |post: &Post| post.id))
}

/// The first post of a day or later that a topic shows.
pub fn first_from(
    connection: &mut AnyConnection,
    context: &Context,
    topic: &Topic,
    reader: impl Into<Reader>,
    day: NaiveDate,
) -> Result<Option<i64>, ForumError> {
    let (topic, reader) = (topic.id, reader.into());
    let begin = begin_of(context, day);
    Ok(posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(seen_by!(reader))
        .filter(posts::created_at.ge(begin))
        .order((posts::created_at, posts::id))
        .select(posts::id)
        .first(connection)
        .optional()?)
}

/// From where a topic shows this post first; its beginning where the post stands in another.
pub fn from_post(
    connection: &mut AnyConnection,
    topic: &Topic,
    reader: impl Into<Reader>,
    post: i64,
) -> Result<From<i64>, ForumError> {
    let (topic, reader) = (topic.id, reader.into());
    let at: Option<Timestamp> = posts::table
        .find(post)
        .filter(posts::topic_id.eq(topic))
        .select(posts::created_at)
        .first(connection)
        .optional()?;
    let Some(at) = at else {
        return Ok(From::Start);
    };
    let before: Option<i64> = posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(seen_by!(reader))
        .filter(
            posts::created_at
                .lt(at)
                .or(posts::created_at.eq(at).and(posts::id.lt(post))),
        )
        .order((posts::created_at.desc(), posts::id.desc()))
        .select(posts::id)
        .first(connection)
        .optional()?;
    Ok(before.map_or(From::Start, From::After))
}

/// Where in a topic's order a page begins. Older links to a post name the number before its own: that
/// is the place before the post, where no post of this topic has that number.
fn place(
    connection: &mut AnyConnection,
    topic: i64,
    from: From<i64>,
) -> Result<Option<(Timestamp, i64)>, ForumError> {
    let (From::After(id) | From::Before(id)) = from else {
        return Ok(None);
    };
    // Two posts by their numbers: with the topic asked for as well, all of its posts would be looked through.
    let near: Vec<(i64, i64, Timestamp)> = posts::table
        .filter(one_of(posts::id, vec![id, id.saturating_add(1)]))
        .select((posts::id, posts::topic_id, posts::created_at))
        .load(connection)?;
    let at = |wanted: i64| {
        let mut near = near.iter();
        near.find(|(found, within, _)| *found == wanted && *within == topic)
    };
    Ok(match (at(id), from) {
        (Some((_, _, at)), _) => Some((*at, id)),
        (None, From::After(_)) => at(id.saturating_add(1)).map(|(next, _, at)| (*at, next - 1)),
        (None, _) => None,
    })
}

/// A post and its topic, if the reader may see both.
pub async fn find(
    context: &Context,
    id: i64,
    reader: impl Into<Reader>,
) -> Result<(Topic, Post), ForumError> {
    let reader = reader.into();
    context
        .db
        .read(move |connection| visible(connection, id, reader))
        .await
}

/// One's own post in any state, and its topic where that can be seen.
pub async fn of_owner(
    context: &Context,
    owner: &Owner,
) -> Result<(Option<Topic>, Post), ForumError> {
    let (id, reader) = (owner.post(), owner.reader());
    context
        .db
        .read(move |connection| {
            let (topic, post) = with_topic(connection, id, reader)?;
            match topic {
                Ok(topic) => Ok((Some(topic), post)),
                Err(ForumError::NotFound | ForumError::Moved(_)) => Ok((None, post)),
                Err(error) => Err(error),
            }
        })
        .await
}

/// As [`find`], for whoever reads more with it.
pub fn visible(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
) -> Result<(Topic, Post), ForumError> {
    let (topic, post) = with_topic(connection, id, reader)?;
    if post.state != State::Published && !post.mine {
        return Err(ForumError::NotFound);
    }
    Ok((topic?, post))
}

/// A post, and its topic if this reader may read that.
fn with_topic(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
) -> Result<(Result<Topic, ForumError>, Post), ForumError> {
    let mut look = || {
        let post = load(connection, &[id], reader)?.pop();
        let post = post.ok_or(ForumError::NotFound)?;
        Ok::<_, ForumError>((topics::visible(connection, post.topic, reader), post))
    };
    match look()? {
        // It may have gone to another topic between the two looks; then it is there now.
        (Err(ForumError::Moved(_) | ForumError::NotFound), _) => look(),
        found => Ok(found),
    }
}

/// Posts whatever their state, in no order: for those who decide about them.
pub fn by_ids(connection: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Post>, ForumError> {
    load(connection, ids, Reader::GUEST)
}

/// Those of these posts that are published where this reader may read, in no order.
pub(super) fn published(
    connection: &mut AnyConnection,
    ids: &[i64],
    reader: Reader,
) -> Result<Vec<Post>, ForumError> {
    let ids: Vec<i64> = posts::table
        .inner_join(topic_table::table.inner_join(boards::table))
        .filter(one_of(posts::id, ids.to_vec()))
        .filter(posts::state.eq(State::Published))
        .filter(topic_table::state.eq(State::Published))
        .filter(readable(reader))
        .select(posts::id)
        .load(connection)?;
    load(connection, &ids, reader)
}

fn load(
    connection: &mut AnyConnection,
    ids: &[i64],
    reader: Reader,
) -> Result<Vec<Post>, ForumError> {
    let rows = posts::table
        .left_join(accounts::table)
        .filter(one_of(posts::id, ids.to_vec()))
        .select(columns!())
        .load(connection)?;
    complete(connection, rows, reader)
}
