//! The policy's reach: it is linked wherever people are, and where it ends a page says so.

use actix_web::http::header;
use plaza::{accounts::Role, i18n::Lang, web::routes::CATALOGUE};

use crate::{
    catalogue::{sample_path, send},
    support::Plaza,
};

#[actix_web::test]
async fn every_answer_that_is_a_page_links_to_the_policy() {
    let plaza = Plaza::demo_city().await;
    let (guest, admin, officer) = (
        plaza.client().await,
        plaza.log_on_as(Role::Administrator, "somebody").await,
        plaza.log_on_as(Role::PrivacyOfficer, "somebody").await,
    );
    let mut pages = 0;
    for route in CATALOGUE {
        let path = sample_path(route, &plaza);
        for client in [&guest, &admin, &officer] {
            let answer = send(client, route, &path).await;
            let html = answer
                .headers
                .get(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
            // The API's pages show its document, which names the policy; see below.
            if !html || path.starts_with("/api/docs") {
                continue;
            }
            pages += 1;
            let linked = answer.texts("a[href='/zh/privacy'], a[href='/en/privacy']");
            assert!(
                !linked.is_empty(),
                "{} {path} lacks the policy",
                route.method
            );
        }
    }
    assert!(pages > 60, "only {pages} pages were seen");
    for path in ["/zh/nothing", "/nothing", "/en/topics/999999"] {
        let answer = guest.get(path).await.expect(404);
        assert!(answer.body.contains("/privacy\""), "{path}");
    }
    let document = guest.get("/api/v1/openapi.json").await.json();
    assert_eq!(document["info"]["termsOfService"], "/en/privacy");
}

/// The first link out of a post, as its reader gets it.
async fn link_of(plaza: &Plaza, body: &str) -> (String, i64) {
    let author = plaza.log_on_as(Role::Resident, "somebody").await;
    let topic = author.topic("city", "Links", body).await;
    let page = author.get(&format!("/en/topics/{topic}")).await.expect(200);
    (page.attribute(".post-body a", "href").unwrap(), topic)
}

#[actix_web::test]
async fn a_link_out_of_a_post_leads_over_a_page_that_says_where_the_policy_ends() {
    let plaza = Plaza::with_boards().await;
    let there = "https://shop.example/a?b=1&c=%22#d";
    let (link, topic) = link_of(&plaza, &format!("See [this]({there}).")).await;
    assert!(
        link.starts_with("/en/leaving?to=https%3A%2F%2Fshop.example"),
        "{link}"
    );

    let guest = plaza.client().await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(
        page.attribute(".post-body a.out", "rel").as_deref(),
        Some("nofollow ugc noopener noreferrer")
    );
    let words = page.texts(".post-body a.out .unseen");
    assert_eq!(words, [Lang::Zh.t("leaving-mark")]);
    let chinese = page.attribute(".post-body a.out", "href").unwrap();
    assert!(chinese.starts_with("/zh/leaving?"), "{chinese}");

    let page = guest.get(&link).await.expect(200);
    assert_eq!(page.texts("main .keepsake code"), [there]);
    assert_eq!(
        page.attribute("main .button", "href").as_deref(),
        Some(there)
    );
    assert_eq!(
        page.attribute("main .button", "rel").as_deref(),
        Some("nofollow ugc noopener noreferrer")
    );
    assert!(page.body.contains(&Lang::En.t("leaving-policy")));
    assert!(page.headers.get(header::LOCATION).is_none());
    assert!(!page.body.contains("http-equiv"));

    // What is stored names neither language nor leaving page.
    let stored = guest.get(&format!("/api/v1/topics/{topic}")).await;
    assert!(
        stored.body.contains("href=\\\"https://shop.example"),
        "{}",
        stored.body
    );
    assert!(!plaza.dump().contains("/leaving?"));
}

#[actix_web::test]
async fn the_leaving_page_shows_no_address_that_plaza_did_not_give_out() {
    let plaza = Plaza::with_boards().await;
    let (link, _) = link_of(&plaza, "https://shop.example/").await;
    let guest = plaza.client().await;
    guest.get(&link).await.expect(200);
    let other = link.replace("shop.example", "evil.example");
    let bare = "/en/leaving?to=https%3A%2F%2Fevil.example%2F";
    let odd = format!("{bare}&check=AAAAAAAAAAAAAAAAAAAAAA");
    for path in [
        other.as_str(),
        bare,
        &odd,
        "/en/leaving",
        "/en/leaving?to=&check=",
    ] {
        let page = guest.get(path).await.expect(400);
        assert_eq!(page.texts("h1"), [Lang::En.t("leaving-refused-title")]);
        let main = page.texts("main").remove(0);
        assert!(!main.contains("evil.example"), "{path}");
        let out = page.attribute("a[href^='http']", "href");
        assert_eq!(out, None, "{path}");
    }
}

#[actix_web::test]
async fn what_an_address_hides_is_said() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    for (body, says) in [
        ("[x](https://高雄.example/)", vec!["高雄.example", "xn--"]),
        (
            "[x](https://www.city.example@evil.example/)",
            vec!["www.city.example", "evil.example"],
        ),
        ("[x](http://shop.example/)", vec!["not encrypted"]),
    ] {
        let (link, _) = link_of(&plaza, body).await;
        let page = guest.get(&link).await.expect(200);
        let note = page.texts("main .note").remove(0);
        for part in says {
            assert!(note.contains(part), "{body}: {note}");
        }
    }
}

#[actix_web::test]
async fn own_and_covered_places_are_reached_at_once_and_their_look_alikes_are_not() {
    let plaza = Plaza::with_boards().await;
    for (address, direct) in [
        ("http://plaza.test/en/rules", true),
        ("https://www.city.example/map", true),
        ("https://www.city.example.evil.example/", false),
        ("https://www.city.example:8443/", false),
        ("http://www.city.example/", false),
    ] {
        let (link, _) = link_of(&plaza, &format!("[x]({address})")).await;
        assert_eq!(link == address, direct, "{address}: {link}");
        assert_eq!(link.starts_with("/en/leaving?"), !direct, "{address}");
    }
    assert_eq!(link_of(&plaza, "[x](/en/rules)").await.0, "/en/rules");
}

#[actix_web::test]
async fn nothing_written_becomes_a_link_out_by_itself() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "somebody").await;
    let body = "`<a href=\"https://evil.example\">` and <a class=\"out\" href=\"https://evil.example\">x</a>";
    let topic = author.topic("city", "Links", body).await;
    let page = author.get(&format!("/en/topics/{topic}")).await;
    let hosts: Vec<_> = page.texts(".post-body a");
    assert!(
        hosts
            .iter()
            .all(|text| text.starts_with("https://evil.example")),
        "{hosts:?}"
    );
    assert!(page.texts("a[href^='https://evil']").is_empty());
}
