//! By when appeals are answered: so many of the city's working days after the author asked, as the
//! configuration says. The day is kept with the appeal, for the author is told it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::appeals::AppealState;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{appeals, posts, topics},
    },
    review::Reach,
};

/// Of an appeal that comes, or came, at this moment.
pub(super) fn due(context: &Context, asked: Timestamp) -> NaiveDate {
    let day = asked.day_in(context.config.city.time_zone);
    let days = context.config.review.appeal_days;
    context.calendar().due(day, days)
}

/// How many appeals wait for this moderator that are to be answered on `today` at the latest. Nobody
/// decides about their own decisions.
pub(super) fn pressing(
    connection: &mut AnyConnection,
    context: &Context,
    moderator: i64,
    today: NaiveDate,
) -> Result<usize, DbError> {
    let reach = Reach::of(connection, moderator)?;
    let open: Vec<(Option<NaiveDate>, Timestamp, i64)> = appeals::table
        .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
        .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
        .filter(appeals::state.eq(AppealState::Open))
        .filter(
            appeals::moderator_id
                .is_null()
                .or(appeals::moderator_id.assume_not_null().ne(moderator)),
        )
        .select((appeals::due_on, appeals::created_at, topics::board_id))
        .load(connection)?;
    let pressing = open.into_iter().filter(|(due_on, asked, board)| {
        due_on.unwrap_or_else(|| due(context, *asked)) <= today && reach.covers(*board)
    });
    Ok(pressing.count())
}
