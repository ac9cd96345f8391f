//! `plaza export`: what can be given away, as files.

use std::{
    fs,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;
use serde_json::json;

use super::{Answer, ConfigFile, Progress};
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    forum::export::{Count, Export},
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
        let files = open_data::export(&context, &options.dir).await?;
        anyhow::Ok(
            files
                .iter()
                .map(|path| path.display().to_string())
                .collect::<Vec<_>>(),
        )
    })?;
    options
        .answer
        .give(|| files.join("\n"), || json!({ "files": files }));
    Ok(())
}

/// Where the lines go.
#[derive(clap::Args)]
pub struct Forum {
    /// The file for the lines; it must not be there yet
    to: PathBuf,
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

/// Writes what everybody can read of the forum, whole or not at all.
pub fn forum(options: &Forum) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let path = &options.to;
    anyhow::ensure!(
        !path.exists(),
        "{} is there already; name another file",
        path.display()
    );
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(std::path::Path::new("."));
    let part = tempfile::NamedTempFile::new_in(folder);
    let mut part = part.with_context(|| folder.display().to_string())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let Count {
        boards,
        topics,
        posts,
    } = runtime.block_on(async {
        let db = Db::open(&config.database_url, 2)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        let (mut export, progress) = (Export::new(&context), Progress::of("lines"));
        let (mut to, mut written) = (BufWriter::new(part.as_file_mut()), 0);
        while let Some(lines) = export.next_lines().await? {
            for line in &lines {
                writeln!(to, "{line}")?;
            }
            written += lines.len();
            progress.at(written);
        }
        to.flush()?;
        anyhow::Ok(export.count)
    })?;
    part.as_file().sync_all()?;
    part.persist_noclobber(path)
        .with_context(|| path.display().to_string())?;
    options.answer.give(
        || {
            format!(
                "{}: {boards} boards, {topics} topics and {posts} replies",
                path.display()
            )
        },
        || json!({ "boards": boards, "topics": topics, "posts": posts }),
    );
    Ok(())
}
