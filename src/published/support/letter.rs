//! The mail with the links that support and take back; its words stand in `locales/*/support.ftl`.

use crate::{
    context::Context,
    forum::address,
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind, sample},
    privacy::Private,
};

/// A request that waits for one of its links.
pub(super) struct Waiting {
    pub id: i64,
    pub topic: i64,
    /// Whether the suggestion can be supported now; else its mail only takes back.
    pub is_open: bool,
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let of = |is_open| {
        let waiting = Waiting {
            id: 1,
            topic: 1,
            is_open,
        };
        with_links(context, lang, sample::to(), &waiting, &sample::token())
    };
    vec![of(true), of(false)]
}

/// It names the suggestion by its address alone: the words of its title may be masked one day.
pub(super) fn with_links(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    waiting: &Waiting,
    token: &Token,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let link = |of: &str| address(&format!("suggestions/{of}/{}", token.reveal()));
    let days = config.confirmation_days;
    let topic = address(&address::of_topic(waiting.topic, ""));
    let which = lang.ta("mail-support-which", "address", &topic);
    let back = link("support-back");
    let (subject, paragraphs, button) = if waiting.is_open {
        let paragraphs = vec![
            lang.ta("mail-support-why", "city", &city),
            which,
            lang.ta("mail-support-what", "days", days),
            lang.ta("mail-support-take-back", "address", &back),
        ];
        let button = (lang.t("mail-support-button"), link("support"));
        (lang.t("mail-support-subject"), paragraphs, button)
    } else {
        let paragraphs = vec![
            lang.ta("mail-support-back-why", "city", &city),
            which,
            lang.ta("mail-support-back-what", "days", days),
        ];
        let button = (lang.t("support-take-back"), back.clone());
        (lang.t("mail-support-back-subject"), paragraphs, button)
    };
    let draft = Draft {
        lang,
        subject,
        paragraphs,
        button: Some(button),
        policy_url: address("privacy"),
        city,
    };
    Letter {
        kind: LetterKind::Support,
        about: About::Support(waiting.id),
        to,
        content: draft.compose_with(&[topic, back]),
    }
}
