//! What people show of themselves, for those who decide about it.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{profile_hidden, profiles::About};
use crate::{
    db::{
        AnyConnection, DbError,
        schema::{accounts, profiles},
    },
    forum::seen,
    i18n::Lang,
};

/// A name and the text that somebody shows beside it.
#[derive(Clone, Debug)]
pub struct ProfileText {
    pub account: i64,
    pub name: String,
    pub name_marked: bool,
    pub about: Option<About>,
    /// Whether others do not see it, for a moderator hid it.
    pub hidden: bool,
}

impl ProfileText {
    /// Equal for equal texts: what was changed since it was looked at is not decided unseen.
    pub fn stamp(&self) -> i64 {
        let source = self.about.as_ref().map_or("", |about| &about.source);
        let hash = Sha256::new_with_prefix(&self.name)
            .chain_update([0])
            .chain_update(source);
        seen::number(hash)
    }
}

/// Of these accounts, those that show something of themselves; in no order.
pub fn of_accounts(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> Result<Vec<ProfileText>, DbError> {
    type Row = (
        (i64, String, bool),
        (Option<String>, Option<String>, Option<Lang>),
    );
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = profiles::table
        .inner_join(accounts::table)
        .filter(profiles::account_id.eq_any(ids.to_vec()))
        .select((
            (accounts::id, accounts::name, accounts::name_is_personal),
            (
                profiles::about,
                profiles::about_html,
                profiles::about_language,
            ),
        ))
        .load(connection)?;
    let hidden = profile_hidden::among(connection, ids)?;
    Ok(rows
        .into_iter()
        .map(|((account, name, name_marked), about)| ProfileText {
            account,
            name,
            name_marked,
            about: About::of(about),
            hidden: hidden.contains(&account),
        })
        .collect())
}
