//! What must stand before the first request: a journal for erasures, and what is put into the
//! database at every start, once.

use anyhow::Context as _;

use crate::{
    backup::BackupError,
    config::Config,
    context::Context,
    offices::{days, enquiries},
    privacy::{erasures, notices, policy, rotation},
};

/// Safe to run at every start, and on several nodes at once.
pub async fn prepare(context: &Context) -> anyhow::Result<()> {
    journal(&context.config)?;
    rotation::seal_open(context).await?;
    policy::put_in(context).await?;
    notices::put_in(context).await?;
    enquiries::put_in(context).await?;
    days::know(context).await?;
    Ok(erasures::begin::<BackupError>(context).await?)
}

/// Fails where nothing could be erased.
pub fn journal(config: &Config) -> anyhow::Result<()> {
    let path = &config.erasure_journal;
    erasures::check(path).with_context(|| {
        format!(
            "erasure_journal = {}: nothing can be appended to it, and so nothing could be erased; \
             make its folder, owned by the user as whom Plaza runs (systemd: StateDirectory)",
            path.display()
        )
    })
}
