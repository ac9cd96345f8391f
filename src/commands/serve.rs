//! `plaza serve`: the city that the configuration describes.

use std::net::TcpListener;

use anyhow::{Context as _, bail};
use chrono::{Datelike as _, Days};

use super::{
    ConfigFile, clock,
    prepare::{check, prepare},
    serve_until_stopped, start_log,
};
use crate::{
    backup::BackupError,
    clock::Random,
    config::Config,
    context::Context,
    db::Db,
    keys::Keys,
    moderation::reasons,
    offices::{self, routing},
    privacy::{
        erasures::{self, Standing},
        rotation,
    },
    settings,
};

/// Serves until SIGTERM. Fails when the configuration is wrong or migrations are missing.
pub fn run(file: &ConfigFile) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    start_log(&config.server.log);
    actix_web::rt::System::new().block_on(async {
        check(&config).await?;
        let listen = config.listen;
        let db = Db::open_telling(&config.database_url, config.connections, config.slow_query)?;
        let missing = db.pending_migrations().await?;
        if !missing.is_empty() {
            bail!(
                "the database lacks migrations ({}); run `plaza migrate` first",
                missing.len()
            );
        }
        same_secret(&db, &config.keys).await?;
        if config.keys.versions().len() > 1 {
            let keys = config.keys.clone();
            let unfinished = db
                .read(move |connection| rotation::is_unfinished(connection, &keys))
                .await?;
            if unfinished {
                bail!("a rotation of the keys is unfinished; run `plaza keys rotate` first");
            }
        }
        let clock = clock(&db).await?;
        let context = Context::new(db, clock, Random::System, config);
        let context = settings::in_force(&context).await?;
        erased_stays_erased(&context).await?;
        prepare(&context).await?;
        reasons::put_in(&context).await?;
        routing::serves(&context).await.context(
            "suggestions would have nowhere to go: enter the city's offices and rules with \
             `plaza import offices FILE`",
        )?;
        warn_of_calendar(&context);
        context.know_officials(offices::officials(&context).await?);
        let listener = TcpListener::bind(listen)
            .with_context(|| format!("listen = {listen}: choose another address or port"))?;
        tracing::info!(listen = %listener.local_addr()?, "serving");
        serve_until_stopped(context, listener, Some(&file.config)).await
    })
}

/// A node with a secret of its own would seal what no other node can read.
async fn same_secret(db: &Db, keys: &Keys) -> anyhow::Result<()> {
    let keys = keys.clone();
    let is_anothers = db
        .read(move |connection| rotation::is_anothers(connection, &keys))
        .await?;
    if is_anothers {
        bail!(
            "secret_file: the city was sealed with another secret; every node needs the same file, \
             and a restored one that of its backup"
        );
    }
    Ok(())
}

/// Serving a restored database before it forgot again would bring people back.
async fn erased_stays_erased(context: &Context) -> anyhow::Result<()> {
    let path = context.config.erasure_journal.display();
    match erasures::standing::<BackupError>(context).await? {
        Standing::Agree => Ok(()),
        Standing::Ahead(count) => bail!(
            "the database has not carried out {count} of the erasures in {path}, as after a \
             restore; run `plaza erasures replay` with the journals of all nodes first"
        ),
        Standing::Short(count) => bail!(
            "{path} lacks {count} erasures that the database carried out; put the whole journal \
             back or, where it is lost for good, move this one away and run `plaza erasures begin`"
        ),
        Standing::Missing => bail!(
            "there is no erasure journal at {path}, though the database carried erasures out; put \
             it back and run `plaza erasures replay` or, on a node that is new or whose journal is \
             lost for good, run `plaza erasures begin`"
        ),
    }
}

/// Due dates reach two months ahead; without that year's holidays they would fall too early.
fn warn_of_calendar(context: &Context) {
    let today = context.clock.today(context.config.city.time_zone);
    let year = (today + Days::new(60)).year();
    if !context.calendar().knows(year) {
        tracing::warn!(
            year,
            "the public holidays of this year are not known; bring its calendar in with `plaza import calendar`"
        );
    }
}
