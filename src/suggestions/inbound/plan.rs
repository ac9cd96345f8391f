//! What is to be done with a mail that came in, by what is known of it; nothing is changed here.

use diesel::prelude::*;

use super::InboundError;
use crate::{
    accounts::{Member, staff},
    context::Context,
    db::{
        DbError,
        schema::{cases, offices},
    },
    mail::{
        bounce::{self, Named},
        inbound::{Automatic, Incoming, Report},
        tag::Tag,
    },
    offices::entries::RepliesSend,
    privacy::{
        Private,
        sealed::{self, Column},
    },
    suggestions::{
        Confirmation, RecordKind, State, SuggestionError, ask, desk, drafts,
        files::Message,
        kept_mail::{self, Taken},
        suggestion::typed,
        unplaced::Why,
    },
};

/// What is to be done with it.
pub(super) enum Plan {
    Draft {
        case: i64,
        account: i64,
        shown: drafts::Shown,
    },
    Answer {
        case: i64,
        member: Member,
        answer: Message,
    },
    Join {
        case: i64,
        message: Message,
    },
    Bounced {
        mail: i64,
        words: Private<String>,
        /// Its address is none.
        is_nowhere: bool,
    },
    /// A program's reply to a mail about this case, where it is about one.
    Replied(Option<i64>),
    /// There is nothing to keep of it.
    Nothing,
    Wait {
        why: Why,
        from: Option<Private<String>>,
        subject: Private<String>,
    },
}

/// What is to be done with a message that came to the address of `tag`.
pub(super) async fn plan(
    context: &Context,
    tag: Option<Tag>,
    message: Incoming,
) -> Result<Plan, InboundError> {
    match tag {
        Some(_) if !message.is_whole => Ok(waits(Why::Form, message)),
        Some(Tag::Mail(mail)) => of_mail(context, mail, message).await,
        Some(Tag::Office(case) | Tag::Resident(case))
            if matches!(
                message.report,
                Some(Report::Failed { .. } | Report::Passing)
            ) || matches!(
                message.automatic,
                Some(Automatic::Reply | Automatic::Note | Automatic::Nameless)
            ) =>
        {
            Ok(Plan::Replied(Some(case)))
        }
        _ if message.automatic == Some(Automatic::Own) => Ok(Plan::Nothing),
        Some(_) if message.automatic == Some(Automatic::Circle) => Ok(waits(Why::Circle, message)),
        Some(_) if message.automatic == Some(Automatic::Bulk) => Ok(waits(Why::Bulk, message)),
        Some(Tag::Office(case)) => of_office(context, case, message).await,
        Some(Tag::Resident(case)) => of_resident(context, case, message).await,
        None if matches!(
            message.automatic,
            Some(Automatic::Reply | Automatic::Nameless)
        ) =>
        {
            Ok(Plan::Nothing)
        }
        None => Ok(waits(Why::NoTag, message)),
    }
}

fn waits(why: Why, message: Incoming) -> Plan {
    Plan::Wait {
        why,
        from: message.from,
        subject: message.subject,
    }
}

/// What comes back to the sender of a mail of ours: a report, or an out-of-office note.
async fn of_mail(context: &Context, mail: i64, message: Incoming) -> Result<Plan, InboundError> {
    match message.report {
        Some(Report::Failed {
            ref words,
            ref addresses,
            ref nowhere,
        }) => {
            let (words, addresses, nowhere) = (words.clone(), addresses.clone(), nowhere.clone());
            let keys = context.config.keys.clone();
            let (named, is_nowhere) = context
                .db
                .read(move |connection| {
                    let named = bounce::named(connection, &keys, mail, &addresses)?;
                    let nowhere = match nowhere {
                        Some(whose) => Some(bounce::named(connection, &keys, mail, &whose)?),
                        None => None,
                    };
                    Ok::<_, DbError>((named, nowhere == Some(Named::Own)))
                })
                .await?;
            return Ok(match named {
                Named::Own | Named::Beyond => Plan::Bounced {
                    mail,
                    words,
                    is_nowhere,
                },
                Named::Others => waits(Why::Return, message),
            });
        }
        Some(Report::Passing) => return Ok(Plan::Nothing),
        Some(Report::Unclear) => return Ok(waits(Why::Return, message)),
        None => {}
    }
    match message.automatic {
        Some(Automatic::Own) => return Ok(Plan::Nothing),
        Some(Automatic::Reply | Automatic::Note) => {}
        Some(Automatic::Nameless | Automatic::Circle | Automatic::Bulk) | None => {
            return Ok(waits(Why::Return, message));
        }
    }
    let of = context
        .db
        .read(move |connection| bounce::of(connection, mail))
        .await?;
    Ok(Plan::Replied(of.and_then(|of| of.case)))
}

/// A member's reply to a case of an office of theirs.
async fn of_office(context: &Context, case: i64, message: Incoming) -> Result<Plan, InboundError> {
    let Some(from) = message.from.clone() else {
        return Ok(waits(Why::Sender, message));
    };
    let keys = context.config.keys.clone();
    let known = context
        .db
        .read(move |connection| {
            let Some(member) = staff::member_at(connection, &keys, &from)? else {
                return Ok(None);
            };
            let office = match desk::own_office_of(connection, &member, case) {
                Ok(office) => office,
                Err(SuggestionError::NoSuchCase) => return Ok(None),
                Err(error) => return Err(error),
            };
            let state: State = cases::table
                .find(case)
                .select(cases::state)
                .first(connection)?;
            let sends: RepliesSend = offices::table
                .find(office)
                .select(offices::replies_send)
                .first(connection)?;
            Ok(Some((member, state, sends)))
        })
        .await?;
    let Some((member, state, sends)) = known else {
        return Ok(waits(Why::Sender, message));
    };
    let why = if !message.is_proven {
        Some(Why::Unproven)
    } else if !state.is_open() {
        Some(Why::Closed)
    } else if typed(&message.new_text).is_empty() {
        Some(Why::Empty)
    } else if desk::check_as("answer", typed(&message.new_text)).is_err() {
        Some(Why::Words)
    } else {
        None
    };
    if let Some(why) = why {
        return Ok(waits(why, message));
    }
    let draft = Plan::Draft {
        case,
        account: member.id,
        shown: drafts::Shown::of(&message),
    };
    if sends == RepliesSend::Draft
        || message.may_be_note
        || message.may_hold_others
        || !drafts::found_in(context, &message.new_text).is_empty()
    {
        return Ok(draft);
    }
    let Taken { files, left_out } =
        kept_mail::take_files(context, Some(member.id), message.files).await?;
    if !left_out.is_empty() {
        return Ok(draft);
    }
    Ok(Plan::Answer {
        case,
        member,
        answer: Message {
            words: message.new_text,
            files,
        },
    })
}

/// What its resident writes to a case.
async fn of_resident(
    context: &Context,
    case: i64,
    message: Incoming,
) -> Result<Plan, InboundError> {
    type Row = (State, Confirmation, Option<Vec<u8>>);
    let row: Option<Row> = context
        .db
        .read(move |connection| {
            let row = cases::table
                .find(case)
                .select((
                    cases::state,
                    cases::confirmation,
                    cases::contact_email_sealed,
                ))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(row)
        })
        .await?;
    let keys = &context.config.keys;
    let (state, own) = match row {
        Some((state, Confirmation::Confirmed, Some(sealed))) => {
            let own = sealed::open(keys, Column::CaseContactEmail, &sealed);
            (state, own.map_err(SuggestionError::from)?)
        }
        _ => return Ok(waits(Why::Sender, message)),
    };
    let is_own = |from: &Private<String>| sealed::is_same_email(from, &own);
    if !message.from.as_ref().is_some_and(is_own) {
        return Ok(waits(Why::Sender, message));
    }
    let words = Message::from(message.new_text.clone());
    let why = if !message.is_proven {
        Some(Why::Unproven)
    } else if state.after(RecordKind::Added).is_none() {
        Some(Why::Closed)
    } else if typed(&message.new_text).is_empty() {
        Some(Why::Empty)
    } else if ask::check(&words).is_err() {
        Some(Why::Words)
    } else {
        None
    };
    if let Some(why) = why {
        return Ok(waits(why, message));
    }
    let (from, subject) = (message.from, message.subject);
    let Taken { files, left_out } = kept_mail::take_files(context, None, message.files).await?;
    if !left_out.is_empty() {
        let why = Why::Files;
        return Ok(Plan::Wait { why, from, subject });
    }
    let message = Message { files, ..words };
    Ok(Plan::Join { case, message })
}
