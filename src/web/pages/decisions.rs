//! What was decided about a post, for its author: what, why, and how to appeal.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::kept;
use crate::{
    accounts::Member,
    context::Context,
    forum::{ForumError, owner::Owner, rules},
    moderation::appeals::{self, AppealState, Decided, LONGEST},
    privacy::{Private, ledger::Entry},
    text_rules::readable,
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/review/decisions.html")]
struct Decisions {
    page: Page,
    list: List,
}

/// The decisions with their forms to appeal, wherever they stand.
pub(super) struct List {
    pub decided: Vec<Decided>,
    /// Where an appeal goes.
    pub action: String,
    /// What the forms carry on for somebody without an account.
    pub hidden: Vec<(&'static str, String)>,
    pub errors: Errors,
    /// The appeal as it was sent.
    pub typed: String,
}

impl List {
    /// What is said where undoing a decision left what the author wrote since.
    pub fn newer_text(&self, page: &Page, decided: &Decided) -> Option<String> {
        let mut facts = decided.entry.facts.iter();
        let (name, value) = facts.find(|(name, _)| name == "newer_text")?;
        Some(page.ta2("ledger-fact", "name", name, "value", value))
    }

    pub fn words(&self, page: &Page, decided: &Decided) -> String {
        act_words(page, &decided.entry)
    }

    /// Whether the ground says more than its name.
    pub fn has_words(&self, decided: &Decided) -> bool {
        let entry = &decided.entry;
        let worded = ["circumstance-1", "circumstance-4", "reason"];
        entry.rule.is_some() || worded.contains(&entry.ground.as_str())
    }

    pub fn state(&self, page: &Page, state: &AppealState) -> String {
        page.ta("appeal-state", "state", state.as_str())
    }
}

/// What an entry says: the act and its ground.
pub(super) fn act_words(page: &Page, entry: &Entry) -> String {
    let act = page.ta("ledger-act", "act", entry.act.as_str());
    let ground = page.ta("ledger-ground", "ground", &entry.ground);
    match &entry.rule {
        Some(rule) => format!("{act} · {ground} {}", rules::name(page.lang, rule)),
        None => format!("{act} · {ground}"),
    }
}

pub async fn get(
    page: Page,
    LoggedOn(reader): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(
        page,
        &context,
        &reader,
        path.1,
        Errors::default(),
        String::new(),
    )
    .await
}

async fn show(
    page: Page,
    context: &Context,
    reader: &Member,
    post: i64,
    errors: Errors,
    typed: String,
) -> Result<HttpResponse, Fault> {
    let decided = match Owner::by_account(context, reader, post).await {
        Ok(owner) => appeals::of_own(context, &owner).await?,
        Err(ForumError::NotFound | ForumError::NotYours) if reader.is_moderator => {
            appeals::of_post(context, reader, post).await?
        }
        Err(error) => return Err(error.into()),
    };
    let status = errors.status();
    let list = List {
        decided,
        action: format!("{}/posts/{post}/decisions", page.prefix()),
        hidden: Vec::new(),
        errors,
        typed,
    };
    html_as(status, &Decisions { page, list }).map(unstored)
}

pub async fn post(
    page: Page,
    reader: Result<LoggedOn, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let words = form.text("words");
    let LoggedOn(reader) = kept::admit(reader, &form, &["words"])?;
    let number = form.get("number").parse().map_err(|_| Fault::NotFound)?;
    if let Some(message) = wrong(&page, &words) {
        let mut errors = Errors::default();
        errors.add("words", message);
        return show(page, &context, &reader, path.1, errors, words).await;
    }
    let owner = Owner::by_account(&context, &reader, path.1).await?;
    appeals::appeal(&context, &owner, number, Private::new(words)).await?;
    Ok(see_other(format!(
        "{}/posts/{}/decisions?done=appealed",
        page.prefix(),
        path.1
    )))
}

/// What is wrong with an appeal's words, or an answer's.
pub(super) fn wrong(page: &Page, words: &str) -> Option<String> {
    if words.is_empty() {
        Some(page.t("appeal-words-needed"))
    } else if words.chars().count() > LONGEST {
        Some(page.ta("invalid-too-long", "max", LONGEST))
    } else if !readable(words) {
        Some(page.t("invalid-characters"))
    } else {
        None
    }
}
