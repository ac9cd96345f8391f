//! What stands above every page for a time. No key of the file says it: it is set on a page.

use crate::{db::Timestamp, i18n::Lang};

/// What is said above every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    pub banner: Option<Banner>,
    pub maintenance: Option<Maintenance>,
}

/// Words of the city, for a while or until somebody takes them away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    pub zh: String,
    pub en: String,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

/// When Plaza will not be there; announced until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maintenance {
    pub begins: Timestamp,
    pub ends: Timestamp,
}

impl Banner {
    pub fn words(&self, lang: Lang) -> String {
        lang.pick(&self.zh, &self.en)
    }

    /// Whether it is shown now.
    pub fn is_shown(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// When that changes next.
    pub fn turns(&self, now: Timestamp) -> Option<Timestamp> {
        let turns = [self.from, self.until].into_iter().flatten();
        turns.filter(|moment| *moment > now).min()
    }
}

impl Maintenance {
    pub fn is_over(self, now: Timestamp) -> bool {
        self.ends <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banner_is_shown_from_its_first_moment_until_before_its_last() {
        let at = |second: i64| Timestamp::from_milliseconds(second * 1000).expect("a moment");
        let banner = |from: Option<i64>, until: Option<i64>| Banner {
            zh: "停水".into(),
            en: "No water".into(),
            from: from.map(at),
            until: until.map(at),
        };
        let while_it_lasts = banner(Some(10), Some(20));
        for (now, is_shown, turns) in [
            (9, false, Some(10)),
            (10, true, Some(20)),
            (19, true, Some(20)),
            (20, false, None),
        ] {
            assert_eq!(while_it_lasts.is_shown(at(now)), is_shown, "{now}");
            assert_eq!(while_it_lasts.turns(at(now)), turns.map(at), "{now}");
        }
        let always = banner(None, None);
        assert!(always.is_shown(at(0)) && always.turns(at(0)).is_none());
    }
}
