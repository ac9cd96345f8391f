//! Cookies over HTTP: what a reader chose, what is set and taken away for it, and what is counted.
//!
//! Which cookies there are and what each needs, `privacy::cookies` says. The session cookie
//! comes and goes with log-on and log-off; see `extract`.

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::MessageBody,
    cookie::time::Duration,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use chrono::{Days, NaiveTime, TimeZone as _};

use super::{
    extract::blank_cookie,
    fault::Fault,
    routes::{self, Audience, Route},
};
use crate::{
    context::Context,
    privacy::{
        Recorder,
        cookies::{Choice, Cookie, Needs},
        counting::Counted,
    },
};

/// Takes away what scripts keep in the browser: a guest's draft, and nothing else is there.
const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");
const STORAGE: HeaderValue = HeaderValue::from_static("\"storage\"");

/// Whether the browser says that its reader wants no tracking (Global Privacy Control).
pub(super) fn signal(request: &HttpRequest) -> bool {
    request
        .headers()
        .get("sec-gpc")
        .is_some_and(|value| value == "1")
}

/// What the reader chose.
pub(super) fn chosen(request: &HttpRequest, context: &Context) -> Choice {
    let cookie = request.cookie(Cookie::Choice.name(context.config.secure()));
    Choice::read(
        cookie.as_ref().map(actix_web::cookie::Cookie::value),
        signal(request),
    )
}

/// Makes the reader's device agree with a choice that was just made: remembers it, or, where it
/// is a refusal, takes everything away.
pub(super) fn settle(
    response: &mut HttpResponse,
    request: &HttpRequest,
    context: &Context,
    choice: &Choice,
) -> Result<(), Fault> {
    if let Some(value) = choice.value() {
        let life = Duration::seconds(Cookie::Choice.longest().num_seconds());
        let cookie = blank_cookie(context, Cookie::Choice, value).max_age(life);
        add(response, &cookie.finish())?;
    }
    for cookie in unwanted(request, context, choice) {
        add(response, &cookie)?;
    }
    if !choice.permits(Cookie::Draft) {
        response.headers_mut().insert(CLEAR, STORAGE);
    }
    Ok(())
}

fn add(response: &mut HttpResponse, cookie: &actix_web::cookie::Cookie<'_>) -> Result<(), Fault> {
    response
        .add_cookie(cookie)
        .map_err(|error| Fault::Internal(error.to_string()))
}

/// What the request brought along that the choice does not permit, emptied.
fn unwanted(
    request: &HttpRequest,
    context: &Context,
    choice: &Choice,
) -> Vec<actix_web::cookie::Cookie<'static>> {
    let secure = context.config.secure();
    Cookie::ALL
        .into_iter()
        .filter(|cookie| cookie.needs() != Needs::LogOn && !choice.permits(*cookie))
        .filter(|cookie| request.cookie(cookie.name(secure)).is_some())
        .map(|cookie| {
            blank_cookie(context, cookie, String::new())
                .max_age(Duration::ZERO)
                .finish()
        })
        .collect()
}

/// Takes away what is no longer permitted, and counts a page that was shown: by its route, if
/// everybody may open it (what few may open would tell of those few), and as a day's visitor
/// where the reader lets it.
pub(super) async fn keep<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let request = response.request().clone();
    let (Some(context), Some(recorder)) = (
        request.app_data::<Data<Context>>(),
        request.app_data::<Data<Recorder>>(),
    ) else {
        return Ok(response);
    };
    if *request.method() != Method::GET {
        return Ok(response);
    }
    let choice = chosen(&request, context);
    let mut cookies = unwanted(&request, context, &choice);
    if !cookies.is_empty() && !choice.permits(Cookie::Draft) {
        response.headers_mut().insert(CLEAR, STORAGE);
    }
    if let Some(route) = page(&response) {
        let today = context.clock.today(context.config.city.time_zone);
        if route.audience == Audience::Anyone {
            recorder.tally.count(today, Counted::Pages, route.path);
        }
        let value = today.to_string();
        let name = Cookie::Counting.name(context.config.secure());
        let counted = request.cookie(name).is_some_and(|old| old.value() == value);
        if choice.permits(Cookie::Counting) && !counted {
            recorder.tally.count(today, Counted::Visitors, "");
            let cookie =
                blank_cookie(context, Cookie::Counting, value).max_age(rest_of_day(context));
            cookies.push(cookie.finish());
        }
    }
    for cookie in cookies {
        response.response_mut().add_cookie(&cookie)?;
    }
    Ok(response)
}

/// The route of a page that was shown, be it as its reader's program had it.
fn page<B>(response: &ServiceResponse<B>) -> Option<&'static Route> {
    let is_same = response.status() == StatusCode::NOT_MODIFIED;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    routes::of(response.request())
        .filter(|route| route.path.starts_with("/{lang}"))
        .filter(|_| is_same || html && response.status() == StatusCode::OK)
}

/// From now to midnight in the city's time zone.
fn rest_of_day(context: &Context) -> Duration {
    let zone = context.config.city.time_zone;
    let now = context.now().utc().with_timezone(&zone);
    let midnight = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN);
    let seconds = zone
        .from_local_datetime(&midnight)
        .earliest()
        .map_or(3600, |midnight| (midnight - now).num_seconds().max(1));
    Duration::seconds(seconds)
}
