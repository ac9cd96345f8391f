//! A guest's own post: what became of it, and all that its author can do, with the key in hand.
//!
//! There is no cookie here. The key travels in the forms of these pages, never in an address, and
//! none of them is stored. They share one address, so that a way back or another language asks
//! for the key again.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::edit::{self, Sent};
use crate::{
    context::Context,
    forum::{
        ForumError, State,
        owner::Owner,
        posts::{self, Post},
        public_email,
        topics::Topic,
    },
    moderation::{appeals, decided},
    privacy::{Private, Purpose, Viewer},
    rights::erase,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        multipart::Filed,
        page::{Page, html, html_as, unstored},
        pages::{
            attachments,
            decisions::{self, List},
            kept, rights,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/forum/key.html")]
struct Ask {
    page: Page,
    post: i64,
    /// As it was typed.
    key: String,
    errors: Errors,
    /// What was written with a key that opens nothing (any more): it is not lost.
    texts: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/forum/own.html")]
struct Own {
    page: Page,
    owner: Owner,
    /// Where it stands, unless it was taken out of sight.
    topic: Option<Topic>,
    post: Post,
    /// What the moderator said who did not let it pass.
    rejected: Option<Private<String>>,
    key: String,
    list: List,
}

#[derive(Template)]
#[template(path = "pages/forum/withdrawn.html")]
struct Withdrawn {
    page: Page,
}

impl Own {
    fn rejected_because(&self) -> Option<&str> {
        let because = self.rejected.as_ref()?;
        Some(because.reveal(Viewer::Owner(&self.owner), Purpose::OwnAccess))
    }

    fn may_edit(&self) -> bool {
        self.topic.is_some() && self.post.state.is_alive()
    }

    /// Whether everybody can read it, and open its files.
    fn is_shown(&self) -> bool {
        let topic = self.topic.as_ref();
        let topic = topic.is_some_and(|topic| topic.state == State::Published);
        topic && self.post.state == State::Published
    }

    /// Its text. Pictures that nobody else can open yet are opened below.
    fn body(&self) -> String {
        if self.is_shown() {
            self.page.shown_post(&self.post)
        } else {
            let Post {
                body_html, quotes, ..
            } = &self.post;
            self.page.shown_quoting(body_html, quotes, &[])
        }
    }

    /// Whether there is anything that masking would touch.
    fn may_mask(&self) -> bool {
        self.may_edit() && self.post.findings.iter().any(|finding| finding.marked())
    }
}

pub async fn get(page: Page, path: Path<(String, i64)>) -> Result<HttpResponse, Fault> {
    let nothing = (String::new(), Vec::new());
    ask(page, path.1, StatusCode::OK, Errors::default(), nothing)
}

/// What was written into a form behind a key.
const TYPED: [&str; 3] = ["title", "body", "words"];

fn texts(form: &Form) -> Vec<String> {
    let typed = TYPED.map(|field| form.text(field));
    typed.into_iter().filter(|text| !text.is_empty()).collect()
}

fn ask(
    page: Page,
    post: i64,
    status: StatusCode,
    errors: Errors,
    (key, texts): (String, Vec<String>),
) -> Result<HttpResponse, Fault> {
    let view = Ask {
        page,
        post,
        key,
        errors,
        texts,
    };
    html_as(status, &view).map(unstored)
}

/// Without `act` the post is shown, with `file` a file of it; `edit`, `mask` and `withdraw` ask before they do anything.
pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let form = &filed.form;
    let (key, act) = (form.trimmed("key"), form.get("act").to_owned());
    let counted = if form.is_look() {
        limits.count_look(&request)
    } else {
        limits.count(&request)
    };
    if counted.is_err() {
        let mut errors = Errors::default();
        errors.add("key", page.t("too-many-kept"));
        let status = StatusCode::TOO_MANY_REQUESTS;
        return ask(page, path.1, status, errors, (key, texts(form)));
    }
    let owner = match Owner::by_key(&context, path.1, &key).await {
        Ok(owner) => owner,
        Err(ForumError::NoSuchKey) => {
            let mut errors = Errors::default();
            errors.add("key", page.t("key-none"));
            return ask(page, path.1, errors.status(), errors, (key, texts(form)));
        }
        Err(error) => return Err(kept::keep(error, form, &TYPED)),
    };
    match &*act {
        "" => own(page, &context, &owner, key, None).await,
        "file" => {
            let id = form.get("file").parse().map_err(|_| Fault::NotFound)?;
            attachments::of_holder(&context, &owner, id).await
        }
        "edit" if form.has("body") => {
            let count = || limits.count_file(&request, true);
            match edit::save(page, &context, &owner, &key, &mut filed, &count).await? {
                Sent::Saved { page, held } => {
                    let done = if held {
                        "key-done-held"
                    } else {
                        "key-done-saved"
                    };
                    own(*page, &context, &owner, key, Some(done)).await
                }
                Sent::Again(form) => Ok(form),
            }
        }
        act @ ("edit" | "mask") => edit::open(page, &context, &owner, &key, act == "mask").await,
        "withdraw" => rights::post::ask_holder(page, owner.post(), key),
        "erase" => {
            erase::own_post(&context, &owner).await?;
            html(&Withdrawn { page }).map(unstored)
        }
        "withdraw-email" => {
            public_email::withdraw(&context, &owner).await?;
            own(page, &context, &owner, key, Some("key-done-email")).await
        }
        "appeal" => appeal(page, &context, &owner, key, form).await,
        _ => Err(Fault::BadRequest("no such act".into())),
    }
}

async fn appeal(
    page: Page,
    context: &Context,
    owner: &Owner,
    key: String,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let number = form.get("number").parse().map_err(|_| Fault::NotFound)?;
    let words = form.text("words");
    if let Some(message) = decisions::wrong(&page, &words) {
        let mut errors = Errors::default();
        errors.add(&decisions::appeal_field(number), message);
        return show(page, context, owner, key, errors, words).await;
    }
    let done = appeals::appeal(context, owner, number, Private::new(words)).await;
    done.map_err(|error| kept::keep(error, form, &["words"]))?;
    own(page, context, owner, key, Some("done-appealed")).await
}

/// The post, and above it what was just done.
async fn own(
    mut page: Page,
    context: &Context,
    owner: &Owner,
    key: String,
    done: Option<&str>,
) -> Result<HttpResponse, Fault> {
    page.notice = done.map(|done| page.t(done));
    show(page, context, owner, key, Errors::default(), String::new()).await
}

async fn show(
    page: Page,
    context: &Context,
    owner: &Owner,
    key: String,
    errors: Errors,
    typed: String,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = posts::of_owner(context, owner).await?;
    let status = errors.status();
    let list = List {
        decided: decided::of_own(context, owner).await?,
        action: format!("{}/posts/{}/key", page.prefix(), post.id),
        hidden: vec![("key", key.clone()), ("act", "appeal".to_owned())],
        errors,
        typed,
        reasons: Vec::new(),
    };
    let rejected = post.rejected_because.as_ref();
    let rejected = rejected.map(|because| because.open(context)).transpose()?;
    let view = Own {
        page,
        owner: owner.clone(),
        topic,
        post,
        rejected,
        key,
        list,
    };
    html_as(status, &view).map(unstored)
}
