//! `/api/v1/posts/{id}/key`: a guest's own post, with the key in the body.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Status,
    appeals::DecisionShown,
    attachments::named,
    boards::{Parameters, lang},
    invalid,
    posts::changed_meanwhile,
    publication::{NewPost, Stored, What, answer},
    topics::PostShown,
};
use crate::{
    context::Context,
    forum::{
        ForumError, edit,
        owner::Owner,
        posts, public_email,
        stale::Began,
        submission::{Author, Submission},
    },
    moderation::{appeals, decided},
    privacy::{Private, Purpose, Viewer},
    rights::erase,
    text::publication::Decision,
    web::{extract::AddressLimits, fault::Fault, page::unstored},
};

/// The key that a guest was given with the post.
#[derive(Deserialize, ToSchema)]
pub struct KeyBody {
    key: String,
}

/// One's own post, in any state.
#[derive(Serialize, ToSchema)]
pub struct OwnPost {
    /// Names this text and these files: what an edit of them began from.
    stamp: String,
    /// Of the topic, where it can be seen.
    title: Option<String>,
    post: PostShown,
    /// What the moderator said who did not let it pass.
    rejected_because: Option<String>,
    /// What was decided about it, oldest first.
    decisions: Vec<DecisionShown>,
}

async fn owner(
    request: &HttpRequest,
    context: &Context,
    limits: &AddressLimits,
    post: i64,
    key: &str,
) -> Result<Owner, Fault> {
    limits.count(request)?;
    Ok(Owner::by_key(context, post, key).await?)
}

/// A guest's own post with what was decided about it.
#[utoipa::path(post, path = "/api/v1/posts/{id}/key", operation_id = "guest_posts_own", tag = "forum", request_body = KeyBody,
    params(("id" = i64, Path), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = OwnPost),
        (status = 404, description = "`no-such-key`: no such post, or another key"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn own(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    query: Parameters,
    body: Json<KeyBody>,
) -> Result<HttpResponse, Fault> {
    let owner = owner(&request, &context, &limits, *id, &body.key).await?;
    let (topic, post) = posts::of_owner(&context, &owner).await?;
    let stamp = post.stamp(topic.as_ref().map_or("", |topic| &topic.title));
    let decided = decided::of_own(&context, &owner).await?;
    let rejected = post.rejected_because.as_ref();
    let rejected = rejected.map(|because| because.open(&context)).transpose()?;
    let own = OwnPost {
        stamp,
        title: topic.map(|topic| topic.title),
        rejected_because: rejected.map(|because| {
            because
                .reveal(Viewer::Owner(&owner), Purpose::OwnAccess)
                .clone()
        }),
        post: PostShown::of(post, lang(&request, &query)),
        decisions: DecisionShown::all(&decided, lang(&request, &query)),
    };
    Ok(unstored(HttpResponse::Ok().json(own)))
}

/// How a guest's post is signed: both are public and not covered by the privacy policy.
#[derive(Deserialize, ToSchema)]
pub struct Signed {
    name: String,
    #[serde(default)]
    email: Option<String>,
}

/// A guest's post as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct KeyEdit {
    key: String,
    /// The `stamp` of what was edited; `*` writes over whatever stands there.
    began: String,
    /// Of the post that opens a topic: at most 120 characters.
    #[serde(default)]
    title: Option<String>,
    /// Markdown, at most 20,000 characters.
    body: String,
    /// From the answer that asked about the findings.
    #[serde(default)]
    check: Option<String>,
    /// One for each finding that was asked about, in `name` and `email` too.
    #[serde(default)]
    decisions: Vec<Decision>,
    /// Name and e-mail address as they stood when they were asked about, so that the same request
    /// can be sent twice; without them as they stand. They can be masked and taken out, not replaced.
    #[serde(default)]
    signed: Option<Signed>,
    /// Tokens of files that come to it, and the ids of those that stay; left out, all stay.
    #[serde(default)]
    attachments: Option<Vec<String>>,
    /// What its pictures show, by their tokens or ids; what is not named stays as it is.
    #[serde(default)]
    descriptions: BTreeMap<String, String>,
}

/// Replace the text of a guest's post. What is public already waits for review again, unless
/// nothing but masks came to it.
#[utoipa::path(post, path = "/api/v1/posts/{id}/key/edit", operation_id = "guest_posts_edit", tag = "forum", request_body = KeyEdit,
    params(("id" = i64, Path)),
    responses((status = 200, body = Stored), (status = 202, description = "Held for review", body = Stored),
        (status = 403, description = "`forbidden`: in this state it cannot be edited"),
        (status = 404, description = "`no-such-key`"),
        (status = 409, description = "`changed-meanwhile`: the text or the files are others now; they come with the difference"),
        (status = 422, description = "`personal-data-undecided` or `invalid`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn edit(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<KeyEdit>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let owner = owner(&request, &context, &limits, *id, &body.key).await?;
    let (_, post) = edit::find(&context, &owner).await?;
    let began = Began::said(&body.began);
    let mut new = NewPost {
        title: body.title,
        body: body.body,
        reply_to: None,
        tags: Vec::new(),
        office: None,
        check: body.check,
        decisions: body.decisions,
        attachments: body.attachments,
        descriptions: body.descriptions,
        guest: None,
    };
    let author = match (owner.author(&post), body.signed) {
        (Author::KeyHolder { .. }, Some(signed)) => Author::KeyHolder {
            name: signed.name,
            public_email: signed.email.unwrap_or_default(),
        },
        (author, _) => author,
    };
    let files = match named(&context, new.named(), Some(*id)).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let submission = Submission {
        files,
        ..new.by(&request, author)
    };
    let outcome = match edit::edit(&context, &owner, submission.clone(), began).await {
        Err(ForumError::Stale) => {
            let status = StatusCode::CONFLICT;
            let told = changed_meanwhile(&request, &context, &owner, &submission, status);
            return told.await.map(unstored);
        }
        outcome => outcome?,
    };
    let status = StatusCode::OK;
    Ok(answer(&request, outcome, &submission, status, What::Post))
}

/// Withdraw a guest's post: it is erased with all that belongs to it, and its key.
#[utoipa::path(post, path = "/api/v1/posts/{id}/key/withdraw", operation_id = "guest_posts_withdraw", tag = "forum", request_body = KeyBody,
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 404, description = "`no-such-key`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn withdraw(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<KeyBody>,
) -> Result<HttpResponse, Fault> {
    let owner = owner(&request, &context, &limits, *id, &body.key).await?;
    erase::own_post(&context, &owner).await?;
    Ok(HttpResponse::Ok().json(Status::of("withdrawn")))
}

/// Withdraw the consent for the public e-mail address of a guest's post: it is erased.
#[utoipa::path(post, path = "/api/v1/posts/{id}/key/withdraw-email", operation_id = "guest_posts_withdraw_email", tag = "forum", request_body = KeyBody,
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 404, description = "`no-such-key`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn withdraw_email(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<KeyBody>,
) -> Result<HttpResponse, Fault> {
    let owner = owner(&request, &context, &limits, *id, &body.key).await?;
    public_email::withdraw(&context, &owner).await?;
    Ok(HttpResponse::Ok().json(Status::of("withdrawn")))
}

/// Why a decision is wrong.
#[derive(Deserialize, ToSchema)]
pub struct KeyAppeal {
    key: String,
    /// Of the decision.
    number: i32,
    /// At most 2000 characters.
    words: String,
}

/// Appeal against a decision about a guest's post. Twice is once.
#[utoipa::path(post, path = "/api/v1/posts/{id}/key/appeal", operation_id = "guest_posts_appeal", tag = "forum", request_body = KeyAppeal,
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 404, description = "`no-such-key`, or `not-found`: no such decision"),
        (status = 409, description = "`conflict`: the time to appeal has ended"),
        (status = 422, description = "`invalid`"), (status = 429, description = "`too-many-attempts`")))]
pub async fn appeal(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<KeyAppeal>,
) -> Result<HttpResponse, Fault> {
    let owner = owner(&request, &context, &limits, *id, &body.key).await?;
    let words = body.words.trim();
    if let Err(errors) = appeals::check("words", words) {
        return Ok(invalid(&request, &errors));
    }
    appeals::appeal(
        &context,
        &owner,
        body.number,
        Private::new(words.to_owned()),
    )
    .await?;
    Ok(HttpResponse::Ok().json(Status::of("appealed")))
}
