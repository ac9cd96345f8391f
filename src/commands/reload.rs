//! Reading the configuration again while Plaza serves (SIGHUP): all of it is checked first, then what can
//! change does at once. With a fault everything stays as it is.

use std::path::Path;

use super::{
    prepare::{check, prepare},
    systemd, tell_log,
};
use crate::{config::Config, context::Current, offices, settings};

/// Reads the file again, and tells the log what came of it.
pub(super) async fn tell(current: &Current, file: &Path) {
    systemd::tell_reload();
    match once(current, file).await {
        Ok(waiting) => {
            tracing::info!("the configuration was read again and holds");
            for key in waiting {
                tracing::warn!(
                    key,
                    "the configuration has another value here: it needs a restart"
                );
            }
        }
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(
                error,
                "the configuration was read again and is wrong: all stays as it was"
            );
        }
    }
    systemd::tell("READY=1");
}

/// Gives the keys whose new values need a restart.
pub async fn once(current: &Current, file: &Path) -> anyhow::Result<Vec<&'static str>> {
    let old = current.get();
    let (config, waiting) = old.file.reloaded(Config::load(file)?);
    check(&config).await?;
    // What the file names anew, no page sets any more.
    let context = settings::in_force(&old.configured(config)).await?;
    // Other years that records are kept, for example, make another notice.
    prepare(&context).await?;
    context.know_officials(offices::officials(&context).await?);
    context.db.tell_slow(context.config.slow_query);
    tell_log(&context.config.server.log);
    current.put(context);
    Ok(waiting)
}
