//! What is wrong with a configuration, in words that help: all of it at once.

use std::{collections::BTreeSet, fmt};

use figment::error::{Actual, Kind};
use serde::Serialize;

/// What is wrong with one key, and what to do about it.
#[derive(Debug, thiserror::Error, Serialize)]
#[error("configuration: {key}{}: {problem}\n  remedy: {remedy}", .value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default())]
pub struct ConfigError {
    pub key: String,
    /// Absent where the key is missing or its value secret.
    pub value: Option<String>,
    pub problem: String,
    pub remedy: String,
}

pub(super) fn problem(
    key: &str,
    value: Option<String>,
    problem: &str,
    remedy: &str,
) -> ConfigError {
    ConfigError {
        key: key.to_owned(),
        value,
        problem: problem.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// Everything that is wrong with a configuration; one thing at least.
#[derive(Debug)]
pub struct ConfigFaults(Vec<ConfigError>);

impl ConfigFaults {
    /// Fails where anything was found.
    pub fn none_of(found: Vec<ConfigError>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }

    pub fn all(&self) -> &[ConfigError] {
        &self.0
    }
}

impl fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for ConfigFaults {}

impl From<ConfigError> for ConfigFaults {
    fn from(error: ConfigError) -> Self {
        Self(vec![error])
    }
}

/// Gathers what is wrong, while the rest is still looked at.
#[derive(Default)]
pub(super) struct Faults {
    all: Vec<ConfigError>,
    /// Keys that hold nothing that could be checked further: what is said of them was said.
    told: BTreeSet<String>,
}

impl Faults {
    fn is_told(&self, key: &str) -> bool {
        let within = |told: &String| {
            let rest = key.strip_prefix(told.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.told.iter().any(within)
    }

    /// Notes a fault, unless its key is one of which nothing more is to be said.
    pub(super) fn note(&mut self, fault: ConfigError) {
        if !self.is_told(&fault.key) {
            self.all.push(fault);
        }
    }

    /// Notes what is said of a key once and for all.
    pub(super) fn tell(&mut self, fault: ConfigError) {
        let key = fault.key.clone();
        self.note(fault);
        self.told.insert(key);
    }

    /// What was read, or nothing and its fault noted.
    pub(super) fn keep<T>(&mut self, read: Result<T, ConfigError>) -> Option<T> {
        read.map_err(|fault| self.note(fault)).ok()
    }

    /// As [`Faults::keep`], of what may be left out.
    pub(super) fn optional<T>(
        &mut self,
        read: Option<Result<T, ConfigError>>,
    ) -> Option<Option<T>> {
        match read {
            None => Some(None),
            Some(read) => self.keep(read).map(Some),
        }
    }

    /// All of a list, or nothing and the fault of each that is wrong noted.
    pub(super) fn each<T>(
        &mut self,
        read: impl Iterator<Item = Result<T, ConfigError>>,
    ) -> Option<Vec<T>> {
        let all: Vec<Option<T>> = read.map(|one| self.keep(one)).collect();
        all.into_iter().collect()
    }

    /// The settings, where nothing was wrong with any.
    pub(super) fn end<T>(self, read: Option<T>) -> Result<T, ConfigFaults> {
        ConfigFaults::none_of(self.all)?;
        // What could not be read has a fault, always.
        read.ok_or_else(|| {
            let words = "could not be read";
            problem("file", None, words, "README.md shows the smallest file").into()
        })
    }
}

/// What a check gives; of several faults the first.
#[cfg(test)]
pub(super) fn checked<T>(check: impl FnOnce(&mut Faults) -> Option<T>) -> Result<T, ConfigError> {
    let mut faults = Faults::default();
    let read = check(&mut faults);
    faults.end(read).map_err(first)
}

#[cfg(test)]
pub(super) fn first(faults: ConfigFaults) -> ConfigError {
    faults.0.into_iter().next().expect("one at least")
}

/// Figment's error in Plaza's words. `value` is what stands there, where it may be told.
pub(super) fn explain(error: &figment::Error, value: Option<String>) -> ConfigError {
    const SMALLEST: &str = "README.md shows the smallest file";
    let path = error.path.join(".");
    let key = if path.is_empty() {
        "file"
    } else {
        path.as_str()
    };
    let mend = format!("mend the value; {SMALLEST}");
    match &error.kind {
        Kind::MissingField(field) => {
            let key = if path.is_empty() {
                field.to_string()
            } else {
                format!("{path}.{field}")
            };
            problem(&key, None, "is missing", &format!("add it; {SMALLEST}"))
        }
        Kind::UnknownField(field, known) => {
            let remedy = match nearest(field, known) {
                Some(meant) => format!("write {meant}, if that is meant"),
                None => format!("take it out; it knows {}", known.join(", ")),
            };
            problem(key, None, "is not a key that Plaza knows", &remedy)
        }
        Kind::InvalidType(found, expected) => {
            let words = format!("is {}, where {} belongs", sort(found), belongs(expected));
            problem(key, value, &words, &mend)
        }
        Kind::InvalidValue(_, expected) => {
            let words = format!("is not {}, or too large or small", belongs(expected));
            problem(key, value, &words, &mend)
        }
        Kind::Message(words) if path.is_empty() => {
            let remedy = "mend the file there; a value is written as in TOML (https://toml.io)";
            problem(key, None, &without_lines_of_the_file(words), remedy)
        }
        Kind::Message(words) => problem(key, value, words, &mend),
        kind => problem(key, value, &kind.to_string(), &mend),
    }
}

/// The key that somebody may have meant.
fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |key: &str| strsim::damerau_levenshtein(written, key);
    let best = known.iter().copied().min_by_key(|key| distance(key))?;
    (distance(best) <= (written.chars().count() / 3).max(1)).then_some(best)
}

/// What was found, without the value: it may be a secret.
const fn sort(found: &Actual) -> &'static str {
    match found {
        Actual::Bool(_) => "true or false",
        Actual::Unsigned(_) | Actual::Signed(_) | Actual::Float(_) => "a number",
        Actual::Char(_) | Actual::Str(_) => "text",
        Actual::Seq => "a list",
        Actual::Map => "a table",
        _ => "something else",
    }
}

/// serde's words for what belongs there.
fn belongs(expected: &str) -> &str {
    match expected {
        "a string" | "path string" => "text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "a table",
        "i32" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        of if of.starts_with("struct ") => "a table",
        other => other,
    }
}

/// A fault of TOML quotes the line that it is in, which may be a secret's.
fn without_lines_of_the_file(words: &str) -> String {
    let is_quoted = |line: &str| {
        let before = line.split_once('|').map(|(before, _)| before.trim());
        before.is_some_and(|before| before.chars().all(|c| c.is_ascii_digit()))
    };
    let kept: Vec<&str> = words
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !is_quoted(line))
        .collect();
    kept.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_mistyped_key_the_nearest_is_told_and_of_others_none() {
        let known = ["base_url", "database_url", "listen"];
        for (written, meant) in [
            ("base_ulr", Some("base_url")),
            ("databaseurl", Some("database_url")),
            ("listne", Some("listen")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, &known), meant, "{written}");
        }
    }

    #[test]
    fn no_line_of_the_file_is_told_again() {
        let words = "TOML parse error at line 4, column 10\n  |\n4 | secret = \"AAAA\n  |          ^\n\
                     invalid basic string\n";
        assert_eq!(
            without_lines_of_the_file(words),
            "TOML parse error at line 4, column 10: invalid basic string"
        );
    }
}
