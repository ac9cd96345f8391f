//! A moderator takes words out of a post: the text in which they delete, what goes, and the ground. What
//! was not shown before is not done. What is left of a held post may be let out with it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::kept;
use crate::{
    accounts::Member,
    context::Context,
    forum::stale::{self, Began},
    moderation::{
        ModerationError, Outcome,
        reasons::For,
        taken::{self, Left, Looked, Preview, Then},
    },
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds::{self, Came},
        page::{Page, html_as, see_other},
    },
};

/// What somebody types here.
const TYPED: [&str; 3] = ["title", "body", "reason"];

#[derive(Template)]
#[template(path = "pages/review/take_out.html")]
struct TakeOut {
    page: Page,
    of: Looked,
    /// Names the text in which is deleted.
    stamp: String,
    /// What is left of the topic's title, where the post opens it, and of the text.
    title: String,
    body: String,
    preview: Option<Preview>,
    /// Names what the preview shows.
    shown: String,
    grounds: Vec<(String, String)>,
    /// Of the operator's list; none where there are none.
    reasons: Vec<(String, String)>,
    errors: Errors,
    ground: String,
    reason_id: String,
    reason: String,
    /// Whether what is left of a held post is to be let out.
    lets_out: bool,
    came: Came,
    ways: Vec<(String, String)>,
}

/// What a form says.
struct Sent {
    form: Form,
    left: Left,
    /// The stamp of the text that was read.
    seen: String,
}

impl Sent {
    fn new(form: Form, of: &Looked) -> Self {
        let left = Left {
            title: of.shown.post.opens_topic.then(|| form.text("title")),
            body: Some(form.text("body")),
        };
        let seen = form.get("stamp").to_owned();
        Self { form, left, seen }
    }

    fn began(&self) -> Began {
        Began::At(self.seen.clone())
    }

    fn then(&self) -> Then {
        match self.form.has("let_out") {
            true => Then::LetOut,
            false => Then::Stays,
        }
    }

    /// Names what is left.
    fn stamp(&self) -> String {
        let body = self.left.body.as_deref().unwrap_or_default();
        stale::stamp(self.left.title.as_deref(), body, &[])
    }

    /// Whether it is to be done, and what it does was shown.
    fn is_meant(&self) -> bool {
        self.form.has("do") && self.form.get("shown") == self.stamp()
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let of = taken::look(&context, &moderator, path.1).await?;
    anew(page, &context, of, &Form::default(), Errors::default()).await
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &TYPED)?;
    let (id, lang) = (path.1, page.lang);
    let found = taken::look(&context, &moderator, id).await;
    let of = found.map_err(|error| kept::keep(error, &form, &TYPED))?;
    let sent = Sent::new(form, &of);
    let (began, left) = (sent.began(), sent.left.clone());
    let preview = match taken::preview(&context, &moderator, id, began, left).await {
        Ok(preview) => preview,
        Err(error) => return refused(page, &context, &moderator, of, sent, error).await,
    };
    let mut errors = Errors::default();
    if !sent.is_meant() {
        return show(page, &context, of, &sent, Some(preview), errors).await;
    }
    let ground = match grounds::read(&sent.form, lang, &context, For::TakeOut).await? {
        Ok(ground) => ground,
        Err((field, message)) => {
            errors.add(field, message);
            return show(page, &context, of, &sent, Some(preview), errors).await;
        }
    };
    let texts = (sent.began(), sent.left.clone());
    match taken::take_out(&context, &moderator, id, texts, sent.then(), ground).await {
        Ok(Outcome::Done) => Ok(see_other(whereto(&page, &context, &moderator, id).await?)),
        Ok(Outcome::Claimed(claim)) => {
            errors.add("let_out", page.ta("review-claimed", "name", claim.name));
            let mut shown = show(page, &context, of, &sent, Some(preview), errors).await?;
            *shown.status_mut() = StatusCode::CONFLICT;
            Ok(shown)
        }
        Ok(Outcome::Before(_) | Outcome::Changed) => {
            let error = ModerationError::Changed;
            refused(page, &context, &moderator, of, sent, error).await
        }
        Err(error) => refused(page, &context, &moderator, of, sent, error).await,
    }
}

/// What is looked at once it is done: the post where everybody sees it, else what waits.
async fn whereto(
    page: &Page,
    context: &Context,
    moderator: &Member,
    id: i64,
) -> Result<String, Fault> {
    // Its address follows its title.
    let now = taken::look(context, moderator, id).await?;
    Ok(match (now.item, now.shown.topic_published) {
        (Some(item), _) => page.href(&format!("review/{item}?done=decided")),
        (None, true) if !now.is_held() => {
            let path = now.shown.topic_path();
            page.href(&format!("{path}?done=decided#post-{id}"))
        }
        _ => page.href("review?done=decided"),
    })
}

/// Says why it cannot be done. What was typed stays; of a post that has another text by now, that is
/// shown instead.
async fn refused(
    page: Page,
    context: &Context,
    moderator: &Member,
    of: Looked,
    sent: Sent,
    error: ModerationError,
) -> Result<HttpResponse, Fault> {
    match error {
        ModerationError::Invalid(found) => {
            let errors = Errors::found(&found, page.lang);
            show(page, context, of, &sent, None, errors).await
        }
        ModerationError::Changed => {
            let mut errors = Errors::default();
            errors.add("body", page.t("take-out-changed"));
            let now = taken::look(context, moderator, of.shown.post.id).await;
            let now = now.map_err(|error| kept::keep(error, &sent.form, &TYPED))?;
            let mut shown = anew(page, context, now, &sent.form, errors).await?;
            *shown.status_mut() = StatusCode::CONFLICT;
            Ok(shown)
        }
        error => Err(kept::keep(error, &sent.form, &TYPED)),
    }
}

/// The post's own text, in which nothing was deleted yet.
async fn anew(
    page: Page,
    context: &Context,
    of: Looked,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let (title, body) = (of.shown.title.clone(), of.shown.post.body.clone());
    let texts = (of.shown.stamp(), title, body);
    written(page, context, of, form, texts, None, errors).await
}

/// What the form says, once more.
async fn show(
    page: Page,
    context: &Context,
    of: Looked,
    sent: &Sent,
    preview: Option<Preview>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let title = sent.left.title.clone().unwrap_or_default();
    let body = sent.left.body.clone().unwrap_or_default();
    let texts = (sent.seen.clone(), title, body);
    let preview = preview.map(|preview| (preview, sent.stamp()));
    written(page, context, of, &sent.form, texts, preview, errors).await
}

async fn written(
    page: Page,
    context: &Context,
    of: Looked,
    form: &Form,
    (stamp, title, body): (String, String, String),
    preview: Option<(Preview, String)>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let (preview, shown) = preview.unzip();
    let view = TakeOut {
        of,
        stamp,
        title,
        body,
        preview,
        shown: shown.unwrap_or_default(),
        grounds: grounds::options(page.lang, context.config.allow_efficiency_ground),
        reasons: grounds::reasons(context, page.lang, &[For::TakeOut]).await?,
        errors,
        ground: form.get("ground").to_owned(),
        reason_id: form.get("reason_id").to_owned(),
        reason: form.text("reason"),
        lets_out: form.has("let_out"),
        came: Came::of(form),
        ways: grounds::ways(page.lang),
        page,
    };
    html_as(status, &view)
}
