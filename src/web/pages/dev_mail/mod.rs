//! `/dev/mail`: the mails of a demo city, as their recipients would read them.

pub mod samples;

use std::{fs, path::Path};

use actix_web::{HttpResponse, web::Data};
use askama::Template;
use mail_parser::MessageParser;

use crate::{
    config::MailRoute,
    context::Context,
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

/// How many mails the page shows, newest first.
const SHOWN: usize = 100;

struct Mail {
    to: String,
    subject: String,
    lang: String,
    /// The text part, in pieces of text and of links.
    text: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "pages/dev/mail.html")]
struct DevMail {
    page: Page,
    mails: Vec<Mail>,
    folder: bool,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    if !context.config.demo {
        return Err(Fault::NotFound);
    }
    let MailRoute::Folder(path) = &context.config.mail.route else {
        return html(&DevMail {
            page,
            mails: Vec::new(),
            folder: false,
        });
    };
    let path = path.clone();
    let mails = crate::threads::blocking(move || read(&path))
        .await
        .map_err(|error| Fault::Internal(error.to_string()))?;
    html(&DevMail {
        page,
        mails,
        folder: true,
    })
}

fn read(folder: &Path) -> Vec<Mail> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .rev()
        .take(SHOWN)
        .filter_map(|path| parse(&fs::read(path).ok()?))
        .collect()
}

fn parse(raw: &[u8]) -> Option<Mail> {
    let mail = MessageParser::default().parse(raw)?;
    Some(Mail {
        to: mail.to()?.first()?.address()?.to_owned(),
        subject: mail.subject().unwrap_or_default().to_owned(),
        lang: mail
            .header_raw("Content-Language")
            .unwrap_or("en")
            .trim()
            .to_owned(),
        text: pieces(&mail.body_text(0)?),
    })
}

fn pieces(text: &str) -> Vec<(String, bool)> {
    let mut finder = linkify::LinkFinder::new();
    finder
        .kinds(&[linkify::LinkKind::Url])
        .url_can_be_iri(false);
    finder
        .spans(text)
        .map(|span| (span.as_str().to_owned(), span.kind().is_some()))
        .collect()
}
