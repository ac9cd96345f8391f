//! `plaza import`: takes over what another service holds.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal as _, Read as _},
    path::PathBuf,
};

use anyhow::{Context as _, anyhow, bail};
use serde_json::json;

use super::{Answer, ConfigFile};
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    forum::import::{Import, Report},
    offices::{
        self,
        days::{self, Imported},
    },
};

/// Which file, from which forum.
#[derive(clap::Args)]
pub struct Forum {
    /// JSON Lines as docs/import.md describes them; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    config: ConfigFile,
    /// What the old forum is called; the same name when the import is run again
    #[arg(long, default_value = "forum")]
    source: String,
    /// Read everything and say what would be done; nothing is stored
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    answer: Answer,
}

/// Which file, and for whom.
#[derive(clap::Args)]
pub struct Calendar {
    /// 西元日期,星期,是否放假,備註 as the government publishes it, in UTF-8 or Big5; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    config: ConfigFile,
    /// Only for the office of this slug
    #[arg(long)]
    office: Option<String>,
    /// Say which days change; nothing is stored
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    answer: Answer,
}

/// Takes all days or none.
pub fn calendar(options: &Calendar) -> anyhow::Result<()> {
    let config = Config::load(&options.config.config)?;
    let mut file = Vec::new();
    open(&options.file)?
        .take(days::LONGEST as u64 + 1)
        .read_to_end(&mut file)?;
    let read = days::read(&file).map_err(|wrong| anyhow!("{wrong}; nothing was stored"))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let imported = runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        let office = options.office.clone();
        anyhow::Ok(days::import(&context, None, office, read, options.dry_run).await?)
    })?;
    options.answer.give(
        || in_words(&imported, options.dry_run),
        || {
            let changed = imported.changed.iter();
            let changed =
                changed.map(|day| json!({ "day": day.day, "works": day.works, "name": day.name }));
            json!({
                "dry_run": options.dry_run,
                "days": imported.days,
                "changed": changed.collect::<Vec<_>>(),
            })
        },
    );
    Ok(())
}

fn in_words(imported: &Imported, dry_run: bool) -> String {
    let lines = imported.changed.iter().map(|day| {
        let now = if day.works { "a workday" } else { "off" };
        format!("{} is {now} {}\n", day.day, day.name)
    });
    let (days, changed) = (imported.days, imported.changed.len());
    let done = if dry_run {
        "would be stored"
    } else {
        "were stored"
    };
    let lines: String = lines.collect();
    format!("{lines}{days} days {done}, of which {changed} are another than before")
}

/// Lines that are stored together.
const BATCH: usize = 100;
/// The longest line, in bytes.
const LONGEST: u64 = 1 << 20;

/// Takes what it can. Fails when a line was refused, after the last one, with all of them told;
/// run it again once they are mended.
pub fn forum(options: &Forum) -> anyhow::Result<()> {
    if options.source.is_empty() || options.source.len() > 100 {
        bail!("--source takes a name of 1 to 100 bytes");
    }
    let config = Config::load(&options.config.config)?;
    let input = open(&options.file)?;
    let system = actix_web::rt::System::new();
    let (report, ended) = system.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        context.know_officials(offices::officials(&context).await?);
        let mut import = Import::new(&context, &options.source, options.dry_run);
        let ended = run(&mut import, options, input).await;
        anyhow::Ok((import.report, ended))
    })?;
    tell(options, &report)?;
    ended?;
    match report.refused.len() {
        0 => Ok(()),
        count => bail!("{count} lines were not taken; the others were"),
    }
}

fn open(file: &PathBuf) -> anyhow::Result<Box<dyn BufRead>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(Box::new(BufReader::new(opened)))
}

async fn run(
    import: &mut Import,
    options: &Forum,
    mut input: Box<dyn BufRead>,
) -> anyhow::Result<()> {
    // A terminal shows the last of these lines alone, a log all of them.
    let end = match io::stderr().is_terminal() {
        true => '\r',
        false => '\n',
    };
    let (mut line, mut ended) = (0, false);
    while !ended {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let read = read_line(&mut input)
                .with_context(|| format!("line {} cannot be read", line + 1))?;
            let Some(read) = read else {
                ended = true;
                break;
            };
            line += 1;
            match read {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => batch.push((line, text)),
                Err(because) => import.report.refuse(line, because),
            }
        }
        import.take(batch).await.with_context(|| {
            format!("at line {line}; what was taken before stays, so run the import again")
        })?;
        if !options.answer.json {
            eprint!("{line} lines{end}");
        }
    }
    if !options.answer.json && end == '\r' {
        eprintln!();
    }
    Ok(())
}

/// A line, or why it cannot be one; `None` at the end of the file.
fn read_line(input: &mut dyn BufRead) -> io::Result<Option<Result<String, &'static str>>> {
    let mut bytes = Vec::new();
    (&mut *input)
        .take(LONGEST + 1)
        .read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.len() as u64 > LONGEST {
        if bytes.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        return Ok(Some(Err("is longer than 1 MiB")));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| "is no UTF-8")))
}

fn tell(options: &Forum, report: &Report) -> anyhow::Result<()> {
    if options.answer.json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    for refused in &report.refused {
        println!("line {}: {}", refused.line, refused.because);
    }
    let done = if options.dry_run {
        "would be taken"
    } else {
        "taken"
    };
    println!(
        "{} boards, {} topics and {} replies {done}; {} lines were taken before, {} refused",
        report.boards,
        report.topics,
        report.posts,
        report.known,
        report.refused.len()
    );
    println!(
        "{} places of personal data marked, {} masked; {} posts listed for review",
        report.marked, report.masked, report.for_review
    );
    Ok(())
}
