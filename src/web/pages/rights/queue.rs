//! The privacy officer's queue: what people asked about their data, the soonest due first.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::check_words;
use crate::{
    accounts::Member,
    context::Context,
    moderation::{ModerationError, acts::Touch, requested},
    privacy::Private,
    requests::{self, Request},
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::kept,
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
    PrivacyOfficer(officer): PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let view = Queue {
        page,
        requests: requests::open(&context, &officer).await?,
        errors: Errors::default(),
        typed: (0, String::new()),
    };
    html(&view).map(unstored)
}

/// The queue once more, with what was typed for one of its requests.
async fn refused(
    page: Page,
    context: &Context,
    officer: &Member,
    errors: Errors,
    form: &Form,
    id: i64,
) -> Result<HttpResponse, Fault> {
    let requests = requests::open(context, officer).await?;
    if requests.iter().all(|request| request.id != id) {
        // Somebody else answered it meanwhile, or it never was one: there is no form to show it in.
        return Err(kept::too_late(Fault::Conflict, form, &["words"]));
    }
    let status = errors.status();
    let view = Queue {
        page,
        requests,
        errors,
        typed: (id, form.text("words")),
    };
    html_as(status, &view).map(unstored)
}

pub async fn post(
    page: Page,
    officer: Result<PrivacyOfficer, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let PrivacyOfficer(officer) = kept::admit(officer, &form, &["words"])?;
    let (id, words, mut errors) = (path.1, form.text("words"), Errors::default());
    let field = format!("words-{id}");
    check_words(&page, &mut errors, &field, &words);
    if !errors.is_empty() {
        return refused(page, &context, &officer, errors, &form, id).await;
    }
    let answer = Private::new(words);
    let done = match form.get("decision") {
        "extend" => requests::extend(&context, &officer, id, answer)
            .await
            .map(drop),
        "refuse" => requests::close(&context, &officer, id, false, answer).await,
        "grant" => requests::close(&context, &officer, id, true, answer).await,
        decision => {
            let touch: Touch = decision
                .parse()
                .map_err(|()| Fault::BadRequest("no decision".into()))?;
            match requested::answer(&context, &officer, id, touch, answer).await {
                Err(ModerationError::NothingToMask) => {
                    errors.add(&field, page.t("requests-nothing-to-mask"));
                    return refused(page, &context, &officer, errors, &form, id).await;
                }
                Err(ModerationError::OutOfSight) => {
                    errors.add(&field, page.t("requests-out-of-sight"));
                    return refused(page, &context, &officer, errors, &form, id).await;
                }
                done => {
                    done.map_err(|error| kept::too_late(error, &form, &["words"]))?;
                    Ok(())
                }
            }
        }
    };
    done.map_err(|error| kept::too_late(error, &form, &["words"]))?;
    let done = format!("{}/officer/requests?done=decided", page.prefix());
    Ok(see_other(done))
}
