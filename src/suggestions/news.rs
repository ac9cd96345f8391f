//! Telling residents by mail what became of their case. It goes to the resident of the case and to
//! those whose cases were merged into it, each in the language of their own.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Confirmation, RecordKind, SuggestionError,
    acts::{Acting, Unprocessed},
    files::Message,
    letters::{self, Resident},
    rating,
    record::{self, Details},
};
use crate::{
    attachments::{self, Enclosed},
    context::Context,
    db::{
        AnyConnection,
        schema::{case_duplicates, cases, categories, offices as office_table},
    },
    i18n::Lang,
    mail::{LetterKind, outbox},
    offices::Office,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// What there is to tell.
pub(super) enum News<'a> {
    Reassigned {
        to: &'a Office,
        /// The new due date, where the promised one left no time.
        due: Option<NaiveDate>,
        reason: &'a Private<String>,
    },
    Extended {
        until: NaiveDate,
        reason: &'a Private<String>,
    },
    Forwarded {
        agency: &'a str,
        address: &'a Private<String>,
        contact: bool,
        reason: &'a Private<String>,
    },
    NotProcessed {
        ground: Unprocessed,
        reason: &'a Private<String>,
    },
    /// Of the case alone: nothing of the other one.
    Duplicate { merged: bool },
    Reopened {
        due: NaiveDate,
        reason: &'a Private<String>,
    },
    /// What the office wants to know.
    Asked { question: &'a Message },
}

impl News<'_> {
    /// Names its words.
    const fn key(&self) -> &'static str {
        match self {
            Self::Reassigned { .. } => "reassigned",
            Self::Extended { .. } => "extended",
            Self::Forwarded { .. } => "forwarded",
            Self::NotProcessed { .. } => "not-processed",
            Self::Duplicate { merged: false } => "duplicate",
            Self::Duplicate { merged: true } => "merged",
            Self::Reopened { .. } => "reopened",
            Self::Asked { .. } => "asked",
        }
    }

    /// What the words name, beside the case and the office.
    fn arguments(&self, lang: Lang) -> Vec<(&'static str, String)> {
        match self {
            Self::Reassigned { to, .. } => vec![("to", to.name(lang))],
            Self::Extended { until: day, .. } | Self::Reopened { due: day, .. } => {
                vec![("due", lang.date(*day))]
            }
            Self::Forwarded {
                agency, address, ..
            } => vec![
                ("agency", (*agency).to_owned()),
                (
                    "address",
                    address.reveal(Viewer::Plaza, Purpose::Delivery).clone(),
                ),
            ],
            Self::NotProcessed { .. } | Self::Duplicate { .. } | Self::Asked { .. } => Vec::new(),
        }
    }

    /// What stands below the first sentence.
    fn further(&self, lang: Lang) -> Vec<String> {
        let because = |reason: &Private<String>| {
            let reason = reason.reveal(Viewer::Plaza, Purpose::Delivery);
            lang.ta("mail-news-reason", "reason", reason)
        };
        match self {
            Self::Reassigned { due, reason, .. } => {
                let due = due.map(|due| lang.ta("mail-news-reassigned-due", "due", lang.date(due)));
                std::iter::once(because(reason)).chain(due).collect()
            }
            Self::Extended { reason, .. } | Self::Reopened { reason, .. } => vec![because(reason)],
            Self::Forwarded {
                contact, reason, ..
            } => {
                let contact = if *contact {
                    "mail-news-with-contact"
                } else {
                    "mail-news-without-contact"
                };
                vec![because(reason), lang.t(contact)]
            }
            Self::NotProcessed { ground, reason } => {
                let ground = lang.t(&format!("not-processed-{}", ground.as_str()));
                vec![ground, because(reason), lang.t("mail-news-registered")]
            }
            Self::Asked { question } => {
                let words = question.words.reveal(Viewer::Plaza, Purpose::Delivery);
                let mut further = vec![words.clone()];
                further.extend(letters::files(lang, question.files.len()));
                further.push(lang.t("mail-news-asked-how"));
                further
            }
            Self::Duplicate { .. } => Vec::new(),
        }
    }

    /// Whether it concerns those whose cases were merged into this one.
    const fn is_for_merged(&self) -> bool {
        !matches!(self, Self::Duplicate { .. } | Self::Asked { .. })
    }
}

/// Mails it, in the transaction of what it tells of.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    news: &News<'_>,
) -> Result<(), SuggestionError> {
    let office = office(connection, acting.office)?;
    let mut residents = residents(connection, context, &[acting.case])?;
    if news.is_for_merged() {
        let merged = merged_into(connection, acting.case)?;
        residents.extend(self::residents(connection, context, &merged)?);
    }
    for resident in residents {
        let letter = letter(context, resident, &office, news);
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}

pub(super) fn letter(
    context: &Context,
    resident: Resident,
    office: &Office,
    news: &News<'_>,
) -> crate::mail::Letter {
    let lang = resident.lang;
    let city = &context.config.city;
    let mut arguments = vec![
        ("city", lang.pick(&city.name_zh, &city.name_en)),
        ("office", office.name(lang)),
        ("reference", resident.reference.clone()),
    ];
    arguments.extend(news.arguments(lang));
    let key = news.key();
    let subject = lang.ta(
        &format!("mail-news-{key}-subject"),
        "reference",
        &resident.reference,
    );
    let mut paragraphs = vec![lang.t_with(&format!("mail-news-{key}"), &arguments)];
    paragraphs.extend(news.further(lang));
    paragraphs.push(letters::what_follows(context, lang));
    letters::to_resident(
        context,
        LetterKind::CaseNews,
        resident,
        subject,
        (paragraphs, &[]),
    )
}

/// Brings the office's answer to the resident of the case and to those whose cases were merged
/// into it; theirs stand in their files too, with what came with it.
pub(super) fn answered(
    connection: &mut AnyConnection,
    context: &Context,
    (case, office): (i64, i64),
    answer: &Private<String>,
) -> Result<(), SuggestionError> {
    let merged = merged_into(connection, case)?;
    let (_, count) = files_of_answer(connection, case)?;
    bring(connection, context, office, &[case], (answer, count))?;
    answered_too(connection, context, (case, office), &merged, answer)
}

/// As [`answered`], for cases that were merged into `main` alone.
pub(super) fn answered_too(
    connection: &mut AnyConnection,
    context: &Context,
    (main, office): (i64, i64),
    merged: &[i64],
    answer: &Private<String>,
) -> Result<(), SuggestionError> {
    let (files, count) = files_of_answer(connection, main)?;
    for case in merged {
        let details = Details {
            office: Some(office),
            body: Some(answer),
            files,
            ..Details::default()
        };
        record::append(connection, context, *case, RecordKind::AnsweredToo, details)?;
    }
    bring(connection, context, office, merged, (answer, count))
}

/// The files of the latest answer, and how many.
fn files_of_answer(
    connection: &mut AnyConnection,
    case: i64,
) -> QueryResult<(Enclosed<'static>, usize)> {
    Ok(
        match record::latest(connection, case, RecordKind::Answered)? {
            Some(number) => (
                Enclosed::Record { case, number },
                attachments::count(connection, case, Some(number))?,
            ),
            None => (Enclosed::Nothing, 0),
        },
    )
}

fn bring(
    connection: &mut AnyConnection,
    context: &Context,
    office: i64,
    cases: &[i64],
    answer: (&Private<String>, usize),
) -> Result<(), SuggestionError> {
    let office = self::office(connection, office)?;
    let residents = residents(connection, context, cases)?;
    let mailed: Vec<i64> = residents.iter().map(|resident| resident.case).collect();
    let asked = rating::ask(connection, context, office.id, cases, &mailed)?;
    for resident in residents {
        let asked = asked.get(&resident.case);
        let letter = letters::answer(context, resident, &office, answer, asked);
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}

fn office(connection: &mut AnyConnection, id: i64) -> QueryResult<Office> {
    office_table::table
        .find(id)
        .select(Office::as_select())
        .first(connection)
}

/// The cases that were merged into one and that their residents do not want unused.
fn merged_into(connection: &mut AnyConnection, main: i64) -> QueryResult<Vec<i64>> {
    case_duplicates::table
        .inner_join(cases::table.on(cases::id.eq(case_duplicates::case_id)))
        .filter(case_duplicates::main_id.eq(main))
        .filter(case_duplicates::merged.eq(true))
        .filter(cases::restricted_on.is_null())
        .order(case_duplicates::case_id)
        .select(case_duplicates::case_id)
        .load(connection)
}

/// The residents of these cases who confirmed an address.
fn residents(
    connection: &mut AnyConnection,
    context: &Context,
    of: &[i64],
) -> Result<Vec<Resident>, SuggestionError> {
    type Row = (i64, String, Lang, String, Option<Vec<u8>>);
    let rows: Vec<Row> = cases::table
        .inner_join(categories::table)
        .filter(cases::id.eq_any(of.to_vec()))
        .filter(cases::confirmation.eq(Confirmation::Confirmed))
        .order(cases::id)
        .select((
            cases::id,
            cases::reference,
            cases::language,
            categories::slug,
            cases::contact_email_sealed,
        ))
        .load(connection)?;
    let keys = &context.config.keys;
    let resident = |(case, reference, lang, slug, email): Row| {
        let to = sealed::open(keys, Column::CaseContactEmail, &email?);
        Some(to.map(|to| Resident {
            case,
            reference,
            lang,
            slug,
            to,
        }))
    };
    let all: Result<Vec<_>, _> = rows.into_iter().filter_map(resident).collect();
    Ok(all?)
}
