//! `/api/v1/boards`.

use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use serde::Serialize;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    invalid,
    paged::{self, Ways},
    topics::AuthorShown,
};
use crate::{
    context::Context,
    forum::{
        boards::{self, Board},
        cursor::From,
        reader::Circle,
        reading::tracking,
        topics::{self, Listed},
    },
    i18n::Lang,
    offices::{self, Office},
    text_rules::refuse,
    web::{
        extract::Visitor,
        fault::Fault,
        language,
        matching::tag,
        place::{Jump, jump},
    },
};

/// The parameters of a list.
pub type Parameters = Query<HashMap<String, String>>;

#[derive(Serialize, ToSchema)]
pub struct BoardShown {
    slug: String,
    name: String,
    description: String,
    /// Whether people without an account may post.
    guest_posting: bool,
    /// Who may read it: `everybody`, `members` or `staff`.
    read_by: Circle,
    /// Who may open topics.
    open_by: Circle,
    /// Who may answer.
    answer_by: Circle,
    /// The slug of the office that its topics concern.
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    /// Whether it is kept to be read alone.
    archived: bool,
    /// Whether suggestions that are published stand on it.
    takes_suggestions: bool,
    /// To be given with a change: it grows with each.
    version: i32,
    url: String,
}

impl BoardShown {
    pub(super) fn of(board: &Board, offices: &[Office], lang: Lang) -> Self {
        let office = offices
            .iter()
            .find(|office| Some(office.id) == board.office);
        Self {
            slug: board.slug.clone(),
            name: board.name(lang),
            description: board.description(lang),
            guest_posting: board.guest_posting,
            read_by: board.read_by,
            open_by: board.open_by,
            answer_by: board.answer_by,
            office: office.map(|office| office.slug.clone()),
            archived: board.archived_at.is_some(),
            takes_suggestions: board.takes_suggestions,
            version: board.version,
            url: format!("/{}/boards/{}", lang.as_str(), board.slug),
        }
    }
}

/// A board in the list of them.
#[derive(Serialize, ToSchema)]
pub struct BoardListed {
    #[serde(flatten)]
    board: BoardShown,
    /// How many topics are published on it.
    topics: i64,
    /// When something last happened in it (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    active_at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Serialize, ToSchema)]
pub struct Boards {
    boards: Vec<BoardListed>,
}

/// A topic in a list; `title_html` carries the marks on public personal data.
#[derive(Serialize, ToSchema)]
pub struct TopicListed {
    id: i64,
    title: String,
    title_html: String,
    language: Lang,
    replies: i32,
    created_at: chrono::DateTime<chrono::Utc>,
    active_at: chrono::DateTime<chrono::Utc>,
    author: AuthorShown,
    pinned: bool,
    locked: bool,
    /// Whether an office has answered.
    official: bool,
    tags: Vec<String>,
    /// How many posts the asker has not read, of which no more than 100 are counted; absent where there are
    /// none, or it is not remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 100)]
    unread: Option<i64>,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct BoardWithTopics {
    #[serde(flatten)]
    board: BoardShown,
    /// Above all others, on the first page alone.
    pinned: Vec<TopicListed>,
    topics: Vec<TopicListed>,
    /// Ask again with `after` set to this for older topics.
    next: Option<String>,
    /// Ask again with `before` set to this for newer topics.
    previous: Option<String>,
}

/// The language of `?lang=`, else of the request's header.
pub(super) fn lang(request: &HttpRequest, query: &Parameters) -> Lang {
    query
        .get("lang")
        .and_then(|lang| lang.parse().ok())
        .unwrap_or_else(|| language::of_header(request))
}

/// List the boards.
#[utoipa::path(get, path = "/api/v1/boards", operation_id = "boards_list", tag = "forum",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = Boards)))]
pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let boards = boards::list(&context, reader.as_ref()).await?;
    let offices = offices::list(&context).await?;
    let boards = boards
        .iter()
        .map(|listed| BoardListed {
            board: BoardShown::of(&listed.board, &offices, lang),
            topics: listed.topics,
            active_at: listed.active_at.map(|at| at.utc()),
        })
        .collect();
    Ok(HttpResponse::Ok().json(Boards { boards }))
}

/// A board and a page of its topics, the newest activity first. Its `ETag` is what `If-Match` of a change of
/// the board names.
#[utoipa::path(get, path = "/api/v1/boards/{slug}", operation_id = "boards_get", tag = "forum",
    params(("slug" = String, Path), ("after" = Option<String>, Query, description = "`next` of the page before"), ("before" = Option<String>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page"),
        ("on" = Option<String>, Query, description = "The topics that were last active on this day or before, instead of `after`"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = BoardWithTopics), (status = 422, description = "`invalid`"), (status = 308, description = "By a name that it had before"), (status = 404, description = "`not-found`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    slug: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let reader = reader.as_ref();
    let board = boards::find(&context, &slug, reader).await?;
    let limit = paged::limit(&query)?;
    let from = match jump(&query) {
        Jump::None => paged::place(&query)?,
        Jump::To(day) => topics::from_day(&context, &board, reader, day).await?,
        Jump::Wrong => {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, "on", "date");
            return Ok(invalid(&request, &errors));
        }
    };
    let page = topics::of_board(&context, &board, reader, from).await?;
    let mut page = page.at_most(limit, &from);
    let ways = Ways::of(&page);
    let mut pinned = match from {
        From::Start => topics::pinned(&context, &board, reader).await?,
        _ => Vec::new(),
    };
    let all = page.items.iter_mut().chain(&mut pinned);
    tracking::count_unread(&context, reader, all).await?;
    let offices = offices::list(&context).await?;
    let tag = tag(board.version);
    let shown = HttpResponse::Ok().insert_header(tag).json(BoardWithTopics {
        board: BoardShown::of(&board, &offices, lang),
        pinned: pinned
            .into_iter()
            .map(|topic| TopicListed::of(topic, lang))
            .collect(),
        next: page.after.map(|cursor| cursor.to_string()),
        previous: page.before.map(|cursor| cursor.to_string()),
        topics: page
            .items
            .into_iter()
            .map(|topic| TopicListed::of(topic, lang))
            .collect(),
    });
    Ok(ways.on(&request, shown))
}

impl TopicListed {
    pub(super) fn of(topic: Listed, lang: Lang) -> Self {
        let url = format!("/{}/{}", lang.as_str(), topic.path());
        Self {
            id: topic.id,
            title: topic.title,
            title_html: topic.title_html,
            language: topic.language,
            replies: topic.reply_count,
            created_at: topic.created_at.utc(),
            active_at: topic.active_at.utc(),
            author: AuthorShown::of(&topic.author),
            pinned: topic.pinned,
            locked: topic.locked,
            official: topic.official,
            tags: topic.tags,
            unread: Some(topic.unread).filter(|unread| *unread > 0),
            url,
        }
    }
}
