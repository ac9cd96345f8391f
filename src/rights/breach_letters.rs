//! What people and the supervising authority read about a breach. The words stand in
//! `locales/*/breach.ftl`; what happened and what was done, the privacy officer wrote.

use super::breach::{Affected, Breach, Whom};
use crate::{
    context::Context,
    i18n::Lang,
    mail::{About, Content, Draft, Letter, LetterKind, sample},
    privacy::{Private, inventory},
};

fn moment(context: &Context, at: crate::db::Timestamp) -> String {
    let zone = context.config.city.time_zone;
    let at = at.utc().with_timezone(&zone);
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// The names of the files whose data got out, each with its kinds of data.
fn files(breach: &Breach, lang: Lang) -> Vec<String> {
    breach
        .files()
        .filter_map(inventory::file)
        .map(|file| {
            let name = lang.t(&format!("file-{}-name", file.slug));
            let kinds = file.kinds().into_iter();
            let kinds = lang.list(kinds.map(|kind| lang.t(kind.words())));
            lang.t_with("breach-file", &[("name", name), ("kinds", kinds)])
        })
        .collect()
}

fn content(context: &Context, breach: &Breach, lang: Lang) -> Content {
    let city = &context.config.city;
    let whom = match breach.whom()[..] {
        [whom] if whom != Whom::Everybody => whom.as_str(),
        _ => "several",
    };
    let text = |part: &str| {
        let arguments = [
            ("city", lang.pick(&city.name_zh, &city.name_en)),
            ("found", moment(context, breach.found_at)),
            ("phone", city.phone.clone()),
            ("email", city.email.clone()),
            ("whom", whom.to_owned()),
        ];
        lang.t_with(&format!("mail-breach-{part}"), &arguments)
    };
    let with = |part: &str, words: &str| format!("{}\n{words}", text(part));
    Draft {
        lang,
        city: lang.pick(&city.name_zh, &city.name_en),
        subject: text("subject"),
        paragraphs: vec![
            text("why"),
            with("happened", &breach.happened(lang)),
            with("data", &files(breach, lang).join("\n")),
            with("done", &breach.done(lang)),
            text("you"),
            text("contact"),
        ],
        button: None,
        policy_url: context
            .config
            .absolute(&format!("/{}/privacy", lang.as_str())),
    }
    .compose()
}

/// The letter in one language, as it would be sent: subject and text.
pub fn preview(context: &Context, breach: &Breach, lang: Lang) -> (String, String) {
    let content = content(context, breach, lang);
    (content.subject, content.text)
}

/// A sample of the mail.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let breach = Breach::sample(context);
    vec![letter(context, &breach, lang, sample::to())]
}

pub(super) fn letter(
    context: &Context,
    breach: &Breach,
    lang: Lang,
    to: Private<String>,
) -> Letter {
    Letter {
        kind: LetterKind::Breach,
        about: About::Breach(breach.id),
        to,
        content: content(context, breach, lang),
    }
}

/// That letters did not arrive: a line for each reason.
pub fn undelivered(affected: &Affected, lang: Lang) -> Vec<String> {
    let lines = affected.undelivered.iter().map(|(why, count)| {
        let words = [
            ("because", why.as_str().to_owned()),
            ("count", count.to_string()),
        ];
        lang.t_with("breach-undelivered", &words)
    });
    lines.collect()
}

/// The report to the supervising authority: headings with their lines.
pub type Report = Vec<(String, Vec<String>)>;

/// What the law asks to be said (Personal Data Protection Act art. 12 and its Enforcement Rules
/// art. 22): what happened, which data, how many people, what was done, how they are told, whom
/// to ask.
pub fn report(context: &Context, breach: &Breach, affected: &Affected, lang: Lang) -> Report {
    let city = &context.config.city;
    let people = affected.groups.iter().map(|(group, count)| {
        let words = [
            ("count", count.to_string()),
            ("whom", group.as_str().to_owned()),
        ];
        lang.t_with("breach-report-people-text", &words)
    });
    let told = match (breach.sent_at, breach.letters, breach.enqueued_at) {
        (Some(_), _, None) => lang.ta("breach-report-told-now", "count", affected.letters),
        (Some(at), Some(letters), _) => lang.t_with(
            "breach-report-told-sent",
            &[("at", moment(context, at)), ("count", letters.to_string())],
        ),
        _ => lang.ta("breach-report-told-not-yet", "count", affected.letters),
    };
    let mut told = vec![told];
    if affected.unreachable > 0 {
        told.push(lang.ta("breach-unreachable", "count", affected.unreachable));
    }
    told.extend(undelivered(affected, lang));
    let reported = match breach.reported() {
        Some(reported) => lang.t_with(
            "breach-reported",
            &[
                ("at", moment(context, reported.at)),
                ("to", reported.to),
                ("reference", reported.reference),
            ],
        ),
        None => lang.t("breach-not-reported"),
    };
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    vec![
        (
            lang.t("breach-report-from"),
            vec![lang.pick(&city.name_zh, &city.name_en)],
        ),
        (
            lang.t("breach-found"),
            vec![moment(context, breach.found_at)],
        ),
        (
            lang.t("breach-due"),
            vec![moment(context, breach.due(context))],
        ),
        (lang.t("breach-report-made"), vec![reported]),
        (lang.t("breach-happened"), lines(breach.happened(lang))),
        (lang.t("breach-files"), files(breach, lang)),
        (lang.t("breach-report-people"), people.collect()),
        (lang.t("breach-done"), lines(breach.done(lang))),
        (lang.t("breach-report-told"), told),
        (
            lang.t("breach-report-contact"),
            vec![city.phone.clone(), city.email.clone()],
        ),
    ]
}
