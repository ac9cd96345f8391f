//! Requests with a token of the API: who calls, how often, and whether the token's scopes go so far.
//!
//! What the catalogue does not give to a token is refused before any handler runs; what everybody may read is
//! read as a guest reads it, where the token lacks the scope to read it as its account. All the rest, the
//! handlers' own extractors decide: a token never does more than the role of its account.

use actix_web::{
    Error, HttpRequest, HttpResponse, ResponseError as _,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};

use super::{
    extract::{self, AddressLimits},
    fault::Fault,
    routes,
    token_limits::Spent,
};
use crate::{
    api_tokens::{Caller, Mistyped, Secret, caller},
    context::Context,
};

/// Lets requests pass that carry no token, and those whose token may.
pub(super) async fn admit<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let Some(token) = extract::api_token(request.request()) else {
        let response = next.call(request).await?;
        return Ok(response.map_into_left_body());
    };
    let (spent, admitted) = match look(request.request(), token).await {
        Ok((caller, spent)) => (Some(spent), within(request.request(), caller, spent)),
        Err(fault) => (None, Err(fault)),
    };
    let mut response = match admitted {
        Ok(()) => next.call(request).await?.map_into_left_body(),
        Err(fault) => {
            let response: HttpResponse = fault.error_response();
            request.into_response(response).map_into_right_body()
        }
    };
    if let Some(spent) = spent {
        spent.tell(response.headers_mut());
    }
    Ok(response)
}

/// Who calls, and what the call leaves of the token's quota.
async fn look(
    request: &HttpRequest,
    token: Result<Secret, Mistyped>,
) -> Result<(Caller, Spent), Fault> {
    let data = || Fault::Internal("no context".into());
    let context = request.app_data::<Data<Context>>().ok_or_else(data)?;
    let limits = request.app_data::<Data<AddressLimits>>().ok_or_else(data)?;
    let token = token.map_err(|Mistyped| Fault::TokenInvalid)?;
    let caller = caller(context, &token).await?.ok_or(Fault::TokenInvalid)?;
    let spent = limits.count_call(context, caller.token).await?;
    Ok((caller, spent))
}

/// Whether the token may do what is asked; says to the extractors for whom it is done.
fn within(request: &HttpRequest, caller: Caller, spent: Spent) -> Result<(), Fault> {
    if spent.refused {
        return Err(Fault::TooManyCalls(spent.seconds));
    }
    let Some(route) = routes::of(request) else {
        // Nothing of the catalogue, or of a form that is known to the router alone: nobody's.
        extract::act_as_guest(request);
        return Ok(());
    };
    match route.scope {
        Some(scope) if caller.scopes.holds(scope) => {
            extract::act_as(request, caller, route);
            Ok(())
        }
        _ if route.is_read_by_anyone() => {
            extract::act_as_guest(request);
            Ok(())
        }
        Some(scope) => Err(Fault::ScopeMissing(scope)),
        None => Err(Fault::NotForTokens),
    }
}
