//! A guest's own post: what became of it, and all that its author can do, with the key in hand.
//!
//! There is no cookie here. The key travels in the forms of these pages, never in an address, and
//! none of them is stored. They share one address, so that a way back or another language asks
//! for the key again.

use actix_web::{
    HttpRequest, HttpResponse,
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
    moderation::appeals,
    privacy::{Private, Purpose, Viewer},
    rights::erase,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        multipart::Filed,
        page::{Page, html, html_as, unstored},
        pages::{
            decisions::{self, List},
            rights,
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

    /// Whether there is anything that masking would touch.
    fn may_mask(&self) -> bool {
        self.may_edit() && self.post.findings.iter().any(|finding| finding.marked())
    }
}

pub async fn get(page: Page, path: Path<(String, i64)>) -> Result<HttpResponse, Fault> {
    let nothing = (String::new(), Vec::new());
    ask(page, path.1, Errors::default(), nothing)
}

fn ask(
    page: Page,
    post: i64,
    errors: Errors,
    (key, texts): (String, Vec<String>),
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let view = Ask {
        page,
        post,
        key,
        errors,
        texts,
    };
    html_as(status, &view).map(unstored)
}

/// Without `act` the post is shown; `edit`, `mask` and `withdraw` ask before they do anything.
pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let form = &filed.form;
    let (key, act) = (form.trimmed("key"), form.get("act").to_owned());
    let owner = match Owner::by_key(&context, path.1, &key).await {
        Ok(owner) => owner,
        Err(ForumError::NoSuchKey) => {
            let mut errors = Errors::default();
            errors.add("key", page.t("key-none"));
            let typed = ["title", "body", "words"].map(|field| form.text(field));
            let texts = typed.into_iter().filter(|text| !text.is_empty()).collect();
            return ask(page, path.1, errors, (key, texts));
        }
        Err(error) => return Err(error.into()),
    };
    match &*act {
        "" => own(page, &context, &owner, key, None).await,
        "edit" if form.has("body") => {
            match edit::save(page, &context, &owner, &key, &mut filed).await? {
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
        errors.add("words", message);
        return show(page, context, owner, key, errors, words).await;
    }
    appeals::appeal(context, owner, number, Private::new(words)).await?;
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
        decided: appeals::of_own(context, owner).await?,
        action: format!("{}/posts/{}/key", page.prefix(), post.id),
        key: key.clone(),
        errors,
        typed,
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
