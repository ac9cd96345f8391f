//! Names and addresses that people have in the forum, to be taken out of texts wherever they stand.
//!
//! This alone is in memory whole: each name once, for each text may hold any of them. A text is
//! gone through once, however many names there are.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashSet},
};

use diesel::prelude::*;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, posts},
    },
};

/// All of them, in their order.
pub(super) struct People {
    names: Vec<Box<str>>,
    /// The first two letters of each: most places of a text begin no name.
    begin: HashSet<(char, char)>,
}

impl People {
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        // One letter is in every text.
        let names = names.into_iter();
        let names = names.filter(|name| name.trim().chars().count() > 1);
        let mut names: Vec<Box<str>> = names.map(String::into_boxed_str).collect();
        names.sort_unstable();
        names.dedup();
        let begin = names.iter().filter_map(|name| {
            let mut letters = name.chars();
            Some((letters.next()?, letters.next()?))
        });
        Self {
            begin: begin.collect(),
            names,
        }
    }

    /// Reads all of them, so many rows at a time.
    pub async fn read(context: &Context, batch: i64) -> Result<Self, DbError> {
        let mut names = HashSet::new();
        for of in [Of::Accounts(0), Of::Guests(String::new()), Of::Addresses(0)] {
            let mut next = Some(of);
            while let Some(of) = next {
                let read = move |connection: &mut AnyConnection| of.read(connection, batch);
                let (some, more) = context.db.read(read).await?;
                names.extend(some);
                next = more;
            }
        }
        Ok(Self::new(names))
    }

    /// Those that stand in the text, the longer first: a name may stand within another.
    pub fn standing_in(&self, text: &str) -> Vec<&str> {
        let mut found = BTreeSet::new();
        for ((at, first), second) in text.char_indices().zip(text.chars().skip(1)) {
            if self.begin.contains(&(first, second)) {
                self.find(&text[at..], &mut found);
            }
        }
        let mut names: Vec<&str> = found.into_iter().map(|at| &*self.names[at]).collect();
        names.sort_by_key(|name| (Reverse(name.len()), *name));
        names
    }

    /// Finds those with which the text begins: letter by letter fewer are left.
    fn find(&self, text: &str, found: &mut BTreeSet<usize>) {
        let (mut low, mut high) = (0, self.names.len());
        for (at, letter) in text.char_indices() {
            let read = &text[..at + letter.len_utf8()];
            low += self.names[low..high].partition_point(|name| &**name < read);
            high = low + self.names[low..high].partition_point(|name| name.starts_with(read));
            if low == high {
                return;
            }
            if &*self.names[low] == read {
                found.insert(low);
            }
        }
    }
}

/// Whose names come next, and behind what.
enum Of {
    Accounts(i64),
    /// Without a look at the account, which they do not have: each batch is read by one index.
    Guests(String),
    /// The addresses that guests made public.
    Addresses(i64),
}

impl Of {
    /// Some names, and which come next; nothing where none are left.
    fn read(
        self,
        connection: &mut AnyConnection,
        batch: i64,
    ) -> Result<(Vec<String>, Option<Self>), DbError> {
        Ok(match self {
            Self::Accounts(after) => {
                let rows: Vec<(i64, String)> = accounts::table
                    .filter(accounts::name_is_personal.eq(true))
                    .filter(accounts::id.gt(after))
                    .order(accounts::id)
                    .limit(batch)
                    .select((accounts::id, accounts::name))
                    .load(connection)?;
                let next = rows.last().map(|(id, _)| Self::Accounts(*id));
                (rows.into_iter().map(|(_, name)| name).collect(), next)
            }
            Self::Guests(after) => {
                let rows: Vec<Option<String>> = posts::table
                    .filter(posts::guest_name.gt(after))
                    .select(posts::guest_name)
                    .distinct()
                    .order(posts::guest_name)
                    .limit(batch)
                    .load(connection)?;
                let names: Vec<String> = rows.into_iter().flatten().collect();
                let next = names.last().cloned().map(Self::Guests);
                (names, next)
            }
            Self::Addresses(after) => {
                let rows: Vec<(i64, Option<String>)> = posts::table
                    .filter(posts::guest_email.is_not_null())
                    .filter(posts::id.gt(after))
                    .order(posts::id)
                    .limit(batch)
                    .select((posts::id, posts::guest_email))
                    .load(connection)?;
                let next = rows.last().map(|(id, _)| Self::Addresses(*id));
                let addresses = rows.into_iter().filter_map(|(_, address)| address);
                (addresses.collect(), next)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_found_wherever_they_stand_the_longer_first() {
        let names = ["陳小美", "小美", "陳小", "美", "mei@example.tw", "mei"].map(str::to_owned);
        let people = People::new(names);
        assert_eq!(
            people.standing_in("陳陳小美寄到mei@example.tw"),
            ["mei@example.tw", "陳小美", "小美", "陳小", "mei"],
            "one letter is no name"
        );
        assert_eq!(people.standing_in("陳大美"), [""; 0]);
        assert_eq!(people.standing_in(""), [""; 0]);
        assert_eq!(People::new([]).standing_in("小美"), [""; 0]);
    }

    proptest! {
        #[test]
        fn those_that_are_found_are_those_that_the_text_contains(
            names in prop::collection::vec("[ab美]{2,4}", 0..40),
            text in "[ab美]{0,30}",
        ) {
            let people = People::new(names.clone());
            let found: BTreeSet<&str> = people.standing_in(&text).into_iter().collect();
            let contained = names.iter().map(String::as_str);
            let contained: BTreeSet<&str> = contained.filter(|name| text.contains(*name)).collect();
            prop_assert_eq!(found, contained);
        }
    }
}
