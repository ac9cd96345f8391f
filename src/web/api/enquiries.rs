//! `/api/v1/enquiries`: questions about the policy, the use of data, or a change of one's own.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::suggestions::{ContactBody, ReceiptBody, case_submission, receipt, trimmed};
use crate::{
    context::Context,
    i18n::Lang,
    privacy::{Private, notices::Notice},
    suggestions::{
        enquiry::{About, Enquiry},
        submit,
    },
    web::{
        extract::{AddressLimits, Visitor},
        fault::Fault,
        language,
    },
};

/// An enquiry to the privacy office.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewEnquiry)]
pub struct EnquiryBody {
    about: About,
    /// 1 to 10,000 characters.
    #[schema(value_type = String)]
    body: Private<String>,
    contact: Option<ContactBody>,
    /// The language of the mails; what the request asks for without one.
    language: Option<Lang>,
    /// The hash of the notice that was read; see `/api/v1/notices/enquiry`.
    #[serde(default)]
    notice: String,
}

/// Make an enquiry. It becomes a case, which is followed like a suggestion's.
#[utoipa::path(post, path = "/api/v1/enquiries", operation_id = "enquiries_post", tag = "privacy", request_body = EnquiryBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one enquiry only")),
    responses((status = 201, description = "Submitted", body = ReceiptBody),
        (status = 422, description = "`invalid` with the fields, `notice-changed`, or `idempotency-key-reused`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    body: Json<EnquiryBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let submission = case_submission(&request, &context, member.as_ref())?;
    let body = body.into_inner();
    let language = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    if !Notice::Enquiry.still_stands(&body.notice, language, &context.config) {
        return Err(Fault::NoticeChanged);
    }
    let enquiry = Enquiry {
        about: Some(body.about),
        body: trimmed(Some(body.body)),
        contact: body.contact.unwrap_or_default().contact(),
        language,
    };
    receipt(
        &request,
        submit::enquire(&context, &submission, enquiry, None).await,
    )
}
