//! Tables of no room that people enter: mail, jobs, the database's own.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const MAIL: File = File {
    slug: "mail",
    basis: Basis::Duty,
    recipients: &[Recipient::Nobody],
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "breach_marks",
        file: Some(&MAIL),
        owner: Owner::Nobody,
        retention: Retention::Room("breach-marks"),
        columns: &[
            ("breach_id", Scope::None),
            ("mark", Scope::Sealed(Kind::Email)),
        ],
    },
    Table {
        name: "outbox",
        file: Some(&MAIL),
        owner: Owner::Any(&[Owner::Case("case_id"), Owner::Mailbox("recipient_index")]),
        // As `mail::outbox` does with what people gave for one matter alone, and with digests.
        retention: Retention::DaysAtMost {
            column: "finished_at",
            days: 30,
            room: "unkept",
        },
        columns: &[
            ("id", Scope::None),
            ("message_id", Scope::None),
            ("kind", Scope::Covered(Kind::Activity)),
            ("case_id", Scope::Link),
            ("recipient_sealed", Scope::Sealed(Kind::Email)),
            ("content_sealed", Scope::Sealed(Kind::Text)),
            ("state", Scope::None),
            ("attempts", Scope::None),
            ("next_attempt_at", Scope::None),
            ("reply_sealed", Scope::Sealed(Kind::Text)),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("finished_at", Scope::None),
            ("recipient_index", Scope::Sealed(Kind::Email)),
            ("sign_up_id", Scope::Link),
            ("lease", Scope::None),
            ("support_request_id", Scope::Link),
            ("tried_since", Scope::None),
            ("domain_mark", Scope::Sealed(Kind::Email)),
            ("due_at", Scope::None),
            ("ended", Scope::None),
            ("request_id", Scope::Link),
            ("breach_id", Scope::None),
        ],
    },
    // What the city's own mail server said when it took no mail at all: one that stays so says it again.
    Table {
        name: "mail_pauses",
        file: Some(&MAIL),
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "tried_at",
            days: 1,
        },
        columns: &[
            ("id", Scope::None),
            ("step", Scope::None),
            ("code", Scope::None),
            ("words_sealed", Scope::Sealed(Kind::Text)),
            ("since", Scope::None),
            ("tried_at", Scope::None),
        ],
    },
    // Which addresses get no mail that one can do without: after a year it is tried again.
    Table {
        name: "suppressed_addresses",
        file: Some(&MAIL),
        owner: Owner::Mailbox("email_index"),
        retention: Retention::Days {
            column: "since",
            days: 365,
        },
        columns: &[
            ("id", Scope::None),
            ("email_index", Scope::Sealed(Kind::Email)),
            ("reason", Scope::Covered(Kind::Activity)),
            ("covers", Scope::Covered(Kind::Preference)),
            ("since", Scope::Covered(Kind::Activity)),
        ],
    },
    // Where events are delivered to: the operator's own, of no person. The secrets are those that sign.
    Table {
        name: "webhook_endpoints",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("url", Scope::None),
            ("description", Scope::None),
            ("secret_sealed", Scope::None),
            ("old_secret_sealed", Scope::None),
            ("old_secret_until", Scope::None),
            ("enabled", Scope::None),
            ("off_because", Scope::None),
            ("failures", Scope::None),
            ("failing_since", Scope::None),
            ("resting_until", Scope::None),
            ("ledger_number", Scope::None),
            ("created_at", Scope::None),
            ("version", Scope::None),
        ],
    },
    Table {
        name: "webhook_kinds",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::With("webhook_endpoints"),
        columns: &[("endpoint_id", Scope::None), ("kind", Scope::None)],
    },
    // That something happened to a post, a case or a topic, by its number alone: what it says is made
    // when it leaves, of what is public then, and nothing of it is kept.
    Table {
        name: "webhook_deliveries",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "happened_at",
            days: 30,
        },
        columns: &[
            ("id", Scope::None),
            ("endpoint_id", Scope::None),
            ("kind", Scope::None),
            ("subject", Scope::None),
            ("detail", Scope::None),
            ("happened_at", Scope::None),
            ("state", Scope::None),
            ("attempts", Scope::None),
            ("tried_since", Scope::None),
            ("next_attempt_at", Scope::None),
            ("tried_at", Scope::None),
            ("status", Scope::None),
            ("failure", Scope::None),
            ("ended_at", Scope::None),
        ],
    },
    // What recognises a form that is sent twice: a hash that leads to nobody.
    Table {
        name: "submissions",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "created_at",
            days: 1,
        },
        columns: &[
            ("key", Scope::None),
            ("number", Scope::None),
            ("created_at", Scope::None),
        ],
    },
    // What a program is answered again: sealed with a key that is made of the program's own and kept
    // nowhere, so that it is nobody's here. What recognises the request is a hash that leads to nobody.
    Table {
        name: "request_answers",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "begun_at",
            days: 1,
        },
        columns: &[
            ("mark", Scope::None),
            ("said", Scope::None),
            ("begun_at", Scope::None),
            ("answer", Scope::None),
        ],
    },
    // Counts of changes, by which a node knows whether a page that it keeps in memory still holds.
    Table {
        name: "page_generations",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("part", Scope::None),
            ("share", Scope::None),
            ("number", Scope::None),
        ],
    },
    // How many rows of a table had their time on a day.
    Table {
        name: "retention_reports",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "day",
            days: 1095,
        },
        columns: &[
            ("day", Scope::None),
            ("table_name", Scope::None),
            ("count", Scope::None),
        ],
    },
    // Pages, visitors and log-ons of a day: figures without anybody in them, for the statistics
    // of the month. They go when it is frozen, by the job that freezes it.
    Table {
        name: "daily_counts",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Room("statistics"),
        columns: &[
            ("day", Scope::None),
            ("counted", Scope::None),
            ("route", Scope::None),
            ("count", Scope::None),
        ],
    },
    // Diesel's list of the migrations that ran.
    Table {
        name: "__diesel_schema_migrations",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[("version", Scope::None), ("run_on", Scope::None)],
    },
    // How the city looks and what it goes by, as administrators set it; of nobody.
    Table {
        name: "settings",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("setting", Scope::None),
            ("version", Scope::None),
            ("value", Scope::None),
            ("undoes", Scope::None),
            ("entry", Scope::None),
            ("set_at", Scope::None),
        ],
    },
    Table {
        name: "setting_pictures",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("hash", Scope::None),
            ("ending", Scope::None),
            ("width", Scope::None),
            ("height", Scope::None),
            ("bytes", Scope::None),
        ],
    },
];
