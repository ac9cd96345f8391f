//! Splitting answers off into a topic of their own.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{because, find};
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        ForumError, State,
        cursor::From,
        posts::{self, Post},
        reader::Reader,
        submission::LONGEST_TITLE,
        topics::Topic,
    },
    moderation::{
        ModerationError,
        arrange::{Arranged, Change, arrange},
        reasons::For,
    },
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds,
        page::{Page, html_as, see_other},
        pages::{
            checked::{self, Checked},
            forum::Parameters,
            kept,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/arrange/split.html")]
struct Split {
    page: Page,
    topic: Topic,
    /// The answers of one page of the topic.
    posts: Vec<Post>,
    previous: Option<String>,
    next: Option<String>,
    /// Those that are chosen on this page or came along from others.
    chosen: Vec<i64>,
    title: String,
    /// Of the operator's list; none where there are none.
    reasons: Vec<(String, String)>,
    reason_id: String,
    reason: String,
    errors: Errors,
    checked: Checked,
}

impl Split {
    /// Chosen on other pages of the topic.
    fn elsewhere(&self) -> Vec<i64> {
        let here = |id: &i64| self.posts.iter().any(|post| post.id == *id);
        self.chosen.iter().copied().filter(|id| !here(id)).collect()
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(parameter("after"), parameter("before"));
    let view = load(page, &context, &moderator, path.1, from, &Form::default()).await?;
    html_as(StatusCode::OK, &view)
}

async fn load(
    page: Page,
    context: &Context,
    moderator: &Member,
    topic: i64,
    from: From<i64>,
    form: &Form,
) -> Result<Split, Fault> {
    let topic = find(context, topic, moderator).await?;
    let reader = Reader::from(moderator);
    let (topic, list) = context
        .db
        .read(move |connection| {
            let list = posts::of_topic(connection, &topic, reader, from)?;
            Ok::<_, ForumError>((topic, list))
        })
        .await?;
    let href = format!("{}/topics/{}/split", page.prefix(), topic.id);
    let posts = list.items.into_iter();
    Ok(Split {
        posts: posts
            .filter(|post| !post.opens_topic && post.state == State::Published)
            .collect(),
        previous: list.before.map(|post| format!("{href}?before={post}")),
        next: list.after.map(|post| format!("{href}?after={post}")),
        chosen: chosen(form),
        title: form.trimmed("title"),
        reasons: grounds::reasons(context, page.lang, &[For::Split]).await?,
        reason_id: form.get("reason_id").to_owned(),
        reason: form.text("reason"),
        errors: Errors::default(),
        checked: Checked::default(),
        page,
        topic,
    })
}

fn chosen(form: &Form) -> Vec<i64> {
    let posts = form.all("post");
    posts.iter().filter_map(|post| post.parse().ok()).collect()
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["title", "reason"])?;
    let (lang, topic, prefix) = (page.lang, path.1, page.prefix());
    let (mut errors, answered) = (Errors::default(), checked::read(&form));
    let change = Change::Split {
        posts: chosen(&form),
        title: form.trimmed("title"),
        answered: answered.clone(),
        language: lang,
    };
    let because = because(&context, &form, lang, For::Split, &mut errors).await?;
    let Some(because) = because else {
        let mut view = load(page, &context, &moderator, topic, From::Start, &form).await?;
        view.errors = errors;
        return html_as(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let done = arrange(&context, &moderator, topic, change, because).await;
    match done {
        Ok(Arranged::Topic(new)) => Ok(see_other(format!("{prefix}/t/{new}?done=decided"))),
        Ok(Arranged::Undecided(undecided)) => {
            let mut view = load(page, &context, &moderator, topic, From::Start, &form).await?;
            if let Some(title) = undecided.fields.first() {
                view.title.clone_from(&title.source);
            }
            view.checked = Checked::asking(&undecided, &answered, lang);
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(ModerationError::Invalid(found)) => {
            let mut view = load(page, &context, &moderator, topic, From::Start, &form).await?;
            view.errors = Errors::found(&found, lang);
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => Err(error.into()),
    }
}
