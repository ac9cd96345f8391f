//! `plaza admin`: accounts and roles, for whoever runs Plaza: the first administrator of a city, and what pages
//! do not do. No address is ever shown.

mod tokens;

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

use anyhow::{Context as _, anyhow, bail};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Answer, ConfigFile, clock};
use crate::{
    accounts::{
        self, AccountError, NewAccount, Password, Role,
        factors::reset,
        operated::{self, Listed, Shown},
    },
    clock::Random,
    config::Config,
    context::Context,
    db::Db,
    i18n::Lang,
    keys::Token,
    moderation::roles,
    offices,
    privacy::{Private, notices, policy},
    settings,
    sign_on::identities,
};

/// What is done with accounts.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Make accounts, look at them, let somebody in
    #[command(subcommand)]
    Account(AccountCommand),
    /// Give or take a role
    #[command(subcommand)]
    Role(RoleCommand),
    /// See and end the tokens by which programs act as the city's own people
    #[command(subcommand)]
    Token(tokens::TokenCommand),
    /// End all second factors of an account whose owner lost them, and log it off everywhere, with its programs' tokens
    ResetFactors(One),
}

#[derive(clap::Subcommand)]
pub enum AccountCommand {
    /// Make an account with a role, as the first administrator of a city
    Create(Create),
    /// List who has a role for the city: number, role and public name
    List(List),
    /// Show one account
    Show(One),
    /// Print a link by which somebody with a role sets a password: once, within an hour
    Link(One),
    /// Log an account off everywhere, with the tokens of its programs
    EndSessions(One),
    /// Let whoever signs on next with the account's address be its owner, within three days
    ReopenSignOn(One),
}

#[derive(clap::Subcommand)]
pub enum RoleCommand {
    /// Give a role to a resident's account
    Give {
        #[command(flatten)]
        one: One,
        /// moderator, staff, privacy_officer or administrator
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Take the role away, with the boards and offices that go with it
    Take(One),
}

#[derive(clap::Args)]
pub struct Create {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
    /// The address to log on with, where mails go
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    /// moderator, staff, privacy_officer or administrator
    #[arg(long, value_parser = role)]
    role: Role,
    /// The public name; without it, a nickname is made up
    #[arg(long, default_value = "")]
    name: String,
    /// The public name is the person's own, and is marked as such where it stands
    #[arg(long)]
    own_name: bool,
    /// The language of its mails: zh or en
    #[arg(long, default_value = "zh", value_parser = language)]
    language: Lang,
    /// Read the password from the first line of standard input, instead of printing a link
    #[arg(long)]
    password_stdin: bool,
}

#[derive(clap::Args)]
pub struct List {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
    /// Only this role
    #[arg(long, value_parser = role)]
    role: Option<Role>,
}

/// Which account.
#[derive(clap::Args)]
pub struct One {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
    /// Its number, as `plaza admin account list` says
    #[arg(long, value_name = "NUMBER")]
    account: Option<i64>,
    /// Its address
    #[arg(
        long,
        value_name = "ADDRESS",
        conflicts_with = "account",
        required_unless_present = "account"
    )]
    email: Option<String>,
}

/// The roles that somebody has for the city.
const ROLES: [Role; 4] = [
    Role::Moderator,
    Role::Staff,
    Role::PrivacyOfficer,
    Role::Administrator,
];

fn role(text: &str) -> Result<Role, String> {
    let known = text.parse().ok().filter(|role| ROLES.contains(role));
    known.ok_or_else(|| {
        let all = ROLES.map(Role::as_str);
        format!("it is one of {}", all.join(", "))
    })
}

fn language(text: &str) -> Result<Lang, String> {
    text.parse::<Lang>()
        .map_err(|()| "it is zh or en".to_owned())
}

pub fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Token(command) => tokens::run(command),
        Command::Account(AccountCommand::Create(options)) => create(options),
        Command::Account(AccountCommand::List(options)) => list(&options),
        Command::Account(AccountCommand::Show(one)) => {
            on_one(&one, async |context: &Context, account: i64| {
                let shown = operated::show(context, account).await?;
                let shown = shown.context(NONE)?;
                anyhow::Ok((in_words(&shown), of_shown(&shown)))
            })
        }
        Command::Account(AccountCommand::Link(one)) => {
            on_one(&one, async |context: &Context, account: i64| {
                link(context, account).await
            })
        }
        Command::Account(AccountCommand::EndSessions(one)) => {
            on_one(&one, async |context: &Context, account: i64| {
                let ended = operated::end_sessions(context, account).await?;
                let words = format!("account {account}: {ended} sessions ended");
                anyhow::Ok((words, json!({ "account": account, "ended": ended })))
            })
        }
        Command::Account(AccountCommand::ReopenSignOn(one)) => {
            on_one(&one, async |context: &Context, account: i64| {
                let until = identities::reopen(context, account).await?;
                let words = match until {
                    Some(day) => format!(
                        "account {account}: whoever signs on with its address until {day} is its owner"
                    ),
                    None => format!("account {account}: was never linked to the sign-on"),
                };
                anyhow::Ok((words, json!({ "account": account, "until": until })))
            })
        }
        Command::Role(RoleCommand::Give { one, role }) => {
            on_one(&one, async |context: &Context, account: i64| {
                let given = roles::give(context, account, role).await?;
                let done = if given { "given" } else { "had already" };
                let words = format!("account {account}: {} {done}", role.as_str());
                let told = json!({ "account": account, "role": role.as_str(), "given": given });
                anyhow::Ok((words, told))
            })
        }
        Command::ResetFactors(one) => on_one(&one, async |context: &Context, account: i64| {
            let ended = reset::by_operator(context, account).await?;
            let done = if ended {
                "second factors ended; the owner is told by mail"
            } else {
                "has no second factor"
            };
            let words = format!("account {account}: {done}");
            anyhow::Ok((words, json!({ "account": account, "ended": ended })))
        }),
        Command::Role(RoleCommand::Take(one)) => {
            on_one(&one, async |context: &Context, account: i64| {
                let taken = roles::take(context, account).await?.map(Role::as_str);
                let words = match taken {
                    Some(role) => format!("account {account}: {role} taken; it is a resident's"),
                    None => format!("account {account}: is a resident's already"),
                };
                anyhow::Ok((words, json!({ "account": account, "taken": taken })))
            })
        }
    }
}

const NONE: &str = "there is no such account";

/// Does something on the ground that the configuration describes.
fn with<T>(
    file: &ConfigFile,
    work: impl AsyncFnOnce(&Context) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let config = Config::load(&file.config)?;
    actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, 2)?;
        let missing = db.pending_migrations().await?.len();
        if missing > 0 {
            bail!("the database lacks migrations ({missing}); run `plaza migrate` first");
        }
        let clock = clock(&db).await?;
        let context = Context::new(db, clock, Random::System, config);
        let context = settings::in_force(&context).await?;
        work(&context).await
    })
}

/// Does something with one account, and says it.
fn on_one(
    one: &One,
    work: impl AsyncFnOnce(&Context, i64) -> anyhow::Result<(String, Value)>,
) -> anyhow::Result<()> {
    let (words, told) = with(&one.file, async |context: &Context| {
        let account = match (one.account, &one.email) {
            (Some(account), _) => Some(account),
            (None, Some(email)) => operated::at(context, Private::new(email.clone())).await?,
            (None, None) => None,
        };
        let account = account.context(NONE)?;
        operated::show(context, account).await?.context(NONE)?;
        work(context, account).await
    })?;
    one.answer.give(|| words, || told);
    Ok(())
}

fn create(options: Create) -> anyhow::Result<()> {
    let typed = options.password_stdin.then(first_line).transpose()?;
    let Create {
        file,
        answer,
        email,
        role,
        name,
        own_name,
        language,
        password_stdin: _,
    } = options;
    let (account, link) = with(&file, async |context: &Context| {
        // A city that was never served lacks what everybody is told; its offices' contacts are official.
        policy::put_in(context).await?;
        notices::put_in(context).await?;
        context.know_officials(offices::officials(context).await?);
        let password = match &typed {
            Some(typed) => Password::typed(typed),
            // Nobody knows it: the link sets another.
            None => Password::typed(Token::draw(&context.random).reveal()),
        };
        let new = NewAccount {
            email: Private::new(email),
            password,
            name,
            name_is_personal: own_name,
            role: Role::Resident,
            language,
        };
        let account = accounts::create(context, new).await.map_err(refused)?;
        roles::give(context, account, role).await?;
        let link = match typed {
            Some(_) => None,
            None => Some(address(context, account, language).await?),
        };
        anyhow::Ok((account, link))
    })?;
    answer.give(
        || match &link {
            Some(link) => format!(
                "account {account}: {}\nset its password within an hour, once:\n{link}",
                role.as_str()
            ),
            None => format!("account {account}: {}", role.as_str()),
        },
        || json!({ "account": account, "role": role.as_str(), "link": link }),
    );
    Ok(())
}

/// The first line of standard input.
fn first_line() -> anyhow::Result<Zeroizing<String>> {
    let input = io::stdin();
    if input.is_terminal() {
        bail!("a terminal would show the password; pipe it in, or leave --password-stdin out");
    }
    let mut line = Zeroizing::new(String::new());
    // Longer than any password that is taken.
    input.lock().take(1 << 16).read_line(&mut line)?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(line)
}

/// What was refused, by the names of the options.
fn refused(error: AccountError) -> anyhow::Error {
    let AccountError::Invalid(errors) = &error else {
        return match error {
            AccountError::AddressTaken => anyhow!(
                "an account has this address already; `plaza admin role give` gives it a role"
            ),
            error => error.into(),
        };
    };
    let mut lines = Vec::new();
    for (field, found) in errors.field_errors() {
        let rule = match (&*field, found.first().map(|one| &*one.code)) {
            ("email", _) => "is no e-mail address",
            ("password", Some("length")) => "has 10 to 128 characters",
            ("name", Some("length")) => "has 40 characters at most",
            ("name", Some("name-number")) => {
                "holds a number by which others could act in somebody's name"
            }
            _ => "holds characters that do not belong there",
        };
        lines.push(format!("{field}: {rule}"));
    }
    lines.sort_unstable();
    anyhow!("{}; nothing was made", lines.join("; "))
}

/// For whoever works for the city alone: a resident's way in goes through the mailbox.
async fn link(context: &Context, account: i64) -> anyhow::Result<(String, Value)> {
    let shown = operated::show(context, account).await?.context(NONE)?;
    if shown.account.role == Role::Resident {
        bail!("it is a resident's account, whose owner gets such a link by mail alone");
    }
    let link = address(context, account, shown.account.language).await?;
    let words = format!("account {account}: set its password within an hour, once:\n{link}");
    Ok((words, json!({ "account": account, "link": link })))
}

async fn address(context: &Context, account: i64, language: Lang) -> anyhow::Result<String> {
    let token = operated::hand_out(context, account).await?;
    let path = format!("/{}/password/reset/{}", language.as_str(), token.reveal());
    Ok(context.config.absolute(&path))
}

fn list(options: &List) -> anyhow::Result<()> {
    let roles = options
        .role
        .map_or_else(|| ROLES.to_vec(), |role| vec![role]);
    let found = with(&options.file, async |context: &Context| {
        anyhow::Ok(operated::list(context, roles).await?)
    })?;
    options.answer.give(
        || match found.is_empty() {
            true => "nobody; `plaza admin account create` makes the first".to_owned(),
            false => found.iter().map(line).collect::<Vec<_>>().join("\n"),
        },
        || json!({ "accounts": found.iter().map(of_listed).collect::<Vec<_>>() }),
    );
    Ok(())
}

fn line(account: &Listed) -> String {
    let day = account.created_at.utc().format("%F");
    let (id, role, name) = (account.id, account.role.as_str(), &account.name);
    format!("{id:>6}  {role:<15}  since {day}  {name}")
}

fn in_words(shown: &Shown) -> String {
    let mut lines = vec![
        line(&shown.account),
        format!("{} sessions serve today", shown.sessions),
    ];
    if let Some(day) = shown.suspended_until {
        lines.push(format!("suspended until {day}"));
    }
    lines.join("\n")
}

fn of_listed(account: &Listed) -> Value {
    json!({
        "account": account.id,
        "role": account.role.as_str(),
        "name": account.name,
        "language": account.language.as_str(),
        "since": account.created_at.utc().format("%F").to_string(),
    })
}

fn of_shown(shown: &Shown) -> Value {
    let mut told = of_listed(&shown.account);
    told["sessions"] = json!(shown.sessions);
    told["suspended_until"] = json!(shown.suspended_until);
    told
}
