//! Whether this machine's clock can be right: against the database server's, and against what was written
//! last, which cannot be later than now. Where SQLite is used there is one clock.

use chrono::TimeDelta;

use super::{Finding, fail, warn, well};
use crate::{
    context::Context,
    db::{
        DbError, Timestamp,
        health::{self, Health},
    },
};

/// So far apart two clocks of a well-kept network never are.
const APART: TimeDelta = TimeDelta::seconds(2);
/// So far apart, leases of jobs and links that expire go wrong.
const FAR_APART: TimeDelta = TimeDelta::seconds(30);

pub(super) async fn look(context: &Context) -> Vec<Finding> {
    let looked: Result<(Health, Option<Timestamp>), DbError> = context
        .db
        .read(|connection| Ok((health::look(connection)?, health::last_written(connection)?)))
        .await;
    let now = context.now();
    match looked {
        Ok((health, last)) => {
            let server = match health {
                Health::Postgres(postgres) => Some(postgres.now),
                Health::Sqlite(_) => None,
            };
            vec![finding(now, server, last)]
        }
        Err(error) => {
            let remedy = "look at the database's log";
            vec![fail("clock", error.to_string(), remedy)]
        }
    }
}

const REMEDY: &str = "let the time service (chrony, systemd-timesyncd) set the clocks of all machines; \
     `timedatectl` shows whether it does";

fn finding(now: Timestamp, server: Option<Timestamp>, last: Option<Timestamp>) -> Finding {
    let ahead = last.map_or(0, |last| last.milliseconds() - now.milliseconds());
    if ahead > APART.num_milliseconds() {
        let said = format!(
            "it shows {} seconds before something that was written already: it was set back, or was \
             ahead then",
            ahead / 1000
        );
        return fail("clock", said, REMEDY);
    }
    let Some(server) = server else {
        return well(
            "clock",
            format!("{}, not before what was written", shown(now)),
        );
    };
    let apart = (server.milliseconds() - now.milliseconds()).abs();
    let said = format!(
        "{}, {}.{:03} seconds from the database's",
        shown(now),
        apart / 1000,
        apart % 1000
    );
    if apart > FAR_APART.num_milliseconds() {
        fail("clock", said, REMEDY)
    } else if apart > APART.num_milliseconds() {
        warn("clock", said, REMEDY)
    } else {
        well("clock", said)
    }
}

fn shown(at: Timestamp) -> String {
    at.utc().format("%FT%TZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::{super::State, *};

    #[test]
    fn a_clock_is_neither_far_from_the_databases_nor_before_what_was_written() {
        let at = |milliseconds| Timestamp::from_milliseconds(milliseconds).expect("a moment");
        let state = |server: Option<i64>, last: Option<i64>| {
            finding(at(1_000_000), server.map(at), last.map(at)).state
        };
        assert_eq!(state(None, None), State::Ok);
        assert_eq!(state(Some(999_000), Some(999_999)), State::Ok);
        assert_eq!(state(Some(1_003_000), None), State::Warn);
        assert_eq!(state(Some(960_000), None), State::Fail);
        assert_eq!(state(Some(1_000_000), Some(1_002_001)), State::Fail);
    }
}
