//! Signing up, the waiting list, cancelling, the organiser's list, and erasing all of it.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use serde_json::{Map, json};
use validator::ValidationErrors;

use super::{Event, EventError, Standing, by_id, letters::letter, notice, of_organiser, today};
use crate::{
    accounts::{Member, throttle},
    context::Context,
    db::{
        AnyConnection,
        schema::{event_sign_ups as rows, events},
    },
    i18n::Lang,
    keys::{Token, same},
    mail::{
        self, Letter, LetterKind, outbox,
        suppression::{self, Reason},
    },
    privacy::{
        Owned, OwnersProof, Private, Proven, Purpose, Viewer,
        consent::{self, Basis, Subject},
        erasures::{self, Erased},
        ground::Ground,
        ledger::{self, About, Act},
        notices::Notice,
        sealed::{self, Column},
        trace::{self, Looked},
    },
    text_rules::{email, plain_line, refuse, refuse_length},
};

pub const LONGEST_NAME: usize = 80;

/// What somebody typed to sign up.
pub struct SignUp {
    pub name: Private<String>,
    pub email: Private<String>,
    pub language: Lang,
    /// The hash of the notice that was shown.
    pub notice: String,
}

impl SignUp {
    fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let typed = |value: &'_ Private<String>| {
            value
                .reveal(Viewer::Plaza, Purpose::Storage)
                .trim()
                .to_owned()
        };
        let name = typed(&self.name);
        if name.is_empty() {
            refuse(&mut errors, "name", "required");
        } else if name.chars().count() > LONGEST_NAME {
            refuse_length(&mut errors, "name", 1, LONGEST_NAME);
        } else if !plain_line(&name) {
            refuse(&mut errors, "name", "characters");
        }
        let address = typed(&self.email);
        if address.is_empty() {
            refuse(&mut errors, "email", "required");
        } else if !email(&address) {
            refuse(&mut errors, "email", "email");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

/// Signs up, and mails the link that cancels.
///
/// Whoever signs up again with the same address keeps the place and gets the mail again with a
/// new link: nobody learns from the answer who signed up, nor whether the address was mailed so often
/// that nothing more goes to it for now. Fails where the event takes nobody any
/// more, or the notice has changed since it was shown.
pub async fn sign_up(context: &Context, event: i64, new: SignUp) -> Result<(), EventError> {
    new.check()?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| insert(connection, &cx, event, &new))
        .await
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    new: &SignUp,
) -> Result<(), EventError> {
    let event = lock(connection, id)?;
    if !event.takes_sign_ups(today(context)) {
        return Err(EventError::Closed);
    }
    let notice = notice::of(context, &event, new.language);
    if !same(notice.hash_text().as_bytes(), new.notice.as_bytes()) {
        return Err(EventError::NoticeChanged);
    }
    // A place that became free by an erasure goes to who waits.
    move_up(connection, context, &event)?;
    let keys = &context.config.keys;
    let index = sealed::email_index(keys, &new.email);
    let may_mail = throttle::may_mail(connection, context, &new.email)?;
    let token = Token::draw(&context.random);
    let known: Option<(i64, Standing)> = rows::table
        .filter(rows::event_id.eq(id))
        .filter(rows::email_index.eq(&index))
        .select((rows::id, rows::state))
        .first(connection)
        .optional()?;
    let (row, standing) = match known {
        // The link that was mailed before goes on working.
        Some(_) if !may_mail => return Ok(()),
        Some((row, standing)) => {
            diesel::update(rows::table.find(row))
                .set(rows::token_hash.eq(token.hash()))
                .execute(connection)?;
            (row, standing)
        }
        None => {
            let standing = if free(connection, &event)? > 0 {
                Standing::Confirmed
            } else {
                Standing::Waiting
            };
            let seal = |column, value: &Private<String>| {
                let trimmed = value.clone().map(|value| value.trim().to_owned());
                sealed::seal(keys, &context.random, column, &trimmed)
            };
            let consent = consent::give_to(connection, context, &notice, Basis::Consent)?;
            let row = diesel::insert_into(rows::table)
                .values((
                    rows::event_id.eq(id),
                    rows::name_sealed.eq(seal(Column::EventName, &new.name)),
                    rows::email_sealed.eq(seal(Column::EventEmail, &new.email)),
                    rows::email_index.eq(index),
                    rows::language.eq(new.language),
                    rows::state.eq(standing),
                    rows::token_hash.eq(token.hash()),
                    rows::signed_up_on.eq(today(context)),
                    rows::last_day.eq(last_day(&event)),
                    rows::consent_id.eq(consent),
                ))
                .returning(rows::id)
                .get_result(connection)?;
            consent::bind(connection, consent, Subject::SignUp(row))?;
            (row, standing)
        }
    };
    if !may_mail {
        return Ok(());
    }
    let kind = match standing {
        Standing::Confirmed => LetterKind::EventSignUp,
        Standing::Waiting => LetterKind::EventWaiting,
    };
    let to = new.email.clone().map(|email| email.trim().to_owned());
    let mail = letter(context, &event, new.language, to, kind, Some(&token));
    send(connection, context, mail, row)
}

/// Mails the link that cancels; a mail with an earlier one that still waits is not sent.
fn send(
    connection: &mut AnyConnection,
    context: &Context,
    mail: Letter,
    row: i64,
) -> Result<(), EventError> {
    outbox::unsend(connection, &[row])?;
    let about = mail::About::SignUp(row);
    outbox::enqueue(connection, context, &Letter { about, ..mail })?;
    Ok(())
}

/// The last day on which what people give is kept: the retention job erases it the day after.
pub(super) fn last_day(event: &Event) -> NaiveDate {
    let ends = event.ends_at.utc().date_naive();
    event.erase_on.unwrap_or(ends) - Days::new(1)
}

/// The event, held until the transaction ends: places are given to one after the other.
fn lock(connection: &mut AnyConnection, id: i64) -> Result<Event, EventError> {
    diesel::update(events::table.find(id))
        .set(events::sign_up.eq(events::sign_up))
        .execute(connection)?;
    by_id(connection, id)
}

/// Places that are left.
fn free(connection: &mut AnyConnection, event: &Event) -> Result<i64, EventError> {
    let Some(capacity) = event.capacity else {
        return Ok(i64::MAX);
    };
    let taken: i64 = rows::table
        .filter(rows::event_id.eq(event.id))
        .filter(rows::state.eq(Standing::Confirmed))
        .count()
        .get_result(connection)?;
    Ok(i64::from(capacity) - taken)
}

/// Gives free places to who waits longest, and mails them.
pub(super) fn move_up(
    connection: &mut AnyConnection,
    context: &Context,
    event: &Event,
) -> Result<(), EventError> {
    let free = free(connection, event)?;
    if free <= 0 || event.cancelled {
        return Ok(());
    }
    let waiting: Vec<(i64, Vec<u8>, Lang)> = rows::table
        .filter(rows::event_id.eq(event.id))
        .filter(rows::state.eq(Standing::Waiting))
        .order(rows::id)
        .limit(free)
        .select((rows::id, rows::email_sealed, rows::language))
        .load(connection)?;
    for (row, email, lang) in waiting {
        let token = Token::draw(&context.random);
        diesel::update(rows::table.find(row))
            .set((
                rows::state.eq(Standing::Confirmed),
                rows::token_hash.eq(token.hash()),
            ))
            .execute(connection)?;
        let to = sealed::open(&context.config.keys, Column::EventEmail, &email)?;
        let mail = letter(
            context,
            event,
            lang,
            to,
            LetterKind::EventMovedUp,
            Some(&token),
        );
        send(connection, context, mail, row)?;
    }
    Ok(())
}

/// Tells everybody who signed up that the event is called off, and erases the list, which stands
/// in the ledger; how many they were does not.
pub(super) fn dismiss(
    connection: &mut AnyConnection,
    context: &Context,
    event: &Event,
    organiser: i64,
    ground: &Ground,
) -> Result<(), EventError> {
    let all: Vec<(i64, Vec<u8>, Lang)> = rows::table
        .filter(rows::event_id.eq(event.id))
        .select((rows::id, rows::email_sealed, rows::language))
        .load(connection)?;
    if all.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = all.iter().map(|(row, ..)| *row).collect();
    outbox::unsend(connection, &ids)?;
    for (_, email, lang) in all {
        let to = sealed::open(&context.config.keys, Column::EventEmail, &email)?;
        let mail = letter(context, event, lang, to, LetterKind::EventCalledOff, None);
        outbox::enqueue(connection, context, &mail)?;
    }
    diesel::delete(rows::table.filter(rows::event_id.eq(event.id))).execute(connection)?;
    let fields = Map::from_iter([("erased".to_owned(), json!("sign-ups"))]);
    let about = About {
        by: Some(organiser),
        ..About::default()
    };
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    Ok(())
}

/// A sign-up as who has its mailed link sees it.
pub struct OwnSignUp {
    pub event: Event,
    pub standing: Standing,
    /// The days since then on which the organiser opened the list, the latest first.
    pub looks: Vec<NaiveDate>,
}

/// The sign-up that a mailed link speaks of; changes nothing.
pub async fn look(context: &Context, token: &Token) -> Result<OwnSignUp, EventError> {
    let hash = token.hash();
    context
        .db
        .read(move |connection| {
            let row: Option<(i64, Standing, NaiveDate)> = rows::table
                .filter(rows::token_hash.eq(hash))
                .select((rows::event_id, rows::state, rows::signed_up_on))
                .first(connection)
                .optional()?;
            let (event, standing, since) = row.ok_or(EventError::Gone)?;
            Ok(OwnSignUp {
                event: by_id(connection, event)?,
                standing,
                looks: trace::of_event(connection, event, since)?,
            })
        })
        .await
}

/// Cancels by the mailed link: as [`withdraw`].
pub async fn cancel(context: &Context, token: &Token) -> Result<Event, EventError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            let row: Option<(i64, Vec<u8>)> = rows::table
                .filter(rows::token_hash.eq(hash))
                .select((rows::id, rows::email_index))
                .first(connection)
                .optional()?;
            let (row, index) = row.ok_or(EventError::Gone)?;
            suppression::lift(connection, &index, Reason::HardBounce)?;
            let link = ByLink(row);
            let event = withdraw(connection, &cx, link.0, &Ground::in_person(&link))?;
            event.ok_or(EventError::Gone)
        })
        .await
}

/// Whoever followed the mailed link of a sign-up.
struct ByLink(i64);

impl Proven for ByLink {}
impl OwnersProof for ByLink {
    fn owned(&self) -> Owned {
        Owned::SignUp(self.0)
    }
}

/// Withdraws the consent to a sign-up, which cancels it: what was given is erased for good, and
/// who waits moves up. `None` where there is none any more.
pub fn withdraw(
    connection: &mut AnyConnection,
    context: &Context,
    row: i64,
    ground: &Ground,
) -> Result<Option<Event>, EventError> {
    let event = erase(connection, context, row, ground)?;
    if event.is_some() {
        // Last, as whatever fails before it undoes the transaction and needs no line.
        erasures::append::<EventError>(connection, context, Erased::SignUp { id: row })?;
    }
    Ok(event)
}

/// As [`withdraw`], without a line in the erasure journal: also for a restored backup, which the
/// journal makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    row: i64,
    ground: &Ground,
) -> Result<Option<Event>, EventError> {
    let event: Option<i64> = rows::table
        .find(row)
        .select(rows::event_id)
        .first(connection)
        .optional()?;
    let Some(event) = event else { return Ok(None) };
    let event = lock(connection, event)?;
    // Only now is it certain: of two clicks at once the other may have been first.
    let there: Option<(NaiveDate, Vec<u8>)> = rows::table
        .find(row)
        .select((rows::last_day, rows::email_index))
        .first(connection)
        .optional()?;
    let Some((last_day, index)) = there else {
        return Ok(None);
    };
    let subject = Subject::SignUp(row);
    consent::withdraw(connection, context.now(), subject, Notice::EventSignUp)?;
    consent::untie(connection, row, last_day)?;
    outbox::erase_refused(connection, &index, &LetterKind::EVENTS)?;
    take_out(connection, context, &event, row)?;
    let fields = Map::from_iter([("erased".to_owned(), json!("sign-up"))]);
    let about = About::default();
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    Ok(Some(event))
}

/// Erases what somebody signed up for with an address, with the consents to it, where the
/// account goes: its erasure stands in the ledger.
pub fn erase_of(
    connection: &mut AnyConnection,
    context: &Context,
    index: &[u8],
) -> Result<(), EventError> {
    // By their events, which are locked one after the other.
    let own: Vec<(i64, i64)> = rows::table
        .filter(rows::email_index.eq(index))
        .order(rows::event_id)
        .select((rows::id, rows::event_id))
        .load(connection)?;
    for (row, event) in own {
        let event = lock(connection, event)?;
        take_out(connection, context, &event, row)?;
    }
    Ok(())
}

/// Deletes a sign-up for an event that is locked, and gives its place to who waits.
fn take_out(
    connection: &mut AnyConnection,
    context: &Context,
    event: &Event,
    row: i64,
) -> Result<(), EventError> {
    outbox::unsend(connection, &[row])?;
    diesel::delete(rows::table.find(row)).execute(connection)?;
    move_up(connection, context, event)
}

/// Somebody who signed up, as the organiser sees them.
pub struct Participant {
    pub name: Private<String>,
    pub email: Private<String>,
    pub standing: Standing,
}

/// Everybody who signed up, for the organiser alone, in the order of signing up. The look
/// leaves a trace.
pub async fn list(
    context: &Context,
    organiser: &Member,
    event: i64,
) -> Result<(Event, Vec<Participant>, Looked), EventError> {
    let found = of_organiser(context, organiser, event).await?;
    let (cx, account) = (context.clone(), organiser.id);
    let (people, looked) = context
        .db
        .write(move |connection| {
            let keys = &cx.config.keys;
            let looked = trace::look_at_event(connection, &cx, event, account)?;
            let rows: Vec<(Vec<u8>, Vec<u8>, Standing)> = rows::table
                .filter(rows::event_id.eq(event))
                .order(rows::id)
                .select((rows::name_sealed, rows::email_sealed, rows::state))
                .load(connection)?;
            let people = rows
                .into_iter()
                .map(|(name, email, standing)| {
                    Ok(Participant {
                        name: sealed::open(keys, Column::EventName, &name)?,
                        email: sealed::open(keys, Column::EventEmail, &email)?,
                        standing,
                    })
                })
                .collect::<Result<_, EventError>>()?;
            Ok::<_, EventError>((people, looked))
        })
        .await?;
    Ok((found, people, looked))
}
