//! A ground as moderators give it in a form: a rule that was violated, or a complaint.

use crate::{
    accounts::RULES_VERSION,
    forum::rules,
    i18n::Lang,
    privacy::ground::{Complaint, Efficiency, Ground, LONGEST, Missing, Violation},
    text_rules::readable,
    web::form::Form,
};

const PROTECT: &str = "protect";
const EFFICIENCY: &str = "efficiency";

/// What can be chosen: value and words. `efficiency` says whether the operator allows (3).
pub fn options(lang: Lang, efficiency: bool) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = rules::all(lang)
        .iter()
        .map(|rule| (rule.id.clone(), format!("{} {}", rule.id, rule.title)))
        .collect();
    options.push((PROTECT.to_owned(), lang.t("ground-protect")));
    if efficiency {
        options.push((EFFICIENCY.to_owned(), lang.t("ground-efficiency")));
    }
    options
}

/// The ground that a form's fields `ground` and `reason` make, or the field that is wrong and
/// what to do.
pub fn read(form: &Form, lang: Lang, efficiency: bool) -> Result<Ground, (&'static str, String)> {
    let (choice, reason) = (form.get("ground"), form.text("reason"));
    if reason.chars().count() > LONGEST {
        return Err(("reason", lang.ta("invalid-too-long", "max", LONGEST)));
    }
    if !readable(&reason) {
        return Err(("reason", lang.t("invalid-characters")));
    }
    let made = match choice {
        PROTECT => Complaint::new(&reason).map(Ground::ProtectingOthers),
        EFFICIENCY => Efficiency::new(efficiency, &reason).map(Ground::Efficiency),
        rule => {
            Violation::new(rule, RULES_VERSION, &reason, rules::published).map(Ground::Violation)
        }
    };
    made.map_err(|Missing { part }| match part {
        "rule" | "operators-permission" => ("ground", lang.t("ground-needed")),
        "complaint" => ("reason", lang.t("ground-complaint-needed")),
        _ => ("reason", lang.t("review-reason-needed")),
    })
}
