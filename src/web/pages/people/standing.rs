//! How an account stands: its trust and what was imposed on it. For itself, where it appeals; and for
//! moderators, who warn, silence, suspend, end that and answer appeals here. They are shown no address.

use actix_web::{
    HttpResponse,
    http::StatusCode,
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
        reasons::{self, For, Unchosen},
        sanction_appeals::{self, Appeal, Waiting},
        sanctions::{self, Imposed, New, Person},
    },
    privacy::{
        ground::LONGEST,
        reason::{Because, Chosen, Reason},
    },
    text_rules::readable,
    trust::restraint::Kind,
    web::{
        extract::{LoggedOn, Moderator},
        fault::Fault,
        form::{Errors, Form},
        grounds,
        page::{Page, html, html_as, see_other, unstored},
        pages::{forum::Parameters, kept},
    },
};

/// Something that was imposed, in words.
struct Row {
    number: i32,
    title: String,
    dates: String,
    because: String,
    holds: bool,
    may_appeal: bool,
    /// Whether whoever decides about the account may take it back.
    may_withdraw: bool,
    appeal: Option<AppealRow>,
    /// Whether it is about what the profile says.
    of_profile: bool,
}

/// An appeal against it, in words.
struct AppealRow {
    on: String,
    words: String,
    /// By when it is answered, while it waits: for who asked, and as it presses.
    due: Option<(String, String, &'static str)>,
    /// What came of it, and why; nothing while it waits.
    answer: Option<(String, String)>,
    /// Whether who looks imposed it, and so does not answer.
    own: bool,
}

impl Row {
    /// For the account `me`.
    fn of(page: &Page, imposed: &Imposed, me: i64) -> Self {
        let sanction = &imposed.sanction;
        let from = page.date(sanction.imposed_on);
        let dates = match (sanction.ended_on, sanction.last_day) {
            _ if sanction.withdrawn.is_some() => page.ta("sanction-withdrawn", "from", from),
            (Some(ended), _) => page.ta2("sanction-ended", "from", from, "day", page.date(ended)),
            (None, Some(last)) => page.ta2("sanction-until", "from", from, "day", page.date(last)),
            (None, None) => from,
        };
        let appeal = imposed.appeal.as_ref();
        Self {
            number: sanction.number,
            title: page.ta("sanction-kind", "kind", sanction.kind.as_str()),
            dates,
            because: {
                let because = imposed.because.as_ref();
                kept_words(page, because.map(|because| because.said(page.lang)))
            },
            holds: imposed.holds,
            may_appeal: imposed.may_appeal,
            may_withdraw: imposed.may_withdraw,
            appeal: appeal.map(|appeal| AppealRow::of(page, appeal, imposed.by == Some(me))),
            of_profile: matches!(sanction.kind, Kind::HideProfile | Kind::AskProfile),
        }
    }

    /// The name of its field of this kind: each row has its own.
    fn field(&self, kind: &str) -> String {
        format!("{kind}-{}", self.number)
    }
}

impl AppealRow {
    fn of(page: &Page, appeal: &Appeal, own: bool) -> Self {
        let answer = appeal.answer.as_ref().map(|(granted, because)| {
            let key = match granted {
                true => "sanction-appeal-granted",
                false => "sanction-appeal-refused",
            };
            (page.t(key), kept_words(page, because.clone()))
        });
        Self {
            on: page.ta("sanction-appealed", "day", page.date(appeal.on)),
            words: kept_words(page, appeal.words.clone()),
            due: appeal.due.map(|due| {
                let (pressing, tone) = page.due(due);
                let told = page.ta("appeal-due", "due", page.date(due));
                (told, pressing, tone)
            }),
            answer,
            own,
        }
    }
}

/// Words of the ledger, or that their time is over.
fn kept_words(page: &Page, words: Option<String>) -> String {
    words.unwrap_or_else(|| page.t("sanction-reason-gone"))
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

fn rows(page: &Page, person: &Person, me: i64) -> Vec<Row> {
    let imposed = person.imposed.iter();
    imposed.map(|imposed| Row::of(page, imposed, me)).collect()
}

#[derive(Template)]
#[template(path = "pages/people/standing_own.html")]
struct Own {
    page: Page,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    errors: Errors,
    form: Form,
}

impl Own {
    fn typed(&self, field: &str) -> String {
        self.form.text(field)
    }

    /// Why the appeal against one of them was not taken that can be appealed against no more.
    fn untaken(&self, row: &Row) -> Option<&str> {
        let refused = self.errors.on(&row.field("words"));
        refused.filter(|_| !row.may_appeal)
    }
}

/// The words for an appeal that came too late or a second time.
pub(in crate::web::pages) fn untaken(error: &ModerationError) -> Option<&'static str> {
    match error {
        ModerationError::AppealOver => Some("sanction-appeal-over"),
        ModerationError::AppealAnswered => Some("sanction-appeal-answered"),
        _ => None,
    }
}

pub async fn own(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let (form, errors) = (Form::default(), Errors::default());
    show_own(page, &context, &member, StatusCode::OK, (form, errors)).await
}

async fn show_own(
    page: Page,
    context: &Context,
    member: &Member,
    status: StatusCode,
    (form, errors): (Form, Errors),
) -> Result<HttpResponse, Fault> {
    let person = sanctions::own(context, member).await?;
    let view = Own {
        facts: facts(&page, context, &person),
        rows: rows(&page, &person, member.id),
        page,
        errors,
        form,
    };
    html_as(status, &view).map(unstored)
}

pub async fn appeal(
    page: Page,
    member: Result<LoggedOn, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (LoggedOn(member), number, field) = about(member, &form, "words")?;
    let mut errors = Errors::default();
    let Some(words) = reason(&form, &field, page.lang, &mut errors) else {
        let status = errors.status();
        return show_own(page, &context, &member, status, (form, errors)).await;
    };
    let done = sanction_appeals::appeal(&context, member.id, number, words).await;
    if let Some(key) = done.as_ref().err().and_then(untaken) {
        errors.add(&field, page.t(key));
        let status = StatusCode::CONFLICT;
        return show_own(page, &context, &member, status, (form, errors)).await;
    }
    done.map_err(|error| kept::keep(error, &form, &[&*field]))?;
    let here = page.href("account/standing");
    Ok(see_other(format!("{here}?done=sanction-appealed")))
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
    /// What was imposed as it is shown.
    seen: String,
    kind: String,
    last_day: String,
    /// Of the operator's list.
    reasons: Vec<(String, String)>,
    reason_id: String,
    reason: String,
    /// For ending something before its day, and for taking it back, of the operator's list.
    ending: Vec<(String, String)>,
    undoing: Vec<(String, String)>,
    form: Form,
}

impl Standing {
    fn kinds(&self) -> Vec<(String, String)> {
        let words = |kind| match kind {
            Kind::Warn => "sanction-do-warn",
            Kind::Silence => "sanction-do-silence",
            Kind::Suspend => "sanction-do-suspend",
            // Where it waits for review.
            Kind::HideProfile => "review-hide-profile",
            Kind::AskProfile => "review-remind",
        };
        Kind::ALL
            .map(|kind| (kind.as_str().to_owned(), self.page.t(words(kind))))
            .into()
    }

    fn typed(&self, field: &str) -> String {
        self.form.text(field)
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
    let status = errors.status();
    show_as(page, context, moderator, account, status, (form, errors)).await
}

async fn show_as(
    page: Page,
    context: &Context,
    moderator: &Member,
    account: i64,
    status: StatusCode,
    (form, errors): (Form, Errors),
) -> Result<HttpResponse, Fault> {
    let person = sanctions::standing(context, moderator, account).await?;
    let seen = person.stamp();
    let view = Standing {
        id: person.id,
        facts: facts(&page, context, &person),
        rows: rows(&page, &person, moderator.id),
        name: person.name,
        errors,
        submission: form.submission(context),
        seen,
        kind: form.get("kind").to_owned(),
        last_day: form.trimmed("last_day"),
        reasons: grounds::reasons(context, page.lang, &For::SANCTIONS).await?,
        reason_id: form.get("reason_id").to_owned(),
        reason: form.text("reason"),
        ending: grounds::reasons(context, page.lang, &[For::End]).await?,
        undoing: grounds::reasons(context, page.lang, &[For::Undo]).await?,
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
    let chosen = match kind {
        Some(kind) => reasons::named(&context, kind.into(), form.get("reason_id")).await?,
        None => Ok(None),
    };
    let because = because(&form, chosen, lang, &mut errors);
    let (Some(kind), Some(because), true) = (kind, because, errors.is_empty()) else {
        return show(page, &context, &moderator, account, (form, errors)).await;
    };
    let new = New {
        kind,
        last_day,
        because,
        seen: form.has("seen").then(|| form.get("seen").to_owned()),
    };
    let submission = form.submission(&context);
    match sanctions::impose(&context, &moderator, account, &submission, new).await {
        Err(ModerationError::Invalid(found)) => {
            let errors = Errors::found(&found, lang);
            show(page, &context, &moderator, account, (form, errors)).await
        }
        // Shown anew, as it stands by now.
        Err(ModerationError::Changed) => {
            errors.add("kind", lang.t("sanction-changed"));
            let status = StatusCode::CONFLICT;
            show_as(page, &context, &moderator, account, status, (form, errors)).await
        }
        done => {
            done.map_err(|error| kept::keep(error, &form, &["reason"]))?;
            Ok(back(&page, account, "sanction-imposed"))
        }
    }
}

/// Why something is imposed, or its error: what was chosen says enough by itself.
fn because(
    form: &Form,
    chosen: Result<Option<Chosen>, Unchosen>,
    lang: Lang,
    errors: &mut Errors,
) -> Option<Because> {
    match chosen {
        Err(Unchosen) => {
            errors.add("reason_id", lang.t("decision-reason-needed"));
            None
        }
        Ok(Some(chosen)) if form.text("reason").is_empty() => Some(Because::from(chosen)),
        Ok(chosen) => {
            let reason = reason(form, "reason", lang, errors)?;
            Some(Because::from(reason).beside(chosen))
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
    let (Moderator(moderator), number, field) = about(moderator, &form, "because")?;
    let (chosen, needed) = (format!("chosen-{number}"), "sanction-reason-needed");
    let fields = (chosen.as_str(), field.as_str());
    let why = grounds::because(&form, page.lang, &context, For::End, fields, needed).await?;
    let because = match why {
        Ok(because) => because,
        Err((wrong, message)) => {
            let mut errors = Errors::default();
            errors.add(&wrong, message);
            return show(page, &context, &moderator, path.1, (form, errors)).await;
        }
    };
    let ended = sanctions::end(&context, &moderator, number, because).await;
    let account = ended.map_err(|error| kept::keep(error, &form, &[&*field]))?;
    Ok(back(&page, account, "sanction-ended"))
}

/// Takes back what was imposed by mistake.
pub async fn withdraw(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (Moderator(moderator), number, field) = about(moderator, &form, "withdraw")?;
    let (chosen, needed) = (format!("undo-{number}"), "sanction-reason-needed");
    let fields = (chosen.as_str(), field.as_str());
    let why = grounds::because(&form, page.lang, &context, For::Undo, fields, needed).await?;
    let mut errors = Errors::default();
    let because = match why {
        Ok(because) => because,
        Err((wrong, message)) => {
            errors.add(&wrong, message);
            return show(page, &context, &moderator, path.1, (form, errors)).await;
        }
    };
    match sanctions::withdraw(&context, &moderator, number, because).await {
        Err(ModerationError::Appealed) => {
            errors.add(&field, page.t("sanction-withdraw-appealed"));
            show(page, &context, &moderator, path.1, (form, errors)).await
        }
        done => {
            let account = done.map_err(|error| kept::keep(error, &form, &[&*field]))?;
            Ok(back(&page, account, "sanction-withdrawn"))
        }
    }
}

pub async fn answer(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (Moderator(moderator), number, field) = about(moderator, &form, "answer")?;
    let granted = match form.get("decision") {
        "grant" => true,
        "refuse" => false,
        _ => return Err(Fault::BadRequest("neither grant nor refuse".into())),
    };
    let mut errors = Errors::default();
    let Some(words) = reason(&form, &field, page.lang, &mut errors) else {
        return show(page, &context, &moderator, path.1, (form, errors)).await;
    };
    match sanction_appeals::answer(&context, &moderator, number, granted, words).await {
        Err(ModerationError::SamePerson) => {
            errors.add(&field, page.t("sanction-same-person"));
            show(page, &context, &moderator, path.1, (form, errors)).await
        }
        done => {
            let account = done.map_err(|error| kept::keep(error, &form, &[&*field]))?;
            Ok(back(&page, account, "sanction-answered"))
        }
    }
}

#[derive(Template)]
#[template(path = "pages/people/sanction_appeals.html")]
struct Appeals {
    page: Page,
    waiting: Vec<Waiting>,
    next: Option<String>,
}

impl Appeals {
    fn kind(&self, waiting: &Waiting) -> String {
        let kind = waiting.kind.as_str();
        self.page.ta("sanction-kind", "kind", kind)
    }

    fn on(&self, waiting: &Waiting) -> String {
        let day = self.page.date(waiting.on);
        self.page.ta("sanction-appealed", "day", day)
    }
}

pub async fn appeals(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let after = query.get("after").and_then(|place| place.parse().ok());
    let listed = sanction_appeals::waiting(&context, &moderator, after).await?;
    let here = page.href("review/accounts");
    let view = Appeals {
        next: listed.next.map(|place| format!("{here}?after={place}")),
        waiting: listed.waiting,
        page,
    };
    html(&view).map(unstored)
}

/// Lets in who may act on what a form is about: who it is, its number, and the name of the form's
/// field of this kind.
fn about<A>(who: Result<A, Fault>, form: &Form, kind: &str) -> Result<(A, i32, String), Fault> {
    let number: Option<i32> = form.get("number").parse().ok();
    let field = format!("{kind}-{}", number.unwrap_or_default());
    let who = kept::admit(who, form, &[&*field])?;
    Ok((who, number.ok_or(Fault::NotFound)?, field))
}

/// Back to the page of an account, which says what was done.
fn back(page: &Page, account: i64, done: &str) -> HttpResponse {
    see_other(page.href(&format!("people/{account}/standing?done={done}")))
}

/// The reason of a form, or its error.
pub(in crate::web::pages) fn reason(
    form: &Form,
    field: &str,
    lang: Lang,
    errors: &mut Errors,
) -> Option<Reason> {
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
