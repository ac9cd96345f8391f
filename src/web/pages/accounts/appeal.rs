//! Whoever is suspended is not let in, and appeals here: with address and password, which prove whose
//! account it is. Against the suspension, and against whatever else can be appealed against where one must
//! be logged on for it; that is listed once the password is proven.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::mistakes;
use crate::{
    accounts::{
        Password,
        log_on::{self, Credentials},
    },
    context::Context,
    moderation::{
        ModerationError,
        appeals_open::{self, Open},
        sanction_appeals,
    },
    privacy::Private,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::{
            decisions::{act_words, wrong},
            kept,
            people::standing::{reason, untaken},
        },
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/appeal.html")]
struct Appeal {
    page: Page,
    errors: Errors,
    email: String,
    words: String,
    /// What can be appealed against, by its number, once it was asked for and the password proven.
    open: Option<Vec<(String, String)>>,
    /// The number of what was chosen of it.
    against: String,
}

impl Appeal {
    /// Whether the form is about one of them.
    fn is_of_one(&self) -> bool {
        !self.against.is_empty() || !self.options().is_empty()
    }

    fn options(&self) -> Vec<(String, String)> {
        self.open.clone().unwrap_or_default()
    }

    /// Whether it was asked what there is, and there is nothing.
    fn has_none(&self) -> bool {
        self.open.as_ref().is_some_and(Vec::is_empty)
    }
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    show(page, StatusCode::OK, &Form::default(), Errors::default())
}

fn show(
    page: Page,
    status: StatusCode,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    shown(page, (status, errors), form, None)
}

fn shown(
    page: Page,
    (status, errors): (StatusCode, Errors),
    form: &Form,
    open: Option<Vec<(String, String)>>,
) -> Result<HttpResponse, Fault> {
    let view = Appeal {
        page,
        errors,
        email: form.trimmed("email"),
        words: form.text("words"),
        open,
        against: form.trimmed("against"),
    };
    html_as(status, &view).map(unstored)
}

/// What can be appealed against: number and words.
fn options(page: &Page, open: &Open) -> Vec<(String, String)> {
    let imposed = open.imposed.iter().map(|one| {
        let sanction = &one.sanction;
        let because = one.because.as_ref().map(|because| because.said(page.lang));
        let words = [
            page.ta("sanction-kind", "kind", sanction.kind.as_str()),
            page.date(sanction.imposed_on),
            because.unwrap_or_default(),
        ];
        (sanction.number, Vec::from(words))
    });
    let posts = open.posts.iter().map(|one| {
        let because = one.payload.shown(page.lang);
        let words = [
            act_words(page, &one.entry),
            one.title.clone().unwrap_or_default(),
            page.exact(one.entry.at),
            because.unwrap_or_else(|| page.t("ground-in-confidence")),
        ];
        (one.entry.number, Vec::from(words))
    });
    let all = imposed.chain(posts).map(|(number, mut words)| {
        words.retain(|words| !words.is_empty());
        (number.to_string(), words.join(" · "))
    });
    all.collect()
}

fn credentials(form: &Form) -> Credentials {
    Credentials {
        email: Private::new(form.trimmed("email")),
        password: Password::typed(form.get("password")),
    }
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let limited = limits.count(&request);
    limited.map_err(|fault| kept::keep(fault, &form, &["words"]))?;
    if form.has("others") {
        return others(page, &context, &form).await;
    }
    let mut errors = Errors::default();
    let Some(words) = reason(&form, "words", page.lang, &mut errors) else {
        return show(page, StatusCode::UNPROCESSABLE_ENTITY, &form, errors);
    };
    match log_on::suspended(&context, &credentials(&form)).await {
        Ok(Some(member)) => {
            let done = sanction_appeals::of_suspended(&context, member.id, &words).await;
            if let Some(key) = done.as_ref().err().and_then(untaken) {
                errors.add("words", page.t(key));
                return show(page, StatusCode::CONFLICT, &form, errors);
            }
            done.map_err(|error| kept::keep(error, &form, &["words"]))?;
            let home = page.prefix();
            Ok(see_other(format!("{home}?done=sanction-appealed")))
        }
        Ok(None) => {
            errors.add("email", page.t("suspended-appeal-not"));
            show(page, StatusCode::UNPROCESSABLE_ENTITY, &form, errors)
        }
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            show(page, status, &form, errors)
        }
    }
}

/// Lists what can be appealed against, or takes an appeal against one of it.
async fn others(page: Page, context: &Context, form: &Form) -> Result<HttpResponse, Fault> {
    let mut errors = Errors::default();
    let member = match log_on::suspended(context, &credentials(form)).await {
        Ok(Some(member)) => member,
        Ok(None) => {
            errors.add("email", page.t("suspended-appeal-not"));
            return show(page, StatusCode::UNPROCESSABLE_ENTITY, form, errors);
        }
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            return show(page, status, form, errors);
        }
    };
    let open = appeals_open::of(context, &member).await?;
    let open = Some(options(&page, &open));
    if form.get("others") == "list" {
        return shown(page, (StatusCode::OK, errors), form, open);
    }
    let number: Option<i32> = form.get("against").parse().ok();
    if number.is_none() {
        errors.add("against", page.t("invalid-choice"));
    }
    let words = form.text("words");
    if let Some(message) = wrong(&page, &words) {
        errors.add("words", message);
    }
    let (Some(number), true) = (number, errors.is_empty()) else {
        return shown(page, (errors.status(), errors), form, open);
    };
    match appeals_open::appeal(context, &member, number, &words).await {
        Ok(()) => {
            let home = page.prefix();
            Ok(see_other(format!("{home}?done=sanction-appealed")))
        }
        Err(ModerationError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            shown(page, (errors.status(), errors), form, open)
        }
        Err(error) => {
            let Some(key) = untaken(&error) else {
                return Err(kept::keep(error, form, &["words"]));
            };
            errors.add("words", page.t(key));
            shown(page, (StatusCode::CONFLICT, errors), form, open)
        }
    }
}
