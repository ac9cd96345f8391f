//! What a digest holds, when it goes out, and that each event is in one.

use chrono::TimeDelta;
use plaza::{jobs::remind_offices, offices::days};
use serde_json::json;

use super::{
    OFFICE, add, choose, client_of, colleague, daily, digests, reassign, reference, suggest, told,
};
use crate::{suggestions::id_of, support::Plaza};

#[actix_web::test]
async fn a_digest_names_what_happened_to_which_case_and_no_word_of_a_residents() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let actor = plaza.staff_of(OFFICE).await;
    for name in ["reader", "other"] {
        colleague(&plaza, name).await;
    }
    let reader = client_of(&plaza, "reader").await;
    // Before anybody asks for a digest nothing waits for one.
    let early = suggest(&resident).await;
    choose(&reader, daily()).await;
    choose(&actor, daily()).await;
    let one = suggest(&resident).await;
    let two = suggest(&resident).await;
    for _ in 0..2 {
        add(&resident, &two).await;
    }
    let id = id_of(&plaza, reference(&one)).await;
    let answer = json!({ "answer": "Filled." });
    let path = format!("/api/v1/desk/cases/{id}/answer");
    actor.post_json(&path, &answer).await.expect(200);
    // Monday, after its hour; the next one comes on Tuesday.
    assert!(digests(&plaza).await.is_empty());
    plaza.at("2026-03-03T07:59");
    assert!(digests(&plaza).await.is_empty());
    plaza.at("2026-03-03T08:00");
    let all = digests(&plaza).await;
    let mails: Vec<_> = all
        .iter()
        .filter(|mail| mail.to == "reader@example.tw")
        .collect();
    let mail = mails.last().unwrap();
    let event = |what: &str, case: &serde_json::Value, times: usize| {
        (what.to_owned(), reference(case).to_owned(), times)
    };
    assert_eq!(
        told(mail),
        [
            event("新案件", &one, 1),
            event("新案件", &two, 1),
            event("市民來訊", &two, 2),
            event("已答覆", &one, 1),
        ]
    );
    assert_eq!(mail.subject, "案件摘要：5則動態");
    for part in [&mail.text, &mail.html] {
        for word in ["Lin Chia-ying", "bus stop", "one more hole", "Filled"] {
            assert!(!part.contains(word), "{word} in {part}");
        }
        assert!(part.contains("道路") || part.contains("苓雅"), "{part}");
        assert!(part.contains(&format!("http://plaza.test/zh/desk/{id}")));
        assert!(!part.contains(reference(&early)));
    }
    // Nobody is told of what they did themselves; who chose nothing is told nothing.
    let own: Vec<_> = all
        .iter()
        .filter(|mail| mail.to == format!("{OFFICE}@example.tw"))
        .flat_map(told)
        .collect();
    assert!(own.iter().all(|(what, ..)| what != "已答覆"), "{own:?}");
    assert!(all.iter().all(|mail| mail.to != "other@example.tw"));
    // Each of it once, and never empty.
    for _ in 0..4 {
        plaza.advance(TimeDelta::days(1));
        assert_eq!(digests(&plaza).await.len(), all.len());
    }
}

#[actix_web::test]
async fn it_goes_out_on_the_offices_working_days_alone_and_waits_for_one() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(
        &reader,
        json!({ "rhythm": "weekly", "weekday": 1, "hour": 9 }),
    )
    .await;
    // The office, and no other, is off on Monday 9 March.
    let file = "西元日期,星期,是否放假,備註\n20260309,一,2,盤點\n";
    let read = days::read(file.as_bytes()).unwrap();
    days::import(&plaza.context, None, Some(OFFICE.to_owned()), read, false)
        .await
        .unwrap();
    assert!(digests(&plaza).await.is_empty());
    let case = suggest(&resident).await;
    for quiet in [
        "2026-03-03T10:00",
        "2026-03-08T10:00",
        "2026-03-09T10:00",
        "2026-03-10T08:59",
    ] {
        plaza.at(quiet);
        assert!(digests(&plaza).await.is_empty(), "{quiet}");
    }
    plaza.at("2026-03-10T09:00");
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1);
    assert_eq!(told(&all[0])[0].1, reference(&case));
    suggest(&resident).await;
    plaza.at("2026-03-15T10:00");
    assert_eq!(digests(&plaza).await.len(), 1);
    plaza.at("2026-03-16T09:00");
    assert_eq!(digests(&plaza).await.len(), 2);
}

#[actix_web::test]
async fn at_once_is_the_next_look_on_a_working_day() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    assert!(digests(&plaza).await.is_empty());
    suggest(&resident).await;
    assert_eq!(digests(&plaza).await.len(), 1);
    assert_eq!(digests(&plaza).await.len(), 1);
    // Saturday.
    plaza.at("2026-03-07T10:00");
    suggest(&resident).await;
    assert_eq!(digests(&plaza).await.len(), 1);
    plaza.at("2026-03-09T00:10");
    assert_eq!(digests(&plaza).await.len(), 2);
    // What is due is told too.
    plaza.at("2026-03-10T10:00");
    remind_offices::once(&plaza.context).await.unwrap();
    let all = digests(&plaza).await;
    assert!(
        all.iter()
            .flat_map(told)
            .any(|(what, ..)| what == "即將到期"),
        "{all:?}"
    );
}

#[actix_web::test]
async fn an_office_that_has_a_case_no_more_is_told_nothing_of_it() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let actor = plaza.staff_of(OFFICE).await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    let gone = suggest(&resident).await;
    let id = id_of(&plaza, reference(&gone)).await;
    reassign(&actor, id, "environment").await;
    assert!(digests(&plaza).await.is_empty());
    // And comes back as another office's.
    let environment = plaza.staff_of("environment").await;
    reassign(&environment, id, OFFICE).await;
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1);
    let event =
        |what: &str, case: &serde_json::Value| (what.to_owned(), reference(case).to_owned(), 1);
    assert_eq!(told(&all[0]), [event("改分", &gone)]);
    // That it went away is told nobody there, also when it is back before the digest.
    let back = suggest(&resident).await;
    let id = id_of(&plaza, reference(&back)).await;
    reassign(&actor, id, "environment").await;
    reassign(&environment, id, OFFICE).await;
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 2);
    let of_back = all.iter().flat_map(told);
    let of_back: Vec<_> = of_back.filter(|one| one.1 == reference(&back)).collect();
    assert_eq!(of_back, [event("新案件", &back), event("改分", &back)]);
}
