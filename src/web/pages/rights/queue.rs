//! The privacy officer's queue: what people asked about their data, the soonest due first. Where it is
//! about a post, that stands beside it with what is marked in it, and an answer that says it is masked.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::check_words;
use crate::{
    accounts::Member,
    context::Context,
    moderation::{ModerationError, ShownPost, acts::Touch, requested},
    privacy::Private,
    requests::{self, Request},
    text::css_name,
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
    /// Those that are answered, and of which a mail did not arrive.
    undelivered: Vec<Request>,
    /// For how many days those are shown.
    days: i64,
    /// Those that they are about, as they stand.
    posts: HashMap<i64, ShownPost>,
    errors: Errors,
    /// In which field, and what.
    typed: (String, String),
}

/// The field of an answer that goes with a mask; else it is the one of every answer.
const READY: &str = "mask";

fn field(name: &str, request: i64) -> String {
    format!("{name}-{request}")
}

impl Queue {
    fn kind(&self, request: &Request) -> String {
        self.page.ta("request-kind", "kind", request.kind.as_str())
    }

    /// That a mail about it did not arrive, and why.
    fn not_arrived(&self, request: &Request) -> Option<String> {
        let told = request.not_arrived?;
        let (at, because) = (self.page.exact(told.at), told.because.as_str());
        let words = self
            .page
            .ta2("requests-undelivered", "at", at, "because", because);
        Some(words)
    }

    fn shown(&self, request: &Request) -> Option<&ShownPost> {
        self.posts.get(&request.post?)
    }

    /// What is marked in the post, each with the class and the name of its kind.
    fn marks(&self, request: &Request) -> Vec<(String, String, String)> {
        let Some(shown) = self.shown(request) else {
            return Vec::new();
        };
        let marked = shown.post.findings.iter().filter(|one| one.marked());
        marked
            .map(|one| {
                let kind = css_name(one.kind);
                let name = self.page.t(&format!("kind-{kind}"));
                (kind, name, shown.words(one))
            })
            .collect()
    }

    /// What was typed in a field.
    fn typed(&self, field: &str) -> &str {
        if self.typed.0 == field {
            &self.typed.1
        } else {
            ""
        }
    }

    /// The answer that goes with a mask, in the language of whoever asks.
    fn ready(&self, request: &Request, field: &str) -> String {
        match self.typed(field) {
            "" => request.language.t("requests-masked-answer"),
            typed => typed.to_owned(),
        }
    }
}

pub async fn get(
    page: Page,
    PrivacyOfficer(officer): PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let requests = requests::open(&context, &officer).await?;
    let view = Queue {
        page,
        posts: requested::posts_of(&context, &requests).await?,
        undelivered: requests::undelivered(&context, &officer).await?,
        days: requests::SHOWN_DAYS,
        requests,
        errors: Errors::default(),
        typed: Default::default(),
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
    let posts = requested::posts_of(context, &requests).await?;
    let view = Queue {
        page,
        posts,
        undelivered: requests::undelivered(context, officer).await?,
        days: requests::SHOWN_DAYS,
        requests,
        errors,
        typed: (field_of(form, id), form.text("words")),
    };
    html_as(status, &view).map(unstored)
}

/// The field in which an answer was typed.
fn field_of(form: &Form, request: i64) -> String {
    let name = if form.has("ready") { READY } else { "words" };
    field(name, request)
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
    let field = field_of(&form, id);
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
