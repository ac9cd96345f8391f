//! Support without an account: an address, a mailed link, and one button behind it.
//!
//! The address waits, sealed, for at most as long as the link confirms; then a mark stands in its
//! place. Nobody learns from an answer whether an address has supported before or is an account's,
//! but who reads its mails.

use chrono::TimeDelta;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    SupportError, hold, is_open,
    letter::{self, Waiting},
    marks, open, suggestion,
};
use crate::{
    accounts::throttle,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, support_marks, support_requests as requests, supports},
    },
    forum::{ForumError, reader::Reader},
    i18n::Lang,
    keys::{CannotOpen, Token},
    mail::{
        outbox,
        suppression::{self, Reason},
    },
    once::Submission,
    privacy::{
        Private, Purpose, Viewer,
        consent::{self, Basis},
        erasures::{self, Erased, Hash},
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

/// Mails the link that supports a suggestion once its button is pressed, and the one that takes
/// back; only that one where the suggestion cannot be supported now. The same `submission`
/// twice is one mail; another for the same address takes the place of the one before, whose link
/// is worth nothing any more. To an address that was mailed too often nothing goes, and nothing
/// of it is kept. Gives whether the suggestion can be supported now.
pub async fn ask(
    context: &Context,
    submission: &str,
    topic: i64,
    asked: Asked,
) -> Result<bool, SupportError> {
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
            let is_open = is_open(&suggestion(connection, topic, Reader::GUEST)?);
            submission.once(connection, &cx, |connection| {
                insert(connection, &cx, topic, is_open, &asked)?;
                Ok::<_, SupportError>(topic)
            })?;
            Ok(is_open)
        })
        .await
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    is_open: bool,
    asked: &Asked,
) -> Result<(), SupportError> {
    if !throttle::may_mail(connection, context, &asked.email)? {
        return Ok(());
    }
    let (keys, random) = (&context.config.keys, &context.random);
    let email = asked.email.clone().map(|email| email.trim().to_owned());
    let index = sealed::email_index(keys, &email);
    // The suggestion's key comes before the address that it may have to name one day.
    marks::of(connection, context, topic, &email)?;
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
    let id = diesel::insert_into(requests::table)
        .values((
            requests::topic_id.eq(topic),
            requests::email_sealed.eq(sealed::seal(keys, random, Column::SupportEmail, &email)),
            requests::email_index.eq(index),
            requests::token_hash.eq(token.hash()),
            requests::consent_id.eq(consent),
            requests::expires_at.eq(context.now() + life),
        ))
        .returning(requests::id)
        .get_result(connection)?;
    let waiting = Waiting { id, topic, is_open };
    let letter = letter::with_links(context, asked.language, email, &waiting, &token);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

/// Where the support stands that a mailed link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It waits for the button.
    Waits,
    Counts,
    /// An account with the mail's address supports the suggestion: that counts.
    WithAccount,
}

/// What a mailed link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    pub topic: i64,
    pub stands: Stands,
}

/// What taking back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub topic: i64,
    /// Whether an account with the mail's address supports the suggestion. That stands: it is the
    /// account that takes it back.
    pub with_account: bool,
}

/// The hashes of a link, where its support waits and where it counts: from two copies of the
/// database nobody sees which address became which mark.
struct Hashes {
    waits: Vec<u8>,
    counts: Vec<u8>,
}

impl Hashes {
    fn of(token: &Token) -> Self {
        Self {
            waits: token.hash(),
            counts: token.hash_for("support"),
        }
    }
}

/// What a link would confirm or take back; changes nothing.
pub async fn look(context: &Context, token: &Token) -> Result<Linked, SupportError> {
    let (link, now) = (Hashes::of(token), context.now());
    context
        .db
        .read(move |connection| find(connection, &link, now))
        .await
}

fn find(
    connection: &mut AnyConnection,
    link: &Hashes,
    now: Timestamp,
) -> Result<Linked, SupportError> {
    let waits: Option<i64> = requests::table
        .filter(requests::token_hash.eq(&link.waits))
        .filter(requests::expires_at.gt(now))
        .select(requests::topic_id)
        .first(connection)
        .optional()?;
    if let Some(topic) = waits {
        let stands = Stands::Waits;
        return Ok(Linked { topic, stands });
    }
    let counted: Option<i64> = support_marks::table
        .filter(support_marks::link_hash.eq(&link.counts))
        .select(support_marks::topic_id)
        .first(connection)
        .optional()?;
    if let Some(topic) = counted {
        let stands = Stands::Counts;
        return Ok(Linked { topic, stands });
    }
    let accounts: Option<i64> = supports::table
        .filter(supports::link_hash.eq(&link.counts))
        .select(supports::topic_id)
        .first(connection)
        .optional()?;
    let topic = accounts.ok_or(SupportError::Gone)?;
    let stands = Stands::WithAccount;
    Ok(Linked { topic, stands })
}

/// Counts the support that a link confirms and erases the address, once; a second click finds it
/// done. Where an account with that address supports the suggestion, nothing is added.
///
/// While the suggestion is not public, the link is [`SupportError::Gone`] and is not used up.
pub async fn confirm(context: &Context, token: &Token) -> Result<Linked, SupportError> {
    let (cx, link) = (context.clone(), Hashes::of(token));
    context
        .db
        .write(move |connection| {
            let topic = find(connection, &link, cx.now())?.topic;
            hold(connection, topic)?;
            let Some(email) = take(connection, &cx, &link)? else {
                // Of two clicks at once the other was first, or it was confirmed before.
                return find(connection, &link, cx.now());
            };
            open(connection, topic, Reader::GUEST).map_err(|error| match error {
                SupportError::Forum(ForumError::NotFound | ForumError::Moved(_)) => {
                    SupportError::Gone
                }
                error => error,
            })?;
            if let Some(account) = supporter(connection, &cx, topic, &email)? {
                diesel::update(supports::table.find((topic, account)))
                    .set(supports::link_hash.eq(link.counts))
                    .execute(connection)?;
                let stands = Stands::WithAccount;
                return Ok(Linked { topic, stands });
            }
            let mark = marks::of(connection, &cx, topic, &email)?;
            marks::put(connection, topic, mark, link.counts)?;
            let stands = Stands::Counts;
            Ok(Linked { topic, stands })
        })
        .await
}

/// Erases the address that waits for this link, and gives it. Whoever pressed reads its mails.
fn take(
    connection: &mut AnyConnection,
    context: &Context,
    link: &Hashes,
) -> Result<Option<Private<String>>, SupportError> {
    let email: Option<Vec<u8>> =
        diesel::delete(requests::table.filter(requests::token_hash.eq(&link.waits)))
            .returning(requests::email_sealed)
            .get_result(connection)
            .optional()?;
    let Some(email) = email else {
        return Ok(None);
    };
    let keys = &context.config.keys;
    let email = sealed::open(keys, Column::SupportEmail, &email)?;
    let index = sealed::email_index(keys, &email);
    suppression::lift(connection, &index, Reason::HardBounce)?;
    Ok(Some(email))
}

/// The account that supports the suggestion and has this address, or the one that the address leads
/// to without what follows its `+`: its owner counts already.
fn supporter(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    email: &Private<String>,
) -> Result<Option<i64>, SupportError> {
    let keys = &context.config.keys;
    let indexes = [
        sealed::email_index(keys, email),
        sealed::mailbox_index(keys, email),
    ];
    Ok(supports::table
        .inner_join(accounts::table)
        .filter(supports::topic_id.eq(topic))
        .filter(accounts::email_index.eq_any(indexes))
        .select(supports::account_id)
        .first(connection)
        .optional()?)
}

/// Takes back what a link is about, also where the suggestion is not public now: an address that
/// waits is erased with all that it supported the suggestion by, whichever mail confirmed it, and
/// support that counts does not any more.
pub async fn take_back(context: &Context, token: &Token) -> Result<TakenBack, SupportError> {
    let (cx, link) = (context.clone(), Hashes::of(token));
    context
        .db
        .write(move |connection| {
            let topic = find(connection, &link, cx.now())?.topic;
            hold(connection, topic)?;
            let mut with_account = false;
            let mark: Option<Vec<u8>> = match take(connection, &cx, &link)? {
                Some(email) => {
                    // Whoever reads the mails of an address pressed.
                    with_account = supporter(connection, &cx, topic, &email)?.is_some();
                    marks::erase(connection, &cx, topic, &email)?;
                    Some(marks::of(connection, &cx, topic, &email)?)
                }
                None => diesel::delete(
                    support_marks::table.filter(support_marks::link_hash.eq(&link.counts)),
                )
                .returning(support_marks::mark)
                .get_result(connection)
                .optional()?,
            };
            let Some(mark) = mark else {
                // Of two clicks at once the other was first, or it is an account's.
                return match find(connection, &link, cx.now())?.stands {
                    Stands::WithAccount => Ok(TakenBack {
                        topic,
                        with_account: true,
                    }),
                    Stands::Waits | Stands::Counts => Err(SupportError::Gone),
                };
            };
            let mark = mark.try_into().map_err(|_| CannotOpen)?;
            let taken = Erased::SupportMark {
                topic,
                mark: Hash(mark),
            };
            erasures::append::<SupportError>(connection, &cx, taken)?;
            Ok(TakenBack {
                topic,
                with_account,
            })
        })
        .await
}
