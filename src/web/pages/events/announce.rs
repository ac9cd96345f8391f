//! Announcing an event and changing the announcement, with the personal-data check.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDateTime;

use crate::{
    began::Began,
    context::Context,
    events::{
        self, Draft, Event, EventError, LONGEST_BODY, LONGEST_PLACE, LONGEST_TITLE, Made,
        SignUpTerms, Words,
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::{
            checked::{self, Checked},
            kept,
        },
    },
};

/// The fields of the words that are kept when somebody was logged off meanwhile.
const WORDS: [&str; 6] = [
    "title_zh", "body_zh", "place_zh", "title_en", "body_en", "place_en",
];

#[derive(Template)]
#[template(path = "pages/events/announce.html")]
struct Announce {
    page: Page,
    /// The event that is changed.
    id: Option<i64>,
    typed: Typed,
    errors: Errors,
    checked: Checked,
}

/// The form's fields as they were typed.
struct Typed {
    submission: String,
    zh: Words,
    en: Words,
    starts_at: String,
    ends_at: String,
    sign_up: bool,
    sign_up_until: String,
    capacity: String,
    erase_on: String,
}

impl Typed {
    fn read(form: &Form, context: &Context) -> Self {
        let words = |lang: &str| Words {
            title: form.trimmed(&format!("title_{lang}")),
            body: form.text(&format!("body_{lang}")),
            place: form.trimmed(&format!("place_{lang}")),
        };
        Self {
            submission: form.submission(context),
            zh: words("zh"),
            en: words("en"),
            starts_at: form.trimmed("starts_at"),
            ends_at: form.trimmed("ends_at"),
            sign_up: form.has("sign_up"),
            sign_up_until: form.trimmed("sign_up_until"),
            capacity: form.trimmed("capacity"),
            erase_on: form.trimmed("erase_on"),
        }
    }

    fn of(page: &Page, context: &Context, event: &Event) -> Self {
        let time = |at| page.local(at).format("%Y-%m-%dT%H:%M").to_string();
        let text = |value: Option<String>| value.unwrap_or_default();
        Self {
            submission: Form::default().submission(context),
            zh: Words {
                title: event.title.zh.clone(),
                body: event.body.zh.clone(),
                place: event.place.zh.clone(),
            },
            en: Words {
                title: event.title.en.clone(),
                body: event.body.en.clone(),
                place: event.place.en.clone(),
            },
            starts_at: time(event.starts_at),
            ends_at: time(event.ends_at),
            sign_up: event.sign_up,
            sign_up_until: text(event.sign_up_until.map(|day| day.to_string())),
            capacity: text(event.capacity.map(|places| places.to_string())),
            erase_on: text(event.erase_on.map(|day| day.to_string())),
        }
    }

    fn draft(&self) -> Draft {
        let ends_at = time(&self.ends_at);
        Draft {
            zh: self.zh.clone(),
            en: self.en.clone(),
            starts_at: time(&self.starts_at),
            ends_at,
            sign_up: self.sign_up.then(|| SignUpTerms {
                until: self.sign_up_until.parse().ok(),
                // What is no number of places is none that can be given.
                capacity: (!self.capacity.is_empty()).then(|| self.capacity.parse().unwrap_or(0)),
                erase_on: if self.erase_on.is_empty() {
                    ends_at.map(|ends| events::usual_erasure(ends.date()))
                } else {
                    self.erase_on.parse().ok()
                },
            }),
        }
    }
}

/// As browsers send a date and time: to the minute.
fn time(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

pub async fn new(page: Page, _staff: Staff, context: Data<Context>) -> Result<HttpResponse, Fault> {
    html(&Announce {
        page,
        id: None,
        typed: Typed::read(&Form::default(), &context),
        errors: Errors::default(),
        checked: Checked::default(),
    })
}

pub async fn edit(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let event = events::of_organiser(&context, &member, path.1).await?;
    html(&Announce {
        id: Some(event.id),
        typed: Typed::of(&page, &context, &event),
        errors: Errors::default(),
        checked: Checked::default(),
        page,
    })
}

pub async fn create(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &form, &WORDS)?;
    let (typed, answered) = (Typed::read(&form, &context), checked::read(&form));
    let (id, draft) = (&typed.submission, typed.draft());
    let made = events::create(&context, &member, id, draft, answered.clone()).await;
    answer(page, None, typed, &answered, made, &form)
}

pub async fn change(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &form, &WORDS)?;
    let (typed, answered) = (Typed::read(&form, &context), checked::read(&form));
    let draft = typed.draft();
    let made = events::update(
        &context,
        &member,
        path.1,
        draft,
        answered.clone(),
        Began::Anything,
    )
    .await;
    answer(page, Some(path.1), typed, &answered, made, &form)
}

fn answer(
    page: Page,
    id: Option<i64>,
    mut typed: Typed,
    answered: &crate::text::official::Answered,
    made: Result<Made, EventError>,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let (errors, checked) = match made {
        Ok(Made::Event(event)) => {
            return Ok(see_other(format!(
                "{}/events/{event}?done=event-saved",
                page.prefix()
            )));
        }
        Ok(Made::Undecided(undecided)) => {
            let draft = typed.draft().with(&undecided.fields);
            (typed.zh, typed.en) = (draft.zh, draft.en);
            (
                Errors::default(),
                Checked::asking(&undecided, answered, lang),
            )
        }
        Err(EventError::Invalid(errors)) => (Errors::found(&errors, lang), Checked::default()),
        Err(error) => return Err(kept::too_late(error, form, &WORDS)),
    };
    html_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Announce {
            page,
            id,
            typed,
            errors,
            checked,
        },
    )
}
