//! Flagging a post or a profile: one page, for everybody who may read it, with an account or
//! without.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::kept;
use crate::{
    context::Context,
    forum::{
        ForumError,
        cursor::From,
        flags::{self, NewFlag, Reason},
        posts::{self, Post},
        reading::profiles::{self, Profile},
        topics::Topic,
    },
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    review::About,
    spam::automatic::Automatic,
    web::{
        extract::AddressLimits,
        fault::Fault,
        flagging,
        form::{Errors, Form},
        onward::with_done,
        page::{Page, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/flags/flag.html")]
struct FlagPage {
    page: Page,
    seen: Seen,
    action: String,
    errors: Errors,
    submission: String,
    reason: String,
    words: String,
    /// Signed; empty of a member's form.
    made: String,
    notice: ShownNotice,
}

/// What it is about, as its reader sees it.
enum Seen {
    Post(Box<(Topic, Post)>),
    Profile(Box<Profile>),
}

impl FlagPage {
    fn reasons(&self) -> Vec<(String, String)> {
        let words = |reason: Reason| self.page.t(&format!("flag-reason-{}", reason.as_str()));
        let reasons = Reason::ALL.into_iter();
        reasons
            .map(|reason| (reason.as_str().to_owned(), words(reason)))
            .collect()
    }
}

/// What was to be flagged is not there any more; what was written about it is given back.
#[derive(Template)]
#[template(path = "pages/flags/gone.html")]
struct GonePage {
    page: Page,
    words: Vec<String>,
}

pub async fn of_post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let about = About::Post(path.1);
    show(page, &context, about, &Form::default(), Errors::default()).await
}

pub async fn of_profile(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let about = About::Profile(path.1);
    show(page, &context, about, &Form::default(), Errors::default()).await
}

pub async fn flag_post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    take(page, request, &context, &limits, About::Post(path.1), form).await
}

pub async fn flag_profile(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let about = About::Profile(path.1);
    take(page, request, &context, &limits, about, form).await
}

fn gone(page: Page, form: &Form) -> Result<HttpResponse, Fault> {
    let words = Some(form.text("words")).filter(|words| !words.is_empty());
    let words = words.into_iter().collect();
    html_as(StatusCode::GONE, &GonePage { page, words })
}

async fn show(
    page: Page,
    context: &Context,
    about: About,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let reader = page.account.as_ref();
    match flags::look(context, about, reader).await {
        Err(ForumError::Gone) => return gone(page, form),
        looked => looked.map_err(|error| kept::keep(error, form, &["words"]))?,
    }
    let (seen, action) = match about {
        About::Post(id) => {
            let found = posts::find(context, id, reader).await?;
            (Seen::Post(Box::new(found)), format!("posts/{id}/flag"))
        }
        About::Profile(id) => {
            let found = profiles::find(context, id, reader, From::Start).await?;
            (Seen::Profile(Box::new(found)), format!("people/{id}/flag"))
        }
    };
    let status = errors.status();
    let view = FlagPage {
        notice: Notice::Flag.shown(page.lang, &context.config),
        action: page.href(&action),
        made: match page.account {
            Some(_) => String::new(),
            None => page.made(form.get("made")),
        },
        page,
        seen,
        errors,
        submission: form.submission(context),
        reason: form.get("reason").to_owned(),
        words: form.text("words"),
    };
    html_as(status, &view)
}

async fn take(
    page: Page,
    request: HttpRequest,
    context: &Context,
    limits: &AddressLimits,
    about: About,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let limited = limits.count_flag(&request, page.account.is_none());
    limited.map_err(|fault| kept::keep(fault, &form, &["words"]))?;
    let words = Private::new(form.text("words"));
    let mut errors = match flags::check(&words) {
        Ok(()) => Errors::default(),
        Err(errors) => Errors::found(&errors, page.lang),
    };
    let reason = form.get("reason").parse().ok();
    if reason.is_none() {
        errors.add("reason", page.t("flag-reason-needed"));
    }
    if !Notice::Flag.still_stands(form.get("notice"), page.lang, &context.config) {
        errors.add("words", page.t("notice-changed"));
    }
    let reason = match reason {
        Some(reason) if errors.is_empty() => reason,
        _ => return show(page, context, about, &form, errors).await,
    };
    let new = NewFlag {
        about,
        reason,
        words,
        language: page.lang,
        automatic: match page.account {
            Some(_) => None,
            None => Automatic::of(context, &form.signals()),
        },
    };
    let (by, submission) = (page.account.as_ref(), form.submission(context));
    let sent = (&request, limits);
    let done = match flagging::give(context, sent, by, &submission, new).await {
        Ok(done) => done,
        Err(ForumError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            return show(page, context, about, &form, errors).await;
        }
        Err(ForumError::Gone) => return gone(page, &form),
        Err(error) => return Err(kept::keep(error, &form, &["words"])),
    };
    let back = match about {
        About::Post(id) => match posts::find(context, id, by).await {
            Ok((topic, _)) => format!("{}?post={id}", topic.path()),
            // Hidden at the same moment.
            Err(ForumError::NotFound) => String::new(),
            Err(error) => return Err(error.into()),
        },
        About::Profile(id) => format!("people/{id}"),
    };
    Ok(see_other(with_done(&page.href(&back), done)))
}
