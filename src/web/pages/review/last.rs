//! The moderator's last decision, as the queue names it and offers to take it back.

use crate::{
    accounts::Member,
    context::Context,
    moderation::undo,
    web::{fault::Fault, page::Page, pages::decisions},
};

/// A moderator's last decision, in words.
pub(super) struct Last {
    pub number: i32,
    /// What was decided.
    pub act: String,
    /// About what.
    pub name: String,
    pub lang: &'static str,
    /// Why it cannot be taken back now.
    pub refused: Option<String>,
}

impl Last {
    /// Of whoever decides about what people wrote.
    pub async fn of(
        page: &Page,
        context: &Context,
        moderator: &Member,
    ) -> Result<Option<Self>, Fault> {
        if !moderator.is_moderator {
            return Ok(None);
        }
        let last = undo::last(context, moderator).await?;
        Ok(last.map(|last| Self::said(page, last)))
    }

    fn said(page: &Page, last: undo::Last) -> Self {
        let refused = last.refused.as_ref();
        let refused = refused.map(|error| match decisions::refusal(error) {
            Some(key) => page.t(key),
            None => page.t("undo-own"),
        });
        Self {
            number: last.number,
            act: page.ta("ledger-act", "act", last.act.as_str()),
            lang: last.named.lang.unwrap_or(page.lang).tag(),
            name: last.named.name,
            refused,
        }
    }
}
