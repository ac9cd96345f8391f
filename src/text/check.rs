//! The check that travels with an author's answers: a MAC over texts, findings and an expiry.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Field, publication::Question};
use crate::{
    db::Timestamp,
    keys::{Keys, Use, same},
};

/// A check for these texts and questions, good until `expires`.
pub(super) fn seal_check(
    keys: &Keys,
    expires: Timestamp,
    fields: &[Field],
    questions: &[Question],
) -> String {
    let expires = expires.milliseconds().to_be_bytes();
    let mac = mac(keys, &expires, fields, questions);
    URL_SAFE_NO_PAD.encode([expires.as_slice(), &mac].concat())
}

/// Whether a check is for exactly these texts and questions, and still good.
pub(super) fn holds(
    keys: &Keys,
    now: Timestamp,
    fields: &[Field],
    questions: &[Question],
    check: &str,
) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(check) else {
        return false;
    };
    let Some((expires, given)) = bytes.split_first_chunk::<8>() else {
        return false;
    };
    let fresh = i64::from_be_bytes(*expires) >= now.milliseconds();
    same(&mac(keys, expires, fields, questions), given) && fresh
}

fn mac(keys: &Keys, expires: &[u8], fields: &[Field], questions: &[Question]) -> [u8; 32] {
    let findings: String = questions
        .iter()
        .map(|question| {
            format!(
                "{} {} {} {}\n",
                question.field,
                question.kind(),
                question.start,
                question.end
            )
        })
        .collect();
    let mut parts = vec![expires, findings.as_bytes()];
    for field in fields {
        parts.push(field.name.as_bytes());
        parts.push(field.source.as_bytes());
    }
    keys.mac(Use::Check, &parts)
}
