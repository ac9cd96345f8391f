//! The data inventory: every table and column with what it says of a person, why it is
//! kept, on what basis, for how long, and who gets it.
//!
//! `tests/inventory.rs` holds it to both databases' schemas. From it come the public page of
//! personal-data files, the notices at each collection point, the retention job and the
//! export of what is held about a person. One file for each room that has tables; what is
//! done with the data does not belong here.

mod accounts;

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
}

/// How long a row is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// As long as the service runs: it is no personal data.
    Service,
    /// As long as the row that it belongs to, in this table.
    With(&'static str),
    /// Until its owner erases it.
    Owner,
    /// So many days after the time in `column`; then the retention job deletes the row.
    Days { column: &'static str, days: i64 },
    /// So many years, as the operator's retention schedule says for this class.
    Years { class: &'static str },
}

/// A table.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// `None`: it holds nothing personal.
    pub file: Option<&'static File>,
    pub retention: Retention,
    pub columns: &'static [(&'static str, Scope)],
}

/// Every table, room by room.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    [accounts::TABLES].into_iter().flatten()
}
