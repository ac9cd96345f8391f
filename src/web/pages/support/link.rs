//! The mailed links that support and take back. Opening one does nothing; its button does.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        ForumError,
        topics::{self, Topic},
    },
    keys::Token,
    published::support::{
        SupportError,
        by_mail::{self, Stands},
    },
    web::{
        fault::Fault,
        page::{Page, html, unstored},
        pages::mailed_link,
    },
};

/// What stands on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// One button, and it counts.
    Confirm,
    Counts,
    /// It counts with an account of the address, as it did before.
    CountsWithAccount,
    /// One button, and it counts no more.
    TakeBack,
    TakenBack,
    /// What was given by mail is; an account of the address supports the suggestion.
    AccountStays,
}

impl Step {
    /// The key of its heading.
    const fn title(self) -> &'static str {
        match self {
            Self::Confirm => "support-confirm-title",
            Self::Counts => "support-counts-title",
            Self::CountsWithAccount => "support-account-title",
            Self::TakeBack => "support-back-title",
            Self::TakenBack => "support-taken-title",
            Self::AccountStays => "support-account-stays-title",
        }
    }
}

impl From<Stands> for Step {
    fn from(stands: Stands) -> Self {
        match stands {
            Stands::Waits => Self::Confirm,
            Stands::Counts => Self::Counts,
            Stands::WithAccount => Self::CountsWithAccount,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/support/link.html")]
struct Link {
    page: Page,
    step: Step,
    /// The suggestion, while everybody can read it.
    topic: Option<Topic>,
    token: String,
}

type At = Path<(String, String)>;

fn token(path: &At) -> Result<Token, SupportError> {
    Token::parse(&path.1).ok_or(SupportError::Gone)
}

pub async fn get(page: Page, context: Data<Context>, path: At) -> Result<HttpResponse, Fault> {
    let found = match token(&path) {
        Ok(token) => by_mail::look(&context, &token).await,
        Err(error) => Err(error),
    };
    let found = found.map(|found| (found.topic, found.stands.into()));
    show(page, &context, &path, found).await
}

pub async fn confirm(page: Page, context: Data<Context>, path: At) -> Result<HttpResponse, Fault> {
    let done = match token(&path) {
        Ok(token) => by_mail::confirm(&context, &token).await,
        Err(error) => Err(error),
    };
    let done = done.map(|done| (done.topic, done.stands.into()));
    show(page, &context, &path, done).await
}

pub async fn back(page: Page, context: Data<Context>, path: At) -> Result<HttpResponse, Fault> {
    let found = match token(&path) {
        Ok(token) => by_mail::look(&context, &token).await,
        Err(error) => Err(error),
    };
    let found = found.map(|found| match found.stands {
        Stands::Waits | Stands::Counts => (found.topic, Step::TakeBack),
        Stands::WithAccount => (found.topic, Step::AccountStays),
    });
    show(page, &context, &path, found).await
}

pub async fn take_back(
    page: Page,
    context: Data<Context>,
    path: At,
) -> Result<HttpResponse, Fault> {
    let done = match token(&path) {
        Ok(token) => by_mail::take_back(&context, &token).await,
        Err(error) => Err(error),
    };
    let done = done.map(|done| match done.with_account {
        false => (done.topic, Step::TakenBack),
        true => (done.topic, Step::AccountStays),
    });
    show(page, &context, &path, done).await
}

async fn show(
    page: Page,
    context: &Context,
    path: &At,
    found: Result<(i64, Step), SupportError>,
) -> Result<HttpResponse, Fault> {
    let (topic, step) = match found {
        Ok((topic, step)) => match topics::find(context, topic, None).await {
            Ok(topic) => (Some(topic), step),
            // Only what is public can be supported; taken back is anything.
            Err(ForumError::NotFound | ForumError::Moved(_)) => match step {
                Step::Confirm => return gone(page),
                step => (None, step),
            },
            Err(error) => return Err(error.into()),
        },
        Err(SupportError::Gone) => return gone(page),
        Err(error) => return Err(error.into()),
    };
    let view = Link {
        page,
        step,
        topic,
        token: path.1.clone(),
    };
    html(&view).map(unstored)
}

/// The link is worth nothing any more.
fn gone(page: Page) -> Result<HttpResponse, Fault> {
    let text = page.t("support-gone-text");
    mailed_link::gone(page, "support-gone-title", text, &[])
}
