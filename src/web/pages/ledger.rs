//! The public register of what was done to people's content and data, and the signed
//! statements of where the chains stand.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use super::{forum::Parameters, officer::words_of};
use crate::{
    context::Context,
    forum::rules,
    privacy::{
        ledger::{self, Act, Entry},
        statement::{self, Statement},
    },
    rights::{
        Fields,
        disclosure::{self, Year},
    },
    web::{
        fault::Fault,
        page::{Page, html},
        place::{PAGE, READ, before, paged},
    },
};

#[derive(Template)]
#[template(path = "pages/ledger/register.html")]
struct Register {
    page: Page,
    entries: Vec<Entry>,
    /// How often data was given to third parties.
    years: Vec<Year>,
    next: Option<String>,
}

impl Register {
    fn act(&self, entry: &Entry) -> String {
        act(&self.page, entry.act)
    }

    fn ground(&self, entry: &Entry) -> String {
        ground(&self.page, entry)
    }

    fn fact(&self, name: &str, value: &str) -> String {
        fact(&self.page, name, value)
    }
}

/// What was done, in words.
pub(super) fn act(page: &Page, act: Act) -> String {
    page.ta("ledger-act", "act", act.as_str())
}

/// On which ground, in words.
pub(super) fn ground(page: &Page, entry: &Entry) -> String {
    let ground = page.ta("ledger-ground", "ground", &entry.ground);
    match (&entry.rule, &entry.rules_version) {
        (Some(rule), Some(version)) => {
            let rule = rules::name(page.lang, rule);
            let rule = page.ta2("ledger-rule", "rule", rule, "version", version);
            format!("{ground} {rule}")
        }
        _ => ground,
    }
}

/// What else is said of it, in words.
pub(super) fn fact(page: &Page, name: &str, value: &str) -> String {
    let value = match name {
        "recipient" => page.ta("ledger-recipient", "kind", value),
        "fields" => match Fields::parse(value) {
            Some(fields) => words_of(page, &fields),
            None => value.to_owned(),
        },
        "setting" => page.t(&format!("setting-{value}-title")),
        "set_from" | "set_to" if value == "null" => page.t("settings-past-shipped"),
        _ => value.to_owned(),
    };
    page.ta2("ledger-fact", "name", name, "value", value)
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (entries, next) = ledger::register(&context, before(&query), PAGE).await?;
    let years = disclosure::by_year(&context).await?;
    html(&Register {
        next: next.map(|next| page.href(&format!("ledger?before={next}"))),
        page,
        entries,
        years,
    })
}

#[derive(Template)]
#[template(path = "pages/ledger/statements.html")]
struct Statements {
    page: Page,
    statements: Vec<Statement>,
    next: Option<String>,
    public_key: String,
}

pub async fn statements(
    page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let read = statement::list(&context, before(&query), READ).await?;
    let (statements, next) = paged(read, |last| last.day);
    html(&Statements {
        next: next.map(|next| page.href("ledger/statements") + &next),
        page,
        statements,
        public_key: statement::public_key(&context),
    })
}

/// The signed text itself, for whoever keeps it or checks it.
pub async fn one(
    context: Data<Context>,
    path: Path<(String, NaiveDate)>,
) -> Result<HttpResponse, Fault> {
    let statement = statement::of_day(&context, path.1)
        .await?
        .ok_or(Fault::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(statement.published()))
}
