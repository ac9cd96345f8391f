//! The route catalogue: every address that Plaza answers, once.
//!
//! The application is built from it, and tests crawl it: a route that is not
//! here does not exist.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use actix_web::{HttpRequest, dev::ResourceDef, guard, http::Method, web};

use super::{
    api::{
        self,
        paged::{FIXED, PAGED},
    },
    assets,
    keep::Cached,
    keyed, listing, look, matching, met, open311,
    pages::{
        self,
        admin::names::{Categories, Districts},
    },
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

/// The routes that a path, which has no query, can meet, whatever the method.
pub(super) fn at(path: &str) -> impl Iterator<Item = &'static Route> {
    // Building a pattern costs far more than matching it.
    static PATTERNS: LazyLock<Vec<ResourceDef>> = LazyLock::new(|| {
        let patterns = CATALOGUE.iter().map(Route::pattern);
        patterns.map(ResourceDef::new).collect()
    });
    let all = CATALOGUE.iter().zip(&*PATTERNS);
    all.filter(move |(_, pattern)| pattern.is_match(path))
        .map(|(route, _)| route)
}

/// Whether a page can be opened at `path`, which has no query.
pub(super) fn is_page(path: &str) -> bool {
    at(path).any(|route| route.method == "GET" && route.path.starts_with("/{lang}"))
}

/// Whether a page is asked for, be it only its head.
pub(super) fn asks_for_page(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// The routes that are a path's own: of `review/undo` none of `review/{id}`.
pub(super) fn own(path: &str) -> impl Iterator<Item = &'static Route> {
    let gaps = |route: &Route| route.path.matches('{').count();
    let fewest = at(path).map(gaps).min();
    at(path).filter(move |route| Some(gaps(route)) == fewest)
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

/// What a query says of where a list goes on.
const PLACES: &[&str] = &["after", "before", "page", "post"];
/// And of which published suggestions are listed.
const FILTERS: &[&str] = &[
    "category", "district", "office", "state", "month", "order", "after", "before",
];

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

/// `METHOD "path" Audience(Scope) handler, Cached;` of which scope and cached may be left out.
macro_rules! catalogue {
    ($($method:ident $path:literal $audience:ident $(($scope:ident))? $handler:path $(, $cached:expr)?;)*) => {
        /// Every route, in the order in which they are tried.
        pub const CATALOGUE: &[Route] = &[
            $(Route {
                method: stringify!($method),
                path: $path,
                audience: Audience::$audience,
                scope: given!($(Scope::$scope)?),
                cached: given!($($cached)?),
            },)*
        ];

        pub(super) fn configure(app: &mut web::ServiceConfig) {
            let mut routes = CATALOGUE.iter();
            let mut floors = BTreeMap::new();
            $(
                let route = routes.next().expect("the list above has a row for each");
                let answer = answers(Method::$method).to($handler);
                let pattern = route.pattern();
                match split(&pattern) {
                    Some((above, below)) => {
                        let scope = floors.remove(above).unwrap_or_else(|| web::scope(above));
                        floors.insert(above.to_owned(), scope.route(below, answer));
                    }
                    None => _ = app.route(&pattern, answer),
                }
            )*
            for scope in floors.into_values() {
                app.service(scope);
            }
        }
    };
}

catalogue! {
    GET "/healthz" Anyone pages::health::alive;
    GET "/readyz" Anyone pages::health::ready;
    GET "/assets/{name}" Anyone assets::get;
    GET "/look/{file}" Anyone look::get;

    GET "/api/v1/openapi.json" Anyone api::docs::document;
    GET "/api/docs" Anyone api::docs::index;
    GET "/api/docs/{file}" Anyone api::docs::file;
    GET "/dev/mail" Demo pages::dev_mail::get;
    GET "/dev/mail/samples" Demo pages::dev_mail::samples::list;
    GET "/dev/mail/samples/{number}" Demo pages::dev_mail::samples::get;

    GET "/api/v1/challenge" Anyone api::challenge::get;
    POST "/api/v1/personal-data/check" Anyone(ForumRead) api::personal_data::check;
    POST "/api/v1/preview" Anyone(ForumRead) api::personal_data::preview;
    GET "/api/v1/boards" Anyone(ForumRead) api::boards::list;
    GET "/api/v1/boards/{slug}" Anyone(ForumRead) api::boards::get;
    POST "/api/v1/boards/{slug}/topics" Anyone(ForumWrite) api::topics::post;
    GET "/api/v1/topics/{id}" Anyone(ForumRead) api::topics::get;
    POST "/api/v1/topics/{id}/posts" Anyone(ForumWrite) api::posts::post;
    POST "/api/v1/topics/{id}/arrange" Moderator(ModerationWrite) api::arrange::post;
    GET "/api/v1/tags" Anyone(ForumRead) api::tags::list;
    GET "/api/v1/tags/{tag}" Anyone(ForumRead) api::tags::get;
    POST "/api/v1/boards" Administrator(AdminWrite) api::admin::create;
    PUT "/api/v1/boards/{slug}" Administrator(AdminWrite) api::admin::change;
    PUT "/api/v1/boards/{slug}/archived" Administrator(AdminWrite) api::admin::archive;
    POST "/api/v1/boards/{slug}/order" Administrator(AdminWrite) api::admin::order;
    GET "/api/v1/posts/{id}" Anyone(ForumRead) api::posts::get;
    GET "/api/v1/posts/{id}/revisions" Anyone(ForumRead) api::posts::revisions;
    PATCH "/api/v1/posts/{id}" Member(ForumWrite) api::posts::patch;
    GET "/api/v1/search" Anyone(ForumRead) api::search::get;
    POST "/api/v1/search/similar" Anyone(ForumRead) api::search::similar;
    POST "/api/v1/attachments" Anyone(ForumWrite) api::attachments::post;
    GET "/api/v1/drafts" Member(ForumRead) api::drafts::list;
    GET "/api/v1/drafts/{place}/{of}" Member(ForumRead) api::drafts::get;
    PUT "/api/v1/drafts/{place}/{of}" Member(ForumWrite) api::drafts::put;
    DELETE "/api/v1/drafts/{place}/{of}" Member(ForumWrite) api::drafts::delete;
    GET "/{lang}/account/drafts" Member pages::drafts::get;
    POST "/{lang}/account/drafts/{id}/discard" Member pages::drafts::discard;
    GET "/attachments/{id}/{name}" Anyone pages::attachments::get;
    POST "/api/v1/posts/{id}/key" Anyone api::guest_posts::own;
    POST "/api/v1/posts/{id}/key/edit" Anyone api::guest_posts::edit;
    POST "/api/v1/posts/{id}/key/withdraw" Anyone api::guest_posts::withdraw;
    POST "/api/v1/posts/{id}/key/withdraw-email" Anyone api::guest_posts::withdraw_email;
    POST "/api/v1/posts/{id}/key/appeal" Anyone api::guest_posts::appeal;

    GET "/robots.txt" Anyone pages::sitemap::robots;
    GET "/sitemap.xml" Anyone pages::sitemap::index;
    GET "/sitemap-pages.xml" Anyone pages::sitemap::pages;
    GET "/sitemap-topics-{number}.xml" Anyone pages::sitemap::topics;
    GET "/feeds/{lang}/forum.atom" Anyone pages::forum::feeds::forum, Cached::LISTS;
    GET "/feeds/{lang}/boards/{slug}.atom" Anyone pages::forum::feeds::board, Cached::LISTS;
    GET "/feeds/{lang}/topics/{id}.atom" Anyone pages::forum::feeds::topic, Cached::TOPIC_FEED;
    GET "/feeds/{lang}/tags/{tag}.atom" Anyone pages::forum::feeds::tag, Cached::LISTS;

    GET "/{lang}" Anyone pages::home::get, Cached::LISTS;
    GET "/{lang}/search" Anyone pages::search::get;
    GET "/{lang}/boards/{slug}" Anyone pages::forum::board::get, Cached::LISTS.by(PLACES);
    GET "/{lang}/boards/{slug}/new" Anyone pages::forum::new::get;
    POST "/{lang}/boards/{slug}/new" Anyone pages::forum::new::post;
    GET "/{lang}/t/{id}" Anyone pages::forum::topic::bare, Cached::TOPIC.by(PLACES);
    GET "/{lang}/t/{id}/{slug}" Anyone pages::forum::topic::get, Cached::TOPIC.by(PLACES);
    GET "/{lang}/topics/{id}" Anyone pages::forum::topic::old;
    GET "/{lang}/topics/{id}/arrange" Moderator pages::arrange::get;
    POST "/{lang}/topics/{id}/arrange" Moderator pages::arrange::post;
    GET "/{lang}/topics/{id}/split" Moderator pages::arrange::split::get;
    POST "/{lang}/topics/{id}/split" Moderator pages::arrange::split::post;
    GET "/{lang}/tags" Anyone pages::forum::tags::list, Cached::LISTS;
    GET "/{lang}/tags/{tag}" Anyone pages::forum::tags::get, Cached::LISTS.by(PLACES);
    GET "/{lang}/posts/{id}" Anyone pages::forum::post::get;
    GET "/{lang}/admin/boards" Administrator pages::admin::boards::get;
    GET "/{lang}/admin/boards/new" Administrator pages::admin::board::new;
    POST "/{lang}/admin/boards/new" Administrator pages::admin::board::create;
    GET "/{lang}/admin/boards/{id}" Administrator pages::admin::board::edit;
    POST "/{lang}/admin/boards/{id}" Administrator pages::admin::board::change;
    POST "/{lang}/admin/boards/{id}/order" Administrator pages::admin::boards::order;
    POST "/{lang}/admin/boards/{id}/archive" Administrator pages::admin::boards::archive;
    GET "/{lang}/admin/moderators" Administrator pages::admin::moderators::list;
    POST "/{lang}/admin/moderators" Administrator pages::admin::moderators::give;
    GET "/{lang}/admin/moderators/{id}" Administrator pages::admin::moderators::get;
    POST "/{lang}/admin/moderators/{id}" Administrator pages::admin::moderators::post;
    POST "/{lang}/admin/moderators/{id}/end" Administrator pages::admin::moderators::end;
    GET "/{lang}/admin/templates" Administrator pages::admin::templates::list;
    GET "/{lang}/admin/templates/new" Administrator pages::admin::templates::new;
    POST "/{lang}/admin/templates/new" Administrator pages::admin::templates::create;
    GET "/{lang}/admin/templates/{id}" Administrator pages::admin::templates::edit;
    POST "/{lang}/admin/templates/{id}" Administrator pages::admin::templates::change;
    GET "/{lang}/admin/reasons" Administrator pages::admin::reasons::list;
    GET "/{lang}/admin/reasons/new" Administrator pages::admin::reasons::new;
    POST "/{lang}/admin/reasons/new" Administrator pages::admin::reasons::create;
    GET "/{lang}/admin/reasons/{id}" Administrator pages::admin::reasons::edit;
    POST "/{lang}/admin/reasons/{id}" Administrator pages::admin::reasons::change;
    GET "/api/v1/reasons" Moderator(ModerationRead) api::reasons::list;
    GET "/api/v1/admin/reasons" Administrator(AdminRead) api::reasons::kept;
    POST "/api/v1/admin/reasons" Administrator(AdminWrite) api::reasons::create;
    PUT "/api/v1/admin/reasons/{id}" Administrator(AdminWrite) api::reasons::change;
    GET "/{lang}/admin/settings" Administrator pages::admin::settings::list;
    GET "/{lang}/admin/settings/{key}" Administrator pages::admin::setting::get;
    POST "/{lang}/admin/settings/{key}" Administrator pages::admin::setting::post;
    POST "/{lang}/admin/settings/{key}/undo" Administrator pages::admin::setting::undo;
    GET "/api/v1/admin/settings" Administrator(AdminRead) api::settings::list;
    GET "/api/v1/admin/settings/{key}" Administrator(AdminRead) api::settings::get;
    PUT "/api/v1/admin/settings/{key}" Administrator(AdminWrite) api::settings::put;
    POST "/api/v1/admin/settings/{key}/undo" Administrator(AdminWrite) api::settings::undo;
    GET "/api/v1/admin/reasons/{id}" Administrator(AdminRead) api::reasons::get;
    GET "/{lang}/admin/offices" Administrator pages::admin::offices::list;
    GET "/{lang}/admin/offices/new" Administrator pages::admin::offices::new;
    POST "/{lang}/admin/offices/new" Administrator pages::admin::offices::create;
    GET "/{lang}/admin/offices/{slug}" Administrator pages::admin::offices::edit;
    POST "/{lang}/admin/offices/{slug}" Administrator pages::admin::offices::change;
    POST "/{lang}/admin/offices/{slug}/retire" Administrator pages::admin::offices::retire;
    POST "/{lang}/admin/offices/{slug}/members" Administrator pages::admin::offices::members;
    GET "/{lang}/admin/categories" Administrator pages::admin::names::list::<Categories>;
    GET "/{lang}/admin/categories/new" Administrator pages::admin::names::new::<Categories>;
    POST "/{lang}/admin/categories/new" Administrator pages::admin::names::create::<Categories>;
    GET "/{lang}/admin/categories/{slug}" Administrator pages::admin::names::edit::<Categories>;
    POST "/{lang}/admin/categories/{slug}" Administrator pages::admin::names::change::<Categories>;
    POST "/{lang}/admin/categories/{slug}/retire" Administrator pages::admin::names::retire::<Categories>;
    GET "/{lang}/admin/districts" Administrator pages::admin::names::list::<Districts>;
    GET "/{lang}/admin/districts/new" Administrator pages::admin::names::new::<Districts>;
    POST "/{lang}/admin/districts/new" Administrator pages::admin::names::create::<Districts>;
    GET "/{lang}/admin/districts/{slug}" Administrator pages::admin::names::edit::<Districts>;
    POST "/{lang}/admin/districts/{slug}" Administrator pages::admin::names::change::<Districts>;
    POST "/{lang}/admin/districts/{slug}/retire" Administrator pages::admin::names::retire::<Districts>;
    GET "/{lang}/admin/routing" Administrator pages::admin::rules::list;
    GET "/{lang}/admin/routing/explain" Administrator pages::admin::rules::explain;
    GET "/{lang}/admin/routing/new" Administrator pages::admin::rules::new;
    POST "/{lang}/admin/routing/new" Administrator pages::admin::rules::create;
    GET "/{lang}/admin/routing/{id}" Administrator pages::admin::rules::edit;
    POST "/{lang}/admin/routing/{id}" Administrator pages::admin::rules::change;
    GET "/{lang}/admin/calendar" Administrator pages::admin::calendar::get;
    POST "/{lang}/admin/calendar" Administrator pages::admin::calendar::post;
    GET "/{lang}/admin/watched" Moderator pages::admin::watched::list;
    POST "/{lang}/admin/watched" Administrator pages::admin::watched::post;
    GET "/{lang}/admin/watched/new" Administrator pages::admin::watched::new;
    POST "/{lang}/admin/watched/new" Administrator pages::admin::watched::create;
    GET "/{lang}/admin/watched/try" Moderator pages::admin::watched::list;
    POST "/{lang}/admin/watched/try" Moderator pages::admin::watched::test;
    GET "/{lang}/admin/watched/{id}" Administrator pages::admin::watched::edit;
    POST "/{lang}/admin/watched/{id}" Administrator pages::admin::watched::change;
    GET "/{lang}/admin/webhooks" Administrator pages::admin::webhooks::list;
    GET "/{lang}/admin/webhooks/new" Administrator pages::admin::webhooks::new;
    POST "/{lang}/admin/webhooks/new" Administrator pages::admin::webhooks::create;
    GET "/{lang}/admin/webhooks/{id}" Administrator pages::admin::webhooks::get;
    POST "/{lang}/admin/webhooks/{id}" Administrator pages::admin::webhooks::post;
    GET "/{lang}/admin/webhooks/{id}/edit" Administrator pages::admin::webhooks::edit;
    POST "/{lang}/admin/webhooks/{id}/edit" Administrator pages::admin::webhooks::change;
    GET "/api/v1/admin/webhooks" Administrator(AdminRead) api::webhooks::list;
    POST "/api/v1/admin/webhooks" Administrator api::webhooks::create;
    GET "/api/v1/admin/webhooks/{id}" Administrator(AdminRead) api::webhooks::get;
    PUT "/api/v1/admin/webhooks/{id}" Administrator(AdminWrite) api::webhooks::change;
    DELETE "/api/v1/admin/webhooks/{id}" Administrator(AdminWrite) api::webhooks::delete;
    PUT "/api/v1/admin/webhooks/{id}/enabled" Administrator(AdminWrite) api::webhooks::switch;
    POST "/api/v1/admin/webhooks/{id}/secret" Administrator api::webhooks::exchange;
    POST "/api/v1/admin/webhooks/{id}/test" Administrator(AdminWrite) api::webhooks::test;
    GET "/api/v1/admin/webhooks/{id}/deliveries" Administrator(AdminRead) api::webhooks::deliveries;
    POST "/api/v1/admin/webhooks/{id}/redeliver" Administrator(AdminWrite) api::webhooks::redeliver;

    GET "/{lang}/admin/status" Administrator pages::admin::status::get;
    GET "/api/v1/status" Administrator(AdminRead) api::status::get;
    GET "/{lang}/admin/mail" Administrator pages::admin::mail::list;
    POST "/{lang}/admin/mail" Administrator pages::admin::mail::retry_all;
    GET "/{lang}/admin/mail/{id}" Administrator pages::admin::mail::get;
    POST "/{lang}/admin/mail/{id}" Administrator pages::admin::mail::post;
    GET "/api/v1/mail" Administrator(AdminRead) api::mail::list;
    POST "/api/v1/mail/retry" Administrator(AdminWrite) api::mail::retry_all;
    GET "/api/v1/mail/{id}" Administrator(AdminRead) api::mail::get;
    POST "/api/v1/mail/{id}/retry" Administrator(AdminWrite) api::mail::retry;
    POST "/api/v1/mail/{id}/redirect" Administrator(AdminWrite) api::mail::redirect;
    POST "/api/v1/mail/{id}/give-up" Administrator(AdminWrite) api::mail::give_up;
    GET "/{lang}/admin/suppressed" Administrator pages::admin::suppressed::get;
    GET "/api/v1/admin/moderators" Administrator(AdminRead) api::moderators::list;
    POST "/api/v1/admin/moderators" Administrator api::moderators::give;
    GET "/api/v1/admin/moderators/{id}" Administrator api::moderators::get;
    DELETE "/api/v1/admin/moderators/{id}" Administrator api::moderators::end;
    PUT "/api/v1/admin/moderators/{id}/boards" Administrator api::moderators::choose;
    GET "/api/v1/admin/suppressed" Administrator(AdminRead) api::mail_check::suppressed;
    GET "/api/v1/admin/organisation" Administrator(AdminRead) api::organisation::get;
    POST "/api/v1/admin/organisation" Administrator(AdminWrite) api::organisation::import;
    GET "/api/v1/admin/routing" Administrator(AdminRead) api::organisation::explain;
    POST "/api/v1/admin/offices" Administrator(AdminWrite) api::organisation_entries::add_office;
    GET "/api/v1/admin/offices/{slug}" Administrator(AdminRead) api::organisation_one::office;
    PUT "/api/v1/admin/offices/{slug}" Administrator(AdminWrite) api::organisation_entries::change_office;
    PUT "/api/v1/admin/offices/{slug}/retired" Administrator(AdminWrite) api::organisation_entries::retire_office;
    GET "/api/v1/admin/offices/{slug}/members" Administrator(AdminRead) api::organisation_members::list;
    POST "/api/v1/admin/offices/{slug}/members" Administrator api::organisation_members::add;
    DELETE "/api/v1/admin/offices/{slug}/members/{id}" Administrator api::organisation_members::remove;
    POST "/api/v1/admin/categories" Administrator(AdminWrite) api::organisation_entries::add_category;
    GET "/api/v1/admin/categories/{slug}" Administrator(AdminRead) api::organisation_one::category;
    PUT "/api/v1/admin/categories/{slug}" Administrator(AdminWrite) api::organisation_entries::change_category;
    PUT "/api/v1/admin/categories/{slug}/retired" Administrator(AdminWrite) api::organisation_entries::retire_category;
    POST "/api/v1/admin/districts" Administrator(AdminWrite) api::organisation_entries::add_district;
    GET "/api/v1/admin/districts/{slug}" Administrator(AdminRead) api::organisation_one::district;
    PUT "/api/v1/admin/districts/{slug}" Administrator(AdminWrite) api::organisation_entries::change_district;
    PUT "/api/v1/admin/districts/{slug}/retired" Administrator(AdminWrite) api::organisation_entries::retire_district;
    POST "/api/v1/admin/rules" Administrator(AdminWrite) api::organisation_rules::add;
    GET "/api/v1/admin/rules/{id}" Administrator(AdminRead) api::organisation_one::rule;
    PUT "/api/v1/admin/rules/{id}" Administrator(AdminWrite) api::organisation_rules::change;
    DELETE "/api/v1/admin/rules/{id}" Administrator(AdminWrite) api::organisation_rules::remove;
    GET "/api/v1/admin/watched" Moderator(ModerationRead) api::watched::list;
    POST "/api/v1/admin/watched" Administrator(AdminWrite) api::watched::create;
    GET "/api/v1/admin/watched/export" Administrator(AdminRead) api::watched::export;
    POST "/api/v1/admin/watched/import" Administrator(AdminWrite) api::watched::import;
    POST "/api/v1/admin/watched/try" Moderator(ModerationRead) api::watched::try_text;
    GET "/api/v1/admin/watched/{id}" Moderator(ModerationRead) api::watched::get;
    PUT "/api/v1/admin/watched/{id}" Administrator(AdminWrite) api::watched::change;
    GET "/api/v1/admin/calendar" Administrator(AdminRead) api::calendar::get;
    POST "/api/v1/admin/calendar" Administrator(AdminWrite) api::calendar::import;
    GET "/api/v1/desk/templates" Staff(DeskRead) api::templates::list;
    POST "/api/v1/desk/templates" Administrator(AdminWrite) api::templates::create;
    GET "/api/v1/desk/templates/{id}" Staff(DeskRead) api::templates::get;
    PUT "/api/v1/desk/templates/{id}" Administrator(AdminWrite) api::templates::change;
    DELETE "/api/v1/desk/templates/{id}" Administrator(AdminWrite) api::templates::remove;
    POST "/{lang}/topics/{id}/reply" Anyone pages::forum::reply::post;
    GET "/{lang}/topics/{id}/unread" Member pages::reading::places::unread;
    POST "/{lang}/topics/{id}/watch" Member pages::reading::places::watch_topic;
    POST "/{lang}/boards/{slug}/watch" Member pages::reading::places::watch_board;
    POST "/{lang}/boards/{slug}/read" Member pages::reading::places::board_is_read;
    POST "/{lang}/posts/{id}/bookmark" Member pages::reading::posts::bookmark;
    POST "/{lang}/posts/{id}/reactions" Member pages::reading::posts::react;
    GET "/{lang}/notifications" Member pages::reading::notifications::get;
    POST "/{lang}/notifications/seen" Member pages::reading::notifications::see;
    GET "/{lang}/bookmarks" Member pages::reading::bookmarks::get;
    GET "/{lang}/account/reading" Member pages::reading::settings::get;
    POST "/{lang}/account/reading" Member pages::reading::settings::post;
    POST "/{lang}/account/reading/watches/{id}/forget" Member pages::reading::settings::forget;
    GET "/{lang}/people/{id}" Anyone pages::people::profile::get;
    GET "/{lang}/people/{id}/standing" Moderator pages::people::standing::get;
    POST "/{lang}/people/{id}/standing" Moderator pages::people::standing::impose;
    POST "/{lang}/people/{id}/standing/end" Moderator pages::people::standing::end;
    POST "/{lang}/people/{id}/standing/withdraw" Moderator pages::people::standing::withdraw;
    POST "/{lang}/people/{id}/standing/answer" Moderator pages::people::standing::answer;
    GET "/{lang}/review/accounts" Moderator pages::people::standing::appeals;
    GET "/{lang}/account/standing" Member pages::people::standing::own;
    POST "/{lang}/account/standing/appeal" Member pages::people::standing::appeal;
    POST "/api/v1/sanctions/{number}/appeal" Member(AccountWrite) api::standing::appeal;
    POST "/api/v1/sanctions/{number}/answer" Moderator(ModerationWrite) api::standing::answer;
    GET "/api/v1/sanctions/appeals" Moderator(ModerationRead) api::standing::appeals;
    GET "/api/v1/people/{id}/standing" Moderator(ModerationRead) api::standing::get;
    POST "/api/v1/people/{id}/sanctions" Moderator(ModerationWrite) api::standing::impose;
    POST "/api/v1/sanctions/{number}/end" Moderator(ModerationWrite) api::standing::end;
    POST "/api/v1/sanctions/{number}/withdraw" Moderator(ModerationWrite) api::standing::withdraw;
    GET "/api/v1/account/standing" Member(AccountRead) api::standing::own;
    GET "/{lang}/people/{id}/flag" Anyone pages::flags::of_profile;
    POST "/{lang}/people/{id}/flag" Anyone pages::flags::flag_profile;
    GET "/{lang}/posts/{id}/flag" Anyone pages::flags::of_post;
    POST "/{lang}/posts/{id}/flag" Anyone pages::flags::flag_post;
    POST "/api/v1/people/{id}/flags" Anyone(ForumWrite) api::flags::of_profile;
    POST "/api/v1/posts/{id}/flags" Anyone(ForumWrite) api::flags::of_post;
    GET "/{lang}/account/profile" Member pages::people::own::get;
    POST "/{lang}/account/profile" Member pages::people::own::post;
    POST "/{lang}/account/profile/erase" Member pages::people::own::erase;
    GET "/api/v1/people/{id}" Anyone(ForumRead) api::people::get;
    GET "/api/v1/account/profile" Member(AccountRead) api::people::own;
    PUT "/api/v1/account/profile" Member(AccountWrite) api::people::keep;
    DELETE "/api/v1/account/profile" Member(AccountWrite) api::people::erase;
    GET "/{lang}/account/digests" Member pages::accounts::digests::get;
    POST "/{lang}/account/digests" Member pages::accounts::digests::post;
    GET "/{lang}/digest/stop/{token}" Anyone pages::reading::digest::get;
    POST "/{lang}/digest/stop/{token}" Anyone pages::reading::digest::post;
    GET "/api/v1/notifications" Member(ForumRead) api::reading::notifications;
    POST "/api/v1/notifications/seen" Member(ForumWrite) api::reading::see;
    PUT "/api/v1/topics/{id}/watch" Member(ForumWrite) api::reading::watch_topic;
    PUT "/api/v1/boards/{slug}/watch" Member(ForumWrite) api::reading::watch_board;
    POST "/api/v1/topics/{id}/read" Member(ForumWrite) api::reading::topic_is_read;
    POST "/api/v1/boards/{slug}/read" Member(ForumWrite) api::reading::board_is_read;
    GET "/api/v1/account/watches" Member(ForumRead) api::reading::watches;
    DELETE "/api/v1/account/watches/{id}" Member(ForumWrite) api::reading::forget_watch;
    GET "/api/v1/account/reading" Member(ForumRead) api::reading::get;
    PUT "/api/v1/account/reading" Member(ForumWrite) api::reading::put;
    GET "/api/v1/account/cases" Member(SuggestionsRead) api::digests::cases;
    DELETE "/api/v1/account/cases/{id}" Member(SuggestionsWrite) api::digests::forget;
    POST "/api/v1/suggestions/case/watch" Member(SuggestionsWrite) api::digests::watch;
    GET "/api/v1/account/digests" Member(AccountRead) api::digests::get;
    PUT "/api/v1/account/digests" Member(AccountWrite) api::digests::put;
    POST "/api/v1/digest/stop" Anyone api::reading::stop_digest;
    GET "/api/v1/bookmarks" Member(ForumRead) api::kept::bookmarks;
    PUT "/api/v1/posts/{id}/bookmark" Member(ForumWrite) api::kept::bookmark;
    DELETE "/api/v1/posts/{id}/bookmark" Member(ForumWrite) api::kept::forget_bookmark;
    PUT "/api/v1/posts/{id}/reactions/{kind}" Member(ForumWrite) api::kept::react;
    DELETE "/api/v1/posts/{id}/reactions/{kind}" Member(ForumWrite) api::kept::take_back;
    GET "/{lang}/posts/{id}/edit" Member pages::forum::edit::get;
    POST "/{lang}/posts/{id}/edit" Member pages::forum::edit::post;
    GET "/{lang}/posts/{id}/key" Anyone pages::forum::key::get;
    POST "/{lang}/posts/{id}/key" Anyone pages::forum::key::post;
    GET "/{lang}/posts/{id}/revisions" Anyone pages::forum::revisions::get;
    GET "/{lang}/review" Reviewer pages::review::list::get;
    GET "/{lang}/review/feedback" Moderator pages::feedback::get;
    POST "/{lang}/posts/{id}/feedback" Moderator pages::feedback::post;
    GET "/{lang}/review/appeals" Moderator pages::appeals::get;
    POST "/{lang}/review/appeals/{id}" Moderator pages::appeals::post;
    GET "/{lang}/review/bulk" Moderator pages::review::bulk::get;
    POST "/{lang}/review/bulk" Moderator pages::review::bulk::post;
    POST "/{lang}/review/undo" Moderator pages::decisions::undo_last;
    GET "/{lang}/review/{id}" Reviewer pages::review::item::get;
    POST "/{lang}/review/{id}" Reviewer pages::review::item::post;
    POST "/{lang}/decisions/{number}/undo" Moderator pages::decisions::undo;
    GET "/{lang}/posts/{id}/erase" Member pages::rights::post::get;
    POST "/{lang}/posts/{id}/erase" Member pages::rights::post::post;
    GET "/{lang}/posts/{id}/about-me" Anyone pages::rights::about_me::get;
    POST "/{lang}/posts/{id}/about-me" Anyone pages::rights::about_me::post;
    GET "/{lang}/about-me/sent" Anyone pages::rights::about_me::sent;
    GET "/{lang}/about-me/{token}" Anyone pages::rights::about_me::link;
    POST "/{lang}/about-me/{token}" Anyone pages::rights::about_me::confirm;
    GET "/{lang}/requests/withdraw/{token}" Anyone pages::rights::withdraw::get;
    POST "/{lang}/requests/withdraw/{token}" Anyone pages::rights::withdraw::post;
    GET "/{lang}/account/data" Member pages::rights::data::get;
    POST "/{lang}/account/data/archive" Member pages::rights::data::archive;
    POST "/{lang}/account/data/request" Member pages::rights::data::request;
    GET "/{lang}/account/erase" Member pages::rights::account::get;
    POST "/{lang}/account/erase" Member pages::rights::account::post;
    GET "/{lang}/account/erased" Anyone pages::rights::account::erased;
    GET "/api/v1/account/data" Member api::rights::data;
    POST "/api/v1/account/data-requests" Member api::rights::ask;
    POST "/api/v1/account/erase" Member api::rights::erase_account;
    DELETE "/api/v1/posts/{id}" Member(ForumWrite) api::rights::erase_post;
    POST "/api/v1/posts/{id}/about-me" Anyone api::rights::about_me;
    POST "/api/v1/about-me/confirm" Anyone api::rights::confirm;
    POST "/api/v1/about-me/withdraw" Anyone api::rights::withdraw;
    GET "/{lang}/officer/requests" PrivacyOfficer pages::rights::queue::get;
    POST "/{lang}/officer/requests/{id}" PrivacyOfficer pages::rights::queue::post;
    GET "/api/v1/officer/requests" PrivacyOfficer(OfficerRead) api::officer::requests::list;
    POST "/api/v1/officer/requests/{id}" PrivacyOfficer(OfficerWrite) api::officer::requests::answer;
    POST "/api/v1/officer/agreements" PrivacyOfficer api::officer::agreements::post;
    PUT "/api/v1/officer/agreements/{id}" PrivacyOfficer api::officer::agreements::put;
    POST "/api/v1/officer/agreements/{id}/end" PrivacyOfficer api::officer::agreements::end;
    GET "/api/v1/officer/approvals" Approver(OfficerRead) api::officer::approvals::list;
    POST "/api/v1/officer/approvals" Approver api::officer::approvals::ask;
    POST "/api/v1/officer/approvals/{id}" Approver api::officer::approvals::answer;
    GET "/api/v1/officer/disclosures" PrivacyOfficer(OfficerRead) api::officer::disclosures::list;
    POST "/api/v1/officer/disclosures" PrivacyOfficer api::officer::disclosures::post;
    GET "/api/v1/officer/policy" PrivacyOfficer(OfficerRead) api::officer::policy::list;
    POST "/api/v1/officer/policy" PrivacyOfficer(OfficerWrite) api::officer::policy::begin;
    GET "/api/v1/officer/policy/{id}" PrivacyOfficer(OfficerRead) api::officer::policy::get;
    PUT "/api/v1/officer/policy/{id}" PrivacyOfficer(OfficerWrite) api::officer::policy::save;
    DELETE "/api/v1/officer/policy/{id}" PrivacyOfficer(OfficerWrite) api::officer::policy::discard;
    POST "/api/v1/officer/policy/{id}/publish" PrivacyOfficer api::officer::policy::publish;
    GET "/api/v1/officer/retention" PrivacyOfficer(OfficerRead) api::officer::retention::get;
    POST "/api/v1/posts/{id}/investigations" Moderator(ModerationWrite) api::investigations::ask;
    POST "/api/v1/posts/{id}/investigations/{number}" Moderator api::investigations::carry_out;
    GET "/api/v1/campaigns" Staff(AnnouncementsRead) api::campaigns::list;
    POST "/api/v1/campaigns" Staff(AnnouncementsWrite) api::campaigns::post;
    GET "/api/v1/events/{id}/sign-ups" Staff(DeskContact) api::events::sign_ups;
    GET "/api/v1/officer/breaches" PrivacyOfficer(OfficerRead) api::officer::breaches::list;
    POST "/api/v1/officer/breaches" PrivacyOfficer(OfficerWrite) api::officer::breaches::post;
    GET "/api/v1/officer/breaches/{id}" PrivacyOfficer(OfficerRead) api::officer::breaches::get;
    POST "/api/v1/officer/breaches/{id}/send" PrivacyOfficer api::officer::breaches::send;
    POST "/api/v1/officer/breaches/{id}/reported" PrivacyOfficer(OfficerWrite) api::officer::breaches::reported;
    GET "/api/v1/posts/{id}/decisions" Member(ForumRead) api::appeals::decisions;
    POST "/api/v1/posts/{id}/appeals" Member(ForumWrite) api::appeals::appeal;
    GET "/api/v1/review" Reviewer(ModerationRead) api::review::list;
    GET "/api/v1/review/count" Reviewer(ModerationRead) api::review::count;
    GET "/api/v1/review/feedback" Moderator(ModerationRead) api::moderate::feedback_counts;
    POST "/api/v1/review/bulk" Moderator(ModerationWrite) api::review_bulk::post;
    GET "/api/v1/review/undo" Moderator(ModerationRead) api::appeals::last;
    POST "/api/v1/review/undo" Moderator(ModerationWrite) api::appeals::undo_last;
    GET "/api/v1/review/{id}" Reviewer(ModerationRead) api::review_item::get;
    POST "/api/v1/review/{id}/claim" Reviewer(ModerationWrite) api::review_item::claim;
    POST "/api/v1/review/{id}/take-over" Reviewer(ModerationWrite) api::review_item::take_over;
    POST "/api/v1/review/{id}/release" Reviewer(ModerationWrite) api::review_item::release;
    POST "/api/v1/review/{id}" Reviewer(ModerationWrite) api::review::decide;
    POST "/api/v1/decisions/{number}/undo" Moderator(ModerationWrite) api::appeals::undo;
    POST "/api/v1/posts/{id}/moderate" Moderator(ModerationWrite) api::moderate::act;
    POST "/api/v1/posts/{id}/take-out" Moderator(ModerationWrite) api::take_out::post;
    POST "/api/v1/posts/{id}/feedback" Moderator(ModerationWrite) api::moderate::feedback;
    GET "/api/v1/appeals" Moderator(ModerationRead) api::appeals::waiting;
    POST "/api/v1/appeals/{id}" Moderator(ModerationWrite) api::appeals::decide;
    GET "/{lang}/posts/{id}/moderate" Moderator pages::moderate::get;
    POST "/{lang}/posts/{id}/moderate" Moderator pages::moderate::post;
    GET "/{lang}/posts/{id}/take-out" Moderator pages::take_out::get;
    POST "/{lang}/posts/{id}/take-out" Moderator pages::take_out::post;
    POST "/{lang}/posts/{id}/investigations" Moderator pages::investigations::ask;
    POST "/{lang}/posts/{id}/investigations/{number}" Moderator pages::investigations::carry_out;
    GET "/{lang}/posts/{id}/decisions" Member pages::decisions::get;
    POST "/{lang}/posts/{id}/decisions" Member pages::decisions::post;

    GET "/{lang}/polls" Anyone pages::polls::list::get;
    GET "/{lang}/polls/new" Moderator pages::polls::new::get;
    POST "/{lang}/polls/new" Moderator pages::polls::new::post;
    GET "/{lang}/polls/{id}" Anyone pages::polls::show::get;
    GET "/{lang}/polls/{id}/edit" Moderator pages::polls::new::edit;
    POST "/{lang}/polls/{id}/edit" Moderator pages::polls::new::change;
    POST "/{lang}/polls/{id}/vote" Member pages::polls::show::vote;
    GET "/api/v1/polls" Anyone(AnnouncementsRead) api::polls::list;
    POST "/api/v1/polls" Moderator(AnnouncementsWrite) api::polls::post;
    GET "/api/v1/polls/{id}" Anyone(AnnouncementsRead) api::polls::get;
    PUT "/api/v1/polls/{id}" Moderator(AnnouncementsWrite) api::polls::put;
    POST "/api/v1/polls/{id}/vote" Member(AnnouncementsWrite) api::polls::vote;

    GET "/{lang}/events" Anyone pages::events::list::get, Cached::EVENTS;
    GET "/{lang}/events/new" Staff pages::events::announce::new;
    POST "/{lang}/events/new" Staff pages::events::announce::create;
    GET "/{lang}/events/cancel/{token}" Anyone pages::events::cancel::get;
    POST "/{lang}/events/cancel/{token}" Anyone pages::events::cancel::post;
    GET "/{lang}/events/{id}" Anyone pages::events::show::get, Cached::EVENTS;
    GET "/{lang}/events/{id}/edit" Staff pages::events::announce::edit;
    POST "/{lang}/events/{id}/edit" Staff pages::events::announce::change;
    POST "/{lang}/events/{id}/call-off" Staff pages::events::show::call_off;
    GET "/{lang}/events/{id}/sign-up" Anyone pages::events::sign_up::get;
    POST "/{lang}/events/{id}/sign-up" Anyone pages::events::sign_up::post;
    GET "/{lang}/events/{id}/sign-ups" Staff pages::events::participants::get;
    GET "/feeds/{lang}/events.atom" Anyone pages::events::feeds::atom, Cached::EVENTS;
    GET "/feeds/{lang}/events.ics" Anyone pages::events::feeds::calendar, Cached::EVENTS;
    GET "/feeds/{lang}/events/{id}.ics" Anyone pages::events::feeds::one, Cached::EVENTS;
    GET "/{lang}/c/{code}" Anyone pages::events::campaigns::follow;
    GET "/{lang}/campaigns" Staff pages::events::campaigns::get;
    POST "/{lang}/campaigns" Staff pages::events::campaigns::post;
    GET "/api/v1/events" Anyone(AnnouncementsRead) api::events::list;
    POST "/api/v1/events" Staff(AnnouncementsWrite) api::events::post;
    POST "/api/v1/events/cancellations" Anyone api::events::cancel;
    POST "/api/v1/events/sign-ups/look" Anyone api::events::look;
    GET "/api/v1/events/{id}" Anyone(AnnouncementsRead) api::events::get;
    PUT "/api/v1/events/{id}" Staff(AnnouncementsWrite) api::events::put;
    POST "/api/v1/events/{id}/call-off" Staff(AnnouncementsWrite) api::events::call_off;
    POST "/api/v1/events/{id}/sign-ups" Anyone(AnnouncementsWrite) api::events::sign_up;

    GET "/{lang}/pages/{slug}" Anyone pages::city_pages::get, Cached::CITY;
    GET "/{lang}/admin/pages" Administrator pages::admin::city_pages::list;
    GET "/{lang}/admin/pages/new" Administrator pages::admin::city_pages::new;
    POST "/{lang}/admin/pages/new" Administrator pages::admin::city_pages::create;
    GET "/{lang}/admin/pages/{id}" Administrator pages::admin::city_page::get;
    GET "/{lang}/admin/pages/{id}/edit" Administrator pages::admin::city_pages::edit;
    POST "/{lang}/admin/pages/{id}/edit" Administrator pages::admin::city_pages::change;
    POST "/{lang}/admin/pages/{id}/place" Administrator pages::admin::city_page::place;
    POST "/{lang}/admin/pages/{id}/publish" Administrator pages::admin::city_page::publish;
    POST "/{lang}/admin/pages/{id}/withdraw" Administrator pages::admin::city_page::withdraw;
    GET "/{lang}/admin/pages/{id}/revisions/{number}" Administrator pages::admin::city_page::version;
    POST "/{lang}/admin/pages/{id}/revisions/{number}/restore" Administrator pages::admin::city_page::restore;
    GET "/api/v1/pages" Anyone api::city_pages::list;
    GET "/api/v1/pages/{slug}" Anyone api::city_pages::get;
    GET "/api/v1/admin/pages" Administrator(AdminRead) api::city_pages_kept::list;
    POST "/api/v1/admin/pages" Administrator(AdminWrite) api::city_pages_kept::create;
    GET "/api/v1/admin/pages/{id}" Administrator(AdminRead) api::city_pages_kept::get;
    PUT "/api/v1/admin/pages/{id}" Administrator(AdminWrite) api::city_pages_kept::change;
    PUT "/api/v1/admin/pages/{id}/place" Administrator(AdminWrite) api::city_pages_kept::place;
    POST "/api/v1/admin/pages/{id}/publish" Administrator(AdminWrite) api::city_pages_kept::publish;
    POST "/api/v1/admin/pages/{id}/withdraw" Administrator(AdminWrite) api::city_pages_kept::withdraw;
    GET "/api/v1/admin/pages/{id}/revisions/{number}" Administrator(AdminRead) api::city_pages_kept::version;
    POST "/api/v1/admin/pages/{id}/revisions/{number}/restore" Administrator(AdminWrite) api::city_pages_kept::restore;

    GET "/{lang}/admin/audit" Administrator pages::admin::audit::list;
    POST "/{lang}/admin/audit/export" Administrator pages::admin::audit::export;
    GET "/{lang}/admin/audit/sign-ins" Administrator pages::admin::audit::sign_ins;
    POST "/{lang}/admin/audit/sign-ins/export" Administrator pages::admin::audit::export_sign_ins;
    GET "/api/v1/admin/audit" Administrator(AdminRead) api::audit::list;
    POST "/api/v1/admin/audit/export" Administrator(AdminRead) api::audit::export;
    GET "/api/v1/admin/audit/sign-ins" Administrator(AdminRead) api::audit::sign_ins;
    POST "/api/v1/admin/audit/sign-ins/export" Administrator(AdminRead) api::audit::export_sign_ins;
    GET "/api/v1/account/sign-ins" Member(AccountRead) api::audit::own_sign_ins;

    GET "/{lang}/open-data" Anyone pages::open_data::get, Cached::CITY;
    GET "/open-data/{file}" Anyone pages::open_data::file;

    GET "/{lang}/statistics" Anyone pages::statistics::list::get;
    GET "/{lang}/statistics/suggestions" Anyone pages::statistics::suggestions::newest;
    GET "/{lang}/statistics/{month}" Anyone pages::statistics::month::get;
    GET "/{lang}/statistics/{month}/suggestions/{by}" Anyone pages::statistics::suggestions::get;
    GET "/api/v1/statistics" Anyone api::statistics::months;
    GET "/api/v1/statistics/{month}" Anyone api::statistics::month;
    GET "/api/v1/statistics/{month}/suggestions/{by}" Anyone api::statistics::suggestions;

    GET "/{lang}/officer" PrivacyOfficer pages::officer::hub::get;
    GET "/{lang}/officer/policy" PrivacyOfficer pages::officer::policy::list;
    POST "/{lang}/officer/policy" PrivacyOfficer pages::officer::policy::begin;
    GET "/{lang}/officer/policy/{id}" PrivacyOfficer pages::officer::policy::get;
    POST "/{lang}/officer/policy/{id}" PrivacyOfficer pages::officer::policy::post;

    GET "/{lang}/privacy" Anyone pages::privacy::current::get, Cached::CITY;
    GET "/{lang}/privacy/versions" Anyone pages::privacy::versions::list, Cached::CITY;
    GET "/{lang}/privacy/versions/{number}" Anyone pages::privacy::versions::get, Cached::CITY;
    GET "/{lang}/privacy/compare" Anyone pages::privacy::compare::get;
    POST "/{lang}/privacy/notice/{number}/dismiss" Member pages::privacy::notice::dismiss;
    GET "/feeds/{lang}/privacy.atom" Anyone pages::privacy::feed::get, Cached::CITY;
    GET "/feeds/{lang}/moderation.atom" Anyone pages::moderation::feed::get;
    GET "/{lang}/moderation" Anyone pages::moderation::policy::get;
    GET "/{lang}/moderation/log" Anyone pages::moderation::log::get;
    GET "/{lang}/moderation/figures" Anyone pages::moderation::figures::newest;
    GET "/{lang}/moderation/figures/{month}" Anyone pages::moderation::figures::get;
    GET "/{lang}/ledger" Anyone pages::ledger::get;
    GET "/{lang}/ledger/statements" Anyone pages::ledger::statements;
    GET "/{lang}/ledger/statements/{day}" Anyone pages::ledger::one;

    GET "/{lang}/officer/retention" PrivacyOfficer pages::officer::retention::get;

    GET "/{lang}/officer/agreements" PrivacyOfficer pages::officer::agreements::get;
    POST "/{lang}/officer/agreements" PrivacyOfficer pages::officer::agreements::post;
    GET "/{lang}/officer/agreements/{id}/edit" PrivacyOfficer pages::officer::agreements::edit;
    POST "/{lang}/officer/agreements/{id}/edit" PrivacyOfficer pages::officer::agreements::change;
    POST "/{lang}/officer/agreements/{id}/end" PrivacyOfficer pages::officer::agreements::end;
    GET "/{lang}/officer/disclosures" PrivacyOfficer pages::officer::disclosures::get;
    POST "/{lang}/officer/disclosures" PrivacyOfficer pages::officer::disclosures::post;
    GET "/{lang}/officer/breaches" PrivacyOfficer pages::officer::breaches::get;
    POST "/{lang}/officer/breaches" PrivacyOfficer pages::officer::breaches::post;
    GET "/{lang}/officer/breaches/{id}" PrivacyOfficer pages::officer::breach::get;
    POST "/{lang}/officer/breaches/{id}" PrivacyOfficer pages::officer::breach::send;
    POST "/{lang}/officer/breaches/{id}/reported" PrivacyOfficer pages::officer::breach::reported;
    GET "/{lang}/officer/breaches/{id}/report" PrivacyOfficer pages::officer::breach::report;
    GET "/{lang}/officer/breaches/{id}/report.txt" PrivacyOfficer pages::officer::breach::report_text;
    GET "/{lang}/officer/approvals" Approver pages::officer::approvals::get;
    POST "/{lang}/officer/approvals" Approver pages::officer::approvals::post;
    POST "/{lang}/officer/approvals/{id}" Approver pages::officer::approvals::answer;

    GET "/api/v1/moderation/log" Anyone api::moderation::log;
    GET "/api/v1/moderation/figures" Anyone api::moderation::figures;
    GET "/api/v1/moderation/figures/{month}" Anyone api::moderation::month;
    GET "/api/v1/ledger" Anyone api::ledger::register;
    GET "/api/v1/ledger/statements" Anyone api::ledger::statements;

    GET "/{lang}/privacy/files" Anyone pages::files::get, Cached::CITY;
    GET "/api/v1/privacy/files" Anyone api::privacy::files;
    GET "/{lang}/privacy/agreements" Anyone pages::privacy::agreements::get;
    GET "/api/v1/privacy/agreements" Anyone api::privacy::agreements;
    GET "/{lang}/rules" Anyone pages::text::rules, Cached::CITY;
    GET "/{lang}/cookies" Anyone pages::cookies::get;
    POST "/{lang}/cookies" Anyone pages::cookies::post;
    GET "/{lang}/leaving" Anyone pages::leaving::get;
    GET "/{lang}/accessibility" Anyone pages::text::accessibility, Cached::CITY;

    GET "/{lang}/register" Anyone pages::accounts::register::get;
    POST "/{lang}/register" Anyone pages::accounts::register::post;
    GET "/{lang}/register/sent" Anyone pages::accounts::register::sent;
    GET "/{lang}/register/{token}" Anyone pages::accounts::confirm::get;
    POST "/{lang}/register/{token}" Anyone pages::accounts::confirm::post;
    GET "/{lang}/log-on" Anyone pages::accounts::log_on::get;
    POST "/{lang}/log-on" Anyone pages::accounts::log_on::post;
    POST "/{lang}/log-on/sign-on" Anyone pages::sign_on::begin;
    GET "/{lang}/log-on/prove" Anyone pages::sign_on::held::prove;
    POST "/{lang}/log-on/prove" Anyone pages::sign_on::held::proven;
    GET "/{lang}/log-on/join" Anyone pages::sign_on::held::join;
    POST "/{lang}/log-on/join" Anyone pages::sign_on::held::joined;
    GET "/sign-on/callback" Anyone pages::sign_on::callback;
    GET "/sign-on/logged-off" Anyone pages::sign_on::logged_off;
    POST "/sign-on/back-channel-logout" Anyone pages::sign_on::back_channel;
    GET "/{lang}/account/sign-on" Member pages::sign_on::own::get;
    POST "/{lang}/account/sign-on/link" Member pages::sign_on::own::link;
    POST "/{lang}/account/sign-on/unlink" Member pages::sign_on::own::unlink;
    POST "/{lang}/account/sign-on/confirm" Member pages::sign_on::own::confirm;
    GET "/{lang}/account/sign-on/waiting" Member pages::sign_on::own::waiting;
    POST "/{lang}/account/sign-on/waiting" Member pages::sign_on::own::link_waiting;
    GET "/api/v1/sign-on" Anyone api::sign_on::get;
    GET "/api/v1/account/sign-on" Member(AccountRead) api::sign_on::own;
    DELETE "/api/v1/account/sign-on" Member api::sign_on::unlink;
    GET "/{lang}/log-on/appeal" Anyone pages::accounts::appeal::get;
    POST "/{lang}/log-on/appeal" Anyone pages::accounts::appeal::post;
    POST "/api/v1/account/suspension/appeal" Anyone api::standing::appeal_suspended;
    POST "/api/v1/account/suspension/decisions" Anyone api::suspension::decisions;
    POST "/{lang}/log-off" Anyone pages::accounts::log_on::off;
    POST "/{lang}/log-on/passkey" Anyone pages::accounts::log_on::passkey;
    POST "/{lang}/log-on/second" Anyone pages::accounts::second_step::post;
    POST "/{lang}/log-on/set-up" Anyone pages::accounts::second_step::set_up;
    GET "/{lang}/account/confirm" Member pages::accounts::again::get;
    POST "/{lang}/account/confirm" Member pages::accounts::again::post;
    GET "/{lang}/account/factors" Member pages::accounts::factors::get;
    POST "/{lang}/account/factors/app" Member pages::accounts::factors::app;
    POST "/{lang}/account/factors/app/confirm" Member pages::accounts::factors::confirm_app;
    POST "/{lang}/account/factors/app/remove" Member pages::accounts::factors::remove_app;
    POST "/{lang}/account/factors/codes" Member pages::accounts::factors::renew_codes;
    POST "/{lang}/account/factors/passkeys" Member pages::accounts::factors::add_passkey;
    POST "/{lang}/account/factors/passkeys/{id}/remove" Member pages::accounts::factors::remove_passkey;
    POST "/{lang}/account/factors/end" Member pages::accounts::factors::end;
    GET "/{lang}/admin/factors" Administrator pages::admin::factors::get;
    POST "/{lang}/admin/factors" Administrator pages::admin::factors::post;
    POST "/{lang}/admin/factors/{id}/approve" Administrator pages::admin::factors::approve;
    POST "/{lang}/admin/factors/{id}/decline" Administrator pages::admin::factors::decline;
    POST "/api/v1/sessions/second-step" Anyone api::second_step::finish;
    POST "/api/v1/sessions/second-step/options" Anyone api::second_step::options;
    POST "/api/v1/sessions/set-up" Anyone api::second_step::set_up;
    POST "/api/v1/sessions/passkey" Anyone api::second_step::passkey;
    POST "/api/v1/sessions/passkey/options" Anyone api::second_step::passkey_options;
    POST "/api/v1/account/confirm" Member api::factors::confirm_again;
    POST "/api/v1/account/confirm/options" Member api::factors::confirm_options;
    GET "/api/v1/account/factors" Member api::factors::get;
    DELETE "/api/v1/account/factors" Member api::factors::end;
    POST "/api/v1/account/factors/app" Member api::factors::app;
    POST "/api/v1/account/factors/app/confirm" Member api::factors::confirm_app;
    DELETE "/api/v1/account/factors/app" Member api::factors::remove_app;
    POST "/api/v1/account/factors/codes" Member api::factors::renew_codes;
    POST "/api/v1/account/passkeys/options" Member api::factors::passkey_options;
    POST "/api/v1/account/passkeys" Member api::factors::add_passkey;
    DELETE "/api/v1/account/passkeys/{id}" Member api::factors::remove_passkey;
    GET "/api/v1/admin/factors" Administrator api::factor_resets::people;
    GET "/api/v1/admin/factor-resets" Administrator api::factor_resets::list;
    POST "/api/v1/admin/factor-resets" Administrator api::factor_resets::ask;
    POST "/api/v1/admin/factor-resets/{id}/approve" Administrator api::factor_resets::approve;
    DELETE "/api/v1/admin/factor-resets/{id}" Administrator api::factor_resets::decline;
    GET "/{lang}/password/forgot" Anyone pages::accounts::reset::ask;
    POST "/{lang}/password/forgot" Anyone pages::accounts::reset::asked;
    GET "/{lang}/password/sent" Anyone pages::accounts::reset::sent;
    GET "/{lang}/password/reset/{token}" Anyone pages::accounts::reset::get;
    POST "/{lang}/password/reset/{token}" Anyone pages::accounts::reset::post;
    GET "/{lang}/account" Member pages::accounts::own::get;
    GET "/{lang}/account/preferences" Member pages::accounts::preferences::get;
    POST "/{lang}/account/preferences" Member pages::accounts::preferences::post;
    POST "/{lang}/account/preferences/erase" Member pages::accounts::preferences::erase;
    GET "/api/v1/account/preferences" Member(AccountRead) api::preferences::get;
    PUT "/api/v1/account/preferences" Member(AccountWrite) api::preferences::put;
    DELETE "/api/v1/account/preferences" Member(AccountWrite) api::preferences::delete;
    GET "/{lang}/account/name" Member pages::accounts::name::get;
    POST "/{lang}/account/name" Member pages::accounts::name::post;
    GET "/{lang}/account/password" Member pages::accounts::password::get;
    POST "/{lang}/account/password" Member pages::accounts::password::post;
    GET "/{lang}/account/address" Member pages::accounts::address::get;
    POST "/{lang}/account/address" Member pages::accounts::address::post;
    GET "/{lang}/account/address/sent" Member pages::accounts::address::sent;
    GET "/{lang}/account/address/{token}" Anyone pages::accounts::address::link;
    POST "/{lang}/account/address/{token}" Anyone pages::accounts::address::confirm;
    POST "/{lang}/account/mail-check" Member pages::accounts::mail_check::post;
    GET "/{lang}/account/mail-check/sent" Member pages::accounts::mail_check::sent;
    GET "/{lang}/account/mail-check/{token}" Anyone pages::accounts::mail_check::link;
    POST "/{lang}/account/mail-check/{token}" Anyone pages::accounts::mail_check::confirm;
    POST "/{lang}/account/policy-mails" Member pages::accounts::consents::policy_mails;
    GET "/{lang}/policy-mails/stop/{token}" Anyone pages::accounts::stop_policy_mails::get;
    POST "/{lang}/policy-mails/stop/{token}" Anyone pages::accounts::stop_policy_mails::post;
    POST "/{lang}/account/consents/{id}/withdraw" Member pages::accounts::consents::withdraw;
    POST "/{lang}/account/sessions/others/end" Member pages::accounts::own::end_others;
    POST "/{lang}/account/sessions/{id}/end" Member pages::accounts::own::end;

    GET "/{lang}/account/tokens" Member pages::accounts::tokens::get;
    POST "/{lang}/account/tokens" Member pages::accounts::tokens::post;
    POST "/{lang}/account/tokens/{id}/end" Member pages::accounts::tokens::end;
    GET "/{lang}/admin/tokens" Administrator pages::admin::tokens::get;
    POST "/{lang}/admin/tokens/{id}/end" Administrator pages::admin::tokens::end;
    GET "/api/v1/account/tokens" Member api::tokens::list;
    POST "/api/v1/account/tokens" Member api::tokens::post;
    DELETE "/api/v1/account/tokens/{id}" Member api::tokens::delete;
    GET "/api/v1/admin/tokens" Administrator api::tokens::of_the_city;
    DELETE "/api/v1/admin/tokens/{id}" Administrator api::tokens::end;

    GET "/{lang}/enquiries/new" Anyone pages::enquiries::get;
    POST "/{lang}/enquiries/new" Anyone pages::enquiries::post;
    GET "/{lang}/suggestions" Anyone pages::suggestions::list::get, Cached::LISTS.by(FILTERS);
    GET "/feeds/{lang}/suggestions.atom" Anyone pages::suggestions::list::feed, Cached::LISTS;
    GET "/{lang}/suggestions/new" Anyone pages::suggestions::new::get;
    POST "/{lang}/suggestions/new" Anyone pages::suggestions::new::post;
    GET "/{lang}/suggestions/case" Anyone pages::suggestions::case::get;
    POST "/{lang}/suggestions/case" Anyone pages::suggestions::case::post;
    POST "/{lang}/suggestions/case/file" Anyone pages::suggestions::file::post;
    POST "/{lang}/suggestions/case/publication" Anyone pages::suggestions::publication::post;
    POST "/{lang}/suggestions/case/watch" Member pages::suggestions::watch::post;
    POST "/{lang}/suggestions/case/restrict" Anyone pages::suggestions::case::restrict;
    POST "/{lang}/suggestions/case/reply" Anyone pages::suggestions::case::reply;
    POST "/{lang}/suggestions/case/rate" Anyone pages::suggestions::rate::own;
    POST "/{lang}/suggestions/case/reopen" Anyone pages::suggestions::case::open_again;
    POST "/{lang}/suggestions/case/address" Anyone pages::suggestions::pending::correct;
    POST "/{lang}/suggestions/case/drop" Anyone pages::suggestions::pending::drop_it;
    POST "/{lang}/suggestions/case/withdraw" Anyone pages::suggestions::case::withdraw_contact;
    GET "/{lang}/suggestions/confirm/{token}" Anyone pages::suggestions::confirm::get;
    POST "/{lang}/suggestions/confirm/{token}" Anyone pages::suggestions::confirm::post;
    GET "/{lang}/suggestions/rate/{token}" Anyone pages::suggestions::rate::get;
    POST "/{lang}/suggestions/rate/{token}" Anyone pages::suggestions::rate::post;
    POST "/{lang}/topics/{id}/support" Member pages::support::set;
    GET "/{lang}/topics/{id}/support/mail" Anyone pages::support::get;
    POST "/{lang}/topics/{id}/support/mail" Anyone pages::support::post;
    GET "/{lang}/suggestions/support/{token}" Anyone pages::support::link::get;
    POST "/{lang}/suggestions/support/{token}" Anyone pages::support::link::confirm;
    GET "/{lang}/suggestions/support-back/{token}" Anyone pages::support::link::back;
    POST "/{lang}/suggestions/support-back/{token}" Anyone pages::support::link::take_back;
    PUT "/api/v1/topics/{id}/support" Member(ForumWrite) api::support::put;
    DELETE "/api/v1/topics/{id}/support" Member(ForumWrite) api::support::delete;
    POST "/api/v1/topics/{id}/support/mail" Anyone api::support::ask;
    POST "/api/v1/support/look" Anyone api::support::look;
    POST "/api/v1/support/confirm" Anyone api::support::confirm;
    POST "/api/v1/support/take-back" Anyone api::support::take_back;
    GET "/{lang}/desk" Staff pages::desk::list::get;
    POST "/{lang}/desk" Staff pages::desk::list::post;
    GET "/{lang}/desk/new" Staff pages::desk::enter::get;
    POST "/{lang}/desk/new" Staff pages::desk::enter::post;
    GET "/{lang}/desk/inbox" Staff pages::desk::inbox::list;
    GET "/{lang}/desk/inbox/{id}" Staff pages::desk::inbox::get;
    POST "/{lang}/desk/inbox/{id}" Staff pages::desk::inbox::post;
    GET "/{lang}/desk/{id}" Staff pages::desk::case::get;
    POST "/{lang}/desk/{id}" Staff pages::desk::case::post;
    GET "/{lang}/desk/{id}/file" Staff pages::desk::file::get;
    POST "/{lang}/desk/{id}/file" Staff pages::desk::file::post;
    GET "/desk/{id}/files/{file}/{name}" Staff pages::desk::files::get;
    GET "/{lang}/desk/{id}/acts/{act}" Staff pages::desk::act::get;
    POST "/{lang}/desk/{id}/acts/{act}" Staff pages::desk::act::post;

    GET "/api/v1/categories" Anyone api::choices::categories;
    GET "/api/v1/districts" Anyone api::choices::districts;
    GET "/api/v1/offices" Anyone api::choices::offices;
    POST "/api/v1/desk/cases" Staff(DeskWrite) api::desk::enter;
    GET "/api/v1/desk/cases" Staff(DeskRead) api::desk_list::list;
    POST "/api/v1/desk/acts" Staff(DeskWrite) api::desk_list::act;
    GET "/api/v1/desk/inbox" Staff(DeskRead) api::desk_inbox::list;
    GET "/api/v1/desk/inbox/{id}" Staff(DeskRead) api::desk_inbox::get;
    POST "/api/v1/desk/inbox/{id}/place" Staff(DeskWrite) api::desk_inbox::place;
    POST "/api/v1/desk/inbox/{id}/discard" Staff(DeskWrite) api::desk_inbox::discard;
    POST "/api/v1/desk/inbox/{id}/files" Staff(DeskWrite) api::desk_inbox::files;
    POST "/api/v1/desk/cases/{id}/contact" Staff(DeskContact) api::desk_cases::contact;
    GET "/api/v1/desk/cases/{id}" Staff(DeskRead) api::desk_cases::get;
    GET "/api/v1/desk/cases/{id}/files/{file}" Staff(DeskRead) api::case_files::at_desk;
    POST "/api/v1/desk/cases/{id}/answer" Staff(DeskWrite) api::desk_cases::answer;
    POST "/api/v1/desk/cases/{id}/acts" Staff(DeskWrite) api::desk_cases::act;
    POST "/api/v1/suggestions" Anyone(SuggestionsWrite) api::suggestions::post;
    POST "/api/v1/suggestions/preview" Anyone(SuggestionsRead) api::suggestions_preview::post;
    POST "/api/v1/enquiries" Anyone(SuggestionsWrite) api::enquiries::post;
    POST "/api/v1/suggestions/files" Anyone(SuggestionsWrite) api::case_files::upload;
    POST "/api/v1/suggestions/case/file" Anyone(SuggestionsRead) api::case_files::own;
    POST "/api/v1/suggestions/confirm" Anyone api::suggestions::confirm;
    POST "/api/v1/suggestions/case" Anyone(SuggestionsRead) api::suggestions::follow;
    GET "/api/v1/suggestions/published" Anyone(SuggestionsRead) api::published::list;
    GET "/api/v1/suggestions/published/{topic}" Anyone(SuggestionsRead) api::published::get;
    POST "/api/v1/suggestions/case/publication" Anyone(SuggestionsRead) api::published::own;
    POST "/api/v1/suggestions/case/publish" Anyone(SuggestionsWrite) api::published::publish;
    POST "/api/v1/suggestions/case/unpublish" Anyone(SuggestionsWrite) api::published::withdraw;
    POST "/api/v1/suggestions/case/appeal" Anyone(SuggestionsWrite) api::published::appeal;
    POST "/api/v1/suggestions/case/reply" Anyone(SuggestionsWrite) api::suggestions::reply;
    POST "/api/v1/suggestions/case/rate" Anyone(SuggestionsWrite) api::ratings::own;
    POST "/api/v1/suggestions/ratings/look" Anyone api::ratings::look;
    POST "/api/v1/suggestions/ratings" Anyone api::ratings::post;
    POST "/api/v1/suggestions/case/reopen" Anyone(SuggestionsWrite) api::suggestions::reopen;
    POST "/api/v1/suggestions/case/address" Anyone(SuggestionsWrite) api::suggestions::correct;
    POST "/api/v1/suggestions/case/drop" Anyone(SuggestionsWrite) api::suggestions::drop_it;

    GET "/open311/discovery.{format}" Anyone open311::discovery::get;
    GET "/open311/v2/services.{format}" Anyone open311::services::list;
    GET "/open311/v2/services/{slug}.{format}" Anyone open311::services::get;
    POST "/open311/v2/requests.{format}" Anyone open311::send::post;
    GET "/open311/v2/requests.{format}" Anyone open311::requests::list;
    GET "/open311/v2/requests/{id}.{format}" Anyone open311::requests::get;
    GET "/open311/v2/tokens/{token}.{format}" Anyone open311::tokens::get;

    GET "/api/v1/policy" Anyone api::policy::current;
    GET "/api/v1/policy/versions" Anyone api::policy::versions;
    GET "/api/v1/policy/versions/{number}" Anyone api::policy::version;
    GET "/api/v1/notices/{notice}" Anyone api::policy::notice;
    GET "/api/v1/account/consents" Member(AccountRead) api::consents::list;
    POST "/api/v1/account/consents/{id}/withdraw" Member(AccountWrite) api::consents::withdraw;
    PUT "/api/v1/account/policy-mails" Member(AccountWrite) api::consents::policy_mails;
    POST "/api/v1/policy-mails/stop" Anyone api::consents::stop_policy_mails;
    POST "/api/v1/suggestions/case/restrict" Anyone(SuggestionsWrite) api::rights::restrict;
    POST "/api/v1/suggestions/case/withdraw-contact" Anyone(SuggestionsWrite) api::consents::withdraw_contact;

    POST "/api/v1/accounts" Anyone api::accounts::post;
    POST "/api/v1/accounts/confirm" Anyone api::accounts::confirm;
    GET "/api/v1/account" Member(AccountRead) api::accounts::get;
    PUT "/api/v1/account/name" Member(AccountWrite) api::accounts::put_name;
    POST "/api/v1/account/mail-check" Member(AccountWrite) api::mail_check::ask;
    POST "/api/v1/mail-check/confirm" Anyone api::mail_check::confirm;
    POST "/api/v1/sessions" Anyone api::sessions::post;
    DELETE "/api/v1/sessions" Member api::sessions::delete;
    DELETE "/api/v1/sessions/current" Member api::sessions::delete_current;
    POST "/api/v1/password/reset-requests" Anyone api::accounts::request_reset;
}
