//! All that is held about one's own account: to see, to take along, to object to.

use std::{fs::File, io};

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header,
    web::{Bytes, BytesMut, Data},
};
use askama::Template;
use chrono::NaiveDateTime;
use futures_util::{Stream, stream::try_unfold};
use tokio::io::AsyncReadExt as _;

use super::check_words;
use crate::{
    accounts::Member,
    context::Context,
    i18n::Lang,
    privacy::{
        Private,
        inventory::{Held, Value, Why},
    },
    requests::{self, RequestKind},
    rights::{RightsError, export},
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/rights/data.html")]
struct DataPage {
    page: Page,
    tables: Vec<Shown>,
    errors: Errors,
    submission: String,
    kind: String,
    words: String,
}

/// The same as a file of its own, for the archive.
#[derive(Template)]
#[template(path = "pages/rights/archive.html")]
struct ArchivePage<'a> {
    page: &'a Page,
    tables: &'a [Shown],
}

/// A table as its owner reads it.
pub struct Shown {
    name: &'static str,
    rows: Vec<Vec<(&'static str, String)>>,
}

/// What people read: the columns that say something of them. The archive's JSON has the rest.
fn shown(page: &Page, member: &Member, held: &[Held]) -> Vec<Shown> {
    let (proof, mailed) = (page.t("rights-data-proof"), page.t("rights-data-mailed"));
    let words = |table: &str, name: &str, value: &Value| match value {
        Value::Given(given) => readable(page, table, name, export::given(member, given)),
        Value::Proof => proof.clone(),
        Value::Mailed => mailed.clone(),
    };
    let tables = held.iter().map(|part| Shown {
        name: part.table.name,
        rows: part
            .rows
            .iter()
            .map(|row| {
                let personal = row.iter().filter(|(name, _)| {
                    let scope = part.table.scope(name);
                    scope.is_some_and(|scope| scope.kind().is_some()) && !name.ends_with("_html")
                });
                personal
                    .map(|(name, value)| (*name, words(part.table.name, name, value)))
                    .collect()
            })
            .collect(),
    });
    tables
        .filter(|table| table.rows.iter().any(|row| !row.is_empty()))
        .collect()
}

/// A value as people read it: a moment by the city's clock, a language by its own name, a code by
/// the words that stand for it elsewhere.
fn readable(page: &Page, table: &str, column: &str, value: &str) -> String {
    let code = match (table, column) {
        ("account_events", "event") => Some("account-event"),
        ("notifications", "kind") => Some("notification"),
        ("reactions", "kind") => Some("reaction"),
        ("watches", "level") => Some("watch-is"),
        ("flags", "reason") => Some("flag-reason"),
        ("flags", "outcome") => Some("flag-outcome"),
        ("sanctions", "kind") => Some("sanction-do"),
        ("sign_ins", "way") => Some("sign-in-way"),
        _ => None,
    };
    if let Some(code) = code {
        return page.t(&format!("{code}-{value}"));
    }
    if column == "language" {
        let language: Result<Lang, ()> = value.parse();
        return language.map_or_else(|()| value.to_owned(), |lang| lang.own_name().to_owned());
    }
    // As either database writes it.
    let moment = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
        .into_iter()
        .filter(|_| column.ends_with("_at"))
        .find_map(|format| NaiveDateTime::parse_from_str(value, format).ok());
    match moment {
        Some(moment) => page.exact(moment.and_utc().into()),
        None => value.to_owned(),
    }
}

impl DataPage {
    /// Where a number leads to what it means.
    fn href(&self, table: &str, column: &str, value: &str) -> Option<String> {
        let place = match (table, column) {
            ("event_sign_ups", "event_id") => "events",
            (
                "topic_reads" | "watches" | "supports" | "support_marks" | "support_requests",
                "topic_id",
            ) => "t",
            ("notifications" | "bookmarks" | "reactions" | "flags", "post_id") => "posts",
            _ => return None,
        };
        Some(self.page.href(&format!("{place}/{value}")))
    }

    fn kinds(&self) -> Vec<(String, String)> {
        [
            RequestKind::Object,
            RequestKind::Correct,
            RequestKind::Access,
        ]
        .map(|kind| {
            let name = kind.as_str().to_owned();
            let words = self.page.ta("request-kind", "kind", &name);
            (name, words)
        })
        .to_vec()
    }
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, &member, &Form::default(), Errors::default()).await
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let held = export::held(context, member).await?;
    let status = errors.status();
    let view = DataPage {
        tables: shown(&page, member, &held),
        page,
        errors,
        submission: form.submission(context),
        kind: form.get("kind").to_owned(),
        words: form.text("words"),
    };
    html_as(status, &view).map(unstored)
}

/// The archive, to be kept by its owner.
pub async fn archive(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let held = export::held(&context, &member).await?;
    let tables = shown(&page, &member, &held);
    let html = ArchivePage {
        page: &page,
        tables: &tables,
    }
    .render()?;
    let archive = export::archive(&context, &member, &held, html).await?;
    let size = archive.metadata().map_err(RightsError::Archive)?.len();
    Ok(unstored(
        HttpResponse::Ok()
            .content_type("application/zip")
            .insert_header((
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"plaza-data.zip\"",
            ))
            .body(SizedStream::new(size, in_pieces(archive))),
    ))
}

fn in_pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    const PIECE: usize = 64 * 1024;
    try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = BytesMut::with_capacity(PIECE);
        let read = file.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    })
}

/// Asks the privacy officer something about one's data.
pub async fn request(
    page: Page,
    member: Result<LoggedOn, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let LoggedOn(member) = kept::admit(member, &form, &["words"])?;
    let (words, mut errors) = (form.text("words"), Errors::default());
    let kind = form.get("kind").parse().ok();
    let kind = kind.filter(|kind| *kind != RequestKind::Named);
    check_words(&page, &mut errors, "words", &words);
    match kind {
        Some(kind) if errors.is_empty() => {
            let submission = form.submission(&context);
            requests::ask(&context, &member, &submission, kind, Private::new(words)).await?;
            let done = format!("{}/account/data?done=asked", page.prefix());
            Ok(see_other(done))
        }
        Some(_) => show(page, &context, &member, &form, errors).await,
        None => {
            errors.add("kind", page.t("request-kind-needed"));
            show(page, &context, &member, &form, errors).await
        }
    }
}
