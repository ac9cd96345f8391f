//! The clock jumps a day ahead and back again, and a day back and ahead again: whoever is logged on stays
//! so, everybody can log on, what is written is taken, each job does its round, no mail comes twice and
//! none is kept back, and the chains hold.
//!
//! In process, with the clock that a test owns. `STEADY_JUMPS` says how often (`scripts/measure clock`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    jobs::{
        accept_unconfirmed, close_answered, collect_attachments, count_supports, freeze_statistics,
        index_texts, make_open_data, note_unreached, read_calendar, record, remind_inbox,
        remind_moderators, remind_offices, render_again, retention, send_digests, settle_polls,
        sign_heads, tell_assignees, watch_mail, watch_offices,
    },
    privacy::verify,
    suggestions,
};
use serde_json::json;

use crate::support::{Client, PASSWORD, Person, Plaza, measure::number};

const DAY: TimeDelta = TimeDelta::days(1);

#[actix_web::test]
async fn a_clock_that_jumps_a_day_and_back_harms_no_session_and_no_job() {
    let times = number("STEADY_JUMPS", 1);
    let mut scene = Scene::begin().await;
    scene.lives("at the start").await;
    for _ in 0..times {
        for (jump, words) in [
            (DAY, "a day ahead"),
            (-DAY, "back from there"),
            (-DAY, "a day back"),
            (DAY, "ahead from there"),
        ] {
            scene.plaza.advance(jump);
            scene.lives(words).await;
            // What is due at the right time comes then.
            scene.plaza.advance(TimeDelta::minutes(10));
            scene.lives(words).await;
        }
    }
    let mails = scene.mails_are_different().await;
    let whole = verify::all(&scene.plaza.context, Vec::new(), |_| {}).await;
    let links = whole.expect("the chains hold").links;
    suggestions::verify(&scene.plaza.context).await.unwrap();
    println!(
        "clock on {}: {} jumps of a day; {} log-ons, {} replies and {} suggestions right after them, {mails} \
         mails, none twice or late; {links} rows of the chains hold",
        if scene.plaza.on_postgres() {
            "PostgreSQL"
        } else {
            "SQLite"
        },
        times * 4,
        scene.steps * 2,
        scene.steps,
        scene.steps
    );
}

struct Scene {
    plaza: Plaza,
    /// Logged on before the first jump.
    resident: Person,
    /// Gets a digest of the topic each day.
    reader: Client,
    topic: i64,
    steps: usize,
}

impl Scene {
    async fn begin() -> Self {
        let plaza = Plaza::city().await;
        plaza.add_boards().await;
        let resident = plaza.person("haihai", Role::Resident).await;
        let reader = plaza.person("reader", Role::Resident).await.client;
        plaza.account("forgetful", Role::Resident).await;
        plaza.account("officer", Role::PrivacyOfficer).await;
        let daily = json!({ "language": "zh", "digest": "daily" });
        let preferences = "/api/v1/account/preferences";
        let set = reader.json(Method::PUT, preferences, &daily).await;
        assert!(set.status.is_success(), "{}", set.body);
        let topic = reader.topic("city", "路燈", "哪裡的路燈不亮？").await;
        Self {
            plaza,
            resident,
            reader,
            topic,
            steps: 0,
        }
    }

    /// Everything that people and jobs do, as the clock stands now.
    async fn lives(&mut self, when: &str) {
        self.steps += 1;
        self.resident.client.get("/zh/account").await.expect(200);
        self.reader.get("/zh/account").await.expect(200);
        let again = self.plaza.client().await;
        again.log_on(&self.resident.email, PASSWORD).await;
        again.get("/zh/account").await.expect(200);
        self.forgets_the_password(when).await;
        let words = format!("第{}盞路燈不亮。", self.steps);
        let post = self.resident.client.reply(self.topic, &words).await;
        round(&self.plaza, when).await;
        self.a_mail_leaves_at_once(when).await;
        round(&self.plaza, when).await;
        let path = format!("/api/v1/posts/{post}");
        let shown = self.reader.get(&path).await.expect(200).json();
        assert_eq!(shown["body"], words, "{when}");
    }

    /// Somebody who mistypes until that is blocked for a minute is not kept out for a day.
    async fn forgets_the_password(&self, when: &str) {
        let client = self.plaza.client().await;
        let email = "forgetful@example.tw";
        let enter = async |password: &str| {
            let fields = [("email", email), ("password", password)];
            let answer = client.post("/en/log-on", &fields).await;
            answer.status.as_u16()
        };
        self.plaza.advance(TimeDelta::hours(1));
        assert_eq!(enter(PASSWORD).await, 303, "{when}");
        for _ in 0..5 {
            let refused = enter("a wrong password").await;
            assert!((400..500).contains(&refused), "{when}: {refused}");
        }
        assert_eq!(enter(PASSWORD).await, 429, "{when}");
        self.plaza.advance(-TimeDelta::hours(1));
    }

    /// Whoever submits a suggestion is mailed, whatever was mailed at another time.
    async fn a_mail_leaves_at_once(&self, when: &str) {
        let (email, visitor) = (
            format!("r{}@example.tw", self.steps),
            self.plaza.client().await,
        );
        let notice = visitor.get("/api/v1/notices/suggestion?lang=zh").await;
        let suggestion = json!({
            "category": "road-damage", "district": "lingya", "title": "路面塌陷",
            "body": "請派人來看一看。", "language": "zh", "contact": { "email": email },
            "notice": notice.expect(200).json()["hash"],
        });
        let sent = visitor.post_json("/api/v1/suggestions", &suggestion).await;
        sent.expect(201);
        let mails = self.plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == email);
        let mail = mail.unwrap_or_else(|| panic!("{when}: no mail to {email}"));
        let link = mail.link("/suggestions/confirm/");
        visitor.post(&link, &[]).await.expect(200);
    }

    /// How many mails there are, of which no two are one.
    async fn mails_are_different(&self) -> usize {
        let mails = self.plaza.mails().await;
        let mut ids = BTreeSet::new();
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for mail in &mails {
            let id = mail
                .raw
                .lines()
                .find(|line| line.starts_with("Message-ID:"));
            let is_new = ids.insert(id.unwrap().to_owned());
            assert!(is_new, "{} came twice", mail.subject);
            let posts: BTreeSet<String> = mail.text.split("/posts/").skip(1).map(digits).collect();
            for post in posts {
                *told.entry(post).or_default() += 1;
            }
        }
        let twice = told.iter().find(|(_, times)| **times > 1);
        assert!(twice.is_none(), "a post stands in two digests: {twice:?}");
        assert!(!told.is_empty(), "there was no digest");
        mails.len()
    }
}

/// The number at the beginning.
fn digits(text: &str) -> String {
    text.chars().take_while(char::is_ascii_digit).collect()
}

/// One round of each job, which must not fail.
async fn round(plaza: &Plaza, when: &str) {
    let cx = &plaza.context;
    let (mut indexed, mut watch) = (index_texts::Progress::start(), watch_mail::Watch::default());
    while !indexed.is_done() {
        done(
            "index_texts",
            when,
            index_texts::once(cx, &mut indexed).await,
        );
    }
    done("render_again", when, render_again::once(cx).await);
    done(
        "accept_unconfirmed",
        when,
        accept_unconfirmed::once(cx).await,
    );
    done("close_answered", when, close_answered::once(cx).await);
    done("read_calendar", when, read_calendar::once(cx).await);
    done("remind_offices", when, remind_offices::once(cx).await);
    done("remind_moderators", when, remind_moderators::once(cx).await);
    done("remind_inbox", when, remind_inbox::once(cx).await);
    done("record", when, record::once(cx, &plaza.recorder).await);
    done("count_supports", when, count_supports::once(cx).await);
    done("settle_polls", when, settle_polls::once(cx).await);
    done("send_digests", when, send_digests::once(cx).await);
    done("freeze_statistics", when, freeze_statistics::once(cx).await);
    done("make_open_data", when, make_open_data::once(cx).await);
    done(
        "collect_attachments",
        when,
        collect_attachments::once(cx).await,
    );
    done("sweep", when, collect_attachments::sweep(cx).await);
    done("watch_offices", when, watch_offices::once(cx).await);
    done("note_unreached", when, note_unreached::once(cx).await);
    done("tell_assignees", when, tell_assignees::once(cx).await);
    done("watch_mail", when, watch.once(cx).await);
    done("sign_heads", when, sign_heads::once(cx).await);
    done("retention", when, retention::once(cx).await);
}

#[track_caller]
fn done<T, E: Display>(job: &str, when: &str, result: Result<T, E>) {
    if let Err(error) = result {
        panic!("{job}, {when}: {error}");
    }
}
