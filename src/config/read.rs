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
const SECRET: [&str; 5] = [
    "secret",
    "old_secrets",
    "database_url",
    "mail.url",
    "open311.keys",
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
