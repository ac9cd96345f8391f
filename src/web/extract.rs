//! Who is asking: a handler's signature says who may call it.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    cookie::{Cookie, CookieBuilder, SameSite, time::Duration},
    dev::Payload,
    http::header,
    web::Data,
};
use chrono::NaiveDate;
use futures_util::future::LocalBoxFuture;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::{
    fault::Fault,
    routes::{Audience, Route},
    token_limits::{Spent, TokenLimits},
};
use crate::{
    accounts::{Member, sessions},
    api_tokens::{Caller, Mistyped, Scope, Scopes, Secret},
    context::Context,
    db::DbError,
    keys::Token,
    privacy::cookies,
    review::About,
};

/// The session cookie's name.
pub fn cookie_name(context: &Context) -> &'static str {
    cookies::Cookie::Session.name(context.config.secure())
}

/// The cookie of a session that has just begun. Scripts cannot read it, other sites'
/// forms do not send it, and it goes when the session would.
pub fn session_cookie(context: &Context, token: &Token) -> Cookie<'static> {
    blank_cookie(context, cookies::Cookie::Session, token.reveal().to_owned())
        .max_age(Duration::seconds(sessions::LIFE.num_seconds()))
        .finish()
}

/// Takes the session cookie off the reader's device.
pub fn no_session_cookie(context: &Context) -> Cookie<'static> {
    blank_cookie(context, cookies::Cookie::Session, String::new())
        .max_age(Duration::ZERO)
        .finish()
}

/// A cookie of the register, without a life yet: no script reads it, no other site's form sends it.
pub(super) fn blank_cookie(
    context: &Context,
    cookie: cookies::Cookie,
    value: String,
) -> CookieBuilder<'static> {
    Cookie::build(cookie.name(context.config.secure()), value)
        .http_only(true)
        .secure(context.config.secure())
        .same_site(SameSite::Lax)
        .path("/")
}

/// What a program says of itself (RFC 6750); empty where it says that it would and does not.
fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?;
    let value = value.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ').unwrap_or((value, ""));
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| credentials.trim())
}

/// The session's token that a request carries, in a header or a cookie. Where it carries a token of the API
/// no cookie counts: what that may not do, nobody may here.
pub fn token(request: &HttpRequest, context: &Context) -> Option<Token> {
    let bearer = bearer(request);
    if bearer.is_some_and(is_of_api) {
        return None;
    }
    bearer.and_then(Token::parse).or_else(|| {
        let cookie: Cookie<'_> = request.cookie(cookie_name(context))?;
        Token::parse(cookie.value())
    })
}

/// Whether it is looked at as a token of the API. A program whose token got lost on the way, and that says nothing after
/// `Bearer`, is told so rather than answered as somebody else.
fn is_of_api(text: &str) -> bool {
    text.is_empty() || text.starts_with(Secret::PREFIX)
}

/// The token of the API that a request carries, or that it carries something that begins as one or is empty.
pub(super) fn api_token(request: &HttpRequest) -> Option<Result<Secret, Mistyped>> {
    let text = bearer(request)?;
    is_of_api(text).then(|| Secret::parse(text))
}

/// Whether a request says nothing of who asks.
pub(super) fn is_anonymous(request: &HttpRequest, context: &Context) -> bool {
    token(request, context).is_none() && api_token(request).is_none()
}

/// What the token of a request was found to mean, kept for its other extractors.
#[derive(Clone)]
struct Known {
    member: Option<Member>,
    /// The one route for which that holds; any, for a session.
    only: Option<&'static Route>,
    /// What a token of the API may; none, for a session.
    scopes: Option<Scopes>,
}

/// Who is logged on, if anyone.
pub(super) async fn member(
    request: &HttpRequest,
    context: &Context,
) -> Result<Option<Member>, Fault> {
    let known = request.extensions().get::<Known>().cloned();
    if let Some(Known { member, only, .. }) = known {
        // What the token may was read from the path as it came; the router may have read it otherwise.
        let met = only.and_then(|only| Some((only.pattern(), request.match_pattern()?)));
        return match met {
            Some((only, met)) if only != met => Err(Fault::NotForTokens),
            _ => Ok(member),
        };
    }
    let Some(token) = token(request, context) else {
        return Ok(None);
    };
    let member = sessions::member(context, &token).await?;
    request.extensions_mut().insert(Known {
        member: member.clone(),
        only: None,
        scopes: None,
    });
    Ok(member)
}

/// Says as whom a request with a token of the API is answered at this route, and at no other.
pub(super) fn act_as(request: &HttpRequest, caller: Caller, only: &'static Route) {
    request.extensions_mut().insert(Known {
        member: Some(caller.member),
        only: Some(only),
        scopes: Some(caller.scopes),
    });
}

/// Says that a request with a token of the API is answered as a guest's.
pub(super) fn act_as_guest(request: &HttpRequest) {
    request.extensions_mut().insert(Known {
        member: None,
        only: None,
        scopes: Some(Scopes::default()),
    });
}

/// Whether an answer may hold what this scope is for: of a token of the API it says so, of a session the account's
/// role alone.
pub(super) fn may_hold(request: &HttpRequest, scope: Scope) -> bool {
    let extensions = request.extensions();
    let scopes = extensions.get::<Known>().map(|known| &known.scopes);
    scopes.is_none_or(|scopes| scopes.as_ref().is_none_or(|scopes| scopes.holds(scope)))
}

/// Whether an account is one of those that a route is for.
pub(super) const fn lets_in(audience: Audience, member: &Member) -> bool {
    match audience {
        Audience::Anyone | Audience::Demo | Audience::Member => true,
        Audience::Moderator => member.is_moderator,
        Audience::Reviewer => member.is_moderator || member.is_privacy_officer,
        Audience::Staff => member.is_staff,
        Audience::PrivacyOfficer => member.is_privacy_officer,
        Audience::Approver => member.is_privacy_officer || member.is_administrator,
        Audience::Administrator => member.is_administrator,
    }
}

macro_rules! audience {
    ($(#[$meta:meta])* $name:ident, $audience:ident) => {
        $(#[$meta])*
        pub struct $name(pub Member);

        impl FromRequest for $name {
            type Error = Fault;
            type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let context = request.app_data::<Data<Context>>().ok_or_else(|| Fault::Internal("no context".into()))?;
                    let member = member(&request, context).await?.ok_or(Fault::LogOnFirst)?;
                    if lets_in(Audience::$audience, &member) { Ok(Self(member)) } else { Err(Fault::Forbidden) }
                })
            }
        }
    };
}

audience!(
    /// Anybody who is logged on.
    LoggedOn, Member);
audience!(
    /// Who works through the review queue.
    Moderator, Moderator);
audience!(
    /// Who looks at the review queue: moderators, and for what people ask about their data the privacy
    /// officer.
    Reviewer, Reviewer);
audience!(
    /// Who answers suggestions for an office.
    Staff, Staff);
audience!(
    /// Who answers for the privacy policy: rights, disclosures, revisions.
    PrivacyOfficer, PrivacyOfficer);
audience!(
    /// Who may be the second person that an investigation needs.
    Approver, Approver);
audience!(
    /// Who installs and configures; sees no more of residents than anybody.
    Administrator, Administrator);

/// Anyone, or who is logged on: for the API, where there is no page.
pub struct Visitor(pub Option<Member>);

impl FromRequest for Visitor {
    type Error = Fault;
    type Future = LocalBoxFuture<'static, Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let context = request
                .app_data::<Data<Context>>()
                .ok_or_else(|| Fault::Internal("no context".into()))?;
            member(&request, context).await.map(Self)
        })
    }
}

/// Limits by network address: in this node's memory, forgotten at restart, never written. Beside them what this node
/// holds of the calls of tokens.
pub struct AddressLimits {
    attempts: DefaultKeyedRateLimiter<IpAddr>,
    looks: DefaultKeyedRateLimiter<IpAddr>,
    guest_files: DefaultKeyedRateLimiter<IpAddr>,
    guest_flags: DefaultKeyedRateLimiter<IpAddr>,
    flagged: Mutex<Flagged>,
    tokens: TokenLimits,
}

/// What guests flagged today from where, as hashes with a salt of the day: no address is kept.
#[derive(Default)]
struct Flagged {
    day: Option<NaiveDate>,
    salt: RandomState,
    seen: HashSet<u64>,
}

impl Flagged {
    /// More than these are forgotten.
    const MOST: usize = 50_000;
}

impl AddressLimits {
    /// 600 attempts at once, then ten a second, for each address: a school, an office or a
    /// mobile network's whole district may share one.
    pub fn new() -> Self {
        const BURST: NonZeroU32 = NonZeroU32::new(600).expect("not zero");
        const LOOKS: NonZeroU32 = NonZeroU32::new(6000).expect("not zero");
        const FILES: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
        const FLAGS: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
        Self {
            attempts: RateLimiter::keyed(Quota::per_minute(BURST)),
            looks: RateLimiter::keyed(Quota::per_minute(LOOKS)),
            guest_files: RateLimiter::keyed(Quota::per_hour(FILES)),
            guest_flags: RateLimiter::keyed(Quota::per_hour(FLAGS)),
            flagged: Mutex::default(),
            tokens: TokenLimits::default(),
        }
    }

    /// Counts a look at a text while it is written (check, preview): a hundred a second, 6000 at once.
    pub fn count_look(&self, request: &HttpRequest) -> Result<(), Fault> {
        count(&self.looks, request)
    }

    /// Counts a file that is sent: of a guest 20 at once, then one every three minutes, for it
    /// waits where nobody owns it; of a member as an attempt.
    pub fn count_file(&self, request: &HttpRequest, is_guest: bool) -> Result<(), Fault> {
        let limiter = if is_guest {
            &self.guest_files
        } else {
            &self.attempts
        };
        count(limiter, request).map_err(|_| Fault::TooManyFiles)
    }

    /// Counts a flag: of a guest ten at once, then one every six minutes, for moderators read each;
    /// of a member as an attempt.
    pub fn count_flag(&self, request: &HttpRequest, is_guest: bool) -> Result<(), Fault> {
        let limiter = if is_guest {
            &self.guest_flags
        } else {
            &self.attempts
        };
        count(limiter, request)
    }

    /// Whether a guest has flagged this thing from the same network today: of many flags of one source
    /// one counts.
    pub fn flagged_before(&self, request: &HttpRequest, about: About) -> bool {
        let seen = self.flags_of_today(request, about, |seen, source| seen.contains(&source));
        seen.unwrap_or(false)
    }

    /// Remembers until midnight that a guest flagged this thing.
    pub fn note_flag(&self, request: &HttpRequest, about: About) {
        self.flags_of_today(request, about, HashSet::insert);
    }

    /// `None` where nobody knows where the request comes from.
    fn flags_of_today(
        &self,
        request: &HttpRequest,
        about: About,
        act: impl FnOnce(&mut HashSet<u64>, u64) -> bool,
    ) -> Option<bool> {
        let address = address(request)?;
        let context = request.app_data::<Data<Context>>()?;
        let today = context.clock.today(context.config.city.time_zone);
        let mut flagged = self.flagged.lock().unwrap_or_else(PoisonError::into_inner);
        if flagged.day != Some(today) || flagged.seen.len() > Flagged::MOST {
            *flagged = Flagged {
                day: Some(today),
                ..Flagged::default()
            };
        }
        let source = (network(address), about.columns());
        let source = flagged.salt.hash_one(source);
        Some(act(&mut flagged.seen, source))
    }

    /// Counts a call of a token of the API, whatever becomes of it.
    pub(super) async fn count_call(&self, context: &Context, token: i64) -> Result<Spent, DbError> {
        self.tokens.spend(context, token).await
    }

    /// Counts an attempt (log-on, registration, password, case look-up); fails when there were too many.
    pub fn count(&self, request: &HttpRequest) -> Result<(), Fault> {
        count(&self.attempts, request)
    }
}

fn count(limiter: &DefaultKeyedRateLimiter<IpAddr>, request: &HttpRequest) -> Result<(), Fault> {
    let Some(address) = address(request) else {
        return Ok(());
    };
    if limiter.len() > 50_000 {
        limiter.retain_recent();
    }
    limiter
        .check_key(&network(address))
        .map_err(|_| Fault::TooMany)
}

impl Default for AddressLimits {
    fn default() -> Self {
        Self::new()
    }
}

/// Who is asking: the peer or, behind a proxy that the operator trusts, whom it names last.
pub(super) fn address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let context = request.app_data::<Data<Context>>()?;
    if !context.config.trusted_proxies.contains(&peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get_all("x-forwarded-for").last();
    let named =
        forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    Some(named.unwrap_or(peer))
}

/// One household has a whole IPv6 /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
    }
}
