//! `plaza export`: what can be given away, as files.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::{Answer, ConfigFile};
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    offices, open_data,
};

/// Where the files go.
#[derive(clap::Args)]
pub struct OpenData {
    /// The folder for the files; made if absent
    dir: PathBuf,
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

/// Writes the anonymous open data of all closed months, made anew.
pub fn open_data(options: &OpenData) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    fs::create_dir_all(&options.dir).with_context(|| options.dir.display().to_string())?;
    let system = actix_web::rt::System::new();
    let files = system.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        context.know_officials(offices::officials(&context).await?);
        let mut files = Vec::new();
        for file in open_data::export(&context).await? {
            let path = options.dir.join(file.name);
            fs::write(&path, &file.content).with_context(|| path.display().to_string())?;
            files.push(path.display().to_string());
        }
        anyhow::Ok(files)
    })?;
    options
        .answer
        .give(|| files.join("\n"), || json!({ "files": files }));
    Ok(())
}
