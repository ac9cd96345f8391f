//! What is wrong with a configuration, in words that help.

/// What is wrong with one key, and what to do about it.
#[derive(Debug, thiserror::Error)]
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

/// Figment's error in Plaza's words; the first of several, since one mends the next.
pub(super) fn explain(error: &figment::Error) -> ConfigError {
    use figment::error::Kind;
    let path = error.path.join(".");
    match &error.kind {
        Kind::MissingField(field) => {
            let key = if path.is_empty() {
                field.to_string()
            } else {
                format!("{path}.{field}")
            };
            problem(
                &key,
                None,
                "is missing",
                "add it; README.md shows the smallest file",
            )
        }
        Kind::UnknownField(field, known) => problem(
            field,
            None,
            "is not a key that Plaza knows",
            &format!("it knows {}", known.join(", ")),
        ),
        kind => problem(
            if path.is_empty() { "file" } else { &path },
            None,
            &kind.to_string(),
            "mend the value; README.md shows the smallest file",
        ),
    }
}
