//! On what covered data rests: the consent whose row a column names, the row that it belongs to,
//! or a duty with its source. `tests/consent.rs` lets no covered column be without, and asks of
//! every row of the database whether it has what is said here.

use super::{Kind, Table, table};
use crate::privacy::notices::Notice;

/// On what columns of a table rest.
#[derive(Debug)]
pub struct Rest {
    pub table: &'static str,
    /// Empty: all covered columns of the table that no other entry names.
    pub columns: &'static [&'static str],
    pub on: On,
}

#[derive(Clone, Copy, Debug)]
pub enum On {
    /// The row of `consents` (a consent at one of these notices, or a duty on record) whose id
    /// this column holds.
    Consent {
        column: &'static str,
        notices: &'static [Notice],
    },
    /// What the row of `table` rests on whose `key` stands in `column`.
    With {
        column: &'static str,
        table: &'static str,
        key: &'static str,
    },
    /// The city's duty; nobody is asked.
    Duty(Source),
    /// What its owner published: it keeps that theirs.
    Published,
    /// This notice tells of it. It leads to nobody, so no row can show whose consent it is.
    Unnamed(Notice),
}

/// Where a duty is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Petitions: they are answered, and their file is kept.
    Petitions,
    /// The rights over one's data, and the clocks of their answers.
    Rights,
    /// That a consent was given is the city's to show.
    Proof,
    /// Keeping personal data safe, with a record of who used it.
    Safety,
    /// Using an address for what it was given for.
    Purpose,
    /// The four circumstances of the policy, each of which must be shown and can be appealed.
    Circumstances,
    /// Who does the city's work.
    Work,
}

impl Source {
    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Petitions => "file-source-petitions",
            Self::Rights => "file-source-rights",
            Self::Proof => "file-source-proof",
            Self::Safety => "file-source-safety",
            Self::Purpose => "file-source-purpose",
            Self::Circumstances => "file-source-circumstances",
            Self::Work => "file-source-work",
        }
    }
}

const fn all(table: &'static str, on: On) -> Rest {
    Rest {
        table,
        columns: &[],
        on,
    }
}

const fn consent(column: &'static str, notices: &'static [Notice]) -> On {
    On::Consent { column, notices }
}

const OF_ACCOUNT: On = On::With {
    column: "account_id",
    table: "accounts",
    key: "id",
};
const OF_READER: On = On::With {
    column: "account_id",
    table: "reading_trackers",
    key: "account_id",
};

pub const RESTS: &[Rest] = &[
    all("accounts", consent("consent_id", &[Notice::Registration])),
    all(
        "registrations",
        consent("consent_id", &[Notice::Registration]),
    ),
    all("account_preferences", OF_ACCOUNT),
    all("account_boards", OF_ACCOUNT),
    all("account_tokens", OF_ACCOUNT),
    all("account_events", OF_ACCOUNT),
    all("account_standing", On::Duty(Source::Circumstances)),
    all("upheld_decisions", On::Duty(Source::Circumstances)),
    all("sanctions", On::Duty(Source::Circumstances)),
    all("sessions", OF_ACCOUNT),
    all("api_tokens", OF_ACCOUNT),
    all("authenticators", OF_ACCOUNT),
    all("recovery_codes", OF_ACCOUNT),
    all("passkeys", OF_ACCOUNT),
    all("second_steps", OF_ACCOUNT),
    all("factor_graces", OF_ACCOUNT),
    all("factor_resets", OF_ACCOUNT),
    all("sign_on_identities", OF_ACCOUNT),
    all("sign_on_sessions", OF_ACCOUNT),
    all("drafts", OF_ACCOUNT),
    all("watches", OF_ACCOUNT),
    all("case_watches", OF_ACCOUNT),
    all("case_watch_news", OF_ACCOUNT),
    all("notifications", OF_ACCOUNT),
    all("bookmarks", OF_ACCOUNT),
    all("reactions", OF_ACCOUNT),
    all("policy_dismissals", OF_ACCOUNT),
    all("supports", OF_ACCOUNT),
    all("poll_marks", On::Unnamed(Notice::Registration)),
    all("support_keys", On::Unnamed(Notice::Support)),
    all("support_marks", On::Unnamed(Notice::Support)),
    all(
        "support_requests",
        consent("consent_id", &[Notice::Support]),
    ),
    all("sign_ins", On::Duty(Source::Safety)),
    all("throttles", On::Duty(Source::Safety)),
    all("sign_on_attempts", On::Duty(Source::Safety)),
    all("sign_on_logouts", On::Duty(Source::Safety)),
    all(
        "reading_trackers",
        consent("consent_id", &[Notice::Reading]),
    ),
    all("topic_reads", OF_READER),
    all("board_reads", OF_READER),
    // A guest's public address is outside the policy, and still only published upon a notice.
    Rest {
        table: "posts",
        columns: &["guest_email"],
        on: consent("guest_consent_id", &[Notice::GuestPost]),
    },
    all("posts", On::Published),
    all("review_items", On::Duty(Source::Circumstances)),
    Rest {
        table: "flags",
        columns: &["words_sealed"],
        on: consent("consent_id", &[Notice::Flag]),
    },
    // That something is reported, and why, is looked at; nobody is asked.
    all("flags", On::Duty(Source::Circumstances)),
    all("flag_looks", On::Duty(Source::Safety)),
    all("sealed_originals", On::Duty(Source::Circumstances)),
    all("sealed_quotes", On::Duty(Source::Circumstances)),
    all("ledger_payloads", On::Duty(Source::Circumstances)),
    all("appeals", On::Duty(Source::Circumstances)),
    all("post_decisions", On::Duty(Source::Circumstances)),
    all("item_decisions", On::Duty(Source::Circumstances)),
    Rest {
        table: "cases",
        columns: &[
            "contact_name_sealed",
            "contact_email_sealed",
            "contact_phone_sealed",
        ],
        on: consent("contact_consent_id", &[Notice::Suggestion, Notice::Enquiry]),
    },
    // What somebody suggests or asks is answered and filed, with contact details or without.
    all("cases", On::Duty(Source::Petitions)),
    all("handling_records", On::Duty(Source::Petitions)),
    all("case_files", On::Duty(Source::Petitions)),
    all("answer_drafts", On::Duty(Source::Petitions)),
    all("unplaced_mails", On::Duty(Source::Petitions)),
    all("case_tokens", On::Duty(Source::Petitions)),
    all("case_ratings", On::Duty(Source::Petitions)),
    all(
        "published_suggestions",
        consent("consent_id", &[Notice::Publication]),
    ),
    all("looks", On::Duty(Source::Safety)),
    all("unplaced_looks", On::Duty(Source::Safety)),
    all("event_looks", On::Duty(Source::Safety)),
    all("request_looks", On::Duty(Source::Safety)),
    all("appeal_looks", On::Duty(Source::Safety)),
    all("office_members", On::Duty(Source::Work)),
    all("moderator_boards", On::Duty(Source::Work)),
    all("outbox", On::Duty(Source::Purpose)),
    all("suppressed_addresses", On::Duty(Source::Purpose)),
    all("breach_marks", On::Duty(Source::Purpose)),
    all("mail_pauses", On::Duty(Source::Purpose)),
    all("consents", On::Duty(Source::Proof)),
    all(
        "event_sign_ups",
        consent("consent_id", &[Notice::EventSignUp]),
    ),
    Rest {
        table: "data_requests",
        columns: &["contact_sealed"],
        on: consent("consent_id", &[Notice::AboutMe]),
    },
    all("approvals", On::Duty(Source::Circumstances)),
    // Also what an account asks, whose address is known: the right to ask needs no consent.
    all("data_requests", On::Duty(Source::Rights)),
];

/// The tables that hold what is collected at a notice: those that rest on a consent to it, and
/// those that belong to their rows.
pub fn collected_at(notice: Notice) -> Vec<&'static Table> {
    let mut found: Vec<&'static str> = RESTS
        .iter()
        .filter(|rest| matches!(rest.on, On::Consent { notices, .. } if notices.contains(&notice)))
        .map(|rest| rest.table)
        .collect();
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        let belongs = |rest: &&Rest| matches!(rest.on, On::With { table, .. } if table == parent);
        found.extend(RESTS.iter().filter(belongs).map(|rest| rest.table));
        at += 1;
    }
    let unnamed = |rest: &&Rest| matches!(rest.on, On::Unnamed(told) if told == notice);
    found.extend(RESTS.iter().filter(unnamed).map(|rest| rest.table));
    found.into_iter().filter_map(table).collect()
}

/// The kinds of personal data that are collected at a notice.
pub fn kinds_at(notice: Notice) -> std::collections::BTreeSet<Kind> {
    collected_at(notice)
        .into_iter()
        .flat_map(Table::kinds)
        .collect()
}

/// The sources of the duties on which a table's data rests.
pub fn sources(table: &str) -> impl Iterator<Item = Source> {
    RESTS
        .iter()
        .filter(move |rest| rest.table == table)
        .filter_map(|rest| match rest.on {
            On::Duty(source) => Some(source),
            _ => None,
        })
}
