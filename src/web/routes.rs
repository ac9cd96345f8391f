//! The route catalogue: every address that Plaza answers, once.
//!
//! The application is built from it, and tests crawl it: a route that is not
//! here does not exist.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use actix_web::{HttpRequest, dev::ResourceDef, guard, http::Method, web};

use super::{
    api, assets,
    keep::Cached,
    listing, met, open311,
    pages::{
        self,
        admin::names::{Categories, Districts},
    },
};

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

    /// The pattern to match with: `{lang}` is one of the languages and nothing else, `{format}` one
    /// of Open311's two.
    pub fn pattern(&self) -> String {
        self.path
            .replacen("{lang}", "{lang:zh|en}", 1)
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

macro_rules! cached {
    () => {
        None
    };
    ($cached:expr) => {
        Some($cached)
    };
}

macro_rules! catalogue {
    ($($method:ident $path:literal $audience:ident $handler:path $(, $cached:expr)?;)*) => {
        /// Every route, in the order in which they are tried.
        pub const CATALOGUE: &[Route] = &[
            $(Route {
                method: stringify!($method),
                path: $path,
                audience: Audience::$audience,
                cached: cached!($($cached)?),
            },)*
        ];

        pub(super) fn configure(app: &mut web::ServiceConfig) {
            let mut routes = CATALOGUE.iter();
            $(
                let route = routes.next().expect("the list above has a row for each");
                app.route(&route.pattern(), answers(Method::$method).to($handler));
            )*
        }
    };
}

catalogue! {
    GET "/healthz" Anyone pages::health::alive;
    GET "/readyz" Anyone pages::health::ready;
    GET "/assets/{name}" Anyone assets::get;

    GET "/api/v1/openapi.json" Anyone api::docs::document;
    GET "/api/docs" Anyone api::docs::index;
    GET "/api/docs/{file}" Anyone api::docs::file;
    GET "/dev/mail" Demo pages::dev_mail::get;
    GET "/dev/mail/samples" Demo pages::dev_mail::samples::list;
    GET "/dev/mail/samples/{number}" Demo pages::dev_mail::samples::get;

    GET "/api/v1/challenge" Anyone api::challenge::get;
    POST "/api/v1/personal-data/check" Anyone api::personal_data::check;
    POST "/api/v1/preview" Anyone api::personal_data::preview;
    GET "/api/v1/boards" Anyone api::boards::list;
    GET "/api/v1/boards/{slug}" Anyone api::boards::get;
    POST "/api/v1/boards/{slug}/topics" Anyone api::topics::post;
    GET "/api/v1/topics/{id}" Anyone api::topics::get;
    POST "/api/v1/topics/{id}/posts" Anyone api::posts::post;
    POST "/api/v1/topics/{id}/arrange" Moderator api::arrange::post;
    GET "/api/v1/tags" Anyone api::tags::list;
    GET "/api/v1/tags/{tag}" Anyone api::tags::get;
    POST "/api/v1/boards" Administrator api::admin::create;
    PUT "/api/v1/boards/{slug}" Administrator api::admin::change;
    PUT "/api/v1/boards/{slug}/archived" Administrator api::admin::archive;
    POST "/api/v1/boards/{slug}/order" Administrator api::admin::order;
    GET "/api/v1/posts/{id}" Anyone api::posts::get;
    GET "/api/v1/posts/{id}/revisions" Anyone api::posts::revisions;
    PATCH "/api/v1/posts/{id}" Member api::posts::patch;
    GET "/api/v1/search" Anyone api::search::get;
    POST "/api/v1/search/similar" Anyone api::search::similar;
    POST "/api/v1/attachments" Anyone api::attachments::post;
    GET "/api/v1/drafts" Member api::drafts::list;
    GET "/api/v1/drafts/{place}/{of}" Member api::drafts::get;
    PUT "/api/v1/drafts/{place}/{of}" Member api::drafts::put;
    DELETE "/api/v1/drafts/{place}/{of}" Member api::drafts::delete;
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
    GET "/api/v1/reasons" Moderator api::reasons::list;
    GET "/api/v1/admin/reasons" Administrator api::reasons::kept;
    POST "/api/v1/admin/reasons" Administrator api::reasons::create;
    PUT "/api/v1/admin/reasons/{id}" Administrator api::reasons::change;
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
    GET "/{lang}/admin/status" Administrator pages::admin::status::get;
    GET "/api/v1/status" Administrator api::status::get;
    GET "/{lang}/admin/mail" Administrator pages::admin::mail::list;
    POST "/{lang}/admin/mail" Administrator pages::admin::mail::retry_all;
    GET "/{lang}/admin/mail/{id}" Administrator pages::admin::mail::get;
    POST "/{lang}/admin/mail/{id}" Administrator pages::admin::mail::post;
    GET "/api/v1/mail" Administrator api::mail::list;
    POST "/api/v1/mail/retry" Administrator api::mail::retry_all;
    GET "/api/v1/mail/{id}" Administrator api::mail::get;
    POST "/api/v1/mail/{id}/retry" Administrator api::mail::retry;
    POST "/api/v1/mail/{id}/redirect" Administrator api::mail::redirect;
    POST "/api/v1/mail/{id}/give-up" Administrator api::mail::give_up;
    GET "/{lang}/admin/suppressed" Administrator pages::admin::suppressed::get;
    GET "/api/v1/admin/moderators" Administrator api::moderators::list;
    POST "/api/v1/admin/moderators" Administrator api::moderators::give;
    DELETE "/api/v1/admin/moderators/{id}" Administrator api::moderators::end;
    PUT "/api/v1/admin/moderators/{id}/boards" Administrator api::moderators::choose;
    GET "/api/v1/admin/suppressed" Administrator api::mail_check::suppressed;
    GET "/api/v1/admin/organisation" Administrator api::organisation::get;
    POST "/api/v1/admin/organisation" Administrator api::organisation::import;
    GET "/api/v1/admin/routing" Administrator api::organisation::explain;
    POST "/api/v1/admin/offices" Administrator api::organisation_entries::add_office;
    PUT "/api/v1/admin/offices/{slug}" Administrator api::organisation_entries::change_office;
    PUT "/api/v1/admin/offices/{slug}/retired" Administrator api::organisation_entries::retire_office;
    GET "/api/v1/admin/offices/{slug}/members" Administrator api::organisation_members::list;
    POST "/api/v1/admin/offices/{slug}/members" Administrator api::organisation_members::add;
    DELETE "/api/v1/admin/offices/{slug}/members/{id}" Administrator api::organisation_members::remove;
    POST "/api/v1/admin/categories" Administrator api::organisation_entries::add_category;
    PUT "/api/v1/admin/categories/{slug}" Administrator api::organisation_entries::change_category;
    PUT "/api/v1/admin/categories/{slug}/retired" Administrator api::organisation_entries::retire_category;
    POST "/api/v1/admin/districts" Administrator api::organisation_entries::add_district;
    PUT "/api/v1/admin/districts/{slug}" Administrator api::organisation_entries::change_district;
    PUT "/api/v1/admin/districts/{slug}/retired" Administrator api::organisation_entries::retire_district;
    POST "/api/v1/admin/rules" Administrator api::organisation_rules::add;
    PUT "/api/v1/admin/rules/{id}" Administrator api::organisation_rules::change;
    DELETE "/api/v1/admin/rules/{id}" Administrator api::organisation_rules::remove;
    GET "/api/v1/admin/watched" Moderator api::watched::list;
    POST "/api/v1/admin/watched" Administrator api::watched::create;
    GET "/api/v1/admin/watched/export" Administrator api::watched::export;
    POST "/api/v1/admin/watched/import" Administrator api::watched::import;
    POST "/api/v1/admin/watched/try" Moderator api::watched::try_text;
    PUT "/api/v1/admin/watched/{id}" Administrator api::watched::change;
    GET "/api/v1/admin/calendar" Administrator api::calendar::get;
    POST "/api/v1/admin/calendar" Administrator api::calendar::import;
    GET "/api/v1/desk/templates" Staff api::templates::list;
    POST "/api/v1/desk/templates" Administrator api::templates::create;
    PUT "/api/v1/desk/templates/{id}" Administrator api::templates::change;
    DELETE "/api/v1/desk/templates/{id}" Administrator api::templates::remove;
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
    POST "/api/v1/sanctions/{number}/appeal" Member api::standing::appeal;
    POST "/api/v1/sanctions/{number}/answer" Moderator api::standing::answer;
    GET "/api/v1/sanctions/appeals" Moderator api::standing::appeals;
    GET "/api/v1/people/{id}/standing" Moderator api::standing::get;
    POST "/api/v1/people/{id}/sanctions" Moderator api::standing::impose;
    POST "/api/v1/sanctions/{number}/end" Moderator api::standing::end;
    POST "/api/v1/sanctions/{number}/withdraw" Moderator api::standing::withdraw;
    GET "/api/v1/account/standing" Member api::standing::own;
    GET "/{lang}/people/{id}/flag" Anyone pages::flags::of_profile;
    POST "/{lang}/people/{id}/flag" Anyone pages::flags::flag_profile;
    GET "/{lang}/posts/{id}/flag" Anyone pages::flags::of_post;
    POST "/{lang}/posts/{id}/flag" Anyone pages::flags::flag_post;
    POST "/api/v1/people/{id}/flags" Anyone api::flags::of_profile;
    POST "/api/v1/posts/{id}/flags" Anyone api::flags::of_post;
    GET "/{lang}/account/profile" Member pages::people::own::get;
    POST "/{lang}/account/profile" Member pages::people::own::post;
    POST "/{lang}/account/profile/erase" Member pages::people::own::erase;
    GET "/api/v1/people/{id}" Anyone api::people::get;
    GET "/api/v1/account/profile" Member api::people::own;
    PUT "/api/v1/account/profile" Member api::people::keep;
    DELETE "/api/v1/account/profile" Member api::people::erase;
    GET "/{lang}/account/digests" Member pages::accounts::digests::get;
    POST "/{lang}/account/digests" Member pages::accounts::digests::post;
    GET "/{lang}/digest/stop/{token}" Anyone pages::reading::digest::get;
    POST "/{lang}/digest/stop/{token}" Anyone pages::reading::digest::post;
    GET "/api/v1/notifications" Member api::reading::notifications;
    POST "/api/v1/notifications/seen" Member api::reading::see;
    PUT "/api/v1/topics/{id}/watch" Member api::reading::watch_topic;
    PUT "/api/v1/boards/{slug}/watch" Member api::reading::watch_board;
    POST "/api/v1/topics/{id}/read" Member api::reading::topic_is_read;
    POST "/api/v1/boards/{slug}/read" Member api::reading::board_is_read;
    GET "/api/v1/account/watches" Member api::reading::watches;
    DELETE "/api/v1/account/watches/{id}" Member api::reading::forget_watch;
    GET "/api/v1/account/reading" Member api::reading::get;
    PUT "/api/v1/account/reading" Member api::reading::put;
    GET "/api/v1/account/cases" Member api::digests::cases;
    DELETE "/api/v1/account/cases/{id}" Member api::digests::forget;
    POST "/api/v1/suggestions/case/watch" Member api::digests::watch;
    GET "/api/v1/account/digests" Member api::digests::get;
    PUT "/api/v1/account/digests" Member api::digests::put;
    POST "/api/v1/digest/stop" Anyone api::reading::stop_digest;
    GET "/api/v1/bookmarks" Member api::kept::bookmarks;
    PUT "/api/v1/posts/{id}/bookmark" Member api::kept::bookmark;
    DELETE "/api/v1/posts/{id}/bookmark" Member api::kept::forget_bookmark;
    PUT "/api/v1/posts/{id}/reactions/{kind}" Member api::kept::react;
    DELETE "/api/v1/posts/{id}/reactions/{kind}" Member api::kept::take_back;
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
    DELETE "/api/v1/posts/{id}" Member api::rights::erase_post;
    POST "/api/v1/posts/{id}/about-me" Anyone api::rights::about_me;
    POST "/api/v1/about-me/confirm" Anyone api::rights::confirm;
    POST "/api/v1/about-me/withdraw" Anyone api::rights::withdraw;
    GET "/{lang}/officer/requests" PrivacyOfficer pages::rights::queue::get;
    POST "/{lang}/officer/requests/{id}" PrivacyOfficer pages::rights::queue::post;
    GET "/api/v1/officer/requests" PrivacyOfficer api::officer::requests::list;
    POST "/api/v1/officer/requests/{id}" PrivacyOfficer api::officer::requests::answer;
    POST "/api/v1/officer/agreements" PrivacyOfficer api::officer::agreements::post;
    PUT "/api/v1/officer/agreements/{id}" PrivacyOfficer api::officer::agreements::put;
    POST "/api/v1/officer/agreements/{id}/end" PrivacyOfficer api::officer::agreements::end;
    GET "/api/v1/officer/approvals" Approver api::officer::approvals::list;
    POST "/api/v1/officer/approvals" Approver api::officer::approvals::ask;
    POST "/api/v1/officer/approvals/{id}" Approver api::officer::approvals::answer;
    GET "/api/v1/officer/disclosures" PrivacyOfficer api::officer::disclosures::list;
    POST "/api/v1/officer/disclosures" PrivacyOfficer api::officer::disclosures::post;
    GET "/api/v1/officer/policy" PrivacyOfficer api::officer::policy::list;
    POST "/api/v1/officer/policy" PrivacyOfficer api::officer::policy::begin;
    PUT "/api/v1/officer/policy/{id}" PrivacyOfficer api::officer::policy::save;
    DELETE "/api/v1/officer/policy/{id}" PrivacyOfficer api::officer::policy::discard;
    POST "/api/v1/officer/policy/{id}/publish" PrivacyOfficer api::officer::policy::publish;
    GET "/api/v1/officer/retention" PrivacyOfficer api::officer::retention::get;
    POST "/api/v1/posts/{id}/investigations" Moderator api::investigations::ask;
    POST "/api/v1/posts/{id}/investigations/{number}" Moderator api::investigations::carry_out;
    GET "/api/v1/campaigns" Staff api::campaigns::list;
    POST "/api/v1/campaigns" Staff api::campaigns::post;
    GET "/api/v1/events/{id}/sign-ups" Staff api::events::sign_ups;
    GET "/api/v1/officer/breaches" PrivacyOfficer api::officer::breaches::list;
    POST "/api/v1/officer/breaches" PrivacyOfficer api::officer::breaches::post;
    GET "/api/v1/officer/breaches/{id}" PrivacyOfficer api::officer::breaches::get;
    POST "/api/v1/officer/breaches/{id}/send" PrivacyOfficer api::officer::breaches::send;
    POST "/api/v1/officer/breaches/{id}/reported" PrivacyOfficer api::officer::breaches::reported;
    GET "/api/v1/posts/{id}/decisions" Member api::appeals::decisions;
    POST "/api/v1/posts/{id}/appeals" Member api::appeals::appeal;
    GET "/api/v1/review" Reviewer api::review::list;
    GET "/api/v1/review/count" Reviewer api::review::count;
    GET "/api/v1/review/feedback" Moderator api::moderate::feedback_counts;
    POST "/api/v1/review/bulk" Moderator api::review_bulk::post;
    GET "/api/v1/review/undo" Moderator api::appeals::last;
    POST "/api/v1/review/undo" Moderator api::appeals::undo_last;
    GET "/api/v1/review/{id}" Reviewer api::review_item::get;
    POST "/api/v1/review/{id}/claim" Reviewer api::review_item::claim;
    POST "/api/v1/review/{id}/take-over" Reviewer api::review_item::take_over;
    POST "/api/v1/review/{id}/release" Reviewer api::review_item::release;
    POST "/api/v1/review/{id}" Reviewer api::review::decide;
    POST "/api/v1/decisions/{number}/undo" Moderator api::appeals::undo;
    POST "/api/v1/posts/{id}/moderate" Moderator api::moderate::act;
    POST "/api/v1/posts/{id}/take-out" Moderator api::take_out::post;
    POST "/api/v1/posts/{id}/feedback" Moderator api::moderate::feedback;
    GET "/api/v1/appeals" Moderator api::appeals::waiting;
    POST "/api/v1/appeals/{id}" Moderator api::appeals::decide;
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
    GET "/api/v1/polls" Anyone api::polls::list;
    POST "/api/v1/polls" Moderator api::polls::post;
    GET "/api/v1/polls/{id}" Anyone api::polls::get;
    PUT "/api/v1/polls/{id}" Moderator api::polls::put;
    POST "/api/v1/polls/{id}/vote" Member api::polls::vote;

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
    GET "/api/v1/events" Anyone api::events::list;
    POST "/api/v1/events" Staff api::events::post;
    POST "/api/v1/events/cancellations" Anyone api::events::cancel;
    POST "/api/v1/events/sign-ups/look" Anyone api::events::look;
    GET "/api/v1/events/{id}" Anyone api::events::get;
    PUT "/api/v1/events/{id}" Staff api::events::put;
    POST "/api/v1/events/{id}/call-off" Staff api::events::call_off;
    POST "/api/v1/events/{id}/sign-ups" Anyone api::events::sign_up;

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
    GET "/{lang}/log-on/appeal" Anyone pages::accounts::appeal::get;
    POST "/{lang}/log-on/appeal" Anyone pages::accounts::appeal::post;
    POST "/api/v1/account/suspension/appeal" Anyone api::standing::appeal_suspended;
    POST "/api/v1/account/suspension/decisions" Anyone api::suspension::decisions;
    POST "/{lang}/log-off" Anyone pages::accounts::log_on::off;
    GET "/{lang}/password/forgot" Anyone pages::accounts::reset::ask;
    POST "/{lang}/password/forgot" Anyone pages::accounts::reset::asked;
    GET "/{lang}/password/sent" Anyone pages::accounts::reset::sent;
    GET "/{lang}/password/reset/{token}" Anyone pages::accounts::reset::get;
    POST "/{lang}/password/reset/{token}" Anyone pages::accounts::reset::post;
    GET "/{lang}/account" Member pages::accounts::own::get;
    GET "/{lang}/account/preferences" Member pages::accounts::preferences::get;
    POST "/{lang}/account/preferences" Member pages::accounts::preferences::post;
    POST "/{lang}/account/preferences/erase" Member pages::accounts::preferences::erase;
    GET "/api/v1/account/preferences" Member api::preferences::get;
    PUT "/api/v1/account/preferences" Member api::preferences::put;
    DELETE "/api/v1/account/preferences" Member api::preferences::delete;
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
    PUT "/api/v1/topics/{id}/support" Member api::support::put;
    DELETE "/api/v1/topics/{id}/support" Member api::support::delete;
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
    POST "/api/v1/desk/cases" Staff api::desk::enter;
    GET "/api/v1/desk/cases" Staff api::desk_list::list;
    POST "/api/v1/desk/acts" Staff api::desk_list::act;
    GET "/api/v1/desk/inbox" Staff api::desk_inbox::list;
    GET "/api/v1/desk/inbox/{id}" Staff api::desk_inbox::get;
    POST "/api/v1/desk/inbox/{id}/place" Staff api::desk_inbox::place;
    POST "/api/v1/desk/inbox/{id}/discard" Staff api::desk_inbox::discard;
    POST "/api/v1/desk/inbox/{id}/files" Staff api::desk_inbox::files;
    POST "/api/v1/desk/cases/{id}/contact" Staff api::desk_cases::contact;
    GET "/api/v1/desk/cases/{id}" Staff api::desk_cases::get;
    GET "/api/v1/desk/cases/{id}/files/{file}" Staff api::case_files::at_desk;
    POST "/api/v1/desk/cases/{id}/answer" Staff api::desk_cases::answer;
    POST "/api/v1/desk/cases/{id}/acts" Staff api::desk_cases::act;
    POST "/api/v1/suggestions" Anyone api::suggestions::post;
    POST "/api/v1/suggestions/preview" Anyone api::suggestions_preview::post;
    POST "/api/v1/enquiries" Anyone api::enquiries::post;
    POST "/api/v1/suggestions/files" Anyone api::case_files::upload;
    POST "/api/v1/suggestions/case/file" Anyone api::case_files::own;
    POST "/api/v1/suggestions/confirm" Anyone api::suggestions::confirm;
    POST "/api/v1/suggestions/case" Anyone api::suggestions::follow;
    GET "/api/v1/suggestions/published" Anyone api::published::list;
    GET "/api/v1/suggestions/published/{topic}" Anyone api::published::get;
    POST "/api/v1/suggestions/case/publication" Anyone api::published::own;
    POST "/api/v1/suggestions/case/publish" Anyone api::published::publish;
    POST "/api/v1/suggestions/case/unpublish" Anyone api::published::withdraw;
    POST "/api/v1/suggestions/case/appeal" Anyone api::published::appeal;
    POST "/api/v1/suggestions/case/reply" Anyone api::suggestions::reply;
    POST "/api/v1/suggestions/case/rate" Anyone api::ratings::own;
    POST "/api/v1/suggestions/ratings/look" Anyone api::ratings::look;
    POST "/api/v1/suggestions/ratings" Anyone api::ratings::post;
    POST "/api/v1/suggestions/case/reopen" Anyone api::suggestions::reopen;
    POST "/api/v1/suggestions/case/address" Anyone api::suggestions::correct;
    POST "/api/v1/suggestions/case/drop" Anyone api::suggestions::drop_it;

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
    GET "/api/v1/account/consents" Member api::consents::list;
    POST "/api/v1/account/consents/{id}/withdraw" Member api::consents::withdraw;
    PUT "/api/v1/account/policy-mails" Member api::consents::policy_mails;
    POST "/api/v1/policy-mails/stop" Anyone api::consents::stop_policy_mails;
    POST "/api/v1/suggestions/case/restrict" Anyone api::rights::restrict;
    POST "/api/v1/suggestions/case/withdraw-contact" Anyone api::consents::withdraw_contact;

    POST "/api/v1/accounts" Anyone api::accounts::post;
    POST "/api/v1/accounts/confirm" Anyone api::accounts::confirm;
    GET "/api/v1/account" Member api::accounts::get;
    PUT "/api/v1/account/name" Member api::accounts::put_name;
    POST "/api/v1/account/mail-check" Member api::mail_check::ask;
    POST "/api/v1/mail-check/confirm" Anyone api::mail_check::confirm;
    POST "/api/v1/sessions" Anyone api::sessions::post;
    DELETE "/api/v1/sessions" Member api::sessions::delete;
    DELETE "/api/v1/sessions/current" Member api::sessions::delete_current;
    POST "/api/v1/password/reset-requests" Anyone api::accounts::request_reset;
}
