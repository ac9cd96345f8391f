//! `/api/v1/posts/{id}/flags`, `/api/v1/people/{id}/flags`: what readers report.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Status, invalid, suggestions::submission_id};
use crate::{
    context::Context,
    forum::{
        ForumError,
        flags::{NewFlag, Reason},
    },
    i18n::Lang,
    privacy::{Private, notices::Notice},
    review::About,
    web::{
        extract::{AddressLimits, Visitor},
        fault::Fault,
        flagging, language,
    },
};

/// What somebody reports.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewFlag)]
pub struct FlagBody {
    reason: Reason,
    /// At most 1000 characters. Moderators read them, and nobody else.
    #[schema(value_type = String, max_length = 1000)]
    #[serde(default = "nothing")]
    words: Private<String>,
    /// The hash of the notice that was read; see `/api/v1/notices/flag`.
    #[serde(default)]
    notice: String,
    /// The language in which it was read; what the request asks for without one.
    language: Option<Lang>,
}

fn nothing() -> Private<String> {
    Private::new(String::new())
}

impl FlagBody {
    /// What is to be given; [`Fault::NoticeChanged`] where another notice stands there now.
    fn into_flag(
        self,
        about: About,
        request: &HttpRequest,
        context: &Context,
    ) -> Result<NewFlag, Fault> {
        let language = self
            .language
            .unwrap_or_else(|| language::of_header(request));
        if !Notice::Flag.still_stands(&self.notice, language, &context.config) {
            return Err(Fault::NoticeChanged);
        }
        Ok(NewFlag {
            about,
            reason: self.reason,
            words: self.words.map(|words| words.trim().to_owned()),
            language,
            // Whoever calls this is a program.
            automatic: None,
        })
    }
}

fn answer(
    request: &HttpRequest,
    given: Result<&'static str, ForumError>,
) -> Result<HttpResponse, Fault> {
    match given {
        Ok(flagging::TAKEN) => Ok(HttpResponse::Accepted().json(Status::of(flagging::TAKEN))),
        Ok(status) => Ok(HttpResponse::Ok().json(Status::of(status))),
        Err(ForumError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Report a post; of one that opens its topic, also the title. Nobody learns from whom it came: not
/// its author, and moderators only whether it was a member or a guest.
#[utoipa::path(post, path = "/api/v1/posts/{id}/flags", operation_id = "flags_of_post", tag = "forum", request_body = FlagBody, security((), ("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice"), ("id" = i64, Path, description = "The post")),
    responses((status = 202, description = "`flagged`: a moderator looks at it", body = Status),
        (status = 200, description = "`flagged-before`: this account had flagged it and nobody has decided yet; `flagged-enough`: as many guests had as wait about one thing; `flagged-source`: it came from the same network today already. Nothing is changed", body = Status),
        (status = 404, description = "`not-found`"), (status = 410, description = "`gone`: it is no longer there"),
        (status = 422, description = "`invalid`, with the fields, or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn of_post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    id: Path<i64>,
    body: Json<FlagBody>,
) -> Result<HttpResponse, Fault> {
    limits.count_flag(&request, member.is_none())?;
    let new = body.into_inner();
    let new = new.into_flag(About::Post(*id), &request, &context)?;
    let key = submission_id(&request, &context)?;
    let sent = (&request, &**limits);
    let given = flagging::give(&context, sent, member.as_ref(), &key, new).await;
    answer(&request, given)
}

/// Report what somebody shows of themselves.
#[utoipa::path(post, path = "/api/v1/people/{id}/flags", operation_id = "flags_of_profile", tag = "reading", request_body = FlagBody, security((), ("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice"), ("id" = i64, Path)),
    responses((status = 202, description = "`flagged`: a moderator looks at it", body = Status),
        (status = 200, description = "`flagged-before`: this account had flagged it and nobody has decided yet; `flagged-enough`: as many guests had as wait about one thing; `flagged-source`: it came from the same network today already. Nothing is changed", body = Status),
        (status = 404, description = "`not-found`: nobody, or somebody who shows nothing"),
        (status = 422, description = "`invalid`, with the fields, or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn of_profile(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    id: Path<i64>,
    body: Json<FlagBody>,
) -> Result<HttpResponse, Fault> {
    limits.count_flag(&request, member.is_none())?;
    let new = body.into_inner();
    let new = new.into_flag(About::Profile(*id), &request, &context)?;
    let key = submission_id(&request, &context)?;
    let sent = (&request, &**limits);
    let given = flagging::give(&context, sent, member.as_ref(), &key, new).await;
    answer(&request, given)
}
