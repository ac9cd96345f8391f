//! `/api/v1/policy`: the privacy policy and its versions, and `/api/v1/notices`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    paged,
};
use crate::{
    context::Context,
    i18n::Lang,
    privacy::{
        notices::Notice,
        policy::{self, Kind, Version},
    },
    web::{fault::Fault, language},
};

/// A text in both languages.
#[derive(Serialize, ToSchema)]
pub struct Texts {
    zh: String,
    en: String,
}

/// What is known of a version without its text.
#[derive(Serialize, ToSchema)]
#[schema(as = PolicyVersionLine)]
pub struct Line {
    number: i32,
    kind: Kind,
    /// SHA-256, in hexadecimal, of the Chinese text, a zero byte, and the English text.
    hash: String,
    effective_on: NaiveDate,
    published_at: DateTime<Utc>,
    /// What a major revision changes; empty for the others.
    particulars: Texts,
}

/// A version of the policy.
#[derive(Serialize, ToSchema)]
#[schema(as = PolicyVersion)]
pub struct Whole {
    #[serde(flatten)]
    line: Line,
    /// Markdown.
    text: Texts,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PolicyVersions)]
pub struct Versions {
    versions: Vec<Line>,
}

impl Line {
    fn of(version: &Version) -> Self {
        Self {
            number: version.number,
            kind: version.kind,
            hash: version.hash(),
            effective_on: version.effective_on,
            published_at: version.published_at.utc(),
            particulars: Texts {
                zh: version.particulars_zh.clone(),
                en: version.particulars_en.clone(),
            },
        }
    }
}

impl Whole {
    fn of(version: Version) -> Self {
        Self {
            line: Line::of(&version),
            text: Texts {
                zh: version.text_zh,
                en: version.text_en,
            },
        }
    }
}

/// The privacy policy that is in force.
#[utoipa::path(get, path = "/api/v1/policy", operation_id = "policy_current", tag = "privacy",
    responses((status = 200, body = Whole)))]
pub async fn current(context: Data<Context>) -> Result<HttpResponse, Fault> {
    let version = policy::current(&context).await?;
    Ok(HttpResponse::Ok().json(Whole::of(version)))
}

/// Every version of the privacy policy, the newest first.
#[utoipa::path(get, path = "/api/v1/policy/versions", operation_id = "policy_versions", tag = "privacy",
    responses((status = 200, body = Versions)))]
pub async fn versions(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let versions = policy::versions(&context).await?;
    let (versions, ways) = paged::part(&query, versions, |one| one.number.to_string())?;
    let shown = HttpResponse::Ok().json(Versions {
        versions: versions.iter().map(Line::of).collect(),
    });
    Ok(ways.on(&request, shown))
}

/// One version of the privacy policy.
#[utoipa::path(get, path = "/api/v1/policy/versions/{number}", operation_id = "policy_version", tag = "privacy",
    params(("number" = i32, Path, description = "From 1 on")),
    responses((status = 200, body = Whole), (status = 404, description = "`not-found`")))]
pub async fn version(context: Data<Context>, number: Path<i32>) -> Result<HttpResponse, Fault> {
    let version = policy::version(&context, *number).await?;
    Ok(HttpResponse::Ok().json(Whole::of(version)))
}

/// One thing that a notice tells.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticePoint)]
pub struct PointBody {
    /// `who`, `purpose`, `kinds`, `long`, `where`, `receivers`, `rights` or `refuse`.
    name: &'static str,
    label: String,
    text: String,
}

/// What people are told where data is collected.
#[derive(Serialize, ToSchema)]
#[schema(as = CollectionNotice)]
pub struct NoticeBody {
    notice: Notice,
    version: i32,
    language: Lang,
    /// SHA-256 in hexadecimal. Send it as `notice` with what is collected, so that the
    /// consent names the text that was read.
    hash: String,
    points: Vec<PointBody>,
}

/// A collection notice, in the language of the request. Sending data to the route that it
/// belongs to is consent to it. That of an event stands with the event.
#[utoipa::path(get, path = "/api/v1/notices/{notice}", operation_id = "notices_get", tag = "privacy",
    params(("notice" = String, Path, description = "`registration`, `guest-post`, `suggestion`, `enquiry`, `policy-mail`, `about-me`, `reading`, `flag`, `publication`, `support`"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = NoticeBody), (status = 404, description = "`not-found`")))]
pub async fn notice(
    request: HttpRequest,
    context: Data<Context>,
    name: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let notice: Option<Notice> = name.parse().ok();
    let notice = notice
        .filter(|notice| Notice::ALL.contains(notice))
        .ok_or(Fault::NotFound)?;
    let lang = lang(&request, &query);
    let shown = notice.shown(lang, &context.config);
    let body = NoticeBody {
        notice,
        version: shown.version,
        language: lang,
        hash: shown.hash_text(),
        points: shown
            .points
            .into_iter()
            .map(|point| PointBody {
                name: point.name,
                label: point.label,
                text: point.text,
            })
            .collect(),
    };
    Ok(language::varies(HttpResponse::Ok().json(body), lang))
}
