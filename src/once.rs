//! Clicking twice: what a form or a program asks for is done once, by the random id that it sends; and
//! what was drawn for one form counts once.
//!
//! What a case, its password and a post are known by stands beside them; see `suggestions` and
//! `forum`. What a program is answered a second time is in `answers`.

pub mod answers;

use chrono::NaiveDate;
use diesel::{
    Connection as _,
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{spent_forms, submissions},
    },
    keys::Use,
};

/// Whether this is the first time that a form arrives, by a hash of what was drawn for it alone; that
/// is known for two days.
pub fn spend(
    connection: &mut AnyConnection,
    form: &[u8],
    today: NaiveDate,
) -> Result<bool, DbError> {
    first(connection, |connection| {
        diesel::insert_into(spent_forms::table)
            .values((spent_forms::token_hash.eq(form), spent_forms::day.eq(today)))
            .execute(connection)
    })
}

/// Whether a row is new. In a savepoint, since PostgreSQL gives a transaction up at a refused row.
pub fn first(
    connection: &mut AnyConnection,
    insert: impl FnOnce(&mut AnyConnection) -> QueryResult<usize>,
) -> Result<bool, DbError> {
    match connection.transaction(insert) {
        Ok(_) => Ok(true),
        Err(Error::DatabaseError(UniqueViolation, _)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What one form or one `Idempotency-Key` asks for.
pub struct Submission(Vec<u8>);

impl Submission {
    /// Bound to who sends it and to what it says: an id that is used for something else is another
    /// submission.
    pub fn new(context: &Context, id: &str, by: Option<i64>, said: &[&str]) -> Self {
        let by = by.map_or_else(String::new, |by| by.to_string());
        let mut parts = vec![b"once".as_slice(), id.as_bytes(), by.as_bytes()];
        parts.extend(said.iter().map(|part| part.as_bytes()));
        Self(context.config.keys.mac(Use::Submission, &parts).to_vec())
    }

    /// Does `act` in this transaction and gives its number; where the same submission was done
    /// within a day, gives the number of then, and does nothing.
    pub fn once<E>(
        &self,
        connection: &mut AnyConnection,
        context: &Context,
        act: impl FnOnce(&mut AnyConnection) -> Result<i64, E>,
    ) -> Result<i64, E>
    where
        E: From<DbError>,
    {
        if let Some(number) = self.begin(connection, context).map_err(DbError::from)? {
            return Ok(number);
        }
        let number = act(connection)?;
        diesel::update(submissions::table.find(&self.0))
            .set(submissions::number.eq(number))
            .execute(connection)
            .map_err(DbError::from)?;
        Ok(number)
    }

    /// The number of what was done before. Of two at once the second waits here for the first. In
    /// a savepoint, since PostgreSQL gives a transaction up at a refused row.
    fn begin(
        &self,
        connection: &mut AnyConnection,
        context: &Context,
    ) -> Result<Option<i64>, Error> {
        let begun = connection.transaction(|connection| {
            diesel::insert_into(submissions::table)
                .values((
                    submissions::key.eq(&self.0),
                    submissions::number.eq(0),
                    submissions::created_at.eq(context.now()),
                ))
                .execute(connection)
        });
        match begun {
            Ok(_) => Ok(None),
            Err(Error::DatabaseError(UniqueViolation, _)) => submissions::table
                .find(&self.0)
                .select(submissions::number)
                .first(connection)
                .map(Some),
            Err(error) => Err(error),
        }
    }
}
