//! Supporting a published suggestion: the button of an account, and the form that mails a link.

pub mod link;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::{kept, reading::back};
use crate::{
    context::Context,
    forum::{
        ForumError,
        topics::{self, Topic},
    },
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    published::{
        shown,
        support::{
            self, SupportError,
            by_mail::{self, Asked},
        },
    },
    text_rules::LONGEST_EMAIL,
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        onward::with_done,
        page::{Page, html_as, see_other, unstored},
    },
};

/// The button of whoever is logged on. It says what shall be, so that a second press changes
/// nothing.
pub async fn set(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (given, done) = match form.get("given") {
        "yes" => (true, "support-given"),
        "no" => (false, "support-taken"),
        _ => return Err(Fault::BadRequest("given is yes or no".into())),
    };
    support::set(&context, &member, path.1, given).await?;
    let otherwise = format!("t/{}", path.1);
    Ok(back(&page, &context, &form, &otherwise, "#support", done))
}

#[derive(Template)]
#[template(path = "pages/support/ask.html")]
struct Ask {
    page: Page,
    topic: Topic,
    /// Whether it can be supported now; else the mail only takes back.
    is_open: bool,
    errors: Errors,
    submission: String,
    email: String,
    shown: ShownNotice,
}

impl Ask {
    /// The key of its heading.
    const fn title(&self) -> &'static str {
        match self.is_open {
            true => "support-give",
            false => "support-take-back",
        }
    }

    /// The key of what is said of the address.
    const fn hint(&self) -> &'static str {
        match self.is_open {
            true => "support-email-hint",
            false => "support-closed-hint",
        }
    }
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, path.1, &Form::default(), Errors::default()).await
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let limited = limits.count(&request);
    limited.map_err(|fault| kept::keep(fault, &form, &["email"]))?;
    let asked = Asked {
        email: Private::new(form.trimmed("email")),
        language: page.lang,
        notice: form.trimmed("notice"),
    };
    let submission = form.submission(&context);
    let mut errors = Errors::default();
    match by_mail::ask(&context, &submission, path.1, asked).await {
        Ok(is_open) => {
            let topic = page.href(&format!("t/{}", path.1));
            let done = match is_open {
                true => "support-mailed",
                false => "support-back-mailed",
            };
            return Ok(see_other(with_done(&topic, done)));
        }
        Err(SupportError::Invalid(found)) => errors = Errors::found(&found, page.lang),
        Err(SupportError::NoticeChanged) => errors.add("email", page.t("notice-changed")),
        Err(error) => return Err(kept::keep(error, &form, &["email"])),
    }
    show(page, &context, path.1, &form, errors).await
}

async fn show(
    page: Page,
    context: &Context,
    id: i64,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(context, id, page.account.as_ref()).await?;
    let (cx, id) = (context.clone(), topic.id);
    let suggestion = context
        .db
        .read(move |connection| shown::find(connection, &cx, id))
        .await?;
    suggestion.ok_or(ForumError::NotFound)?;
    // Whoever has an account needs no mail: the button stands with the topic.
    if page.account.is_some() {
        return Ok(see_other(format!("{}#support", page.href(&topic.path()))));
    }
    let status = errors.status();
    let view = Ask {
        shown: Notice::Support.shown(page.lang, &context.config),
        page,
        is_open: support::is_open(&topic),
        topic,
        errors,
        submission: form.submission(context),
        email: form.trimmed("email"),
    };
    html_as(status, &view).map(unstored)
}
