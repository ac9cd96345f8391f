//! Clearing a text where nobody is there to be asked: posts of a demo city and of another forum.
//!
//! The same detector and the same answers as anybody's; a rule gives them in the author's place.

use validator::ValidationErrors;

use super::{
    ForumError,
    references::At,
    submission::{Cleared, Decisions, Submission, clear},
};
use crate::{
    context::Context,
    text::publication::{Choice, Decision, Publication, Question},
};

/// Why a text cannot be published.
#[derive(Debug, thiserror::Error)]
pub enum Unsettled {
    #[error(transparent)]
    Forum(#[from] ForumError),
    /// The text breaks a limit, or masking it brought more and more to light.
    #[error("{0}")]
    Text(String),
}

impl Unsettled {
    pub(super) fn limits(errors: &ValidationErrors) -> Self {
        let mut fields: Vec<_> = errors.field_errors().into_keys().collect();
        fields.sort_unstable();
        Self::Text(format!("breaks a limit: {}", fields.join(", ")))
    }

    pub(super) fn unending() -> Self {
        Self::Text("its findings are never settled".to_owned())
    }
}

/// A cleared text, and how many of its findings are masked.
pub(super) struct Settled {
    pub publication: Publication,
    pub masked: usize,
}

/// Clears a submission with the answers that `decide` gives.
pub(super) async fn settle(
    context: &Context,
    mut submission: Submission,
    decide: impl Fn(&[Question]) -> Vec<Decision>,
) -> Result<Settled, Unsettled> {
    // What masking brings to light is asked once more.
    const ROUNDS: usize = 3;
    let mut masked = 0;
    for _ in 0..ROUNDS {
        match clear(context, submission.clone(), At::default()).await? {
            Cleared::Ready(ready) => {
                let publication = ready.publication;
                return Ok(Settled {
                    publication,
                    masked,
                });
            }
            Cleared::Invalid(errors) => {
                return Err(Unsettled::limits(&errors));
            }
            Cleared::Undecided(undecided) => {
                let decisions = decide(&undecided.questions);
                let hides = |decision: &&Decision| decision.choice != Choice::Publish;
                masked += decisions.iter().filter(hides).count();
                submission.decisions = Decisions::Each(decisions);
                submission.check = Some(undecided.check);
                submission = submission.with(&undecided.fields);
            }
        }
    }
    Err(Unsettled::unending())
}
