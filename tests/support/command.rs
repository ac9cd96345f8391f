//! `plaza` as an administrator types it, on a test's database.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use plaza::{
    config::{Config, attachments::ObjectPlace},
    db::DatabaseUrl,
};

use super::Plaza;

/// The secret of the tests' keys: 32 times the byte 7.
pub const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// The command with these arguments, and nothing of the tests' environment.
pub fn command(arguments: &[&str]) -> Command {
    alone(env!("CARGO_BIN_EXE_plaza"), arguments)
}

/// A shell script of the project, which finds the program as `PLAZA`.
pub fn script(file: &str, arguments: &[&str]) -> Command {
    let mut script = alone("sh", &[&[file], arguments].concat());
    script.env("PLAZA", env!("CARGO_BIN_EXE_plaza"));
    script
}

fn alone(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    // What is meant for the tests is no key of the configuration.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLAZA_")) {
        command.env_remove(name);
    }
    command.env("PATH", path()).args(arguments);
    command
}

/// The path with PostgreSQL's own programs, which a package keeps beside it.
fn path() -> String {
    let mut all = std::env::var("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<_> = versions
        .map(|entry| entry.unwrap().path().join("bin"))
        .filter(|bin| bin.join("pg_dump").exists())
        .collect();
    folders.sort();
    for bin in folders.iter().rev() {
        all = format!("{}:{all}", bin.display());
    }
    all
}

/// As [`refused`], where no program of another is to be found.
#[track_caller]
pub fn refused_alone(arguments: &[&str]) -> String {
    let output = command(arguments).env("PATH", "/nowhere").output().unwrap();
    assert!(!output.status.success(), "{arguments:?} was done");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a command that must succeed; gives its standard output.
#[track_caller]
pub fn good(arguments: &[&str]) -> String {
    let output = run(arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs a command that must fail; gives all that it said.
#[track_caller]
pub fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "{arguments:?} was done");
    let (out, err) = (output.stdout, output.stderr);
    String::from_utf8_lossy(&[out, err].concat()).into_owned()
}

impl Plaza {
    /// The text of a configuration for this Plaza's database.
    pub fn configuration(&self, secret_file: &Path) -> String {
        self.configuration_on(&self.context.config.database_url, secret_file)
    }

    /// The same on another database.
    pub fn configuration_on(&self, url: &DatabaseUrl, secret_file: &Path) -> String {
        let url = match url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        format!(
            "base_url = 'http://plaza.test'\ndatabase_url = '{url}'\nsecret_file = '{}'\n\
             erasure_journal = '{}'\n\
             [city]\nname_zh = '高雄市'\nname_en = 'Kaohsiung'\nphone = '07'\nemail = 'a@b.example'\n\
             code = 'KH'\n[mail]\nurl = 'smtp://127.0.0.1:25'\nfrom = 'Plaza <plaza@b.example>'\n",
            secret_file.display(),
            self.context.config.erasure_journal.display()
        )
    }

    /// As [`Plaza::configure`], with database and attachments of another configuration.
    pub fn configure_on(&self, folder: &Path, config: &Config) -> String {
        let ObjectPlace::Folder(attachments) = &config.attachments.place else {
            panic!("no folder");
        };
        let (secret, file) = (folder.join("secret"), folder.join("plaza.toml"));
        fs::write(&secret, SECRET).unwrap();
        let text = self.configuration_on(&config.database_url, &secret);
        let store = attachments.display();
        let text = format!("{text}[attachments]\nstore = 'file:{store}'\n");
        fs::write(&file, text).unwrap();
        file.display().to_string()
    }

    /// Writes secret and configuration into a folder outside the data; gives the latter's path.
    pub fn configure(&self, folder: &Path) -> String {
        let (secret, file) = (folder.join("secret"), folder.join("plaza.toml"));
        fs::write(&secret, SECRET).unwrap();
        fs::write(&file, self.configuration(&secret)).unwrap();
        file.display().to_string()
    }
}
