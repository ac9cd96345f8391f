//! The published forum rules, as their text in both languages numbers them.

use std::sync::LazyLock;

use crate::{accounts::RULES_VERSION, i18n::Lang};

static RULES: LazyLock<[Vec<Rule>; 2]> = LazyLock::new(|| {
    [
        read(include_str!("../../content/rules/zh.md")),
        read(include_str!("../../content/rules/en.md")),
    ]
});

/// A rule by its number, with its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `R1`, `R2` …
    pub id: String,
    pub title: String,
}

fn read(text: &str) -> Vec<Rule> {
    text.lines()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(". "))
        .filter(|(id, _)| id.starts_with('R') && id[1..].parse::<u8>().is_ok())
        .map(|(id, title)| Rule {
            id: id.to_owned(),
            title: title.trim().to_owned(),
        })
        .collect()
}

/// All rules, in their order.
pub fn all(lang: Lang) -> &'static [Rule] {
    match lang {
        Lang::Zh => &RULES[0],
        Lang::En => &RULES[1],
    }
}

/// A rule's number with its heading; the number alone where this version has no such rule.
pub fn name(lang: Lang, id: &str) -> String {
    let rule = all(lang).iter().find(|rule| rule.id == id);
    rule.map_or_else(|| id.to_owned(), |rule| format!("{id} {}", rule.title))
}

/// Whether the published rules of `version` have this rule.
pub fn published(rule: &str, version: &str) -> bool {
    version == RULES_VERSION && all(Lang::En).iter().any(|known| known.id == rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_number_the_same_rules() {
        let ids = |lang| all(lang).iter().map(|rule| &rule.id).collect::<Vec<_>>();
        assert_eq!(ids(Lang::Zh), ids(Lang::En));
        assert!(all(Lang::En).len() >= 9);
        assert!(published("R2", RULES_VERSION) && !published("R2", "2020-01-01"));
        assert!(!published("R99", RULES_VERSION));
    }
}
