//! Tables of the chains, the grounds and what is disclosed.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const DECISIONS: File = File {
    slug: "decisions",
    basis: Basis::Duty,
    recipients: &[Recipient::Moderators, Recipient::PrivacyOfficer],
};

pub(super) const TABLES: &[Table] = &[
    // Only what is not personal, and commitments.
    Table {
        name: "chain_links",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("chain", Scope::None),
            ("number", Scope::None),
            ("kind", Scope::None),
            ("fields", Scope::None),
            ("commitment", Scope::None),
            ("previous", Scope::None),
            ("hash", Scope::None),
            ("at", Scope::None),
        ],
    },
    Table {
        name: "chain_tips",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("chain", Scope::None),
            ("number", Scope::None),
            ("signed", Scope::None),
        ],
    },
    Table {
        name: "chain_erasures",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("chain", Scope::None),
            ("number", Scope::None),
            ("ground", Scope::None),
            ("at", Scope::None),
        ],
    },
    Table {
        name: "chain_statements",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("day", Scope::None),
            ("body", Scope::None),
            ("signature", Scope::None),
        ],
    },
    Table {
        name: "ledger_payloads",
        file: Some(&DECISIONS),
        owner: Owner::Row {
            column: "post_id",
            table: "posts",
        },
        retention: Retention::Years {
            class: "decisions",
            column: "on_day",
        },
        columns: &[
            ("id", Scope::None),
            ("number", Scope::None),
            ("post_id", Scope::Link),
            ("case_id", Scope::Link),
            ("on_day", Scope::None),
            ("salt", Scope::None),
            ("payload_sealed", Scope::Sealed(Kind::Text)),
        ],
    },
    Table {
        name: "approvals",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("agency", Scope::None),
            ("document", Scope::None),
            ("act", Scope::None),
            ("requested_by", Scope::Link),
            ("requested_at", Scope::None),
            ("approved_by", Scope::Link),
            ("approved_at", Scope::None),
            ("used_at", Scope::None),
        ],
    },
    Table {
        name: "sealed_originals",
        file: Some(&DECISIONS),
        owner: Owner::Row {
            column: "post_id",
            table: "posts",
        },
        retention: Retention::Days {
            column: "until",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("ledger_number", Scope::None),
            ("post_id", Scope::Link),
            ("original_sealed", Scope::Sealed(Kind::Text)),
            ("until", Scope::None),
        ],
    },
    Table {
        name: "appeals",
        file: Some(&DECISIONS),
        owner: Owner::Row {
            column: "post_id",
            table: "posts",
        },
        retention: Retention::With("posts"),
        columns: &[
            ("id", Scope::None),
            ("ledger_number", Scope::None),
            ("post_id", Scope::Link),
            ("moderator_id", Scope::Link),
            ("words_sealed", Scope::Sealed(Kind::Text)),
            ("state", Scope::None),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("decided_by", Scope::Link),
            ("decided_at", Scope::None),
            ("answer", Scope::Covered(Kind::Text)),
        ],
    },
    Table {
        name: "agreements",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("recipient", Scope::None),
            ("purpose", Scope::None),
            ("fields", Scope::None),
            ("policy_version", Scope::None),
            ("starts_on", Scope::None),
            ("ends_on", Scope::None),
            ("made_by", Scope::Link),
            ("created_at", Scope::None),
        ],
    },
    Table {
        name: "disclosures",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("agreement_id", Scope::None),
            ("approval_id", Scope::None),
            ("ledger_number", Scope::None),
            ("case_id", Scope::Link),
            ("fields", Scope::None),
            ("on_day", Scope::None),
        ],
    },
];
