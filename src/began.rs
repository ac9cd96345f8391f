//! What an edit says it began from. Where something else stands there by now, nothing is written: somebody
//! would lose their words.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Bytes of a stamp.
const LENGTH: usize = 15;

/// What an edit says it began from.
#[derive(Clone, Debug)]
pub enum Began {
    /// What has this stamp; none has the empty one.
    At(String),
    /// What has one of these.
    AnyOf(Vec<String>),
    /// Whatever stands there: it is written over knowingly.
    Anything,
}

impl Began {
    /// As programs say it: of an `ETag`, what stands before the dot.
    pub fn said(text: &str) -> Self {
        match text {
            "*" => Self::Anything,
            tag => Self::At(stamp_of(tag).to_owned()),
        }
    }

    /// Whether something else stands there than it began from.
    pub fn is_not(&self, stamp: &str) -> bool {
        match self {
            Self::At(began) => began != stamp,
            Self::AnyOf(began) => began.iter().all(|began| began != stamp),
            Self::Anything => false,
        }
    }
}

/// What an `ETag` says of what is edited. Behind it stands what its whole answer was, which may change for
/// other reasons.
pub fn stamp_of(tag: &str) -> &str {
    tag.split_once('.').map_or(tag, |(stamp, _)| stamp)
}

/// Says what these texts are: equal for equal ones.
pub fn stamp<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..LENGTH])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_says_what_stands_there_and_where_its_parts_end() {
        assert_eq!(stamp(["a", "b"]), stamp(["a", "b"]));
        assert_ne!(stamp(["a", "b"]), stamp(["ab"]));
        assert_ne!(stamp(["a", ""]), stamp(["a"]));
        assert!(!stamp(["a"]).contains('.'));
    }

    #[test]
    fn an_edit_begins_from_one_of_what_it_names() {
        assert!(!Began::said("*").is_not("x"));
        assert!(!Began::said("x.of-its-answer").is_not("x"));
        assert!(Began::said("").is_not("x"));
        assert!(Began::said("y.x").is_not("x"));
        let of = |all: &[&str]| Began::AnyOf(all.iter().map(|one| (*one).to_owned()).collect());
        assert!(!of(&["y", "x"]).is_not("x"));
        assert!(of(&[]).is_not("x"));
    }
}
