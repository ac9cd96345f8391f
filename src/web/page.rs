//! What every page knows: its language, its reader, its city, its address.

use std::fmt::Display;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode, http::header, web::Data,
};
use askama::Template;
use futures_util::future::LocalBoxFuture;

use super::{assets, extract, fault::Fault, language};
use crate::{
    accounts::{Member, preferences::Appearance},
    config::MailRoute,
    context::Context,
    db::Timestamp,
    i18n::Lang,
};

/// The context that the layout needs; every page's template has one as `page`.
///
/// As an extractor it also looks up who is logged on.
pub struct Page {
    pub lang: Lang,
    pub account: Option<Member>,
    /// A confirmation above the text, named by the query's `done`.
    pub notice: Option<String>,
    pub demo: bool,
    /// Whether `/dev/mail` shows its mails.
    pub demo_mail: bool,
    path: String,
    city: String,
    contact_phone: String,
    contact_email: String,
    now: Timestamp,
    zone: chrono_tz::Tz,
}

impl Page {
    fn new(request: &HttpRequest, context: &Context, lang: Lang, account: Option<Member>) -> Self {
        let city = &context.config.city;
        Self {
            lang,
            account,
            notice: notice(request, lang),
            demo: context.config.demo,
            demo_mail: matches!(context.config.mail.route, MailRoute::Folder(_)),
            path: request.path().to_owned(),
            city: lang.pick(&city.name_zh, &city.name_en),
            contact_phone: city.phone.clone(),
            contact_email: city.email.clone(),
            now: context.now(),
            zone: city.time_zone,
        }
    }

    /// For an error page: who is logged on is looked up as well, but failing to is no further fault.
    pub(super) async fn bare(request: &HttpRequest, lang: Lang) -> Self {
        let context = request
            .app_data::<Data<Context>>()
            .expect("every application is given its context");
        let account = extract::member(request, context).await.ok().flatten();
        Self::new(request, context, lang, account)
    }

    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    pub fn ta(&self, key: &str, name: &'static str, value: impl Display) -> String {
        self.lang.ta(key, name, value)
    }

    pub fn ta2(
        &self,
        key: &str,
        a: &'static str,
        va: impl Display,
        b: &'static str,
        vb: impl Display,
    ) -> String {
        self.lang
            .t_with(key, &[(a, va.to_string()), (b, vb.to_string())])
    }

    /// What stands before every address of this language.
    pub fn prefix(&self) -> String {
        format!("/{}", self.lang.as_str())
    }

    /// The address of a page in this language; `path` begins without a slash.
    pub fn href(&self, path: &str) -> String {
        format!("{}/{path}", self.prefix())
    }

    /// The colours that whoever is logged on chose, unless they are the device's.
    pub fn appearance(&self) -> Option<&'static str> {
        let chosen = self.account.as_ref().map(|account| account.appearance);
        chosen
            .filter(|chosen| *chosen != Appearance::System)
            .map(Appearance::as_str)
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// This page in the other language. A page that has no address in both leads home.
    pub fn other_lang_href(&self) -> String {
        let other = self.lang.other().as_str();
        match self.path.strip_prefix(&self.prefix()) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("/{other}{rest}"),
            _ => format!("/{other}/"),
        }
    }

    pub fn other_lang_name(&self) -> &'static str {
        self.lang.other().own_name()
    }

    pub fn city(&self) -> &str {
        &self.city
    }

    pub fn contact_phone(&self) -> &str {
        &self.contact_phone
    }

    pub fn contact_email(&self) -> &str {
        &self.contact_email
    }

    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// A moment as people say it: minutes and hours ago, then the date.
    pub fn ago(&self, at: Timestamp) -> String {
        let minutes = (self.now.utc() - at.utc()).num_minutes();
        match minutes {
            ..1 => self.t("time-now"),
            1..60 => self.ta("time-minutes", "count", minutes),
            60..1440 => self.ta("time-hours", "count", minutes / 60),
            1440..10080 => self.ta("time-days", "count", minutes / 1440),
            _ => self.date(at.utc().with_timezone(&self.zone).date_naive()),
        }
    }

    /// A moment to the minute, in the city's time zone.
    pub fn exact(&self, at: Timestamp) -> String {
        at.utc()
            .with_timezone(&self.zone)
            .format("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// A moment for a `datetime` attribute (RFC 3339).
    pub fn rfc3339(&self, at: Timestamp) -> String {
        at.utc()
            .with_timezone(&self.zone)
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }

    /// Several names as one phrase.
    pub fn list(&self, names: impl Iterator<Item = String>) -> String {
        names.collect::<Vec<_>>().join(&self.t("list-and"))
    }

    /// A due date in words, and the class that goes with it: late, soon or none.
    pub fn due(&self, date: chrono::NaiveDate) -> (String, &'static str) {
        let today = self.now.utc().with_timezone(&self.zone).date_naive();
        match (date - today).num_days() {
            days @ ..0 => (self.ta("due-late", "count", -days), "late"),
            0 => (self.t("due-today"), "soon"),
            1 => (self.t("due-tomorrow"), "soon"),
            days @ 2..15 => (self.ta("due-days", "count", days), ""),
            _ => (self.date(date), ""),
        }
    }

    pub fn date(&self, date: chrono::NaiveDate) -> String {
        self.lang.date(date)
    }
}

/// The words of a confirmation, for the names that Plaza's own redirects use.
fn notice(request: &HttpRequest, lang: Lang) -> Option<String> {
    let name = request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?;
    let known = !name.is_empty()
        && name.len() <= 40
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let key = format!("done-{name}");
    known.then(|| lang.t(&key)).filter(|words| *words != key)
}

impl FromRequest for Page {
    type Error = Fault;
    type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let lang = language::of_path(&request)
                .or_else(|| {
                    (!request
                        .match_pattern()
                        .unwrap_or_default()
                        .starts_with("/{lang"))
                    .then(|| language::of_header(&request))
                })
                .ok_or(Fault::NotFound)?;
            let context = request
                .app_data::<Data<Context>>()
                .ok_or_else(|| Fault::Internal("no context".into()))?;
            let account = extract::member(&request, context).await?;
            Ok(Self::new(&request, context, lang, account))
        })
    }
}

/// A page that was made.
pub fn html(template: &impl Template) -> Result<HttpResponse, Fault> {
    html_as(StatusCode::OK, template)
}

/// As [`html`], with another status: 422 for a form with errors.
pub fn html_as(status: StatusCode, template: &impl Template) -> Result<HttpResponse, Fault> {
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::VARY, "Cookie"))
        .body(template.render()?))
}

/// Keeps an answer out of every cache: it shows covered data or stands behind a mailed link.
pub fn unstored(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// Leads on after a POST, so that a reload repeats nothing.
pub fn see_other(address: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address.into()))
        .finish()
}
