//! The rules of routing: the list with what is wrong with it, a new one, one to change or remove, and
//! which of them would take a suggestion and why.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    accounts::Member,
    context::Context,
    offices::{
        administer::{self, At, Entry, Everything},
        enquiries,
        entries::{MOST_OFFICES, RoutingEntry},
        lint::Finding,
        rules::{Rule, Why},
    },
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 2] = ["from", "until"];

/// What a rule is for, in the reader's words.
fn title(page: &Page, rule: &Rule) -> String {
    let any = page.t("rule-any");
    let category = rule.category.as_ref().map(|one| one.name(page.lang));
    let district = rule.district.as_ref().map(|one| one.name(page.lang));
    match (category, district) {
        (None, None) => page.t("rule-fallback"),
        (category, district) => page.ta2(
            "rule-title",
            "category",
            category.unwrap_or_else(|| any.clone()),
            "district",
            district.unwrap_or(any),
        ),
    }
}

fn recipients(page: &Page, rule: &Rule) -> String {
    page.list(rule.offices.iter().map(|office| office.name(page.lang)))
}

fn time(page: &Page, rule: &Rule) -> String {
    match (rule.from, rule.until) {
        (None, None) => page.t("rule-always"),
        (Some(from), None) => page.ta("rule-from", "from", page.date(from)),
        (None, Some(until)) => page.ta("rule-until", "until", page.date(until)),
        (Some(from), Some(until)) => page.ta2(
            "rule-from-until",
            "from",
            page.date(from),
            "until",
            page.date(until),
        ),
    }
}

#[derive(Template)]
#[template(path = "pages/admin/rules.html")]
struct ListPage {
    page: Page,
    all: Everything,
}

impl ListPage {
    fn title(&self, rule: &Rule) -> String {
        title(&self.page, rule)
    }

    fn recipients(&self, rule: &Rule) -> String {
        recipients(&self.page, rule)
    }

    fn time(&self, rule: &Rule) -> String {
        time(&self.page, rule)
    }

    /// What is wrong, in a sentence.
    fn found(&self, finding: &Finding) -> String {
        let of = |id: Option<i64>| {
            let rule = id.and_then(|id| self.all.rule(id));
            rule.map(|rule| self.title(rule)).unwrap_or_default()
        };
        let office = finding.office.as_deref().and_then(|slug| {
            let kept = self.all.office(slug)?;
            Some(kept.office.name(self.page.lang))
        });
        let from = finding.from.map(|day| self.page.date(day));
        self.page.lang.t_with(
            "rule-fault",
            &[
                ("fault", finding.fault.as_str().to_owned()),
                ("rule", of(finding.rule)),
                ("other", of(finding.other)),
                ("office", office.unwrap_or_default()),
                ("from", from.unwrap_or_default()),
            ],
        )
    }
}

#[derive(Template)]
#[template(path = "pages/admin/rule.html")]
struct RulePage {
    page: Page,
    /// None for a new one.
    id: Option<i64>,
    version: i32,
    entry: RoutingEntry,
    from: String,
    until: String,
    categories: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    offices: Vec<(String, String)>,
    errors: Errors,
}

impl RulePage {
    fn category(&self) -> &str {
        self.entry.category.as_deref().unwrap_or_default()
    }

    fn district(&self) -> &str {
        self.entry.district.as_deref().unwrap_or_default()
    }

    /// The chosen offices, and empty places up to the most there can be.
    fn places(&self) -> Vec<&str> {
        let chosen = self.entry.offices.iter().map(String::as_str);
        let empty = std::iter::repeat("");
        chosen.chain(empty).take(MOST_OFFICES).collect()
    }
}

/// What a form offers: what lives, and what the entry names already.
async fn view(
    page: Page,
    context: &Context,
    (id, version): (Option<i64>, i32),
    entry: RoutingEntry,
    (from, until): (String, String),
    errors: Errors,
) -> Result<RulePage, Fault> {
    let all = administer::everything(context).await?;
    let lang = page.lang;
    let named = |slug: &str, one: Option<&String>| one.is_some_and(|one| one == slug);
    let categories = all.categories.iter().filter(|one| {
        one.retired_on.is_none() && one.slug != enquiries::CATEGORY
            || named(&one.slug, entry.category.as_ref())
    });
    let districts = all.districts.iter().filter(|one| {
        one.retired_on.is_none() && one.slug != enquiries::DISTRICT
            || named(&one.slug, entry.district.as_ref())
    });
    let offices = all
        .offices
        .iter()
        .map(|kept| &kept.office)
        .filter(|one| one.retired_on.is_none() || entry.offices.contains(&one.slug));
    Ok(RulePage {
        categories: categories
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        districts: districts
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        offices: offices
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        page,
        id,
        version,
        entry,
        from,
        until,
        errors,
    })
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let all = administer::everything(&context).await?;
    html(&ListPage { page, all })
}

pub async fn new(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let (entry, errors) = (RoutingEntry::default(), Errors::default());
    let view = view(page, &context, (None, 0), entry, Default::default(), errors);
    html(&view.await?)
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, &member, None, form).await
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let all = administer::everything(&context).await?;
    let rule = all.rule(path.1).ok_or(Fault::NotFound)?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let days = (day(rule.from), day(rule.until));
    let known = (Some(rule.id), rule.version);
    let view = view(page, &context, known, rule.entry(), days, Errors::default());
    html(&view.await?)
}

/// Changes it, or with `remove` takes it away.
pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, &member, Some(path.1), form).await
}

async fn keep(
    page: Page,
    context: &Context,
    member: &Member,
    id: Option<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let slug = |name: &str| Some(form.trimmed(name)).filter(|slug| !slug.is_empty());
    let days = (form.trimmed("from"), form.trimmed("until"));
    let mut offices = form.all("offices");
    offices.retain(|slug| !slug.is_empty());
    let entry = RoutingEntry {
        category: slug("category"),
        district: slug("district"),
        offices,
        from: days.0.parse().ok(),
        until: days.1.parse().ok(),
    };
    let mut version = form.get("version").parse().unwrap_or(0);
    let mut unread = Errors::default();
    for (field, typed, read) in [
        ("from", &days.0, entry.from),
        ("until", &days.1, entry.until),
    ] {
        if !typed.is_empty() && read.is_none() {
            unread.add(field, page.t("invalid-date"));
        }
    }
    let (errors, status) = if unread.is_empty() {
        let done = match id {
            Some(id) if form.has("remove") => administer::remove_rule(context, member.id, id).await,
            Some(id) => {
                let at = At::Rule(id, version);
                administer::keep(context, member.id, at, Entry::Rule(entry.clone())).await
            }
            None => administer::keep(context, member.id, At::New, Entry::Rule(entry.clone())).await,
        };
        match super::organisation_refusal(&page, done, "offices") {
            Ok(None) => {
                let list = page.href("admin/routing?done=organisation-kept");
                return Ok(see_other(list));
            }
            Ok(Some(refused)) => refused,
            Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
        }
    } else {
        (unread, StatusCode::UNPROCESSABLE_ENTITY)
    };
    // What was typed stays, over what another left.
    if status == StatusCode::CONFLICT
        && let Some(id) = id
    {
        let all = administer::everything(context).await?;
        version = all.rule(id).map_or(version, |rule| rule.version);
    }
    html_as(
        status,
        &view(page, context, (id, version), entry, days, errors).await?,
    )
}

/// Which suggestion, on which day; today without one.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    category: String,
    #[serde(default)]
    district: String,
    #[serde(default)]
    day: String,
}

#[derive(Template)]
#[template(path = "pages/admin/explain.html")]
struct ExplainPage {
    page: Page,
    asked: Asked,
    categories: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    day: NaiveDate,
    all: Everything,
    errors: Errors,
}

impl ExplainPage {
    /// The rules that name it, each with whether it takes it and why; none while nothing was asked.
    fn weighed(&self) -> Option<Vec<(&Rule, bool, String)>> {
        if !self.errors.is_empty() {
            return None;
        }
        let (category, district) = (&self.asked.category, &self.asked.district);
        let weighed = self.all.explain(category, district, self.day)?;
        let said = weighed.into_iter().map(|(rule, why)| {
            let words = match why {
                Why::Takes => self.page.t("rule-takes"),
                Why::NotYet(from) => self.page.ta("rule-not-yet", "from", self.page.date(from)),
                Why::Over(until) => self.page.ta("rule-over", "until", self.page.date(until)),
                Why::NoOffice => self.page.t("rule-no-office"),
                Why::LessSpecific => self.page.t("rule-less-specific"),
                Why::BeganEarlier => self.page.t("rule-began-earlier"),
            };
            (rule, why == Why::Takes, words)
        });
        Some(said.collect())
    }

    /// How many rules name something else.
    fn others(&self, weighed: &[(&Rule, bool, String)]) -> usize {
        self.all.rules.len() - weighed.len()
    }

    fn title(&self, rule: &Rule) -> String {
        title(&self.page, rule)
    }

    fn recipients(&self, rule: &Rule) -> String {
        recipients(&self.page, rule)
    }

    fn time(&self, rule: &Rule) -> String {
        time(&self.page, rule)
    }

    fn typed_day(&self) -> String {
        self.day.to_string()
    }

    /// Of those to which it would go, whose mail fails.
    fn failing(&self, rule: &Rule) -> Option<String> {
        let failing = rule
            .failing(self.day)
            .map(|office| office.name(self.page.lang));
        let failing: Vec<String> = failing.collect();
        let is_any = !failing.is_empty();
        is_any.then(|| {
            let names = self.page.list(failing.into_iter());
            self.page.ta("rule-mail-fails", "office", names)
        })
    }
}

pub async fn explain(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let asked = asked.into_inner();
    let all = administer::everything(&context).await?;
    let lang = page.lang;
    let mut errors = Errors::default();
    let today = context.clock.today(context.config.city.time_zone);
    let day = match asked.day.trim() {
        "" => today,
        typed => typed.parse().unwrap_or_else(|_| {
            errors.add("day", page.t("invalid-date"));
            today
        }),
    };
    let status = errors.status();
    let view = ExplainPage {
        categories: all
            .categories
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        districts: all
            .districts
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        page,
        asked,
        day,
        all,
        errors,
    };
    html_as(status, &view)
}
