//! `/api/v1/suggestions/published`: suggestions that everybody reads, and publishing one's own case.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    Status,
    appeals::DecisionShown,
    boards::{Parameters, lang},
    invalid,
    paged::{self, Ways},
    publication::undecided_problem,
    suggestions::CaseKey,
    topics::OfficeShown,
};
use crate::{
    context::Context,
    forum::{self, publish::Outcome, submission::Decisions},
    i18n::Lang,
    moderation::{appeals, decided},
    privacy::{Private, Purpose, Viewer, notices::Notice},
    published::{
        order::Order,
        send::{self, Words},
        shown::{self, Filter, STATES, Shown},
        withdraw,
    },
    statistics,
    suggestions::{
        State,
        follow::{self, Own},
    },
    text::publication::Decision,
    text_rules::refuse,
    web::{
        extract::{AddressLimits, Visitor},
        fault::Fault,
        language,
        page::unstored,
    },
};

/// Where the case of a published suggestion stands. Nothing of it leads to the case.
#[derive(Serialize, ToSchema)]
pub struct CaseFacts {
    /// `routed`, `in-progress` or `answered`.
    state: State,
    /// Slugs of `/api/v1/categories` and `/api/v1/districts`.
    category: String,
    district: String,
    /// The offices that handle it, the responsible one first.
    offices: Vec<OfficeShown>,
    received_on: NaiveDate,
    answered_on: Option<NaiveDate>,
}

impl CaseFacts {
    pub(super) fn of(shown: &Shown, lang: Lang) -> Self {
        let facts = &shown.facts;
        let offices = facts.offices.iter();
        Self {
            state: facts.state,
            category: facts.category.slug.clone(),
            district: facts.district.slug.clone(),
            offices: offices
                .map(|office| OfficeShown::of(office, lang))
                .collect(),
            received_on: facts.received,
            answered_on: facts.answered,
        }
    }
}

/// A published suggestion.
#[derive(Serialize, ToSchema)]
pub struct PublishedShown {
    /// Its topic; `/api/v1/topics/{id}` has the text and what was answered.
    topic: i64,
    title: String,
    /// The title with its marks.
    title_html: String,
    language: Lang,
    published_at: DateTime<Utc>,
    replies: i32,
    /// How many people support it.
    supports: i64,
    /// Whether the office's answer stands in the topic.
    official: bool,
    #[serde(flatten)]
    facts: CaseFacts,
    url: String,
}

impl PublishedShown {
    fn of(shown: &Shown, lang: Lang) -> Self {
        Self {
            topic: shown.topic,
            title: shown.title.clone(),
            title_html: shown.title_html.clone(),
            language: shown.language,
            published_at: shown.at.utc(),
            replies: shown.replies,
            supports: shown.supports,
            official: shown.official,
            facts: CaseFacts::of(shown, lang),
            url: format!("/{}/{}", lang.as_str(), shown.path()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct PublishedList {
    suggestions: Vec<PublishedShown>,
    /// Ask again with `after` set to this for those that follow.
    next: Option<String>,
    /// Ask again with `before` set to this for those before these.
    previous: Option<String>,
}

/// Published suggestions, the newest or the most supported first.
#[utoipa::path(get, path = "/api/v1/suggestions/published", operation_id = "published_list", tag = "suggestions",
    params(("category" = Option<String>, Query), ("district" = Option<String>, Query), ("office" = Option<String>, Query),
        ("state" = Option<String>, Query, description = "`routed`, `in-progress`, `answered`, `closed`, `not-processed`, `duplicate` or `forwarded`"),
        ("month" = Option<String>, Query, description = "In which it became public, as 2026-03"),
        ("order" = Option<String>, Query, description = "`newest`, as without it, or `support`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"), ("before" = Option<String>, Query, description = "`previous` of the page after"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = PublishedList), (status = 422, description = "`invalid`")))]
pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let given = |name: &str| query.get(name).cloned().filter(|value| !value.is_empty());
    let mut errors = ValidationErrors::new();
    let state: Option<State> = given("state").and_then(|state| state.parse().ok());
    let state = state.filter(|state| STATES.contains(state));
    if given("state").is_some() && state.is_none() {
        refuse(&mut errors, "state", "choice");
    }
    let month = given("month").and_then(|month| statistics::parse_month(&month));
    if given("month").is_some() && month.is_none() {
        refuse(&mut errors, "month", "date");
    }
    let order = given("order").map_or(Ok(Order::default()), |order| order.parse());
    if order.is_err() {
        refuse(&mut errors, "order", "choice");
    }
    if !errors.is_empty() {
        return Ok(invalid(&request, &errors));
    }
    let filter = Filter {
        order: order.unwrap_or_default(),
        category: given("category"),
        district: given("district"),
        office: given("office"),
        state,
        month,
    };
    let (from, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let page = shown::list(&context, filter, from).await?;
    let page = page.at_most(limit, &from);
    let ways = Ways::of(&page);
    let shown = HttpResponse::Ok().json(PublishedList {
        suggestions: page
            .items
            .iter()
            .map(|shown| PublishedShown::of(shown, lang))
            .collect(),
        next: page.after.map(|at| at.to_string()),
        previous: page.before.map(|at| at.to_string()),
    });
    Ok(ways.on(&request, shown))
}

/// One published suggestion, by its topic.
#[utoipa::path(get, path = "/api/v1/suggestions/published/{topic}", operation_id = "published_get", tag = "suggestions",
    params(("topic" = i64, Path), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = PublishedShown), (status = 404, description = "`not-found`: no topic, or none that is a suggestion")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    topic: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (cx, topic) = (Context::clone(&context), *topic);
    let found = context
        .db
        .read(move |connection| shown::find(connection, &cx, topic))
        .await?
        .ok_or(Fault::NotFound)?;
    let lang = lang(&request, &query);
    Ok(HttpResponse::Ok().json(PublishedShown::of(&found, lang)))
}

/// The words of a case that its resident publishes.
#[derive(Deserialize, ToSchema)]
pub struct PublicationBody {
    reference: String,
    password: String,
    /// At most 120 characters. They need not be the case's own words.
    title: String,
    /// Markdown, at most 20,000 characters.
    body: String,
    /// A name to publish; without one the suggestion is by "a resident". What stands already can
    /// be masked and taken out, not replaced.
    #[serde(default)]
    name: String,
    /// From the answer that asked about the findings.
    #[serde(default)]
    check: Option<String>,
    /// One for each finding that was asked about.
    #[serde(default)]
    decisions: Vec<Decision>,
    /// The `stamp` of what a change began from; `*` writes over whatever stands there.
    #[serde(default)]
    began: String,
    /// The hash of the notice that was read; see `/api/v1/notices/publication`. Without it nothing
    /// is published.
    #[serde(default)]
    notice: String,
    /// The language in which it was read; what the request asks for without one.
    language: Option<Lang>,
}

/// What became of the words that were sent.
#[derive(Serialize, ToSchema)]
pub struct PublicationShown {
    /// Whether words of this case can be sent: the first time, changed, or again.
    offered: bool,
    /// `held` for review, `published`, `rejected` or `hidden`; null where nothing was sent or it
    /// was taken back.
    state: Option<forum::State>,
    /// The topic, once everybody can read it.
    topic: Option<i64>,
    /// The words that stand or wait.
    title: Option<String>,
    body: Option<String>,
    /// Names these words: what `began` of a change is.
    stamp: Option<String>,
    /// What a moderator said who did not let it pass.
    rejected_because: Option<String>,
    /// What moderators decided about it.
    decisions: Vec<DecisionShown>,
}

async fn shown(
    request: &HttpRequest,
    context: &Context,
    own: &Own,
) -> Result<PublicationShown, Fault> {
    let publication = send::of_own(context, own).await?;
    let words = Words::begin(own, &publication);
    let Some(sent) = &publication.sent else {
        return Ok(PublicationShown {
            offered: publication.offered,
            state: None,
            topic: None,
            title: None,
            body: None,
            stamp: None,
            rejected_because: None,
            decisions: Vec::new(),
        });
    };
    let rejected = sent.post.rejected_because.as_ref();
    let rejected = rejected.map(|because| because.open(context)).transpose()?;
    let decided = decided::of_own(context, &sent.owner).await?;
    Ok(PublicationShown {
        offered: publication.offered,
        state: Some(sent.post.state),
        topic: sent.is_public().then_some(sent.post.topic),
        title: Some(words.title),
        body: Some(words.body),
        stamp: Some(words.began).filter(|began| !began.is_empty()),
        rejected_because: rejected.map(|because| {
            because
                .reveal(Viewer::Owner(own), Purpose::OwnAccess)
                .clone()
        }),
        decisions: DecisionShown::all(&decided, language::of_header(request)),
    })
}

/// What is published of one's case, or waits to be.
#[utoipa::path(post, path = "/api/v1/suggestions/case/publication", operation_id = "published_own", tag = "suggestions", request_body = CaseKey,
    responses((status = 200, body = PublicationShown), (status = 404, description = "`no-such-case`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn own(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    key: Json<CaseKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let own = follow::open(&context, &key.reference, &key.password).await?;
    Ok(unstored(
        HttpResponse::Ok().json(shown(&request, &context, &own).await?),
    ))
}

/// Publish one's case, or change what was published of it. Sending the same again changes nothing.
#[utoipa::path(post, path = "/api/v1/suggestions/case/publish", operation_id = "published_send", tag = "suggestions", request_body = PublicationBody,
    responses((status = 200, description = "Public", body = PublicationShown), (status = 202, description = "Held for review", body = PublicationShown),
        (status = 404, description = "`no-such-case`"),
        (status = 409, description = "`conflict`: the case is none that is published, a moderator took it out of sight, an appeal against its rejection waits, or other words stand there than it began from"),
        (status = 422, description = "`personal-data-undecided`, `invalid` or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn publish(
    Visitor(member): Visitor,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<PublicationBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let body = body.into_inner();
    let own = follow::open(&context, &body.reference, &body.password).await?;
    let language = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    let notice = Notice::Publication;
    if body.notice.is_empty() || !notice.still_stands(&body.notice, language, &context.config) {
        return Err(Fault::NoticeChanged);
    }
    let words = Words {
        title: body.title.trim().to_owned(),
        body: body.body.replace("\r\n", "\n").trim().to_owned(),
        name: body.name.trim().to_owned(),
        check: body.check,
        decisions: match body.decisions {
            none if none.is_empty() => Decisions::None,
            each => Decisions::Each(each),
        },
        began: body.began,
    };
    let publication = send::of_own(&context, &own).await?;
    let fields = words.clone().for_forum(&publication, language).fields();
    let by = member.map(|member| member.id);
    match send::send(&context, &own, words, language, by).await? {
        Outcome::Posted(posted) => {
            let status = match posted.held() {
                true => StatusCode::ACCEPTED,
                false => StatusCode::OK,
            };
            let shown = shown(&request, &context, &own).await?;
            Ok(unstored(HttpResponse::build(status).json(shown)))
        }
        Outcome::Undecided(undecided) => {
            Ok(unstored(undecided_problem(&request, &undecided, &fields)))
        }
        Outcome::Invalid(errors) => Ok(invalid(&request, &errors)),
    }
}

/// Take back what was published of one's case: the words go everywhere. Twice is once.
#[utoipa::path(post, path = "/api/v1/suggestions/case/unpublish", operation_id = "published_withdraw", tag = "suggestions", request_body = CaseKey,
    responses((status = 200, body = Status), (status = 404, description = "`no-such-case`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn withdraw(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    key: Json<CaseKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let own = follow::open(&context, &key.reference, &key.password).await?;
    withdraw::withdraw(&context, &own).await?;
    Ok(HttpResponse::Ok().json(Status::of("withdrawn")))
}

/// Why a decision about a publication is wrong.
#[derive(Deserialize, ToSchema)]
pub struct PublicationAppeal {
    reference: String,
    password: String,
    /// Of the decision.
    number: i32,
    /// At most 2000 characters.
    words: String,
}

/// Appeal against a decision about what one published. Twice is once.
#[utoipa::path(post, path = "/api/v1/suggestions/case/appeal", operation_id = "published_appeal", tag = "suggestions", request_body = PublicationAppeal,
    responses((status = 200, body = Status), (status = 404, description = "`no-such-case`, or `not-found`: no such decision"),
        (status = 409, description = "`conflict`: the time to appeal has ended"),
        (status = 422, description = "`invalid`"), (status = 429, description = "`too-many-attempts`")))]
pub async fn appeal(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<PublicationAppeal>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let own = follow::open(&context, &body.reference, &body.password).await?;
    let words = body.words.trim();
    if let Err(errors) = appeals::check("words", words) {
        return Ok(invalid(&request, &errors));
    }
    let sent = send::of_own(&context, &own).await?.sent;
    let owner = sent.ok_or(Fault::NotFound)?.owner;
    let words = Private::new(words.to_owned());
    appeals::appeal(&context, &owner, body.number, words).await?;
    Ok(HttpResponse::Ok().json(Status::of("appealed")))
}
