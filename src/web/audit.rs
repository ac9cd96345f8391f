//! What the register and the list of who logged on are narrowed to, as pages and programs say it alike; and
//! both as files, written part by part while they are sent.

use std::str::FromStr;

use actix_web::{HttpResponse, http::header, web::Bytes};
use chrono::{Datelike as _, NaiveDate};
use futures_util::{Stream, stream::try_unfold};
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded::Serializer;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{form::Form, page::unstored};
use crate::{
    accounts::sign_ins,
    context::Context,
    db::DbError,
    privacy::audit::{
        self,
        file::{self, Format, PART},
    },
    text_rules::refuse,
};

/// What of the register is looked for, as it was asked for; what is left out is all.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = AuditFilter)]
pub struct Asked {
    /// What was done, such as `post-hidden`.
    pub act: String,
    /// What it is about: `post`, `topic`, `account`, `data`, `board`, `organisation`, `mail`, `page` or `city`.
    pub subject: String,
    /// The number of the account of who did it.
    pub by: String,
    /// The number of the post that it is about.
    pub post: String,
    /// The first day, such as 2026-03-02.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Only entries before this number.
    pub before: String,
}

impl Asked {
    /// What a form took along.
    pub fn of(form: &Form) -> Self {
        Self {
            act: form.trimmed("act"),
            subject: form.trimmed("subject"),
            by: form.trimmed("by"),
            post: form.trimmed("post"),
            from: form.trimmed("from"),
            until: form.trimmed("until"),
            before: String::new(),
        }
    }

    /// What is looked for, or which fields say nothing that can be.
    pub fn filter(&self) -> Result<audit::Filter, ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let filter = audit::Filter {
            act: chosen(&mut errors, "act", &self.act, "choice"),
            subject: chosen(&mut errors, "subject", &self.subject, "choice"),
            by: chosen(&mut errors, "by", &self.by, "choice"),
            post: chosen(&mut errors, "post", &self.post, "audit-post"),
            from: day(&mut errors, "from", &self.from),
            until: day(&mut errors, "until", &self.until),
        };
        in_order(&mut errors, filter.from, filter.until);
        if errors.is_empty() {
            Ok(filter)
        } else {
            Err(errors)
        }
    }

    /// The entries before which a page begins.
    pub fn before(&self) -> Option<i32> {
        self.before.parse().ok()
    }

    /// The fields that say something, but for where a page begins.
    pub fn said(&self) -> Vec<(&'static str, &str)> {
        said([
            ("act", &self.act),
            ("subject", &self.subject),
            ("by", &self.by),
            ("post", &self.post),
            ("from", &self.from),
            ("until", &self.until),
        ])
    }
}

/// Whose log-ons are looked for, as it was asked for; what is left out is all.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SignInsFilter)]
pub struct SignInsAsked {
    /// The number of an account.
    pub account: String,
    /// `moderator`, `staff`, `privacy_officer` or `administrator`.
    pub role: String,
    /// `password`, `password-and-factor`, `passkey` or `sign-on`.
    pub way: String,
    /// The first day, such as 2026-03-02.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Only those before this number.
    pub before: String,
}

impl SignInsAsked {
    /// What a form took along.
    pub fn of(form: &Form) -> Self {
        Self {
            account: form.trimmed("account"),
            role: form.trimmed("role"),
            way: form.trimmed("way"),
            from: form.trimmed("from"),
            until: form.trimmed("until"),
            before: String::new(),
        }
    }

    /// Which are looked for, or which fields say nothing that can be.
    pub fn filter(&self) -> Result<sign_ins::Filter, ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let filter = sign_ins::Filter {
            account: chosen(&mut errors, "account", &self.account, "choice"),
            role: chosen(&mut errors, "role", &self.role, "choice"),
            way: chosen(&mut errors, "way", &self.way, "choice"),
            from: day(&mut errors, "from", &self.from),
            until: day(&mut errors, "until", &self.until),
        };
        in_order(&mut errors, filter.from, filter.until);
        if errors.is_empty() {
            Ok(filter)
        } else {
            Err(errors)
        }
    }

    /// Those before which a page begins.
    pub fn before(&self) -> Option<i64> {
        self.before.parse().ok()
    }

    /// The fields that say something, but for where a page begins.
    pub fn said(&self) -> Vec<(&'static str, &str)> {
        said([
            ("account", &self.account),
            ("role", &self.role),
            ("way", &self.way),
            ("from", &self.from),
            ("until", &self.until),
        ])
    }
}

/// The value of a field; what is none is refused by the code of its message.
fn chosen<T: FromStr>(
    errors: &mut ValidationErrors,
    field: &'static str,
    typed: &str,
    code: &'static str,
) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let value = typed.parse().ok();
    if value.is_none() {
        refuse(errors, field, code);
    }
    value
}

/// A day of a year that a calendar has room for.
fn day(errors: &mut ValidationErrors, field: &'static str, typed: &str) -> Option<NaiveDate> {
    let day: NaiveDate = chosen(errors, field, typed, "date")?;
    let is_near = (1900..=9999).contains(&day.year());
    if !is_near {
        refuse(errors, field, "date");
    }
    is_near.then_some(day)
}

fn in_order(errors: &mut ValidationErrors, from: Option<NaiveDate>, until: Option<NaiveDate>) {
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        refuse(errors, "until", "audit-until");
    }
}

fn said<'a, const N: usize>(
    fields: [(&'static str, &'a String); N],
) -> Vec<(&'static str, &'a str)> {
    let fields = fields.into_iter();
    let said = fields.filter(|(_, value)| !value.trim().is_empty());
    said.map(|(name, value)| (name, value.trim())).collect()
}

/// The address of a list that is narrowed so, from before a place on.
pub fn address(path: &str, said: &[(&str, &str)], before: Option<String>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(said);
    if let Some(before) = before {
        query.append_pair("before", &before);
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{path}{mark}{query}")
}

/// What a list is narrowed to, as one line: by it a file that is taken out once more is known.
pub fn narrowed(said: &[(&str, &str)]) -> String {
    address("", said, None)
}

/// How far a file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written<N> {
    /// It begins with what stands before this number.
    Nothing(Option<N>),
    /// It goes on there.
    Until(N),
    All,
}

impl<N: Copy> Written<N> {
    /// Where its next part begins, and whether it is the first; nothing where there is none.
    fn place(self) -> Option<(Option<N>, bool)> {
        match self {
            Self::Nothing(before) => Some((before, true)),
            Self::Until(number) => Some((Some(number), false)),
            Self::All => None,
        }
    }

    fn after(next: Option<N>) -> Self {
        next.map_or(Self::All, Self::Until)
    }
}

/// The entries of the register that are looked for, before the number `before`.
pub fn register(
    context: Context,
    filter: audit::Filter,
    before: i32,
    format: Format,
) -> HttpResponse {
    let cx = context.clone();
    let part = move |before: Option<i32>| {
        let (context, filter) = (cx.clone(), filter.clone());
        async move {
            let zone = context.config.city.time_zone;
            let before = before.unwrap_or(i32::MAX);
            let (entries, next) = audit::part(&context, filter, before, PART).await?;
            let rows = entries.iter().map(|entry| file::row(entry, zone));
            Ok::<_, DbError>((rows.collect::<Vec<_>>(), next))
        }
    };
    let parts = in_parts(format, &file::COLUMNS, Some(before), part);
    sent(&context, "register", format, parts)
}

/// The log-ons that are looked for.
pub fn sign_ins(context: Context, filter: sign_ins::Filter, format: Format) -> HttpResponse {
    let cx = context.clone();
    let part = move |before: Option<i64>| {
        let (context, filter) = (cx.clone(), filter.clone());
        async move {
            let (found, next) = sign_ins::part(&context, filter, before, PART).await?;
            let rows = found.iter().map(sign_ins::SignIn::row);
            Ok::<_, DbError>((rows.collect::<Vec<_>>(), next))
        }
    };
    let parts = in_parts(format, &sign_ins::COLUMNS, None, part);
    sent(&context, "sign-ins", format, parts)
}

/// Some rows of a file, and before which number there are more.
type Part<N> = Result<(Vec<Vec<Value>>, Option<N>), DbError>;

/// A file, part by part: what stands before a number, `part` gives.
fn in_parts<N, P, F>(
    format: Format,
    columns: &'static [&'static str],
    begin: Option<N>,
    part: P,
) -> impl Stream<Item = Result<Bytes, DbError>> + 'static
where
    N: Copy + 'static,
    P: Fn(Option<N>) -> F + 'static,
    F: Future<Output = Part<N>> + 'static,
{
    let begun = (part, Written::Nothing(begin));
    try_unfold(begun, move |(part, written)| async move {
        let Some((before, is_first)) = written.place() else {
            return Ok::<_, DbError>(None);
        };
        let (rows, next) = part(before).await?;
        let text = text(format, columns, rows, is_first, next.is_none());
        Ok(Some((text, (part, Written::after(next)))))
    })
}

fn text(
    format: Format,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
    is_first: bool,
    is_last: bool,
) -> Bytes {
    let mut text = String::new();
    if is_first {
        text.push_str(&file::begin(format, columns));
    }
    text.push_str(&file::part(format, columns, rows, is_first));
    if is_last {
        text.push_str(file::end(format));
    }
    Bytes::from(text)
}

/// A file to be kept by whoever asked for it, and by nobody between.
fn sent(
    context: &Context,
    name: &str,
    format: Format,
    parts: impl Stream<Item = Result<Bytes, DbError>> + 'static,
) -> HttpResponse {
    let today = context.clock.today(context.config.city.time_zone);
    let name = format!(
        "attachment; filename=\"{name}-{today}.{}\"",
        format.as_str()
    );
    unstored(
        HttpResponse::Ok()
            .content_type(format.media_type())
            .insert_header((header::CONTENT_DISPOSITION, name))
            .streaming(parts),
    )
}
