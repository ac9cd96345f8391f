//! The outbox: rows written with their cause, delivered at least once, each with its own Message-ID.
//!
//! `enqueue` writes them, `lease` hands some to whoever sends them, `claim` says whose each is then
//! (`Context::in_hand` which of them are not begun), `finish` records what came of it, `recall` takes them
//! back, `fared` tells how they fared, `undelivered` why some did not arrive. What administrators do with
//! those that do not leave is in [`super::unsent`].

mod claim;
mod enqueue;
mod fared;
mod finish;
mod lease;
mod recall;
mod undelivered;

pub(super) use self::enqueue::new_message_id;
pub use self::{
    claim::{Claim, stands},
    enqueue::{Enqueued, enqueue},
    fared::{Fared, awaited, fared, has, told_today, unreached},
    finish::{give_up, put_back, put_behind, refused, retry, sent, unkept_long},
    lease::{Leased, Wanted, lease, next},
    recall::{
        empty, erase, erase_all_to, erase_refused, erase_request, follow, recall, recalled, unsend,
        unsend_to,
    },
    undelivered::{Undelivered, because, breaches_undelivered, undelivered_of},
};
use super::{About, Content, Letter, LetterKind};
use crate::db::text_enum;

text_enum! {
    /// Where a mail stands.
    #[schema(as = OutboxState)]
    pub enum State {
        Queued = "queued",
        Sent = "sent",
        /// It is tried no more; [`Ended`] says why.
        Dead = "dead",
    }
}

text_enum! {
    /// Where a mail stands that is on its way.
    pub enum Lease {
        Taken = "taken",
        /// It is not tried again.
        Recalled = "recalled",
    }
}

text_enum! {
    /// Why a mail is tried no more.
    pub enum Ended {
        /// The recipient's server refused it for good.
        Refused = "refused",
        /// Nobody took it for as many days as `mail.give_up_days` says.
        Late = "late",
        /// Somebody gave it up, for a reason that stands in the ledger.
        GivenUp = "given-up",
        /// It waited when a backup was made, and was given up when that was restored.
        Restored = "restored",
    }
}

impl Ended {
    /// The address takes no mails, as far as it was tried.
    pub const NOT_TAKEN: [Self; 2] = [Self::Refused, Self::Late];
}
