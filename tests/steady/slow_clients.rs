//! Clients that send their heads and bodies byte by byte, and take their answers so: whoever reads
//! beside them gets every page, and they are shown out.
//!
//! `STEADY_SLOW` says how many they are (`scripts/measure slow-clients`).

use std::time::Duration;

use super::{
    asks::Town,
    crowd::{OPENS_MANY_FILES, Reader, Slow, SlowClients, open_many_files},
    figures::{Times, until},
    program::Program,
};
use crate::support::measure::number;

/// The longest until all are there, and until those who are too slow are shown out.
const COME: Duration = Duration::from_secs(120);

#[actix_web::test]
async fn a_reader_gets_every_page_beside_slow_clients() {
    open_many_files();
    let count = number("STEADY_SLOW", 150);
    let turns = number("STEADY_TURNS", 1);
    let time = Duration::from_secs(number("STEADY_SECONDS", 2) as u64);
    let town = Town::with(0).await;
    let page = town.page().await;
    let mut program = Program::serve_after(&town.plaza, OPENS_MANY_FILES);
    let shown = program.client().get(&page).unwrap().expect(200).text();
    let mut named = shown.split('"').filter(|part| part.starts_with("/assets/"));
    let style = named.find(|part| part.ends_with(".css")).unwrap();
    let mut reader = Reader::of(&program, &page);
    // What is made at the first page is not to be measured.
    reader.read_for(Duration::from_millis(500));
    let (mut alone, mut among, mut shown_out) = (Times::default(), Times::default(), 0);
    for _ in 0..turns {
        alone.add(reader.read_for(time));
        let kinds = [Slow::Head, Slow::Body, Slow::Answer];
        let slow = SlowClients::come(program.address, count, &kinds, style);
        until("all slow clients are there", COME, || {
            (slow.open() == count).then_some(())
        });
        among.add(reader.read_for(time));
        until("some are shown out", COME, || {
            (slow.shown_out() > 0).then_some(())
        });
        shown_out += slow.shown_out();
        slow.go();
    }
    let ratio = among.ratio(&alone);
    program.stop();
    println!(
        "slow-clients on {}: {count} slow clients ({shown_out} times one was shown out); a reader's page \
         alone {}; among them {}; p99 {ratio:.1} times",
        town.database(),
        alone.words(),
        among.words()
    );
}
