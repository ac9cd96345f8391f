//! What reaches the city by telephone, by letter, by e-mail or at the counter: staff enter it into the same
//! series of cases. It is routed, filed, chained and due as what comes by the form.

use chrono::{Days, NaiveDate};
use validator::ValidationErrors;

use super::{
    SuggestionError,
    submission::Submission,
    submit::{self, Receipt},
    suggestion::Suggestion,
    unplaced,
};
use crate::{
    accounts::Member,
    context::Context,
    db::text_enum,
    offices::{self, Choices, OfficeError, enquiries},
    privacy::consent::Basis,
    text_rules::refuse,
};

/// How long ago something may have come that is entered today, in days.
const OLDEST: u64 = 366;

text_enum! {
    /// How a case reached the city.
    pub enum Medium {
        /// By the form or by a program, from its resident.
        Web = "web",
        Telephone = "telephone",
        Letter = "letter",
        Email = "email",
        Counter = "counter",
    }
}

impl Medium {
    /// Those that staff enter.
    pub const ENTERED: [Self; 4] = [Self::Telephone, Self::Letter, Self::Email, Self::Counter];

    /// Whether somebody wrote, so that no notice could be read out.
    const fn is_written(self) -> bool {
        matches!(self, Self::Letter | Self::Email)
    }
}

/// How a case came, as its file says it.
#[derive(Clone, Copy)]
pub(super) struct Came {
    pub medium: Medium,
    pub received_on: Option<NaiveDate>,
    /// Who entered it.
    pub by: Option<i64>,
    /// On which basis its contact details are held.
    pub basis: Basis,
}

impl Came {
    /// From its resident.
    pub const ONLINE: Self = Self {
        medium: Medium::Web,
        received_on: None,
        by: None,
        basis: Basis::Consent,
    };
}

/// What staff enter for somebody, trimmed.
#[derive(Clone)]
pub struct Intake {
    pub suggestion: Suggestion,
    /// `None` where nothing was chosen.
    pub medium: Option<Medium>,
    /// The day on which it reached the city; `None` when it is no day.
    pub received_on: Option<NaiveDate>,
    /// Whether the notice was read out and the person agreed to it. Whoever writes a letter
    /// or a mail was shown none: their contact details are held as the correspondence that it is.
    pub agreed: bool,
}

/// What can be chosen: for an enquiry about privacy its own category, else all others.
pub async fn choices(context: &Context, category: &str) -> Result<Choices, OfficeError> {
    if category == enquiries::CATEGORY {
        enquiries::choices(context).await
    } else {
        offices::choices(context).await
    }
}

impl Intake {
    /// Fields of the errors: `medium`, `received`, `agreed`, and those of [`Suggestion::check`].
    fn check(
        &self,
        choices: &Choices,
        today: NaiveDate,
        by: i64,
    ) -> Result<Came, ValidationErrors> {
        let mut errors = self.suggestion.check(choices).err().unwrap_or_default();
        let medium = self.medium.filter(|medium| *medium != Medium::Web);
        if medium.is_none() {
            refuse(&mut errors, "medium", "choice");
        }
        match self.received_on {
            None => refuse(&mut errors, "received", "date"),
            Some(day) if day > today => refuse(&mut errors, "received", "future"),
            Some(day) if day < today - Days::new(OLDEST) => {
                refuse(&mut errors, "received", "long-ago");
            }
            Some(_) => {}
        }
        let is_written = medium.is_some_and(Medium::is_written);
        if self.suggestion.has_contact() && !self.agreed && !is_written {
            refuse(&mut errors, "agreed", "not-agreed");
        }
        match medium {
            Some(medium) if errors.is_empty() => Ok(Came {
                medium,
                received_on: self.received_on,
                by: Some(by),
                basis: if is_written {
                    Basis::Duty
                } else {
                    Basis::Declared
                },
            }),
            _ => Err(errors),
        }
    }
}

/// Enters it; gives what the person is told, who can follow and answer the case with it.
/// `mail` is one that came in and waited for its place
/// (`unplaced`), which it has then.
pub async fn enter(
    context: &Context,
    by: &Member,
    submission: &Submission,
    mut intake: Intake,
    mail: Option<i64>,
) -> Result<Receipt, SuggestionError> {
    if intake.suggestion.category == enquiries::CATEGORY {
        // As with every enquiry: the office that answers is the one that the notice names.
        intake.suggestion.share_contact = intake.suggestion.has_contact();
        intake.suggestion.publish = false;
    }
    let choices = choices(context, &intake.suggestion.category).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let came = intake.check(&choices, today, by.id)?;
    let (cx, by) = (context.clone(), by.clone());
    submit::submit_as(
        context,
        &choices,
        submission,
        intake.suggestion,
        came,
        move |connection, case| match mail {
            Some(mail) => unplaced::entered(connection, &cx, &by, mail, case),
            None => Ok(()),
        },
    )
    .await
}
