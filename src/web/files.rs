//! The files of personal data in a reader's words, for the page, the API and the notices:
//! what a public agency must publish (Personal Data Protection Act art. 17).

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    config::ConfigError,
    context::Context,
    i18n::Lang,
    privacy::inventory::{self, Basis, File, Recipient, Retention, Schedule},
};

/// A file of personal data, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PersonalDataFile)]
pub struct FileShown {
    /// Its stable name in addresses.
    pub slug: String,
    pub name: String,
    /// The law that lets the city keep it.
    pub basis: String,
    pub purpose: String,
    pub kinds: Vec<String>,
    /// How long, one sentence for each rule.
    pub retention: Vec<String>,
    /// Who sees it beside its owner.
    pub recipients: Vec<String>,
}

/// Every file. Fails when the operator's schedule lacks the years of a class.
pub fn all(context: &Context, lang: Lang) -> Result<Vec<FileShown>, ConfigError> {
    let schedule = Schedule::new(&context.config.retention)?;
    let files = inventory::files().into_iter();
    Ok(files.map(|file| shown(file, &schedule, lang)).collect())
}

/// One file in words, for the notice where its data is collected.
pub fn shown(file: &'static File, schedule: &Schedule, lang: Lang) -> FileShown {
    let words = |kind: &str| lang.t(&format!("file-{}-{kind}", file.slug));
    let mut retention = Vec::new();
    for rule in file
        .tables()
        .flat_map(|table| kept(table.retention, schedule, lang))
    {
        if !retention.contains(&rule) {
            retention.push(rule);
        }
    }
    FileShown {
        slug: file.slug.to_owned(),
        name: words("name"),
        basis: lang.t(basis(file.basis)),
        purpose: words("purpose"),
        kinds: file
            .kinds()
            .into_iter()
            .map(|one| lang.t(one.words()))
            .collect(),
        retention,
        recipients: file
            .recipients
            .iter()
            .map(|one| lang.t(recipient(*one)))
            .collect(),
    }
}

fn kept(retention: Retention, schedule: &Schedule, lang: Lang) -> Vec<String> {
    let room = |name: &str| lang.t(&format!("file-kept-{name}"));
    let after = |days: i64| lang.ta("file-kept-days", "count", days);
    match retention {
        Retention::Service => Vec::new(),
        Retention::With(parent) => inventory::table(parent)
            .map(|parent| kept(parent.retention, schedule, lang))
            .unwrap_or_default(),
        Retention::Owner => vec![lang.t("file-kept-owner")],
        Retention::Room(name) => vec![room(name)],
        Retention::Days { days: 0, .. } => vec![lang.t("file-kept-expiry")],
        Retention::Days { days, .. } => vec![after(days)],
        Retention::DaysAtMost {
            days, room: name, ..
        } => vec![after(days), room(name)],
        Retention::Years { class, .. } => schedule
            .years(class)
            .map(|years| lang.ta("file-kept-years", "count", years))
            .into_iter()
            .collect(),
    }
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "file-basis-consent",
        Basis::Duty => "file-basis-duty",
        Basis::Published => "file-basis-published",
        Basis::Security => "file-basis-security",
    }
}

const fn recipient(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Nobody => "file-recipient-nobody",
        Recipient::ResponsibleOffice => "file-recipient-office",
        Recipient::Moderators => "file-recipient-moderators",
        Recipient::PrivacyOfficer => "file-recipient-officer",
        Recipient::Administrators => "file-recipient-administrators",
        Recipient::Public => "file-recipient-public",
    }
}
