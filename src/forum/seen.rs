//! What somebody who decides about a text has seen of it, as a number that a form carries and gives
//! back: what was changed since is not decided unseen. It says nothing of when it was changed.

use sha2::{Digest as _, Sha256};

use crate::{attachments::Attached, db::Timestamp};

/// A post as it is shown to whoever decides about it.
pub struct Seen<'a> {
    pub topic: i64,
    pub opens_topic: bool,
    /// When its version was written.
    pub at: Timestamp,
    /// Of its topic.
    pub title: &'a str,
    pub body: &'a str,
    pub files: &'a [Attached],
}

impl Seen<'_> {
    /// Equal for equal ones. A title stands and falls with the post that opens the topic; other
    /// posts do not change with it.
    pub fn number(&self) -> i64 {
        let mut hash = Sha256::new();
        hash.update(self.topic.to_be_bytes());
        hash.update(self.at.milliseconds().to_be_bytes());
        hash.update([u8::from(self.opens_topic)]);
        if self.opens_topic {
            hash.update(self.title);
        }
        hash.update([0]);
        hash.update(self.body);
        for file in self.files {
            hash.update([0]);
            hash.update(file.id.to_be_bytes());
            hash.update(&file.alt);
        }
        number(hash)
    }
}

/// What was `seen` with so many flags about it: one that came since is not decided unread.
pub fn with_flags(seen: i64, flags: i32) -> i64 {
    if flags == 0 {
        return seen;
    }
    let mut hash = Sha256::new();
    hash.update(seen.to_be_bytes());
    hash.update(flags.to_be_bytes());
    number(hash)
}

/// The first 52 bits: a browser's numbers hold no more without rounding.
pub(super) fn number(hash: Sha256) -> i64 {
    let hash = hash.finalize();
    let first = hash.iter().take(7);
    first.fold(0, |number, byte| number << 8 | i64::from(*byte)) >> 4
}
