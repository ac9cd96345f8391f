//! Cookies over HTTP: three modes, Global Privacy Control, and what is counted.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::daily_counts},
    i18n::Lang,
    jobs,
    privacy::counting::Counted,
};

use crate::support::{Answer, Client, Plaza};

/// Saves a choice at the foot of a page.
async fn choose(client: &Client, mode: &str) -> Answer {
    let fields = [("choice", mode), ("back", "/en/privacy")];
    client.post("/en/cookies", &fields).await.expect(303)
}

fn set(answer: &Answer) -> Vec<String> {
    answer
        .headers
        .get_all(header::SET_COOKIE)
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

/// Opens a page as a browser that sends Global Privacy Control.
async fn get_with_signal(client: &Client, path: &str) -> Answer {
    let request = TestRequest::get().uri(path);
    client.send(request.insert_header(("sec-gpc", "1"))).await
}

/// Rows of the figures: what was counted, its route, how many.
async fn counted(plaza: &Plaza, what: Counted) -> Vec<(String, String, i64)> {
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    plaza
        .context
        .db
        .read(move |connection| {
            let rows: Vec<(chrono::NaiveDate, String, i64)> = daily_counts::table
                .filter(daily_counts::counted.eq(what))
                .order((daily_counts::day, daily_counts::route))
                .select((daily_counts::day, daily_counts::route, daily_counts::count))
                .load(connection)?;
            Ok::<_, DbError>(rows)
        })
        .await
        .unwrap()
        .into_iter()
        .map(|(day, route, count)| (day.to_string(), route, count))
        .collect()
}

#[actix_web::test]
async fn without_a_choice_and_after_a_refusal_nothing_is_stored() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.client().await;
    for path in ["/en", "/zh/cookies", "/en/privacy", "/en/log-on"] {
        let page = client.get(path).await.expect(200);
        assert_eq!(set(&page), Vec::<String>::new(), "{path}");
        let chosen = page.attribute("footer input[name=choice][checked]", "value");
        assert_eq!(chosen.as_deref(), Some("refuse"), "{path}");
    }
    choose(&client, "accept").await;
    client.get("/en").await.expect(200);
    assert!(client.cookie("plaza-choice").is_some() && client.cookie("plaza-day").is_some());

    let refused = choose(&client, "refuse").await;
    assert_eq!(refused.location(), "/en/privacy?done=cookies-refuse");
    assert_eq!(client.cookie("plaza-choice"), None);
    assert_eq!(client.cookie("plaza-day"), None);
    let page = client.get(&refused.location()).await.expect(200);
    assert_eq!(
        page.texts("main .notice"),
        [Lang::En.t("done-cookies-refuse")]
    );
    assert!(set(&page).is_empty());
    // Refusing once more has nothing to take away.
    assert!(set(&choose(&client, "refuse").await).is_empty());
}

#[actix_web::test]
async fn who_wants_to_be_asked_is_asked_by_name_purpose_and_life() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.client().await;
    choose(&client, "notify").await;
    let page = client.get("/en/boards/open?x=1").await.expect(200);
    assert!(client.cookie("plaza-day").is_none(), "set before it asked");
    let question = page.texts(".cookie-question p").remove(0);
    for part in [
        Lang::En.t("cookie-counting-name"),
        Lang::En.t("cookie-counting-purpose"),
        Lang::En.t("cookie-life-midnight"),
    ] {
        assert!(question.contains(&part), "{question} lacks {part}");
    }
    let no = [
        ("cookie", "counting"),
        ("answer", "no"),
        ("back", "/en/boards/open?x=1"),
    ];
    let answer = client.post("/en/cookies", &no).await;
    assert_eq!(
        answer.location(),
        "/en/boards/open?x=1&done=cookie-declined"
    );
    let page = client.get("/en").await;
    assert!(page.texts(".cookie-question").is_empty(), "asked twice");
    assert!(client.cookie("plaza-day").is_none(), "set after a no");

    let other = plaza.client().await;
    choose(&other, "notify").await;
    let yes = [("cookie", "counting"), ("answer", "yes"), ("back", "/en")];
    other.post("/en/cookies", &yes).await.expect(303);
    assert!(other.get("/en").await.texts(".cookie-question").is_empty());
    assert_eq!(other.cookie("plaza-day").as_deref(), Some("2026-03-02"));
    // A choice that is no choice, and an answer that is none, change nothing.
    for fields in [
        [("choice", "everything"), ("back", "/en")],
        [("cookie", "session"), ("answer", "perhaps")],
        [("cookie", "else"), ("answer", "yes")],
    ] {
        let answer = other.post("/en/cookies", &fields).await.expect(400);
        assert!(set(&answer).is_empty());
    }
}

#[actix_web::test]
async fn global_privacy_control_refuses_unless_the_reader_chose_against_it() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    choose(&client, "accept").await;
    client.get("/en").await;
    assert!(client.cookie("plaza-day").is_some());
    // The signal comes later: the earlier choice does not stand against it.
    let page = get_with_signal(&client, "/en").await;
    let chosen = page.attribute("footer input[name=choice][checked]", "value");
    assert_eq!(chosen.as_deref(), Some("refuse"));
    assert_eq!(client.cookie("plaza-choice"), None);
    assert_eq!(client.cookie("plaza-day"), None);
    assert!(
        page.texts("footer .hint")
            .contains(&Lang::En.t("cookie-signal"))
    );

    let request = TestRequest::post()
        .uri("/en/cookies")
        .insert_header(("sec-gpc", "1"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload("choice=accept&back=/en");
    client.send(request).await.expect(303);
    get_with_signal(&client, "/en").await.expect(200);
    assert!(client.cookie("plaza-day").is_some(), "the choice stands");
}

#[actix_web::test]
async fn the_choice_leads_back_to_a_page_of_this_site_only() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    for (back, leads_to) in [
        ("/en/rules", "/en/rules?done=cookies-refuse"),
        ("/zh/rules?done=x", "/zh/rules?done=cookies-refuse"),
        ("https://evil.example/", "/en/cookies?done=cookies-refuse"),
        ("//evil.example/en", "/en/cookies?done=cookies-refuse"),
        ("/en/log-off", "/en/cookies?done=cookies-refuse"),
        ("", "/en/cookies?done=cookies-refuse"),
    ] {
        let fields = [("choice", "refuse"), ("back", back)];
        let answer = client.post("/en/cookies", &fields).await;
        assert_eq!(answer.location(), leads_to, "{back}");
    }
}

#[actix_web::test]
async fn the_page_is_the_register() {
    let plaza = Plaza::start_at("https://plaza.test").await;
    let client = plaza.client().await;
    for lang in ["en", "zh"] {
        let page = client.get(&format!("/{lang}/cookies")).await.expect(200);
        assert_eq!(
            page.texts("main tbody code"),
            [
                "__Host-plaza",
                "__Host-plaza-sign-on",
                "__Host-plaza-choice",
                "__Host-plaza-day",
                "plaza-draft",
            ]
        );
        assert!(
            page.texts("main tbody td")
                .iter()
                .all(|text| !text.is_empty())
        );
    }
    let answer = choose(&client, "accept").await;
    let cookies = [set(&answer), set(&client.get("/en").await)].concat();
    assert_eq!(cookies.len(), 2);
    for cookie in cookies {
        for part in [
            "__Host-plaza-",
            "HttpOnly",
            "Secure",
            "SameSite=Lax",
            "Path=/",
        ] {
            assert!(cookie.contains(part), "{cookie} lacks {part}");
        }
    }
}

#[actix_web::test]
async fn whoever_refuses_can_log_on_and_is_left_with_nothing_after_log_off() {
    let plaza = Plaza::start().await;
    let page = plaza.client().await.get("/en/log-on").await;
    assert!(page.texts("#log-on-cookie")[0].starts_with(&Lang::En.t("account-cookie-hint")));
    let ming = plaza.person("ming", Role::Resident).await.client;
    ming.get("/en/account").await.expect(200);
    choose(&ming, "refuse").await;
    ming.get("/en/account").await.expect(200);
    ming.post("/en/log-off", &[]).await.expect(303);
    assert_eq!(ming.cookie_names(), Vec::<String>::new());
}

#[actix_web::test]
async fn a_browser_that_keeps_no_cookie_is_told_why_it_is_not_logged_on() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let fields = [
        ("email", "ming@example.tw"),
        ("password", crate::support::PASSWORD),
    ];
    let client = plaza.client().await;
    let leads_to = client.post("/en/log-on", &fields).await.location();
    let forgetful = plaza.client().await;
    let page = forgetful.get(&leads_to).await;
    assert_eq!(page.texts("main .notice"), [Lang::En.t("done-logged-on")]);
    assert!(client.get(&leads_to).await.texts("main .notice").is_empty());
}

#[actix_web::test]
async fn visitors_are_counted_by_the_cookie_alone_and_no_two_days_can_be_joined() {
    let plaza = Plaza::with_boards().await;
    let (one, other, nobody) = (
        plaza.client().await,
        plaza.client().await,
        plaza.client().await,
    );
    for client in [&one, &other] {
        choose(client, "accept").await;
    }
    for client in [&one, &other, &nobody] {
        client.get("/en").await.expect(200);
        client.get("/en/boards/open").await.expect(200);
    }
    // On one day, nobody's value differs from anybody's: there is nothing to tell people by.
    assert_eq!(one.cookie("plaza-day"), other.cookie("plaza-day"));
    let first = one.cookie("plaza-day");
    plaza.advance(TimeDelta::days(1));
    one.get("/en").await.expect(200);
    assert_ne!(one.cookie("plaza-day"), first);
    // What one brings along on the second day is what anybody would.
    let new = plaza.client().await;
    choose(&new, "accept").await;
    new.get("/en").await.expect(200);
    assert_eq!(new.cookie("plaza-day"), one.cookie("plaza-day"));

    let day = |day: &str, route: &str, count| (day.to_owned(), route.to_owned(), count);
    assert_eq!(
        counted(&plaza, Counted::Visitors).await,
        [day("2026-03-02", "", 2), day("2026-03-03", "", 2)]
    );
    assert_eq!(
        counted(&plaza, Counted::Pages).await,
        [
            day("2026-03-02", "/{lang}", 3),
            day("2026-03-02", "/{lang}/boards/{slug}", 3),
            day("2026-03-03", "/{lang}", 2),
        ]
    );
    // Storing again adds to the same rows.
    nobody.get("/en").await.expect(200);
    assert_eq!(
        counted(&plaza, Counted::Pages).await.last(),
        Some(&day("2026-03-03", "/{lang}", 3))
    );
}
