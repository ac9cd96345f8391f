//! The register as administrators go through it, who of the city's people logged on when, and both as files.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use askama::Template;

use crate::{
    accounts::{
        Role,
        failed_log_ons::Failed,
        sign_ins::{self, SignIn, Way},
    },
    context::Context,
    privacy::{
        audit::{
            self, Actor, Audited, Exported, Form as Shown, Subject, file::Format, state::State,
        },
        ledger::Act,
    },
    web::{
        audit::{Asked, SignInsAsked, address, narrowed, register, sign_ins as sign_ins_file},
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, unstored},
        pages::ledger::{act, fact, ground},
        place::PAGE,
    },
};

/// An entry in words.
struct Row {
    number: i32,
    act: String,
    subject: String,
    ground: String,
    facts: Vec<String>,
    /// Who did it.
    by: Option<String>,
    /// For a `datetime` attribute, and for people: a moment, or a day.
    datetime: String,
    when: String,
    form: Shown,
    form_words: String,
    is_altered: bool,
}

impl Row {
    fn of(page: &Page, audited: &Audited) -> Self {
        let entry = &audited.entry;
        let facts = entry.facts.iter();
        let day = page.local(entry.at).date();
        Self {
            number: entry.number,
            act: act(page, entry.act),
            subject: subject_words(page, audited.subject),
            ground: ground(page, entry),
            facts: facts.map(|(name, value)| fact(page, name, value)).collect(),
            by: audited.by.as_ref().map(|by| by.name.clone()),
            datetime: match audited.is_moment {
                true => page.rfc3339(entry.at),
                false => day.to_string(),
            },
            when: match audited.is_moment {
                true => page.exact(entry.at),
                false => page.date(day),
            },
            form: audited.form,
            form_words: page.ta("audit-form", "form", audited.form.as_str()),
            is_altered: audited.is_altered,
        }
    }

    fn is_erased(&self) -> bool {
        self.form == Shown::Erased
    }
}

#[derive(Template)]
#[template(path = "pages/admin/audit.html")]
struct RegisterPage {
    page: Page,
    asked: Asked,
    errors: Errors,
    acts: Vec<(&'static str, String)>,
    subjects: Vec<(&'static str, String)>,
    people: Vec<(i64, String)>,
    rows: Vec<Row>,
    /// How the chain stands, in words, and whether anything is wrong.
    state: Vec<String>,
    is_wrong: bool,
    next: Option<String>,
    submission: String,
    formats: Vec<(&'static str, String)>,
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let asked = asked.into_inner();
    let (filter, errors) = match asked.filter() {
        Ok(filter) => (Some(filter), Errors::default()),
        Err(errors) => (None, Errors::found(&errors, page.lang)),
    };
    // Of what cannot be looked for, nothing is shown but the form.
    let limit = if filter.is_some() { PAGE } else { 0 };
    let filter = filter.unwrap_or_default();
    let found = audit::list(&context, filter, asked.before(), limit).await?;
    let next = found.next.filter(|_| errors.is_empty());
    let path = page.href("admin/audit");
    let view = RegisterPage {
        acts: acts(&page),
        subjects: named(Subject::EVERY, |subject| {
            (subject.as_str(), subject_words(&page, subject))
        }),
        people: people(found.people),
        rows: found
            .entries
            .iter()
            .map(|one| Row::of(&page, one))
            .collect(),
        is_wrong: found.state.wrong.is_some(),
        state: state_words(&page, &found.state),
        next: next.map(|next| address(&path, &asked.said(), Some(next.to_string()))),
        submission: Form::default().submission(&context),
        formats: formats(&page),
        page,
        asked,
        errors,
    };
    html_as(view.errors.status(), &view).map(unstored)
}

/// The register as a file, which stands in the register itself.
pub async fn export(
    _: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let asked = Asked::of(&form);
    let filter = asked.filter().map_err(unknown)?;
    let format = format(&form)?;
    let submission = form.submission(&context);
    let narrowed = narrowed(&asked.said());
    let what = (Exported::Register, format);
    let noted = audit::note(&context, member.id, &submission, what, &narrowed).await?;
    Ok(register(context.get_ref().clone(), filter, noted, format))
}

/// What was tried in vain with an account, in words.
struct FailedRow {
    name: String,
    role: String,
    /// When the last of it was: for a `datetime` attribute, and for people.
    datetime: String,
    when: String,
    said: Vec<String>,
}

impl FailedRow {
    fn of(page: &Page, failed: Failed) -> Self {
        let counted = [
            ("sign-ins-failed-passwords", failed.wrong_passwords),
            ("sign-ins-failed-factors", failed.wrong_factors),
        ];
        let counted = counted.into_iter().filter(|(_, count)| *count > 0);
        let mut said: Vec<String> = counted
            .map(|(words, count)| page.ta(words, "count", count))
            .collect();
        if let Some(until) = failed.blocked_until {
            said.push(page.ta("sign-ins-failed-blocked", "until", page.exact(until)));
        }
        Self {
            role: role_words(page, failed.role),
            name: failed.name,
            datetime: page.rfc3339(failed.last_at),
            when: page.exact(failed.last_at),
            said,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/admin/sign_ins.html")]
struct SignInsPage {
    page: Page,
    asked: SignInsAsked,
    errors: Errors,
    people: Vec<(i64, String)>,
    roles: Vec<(&'static str, String)>,
    ways: Vec<(&'static str, String)>,
    sign_ins: Vec<SignIn>,
    failed: Vec<FailedRow>,
    days: i64,
    next: Option<String>,
    submission: String,
    formats: Vec<(&'static str, String)>,
}

impl SignInsPage {
    fn way(&self, one: &SignIn) -> String {
        way_words(&self.page, one.way)
    }

    fn role(&self, one: &SignIn) -> String {
        role_words(&self.page, one.role)
    }
}

pub async fn sign_ins(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    asked: Query<SignInsAsked>,
) -> Result<HttpResponse, Fault> {
    let asked = asked.into_inner();
    let (filter, errors) = match asked.filter() {
        Ok(filter) => (Some(filter), Errors::default()),
        Err(errors) => (None, Errors::found(&errors, page.lang)),
    };
    let limit = if filter.is_some() { PAGE } else { 0 };
    let filter = filter.unwrap_or_default();
    let found = sign_ins::list(&context, filter, asked.before(), limit).await?;
    let next = found.next.filter(|_| errors.is_empty());
    let path = page.href("admin/audit/sign-ins");
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Resident);
    let view = SignInsPage {
        people: people(found.people),
        roles: roles
            .map(|role| (role.as_str(), role_words(&page, role)))
            .collect(),
        ways: named(Way::EVERY, |way| (way.as_str(), way_words(&page, way))),
        sign_ins: found.sign_ins,
        failed: found
            .failed
            .into_iter()
            .map(|one| FailedRow::of(&page, one))
            .collect(),
        days: sign_ins::DAYS,
        next: next.map(|next| address(&path, &asked.said(), Some(next.to_string()))),
        submission: Form::default().submission(&context),
        formats: formats(&page),
        page,
        asked,
        errors,
    };
    html_as(view.errors.status(), &view).map(unstored)
}

/// Who logged on when as a file; that it was taken out stands in the register.
pub async fn export_sign_ins(
    _: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let asked = SignInsAsked::of(&form);
    let filter = asked.filter().map_err(unknown)?;
    let format = format(&form)?;
    let submission = form.submission(&context);
    let narrowed = narrowed(&asked.said());
    let what = (Exported::SignIns, format);
    audit::note(&context, member.id, &submission, what, &narrowed).await?;
    Ok(sign_ins_file(context.get_ref().clone(), filter, format))
}

/// A form of Plaza's own takes along what was looked for, which could be.
fn unknown(_: validator::ValidationErrors) -> Fault {
    Fault::BadRequest("what is looked for cannot be".into())
}

fn format(form: &Form) -> Result<Format, Fault> {
    let format: Option<Format> = form.get("format").parse().ok();
    format.ok_or_else(|| Fault::BadRequest("neither csv nor json".into()))
}

fn formats(page: &Page) -> Vec<(&'static str, String)> {
    named(Format::EVERY, |format| {
        let words = page.ta("audit-format", "format", format.as_str());
        (format.as_str(), words)
    })
}

fn named<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> (&'static str, String),
) -> Vec<(&'static str, String)> {
    all.iter().copied().map(name).collect()
}

/// What can be looked for, in the order of its words.
fn acts(page: &Page) -> Vec<(&'static str, String)> {
    let mut acts = named(Act::EVERY, |one| (one.as_str(), act(page, one)));
    acts.sort_by(|one, other| one.1.cmp(&other.1));
    acts
}

fn people(people: Vec<Actor>) -> Vec<(i64, String)> {
    let people = people.into_iter();
    people.map(|one| (one.id, one.name)).collect()
}

fn subject_words(page: &Page, subject: Subject) -> String {
    page.ta("audit-subject", "subject", subject.as_str())
}

/// In which way somebody logged on.
pub fn way_words(page: &Page, way: Way) -> String {
    page.t(&format!("sign-in-way-{}", way.as_str()))
}

fn role_words(page: &Page, role: Role) -> String {
    page.t(&format!("role-{}", role.as_str()))
}

fn state_words(page: &Page, state: &State) -> Vec<String> {
    let signed = match state.signed {
        Some((number, day)) => page.ta2("audit-signed", "number", number, "day", page.date(day)),
        None => page.t("audit-unsigned"),
    };
    let verified = match state.wrong {
        Some(number) => page.ta("audit-wrong", "number", number),
        None => page.ta2(
            "audit-verified",
            "number",
            state.verified,
            "newest",
            state.newest,
        ),
    };
    vec![verified, signed]
}
