//! What waits and has a day by which it is answered: once that day has come, it stands among the most
//! urgent in the queue.

use diesel::prelude::*;

use super::{ModerationError, appeals_due, sanction_appeals};
use crate::{
    context::Context,
    db::{AnyConnection, schema::appeals},
    review::matters::{self, Matter},
};

/// Weighs what is to be answered today, or was to be before. Appeals of before the queue had them get
/// their day first.
pub async fn weigh(context: &Context) -> Result<(), ModerationError> {
    let today = context.clock.today(context.config.city.time_zone);
    let cx = context.clone();
    context
        .db
        .write_if_any(
            move |connection| Ok(matters::unweighed(connection, today)?),
            move |connection| {
                for (matter, at) in matters::undated(connection)? {
                    let told = match matter {
                        Matter::SanctionAppeal(number) => {
                            sanction_appeals::due_on(connection, number)?
                        }
                        Matter::Appeal(_) | Matter::Request(_) => None,
                    };
                    let due = told.unwrap_or_else(|| appeals_due::due(&cx, at));
                    let barred = barred(connection, &cx, matter)?;
                    matters::date(connection, matter, due, barred)?;
                }
                Ok(matters::weigh(connection, today)?)
            },
        )
        .await
}

/// Who decided first what an appeal is against.
fn barred(
    connection: &mut AnyConnection,
    context: &Context,
    matter: Matter,
) -> Result<Option<i64>, ModerationError> {
    match matter {
        Matter::Appeal(id) => Ok(appeals::table
            .find(id)
            .select(appeals::moderator_id.nullable())
            .first::<Option<i64>>(connection)
            .optional()?
            .flatten()),
        Matter::SanctionAppeal(number) => sanction_appeals::imposer(connection, context, number),
        Matter::Request(_) => Ok(None),
    }
}
