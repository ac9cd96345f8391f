//! Tables of `offices`. An office's own address and telephone are official contacts, no personal data.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const STAFF: File = File {
    slug: "staff",
    basis: Basis::Duty,
    recipients: &[Recipient::Administrators],
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "offices",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("slug", Scope::None),
            ("name_zh", Scope::None),
            ("name_en", Scope::None),
            ("email", Scope::None),
            ("phone", Scope::None),
            ("parent_id", Scope::None),
            ("retired_on", Scope::None),
            ("version", Scope::None),
            ("mail_fails_since", Scope::None),
            ("hours", Scope::None),
            ("digest", Scope::None),
            ("replies_send", Scope::None),
        ],
    },
    // When offices work: of nobody.
    Table {
        name: "calendar_days",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("office_id", Scope::None),
            ("day", Scope::None),
            ("works", Scope::None),
            ("name", Scope::None),
        ],
    },
    Table {
        name: "office_members",
        file: Some(&STAFF),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("office_id", Scope::Covered(Kind::Activity)),
            ("account_id", Scope::Link),
            ("digest", Scope::Covered(Kind::Preference)),
            ("digested_on", Scope::None),
        ],
    },
    // Whose posts a moderator decides about; who moderates everywhere has no rows.
    Table {
        name: "moderator_boards",
        file: Some(&STAFF),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("account_id", Scope::Link),
            ("board_id", Scope::Covered(Kind::Activity)),
        ],
    },
    // Which events of cases wait for a member's digest; it says nothing of their residents.
    Table {
        name: "digest_pending",
        file: Some(&STAFF),
        owner: Owner::Any(&[Owner::Case("case_id"), Owner::Account("account_id")]),
        retention: Retention::With("office_members"),
        columns: &[
            ("id", Scope::None),
            ("office_id", Scope::None),
            ("account_id", Scope::Link),
            ("case_id", Scope::Link),
            ("kind", Scope::None),
        ],
    },
    Table {
        name: "categories",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("slug", Scope::None),
            ("name_zh", Scope::None),
            ("name_en", Scope::None),
            ("hint_zh", Scope::None),
            ("hint_en", Scope::None),
            ("due_days", Scope::None),
            ("position", Scope::None),
            ("retired_on", Scope::None),
            ("version", Scope::None),
        ],
    },
    Table {
        name: "districts",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("slug", Scope::None),
            ("name_zh", Scope::None),
            ("name_en", Scope::None),
            ("position", Scope::None),
            ("retired_on", Scope::None),
            ("version", Scope::None),
        ],
    },
    Table {
        name: "routing_rules",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("category_id", Scope::None),
            ("district_id", Scope::None),
            ("valid_from", Scope::None),
            ("valid_until", Scope::None),
            ("version", Scope::None),
        ],
    },
    Table {
        name: "routing_rule_offices",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("rule_id", Scope::None),
            ("office_id", Scope::None),
            ("position", Scope::None),
        ],
    },
];
