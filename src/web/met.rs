//! Which route of the catalogue a path meets, without the router: a page that is given out as it was kept
//! never comes to it, and several rooms ask for each request.
//!
//! It knows the forms that paths take there. Of a request's path of any other it says nothing, and the router is asked.

use std::{collections::BTreeMap, sync::LazyLock};

use actix_web::{HttpMessage as _, HttpRequest, dev::ResourceDef};

use super::routes::{CATALOGUE, Route};

/// What may stand between two slashes.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Words(&'static str),
    Language,
    /// Anything, between words.
    Any(&'static str, &'static str),
}

impl Step {
    /// None for a form that is not known here.
    fn of(text: &'static str) -> Option<Self> {
        if text == "{lang}" {
            return Some(Self::Language);
        }
        let Some((before, rest)) = text.split_once('{') else {
            return Some(Self::Words(text));
        };
        let (name, after) = rest.split_once('}')?;
        let plain = name != "format" && name != "lang" && !after.contains('{');
        plain.then_some(Self::Any(before, after))
    }

    fn meets(&self, text: &str) -> bool {
        match self {
            Self::Words(words) => *words == text,
            Self::Language => matches!(text, "zh" | "en"),
            Self::Any(before, after) => text
                .strip_prefix(*before)
                .and_then(|rest| rest.strip_suffix(*after))
                .is_some_and(|name| !name.is_empty()),
        }
    }
}

/// A route, and the steps of its path.
type Stepped = (&'static Route, Vec<Step>);

/// The routes of the catalogue by how many steps they have, each in the catalogue's order.
static BY_LENGTH: LazyLock<BTreeMap<usize, Vec<Stepped>>> = LazyLock::new(|| {
    let mut by_length: BTreeMap<usize, Vec<Stepped>> = BTreeMap::new();
    for route in CATALOGUE {
        let steps: Option<Vec<Step>> = route.path.split('/').map(Step::of).collect();
        if let Some(steps) = steps {
            let alike = by_length.entry(steps.len()).or_default();
            alike.push((route, steps));
        }
    }
    by_length
});

/// The routes whose paths have another form, with the router's patterns.
static OTHERS: LazyLock<Vec<(&'static Route, ResourceDef)>> = LazyLock::new(|| {
    let is_other = |route: &&Route| route.path.split('/').any(|step| Step::of(step).is_none());
    let others = CATALOGUE.iter().filter(is_other);
    let patterns = others.map(|route| (route, ResourceDef::new(route.pattern())));
    patterns.collect()
});

/// The routes of forms that are known here which a path meets.
fn known(path: &str) -> impl Iterator<Item = &'static Route> {
    let parts: Vec<&str> = path.split('/').collect();
    let alike = BY_LENGTH.get(&parts.len()).into_iter().flatten();
    let met = alike.filter(move |(_, steps)| {
        let mut pairs = steps.iter().zip(&parts);
        pairs.all(|(step, part)| step.meets(part))
    });
    met.map(|(route, _)| *route)
}

/// The first route that a path meets with a method.
fn first(path: &str, method: &str) -> Option<&'static Route> {
    known(path).find(|route| route.method == method)
}

/// All routes that a path meets, whatever the method and the form.
pub(super) fn all(path: &str) -> impl Iterator<Item = &'static Route> {
    let others = OTHERS
        .iter()
        .filter(move |(_, pattern)| pattern.is_match(path));
    known(path).chain(others.map(|(route, _)| *route))
}

/// What was found out for a request, for whoever asks next.
#[derive(Clone, Copy)]
struct Met(Option<&'static Route>);

/// The route that a request meets, if it is one of those that are known here; HEAD meets what GET does.
pub(super) fn route(request: &HttpRequest) -> Option<&'static Route> {
    let known = request.extensions().get::<Met>().copied();
    if let Some(Met(route)) = known {
        return route;
    }
    let method = match request.method().as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let route = first(request.path(), method);
    request.extensions_mut().insert(Met(route));
    route
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The catalogue's patterns, as the router has them.
    fn patterns() -> Vec<(&'static Route, ResourceDef)> {
        let patterns = CATALOGUE.iter();
        patterns
            .map(|route| (route, ResourceDef::new(route.pattern())))
            .collect()
    }

    #[test]
    fn a_path_meets_what_the_router_finds() {
        let samples = CATALOGUE.iter().map(|route| {
            let path = route
                .path
                .replace("{lang}", "zh")
                .replace("{format}", "json");
            let filled = path.split('/').map(|step| match step.split_once('{') {
                Some((before, rest)) => {
                    let after = rest.split_once('}').map_or("", |(_, after)| after);
                    format!("{before}7{after}")
                }
                None => step.to_owned(),
            });
            filled.collect::<Vec<_>>().join("/")
        });
        let others = [
            "/",
            "",
            "/zh",
            "/fr",
            "/zh/",
            "/zh/boards/",
            "/zh/t/7/words/more",
            "/feeds/zh/topics/.atom",
            "/feeds/zh/topics/7.atom.atom",
            "/sitemap-topics-.xml",
            "/sitemap-topics-7.xml",
            "/en/boards/new",
            "/en/%62oards/x",
            "/assets/a b",
        ];
        let patterns = patterns();
        for path in samples.chain(others.map(str::to_owned)) {
            let mut meets: Vec<_> = all(&path).map(|route| (route.path, route.method)).collect();
            meets.sort_unstable();
            let by_pattern = patterns
                .iter()
                .filter(|(_, pattern)| pattern.is_match(&path));
            let mut right: Vec<_> = by_pattern
                .map(|(route, _)| (route.path, route.method))
                .collect();
            right.sort_unstable();
            assert_eq!(meets, right, "{path}");
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
                let found = first(&path, method);
                let mut every = patterns.iter();
                let right = every
                    .find(|(route, pattern)| route.method == method && pattern.is_match(&path));
                let Some((right, _)) = right else {
                    assert!(found.is_none(), "{method} {path}");
                    continue;
                };
                if right.path.contains("{format}") {
                    continue;
                }
                let found = found.map(|route| route.path);
                assert_eq!(found, Some(right.path), "{method} {path}");
            }
        }
    }
}
