//! The data inventory: every table and column with what it says of a person, why it is
//! kept, on what basis, for how long, and who gets it.
//!
//! `tests/inventory.rs` holds it to both databases' schemas. From it come the public page of
//! personal-data files, the kinds and terms in the notices at each collection point, the
//! retention job and the export of what is held about a person. One file for each room that has
//! tables; `outside` holds what is no table, `plain` the tables of no such file, `rests` on what
//! covered data rests. What is done with the data does not belong here.

mod accounts;
mod announcements;
mod apart;
mod forum;
mod held;
mod ledger;
mod offices;
mod outside;
mod plain;
mod plaza;
mod policy;
mod reading;
mod rests;
mod retention;
mod rights;
mod suggestions;
mod supports;

use std::collections::BTreeSet;

pub use self::{
    apart::{APART, Apart, Why},
    held::{Held, HeldError, Root, Row, Value, held, held_from},
    outside::{Kept, OUTSIDE, Outside, outside},
    plain::{PLAIN, Plain},
    rests::{On, RESTS, Rest, Source, collected_at, kinds_at, sources},
    retention::{
        Class, Due, Now, Over, Reported, Rules, Schedule, delete_due, due, erase, reports,
    },
};

/// A file of personal data as a public agency must publish it (Personal Data Protection Act
/// art. 17): its name, purpose, kinds and rights stand in the words `file-SLUG-…`.
#[derive(Debug)]
pub struct File {
    pub slug: &'static str,
    pub basis: Basis,
    pub recipients: &'static [Recipient],
}

/// Why the city may keep it (Personal Data Protection Act art. 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The person agreed, at a notice.
    Consent,
    /// The city's duty by law: handling petitions, keeping official records.
    Duty,
    /// Its owner published it.
    Published,
    /// Running the service safely.
    Security,
}

/// Who gets to see it beside its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// Nobody: it is read by the program alone.
    Nobody,
    /// The office that handles the case.
    ResponsibleOffice,
    Moderators,
    PrivacyOfficer,
    Administrators,
    /// Anybody.
    Public,
}

/// What a column says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing.
    None,
    /// A person's account, case or post is pointed to.
    Link,
    /// Given to the city under the policy, readable in the database.
    Covered(Kind),
    /// Given to the city under the policy; sealed, or only a keyed hash of it.
    Sealed(Kind),
    /// Published by a person in the forum: outside the policy.
    Public(Kind),
}

/// What sort of personal data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Name,
    Email,
    Phone,
    Place,
    /// What somebody wrote.
    Text,
    /// What proves who somebody is: hashes of passwords and links.
    Proof,
    /// What somebody chose: language, home board …
    Preference,
    /// What somebody did and on which day.
    Activity,
    /// Up to where somebody has read.
    Progress,
    /// From which network somebody came: a shortened IP address.
    Network,
    /// Which family of browsers.
    Browser,
}

/// How long a row is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// As long as the service runs: it says nothing of residents.
    Service,
    /// As long as the row that it belongs to, in this table.
    With(&'static str),
    /// Until its owner erases it.
    Owner,
    /// As its room's own job says, in the words `file-kept-NAME`.
    Room(&'static str),
    /// So many days after the time in `column`; then the retention job deletes the row.
    Days { column: &'static str, days: i64 },
    /// As `Days`; its room's own job deletes some rows earlier, in the words `file-kept-NAME`.
    DaysAtMost {
        column: &'static str,
        days: i64,
        room: &'static str,
    },
    /// So many years after the time in `column`, as the operator's retention schedule says
    /// for this class; then the retention job deletes the row.
    Years { class: Class, column: &'static str },
}

/// Whose row it is: how it leads to an account or a case. What belongs to a row goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nobody's, or nobody can be found from it.
    Nobody,
    /// The account whose id stands in this column.
    Account(&'static str),
    /// The account whose address has the keyed hash in this column. An account's address is
    /// confirmed, so whatever was given or mailed with it is its owner's.
    Mailbox(&'static str),
    /// The case whose id stands in this column.
    Case(&'static str),
    /// Whose the row of `table` is that has its id in `column`.
    Row {
        column: &'static str,
        table: &'static str,
    },
    /// Who has a row of `table` that holds in `own` what this row holds in `column`. It is of
    /// others as well, and goes with nobody's.
    Beside {
        column: &'static str,
        table: &'static str,
        own: &'static str,
    },
    /// Whose the row of `table` is that names this row's id in `column` and has `only` set:
    /// a topic is whose its opening post is.
    NamedBy {
        table: &'static str,
        column: &'static str,
        only: &'static str,
    },
    /// Who has a row of `table` that names in `column` what this row holds in `key`: their own words
    /// beside those of others, which go with them. Nothing else of the row leads to them.
    Words {
        table: &'static str,
        column: &'static str,
        key: &'static str,
    },
    /// Any of these.
    Any(&'static [Owner]),
}

impl Owner {
    /// The ways by which a row leads to somebody.
    pub fn ways(&'static self) -> &'static [Self] {
        match self {
            Self::Any(ways) => ways,
            one => std::slice::from_ref(one),
        }
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// `None`: it holds nothing personal.
    pub file: Option<&'static File>,
    pub owner: Owner,
    pub retention: Retention,
    pub columns: &'static [(&'static str, Scope)],
}

impl Table {
    /// What it says of a person, each kind once.
    pub fn kinds(&self) -> BTreeSet<Kind> {
        self.columns
            .iter()
            .filter_map(|(_, scope)| scope.kind())
            .collect()
    }

    /// `None` when it has no such column.
    pub fn scope(&self, column: &str) -> Option<Scope> {
        let found = self.columns.iter().find(|(name, _)| *name == column);
        found.map(|(_, scope)| *scope)
    }
}

impl Scope {
    /// The sort of personal data, where it is any.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::None | Self::Link => None,
            Self::Covered(kind) | Self::Sealed(kind) | Self::Public(kind) => Some(kind),
        }
    }
}

impl Kind {
    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Name => "file-kind-name",
            Self::Email => "file-kind-email",
            Self::Phone => "file-kind-phone",
            Self::Place => "file-kind-place",
            Self::Text => "file-kind-text",
            Self::Proof => "file-kind-proof",
            Self::Preference => "file-kind-preference",
            Self::Activity => "file-kind-activity",
            Self::Progress => "file-kind-progress",
            Self::Network => "file-kind-network",
            Self::Browser => "file-kind-browser",
        }
    }
}

impl Basis {
    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Consent => "file-basis-consent",
            Self::Duty => "file-basis-duty",
            Self::Published => "file-basis-published",
            Self::Security => "file-basis-security",
        }
    }
}

impl Recipient {
    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nobody => "file-recipient-nobody",
            Self::ResponsibleOffice => "file-recipient-office",
            Self::Moderators => "file-recipient-moderators",
            Self::PrivacyOfficer => "file-recipient-officer",
            Self::Administrators => "file-recipient-administrators",
            Self::Public => "file-recipient-public",
        }
    }
}

impl File {
    /// The tables that make the file up.
    pub fn tables(&'static self) -> impl Iterator<Item = &'static Table> {
        tables().filter(|table| table.file.is_some_and(|file| file.slug == self.slug))
    }

    /// The kinds of personal data in it.
    pub fn kinds(&'static self) -> BTreeSet<Kind> {
        let outside = outside(self).into_iter().flat_map(|outside| outside.kinds);
        self.tables()
            .flat_map(Table::kinds)
            .chain(outside.copied())
            .collect()
    }
}

/// Every table, room by room.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    [
        accounts::TABLES,
        forum::TABLES,
        reading::TABLES,
        offices::TABLES,
        suggestions::TABLES,
        supports::TABLES,
        plaza::TABLES,
        ledger::TABLES,
        policy::TABLES,
        announcements::TABLES,
        rights::TABLES,
    ]
    .into_iter()
    .flatten()
}

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    tables().find(|table| table.name == name)
}

/// Every file of personal data, once, in the tables' order; then those that are no tables.
pub fn files() -> Vec<&'static File> {
    let mut files: Vec<&'static File> = Vec::new();
    let outside = OUTSIDE.iter().map(|outside| outside.file);
    for file in tables().filter_map(|table| table.file).chain(outside) {
        if files.iter().all(|known| known.slug != file.slug) {
            files.push(file);
        }
    }
    files
}

/// The file of this name, for the notice at the point where its data is collected.
pub fn file(slug: &str) -> Option<&'static File> {
    files().into_iter().find(|file| file.slug == slug)
}
