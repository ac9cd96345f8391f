//! What could be tied to an account and does not stand among what is held about it, with the
//! reason, which its owner is told. `tests/inventory.rs` lets nothing else be left out.

/// Columns of a table that are left out; all of the table, or of the rows, where none is named.
#[derive(Debug)]
pub struct Apart {
    pub table: &'static str,
    pub columns: &'static [&'static str],
    /// Of these rows alone: columns, and what they hold. Empty: of all rows.
    pub rows: &'static [(&'static str, &'static str)],
    /// Whom the column names is shown nothing of the row; whose row it is sees the column.
    pub seen_by_owner: bool,
    pub why: Why,
}

/// Why it is left out, in the words `held-apart`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Done in working for the city: it stands in the records of that work, which are of others.
    Duty,
    /// A case belongs to no account; it is opened with its number and password.
    Case,
    /// A keyed hash that leads to nobody.
    Unnamed,
    /// No account yet.
    Unconfirmed,
    /// It speaks of others as well; what it says of somebody's post stands with the post.
    Decision,
    /// Given or mailed with an address that the account had before: Plaza does not keep which.
    Earlier,
    /// A reader reported it: who did and when, nobody is told.
    Flagged,
}

impl Why {
    pub const ALL: [Self; 7] = [
        Self::Case,
        Self::Decision,
        Self::Duty,
        Self::Earlier,
        Self::Flagged,
        Self::Unnamed,
        Self::Unconfirmed,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Case => "case",
            Self::Unnamed => "unnamed",
            Self::Unconfirmed => "unconfirmed",
            Self::Decision => "decision",
            Self::Earlier => "earlier",
            Self::Flagged => "flagged",
        }
    }
}

const fn all_of(table: &'static str, why: Why) -> Apart {
    Apart {
        table,
        columns: &[],
        rows: &[],
        seen_by_owner: false,
        why,
    }
}

const fn duty(table: &'static str, columns: &'static [&'static str]) -> Apart {
    Apart {
        table,
        columns,
        rows: &[],
        seen_by_owner: false,
        why: Why::Duty,
    }
}

pub const APART: &[Apart] = &[
    all_of("registrations", Why::Unconfirmed),
    all_of("throttles", Why::Unnamed),
    all_of("sign_on_logouts", Why::Unnamed),
    all_of("poll_marks", Why::Unnamed),
    all_of("breach_marks", Why::Unnamed),
    all_of("mail_pauses", Why::Unnamed),
    all_of("support_keys", Why::Unnamed),
    all_of("support_marks", Why::Unnamed),
    all_of("cases", Why::Case),
    all_of("case_offices", Why::Case),
    all_of("handling_records", Why::Case),
    all_of("case_files", Why::Case),
    all_of("answer_drafts", Why::Case),
    all_of("unplaced_mails", Why::Case),
    all_of("unplaced_looks", Why::Case),
    all_of("case_tokens", Why::Case),
    all_of("case_ratings", Why::Case),
    all_of("published_suggestions", Why::Case),
    all_of("looks", Why::Case),
    all_of("ledger_payloads", Why::Decision),
    all_of("post_decisions", Why::Decision),
    all_of("item_decisions", Why::Decision),
    all_of("approvals", Why::Decision),
    duty("handling_records", &["account_id"]),
    duty("answer_drafts", &["account_id"]),
    duty("looks", &["account_id"]),
    duty("unplaced_looks", &["account_id"]),
    duty(
        "review_items",
        &[
            "decided_by",
            "urgency",
            "claimed_by",
            "claimed_until",
            "appeal_id",
            "sanction_number",
            "request_id",
            "due_on",
            "barred_id",
        ],
    ),
    // While nobody has decided, not even that; and then not when and how often.
    Apart {
        table: "review_items",
        columns: &[],
        rows: &[("kind", "flag"), ("state", "open")],
        seen_by_owner: false,
        why: Why::Flagged,
    },
    Apart {
        table: "review_items",
        columns: &["created_at", "flags"],
        rows: &[("kind", "flag")],
        seen_by_owner: false,
        why: Why::Flagged,
    },
    Apart {
        table: "flags",
        columns: &["profile_id"],
        rows: &[],
        seen_by_owner: true,
        why: Why::Flagged,
    },
    duty("flag_looks", &["account_id"]),
    duty("appeals", &["moderator_id", "decided_by"]),
    duty("post_decisions", &["moderator_id"]),
    duty("item_decisions", &["moderator_id"]),
    duty("ledger_payloads", &["by_id"]),
    duty("city_page_revisions", &["made_by"]),
    duty("factor_resets", &["asked_by"]),
    duty("polls", &["created_by"]),
    duty("events", &["organiser_id"]),
    duty("event_looks", &["account_id"]),
    duty("request_looks", &["account_id"]),
    duty("appeal_looks", &["account_id"]),
    duty("approvals", &["requested_by", "approved_by", "declined_by"]),
    duty("agreements", &["made_by", "ended_by"]),
    duty("disclosures", &["made_by"]),
    duty("breaches", &["prepared_by", "sent_by", "reported_by"]),
];
