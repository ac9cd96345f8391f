//! `/api/v1/desk/cases` and `/api/v1/desk/acts`: the desk's list, and one act on several of its cases.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Query},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    boards::Parameters,
    desk_cases::Person,
    invalid,
    paged::{self, Ways},
    suggestions::{submission_id, trimmed},
};
use crate::{
    context::Context,
    i18n::Lang,
    privacy::Private,
    suggestions::{
        State, SuggestionError,
        acts::Act,
        bulk::{self, Chosen, Outcome},
        desk_list::{self, Counts, Line, Narrow, View},
    },
    web::{extract::Staff, fault::Fault, page::unstored},
};

/// What the list is narrowed to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    view: String,
    category: String,
    district: String,
    office: String,
    handler: String,
    q: String,
}

/// A case in the desk's list.
#[derive(Serialize, ToSchema)]
pub struct DeskLine {
    id: i64,
    reference: String,
    /// Null in a list of an administrator who works for none of its offices.
    title: Option<String>,
    language: Lang,
    state: State,
    due: Option<NaiveDate>,
    category: String,
    district: String,
    /// Who handles it.
    handler: Option<Person>,
    /// Since when its resident is waited for, who was asked something.
    asked: Option<NaiveDate>,
}

impl DeskLine {
    fn of(line: &Line) -> Self {
        Self {
            id: line.id,
            reference: line.reference.clone(),
            title: line.title().map(str::to_owned),
            language: line.language,
            state: line.state,
            due: line.due,
            category: line.category_slug.clone(),
            district: line.district_slug.clone(),
            handler: line.handler.as_ref().map(Person::of),
            asked: line.asked,
        }
    }
}

/// How many cases wait for an answer, in all and in each part of the desk.
#[derive(Serialize, ToSchema)]
pub struct DeskCounts {
    waiting: i64,
    new: i64,
    today: i64,
    overdue: i64,
    asked: i64,
    mine: i64,
}

impl DeskCounts {
    const fn of(counts: Counts) -> Self {
        let Counts {
            waiting,
            new,
            today,
            overdue,
            asked,
            mine,
        } = counts;
        Self {
            waiting,
            new,
            today,
            overdue,
            asked,
            mine,
        }
    }
}

/// A page of the desk's list.
#[derive(Serialize, ToSchema)]
pub struct DeskList {
    /// The earliest due first, at most 50.
    cases: Vec<DeskLine>,
    counts: DeskCounts,
    /// What `after` is for the next page; null on the last.
    next: Option<String>,
}

/// The cases of one's offices. It shows no contact, and leaves no look.
#[utoipa::path(get, path = "/api/v1/desk/cases", operation_id = "desk_list", tag = "desk", security(("session" = [])),
    params(("view" = Option<String>, Query, description = "`waiting`, `new`, `today`, `overdue`, `asked` (waiting for its resident), `mine` or `answered`; all that wait without one"),
        ("category" = Option<String>, Query, description = "A slug of `/api/v1/categories`"),
        ("district" = Option<String>, Query, description = "A slug of `/api/v1/districts`"),
        ("office" = Option<String>, Query, description = "A slug of `/api/v1/offices`"),
        ("handler" = Option<String>, Query, description = "The account of who handles it, or `nobody`"),
        ("q" = Option<String>, Query, description = "A reference number, or up to five words of title and text, looked for in the newest 5,000 cases of one's offices"),
        ("after" = Option<String>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = DeskList), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    asked: Query<Asked>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let view = asked.view.parse().unwrap_or(View::Waiting);
    let narrow = Narrow {
        category: Narrow::typed(&asked.category),
        district: Narrow::typed(&asked.district),
        office: Narrow::typed(&asked.office),
        handler: asked.handler.parse().ok(),
        question: Narrow::typed(&asked.q),
    };
    let after = paged::at(&query, "after")?;
    let list = desk_list::list(&context, &member, view, narrow, after).await?;
    let body = DeskList {
        cases: list.lines.iter().map(DeskLine::of).collect(),
        counts: DeskCounts::of(list.counts),
        next: list.next.map(|next| next.to_string()),
    };
    let ways = Ways::onward("after", body.next.as_ref());
    Ok(ways.on(&request, unstored(HttpResponse::Ok().json(body))))
}

/// A case with which something is done.
#[derive(Clone, Copy, Deserialize, ToSchema)]
pub struct ChosenBody {
    id: i64,
    /// Who handles it as you know; for `assign`.
    #[serde(default)]
    from: Option<i64>,
}

/// What is done with each; `act` says which.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum BulkActBody {
    TakeUp,
    Close,
    Extend {
        until: Option<NaiveDate>,
        #[schema(value_type = String)]
        reason: Private<String>,
    },
    Assign {
        to: Option<i64>,
    },
}

/// One act on several cases.
#[derive(Deserialize, ToSchema)]
pub struct BulkBody {
    /// At most 50.
    cases: Vec<ChosenBody>,
    what: BulkActBody,
}

/// What became of one case.
#[derive(Serialize, ToSchema)]
pub struct BulkOutcome {
    id: i64,
    /// Null of a case that is not on one's desk.
    reference: Option<String>,
    done: bool,
    /// Why not: `conflict`, `no-such-case`, or the code of what is invalid.
    problem: Option<String>,
    /// Where the case stands, with `conflict`.
    state: Option<State>,
}

impl BulkOutcome {
    fn of(outcome: Outcome) -> Self {
        let Outcome {
            case,
            reference,
            result,
        } = outcome;
        let (problem, state) = match &result {
            Ok(()) => (None, None),
            Err(SuggestionError::NotNow(state)) => (Some("conflict".to_owned()), Some(*state)),
            Err(SuggestionError::Invalid(errors)) => {
                let fields = errors.field_errors();
                let first = fields.values().next().and_then(|errors| errors.first());
                let code = first.map_or("invalid", |error| error.code.as_ref());
                (Some(code.to_owned()), None)
            }
            Err(SuggestionError::StaysHere) => (Some("conflict".to_owned()), None),
            Err(_) => (Some("no-such-case".to_owned()), None),
        };
        Self {
            id: case,
            reference,
            done: result.is_ok(),
            problem,
            state,
        }
    }
}

/// Do one thing with several cases, each by itself. The same `Idempotency-Key` within a day does it
/// once with each.
#[utoipa::path(post, path = "/api/v1/desk/acts", operation_id = "desk_bulk", tag = "desk", request_body = BulkBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one act only")),
    responses((status = 200, description = "What became of each", body = Vec<BulkOutcome>), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`"), (status = 422, description = "`invalid` with the fields; nothing was done")))]
pub async fn act(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<BulkBody>,
) -> Result<HttpResponse, Fault> {
    let key = submission_id(&request, &context)?;
    let BulkBody { cases, what } = body.into_inner();
    let chosen = cases
        .into_iter()
        .map(|ChosenBody { id, from }| Chosen { case: id, from });
    let act = |Chosen { from, .. }: Chosen| match what.clone() {
        BulkActBody::TakeUp => Act::TakeUp,
        BulkActBody::Close => Act::Close,
        BulkActBody::Extend { until, reason } => Act::Extend {
            until,
            reason: trimmed(Some(reason)),
        },
        BulkActBody::Assign { to } => Act::Assign { to, from },
    };
    match bulk::perform(&context, &member, &key, chosen.collect(), act).await {
        Ok(outcomes) => {
            let outcomes: Vec<BulkOutcome> = outcomes.into_iter().map(BulkOutcome::of).collect();
            Ok(HttpResponse::Ok().json(outcomes))
        }
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}
