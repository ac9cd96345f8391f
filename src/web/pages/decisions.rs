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
    forum::rules,
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
    post: i64,
    decided: Vec<Decided>,
    errors: Errors,
    typed: String,
}

/// What an entry says: the act and its ground.
pub(super) fn act_words(page: &Page, entry: &Entry) -> String {
    let act = page.ta("ledger-act", "act", entry.act.as_str());
    let Some(ground) = &entry.ground else {
        return act;
    };
    let ground = page.ta("ledger-ground", "ground", ground);
    match &entry.rule {
        Some(rule) => format!("{act} · {ground} {}", rules::name(page.lang, rule)),
        None => format!("{act} · {ground}"),
    }
}

impl Decisions {
    fn words(&self, decided: &Decided) -> String {
        act_words(&self.page, &decided.entry)
    }

    /// Whether the ground says more than its name.
    fn has_words(&self, decided: &Decided) -> bool {
        let entry = &decided.entry;
        let named = entry.ground.as_deref();
        entry.rule.is_some() || matches!(named, Some("circumstance-1" | "circumstance-4"))
    }

    fn state(&self, state: &AppealState) -> String {
        self.page.ta("appeal-state", "state", state.as_str())
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
    let decided = appeals::of_post(context, reader, post).await?;
    let status = errors.status();
    let view = Decisions {
        page,
        post,
        decided,
        errors,
        typed,
    };
    html_as(status, &view).map(unstored)
}

pub async fn post(
    page: Page,
    reader: Result<LoggedOn, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let words = form.text("words");
    let LoggedOn(reader) = match reader {
        Ok(reader) => reader,
        Err(fault) => return kept::answer(fault, page, vec![words]),
    };
    let number = form.get("number").parse().map_err(|_| Fault::NotFound)?;
    if let Some(message) = wrong(&page, &words) {
        let mut errors = Errors::default();
        errors.add("words", message);
        return show(page, &context, &reader, path.1, errors, words).await;
    }
    appeals::appeal(&context, &reader, path.1, number, Private::new(words)).await?;
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
