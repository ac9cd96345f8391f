//! The demo city's content: from `demo/city.toml` into an empty database, through
//! the same functions as everybody's.

use anyhow::{Context as _, anyhow};
use chrono::TimeDelta;
use serde::Deserialize;

use crate::{
    accounts::{self, Member, NewAccount, Password, Role},
    config::Hours,
    context::Context,
    forum::{
        boards::{self, NewBoard},
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
    keys::Token,
    mail::outbox,
    offices::{
        self, Choices,
        import::{Both, Organisation, import},
    },
    privacy::Private,
    suggestions::{
        State, desk, submit,
        suggestion::{Contact, Suggestion},
    },
};

const FILE: &str = include_str!("../../demo/city.toml");

/// The whole file.
#[derive(Deserialize)]
pub struct CityFile {
    pub city: CityEntry,
    #[serde(flatten)]
    organisation: Organisation,
    boards: Vec<BoardEntry>,
    accounts: Vec<AccountEntry>,
    topics: Vec<TopicEntry>,
    suggestions: Vec<SuggestionEntry>,
}

#[derive(Deserialize)]
pub struct CityEntry {
    pub name: Both,
    pub phone: String,
    pub email: String,
    pub hours: Hours,
}

#[derive(Deserialize)]
struct BoardEntry {
    slug: String,
    name: Both,
    description: Both,
    guest_posting: bool,
    position: i32,
}

#[derive(Deserialize)]
struct AccountEntry {
    role: Role,
    email: String,
    name: String,
    #[serde(default)]
    name_is_personal: bool,
    language: Lang,
    office: Option<String>,
}

#[derive(Deserialize)]
struct TopicEntry {
    board: String,
    title: String,
    language: Lang,
    posts: Vec<PostEntry>,
}

#[derive(Deserialize)]
struct PostEntry {
    /// The e-mail address of an account of the file.
    author: Option<String>,
    guest: Option<GuestEntry>,
    days_ago: i64,
    body: String,
    #[serde(default)]
    publish: Vec<String>,
}

#[derive(Deserialize)]
struct GuestEntry {
    name: String,
    #[serde(default)]
    nickname: bool,
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
struct SuggestionEntry {
    category: String,
    district: String,
    title: String,
    body: String,
    language: Lang,
    state: State,
    answer: Option<String>,
    days_ago: i64,
}

/// An account that was made, with its password, which exists nowhere else.
pub struct SeededAccount {
    pub role: Role,
    pub email: String,
    pub password: String,
}

/// Reads the file that is built in.
pub fn city_file() -> anyhow::Result<CityFile> {
    toml::from_str(FILE).context("demo/city.toml")
}

/// Fills an empty database; `None` when there is a city already.
pub async fn city_if_empty(context: &Context) -> anyhow::Result<Option<Vec<SeededAccount>>> {
    if !boards::list(context).await?.is_empty() {
        return Ok(None);
    }
    let file = city_file()?;
    import(context, file.organisation).await?;
    context.know_officials(offices::officials(context).await?);
    let (members, seeded) = people(context, file.accounts).await?;
    suggestions(context, &members, file.suggestions).await?;
    for board in file.boards {
        boards::add(context, board.into()).await?;
    }
    topics(context, &members, file.topics).await?;
    outbox::empty(context).await?;
    Ok(Some(seeded))
}

impl From<BoardEntry> for NewBoard {
    fn from(board: BoardEntry) -> Self {
        Self {
            slug: board.slug,
            name_zh: board.name.zh,
            name_en: board.name.en,
            description_zh: board.description.zh,
            description_en: board.description.en,
            guest_posting: board.guest_posting,
            position: board.position,
        }
    }
}

/// Everybody with an account, by e-mail address.
struct Members(Vec<(String, Member)>);

impl Members {
    fn find(&self, email: &str) -> anyhow::Result<&Member> {
        let found = self.0.iter().find(|(known, _)| known == email);
        Ok(&found
            .with_context(|| format!("there is no account {email}"))?
            .1)
    }

    fn administrator(&self) -> anyhow::Result<&Member> {
        let found = self.0.iter().find(|(_, member)| member.is_administrator);
        Ok(&found.context("there is no administrator")?.1)
    }
}

async fn people(
    context: &Context,
    entries: Vec<AccountEntry>,
) -> anyhow::Result<(Members, Vec<SeededAccount>)> {
    let (mut members, mut seeded) = (Vec::new(), Vec::new());
    for entry in entries {
        let password = Token::draw(&context.random).reveal()[..16].to_owned();
        let new = NewAccount {
            email: Private::new(entry.email.clone()),
            password: Password::typed(&password),
            name: entry.name.clone(),
            name_is_personal: entry.name_is_personal,
            role: entry.role,
            language: entry.language,
        };
        let id = accounts::create(context, new).await?;
        if let Some(office) = &entry.office {
            offices::join(context, id, office).await?;
        }
        // One account of each role is told; the others are authors of the past.
        if !seeded
            .iter()
            .any(|seeded: &SeededAccount| seeded.role == entry.role)
        {
            seeded.push(SeededAccount {
                role: entry.role,
                email: entry.email.clone(),
                password,
            });
        }
        members.push((
            entry.email,
            Member::new(id, entry.name, entry.role, entry.language),
        ));
    }
    Ok((Members(members), seeded))
}

async fn topics(
    context: &Context,
    members: &Members,
    entries: Vec<TopicEntry>,
) -> anyhow::Result<()> {
    for entry in entries {
        let mut topic = None;
        for (minutes, post) in (0..).zip(entry.posts) {
            let nickname = post.guest.as_ref().is_some_and(|guest| guest.nickname);
            let author = match (&post.author, post.guest) {
                (Some(email), _) => Author::Account(members.find(email)?.clone()),
                (None, Some(guest)) => Author::Guest {
                    name: guest.name,
                    public_email: guest.email,
                },
                (None, None) => return Err(anyhow!("{}: a post without an author", entry.title)),
            };
            let seeded = SeedPost {
                author,
                nickname,
                // Posts of one day keep their order.
                at: context.now() - TimeDelta::days(post.days_ago) - TimeDelta::hours(3)
                    + TimeDelta::minutes(7 * minutes),
                language: entry.language,
                body: post.body,
                publish: post.publish,
            };
            match topic {
                None => {
                    topic = Some(seed::topic(context, &entry.board, &entry.title, seeded).await?)
                }
                Some(topic) => {
                    seed::reply(context, topic, seeded).await?;
                }
            }
        }
    }
    Ok(())
}

async fn suggestions(
    context: &Context,
    members: &Members,
    entries: Vec<SuggestionEntry>,
) -> anyhow::Result<()> {
    let choices = offices::choices(context).await?;
    let administrator = members.administrator()?;
    for entry in entries {
        let then = context.at(context.now() - TimeDelta::days(entry.days_ago));
        let case = submit_entry(&then, &choices, &entry).await?;
        if entry.state == State::InProgress {
            desk::take_up(&then, administrator, case).await?;
        }
        if let Some(answer) = entry.answer {
            let later = context.at(then.now() + TimeDelta::days(entry.days_ago / 2));
            desk::answer(&later, administrator, case, Private::new(answer)).await?;
        }
    }
    Ok(())
}

async fn submit_entry(
    context: &Context,
    choices: &Choices,
    entry: &SuggestionEntry,
) -> anyhow::Result<i64> {
    let nothing = || Private::new(String::new());
    let suggestion = Suggestion {
        category: entry.category.clone(),
        district: entry.district.clone(),
        title: Private::new(entry.title.clone()),
        body: Private::new(entry.body.clone()),
        place: nothing(),
        contact: Contact {
            name: nothing(),
            email: nothing(),
            phone: nothing(),
        },
        share_contact: false,
        publish: true,
        language: entry.language,
    };
    let submission = Token::draw(&context.random);
    let receipt = submit::submit(context, choices, submission.reveal(), suggestion).await?;
    Ok(receipt.case)
}
