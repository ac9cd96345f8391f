//! `/api/v1/people`, and what one shows of oneself.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    invalid,
    paged::{self, Ways},
    publication::undecided_problem,
};
use crate::{
    context::Context,
    forum::{
        ForumError,
        reading::profiles::{self, About, Chosen, Kept, Profile, Written},
    },
    i18n::Lang,
    text::{official::Answered, publication::Decision},
    web::{
        extract::{LoggedOn, Visitor},
        fault::Fault,
        language,
        matching::{IfMatch, tag},
        page::unstored,
    },
};

/// The label of every datum: public personal data, which the privacy policy does not cover.
const PUBLIC: &str = "public";

#[derive(Serialize, ToSchema)]
pub struct AboutShown {
    /// Markdown, as it was written.
    text: String,
    /// As it is shown, with its marks.
    html: String,
    language: Lang,
    /// Always `public`.
    scope: &'static str,
}

impl AboutShown {
    pub(super) fn of(about: About) -> Self {
        Self {
            text: about.source,
            html: about.html,
            language: about.language,
            scope: PUBLIC,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct SinceShown {
    /// The first day of the month.
    month: chrono::NaiveDate,
    /// Always `public`.
    scope: &'static str,
}

#[derive(Serialize, ToSchema)]
pub struct CountShown {
    /// Of posts that everybody may read.
    posts: i64,
    /// Always `public`.
    scope: &'static str,
}

#[derive(Serialize, ToSchema)]
pub struct WrittenShown {
    id: i64,
    topic: i64,
    title: String,
    title_html: String,
    created_at: chrono::DateTime<chrono::Utc>,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct PostsShown {
    posts: Vec<WrittenShown>,
    /// Always `public`.
    scope: &'static str,
    /// Ask again with `after` set to this for older ones.
    next: Option<String>,
    /// Ask again with `before` set to this for newer ones.
    previous: Option<String>,
}

/// What somebody shows of themselves; what they do not show is absent.
#[derive(Serialize, ToSchema)]
pub struct ProfileShown {
    id: i64,
    name: String,
    /// `public` where the name is personal data.
    name_scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<AboutShown>,
    /// `true` where a moderator hid `about` from others; only its owner and who decides about profiles read
    /// it.
    #[serde(skip_serializing_if = "Option::is_none")]
    about_hidden: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<SinceShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<CountShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<PostsShown>,
    /// Why all of it is labelled, in the language asked for.
    warning: String,
}

impl ProfileShown {
    fn of(profile: Profile, lang: Lang) -> Self {
        let written = |post: Written| WrittenShown {
            id: post.id,
            topic: post.topic,
            title: post.title,
            title_html: post.title_html,
            created_at: post.created_at.utc(),
            url: format!("/{}/posts/{}", lang.as_str(), post.id),
        };
        Self {
            id: profile.id,
            name: profile.name,
            name_scope: profile.name_marked.then_some(PUBLIC),
            about_hidden: (profile.hidden && profile.about.is_some()).then_some(true),
            about: profile.about.map(AboutShown::of),
            since: profile.since.map(|month| SinceShown {
                month,
                scope: PUBLIC,
            }),
            count: profile.count.map(|posts| CountShown {
                posts,
                scope: PUBLIC,
            }),
            written: profile.posts.map(|page| PostsShown {
                next: page.after.map(|cursor| cursor.to_string()),
                previous: page.before.map(|cursor| cursor.to_string()),
                posts: page.items.into_iter().map(written).collect(),
                scope: PUBLIC,
            }),
            warning: lang.t("profile-warning"),
        }
    }
}

/// What somebody shows of themselves.
#[utoipa::path(get, path = "/api/v1/people/{id}", operation_id = "people_get", tag = "reading",
    params(("id" = i64, Path), ("after" = Option<String>, Query, description = "`next` of the page before"), ("before" = Option<String>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page"), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = ProfileShown), (status = 404, description = "`not-found`: nobody, or somebody who shows nothing")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let (from, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let mut profile = profiles::find(&context, *id, reader.as_ref(), from).await?;
    profile.posts = profile.posts.map(|page| page.at_most(limit, &from));
    let ways = profile.posts.as_ref().map(Ways::of).unwrap_or_default();
    let shown = HttpResponse::Ok().json(ProfileShown::of(profile, lang));
    Ok(ways.on(&request, shown))
}

/// What an account shows of itself.
#[derive(Serialize, ToSchema)]
pub struct OwnProfile {
    /// Markdown; empty where there is none.
    about: String,
    /// The month since when it is a member.
    since: bool,
    /// How many public posts it wrote.
    count: bool,
    /// The list of them.
    posts: bool,
}

/// What an account wants to show of itself. What a request leaves out is not shown.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NewProfile {
    /// Markdown; empty where there is none.
    about: String,
    /// The month since when it is a member.
    since: bool,
    /// How many public posts it wrote.
    count: bool,
    /// The list of them.
    posts: bool,
    /// The check of a 422 answer, with a decision for each finding.
    check: Option<String>,
    /// Only one's own personal data can be published.
    decisions: Vec<Decision>,
}

/// What the account shows of itself.
#[utoipa::path(get, path = "/api/v1/account/profile", operation_id = "profile_get", tag = "reading", security(("session" = [])),
    responses((status = 200, body = OwnProfile), (status = 401, description = "`unauthorized`")))]
pub async fn own(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let chosen = profiles::chosen(&context, member.id).await?;
    let tag = tag(chosen.stamp());
    Ok(unstored(HttpResponse::Ok().insert_header(tag).json(
        OwnProfile {
            about: chosen.about,
            since: chosen.since,
            count: chosen.count,
            posts: chosen.posts,
        },
    )))
}

async fn stamp(context: &Context, account: i64) -> Result<String, Fault> {
    Ok(profiles::chosen(context, account).await?.stamp())
}

/// Choose what to show. Findings in the text are asked about with 422 `personal-data-undecided`. Where a
/// moderator hid the text, another one waits until it is approved.
#[utoipa::path(put, path = "/api/v1/account/profile", operation_id = "profile_put", tag = "reading", request_body = NewProfile, security(("session" = [])),
    responses((status = 200, body = OwnProfile), (status = 401, description = "`unauthorized`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn keep(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    body: Json<NewProfile>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let chosen = Chosen {
        about: body.about.replace("\r\n", "\n").trim().to_owned(),
        since: body.since,
        count: body.count,
        posts: body.posts,
    };
    let answered = Answered {
        check: body.check,
        decisions: body.decisions,
        mask_all: false,
    };
    let (fields, lang) = (chosen.fields(), language::of_header(&request));
    let began = if_match.began();
    match profiles::keep(&context, member.id, chosen, answered, lang, began).await {
        Ok(Kept::Done) => own(LoggedOn(member), context).await,
        Ok(Kept::Undecided(undecided)) => Ok(undecided_problem(&request, &undecided, &fields)),
        Err(ForumError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => {
            let now = stamp(&context, member.id);
            if_match.judged(Err(error.into()), now).await
        }
    }
}

/// Show nothing any more; all of it is erased.
#[utoipa::path(delete, path = "/api/v1/account/profile", operation_id = "profile_delete", tag = "reading", security(("session" = [])),
    responses((status = 204, description = "Erased"), (status = 401, description = "`unauthorized`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names")))]
pub async fn erase(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    if_match: IfMatch,
) -> Result<HttpResponse, Fault> {
    let erased = profiles::erase(&context, member.id, if_match.began()).await;
    let now = stamp(&context, member.id);
    if_match.judged(erased.map_err(Fault::from), now).await?;
    Ok(HttpResponse::NoContent().finish())
}
