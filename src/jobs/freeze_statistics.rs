//! Counts the people of closed months, once and for good.

use crate::{
    context::Context,
    statistics::{self, StatisticsError},
};

/// Freezes every month that has closed and is not frozen yet.
pub async fn once(context: &Context) -> Result<(), StatisticsError> {
    statistics::freeze_closed(context).await
}
