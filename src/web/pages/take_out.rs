//! A moderator takes words out of a published post: the text in which they delete, what goes, and the
//! ground. What was not shown before is not done.

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
    forum::{
        posts::{self, Post},
        stale::{self, Began},
        topics::Topic,
    },
    moderation::{
        ModerationError,
        reasons::For,
        taken::{self, Left, Preview},
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
    topic: Topic,
    post: Post,
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
    fn new(form: Form, post: &Post) -> Self {
        let left = Left {
            title: post.opens_topic.then(|| form.text("title")),
            body: Some(form.text("body")),
        };
        let seen = form.get("stamp").to_owned();
        Self { form, left, seen }
    }

    fn began(&self) -> Began {
        Began::At(self.seen.clone())
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
    taken::look(&context, &moderator, path.1).await?;
    let (topic, post) = posts::find(&context, path.1, Some(&moderator)).await?;
    let form = Form::default();
    anew(page, &context, (topic, post), &form, Errors::default()).await
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
    let found = posts::find(&context, id, Some(&moderator)).await;
    let of = found.map_err(|error| kept::keep(error, &form, &TYPED))?;
    let sent = Sent::new(form, &of.1);
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
    let (began, left) = (sent.began(), sent.left.clone());
    match taken::take_out(&context, &moderator, id, began, left, ground).await {
        Ok(()) => {
            // Its address follows its title.
            let (topic, _) = posts::find(&context, id, Some(&moderator)).await?;
            let prefix = page.prefix();
            let to = format!("{prefix}/{}?done=decided#post-{id}", topic.path());
            Ok(see_other(to))
        }
        Err(error) => refused(page, &context, &moderator, of, sent, error).await,
    }
}

/// Says why it cannot be done. What was typed stays; of a post that has another text by now, that is
/// shown instead.
async fn refused(
    page: Page,
    context: &Context,
    moderator: &Member,
    of: (Topic, Post),
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
            let now = posts::find(context, of.1.id, Some(moderator)).await;
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
    (topic, post): (Topic, Post),
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let (title, body) = (topic.title.clone(), post.body.clone());
    let stamp = post.stamp(&topic.title);
    let texts = (stamp, title, body);
    written(page, context, (topic, post), form, texts, None, errors).await
}

/// What the form says, once more.
async fn show(
    page: Page,
    context: &Context,
    of: (Topic, Post),
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
    (topic, post): (Topic, Post),
    form: &Form,
    (stamp, title, body): (String, String, String),
    preview: Option<(Preview, String)>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let (preview, shown) = preview.unzip();
    let view = TakeOut {
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
        came: Came::of(form),
        ways: grounds::ways(page.lang),
        topic,
        post,
        page,
    };
    html_as(status, &view)
}
