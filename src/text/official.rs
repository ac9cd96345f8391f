//! Texts that pass the same check as everybody's, with one rule more, and are never held for
//! review: what the city itself publishes (polls, announcements), and what people say of
//! themselves.

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

/// Whose personal data may be published; anything else is masked, taken out, or said to be none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Nobody's: the city writes.
    #[default]
    City,
    /// The writer's own.
    Themselves,
}

impl Rule {
    /// Whether a finding may be answered so.
    pub fn may_stand(self, decision: &Decision) -> bool {
        decision.choice != Choice::Publish
            || match self {
                Self::City => decision.whose == Some(Whose::Nobody),
                Self::Themselves => matches!(decision.whose, Some(Whose::Nobody | Whose::Mine)),
            }
    }
}

/// The city's texts as they may be published, or what must be answered first.
pub async fn clear(
    context: &Context,
    fields: Vec<Field>,
    answered: Answered,
) -> Result<Result<Publication, Box<Undecided>>, DbError> {
    clear_by(context, Rule::City, fields, answered).await
}

/// As [`clear`], by another rule. Runs the detector on a blocking thread.
pub async fn clear_by(
    context: &Context,
    rule: Rule,
    fields: Vec<Field>,
    answered: Answered,
) -> Result<Result<Publication, Box<Undecided>>, DbError> {
    let _turn = super::turn().await?;
    let context = context.clone();
    crate::threads::blocking(move || decide(&context, rule, &fields, answered))
        .await
        .map_err(|_| DbError::Panicked)
}

/// The names of those texts in which personal data stands, each once: where the city writes of
/// itself and of other bodies, and nothing is asked. Only what is sure counts.
pub async fn with_personal_data(
    context: &Context,
    fields: Vec<Field>,
) -> Result<Vec<&'static str>, DbError> {
    let _turn = super::turn().await?;
    let context = context.clone();
    let look = move || {
        let detector = context.detector();
        fields
            .iter()
            .filter(|field| findings::find(field, &detector).iter().any(Found::is_sure))
            .map(|field| field.name)
            .collect()
    };
    crate::threads::blocking(look)
        .await
        .map_err(|_| DbError::Panicked)
}

fn decide(
    context: &Context,
    rule: Rule,
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
        let given = answered.decisions.into_iter();
        given.filter(|given| rule.may_stand(given)).collect()
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
