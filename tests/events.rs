//! Events: announcements, signing up with a waiting list, the organiser's list, feeds, and
//! campaign links that count and nothing else.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::{QueryDsl as _, RunQueryDsl as _};
use plaza::{
    accounts::Role,
    db::{DbError, schema::event_sign_ups},
    jobs,
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, Plaza};

fn new_event(capacity: Option<i64>) -> Value {
    json!({
        "zh": { "title": "港邊音樂會", "body": "帶一張**野餐墊**來。", "place": "駁二，大港橋旁" },
        "en": { "title": "Concert at the harbour; free, for all", "body": "Bring a *blanket*.", "place": "Pier-2" },
        "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        "sign_up": { "until": "2026-03-13", "capacity": capacity, "erase_on": "2026-03-31" },
    })
}

pub async fn announce(staff: &Client, capacity: Option<i64>) -> i64 {
    let made = staff
        .post_json("/api/v1/events", &new_event(capacity))
        .await;
    made.expect(201).json()["id"].as_i64().unwrap()
}

pub async fn sign_up(guest: &Client, event: i64, name: &str, email: &str) -> Answer {
    let path = format!("/zh/events/{event}/sign-up");
    let notice = guest.get(&path).await.hidden("notice");
    guest
        .post(
            &path,
            &[("name", name), ("email", email), ("notice", &notice)],
        )
        .await
}

#[actix_web::test]
async fn staff_announce_and_everybody_reads_subscribes_and_signs_up() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&staff, Some(40)).await;
    let guest = plaza.client().await;
    let list = guest.get("/en/events").await.expect(200);
    assert!(list.texts(".row-title")[0].starts_with("Concert at the harbour"));
    let page = guest.get(&format!("/zh/events/{id}")).await.expect(200);
    assert!(page.body.contains("<strong>野餐墊</strong>") && page.body.contains("19:00–21:00"));

    let feed = guest.get("/feeds/en/events.atom").await.expect(200);
    assert!(
        feed.body
            .contains("<title>Concert at the harbour; free, for all</title>")
    );
    assert!(
        feed.body.contains("&lt;em&gt;blanket&lt;/em&gt;") || feed.body.contains("&#60;em&#62;")
    );
    for path in [
        "/feeds/en/events.ics".to_owned(),
        format!("/feeds/en/events/{id}.ics"),
    ] {
        let calendar = guest.get(&path).await.expect(200);
        assert!(
            calendar
                .body
                .starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        );
        assert!(
            calendar
                .body
                .contains("SUMMARY:Concert at the harbour\\; free\\, for all\r\n")
        );
        // 19:00 in Taipei.
        assert!(calendar.body.contains("DTSTART:20260314T110000Z\r\n"));
    }

    let form = guest.get(&format!("/zh/events/{id}/sign-up")).await;
    let hash = form.hidden("notice");
    assert!(form.body.contains("2026年3月31日刪除") && form.texts("code").contains(&hash));
    let done = sign_up(&guest, id, "王小明", "wang@example.tw").await;
    assert!(done.location().ends_with("done=signed-up"));
    let mails = plaza.mails().await;
    assert_eq!(mails[0].subject, "報名成功：港邊音樂會");
    assert_eq!(mails[0].to, "wang@example.tw");
    for planted in ["王小明", "wang@example.tw"] {
        assert!(!plaza.holds(planted), "{planted} stands in the clear");
    }
    // The hash of the text that was shown is kept.
    assert!(plaza.dump().to_lowercase().contains(&hash));
}

#[actix_web::test]
async fn the_waiting_list_moves_up_and_a_link_cancels_once() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&staff, Some(1)).await;
    let guest = plaza.client().await;
    sign_up(&guest, id, "First", "first@example.tw").await;
    sign_up(&guest, id, "Second", "second@example.tw").await;
    sign_up(&guest, id, "Third", "third@example.tw").await;
    plaza.mails().await;
    // Again, with the same address in other letters: the same place, a new link, nothing more.
    let again = sign_up(&guest, id, "First", "FIRST@example.tw").await;
    assert!(again.location().ends_with("done=signed-up"));
    let mails = plaza.mails().await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(
        subjects
            .iter()
            .filter(|words| words.starts_with("報名成功"))
            .count(),
        2
    );
    assert_eq!(
        subjects
            .iter()
            .filter(|words| words.starts_with("您在候補"))
            .count(),
        2
    );
    let list = staff
        .get(&format!("/en/events/{id}/sign-ups"))
        .await
        .expect(200);
    assert_eq!(list.texts("td .tag"), ["Has a place", "Waiting", "Waiting"]);

    let first: Vec<String> = mails
        .iter()
        .filter(|mail| mail.to.eq_ignore_ascii_case("first@example.tw"))
        .map(|mail| mail.link("/events/cancel/"))
        .collect();
    let works = {
        let mut works = Vec::new();
        for link in &first {
            works.push(guest.get(link).await.status.as_u16());
        }
        works.sort_unstable();
        works
    };
    assert_eq!(works, [200, 410], "only the newest link works");
    for link in &first {
        // Looking changes nothing.
        guest.get(link).await;
    }
    assert_eq!(
        staff
            .get(&format!("/en/events/{id}/sign-ups"))
            .await
            .texts("td .tag")
            .len(),
        3
    );
    for link in &first {
        guest.post(link, &[]).await;
    }
    for link in &first {
        guest.post(link, &[]).await.expect(410);
    }
    let moved = plaza.mails().await;
    let up = moved
        .iter()
        .find(|mail| mail.subject.starts_with("您遞補"))
        .expect("somebody moved up");
    assert_eq!(up.to, "second@example.tw");
    let list = staff.get(&format!("/en/events/{id}/sign-ups")).await;
    assert_eq!(list.texts("td .tag"), ["Has a place", "Waiting"]);
    assert!(!list.body.contains("first@example.tw"));
    guest.get(&up.link("/events/cancel/")).await.expect(200);
}

#[actix_web::test]
async fn the_place_of_an_erased_account_goes_to_who_waits() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&staff, Some(1)).await;
    let guest = plaza.client().await;
    let leaving = plaza.person("leaving", Role::Resident).await;
    sign_up(&guest, id, "First", &leaving.email).await;
    sign_up(&guest, id, "Second", "second@example.tw").await;
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    let erased = leaving.client.post("/zh/account/erase", &fields).await;
    erased.expect(303);
    let list = staff.get(&format!("/en/events/{id}/sign-ups")).await;
    assert_eq!(list.texts("td .tag"), ["Has a place"]);
    assert!(list.body.contains("second@example.tw"));
    let mails = plaza.mails().await;
    let up = mails.iter().find(|mail| mail.subject.starts_with("您遞補"));
    assert_eq!(up.expect("nobody was told").to, "second@example.tw");
    assert_eq!(kept(&plaza).await, 1);
}

#[actix_web::test]
async fn places_are_never_given_twice() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&staff, Some(3)).await;
    let guest = plaza.client().await;
    let notice = guest
        .get(&format!("/zh/events/{id}/sign-up"))
        .await
        .hidden("notice");
    let path = format!("/zh/events/{id}/sign-up");
    let sent = (0..8).map(|n| {
        let (guest, path, notice) = (&guest, &path, &notice);
        async move {
            let email = format!("p{n}@example.tw");
            guest
                .post(
                    path,
                    &[("name", "P"), ("email", &email), ("notice", notice)],
                )
                .await
        }
    });
    futures_util::future::join_all(sent).await;
    let list = staff.get(&format!("/en/events/{id}/sign-ups")).await;
    let places = list.texts("td .tag");
    assert_eq!(places.len(), 8);
    assert_eq!(places.iter().filter(|tag| *tag == "Has a place").count(), 3);
}

async fn kept(plaza: &Plaza) -> i64 {
    let count = plaza.context.db.read(|connection| {
        Ok::<i64, DbError>(event_sign_ups::table.count().get_result(connection)?)
    });
    count.await.unwrap()
}

#[actix_web::test]
async fn the_list_is_the_organisers_alone_and_erased_on_the_stated_day() {
    let plaza = Plaza::start().await;
    let organiser = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&organiser, None).await;
    sign_up(&plaza.client().await, id, "王小明", "wang@example.tw").await;
    let path = format!("/zh/events/{id}/sign-ups");
    assert!(
        organiser
            .get(&path)
            .await
            .expect(200)
            .body
            .contains("wang@example.tw")
    );
    for role in [Role::Staff, Role::Administrator] {
        let other = plaza.log_on_as(role, "other").await;
        other.get(&path).await.expect(404);
        other
            .get(&format!("/zh/events/{id}/edit"))
            .await
            .expect(404);
        other
            .post(&format!("/zh/events/{id}/call-off"), &[])
            .await
            .expect(404);
    }
    plaza.advance(TimeDelta::days(28));
    jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(kept(&plaza).await, 1, "erased before 31 March");
    plaza.advance(TimeDelta::days(1));
    jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(kept(&plaza).await, 0, "not erased on 31 March");
}

#[actix_web::test]
async fn calling_off_tells_everybody_and_erases_the_list() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&staff, None).await;
    let guest = plaza.client().await;
    sign_up(&guest, id, "A", "a@example.tw").await;
    staff
        .post(&format!("/zh/events/{id}/call-off"), &[])
        .await
        .location();
    staff
        .post(&format!("/zh/events/{id}/call-off"), &[])
        .await
        .location();
    let mails = plaza.mails().await;
    let told = mails
        .iter()
        .filter(|mail| mail.subject.starts_with("活動取消"));
    assert_eq!(told.count(), 1, "told twice, or not at all");
    let page = staff.get(&format!("/zh/events/{id}/sign-ups")).await;
    assert!(page.body.contains("還沒有人報名"));
    let calendar = guest.get(&format!("/feeds/zh/events/{id}.ics")).await;
    assert!(calendar.body.contains("STATUS:CANCELLED"));
    let page = guest.get(&format!("/zh/events/{id}/sign-up")).await;
    assert!(page.texts("form input[name=email]").is_empty());
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let cases: [(&str, Value, &str); 6] = [
        ("/ends_at", json!("2026-03-14T18:00:00"), "ends_at"),
        ("/sign_up/until", json!("2026-03-15"), "sign_up_until"),
        ("/sign_up/erase_on", json!("2026-03-14"), "erase_on"),
        ("/sign_up/erase_on", json!("2027-03-14"), "erase_on"),
        ("/sign_up/capacity", json!(0), "capacity"),
        ("/zh/place", json!(""), "place_zh"),
    ];
    for (pointer, value, field) in cases {
        let mut body = new_event(None);
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = staff.post_json("/api/v1/events", &body).await.expect(422);
        assert_eq!(
            answer.json()["errors"][0]["field"],
            field,
            "{}",
            answer.body
        );
    }
    let mut personal = new_event(None);
    personal["zh"]["body"] = json!("報名請打0912-345-678");
    let asked = staff
        .post_json("/api/v1/events", &personal)
        .await
        .expect(422);
    assert_eq!(asked.json()["code"], "personal-data-undecided");
    plaza
        .log_on_as(Role::Resident, "r")
        .await
        .post_json("/api/v1/events", &new_event(None))
        .await
        .expect(403);

    let id = announce(&staff, None).await;
    let guest = plaza.client().await;
    let api = format!("/api/v1/events/{id}/sign-ups");
    let notice = guest
        .get(&format!("/api/v1/events/{id}?lang=zh"))
        .await
        .json()["notice"]["hash"]
        .clone();
    let body =
        |email: &str, notice: &Value| json!({ "name": "A", "email": email, "notice": notice });
    guest
        .post_json(&api, &body("nothing", &notice))
        .await
        .expect(422);
    let stale = guest
        .post_json(&api, &body("a@example.tw", &json!("00")))
        .await
        .expect(409);
    assert_eq!(stale.json()["code"], "event-notice-changed");
    // The day of erasure was told: it cannot be put off.
    let edit = staff.get(&format!("/zh/events/{id}/edit")).await;
    let starts = edit.attribute("#f-starts_at", "value").unwrap();
    assert_eq!(starts, "2026-03-14T19:00");
    let later = staff
        .post(
            &format!("/zh/events/{id}/edit"),
            &[
                ("title_zh", "港邊音樂會"),
                ("body_zh", "改了。"),
                ("place_zh", "駁二"),
                ("starts_at", &starts),
                ("ends_at", "2026-03-14T21:00"),
                ("sign_up", "yes"),
                ("sign_up_until", "2026-03-13"),
                ("erase_on", "2026-04-30"),
            ],
        )
        .await
        .expect(422);
    assert!(later.body.contains("不能延後"));
    plaza.advance(TimeDelta::days(12));
    let closed = guest
        .post_json(&api, &body("a@example.tw", &notice))
        .await
        .expect(409);
    assert_eq!(closed.json()["code"], "event-closed");
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn a_campaign_link_leads_to_an_own_page_and_counts_days_only() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let make = |code: &'static str, target: &'static str| {
        let staff = &staff;
        async move {
            staff
                .post(
                    "/en/campaigns",
                    &[("code", code), ("target", target), ("purpose", "Poster")],
                )
                .await
        }
    };
    for target in [
        "https://evil.example",
        "//evil.example",
        "/events",
        "events?x=1",
        "desk",
        "no/such/page",
        "..",
        "events/cancel/x",
        "c/harbour",
    ] {
        make("harbour", target).await.expect(422);
    }
    make("WANG", "events").await.expect(422);
    make("harbour", "events").await.location();
    assert!(
        make("harbour", "polls")
            .await
            .expect(422)
            .body
            .contains("already")
    );
    let before = plaza.dump();
    for n in 0..13 {
        let visitor = plaza.client().await;
        let path = format!("/{}/c/harbour", if n % 2 == 0 { "zh" } else { "en" });
        let answer = visitor.get(&path).await;
        assert_eq!(answer.location(), path.replace("/c/harbour", "/events"));
        assert!(answer.headers.get("set-cookie").is_none());
        plaza.advance(TimeDelta::minutes(5));
    }
    let dump = plaza.dump();
    let new: Vec<&str> = dump.lines().filter(|row| !before.contains(*row)).collect();
    assert_eq!(new.len(), 1, "more than a day's total is kept: {new:?}");
    assert!(new[0].contains("13") && !new[0].contains(':'), "{new:?}");
    assert_eq!(staff.get("/en/campaigns").await.texts("td.num"), ["13"]);
    plaza.client().await.get("/zh/c/none").await.expect(404);
}

#[actix_web::test]
async fn a_program_changes_an_announcement_and_calls_it_off() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let other = plaza.log_on_as(Role::Staff, "another").await;
    let guest = plaza.client().await;
    let id = announce(&staff, Some(1)).await;
    sign_up(&guest, id, "甲", "one@example.tw")
        .await
        .expect(303);
    sign_up(&guest, id, "乙", "two@example.tw")
        .await
        .expect(303);
    plaza.mails().await;
    let path = format!("/api/v1/events/{id}");
    let put = async |client: &Client, body: &Value| client.json(Method::PUT, &path, body).await;
    let before = plaza.dump();
    let mut changed = new_event(Some(5));
    changed["zh"]["title"] = json!("改期的音樂會");
    put(&guest, &changed).await.expect(401);
    put(&other, &changed).await.expect(404);
    let mut wrong = changed.clone();
    wrong["zh"]["title"] = json!("");
    let refused = put(&staff, &wrong).await.expect(422);
    assert_eq!(refused.json()["errors"][0]["field"], "title_zh");
    // The day of erasure was told, and nobody's data is published.
    let mut later = changed.clone();
    later["sign_up"]["erase_on"] = json!("2026-08-01");
    let refused = put(&staff, &later).await.expect(422);
    assert_eq!(refused.json()["errors"][0]["field"], "erase_on");
    let mut personal = changed.clone();
    personal["zh"]["body"] = json!("報名請打0912-345-678");
    let asked = put(&staff, &personal).await.expect(422);
    assert_eq!(asked.json()["code"], "personal-data-undecided");
    let calling = format!("{path}/call-off");
    let nothing = json!({});
    guest.post_json(&calling, &nothing).await.expect(401);
    other.post_json(&calling, &nothing).await.expect(404);
    // The sessions' own day apart, nothing was changed.
    assert_eq!(plaza.dump(), before);

    let done = put(&staff, &changed).await.expect(200);
    assert_eq!(done.json()["id"], id);
    let shown = guest.get(&format!("{path}?lang=zh")).await.json();
    assert_eq!(shown["title"], "改期的音樂會");
    assert_eq!(shown["capacity"], 5);
    // Who waited has a place now, and is told.
    let mails = plaza.mails().await;
    let moved = mails.iter().filter(|mail| mail.to == "two@example.tw");
    assert_eq!(moved.count(), 2);
    for _ in 0..2 {
        let done = staff.post_json(&calling, &nothing).await.expect(200);
        assert_eq!(done.json()["status"], "called-off");
    }
    let shown = guest.get(&path).await.json();
    assert_eq!(shown["cancelled"], true);
    let mails = plaza.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.to == "one@example.tw")
            .count(),
        2
    );
    for address in ["one@example.tw", "two@example.tw"] {
        assert!(!plaza.holds(address), "{address} is kept");
    }
}

#[actix_web::test]
async fn a_mail_that_waits_is_not_sent_once_its_link_is_worth_nothing() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let (concert, fair) = (
        announce(&staff, Some(1)).await,
        announce(&staff, Some(9)).await,
    );
    let ming = plaza.person("ming", Role::Resident).await;
    let guest = plaza.client().await;
    plaza.mails().await;
    let to_ming = async || {
        let mails = plaza.mails().await;
        mails.into_iter().filter(|mail| mail.to == ming.email)
    };
    let before = to_ming().await.count();
    // Twice before the first mail has left: the second has the link that works.
    for _ in 0..2 {
        sign_up(&guest, concert, "王小明", &ming.email).await;
    }
    let mails: Vec<_> = to_ming().await.skip(before).collect();
    assert_eq!(mails.len(), 1, "a mail with a dead link was sent");
    let link = mails[0].link("/events/cancel/");
    guest.get(&link).await.expect(200);
    sign_up(&guest, concert, "林佳穎", "lin@example.tw").await;

    // Withdrawn before the mail has left; the other event's mail of the same address goes out.
    sign_up(&guest, concert, "王小明", &ming.email).await;
    sign_up(&guest, fair, "王小明", &ming.email).await;
    let all = ming.client.get("/api/v1/account/consents").await.json();
    let all = all["consents"].as_array().unwrap();
    let of_concert = all
        .iter()
        .filter(|one| one["notice"] == "event-sign-up")
        .map(|one| one["id"].as_i64().unwrap())
        .min()
        .unwrap();
    let way = format!("/api/v1/account/consents/{of_concert}/withdraw");
    ming.client.post_json(&way, &json!({})).await.expect(200);
    let mails: Vec<_> = to_ming().await.skip(before + 1).collect();
    assert_eq!(mails.len(), 1, "a mail with a dead link was sent");
    let link = mails[0].link("/events/cancel/");
    guest.get(&link).await.expect(200);
    // Who moved up meanwhile gets the mail that says so, and not the one that said to wait.
    let mails = plaza.mails().await;
    let subjects: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.to == "lin@example.tw")
        .map(|mail| mail.subject.as_str())
        .collect();
    assert!(
        subjects.last().unwrap().starts_with("您遞補"),
        "{subjects:?}"
    );
}

#[actix_web::test]
async fn who_signed_up_reads_when_the_organiser_saw_the_list() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let id = announce(&staff, Some(9)).await;
    let list = format!("/en/events/{id}/sign-ups");
    // Of a look before anybody signed up there is nothing to tell.
    staff.get(&list).await.expect(200);
    plaza.advance(TimeDelta::days(1));
    let guest = plaza.client().await;
    sign_up(&guest, id, "王小明", "ming@example.tw").await;
    let link = plaza.mails().await[0].link("/events/cancel/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    let seen = async || {
        let looked = guest
            .post_json("/api/v1/events/sign-ups/look", &token)
            .await;
        looked.expect(200).json()
    };
    assert_eq!(
        seen().await,
        json!({ "event": id, "state": "confirmed", "looks": [] })
    );
    plaza.advance(TimeDelta::days(1));
    staff.get(&list).await.expect(200);
    staff.get(&list).await.expect(200);
    assert_eq!(seen().await["looks"], json!(["2026-03-04"]));
    let page = guest.get(&link.replacen("/zh/", "/en/", 1)).await;
    let days = page.expect(200).texts("main li");
    assert_eq!(days, ["4 March 2026"]);

    // With an account of the same address it stands among what is held; who it was does not.
    let ming = plaza.person("ming", Role::Resident).await.client;
    let held = ming.get("/api/v1/account/data").await.expect(200).json();
    let looks = held["event_looks"].as_array().unwrap();
    assert!(looks.iter().any(|look| look["day"] == "2026-03-04"));
    assert!(looks.iter().all(|look| look.get("account_id").is_none()));
    let shown = ming.get("/en/account/data").await.expect(200);
    let heading = "Days on which the organiser opened the list of an event that you signed up for";
    assert!(shown.texts("main h2").contains(&heading.to_owned()));
    let nobody = plaza.person("stranger", Role::Resident).await.client;
    let held = nobody.get("/api/v1/account/data").await.json();
    assert!(held.get("event_looks").is_none());
    let wrong = json!({ "token": "none" });
    let gone = guest
        .post_json("/api/v1/events/sign-ups/look", &wrong)
        .await;
    gone.expect(410);
}

#[actix_web::test]
async fn a_program_reads_the_list_and_makes_campaign_links_as_the_pages_do() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let other = plaza.log_on_as(Role::Staff, "another").await;
    let id = announce(&staff, Some(1)).await;
    let guest = plaza.client().await;
    sign_up(&guest, id, "王小明", "ming@example.tw").await;
    let list = format!("/api/v1/events/{id}/sign-ups");
    other.get(&list).await.expect(404);
    let shown = staff.get(&list).await.expect(200).json();
    let ming = json!({ "name": "王小明", "email": "ming@example.tw", "state": "confirmed" });
    assert_eq!(shown["sign_ups"], json!([ming]));
    let link = plaza.mails().await[0].link("/events/cancel/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    let seen = guest
        .post_json("/api/v1/events/sign-ups/look", &token)
        .await;
    assert_eq!(seen.json()["looks"], json!(["2026-03-02"]));

    let campaigns = "/api/v1/campaigns";
    let mut new = json!({ "code": "posters", "target": "officer", "purpose": "海報" });
    let wrong = staff.post_json(campaigns, &new).await.expect(422);
    assert_eq!(wrong.json()["errors"][0]["field"], "target");
    new["target"] = json!("events");
    guest.post_json(campaigns, &new).await.expect(401);
    staff.post_json(campaigns, &new).await.expect(201);
    let taken = staff.post_json(campaigns, &new).await.expect(409);
    assert_eq!(taken.json()["code"], "campaign-taken");
    guest.get("/zh/c/posters").await.expect(303);
    let listed = staff.get(campaigns).await.expect(200).json();
    assert_eq!(listed["campaigns"][0]["visits"], 1);
}
