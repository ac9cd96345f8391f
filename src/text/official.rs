//! Texts that the city itself publishes: polls and announcements.
//!
//! They pass the same check as everybody's, with one rule more: the city publishes nobody's
//! personal data. A finding is masked, taken out, or said to be none.

use super::{
    Field,
    findings::{self, Found},
    publication::{self, Answers, Choice, Decision, Publication, Undecided, Whose},
};
use crate::{context::Context, db::DbError};

/// What was answered to the findings, as far as anything was.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    pub check: Option<String>,
    pub decisions: Vec<Decision>,
    /// Every finding is masked.
    pub mask_all: bool,
}

/// The texts as they may be published, or what must be answered first. Runs the detector on a
/// blocking thread.
pub async fn clear(
    context: &Context,
    fields: Vec<Field>,
    answered: Answered,
) -> Result<Result<Publication, Box<Undecided>>, DbError> {
    let context = context.clone();
    tokio::task::spawn_blocking(move || decide(&context, &fields, answered))
        .await
        .map_err(|_| DbError::Panicked)
}

/// The names of those texts in which personal data stands, each once: where the city writes of
/// itself and of other bodies, and nothing is asked. Only what is sure counts.
pub async fn with_personal_data(
    context: &Context,
    fields: Vec<Field>,
) -> Result<Vec<&'static str>, DbError> {
    let context = context.clone();
    let look = move || {
        let detector = context.detector();
        fields
            .iter()
            .filter(|field| findings::find(field, &detector).iter().any(Found::is_sure))
            .map(|field| field.name)
            .collect()
    };
    tokio::task::spawn_blocking(look)
        .await
        .map_err(|_| DbError::Panicked)
}

fn decide(
    context: &Context,
    fields: &[Field],
    answered: Answered,
) -> Result<Publication, Box<Undecided>> {
    let detector = context.detector();
    let decisions: Vec<Decision> = if answered.mask_all {
        publication::questions(fields, &detector)
            .iter()
            .map(|question| Decision {
                field: question.field.into(),
                start: question.start,
                end: question.end,
                whose: None,
                choice: Choice::Mask,
            })
            .collect()
    } else {
        answered.decisions.into_iter().filter(may_stand).collect()
    };
    publication::publish(
        &context.config.keys,
        context.now(),
        &detector,
        fields,
        Answers {
            check: answered.check.as_deref(),
            decisions: &decisions,
        },
    )
    .map_err(Box::new)
}

/// Whether the city may do so: to publish what is somebody's is no answer here.
pub fn may_stand(decision: &Decision) -> bool {
    decision.choice != Choice::Publish || decision.whose == Some(Whose::Nobody)
}
