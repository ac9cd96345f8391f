//! Tables of `suggestions`.

use super::{Basis, Class, File, Kind, Owner, Recipient, Retention, Scope, Table};

const SUGGESTIONS: File = File {
    slug: "suggestions",
    basis: Basis::Duty,
    recipients: &[Recipient::ResponsibleOffice],
};

/// Of the city's people nobody sees how a case was rated, also not who handled it.
const RATINGS: File = File {
    slug: "ratings",
    basis: Basis::Duty,
    recipients: &[Recipient::Nobody],
};

/// What people write to the address of return, before it has its place.
const LETTERS: File = File {
    slug: "letters",
    basis: Basis::Duty,
    recipients: &[Recipient::ResponsibleOffice],
};

const WITH_CASE: Retention = Retention::With("cases");

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "cases",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("id"),
        retention: Retention::Years {
            class: Class::Cases,
            column: "ended_at",
        },
        columns: &[
            ("id", Scope::None),
            ("reference", Scope::None),
            ("category_id", Scope::None),
            ("district_id", Scope::Covered(Kind::Place)),
            ("title", Scope::Covered(Kind::Text)),
            ("body", Scope::Covered(Kind::Text)),
            ("place", Scope::Covered(Kind::Place)),
            ("contact_name_sealed", Scope::Sealed(Kind::Name)),
            ("contact_email_sealed", Scope::Sealed(Kind::Email)),
            ("contact_phone_sealed", Scope::Sealed(Kind::Phone)),
            ("share_contact", Scope::None),
            ("publish", Scope::None),
            ("language", Scope::Covered(Kind::Preference)),
            ("state", Scope::None),
            ("confirmation", Scope::None),
            ("password_hash", Scope::Sealed(Kind::Proof)),
            ("submission", Scope::Sealed(Kind::Proof)),
            ("submission_digest", Scope::Sealed(Kind::Proof)),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("routed_at", Scope::None),
            ("due_on", Scope::None),
            ("restricted_on", Scope::None),
            ("contact_consent_id", Scope::Link),
            ("medium", Scope::None),
            ("received_on", Scope::Covered(Kind::Activity)),
            ("ended_at", Scope::None),
            ("missed_on", Scope::None),
            ("coordinates", Scope::Covered(Kind::Place)),
            ("automatic", Scope::None),
            ("confirm_until", Scope::None),
        ],
    },
    Table {
        name: "case_offices",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("case_id", Scope::Link),
            ("office_id", Scope::None),
            ("position", Scope::None),
            ("reminded_for", Scope::None),
            ("escalated_for", Scope::None),
        ],
    },
    Table {
        name: "handling_records",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("id", Scope::None),
            ("case_id", Scope::Link),
            ("number", Scope::None),
            ("kind", Scope::Covered(Kind::Activity)),
            ("office_id", Scope::None),
            ("account_id", Scope::Link),
            ("body", Scope::Covered(Kind::Text)),
            ("at", Scope::Covered(Kind::Activity)),
            ("salt", Scope::None),
        ],
    },
    // The case in which this one goes on, because both are about the same.
    Table {
        name: "case_duplicates",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("case_id", Scope::Link),
            ("main_id", Scope::Link),
            ("merged", Scope::None),
        ],
    },
    // Who handles the case for its office; it goes with the account of that member too.
    Table {
        name: "case_assignees",
        file: Some(&SUGGESTIONS),
        owner: Owner::Any(&[Owner::Case("case_id"), Owner::Account("account_id")]),
        retention: WITH_CASE,
        columns: &[
            ("case_id", Scope::Link),
            ("office_id", Scope::None),
            ("account_id", Scope::Link),
            ("told", Scope::None),
        ],
    },
    // That an office waits for the resident's reply, and since when.
    Table {
        name: "case_questions",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[("case_id", Scope::Link), ("asked_on", Scope::None)],
    },
    // What a member of an office answered by mail, until it is sent or dropped.
    Table {
        name: "answer_drafts",
        file: Some(&LETTERS),
        owner: Owner::Case("case_id"),
        retention: Retention::Days {
            column: "received_at",
            days: 60,
        },
        columns: &[
            ("id", Scope::None),
            ("case_id", Scope::Link),
            ("account_id", Scope::Link),
            ("shown_sealed", Scope::Sealed(Kind::Text)),
            ("mail_sealed", Scope::Sealed(Kind::Text)),
            ("received_at", Scope::Covered(Kind::Activity)),
        ],
    },
    // Mails that came in and have no place: a member of the office that gets what no rule names
    // puts them into a case, or discards them.
    Table {
        name: "unplaced_mails",
        file: Some(&LETTERS),
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "received_at",
            days: 30,
        },
        columns: &[
            ("id", Scope::None),
            ("reason", Scope::None),
            ("size", Scope::None),
            ("head_sealed", Scope::Sealed(Kind::Email)),
            ("mail_sealed", Scope::Sealed(Kind::Text)),
            ("received_at", Scope::Covered(Kind::Activity)),
        ],
    },
    // Who read which of them, and on which day.
    Table {
        name: "unplaced_looks",
        file: Some(&LETTERS),
        owner: Owner::Row {
            column: "mail_id",
            table: "unplaced_mails",
        },
        retention: Retention::With("unplaced_mails"),
        columns: &[
            ("id", Scope::None),
            ("mail_id", Scope::Link),
            ("account_id", Scope::Link),
            ("day", Scope::Covered(Kind::Activity)),
        ],
    },
    // Files that came with the case or with a record of it. The bytes lie in the object store and go
    // with their row.
    Table {
        name: "case_files",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("id", Scope::None),
            ("case_id", Scope::Link),
            ("record", Scope::None),
            ("position", Scope::None),
            ("kind", Scope::None),
            ("name", Scope::Covered(Kind::Text)),
            ("size", Scope::None),
            ("width", Scope::None),
            ("height", Scope::None),
            ("object", Scope::None),
            ("hash", Scope::None),
            ("token_hash", Scope::None),
            ("created_at", Scope::Covered(Kind::Activity)),
        ],
    },
    // When and by which office it was first answered, and how its resident rated that. The stars are
    // forgotten once the figures of their month are frozen.
    Table {
        name: "case_ratings",
        file: Some(&RATINGS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("case_id", Scope::Link),
            ("office_id", Scope::None),
            ("asked_on", Scope::None),
            ("due_on", Scope::None),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("stars", Scope::Covered(Kind::Activity)),
            ("rated_on", Scope::Covered(Kind::Activity)),
        ],
    },
    // Words with which an office's answer can begin; of nobody.
    Table {
        name: "answer_templates",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("category_id", Scope::None),
            ("language", Scope::None),
            ("name", Scope::None),
            ("body", Scope::None),
            ("version", Scope::None),
        ],
    },
    // The topic that was sent to the suggestion box as this case. Where its resident publishes the
    // case and agreed to it, everybody sees that one came out of the other.
    Table {
        name: "crosslinks",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[("case_id", Scope::Link), ("topic_id", Scope::Link)],
    },
    // The topic as which a resident published the case. When it was sent to be looked at is the
    // resident's; when it became public, everybody sees. On the same consent, whose notice names
    // them, everybody sees of the case its category, district, offices, state and the days on which
    // it was received and answered, as long as the topic is public.
    Table {
        name: "published_suggestions",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("case_id", Scope::Link),
            ("topic_id", Scope::Link),
            ("consent_id", Scope::Link),
            ("sent_at", Scope::Covered(Kind::Activity)),
            ("published_at", Scope::Public(Kind::Activity)),
            ("supporters", Scope::None),
        ],
    },
    Table {
        name: "case_tokens",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: Retention::Days {
            column: "expires_at",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("case_id", Scope::Link),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("expires_at", Scope::None),
        ],
    },
    // Who looked at a case, for which office, why and on which day.
    Table {
        name: "looks",
        file: Some(&SUGGESTIONS),
        owner: Owner::Case("case_id"),
        retention: WITH_CASE,
        columns: &[
            ("id", Scope::None),
            ("case_id", Scope::Link),
            ("account_id", Scope::Link),
            ("office_id", Scope::None),
            ("purpose", Scope::None),
            ("day", Scope::Covered(Kind::Activity)),
        ],
    },
];
