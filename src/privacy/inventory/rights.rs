//! Tables of `rights`.

use super::{Basis, Class, File, Kind, Owner, Recipient, Retention, Scope, Table};

const REQUESTS: File = File {
    slug: "requests",
    basis: Basis::Duty,
    recipients: &[Recipient::PrivacyOfficer],
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "data_requests",
        file: Some(&REQUESTS),
        owner: Owner::Account("account_id"),
        retention: Retention::Years {
            class: Class::Requests,
            column: "closed_on",
        },
        columns: &[
            ("id", Scope::None),
            ("kind", Scope::None),
            ("account_id", Scope::Link),
            ("post_id", Scope::Link),
            ("contact_sealed", Scope::Sealed(Kind::Email)),
            ("words_sealed", Scope::Sealed(Kind::Text)),
            ("language", Scope::Covered(Kind::Preference)),
            ("state", Scope::None),
            ("token_hash", Scope::Sealed(Kind::Proof)),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("due_on", Scope::None),
            ("answer_sealed", Scope::Sealed(Kind::Text)),
            ("closed_on", Scope::None),
            ("consent_id", Scope::Link),
            ("extended_because_sealed", Scope::Sealed(Kind::Text)),
            ("withdraw_hash", Scope::Sealed(Kind::Proof)),
            ("undelivered_at", Scope::None),
            ("undelivered_because", Scope::None),
        ],
    },
    // Who read its words, and on which day.
    Table {
        name: "request_looks",
        file: Some(&REQUESTS),
        owner: Owner::Row {
            column: "request_id",
            table: "data_requests",
        },
        retention: Retention::With("data_requests"),
        columns: &[
            ("id", Scope::None),
            ("request_id", Scope::Link),
            ("account_id", Scope::Link),
            ("day", Scope::Covered(Kind::Activity)),
        ],
    },
];
