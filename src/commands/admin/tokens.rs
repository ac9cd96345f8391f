//! `plaza admin token`: the tokens by which programs act as the city's own people, and ending them; of a
//! resident, all at once. No token and no name of one is ever shown.

use serde_json::{Value, json};

use super::{Answer, ConfigFile, One, on_one, with};
use crate::{
    api_tokens::{self, Held},
    context::Context,
};

#[derive(clap::Subcommand)]
pub enum TokenCommand {
    /// List the tokens of who has a role for the city: number, whose, scopes, days
    List(List),
    /// End one of them
    End(End),
    /// End all tokens of an account, also of a resident's
    EndAll(One),
}

#[derive(clap::Args)]
pub struct List {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

#[derive(clap::Args)]
pub struct End {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
    /// Its number, as `plaza admin token list` says
    #[arg(value_name = "NUMBER")]
    token: i64,
}

pub(super) fn run(command: TokenCommand) -> anyhow::Result<()> {
    match command {
        TokenCommand::List(options) => list(&options),
        TokenCommand::End(options) => end(&options),
        TokenCommand::EndAll(one) => on_one(&one, async |context: &Context, account: i64| {
            let ended = api_tokens::end_all(context, account).await?;
            let words = format!("account {account}: {ended} tokens ended");
            anyhow::Ok((words, json!({ "account": account, "ended": ended })))
        }),
    }
}

fn list(options: &List) -> anyhow::Result<()> {
    let (tokens, residents) = with(&options.file, async |context: &Context| {
        let mut found = api_tokens::of_the_city(context, None).await?;
        let mut tokens = found.tokens;
        while let Some(next) = found.next {
            found = api_tokens::of_the_city(context, Some(next)).await?;
            tokens.append(&mut found.tokens);
        }
        anyhow::Ok((tokens, found.residents))
    })?;
    options.answer.give(
        || {
            let lines = tokens.iter().map(line);
            let rest = format!("residents have {residents}");
            lines.chain([rest]).collect::<Vec<_>>().join("\n")
        },
        || {
            let tokens: Vec<Value> = tokens.iter().map(of_held).collect();
            json!({ "tokens": tokens, "residents": residents })
        },
    );
    Ok(())
}

fn end(options: &End) -> anyhow::Result<()> {
    let token = options.token;
    with(&options.file, async |context: &Context| {
        anyhow::Ok(api_tokens::end(context, token, None).await?)
    })?;
    options.answer.give(
        || format!("token {token}: ended"),
        || json!({ "token": token }),
    );
    Ok(())
}

fn line(held: &Held) -> String {
    let used = held
        .last_used_on
        .map_or_else(|| "never used".to_owned(), |day| format!("used {day}"));
    let (id, account, role) = (held.id, held.account, held.role.as_str());
    let (until, scopes) = (held.expires_on, held.scopes.text());
    let holder = &held.holder;
    format!("{id:>6}  account {account}  {role:<15}  until {until}  {used}  {scopes}  {holder}")
}

fn of_held(held: &Held) -> Value {
    let scopes: Vec<_> = held.scopes.iter().collect();
    json!({
        "token": held.id,
        "account": held.account,
        "holder": held.holder,
        "role": held.role.as_str(),
        "scopes": scopes,
        "created_on": held.created_on,
        "expires_on": held.expires_on,
        "last_used_on": held.last_used_on,
    })
}
