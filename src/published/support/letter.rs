//! The mail with the links that support and take back; its words stand in `locales/*/support.ftl`.

use crate::{
    context::Context,
    forum::address,
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind},
    privacy::Private,
};

/// It names the suggestion by its address alone: the words of its title may be masked one day.
pub(super) fn confirmation(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    topic: i64,
    token: &Token,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let link = |of: &str| address(&format!("suggestions/{of}/{}", token.reveal()));
    let days = config.confirmation_days;
    let draft = Draft {
        lang,
        subject: lang.t("mail-support-subject"),
        paragraphs: vec![
            lang.ta("mail-support-why", "city", &city),
            lang.ta(
                "mail-support-which",
                "address",
                address(&address::of_topic(topic, "")),
            ),
            lang.ta("mail-support-what", "days", days),
            lang.ta("mail-support-take-back", "address", link("support-back")),
        ],
        button: Some((lang.t("mail-support-button"), link("support"))),
        policy_url: address("privacy"),
        city,
    };
    Letter {
        kind: LetterKind::Support,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}
