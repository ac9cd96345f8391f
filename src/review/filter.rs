//! What the queue is narrowed to, as it stands in an address; and a place in it.

use std::{fmt, str::FromStr};

use chrono::TimeDelta;

use super::Kind;
use crate::db::text_enum;

/// The longest name of a board in an address.
const LONGEST_SLUG: usize = 60;

text_enum! {
    /// What waits at least this long.
    pub enum Older {
        Day = "24h",
        ThreeDays = "72h",
        Week = "7d",
    }
}

impl Older {
    pub const ALL: [Self; 3] = [Self::Day, Self::ThreeDays, Self::Week];

    pub const fn time(self) -> TimeDelta {
        match self {
            Self::Day => TimeDelta::hours(24),
            Self::ThreeDays => TimeDelta::hours(72),
            Self::Week => TimeDelta::days(7),
        }
    }
}

/// What the queue is narrowed to. A board that nothing has leaves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<Kind>,
    /// The slug of a board.
    pub board: Option<String>,
    pub older: Option<Older>,
    /// What the moderator has claimed.
    pub mine: bool,
}

impl Filter {
    /// By `get`, which gives the value of a parameter. What is none is as if it were not there.
    pub fn parse<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        Self {
            kind: get("kind").and_then(|kind| kind.parse().ok()),
            board: get("board").filter(|slug| is_slug(slug)).map(str::to_owned),
            older: get("older").and_then(|older| older.parse().ok()),
            mine: get("mine") == Some("1"),
        }
    }

    /// The parameters that give it again, without a question mark; empty where nothing is narrowed.
    pub fn query(&self) -> String {
        let parameters = [
            self.kind.map(|kind| format!("kind={}", kind.as_str())),
            self.board.as_ref().map(|slug| format!("board={slug}")),
            self.older.map(|older| format!("older={}", older.as_str())),
            self.mine.then(|| "mine=1".to_owned()),
        ];
        let parameters: Vec<String> = parameters.into_iter().flatten().collect();
        parameters.join("&")
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether it can be a board's name in an address, where it needs no escape.
fn is_slug(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=LONGEST_SLUG).contains(&text.len()) && text.bytes().all(fits)
}

/// A place in the queue: the most urgent first, and of them the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub urgency: i32,
    pub id: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.urgency, self.id)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (urgency, id) = text.split_once('-').ok_or(())?;
        Ok(Self {
            urgency: urgency.parse().map_err(|_| ())?,
            id: id.parse().map_err(|_| ())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parameters: &[(&str, &'static str)]) -> Filter {
        Filter::parse(|name| {
            let found = parameters.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| *value)
        })
    }

    #[test]
    fn a_filter_knows_its_address_again() {
        let all = [
            ("kind", "flag"),
            ("board", "city-2"),
            ("older", "72h"),
            ("mine", "1"),
        ];
        for wanted in 0..=all.len() {
            let filter = of(&all[..wanted]);
            let query = filter.query();
            let pairs: Vec<(String, String)> = query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            assert_eq!(pairs.len(), wanted, "{query}");
            let again = Filter::parse(|name| {
                let found = pairs.iter().find(|(known, _)| known == name);
                found.map(|(_, value)| value.as_str())
            });
            assert_eq!(again, filter);
            assert_eq!(filter.is_empty(), wanted == 0);
        }
    }

    #[test]
    fn what_is_no_value_is_as_if_it_were_not_there() {
        let wrong = [
            ("kind", "all"),
            ("board", "a&mine=1"),
            ("older", "1h"),
            ("mine", "yes"),
        ];
        for (name, value) in wrong {
            assert!(of(&[(name, value), ("x", "y")]).is_empty(), "{name}");
        }
        assert!(of(&[("board", "")]).is_empty());
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for wrong in ["", "x", "3", "20-", "-20", "20-x", "99999999999-1"] {
            assert!(wrong.parse::<Place>().is_err(), "{wrong}");
        }
        let place: Place = "20-7".parse().expect("a place");
        assert_eq!(place.to_string(), "20-7");
        let place = Place { urgency: 0, id: 3 };
        assert_eq!(place.to_string().parse::<Place>(), Ok(place));
    }
}
