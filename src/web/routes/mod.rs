//! The route catalogue: every address that Plaza answers, once, a file for each part of the city; and what is asked
//! of a route.
//!
//! The application is built from it, and tests crawl it: a route that is not
//! here does not exist.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use actix_web::{HttpRequest, guard, http::Method, web};

use super::{
    api::paged::{FIXED, PAGED},
    keep::Cached,
    keyed, listing, matching, met,
};
use crate::api_tokens::Scope;

/// Who a route is for. The handler's own extractor enforces it; tests hold the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Anyone,
    Member,
    Moderator,
    /// A moderator, or the privacy officer: each finds their part of the queue.
    Reviewer,
    Staff,
    PrivacyOfficer,
    /// The privacy officer, or an administrator as the second person.
    Approver,
    Administrator,
    /// Anyone, in a demo city only.
    Demo,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub method: &'static str,
    /// actix-web's pattern, but for `{lang}`; see [`Route::pattern`].
    pub path: &'static str,
    pub audience: Audience,
    /// What a token of the API needs for it: where nobody says so, none does. What everybody can read, each
    /// reads, as a guest does where it lacks the scope.
    pub scope: Option<Scope>,
    /// Whether its page may be kept for those of whom nothing is known: where nobody says so, it is not.
    pub cached: Option<Cached>,
}

/// Pages that everybody can open, and that are opened by whoever wrote a post, is named in it or reports
/// it, or supports a suggestion; so is a person's own page.
const TELLING: [&str; 6] = [
    "/{lang}/posts/{id}/key",
    "/{lang}/posts/{id}/about-me",
    "/{lang}/posts/{id}/flag",
    "/{lang}/people/{id}/flag",
    "/{lang}/people/{id}",
    "/{lang}/topics/{id}/support/mail",
];

impl Route {
    /// Whether it is a page that everybody can read. A mailed link's address is a secret; of a page
    /// for somebody named in a post the path would tell where such a person comes from.
    pub fn is_public_page(&self) -> bool {
        self.method == "GET"
            && self.audience == Audience::Anyone
            && self.path.starts_with("/{lang}")
            && !self.path.contains("{token}")
            && !TELLING.contains(&self.path)
    }

    /// Whether a guest may read it, and so every token as well.
    pub fn is_read_by_anyone(&self) -> bool {
        self.method == "GET" && self.audience == Audience::Anyone
    }

    /// Whether a program's `Idempotency-Key` does it once.
    pub fn takes_key(&self) -> bool {
        keyed::takes_key(self)
    }

    /// Whether its room does it once by that key, in the transaction that does it.
    pub fn is_exact(&self) -> bool {
        keyed::is_exact(self)
    }

    /// Whether its answer is not kept for that key, but made anew.
    pub fn is_streamed(&self) -> bool {
        keyed::is_streamed(self)
    }

    /// Whether an edit can say by `If-Match` what it began from.
    pub fn is_matched(&self) -> bool {
        matching::is_matched(self)
    }

    /// Whether it is a list that is given page by page.
    pub fn is_paged(&self) -> bool {
        self.method == "GET" && PAGED.contains(&self.path)
    }

    /// Whether a program can say how long such a page is.
    pub fn takes_limit(&self) -> bool {
        self.is_paged() && !FIXED.contains(&self.path)
    }

    /// The pattern to match with: `{lang}` is one of the languages and nothing else, `{format}` one
    /// of Open311's two.
    pub fn pattern(&self) -> String {
        self.path
            .replacen("/{lang}", LANGUAGE, 1)
            .replacen("{format}", "{format:json|xml}", 1)
    }
}

/// The catalogue's path of the route that a request met, such as `/{lang}/boards/{slug}`.
pub(super) fn template(request: &HttpRequest) -> Option<String> {
    if let Some(route) = met::route(request) {
        return Some(route.path.to_owned());
    }
    Some(
        request
            .match_pattern()?
            .replacen("{lang:zh|en}", "{lang}", 1)
            .replacen("{format:json|xml}", "{format}", 1),
    )
}

/// The route of the catalogue that a request met; HEAD meets what GET does.
pub(super) fn of(request: &HttpRequest) -> Option<&'static Route> {
    if let Some(route) = met::route(request) {
        return Some(route);
    }
    let path = template(request)?;
    let method = match request.method().as_str() {
        "HEAD" => "GET",
        method => method,
    };
    CATALOGUE
        .iter()
        .find(|route| route.path == path && route.method == method)
}

/// The place of a route in the catalogue.
pub(super) fn number(route: &Route) -> Option<usize> {
    static NUMBERS: LazyLock<HashMap<(&str, &str), usize>> = LazyLock::new(|| {
        let routes = CATALOGUE.iter().enumerate();
        routes
            .map(|(number, route)| ((route.method, route.path), number))
            .collect()
    });
    NUMBERS.get(&(route.method, route.path)).copied()
}

/// Whether a page can be opened at `path`, which has no query.
pub(super) fn is_page(path: &str) -> bool {
    met::all(path).any(|route| route.method == "GET" && route.path.starts_with("/{lang}"))
}

/// Whether a page is asked for, be it only its head.
pub(super) fn asks_for_page(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// The routes that are a path's own: of `review/undo` none of `review/{id}`.
pub(super) fn own(path: &str) -> impl Iterator<Item = &'static Route> {
    let gaps = |route: &Route| route.path.matches('{').count();
    let fewest = met::all(path).map(gaps).min();
    met::all(path).filter(move |route| Some(gaps(route)) == fewest)
}

/// Whether a route with gaps met a path that has routes without any, which another method leads to.
pub(super) fn is_anothers(route: &Route, path: &str) -> bool {
    static WHOLE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let whole = CATALOGUE.iter().filter(|route| !route.path.contains('{'));
        whole.map(|route| route.path).collect()
    });
    route.path.contains('{') && WHOLE.contains(path)
}

/// As [`is_page`], of a path that is no form's own: of `review/undo` none, though `review/{id}` is one.
fn is_no_form(path: &str) -> bool {
    let mut own = own(path);
    own.any(|route| route.method == "GET" && route.path.starts_with("/{lang}"))
}

/// The page at a path or, where a form alone leads there, the nearest above it: on that it stood.
pub(super) fn page_at(path: &str) -> &str {
    let mut page = path;
    while !is_no_form(page) {
        match page.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => page = above,
            _ => break,
        }
    }
    page
}

/// Where whoever logs on first is led back to; nowhere behind a mailed link, whose address is a secret.
pub(super) fn page_of(request: &HttpRequest) -> Option<String> {
    if template(request)?.contains("{token}") {
        return None;
    }
    if asks_for_page(request) {
        let places = listing::places(request.query_string());
        return Some(format!("{}{places}", request.path()));
    }
    Some(page_at(request.path()).to_owned())
}

/// HEAD is answered wherever GET is: the server leaves the body out.
fn answers(method: Method) -> actix_web::Route {
    match method {
        Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        method => web::method(method),
    }
}

macro_rules! given {
    () => {
        None
    };
    ($given:expr) => {
        Some($given)
    };
}

/// A pattern at the end of its first words, such as `/{lang:zh|en}/boards` and `/{slug}`: the router tries
/// one pattern after another, so it first looks for those words, and then only at what begins so. None
/// for a pattern that has none.
fn split(pattern: &str) -> Option<(&str, &str)> {
    let (before, rest) = match pattern.strip_prefix(LANGUAGE) {
        Some(rest) => (LANGUAGE.len(), rest),
        None if pattern.starts_with(API) => (API.len(), &pattern[API.len()..]),
        None => return None,
    };
    let words = rest.strip_prefix('/')?;
    let words = words.find('/').unwrap_or(words.len());
    let (above, below) = pattern.split_at(before + 1 + words);
    (!above[before..].contains('{')).then_some((above, below))
}

const LANGUAGE: &str = "/{lang:zh|en}";
const API: &str = "/api/v1";

/// The routes that have the same first words, by these.
type Floors = BTreeMap<String, actix_web::Scope>;

fn place(
    app: &mut web::ServiceConfig,
    floors: &mut Floors,
    route: &Route,
    answer: actix_web::Route,
) {
    let pattern = route.pattern();
    match split(&pattern) {
        Some((above, below)) => {
            let scope = floors.remove(above).unwrap_or_else(|| web::scope(above));
            floors.insert(above.to_owned(), scope.route(below, answer));
        }
        None => _ = app.route(&pattern, answer),
    }
}

/// `METHOD "path" Audience(Scope) handler, Cached;` of which scope and cached may be left out: one part of the
/// catalogue, in the order in which its routes are tried.
macro_rules! catalogue {
    ($($method:ident $path:literal $audience:ident $(($scope:ident))? $handler:path $(, $cached:expr)?;)*) => {
        pub(super) const ROUTES: &[$crate::web::routes::Route] = &[
            $($crate::web::routes::Route {
                method: stringify!($method),
                path: $path,
                audience: $crate::web::routes::Audience::$audience,
                scope: given!($($crate::api_tokens::Scope::$scope)?),
                cached: given!($($cached)?),
            },)*
        ];

        pub(super) fn configure(
            app: &mut ::actix_web::web::ServiceConfig,
            floors: &mut $crate::web::routes::Floors,
        ) {
            let mut routes = ROUTES.iter();
            $(
                let route = routes.next().expect("the list above has a row for each");
                let answer = $crate::web::routes::answers(::actix_web::http::Method::$method);
                $crate::web::routes::place(app, floors, route, answer.to($handler));
            )*
        }
    };
}

// They use the macro above.
mod accounts;
mod admin;
mod announcements;
mod city;
mod desk;
mod forum;
mod moderation;
mod officer;
mod service;
mod suggestions;

const PARTS: [&[Route]; 10] = [
    service::ROUTES,
    forum::ROUTES,
    admin::ROUTES,
    moderation::ROUTES,
    officer::ROUTES,
    announcements::ROUTES,
    city::ROUTES,
    accounts::ROUTES,
    suggestions::ROUTES,
    desk::ROUTES,
];

/// Every route. In a part they are tried in its order; what one part answers, no other takes.
pub const CATALOGUE: &[Route] = &joined();

const LENGTH: usize = {
    let (mut length, mut part) = (0, 0);
    while part < PARTS.len() {
        length += PARTS[part].len();
        part += 1;
    }
    length
};

const fn joined() -> [Route; LENGTH] {
    let mut all = [PARTS[0][0]; LENGTH];
    let (mut next, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut row = 0;
        while row < PARTS[part].len() {
            all[next] = PARTS[part][row];
            next += 1;
            row += 1;
        }
        part += 1;
    }
    all
}

pub(super) fn configure(app: &mut web::ServiceConfig) {
    let mut floors = Floors::new();
    let parts = [
        service::configure,
        forum::configure,
        admin::configure,
        moderation::configure,
        officer::configure,
        announcements::configure,
        city::configure,
        accounts::configure,
        suggestions::configure,
        desk::configure,
    ];
    for configure in parts {
        configure(app, &mut floors);
    }
    for scope in floors.into_values() {
        app.service(scope);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::dev::ResourceDef;

    use super::*;

    #[test]
    fn what_one_part_answers_no_other_takes() {
        let patterns = |part: &'static [Route]| -> Vec<(&'static Route, ResourceDef)> {
            let of = |route: &'static Route| (route, ResourceDef::new(route.pattern()));
            part.iter().map(of).collect()
        };
        let patterns: Vec<_> = PARTS.into_iter().map(patterns).collect();
        for (number, part) in PARTS.into_iter().enumerate() {
            for route in part {
                let path = route.path.replace("{lang}", "zh");
                let path = path.replace("{format}", "json").replace(['{', '}'], "");
                let others = patterns.iter().enumerate();
                let others = others.filter(|(other, _)| *other != number);
                for (other, pattern) in others.flat_map(|(_, patterns)| patterns) {
                    let takes = other.method == route.method && pattern.is_match(&path);
                    assert!(!takes, "{} takes {} {path}", other.path, route.method);
                }
            }
        }
    }
}
