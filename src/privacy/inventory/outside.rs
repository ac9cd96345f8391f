//! What is kept of people outside the database: files that no table shows.

use super::{Basis, File, Kind, Recipient};
use crate::config::{Config, MailRoute};

/// A file of personal data that is no table.
#[derive(Debug)]
pub struct Outside {
    pub file: &'static File,
    pub kinds: &'static [Kind],
    place: Place,
}

/// Where it lies.
#[derive(Debug)]
enum Place {
    AccessLog,
    ErasureJournal,
    MailFolder,
}

/// How long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// So many days after its day.
    Days(u32),
    /// As the words `file-kept-NAME` say.
    Words(&'static str),
}

const ACCESS_LOG: File = File {
    slug: "access-log",
    basis: Basis::Security,
    recipients: &[Recipient::Administrators],
};
/// What was erased, so that a restored backup forgets it again.
const ERASURE_JOURNAL: File = File {
    slug: "erasure-journal",
    basis: Basis::Duty,
    recipients: &[Recipient::Administrators],
};
/// Mails as files, where no mail server is named.
const MAIL_FOLDER: File = File {
    slug: "mail-folder",
    basis: Basis::Duty,
    recipients: &[Recipient::Administrators],
};

pub const OUTSIDE: &[Outside] = &[
    Outside {
        file: &ACCESS_LOG,
        kinds: &[Kind::Network, Kind::Browser, Kind::Activity],
        place: Place::AccessLog,
    },
    Outside {
        file: &ERASURE_JOURNAL,
        kinds: &[Kind::Activity],
        place: Place::ErasureJournal,
    },
    Outside {
        file: &MAIL_FOLDER,
        kinds: &[Kind::Email, Kind::Text],
        place: Place::MailFolder,
    },
];

impl Outside {
    /// How long this city keeps it; `None` where it has none.
    pub fn kept(&self, config: &Config) -> Option<Kept> {
        match self.place {
            Place::AccessLog => config.access_log.as_ref().map(|log| Kept::Days(log.days)),
            Place::ErasureJournal => Some(Kept::Words("journal")),
            Place::MailFolder => matches!(config.mail.route, MailRoute::Folder(_))
                .then_some(Kept::Words("mail-folder")),
        }
    }
}

/// What of this file lies outside the database.
pub fn outside(file: &File) -> Option<&'static Outside> {
    OUTSIDE
        .iter()
        .find(|outside| outside.file.slug == file.slug)
}
