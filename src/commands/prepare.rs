//! What must stand in the database before the first request: put in at every start, once.

use crate::{
    context::Context,
    offices::{OfficeError, enquiries},
    privacy::{notices, policy, rotation},
};

/// Safe to run at every start, and on several nodes at once.
pub async fn prepare(context: &Context) -> Result<(), OfficeError> {
    rotation::seal_open(context).await?;
    policy::put_in(context).await?;
    notices::put_in(context).await?;
    enquiries::put_in(context).await
}
