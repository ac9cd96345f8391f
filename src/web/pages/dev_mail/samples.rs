//! `/dev/mail/samples`: every mail that Plaza can send, in both languages, though none was sent.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::{self, factors, policy_mails},
    api_tokens,
    context::Context,
    events,
    forum::{
        again,
        reading::{digest, profiles},
    },
    i18n::Lang,
    jobs::{deliver_webhooks, sign_heads},
    mail::Letter,
    moderation::{self, remind},
    offices::mail_health,
    published::support,
    requests,
    rights::breach,
    suggestions::{self, digest as cases},
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

/// A mail brings its own style, and nothing else: what it would fetch stays away.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// All rooms that write mails; a kind that none of them samples fails the tests.
const ROOMS: [fn(&Context, Lang) -> Vec<Letter>; 18] = [
    accounts::sample_mails,
    api_tokens::sample_mails,
    factors::sample_mails,
    policy_mails::sample_mails,
    mail_health::sample_mails,
    suggestions::sample_mails,
    cases::sample_mails,
    events::sample_mails,
    requests::sample_mails,
    again::sample_mails,
    profiles::sample_mails,
    digest::sample_mails,
    support::sample_mails,
    moderation::sample_mails,
    remind::sample_mails,
    breach::sample_mails,
    sign_heads::sample_mails,
    deliver_webhooks::sample_mails,
];

/// Sorted by kind; of one kind in the order of its room, Chinese first.
fn all(context: &Context) -> Vec<Letter> {
    let mut all = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        for room in ROOMS {
            all.extend(room(context, lang));
        }
    }
    all.sort_by_key(|letter| letter.kind);
    all
}

struct Sample {
    number: usize,
    kind: &'static str,
    /// Whether it is the first of its kind.
    first: bool,
    lang: Lang,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "pages/dev/samples.html")]
struct Samples {
    page: Page,
    samples: Vec<Sample>,
}

pub async fn list(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    if !context.config.demo {
        return Err(Fault::NotFound);
    }
    let mut before = "";
    let samples = all(&context).into_iter().enumerate().map(|(at, letter)| {
        let kind = letter.kind.as_str();
        let first = kind != before;
        before = kind;
        Sample {
            number: at + 1,
            kind,
            first,
            lang: letter.content.lang,
            subject: letter.content.subject,
            text: letter.content.text,
        }
    });
    let samples = samples.collect();
    html(&Samples { page, samples })
}

/// The HTML part of one, as a mail program shows it.
pub async fn get(number: Path<usize>, context: Data<Context>) -> Result<HttpResponse, Fault> {
    if !context.config.demo {
        return Err(Fault::NotFound);
    }
    let at = number.into_inner().checked_sub(1);
    let letter = at.and_then(|at| all(&context).into_iter().nth(at));
    let letter = letter.ok_or(Fault::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(letter.content.html))
}
