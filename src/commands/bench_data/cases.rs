//! Suggestions of a city to measure with: through the same functions as everybody's, for each is a chain of
//! records that has to hold.

use anyhow::bail;
use chrono::TimeDelta;

use super::{plan::Draws, words};
use crate::{
    accounts::Member,
    context::Context,
    db::Timestamp,
    i18n::Lang,
    keys::Token,
    offices::{self, Choices},
    privacy::Private,
    published::{self, answer::Outcome},
    suggestions::{
        coordinates::Coordinates,
        desk,
        files::Message,
        submission::Submission,
        submit,
        suggestion::{Contact, Suggestion},
    },
    text::official::Answered,
};

/// The oldest was sent so many days ago.
const DAYS: usize = 700;

/// Submits so many until ten days before `today`, the oldest first. Of four one is published by its resident;
/// all but the newest tenth are answered.
pub async fn submit(
    context: &Context,
    administrator: &Member,
    (many, today): (usize, Timestamp),
    draws: &mut Draws,
    mut told: impl FnMut(usize, usize),
) -> anyhow::Result<()> {
    let choices = offices::choices(context).await?;
    for number in 0..many {
        let ago = DAYS - number * (DAYS - 10) / many;
        let then = context.at(today - TimeDelta::days(i64::try_from(ago)?));
        let words = words::draw(draws, number + 1);
        let (suggestion, language) = (suggestion(&choices, &words, draws), words.language);
        let drawn = Token::draw(&context.random).reveal().to_owned();
        let submission = Submission::Form(drawn);
        let receipt = submit::submit(&then, &choices, &submission, suggestion).await?;
        let is_public = number % 4 == 0;
        if is_public {
            let words = (words.title, words.body, language);
            published::seed(context, &then, receipt.case, words).await?;
        }
        if number < many - many / 10 {
            let later = context.at(then.now() + TimeDelta::days(5));
            answer(&later, administrator, receipt.case, (is_public, language)).await?;
        }
        told(number + 1, many);
    }
    Ok(())
}

/// Answers a case, and its topic where it is published.
async fn answer(
    context: &Context,
    by: &Member,
    case: i64,
    (is_public, language): (bool, Lang),
) -> anyhow::Result<()> {
    let answer = Message::from(Private::new(words::answer(language).to_owned()));
    let submission = Token::draw(&context.random);
    let submission = submission.reveal();
    if !is_public {
        return Ok(desk::answer(context, by, submission, case, answer).await?);
    }
    let answered = (None, language, Answered::default());
    match published::answer::answer(context, by, submission, case, answer, answered).await? {
        Outcome::Done => Ok(()),
        Outcome::NotPublic | Outcome::Undecided(_) => bail!("an answer could not be published"),
    }
}

fn suggestion(choices: &Choices, words: &words::Words, draws: &mut Draws) -> Suggestion {
    let nothing = || Private::new(String::new());
    Suggestion {
        category: draws.one(&choices.categories).slug.clone(),
        district: draws.one(&choices.districts).slug.clone(),
        title: Private::new(words.title.clone()),
        body: Private::new(words.body.clone()),
        place: nothing(),
        coordinates: Coordinates::none(),
        files: Vec::new(),
        contact: Contact {
            name: nothing(),
            email: nothing(),
            phone: nothing(),
        },
        share_contact: false,
        publish: true,
        language: words.language,
    }
}
