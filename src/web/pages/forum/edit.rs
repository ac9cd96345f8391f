//! Editing one's own post, and masking what is public in it: with an account, and behind a key.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{
    Parameters,
    compose::{self, Compose, Purpose},
    drafts::{self, Pressed},
    files::gather,
};
use crate::{
    attachments,
    context::Context,
    forum::{
        ForumError, address,
        drafts::Place,
        edit,
        owner::Owner,
        posts::Post,
        publish::Outcome,
        references::At,
        stale::{self, Began, Meanwhile},
        submission::{self, Author, Decisions, Submission},
        topics::Topic,
    },
    spam::proof::Signals,
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        multipart::Filed,
        page::{Page, html_as, see_other, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/forum/edit.html")]
struct Edit {
    page: Page,
    topic: Topic,
    form: Compose,
    /// The post was changed since this edit began.
    meanwhile: Option<Meanwhile>,
}

/// What came of a form that was sent.
pub enum Sent {
    /// It is stored; whether it waits for review. The page is given back for the answer.
    Saved { page: Box<Page>, held: bool },
    /// The form once more.
    Again(HttpResponse),
}

/// With `?mask` the findings are asked at once, masking chosen already.
pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let owner = Owner::by_account(&context, &member, path.1).await?;
    open(page, &context, &owner, "", query.contains_key("mask")).await
}

pub async fn post(
    request: HttpRequest,
    page: Page,
    limits: Data<AddressLimits>,
    member: Result<LoggedOn, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let form = &filed.form;
    let counted = if form.is_look() {
        limits.count_look(&request)
    } else {
        limits.count(&request)
    };
    let LoggedOn(member) = kept::admit(counted.and(member), form, &["title", "body"])?;
    let lost = |error: ForumError| kept::keep(error, form, &["title", "body"]);
    let owner = Owner::by_account(&context, &member, path.1).await;
    let owner = owner.map_err(lost)?;
    let (_, post) = edit::find(&context, &owner).await.map_err(lost)?;
    let (_, back) = addresses(&page, &post, "");
    let count = || limits.count_file(&request, false);
    match save(page, &context, &owner, "", &mut filed, &count).await? {
        Sent::Saved { .. } => Ok(see_other(back)),
        Sent::Again(form) => Ok(form),
    }
}

/// The form as it opens. `key` is a guest's, for the form to carry on.
pub(super) async fn open(
    page: Page,
    context: &Context,
    owner: &Owner,
    key: &str,
    mask: bool,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = edit::find(context, owner).await?;
    let member = page.account.as_ref().filter(|_| key.is_empty() && !mask);
    if let Some(found) = drafts::find(context, member, Place::Post(post.id)).await? {
        let (what, kept_at) = ((Purpose::Edit, post.opens_topic), found.kept_at);
        let addresses = addresses(&page, &post, "");
        let form = drafts::brought_back(context, &page, found, what, Some(post.id), addresses);
        let form = form.await?.with_draft(&page, place(&post), Some(kept_at));
        return show(StatusCode::OK, page, topic, form, None);
    }
    let submission = Submission {
        author: owner.author(&post),
        title: post.opens_topic.then(|| topic.title.clone()),
        body: post.body.clone(),
        reply_to: None,
        files: attachments::kept_of(context, post.id).await?,
        tags: String::new(),
        office: post.office.as_ref().map(|office| office.slug.clone()),
        check: None,
        decisions: Decisions::None,
        id: None,
        language: page.lang,
        signals: Signals::default(),
    };
    let (action, back) = addresses(&page, &post, key);
    let mut form = Compose::of(context, &submission, Purpose::Edit, action, back)
        .with_files(context, &submission)
        .await?
        .behind(key.to_owned())
        .began_from(post.stamp(&topic.title));
    if key.is_empty() {
        form = form.with_draft(&page, place(&post), None);
    }
    if mask && let Ok(preview) = submission::preview(context, submission.clone(), at(&post)).await?
    {
        form = form
            .previewing(&preview, &submission, page.lang)
            .quoting(context, page.account.as_ref())
            .await?;
    }
    show(StatusCode::OK, page, topic, form, None)
}

/// Previews or saves what the form says; `count` counts the files that come with it.
pub(super) async fn save(
    page: Page,
    context: &Context,
    owner: &Owner,
    key: &str,
    filed: &mut Filed,
    count: &dyn Fn() -> Result<(), Fault>,
) -> Result<Sent, Fault> {
    let (topic, post) = edit::find(context, owner).await?;
    let office = post.office.as_ref().map(|office| office.slug.clone());
    let author = match owner.author(&post) {
        Author::KeyHolder { .. } if filed.form.has("name") => Author::KeyHolder {
            name: filed.form.trimmed("name"),
            public_email: filed.form.trimmed("email"),
        },
        author => author,
    };
    if filed.form.is_look() {
        filed.files.clear();
    }
    let (member, lang) = (page.account.as_ref(), page.lang);
    let gathered = gather(context, filed, (member, Some(post.id)), lang, count).await?;
    let form = &filed.form;
    let submission = Submission {
        files: gathered.files.clone(),
        office,
        ..compose::read(form, author, post.opens_topic, lang)
    };
    let (action, back) = addresses(&page, &post, key);
    let began = form.trimmed("began");
    let mut state = Compose::of(context, &submission, Purpose::Edit, action, back)
        .with_files(context, &submission)
        .await?
        .behind(key.to_owned())
        .began_from(began.clone());
    if key.is_empty() {
        state = state.with_draft(&page, place(&post), None);
        let (draft, sent) = (Place::Post(post.id), (&submission, form));
        match drafts::pressed(context, &page, draft, sent, &state.action).await? {
            Pressed::Other => {}
            Pressed::Done(answer) => {
                return if state.files_first(&gathered, false, lang) {
                    show(form.refused(), page, topic, state, None).map(Sent::Again)
                } else {
                    Ok(Sent::Again(answer))
                };
            }
            Pressed::Refused(errors) => {
                let state = state.with_errors(&errors, lang);
                return show(form.refused(), page, topic, state, None).map(Sent::Again);
            }
        }
    }
    let preview = form.has("preview");
    if state.files_first(&gathered, !preview, lang) {
        return show(form.refused(), page, topic, state, None).map(Sent::Again);
    }
    if preview {
        let preview = submission::preview(context, submission.clone(), at(&post)).await?;
        let (status, form) = match preview {
            Err(errors) => (form.refused(), state.with_errors(&errors, lang)),
            Ok(preview) => (
                StatusCode::OK,
                state
                    .previewing(&preview, &submission, lang)
                    .quoting(context, page.account.as_ref())
                    .await?,
            ),
        };
        return show(status, page, topic, form, None).map(Sent::Again);
    }
    let decisions = submission.decisions.clone();
    let (title, body) = (submission.title.clone(), submission.body.clone());
    let form = match edit::edit(context, owner, submission, Began::At(began)).await {
        Err(ForumError::Stale) => {
            let meanwhile = stale::meanwhile(context, owner, title.as_deref(), &body).await?;
            // What was typed stays; sent again, it was decided knowing the other text.
            let form = state.began_from(meanwhile.stamp.clone());
            let status = StatusCode::CONFLICT;
            return show(status, page, topic, form, Some(meanwhile)).map(Sent::Again);
        }
        outcome => match outcome? {
            Outcome::Posted(posted) => {
                return Ok(Sent::Saved {
                    page: Box::new(page),
                    held: posted.held(),
                });
            }
            Outcome::Undecided(undecided) => {
                state
                    .asking(&undecided, &decisions, lang)
                    .quoting(context, page.account.as_ref())
                    .await?
            }
            Outcome::Invalid(errors) => state.with_errors(&errors, lang),
        },
    };
    show(StatusCode::UNPROCESSABLE_ENTITY, page, topic, form, None).map(Sent::Again)
}

fn show(
    status: StatusCode,
    page: Page,
    topic: Topic,
    form: Compose,
    meanwhile: Option<Meanwhile>,
) -> Result<HttpResponse, Fault> {
    let behind_key = !form.key.is_empty();
    let view = Edit {
        page,
        topic,
        form,
        meanwhile,
    };
    let answer = html_as(status, &view)?;
    Ok(if behind_key { unstored(answer) } else { answer })
}

fn at(post: &Post) -> At {
    At {
        topic: Some(post.topic),
        post: Some(post.id),
    }
}

/// Where the form goes, and the way back without it.
fn addresses(page: &Page, post: &Post, key: &str) -> (String, String) {
    let prefix = page.prefix();
    if !key.is_empty() {
        let own = format!("{prefix}/posts/{}/key", post.id);
        return (own.clone(), own);
    }
    let back = page.href(&address::of_post(post.topic, "", post.id));
    (format!("{prefix}/posts/{}/edit", post.id), back)
}

/// Under which a draft is kept.
fn place(post: &Post) -> String {
    format!("post/{}", post.id)
}
