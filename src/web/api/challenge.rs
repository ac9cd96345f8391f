//! `/api/v1/challenge`: what a program can send along with a guest's post.

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{context::Context, spam::proof, web::page::unstored};

/// A challenge by ALTCHA's open protocol, and when it was made.
#[derive(Serialize, ToSchema)]
pub struct ChallengeShown {
    /// Sent back as `made`.
    made: String,
    /// JSON with `algorithm`, `challenge`, `maxnumber`, `salt` and `signature`. `proof` is the Base64
    /// of a JSON object with `algorithm`, `challenge`, `number`, `salt` and `signature`, where the
    /// hash of `salt` and `number`, one behind the other, is `challenge`.
    challenge: String,
}

/// A new challenge for a guest's post; it can be answered once, within two hours. Nobody has to.
#[utoipa::path(get, path = "/api/v1/challenge", operation_id = "challenge_get", tag = "forum",
    responses((status = 200, body = ChallengeShown)))]
pub async fn get(context: Data<Context>) -> HttpResponse {
    let offer = proof::offer(&context);
    unstored(HttpResponse::Ok().json(ChallengeShown {
        made: offer.made,
        challenge: offer.challenge,
    }))
}
