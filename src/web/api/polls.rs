//! `/api/v1/polls`.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    invalid, paged,
    publication::undecided_problem,
    suggestions::submission_id,
};
use crate::{
    accounts::Member,
    context::Context,
    i18n::Lang,
    polls::{
        self, Both, Draft, Made, Poll, PollError, Words,
        results::{self, Results},
    },
    text::{Field, official::Answered, publication::Decision},
    web::{
        extract::{LoggedOn, Moderator, Visitor},
        fault::{self, Fault},
        matching::{IfMatch, tag},
    },
};

#[derive(Serialize, ToSchema)]
pub struct PollShown {
    id: i64,
    topic: Option<i64>,
    title: String,
    question: String,
    /// Of the texts: the one asked for, or the other where the poll has only that.
    language: Lang,
    /// The first and the last day of voting.
    opens_on: NaiveDate,
    closes_on: NaiveDate,
    /// `open`, `upcoming` or `closed`.
    phase: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<OptionShown>,
    /// `later`, `too-few`, `unanimous` or `counted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<&'static str>,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct OptionShown {
    number: i32,
    text: String,
    /// In a closed poll with figures, and only where ten or more chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<i32>,
    /// Whether everybody who voted chose it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unanimous: bool,
}

#[derive(Serialize, ToSchema)]
pub struct Polls {
    polls: Vec<PollShown>,
}

impl PollShown {
    fn of(poll: &Poll, lang: Lang) -> Self {
        let (language, title) = poll.title.best(lang);
        let text = |both: &Both| both.best(lang).1.to_owned();
        Self {
            id: poll.id,
            topic: poll.topic,
            title: title.to_owned(),
            question: text(&poll.question),
            language,
            opens_on: poll.opens_on,
            closes_on: poll.closes_on,
            phase: poll.phase.as_str(),
            options: poll
                .options
                .iter()
                .map(|option| OptionShown {
                    number: option.number,
                    text: text(&option.text),
                    votes: None,
                    unanimous: false,
                })
                .collect(),
            results: None,
            url: format!("/{}/polls/{}", lang.as_str(), poll.id),
        }
    }

    fn with(mut self, results: &Results) -> Self {
        self.results = Some(match results {
            Results::Later => "later",
            Results::TooFew => "too-few",
            Results::Unanimous(_) => "unanimous",
            Results::Counted(_) => "counted",
        });
        for option in &mut self.options {
            match results {
                Results::Unanimous(number) => option.unanimous = option.number == *number,
                Results::Counted(counted) => {
                    let found = counted.iter().find(|(number, _)| *number == option.number);
                    option.votes = found.and_then(|(_, votes)| *votes);
                }
                Results::Later | Results::TooFew => {}
            }
        }
        self
    }
}

/// List the polls, open ones first.
#[utoipa::path(get, path = "/api/v1/polls", operation_id = "polls_list", tag = "polls",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = Polls)))]
pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let polls = polls::list(&context, reader.as_ref()).await?;
    let (polls, ways) = paged::part(&query, polls, |poll| poll.id.to_string())?;
    let polls = polls.iter().map(|poll| PollShown::of(poll, lang)).collect();
    Ok(ways.on(&request, HttpResponse::Ok().json(Polls { polls })))
}

/// A poll; its figures once it has closed and ten people or more have voted.
#[utoipa::path(get, path = "/api/v1/polls/{id}", operation_id = "polls_get", tag = "polls",
    params(("id" = i64, Path), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = PollShown), (status = 404, description = "`not-found`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let poll = polls::find(&context, *id, reader.as_ref()).await?;
    let results = results::of_poll(&context, *id, reader.as_ref()).await?;
    let shown = PollShown::of(&poll, lang(&request, &query)).with(&results);
    let tag = tag(poll.stamp());
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn stamp(context: &Context, id: i64, member: &Member) -> Result<String, Fault> {
    Ok(polls::find(context, id, member).await?.stamp())
}

/// A poll's texts in one language.
#[derive(Deserialize, ToSchema)]
pub struct NewWords {
    pub title: String,
    pub question: String,
    /// 2 to 20.
    pub options: Vec<String>,
}

impl NewWords {
    fn words(self) -> Words {
        Words {
            title: self.title,
            question: self.question,
            options: self.options.join("\n"),
        }
    }
}

/// A poll to make, in one language or both.
#[derive(Deserialize, ToSchema)]
pub struct NewPoll {
    /// The topic that it stands on.
    #[serde(default)]
    pub topic: Option<i64>,
    #[serde(default)]
    pub zh: Option<NewWords>,
    #[serde(default)]
    pub en: Option<NewWords>,
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
    #[serde(default)]
    pub check: Option<String>,
    /// Nobody's personal data can be published in a poll.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

/// What was made.
#[derive(Serialize, ToSchema)]
pub struct MadePoll {
    id: i64,
}

/// Make a poll. Its findings are asked about with 422 `personal-data-undecided`.
#[utoipa::path(post, path = "/api/v1/polls", operation_id = "polls_post", tag = "polls", request_body = NewPoll,
    security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 201, body = MadePoll), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: the topic, or its board is none of the moderator's"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn post(
    Moderator(member): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<NewPoll>,
) -> Result<HttpResponse, Fault> {
    let (draft, answered) = body.into_inner().typed();
    let fields = draft.fields();
    let key = submission_id(&request, &context)?;
    let made = polls::create(&context, &member, &key, draft, answered).await;
    answer(&request, &fields, made, StatusCode::CREATED)
}

/// Change a poll before its first day: another in its place. Findings are asked about as when it
/// is made.
#[utoipa::path(put, path = "/api/v1/polls/{id}", operation_id = "polls_put", tag = "polls", request_body = NewPoll,
    params(("id" = i64, Path)), security(("session" = [])),
    responses((status = 200, body = MadePoll), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`poll-begun`: people can vote, or could"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn put(
    Moderator(member): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<NewPoll>,
) -> Result<HttpResponse, Fault> {
    let (draft, answered) = body.into_inner().typed();
    let (fields, began) = (draft.fields(), if_match.began());
    let made = polls::change(&context, &member, *id, draft, answered, began).await;
    let made = answer(&request, &fields, made, StatusCode::OK);
    if_match.judged(made, stamp(&context, *id, &member)).await
}

impl NewPoll {
    fn typed(self) -> (Draft, Answered) {
        let draft = Draft {
            topic: self.topic,
            zh: self.zh.map(NewWords::words).unwrap_or_default(),
            en: self.en.map(NewWords::words).unwrap_or_default(),
            opens_on: Some(self.opens_on),
            closes_on: Some(self.closes_on),
        };
        let answered = Answered {
            check: self.check,
            decisions: self.decisions,
            mask_all: false,
        };
        (draft, answered)
    }
}

fn answer(
    request: &HttpRequest,
    fields: &[Field],
    made: Result<Made, PollError>,
    good: StatusCode,
) -> Result<HttpResponse, Fault> {
    match made {
        Ok(Made::Poll(id)) => Ok(HttpResponse::build(good).json(MadePoll { id })),
        Ok(Made::Undecided(undecided)) => Ok(undecided_problem(request, &undecided, fields)),
        Err(PollError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(PollError::Begun) => {
            let status = StatusCode::CONFLICT;
            Ok(fault::problem(request, status, "poll-begun", Map::new()))
        }
        Err(error) => Err(error.into()),
    }
}

/// A vote: the number of one option.
#[derive(Deserialize, ToSchema)]
pub struct Vote {
    pub option: i32,
}

/// Vote, once.
#[utoipa::path(post, path = "/api/v1/polls/{id}/vote", operation_id = "polls_vote", tag = "polls", request_body = Vote,
    params(("id" = i64, Path)), security(("session" = [])),
    responses((status = 204, description = "Counted"), (status = 401, description = "`unauthorized`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`poll-voted`: there is a vote already; `poll-closed`: not open"),
        (status = 422, description = "`poll-no-option`")))]
pub async fn vote(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<Vote>,
) -> Result<HttpResponse, Fault> {
    let (status, code) = match polls::vote(&context, &member, *id, body.option).await {
        Ok(()) => return Ok(HttpResponse::NoContent().finish()),
        Err(PollError::AlreadyVoted) => (StatusCode::CONFLICT, "poll-voted"),
        Err(PollError::NotOpen) => (StatusCode::CONFLICT, "poll-closed"),
        Err(PollError::NoSuchOption) => (StatusCode::UNPROCESSABLE_ENTITY, "poll-no-option"),
        Err(error) => return Err(error.into()),
    };
    Ok(fault::problem(&request, status, code, Map::new()))
}
