//! In which order published suggestions are listed, and the places at which their pages begin.

use std::{fmt, str::FromStr};

use crate::{
    db::text_enum,
    forum::cursor::{Activity, From},
};

text_enum! {
    /// In which order a list stands.
    #[derive(Default)]
    pub enum Order {
        #[default]
        Newest = "newest",
        /// What most people support first.
        Support = "support",
    }
}

/// A place in a list, of its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Newest(Activity),
    /// How many support it, and its topic.
    Support(i64, i64),
}

impl Place {
    const fn order(self) -> Order {
        match self {
            Self::Newest(_) => Order::Newest,
            Self::Support(..) => Order::Support,
        }
    }
}

impl Order {
    /// From where a page in this order is read; a place of another order is none.
    pub fn from(self, from: From<Place>) -> From<Place> {
        match from {
            From::After(place) | From::Before(place) if place.order() != self => From::Start,
            from => from,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newest(at) => at.fmt(f),
            Self::Support(count, topic) => write!(f, "{count}s{topic}"),
        }
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |text: &str| text.parse().map_err(|_| ());
        match text.split_once('s') {
            Some((count, topic)) => Ok(Self::Support(number(count)?, number(topic)?)),
            None => text.parse().map(Self::Newest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written_and_leads_nowhere_in_another_order() {
        for (text, order, other) in [
            ("12s7", Order::Support, Order::Newest),
            ("1700000000000-7", Order::Newest, Order::Support),
        ] {
            let from = From::<Place>::parse(Some(text), None);
            let From::After(place) = from else {
                panic!("{text} is no place");
            };
            assert_eq!(place.to_string(), text);
            assert_eq!(order.from(from), from);
            assert_eq!(other.from(from), From::Start);
        }
        for text in ["", "s", "1s", "s1", "1s1s1", "99999999999999999999s1"] {
            assert_eq!(
                From::<Place>::parse(Some(text), None),
                From::Start,
                "{text}"
            );
        }
    }
}
