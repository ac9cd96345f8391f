//! Suggestions of a city to measure with: through the same functions as everybody's, for each is a chain of
//! records that has to hold.

use chrono::TimeDelta;

use super::{plan::Draws, words};
use crate::{
    accounts::Member,
    context::Context,
    keys::Token,
    offices::{self, Choices},
    privacy::Private,
    published,
    suggestions::{
        coordinates::Coordinates,
        desk,
        files::Message,
        submit,
        suggestion::{Contact, Suggestion},
    },
};

/// The oldest was sent so many days ago.
const DAYS: usize = 700;

/// Submits so many, the oldest first. Of four one is published by its resident, two are answered by mail.
pub async fn submit(
    context: &Context,
    administrator: &Member,
    many: usize,
    draws: &mut Draws,
    mut told: impl FnMut(usize, usize),
) -> anyhow::Result<()> {
    let choices = offices::choices(context).await?;
    for number in 0..many {
        let ago = DAYS - number * (DAYS - 10) / many;
        let then = context.at(context.now() - TimeDelta::days(i64::try_from(ago)?));
        let words = words::draw(draws, number + 1);
        let suggestion = suggestion(&choices, &words, draws);
        let submission = Token::draw(&context.random);
        let receipt = submit::submit(&then, &choices, submission.reveal(), suggestion).await?;
        match number % 4 {
            0 => {
                let words = (words.title, words.body, words.language);
                published::seed(context, &then, receipt.case, words).await?;
            }
            1 | 2 => {
                let later = context.at(then.now() + TimeDelta::days(5));
                let answer = words::draw(draws, number + 1).body;
                let answer = Message::from(Private::new(answer));
                let submission = Token::draw(&context.random);
                let sent = (submission.reveal(), receipt.case);
                desk::answer(&later, administrator, sent.0, sent.1, answer).await?;
            }
            _ => {}
        }
        told(number + 1, many);
    }
    Ok(())
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
