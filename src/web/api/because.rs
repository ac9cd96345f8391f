//! Why something is done that takes no ground, as the API is told it: a reason of the operator's list,
//! words, or both.

use actix_web::{HttpRequest, HttpResponse};
use validator::ValidationErrors;

use super::{invalid, review::ground_problem};
use crate::{
    context::Context,
    moderation::reasons::{self, For, Lacks},
    privacy::{ground::LONGEST, reason::Because},
    text_rules::{refuse, refuse_length},
    web::{fault::Fault, language},
};

const REASON: &str = "reason";

/// What the fields `reason_id` and `reason` say, or the answer that says what is wrong with them.
pub(super) async fn read(
    request: &HttpRequest,
    context: &Context,
    act: For,
    (id, words): (Option<i64>, &str),
) -> Result<Result<Because, HttpResponse>, Fault> {
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let lacks = match reasons::because(context, act, &id, words.trim()).await? {
        Ok(because) => return Ok(Ok(because)),
        Err(lacks) => lacks,
    };
    let mut errors = ValidationErrors::new();
    match lacks {
        Lacks::Chosen => {
            let detail = language::of_header(request).t("decision-reason-needed");
            return Ok(Err(ground_problem(request, ("reason_id", detail))));
        }
        Lacks::Words => refuse(&mut errors, REASON, "required"),
        Lacks::Length => refuse_length(&mut errors, REASON, 1, LONGEST),
        Lacks::Characters => refuse(&mut errors, REASON, "characters"),
    }
    Ok(Err(invalid(request, &errors)))
}

/// As [`read`], where nothing need be said.
pub(super) async fn read_any(
    request: &HttpRequest,
    context: &Context,
    act: For,
    (id, words): (Option<i64>, &str),
) -> Result<Result<Option<Because>, HttpResponse>, Fault> {
    if id.is_none() && words.trim().is_empty() {
        return Ok(Ok(None));
    }
    let read = read(request, context, act, (id, words)).await?;
    Ok(read.map(Some))
}
