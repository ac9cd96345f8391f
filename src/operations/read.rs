//! The one read of what waits.

use crate::{
    db::{AnyConnection, DbError, Timestamp, size},
    mail::unsent::{self, Standing},
    metrics::{Queues, Waiting},
    review::{Kind, load},
    suggestions::{digest, unplaced::remind},
    webhooks::deliveries,
};

pub(super) fn queues(connection: &mut AnyConnection, now: Timestamp) -> Result<Queues, DbError> {
    let mails = unsent::waits(connection, now)?;
    let (count, since) = remind::waiting(connection)?;
    let inbox = Waiting { count, since };
    let (count, since, webhooks_dead) = deliveries::waiting(connection)?;
    let webhooks = Waiting { count, since };
    let found = load::waiting(connection)?;
    let of = |kind: Kind| {
        let of_kind = found.iter().find(|(one, ..)| *one == kind);
        let waiting = of_kind.map(|(_, count, since)| Waiting {
            count: *count,
            since: *since,
        });
        (kind.as_str(), waiting.unwrap_or_default())
    };
    Ok(Queues {
        at: now,
        mails: Waiting {
            count: mails.counts.of(Standing::Waiting),
            since: mails.due_since,
        },
        delayed: Waiting {
            count: mails.counts.of(Standing::Delayed),
            since: mails.tried_since,
        },
        dead: mails.counts.of(Standing::Dead),
        inbox,
        review: load::KINDS.map(of).to_vec(),
        matters: load::MATTERS.map(of).to_vec(),
        digests: digest::waiting(connection)?,
        webhooks,
        webhooks_dead,
        webhooks_off: deliveries::given_up(connection)?,
        database_bytes: size::bytes(connection)?,
    })
}
