//! Tables of polls, events, the operator's own pages, statistics and open data.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const POLLS: File = File {
    slug: "polls",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

const EVENTS: File = File {
    slug: "events",
    basis: Basis::Consent,
    recipients: &[Recipient::ResponsibleOffice],
};

/// On which days the organiser opened the list: for those who stand on it.
const EVENT_LOOKS: File = File {
    slug: "event-looks",
    basis: Basis::Security,
    recipients: &[Recipient::Nobody],
};

/// A table that says nothing of a person and stays.
const fn plain(name: &'static str, columns: &'static [(&'static str, Scope)]) -> Table {
    Table {
        name,
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns,
    }
}

pub(super) const TABLES: &[Table] = &[
    plain(
        "polls",
        &[
            ("id", Scope::None),
            ("topic_id", Scope::None),
            ("title_zh", Scope::None),
            ("title_en", Scope::None),
            ("question_zh", Scope::None),
            ("question_en", Scope::None),
            ("opens_on", Scope::None),
            ("closes_on", Scope::None),
            ("created_by", Scope::Link),
            ("created_at", Scope::None),
        ],
    ),
    plain(
        "poll_options",
        &[
            ("poll_id", Scope::None),
            ("number", Scope::None),
            ("text_zh", Scope::None),
            ("text_en", Scope::None),
            ("votes", Scope::None),
        ],
    ),
    // Erased when the poll has closed, by a job of its own: a report would tell how many voted.
    Table {
        name: "poll_marks",
        file: Some(&POLLS),
        owner: Owner::Nobody,
        retention: Retention::Room("polls"),
        columns: &[
            ("mark", Scope::Sealed(Kind::Activity)),
            ("poll_id", Scope::None),
        ],
    },
    plain(
        "statistics_months",
        &[("month", Scope::None), ("frozen_on", Scope::None)],
    ),
    plain(
        "statistics_cells",
        &[
            ("month", Scope::None),
            ("report", Scope::None),
            ("row_key", Scope::None),
            ("column_key", Scope::None),
            ("figure", Scope::None),
        ],
    ),
    plain(
        "events",
        &[
            ("id", Scope::None),
            ("title_zh", Scope::None),
            ("title_en", Scope::None),
            ("body_zh", Scope::None),
            ("body_en", Scope::None),
            ("body_html_zh", Scope::None),
            ("body_html_en", Scope::None),
            ("place_zh", Scope::None),
            ("place_en", Scope::None),
            ("starts_at", Scope::None),
            ("ends_at", Scope::None),
            ("sign_up", Scope::None),
            ("sign_up_until", Scope::None),
            ("capacity", Scope::None),
            ("erase_on", Scope::None),
            ("organiser_id", Scope::Link),
            ("cancelled", Scope::None),
            ("created_at", Scope::None),
            ("updated_at", Scope::None),
        ],
    ),
    Table {
        name: "event_sign_ups",
        file: Some(&EVENTS),
        owner: Owner::Mailbox("email_index"),
        retention: Retention::Days {
            column: "last_day",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("event_id", Scope::Covered(Kind::Activity)),
            ("name_sealed", Scope::Sealed(Kind::Name)),
            ("email_sealed", Scope::Sealed(Kind::Email)),
            ("email_index", Scope::Sealed(Kind::Email)),
            ("language", Scope::Covered(Kind::Preference)),
            ("state", Scope::Covered(Kind::Activity)),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("signed_up_on", Scope::Covered(Kind::Activity)),
            ("last_day", Scope::None),
            ("consent_id", Scope::Link),
        ],
    },
    Table {
        name: "event_looks",
        file: Some(&EVENT_LOOKS),
        owner: Owner::Beside {
            column: "event_id",
            table: "event_sign_ups",
            own: "event_id",
        },
        retention: Retention::Days {
            column: "day",
            days: 365,
        },
        columns: &[
            ("id", Scope::None),
            ("event_id", Scope::Covered(Kind::Activity)),
            ("account_id", Scope::Link),
            ("day", Scope::Covered(Kind::Activity)),
        ],
    },
    plain(
        "city_pages",
        &[
            ("id", Scope::None),
            ("slug", Scope::None),
            ("position", Scope::None),
            ("in_foot", Scope::None),
            ("in_sitemap", Scope::None),
            ("newest", Scope::None),
            ("shown", Scope::None),
            ("published_at", Scope::None),
            ("changes", Scope::None),
        ],
    ),
    plain(
        "city_page_revisions",
        &[
            ("page_id", Scope::None),
            ("number", Scope::None),
            ("title_zh", Scope::None),
            ("title_en", Scope::None),
            ("body_zh", Scope::None),
            ("body_en", Scope::None),
            ("body_html_zh", Scope::None),
            ("body_html_en", Scope::None),
            ("made_by", Scope::Link),
            ("made_at", Scope::None),
        ],
    ),
    plain(
        "campaign_links",
        &[
            ("code", Scope::None),
            ("target", Scope::None),
            ("purpose", Scope::None),
            ("made_on", Scope::None),
        ],
    ),
    plain(
        "campaign_days",
        &[
            ("code", Scope::None),
            ("day", Scope::None),
            ("visits", Scope::None),
        ],
    ),
    plain(
        "open_data_makings",
        &[
            ("mark", Scope::None),
            ("begun_at", Scope::None),
            ("until", Scope::None),
        ],
    ),
    // The holder is a process, not a person.
    plain(
        "jobs",
        &[
            ("name", Scope::None),
            ("holder", Scope::None),
            ("leased_until", Scope::None),
            ("due_at", Scope::None),
            ("began_at", Scope::None),
            ("ended_at", Scope::None),
            ("failures", Scope::None),
        ],
    ),
    // Generalised and without persons before it is written.
    plain(
        "open_data_files",
        &[
            ("name", Scope::None),
            ("content", Scope::None),
            ("made_on", Scope::None),
            ("making", Scope::None),
            ("parts", Scope::None),
            ("bytes", Scope::None),
            ("sha256", Scope::None),
            ("until", Scope::None),
        ],
    ),
    plain(
        "open_data_parts",
        &[
            ("making", Scope::None),
            ("file", Scope::None),
            ("number", Scope::None),
            ("content", Scope::None),
        ],
    ),
];
