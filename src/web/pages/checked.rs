//! The personal-data check in a form of texts that are never held for review: the city's own
//! polls and announcements, in which nobody's personal data can be published, and what people say
//! of themselves, in which only their own can.

use super::forum::compose::{Asked, MOST_QUESTIONS, decision_on, decisions};
use crate::{
    i18n::Lang,
    text::{
        official::{Answered, Rule},
        publication::{Reason, Undecided},
    },
    web::form::{Errors, Form},
};

/// What is asked on the form; nothing the first time.
#[derive(Default)]
pub struct Checked {
    pub check: String,
    pub reason: String,
    pub asked: Vec<Asked>,
    pub too_many: bool,
    rule: Rule,
    errors: Errors,
}

impl Checked {
    /// The questions about a text of the city, with the answers that still hold.
    pub fn asking(undecided: &Undecided, answered: &Answered, lang: Lang) -> Self {
        Self::asking_by(Rule::City, undecided, answered, lang)
    }

    /// As [`Checked::asking`], by another rule.
    pub fn asking_by(rule: Rule, undecided: &Undecided, answered: &Answered, lang: Lang) -> Self {
        let mut checked = Self {
            rule,
            check: undecided.check.clone(),
            reason: match undecided.reason {
                Reason::Found => lang.t("forum-ask-found"),
                Reason::Changed => lang.t("forum-ask-changed"),
                Reason::Unanswered | Reason::NotPublishable => lang.t("forum-ask-unanswered"),
            },
            too_many: undecided.questions.len() > MOST_QUESTIONS,
            ..Self::default()
        };
        if checked.too_many {
            return checked;
        }
        let given = match undecided.reason {
            Reason::Changed => &[],
            _ => &answered.decisions[..],
        };
        for (n, question) in undecided.questions.iter().enumerate() {
            let decision = decision_on(question, given);
            if matches!(
                undecided.reason,
                Reason::Unanswered | Reason::NotPublishable
            ) {
                let message = match decision {
                    None => Some("forum-finding-unanswered"),
                    Some(decision) if !rule.may_stand(decision) => Some(match rule {
                        Rule::City => "official-only-none",
                        Rule::Themselves => "profile-only-own",
                    }),
                    Some(_) => None,
                };
                if let Some(message) = message {
                    checked.errors.add(&format!("finding-{n}"), lang.t(message));
                }
            }
            checked.asked.push(Asked::of(question, decision));
        }
        checked
    }

    /// The words of the rule.
    pub const fn rule(&self) -> &'static str {
        match self.rule {
            Rule::City => "official-rule",
            Rule::Themselves => "profile-rule",
        }
    }

    /// The message on a finding.
    pub fn error_on(&self, n: &usize) -> Option<&str> {
        self.errors.on(&format!("finding-{n}"))
    }
}

/// The answers that a form carries.
pub fn read(form: &Form) -> Answered {
    Answered {
        check: Some(form.trimmed("check")).filter(|check| !check.is_empty()),
        decisions: decisions(form),
        mask_all: form.get("all") == "mask",
    }
}
