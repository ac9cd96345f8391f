//! The configuration that holds: what the file names, for the rest what was set on pages, and what ships.

use super::{Key, Value, stored};
use crate::{
    config::Config,
    context::{Context, Current},
    db::DbError,
    privacy::notices,
};

/// What holds by what the file says and these rows, and the number of the newest of them. What this program
/// cannot read is passed over: no value of another one may end the service.
pub(super) fn of(file: &Config, rows: &stored::Newest) -> (Config, i64) {
    let mut config = file.clone();
    for (name, row) in rows {
        let Some(text) = &row.value else { continue };
        let Ok(key) = name.parse::<Key>() else {
            tracing::warn!(
                setting = name.as_str(),
                "this program knows no such setting"
            );
            continue;
        };
        if !key.fixed_by(file).is_empty() {
            continue;
        }
        match Value::stored(key, text) {
            Some(value) => value.apply(key, &mut config),
            None => tracing::warn!(
                setting = name.as_str(),
                "a setting has a value that this program does not take: what ships holds"
            ),
        }
    }
    let set = rows.values().map(|row| row.id).max().unwrap_or(0);
    (config, set)
}

/// The same ground, where what was set on pages holds for what the file leaves open.
pub async fn in_force(context: &Context) -> Result<Context, DbError> {
    let rows = context.db.read(stored::newest).await?;
    let (config, set) = of(&context.file, &rows);
    if set == 0 {
        return Ok(context.clone());
    }
    Ok(context.with_settings(config, set))
}

/// Lets what was set since hold on this node, from the next request on. Other years that records are kept,
/// for example, make another notice: it is put in first.
pub async fn take_up(current: &Current) -> Result<(), DbError> {
    let context = current.get();
    let newest: i64 = context.db.read(stored::number).await?;
    if newest <= context.set {
        return Ok(());
    }
    let context = in_force(&context).await?;
    notices::put_in(&context).await?;
    current.advance(context);
    Ok(())
}
