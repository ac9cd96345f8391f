//! Answers that members of offices sent by mail: drafts at the case, which one click sends. That click
//! is the desk's own answer, with its checks; who wrote one is told that it waits. What a page shows of
//! one lies beside the mail, which is opened when it is sent alone.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    SuggestionError, desk,
    files::Message,
    kept_mail::{self, Taken},
    letters,
    suggestion::typed,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, answer_drafts, cases},
    },
    i18n::Lang,
    keys::CannotOpen,
    mail::{
        About, Letter, LetterKind,
        inbound::{Envelope, Incoming},
        outbox,
    },
    privacy::{
        Private,
        sealed::{self, Column},
        trace::Looked,
    },
    text::{Field, Format, findings},
};

/// How many are shown at once.
const MOST: i64 = 20;

/// An answer that waits to be sent.
pub struct Draft {
    pub id: i64,
    /// Who wrote it.
    pub by: String,
    pub at: Timestamp,
    pub words: Private<String>,
    /// The names of its files.
    pub files: Vec<Private<String>>,
    /// What in it may be personal data, which the detector found.
    pub found: Vec<Private<String>>,
}

/// A draft that is to be sent, with its files taken in.
pub struct Ready {
    pub message: Message,
    /// The names of files that are not taken.
    pub left_out: Vec<Private<String>>,
    pub looked: Looked,
}

/// A case with drafts of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Waiting {
    pub case: i64,
    pub reference: String,
    pub at: Timestamp,
}

/// What a page shows of a draft.
#[derive(Serialize, Deserialize)]
pub(super) struct Shown {
    words: String,
    files: Vec<String>,
}

impl Shown {
    pub(super) fn of(mail: &Incoming) -> Self {
        Self {
            words: typed(&mail.new_text).to_owned(),
            files: mail.files.iter().map(|file| file.name.clone()).collect(),
        }
    }

    fn seal(&self, context: &Context) -> Vec<u8> {
        let shown = serde_json::to_string(self).expect("strings serialise");
        let (keys, random) = (&context.config.keys, &context.random);
        sealed::seal(keys, random, Column::AnswerDraftShown, &Private::new(shown))
    }

    fn open(context: &Context, sealed: &[u8]) -> Result<Self, CannotOpen> {
        let shown = sealed::open(&context.config.keys, Column::AnswerDraftShown, sealed)?;
        serde_json::from_str(typed(&shown)).map_err(|_| CannotOpen)
    }
}

/// Keeps a reply as a draft, and tells who wrote it that it has not been sent.
pub(super) fn keep(
    connection: &mut AnyConnection,
    context: &Context,
    (case, account): (i64, i64),
    shown: &Shown,
    (envelope, raw): (&Envelope, &[u8]),
) -> Result<(), DbError> {
    let sealed = kept_mail::seal(context, Column::AnswerDraftMail, envelope, raw);
    diesel::insert_into(answer_drafts::table)
        .values((
            answer_drafts::case_id.eq(case),
            answer_drafts::account_id.eq(account),
            answer_drafts::shown_sealed.eq(shown.seal(context)),
            answer_drafts::mail_sealed.eq(sealed),
            answer_drafts::received_at.eq(context.now()),
        ))
        .execute(connection)?;
    tell(connection, context, case, account)
}

/// Tells a member that their answer waits at the case. Two programs never go on writing to each other by
/// it: what a program wrote becomes no draft, and what is replied to this mail comes to no case.
fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    account: i64,
) -> Result<(), DbError> {
    let (lang, email): (Lang, Vec<u8>) = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let reference: String = cases::table
        .find(case)
        .select(cases::reference)
        .first(connection)?;
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &email);
    let Ok(to) = to else {
        // The answer stands at the case all the same.
        tracing::error!("an account's address cannot be opened");
        return Ok(());
    };
    let letter = letter(context, (lang, to), case, &reference);
    outbox::enqueue(connection, context, &letter).map(drop)
}

/// That an answer has not been sent, and where one click does it; no word of it.
pub(super) fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    case: i64,
    reference: &str,
) -> Letter {
    let config = &context.config;
    let kind = LetterKind::DraftWaiting;
    let text = |part: &str| {
        let arguments = [
            (
                "city",
                lang.pick(&config.city.name_zh, &config.city.name_en),
            ),
            ("reference", reference.to_owned()),
        ];
        lang.t_with(&format!("mail-{}-{part}", kind.as_str()), &arguments)
    };
    let desk = config.absolute(&format!("/{}/desk/{case}", lang.as_str()));
    let paragraphs = vec![text("why"), text("what")];
    let button = Some((text("button"), desk));
    Letter {
        kind,
        // A case's mails get their replies into its file; this one's mean nothing to it.
        about: About::Nothing,
        to,
        content: letters::draft(context, lang, text("subject"), paragraphs, button).compose(),
    }
}

/// What may be personal data in the words of an answer.
pub(super) fn found_in(context: &Context, words: &Private<String>) -> Vec<Private<String>> {
    let field = Field::new("answer", Format::File, typed(words));
    let found = findings::find(&field, &context.detector());
    found
        .into_iter()
        .map(|found| Private::new(found.text))
        .collect()
}

/// The drafts of a case of the member's offices, the oldest first. Who opened the case has left a trace.
pub async fn of_case(context: &Context, case: i64) -> Result<Vec<Draft>, SuggestionError> {
    type Row = (i64, String, Vec<u8>, Timestamp);
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = answer_drafts::table
                .inner_join(accounts::table)
                .filter(answer_drafts::case_id.eq(case))
                .order(answer_drafts::id)
                .limit(MOST)
                .select((
                    answer_drafts::id,
                    accounts::name,
                    answer_drafts::shown_sealed,
                    answer_drafts::received_at,
                ))
                .load(connection)?;
            let draft = |(id, by, sealed, at): Row| {
                let shown = Shown::open(&cx, &sealed)?;
                let words = Private::new(shown.words);
                Ok::<_, SuggestionError>(Draft {
                    id,
                    by,
                    at,
                    found: found_in(&cx, &words),
                    words,
                    files: shown.files.into_iter().map(Private::new).collect(),
                })
            };
            rows.into_iter().map(draft).collect()
        })
        .await
}

/// The cases with drafts of a member's own, the oldest first.
pub async fn own(context: &Context, member: &Member) -> Result<Vec<Waiting>, SuggestionError> {
    let account = member.id;
    context
        .db
        .read(move |connection| {
            Ok(answer_drafts::table
                .inner_join(cases::table)
                .filter(answer_drafts::account_id.eq(account))
                .order(answer_drafts::id)
                .limit(MOST)
                .select((cases::id, cases::reference, answer_drafts::received_at))
                .load(connection)?)
        })
        .await
}

/// A draft as an answer, its files taken in as the member's; `None` where it was sent or dropped.
pub async fn ready(
    context: &Context,
    member: &Member,
    case: i64,
    draft: i64,
) -> Result<Option<Ready>, SuggestionError> {
    let (_, looked) = desk::look(context, member, case).await?;
    let cx = context.clone();
    let mail = context
        .db
        .read(move |connection| {
            let sealed: Option<Vec<u8>> = answer_drafts::table
                .find(draft)
                .filter(answer_drafts::case_id.eq(case))
                .select(answer_drafts::mail_sealed)
                .first(connection)
                .optional()?;
            let open = |sealed: Vec<u8>| kept_mail::open(&cx, Column::AnswerDraftMail, &sealed);
            Ok::<_, SuggestionError>(sealed.map(open).transpose()?)
        })
        .await?;
    let Some((_, mail)) = mail else {
        return Ok(None);
    };
    let Taken { files, left_out } =
        kept_mail::take_files(context, Some(member.id), mail.files).await?;
    Ok(Some(Ready {
        message: Message {
            words: mail.new_text,
            files,
        },
        left_out,
        looked,
    }))
}

/// Drops a draft of a case of the member's offices; twice is once.
pub async fn discard(
    context: &Context,
    member: &Member,
    case: i64,
    draft: i64,
) -> Result<(), SuggestionError> {
    let member = member.clone();
    context
        .db
        .write(move |connection| {
            desk::office_of(connection, &member, case)?;
            let one = answer_drafts::table
                .find(draft)
                .filter(answer_drafts::case_id.eq(case));
            diesel::delete(one).execute(connection)?;
            Ok(())
        })
        .await
}

/// A case that is answered has no drafts any more; who wrote one has it in their own sent mail.
pub(super) fn answered(connection: &mut AnyConnection, case: i64) -> Result<(), DbError> {
    diesel::delete(answer_drafts::table.filter(answer_drafts::case_id.eq(case)))
        .execute(connection)?;
    Ok(())
}
