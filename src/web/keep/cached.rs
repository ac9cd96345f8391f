//! Which pages may be kept: what a route of the catalogue says of its own.

use crate::db::Part;

/// A longer address is nobody's who came by a link.
pub(super) const LONGEST: usize = 300;

/// That a page may be kept: what it shows, and the parts of a query that make another page of it. With
/// any other part a page is made for its reader alone.
#[derive(Clone, Copy, Debug)]
pub struct Cached {
    of: Of,
    reads: &'static [&'static str],
}

#[derive(Clone, Copy, Debug)]
enum Of {
    City,
    Events,
    Lists,
    /// The topic whose number stands in the path, after so many slashes.
    Topic(usize),
}

impl Cached {
    /// Words of the city.
    pub const CITY: Self = Self::of(Of::City);
    pub const EVENTS: Self = Self::of(Of::Events);
    /// Whatever shows more topics than one.
    pub const LISTS: Self = Self::of(Of::Lists);
    /// `/en/t/7/words`
    pub const TOPIC: Self = Self::of(Of::Topic(3));
    /// `/feeds/en/topics/7.atom`
    pub const TOPIC_FEED: Self = Self::of(Of::Topic(4));

    const fn of(of: Of) -> Self {
        Self { of, reads: &[] }
    }

    /// Where a list goes on, or how it is narrowed.
    pub const fn by(self, reads: &'static [&'static str]) -> Self {
        Self { of: self.of, reads }
    }

    /// Whether the page of a query is one of those that are kept.
    pub(super) fn reads(self, query: Option<&str>) -> bool {
        let Some(query) = query else { return true };
        query.split('&').all(|pair| {
            let name = pair.split_once('=').map(|(name, _)| name);
            name.is_some_and(|name| self.reads.contains(&name))
        })
    }

    /// What the page at a path shows.
    pub(super) fn part(self, path: &str) -> Option<Part> {
        Some(match self.of {
            Of::City => Part::City,
            Of::Events => Part::Events,
            Of::Lists => Part::Lists,
            Of::Topic(at) => {
                let part = path.split('/').nth(at)?;
                let number = part.split_once('.').map_or(part, |(number, _)| number);
                Part::Topic(number.parse().ok()?)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makes_the_page_may_stand_in_its_query() {
        let cached = Cached::LISTS.by(&["after", "before"]);
        for (query, reads) in [
            (None, true),
            (Some("after=3"), true),
            (Some("after=3&before=4"), true),
            (Some(""), false),
            (Some("after"), false),
            (Some("done=x"), false),
            (Some("after=3&utm_source=x"), false),
            (Some("%61fter=3"), false),
        ] {
            assert_eq!(cached.reads(query), reads, "{query:?}");
        }
        assert!(!Cached::CITY.reads(Some("after=3")));
    }

    #[test]
    fn a_topic_is_known_by_its_path() {
        let part = |cached: Cached, path| cached.part(path);
        assert_eq!(part(Cached::TOPIC, "/en/t/7/words"), Some(Part::Topic(7)));
        assert_eq!(part(Cached::TOPIC, "/en/t/7"), Some(Part::Topic(7)));
        assert_eq!(part(Cached::TOPIC, "/en/t/x"), None);
        let feed = "/feeds/en/topics/7.atom";
        assert_eq!(part(Cached::TOPIC_FEED, feed), Some(Part::Topic(7)));
    }
}
