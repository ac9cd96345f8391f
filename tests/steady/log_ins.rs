//! Many who log in at the same moment, each with an account of their own: everybody gets in, and whoever
//! reads meanwhile gets every page.
//!
//! `STEADY_LOG_INS` says how many they are (`scripts/measure log-ins`).

use std::{
    sync::{Arc, Barrier},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    asks::{self, Town},
    crowd::{OPENS_MANY_FILES, Reader, open_many_files},
    figures::{Times, in_ms},
    http::Http,
    program::Program,
};
use crate::support::measure::number;

/// The longest that somebody tries to get in.
const TRIES: Duration = Duration::from_secs(240);
/// Enough for what asks and waits.
const STACK: usize = 256 * 1024;

/// How somebody got in.
struct Entered {
    took: Duration,
    /// How often they were told to come back.
    later: usize,
    token: String,
}

#[actix_web::test]
async fn everybody_gets_in_and_pages_are_read_meanwhile() {
    open_many_files();
    let count = number("STEADY_LOG_INS", 24);
    let town = Town::with(count).await;
    let page = town.page().await;
    let mut program = Program::serve_after(&town.plaza, OPENS_MANY_FILES);
    let mut reader = Reader::of(&program, &page);
    reader.read_for(Duration::from_millis(500));
    let alone = reader.read_for(Duration::from_secs(number("STEADY_SECONDS", 2) as u64));
    let (together, begun) = (Arc::new(Barrier::new(count)), Instant::now());
    let threads: Vec<JoinHandle<Entered>> = (0..count)
        .map(|number| {
            let (http, together) = (program.client(), Arc::clone(&together));
            let thread = thread::Builder::new().stack_size(STACK);
            thread
                .spawn(move || enter(http, number, &together))
                .unwrap()
        })
        .collect();
    let among = reader.read_while(|| threads.iter().any(|thread| !thread.is_finished()));
    let took = begun.elapsed();
    let entered = threads.into_iter().map(JoinHandle::join);
    let entered: Vec<Entered> = entered.map(|one| one.expect("somebody got in")).collect();
    let mut times = Times::default();
    for (number, one) in entered.iter().enumerate() {
        times.note(one.took);
        let mut http = program.client();
        http.come_from(number);
        http.bear(&one.token);
        let own = http.get("/api/v1/account/preferences").unwrap();
        own.expect(200);
    }
    assert!(among.count() > 0, "nobody read meanwhile");
    program.stop();
    let later: usize = entered.iter().map(|one| one.later).sum();
    println!(
        "log-ins on {}: {count} at once, all in within {} ({later} times one was told to come back), each \
         {}; a reader's page alone {}; meanwhile {}; p99 {:.1} times",
        town.database(),
        in_ms(took),
        times.words(),
        alone.words(),
        among.words(),
        among.ratio(&alone)
    );
}

/// Logs in at the same moment as the others; comes back as often as it is told to.
fn enter(mut http: Http, number: usize, together: &Barrier) -> Entered {
    let name = asks::name(number);
    http.come_from(number);
    together.wait();
    let (begun, mut later) = (Instant::now(), 0);
    loop {
        let reply = asks::log_in(&mut http, &name).unwrap();
        if reply.status == 201 {
            let token = reply.json()["token"].as_str().unwrap().to_owned();
            let took = begun.elapsed();
            return Entered { took, later, token };
        }
        let wait = reply
            .header("retry-after")
            .and_then(|wait| wait.parse().ok());
        assert!(reply.says_later() && wait.is_some(), "{}", reply.text());
        assert!(begun.elapsed() < TRIES, "still not in");
        later += 1;
        // As it was told, for whoever is told to wait longer comes sooner all the same.
        thread::sleep(Duration::from_secs(wait.unwrap_or(1)).min(Duration::from_secs(2)));
    }
}
