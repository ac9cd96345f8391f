//! Whether a column holds one of some values, in a statement that a connection keeps.
//!
//! A list of any length makes a statement of any length: diesel has those of SQLite read and planned anew each
//! time, which takes longer than most of them run. Here lists are filled up to a few lengths with what they
//! end with.

use diesel::{
    QueryResult,
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping},
    query_builder::{AstPass, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{Bool, HasSqlType},
};

/// Longer lists are rare, and their statements are not kept.
const LONGEST: usize = 64;
/// Of so many lengths there is one.
const STEP: usize = 4;

/// What [`one_of`] makes.
#[derive(Clone, Debug)]
pub struct OneOf<C, T> {
    column: C,
    values: Vec<T>,
}

/// That `column` holds one of `values`: as `eq_any`, for what is asked again and again.
pub fn one_of<C, T>(column: C, values: Vec<T>) -> OneOf<C, T> {
    OneOf { column, values }
}

/// How many values stand in the statement.
fn filled(length: usize) -> usize {
    match length {
        2..=LONGEST => length.next_multiple_of(STEP),
        other => other,
    }
}

impl<C: Expression, T> Expression for OneOf<C, T> {
    type SqlType = Bool;
}

impl<C, T, QS> AppearsOnTable<QS> for OneOf<C, T> where C: AppearsOnTable<QS> {}

impl<C, T, QS> SelectableExpression<QS> for OneOf<C, T> where C: SelectableExpression<QS> {}

impl<C, T, GB> ValidGrouping<GB> for OneOf<C, T>
where
    C: ValidGrouping<GB>,
{
    type IsAggregate = C::IsAggregate;
}

/// Its text depends on how many values it has.
impl<C, T> QueryId for OneOf<C, T> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, T, DB> QueryFragment<DB> for OneOf<C, T>
where
    DB: Backend + HasSqlType<C::SqlType>,
    C: Expression + QueryFragment<DB>,
    T: ToSql<C::SqlType, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some(last) = self.values.last() else {
            out.push_sql("1=0");
            return Ok(());
        };
        let length = self.values.len();
        if length > LONGEST {
            out.unsafe_to_cache_prepared();
        }
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        let filling = std::iter::repeat_n(last, filled(length) - length);
        for (at, value) in self.values.iter().chain(filling).enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<C::SqlType, T>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use diesel::{debug_query, prelude::*, sqlite::Sqlite};

    use super::*;
    use crate::db::schema::posts;

    fn statement(length: i64) -> String {
        let query = posts::table
            .filter(one_of(posts::id, (0..length).collect()))
            .select(posts::id);
        debug_query::<Sqlite, _>(&query).to_string()
    }

    #[test]
    fn lists_have_few_lengths_and_hold_nothing_else() {
        for (given, stand) in [(0, 0), (1, 1), (2, 4), (4, 4), (21, 24), (64, 64), (65, 65)] {
            let statement = statement(given);
            assert_eq!(statement.matches('?').count(), stand, "{statement}");
        }
        assert!(statement(0).contains("1=0"));
        assert!(statement(2).contains("[0, 1, 1, 1]"), "{}", statement(2));
    }
}
