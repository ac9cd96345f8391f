//! `plaza bench-data`: a city to measure with is as whole as one that people made, and never stands beside one.

use std::{collections::BTreeMap, fs};

use chrono::Utc;
use diesel::{dsl::max, prelude::*};
use plaza::{
    accounts::Role,
    db::{
        DbError, Timestamp,
        schema::{account_standing, post_findings, posts, topics},
    },
    forum::State,
};
use serde_json::Value;

use crate::support::{
    Plaza,
    command::{good, refused},
};

/// As few as there can be, nearly; and so many that some of them name somebody.
const FEW: &str = "120";
const SOME: &str = "300";

struct City {
    plaza: Plaza,
    folder: tempfile::TempDir,
    config: String,
    said: Value,
    load: Value,
}

impl City {
    async fn filled(posts: &str, seed: &str) -> Self {
        let plaza = Plaza::start().await;
        // The command goes by the machine's clock.
        plaza.advance(Utc::now() - plaza.context.now().utc());
        let folder = tempfile::tempdir().unwrap();
        let config = plaza.configure(folder.path());
        let file = folder.path().join("load.json");
        let said = good(&[
            "bench-data",
            "--config",
            &config,
            "--posts",
            posts,
            "--seed",
            seed,
            "--for-load",
            file.to_str().unwrap(),
            "--json",
        ]);
        Self {
            said: serde_json::from_str(&said).unwrap(),
            load: serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap(),
            plaza,
            folder,
            config,
        }
    }

    /// What everybody can read: title, text and how long after the first post it was written.
    async fn words(&self) -> Vec<(String, String, i64)> {
        let read = self.plaza.context.db.read(|connection| {
            let rows: Vec<(String, String, Timestamp)> = posts::table
                .inner_join(topics::table)
                .filter(posts::account_id.is_not_null())
                .order(posts::id)
                .select((topics::title, posts::body, posts::created_at))
                .load(connection)?;
            Ok::<_, DbError>(rows)
        });
        let rows = read.await.unwrap();
        let first = rows.iter().map(|row| row.2.milliseconds()).min().unwrap();
        rows.into_iter()
            .map(|(title, body, at)| (title, body, at.milliseconds() - first))
            .collect()
    }
}

/// What a topic says of its posts, beside what they are: replies, and the moment of the last.
type Topics = BTreeMap<i64, (i64, Timestamp)>;

#[actix_web::test]
async fn what_triggers_counters_and_chains_keep_is_true_of_it() {
    let city = City::filled(SOME, "1").await;
    assert_eq!(city.said["posts"], 300);
    let verified = good(&["verify", "--config", &city.config, "--json"]);
    let verified: Value = serde_json::from_str(&verified).unwrap();
    assert_eq!(verified["good"], true, "{verified}");
    assert_eq!(verified["cases"], city.said["suggestions"]);

    let read = city.plaza.context.db.read(|connection| {
        let told: Vec<(i64, i32, Timestamp)> = topics::table
            .select((topics::id, topics::reply_count, topics::active_at))
            .load(connection)?;
        let told: Topics = told
            .into_iter()
            .map(|(topic, replies, active)| (topic, (i64::from(replies), active)))
            .collect();
        let shown: Vec<(i64, bool, Timestamp)> = posts::table
            .filter(posts::state.eq(State::Published))
            .select((posts::topic_id, posts::opens_topic, posts::created_at))
            .load(connection)?;
        let standing: Vec<(i64, i32)> = account_standing::table
            .select((account_standing::account_id, account_standing::approved))
            .load(connection)?;
        let by: Vec<Option<i64>> = posts::table
            .filter(posts::state.eq(State::Published))
            .select(posts::account_id)
            .load(connection)?;
        let appeared: Vec<Option<i64>> = posts::table
            .filter(posts::state.eq(State::Published))
            .order(posts::appeared)
            .select(posts::appeared)
            .load(connection)?;
        let findings: i64 = post_findings::table.count().get_result(connection)?;
        Ok::<_, DbError>((told, shown, standing, by, appeared, findings))
    });
    let (told, shown, standing, by, appeared, findings) = read.await.unwrap();
    assert_eq!(told.len() as i64, city.said["topics"].as_i64().unwrap());
    let mut counted = Topics::new();
    for (topic, opens, at) in shown {
        let of = counted.entry(topic).or_insert((0, at));
        of.0 += i64::from(!opens);
        of.1 = of.1.max(at);
    }
    assert_eq!(told, counted);
    for (account, approved) in standing {
        let own = by.iter().filter(|by| **by == Some(account)).count();
        // Some of them count as if they had posted before.
        assert!(
            [own, own + 50].contains(&(approved as usize)),
            "{account}: {approved}"
        );
    }
    let numbers: Vec<i64> = appeared.into_iter().flatten().collect();
    assert_eq!(numbers.len(), 300);
    assert!(numbers.is_sorted_by(|one, next| one < next));
    assert!(findings > 0, "nobody's data is marked");
}

#[actix_web::test]
async fn people_go_on_where_it_ends() {
    let city = City::filled(FEW, "2").await;
    let last = city.plaza.context.db.read(|connection| {
        let last: (Option<i64>, Option<i64>) = posts::table
            .select((max(posts::id), max(posts::topic_id)))
            .first(connection)?;
        Ok::<_, DbError>(last)
    });
    let (post, topic) = last.await.unwrap();
    let author = city.plaza.person("haihai", Role::Resident).await.client;
    let made = author.topic("talk", "今天的新主題", "從這裡開始。").await;
    assert!(made > topic.unwrap(), "{made}");
    let after = city.plaza.context.db.read(move |connection| {
        let opening: i64 = posts::table
            .filter(posts::topic_id.eq(made))
            .select(posts::id)
            .first(connection)?;
        Ok::<_, DbError>(opening)
    });
    assert!(after.await.unwrap() > post.unwrap());

    let guest = city.plaza.client().await;
    let largest = city.load["topics"][0]["address"].as_str().unwrap();
    let page = guest.get_once(largest).await.expect(200);
    let next = page.attribute("a[rel=next]", "href").unwrap();
    guest.get_once(&next).await.expect(200);
    for board in city.load["boards"].as_array().unwrap() {
        guest.get_once(board.as_str().unwrap()).await.expect(200);
    }
    let text = |key: &str| city.load[key].as_str().unwrap().to_owned();
    let somebody = city.load["people"][0].as_str().unwrap();
    let member = city.plaza.client().await;
    member.log_on(somebody, &text("password")).await;
    member.get_once(largest).await.expect(200);
}

#[actix_web::test]
async fn a_seed_writes_the_same_and_another_something_else() {
    let (one, same, other) = (
        City::filled(FEW, "7").await,
        City::filled(FEW, "7").await,
        City::filled(FEW, "8").await,
    );
    let words = one.words().await;
    assert_eq!(words, same.words().await);
    assert_ne!(words, other.words().await);
}

#[actix_web::test]
async fn a_database_that_holds_anything_is_left_as_it_is() {
    let plaza = Plaza::with_boards().await;
    let folder = tempfile::tempdir().unwrap();
    let config = plaza.configure(folder.path());
    let arguments = ["bench-data", "--config", &config, "--posts", FEW];
    let said = refused(&arguments);
    assert!(said.contains("is not empty"), "{said}");
    let count = plaza.context.db.read(|connection| {
        let count: i64 = posts::table.count().get_result(connection)?;
        Ok::<_, DbError>(count)
    });
    assert_eq!(count.await.unwrap(), 0);

    let city = City::filled(FEW, "1").await;
    let again = ["bench-data", "--config", &city.config, "--posts", FEW];
    assert!(refused(&again).contains("is not empty"));
    assert!(city.folder.path().join("load.json").exists());
    let few = ["bench-data", "--config", &city.config, "--posts", "99"];
    assert!(refused(&few).contains("99"));
}

#[test]
fn what_can_be_measured_is_described() {
    let works = include_str!("../crates/bare/src/works/mod.rs");
    let told = include_str!("../docs/performance.md");
    let arms = works.split("match name.as_str() {").nth(1).unwrap();
    let arms = arms.split("other =>").next().unwrap();
    let names: Vec<&str> = arms
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names.len(), 10, "{names:?}");
    for name in names {
        assert!(told.contains(&format!("\n| `{name}` |")), "{name}");
        assert!(
            works.contains(&format!("\"{name}\",")),
            "{name} is not listed"
        );
    }
    // What `scripts/bench write` writes between.
    for mark in ["<!-- figures -->", "<!-- end of figures -->"] {
        assert!(told.lines().any(|line| line == mark), "{mark}");
    }
}
