//! A whole database in one file, and a database from such a file: SQLite does it by itself,
//! PostgreSQL by its own programs `pg_dump` and `pg_restore`.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process::Command,
};

use diesel::{Connection as _, SqliteConnection, connection::SimpleConnection as _};
use url::Url;

use super::{DatabaseUrl, DbError, connection::Manager, rows};

/// Why a database was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(
        "{0} is not on the PATH; it comes with PostgreSQL's client programs, and must not be \
         older than the server"
    )]
    NoProgram(&'static str),
    /// The program's own words, without the rows that it may quote.
    #[error("{program} failed: {said}")]
    Failed { program: &'static str, said: String },
    #[error("there is no database at {}", .0.display())]
    NoDatabase(PathBuf),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for CopyError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl DatabaseUrl {
    /// What a copy is called; one kind of database cannot be made from the other's.
    pub const fn copy_name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "database.sqlite",
            Self::Postgres(_) => "database.pgdump",
        }
    }
}

/// Writes a copy of the database as it is at one moment; it may be in use.
pub fn write(url: &DatabaseUrl, file: &Path) -> Result<(), CopyError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            // Opening it would make an empty one.
            if !path.exists() {
                return Err(CopyError::NoDatabase(path.clone()));
            }
            let unavailable =
                |error: diesel::ConnectionError| DbError::Unavailable(error.to_string());
            let mut connection =
                SqliteConnection::establish(&path.to_string_lossy()).map_err(unavailable)?;
            let file = file.to_string_lossy().replace('\'', "''");
            connection
                .batch_execute(&format!("PRAGMA busy_timeout = 5000; VACUUM INTO '{file}'"))?;
        }
        DatabaseUrl::Postgres(url) => {
            let mut dump = program("pg_dump", url);
            // Whoever wants it smaller packs it: so it can be looked into.
            dump.args(["--format=custom", "--compress=0", "--no-owner"])
                .arg("--no-privileges")
                .arg("--file")
                .arg(file);
            run("pg_dump", dump)?;
        }
    }
    Ok(File::open(file)?.sync_all()?)
}

/// Whether there is nothing at the URL that a copy would overwrite.
pub fn is_empty(url: &DatabaseUrl) -> Result<bool, CopyError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let beside = ["", "-wal", "-journal"].map(|ending| {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                fs::metadata(name).map_or(0, |file| file.len())
            });
            Ok(beside == [0; 3])
        }
        DatabaseUrl::Postgres(_) => {
            let mut connection = Manager::of_command(url.clone()).connect_writer()?;
            Ok(rows::columns(&mut connection)?.is_empty())
        }
    }
}

/// Makes the database from a copy, where nothing is.
pub fn read(url: &DatabaseUrl, file: &Path) -> Result<(), CopyError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let part = path.with_extension("part");
            fs::copy(file, &part)?;
            File::open(&part)?.sync_all()?;
            fs::rename(&part, path)?;
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                File::open(folder)?.sync_all()?;
            }
        }
        DatabaseUrl::Postgres(url) => {
            let mut restore = program("pg_restore", url);
            restore
                .args(["--exit-on-error", "--single-transaction", "--no-owner"])
                .arg("--no-privileges")
                .arg(file);
            run("pg_restore", restore)?;
        }
    }
    Ok(())
}

/// The program with the URL, whose password goes where no other user of the machine reads it.
fn program(name: &'static str, url: &str) -> Command {
    let mut command = Command::new(name);
    let Ok(mut bare) = Url::parse(url) else {
        command.arg("--dbname").arg(url);
        return command;
    };
    let pairs = |url: &Url| -> Vec<(String, String)> { url.query_pairs().into_owned().collect() };
    let (secret, open): (Vec<_>, Vec<_>) = pairs(&bare)
        .into_iter()
        .partition(|(key, _)| key == "password");
    let password = bare.password().map(|coded| {
        // What a URL's password is coded as, a query's value is too, but for the plus.
        let coded = format!("x={}", coded.replace('+', "%2B"));
        let mut decoded = url::form_urlencoded::parse(coded.as_bytes());
        decoded
            .next()
            .map_or_else(String::new, |(_, value)| value.into_owned())
    });
    if let Some(password) = password.or_else(|| secret.into_iter().next().map(|(_, value)| value)) {
        command.env("PGPASSWORD", password);
    }
    // A URL that has no host has no password either.
    let _ = bare.set_password(None);
    bare.set_query(None);
    if !open.is_empty() {
        bare.query_pairs_mut().extend_pairs(open);
    }
    command.arg("--dbname").arg(bare.as_str());
    command
}

fn run(program: &'static str, mut command: Command) -> Result<(), CopyError> {
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => CopyError::NoProgram(program),
        _ => error.into(),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let own = said.lines().filter(|line| line.starts_with(program));
    Err(CopyError::Failed {
        program,
        said: own.collect::<Vec<_>>().join("; "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_stands_on_a_command_line() {
        for url in [
            "postgres://plaza:p%40ss+word@db.example:5432/plaza?sslmode=require",
            "postgres://plaza@db.example/plaza?sslmode=require&password=p%40ss%2Bword",
        ] {
            let command = program("pg_dump", url);
            let arguments: Vec<_> = command
                .get_args()
                .map(|one| one.to_string_lossy())
                .collect();
            assert!(!arguments.concat().contains("word"), "{arguments:?}");
            assert!(
                arguments.concat().contains("sslmode=require"),
                "{arguments:?}"
            );
            let set = command.get_envs().next().expect("a password");
            assert_eq!(set.1.expect("set").to_string_lossy(), "p@ss+word");
        }
    }
}
