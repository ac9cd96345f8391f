//! `discovery`: where this face stands and whom to ask for a key, at an address that stays.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};

use super::{
    BASE,
    answer::{Node, give},
};
use crate::{
    context::Context,
    web::{fault::Fault, language},
};

const SPECIFICATION: &str = "http://wiki.open311.org/GeoReport_v2";

pub async fn get(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let config = &context.config;
    let city = &config.city;
    let contact = [
        ("city", lang.pick(&city.name_zh, &city.name_en)),
        ("phone", city.phone.clone()),
        ("email", city.email.clone()),
    ];
    // What services there are and what the notice says may change any day, and is asked for anew
    // each day.
    let today = context.clock.today(city.time_zone);
    let changeset = || Node::text(today.format("%Y-%m-%d 00:00").to_string());
    let formats = ["text/xml", "application/json"].map(Node::text);
    let kind = if config.demo { "test" } else { "production" };
    let endpoint = Node::Fields(vec![
        ("specification", Node::text(SPECIFICATION)),
        ("url", Node::text(config.absolute(&format!("{BASE}/v2")))),
        ("changeset", changeset()),
        ("type", Node::text(kind)),
        ("formats", Node::List("format", formats.to_vec())),
    ]);
    let document = Node::Fields(vec![
        ("changeset", changeset()),
        (
            "contact",
            Node::text(lang.t_with("open311-contact", &contact)),
        ),
        (
            "key_service",
            Node::text(lang.t_with("open311-key-service", &contact)),
        ),
        ("endpoints", Node::List("endpoint", vec![endpoint])),
    ]);
    give(&request, StatusCode::OK, "discovery", Ok(document))
}
