//! Forwarding a case to an agency outside the city, which is competent for it: by mail, and its
//! resident is told.
//!
//! The form says beforehand that this may happen; on that it rests (Administrative Procedure Act
//! art. 172). The contact goes in a mail of its own, and only where the resident shares it and the
//! notice that they agreed to said so.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    Confirmation, RecordKind, SuggestionError,
    acts::Acting,
    enquiry, letters,
    news::{self, News},
    record, said,
};
use crate::{
    attachments,
    context::Context,
    db::{
        AnyConnection,
        schema::{cases, offices as office_table},
    },
    i18n::Lang,
    mail::{About as AboutMail, Letter, LetterKind, outbox},
    offices::Office,
    privacy::{
        Private, Purpose, Viewer,
        consent::{self, Basis, Subject},
        ground::{Consented, Ground},
        ledger::{self, About},
        notices::Notice,
        sealed::{self, Column},
    },
};

/// Agencies read Chinese, as offices do.
const LANG: Lang = Lang::Zh;

#[derive(Queryable)]
struct Given {
    reference: String,
    title: Private<String>,
    body: Private<String>,
    place: Option<Private<String>>,
    coordinates: Option<Private<String>>,
    shares: bool,
    confirmation: Confirmation,
    name: Option<Vec<u8>>,
    email: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
}

/// A contact detail that may go along: its name in the register, its word, and itself.
type Detail = (&'static str, &'static str, Private<String>);

/// To the agency of this name, at this address.
pub(super) fn forward(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    (agency, address): (&str, &Private<String>),
    reason: &Private<String>,
) -> Result<(), SuggestionError> {
    let case = acting.case;
    if enquiry::is_one(connection, case)? {
        return Err(SuggestionError::StaysHere);
    }
    let given: Given = cases::table
        .find(case)
        .select((
            cases::reference,
            cases::title,
            cases::body,
            cases::place,
            cases::coordinates,
            cases::share_contact,
            cases::confirmation,
            cases::contact_name_sealed,
            cases::contact_email_sealed,
            cases::contact_phone_sealed,
        ))
        .first(connection)?;
    let contact = contact(connection, context, case, &given)?;
    let body = said::forwarded(agency, address, !contact.is_empty(), reason);
    let kind = RecordKind::Forwarded;
    record::append(connection, context, case, kind, acting.details(Some(&body)))?;

    let mut fields = vec!["title", "text"];
    fields.extend(given.place.as_ref().map(|_| "place"));
    fields.extend(given.coordinates.as_ref().map(|_| "coordinates"));
    fields.extend(contact.iter().map(|(field, ..)| *field));
    let about = About {
        case: Some(case),
        by: Some(acting.member.id),
        ..About::default()
    };
    let facts = Map::from_iter([
        ("fields".to_owned(), json!(fields.join(","))),
        ("recipient".to_owned(), json!("agency")),
    ]);
    let ground = Ground::OwnersConsent(Consented::Forwarding);
    let (_, proof) = ledger::disclosed(connection, context, &ground, about, facts)?;
    let office: Office = office_table::table
        .find(acting.office)
        .select(Office::as_select())
        .first(connection)?;
    let see = |value: &Private<String>| {
        let viewer = Viewer::ThirdParty(&proof);
        value.reveal(viewer, Purpose::Disclosure).clone()
    };
    let with = With {
        context,
        case,
        reference: &given.reference,
        office: office.name(LANG),
        address,
    };
    let words = Words {
        title: see(&given.title),
        body: see(&given.body),
        place: given.place.as_ref().map(see),
        coordinates: given.coordinates.as_ref().map(see),
        reason: see(reason),
        files: attachments::count(connection, case, Some(1))?,
    };
    outbox::enqueue(connection, context, &with.words(words))?;
    if !contact.is_empty() {
        let lines: Vec<_> = contact
            .iter()
            .map(|(_, word, value)| (*word, see(value)))
            .collect();
        outbox::enqueue(connection, context, &with.contact(&lines))?;
    }
    let news = News::Forwarded {
        agency,
        address,
        contact: !contact.is_empty(),
        reason,
    };
    news::tell(connection, context, acting, &news)
}

/// What may go along: nothing that its owner does not share, or gave at a notice that did not say
/// so; an address only once it is confirmed.
fn contact(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    given: &Given,
) -> Result<Vec<Detail>, SuggestionError> {
    let consent = consent::standing(connection, Subject::Case(case), Notice::Suggestion)?;
    let told = consent.is_some_and(|consent| {
        let since = Notice::Suggestion.forwards_contact_since();
        // Whoever wrote a letter was shown no notice.
        consent.basis != Basis::Duty && since.is_some_and(|since| consent.notice_version >= since)
    });
    if !given.shares || !told {
        return Ok(Vec::new());
    }
    let email = given
        .email
        .as_ref()
        .filter(|_| given.confirmation == Confirmation::Confirmed);
    let details = [
        (
            "contact-name",
            "mail-office-name",
            Column::CaseContactName,
            given.name.as_ref(),
        ),
        (
            "contact-email",
            "mail-office-email",
            Column::CaseContactEmail,
            email,
        ),
        (
            "contact-phone",
            "mail-office-phone",
            Column::CaseContactPhone,
            given.phone.as_ref(),
        ),
    ];
    let keys = &context.config.keys;
    let opened = details
        .into_iter()
        .filter_map(|(field, word, column, sealed)| {
            let value = sealed::open(keys, column, sealed?);
            Some(value.map(|value| (field, word, value)))
        });
    let opened: Result<Vec<Detail>, _> = opened.collect();
    Ok(opened?)
}

/// What both mails to an agency need.
pub(super) struct With<'a> {
    pub context: &'a Context,
    pub case: i64,
    pub reference: &'a str,
    pub office: String,
    pub address: &'a Private<String>,
}

/// A case's words in clear, as an agency reads them: that it does stands in the ledger.
pub(super) struct Words {
    pub title: String,
    pub body: String,
    pub place: Option<String>,
    pub coordinates: Option<String>,
    pub reason: String,
    /// How many belong to the case, and stay here.
    pub files: usize,
}

impl With<'_> {
    pub(super) fn words(&self, given: Words) -> Letter {
        let city = &self.context.config.city;
        let mut paragraphs = vec![
            LANG.t_with(
                "mail-forwarded-why",
                &[
                    ("city", city.name_zh.clone()),
                    ("office", self.office.clone()),
                    ("reference", self.reference.to_owned()),
                ],
            ),
            LANG.ta("mail-news-reason", "reason", given.reason),
            given.title,
            given.body,
        ];
        if let Some(place) = given.place {
            paragraphs.push(LANG.ta("mail-office-place", "place", place));
        }
        if let Some(coordinates) = given.coordinates {
            paragraphs.push(LANG.ta("mail-office-coordinates", "coordinates", coordinates));
        }
        if given.files > 0 {
            paragraphs.push(LANG.ta("mail-forwarded-files", "count", given.files));
        }
        paragraphs.push(LANG.t("mail-forwarded-told"));
        self.letter(LetterKind::Forwarded, "mail-forwarded-subject", paragraphs)
    }

    /// Each detail in clear, with its word.
    pub(super) fn contact(&self, contact: &[(&str, String)]) -> Letter {
        let lines = contact.iter();
        let lines = lines.map(|(word, value)| LANG.ta(word, "value", value));
        let paragraphs = vec![
            LANG.ta("mail-forwarded-contact-why", "reference", self.reference),
            lines.collect::<Vec<_>>().join("\n"),
        ];
        self.letter(
            LetterKind::ForwardedContact,
            "mail-forwarded-contact-subject",
            paragraphs,
        )
    }

    fn letter(&self, kind: LetterKind, subject: &str, paragraphs: Vec<String>) -> Letter {
        let subject = LANG.ta(subject, "reference", self.reference);
        Letter {
            kind,
            about: AboutMail::Case(self.case),
            to: self.address.clone(),
            content: letters::draft(self.context, LANG, subject, paragraphs, None).compose(),
        }
    }
}
