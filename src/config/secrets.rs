//! `secret`, `old_secrets` and `secret_file`: what all keys are derived from, kept apart from the data.

use std::path::Path;

use super::{
    Raw,
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

/// Whoever copies the database's folder must not have the keys with it.
pub(super) fn refuse_beside_data(file: &Path, url: &DatabaseUrl) -> Result<(), ConfigError> {
    let DatabaseUrl::Sqlite(database) = url else {
        return Ok(());
    };
    let folder = match database.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let (Ok(folder), Ok(real)) = (folder.canonicalize(), file.canonicalize()) else {
        return Ok(());
    };
    if !real.starts_with(folder) {
        return Ok(());
    }
    Err(problem(
        "secret_file",
        Some(file.display().to_string()),
        "lies in the folder of the database, so that a copy of the data would hold its keys",
        "move it elsewhere, such as /etc/plaza/secret, readable by Plaza's user alone",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn secrets_in_the_folder_of_the_database_are_refused_and_elsewhere_read() {
        let (data, etc) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("another"),
        );
        let two = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\
                   AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n";
        let with = |file: &Path| {
            let database = data.path().join("plaza.sqlite");
            SMALLEST
                .replace("/tmp/plaza.sqlite", &database.display().to_string())
                .replace("secret = ", "secret_file = ")
                .replace(
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                    &file.display().to_string(),
                )
        };
        let (inside, outside) = (data.path().join("below"), etc.path().join("secret"));
        std::fs::create_dir(&inside).expect("made");
        for file in [
            data.path().join("secret"),
            inside.join("secret"),
            outside.clone(),
        ] {
            std::fs::write(file, two).expect("written");
        }
        for file in [data.path().join("secret"), inside.join("secret")] {
            let error = load(&with(&file)).err().expect("beside the data");
            assert_eq!(error.key, "secret_file", "{error}");
        }
        let config = load(&with(&outside)).expect("apart from the data");
        assert_eq!(config.keys.versions().len(), 2);
        let also = with(&outside).replace("[city]", "old_secrets = [\"x\"]\n[city]");
        assert_eq!(load(&also).err().expect("both").key, "old_secrets");
    }
}
