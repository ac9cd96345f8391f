//! Keyset pages: a page begins where the last one ended, whatever arrives in between.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::{clock::day_begins, context::Context, db::Timestamp};

/// One page of a list and the ways to its neighbours.
#[derive(Clone, Debug)]
pub struct Page<T, C> {
    pub items: Vec<T>,
    /// Where the page before this one ends, if there is one.
    pub before: Option<C>,
    /// Where the next page begins, if there is one.
    pub after: Option<C>,
    /// The place of each of the items.
    pub places: Vec<C>,
}

/// From where a page is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From<C> {
    #[default]
    Start,
    /// The last page.
    End,
    /// What stands after this place.
    After(C),
    /// What stands before this place.
    Before(C),
}

impl<C: FromStr> From<C> {
    /// From a page's `after` and `before`; a cursor that is none leads to the start.
    pub fn parse(after: Option<&str>, before: Option<&str>) -> Self {
        let parse = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        match (parse(after), parse(before)) {
            (Some(cursor), _) => Self::After(cursor),
            (None, Some(cursor)) => Self::Before(cursor),
            (None, None) => Self::Start,
        }
    }
}

impl<C> From<C> {
    pub const fn backwards(&self) -> bool {
        matches!(self, Self::End | Self::Before(_))
    }
}

impl<T, C> Page<T, C> {
    /// Makes a page of the rows that a query gave, which asked for one more than `size`.
    ///
    /// Where [`From::backwards`] says so, the rows come in the other direction.
    pub fn of(mut rows: Vec<T>, from: &From<C>, size: usize, cursor: impl Fn(&T) -> C) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        if from.backwards() {
            rows.reverse();
        }
        let (has_before, has_after) = match from {
            From::Start => (false, more),
            From::End => (more, false),
            From::After(_) => (true, more),
            From::Before(_) => (more, true),
        };
        let before = rows.first().filter(|_| has_before).map(&cursor);
        let after = rows.last().filter(|_| has_after).map(&cursor);
        let places = rows.iter().map(&cursor).collect();
        Self {
            items: rows,
            before,
            after,
            places,
        }
    }

    /// As much of the page as is asked for: its beginning, or its end where it was read backwards. What was left out
    /// is on its neighbour.
    #[must_use]
    pub fn at_most(mut self, most: Option<usize>, from: &From<C>) -> Self
    where
        C: Clone,
    {
        let Some(over) = most.and_then(|most| self.items.len().checked_sub(most)) else {
            return self;
        };
        if over == 0 || self.places.len() != self.items.len() {
            return self;
        }
        if from.backwards() {
            self.items.drain(..over);
            self.places.drain(..over);
            self.before = self.places.first().cloned();
        } else {
            let most = self.items.len() - over;
            self.items.truncate(most);
            self.places.truncate(most);
            self.after = self.places.last().cloned();
        }
        self
    }
}

/// A place in a list by activity: newest first, the later topic first within a millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    pub at: Timestamp,
    pub id: i64,
}

impl fmt::Display for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.milliseconds(), self.id)
    }
}

impl FromStr for Activity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('-').ok_or(())?;
        // Beyond this no database keeps a moment.
        const LATEST: i64 = 253_402_300_799_000;
        let at: i64 = at.parse().map_err(|_| ())?;
        Ok(Self {
            at: Timestamp::from_milliseconds(at.clamp(0, LATEST)).ok_or(())?,
            id: id.parse().map_err(|_| ())?,
        })
    }
}

/// When a day begins in the city's time zone.
pub fn begin_of(context: &Context, day: NaiveDate) -> Timestamp {
    day_begins(day, context.config.city.time_zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_its_neighbours() {
        let page = |rows: &[i64], from| Page::of(rows.to_vec(), &from, 2, |row| *row);
        let first = page(&[1, 2, 3], From::Start);
        assert_eq!((first.before, first.after), (None, Some(2)));
        let middle = page(&[3, 4, 5], From::After(2));
        assert_eq!((middle.before, middle.after), (Some(3), Some(4)));
        let back = page(&[2, 1], From::Before(3));
        assert_eq!(back.items, [1, 2]);
        assert_eq!((back.before, back.after), (None, Some(2)));
    }

    #[test]
    fn a_shorter_page_leads_on_from_where_it_ends() {
        let page = |rows: &[i64], from: From<i64>, most| {
            let page = Page::of(rows.to_vec(), &from, 3, |row| *row);
            let page = page.at_most(Some(most), &from);
            (page.items, page.before, page.after)
        };
        let first = page(&[1, 2, 3], From::Start, 2);
        assert_eq!(first, (vec![1, 2], None, Some(2)));
        assert_eq!(page(&[1, 2], From::Start, 2), (vec![1, 2], None, None));
        let middle = page(&[3, 4, 5, 6], From::After(2), 1);
        assert_eq!(middle, (vec![3], Some(3), Some(3)));
        let back = page(&[5, 4, 3, 2], From::Before(6), 2);
        assert_eq!(back, (vec![4, 5], Some(4), Some(5)));
        let end = page(&[5, 4], From::End, 1);
        assert_eq!(end, (vec![5], Some(5), None));
    }

    #[test]
    fn a_cursor_that_is_none_leads_to_the_start() {
        for text in ["", "x", "1", "1-", "-1-2-3", "99999999999999999999-1"] {
            assert_eq!(From::<Activity>::parse(Some(text), None), From::Start);
        }
        let cursor: Activity = "1700000000000-7".parse().expect("a cursor");
        assert_eq!(cursor.to_string(), "1700000000000-7");
    }
}
