//! The linkage attack: many residents act in busy and in nearly empty hours: they read, post, log
//! on anew, ask for a new password. An attacker who holds the access log, a full dump (posts,
//! sessions, accounts' events, links asked for, the outbox), the day's figures as they grow, the
//! metrics of each moment and the logs of the shipped proxies guesses who read what.
//!
//! The success rate is printed beside the rate of guessing blindly among those who were there.
//! `LINKAGE_RESIDENTS` and `LINKAGE_HOURS` make it larger; `scripts/measure linkage` does.

mod attacker;
mod proxy;

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
};

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    clock::Random,
    db::{
        DbError, Timestamp,
        schema::{account_events, account_tokens, accounts, daily_counts, outbox, posts, sessions},
    },
    jobs,
    operations::scrape::scrape,
};
use serde_json::json;

use crate::support::{Client, PASSWORD, Plaza};
use attacker::{Attacker, Entry};
use proxy::Request;

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1 Version/18.0 Safari/604.1",
    "Mozilla/5.0 AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
];

const TOPICS: usize = 40;

/// Somebody with an account, an address and a browser of their own.
struct Resident {
    account: i64,
    email: String,
    address: IpAddr,
    agent: &'static str,
    member: Client,
    /// The same person before logging on.
    guest: Client,
}

/// What one resident read, which the attacker wants to know.
#[derive(Clone, Debug)]
struct Read {
    account: i64,
    path: String,
    /// A log that hides nothing would hold this line.
    plain: Entry,
}

/// All that happened between two writes of the log.
#[derive(Default)]
struct Batch {
    lines: Vec<Entry>,
    reads: Vec<Read>,
    /// From whom the dump shows a post in this time, in the order of the posts.
    seen: Vec<i64>,
    /// Who asked for a link or was mailed in this time, in the order of the moments: the account,
    /// and how many posts were made before.
    asked: Vec<(i64, usize)>,
    /// Whose sessions and events are of the days of this time, in the order of the rows: no more
    /// than the day stands in them.
    logged_on: Vec<i64>,
    /// By how much each of the day's figures grew: what is counted and the route.
    grown: BTreeMap<(String, String), i64>,
    /// How many topics were read before each post, since the one before it: by metrics that are
    /// read after every single one.
    read: Vec<i64>,
    began: usize,
    ended: usize,
}

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

fn below(random: &Random, bound: usize) -> usize {
    (u64::from_be_bytes(random.bytes()) % bound as u64) as usize
}

async fn residents(plaza: &Plaza, count: usize) -> Vec<Resident> {
    let mut residents = Vec::new();
    for number in 0..count {
        let name = format!("resident{number}");
        let account = plaza.account(&name, Role::Resident).await;
        let member = plaza.client().await;
        let address = Ipv4Addr::new(10, (number / 250) as u8, (number % 250) as u8, 7).into();
        let agent = AGENTS[number % AGENTS.len()];
        member.come_from(address, agent);
        let email = format!("{name}@example.tw");
        member.log_on(&email, PASSWORD).await;
        let guest = plaza.client().await;
        guest.come_from(address, agent);
        residents.push(Resident {
            account,
            email,
            address,
            agent,
            member,
            guest,
        });
    }
    residents
}

/// One resident reads a topic as anybody and then posts elsewhere under their account; in
/// between, one of four logs on anew, and one asks for a new password.
async fn act(
    resident: &Resident,
    random: &Random,
    topics: &[i64],
    requests: &mut Vec<Request>,
) -> Read {
    let read = topics[below(random, topics.len())];
    let path = format!("/en/t/{read}");
    let asked = format!(
        "{path}/topic-{}",
        topics.partition_point(|topic| *topic < read)
    );
    resident.guest.get(&asked).await.expect(200);
    let between = match below(random, 4) {
        0 => {
            resident.member.log_on(&resident.email, PASSWORD).await;
            Some("/en/log-on")
        }
        1 => {
            let fields = [("email", resident.email.as_str())];
            let forgot = "/en/password/forgot";
            resident.guest.post(forgot, &fields).await.expect(303);
            Some(forgot)
        }
        _ => None,
    };
    let posted = topics[below(random, topics.len())];
    let posting = format!("/api/v1/topics/{posted}/posts");
    let body = json!({ "body": "I was here." });
    resident.member.post_json(&posting, &body).await.expect(201);
    let between = between.map(|path| ("POST", path.to_owned()));
    let all = [("GET", asked), ("POST", posting)].into_iter();
    for (method, path) in all.chain(between) {
        requests.push(Request {
            address: resident.address,
            agent: resident.agent,
            method,
            path,
        });
    }
    Read {
        account: resident.account,
        plain: Entry {
            address: Some(attacker::network(resident.address)),
            browser: attacker::family(resident.agent).to_owned(),
            clicked: path.clone(),
        },
        path,
    }
}

/// Who posted since `from`, by the dump.
async fn posted_since(plaza: &Plaza, from: Timestamp) -> Vec<i64> {
    plaza
        .context
        .db
        .read(move |connection| {
            let accounts: Vec<Option<i64>> = posts::table
                .filter(posts::created_at.ge(from))
                .order(posts::id)
                .select(posts::account_id)
                .load(connection)?;
            Ok::<_, DbError>(accounts)
        })
        .await
        .unwrap()
        .into_iter()
        .flatten()
        .collect()
}

/// Who asked for a link or got a mail since `from`, and when, by the dump: a mail leads to its
/// account by the keyed hash of the address.
async fn asked_since(plaza: &Plaza, from: Timestamp) -> Vec<(i64, usize)> {
    plaza
        .context
        .db
        .read(move |connection| {
            let mut moments: Vec<(Timestamp, i64)> = account_tokens::table
                .filter(account_tokens::created_at.ge(from))
                .select((account_tokens::created_at, account_tokens::account_id))
                .load(connection)?;
            let mails: Vec<(Timestamp, i64)> = outbox::table
                .inner_join(
                    accounts::table
                        .on(accounts::email_index.nullable().eq(outbox::recipient_index)),
                )
                .filter(outbox::created_at.ge(from))
                .select((outbox::created_at, accounts::id))
                .load(connection)?;
            moments.extend(mails);
            moments.sort();
            moments.dedup();
            let mut asked = Vec::new();
            for (moment, account) in moments {
                let before: i64 = posts::table
                    .filter(posts::created_at.ge(from))
                    .filter(posts::created_at.lt(moment))
                    .count()
                    .get_result(connection)?;
                asked.push((account, before as usize));
            }
            Ok::<_, DbError>(asked)
        })
        .await
        .unwrap()
}

/// Whose session or event is of a day from `from` to `until`, by the dump.
async fn logged_on_between(plaza: &Plaza, from: NaiveDate, until: NaiveDate) -> Vec<i64> {
    plaza
        .context
        .db
        .read(move |connection| {
            let mut all: Vec<i64> = account_events::table
                .filter(account_events::day.between(from, until))
                .order(account_events::id)
                .select(account_events::account_id)
                .load(connection)?;
            let begun: Vec<i64> = sessions::table
                .filter(sessions::created_on.between(from, until))
                .order(sessions::id)
                .select(sessions::account_id)
                .load(connection)?;
            all.extend(begun);
            Ok::<_, DbError>(all)
        })
        .await
        .unwrap()
}

/// The day's figures as they stand, all days together.
async fn figures(plaza: &Plaza) -> BTreeMap<(String, String), i64> {
    let rows: Result<Vec<(String, String, i64)>, DbError> = plaza
        .context
        .db
        .read(|connection| {
            Ok(daily_counts::table
                .select((
                    daily_counts::counted,
                    daily_counts::route,
                    daily_counts::count,
                ))
                .load(connection)?)
        })
        .await;
    let mut figures = BTreeMap::new();
    for (counted, route, count) in rows.unwrap() {
        *figures.entry((counted, route)).or_default() += count;
    }
    figures
}

/// How many topics were read so far, as the metrics tell.
async fn readings(plaza: &Plaza) -> i64 {
    let route = "plaza_http_requests_total{route=\"/{lang}/t/{id}/{slug}\"";
    let metrics = scrape(&plaza.context).await;
    let lines = metrics.lines().filter(|line| line.starts_with(route));
    let counts = lines.filter_map(|line| line.rsplit(' ').next()?.parse::<i64>().ok());
    counts.sum()
}

/// Lets the city live for `hours` and gives what happened, cut where the log was written.
async fn live(plaza: &Plaza, count: usize, hours: usize) -> (Vec<Batch>, Vec<Request>) {
    let random = Random::seeded(7);
    let residents = residents(plaza, count).await;
    let mut topics = Vec::new();
    for number in 0..TOPICS {
        let title = format!("Topic {number}");
        topics.push(residents[0].member.topic("city", &title, "Text").await);
    }
    // What came before the first hour is not part of the game.
    jobs::record::last(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let mut written = plaza.access_log().len();
    let (mut batches, mut requests) = (Vec::new(), Vec::new());
    let mut batch = Batch::default();
    plaza.advance(TimeDelta::hours(1));
    let mut since = plaza.context.now();
    let mut before = figures(plaza).await;
    let mut read_before = readings(plaza).await;
    for hour in 0..hours {
        // Every other hour is nearly empty.
        for resident in &residents {
            let comes = if hour % 2 == 0 {
                below(&random, 10) < 6
            } else {
                below(&random, count) < 2
            };
            if comes {
                batch
                    .reads
                    .push(act(resident, &random, &topics, &mut requests).await);
                let read = readings(plaza).await;
                batch.read.push(read - read_before);
                read_before = read;
                plaza.advance(TimeDelta::seconds(7));
            }
        }
        plaza.advance(TimeDelta::hours(1));
        if hour + 1 == hours {
            jobs::record::last(&plaza.context, &plaza.recorder)
                .await
                .unwrap();
        } else {
            jobs::record::once(&plaza.context, &plaza.recorder)
                .await
                .unwrap();
        }
        let log = plaza.access_log();
        if log.len() > written {
            batch.lines = log[written..]
                .iter()
                .map(|line| Entry::parse(line))
                .collect();
            written = log.len();
            batch.seen = posted_since(plaza, since).await;
            batch.asked = asked_since(plaza, since).await;
            let zone = plaza.context.config.city.time_zone;
            let day = |moment: Timestamp| moment.utc().with_timezone(&zone).date_naive();
            let days = (day(since), day(plaza.context.now()));
            batch.logged_on = logged_on_between(plaza, days.0, days.1).await;
            batch.ended = requests.len();
            let now = figures(plaza).await;
            batch.grown = now
                .iter()
                .map(|(key, count)| (key.clone(), count - before.get(key).unwrap_or(&0)))
                .collect();
            before = now;
            let next = Batch {
                began: requests.len(),
                ..Batch::default()
            };
            batches.push(std::mem::replace(&mut batch, next));
            since = plaza.context.now();
        }
    }
    assert!(batch.reads.is_empty(), "a batch was never written");
    (batches, requests)
}

#[actix_web::test]
async fn an_attacker_with_log_dump_figures_and_the_proxies_logs_does_no_better_than_guessing() {
    let (count, hours) = (
        setting("LINKAGE_RESIDENTS", 40),
        setting("LINKAGE_HOURS", 20),
    );
    // As for a town of this size: a city's pool is as small beside its visits.
    let plaza = Plaza::start_with(|config| {
        config.access_log.as_mut().unwrap().pool = 6 * count;
    })
    .await;
    plaza.add_boards().await;
    let (batches, requests) = live(&plaza, count, hours).await;
    let reads: usize = batches.iter().map(|batch| batch.reads.len()).sum();
    let lines: Vec<&Entry> = batches.iter().flat_map(|batch| &batch.lines).collect();
    let shown = lines.iter().filter(|line| line.address.is_some()).count();
    println!(
        "{count} residents, {hours} hours, {reads} readings in {} batches; {shown} of {} lines tell a network",
        batches.len(),
        lines.len()
    );
    assert!(
        shown > 0,
        "no batch told its networks: the attack had nothing to go on"
    );

    let asked: usize = batches.iter().map(|batch| batch.asked.len()).sum();
    let logged_on: usize = batches.iter().map(|batch| batch.logged_on.len()).sum();
    assert!(
        asked > 10 && logged_on > 10,
        "{asked} links and mails, {logged_on} sessions: the dump had nothing to go on"
    );
    assert!(
        batches.iter().all(|batch| !batch.grown.is_empty()),
        "nothing was counted: the figures had nothing to go on"
    );
    assert!(
        batches
            .iter()
            .all(|batch| batch.read.iter().sum::<i64>() > 0),
        "no reading was counted: the metrics had nothing to go on"
    );
    let mut proxy = proxy::nginx("deploy/nginx.conf", &requests);
    let caddyfile = std::fs::read_to_string("deploy/Caddyfile").unwrap();
    proxy.extend(proxy::caddy(&caddyfile, &requests));
    let attacker = Attacker::learn(&batches);
    // Whoever is there whenever somebody posts shares their network; by chance it is one of all.
    let (found, all) = attacker.networks_found(&batches);
    println!(
        "from presence over all batches, the network of {found} of {all} residents is found out"
    );
    assert!(found * 6 < all, "{found} of {all} networks are found out");
    let scores = attacker.attack(&batches, &proxy);
    for (name, score) in &scores {
        println!("{name:<44} {score}");
    }
    for (name, score) in &scores {
        assert!(
            score.deviation() < 4.0,
            "{name} does better than guessing: {score}"
        );
    }

    // The same attacker on a log that hides nothing: the attack is worth something.
    let open: Vec<Batch> = batches.into_iter().map(Batch::unprotected).collect();
    let attacker = Attacker::learn(&open);
    let (found, all) = attacker.networks_found(&open);
    assert!(
        found * 2 > all,
        "the attack finds only {found} of {all} networks anyway"
    );
    let best = attacker
        .attack(&open, &[])
        .into_iter()
        .map(|(_, score)| score)
        .max_by(|one, other| one.rate().total_cmp(&other.rate()))
        .unwrap();
    println!("{:<44} {best}", "for comparison: a log that hides nothing");
    assert!(
        best.deviation() > 8.0,
        "the attack is too weak to prove anything: {best}"
    );
}

/// What Caddy writes of requests, its file says; as it ships, nothing.
#[test]
fn the_shipped_caddyfile_keeps_no_log_of_requests_and_one_that_does_is_noticed() {
    let shipped = std::fs::read_to_string("deploy/Caddyfile").unwrap();
    let request = Request {
        address: Ipv4Addr::new(10, 0, 0, 7).into(),
        agent: AGENTS[0],
        method: "GET",
        path: "/en/t/1/topic-0".to_owned(),
    };
    let requests = [request];
    assert!(proxy::caddy(&shipped, &requests).is_empty());
    let site = "plaza.city.example {";
    for (from, to) in [
        // A site that asks for an access log, and errors that are not left out.
        (site, "plaza.city.example {\n\tlog"),
        (
            site,
            "plaza.city.example {\n\tlog {\n\t\toutput file /var/log/plaza.log\n\t}",
        ),
        ("http.log.error ", ""),
        ("level WARN", "level DEBUG\n\t\tinclude http"),
    ] {
        let changed = shipped.replace(from, to);
        assert_ne!(changed, shipped);
        let log = proxy::caddy(&changed, &requests);
        assert_eq!(log.len(), 1, "{to} is not noticed");
        assert!(log[0].1.contains("10.0.0.7") && log[0].1.contains("/en/t/1/"));
    }
}

impl Batch {
    /// As a log would hold it that neither shuffles nor leaves anything out.
    fn unprotected(mut self) -> Self {
        self.lines = self.reads.iter().map(|read| read.plain.clone()).collect();
        self
    }
}
