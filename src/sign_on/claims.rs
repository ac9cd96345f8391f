//! What the provider said of somebody, as far as Plaza keeps it, and what the rules make of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::SignOnError;
use crate::{
    accounts::Role,
    clock::Random,
    config::{SignOn, sign_on::Rule},
    keys::{CannotOpen, Keys},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
    text_rules,
};

/// Somebody, as the provider knows them. Only what was checked whole becomes one.
#[derive(Clone)]
pub struct Said {
    /// The issuer and its name for them: nobody else ever has both.
    pub(super) subject: Private<String>,
    /// An address that the provider knows to be theirs.
    pub(super) email: Option<Private<String>>,
    pub(super) name: Option<Private<String>>,
    /// A hash of the provider's own session.
    pub(super) sid: Option<Vec<u8>>,
    /// Whether a second factor was shown there.
    pub(super) second_factor: bool,
    /// Whether they were asked there just now.
    pub(super) is_fresh: bool,
    pub(super) granted: Granted,
}

/// What the rules give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Granted {
    /// The role of the first rule that fits and gives one, with the rule's name.
    pub role: Option<(Role, String)>,
    /// The offices of all rules that fit, by their slugs, with the rules' names.
    pub offices: Vec<(String, String)>,
}

/// As it lies sealed while somebody proves an account.
#[derive(Serialize, Deserialize)]
struct Kept {
    subject: String,
    email: Option<String>,
    name: Option<String>,
    sid: Option<Vec<u8>>,
    second_factor: bool,
    granted: Granted,
}

/// What the provider's claims say, where they say who it is; when they were asked, whoever looked at the time adds.
pub(super) fn said(sign_on: &SignOn, claims: &Map<String, Value>) -> Result<Said, SignOnError> {
    let text = |name: &str| claims.get(name)?.as_str().map(str::trim);
    let subject = text("sub").filter(|subject| !subject.is_empty() && subject.len() <= 255);
    let subject = subject.ok_or(SignOnError::Unusable("a token without a subject"))?;
    let names = &sign_on.claims;
    let is_known = match &names.email_verified {
        None => true,
        Some(name) => is(claims, name, "true"),
    };
    let email = text(&names.email).filter(|email| is_known && text_rules::email(email));
    let name = names.name.as_deref().and_then(text);
    Ok(Said {
        subject: Private::new(sign_on.subject(subject)),
        email: email.map(|email| Private::new(email.to_owned())),
        name: name.map(|name| Private::new(name.to_owned())),
        sid: text("sid").map(|sid| sid_hash(sign_on, sid)),
        second_factor: sign_on
            .second_factor
            .iter()
            .any(|factor| is(claims, "amr", factor)),
        is_fresh: false,
        granted: granted(&sign_on.rules, claims),
    })
}

/// What is kept of the provider's own session, whose name nobody guesses.
pub(super) fn sid_hash(sign_on: &SignOn, sid: &str) -> Vec<u8> {
    Sha256::digest(format!("{}\n{sid}", sign_on.issuer)).to_vec()
}

fn granted(rules: &[Rule], claims: &Map<String, Value>) -> Granted {
    let mut granted = Granted::default();
    for rule in rules {
        if !is(claims, &rule.claim, &rule.value) {
            continue;
        }
        let role = rule.role.as_deref();
        let role = role.and_then(|role| role.parse::<Role>().ok());
        if granted.role.is_none() {
            granted.role = role.map(|role| (role, rule.name.clone()));
        }
        let known = |slug: &String| granted.offices.iter().any(|(known, _)| known == slug);
        if let Some(slug) = rule.office.clone().filter(|slug| !known(slug)) {
            granted.offices.push((slug, rule.name.clone()));
        }
    }
    let works_for_offices = granted
        .role
        .as_ref()
        .is_some_and(|(role, _)| role.is_staff());
    if !works_for_offices {
        granted.offices.clear();
    }
    granted
}

/// Whether a claim has this value, or is a list that has it. A claim that lies within others is named by its way,
/// `realm_access.roles`.
fn is(claims: &Map<String, Value>, name: &str, value: &str) -> bool {
    find(claims, name).is_some_and(|found| match found {
        Value::Array(all) => all.iter().any(|one| says(one, value)),
        one => says(one, value),
    })
}

fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    // A name may hold dots itself, as an address does.
    if let Some(found) = claims.get(name) {
        return Some(found);
    }
    let (first, rest) = name.split_once('.')?;
    find(claims.get(first)?.as_object()?, rest)
}

fn says(found: &Value, value: &str) -> bool {
    match found {
        Value::String(text) => text == value,
        Value::Bool(is) => value == if *is { "true" } else { "false" },
        Value::Number(number) => number.to_string() == value,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

impl Said {
    pub(super) fn seal(&self, keys: &Keys, random: &Random) -> Vec<u8> {
        let plain = |datum: &Private<String>| datum.reveal(Viewer::Plaza, Purpose::Storage).clone();
        let kept = Kept {
            subject: plain(&self.subject),
            email: self.email.as_ref().map(plain),
            name: self.name.as_ref().map(plain),
            sid: self.sid.clone(),
            second_factor: self.second_factor,
            granted: self.granted.clone(),
        };
        let kept = serde_json::to_string(&kept).expect("texts and lists make JSON");
        sealed::seal(keys, random, Column::SignOnSaid, &Private::new(kept))
    }

    pub(super) fn open(keys: &Keys, sealed: &[u8]) -> Result<Self, CannotOpen> {
        let kept = sealed::open(keys, Column::SignOnSaid, sealed)?;
        let kept = kept.reveal(Viewer::Plaza, Purpose::Storage);
        let kept: Kept = serde_json::from_str(kept).map_err(|_| CannotOpen)?;
        Ok(Self {
            subject: Private::new(kept.subject),
            email: kept.email.map(Private::new),
            name: kept.name.map(Private::new),
            sid: kept.sid,
            second_factor: kept.second_factor,
            // It waited.
            is_fresh: false,
            granted: kept.granted,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::sign_on::ROLES;

    fn claims(value: Value) -> Map<String, Value> {
        value.as_object().expect("an object").clone()
    }

    fn rule(name: &str, claim: &str, role: Option<&str>, office: Option<&str>) -> Rule {
        let (claim, value) = claim.split_once('=').expect("claim=value");
        Rule {
            name: name.to_owned(),
            claim: claim.to_owned(),
            value: value.to_owned(),
            role: role.map(str::to_owned),
            office: office.map(str::to_owned),
        }
    }

    #[test]
    fn the_configuration_knows_every_role() {
        let roles = Role::ALL.map(Role::as_str);
        assert_eq!(roles, ROLES);
    }

    #[test]
    fn a_claim_is_a_value_a_list_or_lies_within_others() {
        let claims = claims(json!({
            "groups": ["plaza-staff", "plaza"], "department": "pw", "level": 3, "on": true,
            "realm_access": { "roles": ["boss"] }, "https://city.example/role": "clerk", "nothing": null,
        }));
        for (name, value) in [
            ("groups", "plaza"),
            ("department", "pw"),
            ("level", "3"),
            ("on", "true"),
            ("realm_access.roles", "boss"),
            ("https://city.example/role", "clerk"),
        ] {
            assert!(is(&claims, name, value), "{name} = {value}");
        }
        for (name, value) in [
            ("groups", "plaz"),
            ("groups", "plaza-staff,plaza"),
            ("department", "PW"),
            ("on", "false"),
            ("nothing", "null"),
            ("realm_access", "boss"),
            ("realm_access.nobody", "boss"),
            ("", ""),
        ] {
            assert!(!is(&claims, name, value), "{name} = {value}");
        }
    }

    #[test]
    fn the_first_role_counts_and_all_offices_of_who_handles_cases() {
        let rules = [
            rule("one", "groups=a", Some("administrator"), None),
            rule("two", "groups=b", Some("staff"), Some("works")),
            rule("three", "unit=w", None, Some("water")),
            rule("four", "groups=m", Some("moderator"), None),
        ];
        let of = |value: Value| granted(&rules, &claims(value));
        let both = of(json!({ "groups": ["b", "a"], "unit": "w" }));
        assert_eq!(both.role, Some((Role::Administrator, "one".to_owned())));
        let offices = [("works", "two"), ("water", "three")]
            .map(|(office, rule)| (office.to_owned(), rule.to_owned()));
        assert_eq!(both.offices, offices);
        assert_eq!(of(json!({ "unit": "w" })), Granted::default());
        let moderator = of(json!({ "groups": ["m"], "unit": "w" }));
        assert_eq!(moderator.role.expect("a role").0, Role::Moderator);
        assert!(moderator.offices.is_empty());
    }

    #[test]
    fn what_was_said_comes_back_as_it_was_sealed() {
        let keys = Keys::new([1; 32]);
        let said = Said {
            subject: Private::new("https://sso.city.example\nu1".to_owned()),
            email: Some(Private::new("a@example.tw".to_owned())),
            name: None,
            sid: Some(vec![1, 2]),
            second_factor: true,
            is_fresh: true,
            granted: Granted {
                role: Some((Role::Staff, "1".to_owned())),
                offices: vec![("works".to_owned(), "2".to_owned())],
            },
        };
        let sealed = said.seal(&keys, &Random::seeded(1));
        let opened = Said::open(&keys, &sealed).unwrap_or_else(|_| panic!("it opens"));
        assert!(opened.subject == said.subject && opened.email == said.email);
        assert!(opened.name.is_none() && opened.second_factor);
        assert_eq!((opened.sid, opened.granted), (said.sid, said.granted));
        assert!(Said::open(&Keys::new([2; 32]), &sealed).is_err());
    }
}
