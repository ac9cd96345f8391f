//! Asking again who is there, before what is dangerous: a handler calls [`recently`] once it knows who may.

use actix_web::HttpRequest;

use super::{extract, fault::Fault};
use crate::{
    accounts::{Member, factors::again},
    context::Context,
};

/// Lets on who has proven lately who they are; [`Fault::ConfirmFirst`] otherwise, whose page asks for it and leads
/// back. The proof is of the session by which `member` was let in, and of no other: no token of the API has one, and
/// where a route takes tokens for what else it does, this is [`Fault::NotForTokens`].
pub async fn recently(
    request: &HttpRequest,
    context: &Context,
    member: &Member,
) -> Result<(), Fault> {
    if extract::api_token(request).is_some() {
        return Err(Fault::NotForTokens);
    }
    let token = extract::token(request, context).ok_or(Fault::LogOnFirst)?;
    if again::is_recent(context, member.id, &token).await? {
        Ok(())
    } else {
        Err(Fault::ConfirmFirst)
    }
}

/// As [`recently`], where a form asks for the password anyway: that is enough for who has no second factor.
pub async fn recently_with_factor(
    request: &HttpRequest,
    context: &Context,
    member: &Member,
) -> Result<(), Fault> {
    if again::needs(context, member.id).await?.any() {
        recently(request, context, member).await?;
    }
    Ok(())
}
