//! Tables of `privacy` itself: the policy, the notices and the consents.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

/// What was agreed to, which the city must be able to show (Personal Data Protection Act art. 7).
const CONSENTS: File = File {
    slug: "consents",
    basis: Basis::Duty,
    recipients: &[Recipient::Nobody],
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "policy_versions",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("number", Scope::None),
            ("kind", Scope::None),
            ("text_zh", Scope::None),
            ("text_en", Scope::None),
            ("hash", Scope::None),
            ("particulars_zh", Scope::None),
            ("particulars_en", Scope::None),
            ("effective_on", Scope::None),
            ("published_at", Scope::None),
        ],
    },
    Table {
        name: "policy_drafts",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("kind", Scope::None),
            ("text_zh", Scope::None),
            ("text_en", Scope::None),
            ("particulars_zh", Scope::None),
            ("particulars_en", Scope::None),
            ("effective_on", Scope::None),
            ("updated_at", Scope::None),
        ],
    },
    Table {
        name: "policy_dismissals",
        file: Some(&CONSENTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("account_id", Scope::Link),
            ("number", Scope::Covered(Kind::Activity)),
        ],
    },
    Table {
        name: "notice_texts",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("hash", Scope::None),
            ("notice", Scope::None),
            ("version", Scope::None),
            ("language", Scope::None),
            ("body", Scope::None),
            ("first_shown_at", Scope::None),
        ],
    },
    // The database itself deletes those of a case, a post or a sign-up with it; those of an
    // account go as what belongs to it. `last_day` is that of a cancelled sign-up's consent.
    Table {
        name: "consents",
        file: Some(&CONSENTS),
        owner: Owner::Any(&[
            Owner::Account("account_id"),
            Owner::Row {
                column: "sign_up_id",
                table: "event_sign_ups",
            },
        ]),
        retention: Retention::Days {
            column: "last_day",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("case_id", Scope::Link),
            ("post_id", Scope::Link),
            ("basis", Scope::None),
            ("notice", Scope::Covered(Kind::Activity)),
            ("notice_version", Scope::None),
            ("notice_hash", Scope::None),
            ("policy_version", Scope::None),
            ("given_at", Scope::Covered(Kind::Activity)),
            ("withdrawn_at", Scope::Covered(Kind::Activity)),
            ("request_id", Scope::Link),
            ("sign_up_id", Scope::Link),
            ("last_day", Scope::None),
            ("flag_id", Scope::Link),
        ],
    },
];
