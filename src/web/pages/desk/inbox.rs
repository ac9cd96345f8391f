//! What came in by mail and waits for a person: one's own answers that nobody has sent yet and, for the
//! office that gets what no rule names, mails without a place.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::enter;
use crate::{
    accounts::Member,
    context::Context,
    privacy::{Private, Purpose, Viewer, trace::Looked},
    suggestions::{
        SuggestionError,
        acts::LONGEST_REASON,
        drafts::{self, Waiting},
        unplaced::{self, Line, Opened, Placing},
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::{
            forum::{Parameters, files},
            kept,
        },
    },
};

/// What is written, which a page that refuses it gives back.
const TYPED: [&str; 3] = ["of", "words", "reason"];

#[derive(Template)]
#[template(path = "pages/desk/inbox.html")]
struct ListPage {
    page: Page,
    drafts: Vec<Waiting>,
    /// None for a member of another office.
    mails: Option<Vec<Line>>,
    looked: Option<Looked>,
    next: Option<String>,
}

impl ListPage {
    fn show<'a>(&'a self, value: &'a Private<String>) -> &'a str {
        // Where there are lines, the look at them has left its trace.
        self.looked.as_ref().map_or("", |looked| {
            value
                .reveal(Viewer::Office(looked), Purpose::Handling)
                .as_str()
        })
    }

    fn why(&self, line: &Line) -> String {
        self.page.ta("inbox-why", "why", line.why.as_str())
    }
}

#[derive(Template)]
#[template(path = "pages/desk/inbox_mail.html")]
struct MailPage {
    page: Page,
    mail: Opened,
    submission: String,
    /// What was typed.
    of: String,
    words: String,
    reason: String,
    leaves_out: bool,
    errors: Errors,
}

impl MailPage {
    fn show<'a>(&'a self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Office(&self.mail.looked), Purpose::Handling)
    }

    fn why(&self) -> String {
        self.page.ta("inbox-why", "why", self.mail.why.as_str())
    }
}

pub async fn list(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let after = query.get("after").and_then(|after| after.parse().ok());
    let drafts = drafts::own(&context, &member).await?;
    let list = unplaced::list(&context, &member, after.unwrap_or(0)).await?;
    let (mails, looked, next) = match list {
        Some(list) => (Some(list.lines), list.looked, list.next),
        None => (None, None, None),
    };
    let next = next.map(|next| format!("{}/desk/inbox?after={next}", page.prefix()));
    let view = ListPage {
        page,
        drafts,
        mails,
        looked,
        next,
    };
    html(&view).map(unstored)
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, &member, path.1, None, Errors::default()).await
}

pub async fn post(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &form, &TYPED)?;
    let id = path.1;
    if form.has("enter") {
        return begin(page, &context, &member, id).await;
    }
    let (done, name) = if form.has("discard") {
        let reason = form.text("reason");
        let done = unplaced::discard(&context, &member, id, &reason).await;
        (done, "inbox-discarded")
    } else {
        let placing = Placing {
            of: form.trimmed("of"),
            words: Private::new(form.text("words")),
            leave_out: form.has("leave_out"),
        };
        let submission = form.submission(&context);
        let done = unplaced::place(&context, &member, &submission, id, placing).await;
        (done, "inbox-placed")
    };
    let mut errors = Errors::default();
    match done {
        Ok(()) => {
            let list = format!("{}/desk/inbox?done={name}", page.prefix());
            return Ok(see_other(list));
        }
        Err(SuggestionError::Invalid(found)) => {
            for (field, message) in Errors::found(&found, page.lang).all() {
                // The page calls the message's words by another name.
                let field: &str = if field == "reply" { "words" } else { field };
                errors.add(field, message.clone());
            }
        }
        Err(SuggestionError::NotNow(_)) => errors.add("of", page.t("inbox-not-now")),
        Err(error) => return Err(kept::keep(error, &form, &TYPED)),
    }
    show(page, &context, &member, id, Some(form), errors).await
}

/// The form for a case that somebody enters, with what the mail says.
async fn begin(
    page: Page,
    context: &Context,
    member: &Member,
    id: i64,
) -> Result<HttpResponse, Fault> {
    let mail = unplaced::find(context, member, id).await?;
    let taken = unplaced::files(context, member, id).await?;
    let viewer = Viewer::Office(&mail.looked);
    let shown = |value: &Private<String>| value.reveal(viewer, Purpose::Handling).clone();
    let from = mail.from.as_ref().map(shown).unwrap_or_default();
    let mut fields = vec![
        ("mail".to_owned(), id.to_string()),
        ("medium".to_owned(), "email".to_owned()),
        (
            "received".to_owned(),
            page.local(mail.at).date().to_string(),
        ),
        ("title".to_owned(), shown(&mail.subject)),
        ("body".to_owned(), shown(&mail.text)),
        ("email".to_owned(), from),
    ];
    for file in &taken.files {
        let position = file.attached.position;
        fields.push((format!("file-{position}"), file.handle.clone()));
    }
    let mut errors = Errors::default();
    for name in &taken.left_out {
        errors.add("files", page.ta("mail-draft-left-out", "name", shown(name)));
    }
    let files = files::shown(context, &taken.files).await?;
    enter::begin(page, context, Form::new(fields), files, errors).await
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    id: i64,
    form: Option<Form>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let mail = unplaced::find(context, member, id).await?;
    let viewer = Viewer::Office(&mail.looked);
    let new = mail.new_text.reveal(viewer, Purpose::Handling);
    let all = mail.text.reveal(viewer, Purpose::Handling);
    let begun = if new.is_empty() { all } else { new }.clone();
    let (of, words) = match &form {
        Some(form) if !form.has("discard") => (form.trimmed("of"), form.text("words")),
        _ => (mail.meant.clone().unwrap_or_default(), begun),
    };
    let form = form.unwrap_or_default();
    let status = errors.status();
    let view = MailPage {
        submission: form.submission(context),
        of,
        words,
        reason: form.text("reason"),
        leaves_out: form.has("leave_out"),
        page,
        mail,
        errors,
    };
    html_as(status, &view).map(unstored)
}
