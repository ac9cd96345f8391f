//! What a search costs beside a board's page. Small here; `scripts/measure search-speed` gives it a
//! city of some size. It proves that an index answers, and prints figures that nothing depends on.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query,
    sql_types::Text,
};
use plaza::{
    accounts::Role,
    db::DatabaseUrl,
    forum::{
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
};

use super::{
    address,
    city::{bodies, queries},
};
use crate::support::{
    Client, Plaza,
    measure::{number, processor},
};

async fn city(posts: usize) -> Plaza {
    // A board's page is made each time.
    let plaza = Plaza::start_with(|config| config.server.page_cache = 0).await;
    plaza.add_boards().await;
    let author = plaza.member(Role::Resident, "somebody", false).await;
    let bodies = bodies();
    let mut topic = 0;
    for n in 0..posts {
        let post = SeedPost {
            author: Author::Account(author.clone()),
            nickname: false,
            at: plaza.context.now() - TimeDelta::minutes((posts - n) as i64),
            language: Lang::Zh,
            // Each its own, of two others' sentences.
            body: format!(
                "{}\n\n{}",
                bodies[n % bodies.len()],
                bodies[n * 7 / 3 % bodies.len()]
            ),
            publish: Vec::new(),
        };
        if n % 10 == 0 {
            let title = format!("主題{n}");
            topic = seed::topic(&plaza.context, "city", &title, post)
                .await
                .unwrap();
        } else {
            seed::reply(&plaza.context, topic, post).await.unwrap();
        }
    }
    plaza
}

/// The processor time of one request, over many.
async fn cost(client: &Client, paths: &[String], rounds: usize) -> Duration {
    let began = (processor(), Instant::now());
    for _ in 0..rounds {
        for path in paths {
            client.get(path).await.expect(200);
        }
    }
    let spent = processor() - began.0;
    let all = u32::try_from(rounds * paths.len()).unwrap();
    // A few requests are shorter than the clock's tick.
    if spent.is_zero() {
        began.1.elapsed() / all
    } else {
        spent / all
    }
}

#[actix_web::test]
async fn an_index_answers() {
    let posts = number("SEARCH_POSTS", 60);
    let rounds = number("SEARCH_ROUNDS", 1);
    let plaza = city(posts).await;
    let guest = plaza.client().await;
    let searches: Vec<String> = queries()
        .iter()
        .filter(|asking| asking.set != "filter")
        .map(|asking| address("/zh/search", &[("q", &asking.q)]))
        .collect();
    let boards = vec!["/zh/boards/city".to_owned(); searches.len()];
    // Once before, for what is loaded once.
    cost(&guest, &searches[..1], 1).await;
    let search = cost(&guest, &searches, rounds).await;
    let board = cost(&guest, &boards, rounds).await;
    let ratio = search.as_secs_f64() / board.as_secs_f64();
    println!(
        "{posts} posts: {:.1} ms of processor time a search, {:.1} ms a board's page, ratio {ratio:.1}",
        search.as_secs_f64() * 1000.0,
        board.as_secs_f64() * 1000.0,
    );

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }
    if let DatabaseUrl::Sqlite(path) = &plaza.context.config.database_url {
        let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        let steps: Vec<Step> = sql_query(
            "EXPLAIN QUERY PLAN SELECT posts.id FROM posts \
             JOIN topics ON posts.topic_id = topics.id JOIN search_texts ON search_texts.post_id = posts.id \
             WHERE posts.state = 'published' AND topics.state = 'published' AND posts.id IN \
             (SELECT rowid FROM search_index WHERE search_index MATCH 'terms : (\"x\")') \
             ORDER BY posts.id DESC LIMIT 400",
        )
        .load(&mut connection)
        .unwrap();
        let plan: Vec<String> = steps.into_iter().map(|step| step.detail).collect();
        let scans: Vec<_> = plan
            .iter()
            .filter(|step| step.starts_with("SCAN") && !step.contains("search_index"))
            .collect();
        assert!(scans.is_empty(), "{plan:?}");
    }
}
