//! What an office does with a case beside answering it: one way in, for pages and programs.
//!
//! Whose case it is and what its state allows is looked at here and in `record`; each act's own
//! rules stand in the file of its name. Answering is in `desk`, for it may be published too.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    RecordKind, Reference, SuggestionError, ask, assign, close, desk, duplicate, extend,
    files::{self, Message},
    follow::Case,
    forward, news, reassign,
    record::{self, Details},
    reopen,
    suggestion::typed,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::cases,
        text_enum,
    },
    offices::enquiries,
    once::Submission,
    privacy::Private,
    text_rules::{self, plain_line, readable, refuse, refuse_length},
};

/// The longest reason or note, in characters.
pub const LONGEST_REASON: usize = 2_000;
/// The longest name of an agency.
pub const LONGEST_AGENCY: usize = 120;

text_enum! {
    /// Why a case is registered and not processed: Administrative Procedure Act art. 173.
    pub enum Unprocessed {
        /// No concrete content (no. 1).
        NoContent = "no-content",
        /// No true name and address (no. 1); only where the city says that it goes by that.
        NoName = "no-name",
        /// The same matter was handled and clearly answered (no. 2).
        Answered = "answered",
        /// It was sent to several, and another is competent (no. 3).
        Elsewhere = "elsewhere",
    }
}

impl Unprocessed {
    /// Those on which this city goes.
    pub fn offered(context: &Context) -> impl Iterator<Item = Self> {
        let needs_name = context.config.needs_name;
        [
            Self::NoContent,
            Self::NoName,
            Self::Answered,
            Self::Elsewhere,
        ]
        .into_iter()
        .filter(move |ground| needs_name || *ground != Self::NoName)
    }

    const fn kind(self) -> RecordKind {
        match self {
            Self::NoContent => RecordKind::NotProcessedNoContent,
            Self::NoName => RecordKind::NotProcessedNoName,
            Self::Answered => RecordKind::NotProcessedAnswered,
            Self::Elsewhere => RecordKind::NotProcessedElsewhere,
        }
    }
}

text_enum! {
    /// What can be done, as addresses and programs call it.
    pub enum ActKind {
        TakeUp = "take-up",
        Reassign = "reassign",
        Forward = "forward",
        Extend = "extend",
        NotProcess = "not-process",
        Duplicate = "duplicate",
        Close = "close",
        Reopen = "reopen",
        Note = "note",
        Assign = "assign",
        Ask = "ask",
    }
}

impl ActKind {
    pub const ALL: [Self; 11] = [
        Self::TakeUp,
        Self::Ask,
        Self::Reassign,
        Self::Forward,
        Self::Extend,
        Self::NotProcess,
        Self::Duplicate,
        Self::Close,
        Self::Reopen,
        Self::Note,
        Self::Assign,
    ];

    /// Those that a case allows now.
    pub fn of(case: &Case) -> impl Iterator<Item = Self> {
        let (state, is_enquiry) = (case.state, case.category.slug == enquiries::CATEGORY);
        Self::ALL
            .into_iter()
            .filter(move |act| state.after(act.record()).is_some())
            .filter(move |act| !is_enquiry || !matches!(act, Self::Reassign | Self::Forward))
    }

    /// The record that it leaves, or one of them.
    const fn record(self) -> RecordKind {
        match self {
            Self::TakeUp => RecordKind::TakenUp,
            Self::Reassign => RecordKind::Reassigned,
            Self::Forward => RecordKind::Forwarded,
            Self::Extend => RecordKind::Extended,
            Self::NotProcess => RecordKind::NotProcessedNoContent,
            Self::Duplicate => RecordKind::Duplicate,
            Self::Close => RecordKind::Closed,
            Self::Reopen => RecordKind::Reopened,
            Self::Note => RecordKind::Noted,
            Self::Assign => RecordKind::Assigned,
            Self::Ask => RecordKind::Asked,
        }
    }
}

/// What is done, with what was typed, trimmed.
#[derive(Clone)]
pub enum Act {
    TakeUp,
    /// To the office of this slug.
    Reassign {
        office: String,
        reason: Private<String>,
    },
    /// To an agency outside the city, by mail.
    Forward {
        agency: String,
        address: Private<String>,
        reason: Private<String>,
    },
    /// `None` where no day was typed.
    Extend {
        until: Option<NaiveDate>,
        reason: Private<String>,
    },
    /// `None` where no ground was chosen.
    NotProcess {
        ground: Option<Unprocessed>,
        reason: Private<String>,
    },
    /// Of the case with this number; its resident gets that one's answer where they are merged.
    Duplicate {
        of: String,
        merge: bool,
    },
    Close,
    Reopen {
        reason: Private<String>,
    },
    Note(Message),
    /// What the resident is asked.
    Ask(Message),
    /// To the colleague with this account, or back to nobody in particular; `from` is who has it
    /// as the member knows.
    Assign {
        to: Option<i64>,
        from: Option<i64>,
    },
}

impl Act {
    const fn kind(&self) -> ActKind {
        match self {
            Self::TakeUp => ActKind::TakeUp,
            Self::Reassign { .. } => ActKind::Reassign,
            Self::Forward { .. } => ActKind::Forward,
            Self::Extend { .. } => ActKind::Extend,
            Self::NotProcess { .. } => ActKind::NotProcess,
            Self::Duplicate { .. } => ActKind::Duplicate,
            Self::Close => ActKind::Close,
            Self::Reopen { .. } => ActKind::Reopen,
            Self::Note(_) => ActKind::Note,
            Self::Assign { .. } => ActKind::Assign,
            Self::Ask(_) => ActKind::Ask,
        }
    }

    /// What was typed, by which the same form is known when it comes again.
    fn said(&self, case: i64) -> Vec<String> {
        let kind = self.kind().as_str().to_owned();
        let mut said = vec!["act".to_owned(), case.to_string(), kind];
        match self {
            Self::TakeUp | Self::Close => {}
            Self::Reassign { office, reason } => {
                said.extend([office.clone(), typed(reason).to_owned()]);
            }
            Self::Forward {
                agency,
                address,
                reason,
            } => said.extend([
                agency.clone(),
                typed(address).to_owned(),
                typed(reason).to_owned(),
            ]),
            Self::Extend { until, reason } => {
                said.extend([format!("{until:?}"), typed(reason).to_owned()]);
            }
            Self::NotProcess { ground, reason } => {
                said.extend([format!("{ground:?}"), typed(reason).to_owned()]);
            }
            Self::Duplicate { of, merge } => said.extend([of.clone(), merge.to_string()]),
            Self::Reopen { reason } => said.push(typed(reason).to_owned()),
            Self::Note(message) | Self::Ask(message) => said.extend(message.said()),
            Self::Assign { to, from } => said.push(format!("{to:?} {from:?}")),
        }
        said
    }

    /// What breaks a rule before anything is looked up, each field with the code of its message.
    pub(super) fn check(&self, context: &Context) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        match self {
            Self::TakeUp | Self::Close | Self::Assign { .. } => {}
            Self::Reassign { office, reason } => {
                if office.is_empty() {
                    refuse(&mut errors, "office", "choice");
                }
                check_words(&mut errors, "reason", reason);
            }
            Self::Forward {
                agency,
                address,
                reason,
            } => {
                let length = agency.chars().count();
                if length == 0 {
                    refuse(&mut errors, "agency", "required");
                } else if length > LONGEST_AGENCY {
                    refuse_length(&mut errors, "agency", 1, LONGEST_AGENCY);
                } else if !plain_line(agency) {
                    refuse(&mut errors, "agency", "characters");
                }
                if !text_rules::email(typed(address)) {
                    refuse(&mut errors, "address", "email");
                }
                check_words(&mut errors, "reason", reason);
            }
            Self::Extend { until, reason } => {
                if until.is_none() {
                    refuse(&mut errors, "until", "date");
                }
                check_words(&mut errors, "reason", reason);
            }
            Self::NotProcess { ground, reason } => {
                if !ground
                    .is_some_and(|ground| Unprocessed::offered(context).any(|one| one == ground))
                {
                    refuse(&mut errors, "ground", "choice");
                }
                check_words(&mut errors, "reason", reason);
            }
            Self::Duplicate { of, .. } => {
                if Reference::parse(of).is_none() {
                    refuse(&mut errors, "of", "reference");
                }
            }
            Self::Reopen { reason } => check_words(&mut errors, "reason", reason),
            Self::Note(message) | Self::Ask(message) => {
                check_words(&mut errors, "words", &message.words);
                files::check(&mut errors, &message.files);
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

pub(super) fn check_words(
    errors: &mut ValidationErrors,
    field: &'static str,
    words: &Private<String>,
) {
    let words = typed(words);
    if words.is_empty() {
        refuse(errors, field, "required");
    } else if words.chars().count() > LONGEST_REASON {
        refuse_length(errors, field, 1, LONGEST_REASON);
    } else if !readable(words) {
        refuse(errors, field, "characters");
    }
}

/// One error of one field.
pub(super) fn refused(field: &'static str, code: &'static str) -> SuggestionError {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field, code);
    errors.into()
}

/// Who acts, for which office, on which case.
#[derive(Clone, Copy)]
pub(super) struct Acting<'a> {
    pub member: &'a Member,
    pub office: i64,
    pub case: i64,
}

impl<'a> Acting<'a> {
    /// What a record of the acting office says beside its kind.
    pub fn details(&self, body: Option<&'a Private<String>>) -> Details<'a> {
        Details {
            office: Some(self.office),
            account: Some(self.member.id),
            body,
            ..Details::default()
        }
    }

    /// As [`Self::details`], of words with files.
    pub fn saying(&self, message: &'a Message) -> Details<'a> {
        Details {
            office: Some(self.office),
            account: Some(self.member.id),
            ..Details::of(message)
        }
    }
}

/// Does it, once for each `submission`.
///
/// [`SuggestionError::NoSuchCase`] for a case of other offices, as for one that does not exist;
/// [`SuggestionError::NotNow`] where its state does not allow the act, or somebody was faster.
pub async fn perform(
    context: &Context,
    member: &Member,
    submission: &str,
    case: i64,
    act: Act,
) -> Result<(), SuggestionError> {
    act.check(context)?;
    let said = act.said(case);
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let submission = Submission::new(context, submission, Some(member.id), &said);
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                carry_out(connection, &cx, &member, case, &act).map(|()| case)
            })
        })
        .await
        .map(drop)
}

fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
    case: i64,
    act: &Act,
) -> Result<(), SuggestionError> {
    let mut held = BTreeSet::from([case]);
    let other = match act {
        Act::Duplicate { of, .. } => id_of(connection, of)?,
        _ => None,
    };
    held.extend(other);
    locks::hold(connection, Table::Cases, held)?;
    let acting = Acting {
        member,
        office: desk::office_of(connection, member, case)?,
        case,
    };
    let append = |connection: &mut AnyConnection, kind, details| {
        record::append(connection, context, case, kind, details)
    };
    match act {
        Act::TakeUp => append(connection, RecordKind::TakenUp, acting.details(None)),
        Act::Note(message) => append(connection, RecordKind::Noted, acting.saying(message)),
        Act::Ask(question) => ask::ask(connection, context, acting, question),
        Act::Assign { to, from } => assign::assign(connection, context, acting, *to, *from),
        Act::NotProcess { ground, reason } => {
            let ground = ground.ok_or_else(|| refused("ground", "choice"))?;
            append(connection, ground.kind(), acting.details(Some(reason)))?;
            let news = news::News::NotProcessed { ground, reason };
            news::tell(connection, context, acting, &news)
        }
        Act::Reassign { office, reason } => {
            reassign::reassign(connection, context, acting, office, reason)
        }
        Act::Forward {
            agency,
            address,
            reason,
        } => forward::forward(connection, context, acting, (agency, address), reason),
        Act::Extend { until, reason } => {
            let until = until.ok_or_else(|| refused("until", "date"))?;
            extend::extend(connection, context, acting, until, reason)
        }
        Act::Duplicate { merge, .. } => {
            let other = other.ok_or_else(|| refused("of", "reference-unknown"))?;
            duplicate::set(connection, context, acting, other, *merge)
        }
        Act::Close => close::close(connection, context, acting),
        Act::Reopen { reason } => reopen::by_office(connection, context, acting, reason),
    }
}

fn id_of(connection: &mut AnyConnection, reference: &str) -> Result<Option<i64>, DbError> {
    let Some(reference) = Reference::parse(reference) else {
        return Ok(None);
    };
    Ok(cases::table
        .filter(cases::reference.eq(reference.as_str()))
        .select(cases::id)
        .first(connection)
        .optional()?)
}
