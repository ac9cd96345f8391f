//! `tokens/TOKEN`: under which number a case was published, for the program that sent it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Failure,
    answer::{Node, give},
    jurisdiction, parameters,
    requests::ROOT,
    unknown,
};
use crate::{
    context::Context,
    published::token,
    web::{extract::AddressLimits, fault::Fault, page::unstored},
};

pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let found = find(&request, &context, &path.0).await;
    give(&request, StatusCode::OK, ROOT, found).map(unstored)
}

async fn find(request: &HttpRequest, context: &Context, token: &str) -> Result<Node, Failure> {
    jurisdiction(&parameters(request), context)?;
    let topic = token::topic(context, token).await?;
    // Not published, not yet, and no token at all are one answer.
    let topic = topic.ok_or(unknown("open311-no-token"))?;
    let fields = vec![
        ("service_request_id", Node::text(topic.to_string())),
        ("token", Node::text(token)),
    ];
    Ok(Node::List("request", vec![Node::Fields(fields)]))
}
