//! Telling colleagues by mail which cases others gave them to handle: one mail for all that came
//! since the last. It says no word of a resident's.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    State, SuggestionError,
    due::{self, Due, MOST},
    letters,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, case_assignees, cases, categories, districts},
    },
    i18n::Lang,
    mail::{About, Letter, LetterKind, outbox},
    offices::{self, Category, District},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// Tells everybody who is to be told. One who cannot be told keeps none of the others waiting; the
/// error is given at the end.
pub async fn tell(context: &Context) -> Result<(), SuggestionError> {
    // The look goes to the readers: where nobody is to be told, SQLite's one writer is left alone.
    let colleagues: Vec<i64> = context
        .db
        .read(|connection| {
            let untold = case_assignees::table
                .filter(case_assignees::told.eq(false))
                .select(case_assignees::account_id)
                .distinct()
                .order(case_assignees::account_id)
                .load(connection)?;
            Ok::<_, SuggestionError>(untold)
        })
        .await?;
    let mut failed = Ok(());
    for account in colleagues {
        loop {
            let cx = context.clone();
            let done = context
                .db
                .write(move |connection| tell_one(connection, &cx, account))
                .await;
            match done {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::error!(%error, "a colleague could not be told of cases");
                    failed = Err(error);
                    break;
                }
            }
        }
    }
    failed
}

/// Whether there may be more to tell this colleague of.
fn tell_one(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<bool, SuggestionError> {
    let untold = due::held(connection, |connection| {
        case_assignees::table
            .filter(case_assignees::account_id.eq(account))
            .filter(case_assignees::told.eq(false))
            .order(case_assignees::case_id)
            .limit(MOST as i64)
            .select(case_assignees::case_id)
            .load(connection)
    })?;
    if untold.is_empty() {
        return Ok(false);
    }
    // Also what was answered meanwhile: there is nothing to tell of it any more.
    diesel::update(case_assignees::table.filter(case_assignees::case_id.eq_any(&untold)))
        .set(case_assignees::told.eq(true))
        .execute(connection)?;
    let (lang, sealed): (Lang, Vec<u8>) = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let given = given(connection, account, lang, &untold)?;
    if !given.is_empty() {
        let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
        outbox::enqueue(connection, context, &letter(context, lang, to, &given))?;
    }
    Ok(untold.len() == MOST)
}

/// Counts everybody as told: a backup does not say what was mailed since.
pub fn count_as_told(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::update(case_assignees::table.filter(case_assignees::told.eq(false)))
        .set(case_assignees::told.eq(true))
        .execute(connection)?;
    Ok(())
}

/// A case that is to be handled.
pub(super) struct Given {
    pub id: i64,
    pub due: Due,
}

/// Those that still wait for an answer of an office for which this colleague works.
fn given(
    connection: &mut AnyConnection,
    account: i64,
    lang: Lang,
    of: &[i64],
) -> Result<Vec<Given>, SuggestionError> {
    let own = offices::of_member(connection, account)?;
    let rows: Vec<((i64, String, NaiveDate), Category, District)> = cases::table
        .inner_join(case_assignees::table)
        .inner_join(categories::table)
        .inner_join(districts::table)
        .filter(cases::id.eq_any(of))
        .filter(cases::state.eq_any(State::OPEN))
        .filter(cases::due_on.is_not_null())
        .filter(case_assignees::office_id.eq_any(own))
        .order((cases::due_on, cases::id))
        .select((
            (cases::id, cases::reference, cases::due_on.assume_not_null()),
            Category::as_select(),
            District::as_select(),
        ))
        .load(connection)?;
    let given = rows
        .into_iter()
        .map(|((id, reference, on), category, district)| {
            let (category, district) = (category.name(lang), district.name(lang));
            let due = Due {
                reference,
                category,
                district,
                on,
            };
            Given { id, due }
        });
    Ok(given.collect())
}

pub(super) fn letter(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    given: &[Given],
) -> Letter {
    let config = &context.config;
    let today = context.clock.today(config.city.time_zone);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let kind = LetterKind::CasesAssigned;
    let text = |part: &str| {
        let arguments = [
            (
                "city",
                lang.pick(&config.city.name_zh, &config.city.name_en),
            ),
            ("count", given.len().to_string()),
        ];
        lang.t_with(&format!("mail-{}-{part}", kind.as_str()), &arguments)
    };
    let mut paragraphs = vec![text("why")];
    let mut addresses = Vec::new();
    for one in given {
        let line = letters::line(lang, &one.due, today);
        let desk = address(&format!("desk/{}", one.id));
        paragraphs.push(format!("{line}\n{desk}"));
        addresses.push(desk);
    }
    paragraphs.push(text("what"));
    let button = (lang.t("mail-due-button"), address("desk"));
    let draft = letters::draft(context, lang, text("subject"), paragraphs, Some(button));
    Letter {
        kind,
        about: About::Nothing,
        to,
        content: draft.compose_with(&addresses),
    }
}
