//! Answering a case whose words are published: the office's answer can stand in the topic too, as
//! an official answer, once nothing personal is left in it. The resident gets it whole.

use diesel::prelude::*;

use super::PublishedError;
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, schema::offices as office_table},
    forum::{submission::field, suggested},
    i18n::Lang,
    offices::Office,
    privacy::{Purpose, Viewer},
    suggestions::{SuggestionError, desk, files::Message},
    text::{
        Field, Format,
        official::{self, Answered},
        publication::{Publication, Undecided},
    },
};

/// The field of the words that stand in public where they are others than the answer.
pub const IN_PUBLIC: &str = "in_public";

/// What came of an answer that shall stand in the topic.
pub enum Outcome {
    /// The case is answered, and the topic says so too.
    Done,
    /// The case is answered. Its words were not public any more, and so is the answer not.
    NotPublic,
    /// Its findings must be answered first; nothing is stored and nobody told.
    Undecided(Box<Undecided>),
}

/// Answers a case as [`desk::answer`] does, and its topic in the same transaction, once for each
/// `submission`: with the same words, or those that were left of them in public before, and never
/// with files. What is found there can be masked or taken out; the city publishes nobody's data.
pub async fn answer(
    context: &Context,
    member: &Member,
    submission: &str,
    case: i64,
    answer: Message,
    (in_public, language, answered): (Option<String>, Lang, Answered),
) -> Result<Outcome, PublishedError> {
    desk::check(&answer).map_err(SuggestionError::from)?;
    let words = match &in_public {
        Some(words) => {
            desk::check_as(IN_PUBLIC, words).map_err(SuggestionError::from)?;
            words
        }
        None => answer.words.reveal(Viewer::Plaza, Purpose::Storage),
    };
    // Nobody is asked about words that go nowhere.
    if topic_of(context, case).await?.is_none() {
        desk::answer(context, member, submission, case, answer).await?;
        return Ok(Outcome::NotPublic);
    }
    let fields = vec![Field::new(field::BODY, Format::Markdown, words)];
    let publication = match official::clear(context, fields, answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Outcome::Undecided(undecided)),
    };
    let submission = desk::submission_of(context, member, submission, case, &answer);
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                let topic = hold(connection, case, &publication)?;
                let office = desk::answer_in(connection, &cx, &member, case, &answer)?;
                let Some(topic) = topic else {
                    return Ok(0);
                };
                let office: Office = office_table::table
                    .find(office)
                    .select(Office::as_select())
                    .first(connection)?;
                let who = (member.id, &office, language);
                suggested::answer(connection, &cx, topic, publication, who)?;
                Ok(topic)
            })
        })
        .await
        .map(|topic| match topic {
            0 => Outcome::NotPublic,
            _ => Outcome::Done,
        })
}

/// Holds the topic of a case, if it is public then: whoever takes it back at the same time was
/// first and is seen, or comes after.
fn hold(
    connection: &mut AnyConnection,
    case: i64,
    publication: &Publication,
) -> Result<Option<i64>, PublishedError> {
    let Some(topic) = super::of_case(connection, case)? else {
        return Ok(None);
    };
    suggested::hold_topic(connection, topic, publication)?;
    Ok(super::of_case(connection, case)?.filter(|still| *still == topic))
}

/// Whether the words of a case stand where everybody reads them; with their topic.
pub async fn topic_of(context: &Context, case: i64) -> Result<Option<i64>, PublishedError> {
    context
        .db
        .read(move |connection| Ok(super::of_case(connection, case)?))
        .await
}
