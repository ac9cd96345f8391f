//! The reasons for moderators' decisions: the list, a new one, and one to change or retire.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    moderation::reasons::{self, Draft, For, LAST, LONGEST, Listed},
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 2] = ["words_zh", "words_en"];

#[derive(Template)]
#[template(path = "pages/admin/reasons.html")]
struct ListPage {
    page: Page,
    offered: Vec<Listed>,
    retired: Vec<Listed>,
}

impl ListPage {
    fn words(&self, listed: &Listed) -> String {
        listed.words(self.page.lang)
    }

    fn acts(&self, listed: &Listed) -> String {
        if listed.acts.is_empty() {
            return self.page.t("reasons-every");
        }
        let acts = listed.acts.iter();
        self.page
            .lang
            .list(acts.map(|act| act_words(&self.page, *act)))
    }
}

fn act_words(page: &Page, act: For) -> String {
    page.ta("reason-act", "act", act.as_str())
}

#[derive(Template)]
#[template(path = "pages/admin/reason.html")]
struct ReasonPage {
    page: Page,
    /// None for a new one.
    id: Option<i64>,
    version: i32,
    draft: Draft,
    /// The place as it was typed.
    position: String,
    errors: Errors,
}

impl ReasonPage {
    fn acts(&self) -> Vec<(&'static str, String, bool)> {
        let act = |act: For| {
            let chosen = self.draft.acts.contains(&act);
            (act.as_str(), act_words(&self.page, act), chosen)
        };
        For::ALL.into_iter().map(act).collect()
    }
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let all = reasons::list(&context).await?;
    let (retired, offered) = all.into_iter().partition(|one| one.retired);
    html(&ListPage {
        page,
        offered,
        retired,
    })
}

pub async fn new(page: Page, _: Administrator) -> Result<HttpResponse, Fault> {
    html(&ReasonPage {
        page,
        id: None,
        version: 0,
        draft: Draft::default(),
        position: String::new(),
        errors: Errors::default(),
    })
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, None, form).await
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let found = reasons::find(&context, path.1).await?;
    html(&ReasonPage {
        page,
        id: Some(found.id),
        version: found.version,
        position: found.position.to_string(),
        draft: found.into(),
        errors: Errors::default(),
    })
}

pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, Some(path.1), form).await
}

async fn keep(
    page: Page,
    context: &Context,
    id: Option<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let acts = form.all("acts").into_iter();
    let position = form.trimmed("position");
    let draft = Draft {
        zh: form.trimmed("words_zh"),
        en: form.trimmed("words_en"),
        acts: acts.filter_map(|act| act.parse().ok()).collect(),
        // What is no number is refused as one that is too small.
        position: position.parse().unwrap_or(-1),
        retired: form.has("retired"),
        teaches_spam: form.has("teaches_spam"),
    };
    let mut version = form.get("version").parse().unwrap_or(0);
    let done = match id {
        Some(id) => reasons::change(context, id, version, draft.clone()).await,
        None => reasons::create(context, draft.clone()).await.map(drop),
    };
    let (errors, status) = match super::refusal(&page, done, "words_zh", "reason-changed") {
        Ok(None) => return Ok(see_other(page.href("admin/reasons?done=reason-kept"))),
        Ok(Some(refused)) => refused,
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    };
    // What was typed stays, over what the other left.
    if status == StatusCode::CONFLICT
        && let Some(id) = id
    {
        version = reasons::find(context, id).await?.version;
    }
    let view = ReasonPage {
        page,
        id,
        version,
        draft,
        position,
        errors,
    };
    html_as(status, &view)
}
