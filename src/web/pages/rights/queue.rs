//! The privacy officer's queue: what people asked about their data, the soonest due first.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::check_words;
use crate::{
    context::Context,
    moderation::{ModerationError, acts::Touch, requested},
    privacy::Private,
    requests::{self, Request},
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/rights/queue.html")]
struct Queue {
    page: Page,
    requests: Vec<Request>,
    errors: Errors,
    typed: (i64, String),
}

impl Queue {
    fn kind(&self, request: &Request) -> String {
        self.page.ta("request-kind", "kind", request.kind.as_str())
    }

    fn typed(&self, request: &i64) -> &str {
        if self.typed.0 == *request {
            &self.typed.1
        } else {
            ""
        }
    }
}

pub async fn get(
    page: Page,
    _: PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let view = Queue {
        page,
        requests: requests::open(&context).await?,
        errors: Errors::default(),
        typed: (0, String::new()),
    };
    html(&view).map(unstored)
}

/// The queue once more, with what was typed for one of its requests.
async fn refused(
    page: Page,
    context: &Context,
    errors: Errors,
    typed: (i64, String),
) -> Result<HttpResponse, Fault> {
    let requests = requests::open(context).await?;
    if !requests.iter().any(|request| request.id == typed.0) {
        return Err(Fault::NotFound);
    }
    let status = errors.status();
    let requests = requests::open(context).await?;
    // Somebody answered it meanwhile, or it never was one: there is no form to show it in.
    if !errors.is_empty() && requests.iter().all(|request| request.id != typed.0) {
        return Err(Fault::Conflict);
    }
    let view = Queue {
        page,
        requests,
        errors,
        typed,
    };
    html_as(status, &view).map(unstored)
}

pub async fn post(
    page: Page,
    PrivacyOfficer(officer): PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (id, words, mut errors) = (path.1, form.text("words"), Errors::default());
    let field = format!("words-{id}");
    check_words(&page, &mut errors, &field, &words);
    if !errors.is_empty() {
        return refused(page, &context, errors, (id, words)).await;
    }
    let answer = Private::new(words.clone());
    match form.get("decision") {
        "extend" => drop(requests::extend(&context, id, answer).await?),
        "refuse" => requests::close(&context, id, false, answer).await?,
        "grant" => requests::close(&context, id, true, answer).await?,
        decision => {
            let touch: Touch = decision
                .parse()
                .map_err(|()| Fault::BadRequest("no decision".into()))?;
            match requested::answer(&context, &officer, id, touch, answer).await {
                Err(ModerationError::NothingToMask) => {
                    errors.add(&field, page.t("requests-nothing-to-mask"));
                    return refused(page, &context, errors, (id, words)).await;
                }
                Err(ModerationError::OutOfSight) => {
                    errors.add(&field, page.t("requests-out-of-sight"));
                    return refused(page, &context, errors, (id, words)).await;
                }
                done => done?,
            }
        }
    }
    let done = format!("{}/officer/requests?done=decided", page.prefix());
    Ok(see_other(done))
}
