//! `/api/v1/search`: posts by words and filters, and topics like a new one.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    boards::{Parameters, lang},
    invalid,
    paged::{self, Ways},
    topics::AuthorShown,
};
use crate::{
    context::Context,
    forum::{
        search::{self, Asked, Hit, Kind},
        submission::LONGEST_TITLE,
    },
    i18n::Lang,
    search::{Excerpt, day},
    text_rules::{refuse, refuse_length},
    web::{
        extract::{AddressLimits, Visitor},
        fault::Fault,
    },
};

/// Public personal data in what is shown of a hit.
#[derive(Serialize, ToSchema)]
pub struct Label {
    /// `title` or `excerpt`.
    field: &'static str,
    /// As `data-kind` of its mark names it.
    kind: String,
    /// Always `public`: not covered by the privacy policy.
    scope: &'static str,
}

/// A post that was found.
#[derive(Serialize, ToSchema)]
pub struct HitShown {
    post: i64,
    topic: i64,
    kind: Kind,
    /// The board's name in addresses.
    board: String,
    /// The topic's title; the words in `<strong class="hit">`, public personal data in `<mark class="pd">`.
    title_html: String,
    title_language: Lang,
    /// The part of the post that has the words, written like the title.
    excerpt_html: String,
    language: Lang,
    author: AuthorShown,
    /// Whether an office answers with it.
    official: bool,
    created_at: chrono::DateTime<chrono::Utc>,
    url: String,
    labels: Vec<Label>,
    /// The warning under a post with public personal data, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct FoundShown {
    /// How many posts were found, at most 200.
    count: usize,
    hits: Vec<HitShown>,
    /// Whether `q` was longer than what is read of it.
    cut: bool,
    /// Ask again with `page` set to this for those that follow.
    next: Option<usize>,
}

impl HitShown {
    fn of(hit: Hit, lang: Lang) -> Self {
        let labels = |field: &'static str, excerpt: &Excerpt| -> Vec<Label> {
            let kinds = excerpt.kinds.iter();
            kinds
                .map(|kind| Label {
                    field,
                    kind: kind.clone(),
                    scope: "public",
                })
                .collect()
        };
        let mut all = labels("title", &hit.title);
        all.extend(labels("excerpt", &hit.excerpt));
        let url = format!("/{}/{}", lang.as_str(), hit.path());
        let warning = hit.warning().map(|warning| lang.t(warning));
        Self {
            post: hit.post,
            topic: hit.topic,
            kind: hit.kind,
            board: hit.board.slug,
            title_html: hit.title.html,
            title_language: hit.title_language,
            excerpt_html: hit.excerpt.html,
            language: hit.language,
            author: AuthorShown::of(&hit.author),
            official: hit.is_official,
            created_at: hit.created_at.utc(),
            url,
            labels: all,
            warning,
        }
    }
}

/// Search the public posts. Filters can also stand in `q`: `board:`, `author:`, `after:`, `before:`,
/// `kind:`, `tag:`.
#[utoipa::path(get, path = "/api/v1/search", operation_id = "search_get", tag = "forum",
    params(("q" = Option<String>, Query, description = "Words, and \"phrases\" in quotation marks; 200 characters are read"),
        ("board" = Option<String>, Query, description = "A board's slug or name"),
        ("author" = Option<String>, Query, description = "The author's public name, exactly"),
        ("after" = Option<String>, Query, description = "From this day on (2026-03-31)"),
        ("before" = Option<String>, Query, description = "Up to the day before this"),
        ("kind" = Option<String>, Query, description = "topic, suggestion or reply"),
        ("tag" = Option<String>, Query, description = "A tag of the topic"),
        ("page" = Option<usize>, Query, description = "`next` of the page before"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = FoundShown), (status = 422, description = "`invalid`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(reader): Visitor,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    limits.count_look(&request)?;
    let lang = lang(&request, &query);
    let mut errors = ValidationErrors::new();
    let given = |name: &str| {
        let value = query.get(name).map(|value| value.trim().to_owned());
        value.filter(|value| !value.is_empty())
    };
    let mut date = |name: &'static str| {
        let found = given(name)?;
        let found = day(&found);
        if found.is_none() {
            refuse(&mut errors, name, "date");
        }
        found
    };
    let asked = Asked {
        after: date("after"),
        before: date("before"),
        text: query.get("q").cloned().unwrap_or_default(),
        board: given("board"),
        author: given("author"),
        kind: given("kind").and_then(|kind| kind.parse().ok()),
        tag: given("tag"),
        page: paged::at(&query, "page")?.unwrap_or(1),
    };
    if given("kind").is_some() && asked.kind.is_none() {
        refuse(&mut errors, "kind", "choice");
    }
    if !errors.is_empty() {
        return Ok(invalid(&request, &errors));
    }
    let found = search::find(&context, reader.as_ref(), asked).await?;
    let next = found.has_next.then_some(found.page + 1);
    let body = HttpResponse::Ok().json(FoundShown {
        count: found.count,
        cut: found.is_cut,
        next,
        hits: shown(found.hits, lang),
    });
    Ok(Ways::onward("page", next).on(&request, body))
}

fn shown(hits: Vec<Hit>, lang: Lang) -> Vec<HitShown> {
    hits.into_iter()
        .map(|hit| HitShown::of(hit, lang))
        .collect()
}

/// A title that is being written.
#[derive(Deserialize, ToSchema)]
pub struct Title {
    /// At most 120 characters.
    title: String,
    /// Whether only published suggestions are looked for.
    #[serde(default)]
    suggestions: bool,
}

#[derive(Serialize, ToSchema)]
pub struct Similar {
    /// Opening posts, the likest first; at most five.
    topics: Vec<HitShown>,
}

/// Find topics like one that is being written. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/search/similar", operation_id = "search_similar", tag = "forum", request_body = Title,
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = Similar), (status = 422, description = "`invalid`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn similar(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(reader): Visitor,
    query: Parameters,
    body: Json<Title>,
) -> Result<HttpResponse, Fault> {
    limits.count_look(&request)?;
    let Title { title, suggestions } = body.into_inner();
    if title.chars().count() > LONGEST_TITLE {
        let mut errors = ValidationErrors::new();
        refuse_length(&mut errors, "title", 0, LONGEST_TITLE);
        return Ok(invalid(&request, &errors));
    }
    let topics = search::similar(&context, reader.as_ref(), &title, suggestions).await?;
    Ok(HttpResponse::Ok().json(Similar {
        topics: shown(topics, lang(&request, &query)),
    }))
}
