//! The codes of the API's problems (RFC 9457), all of them and once: programs of others go by them.
//!
//! Each has its words in the locales (`problem-CODE`); the document's `ProblemCode` is this list. What a code
//! means at an address, the handler's own answers say, in backticks.

/// In the order of the alphabet. One that is taken away or means something else breaks programs.
pub const CODES: &[&str] = &[
    "account-suspended",
    "agreement-expired",
    "agreement-in-force",
    "agreement-not-yet",
    "appeal-answered",
    "appeal-over",
    "appealed",
    "bad-cursor",
    "bad-request",
    "busy",
    "campaign-taken",
    "case-restricted",
    "changed-meanwhile",
    "claimed",
    "confirm-first",
    "conflict",
    "contact-no-consent",
    "contact-not-shared",
    "contact-not-told",
    "contact-unconfirmed",
    "cross-site",
    "decided-before",
    "erase-instead",
    "event-closed",
    "event-notice-changed",
    "field-not-named",
    "forbidden",
    "gone",
    "head-too-large",
    "idempotency-key-reused",
    "internal",
    "invalid",
    "method-not-allowed",
    "moved",
    "name-too-soon",
    "newer-decision",
    "no-room",
    "no-such-case",
    "no-such-key",
    "not-approved",
    "not-for-tokens",
    "not-found",
    "not-waiting",
    "nothing-to-mask",
    "notice-changed",
    "original-gone",
    "out-of-sight",
    "outcome-unknown",
    "password-off",
    "personal-data-undecided",
    "poll-begun",
    "poll-closed",
    "poll-no-option",
    "poll-voted",
    "precondition-required",
    "scope-missing",
    "second-person",
    "standing-changed",
    "still-running",
    "token-invalid",
    "too-large",
    "too-many-attempts",
    "too-many-files",
    "too-many-requests",
    "too-slow",
    "unauthorized",
    "unavailable",
    "unsupported-media-type",
    "wrong-credentials",
];

/// Whether a problem may have this code.
pub fn is_known(code: &str) -> bool {
    CODES.binary_search(&code).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_stand_in_order_and_once() {
        assert!(CODES.is_sorted_by(|one, next| one < next));
    }
}
