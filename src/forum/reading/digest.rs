//! The digest: what an account was told and has not seen, gathered into one mail.
//!
//! Rows of `notifications` wait until a digest takes them, each once: there is no window of time
//! to miss. A mail says what the posts' titles and names are when it is written; when words are
//! taken away somewhere, digests that have not left are taken back with [`take_back`] and written
//! anew.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::notifications::Kind;
use crate::{
    accounts::{
        Role,
        preferences::{Digest, Stops, stop_link},
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate, Table},
        schema::{
            account_preferences, accounts, boards, notifications, outbox as outbox_table, posts,
            topics,
        },
    },
    forum::{
        ForumError, State, findings,
        posts::Byline,
        reader::{Circle, roles_in},
    },
    i18n::Lang,
    mail::{About, Content, Draft, Letter, LetterKind, outbox, sample},
    privacy::sealed::{self, Column},
};

/// Accounts that are looked at in one transaction.
const BATCH: i64 = 50;
/// Posts that one mail names; where more wait, there are more mails.
const NAMED: usize = 30;

/// Writes the digests of some accounts whose time has come; gives how many accounts those were.
/// Of two nodes one gets an account.
pub async fn write_some(context: &Context) -> Result<usize, ForumError> {
    let zone = context.config.city.time_zone;
    let now = context.now().utc().with_timezone(&zone).naive_local();
    take_back_recalled(context).await?;
    let [daily, weekly] =
        [Digest::Daily, Digest::Weekly].map(|digest| digest.rhythm().had_between(now));
    // They have the same hour: it has come for both or for none.
    let (Some(daily), Some(weekly)) = (daily, weekly) else {
        return Ok(0);
    };
    let due = move || {
        let lacks = |(from, until): (NaiveDate, NaiveDate)| {
            account_preferences::digested_on
                .is_null()
                .or(account_preferences::digested_on.lt(from))
                .or(account_preferences::digested_on.gt(until))
        };
        account_preferences::table.filter(
            account_preferences::digest
                .eq(Digest::Daily)
                .and(lacks(daily))
                .or(account_preferences::digest
                    .eq(Digest::Weekly)
                    .and(lacks(weekly))),
        )
    };
    // The look goes to the readers: where nothing is due, SQLite's one writer is left alone.
    let found: Vec<i64> = context
        .db
        .read(move |connection| {
            Ok::<_, DbError>(
                due()
                    .order(account_preferences::account_id)
                    .limit(BATCH)
                    .select(account_preferences::account_id)
                    .load(connection)?,
            )
        })
        .await?;
    if found.is_empty() {
        return Ok(0);
    }
    let count = found.len();
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Whoever takes words away meanwhile is waited for, or finds these digests.
            locks::alone(connection, Gate::Digests)?;
            let mine = due().filter(account_preferences::account_id.eq_any(found));
            let claimed: Vec<i64> = diesel::update(mine)
                .set(account_preferences::digested_on.eq(now.date()))
                .returning(account_preferences::account_id)
                .get_results(connection)?;
            write(connection, &cx, claimed)
        })
        .await?;
    Ok(count)
}

/// Somebody who gets a digest.
type Reader = (i64, Role, Lang, Vec<u8>);

type Row = (
    (i64, i64, Kind),
    (i64, i64, Option<String>, bool),
    String,
    Circle,
    Option<(String, bool)>,
);

/// One post in a digest.
struct Item {
    notification: i64,
    kind: Kind,
    post: i64,
    topic: i64,
    title: String,
    author: Byline,
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    claimed: Vec<i64>,
) -> Result<(), ForumError> {
    let readers: Vec<Reader> = accounts::table
        .filter(accounts::id.eq_any(claimed))
        .order(accounts::id)
        .select((
            accounts::id,
            accounts::role,
            accounts::language,
            accounts::email_sealed,
        ))
        .load(connection)?;
    let mut waiting = waiting(connection, &readers)?;
    let topics: BTreeSet<i64> = waiting.values().flatten().map(|item| item.topic).collect();
    let topics: Vec<i64> = topics.into_iter().collect();
    let marked: BTreeSet<i64> = findings::of_titles(connection, &topics)?
        .into_keys()
        .collect();
    for (account, _, lang, email) in readers {
        let Some(items) = waiting.remove(&account) else {
            continue;
        };
        let Ok(to) = sealed::open(&context.config.keys, Column::AccountEmail, &email) else {
            // One address that cannot be read must not keep the digests from everybody else.
            tracing::error!("an account's address cannot be opened");
            continue;
        };
        let token = stop_link(connection, context, account, Stops::Forum)?;
        let stop = context.config.absolute(&format!(
            "/{}/digest/stop/{}",
            lang.as_str(),
            token.reveal()
        ));
        for items in items.chunks(NAMED) {
            let content = content(context, lang, items, &marked, &stop);
            let letter = Letter {
                kind: LetterKind::Digest,
                about: About::Nothing,
                to: to.clone(),
                content,
            };
            // Where the address gets no digests, what waited is told on the site alone.
            let mail = outbox::enqueue(connection, context, &letter)?.row();
            let these: Vec<i64> = items.iter().map(|item| item.notification).collect();
            diesel::update(notifications::table.filter(notifications::id.eq_any(these)))
                .set((
                    notifications::mailed.eq(true),
                    notifications::outbox_id.eq(mail),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}

/// What waits for each of these people and can be seen by them now, the newest first.
fn waiting(
    connection: &mut AnyConnection,
    readers: &[Reader],
) -> Result<BTreeMap<i64, Vec<Item>>, ForumError> {
    let ids: Vec<i64> = readers.iter().map(|(id, ..)| *id).collect();
    let rows: Vec<Row> = notifications::table
        .inner_join(
            posts::table
                .inner_join(topics::table.inner_join(boards::table))
                .left_join(accounts::table),
        )
        .filter(notifications::account_id.eq_any(ids))
        .filter(notifications::seen.eq(false))
        .filter(notifications::mailed.eq(false))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .order((notifications::account_id, notifications::id.desc()))
        .select((
            (
                notifications::account_id,
                notifications::id,
                notifications::kind,
            ),
            (
                posts::id,
                posts::topic_id,
                posts::guest_name,
                posts::guest_name_is_personal,
            ),
            topics::title,
            boards::read_by,
            (accounts::name, accounts::name_is_personal).nullable(),
        ))
        .load(connection)?;
    let mut waiting: BTreeMap<i64, Vec<Item>> = BTreeMap::new();
    for ((account, notification, kind), post, title, read_by, author) in rows {
        let role = readers.iter().find(|(id, ..)| *id == account);
        if !role.is_some_and(|(_, role, ..)| roles_in(read_by).contains(role)) {
            continue;
        }
        let (post, topic, guest_name, guest_name_is_personal) = post;
        waiting.entry(account).or_default().push(Item {
            notification,
            kind,
            post,
            topic,
            title,
            author: Byline::of(author, guest_name, guest_name_is_personal, None),
        });
    }
    Ok(waiting)
}

/// A sample of the mail.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let item = |kind, post, author: &str| Item {
        notification: post,
        kind,
        post,
        topic: post,
        title: lang.pick("河濱的路燈", "Lights along the river"),
        author: Byline::of(Some((author.to_owned(), false)), None, false, None),
    };
    let items = [item(Kind::Watched, 1, "ming"), item(Kind::Quote, 2, "hua")];
    let path = format!(
        "/{}/digest/stop/{}",
        lang.as_str(),
        sample::token().reveal()
    );
    let stop = context.config.absolute(&path);
    vec![Letter {
        kind: LetterKind::Digest,
        about: About::Nothing,
        to: sample::to(),
        content: content(context, lang, &items, &BTreeSet::from([2]), &stop),
    }]
}

fn content(
    context: &Context,
    lang: Lang,
    items: &[Item],
    marked: &BTreeSet<i64>,
    stop: &str,
) -> Content {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let text = |part: &str| {
        let arguments = [("city", city.clone()), ("count", items.len().to_string())];
        lang.t_with(&format!("mail-digest-{part}"), &arguments)
    };
    let label = lang.t("mail-digest-mark");
    let with_label = |words: String, marked: bool| {
        if marked {
            format!("{words}{label}")
        } else {
            words
        }
    };
    let mut any_mark = false;
    let mut addresses = vec![stop.to_owned()];
    let mut paragraphs = vec![text("why")];
    for item in items {
        let title_marked = marked.contains(&item.topic);
        any_mark |= title_marked || item.author.name_marked;
        let name = match item.author.name.as_str() {
            "" => lang.t(item.author.unnamed()),
            name => name.to_owned(),
        };
        let arguments = [
            ("kind", item.kind.as_str().to_owned()),
            ("who", with_label(name, item.author.name_marked)),
            ("title", with_label(item.title.clone(), title_marked)),
        ];
        let line = lang.t_with("mail-digest-item", &arguments);
        let post = address(&format!("posts/{}", item.post));
        paragraphs.push(format!("{line}\n{post}"));
        addresses.push(post);
    }
    if any_mark {
        paragraphs.push(lang.t("mail-digest-warning"));
    }
    paragraphs.push(format!("{}\n{stop}", text("stop")));
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs,
        button: Some((text("button"), address("notifications"))),
        policy_url: address("privacy"),
        city,
    };
    let mut content = draft.compose_with(&addresses);
    content.unsubscribe = Some(stop.to_owned());
    content
}

/// Of what changes what is told in a digest.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// Of these posts.
    Of(&'a [i64]),
    InTopics(&'a [i64]),
    OnBoard(i64),
    /// Of posts that an account wrote.
    By(i64),
}

/// Takes back the digests that tell of something and have not left, and forgets those that could
/// not be delivered: words of posts are being taken away. What they told of waits again, and is
/// told at once with what the posts say then. One that is on its way comes back only if it does
/// not arrive.
pub fn take_back(connection: &mut AnyConnection, told: Told<'_>) -> Result<(), DbError> {
    locks::together(connection, Gate::Digests)?;
    let mut waiting = notifications::table
        .inner_join(posts::table)
        .filter(notifications::outbox_id.is_not_null())
        .select(notifications::outbox_id.assume_not_null())
        .distinct()
        .into_boxed();
    waiting = match told {
        Told::Of(ids) => waiting.filter(posts::id.eq_any(ids.to_vec())),
        Told::InTopics([]) => return Ok(()),
        Told::InTopics(ids) => waiting.filter(posts::topic_id.eq_any(ids.to_vec())),
        Told::OnBoard(board) => {
            let on_board = topics::table
                .filter(topics::board_id.eq(board))
                .select(topics::id);
            waiting.filter(posts::topic_id.eq_any(on_board))
        }
        Told::By(account) => waiting.filter(posts::account_id.eq(account)),
    };
    let mails: Vec<i64> = waiting.load(connection)?;
    let mails = outbox::recall(connection, LetterKind::Digest, mails)?;
    wait_again(connection, mails)
}

/// Takes back the digests that were on their way when words were taken away, and did not arrive.
async fn take_back_recalled(context: &Context) -> Result<(), ForumError> {
    let now = context.now();
    let mails = context
        .db
        .read(move |connection| outbox::recalled(connection, LetterKind::Digest, now))
        .await?;
    if mails.is_empty() {
        return Ok(());
    }
    context
        .db
        .write(move |connection| {
            let mails = outbox::recalled(connection, LetterKind::Digest, now)?;
            locks::hold(connection, Table::Outbox, mails.iter().copied().collect())?;
            wait_again(connection, mails)
        })
        .await?;
    Ok(())
}

/// Erases digests; what they told of waits again, unless they could not be delivered.
fn wait_again(connection: &mut AnyConnection, mails: Vec<i64>) -> Result<(), DbError> {
    if mails.is_empty() {
        return Ok(());
    }
    let unsent = outbox_table::table
        .filter(outbox_table::id.eq_any(mails.clone()))
        .filter(outbox_table::state.eq(outbox::State::Queued))
        .select(outbox_table::id.nullable());
    let told: Vec<i64> =
        diesel::update(notifications::table.filter(notifications::outbox_id.eq_any(unsent)))
            .set(notifications::mailed.eq(false))
            .returning(notifications::account_id)
            .get_results(connection)?;
    diesel::update(account_preferences::table)
        .filter(account_preferences::account_id.eq_any(told))
        .set(account_preferences::digested_on.eq(None::<NaiveDate>))
        .execute(connection)?;
    diesel::delete(outbox_table::table.filter(outbox_table::id.eq_any(mails)))
        .execute(connection)?;
    Ok(())
}

/// Counts all that waits for a digest as mailed: a backup does not say what was mailed since.
pub fn count_as_mailed(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::update(notifications::table.filter(notifications::mailed.eq(false)))
        .set(notifications::mailed.eq(true))
        .execute(connection)?;
    Ok(())
}
