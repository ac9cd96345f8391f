//! What waits too long for review: each moderator is told once a day.

use plaza::{accounts::Role, jobs::remind_moderators};
use serde_json::json;

use crate::support::{Arrived, Plaza};

/// A guest's topic that waits.
async fn hold(plaza: &Plaza, title: &str) {
    let guest = plaza.client().await;
    let signed = guest.as_guest("小樹", None).await;
    let body = json!({ "title": title, "body": "內文", "guest": signed });
    let own = |_: &str| ("mine", "publish");
    let path = "/api/v1/boards/open/topics";
    guest.decide("POST", path, &body, own).await.expect(202);
}

/// The reminders that arrived so far, after the job has looked.
async fn reminders(plaza: &Plaza) -> Vec<Arrived> {
    remind_moderators::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await.into_iter();
    mails
        .filter(|mail| mail.subject.contains("等候審核"))
        .collect()
}

#[actix_web::test]
async fn each_moderator_is_reminded_once_a_day_while_something_waits_too_long() {
    let plaza = Plaza::with_boards().await;
    for name in ["one", "two"] {
        plaza.account(name, Role::Moderator).await;
    }
    plaza.account("staff", Role::Staff).await;
    // Friday 6 March, 11:00.
    plaza.at("2026-03-06T11:00");
    hold(&plaza, "早餐店").await;
    for quiet in [
        "2026-03-06T17:00",
        // Saturday, and Monday before work.
        "2026-03-07T12:00",
        "2026-03-09T07:59",
    ] {
        plaza.at(quiet);
        assert!(reminders(&plaza).await.is_empty(), "{quiet}");
    }
    plaza.at("2026-03-09T08:00");
    hold(&plaza, "麵店").await;
    let all = reminders(&plaza).await;
    let mut to: Vec<&str> = all.iter().map(|mail| &*mail.to).collect();
    to.sort_unstable();
    assert_eq!(to, ["one@example.tw", "two@example.tw"]);
    assert_eq!(all[0].subject, "2個待審項目等候審核");
    assert!(all[0].text.contains("69小時"), "{}", all[0].text);
    assert!(all[0].text.contains("http://plaza.test/zh/review"));
    assert!(!all[0].text.contains("早餐店"));
    for time in ["2026-03-09T12:00", "2026-03-09T23:00"] {
        plaza.at(time);
        assert_eq!(reminders(&plaza).await.len(), 2, "{time}");
    }
    plaza.at("2026-03-10T08:00");
    assert_eq!(reminders(&plaza).await.len(), 4);
    // What was decided waits no more.
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let queue = moderator.get("/zh/review").await.expect(200);
    assert!(queue.body.contains("早餐店"));
    for _ in 0..2 {
        let list = moderator.get("/zh/review").await.expect(200);
        let action = list.attribute("article form[action*='/review/']", "action");
        let version = list.hidden("version");
        let fields = [("decision", "approve"), ("version", version.as_str())];
        moderator.post(&action.unwrap(), &fields).await;
    }
    plaza.at("2026-03-11T08:00");
    assert_eq!(reminders(&plaza).await.len(), 4);
}
