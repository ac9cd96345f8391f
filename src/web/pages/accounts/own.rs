//! One's own account: what it holds, where one is logged on, and what can be changed.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use super::{
    log_on::left,
    preferences::{appearance_words, digest_words},
};
use crate::{
    accounts::{
        Member, Role,
        events::{self, Event},
        policy_mails, preferences,
        sessions::{self, Listed, SessionKind},
        settings,
        sign_ins::{self, Way},
    },
    context::Context,
    db::Timestamp,
    privacy::{
        Purpose, Viewer,
        consent::{self, Basis, Given},
        notices::{Notice, ShownNotice},
    },
    web::{
        extract::{self, LoggedOn},
        fault::Fault,
        page::{Page, html, see_other, unstored},
        pages::admin::audit::way_words,
        preferences::Offered,
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/own.html")]
struct Own {
    page: Page,
    name: String,
    name_is_personal: bool,
    email: String,
    /// That mails to it came back.
    came_back: Option<String>,
    role: String,
    since: String,
    /// What was chosen, each with its label.
    chosen: Vec<(String, String)>,
    sessions: Vec<Listed>,
    consents: Vec<Given>,
    mails_wanted: bool,
    shown: ShownNotice,
    zone: chrono_tz::Tz,
    events: Vec<(Event, NaiveDate)>,
    event_days: i64,
    /// When somebody of the city's people logged on; of residents nothing is noted.
    sign_ins: Option<Vec<(Way, Timestamp)>>,
    sign_in_days: i64,
}

impl Own {
    fn kind(&self, session: &Listed) -> String {
        self.page.t(match session.kind {
            SessionKind::Cookie => "account-session-browser",
            SessionKind::Bearer => "account-session-program",
        })
    }

    fn what(&self, given: &Given) -> String {
        self.page
            .t(&format!("consent-of-{}", given.notice.as_str()))
    }

    fn on(&self, at: &Timestamp) -> String {
        self.page.date(at.day_in(self.zone))
    }

    fn event(&self, event: &Event) -> String {
        self.page.t(&format!("account-event-{}", event.as_str()))
    }

    fn way(&self, way: &Way) -> String {
        way_words(&self.page, *way)
    }

    fn begun(&self, session: &Listed) -> String {
        let date = self.page.date(session.created_on);
        self.page.ta("account-session-begun", "date", date)
    }

    fn used(&self, session: &Listed) -> String {
        let date = self.page.date(session.last_used_on);
        self.page.ta("account-session-used", "date", date)
    }
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let token = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    let own = settings::own(&context, member.id).await?;
    let sessions = sessions::list(&context, member.id, &token).await?;
    let consents = consent::of_account(&context, member.id).await?;
    let mails_wanted = policy_mails::wanted(&context, member.id).await?;
    let zone = context.config.city.time_zone;
    let chosen = chosen(&page, &context, &member).await?;
    let template = Own {
        consents,
        mails_wanted,
        shown: Notice::PolicyMail.shown(page.lang, &context.config),
        zone,
        chosen,
        email: own
            .email
            .reveal(Viewer::Owner(&member), Purpose::OwnAccess)
            .to_owned(),
        came_back: own
            .mails_came_back
            .map(|day| page.ta("account-came-back", "date", page.date(day))),
        role: page.t(&format!("role-{}", own.role.as_str())),
        since: page.date(own.created_at.day_in(zone)),
        name: own.name,
        name_is_personal: own.name_is_personal,
        event_days: events::DAYS,
        events: events::list(&context, member.id).await?,
        sign_in_days: sign_ins::DAYS,
        sign_ins: match member.role {
            Role::Resident => None,
            _ => Some(sign_ins::own(&context, member.id).await?),
        },
        sessions,
        page,
    };
    html(&template).map(unstored)
}

async fn chosen(
    page: &Page,
    context: &Context,
    member: &Member,
) -> Result<Vec<(String, String)>, Fault> {
    let kept = preferences::of(context, member.id).await?;
    let offered = Offered::load(context, member).await?;
    let none = || page.t("preferences-none");
    let boards = offered
        .boards
        .iter()
        .filter(|listed| kept.boards.contains(&listed.board.id));
    let boards = page.list(boards.map(|listed| listed.board.name(page.lang)));
    let mut districts = offered.choices.districts.iter();
    let district = districts.find(|district| Some(district.id) == kept.district);
    Ok(vec![
        (
            page.t("preferences-language"),
            kept.language.own_name().to_owned(),
        ),
        (
            page.t("preferences-boards"),
            Some(boards)
                .filter(|names| !names.is_empty())
                .unwrap_or_else(none),
        ),
        (
            page.t("preferences-district"),
            district.map_or_else(none, |district| district.name(page.lang)),
        ),
        (
            page.t("preferences-digest"),
            page.t(digest_words(kept.digest)),
        ),
        (
            page.t("preferences-appearance"),
            page.t(appearance_words(kept.appearance)),
        ),
    ])
}

/// Ends one session; when it is the asker's own, they are logged off.
pub async fn end(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let token = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    sessions::end_own(&context, member.id, path.1).await?;
    if sessions::member(&context, &token).await?.is_none() {
        let home = format!("{}?done=logged-off", page.prefix());
        return left(&page, &context, &home);
    }
    Ok(see_other(format!(
        "{}/account?done=session-ended",
        page.prefix()
    )))
}

pub async fn end_others(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let token = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    sessions::end_others(&context, member.id, &token).await?;
    Ok(see_other(format!(
        "{}/account?done=sessions-ended",
        page.prefix()
    )))
}
