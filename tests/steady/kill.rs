//! Kill -9 at random moments, while people post, edit, suggest, decide and log in: every answer that
//! was acknowledged is there after the restart, each thing once, and the database is whole.
//!
//! `STEADY_KILLS` says how often (`scripts/measure kill`), `STEADY_SEED` repeats the moments.

use std::{thread, time::Duration};

use plaza::clock::Random;

use super::{asks::Town, load::Load, program::Program, truth};
use crate::support::measure::number;

/// Between two kills Plaza is left alone for this long at least, and at most.
const LEFT_ALONE: (u64, u64) = (100, 900);
const PEOPLE: usize = 6;

#[actix_web::test]
async fn whatever_was_acknowledged_outlasts_a_kill() {
    let kills = number("STEADY_KILLS", 4);
    let town = Town::with(PEOPLE).await;
    let moments = Random::seeded(number("STEADY_SEED", 1) as u64);
    let mut program = Program::serve(&town.plaza);
    let load = Load::begin(&program, &town);
    let mut looked = 0;
    for _ in 0..kills {
        let drawn = u64::from_be_bytes(moments.bytes());
        let (least, most) = LEFT_ALONE;
        thread::sleep(Duration::from_millis(least + drawn % (most - least)));
        program.kill();
        program.start();
        let new = load.done_since(looked);
        looked += new.len();
        truth::all_there(&program, &new);
    }
    load.has_done_everything();
    let (later, unanswered) = (load.later(), load.unanswered());
    let done = load.end();
    let kept = truth::all_there(&program, &done);
    assert!(unanswered > 0, "nobody noticed a kill");
    truth::nothing_else(&town, &done).await;
    program.stop();
    program.verify();
    truth::is_whole(&town.plaza.context.config.database_url);
    println!(
        "kill on {}: {kills} kills, {unanswered} requests unanswered and {later} put off, each asked \
         again; {} acknowledged ({}), lost 0, twice 0; checks clean",
        town.database(),
        kept.all(),
        kept.words()
    );
}
