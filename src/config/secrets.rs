//! `secret`, `old_secrets` and `secret_file`: what all keys are derived from, kept apart from the data.

use std::path::Path;

use super::{
    Config, Raw,
    attachments::ObjectPlace,
    error::{ConfigError, problem},
};
use crate::{db::DatabaseUrl, keys::file::Secrets};

/// The current secret and the older ones that still open what they sealed.
pub(super) fn read(raw: &Raw) -> Result<Secrets, ConfigError> {
    const REMEDY: &str = "write 32 random bytes in base64, such as `openssl rand -base64 32` prints; \
         keep it apart from the database and from backups";
    let (key, read) = match (&raw.secret, &raw.secret_file) {
        (Some(_), Some(_)) => {
            return Err(problem(
                "secret",
                None,
                "stands beside secret_file",
                "keep one of the two",
            ));
        }
        (None, None) => return Err(problem("secret", None, "is missing", REMEDY)),
        (None, Some(_)) if !raw.old_secrets.is_empty() => {
            return Err(problem(
                "old_secrets",
                None,
                "stands beside secret_file",
                "write the older secrets into that file, below the current one",
            ));
        }
        (None, Some(path)) => ("secret_file", Secrets::read(path)),
        (Some(current), None) => {
            let lines = [std::slice::from_ref(current), &raw.old_secrets].concat();
            ("secret", Secrets::parse(&lines.join("\n")))
        }
    };
    read.map_err(|error| problem(key, None, &error.to_string(), REMEDY))
}

/// Whoever copies the folder of the database or of the attachments must not have the keys with it;
/// `file` is the one that holds them, named by `key`.
pub(super) fn refuse_beside_data(
    key: &str,
    file: &Path,
    config: &Config,
) -> Result<(), ConfigError> {
    let database = match &config.database_url {
        DatabaseUrl::Sqlite(database) => Some(match database.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        }),
        DatabaseUrl::Postgres(_) => None,
    };
    let attachments = match &config.attachments.place {
        ObjectPlace::Folder(folder) => Some(folder.as_path()),
        ObjectPlace::S3 { .. } => None,
    };
    let Ok(real) = file.canonicalize() else {
        return Ok(());
    };
    let beside = |folder: &Path| {
        folder
            .canonicalize()
            .is_ok_and(|folder| real.starts_with(folder))
    };
    if !database.into_iter().chain(attachments).any(beside) {
        return Ok(());
    }
    // What stands in the configuration itself goes into a file that another key names.
    let named_by = if key == "secret" { "secret_file" } else { key };
    Err(problem(
        key,
        Some(file.display().to_string()),
        "lies in a folder of the data, so that a copy of the data would hold its keys",
        &format!(
            "keep the secret elsewhere, such as in a file below /etc/plaza that Plaza's user alone \
             can read, named by {named_by}"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use figment::{
        Figment,
        providers::{Format as _, Toml},
    };

    use super::*;
    use crate::config::{
        error::first,
        tests::{SMALLEST, load},
    };

    #[test]
    fn secrets_beside_the_data_are_refused_and_elsewhere_read() {
        let (data, etc) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("another"),
        );
        let two = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\
                   AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n";
        let database = data.path().join("plaza.sqlite");
        let smallest = SMALLEST.replace("/srv/plaza/plaza.sqlite", &database.display().to_string());
        let with = |file: &Path| {
            smallest.replace("secret = ", "secret_file = ").replace(
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                &file.display().to_string(),
            )
        };
        // The configuration lies in `folder`, and attachments below it.
        let load_in = |folder: &Path, text: &str| {
            let file = folder.join("plaza.toml");
            std::fs::write(&file, text).expect("written");
            Config::read(&Figment::from(Toml::file_exact(&file)), &file).map_err(first)
        };
        let (below, attached) = (data.path().join("below"), etc.path().join("attachments"));
        for folder in [&below, &attached] {
            std::fs::create_dir(folder).expect("made");
        }
        for folder in [data.path(), &below, &attached] {
            let file = folder.join("secret");
            std::fs::write(&file, two).expect("written");
            let error = load_in(etc.path(), &with(&file))
                .err()
                .expect("beside data");
            assert_eq!(error.key, "secret_file", "{error}");
        }
        let error = load_in(data.path(), &smallest).err().expect("inside it");
        assert_eq!(error.key, "secret", "{error}");
        assert!(!error.to_string().contains("AAAA"), "a secret in {error}");
        load_in(etc.path(), &smallest).expect("apart from the data");
        let outside = etc.path().join("secret");
        std::fs::write(&outside, two).expect("written");
        let config = load_in(etc.path(), &with(&outside)).expect("apart from the data");
        assert_eq!(config.keys.versions().len(), 2);
        let dkim = |file: &Path| {
            let key = file.display();
            let table = "[mail.dkim]\nselector = \"plaza\"\ndomain = \"city.example\"";
            format!("{smallest}\n{table}\nkey_file = \"{key}\"")
        };
        let error = load_in(etc.path(), &dkim(&data.path().join("secret")));
        assert_eq!(error.err().expect("beside data").key, "mail.dkim.key_file");
        let config = load_in(etc.path(), &dkim(Path::new("secret"))).expect("apart");
        assert_eq!(config.mail.dkim.expect("a key").key_file, outside);
        let also = with(&outside).replace("[city]", "old_secrets = [\"x\"]\n[city]");
        assert_eq!(load(&also).err().expect("both").key, "old_secrets");
    }
}
