//! `requests` and `requests/NUMBER`: suggestions that their residents published. The number is their
//! topic's, never the case's.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::SecondsFormat;
use chrono_tz::Tz;

use super::{
    Failure,
    answer::{Node, give},
    bad, jurisdiction, parameters,
    query::{self, NoRange},
    unknown,
};
use crate::{
    clock::day_begins,
    context::Context,
    db::Timestamp,
    i18n::Lang,
    published::reports::{self, Report, Which},
    web::{extract::AddressLimits, fault::Fault, form::Form, language},
};

/// Numbers or codes in one request.
const MOST_NAMED: usize = 50;
/// Characters of a description, by the standard.
const LONGEST: usize = 4000;

pub(super) const ROOT: &str = "service_requests";

pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let query = parameters(&request);
    let found = match asked(&query, &context) {
        Ok(which) => found(&request, &context, &query, which).await,
        Err(failure) => Err(failure),
    };
    let found = found.map(|requests| Node::List("request", requests));
    give(&request, StatusCode::OK, ROOT, found)
}

pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let query = parameters(&request);
    let found = one(&request, &context, &query, &path.0).await;
    give(&request, StatusCode::OK, ROOT, found)
}

async fn one(
    request: &HttpRequest,
    context: &Context,
    query: &Form,
    number: &str,
) -> Result<Node, Failure> {
    jurisdiction(query, context)?;
    let topics = number.parse::<i64>().into_iter().collect();
    let requests = found(request, context, query, Which::Topics(topics)).await?;
    match requests.is_empty() {
        true => Err(unknown("open311-no-request")),
        false => Ok(Node::List("request", requests)),
    }
}

/// What the query narrows the requests down to.
fn asked(query: &Form, context: &Context) -> Result<Which, Failure> {
    jurisdiction(query, context)?;
    let numbers = query.all("service_request_id");
    let numbers = query::items(&numbers);
    if numbers.len() > MOST_NAMED {
        return Err(bad("open311-too-many"));
    }
    if !numbers.is_empty() {
        // What is no number is unknown, like a number that is none.
        let topics = numbers
            .iter()
            .filter_map(|number| number.parse::<i64>().ok());
        return Ok(Which::Topics(topics.collect()));
    }
    let codes = query.all("service_code");
    let codes = query::items(&codes);
    if codes.len() > MOST_NAMED {
        return Err(bad("open311-too-many"));
    }
    let statuses = query.all("status");
    let statuses = query::items(&statuses);
    if statuses.iter().any(|one| !["open", "closed"].contains(one)) {
        return Err(bad("open311-status"));
    }
    let zone = context.config.city.time_zone;
    let range = (query.get("start_date"), query.get("end_date"));
    let days = query::days(range, context.now(), zone).map_err(|why| {
        bad(match why {
            NoRange::NotRead => "open311-moment",
            NoRange::Backwards => "open311-backwards",
            NoRange::TooLong => "open311-too-long",
        })
    });
    let (first, last) = days?;
    Ok(Which::Received {
        first,
        last,
        // No slug has a NUL, and PostgreSQL takes none.
        categories: codes.iter().map(|code| code.replace('\0', "")).collect(),
        open: match &statuses[..] {
            [one] => Some(*one == "open"),
            _ => None,
        },
    })
}

async fn found(
    request: &HttpRequest,
    context: &Context,
    query: &Form,
    which: Which,
) -> Result<Vec<Node>, Failure> {
    let lang = language::of_header(request);
    let extended = query.get("extensions") == "true";
    let found = reports::list(context, which).await?;
    let nodes = found
        .iter()
        .map(|report| node(context, lang, report, extended));
    Ok(nodes.collect())
}

fn node(context: &Context, lang: Lang, report: &Report, extended: bool) -> Node {
    let (shown, facts) = (&report.shown, &report.shown.facts);
    let city = &context.config.city;
    let zone = city.time_zone;
    let open = facts.state.is_open();
    let answered = facts.answered.filter(|_| !open);
    let changed = answered.map_or(shown.at, |day| day_begins(day, zone));
    let place = [
        facts.district.name(lang),
        lang.pick(&city.name_zh, &city.name_en),
    ];
    let mut fields = vec![
        ("service_request_id", Node::text(shown.topic.to_string())),
        ("status", Node::text(if open { "open" } else { "closed" })),
        ("status_notes", Node::text(lang.t(facts.state_sentence()))),
        ("service_name", Node::text(facts.category.name(lang))),
        ("service_code", Node::text(&facts.category.slug)),
        ("description", Node::text(description(report))),
        (
            "agency_responsible",
            Node::text(lang.list(facts.office_names(lang))),
        ),
        ("service_notice", Node::Nothing),
        (
            "requested_datetime",
            Node::text(written(day_begins(facts.received, zone), zone)),
        ),
        ("updated_datetime", Node::text(written(changed, zone))),
        ("expected_datetime", Node::Nothing),
        // Where exactly it is, only the office knows.
        ("address", Node::text(place.join(", "))),
        ("address_id", Node::Nothing),
        ("zipcode", Node::Nothing),
        ("lat", Node::Nothing),
        ("long", Node::Nothing),
        ("media_url", Node::Nothing),
    ];
    if extended {
        let page = format!("/{}/{}", lang.as_str(), shown.path());
        fields.push((
            "extended_attributes",
            Node::Fields(vec![
                ("title", Node::text(&report.title)),
                ("district", Node::text(&facts.district.slug)),
                ("state", Node::text(facts.state.as_str())),
                ("language", Node::text(shown.language.tag())),
                ("supports", Node::Number(shown.supports)),
                ("replies", Node::Number(shown.replies.into())),
                ("url", Node::text(context.config.absolute(&page))),
            ]),
        ));
    }
    Node::Fields(fields)
}

/// The title and the text, as much as the standard has room for.
fn description(report: &Report) -> String {
    let whole = format!("{}\n{}", report.title, report.text);
    match whole.char_indices().nth(LONGEST) {
        None => whole,
        Some(_) => {
            let kept: String = whole.chars().take(LONGEST - 1).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

/// A moment in the city's own time.
fn written(at: Timestamp, zone: Tz) -> String {
    let at = at.utc().with_timezone(&zone);
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
