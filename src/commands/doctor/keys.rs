//! Secrets and what must not come back: who can read the files, whether a rotation is unfinished, and how the
//! erasure journal and the database stand to each other.

use std::path::{Path, PathBuf};

use url::Url;

use super::{Finding, fail, warn, well};
use crate::{
    backup::BackupError,
    config::{Config, MailRoute},
    context::Context,
    db::{DatabaseUrl, DbError},
    privacy::{
        erasures::{self, Standing},
        rotation,
    },
};

/// The files that hold a secret: nobody but Plaza's user may read them.
pub(super) fn files(config: &Config, file: &Path) -> Vec<Finding> {
    let mut all: Vec<PathBuf> = config.secret_file.iter().cloned().collect();
    all.extend(config.mail.dkim.iter().map(|dkim| dkim.key_file.clone()));
    let sign_on = config.sign_on.as_ref();
    all.extend(sign_on.and_then(|sign_on| sign_on.client_secret_file.clone()));
    if holds_a_secret(config) {
        all.push(file.to_owned());
    }
    let open: Vec<Finding> = all.iter().filter_map(|path| open(path)).collect();
    if !open.is_empty() {
        return open;
    }
    let said = format!(
        "files with secrets that nobody else can read: {}",
        all.len()
    );
    vec![well("secrets", said)]
}

/// Whether the configuration itself holds the secret, a password of the mail server's or the database's, or what the
/// sign-on's provider knows Plaza by.
/// That it stands in the environment instead is not looked for.
fn holds_a_secret(config: &Config) -> bool {
    let has_password = |url: &str| Url::parse(url).is_ok_and(|url| url.password().is_some());
    let mail = match &config.mail.route {
        MailRoute::Smtp(url) => has_password(url),
        MailRoute::Folder(_) => false,
    };
    let database = match &config.database_url {
        DatabaseUrl::Postgres(url) => has_password(url),
        DatabaseUrl::Sqlite(_) => false,
    };
    let sign_on = config.sign_on.as_ref().is_some_and(|sign_on| {
        sign_on.client_secret.is_some() && sign_on.client_secret_file.is_none()
    });
    config.secret_file.is_none() || mail || database || sign_on
}

#[cfg(unix)]
fn open(path: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = path.metadata().ok()?.permissions().mode() & 0o777;
    let (all, group) = (mode & 0o007, mode & 0o070);
    let said = format!("{} can be read by others (mode {mode:o})", path.display());
    let remedy = format!("chmod 0600 {}", path.display());
    if all != 0 {
        return Some(fail("secrets", said, remedy));
    }
    // A group of the machine's administrators may be meant; that it writes is not.
    (group & 0o020 != 0).then(|| warn("secrets", said, remedy))
}

#[cfg(not(unix))]
fn open(_path: &Path) -> Option<Finding> {
    None
}

pub(super) async fn look(context: &Context) -> Vec<Finding> {
    let versions = context.config.keys.versions().len();
    if versions == 1 {
        return vec![well("keys", "one secret")];
    }
    let keys = context.config.keys.clone();
    let unfinished: Result<bool, DbError> = context
        .db
        .read(move |connection| rotation::is_unfinished(connection, &keys))
        .await;
    vec![match unfinished {
        Ok(true) => fail(
            "keys",
            "a rotation is unfinished: something is sealed with an older secret",
            "stop Plaza on every machine and run `plaza keys rotate`",
        ),
        Ok(false) => warn(
            "keys",
            format!("{} older secrets are kept, and seal nothing", versions - 1),
            "run `plaza keys drop`, and back the new secret up with `plaza keys backup`",
        ),
        Err(error) => fail("keys", error.to_string(), "look at the database's log"),
    }]
}

/// As `plaza serve` looks before it starts.
pub(super) async fn journal(context: &Context) -> Vec<Finding> {
    let path = context.config.erasure_journal.display();
    vec![match erasures::standing::<BackupError>(context).await {
        Ok(Standing::Agree) => well("erasures", format!("{path} and the database agree")),
        Ok(Standing::Ahead(count)) => fail(
            "erasures",
            format!("the database has not carried out {count} erasures in {path}"),
            "run `plaza erasures replay` with the journals of all nodes before serving",
        ),
        Ok(Standing::Short(count)) => fail(
            "erasures",
            format!("{path} lacks {count} erasures that the database carried out"),
            "put the whole journal back or, where it is lost for good, move this one away and run \
             `plaza erasures begin`",
        ),
        Ok(Standing::Missing) => fail(
            "erasures",
            format!("there is no journal at {path}, though the database carried erasures out"),
            "put it back and run `plaza erasures replay` or, on a new node, `plaza erasures begin`",
        ),
        Err(error) => fail(
            "erasures",
            error.to_string(),
            "let the user as whom Plaza runs read the journal",
        ),
    }]
}
