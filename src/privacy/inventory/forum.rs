//! Tables of `forum`, `review`, `spam` and `moderation`.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const FORUM: File = File {
    slug: "forum",
    basis: Basis::Published,
    recipients: &[Recipient::Public],
};

/// What is begun and not published: for its writer alone.
const DRAFTS: File = File {
    slug: "drafts",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

const MODERATION: File = File {
    slug: "moderation",
    basis: Basis::Duty,
    recipients: &[Recipient::Moderators],
};

const OF_POST: Owner = Owner::Row {
    column: "post_id",
    table: "posts",
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "boards",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("slug", Scope::None),
            ("name_zh", Scope::None),
            ("name_en", Scope::None),
            ("description_zh", Scope::None),
            ("description_en", Scope::None),
            ("guest_posting", Scope::None),
            ("position", Scope::None),
            ("read_by", Scope::None),
            ("open_by", Scope::None),
            ("answer_by", Scope::None),
            ("office_id", Scope::None),
            ("archived_at", Scope::None),
            ("version", Scope::None),
            ("takes_suggestions", Scope::None),
        ],
    },
    // Which board, topic or post something of another forum became.
    Table {
        name: "imported",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("source", Scope::None),
            ("kind", Scope::None),
            ("external", Scope::None),
            ("id", Scope::None),
        ],
    },
    // Names that a board had in addresses.
    Table {
        name: "board_slugs",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[("slug", Scope::None), ("board_id", Scope::None)],
    },
    Table {
        name: "topics",
        file: Some(&FORUM),
        owner: Owner::NamedBy {
            table: "posts",
            column: "topic_id",
            only: "opens_topic",
        },
        retention: Retention::Owner,
        columns: &[
            ("id", Scope::None),
            ("board_id", Scope::None),
            ("title", Scope::Public(Kind::Text)),
            ("title_html", Scope::Public(Kind::Text)),
            ("language", Scope::None),
            ("state", Scope::None),
            ("reply_count", Scope::None),
            ("created_at", Scope::Public(Kind::Activity)),
            ("active_at", Scope::None),
            ("pinned_at", Scope::None),
            ("pinned_until", Scope::None),
            ("locked_at", Scope::None),
            ("merged_into", Scope::None),
            ("slug", Scope::Public(Kind::Text)),
        ],
    },
    Table {
        name: "topic_tags",
        file: Some(&FORUM),
        owner: Owner::Row {
            column: "topic_id",
            table: "topics",
        },
        retention: Retention::With("topics"),
        columns: &[
            ("topic_id", Scope::Link),
            ("tag", Scope::Public(Kind::Text)),
        ],
    },
    Table {
        name: "posts",
        file: Some(&FORUM),
        owner: Owner::Account("account_id"),
        retention: Retention::Owner,
        columns: &[
            ("id", Scope::None),
            ("topic_id", Scope::None),
            ("opens_topic", Scope::None),
            ("reply_to", Scope::None),
            ("account_id", Scope::Link),
            ("guest_name", Scope::Public(Kind::Name)),
            ("guest_name_is_personal", Scope::None),
            ("guest_email", Scope::Public(Kind::Email)),
            ("body", Scope::Public(Kind::Text)),
            ("body_html", Scope::Public(Kind::Text)),
            ("pipeline", Scope::None),
            ("language", Scope::None),
            ("state", Scope::None),
            ("submission", Scope::None),
            ("created_at", Scope::Public(Kind::Activity)),
            ("edited_at", Scope::Public(Kind::Activity)),
            ("guest_consent_id", Scope::Link),
            ("office_id", Scope::None),
            ("guest_key_hash", Scope::Sealed(Kind::Proof)),
            ("was_public", Scope::None),
            ("appeared", Scope::None),
        ],
    },
    // In which topics a post stood before it was split off.
    Table {
        name: "post_moves",
        file: Some(&FORUM),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[("post_id", Scope::Link), ("topic_id", Scope::None)],
    },
    Table {
        name: "post_revisions",
        file: Some(&FORUM),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[
            ("id", Scope::None),
            ("post_id", Scope::Link),
            ("number", Scope::None),
            ("title", Scope::Public(Kind::Text)),
            ("body", Scope::Public(Kind::Text)),
            ("body_html", Scope::Public(Kind::Text)),
            ("created_at", Scope::Public(Kind::Activity)),
        ],
    },
    Table {
        name: "post_findings",
        file: Some(&FORUM),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[
            ("id", Scope::None),
            ("post_id", Scope::Link),
            ("field", Scope::None),
            ("kind", Scope::None),
            ("start_at", Scope::None),
            ("end_at", Scope::None),
            ("confidence", Scope::None),
            ("whose", Scope::None),
        ],
    },
    // What search keeps of a public post.
    Table {
        name: "search_texts",
        file: Some(&FORUM),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[
            ("post_id", Scope::Link),
            ("title", Scope::Public(Kind::Text)),
            ("body", Scope::Public(Kind::Text)),
            ("title_terms", Scope::Public(Kind::Text)),
            ("terms", Scope::Public(Kind::Text)),
            ("version", Scope::None),
        ],
    },
    // The bytes lie in the object store and go with their row.
    Table {
        name: "attachments",
        file: Some(&FORUM),
        owner: Owner::Account("account_id"),
        retention: Retention::Room("attachments"),
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("post_id", Scope::Link),
            ("position", Scope::None),
            ("kind", Scope::None),
            ("name", Scope::Public(Kind::Text)),
            ("alt", Scope::Public(Kind::Text)),
            ("size", Scope::None),
            ("width", Scope::None),
            ("height", Scope::None),
            ("unread", Scope::None),
            ("withheld_by", Scope::None),
            ("object", Scope::None),
            ("hash", Scope::None),
            ("token_hash", Scope::None),
            ("created_at", Scope::Public(Kind::Activity)),
            ("draft_id", Scope::None),
        ],
    },
    Table {
        name: "drafts",
        file: Some(&DRAFTS),
        owner: Owner::Account("account_id"),
        // As `forum::drafts` tells their writer.
        retention: Retention::Days {
            column: "kept_at",
            days: 30,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("place", Scope::None),
            ("place_id", Scope::None),
            ("words_sealed", Scope::Sealed(Kind::Text)),
            ("kept_at", Scope::Covered(Kind::Activity)),
        ],
    },
    Table {
        name: "attachment_discards",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[("object", Scope::None)],
    },
    Table {
        name: "post_quotes",
        file: Some(&FORUM),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[
            ("post_id", Scope::Link),
            ("quoted_post_id", Scope::Link),
            ("quoted_version", Scope::None),
            ("verified", Scope::None),
        ],
    },
    Table {
        name: "post_mentions",
        file: Some(&FORUM),
        owner: Owner::Account("account_id"),
        retention: Retention::With("posts"),
        columns: &[
            ("post_id", Scope::Link),
            ("account_id", Scope::Link),
            ("stands", Scope::None),
        ],
    },
    Table {
        name: "sealed_quotes",
        file: Some(&MODERATION),
        owner: OF_POST,
        retention: Retention::With("sealed_originals"),
        columns: &[
            ("id", Scope::None),
            ("original_id", Scope::None),
            ("post_id", Scope::Link),
            ("original_sealed", Scope::Sealed(Kind::Text)),
        ],
    },
    Table {
        name: "found_again",
        file: Some(&FORUM),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[("post_id", Scope::Link)],
    },
    Table {
        name: "review_items",
        file: Some(&MODERATION),
        owner: Owner::Any(&[OF_POST, Owner::Account("profile_id")]),
        retention: Retention::With("posts"),
        columns: &[
            ("id", Scope::None),
            ("kind", Scope::None),
            ("post_id", Scope::Link),
            ("profile_id", Scope::Link),
            ("flags", Scope::None),
            ("state", Scope::None),
            ("created_at", Scope::None),
            ("decided_at", Scope::Covered(Kind::Activity)),
            ("decided_by", Scope::Link),
            ("decision_reason_sealed", Scope::Sealed(Kind::Text)),
            ("urgency", Scope::None),
            ("claimed_by", Scope::Link),
            ("claimed_until", Scope::Covered(Kind::Activity)),
            ("appeal_id", Scope::Link),
            ("sanction_number", Scope::Link),
            ("request_id", Scope::Link),
            ("due_on", Scope::None),
            ("barred_id", Scope::Link),
        ],
    },
    // Of whoever gave it alone; who is flagged does not learn who that was.
    Table {
        name: "flags",
        file: Some(&MODERATION),
        owner: Owner::Account("account_id"),
        // As the notifications about its end; what lost all that it was about goes before.
        retention: Retention::Days {
            column: "settled_at",
            days: 90,
        },
        columns: &[
            ("id", Scope::None),
            ("item_id", Scope::None),
            ("number", Scope::None),
            ("account_id", Scope::Link),
            ("by_member", Scope::None),
            ("post_id", Scope::Covered(Kind::Activity)),
            ("profile_id", Scope::Link),
            ("reason", Scope::Covered(Kind::Text)),
            ("words_sealed", Scope::Sealed(Kind::Text)),
            ("outcome", Scope::Covered(Kind::Activity)),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("settled_at", Scope::Covered(Kind::Activity)),
            ("seen", Scope::Covered(Kind::Activity)),
            ("consent_id", Scope::Link),
        ],
    },
    // Which moderator read its words, and on which day.
    Table {
        name: "flag_looks",
        file: Some(&MODERATION),
        owner: Owner::Row {
            column: "flag_id",
            table: "flags",
        },
        retention: Retention::With("flags"),
        columns: &[
            ("id", Scope::None),
            ("flag_id", Scope::Link),
            ("account_id", Scope::Link),
            ("day", Scope::Covered(Kind::Activity)),
        ],
    },
    // Counts of what moderators say about the detector: nothing in it leads to anybody.
    Table {
        name: "detector_feedback",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("day", Scope::None),
            ("kind", Scope::None),
            ("verdict", Scope::None),
            ("detector", Scope::None),
            ("count", Scope::None),
        ],
    },
    Table {
        name: "spent_forms",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Days {
            column: "day",
            days: 2,
        },
        columns: &[("token_hash", Scope::None), ("day", Scope::None)],
    },
    // How much a post looked like spam, in codes and numbers, and keyed hashes by which the same text is
    // known again.
    Table {
        name: "spam_scores",
        file: Some(&MODERATION),
        owner: OF_POST,
        retention: Retention::With("posts"),
        columns: &[
            ("post_id", Scope::Link),
            ("score", Scope::None),
            ("reasons", Scope::None),
            ("band_a", Scope::None),
            ("band_b", Scope::None),
            ("made_at", Scope::None),
        ],
    },
    // Which counts a decision about a post raised, for as long as it can be undone.
    Table {
        name: "spam_lessons",
        file: Some(&MODERATION),
        owner: OF_POST,
        retention: Retention::Days {
            column: "on_day",
            days: 90,
        },
        columns: &[
            ("post_id", Scope::Link),
            ("is_spam", Scope::None),
            ("buckets", Scope::None),
            ("on_day", Scope::None),
        ],
    },
    // All that was learned of spam: counts by keyed hashes, of nobody.
    Table {
        name: "spam_counts",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("spam_texts", Scope::None),
            ("ham_texts", Scope::None),
            ("key_version", Scope::None),
            ("buckets", Scope::None),
        ],
    },
    // What texts are looked through for before they are published; of nobody.
    Table {
        name: "watched_words",
        file: None,
        owner: Owner::Nobody,
        retention: Retention::Service,
        columns: &[
            ("id", Scope::None),
            ("kind", Scope::None),
            ("words", Scope::None),
            ("effect", Scope::None),
            ("note", Scope::None),
            ("retired", Scope::None),
            ("version", Scope::None),
        ],
    },
];
