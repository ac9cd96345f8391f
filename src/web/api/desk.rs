//! `/api/v1/desk`: what staff enter for people who called, wrote or came.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    case_files,
    coordinates::CoordinatesBody,
    invalid,
    suggestions::{ContactBody, ReceiptBody, case_submission, receipt, trimmed},
};
use crate::{
    context::Context,
    i18n::Lang,
    privacy::Private,
    suggestions::{
        intake::{self, Intake, Medium},
        suggestion::Suggestion,
    },
    web::{extract::Staff, fault::Fault, language},
};

/// A suggestion or an enquiry that came by telephone, by letter, by e-mail or at the counter.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewEntry)]
pub struct EntryBody {
    /// `telephone`, `letter`, `email` or `counter`.
    medium: Medium,
    /// The day on which it reached the city; at most a year ago.
    received: Option<NaiveDate>,
    /// A slug of `/api/v1/categories`, or `privacy-enquiry` with the district `whole-city`.
    category: String,
    district: String,
    /// 1 to 120 characters.
    #[schema(value_type = String)]
    title: Private<String>,
    /// 1 to 10,000 characters.
    #[schema(value_type = String)]
    body: Private<String>,
    #[schema(value_type = Option<String>)]
    place: Option<Private<String>>,
    coordinates: Option<CoordinatesBody>,
    /// Up to five tokens of `/api/v1/suggestions/files`: what the person sent or brought.
    #[serde(default)]
    files: Vec<String>,
    contact: Option<ContactBody>,
    /// Whether the responsible office is given the contact.
    #[serde(default)]
    share_contact: bool,
    /// Whether it may be published after review.
    #[serde(default)]
    publish: bool,
    /// Whether the notice was read out and the person agreed: needed with contact details,
    /// except those of a letter or an e-mail.
    #[serde(default)]
    agreed: bool,
    /// The hash of the notice that was read out; see `/api/v1/notices/suggestion` and `enquiry`.
    #[serde(default)]
    notice: String,
    /// The language in which it was read out, and of the mails; what the request asks for
    /// without one.
    language: Option<Lang>,
    /// The id of the mail of `/api/v1/desk/inbox` of which it is made, which has its place then.
    mail: Option<i64>,
}

/// Enter a case for somebody; tell them its number and password.
#[utoipa::path(post, path = "/api/v1/desk/cases", operation_id = "desk_enter", tag = "desk", request_body = EntryBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one case only")),
    responses((status = 201, description = "Entered", body = ReceiptBody), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`"), (status = 404, description = "`not-found`: its `mail` is for another office"),
        (status = 422, description = "`invalid` with the fields, `notice-changed`, or `idempotency-key-reused`")))]
pub async fn enter(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<EntryBody>,
) -> Result<HttpResponse, Fault> {
    let submission = case_submission(&request, &context, Some(&member))?;
    let body = body.into_inner();
    let mail = body.mail;
    let language = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    let files = match case_files::chosen(&context, &body.files).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let intake = Intake {
        suggestion: Suggestion {
            category: body.category,
            district: body.district,
            title: trimmed(Some(body.title)),
            body: trimmed(Some(body.body)),
            place: trimmed(body.place),
            coordinates: CoordinatesBody::coordinates(body.coordinates),
            files,
            contact: body.contact.unwrap_or_default().contact(),
            share_contact: body.share_contact,
            publish: body.publish,
            language,
        },
        medium: Some(body.medium),
        received_on: body.received,
        agreed: body.agreed,
    };
    let notice = intake.suggestion.notice();
    if !notice.still_stands(&body.notice, language, &context.config) {
        return Err(Fault::NoticeChanged);
    }
    receipt(
        &request,
        intake::enter(&context, &member, &submission, intake, mail).await,
    )
}
