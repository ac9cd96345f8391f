//! Says in the log when mails that are due do not leave: once, until they do again. Nobody is mailed
//! of it.

use crate::{
    context::Context,
    db::DbError,
    mail::unsent::{self, Ageing},
};

/// Whether it is told already.
#[derive(Default)]
pub struct Watch {
    is_late: bool,
}

/// What a look told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Nothing,
    /// Mails are late.
    Late(Ageing),
    /// They were, and are no more.
    InTime,
}

impl Watch {
    pub async fn once(&mut self, context: &Context) -> Result<Told, DbError> {
        let late = unsent::ageing(context).await?;
        let was_late = std::mem::replace(&mut self.is_late, late.is_some());
        Ok(match late {
            Some(ageing) if !was_late => {
                let minutes = (context.now().utc() - ageing.since.utc()).num_minutes();
                let count = ageing.count;
                tracing::error!(minutes, count, "mails are late: the oldest waits so long");
                Told::Late(ageing)
            }
            None if was_late => {
                tracing::info!("mails leave in time again");
                Told::InTime
            }
            _ => Told::Nothing,
        })
    }
}
