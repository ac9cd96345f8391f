//! `plaza keys`: a new secret, its backup, and the end of older ones.

use std::{
    fs,
    io::{IsTerminal as _, Read as _},
    path::PathBuf,
};

use anyhow::{Context as _, bail};
use zeroize::Zeroizing;

use super::ConfigFile;
use crate::{
    clock::Random,
    config::Config,
    db::{Db, DbError},
    keys::file::{self, Secrets},
    polls,
    privacy::rotation,
};

/// What is done with the keys.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Make a new secret and seal everything anew with it; taken up again where it was cut off.
    /// Stop `plaza serve` first on every machine
    Rotate(ConfigFile),
    /// Forget the older secrets, once nothing is sealed with them any more
    Drop(ConfigFile),
    /// Write the secrets to a new file, encrypted with a passphrase
    Backup(Backup),
    /// Write the secrets of a backup to a new file
    Restore(Restore),
}

/// What to back up, and where to.
#[derive(clap::Args)]
pub struct Backup {
    #[command(flatten)]
    config: ConfigFile,
    /// The backup; it must not exist yet
    file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// What to restore, and where to.
#[derive(clap::Args)]
pub struct Restore {
    /// The backup
    file: PathBuf,
    /// The file for the secrets, named by `secret_file`; it must not exist yet
    to: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

#[derive(clap::Args)]
struct Passphrase {
    /// A file whose first line is the passphrase; without it, it is read from standard input
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

pub fn run(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Rotate(file) => rotate(file),
        Command::Drop(file) => drop_older(file),
        Command::Backup(options) => back_up(options),
        Command::Restore(options) => restore(options),
    }
}

fn rotate(file: &ConfigFile) -> anyhow::Result<()> {
    let mut config = Config::load(&file.config)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        if is_unfinished(&db, &config).await? {
            println!("taking up a rotation that was begun before");
        } else {
            let path = config.secret_file.as_ref().with_context(|| {
                "secret: stands in the configuration, where this command cannot write; \
                 move it to a secret_file, or put a new one there yourself and the old one \
                 into old_secrets, and run this again"
            })?;
            // The file first: what is sealed with a secret that nobody has cannot be opened.
            let secrets = Secrets::read(path)?.with_new(&Random::System);
            secrets.write(path)?;
            config.keys = secrets.keys();
            println!("{}: holds a new secret", path.display());
        }
        let told = |column: crate::privacy::sealed::Column, done, all| {
            let (table, name) = column.name();
            println!("  {table}.{name}: {done} of {all}");
        };
        rotation::reseal(&db, &config.keys, &Random::System, told).await?;
        println!("everything is sealed with the current secret");
        println!("after a day, `plaza keys drop` forgets the older ones; back up the new one now");
        Ok(())
    })
}

async fn is_unfinished(db: &Db, config: &Config) -> Result<bool, DbError> {
    let keys = config.keys.clone();
    db.read(move |connection| rotation::is_unfinished(connection, &keys))
        .await
}

fn drop_older(file: &ConfigFile) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    let path = config
        .secret_file
        .as_ref()
        .context("secret: stands in the configuration; take the older ones out of old_secrets")?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        if is_unfinished(&db, &config).await? {
            bail!("something is still sealed with an older secret; run `plaza keys rotate` first");
        }
        if polls::is_marked_with_older(&db, &config.keys).await? {
            bail!(
                "somebody has voted in an open poll with an older secret, and could vote again \
                 without it; run this again when the poll has closed"
            );
        }
        let secrets = Secrets::read(path)?;
        let older = secrets.older();
        secrets.current_only().write(path)?;
        println!("{}: {older} older secret(s) dropped", path.display());
        Ok(())
    })
}

fn back_up(options: &Backup) -> anyhow::Result<()> {
    let config = Config::load(&options.config.config)?;
    let path = config
        .secret_file
        .as_ref()
        .context("secret: stands in the configuration; back that up, or use a secret_file")?;
    let secrets = Secrets::read(path)?;
    let passphrase = options.passphrase.read()?;
    file::back_up(&secrets, &options.file, &passphrase, &Random::System)?;
    println!("{}: written", options.file.display());
    Ok(())
}

fn restore(options: &Restore) -> anyhow::Result<()> {
    let passphrase = options.passphrase.read()?;
    let secrets = file::open_backup(&options.file, &passphrase)?;
    secrets.write_new(&options.to)?;
    println!("{}: written", options.to.display());
    Ok(())
}

impl Passphrase {
    fn read(&self) -> anyhow::Result<Zeroizing<String>> {
        let mut text = Zeroizing::new(String::new());
        match &self.passphrase_file {
            Some(path) => {
                *text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            }
            None if std::io::stdin().is_terminal() => {
                bail!(
                    "a terminal would show the passphrase; pipe it in, or name a file with \
                     --passphrase-file"
                );
            }
            None => {
                std::io::stdin().read_to_string(&mut text)?;
            }
        }
        Ok(Zeroizing::new(
            text.lines().next().unwrap_or_default().to_owned(),
        ))
    }
}
