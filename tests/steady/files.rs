//! Every file that the program may have open is open: it says "later" to what needs another, goes on
//! with what it has, and serves everybody again once there are some, without a restart.
//!
//! `STEADY_ROUNDS` says how often (`scripts/measure files`).

use std::time::{Duration, Instant};

use serde_json::json;

use super::{
    asks::{self, Town},
    crowd::{Slow, SlowClients, open_many_files},
    figures::{Times, in_ms, until},
    http::Http,
    program::Program,
};
use crate::support::{files::png, measure::number};

/// So many files may be open: what it needs at rest, and fewer for connections than it takes on.
const FILES: usize = 90;
/// So many come, of whom most get no connection.
const CLIENTS: usize = 400;
/// The longest until all files are in use, or until it serves again.
const NOTICED: Duration = Duration::from_secs(60);

#[actix_web::test]
async fn without_a_file_left_it_lives_and_with_some_it_serves_again() {
    open_many_files();
    let rounds = number("STEADY_ROUNDS", 1);
    let town = Town::with(1).await;
    let page = town.page().await;
    // Each thread that answers needs some.
    let limited = format!("ulimit -n {FILES}; export PLAZA_SERVER__WORKERS=2;");
    let mut program = Program::serve_after(&town.plaza, &limited);
    let id = program.id();
    let mut known = program.client();
    let begun = asks::log_in(&mut known, &asks::name(0)).unwrap();
    let token = begun.expect(201).json()["token"].clone();
    known.bear(token.as_str().unwrap());
    write(&mut known, &town, 0);
    let (mut asked, mut later, mut back) = (0, 0, Times::default());
    for round in 1..=rounds {
        let crowd = SlowClients::come(program.address, CLIENTS, &[Slow::Head], &page);
        until("no file is left", NOTICED, || {
            // Whoever was there before keeps the connection.
            known.get("/healthz").unwrap().expect(200);
            (program.open_files() >= FILES - 1).then_some(())
        });
        for path in ["/zh", &page, "/feeds/zh/forum.atom", "/api/v1/boards"] {
            let reply = known.get(path).unwrap();
            asked += 1;
            later += usize::from(reply.says_later());
            let is_known = reply.status == 200 || reply.says_later();
            assert!(is_known, "{path}: {} {}", reply.status, reply.text());
        }
        let picture = asks::upload(&mut known, "lamp.png", &png(12, 10)).unwrap();
        asked += 1;
        later += usize::from(picture.says_later());
        let is_known = picture.status == 201 || picture.says_later();
        assert!(is_known, "{} {}", picture.status, picture.text());
        crowd.go();
        let begun = Instant::now();
        until("somebody new gets the page", NOTICED, || {
            let reply = program.client().get(&page).ok()?;
            (reply.status == 200).then_some(())
        });
        back.note(begun.elapsed());
        write(&mut known, &town, round);
    }
    assert!(program.runs() && program.id() == id, "it was started anew");
    program.stop();
    program.verify();
    println!(
        "files on {}: {rounds} times all {FILES} files in use by {CLIENTS} clients; of {asked} requests on a \
         connection that was there {later} put off, none failed; a new client's page back within {}",
        town.database(),
        in_ms(back.percentile(100))
    );
}

/// A post with a picture, whose files are all opened and closed.
fn write(http: &mut Http, town: &Town, step: usize) {
    let picture = asks::upload(http, "lamp.png", &png(12, 10)).unwrap();
    let token = picture.expect(201).json()["token"].clone();
    let body = json!({ "body": format!("第{step}盞路燈不亮。"), "attachments": [token] });
    let key = format!("files-step-{step}");
    let reply = asks::reply_with(http, town.topic, &body, &key).unwrap();
    assert!(matches!(reply.status, 201 | 202), "{}", reply.text());
}
