//! `plaza` as an administrator types it, on a test's database.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use plaza::db::DatabaseUrl;

use super::Plaza;

/// The secret of the tests' keys: 32 times the byte 7.
pub const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// The command with these arguments, and nothing of the tests' environment.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plaza"));
    // What is meant for the tests is no key of the configuration.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PLAZA_")) {
        command.env_remove(name);
    }
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
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
        let url = match &self.context.config.database_url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        format!(
            "base_url = 'http://plaza.test'\ndatabase_url = '{url}'\nsecret_file = '{}'\n\
             [city]\nname_zh = '高雄市'\nname_en = 'Kaohsiung'\nphone = '07'\nemail = 'a@b.example'\n\
             code = 'KH'\n[mail]\nurl = 'smtp://127.0.0.1:25'\nfrom = 'Plaza <plaza@b.example>'\n",
            secret_file.display()
        )
    }

    /// Writes secret and configuration into a folder outside the data; gives the latter's path.
    pub fn configure(&self, folder: &Path) -> String {
        let (secret, file) = (folder.join("secret"), folder.join("plaza.toml"));
        fs::write(&secret, SECRET).unwrap();
        fs::write(&file, self.configuration(&secret)).unwrap();
        file.display().to_string()
    }
}
