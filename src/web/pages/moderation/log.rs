//! The public log of moderation, a month a page.

use actix_web::{HttpResponse, web::Data};
use askama::Template;
use url::form_urlencoded::Serializer;

use crate::{
    context::Context,
    forum::{boards, reader::Reader, rules},
    moderation::{
        log::{self, Filter, Line, Month},
        past::Past,
    },
    privacy::{
        ledger::Act,
        moderated::{ACTS, sort_of},
    },
    statistics::{self, Names},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::{forum::Parameters, statistics::month_name},
    },
};

/// The grounds of acts of moderation.
const GROUNDS: [&str; 7] = [
    "circumstance-1",
    "circumstance-2",
    "circumstance-3",
    "circumstance-4",
    "consent",
    "reason",
    "review",
];

#[derive(Template)]
#[template(path = "pages/moderation/log.html")]
struct Log {
    page: Page,
    asked: Asked,
    acts: Vec<(&'static str, String)>,
    boards: Vec<(String, String)>,
    grounds: Vec<(&'static str, String)>,
    /// `None` where nothing was ever done, or all of it in the month that is not over.
    month: Option<Shown>,
    /// The newest month, where another is shown.
    newer: Option<String>,
    older: Option<String>,
    /// The log without its filters.
    all: String,
}

/// A month with what was done.
struct Shown {
    name: String,
    is_open: bool,
    rows: Vec<Row>,
}

struct Row {
    act: String,
    ground: String,
    facts: Vec<String>,
    times: usize,
}

/// The filters as they are shown again; what is none of the choices asks for nothing.
#[derive(Default)]
struct Asked {
    act: String,
    board: String,
    ground: String,
}

impl Asked {
    fn of(query: &Parameters) -> Self {
        let given = |name: &str| query.get(name).map_or("", String::as_str);
        let act: Option<Act> = given("act").parse().ok();
        let act = act.filter(|act| sort_of(*act).is_some());
        let ground = GROUNDS.iter().find(|ground| **ground == given("ground"));
        Self {
            act: act.map_or("", Act::as_str).to_owned(),
            // No slug is longer.
            board: given("board").chars().take(100).collect(),
            ground: ground.copied().unwrap_or_default().to_owned(),
        }
    }

    fn filter(&self) -> Filter {
        let given = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
        Filter {
            act: self.act.parse().ok(),
            board: given(&self.board),
            ground: given(&self.ground),
        }
    }

    fn is_narrow(&self) -> bool {
        self.filter() != Filter::default()
    }

    /// The address of the same choice, before a month.
    fn address(&self, page: &Page, before: Option<String>) -> String {
        let mut query = Serializer::new(String::new());
        let all = [
            ("act", &self.act),
            ("board", &self.board),
            ("ground", &self.ground),
        ];
        for (name, value) in all {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = before {
            query.append_pair("before", &before);
        }
        let query = query.finish();
        let sign = if query.is_empty() { "" } else { "?" };
        format!("{}/moderation/log{sign}{query}", page.prefix())
    }
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    past: Data<Past>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let asked = Asked::of(&query);
    let before = query.get("before");
    let before = before.and_then(|month| statistics::parse_month(month));
    let names = statistics::names(&context).await?;
    let found = log::page(&context, &past, &names, before, asked.filter()).await?;
    let boards = boards::list(&context, Reader::GUEST).await?.into_iter();
    let older = found.as_ref().filter(|month| month.goes_on);
    let older = older.map(|found| {
        let before = found.month.format("%Y-%m").to_string();
        asked.address(&page, Some(before))
    });
    let act = |(act, _): (Act, _)| {
        let words = page.ta("ledger-act", "act", act.as_str());
        (act.as_str(), words)
    };
    let ground = |ground: &'static str| (ground, page.ta("moderation-ground", "ground", ground));
    html(&Log {
        acts: ACTS.map(act).to_vec(),
        grounds: GROUNDS.map(ground).to_vec(),
        boards: boards
            .map(|listed| (listed.board.slug.clone(), listed.board.name(page.lang)))
            .collect(),
        month: found.map(|found| shown(&page, &names, found)),
        newer: before.map(|_| asked.address(&page, None)),
        older,
        all: page.href("moderation/log"),
        asked,
        page,
    })
}

fn shown(page: &Page, names: &Names, found: Month) -> Shown {
    Shown {
        name: month_name(found.month, page.lang),
        is_open: found.is_open,
        rows: found
            .lines
            .into_iter()
            .map(|(line, times)| row(page, names, &line, times))
            .collect(),
    }
}

fn row(page: &Page, names: &Names, line: &Line, times: usize) -> Row {
    let ground = page.ta("ledger-ground", "ground", &line.ground);
    let rule = line.rule.as_ref().zip(line.rules_version.as_ref());
    let rule = rule.map(|(rule, version)| {
        let rule = rules::name(page.lang, rule);
        page.ta2("ledger-rule", "rule", rule, "version", version)
    });
    let board = line.board.as_ref();
    let board = board.and_then(|slug| names.board(slug, page.lang));
    let board = board.map(|board| page.ta2("ledger-fact", "name", "board", "value", board));
    let appeal = line.appeal;
    let appeal = appeal.map(|state| page.ta("appeal-state", "state", state.as_str()));
    Row {
        act: page.ta("ledger-act", "act", line.act.as_str()),
        ground: match rule {
            Some(rule) => format!("{ground} {rule}"),
            None => ground,
        },
        facts: board.into_iter().chain(appeal).collect(),
        times,
    }
}
