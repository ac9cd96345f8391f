//! `plaza mail`: what has not left, and what is done with it by whoever runs Plaza.

use anyhow::bail;
use serde_json::{Value, json};

use super::{Answer, ConfigFile, clock};
use crate::{
    clock::Random,
    config::Config,
    context::Context,
    db::{Db, Timestamp},
    mail::{
        LetterKind,
        paused::{self, Paused},
        unsent::{self, Ageing, Narrow, Retried, Standing, Unsent, UnsentError},
    },
    privacy::ground::LONGEST,
    settings,
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
    #[command(flatten)]
    answer: Answer,
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
    #[command(flatten)]
    answer: Answer,
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
    #[command(flatten)]
    answer: Answer,
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
            options.answer.give(|| found.in_words(), || found.told());
        }
        Command::Show(one) => {
            let (mail, offices) = with(&one.file, async |context| show(&context, one.id).await)?;
            one.answer.give(
                || shown_in_words(&mail, &offices),
                || {
                    let mut all = told(&mail);
                    all["words"] = json!(mail.words);
                    all["offices"] = offices
                        .iter()
                        .map(|(slug, email)| json!({ "slug": slug, "email": email }))
                        .collect();
                    all
                },
            );
        }
        Command::Retry(one) => {
            with(&one.file, async |context| {
                anyhow::Ok(unsent::retry(&context, None, one.id).await?)
            })?;
            done(&one, "waits to be sent");
        }
        Command::RetryAll(many) => {
            let (words, told) = with(&many.file, async |context| retry_all(&context, &many).await)?;
            many.answer.give(|| words, || told);
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
            done(&one, &format!("waits to be sent to {office}"));
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
            done(&one, "given up");
        }
    }
    Ok(())
}

fn done(one: &One, what: &str) {
    let id = one.id;
    one.answer
        .give(|| format!("{id}: {what}"), || json!({ "mail": id }));
}

/// Does something on the ground that the configuration describes.
fn with<T>(
    file: &ConfigFile,
    work: impl AsyncFnOnce(Context) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let config = Config::load(&file.config)?;
    actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let clock = clock(&db).await?;
        let context = Context::new(db, clock, Random::System, config);
        let context = settings::in_force(&context).await?;
        work(context).await
    })
}

/// What was found.
struct Found {
    mails: Vec<Unsent>,
    /// Where a list goes on.
    more: Vec<(Standing, i64)>,
    paused: Option<Paused>,
    late: Option<Ageing>,
}

impl Found {
    fn in_words(&self) -> String {
        let mut lines = Vec::new();
        for standing in Standing::ALL {
            let those = self.mails.iter().filter(|mail| mail.standing == standing);
            lines.extend(those.map(line));
            let more = self.more.iter().filter(|(of, _)| *of == standing);
            lines.extend(
                more.map(|(of, next)| {
                    format!("more of them: list {} --before {next}", of.as_str())
                }),
            );
        }
        if lines.is_empty() {
            lines.push("no such mail".to_owned());
        }
        lines.extend(self.paused.as_ref().map(pause));
        if let Some(late) = self.late {
            let since = time(late.since);
            lines.push(format!(
                "{} are late: the oldest is due since {since}",
                late.count
            ));
        }
        lines.join("\n")
    }

    fn told(&self) -> Value {
        let more = self.more.iter();
        let more = more.map(|(of, next)| json!({ "standing": of.as_str(), "before": next }));
        json!({
            "mails": self.mails.iter().map(told).collect::<Vec<_>>(),
            "more": more.collect::<Vec<_>>(),
            "paused": self.paused.as_ref().map(pause_told),
            "late": self.late.map(|late| json!({ "count": late.count, "since": time(late.since) })),
        })
    }
}

async fn list(context: &Context, options: &List) -> anyhow::Result<Found> {
    let standings = match options.standing {
        Some(standing) => vec![standing],
        None => Standing::ALL.to_vec(),
    };
    let (mut mails, mut more) = (Vec::new(), Vec::new());
    for standing in standings {
        let narrow = options.only.narrow();
        let found = unsent::list(context, standing, narrow, options.before).await?;
        mails.extend(found.mails);
        more.extend(found.next.map(|next| (standing, next)));
    }
    Ok(Found {
        mails,
        more,
        paused: paused::standing(context).await?,
        late: unsent::ageing(context).await?,
    })
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

/// The same for programs.
fn pause_told(paused: &Paused) -> Value {
    json!({
        "step": paused.step.as_str(),
        "code": paused.code,
        "words": paused.words,
        "since": time(paused.since),
        "tried_at": time(paused.tried_at),
    })
}

/// What was done, in words and for programs.
async fn retry_all(context: &Context, many: &Many) -> anyhow::Result<(String, Value)> {
    let (standing, narrow) = (many.standing, many.only.narrow());
    if many.dry_run {
        let count = unsent::count_all(context, standing, narrow).await?;
        let words = format!("{count} would be tried anew");
        return Ok((words, json!({ "count": count })));
    }
    let retried = unsent::retry_all(context, None, standing, narrow, i64::MAX).await?;
    let Retried { done, left } = retried;
    let words = format!("{done} wait to be sent, {left} stay as they were");
    Ok((words, json!({ "done": done, "left": left })))
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

/// The same for a program; what the server said may repeat a part of an address, and is told of one alone.
fn told(mail: &Unsent) -> Value {
    json!({
        "mail": mail.id,
        "standing": mail.standing.as_str(),
        "kind": mail.kind.as_str(),
        "to": mail.to,
        "written": time(mail.created_at),
        "attempts": mail.attempts,
        "next": mail.next_at.map(time),
        "tried_since": mail.tried_since.map(time),
        "ended": mail.ended_at.map(time),
        "why": mail.ended.map(|ended| ended.as_str()),
    })
}

/// A mail, and the offices to which it can go instead, with their addresses.
async fn show(context: &Context, id: i64) -> anyhow::Result<(Unsent, Vec<(String, String)>)> {
    let mail = unsent::one(context, id).await?;
    let offices = redirect::choices(context, id).await?;
    let offices = offices.into_iter();
    let offices = offices.map(|office| (office.slug, office.email)).collect();
    Ok((mail, offices))
}

fn shown_in_words(mail: &Unsent, offices: &[(String, String)]) -> String {
    let mut lines = vec![line(mail)];
    if let Some(since) = mail.tried_since {
        lines.push(format!("tried in vain since {}", time(since)));
    }
    let words = mail.words.as_deref().unwrap_or("nothing");
    lines.push(format!("the server said: {words}"));
    for (slug, email) in offices {
        lines.push(format!("can go to {slug} ({email})"));
    }
    lines.join("\n")
}
