//! Editing one's own post, and masking what is public in it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{
    Parameters,
    compose::{self, Compose, Purpose},
    files::gather,
};
use crate::{
    attachments,
    context::Context,
    forum::{
        edit,
        posts::Post,
        publish::Outcome,
        submission::{self, Author, Decisions, Submission},
        topics::Topic,
    },
    web::{
        extract::LoggedOn,
        fault::Fault,
        multipart::Filed,
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/forum/edit.html")]
struct Edit {
    page: Page,
    topic: Topic,
    form: Compose,
}

/// With `?mask` the findings are asked at once, masking chosen already.
pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = edit::find(&context, path.1, &member).await?;
    let submission = Submission {
        author: Author::Account(member),
        title: post.opens_topic.then(|| topic.title.clone()),
        body: post.body.clone(),
        reply_to: None,
        files: attachments::kept_of(&context, post.id).await?,
        check: None,
        decisions: Decisions::None,
        id: None,
        language: page.lang,
    };
    let (action, back) = addresses(&page, &post);
    let mut form = Compose::of(&context, &submission, Purpose::Edit, action, back)
        .with_files(&context, &submission)
        .await?;
    if query.contains_key("mask")
        && let Ok(preview) = submission::preview(&context, submission.clone()).await?
    {
        form = form.previewing(&preview, &submission, page.lang);
    }
    html(&Edit { page, topic, form })
}

pub async fn post(
    page: Page,
    member: Result<LoggedOn, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let form = &filed.form;
    let LoggedOn(member) = match member {
        Ok(member) => member,
        Err(fault) => {
            return kept::answer(fault, page, vec![form.text("title"), form.text("body")]);
        }
    };
    let (topic, post) = edit::find(&context, path.1, &member).await?;
    let author = Author::Account(member.clone());
    let mut submission = compose::read(form, author, post.opens_topic, page.lang);
    let (action, back) = addresses(&page, &post);
    let (preview, lang) = (form.has("preview"), page.lang);
    let gathered = gather(&context, &mut filed, Some(&member), Some(post.id), lang).await?;
    submission.files.clone_from(&gathered.files);
    let mut state = Compose::of(&context, &submission, Purpose::Edit, action, back.clone())
        .with_files(&context, &submission)
        .await?;
    if state.files_first(&gathered, !preview, lang) {
        let form = state;
        return html_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            &Edit { page, topic, form },
        );
    }
    if preview {
        let (status, form) = match submission::preview(&context, submission.clone()).await? {
            Err(errors) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                state.with_errors(&errors, lang),
            ),
            Ok(preview) => (
                StatusCode::OK,
                state.previewing(&preview, &submission, lang),
            ),
        };
        return html_as(status, &Edit { page, topic, form });
    }
    let decisions = submission.decisions.clone();
    let form = match edit::edit(&context, post.id, &member, submission).await? {
        Outcome::Posted(_) => return Ok(see_other(back)),
        Outcome::Undecided(undecided) => state.asking(&undecided, &decisions, lang),
        Outcome::Invalid(errors) => state.with_errors(&errors, lang),
    };
    html_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Edit { page, topic, form },
    )
}

fn addresses(page: &Page, post: &Post) -> (String, String) {
    let prefix = page.prefix();
    let back = format!(
        "{prefix}/topics/{}?after={}#post-{}",
        post.topic,
        post.id - 1,
        post.id
    );
    (format!("{prefix}/posts/{}/edit", post.id), back)
}
