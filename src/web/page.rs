//! What every page knows: its language, its reader, its city, its address.

use std::{fmt::Display, sync::Arc};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, dev::Payload, http::Method, http::StatusCode,
    http::header, web::Data,
};
use askama::Template;
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};
use futures_util::future::LocalBoxFuture;

use super::{
    assets, cookies, extract,
    fault::Fault,
    keep::Making,
    language,
    listing::{self, Listing, locale},
    look,
    onward::without_done,
    outward::outward,
    pages,
    pictures::{self, Look, pictures},
    routes,
    shown::shown,
    summary,
};
use crate::{
    accounts::{Member, factors::grace, preferences::Appearance},
    attachments::Attached,
    calendar::Calendar,
    config::{Hours, MailRoute},
    context::{Context, Frame},
    db::{DbError, Timestamp},
    forum::{
        posts::Post,
        quotes::Quoted,
        reading::{
            notifications::{self, MOST_COUNTED},
            tracking::COUNTED,
        },
    },
    i18n::{Both, Lang},
    kept::Slot,
    offices::hours::{self, Status},
    privacy::{
        cookies::{Choice, Cookie, Mode},
        policy,
    },
    sign_on,
    spam::proof,
};

/// The context that the layout needs; every page's template has one as `page`.
///
/// As an extractor it also looks up who is logged on.
pub struct Page {
    pub lang: Lang,
    pub account: Option<Member>,
    /// A confirmation above the text, named by the query's `done`.
    pub notice: Option<String>,
    /// The major revision of the policy that this reader is told of.
    pub revision: Option<policy::Notice>,
    /// The last day on which whoever is logged on may do without the second factor that their role needs.
    pub factor_due: Option<NaiveDate>,
    /// Where a button of the frame leads back to: this page, unless it came of a form.
    pub back: Option<String>,
    pub demo: bool,
    /// Whether `/dev/mail` shows its mails.
    pub demo_mail: bool,
    /// How search engines are told of it; none where they must not list it.
    pub listing: Option<Listing>,
    /// Whether the browser asks not to be tracked.
    pub signal: bool,
    /// Whether the browser fetches the page before anybody asked for it.
    pub ahead: bool,
    /// How many notifications whoever is logged on has not seen.
    pub unseen: usize,
    path: String,
    /// Whether this is a form's own address, which the other language has no page at.
    is_forms: bool,
    /// The path and query that were asked for.
    here: String,
    cookies: Choice,
    city: String,
    contact_phone: String,
    contact_email: String,
    hours: Hours,
    now: Timestamp,
    zone: chrono_tz::Tz,
    making: Making,
    frame: Arc<Frame>,
    context: Context,
}

impl Page {
    fn new(
        request: &HttpRequest,
        context: &Context,
        lang: Lang,
        account: Option<Member>,
        revision: Option<policy::Notice>,
    ) -> Self {
        let city = &context.config.city;
        let behind_link = request
            .match_pattern()
            .is_some_and(|pattern| pattern.contains("{token}"));
        let query = if behind_link {
            None
        } else {
            request.uri().path_and_query()
        };
        let here = query.map_or(request.path(), |here| here.as_str());
        Self {
            lang,
            notice: notice(request, lang, account.is_some()),
            account,
            revision,
            factor_due: None,
            back: routes::asks_for_page(request).then(|| request.path().to_owned()),
            demo: context.config.demo,
            demo_mail: matches!(context.config.mail.route, MailRoute::Folder(_)),
            listing: Listing::of(request, context, lang),
            signal: cookies::signal(request),
            ahead: is_ahead(request),
            unseen: 0,
            path: request.path().to_owned(),
            is_forms: !routes::asks_for_page(request),
            here: without_done(here),
            cookies: cookies::chosen(request, context),
            city: lang.pick(&city.name_zh, &city.name_en),
            contact_phone: city.phone.clone(),
            contact_email: city.email.clone(),
            hours: city.hours.clone(),
            now: context.now(),
            zone: city.time_zone,
            making: Making::of(request),
            frame: context.frame(),
            context: context.clone(),
        }
    }

    /// For an error page: who is logged on is looked up as well, but failing to is no further fault.
    /// Without `look` nothing is: the database is away, and waiting for it helps nobody.
    pub(super) async fn bare(request: &HttpRequest, lang: Lang, look: bool) -> Self {
        let context = request
            .app_data::<Data<Context>>()
            .expect("every application is given its context");
        if !look {
            return Self::new(request, context, lang, None, None).unlisted();
        }
        let account = extract::member(request, context).await.ok().flatten();
        let told = told(context, account.as_ref(), lang).await.ok();
        let revision = told.and_then(|told| told.revision);
        let mut page = Self::new(request, context, lang, account, revision);
        page.forget_query();
        page.unlisted()
    }

    /// The same page, of which search engines are not told.
    pub fn unlisted(self) -> Self {
        Self {
            listing: None,
            ..self
        }
    }

    /// The same page in another language than its address says, or its reader's program.
    pub(super) fn speaking(self, lang: Lang) -> Self {
        let city = &self.context.config.city;
        let city = lang.pick(&city.name_zh, &city.name_en);
        Self {
            lang,
            city,
            ..self.unlisted()
        }
    }

    /// What people call the city's own sign-on; nothing where it has none.
    pub fn sign_on(&self) -> Option<String> {
        sign_on::label(&self.context, self.lang)
    }

    /// Says to search engines and programs what stands on it, where they may know.
    pub fn named(mut self, name: impl FnOnce(&mut Listing)) -> Self {
        if let Some(listing) = &mut self.listing {
            name(listing);
        }
        self
    }

    /// For a page that refuses what the query asks: nothing of it is shown again.
    pub(super) fn forget_query(&mut self) {
        self.here = self.path.clone();
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

    /// What a form takes along where somebody without an account writes.
    pub fn defence(&self) -> proof::Offer {
        let offer = proof::offer(&self.context);
        self.making.is_own(Slot::Made, &offer.made);
        self.making.is_own(Slot::Proof, &offer.challenge);
        offer
    }

    /// A form on it has this id, which serves one reader alone.
    pub fn has_form(&self, submission: &str) {
        self.making.is_own(Slot::Submission, submission);
    }

    /// From this moment on it would say something else.
    pub fn holds_until(&self, moment: Timestamp) {
        self.making.until(moment);
    }

    /// When a form was made that publishes nothing, signed; `sent` is what it said where it is shown again.
    pub fn made(&self, sent: &str) -> String {
        proof::made_again(&self.context, sent)
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

    /// The number of unseen notifications in words; nothing where there is none.
    pub fn unseen_words(&self) -> Option<String> {
        let counted = i64::try_from(self.unseen).unwrap_or(MOST_COUNTED);
        match counted {
            0 => None,
            MOST_COUNTED.. => Some(format!("{}+", MOST_COUNTED - 1)),
            _ => Some(counted.to_string()),
        }
    }

    /// How many posts of a topic its reader has not read, in words.
    pub fn unread_words(&self, count: i64) -> String {
        if count < COUNTED {
            self.ta("unread-count", "count", count)
        } else {
            self.ta("unread-many", "count", COUNTED - 1)
        }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// This page in the other language, with what in the query makes the page. One that has no address
    /// in both leads home.
    pub fn other_lang_href(&self) -> String {
        let other = self.lang.other().as_str();
        let query = self.here.split_once('?').map_or("", |(_, query)| query);
        // Where the form stood.
        let path = match self.is_forms {
            true => routes::page_at(&self.path),
            false => &self.path,
        };
        match path.strip_prefix(&self.prefix()) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                format!(
                    "/{other}{rest}{}",
                    listing::kept(query, &listing::OF_A_PAGE)
                )
            }
            _ => format!("/{other}/"),
        }
    }

    /// The languages in which pages are offered.
    pub fn languages(&self) -> &[Lang] {
        self.context.config.languages.offered()
    }

    /// Whether this page is there in the other language.
    pub fn has_other_lang(&self) -> bool {
        self.context.config.languages.has(self.lang.other())
    }

    pub fn other_lang_name(&self) -> &'static str {
        self.lang.other().own_name()
    }

    /// Where a form about cookies leads back to.
    pub fn here(&self) -> &str {
        &self.here
    }

    /// The choices about cookies, each with whether it holds now.
    pub fn cookie_modes(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let now = self.cookies.mode();
        Mode::ALL
            .into_iter()
            .map(move |mode| (mode.as_str(), mode == now))
    }

    /// Whether the reader lets this be kept on the device.
    pub fn permits(&self, cookie: Cookie) -> bool {
        self.cookies.permits(cookie)
    }

    /// Whether the reader wants to be asked about it first, and has not been.
    pub fn waits_for(&self, cookie: Cookie) -> bool {
        self.cookies.waits_for(cookie)
    }

    /// How long it stays there, in words.
    pub fn life(&self, cookie: Cookie) -> String {
        pages::cookies::life(self, cookie)
    }

    /// The name of an optional cookie that waits for a yes or a no, and its life in words.
    pub fn cookie_question(&self) -> Option<(&'static str, String)> {
        let cookie: Cookie = self.cookies.asks()?;
        Some((cookie.as_str(), pages::cookies::life(self, cookie)))
    }

    /// The pages of the operator's own that the foot leads to: address, title, and the title's language where
    /// it is not the page's.
    pub fn foot(&self) -> Vec<(String, String, Option<&'static str>)> {
        let links = self.frame.foot.iter().map(|link| {
            let title = Both {
                zh: link.title_zh.clone(),
                en: link.title_en.clone(),
            };
            let (lang, title) = title.best(self.lang);
            let other = (lang != self.lang).then(|| lang.tag());
            (
                self.href(&format!("pages/{}", link.slug)),
                title.to_owned(),
                other,
            )
        });
        links.collect()
    }

    /// Its language, as Open Graph names it.
    pub fn locale(&self) -> &'static str {
        locale(self.lang)
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

    /// The working days of the city.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.context.calendar()
    }

    /// Whether the telephone is answered now or, if not, when it will be.
    pub fn contact_status(&self) -> String {
        let now = hours::status(&self.hours, &self.calendar(), self.zone, self.now);
        self.status_in_words(now)
    }

    /// As [`Page::contact_status`], of any telephone.
    pub fn status_in_words(&self, status: Status) -> String {
        let clock = |time: NaiveTime| time.format("%-H:%M").to_string();
        let opens = match status {
            Status::Open { until } => {
                self.making
                    .until_local(self.zone, self.today().and_time(until));
                return self.ta("contact-open", "time", clock(until));
            }
            Status::Closed { opens: None } => return self.t("contact-closed"),
            Status::Closed { opens: Some(opens) } => opens,
        };
        self.making.until_local(self.zone, opens);
        let (day, time) = (opens.date(), clock(opens.time()));
        match (day - self.today()).num_days() {
            0 => self.ta("contact-opens-today", "time", time),
            1 => self.ta("contact-opens-tomorrow", "time", time),
            2..7 => {
                let day = self.weekday(day.weekday().number_from_monday());
                self.ta2("contact-opens-weekday", "day", day, "time", time)
            }
            _ => self.ta2("contact-opens-date", "date", self.date(day), "time", time),
        }
    }

    /// The office hours in words: days that follow each other as one range.
    pub fn contact_hours(&self) -> String {
        let days = self.hours.days();
        let unbroken = days.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let days = match (days.first(), days.last()) {
            (Some(first), Some(last)) if unbroken && days.len() > 2 => {
                let (from, to) = (self.weekday(*first), self.weekday(*last));
                self.ta2("weekday-range", "from", from, "to", to)
            }
            _ => self.list(days.iter().map(|day| self.weekday(*day))),
        };
        let times =
            self.hours.open().iter().map(|(from, until)| {
                format!("{}–{}", from.format("%-H:%M"), until.format("%-H:%M"))
            });
        let times = self.list(times);
        self.ta2("contact-hours-days", "days", days, "times", times)
    }

    fn weekday(&self, number: u32) -> String {
        self.t(&format!("weekday-{number}"))
    }

    fn today(&self) -> NaiveDate {
        self.now.day_in(self.zone)
    }

    /// Stored HTML as this reader gets it: links that lead out go over the leaving page.
    pub fn shown(&self, html: &str) -> String {
        pictures(&outward(html, &self.context, self.lang), &[]).into_owned()
    }

    /// The attributes of a post's picture, but for its words.
    pub fn picture(&self, file: &Attached) -> String {
        pictures::look(file).attributes
    }

    /// A file's size as people say it.
    pub fn size(&self, bytes: u64) -> String {
        const KB: u64 = 1024;
        const MB: u64 = KB * KB;
        match bytes / KB {
            0..KB => format!("{} KB", bytes.div_ceil(KB)),
            kilobytes @ KB..MB => format!("{}.{} MB", kilobytes / KB, kilobytes % KB * 10 / KB),
            kilobytes => format!("{}.{} GB", kilobytes / MB, kilobytes % MB * 10 / MB),
        }
    }

    /// HTML of a post's text as this reader gets it; `quotes` are the posts that it quotes, `looks`
    /// the pictures that it may show.
    pub fn shown_quoting(&self, html: &str, quotes: &[Quoted], looks: &[Look]) -> String {
        let html = shown(html, quotes, self.lang);
        pictures(&outward(&html, &self.context, self.lang), looks).into_owned()
    }

    /// The text of a post as this reader gets it.
    pub fn shown_post(&self, post: &Post) -> String {
        let pictures = post.files.iter().filter(|file| file.kind.is_picture());
        let looks: Vec<Look> = pictures.map(pictures::look).collect();
        self.shown_quoting(&post.body_html, &post.quotes, &looks)
    }

    /// Whether circumstance (3) is a ground here, in a sentence.
    pub fn efficiency_ground(&self) -> String {
        self.t(if self.context.config.allow_efficiency_ground {
            "ledger-efficiency-on"
        } else {
            "ledger-efficiency-off"
        })
    }

    /// What the law lets a city do with suggestions that nobody signs, and what this one does.
    pub fn name_rule(&self) -> String {
        let key = if self.context.config.needs_name {
            "suggest-name-needed"
        } else {
            "suggest-name-not-needed"
        };
        self.ta(key, "city", self.city())
    }

    /// For how many minutes after posting an edit leaves no mark.
    pub fn edit_minutes(&self) -> u32 {
        self.context.config.edit_minutes
    }

    /// The address of the city's colours, where they are others than ship.
    pub fn colours(&self) -> Option<String> {
        look::colours(&self.context.config.look)
    }

    /// The picture beside the city's name, where it has its own.
    pub fn logo(&self) -> Option<look::Shown> {
        let logo = self.context.config.look.logo.as_ref()?;
        Some(look::Shown::of(logo, self.lang))
    }

    /// What the city says above every page now.
    pub fn banner(&self) -> Option<String> {
        let banner = self.context.config.notices.banner.as_ref()?;
        if let Some(turns) = banner.turns(self.now) {
            self.holds_until(turns);
        }
        banner.is_shown(self.now).then(|| banner.words(self.lang))
    }

    /// When Plaza will not be there, until that is over.
    pub fn maintenance(&self) -> Option<String> {
        let away = self.context.config.notices.maintenance?;
        if away.is_over(self.now) {
            return None;
        }
        self.holds_until(away.ends);
        let (from, until) = (self.moment(away.begins), self.moment(away.ends));
        Some(self.ta2("maintenance-words", "from", from, "until", until))
    }

    /// A moment in words: the day, and the time by the city's clocks.
    pub fn moment(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let time = local.format("%-H:%M");
        format!("{} {time}", self.date(local.date()))
    }

    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// A moment as people say it: minutes and hours ago, then the date.
    pub fn ago(&self, at: Timestamp) -> String {
        let minutes = (self.now.utc() - at.utc()).num_minutes();
        let (words, holds) = match minutes {
            ..1 => (self.t("time-now"), TimeDelta::minutes(1)),
            1..60 => {
                let words = self.ta("time-minutes", "count", minutes);
                (words, TimeDelta::minutes(minutes + 1))
            }
            60..1440 => {
                let hours = minutes / 60;
                let words = self.ta("time-hours", "count", hours);
                (words, TimeDelta::hours(hours + 1))
            }
            1440..10080 => {
                let days = minutes / 1440;
                let words = self.ta("time-days", "count", days);
                (words, TimeDelta::days(days + 1))
            }
            _ => return self.date(at.day_in(self.zone)),
        };
        self.holds_until(at + holds);
        words
    }

    /// A moment to the minute, in the city's time zone.
    pub fn exact(&self, at: Timestamp) -> String {
        at.utc()
            .with_timezone(&self.zone)
            .format("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// A moment as the city's clocks show it.
    pub fn local(&self, at: Timestamp) -> chrono::NaiveDateTime {
        at.utc().with_timezone(&self.zone).naive_local()
    }

    /// A moment for a `datetime` attribute (RFC 3339).
    pub fn rfc3339(&self, at: Timestamp) -> String {
        at.utc()
            .with_timezone(&self.zone)
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }

    /// Several names as one phrase.
    pub fn list(&self, names: impl Iterator<Item = String>) -> String {
        self.lang.list(names)
    }

    /// A due date in words, and the class that goes with it: late, soon or none.
    pub fn due(&self, date: NaiveDate) -> (String, &'static str) {
        match (date - self.today()).num_days() {
            days @ ..0 => (self.ta("due-late", "count", -days), "late"),
            0 => (self.t("due-today"), "soon"),
            1 => (self.t("due-tomorrow"), "soon"),
            days @ 2..15 => (self.ta("due-days", "count", days), ""),
            _ => (self.date(date), ""),
        }
    }

    pub fn date(&self, date: NaiveDate) -> String {
        self.lang.date(date)
    }
}

/// Whether a request runs ahead of its reader (Fetch Metadata's `Sec-Purpose`), or shows nothing.
fn is_ahead(request: &HttpRequest) -> bool {
    if *request.method() == Method::HEAD {
        return true;
    }
    let purpose = request.headers().get("sec-purpose");
    let purpose = purpose.and_then(|value| value.to_str().ok());
    purpose.is_some_and(|value| value.starts_with("prefetch"))
}

/// The words of a confirmation, for the names that Plaza's own redirects use.
fn notice(request: &HttpRequest, lang: Lang, logged_on: bool) -> Option<String> {
    let name = request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?;
    // Who has just logged on and is a guest has a browser that keeps no cookie.
    if name == "logged-on" && logged_on {
        return None;
    }
    let known = !name.is_empty()
        && name.len() <= 40
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let key = format!("done-{name}");
    known.then(|| lang.t(&key)).filter(|words| *words != key)
}

/// What every page tells.
#[derive(Default)]
struct ToldOf {
    /// A revision of the policy.
    revision: Option<policy::Notice>,
    /// How many notifications whoever is logged on has not seen.
    unseen: usize,
    /// Until when they may do without a second factor.
    factor_due: Option<NaiveDate>,
}

async fn told(context: &Context, member: Option<&Member>, lang: Lang) -> Result<ToldOf, DbError> {
    let revision = policy::notice(context, lang);
    let (cx, Some(member)) = (context.clone(), member.cloned()) else {
        return Ok(ToldOf {
            revision,
            ..ToldOf::default()
        });
    };
    context
        .db
        .read(move |connection| {
            let revision = match revision {
                Some(notice) if policy::is_put_away(connection, &notice, member.id)? => None,
                revision => revision,
            };
            Ok(ToldOf {
                revision,
                unseen: notifications::unseen(connection, &member)?,
                factor_due: grace::notice(connection, &cx, &member)?,
            })
        })
        .await
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
            let told = told(context, account.as_ref(), lang).await?;
            Ok(Self {
                unseen: told.unseen,
                factor_due: told.factor_due,
                ..Self::new(&request, context, lang, account, told.revision)
            })
        })
    }
}

/// A page that was made.
pub fn html(template: &impl Template) -> Result<HttpResponse, Fault> {
    html_as(StatusCode::OK, template)
}

/// As [`html`], with another status: 422 for a form with errors.
pub fn html_as(status: StatusCode, template: &impl Template) -> Result<HttpResponse, Fault> {
    let mut html = template.render()?;
    if status.is_client_error() {
        html = summary::in_order(html);
    }
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::VARY, "Cookie, Sec-GPC"))
        .body(html))
}

/// Keeps an answer out of every cache: it shows covered data or stands behind a mailed link.
pub fn unstored(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// Leads on to the address that a page has for good. Nobody keeps where it led: a title may get its old
/// words back.
pub fn moved(address: impl Into<String>) -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, address.into()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// Leads on after a POST, so that a reload repeats nothing.
pub fn see_other(address: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address.into()))
        .finish()
}
