//! A ground as moderators give it in a form: a rule that was violated, or a complaint; beside it a
//! reason of the operator's list.

use crate::{
    accounts::RULES_VERSION,
    context::Context,
    db::DbError,
    forum::rules,
    i18n::Lang,
    moderation::reasons::{self, For, Lacks, Unchosen},
    privacy::{
        ground::{Complaint, Efficiency, Ground, LONGEST, Missing, Violation, Way},
        reason::{Because, Chosen},
    },
    text_rules::readable,
    web::form::Form,
};

/// The rights of other users, upon a complaint.
pub const PROTECT: &str = "protect";
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

/// The operator's reasons that can be chosen for one of these acts: id and words.
pub async fn reasons(
    context: &Context,
    lang: Lang,
    acts: &[For],
) -> Result<Vec<(String, String)>, DbError> {
    let offered = reasons::offered(context, acts).await?.into_iter();
    Ok(offered
        .map(|one| (one.id.to_string(), one.words(lang)))
        .collect())
}

/// The reason that the operator marks as meant for this act alone, where there is one.
pub async fn meant_for(context: &Context, act: For) -> Result<Option<String>, DbError> {
    let offered = reasons::offered(context, &[act]).await?;
    let mut meant = offered.iter().filter(|one| one.acts == [act]);
    Ok(meant.next().map(|one| one.id.to_string()))
}

/// By which way and on which day a complaint came, as it was typed.
#[derive(Default)]
pub struct Came {
    pub by: String,
    pub on: String,
}

impl Came {
    pub fn of(form: &Form) -> Self {
        Self {
            by: form.get("complained_by").to_owned(),
            on: form.trimmed("complained_on"),
        }
    }
}

/// The ways by which a complaint may come: value and words.
pub fn ways(lang: Lang) -> Vec<(String, String)> {
    let words = |way: Way| {
        lang.t(match way {
            Way::Site => "complaint-way-site",
            Way::Mail => "complaint-way-mail",
            Way::Telephone => "complaint-way-telephone",
            Way::Letter => "complaint-way-letter",
            Way::Counter => "complaint-way-counter",
        })
    };
    let way = |way: Way| (way.as_str().to_owned(), words(way));
    Way::ALL.into_iter().map(way).collect()
}

/// The field that is wrong, and what to do.
pub type Wrong = (&'static str, String);

/// The ground that a form's fields `ground`, `reason_id` and `reason` make for this act. A reason is
/// chosen where the operator offers any for it.
pub async fn read(
    form: &Form,
    lang: Lang,
    context: &Context,
    act: For,
) -> Result<Result<Ground, Wrong>, DbError> {
    let chosen = reasons::named(context, act, form.get("reason_id")).await?;
    Ok(made(form, lang, context, chosen))
}

/// Why something is done that takes no ground, as the fields `chosen` and `words` of a form say it; or
/// the field that is wrong, and what to do. `needed` names the words for where nothing is said.
pub async fn because(
    form: &Form,
    lang: Lang,
    context: &Context,
    act: For,
    (chosen, words): (&str, &str),
    needed: &str,
) -> Result<Result<Because, (String, String)>, DbError> {
    let said = form.text(words);
    let because = reasons::because(context, act, form.get(chosen), &said).await?;
    Ok(because.map_err(|lacks| match lacks {
        Lacks::Chosen => (chosen.to_owned(), lang.t("decision-reason-needed")),
        Lacks::Words => (words.to_owned(), lang.t(needed)),
        Lacks::Length => (
            words.to_owned(),
            lang.ta("invalid-too-long", "max", LONGEST),
        ),
        Lacks::Characters => (words.to_owned(), lang.t("invalid-characters")),
    }))
}

/// As [`read`], for so many acts at once: each has the same ground, and the list is read once.
pub async fn read_each(
    form: &Form,
    lang: Lang,
    context: &Context,
    act: For,
    times: usize,
) -> Result<Result<Vec<Ground>, Wrong>, DbError> {
    let offered = reasons::offered(context, &[act]).await?;
    let one = |_| {
        let chosen = reasons::choose(&offered, form.get("reason_id"));
        made(form, lang, context, chosen)
    };
    Ok((0..times).map(one).collect())
}

fn made(
    form: &Form,
    lang: Lang,
    context: &Context,
    chosen: Result<Option<Chosen>, Unchosen>,
) -> Result<Ground, Wrong> {
    let efficiency = context.config.allow_efficiency_ground;
    let (choice, reason) = (form.get("ground"), form.text("reason"));
    if reason.chars().count() > LONGEST {
        return Err(("reason", lang.ta("invalid-too-long", "max", LONGEST)));
    }
    if !readable(&reason) {
        return Err(("reason", lang.t("invalid-characters")));
    }
    let is_chosen = chosen.is_ok();
    let chosen = chosen.unwrap_or_default();
    let made = match choice {
        PROTECT => {
            let came = Came::of(form);
            let (way, day) = (came.by.parse().ok(), came.on.parse().ok());
            let today = context.clock.today(context.config.city.time_zone);
            let complaint = Complaint::new(&reason, way, day, today);
            complaint.map(|complaint| Ground::ProtectingOthers(complaint.because(chosen)))
        }
        EFFICIENCY => Efficiency::new(efficiency, &reason, chosen).map(Ground::Efficiency),
        rule => Violation::new(rule, RULES_VERSION, &reason, chosen, rules::published)
            .map(Ground::Violation),
    };
    let ground = made.map_err(|Missing { part }| match part {
        "rule" | "operators-permission" => ("ground", lang.t("ground-needed")),
        "complaint-way" => ("complained_by", lang.t("ground-complaint-way-needed")),
        "complaint-day" => ("complained_on", lang.t("ground-complaint-day-needed")),
        "complaint" => ("reason", lang.t("ground-complaint-needed")),
        _ if !is_chosen => ("reason_id", lang.t("decision-reason-needed")),
        _ => ("reason", lang.t("review-reason-needed")),
    })?;
    if is_chosen {
        Ok(ground)
    } else {
        Err(("reason_id", lang.t("decision-reason-needed")))
    }
}
