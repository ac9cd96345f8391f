//! What must stand in the database before the first request: put in at every start, once.

use crate::{
    backup::BackupError,
    context::Context,
    offices::enquiries,
    privacy::{erasures, notices, policy, rotation},
};

/// Safe to run at every start, and on several nodes at once.
pub async fn prepare(context: &Context) -> anyhow::Result<()> {
    rotation::seal_open(context).await?;
    policy::put_in(context).await?;
    notices::put_in(context).await?;
    enquiries::put_in(context).await?;
    Ok(erasures::begin::<BackupError>(context).await?)
}
