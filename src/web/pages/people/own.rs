//! What one shows of oneself: chosen datum by datum, with the personal-data check of the text.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    began::Began,
    context::Context,
    forum::{
        ForumError,
        reading::{
            profile_hidden,
            profiles::{self, ABOUT, Chosen, Kept, LONGEST_ABOUT},
        },
    },
    text::official::Rule,
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::{Errors, Form, with_masks},
        page::{Page, html_as, see_other, unstored},
        pages::{
            checked::{self, Checked},
            kept,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/people/own.html")]
struct OwnPage {
    page: Page,
    chosen: Chosen,
    /// Where others see it, where there is anything.
    shown: Option<i64>,
    /// Whether a moderator hid its words from others.
    hidden: bool,
    errors: Errors,
    checked: Checked,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let shows = profiles::shows_something(&context, &member).await?;
    let view = OwnPage {
        chosen: profiles::chosen(&context, member.id).await?,
        shown: shows.then_some(member.id),
        hidden: profile_hidden::is_hidden(&context, &member).await?,
        errors: Errors::default(),
        checked: Checked::default(),
        page,
    };
    html_as(StatusCode::OK, &view).map(unstored)
}

pub async fn post(
    page: Page,
    member: Result<LoggedOn, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let LoggedOn(member) = kept::admit(member, &form, &["about"])?;
    let mut chosen = Chosen {
        about: form.text(ABOUT),
        since: form.has("since"),
        count: form.has("count"),
        posts: form.has("posts"),
    };
    let (answered, lang) = (checked::read(&form), page.lang);
    let (mut errors, mut checked) = (Errors::default(), Checked::default());
    let (typed, answers) = (chosen.clone(), answered.clone());
    match profiles::keep(&context, member.id, typed, answers, lang, Began::Anything).await {
        Ok(Kept::Done) => {
            let here = page.href("account/profile");
            return Ok(see_other(format!("{here}?done=profile-kept")));
        }
        Ok(Kept::Undecided(undecided)) => {
            let mut fields = undecided.fields.iter();
            if let Some(text) = fields.find(|field| field.name == ABOUT) {
                chosen.about.clone_from(&text.source);
            }
            checked = Checked::asking_by(Rule::Themselves, &undecided, &answered, lang);
        }
        Err(ForumError::Invalid(found)) => {
            chosen.about = with_masks(&chosen.about, ABOUT, &found);
            errors = Errors::found(&found, lang);
        }
        Err(error) => return Err(error.into()),
    }
    let view = OwnPage {
        page,
        chosen,
        shown: None,
        hidden: profile_hidden::is_hidden(&context, &member).await?,
        errors,
        checked,
    };
    html_as(StatusCode::UNPROCESSABLE_ENTITY, &view).map(unstored)
}

pub async fn erase(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    profiles::erase(&context, member.id, Began::Anything).await?;
    let here = page.href("account/profile");
    Ok(see_other(format!("{here}?done=profile-erased")))
}
