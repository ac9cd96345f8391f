//! `plaza verify`: whether the ledger, every case file and every attachment are as they were written.

use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::json;

use super::{Answer, ConfigFile, Progress};
use crate::{
    attachments,
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    privacy::{
        statement::Statement,
        verify::{self, Verified},
    },
    suggestions,
};

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    /// A signed statement kept outside the database (as mailed or published); may be repeated
    #[arg(long = "statement", value_name = "FILE")]
    statements: Vec<PathBuf>,
    #[command(flatten)]
    answer: Answer,
}

/// Fails with the first row that is wrong.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let kept = options
        .statements
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            Statement::parse(&text)
                .with_context(|| format!("{} is not a signed statement", path.display()))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let shown = Progress::of("rows");
    let progress = move |links: u64| shown.at(links);
    let result = actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, 1)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        let verified = verify::all(&context, kept, progress).await?;
        let cases = suggestions::verify(&context).await?;
        let files = attachments::verify(&context).await?;
        anyhow::Ok((verified, cases, files))
    });
    report(options.answer, result)
}

fn report(answer: Answer, result: anyhow::Result<(Verified, u64, u64)>) -> anyhow::Result<()> {
    match result {
        Ok((verified, cases, files)) => {
            let words = || {
                format!(
                    "good: {} rows, {} payloads as committed to, {} erased on a ground, \
                     {} signed statements; {} rows since the last one; {cases} cases where their files \
                     lead; {files} attachments as stored",
                    verified.links,
                    verified.payloads,
                    verified.erased,
                    verified.statements,
                    verified.unsigned
                )
            };
            let told = || {
                json!({
                    "good": true,
                    "rows": verified.links,
                    "payloads": verified.payloads,
                    "erased": verified.erased,
                    "statements": verified.statements,
                    "unsigned": verified.unsigned,
                    "cases": cases,
                    "files": files,
                })
            };
            answer.give(words, told);
            Ok(())
        }
        Err(wrong) => {
            if answer.json {
                let wrong = wrong.to_string();
                println!("{}", json!({ "good": false, "wrong": wrong }));
            }
            Err(wrong)
        }
    }
}
