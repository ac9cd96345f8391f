//! What is wrong with a set of rules, over plain data: a page, an import and a command say the same.
//!
//! Nothing here is looked up, and nothing refused; who calls decides which findings stand in the way.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    Category, District, enquiries,
    rules::{self, Kind, Rule},
};
use crate::{db::text_enum, text_rules};

text_enum! {
    /// What can be wrong.
    pub enum Fault {
        /// On some day no fallback holds.
        NoFallback = "no-fallback",
        /// An office of a rule that holds has no address to which mail can go.
        NoAddress = "no-address",
        /// Two rules name the same on the same days; the one that began later takes it.
        Overlap = "overlap",
        /// It takes nothing, for others take all that it names.
        Shadowed = "shadowed",
        /// All its offices are retired.
        NoOffice = "no-office",
        /// Its category or district is retired.
        Retired = "retired",
        /// Its last day has passed.
        Expired = "expired",
    }
}

impl Fault {
    /// Whether cases could be lost by it: nothing is kept that has it.
    pub const fn is_grave(self) -> bool {
        matches!(self, Self::NoFallback | Self::NoAddress)
    }
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub fault: Fault,
    /// The rule's id; none for a fallback that is not there.
    pub rule: Option<i64>,
    /// The other rule, of two.
    pub other: Option<i64>,
    /// The office without address, by its slug.
    pub office: Option<String>,
    /// From which day on.
    pub from: Option<NaiveDate>,
}

impl Finding {
    const fn of(fault: Fault, rule: &Rule) -> Self {
        Self {
            fault,
            rule: Some(rule.id),
            other: None,
            office: None,
            from: None,
        }
    }
}

/// All that is wrong from today on, the grave first, then by the rules' ids.
pub fn lint(
    rules: &[Rule],
    categories: &[Category],
    districts: &[District],
    today: NaiveDate,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(from) = first_without_fallback(rules, today) {
        found.push(Finding {
            fault: Fault::NoFallback,
            rule: None,
            other: None,
            office: None,
            from: Some(from),
        });
    }
    let useful = takers(rules, categories, districts, today);
    for rule in rules {
        found.extend(alone(rule, today));
        let dead = found.iter().any(|one| one.rule == Some(rule.id));
        if !dead && rule.kind() != Kind::Fallback && !useful.contains(&rule.id) {
            found.push(Finding {
                other: shadow_of(rules, rule, today),
                ..Finding::of(Fault::Shadowed, rule)
            });
        }
    }
    found.extend(overlaps(rules, today));
    found.sort_by_key(|one| (one.fault, one.rule, one.other));
    found
}

/// What is wrong with a rule by itself.
fn alone(rule: &Rule, today: NaiveDate) -> Vec<Finding> {
    if rule.until.is_some_and(|until| until < today) {
        return vec![Finding::of(Fault::Expired, rule)];
    }
    let first = first_day(rule, today);
    let is_gone = |retired: Option<NaiveDate>| retired.is_some_and(|retired| retired <= first);
    let of_retired = rule
        .category
        .as_ref()
        .is_some_and(|one| is_gone(one.retired_on))
        || rule
            .district
            .as_ref()
            .is_some_and(|one| is_gone(one.retired_on));
    if of_retired {
        return vec![Finding::of(Fault::Retired, rule)];
    }
    if rule.living(first).next().is_none() {
        return vec![Finding::of(Fault::NoOffice, rule)];
    }
    rule.living(first)
        .filter(|office| !text_rules::email(&office.email))
        .map(|office| Finding {
            office: Some(office.slug.clone()),
            ..Finding::of(Fault::NoAddress, rule)
        })
        .collect()
}

/// The first day from today on when it holds.
fn first_day(rule: &Rule, today: NaiveDate) -> NaiveDate {
    rule.from.map_or(today, |from| from.max(today))
}

/// Pairs that name the same on the same days.
fn overlaps(rules: &[Rule], today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, one) in rules.iter().enumerate() {
        for other in rules[at + 1..].iter().filter(|other| one.names_as(other)) {
            let from = first_day(one, today).max(first_day(other, today));
            let holds = |rule: &Rule| rule.until.is_none_or(|until| from <= until);
            if holds(one) && holds(other) {
                found.push(Finding {
                    other: Some(other.id),
                    from: Some(from),
                    ..Finding::of(Fault::Overlap, one)
                });
            }
        }
    }
    found
}

/// From today on, each day on which something begins or ends.
fn turns(
    rules: &[Rule],
    categories: &[Category],
    districts: &[District],
    today: NaiveDate,
) -> BTreeSet<NaiveDate> {
    let of_rules = rules.iter().flat_map(|rule| {
        let after = rule
            .until
            .and_then(|until| until.checked_add_days(Days::new(1)));
        let retired = rule.offices.iter().filter_map(|office| office.retired_on);
        rule.from.into_iter().chain(after).chain(retired)
    });
    let of_names = categories.iter().filter_map(|one| one.retired_on);
    of_rules
        .chain(of_names)
        .chain(districts.iter().filter_map(|one| one.retired_on))
        .filter(|day| *day > today)
        .chain([today])
        .collect()
}

/// The rules that take something on some day: between two turns, one day is as another.
fn takers(
    rules: &[Rule],
    categories: &[Category],
    districts: &[District],
    today: NaiveDate,
) -> BTreeSet<i64> {
    let mut useful = BTreeSet::new();
    for day in turns(rules, categories, districts, today) {
        let lives = |retired: Option<NaiveDate>| retired.is_none_or(|retired| day < retired);
        for category in categories.iter().filter(|one| lives(one.retired_on)) {
            // Most rules name another category; looking at them once is enough.
            let of_category: Vec<Rule> = rules
                .iter()
                .filter(|rule| {
                    rule.category
                        .as_ref()
                        .is_none_or(|one| one.id == category.id)
                })
                .cloned()
                .collect();
            for district in districts.iter().filter(|one| lives(one.retired_on)) {
                let is_enquiry = category.slug == enquiries::CATEGORY;
                if is_enquiry == (district.slug == enquiries::DISTRICT) {
                    let taker = rules::taker(&of_category, category.id, district.id, day);
                    useful.extend(taker.map(|rule| rule.id));
                }
            }
        }
    }
    useful
}

/// One that stands over a rule that takes nothing.
fn shadow_of(rules: &[Rule], rule: &Rule, today: NaiveDate) -> Option<i64> {
    let day = first_day(rule, today);
    let over = rules.iter().filter(|other| {
        let both = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let category = |rule: &Rule| rule.category.as_ref().map(|one| one.id);
        let district = |rule: &Rule| rule.district.as_ref().map(|one| one.id);
        other.id != rule.id
            && other.kind() != Kind::Fallback
            && other.holds_on(day)
            && both(category(rule), category(other))
            && both(district(rule), district(other))
    });
    over.max_by_key(|other| other.rank()).map(|other| other.id)
}

/// The first day from today on when no fallback holds.
pub fn first_without_fallback(rules: &[Rule], today: NaiveDate) -> Option<NaiveDate> {
    let fallbacks: Vec<Rule> = rules
        .iter()
        .filter(|rule| rule.kind() == Kind::Fallback)
        .cloned()
        .collect();
    turns(&fallbacks, &[], &[], today)
        .into_iter()
        .find(|day| rules::fallback(&fallbacks, *day).is_none())
}

#[cfg(test)]
mod tests {
    use super::{
        super::rules::tests::{category, day, district, rule},
        *,
    };

    const TODAY: &str = "2026-03-02";

    /// The findings in a city of two categories and two districts, the fallback beside `more`.
    fn found(more: &[Rule]) -> Vec<(Fault, Option<i64>, Option<i64>)> {
        let mut rules = vec![rule(1, (None, None), ("", ""), "front-desk")];
        rules.extend_from_slice(more);
        all(&rules)
    }

    fn all(rules: &[Rule]) -> Vec<(Fault, Option<i64>, Option<i64>)> {
        let (categories, districts) = ([category(1), category(2)], [district(1), district(2)]);
        lint(rules, &categories, &districts, day(TODAY))
            .into_iter()
            .map(|one| (one.fault, one.rule, one.other))
            .collect()
    }

    #[test]
    fn what_is_right_is_left_alone() {
        assert_eq!(found(&[]), []);
        assert_eq!(
            found(&[
                rule(2, (Some(1), None), ("", ""), "roads"),
                rule(3, (Some(1), Some(1)), ("", "2026-03-31"), "harbour"),
                rule(4, (Some(1), Some(1)), ("2026-04-01", ""), "new-harbour"),
                rule(5, (None, Some(2)), ("", ""), "hills"),
            ]),
            []
        );
    }

    #[test]
    fn each_fault_is_found_at_its_rule() {
        for (rules, fault, of, other) in [
            (
                vec![rule(2, (Some(1), None), ("", "2026-03-01"), "a")],
                Fault::Expired,
                2,
                None,
            ),
            // From its second day on the later one takes all: both are told, as overlap alone.
            (
                vec![
                    rule(2, (Some(1), None), ("", ""), "a"),
                    rule(3, (Some(1), None), ("2026-04-01", "2026-04-30"), "b"),
                ],
                Fault::Overlap,
                2,
                Some(3),
            ),
            // Every district has a rule of its own.
            (
                vec![
                    rule(2, (Some(1), None), ("", ""), "a"),
                    rule(3, (Some(1), Some(1)), ("", ""), "b"),
                    rule(4, (Some(1), Some(2)), ("", ""), "c"),
                ],
                Fault::Shadowed,
                2,
                Some(4),
            ),
            // Every category has.
            (
                vec![
                    rule(2, (None, Some(1)), ("", ""), "a"),
                    rule(3, (Some(1), None), ("", ""), "b"),
                    rule(4, (Some(2), None), ("", ""), "c"),
                ],
                Fault::Shadowed,
                2,
                Some(4),
            ),
        ] {
            assert_eq!(found(&rules), [(fault, Some(of), other)], "{rules:?}");
        }
        // A later rule for the same without end leaves the earlier nothing.
        let replaced = [
            rule(2, (Some(1), None), ("", ""), "a"),
            rule(3, (Some(1), None), ("2026-03-01", ""), "b"),
        ];
        assert_eq!(
            found(&replaced),
            [
                (Fault::Overlap, Some(2), Some(3)),
                (Fault::Shadowed, Some(2), Some(3)),
            ]
        );
        // Shadowed today and not for ever: the district's own rule ends.
        let for_now = [
            rule(2, (Some(1), None), ("", ""), "a"),
            rule(3, (Some(1), Some(1)), ("", "2026-12-31"), "b"),
            rule(4, (Some(1), Some(2)), ("", ""), "c"),
        ];
        assert_eq!(found(&for_now), []);
    }

    #[test]
    fn what_is_retired_or_cannot_be_mailed_is_found() {
        let mut rules = vec![rule(2, (Some(1), None), ("", ""), "a")];
        rules[0].offices[0].retired_on = Some(day(TODAY));
        assert_eq!(found(&rules), [(Fault::NoOffice, Some(2), None)]);
        rules[0].offices[0].retired_on = None;
        for address in ["", "nobody", "a b@city.example"] {
            rules[0].offices[0].email = address.into();
            assert_eq!(found(&rules), [(Fault::NoAddress, Some(2), None)]);
        }
        let mut rules = vec![rule(2, (Some(1), Some(1)), ("", ""), "a")];
        rules[0]
            .category
            .as_mut()
            .expect("the first category")
            .retired_on = Some(day("2026-03-01"));
        assert_eq!(found(&rules), [(Fault::Retired, Some(2), None)]);
    }

    #[test]
    fn a_fallback_must_hold_today_and_for_ever() {
        let of = |from, until| rule(1, (None, None), (from, until), "a");
        for (rules, gap) in [
            (vec![], Some(TODAY)),
            (vec![of("", "")], None),
            (vec![of("2026-03-03", "")], Some(TODAY)),
            (vec![of("", "2026-12-31")], Some("2027-01-01")),
            (vec![of("", "2026-12-31"), of("2027-01-01", "")], None),
            (
                vec![of("", "2026-12-31"), of("2027-01-02", "")],
                Some("2027-01-01"),
            ),
            (vec![of("", ""), of("2026-05-01", "2026-05-02")], None),
        ] {
            let first = first_without_fallback(&rules, day(TODAY));
            assert_eq!(first, gap.map(day), "{rules:?}");
        }
        let mut rules = vec![of("", "")];
        rules[0].offices[0].retired_on = Some(day("2026-08-01"));
        let first = first_without_fallback(&rules, day(TODAY));
        assert_eq!(first, Some(day("2026-08-01")));
        assert_eq!(all(&[])[0], (Fault::NoFallback, None, None));
    }
}
