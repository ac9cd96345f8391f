//! Mails that came in and have no place: members of the office that gets what no rule names read them,
//! put them into a case, enter one from them, or discard them for a reason.

pub mod remind;
mod room;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Reference, SuggestionError, acts, ask, desk,
    files::Message,
    inbound::InboundError,
    kept_mail::{self, Taken},
    suggestion::typed,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{cases, unplaced_mails},
        text_enum,
    },
    keys::CannotOpen,
    mail::{
        inbound::{Envelope, Incoming},
        tag::{self, Tag},
    },
    offices::routing,
    once::Submission,
    privacy::{
        Private,
        ledger::{self, About, Arrangement, OfInbox},
        reason::Reason,
        sealed::{self, Column},
        trace::{self, Looked},
    },
};

text_enum! {
    /// Why a mail has no place.
    pub enum Why {
        /// It came to an address that Plaza did not make.
        NoTag = "no-tag",
        /// Its author is not whom the address was given to.
        Sender = "sender",
        /// The mail server did not find that its author's domain sent it.
        Unproven = "unproven",
        /// The case takes no message now.
        Closed = "closed",
        /// There is nothing new in it.
        Empty = "empty",
        /// It is too long for the case.
        Words = "words",
        /// A file that came with it is not taken.
        Files = "files",
        /// It went to many.
        Bulk = "bulk",
        /// It came through more servers than any mail does that goes straight.
        Circle = "circle",
        /// It came to where only reports of mail servers come, and is none that is understood.
        Return = "return",
        /// It is built so that it was not taken apart.
        Form = "form",
    }
}

/// How many are listed at once.
const LISTED: i64 = 50;

/// Who wrote, and about what.
#[derive(Serialize, Deserialize)]
struct Head {
    from: Option<String>,
    subject: String,
}

/// A mail in the list.
pub struct Line {
    pub id: i64,
    pub why: Why,
    /// None where it names no author, or several.
    pub from: Option<Private<String>>,
    pub subject: Private<String>,
    pub at: Timestamp,
}

/// The list, as a member of the office reads it.
pub struct List {
    pub lines: Vec<Line>,
    /// After which id there are more.
    pub next: Option<i64>,
    /// None where there is nothing to see.
    pub looked: Option<Looked>,
}

/// A mail as a member of the office opens it.
pub struct Opened {
    pub id: i64,
    pub why: Why,
    pub at: Timestamp,
    pub from: Option<Private<String>>,
    pub subject: Private<String>,
    pub text: Private<String>,
    pub new_text: Private<String>,
    /// The names of its files.
    pub files: Vec<Private<String>>,
    /// The number of the case that its address names, where there still is one.
    pub meant: Option<String>,
    pub looked: Looked,
}

/// Keeps a mail until somebody places it.
pub(super) fn keep(
    connection: &mut AnyConnection,
    context: &Context,
    why: Why,
    (from, subject): (Option<&Private<String>>, &Private<String>),
    (envelope, raw): (&Envelope, &[u8]),
) -> Result<(), InboundError> {
    let waiting: Vec<i64> = unplaced_mails::table
        .select(unplaced_mails::size)
        .load(connection)?;
    let size = i64::try_from(raw.len()).unwrap_or(i64::MAX);
    if !room::is_left(&waiting, size, tag_of(context, envelope).is_some()) {
        return Err(InboundError::Full);
    }
    let head = Head {
        from: from.map(|from| typed(from).to_owned()),
        subject: typed(subject).to_owned(),
    };
    let head = serde_json::to_string(&head).expect("strings serialise");
    let (keys, random) = (&context.config.keys, &context.random);
    let head = sealed::seal(keys, random, Column::UnplacedHead, &Private::new(head));
    let mail = kept_mail::seal(context, Column::UnplacedMail, envelope, raw);
    diesel::insert_into(unplaced_mails::table)
        .values((
            unplaced_mails::reason.eq(why),
            unplaced_mails::size.eq(size),
            unplaced_mails::head_sealed.eq(head),
            unplaced_mails::mail_sealed.eq(mail),
            unplaced_mails::received_at.eq(context.now()),
        ))
        .execute(connection)?;
    Ok(())
}

/// What the address that it came to means, where Plaza made it.
fn tag_of(context: &Context, envelope: &Envelope) -> Option<Tag> {
    let config = &context.config;
    let inbound = config.mail.inbound.as_ref()?;
    tag::read(&config.keys, inbound, &envelope.to)
}

/// [`SuggestionError::NoSuchFile`] for who works for no office that gets what no rule names.
fn admit(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
) -> Result<(), SuggestionError> {
    let today = context.clock.today(context.config.city.time_zone);
    let own = desk::own(connection, member)?;
    let fallback = routing::fallback(connection, today)?;
    let is_own = fallback.all().any(|office| own.contains(&office.id));
    is_own.then_some(()).ok_or(SuggestionError::NoSuchFile)
}

/// Those that wait, the oldest first; `None` for a member of another office.
pub async fn list(
    context: &Context,
    member: &Member,
    after: i64,
) -> Result<Option<List>, SuggestionError> {
    type Row = (i64, Why, Vec<u8>, Timestamp);
    let (cx, reader) = (context.clone(), member.clone());
    let rows: Option<Vec<Row>> = context
        .db
        .read(move |connection| {
            match admit(connection, &cx, &reader) {
                Ok(()) => {}
                Err(SuggestionError::NoSuchFile) => return Ok(None),
                Err(error) => return Err(error),
            }
            let rows: Vec<Row> = unplaced_mails::table
                .filter(unplaced_mails::id.gt(after))
                .order(unplaced_mails::id)
                .limit(LISTED + 1)
                .select((
                    unplaced_mails::id,
                    unplaced_mails::reason,
                    unplaced_mails::head_sealed,
                    unplaced_mails::received_at,
                ))
                .load(connection)?;
            Ok(Some(rows))
        })
        .await?;
    let Some(mut rows) = rows else {
        return Ok(None);
    };
    let most = usize::try_from(LISTED).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let ids: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
    let looked = if ids.is_empty() {
        None
    } else {
        Some(look(context, member, ids).await?)
    };
    let line = |(id, why, sealed, at): Row| {
        let head = open_head(context, &sealed)?;
        Ok::<_, SuggestionError>(Line {
            id,
            why,
            from: head.from.map(Private::new),
            subject: Private::new(head.subject),
            at,
        })
    };
    let lines: Vec<Line> = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(Some(List {
        next: lines.last().filter(|_| has_more).map(|line| line.id),
        lines,
        looked,
    }))
}

/// How many wait; `None` for a member of another office.
pub async fn how_many(context: &Context, member: &Member) -> Result<Option<i64>, SuggestionError> {
    let (cx, reader) = (context.clone(), member.clone());
    context
        .db
        .read(move |connection| match admit(connection, &cx, &reader) {
            Ok(()) => Ok(Some(unplaced_mails::table.count().get_result(connection)?)),
            Err(SuggestionError::NoSuchFile) => Ok(None),
            Err(error) => Err(error),
        })
        .await
}

async fn look(
    context: &Context,
    member: &Member,
    ids: Vec<i64>,
) -> Result<Looked, SuggestionError> {
    let (cx, reader) = (context.clone(), member.id);
    context
        .db
        .write(move |connection| Ok(trace::look_at_mails(connection, &cx, &ids, reader)?))
        .await
}

fn open_head(context: &Context, sealed: &[u8]) -> Result<Head, CannotOpen> {
    let head = sealed::open(&context.config.keys, Column::UnplacedHead, sealed)?;
    serde_json::from_str(typed(&head)).map_err(|_| CannotOpen)
}

/// A mail with its envelope, for whoever may read it; [`SuggestionError::NoSuchFile`] for all others,
/// as for one that was placed meanwhile.
async fn load(
    context: &Context,
    member: &Member,
    id: i64,
) -> Result<(Why, Timestamp, Option<String>, Incoming), SuggestionError> {
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .read(move |connection| {
            admit(connection, &cx, &member)?;
            let row: Option<(Why, Vec<u8>, Timestamp)> = unplaced_mails::table
                .find(id)
                .select((
                    unplaced_mails::reason,
                    unplaced_mails::mail_sealed,
                    unplaced_mails::received_at,
                ))
                .first(connection)
                .optional()?;
            let (why, sealed, at) = row.ok_or(SuggestionError::NoSuchFile)?;
            let (envelope, mail) = kept_mail::open(&cx, Column::UnplacedMail, &sealed)?;
            let meant = meant(connection, &cx, &envelope)?;
            Ok((why, at, meant, mail))
        })
        .await
}

/// The number of the case that the address names.
fn meant(
    connection: &mut AnyConnection,
    context: &Context,
    envelope: &Envelope,
) -> Result<Option<String>, DbError> {
    let Some(Tag::Office(case) | Tag::Resident(case)) = tag_of(context, envelope) else {
        return Ok(None);
    };
    Ok(cases::table
        .find(case)
        .select(cases::reference)
        .first(connection)
        .optional()?)
}

/// Opens one; that it was read is written down.
pub async fn find(context: &Context, member: &Member, id: i64) -> Result<Opened, SuggestionError> {
    let (why, at, meant, mail) = load(context, member, id).await?;
    let looked = look(context, member, vec![id]).await?;
    let files = mail.files.into_iter();
    Ok(Opened {
        id,
        why,
        at,
        from: mail.from,
        subject: mail.subject,
        text: mail.text,
        new_text: mail.new_text,
        files: files.map(|file| Private::new(file.name)).collect(),
        meant,
        looked,
    })
}

/// Its files, taken in as nobody's, for a case that is entered from it.
pub async fn files(context: &Context, member: &Member, id: i64) -> Result<Taken, SuggestionError> {
    let (.., mail) = load(context, member, id).await?;
    kept_mail::take_files(context, None, mail.files).await
}

/// What a member puts into a case.
pub struct Placing {
    /// The number of the case, as it was typed.
    pub of: String,
    pub words: Private<String>,
    /// Without the files that are not taken.
    pub leave_out: bool,
}

/// Puts a mail into a case as its resident's message; fields `of`, `reply` and `leave_out`.
pub async fn place(
    context: &Context,
    member: &Member,
    submission: &str,
    id: i64,
    placing: Placing,
) -> Result<(), SuggestionError> {
    let Placing {
        of,
        words,
        leave_out,
    } = placing;
    let reference = Reference::parse(&of).ok_or_else(|| acts::refused("of", "reference"))?;
    ask::check(&Message::from(words.clone()))?;
    let submission = {
        let mail = id.to_string();
        let said = ["place", &mail, reference.as_str(), typed(&words)];
        Submission::new(context, submission, Some(member.id), &said)
    };
    let Taken { files, left_out } = match files(context, member, id).await {
        // It was placed before: perhaps by this very form.
        Err(SuggestionError::NoSuchFile) => Taken::default(),
        taken => taken?,
    };
    if !left_out.is_empty() && !leave_out {
        return Err(acts::refused("leave_out", "mail-files"));
    }
    let message = Message { words, files };
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                admit(connection, &cx, &member)?;
                let case: Option<i64> = cases::table
                    .filter(cases::reference.eq(reference.as_str()))
                    .select(cases::id)
                    .first(connection)
                    .optional()?;
                let case = case.ok_or_else(|| acts::refused("of", "reference-unknown"))?;
                if !placed(connection, &cx, member.id, id, case)? {
                    return Err(SuggestionError::NoSuchFile);
                }
                ask::join(connection, &cx, case, &message, Some(member.id))?;
                Ok(case)
            })
        })
        .await
        .map(drop)
}

/// A mail has its place in a case now; gives whether it waited until then.
fn placed(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    id: i64,
    case: i64,
) -> Result<bool, DbError> {
    if diesel::delete(unplaced_mails::table.find(id)).execute(connection)? == 0 {
        return Ok(false);
    }
    let about = About {
        case: Some(case),
        by: Some(by),
        ..About::default()
    };
    note(connection, context, OfInbox::Placed, None, about)?;
    Ok(true)
}

/// A case was entered from a mail by somebody who may read it; twice is once.
pub(super) fn entered(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
    id: i64,
    case: i64,
) -> Result<(), SuggestionError> {
    admit(connection, context, member)?;
    placed(connection, context, member.id, id, case)?;
    Ok(())
}

/// Discards a mail; field `reason`. Twice is once.
pub async fn discard(
    context: &Context,
    member: &Member,
    id: i64,
    reason: &str,
) -> Result<(), SuggestionError> {
    let reason = Reason::new(reason).map_err(|_| acts::refused("reason", "required"))?;
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            admit(connection, &cx, &member)?;
            if diesel::delete(unplaced_mails::table.find(id)).execute(connection)? == 0 {
                return Ok(());
            }
            let about = About {
                by: Some(member.id),
                ..About::default()
            };
            let reason = Some(&reason);
            note(connection, &cx, OfInbox::Discarded, reason, about)?;
            Ok(())
        })
        .await
}

fn note(
    connection: &mut AnyConnection,
    context: &Context,
    what: OfInbox,
    reason: Option<&Reason>,
    about: About,
) -> Result<(), DbError> {
    let act = Arrangement::Inbox(what);
    let fields = serde_json::Map::new();
    ledger::note(connection, context, act, reason, about, fields)?;
    Ok(())
}
