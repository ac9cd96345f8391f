//! What must stand before the first request: what the configuration names, a journal for erasures, and
//! what is put into the database at every start, once.

use crate::{
    backup::BackupError,
    city_pages,
    config::{Config, ConfigError, ConfigFaults},
    context::Context,
    mail::{Transport, TransportError},
    objects::Store,
    offices::{days, enquiries},
    privacy::{actors, erasures, inventory::Schedule, notices, policy, rotation},
};

/// Whether what the configuration names is there and can be used: the database apart. Tells all that is
/// not.
pub async fn check(config: &Config) -> Result<(), ConfigFaults> {
    let mut faults = Schedule::faults(&config.retention);
    faults.extend(Transport::new(&config.mail).err().map(of_mail));
    let store = Store::new(config.attachments.place.clone());
    if let Err(error) = store.open().await {
        faults.push(ConfigError {
            key: "attachments.store".to_owned(),
            value: None,
            problem: error.to_string(),
            remedy: "make the folder, owned by the user as whom Plaza runs; or look whether the bucket, its \
                     address and its keys (AWS_…) are right"
                .to_owned(),
        });
    }
    faults.extend(journal(config).err());
    ConfigFaults::none_of(faults)
}

fn of_mail(error: TransportError) -> ConfigError {
    let problem = error.to_string();
    let (key, value, remedy) = match error {
        TransportError::Url(_) => (
            "mail.url",
            None,
            "write smtps://user:password@mail.example or smtp://127.0.0.1:25",
        ),
        TransportError::From => ("mail.from", None, "write it as Plaza <plaza@city.example>"),
        TransportError::Folder(_) => (
            "mail.url",
            None,
            "name a folder that the user as whom Plaza runs may write",
        ),
        TransportError::Dkim { file, .. } => (
            "mail.dkim.key_file",
            Some(file.display().to_string()),
            "make a key as docs/mail.md says, and let the user as whom Plaza runs read it",
        ),
    };
    ConfigError {
        key: key.to_owned(),
        value,
        problem,
        remedy: remedy.to_owned(),
    }
}

/// Safe to run at every start, and on several nodes at once.
pub async fn prepare(context: &Context) -> anyhow::Result<()> {
    journal(&context.config)?;
    rotation::seal_open(context).await?;
    actors::put_in(context).await?;
    policy::put_in(context).await?;
    policy::know(context).await?;
    notices::put_in(context).await?;
    enquiries::put_in(context).await?;
    days::know(context).await?;
    city_pages::know(context).await?;
    Ok(erasures::begin::<BackupError>(context).await?)
}

/// Fails where nothing could be erased.
pub fn journal(config: &Config) -> Result<(), ConfigError> {
    let path = &config.erasure_journal;
    erasures::check(path).map_err(|error| ConfigError {
        key: "erasure_journal".to_owned(),
        value: Some(path.display().to_string()),
        problem: format!("nothing can be appended to it, and so nothing could be erased: {error}"),
        remedy: "make its folder, owned by the user as whom Plaza runs (systemd: StateDirectory)"
            .to_owned(),
    })
}
