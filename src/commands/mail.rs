//! `plaza mail`: what has not left, and what is done with it by whoever runs Plaza.

use anyhow::bail;

use super::ConfigFile;
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::{Db, Timestamp},
    mail::{
        LetterKind,
        paused::{self, Paused},
        unsent::{self, Narrow, Retried, Standing, Unsent, UnsentError},
    },
    privacy::ground::LONGEST,
    suggestions::{SuggestionError, redirect},
};

/// What is done with mails.
#[derive(clap::Subcommand)]
pub enum Command {
    /// List mails that have not left, the newest first
    List(List),
    /// Show one, with the offices to which it can be sent instead
    Show(One),
    /// Try one anew, from now on
    Retry(One),
    /// Try all of them anew, from now on, but those that somebody gave up or a restored backup did
    RetryAll(Many),
    /// Send one about a case to an office that has the case, at its address of today
    Redirect {
        #[command(flatten)]
        one: One,
        /// The office's slug
        office: String,
    },
    /// Give up one that still waits
    GiveUp {
        #[command(flatten)]
        one: One,
        /// Why, in up to 500 characters; sealed in the ledger
        #[arg(long)]
        reason: String,
    },
}

/// Which mails.
#[derive(clap::Args)]
pub struct List {
    #[command(flatten)]
    file: ConfigFile,
    /// waiting (not tried yet), delayed (tried in vain) or dead (tried no more); all of them without one
    #[arg(value_parser = standing)]
    standing: Option<Standing>,
    #[command(flatten)]
    only: Only,
    /// Only those with a smaller number: a page ends by telling it
    #[arg(long)]
    before: Option<i64>,
}

/// Which of them.
#[derive(clap::Args)]
pub struct Only {
    /// Only of this kind, such as office-suggestion
    #[arg(long, value_parser = kind)]
    kind: Option<LetterKind>,
    /// Only to this domain
    #[arg(long)]
    domain: Option<String>,
    /// Only those that were written so many hours ago, or before
    #[arg(long)]
    hours: Option<u32>,
}

impl Only {
    fn narrow(&self) -> Narrow {
        Narrow {
            kind: self.kind,
            domain: self.domain.clone(),
            hours: self.hours,
        }
    }
}

/// Which mails are tried anew, and whether in earnest.
#[derive(clap::Args)]
pub struct Many {
    #[command(flatten)]
    file: ConfigFile,
    /// delayed (tried in vain) or dead (tried no more)
    #[arg(value_parser = tried)]
    standing: Standing,
    #[command(flatten)]
    only: Only,
    /// Only count them
    #[arg(long)]
    dry_run: bool,
}

/// Which mail.
#[derive(clap::Args)]
pub struct One {
    #[command(flatten)]
    file: ConfigFile,
    /// The mail's number
    id: i64,
}

fn standing(text: &str) -> Result<Standing, String> {
    let wrong = "write waiting, delayed or dead";
    text.parse().map_err(|()| wrong.to_owned())
}

/// Where mails stand that were tried.
fn tried(text: &str) -> Result<Standing, String> {
    match text.parse::<Standing>() {
        Ok(standing @ (Standing::Delayed | Standing::Dead)) => Ok(standing),
        _ => Err("write delayed or dead".to_owned()),
    }
}

fn kind(text: &str) -> Result<LetterKind, String> {
    text.parse()
        .map_err(|()| "there is no such kind of mail".to_owned())
}

pub fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(options) => {
            let found = with(&options.file, async |context| {
                list(&context, &options).await
            })?;
            println!("{found}");
        }
        Command::Show(one) => {
            let shown = with(&one.file, async |context| show(&context, one.id).await)?;
            println!("{shown}");
        }
        Command::Retry(one) => {
            with(&one.file, async |context| {
                anyhow::Ok(unsent::retry(&context, None, one.id).await?)
            })?;
            println!("{}: waits to be sent", one.id);
        }
        Command::RetryAll(many) => {
            let told = with(&many.file, async |context| retry_all(&context, &many).await)?;
            println!("{told}");
        }
        Command::Redirect { one, office } => {
            with(&one.file, async |context| {
                match redirect::redirect(&context, None, one.id, &office).await {
                    Err(SuggestionError::Invalid(_)) => {
                        bail!("it does not go to {office}; `plaza mail show` says where it can go")
                    }
                    done => Ok(done?),
                }
            })?;
            println!("{}: waits to be sent to {office}", one.id);
        }
        Command::GiveUp { one, reason } => {
            with(&one.file, async |context| {
                match unsent::give_up(&context, None, one.id, &reason).await {
                    Err(UnsentError::Invalid(_)) => {
                        bail!("--reason: write 1 to {LONGEST} characters")
                    }
                    done => Ok(done?),
                }
            })?;
            println!("{}: given up", one.id);
        }
    }
    Ok(())
}

/// Does something on the ground that the configuration describes.
fn with<T>(
    file: &ConfigFile,
    work: impl AsyncFnOnce(Context) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let config = Config::load(&file.config)?;
    actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        work(context).await
    })
}

async fn list(context: &Context, options: &List) -> anyhow::Result<String> {
    let standings = match options.standing {
        Some(standing) => vec![standing],
        None => Standing::ALL.to_vec(),
    };
    let mut lines = Vec::new();
    for standing in standings {
        let narrow = options.only.narrow();
        let found = unsent::list(context, standing, narrow, options.before).await?;
        lines.extend(found.mails.iter().map(line));
        if let Some(next) = found.next {
            let standing = standing.as_str();
            lines.push(format!("more of them: list {standing} --before {next}"));
        }
    }
    if lines.is_empty() {
        lines.push("no such mail".to_owned());
    }
    if let Some(paused) = paused::standing(context).await? {
        lines.push(pause(&paused));
    }
    if let Some(late) = unsent::ageing(context).await? {
        let since = time(late.since);
        lines.push(format!(
            "{} are late: the oldest is due since {since}",
            late.count
        ));
    }
    Ok(lines.join("\n"))
}

/// Why no mail leaves, in one line.
fn pause(paused: &Paused) -> String {
    let (step, since, tried) = (
        paused.step.as_str(),
        time(paused.since),
        time(paused.tried_at),
    );
    let words = paused.words.as_deref().unwrap_or("nothing");
    format!(
        "paused: the mail server cannot be used ({step}) since {since}, tried last {tried}; it said: {words}"
    )
}

async fn retry_all(context: &Context, many: &Many) -> anyhow::Result<String> {
    let (standing, narrow) = (many.standing, many.only.narrow());
    if many.dry_run {
        let count = unsent::count_all(context, standing, narrow).await?;
        return Ok(format!("{count} would be tried anew"));
    }
    let retried = unsent::retry_all(context, None, standing, narrow, i64::MAX).await?;
    let Retried { done, left } = retried;
    Ok(format!("{done} wait to be sent, {left} stay as they were"))
}

fn time(at: Timestamp) -> String {
    at.utc().format("%FT%TZ").to_string()
}

/// A mail in one line, without what the server said.
fn line(mail: &Unsent) -> String {
    let (id, standing, kind) = (mail.id, mail.standing.as_str(), mail.kind.as_str());
    let to = mail.to.as_deref().unwrap_or("(cannot be opened)");
    let written = time(mail.created_at);
    let then = match (mail.next_at, mail.ended_at) {
        (Some(next), _) => format!("next {}", time(next)),
        (None, Some(ended)) => {
            let why = mail.ended.map_or("ended", |ended| ended.as_str());
            format!("{why} {}", time(ended))
        }
        (None, None) => "being sent".to_owned(),
    };
    let attempts = mail.attempts;
    format!("{id}  {standing}  {kind}  {to}  written {written}  attempts {attempts}  {then}")
}

async fn show(context: &Context, id: i64) -> anyhow::Result<String> {
    let mail = unsent::one(context, id).await?;
    let mut lines = vec![line(&mail)];
    if let Some(since) = mail.tried_since {
        lines.push(format!("tried in vain since {}", time(since)));
    }
    let words = mail.words.as_deref().unwrap_or("nothing");
    lines.push(format!("the server said: {words}"));
    for office in redirect::choices(context, id).await? {
        lines.push(format!("can go to {} ({})", office.slug, office.email));
    }
    Ok(lines.join("\n"))
}
