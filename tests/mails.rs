//! Mails of every kind: each leads to the privacy policy (`Plaza::mails` holds every mail to that,
//! as text and as HTML), and none carries a value by which its reader could be followed.

use std::collections::BTreeSet;

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::outbox},
    jobs::{
        remind_inbox, remind_moderators, remind_offices, render_again, send_digests, sign_heads,
        tell_assignees, watch_offices,
    },
    mail::LetterKind,
    offices,
    web::routes::CATALOGUE,
};
use scraper::Selector;
use serde_json::json;

use crate::{
    events::{announce, sign_up},
    inbound,
    suggestions::{id_of, suggest},
    support::{
        Arrived, Client, PASSWORD, Plaza,
        receiver::{How, Receiver},
        relay::Relay,
    },
    supports::ask,
    webhooks::{allowing, deliver, hook},
};

pub const KINDS: usize = 38;

/// Another kind does not compile until it stands here, and its mail is sent below.
pub const fn number(kind: LetterKind) -> usize {
    match kind {
        LetterKind::Registration => 0,
        LetterKind::AlreadyRegistered => 1,
        LetterKind::PasswordReset => 2,
        LetterKind::AddressChange => 3,
        LetterKind::AddressChanged => 4,
        LetterKind::SuggestionConfirmation => 5,
        LetterKind::OfficeSuggestion => 6,
        LetterKind::Answer => 7,
        LetterKind::PolicyRevision => 8,
        LetterKind::EventSignUp => 9,
        LetterKind::EventWaiting => 10,
        LetterKind::EventMovedUp => 11,
        LetterKind::EventCalledOff => 12,
        LetterKind::ChainHeads => 13,
        LetterKind::Moderated => 14,
        LetterKind::Breach => 15,
        LetterKind::DataRequest => 16,
        LetterKind::FoundAgain => 17,
        LetterKind::Digest => 18,
        LetterKind::Support => 19,
        LetterKind::CaseNews => 20,
        LetterKind::Forwarded => 21,
        LetterKind::ForwardedContact => 22,
        LetterKind::CasesDue => 23,
        LetterKind::CasesLate => 24,
        LetterKind::OfficeReply => 25,
        LetterKind::OfficeFailing => 26,
        LetterKind::CasesPassedOn => 27,
        LetterKind::CasesAssigned => 28,
        LetterKind::AddressCheck => 29,
        LetterKind::StaffDigest => 30,
        LetterKind::ReviewWaiting => 31,
        LetterKind::DraftWaiting => 32,
        LetterKind::MailsWaiting => 33,
        LetterKind::ModeratorRole => 34,
        LetterKind::TokenMade => 35,
        LetterKind::SecondFactors => 36,
        LetterKind::WebhookOff => 37,
    }
}

/// Links that do something, and so carry a token: its owner pressed for the mail, or may end it.
const ACTIONS: [&str; 11] = [
    "/{lang}/register/{token}",
    "/{lang}/password/reset/{token}",
    "/{lang}/account/address/{token}",
    "/{lang}/account/mail-check/{token}",
    "/{lang}/suggestions/confirm/{token}",
    "/{lang}/suggestions/rate/{token}",
    "/{lang}/events/cancel/{token}",
    "/{lang}/about-me/{token}",
    "/{lang}/requests/withdraw/{token}",
    "/{lang}/suggestions/support/{token}",
    "/{lang}/suggestions/support-back/{token}",
];
/// How what one may do without is stopped, in its text and in its header.
const STOPS: [&str; 2] = [
    "/{lang}/digest/stop/{token}",
    "/{lang}/policy-mails/stop/{token}",
];

/// Why a link in a mail may follow its reader; `None` for one that cannot.
fn follows(link: &str) -> Option<String> {
    let Some(path) = link.strip_prefix("http://plaza.test") else {
        return Some(format!("{link} leads elsewhere"));
    };
    let path = without_post(path).unwrap_or(path);
    if path.contains(['?', '#', '%']) {
        return Some(format!("{link} has more than a path"));
    }
    let given: Vec<&str> = path.split('/').collect();
    let mut why = format!("{link} is no address of the catalogue");
    for route in CATALOGUE.iter().filter(|route| route.method == "GET") {
        let parts: Vec<&str> = route.path.split('/').collect();
        let fits = parts.len() == given.len()
            && parts
                .iter()
                .zip(&given)
                .all(|(part, given)| part.starts_with('{') || part == given);
        if !fits {
            continue;
        }
        if route.path.contains("{token}") {
            if ACTIONS.contains(&route.path) || STOPS.contains(&route.path) {
                return None;
            }
            why = format!("{link} has a token and does nothing");
            continue;
        }
        // A number or a day of what everybody, or only its owner, finds there; never a word.
        let says_nothing = |(part, given): (&&str, &&str)| match *part {
            "{lang}" => ["zh", "en"].contains(given),
            part if part.starts_with('{') => {
                let digits = given.chars().filter(char::is_ascii_digit).count();
                let signs = given.chars().filter(|c| *c == '-').count();
                digits + signs == given.len() && (1..=8).contains(&digits)
            }
            _ => true,
        };
        if parts.iter().zip(&given).all(says_nothing) {
            return None;
        }
        why = format!("{link} has a value of its own");
    }
    Some(why)
}

/// An address without the post in its topic that it leads to: `?post=N#post-N`.
fn without_post(path: &str) -> Option<&str> {
    let (topic, place) = path.split_once("?post=")?;
    let (post, shown) = place.split_once("#post-")?;
    let is_number = |text: &str| text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit());
    (is_number(post) && post == shown).then_some(topic)
}

fn links(mail: &Arrived) -> BTreeSet<String> {
    let words = mail.text.split_whitespace();
    let mut links: BTreeSet<String> = words
        .filter_map(|word| Some(&word[word.find("http")?..]))
        .map(|link| link.trim_end_matches(|c: char| !c.is_ascii() || ".,)".contains(c)))
        .map(str::to_owned)
        .collect();
    let page = scraper::Html::parse_document(&mail.html);
    let linked = Selector::parse("[href]").unwrap();
    let hrefs = page.select(&linked);
    links.extend(hrefs.map(|one| one.value().attr("href").unwrap().to_owned()));
    links
}

struct Seen {
    kinds: [bool; KINDS],
    mails: Vec<Arrived>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            kinds: [false; KINDS],
            mails: Vec::new(),
        }
    }
}

impl Seen {
    /// Delivers what waits, and remembers which kinds it was.
    async fn take(&mut self, plaza: &Plaza) {
        // Letters about a breach are written by a job that `mails` runs.
        let letters = plaza::jobs::write_breach_letters::once;
        while letters(&plaza.context).await.unwrap() {}
        let waiting: Result<Vec<LetterKind>, DbError> = plaza
            .context
            .db
            .read(|connection| {
                let queued = outbox::table.filter(outbox::state.eq("queued"));
                Ok(queued.select(outbox::kind).load(connection)?)
            })
            .await;
        for kind in waiting.unwrap() {
            self.kinds[number(kind)] = true;
        }
        self.mails = plaza.mails().await;
    }

    fn last(&self, to: &str) -> &Arrived {
        self.mails.iter().rfind(|mail| mail.to == to).unwrap()
    }
}

async fn of_accounts(plaza: &Plaza, seen: &mut Seen) {
    let guest = plaza.client().await;
    let ming = plaza.person("ming", Role::Resident).await;
    for email in ["new@example.tw", &*ming.email] {
        let fields = [("email", email), ("password", PASSWORD)];
        guest.post("/zh/register", &fields).await.expect(303);
    }
    let email = [("email", &*ming.email)];
    guest.post("/zh/password/forgot", &email).await.expect(303);
    let came_back = "INSERT INTO suppressed_addresses (email_index, reason, covers, since) \
                     SELECT email_index, 'hard-bounce', 'all', '2026-03-02' FROM accounts \
                     WHERE name = 'ming'";
    plaza.sql(came_back).unwrap();
    let asked = ming.client.post("/zh/account/mail-check", &[]).await;
    asked.expect(303);
    let change = [("email", "moved@example.tw"), ("password", PASSWORD)];
    let asked = ming.client.post("/zh/account/address", &change).await;
    asked.expect(303);
    let token = json!({ "name": "行事曆", "scopes": ["forum:read"], "expires_on": "2026-04-01" });
    ming.client.prove().await.expect(200);
    let made = ming
        .client
        .post_json("/api/v1/account/tokens", &token)
        .await;
    made.expect(201);
    seen.take(plaza).await;
    let link = seen.last("moved@example.tw").link("/account/address/");
    guest.post(&link, &[]).await.expect(303);
    seen.take(plaza).await;
    let careful = plaza.person("careful", Role::Resident).await;
    plaza.protect(&careful.client).await;
    seen.take(plaza).await;
}

async fn of_cases(plaza: &Plaza, seen: &mut Seen) {
    let guest = plaza.client().await;
    let contact = [("email", "lin@example.tw"), ("share_contact", "yes")];
    let case = suggest(&guest, &contact).await;
    seen.take(plaza).await;
    let link = seen.last("lin@example.tw").link("/suggestions/confirm/");
    guest.post(&link, &[]).await.expect(200);
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{}", id_of(plaza, &case.reference).await);
    assign(plaza, &staff, &desk).await;
    let question = [("words", "Which lane?")];
    let path = format!("{desk}/acts/ask");
    staff.post(&path, &question).await.expect(303);
    let reply = [
        ("reference", case.reference.as_str()),
        ("password", case.password.as_str()),
        ("reply", "The right one."),
    ];
    let path = "/en/suggestions/case/reply";
    guest.post(path, &reply).await.expect(200);
    let answer = [("answer", "We filled it today.")];
    staff.post(&desk, &answer).await.expect(303);
    seen.take(plaza).await;
    let again = [("reason", "Something is left.")];
    let path = format!("{desk}/acts/reopen");
    staff.post(&path, &again).await.expect(303);
    let outside = [
        ("agency", "國道高速公路局"),
        ("address", "desk@freeway.example"),
        ("reason", "It is on the freeway."),
    ];
    let path = format!("{desk}/acts/forward");
    staff.post(&path, &outside).await.expect(303);
    seen.take(plaza).await;
}

/// A case goes to a colleague, who is told.
async fn assign(plaza: &Plaza, staff: &Client, desk: &str) {
    let colleague = plaza.account("colleague", Role::Staff).await;
    offices::join(&plaza.context, colleague, "maintenance")
        .await
        .unwrap();
    let colleague = colleague.to_string();
    let fields = [("to", colleague.as_str()), ("from", "")];
    let path = format!("{desk}/acts/assign");
    staff.post(&path, &fields).await.expect(303);
    tell_assignees::once(&plaza.context).await.unwrap();
}

/// The mails to an office are refused, and the fallback is told.
async fn of_offices(plaza: &Plaza, seen: &mut Seen) {
    let relay = Relay::start();
    relay.answer(&[("RCPT TO:<environment@kcg.example>", "550 no such mailbox")]);
    let guest = plaza.client().await;
    for _ in 0..3 {
        suggest(&guest, &[("category", "noise")]).await;
    }
    plaza.deliver(&relay.mail("", "", 20)).await;
    watch_offices::once(&plaza.context).await.unwrap();
    seen.take(plaza).await;
}

async fn of_events(plaza: &Plaza, seen: &mut Seen) {
    let organiser = plaza.log_on_as(Role::Staff, "organiser").await;
    let event = announce(&organiser, Some(1)).await;
    let guest = plaza.client().await;
    for email in ["first@example.tw", "second@example.tw"] {
        sign_up(&guest, event, "甲", email).await.expect(303);
    }
    seen.take(plaza).await;
    let link = seen.last("first@example.tw").link("/events/cancel/");
    guest.post(&link, &[]).await.expect(200);
    seen.take(plaza).await;
    let path = format!("/zh/events/{event}/call-off");
    organiser.post(&path, &[]).await.expect(303);
    seen.take(plaza).await;
}

async fn of_policy(plaza: &Plaza, officer: &Client, reader: &Client, seen: &mut Seen) {
    let notice = reader.get("/zh/account").await.hidden("notice");
    let wanted = [("wanted", "yes"), ("notice", &*notice)];
    let asked = reader.post("/zh/account/policy-mails", &wanted).await;
    asked.expect(303);
    let path = officer.post("/en/officer/policy", &[]).await.location();
    let form = officer.get(&path).await.expect(200);
    let text = |name: &str| {
        let old = form.texts(&format!("textarea[name={name}]")).remove(0);
        format!("{old}\n\nSigning up 報名")
    };
    let (zh, en) = (text("text_zh"), text("text_en"));
    let fields = [
        ("kind", "major"),
        ("effective_on", "2026-03-02"),
        ("particulars_zh", "活動報名會蒐集姓名。"),
        (
            "particulars_en",
            "Signing up for events collects your name.",
        ),
        ("text_zh", &zh),
        ("text_en", &en),
        ("publish", "yes"),
    ];
    officer.post(&path, &fields).await.expect(303);
    seen.take(plaza).await;
}

async fn of_breach(plaza: &Plaza, officer: &Client, seen: &mut Seen) {
    let fields = [
        ("found", "2026-03-02T09:30"),
        ("happened-zh", "備份檔案被複製到外部。"),
        ("happened-en", "A backup was copied to the outside."),
        ("done-zh", "已更換金鑰。"),
        ("done-en", "The keys were changed."),
        ("file-accounts", "yes"),
        ("whom", "accounts"),
    ];
    let prepared = officer.post("/zh/officer/breaches", &fields).await;
    let page = prepared.expect(303).location();
    let page = page.split('?').next().unwrap();
    officer.post(page, &[]).await.expect(303);
    seen.take(plaza).await;
    let letters = seen
        .mails
        .iter()
        .filter(|mail| mail.text.contains("備份檔案"));
    let texts: BTreeSet<&String> = letters.clone().map(|mail| &mail.html).collect();
    assert!(letters.count() > 2);
    assert_eq!(texts.len(), 1, "the same letter is another for somebody");
}

async fn of_posts(plaza: &Plaza, reader: &Client, seen: &mut Seen) {
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let writer = plaza.person("writer", Role::Resident).await.client;
    let wanted = json!({ "language": "zh", "digest": "daily" });
    let path = "/api/v1/account/preferences";
    reader.json(Method::PUT, path, &wanted).await.expect(200);
    let topic = reader.topic("city", "路燈", "路燈不亮。").await;
    writer.reply(topic, "還是不亮。").await;
    // The first of the reader's posts slipped through an older detector.
    let slipped = "UPDATE posts SET body = '打0912-345-678', body_html = '<p>old</p>', \
                   pipeline = 1 WHERE opens_topic";
    plaza.sql(slipped).unwrap();
    for _ in 0..10 {
        render_again::once(&plaza.context).await.unwrap();
    }
    seen.take(plaza).await;
    let about = [("words", "電話是我的"), ("email", "me@private.example")];
    let guest = plaza.client().await;
    guest.post("/zh/posts/1/about-me", &about).await.expect(303);
    let act = [("act", "hide"), ("ground", "R3"), ("reason", "廣告")];
    moderator
        .post("/zh/posts/2/moderate", &act)
        .await
        .expect(303);
    writer.reply(topic, "今天也是。").await;
    plaza.advance(TimeDelta::hours(22));
    send_digests::once(&plaza.context).await.unwrap();
    seen.take(plaza).await;
}

/// A digest of an office's cases, what waits of the mails that came in, and what moderators are reminded of.
async fn of_work(plaza: &Plaza, seen: &mut Seen) {
    let staff = plaza.client().await;
    staff.log_on("maintenance@example.tw", PASSWORD).await;
    let wanted = json!({ "office": "maintenance", "own": { "rhythm": "at-once" } });
    let path = "/api/v1/account/digests";
    staff.json(Method::PUT, path, &wanted).await.expect(200);
    let guest = plaza.client().await;
    let case = suggest(&guest, &[]).await;
    send_digests::once(&plaza.context).await.unwrap();
    inbound::plant(plaza, &case.reference, ["補好了。", "請看一下。"]).await;
    seen.take(plaza).await;
    let body = json!({
        "title": "早餐店", "body": "內文", "guest": guest.as_guest("小樹", None).await,
    });
    let own = |_: &str| ("mine", "publish");
    let path = "/api/v1/boards/open/topics";
    guest.decide("POST", path, &body, own).await.expect(202);
    plaza.at("2026-03-05T10:00");
    remind_moderators::once(&plaza.context).await.unwrap();
    remind_inbox::once(&plaza.context).await.unwrap();
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    plaza.account("helper", Role::Resident).await;
    let body = json!({ "email": "helper@example.tw", "everywhere": true });
    let path = "/api/v1/admin/moderators";
    administrator.post_json(path, &body).await.expect(200);
    seen.take(plaza).await;
}

/// An endpoint says that it is there no more.
async fn of_webhooks(plaza: &Plaza, seen: &mut Seen) {
    let receiver = Receiver::start();
    receiver.answer(How::Status(410));
    let administrator = plaza.person("hooks", Role::Administrator).await;
    hook(&administrator.client, &receiver.url(), &["topic.created"]).await;
    let author = plaza.log_on_as(Role::Resident, "小樹的朋友").await;
    author.topic("city", "公車站的座位", "座位不夠。").await;
    deliver(&plaza.context).await;
    seen.take(plaza).await;
}

#[actix_web::test]
async fn no_mail_of_any_kind_carries_a_value_that_follows_its_reader() {
    let plaza = Plaza::city_with(allowing(20)).await;
    plaza.add_boards().await;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let mut seen = Seen::default();
    of_accounts(&plaza, &mut seen).await;
    of_cases(&plaza, &mut seen).await;
    of_offices(&plaza, &mut seen).await;
    of_events(&plaza, &mut seen).await;
    of_policy(&plaza, &officer, &reader, &mut seen).await;
    of_breach(&plaza, &officer, &mut seen).await;
    sign_heads::once(&plaza.context).await.unwrap();
    of_posts(&plaza, &reader, &mut seen).await;
    of_work(&plaza, &mut seen).await;
    of_webhooks(&plaza, &mut seen).await;
    let topic = plaza.published_suggestion().await.topic;
    let asked = ask(&plaza.client().await, topic, "supporter@private.example").await;
    asked.expect(303);
    seen.take(&plaza).await;
    // What was published is not answered: it comes due, and late.
    plaza.at("2026-05-04T10:00");
    remind_offices::once(&plaza.context).await.unwrap();
    seen.take(&plaza).await;
    let missing: Vec<usize> = (0..KINDS).filter(|kind| !seen.kinds[*kind]).collect();
    assert_eq!(missing, Vec::<usize>::new(), "kinds that were never sent");

    let mut followed: BTreeSet<String> = BTreeSet::new();
    for mail in &seen.mails {
        followed.extend(links(mail).iter().filter_map(|link| follows(link)));
        // Nothing is fetched when it is opened, from anywhere.
        for fetched in [
            "src=",
            "<img",
            "<link",
            "url(",
            "<script",
            "<iframe",
            "background=",
        ] {
            assert!(
                !mail.html.contains(fetched),
                "{fetched} in {}",
                mail.subject
            );
        }
        let stops = mail.raw.contains("List-Unsubscribe:");
        let says_so = links(mail)
            .iter()
            .any(|link| link.contains("/digest/stop/") || link.contains("/policy-mails/stop/"));
        assert_eq!(stops, says_so, "{}", mail.subject);
    }
    assert_eq!(followed, BTreeSet::new());
}

#[test]
fn what_follows_a_reader_is_told_from_what_does_not() {
    for link in [
        "/zh/privacy",
        "/en/posts/12",
        "/zh/ledger/statements/2026-03-02",
        "/zh/t/1?post=1#post-1",
    ] {
        assert_eq!(follows(&format!("http://plaza.test{link}")), None, "{link}");
    }
    for link in [
        "http://plaza.test/zh/privacy?r=8f3a",
        "http://plaza.test/zh/posts/12#8f3a",
        "http://plaza.test/zh/t/1?post=1&r=8f3a#post-1",
        "http://plaza.test/zh/t/1?post=2#post-1",
        "http://plaza.test/zh/t/12/for-ming",
        "http://plaza.test/zh/posts/123456789012",
        "http://elsewhere.example/zh/privacy",
        "http://plaza.test/zh/opened/8f3a",
    ] {
        assert!(follows(link).is_some(), "{link}");
    }
}
