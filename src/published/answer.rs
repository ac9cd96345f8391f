//! Answering a case whose words are published: the office's answer can stand in the topic too, as
//! an official answer, once nothing personal is left in it. The resident gets it whole.

use diesel::prelude::*;

use super::PublishedError;
use crate::{
    accounts::Member,
    context::Context,
    db::schema::offices as office_table,
    forum::{submission::field, suggested},
    i18n::Lang,
    offices::Office,
    privacy::{Private, Purpose, Viewer},
    suggestions::{SuggestionError, desk},
    text::{
        Field, Format,
        official::{self, Answered},
        publication::Undecided,
    },
};

/// What came of an answer that shall stand in the topic.
pub enum Outcome {
    /// The case is answered. The topic says so too, if it was public still.
    Done,
    /// Its findings must be answered first; nothing is stored and nobody told.
    Undecided(Box<Undecided>),
}

/// Answers a case as [`desk::answer`] does, and its topic with the same words, in one transaction.
/// What is found in them can be masked or taken out there; the city publishes nobody's data.
pub async fn answer(
    context: &Context,
    member: &Member,
    case: i64,
    answer: Private<String>,
    (language, answered): (Lang, Answered),
) -> Result<Outcome, PublishedError> {
    desk::check(&answer).map_err(SuggestionError::from)?;
    let words = answer.reveal(Viewer::Plaza, Purpose::Storage);
    let fields = vec![Field::new(field::BODY, Format::Markdown, words)];
    let publication = match official::clear(context, fields, answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Outcome::Undecided(undecided)),
    };
    let (cx, by) = (context.clone(), member.id);
    desk::answer_with(context, member, case, answer, move |connection, office| {
        let Some(published) = super::of_case(connection, case)? else {
            return Ok(());
        };
        let office: Office = office_table::table
            .find(office)
            .select(Office::as_select())
            .first(connection)?;
        let who = (by, &office, language);
        suggested::answer(connection, &cx, published.topic, publication, who)?;
        Ok::<_, PublishedError>(())
    })
    .await?;
    Ok(Outcome::Done)
}

/// Whether the words of a case stand where everybody reads them; with their topic.
pub async fn topic_of(context: &Context, case: i64) -> Result<Option<i64>, PublishedError> {
    context
        .db
        .read(move |connection| {
            let published = super::of_case(connection, case)?;
            Ok(published.map(|published| published.topic))
        })
        .await
}
