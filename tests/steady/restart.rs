//! PostgreSQL is ended in immediate mode, again and again, under load: Plaza lives on and says what is
//! away, serves again by itself once it is back, and whatever was acknowledged is there.
//!
//! The server is the test's own and keeps what it commits. `STEADY_RESTARTS` says how often
//! (`scripts/measure restart`).

use std::time::{Duration, Instant};

use super::{
    asks::Town,
    figures::{Times, in_ms, until},
    load::Load,
    postgres::Server,
    program::Program,
    truth,
};
use crate::support::measure::number;

const PEOPLE: usize = 6;
/// The longest until Plaza knows that its database is away, or back.
const NOTICED: Duration = Duration::from_secs(30);

#[actix_web::test]
async fn a_database_that_crashes_under_load_is_told_and_used_again_without_a_restart() {
    // Where tests run on SQLite, no server of PostgreSQL need be there.
    if std::env::var("PLAZA_TEST_DATABASE_URL").is_err() {
        return;
    }
    let crashes = number("STEADY_RESTARTS", 2);
    let server = Server::start();
    let town = Town::with_on(PEOPLE, |config| config.database_url = server.url()).await;
    let page = town.page().await;
    let mut program = Program::serve(&town.plaza);
    let (id, mut reader) = (program.id(), program.client());
    let load = Load::begin(&program, &town);
    let (mut looked, mut back) = (0, Times::default());
    for _ in 0..crashes {
        load.has_done_more(PEOPLE);
        server.crash();
        for path in ["/readyz", &page] {
            let told = until("it is told that the database is away", NOTICED, || {
                let reply = reader.get(path).unwrap();
                let is_old = reply.status == 200;
                (!is_old).then_some(reply)
            });
            let told = told.expect(503);
            assert!(told.header("retry-after").is_some(), "{path}");
            assert!(told.text().contains("<h1"), "{path}: {}", told.text());
        }
        let problem = reader.get("/api/v1/boards").unwrap().expect(503).json();
        assert!(problem["title"].is_string(), "{problem}");
        reader.get("/healthz").unwrap().expect(200);
        let begun = Instant::now();
        server.come_back();
        for path in ["/readyz", &page] {
            until("it is used again", NOTICED, || {
                let reply = reader.get(path).unwrap();
                assert!(matches!(reply.status, 200 | 503), "{}", reply.text());
                (reply.status == 200).then_some(())
            });
        }
        back.note(begun.elapsed());
        let new = load.done_since(looked);
        looked += new.len();
        truth::all_there(&program, &new);
    }
    load.has_done_everything();
    let (later, unanswered) = (load.later(), load.unanswered());
    let done = load.end();
    assert_eq!(unanswered, 0, "Plaza itself was away");
    assert!(later > 0, "nobody noticed a crash");
    assert!(program.runs() && program.id() == id, "it was started anew");
    let kept = truth::all_there(&program, &done);
    truth::nothing_else(&town, &done).await;
    program.stop();
    program.verify();
    truth::is_whole(&town.plaza.context.config.database_url);
    println!(
        "restart on PostgreSQL: {crashes} crashes, {later} requests put off by a 503, each asked again; {} \
         acknowledged ({}), lost 0, twice 0; PostgreSQL started and Plaza's page back within {} \
         (median), {} (longest)",
        kept.all(),
        kept.words(),
        in_ms(back.percentile(50)),
        in_ms(back.percentile(100))
    );
}
