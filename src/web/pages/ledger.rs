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
        ledger::{self, Entry},
        statement::{self, Statement},
    },
    rights::{
        Fields,
        disclosure::{self, Year},
    },
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

const LENGTH: usize = 50;

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
        self.page.ta("ledger-act", "act", entry.act.as_str())
    }

    fn ground(&self, entry: &Entry) -> String {
        let Some(ground) = &entry.ground else {
            return self.page.t("ledger-no-ground");
        };
        let ground = self.page.ta("ledger-ground", "ground", ground);
        match (&entry.rule, &entry.rules_version) {
            (Some(rule), Some(version)) => {
                let rule = rules::name(self.page.lang, rule);
                let rule = self
                    .page
                    .ta2("ledger-rule", "rule", rule, "version", version);
                format!("{ground} {rule}")
            }
            _ => ground,
        }
    }

    fn fact(&self, name: &str, value: &str) -> String {
        let value = match name {
            "recipient" => self.page.ta("ledger-recipient", "kind", value),
            "fields" => match Fields::parse(value) {
                Some(fields) => words_of(&self.page, &fields),
                None => value.to_owned(),
            },
            _ => value.to_owned(),
        };
        self.page.ta2("ledger-fact", "name", name, "value", value)
    }
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let before = query.get("before").and_then(|before| before.parse().ok());
    let mut entries = ledger::register(&context, before, LENGTH as i64 + 1).await?;
    let more = entries.len() > LENGTH;
    entries.truncate(LENGTH);
    let next = entries
        .last()
        .filter(|_| more)
        .map(|last| format!("{}/ledger?before={}", page.prefix(), last.number));
    let years = disclosure::by_year(&context).await?;
    html(&Register {
        page,
        entries,
        years,
        next,
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
    let before = query.get("before").and_then(|before| before.parse().ok());
    let mut statements = statement::list(&context, before, LENGTH as i64 + 1).await?;
    let more = statements.len() > LENGTH;
    statements.truncate(LENGTH);
    let next = statements
        .last()
        .filter(|_| more)
        .map(|last| format!("{}/ledger/statements?before={}", page.prefix(), last.day));
    html(&Statements {
        page,
        statements,
        next,
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
