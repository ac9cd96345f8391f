//! `/api/v1/suggestions/ratings`: how an answer was, said once.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Status, invalid};
use crate::{
    context::Context,
    keys::Token,
    suggestions::{
        SuggestionError, follow,
        rating::{self, Question, Rated, Stars},
    },
    web::{extract::AddressLimits, fault::Fault, page::unstored},
};

/// What a resident is asked once about the answer to their case.
#[derive(Serialize, ToSchema)]
pub struct QuestionBody {
    /// The last day on which it can be rated.
    until: NaiveDate,
    is_rated: bool,
    /// What was given, to who opens the case alone, until it is counted and forgotten.
    stars: Option<i32>,
}

impl From<Question> for QuestionBody {
    fn from(question: Question) -> Self {
        Self {
            until: question.until,
            is_rated: question.is_answered,
            stars: question.stars,
        }
    }
}

/// The token of the link in the mail of the first answer.
#[derive(Deserialize, ToSchema)]
pub struct RatingToken {
    token: String,
}

/// What the link asks.
#[derive(Serialize, ToSchema)]
pub struct AskedBody {
    reference: String,
    /// The last day on which it can be rated.
    until: NaiveDate,
    is_rated: bool,
}

/// See what a link asks, without rating anything.
#[utoipa::path(post, path = "/api/v1/suggestions/ratings/look", operation_id = "ratings_look", tag = "suggestions", request_body = RatingToken,
    responses((status = 200, body = AskedBody), (status = 410, description = "`gone`: its time is over, or it never was a link"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn look(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<RatingToken>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(&body.token).ok_or(Fault::Gone)?;
    let question = rating::look(&context, &token).await?;
    Ok(unstored(HttpResponse::Ok().json(AskedBody {
        reference: question.reference,
        until: question.until,
        is_rated: question.is_answered,
    })))
}

/// A rating by the mailed link.
#[derive(Deserialize, ToSchema)]
pub struct RatingBody {
    token: String,
    /// From 1, very dissatisfied, to 5, very satisfied.
    stars: Option<i32>,
}

/// Rate an answer by the mailed link, once. `status` is `rated`, or `rated-before` where nothing changed.
#[utoipa::path(post, path = "/api/v1/suggestions/ratings", operation_id = "ratings_post", tag = "suggestions", request_body = RatingBody,
    responses((status = 200, body = Status), (status = 410, description = "`gone`: its time is over, or it never was a link"),
        (status = 422, description = "`invalid` with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<RatingBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(&body.token).ok_or(Fault::Gone)?;
    let rated = match Stars::chosen(body.stars) {
        Ok(stars) => rating::by_link(&context, &token, stars).await,
        Err(error) => Err(error),
    };
    done(&request, rated)
}

/// A rating of one's own case.
#[derive(Deserialize, ToSchema)]
pub struct OwnRatingBody {
    /// The reference number.
    reference: String,
    password: String,
    /// From 1, very dissatisfied, to 5, very satisfied.
    stars: Option<i32>,
}

/// Rate the answer to one's own case, once. `status` is `rated`, or `rated-before` where nothing changed.
#[utoipa::path(post, path = "/api/v1/suggestions/case/rate", operation_id = "ratings_own", tag = "suggestions", request_body = OwnRatingBody,
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 409, description = "`conflict`: nothing is answered, or the time to rate is over"),
        (status = 422, description = "`invalid` with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn own(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<OwnRatingBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let case = follow::open(&context, &body.reference, &body.password).await?;
    let rated = match Stars::chosen(body.stars) {
        Ok(stars) => rating::by_resident(&context, &case, stars).await,
        Err(error) => Err(error),
    };
    done(&request, rated)
}

fn done(
    request: &HttpRequest,
    rated: Result<Rated, SuggestionError>,
) -> Result<HttpResponse, Fault> {
    match rated {
        Ok(Rated::Now) => Ok(HttpResponse::Ok().json(Status::of("rated"))),
        Ok(Rated::Before) => Ok(HttpResponse::Ok().json(Status::of("rated-before"))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}
