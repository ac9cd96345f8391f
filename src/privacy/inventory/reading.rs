//! Tables of `forum::reading`: what somebody reads and keeps, and what they show of themselves.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

/// How far somebody has read; only of those who asked for it.
const READING: File = File {
    slug: "reading",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

/// What somebody follows, keeps and reacts to.
const FOLLOWED: File = File {
    slug: "followed",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

const PROFILES: File = File {
    slug: "profiles",
    basis: Basis::Published,
    recipients: &[Recipient::Public],
};

const OWN: Owner = Owner::Account("account_id");
const DONE: Scope = Scope::Covered(Kind::Activity);
const READ: Scope = Scope::Covered(Kind::Progress);

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "reading_trackers",
        file: Some(&READING),
        owner: OWN,
        retention: Retention::Owner,
        columns: &[
            ("account_id", Scope::Link),
            ("consent_id", Scope::Link),
            ("position", READ),
        ],
    },
    Table {
        name: "topic_reads",
        file: Some(&READING),
        owner: OWN,
        retention: Retention::With("reading_trackers"),
        columns: &[
            ("account_id", Scope::Link),
            ("topic_id", READ),
            ("position", READ),
        ],
    },
    Table {
        name: "board_reads",
        file: Some(&READING),
        owner: OWN,
        retention: Retention::With("reading_trackers"),
        columns: &[
            ("account_id", Scope::Link),
            ("board_id", READ),
            ("position", READ),
        ],
    },
    Table {
        name: "watches",
        file: Some(&FOLLOWED),
        owner: OWN,
        retention: Retention::Owner,
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("topic_id", Scope::Covered(Kind::Preference)),
            ("board_id", Scope::Covered(Kind::Preference)),
            ("level", Scope::Covered(Kind::Preference)),
        ],
    },
    Table {
        name: "case_watches",
        file: Some(&FOLLOWED),
        owner: OWN,
        retention: Retention::Owner,
        columns: &[
            ("account_id", Scope::Link),
            ("case_id", Scope::Covered(Kind::Preference)),
        ],
    },
    // What waits to be told of these cases.
    Table {
        name: "case_watch_news",
        file: Some(&FOLLOWED),
        owner: OWN,
        retention: Retention::With("case_watches"),
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("case_id", DONE),
            ("kind", DONE),
        ],
    },
    Table {
        name: "notifications",
        file: Some(&FOLLOWED),
        owner: OWN,
        // As `forum::reading::notifications` tells their owner.
        retention: Retention::Days {
            column: "day",
            days: 90,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("post_id", DONE),
            ("kind", DONE),
            ("day", DONE),
            ("seen", DONE),
            ("mailed", DONE),
            ("outbox_id", Scope::None),
        ],
    },
    Table {
        name: "bookmarks",
        file: Some(&FOLLOWED),
        owner: OWN,
        retention: Retention::Owner,
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("post_id", Scope::Covered(Kind::Preference)),
        ],
    },
    Table {
        name: "reactions",
        file: Some(&FOLLOWED),
        owner: OWN,
        retention: Retention::Owner,
        columns: &[
            ("post_id", DONE),
            ("account_id", Scope::Link),
            ("kind", DONE),
        ],
    },
    Table {
        name: "profiles",
        file: Some(&PROFILES),
        owner: OWN,
        retention: Retention::Owner,
        columns: &[
            ("account_id", Scope::Link),
            ("about", Scope::Public(Kind::Text)),
            ("about_html", Scope::Public(Kind::Text)),
            ("about_language", Scope::None),
            ("about_findings", Scope::None),
            ("pipeline", Scope::None),
            ("shows_since", Scope::Public(Kind::Preference)),
            ("shows_count", Scope::Public(Kind::Preference)),
            ("shows_posts", Scope::Public(Kind::Preference)),
        ],
    },
];
