//! "This is about me": anybody who is named in a post asks for it, without an account.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::check_words;
use crate::{
    context::Context,
    forum::posts,
    keys::Token,
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    requests::{self, RequestError},
    text_rules::email,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/rights/about_me.html")]
struct AboutMe {
    page: Page,
    post: i64,
    /// Where the post stands.
    stands: String,
    errors: Errors,
    submission: String,
    words: String,
    email: String,
    shown: ShownNotice,
}

#[derive(Template)]
#[template(path = "pages/rights/about_me_told.html")]
struct Told {
    page: Page,
    /// `None`: the mail is on its way; else where the request stands.
    confirmed: Option<Option<String>>,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, path.1, &Form::default(), Errors::default()).await
}

async fn show(
    page: Page,
    context: &Context,
    post: i64,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = posts::find(context, post, page.account.as_ref()).await?;
    let status = errors.status();
    let view = AboutMe {
        shown: Notice::AboutMe.shown(page.lang, &context.config),
        stands: page.href(&topic.path_of(post.id)),
        page,
        post: post.id,
        errors,
        submission: form.submission(context),
        words: form.text("words"),
        email: form.trimmed("email"),
    };
    html_as(status, &view)
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
    limited.map_err(|fault| kept::keep(fault, &form, &["words", "email"]))?;
    let (words, address, mut errors) =
        (form.text("words"), form.trimmed("email"), Errors::default());
    check_words(&page, &mut errors, "words", &words);
    if !Notice::AboutMe.still_stands(form.get("notice"), page.lang, &context.config) {
        errors.add("email", page.t("notice-changed"));
    } else if !email(&address) {
        errors.add("email", page.t("invalid-email"));
    }
    if !errors.is_empty() {
        return show(page, &context, path.1, &form, errors).await;
    }
    let post = posts::find(&context, path.1, page.account.as_ref()).await;
    post.map_err(|error| kept::keep(error, &form, &["words", "email"]))?;
    let (address, words) = (Private::new(address), Private::new(words));
    let submission = form.submission(&context);
    requests::name_me(&context, &submission, path.1, address, words, page.lang).await?;
    Ok(see_other(format!("{}/about-me/sent", page.prefix())))
}

pub async fn sent(page: Page) -> Result<HttpResponse, Fault> {
    html(&Told {
        page,
        confirmed: None,
    })
}

/// The mailed link; its button confirms.
pub async fn link(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(RequestError::Gone)?;
    requests::look(&context, &token).await?;
    let view = Told {
        page,
        confirmed: Some(None),
    };
    html(&view).map(unstored)
}

pub async fn confirm(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(RequestError::Gone)?;
    let due = requests::confirm(&context, &token).await?;
    let view = Told {
        confirmed: Some(Some(page.date(due))),
        page,
    };
    html(&view).map(unstored)
}
