//! The demo city's content: from `demo/city.toml` into an empty database, through
//! the same functions as everybody's.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use chrono::{Datelike as _, Days, TimeDelta};
use serde::Deserialize;

use super::{
    seed_answers::{self, AnswersEntry},
    seed_mails::{self, MailEntry},
    seed_reviews::{self, ReviewsEntry},
};
use crate::{
    accounts::{self, Member, NewAccount, Password, Role},
    began::Began,
    config::Hours,
    context::Context,
    db::AnyConnection,
    events::{
        self, SignUpTerms,
        campaigns::{self, NewLink},
    },
    forum::{
        boards::{self, NewBoard},
        flags::{self, NewFlag, Reason},
        reader::{Circle, Reader},
        reading::profiles::{self, Chosen, Kept},
        seed::{self, SeedPost},
        submission::Author,
        topics,
    },
    i18n::Lang,
    jobs::retention,
    keys::Token,
    mail::outbox,
    moderation::{
        arrange::{Change, arrange},
        reasons,
    },
    offices::{
        self, Choices,
        entries::Both,
        import::{Organisation, import},
    },
    polls::{self, Draft, Words},
    privacy::{Private, reason},
    published::{self, answer::Outcome, support},
    review::About,
    spam::watched,
    statistics::{self, Counted},
    suggestions::{
        State,
        acts::{self, Act},
        coordinates::Coordinates,
        desk,
        files::Message,
        submission::Submission,
        submit,
        suggestion::{Contact, Suggestion},
    },
    text::official::Answered,
    trust,
};

const FILE: &str = include_str!("../../demo/city.toml");

/// As many posts of each account count as if they stood already: it is trusted.
const KNOWN: i32 = 50;

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
    polls: Vec<PollEntry>,
    events: Vec<EventEntry>,
    mails: Vec<MailEntry>,
    statistics: StatisticsEntry,
    watched: Vec<watched::file::Entry>,
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
    #[serde(default)]
    read_by: Circle,
    #[serde(default)]
    open_by: Circle,
    #[serde(default)]
    answer_by: Circle,
    office: Option<String>,
    /// Since how many days it is archived.
    archived: Option<i64>,
    #[serde(default)]
    takes_suggestions: bool,
}

#[derive(Deserialize)]
struct AccountEntry {
    role: Role,
    email: String,
    name: String,
    #[serde(default)]
    name_is_personal: bool,
    language: Lang,
    /// The slugs of those for which it works.
    #[serde(default)]
    offices: Vec<String>,
    /// What it says of itself, in a profile that shows everything.
    about: Option<String>,
}

#[derive(Deserialize)]
struct TopicEntry {
    board: String,
    title: String,
    language: Lang,
    #[serde(default)]
    tags: String,
    /// Why a moderator pinned it.
    pinned: Option<String>,
    posts: Vec<PostEntry>,
}

#[derive(Deserialize)]
struct PostEntry {
    /// The e-mail address of an account of the file.
    author: Option<String>,
    /// The office for which the author answers.
    office: Option<String>,
    guest: Option<GuestEntry>,
    days_ago: i64,
    body: String,
    #[serde(default)]
    publish: Vec<String>,
    #[serde(default)]
    flags: Vec<FlagEntry>,
}

/// A reader's report that waits for a moderator.
#[derive(Deserialize)]
struct FlagEntry {
    /// The e-mail address of an account of the file; a guest's without one.
    by: Option<String>,
    reason: Reason,
    #[serde(default)]
    words: String,
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
    /// The e-mail address of the account that answers; the administrator's where none is named.
    answered_by: Option<String>,
    days_ago: i64,
    /// Whether its resident published it, as it stands.
    #[serde(default)]
    published: bool,
    /// What was said about it then.
    #[serde(default)]
    discussion: Vec<PostEntry>,
    /// The e-mail addresses of accounts that support it.
    #[serde(default)]
    supported_by: Vec<String>,
}

#[derive(Deserialize)]
struct PollEntry {
    /// The title of the topic that it stands on.
    topic: Option<String>,
    zh: PollWords,
    en: PollWords,
    /// Days from today, of the first and the last day of voting.
    opens: i64,
    closes: i64,
    #[serde(default)]
    votes: Vec<i32>,
}

#[derive(Deserialize)]
struct PollWords {
    title: String,
    question: String,
    options: Vec<String>,
}

#[derive(Deserialize)]
struct EventEntry {
    zh: EventWords,
    en: EventWords,
    /// Days from today, and the hours between which it is.
    day: i64,
    from: u32,
    to: u32,
    capacity: Option<i32>,
    #[serde(default)]
    sign_up: bool,
}

#[derive(Deserialize)]
struct EventWords {
    title: String,
    body: String,
    place: String,
}

/// The made-up people of the month before this one, by slugs.
#[derive(Deserialize)]
struct StatisticsEntry {
    posters_by_board: BTreeMap<String, i64>,
    posters_by_language: BTreeMap<String, i64>,
    /// Category to district to people.
    submitters: BTreeMap<String, BTreeMap<String, i64>>,
    submitters_by_language: BTreeMap<String, i64>,
    newcomers_by_language: BTreeMap<String, i64>,
    /// On each day of the week, Monday first.
    visitors: [i64; 7],
    /// Page views by part of the site.
    views: BTreeMap<String, i64>,
    answers: AnswersEntry,
    /// By why it waited.
    reviews: BTreeMap<String, ReviewsEntry>,
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
    if !boards::list(context, Reader::CITY).await?.is_empty() {
        return Ok(None);
    }
    let file = city_file()?;
    organise(context, file.organisation).await?;
    let (members, seeded) = people(context, file.accounts).await?;
    for board in file.boards {
        boards::add(context, board.into_new(context)).await?;
    }
    let words = file.watched.into_iter().map(watched::file::Entry::draft);
    watched::import(context, None, words.collect(), false).await?;
    let topics = topics(context, &members, file.topics).await?;
    suggestions(context, &members, file.suggestions).await?;
    polls(context, &topics, file.polls).await?;
    announcements(context, &members, file.events).await?;
    seed_mails::add(context, file.mails).await?;
    past_month(context, file.statistics).await?;
    outbox::empty(context).await?;
    // What knew the forms of its past has had its time.
    retention::once(context).await?;
    Ok(Some(seeded))
}

/// The offices, categories, districts and rules of the file, and the reasons of decisions, for a city
/// that is otherwise its own.
pub(super) async fn offices_of_file(context: &Context) -> anyhow::Result<()> {
    organise(context, city_file()?.organisation).await
}

async fn organise(context: &Context, organisation: Organisation) -> anyhow::Result<()> {
    import(context, organisation).await?;
    reasons::put_in(context).await?;
    context.know_officials(offices::officials(context).await?);
    Ok(())
}

impl BoardEntry {
    fn into_new(self, context: &Context) -> NewBoard {
        let ago = |days| context.now() - TimeDelta::days(days);
        NewBoard {
            slug: self.slug,
            name_zh: self.name.zh,
            name_en: self.name.en,
            description_zh: self.description.zh,
            description_en: self.description.en,
            guest_posting: self.guest_posting,
            read_by: self.read_by,
            open_by: self.open_by,
            answer_by: self.answer_by,
            office: self.office,
            archived_at: self.archived.map(ago),
            position: self.position,
            takes_suggestions: self.takes_suggestions,
        }
    }
}

impl PostEntry {
    /// `place` is its number among its topic's posts.
    fn into_seed(
        self,
        context: &Context,
        members: &Members,
        language: Lang,
        place: i64,
    ) -> anyhow::Result<SeedPost> {
        let nickname = self.guest.as_ref().is_some_and(|guest| guest.nickname);
        let author = match (&self.author, self.guest) {
            (Some(email), _) => Author::Account(members.find(email)?.clone()),
            (None, Some(guest)) => Author::Guest {
                name: guest.name,
                public_email: guest.email,
            },
            (None, None) => bail!("a post without an author"),
        };
        Ok(SeedPost {
            author,
            nickname,
            // Posts of one day keep their order.
            at: context.now() - TimeDelta::days(self.days_ago) - TimeDelta::hours(3)
                + TimeDelta::minutes(7 * place),
            language,
            body: self.body,
            publish: self.publish,
        })
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

    /// The first account of staff: the organiser of the demo's events.
    fn staff(&self) -> anyhow::Result<&Member> {
        let found = self.0.iter().find(|(_, member)| member.role == Role::Staff);
        Ok(&found.context("there is no staff")?.1)
    }

    fn moderator(&self) -> anyhow::Result<&Member> {
        let found = self
            .0
            .iter()
            .find(|(_, member)| member.role == Role::Moderator);
        Ok(&found.context("there is no moderator")?.1)
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
        for office in &entry.offices {
            offices::join(context, id, office).await?;
        }
        // Who lives in the demo city has been there for long.
        let vouch = move |connection: &mut AnyConnection| trust::vouch(connection, id, KNOWN);
        context.db.write(vouch).await?;
        if let Some(about) = entry.about {
            let shown = Chosen {
                about,
                since: true,
                count: true,
                posts: true,
            };
            let answered = Answered::default();
            let kept = profiles::keep(
                context,
                id,
                shown,
                answered,
                entry.language,
                Began::Anything,
            )
            .await?;
            let Kept::Done = kept else {
                bail!(
                    "there is personal data in what {} says of itself",
                    entry.name
                );
            };
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
) -> anyhow::Result<BTreeMap<String, i64>> {
    let mut made = BTreeMap::new();
    for entry in entries {
        let mut topic = None;
        for (minutes, mut post) in (0..).zip(entry.posts) {
            let office = post.office.clone();
            let flagged = std::mem::take(&mut post.flags);
            let seeded = post.into_seed(context, members, entry.language, minutes);
            let seeded = seeded.with_context(|| entry.title.clone())?;
            let id = match topic {
                None => {
                    let made = seed::topic(context, &entry.board, &entry.title, seeded).await?;
                    topic = Some(made);
                    topics::find(context, made, Reader::CITY).await?.opening
                }
                Some(topic) => match office {
                    Some(office) => seed::official_reply(context, topic, office, seeded).await?,
                    None => seed::reply(context, topic, seeded).await?,
                },
            };
            for flag in flagged {
                let by = flag.by.as_deref().map(|by| members.find(by)).transpose()?;
                let new = NewFlag {
                    about: About::Post(id),
                    reason: flag.reason,
                    words: Private::new(flag.words),
                    language: entry.language,
                    automatic: None,
                };
                let submission = Token::draw(&context.random);
                flags::give(context, by, submission.reveal(), new).await?;
            }
        }
        if let Some(topic) = topic {
            seed::tag(context, topic, &entry.tags).await?;
            if let Some(reason) = entry.pinned {
                let because = reason::Because::new(None, &reason)?;
                let pin = Change::Pin { until: None };
                arrange(context, members.moderator()?, topic, pin, because).await?;
            }
            made.insert(entry.title, topic);
        }
    }
    Ok(made)
}

async fn polls(
    context: &Context,
    topics: &BTreeMap<String, i64>,
    entries: Vec<PollEntry>,
) -> anyhow::Result<()> {
    let today = context.clock.today(context.config.city.time_zone);
    for entry in entries {
        let topic = match &entry.topic {
            Some(title) => Some(
                *topics
                    .get(title)
                    .with_context(|| format!("there is no topic {title}"))?,
            ),
            None => None,
        };
        let words = |words: PollWords| Words {
            title: words.title,
            question: words.question,
            options: words.options.join("\n"),
        };
        let draft = Draft {
            topic,
            zh: words(entry.zh),
            en: words(entry.en),
            opens_on: Some(today + TimeDelta::days(entry.opens)),
            closes_on: Some(today + TimeDelta::days(entry.closes)),
        };
        polls::seed(context, draft, entry.votes).await?;
    }
    Ok(())
}

async fn announcements(
    context: &Context,
    members: &Members,
    entries: Vec<EventEntry>,
) -> anyhow::Result<()> {
    let today = context.clock.today(context.config.city.time_zone);
    let organiser = members.staff()?;
    for entry in entries {
        let words = |words: EventWords| events::Words {
            title: words.title,
            body: words.body.trim().to_owned(),
            place: words.place,
        };
        let day = today + TimeDelta::days(entry.day);
        let draft = events::Draft {
            zh: words(entry.zh),
            en: words(entry.en),
            starts_at: day.and_hms_opt(entry.from, 0, 0),
            ends_at: day.and_hms_opt(entry.to, 0, 0),
            sign_up: entry.sign_up.then(|| SignUpTerms {
                until: Some(day - Days::new(1)),
                capacity: entry.capacity,
                erase_on: Some(events::usual_erasure(day)),
            }),
        };
        events::seed(context, organiser, draft).await?;
    }
    let poster = NewLink {
        code: "harbour".into(),
        target: "events".into(),
        purpose: "Posters at the light rail stops".into(),
    };
    Ok(campaigns::create(context, poster, |_| true).await?)
}

async fn past_month(context: &Context, entry: StatisticsEntry) -> anyhow::Result<()> {
    let today = context.clock.today(context.config.city.time_zone);
    let month = statistics::month_of(statistics::month_of(today) - Days::new(1));
    let keyed = |kind: &str, people: BTreeMap<String, i64>| {
        people
            .into_iter()
            .map(|(slug, people)| (format!("{kind}/{slug}"), people))
            .collect::<BTreeMap<_, _>>()
    };
    let mut places = BTreeMap::new();
    for (category, districts) in entry.submitters {
        for (district, people) in keyed("district", districts) {
            places.insert((format!("category/{category}"), district), people);
        }
    }
    let visitors_by_day = month
        .iter_days()
        .take_while(|day| statistics::month_of(*day) == month)
        .map(|day| {
            let weekday = day.weekday().num_days_from_monday() as usize;
            (day, entry.visitors[weekday])
        })
        .collect();
    let mut counted = Counted {
        posters_by_board: keyed("board", entry.posters_by_board),
        posters_by_language: keyed("language", entry.posters_by_language),
        submitters_by_place: places,
        submitters_by_language: keyed("language", entry.submitters_by_language),
        newcomers_by_language: keyed("language", entry.newcomers_by_language),
        visitors_by_day,
        views_by_part: keyed("part", entry.views),
        reviews: seed_reviews::made_up(entry.reviews)?,
        ..Counted::default()
    };
    seed_answers::add(context, &mut counted, entry.answers).await?;
    Ok(statistics::seed(context, month, counted).await?)
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
        let topic = match entry.published {
            true => {
                let words = (entry.title, entry.body, entry.language);
                Some(published::seed(context, &then, case, words).await?)
            }
            false => None,
        };
        if entry.state == State::InProgress {
            let submission = format!("demo-take-up-{case}");
            acts::perform(&then, administrator, &submission, case, Act::TakeUp).await?;
        }
        if let Some(topic) = topic {
            for (place, post) in (0..).zip(entry.discussion) {
                let seeded = post.into_seed(context, members, entry.language, place)?;
                seed::reply(context, topic, seeded).await?;
            }
            for email in entry.supported_by {
                support::set(context, members.find(&email)?, topic, true).await?;
            }
        }
        if let Some(answer) = entry.answer {
            let later = context.at(then.now() + TimeDelta::days(entry.days_ago / 2));
            let by = match &entry.answered_by {
                Some(email) => members.find(email)?,
                None => administrator,
            };
            answer_entry(&later, by, case, answer, (topic.is_some(), entry.language)).await?;
        }
    }
    support::count(context).await?;
    Ok(())
}

/// Answers a case, and its topic with the same words where it is published.
async fn answer_entry(
    context: &Context,
    by: &Member,
    case: i64,
    answer: String,
    (published, language): (bool, Lang),
) -> anyhow::Result<()> {
    let answer = Message::from(Private::new(answer));
    let submission = Token::draw(&context.random);
    let submission = submission.reveal();
    if !published {
        return Ok(desk::answer(context, by, submission, case, answer).await?);
    }
    let answered = (None, language, Answered::default());
    match published::answer::answer(context, by, submission, case, answer, answered).await? {
        Outcome::Done => Ok(()),
        Outcome::NotPublic => bail!("an answered suggestion is not public"),
        Outcome::Undecided(_) => bail!("there is personal data in an answer"),
    }
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
        coordinates: Coordinates::none(),
        files: Vec::new(),
        contact: Contact {
            name: nothing(),
            email: nothing(),
            phone: nothing(),
        },
        share_contact: false,
        publish: true,
        language: entry.language,
    };
    let submission = Submission::Form(Token::draw(&context.random).reveal().to_owned());
    let receipt = submit::submit(context, choices, &submission, suggestion).await?;
    Ok(receipt.case)
}
