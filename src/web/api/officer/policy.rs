//! Drafts of the next version of the privacy policy: begun, written, published, discarded.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    accounts::policy_mails,
    context::Context,
    db::Timestamp,
    privacy::policy::{self, Draft, Fields, Kind, PolicyError},
    web::{
        api::{boards::Parameters, invalid, paged},
        extract::PrivacyOfficer,
        fault::Fault,
        matching::{IfMatch, tag},
        page::unstored,
    },
};

/// What a draft says.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyDraftText)]
pub struct DraftText {
    /// `minor` or `major`.
    kind: Kind,
    /// Markdown, in both languages.
    text_zh: String,
    text_en: String,
    /// What a major revision changes, needed in both languages then.
    #[serde(default)]
    particulars_zh: String,
    #[serde(default)]
    particulars_en: String,
    effective_on: Option<NaiveDate>,
}

/// A draft as it is written.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewPolicyDraft)]
pub struct NewDraft {
    #[serde(flatten)]
    text: DraftText,
    /// `updated_at` of the draft that was read; without it whatever stands there is written over.
    read_at: Option<DateTime<Utc>>,
}

/// Which text of a draft is meant.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = PolicyDraftRead)]
pub struct ReadDraft {
    /// `updated_at` of the draft that was read; without it whatever stands there is published.
    read_at: Option<DateTime<Utc>>,
}

impl DraftText {
    fn read(self) -> Fields {
        let text = |text: String| text.replace("\r\n", "\n").trim().to_owned();
        Fields {
            kind: self.kind,
            text_zh: text(self.text_zh),
            text_en: text(self.text_en),
            particulars_zh: text(self.particulars_zh),
            particulars_en: text(self.particulars_en),
            effective_on: self.effective_on,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = PolicyDraft)]
pub struct DraftShown {
    id: i64,
    #[serde(flatten)]
    text: DraftText,
    updated_at: DateTime<Utc>,
}

impl From<Draft> for DraftShown {
    fn from(draft: Draft) -> Self {
        let fields = draft.fields;
        Self {
            id: draft.id,
            text: DraftText {
                kind: fields.kind,
                text_zh: fields.text_zh,
                text_en: fields.text_en,
                particulars_zh: fields.particulars_zh,
                particulars_en: fields.particulars_en,
                effective_on: fields.effective_on,
            },
            updated_at: draft.updated_at.utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = PolicyDrafts)]
pub struct DraftsBody {
    drafts: Vec<DraftShown>,
}

/// The drafts of the next version.
#[utoipa::path(get, path = "/api/v1/officer/policy", operation_id = "officer_drafts", tag = "officer", security(("session" = [])),
    responses((status = 200, body = DraftsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let drafts = policy::drafts(&context).await?;
    let (drafts, ways) = paged::part(&query, drafts, |one| one.id.to_string())?;
    let shown = HttpResponse::Ok().json(DraftsBody {
        drafts: drafts.into_iter().map(DraftShown::from).collect(),
    });
    Ok(ways.on(&request, unstored(shown)))
}

/// A draft of the next version. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/officer/policy/{id}", operation_id = "officer_draft", tag = "officer", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = DraftShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: PrivacyOfficer,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let (draft, _) = policy::draft(&context, *id).await?;
    let tag = tag(draft.updated_at.milliseconds());
    let shown = DraftShown::from(draft);
    Ok(unstored(HttpResponse::Ok().insert_header(tag).json(shown)))
}

async fn written(context: &Context, id: i64) -> Result<i64, Fault> {
    let (draft, _) = policy::draft(context, id).await?;
    Ok(draft.updated_at.milliseconds())
}

#[derive(Serialize, ToSchema)]
#[schema(as = BegunPolicyDraft)]
pub struct Begun {
    id: i64,
}

/// Begin a draft with the newest version's texts.
#[utoipa::path(post, path = "/api/v1/officer/policy", operation_id = "officer_begin_draft", tag = "officer", security(("session" = [])),
    responses((status = 201, body = Begun), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn begin(_: PrivacyOfficer, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let id = policy::begin(&context).await?;
    Ok(HttpResponse::Created().json(Begun { id }))
}

/// Write a draft.
#[utoipa::path(put, path = "/api/v1/officer/policy/{id}", operation_id = "officer_save_draft", tag = "officer", request_body = NewDraft, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = DraftSaved), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: another text was saved since"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn save(
    _: PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<NewDraft>,
) -> Result<HttpResponse, Fault> {
    let NewDraft { text, read_at } = body.into_inner();
    let now = || written(&context, *id);
    let named = if_match.stamp(now()).await?;
    let read = match named {
        Some(named) => Timestamp::from_milliseconds(named),
        None => read_at.map(Timestamp::from),
    };
    let saved = match policy::save(&context, *id, read, text.read()).await {
        Err(PolicyError::Invalid(errors)) => return Ok(invalid(&request, &errors)),
        saved => saved.map_err(Fault::from),
    };
    let saved = if_match.judged(saved, now()).await?;
    let tag = tag(saved.milliseconds());
    Ok(HttpResponse::Ok().insert_header(tag).json(DraftSaved {
        status: "saved",
        updated_at: saved.utc(),
    }))
}

#[derive(Serialize, ToSchema)]
#[schema(as = SavedPolicyDraft)]
pub struct DraftSaved {
    /// `saved`.
    status: &'static str,
    updated_at: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PublishedPolicy)]
pub struct Published {
    /// Of the version.
    number: i32,
}

/// Publish a draft as it was saved: a major one needs its particulars in every language.
#[utoipa::path(post, path = "/api/v1/officer/policy/{id}/publish", operation_id = "officer_publish", tag = "officer", request_body = Option<ReadDraft>, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 201, body = Published), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: another text was saved since"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn publish(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Bytes,
) -> Result<HttpResponse, Fault> {
    let ReadDraft { read_at } = if body.is_empty() {
        ReadDraft::default()
    } else {
        serde_json::from_slice(&body).map_err(|error| Fault::BadRequest(error.to_string()))?
    };
    let read = read_at.map(Timestamp::from);
    match policy_mails::publish(&context, &officer, *id, read, None).await {
        Err(PolicyError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        published => Ok(HttpResponse::Created().json(Published { number: published? })),
    }
}

/// Discard a draft. Twice is once.
#[utoipa::path(delete, path = "/api/v1/officer/policy/{id}", operation_id = "officer_discard_draft", tag = "officer", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Discarded"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn discard(
    _: PrivacyOfficer,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    policy::discard(&context, *id, None).await?;
    Ok(HttpResponse::NoContent().finish())
}
