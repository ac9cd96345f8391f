//! How an account stands: its trust and what was imposed on it. For itself, and for moderators, who
//! warn, silence, suspend and end that here; they are shown no address.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use crate::{
    accounts::Member,
    context::Context,
    i18n::Lang,
    moderation::{
        ModerationError,
        sanctions::{self, Imposed, New, Person},
    },
    privacy::{ground::LONGEST, reason::Reason},
    text_rules::readable,
    trust::restraint::Kind,
    web::{
        extract::{LoggedOn, Moderator},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::kept,
    },
};

/// Something that was imposed, in words.
struct Row {
    number: i32,
    /// Of the reason for ending it.
    field: String,
    title: String,
    dates: String,
    because: String,
    holds: bool,
}

impl Row {
    fn of(page: &Page, imposed: &Imposed) -> Self {
        let sanction = &imposed.sanction;
        let from = page.date(sanction.imposed_on);
        let dates = match (sanction.ended_on, sanction.last_day) {
            (Some(ended), _) => page.ta2("sanction-ended", "from", from, "day", page.date(ended)),
            (None, Some(last)) => page.ta2("sanction-until", "from", from, "day", page.date(last)),
            (None, None) => from,
        };
        let because = imposed.because.clone();
        Self {
            number: sanction.number,
            field: format!("because-{}", sanction.number),
            title: page.ta("sanction-kind", "kind", sanction.kind.as_str()),
            dates,
            because: because.unwrap_or_else(|| page.t("sanction-reason-gone")),
            holds: imposed.holds,
        }
    }
}

/// The facts of an account, each with its label.
fn facts(page: &Page, context: &Context, person: &Person) -> Vec<(String, String)> {
    let standing = person.standing;
    let since = person.since.day_in(context.config.city.time_zone);
    vec![
        (page.t("standing-since"), page.date(since)),
        (
            page.t("standing-level"),
            page.ta("trust-level", "level", standing.level.as_str()),
        ),
        (page.t("standing-approved"), standing.approved.to_string()),
        (page.t("standing-upheld"), standing.upheld.to_string()),
    ]
}

fn rows(page: &Page, person: &Person) -> Vec<Row> {
    let imposed = person.imposed.iter();
    imposed.map(|imposed| Row::of(page, imposed)).collect()
}

#[derive(Template)]
#[template(path = "pages/people/standing_own.html")]
struct Own {
    page: Page,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
}

pub async fn own(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let person = sanctions::own(&context, &member).await?;
    let view = Own {
        facts: facts(&page, &context, &person),
        rows: rows(&page, &person),
        page,
    };
    html(&view).map(unstored)
}

#[derive(Template)]
#[template(path = "pages/people/standing.html")]
struct Standing {
    page: Page,
    id: i64,
    name: String,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    errors: Errors,
    submission: String,
    kind: String,
    last_day: String,
    reason: String,
    form: Form,
}

impl Standing {
    fn kinds(&self) -> Vec<(String, String)> {
        let words = |kind| match kind {
            Kind::Warn => "sanction-do-warn",
            Kind::Silence => "sanction-do-silence",
            Kind::Suspend => "sanction-do-suspend",
        };
        Kind::ALL
            .map(|kind| (kind.as_str().to_owned(), self.page.t(words(kind))))
            .into()
    }

    fn typed(&self, row: &Row) -> String {
        self.form.text(&row.field)
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (form, errors) = (Form::default(), Errors::default());
    show(page, &context, &moderator, path.1, (form, errors)).await
}

async fn show(
    page: Page,
    context: &Context,
    moderator: &Member,
    account: i64,
    (form, errors): (Form, Errors),
) -> Result<HttpResponse, Fault> {
    let person = sanctions::standing(context, moderator, account).await?;
    let status = errors.status();
    let view = Standing {
        id: person.id,
        facts: facts(&page, context, &person),
        rows: rows(&page, &person),
        name: person.name,
        errors,
        submission: form.submission(context),
        kind: form.get("kind").to_owned(),
        last_day: form.trimmed("last_day"),
        reason: form.text("reason"),
        form,
        page,
    };
    html_as(status, &view).map(unstored)
}

pub async fn impose(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["reason"])?;
    let (account, lang) = (path.1, page.lang);
    let mut errors = Errors::default();
    let kind: Option<Kind> = form.get("kind").parse().ok();
    if kind.is_none() {
        errors.add("kind", lang.t("invalid-choice"));
    }
    let typed = form.trimmed("last_day");
    let last_day: Option<NaiveDate> = typed.parse().ok();
    if last_day.is_none() && !typed.is_empty() {
        errors.add("last_day", lang.t("invalid-date"));
    }
    let reason = reason(&form, "reason", lang, &mut errors);
    let (Some(kind), Some(reason), true) = (kind, reason, errors.is_empty()) else {
        return show(page, &context, &moderator, account, (form, errors)).await;
    };
    let new = New {
        kind,
        last_day,
        reason,
    };
    let submission = form.submission(&context);
    match sanctions::impose(&context, &moderator, account, &submission, new).await {
        Err(ModerationError::Invalid(found)) => {
            let errors = Errors::found(&found, lang);
            show(page, &context, &moderator, account, (form, errors)).await
        }
        done => {
            done.map_err(|error| kept::keep(error, &form, &["reason"]))?;
            let here = page.href(&format!("people/{account}/standing"));
            Ok(see_other(format!("{here}?done=sanction-imposed")))
        }
    }
}

pub async fn end(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let number: Option<i32> = form.get("number").parse().ok();
    let field = format!("because-{}", number.unwrap_or_default());
    let Moderator(moderator) = kept::admit(moderator, &form, &[&*field])?;
    let number = number.ok_or(Fault::NotFound)?;
    let mut errors = Errors::default();
    let Some(reason) = reason(&form, &field, page.lang, &mut errors) else {
        return show(page, &context, &moderator, path.1, (form, errors)).await;
    };
    let ended = sanctions::end(&context, &moderator, number, reason).await;
    let account = ended.map_err(|error| kept::keep(error, &form, &[&*field]))?;
    let here = page.href(&format!("people/{account}/standing"));
    Ok(see_other(format!("{here}?done=sanction-ended")))
}

/// The reason of a form, or its error.
fn reason(form: &Form, field: &str, lang: Lang, errors: &mut Errors) -> Option<Reason> {
    let words = form.text(field);
    if words.chars().count() > LONGEST {
        errors.add(field, lang.ta("invalid-too-long", "max", LONGEST));
        return None;
    }
    let reason = Reason::new(&words).ok().filter(|_| readable(&words));
    if reason.is_none() {
        errors.add(field, lang.t("sanction-reason-needed"));
    }
    reason
}
