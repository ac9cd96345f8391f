//! From the file and the environment to settings that nobody has checked yet: one way of reading, that
//! goes on behind what is wrong.
//!
//! What stops it is told and taken out, or filled in where something must stand there, and all is read once
//! more. What was filled in serves nobody: with a fault there is no configuration.

use std::collections::BTreeMap;

use figment::{
    Figment, Profile, Provider as _,
    error::Kind,
    value::{Dict, Empty, Tag, Value},
};
use serde::de::DeserializeOwned;

use super::error::{ConfigFaults, Faults, explain};

/// Keys whose values are told to nobody.
const SECRET: [&str; 6] = [
    "secret",
    "old_secrets",
    "database_url",
    "mail.url",
    "open311.keys",
    "sign_on.client_secret",
];

/// How often it is read at most: more is wrong than anybody would read.
const ROUNDS: usize = 500;

/// The settings with what is wrong with their form. Fails where nothing could be read.
pub(super) fn settings<T: DeserializeOwned>(
    figment: &Figment,
) -> Result<(T, Faults), ConfigFaults> {
    let data = figment.data().map_err(|error| explain(&error, None))?;
    let mut all = data.get(&Profile::Default).cloned().unwrap_or_default();
    let (mut faults, mut filled) = (Faults::default(), BTreeMap::new());
    for _ in 0..ROUNDS {
        let read: Result<T, figment::Error> = Value::Dict(Tag::Default, all.clone()).deserialize();
        let error = match read {
            Ok(settings) => return Ok((settings, faults)),
            Err(error) => error,
        };
        let mut path = error.path.clone();
        let value = shown(&all, &path);
        faults.tell(explain(&error, value));
        let mended = match &error.kind {
            Kind::MissingField(field) => {
                path.push(field.to_string());
                let fills = filled.entry(path.join(".")).or_insert(0);
                *fills += 1;
                fill(&mut all, &path, *fills)
            }
            _ => take_out(&mut all, &path),
        };
        if !mended {
            break;
        }
    }
    faults.end(None)
}

/// A value in words, where it is one that may be told.
fn shown(all: &Dict, path: &[String]) -> Option<String> {
    let key = path.join(".");
    let of_secret = |secret: &&str| {
        let rest = key.strip_prefix(*secret);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if SECRET.iter().any(of_secret) {
        return None;
    }
    let (first, rest) = path.split_first()?;
    let mut value = all.get(first)?;
    for step in rest {
        value = match value {
            Value::Dict(_, inner) => inner.get(step)?,
            Value::Array(_, inner) => inner.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Char(_, letter) => Some(letter.to_string()),
        Value::Bool(_, is) => Some(is.to_string()),
        Value::Num(_, number) => number
            .to_i128()
            .map(|number| number.to_string())
            .or_else(|| number.to_u128().map(|number| number.to_string()))
            .or_else(|| number.to_f64().map(|number| number.to_string())),
        Value::Empty(..) | Value::Dict(..) | Value::Array(..) => None,
    }
}

/// Takes out what stands there, or the list that it is in. Says whether anything did.
fn take_out(all: &mut Dict, path: &[String]) -> bool {
    let Some((first, rest)) = path.split_first() else {
        return false;
    };
    if !rest.is_empty()
        && let Some(Value::Dict(_, inner)) = all.get_mut(first)
    {
        return take_out(inner, rest);
    }
    all.remove(first).is_some()
}

/// Puts something where something must stand: text, or a list, or a table, as it is asked for again.
fn fill(all: &mut Dict, path: &[String], time: usize) -> bool {
    let Some((first, rest)) = path.split_first() else {
        return false;
    };
    if !rest.is_empty() {
        return match all.get_mut(first) {
            Some(Value::Dict(_, inner)) => fill(inner, rest, time),
            _ => false,
        };
    }
    let value = match time {
        1 => Value::String(Tag::Default, String::new()),
        2 => Value::Dict(Tag::Default, Dict::new()),
        3 => Value::Array(Tag::Default, Vec::new()),
        4 => Value::from(1_u32),
        5 => Value::Empty(Tag::Default, Empty::None),
        _ => return false,
    };
    all.insert(first.clone(), value);
    true
}

#[cfg(test)]
mod tests {
    use crate::config::tests::{SMALLEST, all};

    /// The keys of all faults, each with what is said of it.
    fn faults(toml: &str) -> Vec<(String, String)> {
        let faults = all(toml).err().expect("a wrong file");
        let each = faults.all().iter();
        each.map(|fault| (fault.key.clone(), fault.to_string()))
            .collect()
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = SMALLEST
            .replace("https://plaza.example", "plaza")
            .replace("phone = \"07-000-0000\"", "phon = \"07-000-0000\"")
            .replace("\"KH\"", "\"kh-1\"")
            .replace("smtp://127.0.0.1:25", "http://u:p@mail")
            + "connections = \"four\"\ntimeout_seconds = 0\ngive_up_days = -1\n\
               [review]\nlimits = 3\n[attachments]\nfrmes = 2\nmegapixels = 0\nlargest_mb = 0\n\
               [open311]\nkeys = [\"no\", \"hash\"]\n";
        let faults = faults(&wrong);
        let mut keys: Vec<&str> = faults.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "attachments.frmes",
                "attachments.largest_mb",
                "attachments.megapixels",
                "base_url",
                "city.code",
                "city.phon",
                "city.phone",
                "mail.connections",
                "mail.give_up_days",
                "mail.timeout_seconds",
                "mail.url",
                "open311.keys",
                "open311.keys",
                "review.limits",
            ],
            "{faults:#?}"
        );
        let said = |key: &str| {
            let mut faults = faults.iter();
            let found = faults.find(|(of, _)| of == key);
            found.expect(key).1.as_str()
        };
        assert!(said("city.phon").contains("write phone, if that is meant"));
        assert!(said("attachments.frmes").contains("write frames, if that is meant"));
        assert!(said("mail.connections").contains("= four: is text, where a whole number belongs"));
        assert!(said("review.limits").contains("= 3: is a number, where true or false belongs"));
        assert!(!format!("{faults:?}").contains("u:p@"), "a password");
    }

    #[test]
    fn what_is_missing_or_of_another_form_is_told_once_and_no_secret_with_it() {
        assert_eq!(
            faults("")
                .iter()
                .map(|(key, _)| key.as_str())
                .collect::<Vec<_>>(),
            ["base_url", "database_url", "city", "mail", "secret"]
        );
        let wrong = SMALLEST
            .replace("[mail]", "hours = { days = 3 }\n[mail]")
            .replace("secret = \"AAAA", "old_secrets = \"BBBB");
        let told = faults(&format!("trusted_proxies = [1]\n{wrong}"));
        let keys: Vec<&str> = told.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "city.hours.days",
                "city.hours.open",
                "old_secrets",
                "trusted_proxies.0",
                "secret"
            ],
            "{told:#?}"
        );
        assert!(
            !format!("{told:?}").contains("BBBB"),
            "a secret in {told:?}"
        );
        let broken = SMALLEST.replace("secret = \"AAAA", "secret = AAAA");
        let told = faults(&broken);
        assert!(told.iter().all(|(key, _)| key == "file"), "{told:?}");
        assert!(
            !format!("{told:?}").contains("AAAA"),
            "a secret in {told:?}"
        );
    }
}
