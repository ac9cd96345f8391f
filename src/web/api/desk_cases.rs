//! `/api/v1/desk/cases/…`: one case at its office's desk, its answer, and what else is done with it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{
    Status,
    case_files::{self, CaseFileShown},
    choices::Named,
    coordinates::CoordinatesShown,
    invalid,
    publication::undecided_problem,
    suggestions::{submission_id, trimmed},
};
use crate::{
    accounts::Member,
    attachments::Chosen,
    context::Context,
    crosslinks,
    i18n::Lang,
    offices::{members::Colleague, rules::Kind},
    privacy::{Private, Purpose, Viewer},
    published::{
        self, PublishedError,
        answer::{IN_PUBLIC, Outcome},
    },
    spam::automatic::Automatic,
    suggestions::{
        RecordKind, State, SuggestionError,
        acts::{self, Act, ActKind, Unprocessed},
        contact,
        desk::{self, Opened},
        files::Message,
        intake::Medium,
    },
    text::{Field, Format, official::Answered, publication::Decision},
    web::{
        extract::Staff,
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// Somebody who works for an office.
#[derive(Serialize, ToSchema)]
pub struct Person {
    /// The account's.
    id: i64,
    /// The public name.
    name: String,
}

impl Person {
    pub(super) fn of(colleague: &Colleague) -> Self {
        Self {
            id: colleague.id,
            name: colleague.name.clone(),
        }
    }
}

/// A handling record as the office reads it.
#[derive(Serialize, ToSchema)]
pub struct DeskRecord {
    number: i32,
    kind: RecordKind,
    at: DateTime<Utc>,
    office: Option<Named>,
    /// Which kind of rule found the offices: for `category and district`, `category`, `district`, or
    /// the `fallback`.
    rule: Option<&'static str>,
    /// Until when it was extended.
    until: Option<NaiveDate>,
    /// The agency to which it was forwarded, or the number of the other case.
    subject: Option<String>,
    /// Where it was forwarded to.
    address: Option<String>,
    /// Whether contact details went along.
    with_contact: Option<bool>,
    /// The colleague to whom it was assigned, or who gave it back.
    colleague: Option<Person>,
    words: Option<String>,
    /// What came with it; with the first record, with the suggestion.
    files: Vec<CaseFileShown>,
}

/// A case as its office opens it. That it was opened, its resident reads.
#[derive(Serialize, ToSchema)]
pub struct DeskCase {
    id: i64,
    reference: String,
    state: State,
    due: Option<NaiveDate>,
    category: String,
    district: String,
    title: String,
    body: String,
    place: Option<String>,
    coordinates: Option<CoordinatesShown>,
    language: Lang,
    created_at: DateTime<Utc>,
    /// How it reached the city: `web` from its resident, else entered by staff.
    medium: Medium,
    /// The day on which it reached the city, where staff entered it.
    received_on: Option<NaiveDate>,
    /// The topic out of which it came, where the asker may see it.
    topic: Option<i64>,
    /// The topic as which its resident published it.
    published: Option<i64>,
    /// The responsible one first.
    offices: Vec<Named>,
    /// Whether the resident shares a contact; see `/api/v1/desk/cases/{id}/contact`.
    has_contact: bool,
    /// Who handles it; null for nobody in particular.
    handler: Option<Person>,
    /// Who can handle it.
    colleagues: Vec<Person>,
    records: Vec<DeskRecord>,
    /// What its state allows now, beside answering it.
    acts: Vec<ActKind>,
    /// The number of the case in which it goes on.
    goes_on_in: Option<String>,
    /// The numbers of those that go on in this one.
    same_matter: Vec<String>,
    /// Why its form may have been filled in by a program, which changes nothing: `trap`, `fast`.
    may_be_automatic: Vec<&'static str>,
}

fn shown(opened: &Opened, (topic, published): (Option<i64>, Option<i64>), lang: Lang) -> DeskCase {
    let case = &opened.case;
    let see = |value: &Private<String>| {
        let viewer = Viewer::Office(&opened.looked);
        value.reveal(viewer, Purpose::Handling).clone()
    };
    let named = |id| case.office(id).map(|office| Named::of(office, lang));
    let records = case.records.iter().map(|record| {
        let said = record.said();
        let said = said.as_ref();
        let of_colleague = matches!(record.kind, RecordKind::Assigned | RecordKind::Unassigned);
        let colleague = said.filter(|_| of_colleague).and_then(|said| {
            let id = said.colleague()?;
            let name = opened.names.get(&id)?.clone();
            Some(Person { id, name })
        });
        DeskRecord {
            number: record.number,
            kind: record.kind,
            at: record.at.utc(),
            office: named(record.office),
            rule: said
                .filter(|_| record.kind == RecordKind::Routed)
                .and_then(|said| said.rule())
                .map(Kind::as_str),
            until: said.and_then(|said| said.until()),
            subject: said
                .filter(|said| !of_colleague && said.until().is_none())
                .and_then(|said| said.subject())
                .map(see),
            address: said.and_then(|said| said.address()).map(see),
            with_contact: said.and_then(|said| said.with_contact()),
            colleague,
            words: said.and_then(|said| said.words()).map(see),
            files: CaseFileShown::all(case.files_of(record), see),
        }
    });
    let tied = &opened.tied;
    DeskCase {
        id: case.id,
        reference: case.reference.clone(),
        state: case.state,
        due: case.due,
        category: case.category.slug.clone(),
        district: case.district.slug.clone(),
        title: see(&case.title),
        body: see(&case.body),
        place: case.place.as_ref().map(see),
        coordinates: CoordinatesShown::of(case.coordinates.as_ref().map(see)),
        language: case.language,
        created_at: case.created_at.utc(),
        medium: case.medium,
        received_on: case.received_on,
        topic,
        published,
        offices: case
            .offices
            .iter()
            .map(|office| Named::of(office, lang))
            .collect(),
        has_contact: opened.has_contact,
        handler: opened.handler.as_ref().map(Person::of),
        colleagues: opened.colleagues.iter().map(Person::of).collect(),
        records: records.collect(),
        acts: ActKind::of(case).collect(),
        goes_on_in: tied.main.as_ref().map(|(_, reference)| reference.clone()),
        same_matter: tied.others.iter().map(|(_, one)| one.clone()).collect(),
        may_be_automatic: opened
            .automatic
            .as_ref()
            .map_or_else(Vec::new, Automatic::codes),
    }
}

/// Open a case of one's offices. It leaves a look, which its resident reads.
#[utoipa::path(get, path = "/api/v1/desk/cases/{id}", operation_id = "desk_case", tag = "desk", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = DeskCase), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`no-such-case`: none of one's offices")))]
pub async fn get(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let opened = desk::find(&context, &member, *id).await?;
    let source = crosslinks::of_case(&context, *id, &member).await?;
    let published = published::answer::topic_of(&context, *id).await?;
    let topics = (source.map(|source| source.topic), published);
    let body = shown(&opened, topics, language::of_header(&request));
    Ok(unstored(HttpResponse::Ok().json(body)))
}

/// What a resident shares with the office.
#[derive(Serialize, ToSchema)]
pub struct SharedContact {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// Have the contact shown that a resident shares. Each time stands in the case's file, which its
/// resident reads.
#[utoipa::path(post, path = "/api/v1/desk/cases/{id}/contact", operation_id = "desk_contact", tag = "desk", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = SharedContact), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`no-such-case`: none of one's offices; `not-found`: no contact is shared with them")))]
pub async fn contact(
    Staff(member): Staff,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let shared = contact::show(&context, &member, *id).await?;
    let opened = desk::find(&context, &member, *id).await?;
    let see = |value: Private<String>| {
        let viewer = Viewer::Office(&opened.looked);
        value.reveal(viewer, Purpose::Handling).clone()
    };
    Ok(unstored(HttpResponse::Ok().json(SharedContact {
        name: shared.name.map(see),
        email: shared.email.map(see),
        phone: shared.phone.map(see),
    })))
}

/// An answer to a case.
#[derive(Deserialize, ToSchema)]
pub struct AnswerBody {
    /// 1 to 10,000 characters; the resident gets them whole.
    #[schema(value_type = String)]
    answer: Private<String>,
    /// Up to five tokens of `/api/v1/suggestions/files` or `/api/v1/attachments`; the resident alone
    /// gets them.
    #[serde(default)]
    files: Vec<String>,
    /// Whether it shall stand in the topic too, where the case is published.
    #[serde(default)]
    publish: bool,
    /// What stands there, where other words than the answer shall.
    #[serde(default)]
    in_public: Option<String>,
    /// From the answer that asked about the findings.
    #[serde(default)]
    check: Option<String>,
    /// Nobody's personal data can be published by the city.
    #[serde(default)]
    decisions: Vec<Decision>,
}

/// Answer a case. `answered-not-public` says that its words were not public any more. The same
/// `Idempotency-Key` within a day does it once.
#[utoipa::path(post, path = "/api/v1/desk/cases/{id}/answer", operation_id = "desk_answer", tag = "desk", request_body = AnswerBody, security(("session" = [])),
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one answer only")),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`no-such-case`: none of one's offices"),
        (status = 409, description = "`conflict`, with the case's `state`: somebody was faster"),
        (status = 422, description = "`invalid` with the fields, or `personal-data-undecided`")))]
pub async fn answer(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<AnswerBody>,
) -> Result<HttpResponse, Fault> {
    let key = submission_id(&request, &context)?;
    let body = body.into_inner();
    let files = match case_files::chosen(&context, &body.files).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let words = trimmed(Some(body.answer));
    if !body.publish {
        let message = Message { words, files };
        let answered = desk::answer(&context, &member, &key, *id, message).await;
        return done(
            &request,
            &context,
            &member,
            *id,
            answered.map(|()| "answered"),
        )
        .await;
    }
    let source = match &body.in_public {
        Some(words) => words.clone(),
        None => words.reveal(Viewer::Plaza, Purpose::Storage).clone(),
    };
    let fields = [Field::new(IN_PUBLIC, Format::Markdown, source)];
    let answered = Answered {
        check: body.check,
        decisions: body.decisions,
        mask_all: false,
    };
    let with = (body.in_public, language::of_header(&request), answered);
    let message = Message { words, files };
    let result = match published::answer::answer(&context, &member, &key, *id, message, with).await
    {
        Ok(Outcome::Done) => Ok("answered"),
        Ok(Outcome::NotPublic) => Ok("answered-not-public"),
        Ok(Outcome::Undecided(undecided)) => {
            return Ok(undecided_problem(&request, &undecided, &fields));
        }
        Err(PublishedError::Suggestion(error)) => Err(error),
        Err(error) => return Err(error.into()),
    };
    done(&request, &context, &member, *id, result).await
}

/// What is done with a case beside answering it; `act` says which.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum ActBody {
    /// Begin work.
    TakeUp,
    /// Give it to the office of this slug.
    Reassign {
        office: String,
        #[schema(value_type = String)]
        reason: Private<String>,
    },
    /// Send it to an agency outside the city. Contact details go along where the resident shares
    /// them and was told of it.
    Forward {
        agency: String,
        #[schema(value_type = String, format = "email")]
        address: Private<String>,
        #[schema(value_type = String)]
        reason: Private<String>,
    },
    /// Promise the answer for a later working day, while the promised one is not over.
    Extend {
        until: Option<NaiveDate>,
        #[schema(value_type = String)]
        reason: Private<String>,
    },
    /// Register it without processing it: Administrative Procedure Act art. 173.
    NotProcess {
        /// `no-content`, `no-name`, `answered` or `elsewhere`.
        ground: Option<Unprocessed>,
        #[schema(value_type = String)]
        reason: Private<String>,
    },
    /// It is about the same as the case with the number `of`; with `merge` its resident gets that
    /// one's answer.
    Duplicate {
        of: String,
        #[serde(default)]
        merge: bool,
    },
    Close,
    /// Open it again.
    Reopen {
        #[schema(value_type = String)]
        reason: Private<String>,
    },
    /// Ask its resident something; the time to answer runs on.
    Ask {
        #[schema(value_type = String)]
        words: Private<String>,
        /// Tokens, as with an answer.
        #[serde(default)]
        files: Vec<String>,
    },
    /// Give it to a colleague who handles it, or to nobody in particular. `from` is who has it as
    /// you know: where somebody else has it now, nothing is done.
    Assign {
        to: Option<i64>,
        #[serde(default)]
        from: Option<i64>,
    },
    /// Write down something that its resident does not read.
    Note {
        #[schema(value_type = String)]
        words: Private<String>,
        /// Tokens, as with an answer; its resident does not get them.
        #[serde(default)]
        files: Vec<String>,
    },
}

impl ActBody {
    /// The tokens of the files that go with it.
    fn files(&self) -> &[String] {
        match self {
            Self::Ask { files, .. } | Self::Note { files, .. } => files,
            _ => &[],
        }
    }

    /// `files` are those that its tokens name.
    fn act(self, files: Vec<Chosen>) -> Act {
        let text = |text: Private<String>| trimmed(Some(text));
        let message = |words| Message {
            words: text(words),
            files,
        };
        match self {
            Self::TakeUp => Act::TakeUp,
            Self::Reassign { office, reason } => Act::Reassign {
                office: office.trim().to_owned(),
                reason: text(reason),
            },
            Self::Forward {
                agency,
                address,
                reason,
            } => Act::Forward {
                agency: agency.trim().to_owned(),
                address: text(address),
                reason: text(reason),
            },
            Self::Extend { until, reason } => Act::Extend {
                until,
                reason: text(reason),
            },
            Self::NotProcess { ground, reason } => Act::NotProcess {
                ground,
                reason: text(reason),
            },
            Self::Duplicate { of, merge } => Act::Duplicate {
                of: of.trim().to_owned(),
                merge,
            },
            Self::Close => Act::Close,
            Self::Ask { words, .. } => Act::Ask(message(words)),
            Self::Assign { to, from } => Act::Assign { to, from },
            Self::Reopen { reason } => Act::Reopen {
                reason: text(reason),
            },
            Self::Note { words, .. } => Act::Note(message(words)),
        }
    }
}

/// Do something with a case. The same `Idempotency-Key` within a day does it once.
#[utoipa::path(post, path = "/api/v1/desk/cases/{id}/acts", operation_id = "desk_act", tag = "desk", request_body = ActBody, security(("session" = [])),
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one act only")),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`no-such-case`: none of one's offices"),
        (status = 409, description = "`conflict`, with the case's `state`, which does not allow it: perhaps somebody was faster; or an enquiry, which stays with its office"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn act(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<ActBody>,
) -> Result<HttpResponse, Fault> {
    let key = submission_id(&request, &context)?;
    let body = body.into_inner();
    let files = match case_files::chosen(&context, body.files()).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let act = body.act(files);
    let performed = acts::perform(&context, &member, &key, *id, act).await;
    done(&request, &context, &member, *id, performed.map(|()| "done")).await
}

/// The answer to what was done, or why it was not.
async fn done(
    request: &HttpRequest,
    context: &Context,
    member: &Member,
    case: i64,
    result: Result<&'static str, SuggestionError>,
) -> Result<HttpResponse, Fault> {
    match result {
        Ok(status) => Ok(HttpResponse::Ok().json(Status::of(status))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(SuggestionError::NotNow(_)) => {
            let now = desk::find(context, member, case).await?.case.state;
            let members = Map::from_iter([("state".to_owned(), json!(now))]);
            Ok(problem(request, StatusCode::CONFLICT, "conflict", members))
        }
        Err(error) => Err(error.into()),
    }
}
