//! Tables of `published::support`: who supports suggestions that were published.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const SUPPORTS: File = File {
    slug: "supports",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

/// As long as the suggestion is published, unless it is taken back.
const PUBLISHED: Retention = Retention::Room("supports");
const DONE: Scope = Scope::Covered(Kind::Activity);

// The database itself deletes all of them with the published suggestion.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "supports",
        file: Some(&SUPPORTS),
        owner: Owner::Account("account_id"),
        retention: PUBLISHED,
        columns: &[
            ("topic_id", DONE),
            ("account_id", Scope::Link),
            ("link_hash", Scope::Covered(Kind::Proof)),
        ],
    },
    Table {
        name: "support_keys",
        file: Some(&SUPPORTS),
        owner: Owner::Nobody,
        retention: PUBLISHED,
        columns: &[
            ("id", Scope::None),
            ("topic_id", Scope::None),
            ("key_sealed", Scope::Sealed(Kind::Proof)),
        ],
    },
    Table {
        name: "support_marks",
        file: Some(&SUPPORTS),
        owner: Owner::Nobody,
        retention: PUBLISHED,
        columns: &[
            ("mark", Scope::Sealed(Kind::Activity)),
            ("topic_id", DONE),
            ("link_hash", Scope::Covered(Kind::Proof)),
        ],
    },
    Table {
        name: "support_requests",
        file: Some(&SUPPORTS),
        owner: Owner::Mailbox("email_index"),
        retention: Retention::Days {
            column: "expires_at",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("topic_id", DONE),
            ("email_sealed", Scope::Sealed(Kind::Email)),
            ("email_index", Scope::Sealed(Kind::Email)),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("consent_id", Scope::Link),
            ("expires_at", DONE),
        ],
    },
];
