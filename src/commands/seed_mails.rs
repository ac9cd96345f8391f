//! Mails of the demo's past that came in and wait for a person.

use anyhow::ensure;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde::Deserialize;

use crate::{
    context::Context,
    mail::inbound::Envelope,
    suggestions::inbound::{self, Outcome},
};

/// A mail to the city's address, and to no case's.
#[derive(Deserialize)]
pub(super) struct MailEntry {
    name: String,
    email: String,
    subject: String,
    body: String,
    hours_ago: i64,
}

/// Takes them in, the oldest first; none where no mail comes in.
pub(super) async fn add(context: &Context, entries: Vec<MailEntry>) -> anyhow::Result<()> {
    let Some(inbound) = &context.config.mail.inbound else {
        return Ok(());
    };
    let to = format!("{}@{}", inbound.local, inbound.domain);
    for (number, entry) in entries.iter().enumerate() {
        let envelope = Envelope {
            from: entry.email.clone(),
            to: to.clone(),
        };
        let then = context.at(context.now() - TimeDelta::hours(entry.hours_ago));
        let outcome = inbound::take(&then, envelope, entry.raw(&to, number)).await?;
        ensure!(
            outcome == Outcome::Waiting,
            "{} does not wait for a person",
            entry.subject
        );
    }
    Ok(())
}

impl MailEntry {
    /// As a mail server hands it in.
    fn raw(&self, to: &str, number: usize) -> Vec<u8> {
        let word = |text: &str| format!("=?utf-8?B?{}?=", STANDARD.encode(text));
        let lines = [
            format!("From: {} <{}>", word(&self.name), self.email),
            format!("To: {to}"),
            format!("Subject: {}", word(&self.subject)),
            format!("Message-ID: <demo-{number}@mail.example>"),
            "MIME-Version: 1.0".to_owned(),
            "Content-Type: text/plain; charset=utf-8".to_owned(),
            "Content-Transfer-Encoding: 8bit".to_owned(),
            String::new(),
            self.body.trim().replace('\n', "\r\n"),
            String::new(),
        ];
        lines.join("\r\n").into_bytes()
    }
}
