//! Tables that belong to no file of personal data: what they are for, on what basis they are
//! kept and who reads them. The words stand in `file-plain-SLUG-name` and
//! `file-plain-SLUG-purpose`.
//! `tests/inventory.rs` lets no table be without a file or a place here.

use super::{Basis, Recipient, Table, table};

/// Tables with one purpose.
#[derive(Debug)]
pub struct Plain {
    pub slug: &'static str,
    pub basis: Basis,
    pub recipients: &'static [Recipient],
    tables: &'static [&'static str],
}

impl Plain {
    pub fn tables(&self) -> impl Iterator<Item = &'static Table> {
        self.tables.iter().filter_map(|name| table(name))
    }
}

pub const PLAIN: &[Plain] = &[
    // Who of the city's people agreed, gave or reported: for residents to rely
    // on, so it stays as long as the register that names the acts.
    Plain {
        slug: "acts",
        basis: Basis::Duty,
        recipients: &[Recipient::PrivacyOfficer, Recipient::Administrators],
        tables: &["agreements", "disclosures", "breaches", "breach_cases"],
    },
    Plain {
        slug: "announcements",
        basis: Basis::Duty,
        recipients: &[Recipient::Public],
        tables: &[
            "polls",
            "poll_options",
            "events",
            "campaign_links",
            "campaign_days",
        ],
    },
    Plain {
        slug: "city",
        basis: Basis::Duty,
        recipients: &[Recipient::Public],
        tables: &[
            "boards",
            "board_slugs",
            "board_changes",
            "offices",
            "categories",
            "districts",
            "routing_rules",
            "routing_rule_offices",
            "calendar_days",
            "policy_versions",
            "notice_texts",
            "city_pages",
            "city_page_revisions",
            "settings",
            "setting_pictures",
        ],
    },
    Plain {
        slug: "chains",
        basis: Basis::Duty,
        recipients: &[Recipient::Public],
        tables: &[
            "chain_links",
            "chain_tips",
            "chain_erasures",
            "chain_statements",
        ],
    },
    Plain {
        slug: "figures",
        basis: Basis::Duty,
        recipients: &[Recipient::Public],
        tables: &[
            "statistics_months",
            "statistics_cells",
            "open_data_files",
            "open_data_parts",
        ],
    },
    // What the city's people work with and nobody else reads.
    Plain {
        slug: "desk",
        basis: Basis::Duty,
        recipients: &[
            Recipient::ResponsibleOffice,
            Recipient::Moderators,
            Recipient::PrivacyOfficer,
            Recipient::Administrators,
        ],
        tables: &[
            "answer_templates",
            "decision_reasons",
            "policy_drafts",
            "daily_counts",
            "detector_feedback",
            "watched_words",
            "retention_reports",
            "webhook_endpoints",
            "webhook_kinds",
            "webhook_deliveries",
        ],
    },
    Plain {
        slug: "workings",
        basis: Basis::Security,
        recipients: &[Recipient::Nobody],
        tables: &[
            "attachment_discards",
            "imported",
            "spent_forms",
            "passkey_challenges",
            "spam_counts",
            "submissions",
            "request_answers",
            "open_data_makings",
            "jobs",
            "page_generations",
            "erasure_lines",
            "__diesel_schema_migrations",
        ],
    },
];
