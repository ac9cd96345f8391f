//! Support without an account: an address, a mailed link, and one button behind it.
//!
//! The address waits, sealed, for at most as long as the link confirms; then a mark stands in its
//! place. Nobody learns from an answer whether an address has supported before or is an account's.

use chrono::TimeDelta;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{SupportError, hold, letter, marks, open};
use crate::{
    accounts::throttle,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, support_marks, support_requests as requests, supports},
    },
    forum::{ForumError, reader::Reader},
    i18n::Lang,
    keys::Token,
    mail::outbox,
    once::Submission,
    privacy::{
        Private, Purpose, Viewer,
        consent::{self, Basis},
        notices::Notice,
        sealed::{self, Column},
    },
    text_rules::{email as is_email, refuse},
};

/// What somebody typed who wants to support a suggestion.
#[derive(Clone)]
pub struct Asked {
    pub email: Private<String>,
    /// The language of the notice and of the mail.
    pub language: Lang,
    /// The hash of the notice that was shown.
    pub notice: String,
}

impl Asked {
    fn typed(&self) -> &str {
        self.email.reveal(Viewer::Plaza, Purpose::Storage).trim()
    }

    fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if self.typed().is_empty() {
            refuse(&mut errors, "email", "required");
        } else if !is_email(self.typed()) {
            refuse(&mut errors, "email", "email");
        } else {
            return Ok(());
        }
        Err(errors)
    }
}

/// Mails the link that supports a suggestion once its button is pressed. The same `submission`
/// twice is one mail; another for the same address takes the place of the one before, whose link
/// is worth nothing any more. To an address that was mailed too often nothing goes, and nothing
/// of it is kept.
pub async fn ask(
    context: &Context,
    submission: &str,
    topic: i64,
    asked: Asked,
) -> Result<(), SupportError> {
    asked.check()?;
    let (lang, config) = (asked.language, &context.config);
    if !Notice::Support.still_stands(&asked.notice, lang, config) {
        return Err(SupportError::NoticeChanged);
    }
    let said = ["support", &topic.to_string(), asked.typed()];
    let submission = Submission::new(context, submission, None, &said);
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            hold(connection, topic)?;
            open(connection, topic, Reader::GUEST)?;
            submission.once(connection, &cx, |connection| {
                insert(connection, &cx, topic, &asked)?;
                Ok::<_, SupportError>(topic)
            })?;
            Ok(())
        })
        .await
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    asked: &Asked,
) -> Result<(), SupportError> {
    if !throttle::may_mail(connection, context, &asked.email)? {
        return Ok(());
    }
    let (keys, random) = (&context.config.keys, &context.random);
    let email = asked.email.clone().map(|email| email.trim().to_owned());
    let index = sealed::email_index(keys, &email);
    diesel::delete(
        requests::table
            .filter(requests::topic_id.eq(topic))
            .filter(requests::email_index.eq(&index)),
    )
    .execute(connection)?;
    let token = Token::draw(random);
    let basis = Basis::Consent;
    let consent = consent::give(connection, context, Notice::Support, asked.language, basis)?;
    let life = TimeDelta::days(context.config.confirmation_days.into());
    diesel::insert_into(requests::table)
        .values((
            requests::topic_id.eq(topic),
            requests::email_sealed.eq(sealed::seal(keys, random, Column::SupportEmail, &email)),
            requests::email_index.eq(index),
            requests::token_hash.eq(token.hash()),
            requests::consent_id.eq(consent),
            requests::expires_at.eq(context.now() + life),
        ))
        .execute(connection)?;
    let letter = letter::confirmation(context, asked.language, email, topic, &token);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

/// What a mailed link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    pub topic: i64,
    /// Whether the support counts already: else it waits for the button.
    pub counts: bool,
}

/// What a link would confirm or take back; changes nothing.
pub async fn look(context: &Context, token: &Token) -> Result<Linked, SupportError> {
    let (hash, now) = (token.hash(), context.now());
    context
        .db
        .read(move |connection| find(connection, &hash, now))
        .await
}

fn find(
    connection: &mut AnyConnection,
    hash: &[u8],
    now: Timestamp,
) -> Result<Linked, SupportError> {
    let waits: Option<i64> = requests::table
        .filter(requests::token_hash.eq(hash))
        .filter(requests::expires_at.gt(now))
        .select(requests::topic_id)
        .first(connection)
        .optional()?;
    if let Some(topic) = waits {
        let counts = false;
        return Ok(Linked { topic, counts });
    }
    let counted: Option<i64> = support_marks::table
        .filter(support_marks::token_hash.eq(hash))
        .select(support_marks::topic_id)
        .first(connection)
        .optional()?;
    let topic = counted.ok_or(SupportError::Gone)?;
    let counts = true;
    Ok(Linked { topic, counts })
}

/// Counts the support that a link confirms and erases the address, once; a second click finds it
/// done. Gives the topic.
///
/// While the suggestion is not public, the link is [`SupportError::Gone`] and is not used up.
pub async fn confirm(context: &Context, token: &Token) -> Result<i64, SupportError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            let topic = find(connection, &hash, cx.now())?.topic;
            hold(connection, topic)?;
            let email: Option<Vec<u8>> =
                diesel::delete(requests::table.filter(requests::token_hash.eq(&hash)))
                    .returning(requests::email_sealed)
                    .get_result(connection)
                    .optional()?;
            let Some(email) = email else {
                // Of two clicks at once the other was first, or it was confirmed before.
                return find(connection, &hash, cx.now()).map(|found| found.topic);
            };
            open(connection, topic, Reader::GUEST).map_err(|error| match error {
                SupportError::Forum(ForumError::NotFound | ForumError::Moved(_)) => {
                    SupportError::Gone
                }
                error => error,
            })?;
            let email = sealed::open(&cx.config.keys, Column::SupportEmail, &email)?;
            if !is_accounts(connection, &cx, topic, &email)? {
                marks::put(connection, &cx, topic, &email, hash)?;
            }
            Ok(topic)
        })
        .await
}

/// Whether an account with this address supports the suggestion: its owner counts already.
fn is_accounts(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    email: &Private<String>,
) -> Result<bool, SupportError> {
    let index = sealed::email_index(&context.config.keys, email);
    let found: i64 = supports::table
        .inner_join(accounts::table)
        .filter(supports::topic_id.eq(topic))
        .filter(accounts::email_index.eq(index))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Takes back what a link is about, also where the suggestion is not public now: an address that
/// waits is erased, and support that counts does not any more. Gives the topic.
pub async fn take_back(context: &Context, token: &Token) -> Result<i64, SupportError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            let topic = find(connection, &hash, cx.now())?.topic;
            hold(connection, topic)?;
            let waiting = requests::table.filter(requests::token_hash.eq(&hash));
            let counted = support_marks::table.filter(support_marks::token_hash.eq(&hash));
            let erased = diesel::delete(waiting).execute(connection)?
                + diesel::delete(counted).execute(connection)?;
            if erased == 0 {
                return Err(SupportError::Gone);
            }
            Ok(topic)
        })
        .await
}
