//! One post with its versions, replying to a topic, and editing one's own post.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Json, Path},
};

use serde::Serialize;
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{
    attachments::{AttachmentShown, named},
    boards::{Parameters, lang},
    invalid,
    publication::{NewPost, Stored, What, answer},
    topics::PostShown,
};
use crate::{
    context::Context,
    forum::{
        ForumError, edit,
        owner::Owner,
        posts, publish,
        reader::Reader,
        reading::reactions,
        revisions::{self, Change, Piece},
        stale,
        submission::{Author, Submission},
        topics,
    },
    web::{
        extract::{AddressLimits, LoggedOn, Visitor},
        fault::{self, Fault},
        matching::{IfMatch, tag},
    },
};

/// Some words of a difference of two texts, in their order.
#[derive(Serialize, ToSchema)]
pub struct PieceShown {
    /// `same`, `added` or `removed`.
    change: &'static str,
    text: String,
    /// The kind of personal data that the words are.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    /// `public` where they are any: not covered by the privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'static str>,
}

impl PieceShown {
    fn of(piece: Piece) -> Self {
        Self {
            change: match piece.change {
                Change::Same => "same",
                Change::Added => "added",
                Change::Removed => "removed",
            },
            text: piece.text,
            kind: piece.mark.map(personal_data::Kind::as_str),
            scope: piece.mark.map(|_| "public"),
        }
    }

    pub(super) fn all(pieces: Vec<Piece>) -> Vec<Self> {
        pieces.into_iter().map(Self::of).collect()
    }
}

#[derive(Serialize, ToSchema)]
pub struct VersionShown {
    number: i32,
    at: chrono::DateTime<chrono::Utc>,
}

#[derive(Serialize, ToSchema)]
pub struct RevisionsShown {
    /// All versions, the newest first.
    versions: Vec<VersionShown>,
    /// The version that is shown beside the one before it.
    number: i32,
    /// The difference of the titles, where the post opens its topic.
    title: Option<Vec<PieceShown>>,
    /// The difference of the texts, as Markdown.
    body: Vec<PieceShown>,
    /// The warning where there is public personal data, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

/// One post. Its `ETag` is what `If-Match` of an edit names.
#[utoipa::path(get, path = "/api/v1/posts/{id}", operation_id = "posts_get", tag = "forum",
    params(("id" = i64, Path), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = PostShown, headers(("ETag" = String, description = "Names this text"))),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (id, reader) = (*id, Reader::from(reader.as_ref()));
    let (topic, post, reactions) = context
        .db
        .read(move |connection| {
            let (topic, post) = posts::visible(connection, id, reader)?;
            let reactions = reactions::of_posts(connection, reader.account, &[post.id])?;
            Ok::<_, ForumError>((topic, post, reactions))
        })
        .await?;
    let tag = tag(post.stamp(&topic.title));
    let totals = reactions.get(&post.id);
    Ok(HttpResponse::Ok()
        .insert_header(tag)
        .json(PostShown::of(post, lang(&request, &query)).reacted(totals)))
}

/// A version of a post, and what it changed in the one before; without `version` the newest.
#[utoipa::path(get, path = "/api/v1/posts/{id}/revisions", operation_id = "posts_revisions", tag = "forum",
    params(("id" = i64, Path), ("version" = Option<i32>, Query), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = RevisionsShown), (status = 404, description = "`not-found`")))]
pub async fn revisions(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let number = query.get("version").and_then(|number| number.parse().ok());
    let compared = revisions::compare(&context, *id, reader.as_ref(), number).await?;
    let warning = compared
        .post
        .marked()
        .then(|| lang(&request, &query).t("face-post-warning"));
    Ok(HttpResponse::Ok().json(RevisionsShown {
        versions: compared
            .versions
            .iter()
            .map(|version| VersionShown {
                number: version.number,
                at: version.at.utc(),
            })
            .collect(),
        number: compared.number,
        title: compared.title.map(PieceShown::all),
        body: PieceShown::all(compared.body),
        warning,
    }))
}

/// Reply to a topic. Findings are asked about as for a topic. With `office`, a member of that
/// office answers officially.
#[utoipa::path(post, path = "/api/v1/topics/{id}/posts", operation_id = "posts_post", tag = "forum", request_body = NewPost,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; the same key twice makes one post")),
    security((), ("session" = [])),
    responses((status = 201, body = Stored), (status = 202, description = "Held for review", body = Stored),
        (status = 308, description = "It was merged into another topic"), (status = 401, description = "`unauthorized`: this board takes no guests"),
        (status = 403, description = "`forbidden`: only the city answers here, or the account does not work for the office"),
        (status = 409, description = "`conflict`: the topic is locked or the board archived"),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`personal-data-undecided`, `invalid`, or `notice-changed`: a guest has not read the notice that stands there now"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    id: Path<i64>,
    mut body: Json<NewPost>,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(&context, *id, member.as_ref()).await?;
    if member.is_none() {
        topic.answers_for(Reader::GUEST).check()?;
        limits.count(&request)?;
    }
    let files = match named(&context, body.named(), None).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let submission = Submission {
        title: None,
        files,
        tags: String::new(),
        ..body.into_inner().submission(&request, &context, member)?
    };
    let outcome = publish::reply(&context, *id, submission.clone()).await?;
    Ok(answer(
        &request,
        outcome,
        &submission,
        StatusCode::CREATED,
        What::Post,
    ))
}

/// Replace the text of one's own post, and the title with the post that opens a topic.
/// The old version is kept as a revision, with everything masked that is public no longer.
#[utoipa::path(patch, path = "/api/v1/posts/{id}", operation_id = "posts_patch", tag = "forum", request_body = NewPost,
    params(("id" = i64, Path)),
    security(("session" = [])),
    responses((status = 200, body = Stored), (status = 202, description = "Held for review", body = Stored),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`: somebody else's post"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed-meanwhile`: the text or the files are others now; they come with the difference"),
        (status = 428, description = "`precondition-required`: without `If-Match`"),
        (status = 422, description = "`personal-data-undecided` or `invalid`"), (status = 429, description = "`too-many-attempts`")))]
pub async fn patch(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    LoggedOn(member): LoggedOn,
    if_match: IfMatch,
    id: Path<i64>,
    mut body: Json<NewPost>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let owner = Owner::by_account(&context, &member, *id).await?;
    let began = if_match.needed()?;
    let files = match named(&context, body.named(), Some(*id)).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let submission = Submission {
        files,
        ..body
            .into_inner()
            .by(&request, Author::Account(member.clone()))
    };
    let outcome = match edit::edit(&context, &owner, submission.clone(), began).await {
        Err(ForumError::Stale) => {
            let status = StatusCode::PRECONDITION_FAILED;
            return changed_meanwhile(&request, &context, &owner, &submission, status).await;
        }
        outcome => outcome?,
    };
    Ok(answer(
        &request,
        outcome,
        &submission,
        StatusCode::OK,
        What::Post,
    ))
}

/// Both texts, for the program's user to decide; nothing was changed.
pub(super) async fn changed_meanwhile(
    request: &HttpRequest,
    context: &Context,
    owner: &Owner,
    submission: &Submission,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let title = submission.title.as_deref();
    let now = stale::meanwhile(context, owner, title, &submission.body).await?;
    let attachments = AttachmentShown::all(&now.post);
    let members = Map::from_iter([
        (
            "present".to_owned(),
            json!({
                "title": now.post.opens_topic.then_some(&now.topic.title),
                "body": now.post.body,
                "version": now.post.version,
                "attachments": attachments,
            }),
        ),
        (
            "difference".to_owned(),
            json!({
                "title": now.title.map(PieceShown::all),
                "body": PieceShown::all(now.body),
            }),
        ),
    ]);
    let mut problem = fault::problem(request, status, "changed-meanwhile", members);
    if let Ok(tag) = header::HeaderValue::from_str(&format!("\"{}\"", now.stamp)) {
        problem.headers_mut().insert(header::ETAG, tag);
    }
    Ok(problem)
}
