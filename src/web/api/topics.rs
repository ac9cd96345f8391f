//! `/api/v1/topics`, and opening one on a board.

use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    attachments::{AttachmentShown, named},
    boards::{BoardShown, Parameters, lang},
    invalid,
    kept::ReactionShown,
    paged::{self, Ways},
    publication::{NewPost, Stored, What, answer},
    published::CaseFacts,
    support::SupportShown,
};
use crate::{
    accounts::Member,
    context::Context,
    crosslinks,
    db::AnyConnection,
    forum::{
        State, boards,
        cursor::{From, Page},
        posts::{self, Byline, Post},
        publish,
        reading::{
            reactions::{self, Totals},
            tracking::{self, Unread},
        },
        submission::{Submission, field},
        topics::{self, Topic},
    },
    i18n::Lang,
    offices::{self, Office},
    published::{
        self, Behind,
        shown::{self, Shown},
        support::{self, Support},
        ties::{self, Ties},
    },
    text_rules::refuse,
    web::{
        extract::{AddressLimits, Visitor},
        fault::Fault,
        pictures::{Look, look, pictures},
        place::{Jump, jump},
    },
};

/// Who wrote it. What has the scope `public` is personal data that its owner made public:
/// the privacy policy does not cover it.
#[derive(Serialize, ToSchema)]
pub struct AuthorShown {
    name: String,
    /// `public` where the name is personal data.
    name_scope: Option<&'static str>,
    guest: bool,
    /// Whether a resident published a suggestion with it, without a name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    resident: bool,
    email: Option<String>,
    email_scope: Option<&'static str>,
    /// By which `/api/v1/people/{id}` gives what they show of themselves, where they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<i64>,
}

const PUBLIC: &str = "public";

impl AuthorShown {
    pub(super) fn of(author: &Byline) -> Self {
        Self {
            name: author.name.clone(),
            name_scope: author.name_marked.then_some(PUBLIC),
            guest: author.guest,
            resident: author.resident,
            email: author.email.clone(),
            email_scope: author.email_marked.then_some(PUBLIC),
            profile: author.profile,
        }
    }
}

/// Public personal data; start and end in Unicode characters of the field's source.
#[derive(Serialize, ToSchema)]
pub struct FindingShown {
    field: String,
    kind: &'static str,
    start: usize,
    end: usize,
    /// Always `public`: not covered by the privacy policy.
    scope: &'static str,
}

/// An office that answers.
#[derive(Serialize, ToSchema)]
pub struct OfficeShown {
    slug: String,
    name: String,
}

impl OfficeShown {
    pub(super) fn of(office: &Office, lang: Lang) -> Self {
        Self {
            slug: office.slug.clone(),
            name: office.name(lang),
        }
    }
}

/// An official answer in a topic.
#[derive(Serialize, ToSchema)]
pub struct OfficialAnswer {
    post: i64,
    office: OfficeShown,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct PostShown {
    id: i64,
    opens_topic: bool,
    reply_to: Option<i64>,
    author: AuthorShown,
    /// Markdown, as it was written.
    body: String,
    /// As it is shown, with its marks.
    html: String,
    language: Lang,
    state: State,
    created_at: chrono::DateTime<chrono::Utc>,
    edited_at: Option<chrono::DateTime<chrono::Utc>>,
    findings: Vec<FindingShown>,
    attachments: Vec<AttachmentShown>,
    /// The office for which it answers; nothing else makes an answer official.
    #[serde(skip_serializing_if = "Option::is_none")]
    official: Option<OfficeShown>,
    /// The title of the topic that it opened before that was merged into this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    former_title: Option<String>,
    /// The number of this version; the first is 1. A quote of it begins with the line
    /// `> [quote:ID:VERSION]`.
    version: i32,
    /// Whose words its quotes hold.
    quotes: Vec<QuoteShown>,
    /// Whom it mentions.
    mentions: Vec<MentionShown>,
    /// The warning under a post with public personal data, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
    /// How many accounts reacted, and in which way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reactions: Vec<ReactionShown>,
}

/// The HTML with the addresses of the post's pictures.
fn shown(post: &Post) -> String {
    let looks: Vec<Look> = post
        .files
        .iter()
        .filter(|file| file.kind.is_picture())
        .map(look)
        .collect();
    pictures(&post.body_html, &looks).into_owned()
}

/// A post that is quoted; `data-post` names it in the HTML.
#[derive(Serialize, ToSchema)]
pub struct QuoteShown {
    post: i64,
    topic: i64,
    /// Absent where the post is not public any more.
    author: Option<AuthorShown>,
}

/// Somebody whose public name stands behind an `@`.
#[derive(Serialize, ToSchema)]
pub struct MentionShown {
    name: String,
    /// `public` where the name is personal data.
    name_scope: Option<&'static str>,
}

impl PostShown {
    pub(super) fn of(post: Post, lang: Lang) -> Self {
        Self {
            attachments: AttachmentShown::all(&post),
            html: shown(&post),
            official: post
                .office
                .as_ref()
                .map(|office| OfficeShown::of(office, lang)),
            warning: warning(&post, lang),
            former_title: post.former_title.clone(),
            version: post.version,
            quotes: post
                .quotes
                .iter()
                .map(|quoted| QuoteShown {
                    post: quoted.post,
                    topic: quoted.topic,
                    author: quoted.author.as_ref().map(AuthorShown::of),
                })
                .collect(),
            mentions: post
                .mentions
                .into_iter()
                .map(|mentioned| MentionShown {
                    name: mentioned.name,
                    name_scope: mentioned.name_marked.then_some(PUBLIC),
                })
                .collect(),
            id: post.id,
            opens_topic: post.opens_topic,
            reply_to: post.reply_to,
            author: AuthorShown::of(&post.author),
            body: post.body,
            language: post.language,
            state: post.state,
            created_at: post.created_at.utc(),
            edited_at: post.edited_at.map(|at| at.utc()),
            findings: post
                .findings
                .into_iter()
                .filter(crate::forum::findings::PublicFinding::marked)
                .map(|finding| FindingShown {
                    field: finding.field,
                    kind: finding.kind.as_str(),
                    start: finding.start,
                    end: finding.end,
                    scope: PUBLIC,
                })
                .collect(),
            reactions: Vec::new(),
        }
    }

    /// With the reactions to it, where there are any.
    pub(super) fn reacted(mut self, totals: Option<&Totals>) -> Self {
        self.reactions = totals.map(ReactionShown::all).unwrap_or_default();
        self
    }
}

fn warning(post: &Post, lang: Lang) -> Option<String> {
    if post.marked() {
        Some(lang.t("face-post-warning"))
    } else {
        post.mentions_marked().then(|| lang.t("mention-warning"))
    }
}

#[derive(Serialize, ToSchema)]
pub struct TopicShown {
    id: i64,
    board: BoardShown,
    title: String,
    title_html: String,
    language: Lang,
    state: State,
    replies: i32,
    created_at: chrono::DateTime<chrono::Utc>,
    active_at: chrono::DateTime<chrono::Utc>,
    pinned: bool,
    /// The last day of the pin, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned_until: Option<chrono::NaiveDate>,
    /// Whether it takes no answers.
    locked: bool,
    tags: Vec<String>,
    /// The offices' answers, the first first.
    official_answers: Vec<OfficialAnswer>,
    /// Topics that were split off.
    parts: Vec<i64>,
    /// Of a published suggestion.
    #[serde(skip_serializing_if = "Option::is_none")]
    support: Option<SupportShown>,
    /// The reference numbers of the asker's own offices' cases that came out of it.
    cases: Vec<String>,
    /// Where the suggestion stands that the topic is.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<CaseFacts>,
    /// The reference number of the case that was published as it, where that is of the asker's
    /// own offices.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// Published suggestions that came out of it, by their topics.
    suggestions: Vec<i64>,
    /// The topic out of which this suggestion came.
    #[serde(skip_serializing_if = "Option::is_none")]
    came_from: Option<i64>,
    url: String,
    posts: Vec<PostShown>,
    /// What the asker has not read; absent where it is not remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<UnreadShown>,
    /// Ask again with `after` set to this for the posts that follow.
    next: Option<i64>,
    /// Ask again with `before` set to this for the posts before these.
    previous: Option<i64>,
}

/// What somebody has not read of a topic.
#[derive(Serialize, ToSchema)]
pub struct UnreadShown {
    /// How many posts; no more than 100 are counted.
    #[schema(maximum = 100)]
    count: i64,
    /// The first of those posts in the topic's order.
    first: Option<i64>,
}

/// What is read of a topic, in one go.
struct Found {
    topic: Topic,
    page: Page<Post, i64>,
    reactions: HashMap<i64, Totals>,
    cases: Vec<crosslinks::Sent>,
    behind: Option<Behind>,
    ties: Ties,
    unread: Option<Unread>,
    suggestion: Option<Shown>,
    support: Option<Support>,
}

impl Found {
    fn read(
        connection: &mut AnyConnection,
        context: &Context,
        topic: Topic,
        (from, limit): (From<i64>, Option<usize>),
        reader: Option<&Member>,
    ) -> Result<Self, Fault> {
        let page = posts::of_topic(connection, &topic, reader, from)?;
        let page = page.at_most(limit, &from);
        let account = reader.map(|reader| reader.id);
        let ids: Vec<i64> = page.items.iter().map(|post| post.id).collect();
        let suggestion = shown::find(connection, context, topic.id)?;
        let support = match &suggestion {
            Some(shown) => Some(support::of_suggestion(
                connection, context, shown, &topic, reader,
            )?),
            None => None,
        };
        Ok(Self {
            reactions: reactions::of_posts(connection, account, &ids)?,
            cases: crosslinks::of_topic(connection, topic.id, reader)?,
            behind: published::behind(connection, topic.id, reader)?,
            ties: ties::of_topic(connection, topic.id, suggestion.as_ref(), reader)?,
            unread: match account {
                Some(account) => tracking::of_topic(connection, account, &topic, &[])?,
                None => None,
            },
            topic,
            page,
            suggestion,
            support,
        })
    }
}

/// A topic and a page of its posts.
#[utoipa::path(get, path = "/api/v1/topics/{id}", operation_id = "topics_get", tag = "forum",
    params(("id" = i64, Path), ("after" = Option<i64>, Query, description = "`next` of the page before"), ("before" = Option<i64>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page"),
        ("post" = Option<i64>, Query, description = "This post and those that follow, instead of `after`"),
        ("on" = Option<String>, Query, description = "The posts of this day (2026-03-31) and later, instead of `after`"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = TopicShown), (status = 422, description = "`invalid`"), (status = 308, description = "It was merged into another topic"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let (cx, id) = (Context::clone(&context), *id);
    let (jump, post) = (jump(&query), paged::at(&query, "post")?);
    let (place, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let found = context
        .db
        .read(move |connection| {
            let reader = reader.as_ref();
            let topic = topics::in_full(connection, &cx, id, reader)?;
            let first = match jump {
                Jump::None => post,
                Jump::To(day) => posts::first_from(connection, &cx, &topic, reader, day)?,
                Jump::Wrong => return Ok(None),
            };
            let from = match (first, jump) {
                (Some(post), _) => posts::from_post(connection, &topic, reader, post)?,
                (None, Jump::To(_)) => From::End,
                (None, _) => place,
            };
            Found::read(connection, &cx, topic, (from, limit), reader).map(Some)
        })
        .await?;
    let Some(found) = found else {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "on", "date");
        return Ok(invalid(&request, &errors));
    };
    let offices = offices::list(&context).await?;
    let Found {
        topic,
        page,
        reactions,
        cases,
        behind,
        ties,
        unread,
        suggestion,
        support,
    } = found;
    let url = format!("/{}/{}", lang.as_str(), topic.path());
    let ways = Ways::of(&page);
    let shown = HttpResponse::Ok().json(TopicShown {
        suggestion: suggestion.map(|suggestion| CaseFacts::of(&suggestion, lang)),
        case: behind.map(|behind| behind.reference),
        suggestions: ties.suggestions.iter().map(|one| one.topic).collect(),
        came_from: ties.came_from.map(|source| source.topic),
        id: topic.id,
        board: BoardShown::of(&topic.board, &offices, lang),
        title: topic.title,
        title_html: topic.title_html,
        language: topic.language,
        state: topic.state,
        replies: topic.reply_count,
        created_at: topic.created_at.utc(),
        active_at: topic.active_at.utc(),
        pinned: topic.pin.is_some(),
        pinned_until: topic.pin.and_then(|pin| pin.until),
        locked: topic.locked,
        support: support.map(SupportShown::of),
        cases: cases.into_iter().map(|case| case.reference).collect(),
        tags: topic.tags,
        official_answers: topic
            .official
            .iter()
            .map(|answer| OfficialAnswer {
                post: answer.post,
                office: OfficeShown::of(&answer.office, lang),
                url: format!("/{}/posts/{}", lang.as_str(), answer.post),
            })
            .collect(),
        parts: topic.parts.iter().map(|part| part.id).collect(),
        url,
        next: page.after,
        previous: page.before,
        posts: page
            .items
            .into_iter()
            .map(|post| {
                let totals = reactions.get(&post.id);
                PostShown::of(post, lang).reacted(totals)
            })
            .collect(),
        unread: unread.map(|unread| UnreadShown {
            count: unread.count,
            first: unread.first,
        }),
    });
    Ok(ways.on(&request, shown))
}

/// Open a topic. Its findings are asked about with 422 `personal-data-undecided`; send the
/// same request again with the `check` and one decision for each.
#[utoipa::path(post, path = "/api/v1/boards/{slug}/topics", operation_id = "topics_post", tag = "forum", request_body = NewPost,
    params(("slug" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; the same key twice makes one topic")),
    security((), ("session" = [])),
    responses((status = 201, body = Stored), (status = 202, description = "Held for review", body = Stored),
        (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`: this board takes no guests"),
        (status = 403, description = "`forbidden`: only the city opens topics here"),
        (status = 409, description = "`conflict`: the board is archived"),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`personal-data-undecided`, `invalid`, or `notice-changed`: a guest has not read the notice that stands there now"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    slug: Path<String>,
    mut body: Json<NewPost>,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &slug, member.as_ref()).await?;
    board.opens_for(member.as_ref().into()).check()?;
    if member.is_none() {
        limits.count(&request)?;
    }
    let files = match named(&context, body.named(), None).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let submission = Submission {
        files,
        ..body.into_inner().submission(&request, &context, member)?
    };
    if submission.title.is_none() {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, field::TITLE, "required");
        return Ok(invalid(&request, &errors));
    }
    let outcome = publish::open_topic(&context, &slug, submission.clone()).await?;
    Ok(answer(
        &request,
        outcome,
        &submission,
        StatusCode::CREATED,
        What::Topic,
    ))
}
