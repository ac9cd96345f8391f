//! The mail that brings a case to an office: what it needs to begin, why it comes to it now where
//! somebody said so, and the contact only if the resident shares it. Offices read Chinese.

use chrono::NaiveDate;

use super::letters::{draft, files, words};
use crate::{
    context::Context,
    i18n::Lang,
    mail::{About, Letter, LetterKind},
    offices::entries::RepliesSend,
    privacy::Private,
};

const LANG: Lang = Lang::Zh;

/// A case as the mail tells it, in clear: whoever makes one has looked at the case for the office.
pub(super) struct ForOffice {
    pub case: i64,
    pub reference: String,
    /// The category's.
    pub slug: String,
    pub category: String,
    pub district: String,
    pub place: Option<String>,
    pub coordinates: Option<String>,
    pub due: Option<NaiveDate>,
    /// What is shared, each with its word; `None` where the resident shares nothing.
    pub contact: Option<Vec<(&'static str, String)>>,
    pub because: Option<String>,
    pub title: String,
    pub body: String,
    /// How many there are.
    pub files: usize,
    /// What the office chose for answers that a member sends by mail.
    pub sends: RepliesSend,
}

impl ForOffice {
    pub(super) fn letter(self, context: &Context, to: &str) -> Letter {
        let city = &context.config.city;
        let due = self.due.map(|due| LANG.date(due)).unwrap_or_default();
        let facts = self.facts(&due);
        let mut paragraphs = vec![LANG.t_with(
            words(&self.slug, "mail-office-why", "mail-enquiry-office-why"),
            &[
                ("city", city.name_zh.clone()),
                ("reference", self.reference.clone()),
                ("due", due.clone()),
            ],
        )];
        if let Some(because) = self.because {
            paragraphs.push(LANG.ta("mail-office-because", "reason", because));
        }
        paragraphs.extend([facts, self.title, self.body]);
        paragraphs.extend(files(LANG, self.files));
        if context.config.mail.inbound.is_some() {
            paragraphs.push(LANG.ta("mail-office-reply", "sends", self.sends.as_str()));
        }
        let path = format!("/{}/desk/{}", LANG.as_str(), self.case);
        let subject = LANG.t_with(
            "mail-office-subject",
            &[
                ("reference", self.reference),
                ("category", self.category),
                ("due", due),
            ],
        );
        let button = (LANG.t("mail-office-button"), context.config.absolute(&path));
        Letter {
            kind: LetterKind::OfficeSuggestion,
            about: About::Case(self.case),
            to: Private::new(to.to_owned()),
            content: draft(context, LANG, subject, paragraphs, Some(button)).compose(),
        }
    }

    fn facts(&self, due: &str) -> String {
        let mut facts = vec![
            LANG.ta("mail-office-category", "category", &self.category),
            LANG.ta("mail-office-district", "district", &self.district),
        ];
        if let Some(place) = &self.place {
            facts.push(LANG.ta("mail-office-place", "place", place));
        }
        if let Some(coordinates) = &self.coordinates {
            facts.push(LANG.ta("mail-office-coordinates", "coordinates", coordinates));
        }
        facts.push(LANG.ta("mail-office-due", "due", due));
        match &self.contact {
            Some(contact) => {
                let lines = contact.iter();
                facts.extend(lines.map(|(word, value)| LANG.ta(word, "value", value)));
            }
            None => facts.push(LANG.t("mail-office-no-contact")),
        }
        facts.join("\n")
    }
}
