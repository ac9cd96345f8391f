//! Tables of `accounts`.

use super::{Basis, File, Kind, Recipient, Retention, Scope, Table};

const ACCOUNTS: File = File {
    slug: "accounts",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

pub(super) const TABLES: &[Table] = &[Table {
    name: "accounts",
    file: Some(&ACCOUNTS),
    retention: Retention::Owner,
    columns: &[
        ("id", Scope::None),
        ("name", Scope::Public(Kind::Name)),
        ("name_is_personal", Scope::None),
        ("email_sealed", Scope::Sealed(Kind::Email)),
        ("email_index", Scope::Sealed(Kind::Email)),
        ("password_hash", Scope::Covered(Kind::Proof)),
        ("role", Scope::None),
        ("language", Scope::Covered(Kind::Preference)),
        ("rules_version", Scope::None),
        ("created_at", Scope::Covered(Kind::Activity)),
    ],
}];
