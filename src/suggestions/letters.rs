//! The mails about a case. Their words stand in `locales/*/suggestions.ftl`.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError, due::Due, files::Message, office_letter::ForOffice, rating::Asked,
};
use crate::{
    attachments,
    context::Context,
    db::{
        AnyConnection,
        schema::{cases, categories, districts, offices},
    },
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind},
    offices::{Office, enquiries},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
        trace::{self, Look},
    },
};

pub(super) fn draft(
    context: &Context,
    lang: Lang,
    subject: String,
    paragraphs: Vec<String>,
    button: Option<(String, String)>,
) -> Draft {
    let city = &context.config.city;
    Draft {
        lang,
        city: lang.pick(&city.name_zh, &city.name_en),
        subject,
        paragraphs,
        button,
        policy_url: context
            .config
            .absolute(&format!("/{}/privacy", lang.as_str())),
    }
}

/// Names the words of a mail: an enquiry has its own.
pub(super) fn words(
    category: &str,
    of_suggestion: &'static str,
    of_enquiry: &'static str,
) -> &'static str {
    if category == enquiries::CATEGORY {
        of_enquiry
    } else {
        of_suggestion
    }
}

/// Asks a resident to confirm that the suggestion is theirs.
pub(super) fn confirmation(context: &Context, resident: Resident, token: &Token) -> Letter {
    let lang = resident.lang;
    let city = &context.config.city;
    let path = format!("/{}/suggestions/confirm/{}", lang.as_str(), token.reveal());
    let prefix = words(
        &resident.slug,
        "mail-suggestion-confirmation",
        "mail-enquiry-confirmation",
    );
    let paragraphs = vec![
        lang.t_with(
            &format!("{prefix}-why"),
            &[
                ("city", lang.pick(&city.name_zh, &city.name_en)),
                ("reference", resident.reference.clone()),
            ],
        ),
        lang.ta(
            &format!("{prefix}-what"),
            "days",
            context.config.confirmation_days,
        ),
        lang.t(&format!("{prefix}-not-you")),
    ];
    let button = (
        lang.t(&format!("{prefix}-button")),
        context.config.absolute(&path),
    );
    let reference = &resident.reference;
    let subject = lang.ta(&format!("{prefix}-subject"), "reference", reference);
    Letter {
        kind: LetterKind::SuggestionConfirmation,
        about: About::Case(resident.case),
        to: resident.to,
        content: draft(context, lang, subject, paragraphs, Some(button)).compose(),
    }
}

#[derive(Queryable)]
struct CaseForOffice {
    reference: String,
    slug: String,
    category: String,
    district: String,
    title: Private<String>,
    body: Private<String>,
    place: Option<Private<String>>,
    coordinates: Option<Private<String>>,
    due_on: Option<NaiveDate>,
    share_contact: bool,
    name: Option<Vec<u8>>,
    email: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
}

/// Tells an office of a case, and why it comes to it now where somebody said so.
pub(super) fn to_office(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    office: &Office,
    because: Option<&Private<String>>,
) -> Result<Letter, SuggestionError> {
    let row: CaseForOffice = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .filter(cases::id.eq(case))
        .select((
            cases::reference,
            categories::slug,
            categories::name_zh,
            districts::name_zh,
            cases::title,
            cases::body,
            cases::place,
            cases::coordinates,
            cases::due_on,
            cases::share_contact,
            cases::contact_name_sealed,
            cases::contact_email_sealed,
            cases::contact_phone_sealed,
        ))
        .first(connection)?;
    let look = Look {
        case,
        office: office.id,
        account: None,
        purpose: Purpose::Delivery,
    };
    let looked = trace::look(connection, context, look)?;
    let see = |value: &Private<String>| {
        let viewer = Viewer::Office(&looked);
        value.reveal(viewer, Purpose::Handling).clone()
    };
    let contact = if row.share_contact {
        let mut shared = Vec::new();
        for (word, column, sealed) in [
            ("mail-office-name", Column::CaseContactName, &row.name),
            ("mail-office-email", Column::CaseContactEmail, &row.email),
            ("mail-office-phone", Column::CaseContactPhone, &row.phone),
        ] {
            if let Some(sealed) = sealed {
                let value = sealed::open(&context.config.keys, column, sealed)?;
                shared.push((word, see(&value)));
            }
        }
        Some(shared)
    } else {
        None
    };
    let sends = offices::table
        .find(office.id)
        .select(offices::replies_send)
        .first(connection)?;
    let told = ForOffice {
        case,
        sends,
        place: row.place.as_ref().map(see),
        coordinates: row.coordinates.as_ref().map(see),
        due: row.due_on,
        contact,
        because: because.map(see),
        title: see(&row.title),
        body: see(&row.body),
        files: attachments::count(connection, case, None)?,
        reference: row.reference,
        slug: row.slug,
        category: row.category,
        district: row.district,
    };
    Ok(told.letter(context, &office.email))
}

/// Tells `to` which cases of `whose` are due or late: numbers and days, and no word of a resident's.
/// Offices read Chinese.
pub(super) fn due(
    context: &Context,
    kind: LetterKind,
    (to, whose): (&Office, &Office),
    cases: &[Due],
    today: NaiveDate,
) -> Letter {
    const LANG: Lang = Lang::Zh;
    let key = kind.as_str();
    let city = &context.config.city;
    let line = |case: &Due| line(LANG, case, today);
    let facts = [
        ("city", city.name_zh.clone()),
        ("office", whose.name(LANG)),
        ("count", cases.len().to_string()),
    ];
    let paragraphs = vec![
        LANG.t_with(&format!("mail-{key}-why"), &facts),
        cases.iter().map(line).collect::<Vec<_>>().join("\n"),
        LANG.t(&format!("mail-{key}-what")),
    ];
    let desk = context.config.absolute(&format!("/{}/desk", LANG.as_str()));
    let subject = LANG.t_with(&format!("mail-{key}-subject"), &facts);
    let button = (LANG.t("mail-due-button"), desk);
    Letter {
        kind,
        about: About::Nothing,
        to: Private::new(to.email.clone()),
        content: draft(context, LANG, subject, paragraphs, Some(button)).compose(),
    }
}

/// Names a case in a list of them: its number, what it is about and where, and when it is due.
pub(super) fn line(lang: Lang, case: &Due, today: NaiveDate) -> String {
    lang.t_with(
        "mail-due-line",
        &[
            ("reference", case.reference.clone()),
            ("category", case.category.clone()),
            ("district", case.district.clone()),
            ("due", lang.date(case.on)),
            ("left", (case.on - today).num_days().to_string()),
        ],
    )
}

/// Tells an office what the resident replied, or added unasked.
pub(super) fn message(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    office: &Office,
    (kind, message): (RecordKind, &Message),
) -> Result<Letter, SuggestionError> {
    let reference: String = cases::table
        .find(case)
        .select(cases::reference)
        .first(connection)?;
    let look = Look {
        case,
        office: office.id,
        account: None,
        purpose: Purpose::Delivery,
    };
    let looked = trace::look(connection, context, look)?;
    let words = message
        .words
        .reveal(Viewer::Office(&looked), Purpose::Handling);
    let said = (kind, words.as_str(), message.files.len());
    Ok(said_to_office(context, (case, reference), office, said))
}

/// The mail with a resident's words in clear, and how many files came with them. Offices read Chinese.
pub(super) fn said_to_office(
    context: &Context,
    (case, reference): (i64, String),
    office: &Office,
    (kind, words, count): (RecordKind, &str, usize),
) -> Letter {
    const LANG: Lang = Lang::Zh;
    let city = context.config.city.name_zh.clone();
    let why = [("city", city), ("reference", reference.clone())];
    let mut paragraphs = vec![
        LANG.t_with(&format!("mail-{}-why", kind.as_str()), &why),
        words.to_owned(),
    ];
    paragraphs.extend(files(LANG, count));
    let desk = context
        .config
        .absolute(&format!("/{}/desk/{case}", LANG.as_str()));
    let subject = LANG.ta(
        &format!("mail-{}-subject", kind.as_str()),
        "reference",
        reference,
    );
    let button = Some((LANG.t("mail-office-button"), desk));
    Letter {
        kind: LetterKind::OfficeReply,
        about: About::Case(case),
        to: Private::new(office.email.clone()),
        content: draft(context, LANG, subject, paragraphs, button).compose(),
    }
}

/// Whom a mail about a case goes to: its resident, at an address that is known to be theirs.
pub(super) struct Resident {
    pub case: i64,
    pub reference: String,
    pub lang: Lang,
    /// The category's.
    pub slug: String,
    pub to: Private<String>,
}

/// That there are files, which are opened where the case is: none goes by mail.
pub(super) fn files(lang: Lang, count: usize) -> Option<String> {
    (count > 0).then(|| lang.ta("mail-case-files", "count", count))
}

/// Brings a resident the office's answer, and says how many files came with it; with the first one,
/// the link that asks how it was.
pub(super) fn answer(
    context: &Context,
    resident: Resident,
    office: &Office,
    (answer, count): (&Private<String>, usize),
    asked: Option<&Asked>,
) -> Letter {
    let lang = resident.lang;
    let city = &context.config.city;
    let slug = &resident.slug;
    let reference = &resident.reference;
    let mut paragraphs = vec![
        lang.t_with(
            words(slug, "mail-answer-why", "mail-enquiry-answer-why"),
            &[
                ("city", lang.pick(&city.name_zh, &city.name_en)),
                ("office", office.name(lang)),
                ("reference", reference.clone()),
            ],
        ),
        answer.reveal(Viewer::Plaza, Purpose::Delivery).clone(),
    ];
    paragraphs.extend(files(lang, count));
    paragraphs.push(what_follows(context, lang));
    let mut addresses = Vec::new();
    if let Some(Asked { token, until }) = asked {
        let path = format!("/{}/suggestions/rate/{}", lang.as_str(), token.reveal());
        let rate = context.config.absolute(&path);
        let facts = [("address", rate.clone()), ("until", lang.date(*until))];
        paragraphs.push(lang.t_with("mail-answer-rate", &facts));
        addresses.push(rate);
    }
    let subject = lang.ta(
        words(slug, "mail-answer-subject", "mail-enquiry-answer-subject"),
        "reference",
        reference,
    );
    let told = (paragraphs, addresses.as_slice());
    to_resident(context, LetterKind::Answer, resident, subject, told)
}

/// How the resident sees the whole file, and what becomes of a reply to the mail.
pub(super) fn what_follows(context: &Context, lang: Lang) -> String {
    let takes_replies = context.config.mail.inbound.is_some();
    lang.t(if takes_replies {
        "mail-answer-what-reply"
    } else {
        "mail-answer-what"
    })
}

/// A mail to a resident, with the way to the case; its paragraphs lead to `addresses` as well.
pub(super) fn to_resident(
    context: &Context,
    kind: LetterKind,
    resident: Resident,
    subject: String,
    (paragraphs, addresses): (Vec<String>, &[String]),
) -> Letter {
    let lang = resident.lang;
    let link = context
        .config
        .absolute(&format!("/{}/suggestions/case", lang.as_str()));
    let button = (lang.t("mail-answer-button"), link);
    Letter {
        kind,
        about: About::Case(resident.case),
        to: resident.to,
        content: draft(context, lang, subject, paragraphs, Some(button)).compose_with(addresses),
    }
}
