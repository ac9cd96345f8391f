//! Drafts of one's own: one for each place, for nobody else.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{boards::Parameters, invalid, paged};
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        ForumError, boards,
        drafts::{self, DAYS, Draft, DraftFile, Place, Stands, Where, Words},
    },
    privacy::{Private, Purpose, Viewer},
    web::{
        extract::LoggedOn,
        fault::Fault,
        matching::{IfMatch, tag},
        page::unstored,
    },
};

/// What has been written so far.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct DraftBody {
    /// Of a topic, or of the post that opens one.
    #[serde(default)]
    title: Option<String>,
    /// Markdown.
    #[serde(default)]
    body: String,
    /// Of a topic, as typed.
    #[serde(default)]
    tags: String,
    /// The slug of the office for which a member of it answers.
    #[serde(default)]
    office: Option<String>,
    /// The post that it answers.
    #[serde(default)]
    reply_to: Option<i64>,
    /// Of an edit: the stamp of the text that it began from.
    #[serde(default)]
    began: Option<String>,
    /// Files wait as long as their draft.
    #[serde(default)]
    attachments: Vec<DraftAttachment>,
}

/// A file that the text is to have.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct DraftAttachment {
    /// The token of `POST /api/v1/attachments`, or the id, as text, of a file that the post has.
    handle: String,
    /// From 1 to 5; by this the text names a picture.
    position: usize,
    /// What a picture shows.
    #[serde(default)]
    alt: String,
}

/// A draft.
#[derive(Serialize, ToSchema)]
pub struct DraftKept {
    /// `board`, `topic` or `post`: where it is to stand.
    place: &'static str,
    /// That board's, topic's or post's.
    place_id: i64,
    #[serde(flatten)]
    words: DraftBody,
    kept_at: chrono::DateTime<chrono::Utc>,
    /// When it is deleted unless it is changed or published.
    expires_at: chrono::DateTime<chrono::Utc>,
}

/// All of them, the newest first.
#[derive(Serialize, ToSchema)]
pub struct DraftList {
    drafts: Vec<DraftKept>,
}

impl DraftKept {
    fn of(draft: &Draft, member: &Member) -> Self {
        let words = draft
            .words
            .reveal(Viewer::Owner(member), Purpose::OwnAccess);
        let (place, place_id) = draft.place.parts();
        let files = words.files.iter();
        Self {
            place: place.as_str(),
            place_id,
            kept_at: draft.kept_at.utc(),
            expires_at: (draft.kept_at + chrono::TimeDelta::days(DAYS)).utc(),
            words: DraftBody {
                title: words.title.clone(),
                body: words.body.clone(),
                tags: words.tags.clone(),
                office: words.office.clone(),
                reply_to: words.reply_to,
                began: words.began.clone(),
                attachments: files
                    .map(|file| DraftAttachment {
                        handle: file.handle.clone(),
                        position: file.position,
                        alt: file.alt.clone(),
                    })
                    .collect(),
            },
        }
    }
}

impl From<DraftBody> for Words {
    fn from(body: DraftBody) -> Self {
        let files = body.attachments.into_iter();
        Self {
            title: body.title,
            body: body.body.replace("\r\n", "\n"),
            tags: body.tags,
            office: body.office,
            reply_to: body.reply_to,
            began: body.began,
            files: files
                .map(|file| DraftFile {
                    handle: file.handle,
                    position: file.position,
                    alt: file.alt,
                })
                .collect(),
        }
    }
}

/// `board/SLUG`, `topic/12`, `post/12`.
async fn place(
    context: &Context,
    member: &Member,
    (place, of): (String, String),
) -> Result<Place, Fault> {
    let number = || of.parse().map_err(|_| Fault::NotFound);
    Ok(match place.parse().map_err(|()| Fault::NotFound)? {
        Where::Board => {
            let board = boards::find(context, &of, member).await.map_err(here)?;
            Place::Board(board.id)
        }
        Where::Topic => Place::Topic(number()?),
        Where::Post => Place::Post(number()?),
    })
}

/// A draft's address does not lead on to where its board or topic is now.
fn here(error: ForumError) -> Fault {
    match error {
        ForumError::Moved(_) => Fault::NotFound,
        error => error.into(),
    }
}

/// All drafts of the account.
#[utoipa::path(get, path = "/api/v1/drafts", operation_id = "drafts_list", tag = "forum", security(("session" = [])),
    responses((status = 200, body = DraftList), (status = 401, description = "`unauthorized`")))]
pub async fn list(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let all = drafts::list(&context, &member).await?;
    let (all, ways) = paged::part(&query, all, |(draft, _)| draft.id.to_string())?;
    let kept = |(draft, _): &(Draft, Stands)| DraftKept::of(draft, &member);
    let drafts = all.iter().map(kept).collect();
    let shown = unstored(HttpResponse::Ok().json(DraftList { drafts }));
    Ok(ways.on(&request, shown))
}

/// The draft for a place: a new topic on `board/SLUG`, an answer in `topic/ID`, an edit of
/// `post/ID`.
#[utoipa::path(get, path = "/api/v1/drafts/{place}/{of}", operation_id = "drafts_get", tag = "forum", security(("session" = [])),
    params(("place" = String, Path, description = "`board`, `topic` or `post`"),
        ("of" = String, Path, description = "the board's slug, or the id")),
    responses((status = 200, body = DraftKept), (status = 401, description = "`unauthorized`"),
        (status = 404, description = "`not-found`: there is none")))]
pub async fn get(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let place = place(&context, &member, path.into_inner()).await?;
    let draft = find(&context, &member, place).await?;
    Ok(answer(&draft, &member))
}

async fn find(context: &Context, member: &Member, place: Place) -> Result<Draft, Fault> {
    let (cx, account) = (context.clone(), member.id);
    let draft = context
        .db
        .read(move |connection| drafts::find(connection, &cx, account, place))
        .await?;
    draft.ok_or(Fault::NotFound)
}

async fn stamp(context: &Context, member: &Member, place: Place) -> Result<String, Fault> {
    Ok(find(context, member, place).await?.stamp())
}

fn answer(draft: &Draft, member: &Member) -> HttpResponse {
    let tag = tag(draft.stamp());
    let shown = DraftKept::of(draft, member);
    unstored(HttpResponse::Ok().insert_header(tag).json(shown))
}

/// Keep what has been written in the stead of what was kept. With neither title nor text nor
/// files there is no draft any more.
#[utoipa::path(put, path = "/api/v1/drafts/{place}/{of}", operation_id = "drafts_put", tag = "forum", security(("session" = [])),
    params(("place" = String, Path, description = "`board`, `topic` or `post`"),
        ("of" = String, Path, description = "the board's slug, or the id")),
    request_body = DraftBody,
    responses((status = 200, body = DraftKept), (status = 204, description = "There is none any more"),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`: another's post"),
        (status = 404, description = "`not-found`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn put(
    request: HttpRequest,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    if_match: IfMatch,
    path: Path<(String, String)>,
    body: Json<DraftBody>,
) -> Result<HttpResponse, Fault> {
    let place = place(&context, &member, path.into_inner()).await?;
    let words = Private::new(body.into_inner().into());
    match drafts::keep(&context, &member, place, words, if_match.began()).await {
        Ok(Some(draft)) => Ok(answer(&draft, &member)),
        Ok(None) => Ok(HttpResponse::NoContent().finish()),
        Err(ForumError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => {
            let now = stamp(&context, &member, place);
            if_match.judged(Err(here(error)), now).await
        }
    }
}

/// Discard the draft. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/drafts/{place}/{of}", operation_id = "drafts_delete", tag = "forum", security(("session" = [])),
    params(("place" = String, Path, description = "`board`, `topic` or `post`"),
        ("of" = String, Path, description = "the board's slug, or the id")),
    responses((status = 204, description = "Gone"), (status = 401, description = "`unauthorized`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names")))]
pub async fn delete(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    if_match: IfMatch,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let place = place(&context, &member, path.into_inner()).await?;
    let discarded = drafts::discard(&context, &member, place, if_match.began()).await;
    let now = stamp(&context, &member, place);
    if_match.judged(discarded.map_err(Fault::from), now).await?;
    Ok(HttpResponse::NoContent().finish())
}
