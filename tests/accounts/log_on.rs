//! Logging on and off: the cookie, the throttle, and where one goes next.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use plaza::accounts::{AccountError, Role, throttle};

use super::{is_logged_on, try_log_on};
use crate::support::{Answer, Client, PASSWORD, Plaza};

#[actix_web::test]
async fn the_cookie_comes_at_log_on_and_is_worthless_after_log_off() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let client = plaza.client().await;
    client.get("/en/log-on").await.expect(200);
    assert_eq!(client.cookie("plaza"), None);

    let answer = try_log_on(&client, " MING@example.tw ", PASSWORD).await;
    let cookie = answer
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"] {
        assert!(cookie.contains(part), "{cookie} without {part}");
    }
    assert!(
        !cookie.contains("Secure"),
        "this Plaza is reached over http"
    );
    assert!(!cookie.contains("Domain"));
    assert!(is_logged_on(&client).await);
    let replay = client.cookie("plaza").unwrap();

    let off = client.post("/en/log-off", &[]).await;
    assert_eq!(off.location(), "/en?done=logged-off");
    assert_eq!(client.cookie("plaza"), None, "the cookie is taken away");
    client.set_cookie("plaza", &replay);
    assert!(!is_logged_on(&client).await, "the old cookie is replayed");
    // Logging off without a session does no harm and sets nothing.
    let again = plaza.client().await.post("/en/log-off", &[]).await;
    assert!(again.headers.get(header::SET_COOKIE).is_none());
    again.expect(303);
}

#[actix_web::test]
async fn logging_on_again_ends_the_session_that_the_browser_had() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let old = ming.client.cookie("plaza").unwrap();
    ming.client.log_on(&ming.email, PASSWORD).await;
    assert_ne!(ming.client.cookie("plaza").unwrap(), old);
    let other = plaza.client().await;
    other.set_cookie("plaza", &old);
    assert!(!is_logged_on(&other).await);
    assert!(is_logged_on(&ming.client).await);
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_look_alike() {
    let plaza = Plaza::start().await;
    plaza.account("known1", Role::Resident).await;
    let client = plaza.client().await;
    // Names of the same length, since what was typed is shown again.
    let alike = |answer: &Answer| answer.body.replace("known1", "nobody");
    for attempt in 1..=7 {
        let known = try_log_on(&client, "known1@example.tw", "a wrong password").await;
        let nobody = try_log_on(&client, "nobody@example.tw", "a wrong password").await;
        assert_eq!(known.status, if attempt > 5 { 429 } else { 422 });
        assert_eq!(known.status, nobody.status);
        assert_eq!(alike(&known), nobody.body);
        assert_eq!(known.head(), nobody.head());
    }
}

/// Tries to log on from an address of the test's choosing.
async fn from(client: &Client, peer: &str, password: &str) -> Answer {
    let body = format!("email=ming%40example.tw&password={password}");
    let request = TestRequest::post()
        .uri("/en/log-on")
        .peer_addr(peer.parse().unwrap())
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(body);
    client.send(request).await
}

#[actix_web::test]
async fn an_account_is_blocked_over_all_addresses_for_a_growing_time() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let right = PASSWORD.replace(' ', "+");
    let client = plaza.client().await;
    for last in 1..=5 {
        from(&client, &format!("192.0.2.{last}:4000"), "wrong")
            .await
            .expect(422);
    }
    let blocked = from(&client, "198.51.100.9:4000", &right).await.expect(429);
    assert!(blocked.body.contains("try again in a minute"));
    assert_eq!(client.cookie("plaza"), None);
    // Somebody else is not blocked.
    plaza.account("lin", Role::Resident).await;
    plaza
        .client()
        .await
        .log_on("lin@example.tw", PASSWORD)
        .await;

    plaza.advance(TimeDelta::seconds(59));
    from(&client, "198.51.100.9:4000", &right).await.expect(429);
    plaza.advance(TimeDelta::seconds(1));
    from(&client, "198.51.100.9:4000", "wrong")
        .await
        .expect(422);
    let longer = from(&client, "198.51.100.9:4000", &right).await.expect(429);
    assert!(longer.body.contains("in 2 minutes"));
    plaza.advance(TimeDelta::minutes(2));
    from(&client, "198.51.100.9:4000", &right).await.expect(303);
    assert!(is_logged_on(&client).await);
    // Success forgets the failures: four more are free again.
    for _ in 1..=4 {
        from(&client, "198.51.100.9:4000", "wrong")
            .await
            .expect(422);
    }
    from(&client, "198.51.100.9:4000", &right).await.expect(303);
}

#[actix_web::test]
async fn attempts_at_the_same_moment_do_not_slip_through_together() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let client = plaza.client().await;
    let attempts = (0..12).map(|_| try_log_on(&client, "ming@example.tw", "wrong"));
    let answers = futures_util::future::join_all(attempts).await;
    let tried = answers.iter().filter(|answer| answer.status == 422).count();
    assert!(tried <= 5, "{tried} passwords were looked at");
}

/// Whether one of so many attempts is refused, from this peer and for whom its proxy names. The
/// limit fills up again with time, so a slow machine needs more of them.
async fn is_refused(
    client: &Client,
    attempts: u32,
    peer: &str,
    forwarded: impl Fn(u32) -> String,
) -> bool {
    for number in 0..attempts {
        let request = TestRequest::post()
            .uri("/en/password/forgot")
            .peer_addr(peer.parse().unwrap())
            .insert_header(("x-forwarded-for", forwarded(number)))
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .set_payload(format!("email=nobody{number}%40example.tw"));
        if client.send(request).await.status == 429 {
            return true;
        }
    }
    false
}

#[actix_web::test]
async fn one_address_cannot_try_without_end() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    // What a stranger says of itself does not count.
    let lies = |number| format!("203.0.{}.{}", number / 250, number % 250);
    assert!(is_refused(&client, 5000, "192.0.2.1:4000", lies).await);
    // Behind the operator's proxy each person has a limit, not all of them together.
    let proxy = "127.0.0.9:4000";
    assert!(!is_refused(&client, 700, proxy, lies).await);
    let one = |_| "203.0.113.200, 203.0.113.201".to_owned();
    assert!(is_refused(&client, 5000, proxy, one).await);
}

#[actix_web::test]
async fn next_leads_to_own_pages_only() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    for (next, leads_to) in [
        (
            "/en/account/password",
            "/en/account/password?done=logged-on",
        ),
        ("/en/boards?page=2", "/en/boards?page=2&done=logged-on"),
        ("", "/en?done=logged-on"),
        ("https://evil.example/", "/en?done=logged-on"),
        ("//evil.example/", "/en?done=logged-on"),
        ("/\\evil.example/", "/en?done=logged-on"),
        ("/\t/evil.example/", "/en?done=logged-on"),
        ("javascript:alert(1)", "/en?done=logged-on"),
        ("/en\r\nSet-Cookie: a=b", "/en?done=logged-on"),
    ] {
        let client = plaza.client().await;
        let fields = [
            ("email", "ming@example.tw"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = client.post("/en/log-on", &fields).await;
        assert_eq!(answer.location(), leads_to, "{next:?}");
    }
    // A page that asks to log on leads back to itself.
    let client = plaza.client().await;
    let refused = client.get("/en/account/password").await.expect(401);
    let href = refused.attribute("main a[href*=log-on]", "href").unwrap();
    assert_eq!(
        client.get(&href).await.hidden("next"),
        "/en/account/password"
    );
    // A wrong password keeps it.
    let fields = [("email", "a@example.tw"), ("next", "/en/account")];
    let wrong = client.post("/en/log-on", &fields).await.expect(422);
    assert_eq!(wrong.hidden("next"), "/en/account");
    // Who is logged on already goes there at once.
    client.log_on("ming@example.tw", PASSWORD).await;
    assert_eq!(client.get(&href).await.location(), "/en/account/password");
}

#[actix_web::test]
async fn an_attempt_that_nobody_had_time_for_is_no_failure() {
    let plaza = Plaza::start().await;
    let key = throttle::key(&plaza.context, "log-on", b"somebody");
    let count = || throttle::count(&plaza.context, key.clone());
    let busy = || throttle::looked_at(&plaza.context, &key, Err::<(), _>(AccountError::Busy));
    for _ in 0..12 {
        count().await.unwrap();
        let told = busy().await;
        assert!(matches!(told, Err(AccountError::Busy)), "{told:?}");
    }
    // What was looked at counts as ever, and what is not takes no block away.
    for _ in 0..5 {
        count().await.unwrap();
    }
    plaza.advance(TimeDelta::minutes(1));
    count().await.unwrap();
    busy().await.unwrap_err();
    let blocked = count().await;
    assert!(
        matches!(blocked, Err(AccountError::TooMany { .. })),
        "{blocked:?}"
    );
}

#[actix_web::test]
async fn another_sites_form_is_refused() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    for path in [
        "/en/log-on",
        "/en/log-off",
        "/en/register",
        "/en/account/password",
        "/en/account/sessions/others/end",
        "/api/v1/sessions",
    ] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = TestRequest::post().uri(path).insert_header((name, value));
            ming.client.send(request).await.expect(403);
        }
    }
    assert!(is_logged_on(&ming.client).await);
}

/// The rows of the sessions without what tells one from another: number and hash.
fn days_of_sessions(plaza: &Plaza) -> Vec<String> {
    let rows = plaza.rows_of("sessions");
    assert!(!rows.is_empty(), "nobody is logged on");
    rows.iter()
        .map(|row| {
            assert!(!row.contains(':'), "{row} holds a time of day");
            let row = row.replace([' ', '(', ')'], "").replace('|', ",");
            row.split(',').skip(3).collect::<Vec<_>>().join(",")
        })
        .collect()
}

#[actix_web::test]
async fn a_session_holds_days_and_no_moment_and_ends_with_one() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let (early, late) = (plaza.client().await, plaza.client().await);
    plaza.advance(TimeDelta::milliseconds(1_234_567));
    early.log_on("ming@example.tw", PASSWORD).await;
    plaza.advance(TimeDelta::hours(12));
    late.log_on("ming@example.tw", PASSWORD).await;
    let rows = days_of_sessions(&plaza);
    assert_eq!(rows[0], rows[1], "they tell when somebody logged on");
    // 22:20 on the first day; the last one is the fourteenth.
    plaza.advance(TimeDelta::days(13) + TimeDelta::minutes(99));
    assert!(is_logged_on(&early).await && is_logged_on(&late).await);
    plaza.advance(TimeDelta::minutes(1));
    assert!(!is_logged_on(&early).await && !is_logged_on(&late).await);
}

#[actix_web::test]
async fn what_older_sessions_tell_of_the_moment_is_cut_and_they_go_on() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let kind = if plaza.on_postgres() {
        "postgres"
    } else {
        "sqlite"
    };
    let migration = |file: &str| {
        let path = format!("migrations/{kind}/2026-03-03-000000_sessions_by_day/{file}.sql");
        plaza.sql(&std::fs::read_to_string(path).unwrap()).unwrap();
    };
    migration("down");
    plaza
        .sql("UPDATE sessions SET expires_at = '2026-03-16 02:11:12.345'")
        .unwrap();
    assert!(plaza.rows_of("sessions")[0].contains("02:11:12"));
    migration("up");
    assert!(days_of_sessions(&plaza)[0].contains("2026-03-15"));
    assert!(is_logged_on(&ming.client).await);
    plaza.advance(TimeDelta::days(14));
    assert!(!is_logged_on(&ming.client).await);
}

#[actix_web::test]
async fn over_tls_the_cookie_is_bound_to_this_host_and_to_tls() {
    let plaza = Plaza::start_at("https://plaza.test").await;
    plaza.account("ming", Role::Resident).await;
    let client = plaza.client().await;
    let answer = try_log_on(&client, "ming@example.tw", PASSWORD).await;
    let cookie = answer
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    assert!(cookie.starts_with("__Host-plaza="), "{cookie}");
    assert!(
        cookie.contains("; Secure") && cookie.contains("; Path=/"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(is_logged_on(&client).await);
    let off = client.post("/en/log-off", &[]).await;
    let cookie = off
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    // A browser takes no `__Host-` cookie without these, not even its removal.
    assert!(
        cookie.contains("; Secure") && cookie.contains("Max-Age=0"),
        "{cookie}"
    );
}
