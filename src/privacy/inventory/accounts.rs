//! Tables of `accounts`.

use super::{Basis, File, Kind, Owner, Recipient, Retention, Scope, Table};

const ACCOUNTS: File = File {
    slug: "accounts",
    basis: Basis::Consent,
    recipients: &[Recipient::Nobody],
};

/// Failed attempts, so that passwords and case numbers cannot be guessed. Administrators see those at accounts of
/// the city's people.
const ATTEMPTS: File = File {
    slug: "attempts",
    basis: Basis::Security,
    recipients: &[Recipient::Administrators],
};

/// When the city's people logged on.
const SIGN_INS: File = File {
    slug: "sign-ins",
    basis: Basis::Security,
    recipients: &[Recipient::Administrators],
};

/// A log-on by the city's own sign-on on its way, so that nobody else can end it.
const SIGN_ON: File = File {
    slug: "sign-on",
    basis: Basis::Security,
    recipients: &[Recipient::Nobody],
};

const EXPIRED: Retention = Retention::Days {
    column: "expires_at",
    days: 0,
};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "accounts",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("id"),
        retention: Retention::Owner,
        columns: &[
            ("id", Scope::None),
            ("name", Scope::Public(Kind::Name)),
            ("name_is_personal", Scope::None),
            ("email_sealed", Scope::Sealed(Kind::Email)),
            ("email_index", Scope::Sealed(Kind::Email)),
            ("password_hash", Scope::Covered(Kind::Proof)),
            ("role", Scope::None),
            ("language", Scope::Covered(Kind::Preference)),
            ("rules_version", Scope::None),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("consent_id", Scope::Link),
            ("name_changed_on", Scope::Covered(Kind::Activity)),
        ],
    },
    Table {
        name: "account_preferences",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("account_id", Scope::Link),
            ("district_id", Scope::Covered(Kind::Preference)),
            ("digest", Scope::Covered(Kind::Preference)),
            ("appearance", Scope::Covered(Kind::Preference)),
            ("digested_on", Scope::None),
        ],
    },
    Table {
        name: "account_boards",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("account_id", Scope::Link),
            ("board_id", Scope::Covered(Kind::Preference)),
        ],
    },
    Table {
        name: "registrations",
        file: Some(&ACCOUNTS),
        owner: Owner::Nobody,
        retention: EXPIRED,
        columns: &[
            ("id", Scope::None),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("name", Scope::Covered(Kind::Name)),
            ("name_is_personal", Scope::None),
            ("email_sealed", Scope::Sealed(Kind::Email)),
            ("email_index", Scope::Sealed(Kind::Email)),
            ("password_hash", Scope::Covered(Kind::Proof)),
            ("language", Scope::Covered(Kind::Preference)),
            ("rules_version", Scope::None),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("expires_at", Scope::None),
            ("consent_id", Scope::Link),
        ],
    },
    Table {
        name: "account_tokens",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: EXPIRED,
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("purpose", Scope::Covered(Kind::Activity)),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("email_sealed", Scope::Sealed(Kind::Email)),
            ("email_index", Scope::Sealed(Kind::Email)),
            ("created_at", Scope::Covered(Kind::Activity)),
            ("expires_at", Scope::None),
        ],
    },
    Table {
        name: "sessions",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::Days {
            column: "last_day",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("kind", Scope::None),
            ("created_on", Scope::Covered(Kind::Activity)),
            ("last_used_on", Scope::Covered(Kind::Activity)),
            ("last_day", Scope::Covered(Kind::Activity)),
            // Of a resident only after such an act; the day's first use of the session empties it.
            ("confirmed_at", Scope::Covered(Kind::Activity)),
            ("second_factor", Scope::None),
            ("step_hash", Scope::Covered(Kind::Proof)),
        ],
    },
    Table {
        name: "authenticators",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("secret_sealed", Scope::Sealed(Kind::Proof)),
            ("confirmed_on", Scope::Covered(Kind::Activity)),
            ("last_step", Scope::Covered(Kind::Proof)),
        ],
    },
    Table {
        name: "recovery_codes",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("code_hash", Scope::Covered(Kind::Proof)),
        ],
    },
    Table {
        name: "passkeys",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("credential_id", Scope::Covered(Kind::Proof)),
            ("user_handle", Scope::Covered(Kind::Proof)),
            ("public_key", Scope::Covered(Kind::Proof)),
            ("algorithm", Scope::None),
            ("sign_count", Scope::Covered(Kind::Proof)),
            ("label_sealed", Scope::Sealed(Kind::Text)),
            ("added_on", Scope::Covered(Kind::Activity)),
            ("last_used_on", Scope::Covered(Kind::Activity)),
        ],
    },
    // Drawn for one signature; a hash in which nobody can be found.
    Table {
        name: "passkey_challenges",
        file: None,
        owner: Owner::Nobody,
        retention: EXPIRED,
        columns: &[("challenge_hash", Scope::None), ("expires_at", Scope::None)],
    },
    Table {
        name: "second_steps",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: EXPIRED,
        columns: &[
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("account_id", Scope::Link),
            ("kind", Scope::None),
            ("first_step", Scope::None),
            ("tries", Scope::None),
            ("expires_at", Scope::None),
        ],
    },
    Table {
        name: "factor_graces",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("account_id", Scope::Link),
            ("last_day", Scope::Covered(Kind::Activity)),
        ],
    },
    Table {
        name: "factor_resets",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: EXPIRED,
        columns: &[
            ("account_id", Scope::Link),
            ("asked_by", Scope::Link),
            ("expires_at", Scope::Covered(Kind::Activity)),
        ],
    },
    // What lets programs in as the account. The name is its owner's own word for it, which nobody else reads.
    Table {
        name: "api_tokens",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::Days {
            column: "expires_on",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("name", Scope::Covered(Kind::Text)),
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("scopes", Scope::Covered(Kind::Preference)),
            ("created_on", Scope::Covered(Kind::Activity)),
            ("expires_on", Scope::Covered(Kind::Activity)),
            ("last_used_on", Scope::Covered(Kind::Activity)),
        ],
    },
    // For its owner alone: what happened to the account, by the day.
    Table {
        name: "account_events",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        // As `accounts::events` tells their owner.
        retention: Retention::Days {
            column: "day",
            days: 365,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("event", Scope::Covered(Kind::Activity)),
            ("day", Scope::Covered(Kind::Activity)),
        ],
    },
    // Of the city's people alone: for themselves and for administrators.
    Table {
        name: "sign_ins",
        file: Some(&SIGN_INS),
        owner: Owner::Account("account_id"),
        // As `accounts::sign_ins` tells their owner.
        retention: Retention::Days {
            column: "begun_at",
            days: 365,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("role", Scope::None),
            ("way", Scope::Covered(Kind::Activity)),
            ("begun_at", Scope::Covered(Kind::Activity)),
        ],
    },
    Table {
        name: "sign_on_identities",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        retention: Retention::With("accounts"),
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("subject_sealed", Scope::Sealed(Kind::Proof)),
            ("subject_index", Scope::Sealed(Kind::Proof)),
            ("role_given", Scope::None),
            ("linked_on", Scope::Covered(Kind::Activity)),
            ("last_used_on", Scope::Covered(Kind::Activity)),
            ("reopened_until", Scope::None),
        ],
    },
    Table {
        name: "sign_on_offices",
        file: Some(&ACCOUNTS),
        owner: Owner::Row {
            column: "identity_id",
            table: "sign_on_identities",
        },
        retention: Retention::With("sign_on_identities"),
        columns: &[("identity_id", Scope::Link), ("office_id", Scope::None)],
    },
    Table {
        name: "sign_on_attempts",
        file: Some(&SIGN_ON),
        owner: Owner::Account("account_id"),
        retention: EXPIRED,
        columns: &[
            ("id", Scope::None),
            ("state_hash", Scope::Covered(Kind::Proof)),
            ("browser_hash", Scope::Covered(Kind::Proof)),
            ("purpose", Scope::Covered(Kind::Activity)),
            ("account_id", Scope::Link),
            ("language", Scope::Covered(Kind::Preference)),
            ("next", Scope::Covered(Kind::Activity)),
            ("said_sealed", Scope::Sealed(Kind::Email)),
            ("expires_at", Scope::None),
        ],
    },
    Table {
        name: "sign_on_sessions",
        file: Some(&ACCOUNTS),
        owner: Owner::Account("account_id"),
        // As the sessions themselves.
        retention: Retention::Days {
            column: "last_day",
            days: 0,
        },
        columns: &[
            ("id", Scope::None),
            ("account_id", Scope::Link),
            ("identity_id", Scope::Link),
            ("session_id", Scope::Link),
            ("sid_hash", Scope::Covered(Kind::Proof)),
            ("last_day", Scope::Covered(Kind::Activity)),
            ("step_hash", Scope::Covered(Kind::Proof)),
        ],
    },
    // Words of the sign-on's provider that must not serve twice.
    Table {
        name: "sign_on_logouts",
        file: Some(&SIGN_ON),
        owner: Owner::Nobody,
        retention: EXPIRED,
        columns: &[
            ("token_hash", Scope::Covered(Kind::Proof)),
            ("expires_at", Scope::None),
        ],
    },
    Table {
        name: "throttles",
        file: Some(&ATTEMPTS),
        owner: Owner::Nobody,
        // As long as `accounts::throttle` remembers.
        retention: Retention::Days {
            column: "updated_at",
            days: 1,
        },
        columns: &[
            ("key", Scope::Sealed(Kind::Activity)),
            ("failures", Scope::Covered(Kind::Activity)),
            ("blocked_until", Scope::None),
            ("updated_at", Scope::None),
        ],
    },
];
