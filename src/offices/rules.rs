//! What a routing rule says, and which of several takes a suggestion: plain data, without a
//! database, so that routing, the page that explains it, and `lint` cannot differ.

use chrono::NaiveDate;

use super::{Category, District, Office, entries::RoutingEntry};
use crate::db::text_enum;

text_enum! {
    /// What a rule names; the case's file says which kind decided.
    #[schema(as = RuleKind)]
    pub enum Kind {
        CategoryAndDistrict = "category and district",
        Category = "category",
        District = "district",
        Fallback = "fallback",
    }
}

/// A rule as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub id: i64,
    /// `None`: any.
    pub category: Option<Category>,
    /// `None`: any.
    pub district: Option<District>,
    /// The first day on which it holds; `None`: it always did.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds; `None`: without end.
    pub until: Option<NaiveDate>,
    pub version: i32,
    /// The responsible one first.
    pub offices: Vec<Office>,
}

impl Rule {
    pub const fn kind(&self) -> Kind {
        match (&self.category, &self.district) {
            (Some(_), Some(_)) => Kind::CategoryAndDistrict,
            (Some(_), None) => Kind::Category,
            (None, Some(_)) => Kind::District,
            (None, None) => Kind::Fallback,
        }
    }

    /// What it is for, by slugs.
    pub fn label(&self) -> String {
        self.entry().label()
    }

    /// The entry that would change nothing.
    pub fn entry(&self) -> RoutingEntry {
        RoutingEntry {
            category: self.category.as_ref().map(|one| one.slug.clone()),
            district: self.district.as_ref().map(|one| one.slug.clone()),
            offices: self.offices.iter().map(|one| one.slug.clone()).collect(),
            from: self.from,
            until: self.until,
        }
    }

    /// Whether it names a suggestion about `category` in `district` (their ids).
    pub fn names(&self, category: i64, district: i64) -> bool {
        self.category.as_ref().is_none_or(|one| one.id == category)
            && self.district.as_ref().is_none_or(|one| one.id == district)
    }

    /// Whether two rules name the same.
    pub fn names_as(&self, other: &Self) -> bool {
        let of = |rule: &Self| {
            let category = rule.category.as_ref().map(|one| one.id);
            (category, rule.district.as_ref().map(|one| one.id))
        };
        of(self) == of(other)
    }

    /// The offices that can get a case on a day.
    pub fn living(&self, day: NaiveDate) -> impl Iterator<Item = &Office> {
        self.offices
            .iter()
            .filter(move |office| office.lives_on(day))
    }

    /// Of those that can get a case on a day, the ones whose mail fails: the fallback's office gets it as
    /// well.
    pub fn failing(&self, day: NaiveDate) -> impl Iterator<Item = &Office> {
        self.living(day)
            .filter(|office| office.mail_fails_since.is_some())
    }

    /// The more specific comes first; of two that name the same, the one that began later: so a rule
    /// for some weeks stands over the one for always.
    pub(super) fn rank(&self) -> (bool, bool, Option<NaiveDate>, i64) {
        let (category, district) = (self.category.is_some(), self.district.is_some());
        (category, district, self.from, self.id)
    }

    /// What keeps it from taking anything on a day.
    fn bar(&self, day: NaiveDate) -> Option<Why> {
        if let Some(from) = self.from.filter(|from| day < *from) {
            return Some(Why::NotYet(from));
        }
        if let Some(until) = self.until.filter(|until| *until < day) {
            return Some(Why::Over(until));
        }
        self.living(day).next().is_none().then_some(Why::NoOffice)
    }

    /// Whether it could take something on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.bar(day).is_none()
    }
}

/// Why a rule takes a suggestion, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Takes,
    /// It holds from this day on.
    NotYet(NaiveDate),
    /// It held until this day.
    Over(NaiveDate),
    /// All its offices are retired.
    NoOffice,
    /// A more specific one takes it.
    LessSpecific,
    /// One that names the same and began later takes it.
    BeganEarlier,
}

/// A rule that names a suggestion, and what came of it.
#[derive(Clone, Debug)]
pub struct Weighed<'a> {
    pub rule: &'a Rule,
    pub why: Why,
}

/// The rules that name a suggestion about `category` in `district` (their ids), in the order in
/// which they are asked on `day`, each with why it takes it or not. At most one takes it.
pub fn weigh(rules: &[Rule], category: i64, district: i64, day: NaiveDate) -> Vec<Weighed<'_>> {
    let mut named: Vec<&Rule> = rules
        .iter()
        .filter(|rule| rule.names(category, district))
        .collect();
    named.sort_by_key(|rule| std::cmp::Reverse(rule.rank()));
    let mut taken: Option<&Rule> = None;
    named
        .into_iter()
        .map(|rule| {
            let why = match (rule.bar(day), taken) {
                (Some(bar), _) => bar,
                (None, Some(by)) if by.names_as(rule) => Why::BeganEarlier,
                (None, Some(_)) => Why::LessSpecific,
                (None, None) => {
                    taken = Some(rule);
                    Why::Takes
                }
            };
            Weighed { rule, why }
        })
        .collect()
}

/// The rule that takes it.
pub fn taker(rules: &[Rule], category: i64, district: i64, day: NaiveDate) -> Option<&Rule> {
    rules
        .iter()
        .filter(|rule| rule.names(category, district) && rule.holds_on(day))
        .max_by_key(|rule| rule.rank())
}

/// The fallback that holds on a day.
pub fn fallback(rules: &[Rule], day: NaiveDate) -> Option<&Rule> {
    rules
        .iter()
        .filter(|rule| rule.kind() == Kind::Fallback && rule.holds_on(day))
        .max_by_key(|rule| rule.rank())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    pub fn office(slug: &str) -> Office {
        Office {
            id: slug.bytes().map(i64::from).sum(),
            slug: slug.to_owned(),
            name_zh: slug.to_owned(),
            name_en: slug.to_owned(),
            email: format!("{slug}@city.example"),
            retired_on: None,
            mail_fails_since: None,
        }
    }

    pub fn category(id: i64) -> Category {
        let name = format!("category-{id}");
        Category {
            id,
            slug: name.clone(),
            name_zh: name.clone(),
            name_en: name.clone(),
            hint_zh: name.clone(),
            hint_en: name,
            due_days: 6,
            retired_on: None,
            version: 1,
        }
    }

    pub fn district(id: i64) -> District {
        let name = format!("district-{id}");
        District {
            id,
            slug: name.clone(),
            name_zh: name.clone(),
            name_en: name,
            retired_on: None,
            version: 1,
        }
    }

    /// A rule for these, from and until these days (`""`: none), to the office of this name.
    pub fn rule(
        id: i64,
        (of, place): (Option<i64>, Option<i64>),
        (from, until): (&str, &str),
        to: &str,
    ) -> Rule {
        let day = |text: &str| text.parse().ok();
        Rule {
            id,
            category: of.map(category),
            district: place.map(district),
            from: day(from),
            until: day(until),
            version: 1,
            offices: vec![office(to)],
        }
    }

    /// What the tables below are about: category 1 and 2, districts 1 and 2.
    fn rules() -> Vec<Rule> {
        vec![
            rule(1, (None, None), ("", ""), "front-desk"),
            rule(2, (None, Some(1)), ("", ""), "harbour"),
            rule(3, (Some(1), None), ("", ""), "roads"),
            rule(4, (Some(1), Some(1)), ("", "2026-03-31"), "harbour-roads"),
            rule(5, (Some(1), Some(1)), ("2026-05-01", ""), "new-roads"),
            // While they build, for two weeks.
            rule(
                6,
                (Some(1), None),
                ("2026-06-01", "2026-06-14"),
                "site-office",
            ),
        ]
    }

    #[test]
    fn the_most_specific_rule_that_holds_takes_it() {
        for (of, place, on, by) in [
            (1, 1, "2026-03-31", "harbour-roads"),
            // Its last day is its own, the next is not.
            (1, 1, "2026-04-01", "roads"),
            (1, 1, "2026-04-30", "roads"),
            (1, 1, "2026-05-01", "new-roads"),
            (1, 2, "2026-03-31", "roads"),
            (1, 2, "2026-05-31", "roads"),
            (1, 2, "2026-06-01", "site-office"),
            (1, 2, "2026-06-14", "site-office"),
            (1, 2, "2026-06-15", "roads"),
            // Category and district stand over what began later for the category alone.
            (1, 1, "2026-06-07", "new-roads"),
            (2, 1, "2026-06-07", "harbour"),
            (2, 2, "2026-06-07", "front-desk"),
        ] {
            let rules = rules();
            let taken = taker(&rules, of, place, day(on)).expect("a rule");
            assert_eq!(taken.offices[0].slug, by, "{of} in {place} on {on}");
            let weighed = weigh(&rules, of, place, day(on));
            let takes: Vec<i64> = weighed
                .iter()
                .filter(|one| one.why == Why::Takes)
                .map(|one| one.rule.id)
                .collect();
            assert_eq!(takes, [taken.id], "the explanation says another");
        }
    }

    #[test]
    fn it_is_said_why_the_others_do_not() {
        let rules = rules();
        let said = |of, place, on| -> Vec<(i64, Why)> {
            let weighed = weigh(&rules, of, place, day(on)).into_iter();
            weighed.map(|one| (one.rule.id, one.why)).collect()
        };
        assert_eq!(
            said(1, 1, "2026-04-10"),
            [
                (5, Why::NotYet(day("2026-05-01"))),
                (4, Why::Over(day("2026-03-31"))),
                (6, Why::NotYet(day("2026-06-01"))),
                (3, Why::Takes),
                (2, Why::LessSpecific),
                (1, Why::LessSpecific),
            ]
        );
        assert_eq!(
            said(1, 2, "2026-06-10"),
            [
                (6, Why::Takes),
                (3, Why::BeganEarlier),
                (1, Why::LessSpecific)
            ]
        );
    }

    #[test]
    fn a_rule_whose_offices_are_retired_takes_nothing() {
        let mut rules = rules();
        rules[2].offices[0].retired_on = Some(day("2026-04-05"));
        let taken = |on| taker(&rules, 1, 2, day(on)).expect("a rule").id;
        assert_eq!(taken("2026-04-04"), 3);
        assert_eq!(taken("2026-04-05"), 1);
        let weighed = weigh(&rules, 1, 2, day("2026-04-05"));
        assert_eq!(weighed[1].why, Why::NoOffice);
        rules[2].offices.push(office("second"));
        let taken = taker(&rules, 1, 2, day("2026-04-05")).expect("a rule");
        let living: Vec<&str> = taken
            .living(day("2026-04-05"))
            .map(|office| office.slug.as_str())
            .collect();
        assert_eq!((taken.id, living), (3, vec!["second"]));
    }

    #[test]
    fn without_a_fallback_somebody_is_left_over() {
        let rules = &rules()[1..];
        assert!(taker(rules, 2, 2, day("2026-06-07")).is_none());
        assert!(fallback(rules, day("2026-06-07")).is_none());
    }
}
