//! What may be kept on a reader's device, and the choice about it.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    privacy::cookies::{Choice, Cookie, Life, Mode, Needs},
    web::{
        cookies::{chosen, settle, signal},
        fault::Fault,
        form::Form,
        onward::{own_path, with_done},
        page::{Page, html, see_other, unstored},
        routes,
    },
};

#[derive(Template)]
#[template(path = "pages/cookies.html")]
struct Cookies {
    page: Page,
    register: Vec<Entry>,
}

/// A line of the register in words.
struct Entry {
    name: &'static str,
    purpose: String,
    life: String,
    needs: String,
}

/// How long a cookie stays, in words.
pub(in crate::web) fn life(page: &Page, cookie: Cookie) -> String {
    match cookie.life() {
        Life::LogOff { days } => page.ta("cookie-life-log-off", "days", days),
        Life::Days(days) => page.ta("cookie-life-days", "days", days),
        Life::Minutes(minutes) => page.ta("cookie-life-minutes", "minutes", minutes),
        Life::Midnight => page.t("cookie-life-midnight"),
    }
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let register = Cookie::ALL
        .into_iter()
        .map(|cookie| Entry {
            name: cookie.name(context.config.secure()),
            purpose: page.t(&format!("cookie-{}-purpose", cookie.as_str())),
            life: life(&page, cookie),
            needs: page.t(match cookie.needs() {
                Needs::LogOn => "cookie-needs-log-on",
                Needs::Choice => "cookie-needs-choice",
                Needs::Consent => "cookie-needs-consent",
            }),
        })
        .collect();
    html(&Cookies { page, register })
}

/// Takes a choice (`choice`) or the answer to the question about one cookie (`cookie`, `answer`),
/// and leads back to the page on which it was made (`back`).
pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let unknown = || Fault::BadRequest("not a choice about cookies".into());
    let (choice, done) = if form.has("choice") {
        let mode: Mode = form.get("choice").parse().map_err(|()| unknown())?;
        let done = format!("cookies-{}", mode.as_str());
        (Choice::made(mode, signal(&request)), done)
    } else {
        let cookie: Cookie = form.get("cookie").parse().map_err(|()| unknown())?;
        let (yes, done) = match form.get("answer") {
            "yes" => (true, "cookie-allowed"),
            "no" => (false, "cookie-declined"),
            _ => return Err(unknown()),
        };
        let choice = chosen(&request, &context).answered(cookie, yes);
        (choice, done.to_owned())
    };
    let back = own_path(&context, form.get("back"))
        .filter(|back| routes::is_page(back.split(['?', '#']).next().unwrap_or_default()))
        .unwrap_or_else(|| page.href("cookies"));
    let mut response = see_other(with_done(&back, &done));
    settle(&mut response, &request, &context, &choice)?;
    Ok(unstored(response))
}
