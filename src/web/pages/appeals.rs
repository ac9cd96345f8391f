//! Appeals that wait for somebody other than who decided.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::{decisions::wrong, forum::Parameters, kept};
use crate::{
    context::Context,
    moderation::{
        ModerationError, appeals,
        appeals_due::{Listed, Place},
        appeals_waiting::{self, Waiting},
    },
    privacy::Private,
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/review/appeals.html")]
struct Appeals {
    page: Page,
    waiting: Vec<Waiting>,
    next: Option<String>,
    /// Where this page of the list begins, which its forms carry on.
    after: String,
    /// Whose own decisions are shown without a form.
    me: i64,
    errors: Errors,
    typed: (i64, String),
}

impl Appeals {
    fn act(&self, waiting: &Waiting) -> String {
        self.page.ta("ledger-act", "act", waiting.act.as_str())
    }

    fn is_own(&self, waiting: &Waiting) -> bool {
        waiting.moderator == Some(self.me)
    }

    fn typed(&self, appeal: &i64) -> &str {
        if self.typed.0 == *appeal {
            &self.typed.1
        } else {
            ""
        }
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let after = query.get("after").and_then(|place| place.parse().ok());
    let nothing = (0, String::new());
    let none = Errors::default();
    show(page, &context, moderator.id, after, none, nothing).await
}

async fn show(
    page: Page,
    context: &Context,
    me: i64,
    after: Option<Place>,
    errors: Errors,
    typed: (i64, String),
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let Listed { waiting, next } = appeals_waiting::waiting(context, me, page.lang, after).await?;
    if !errors.is_empty() && waiting.iter().all(|one| one.id != typed.0) {
        // Somebody else decided it meanwhile: there is no form to show the answer in.
        let texts = Some(typed.1).filter(|answer| !answer.is_empty());
        return Err(Fault::Kept(
            Box::new(Fault::Conflict),
            texts.into_iter().collect(),
        ));
    }
    let here = page.href("review/appeals");
    let view = Appeals {
        page,
        waiting,
        next: next.map(|place| format!("{here}?after={place}")),
        after: after.map_or_else(String::new, |place| place.to_string()),
        me,
        errors,
        typed,
    };
    html_as(status, &view).map(unstored)
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (appeal, answer) = (path.1, form.text("answer"));
    let Moderator(moderator) = kept::admit(moderator, &form, &["answer"])?;
    let granted = match form.get("decision") {
        "grant" => true,
        "refuse" => false,
        _ => return Err(Fault::BadRequest("neither grant nor refuse".into())),
    };
    let mut errors = Errors::default();
    let field = format!("answer-{appeal}");
    let (me, after) = (moderator.id, form.get("after").parse().ok());
    if let Some(message) = wrong(&page, &answer) {
        errors.add(&field, message);
        return show(page, &context, me, after, errors, (appeal, answer)).await;
    }
    match appeals::decide(
        &context,
        &moderator,
        appeal,
        granted,
        Private::new(answer.clone()),
    )
    .await
    {
        Err(ModerationError::SamePerson) => {
            errors.add(&field, page.t("appeal-same-person"));
            show(page, &context, me, after, errors, (appeal, answer)).await
        }
        done => {
            done.map_err(|error| kept::keep(error, &form, &["answer"]))?;
            Ok(see_other(format!(
                "{}/review/appeals?done=decided",
                page.prefix()
            )))
        }
    }
}
