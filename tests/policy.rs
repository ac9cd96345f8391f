//! The policy's versions: prepared, published, announced, compared, mailed.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    privacy::{
        notices::Notice,
        policy::{self, Kind},
    },
    web::routes::CATALOGUE,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{Answer, Client, Plaza};

#[actix_web::test]
async fn whether_the_sites_efficiency_is_a_ground_is_said_in_public() {
    for is_on in [false, true] {
        let plaza = Plaza::start_with(|config| config.allow_efficiency_ground = is_on).await;
        let guest = plaza.client().await;
        for (lang, off, on) in [
            ("zh", "目前沒有啟用", "目前已啟用"),
            ("en", "is turned off here", "is turned on here"),
        ] {
            for path in ["privacy", "ledger"] {
                let page = guest.get(&format!("/{lang}/{path}")).await.expect(200);
                let said = page.texts("#circumstance-3").concat();
                let (right, wrong) = if is_on { (on, off) } else { (off, on) };
                assert!(said.contains(right), "{lang}/{path}: {said}");
                assert!(!said.contains(wrong), "{lang}/{path}: {said}");
            }
        }
        let told = guest.get("/api/v1/ledger").await.expect(200).json();
        assert_eq!(told["efficiency_ground"], is_on);
    }
}

/// What the officer types over a fresh draft.
struct Revision {
    kind: &'static str,
    date: &'static str,
    particulars_zh: &'static str,
    particulars_en: &'static str,
    /// Written at the end of both texts.
    added: &'static str,
}

const MAJOR: Revision = Revision {
    kind: "major",
    date: "2026-03-02",
    particulars_zh: "活動報名會蒐集姓名。",
    particulars_en: "Signing up for events collects your name.",
    added: "Signing up 報名",
};

const MINOR: Revision = Revision {
    kind: "minor",
    date: "2026-03-02",
    particulars_zh: "",
    particulars_en: "",
    added: "Wording 文字",
};

/// Begins a draft, types and presses one of its buttons; gives the draft's address as well.
async fn draft(officer: &Client, revision: &Revision, button: &str) -> (String, Answer) {
    let begun = officer.post("/en/officer/policy", &[]).await;
    let path = begun.location();
    let form = officer.get(&path).await.expect(200);
    let text = |name: &str| {
        let old = form.texts(&format!("textarea[name={name}]")).remove(0);
        format!("{old}\n\n{}", revision.added)
    };
    let (zh, en) = (text("text_zh"), text("text_en"));
    let fields = [
        ("kind", revision.kind),
        ("effective_on", revision.date),
        ("particulars_zh", revision.particulars_zh),
        ("particulars_en", revision.particulars_en),
        ("text_zh", &zh),
        ("text_en", &en),
        (button, "yes"),
    ];
    let answer = officer.post(&path, &fields).await;
    (path, answer)
}

async fn publish(officer: &Client, revision: &Revision) -> Answer {
    draft(officer, revision, "publish").await.1
}

fn with(revision: &Revision, date: &'static str) -> Revision {
    Revision { date, ..*revision }
}

async fn how_many(plaza: &Plaza) -> usize {
    policy::versions(&plaza.context).await.unwrap().len()
}

#[actix_web::test]
async fn the_shipped_policy_names_the_operator_and_keeps_its_hash() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    for (lang, city, other) in [
        ("zh", "高雄市政府", "{phone}"),
        ("en", "Kaohsiung City Government", "{city}"),
    ] {
        let page = guest.get(&format!("/{lang}/privacy")).await.expect(200);
        let text = page.texts("main").remove(0);
        for words in [
            city,
            "07-3368333#2507",
            "second@kcg.gov.tw",
            "http://plaza.test",
        ] {
            assert!(text.contains(words), "{lang}: {words}");
        }
        assert!(!text.contains(other) && !text.contains('{'), "{lang}");
        assert_eq!(page.texts("#public").len(), 1, "marks link to it");
        let last = page.texts("article h2").pop().unwrap();
        assert!(["市政建議", "Suggestion Box"].contains(&last.as_str()));
        let href = page.attribute("article h2:last-of-type + p a", "href");
        assert_eq!(href.unwrap(), format!("/{lang}/suggestions/new"));
        assert!(page.texts(".revision").is_empty(), "nothing was revised");
    }
    let version = guest.get("/api/v1/policy").await.expect(200).json();
    let mut hash = Sha256::new();
    hash.update(version["text"]["zh"].as_str().unwrap());
    hash.update([0]);
    hash.update(version["text"]["en"].as_str().unwrap());
    let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(version["hash"], hash);
    assert!(guest.get("/en/privacy").await.body.contains(&hash));

    // It names every place where something is collected.
    for notice in Notice::ALL.into_iter().chain([Notice::EventSignUp]) {
        let [zh, en] = match notice {
            Notice::Registration => ["**註冊帳號**", "**Registering an account**"],
            Notice::GuestPost => ["**不用帳號發言**", "**Posting without an account**"],
            Notice::Suggestion | Notice::Enquiry => [
                "**提出建議或詢問**",
                "**Making a suggestion or an enquiry**",
            ],
            Notice::PolicyMail => ["**通知信**", "**Mails about revisions**"],
            Notice::AboutMe => [
                "**反映某則發言與您有關**",
                "**Saying that a post is about you**",
            ],
            Notice::EventSignUp => ["**報名活動**", "**Signing up for an event**"],
            Notice::Reading => ["讀過哪些發言", "Which posts you have read"],
            Notice::Flag => [
                "**檢舉發言或個人檔案**",
                "**Reporting a post or a profile**",
            ],
            Notice::Publication | Notice::Support => [
                "**公開或附議一則建議**",
                "**Publishing or supporting a suggestion**",
            ],
        };
        for (lang, words) in [("zh", zh), ("en", en)] {
            let text = version["text"][lang].as_str().unwrap();
            assert!(text.contains(words), "{lang}: {}", notice.as_str());
        }
    }

    // It names what everybody can do without a cookie, and nothing that is not there.
    let can_flag = CATALOGUE.iter().any(|route| route.path.contains("/flag"));
    let says = |lang: &str, words: &str| version["text"][lang].as_str().unwrap().contains(words);
    assert!(can_flag || !says("en", "flag a post"));
    assert!(can_flag || !says("zh", "檢舉"));
    for (lang, browsing) in [("zh", "如果保存存取紀錄"), ("en", "keeps its access log")] {
        assert!(
            says(lang, browsing),
            "{lang}: not everywhere is there a log"
        );
        assert!(says(lang, &format!("(/{lang}/privacy/files)")));
    }

    // A second start puts nothing in.
    plaza::commands::prepare::prepare(&plaza.context)
        .await
        .unwrap();
    assert_eq!(how_many(&plaza).await, 1);
}

#[actix_web::test]
async fn a_major_revision_stands_on_every_page_until_put_away_or_a_month_has_passed() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let published = publish(&officer, &MAJOR).await;
    assert_eq!(
        published.location(),
        "/en/privacy/versions/2?done=policy-published"
    );

    let guest = plaza.client().await;
    for (path, words) in [
        ("/zh", MAJOR.particulars_zh),
        ("/en/rules", MAJOR.particulars_en),
        ("/en/suggestions/new", MAJOR.particulars_en),
        ("/zh/no-such-page", MAJOR.particulars_zh),
        ("/en/log-on", MAJOR.particulars_en),
    ] {
        let page = guest.get(path).await;
        assert_eq!(page.texts(".revision").len(), 1, "{path}");
        assert!(page.texts(".revision")[0].contains(words), "{path}");
        assert!(
            page.texts(".revision form").is_empty(),
            "no cookie, no button"
        );
    }
    assert!(guest.cookie("plaza").is_none());

    let ming = plaza.person("ming", Role::Resident).await;
    let page = ming.client.get("/zh/rules").await;
    let action = page.attribute(".revision form", "action").unwrap();
    let back = ming.client.post(&action, &[("back", "/zh/rules")]).await;
    assert_eq!(back.location(), "/zh/rules");
    assert!(
        ming.client
            .get("/zh/rules")
            .await
            .texts(".revision")
            .is_empty()
    );
    ming.client.post(&action, &[]).await.expect(303);
    let elsewhere = ming
        .client
        .post(&action, &[("back", "//evil.example/")])
        .await;
    assert_eq!(elsewhere.location(), "/zh");
    // On another device of the same account as well, and for nobody else.
    let phone = plaza.client().await;
    phone.log_on(&ming.email, crate::support::PASSWORD).await;
    assert!(phone.get("/en").await.texts(".revision").is_empty());
    assert_eq!(guest.get("/en").await.texts(".revision").len(), 1);
    guest.post(&action, &[]).await.expect(401);

    plaza.advance(TimeDelta::days(29));
    assert_eq!(guest.get("/en").await.texts(".revision").len(), 1);
    plaza.advance(TimeDelta::days(1));
    assert!(guest.get("/en").await.texts(".revision").is_empty());
    assert!(guest.get("/zh/rules").await.texts(".revision").is_empty());
}

#[actix_web::test]
async fn another_node_tells_of_a_revision_once_it_has_read_it() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let node = plaza.node(|_| {}).await;
    let guest = plaza.client_of(&node).await;
    assert!(guest.get("/en").await.texts(".revision").is_empty());
    publish(&officer, &MAJOR).await.expect(303);
    plaza::jobs::read_policy::once(&node).await.unwrap();
    // Also where the page was kept before.
    let told = guest.get("/en").await.texts(".revision");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains(MAJOR.particulars_en));
    plaza::jobs::read_policy::once(&node).await.unwrap();
    assert_eq!(guest.get("/en").await.texts(".revision"), told);
}

#[actix_web::test]
async fn a_minor_revision_is_announced_by_no_notice_and_no_mail() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let ming = plaza.person("ming", Role::Resident).await;
    ming.client
        .post("/en/account/policy-mails", &[("wanted", "yes")])
        .await
        .expect(303);
    publish(&officer, &MINOR).await.expect(303);
    let guest = plaza.client().await;
    for path in ["/zh", "/en/privacy"] {
        assert!(guest.get(path).await.texts(".revision").is_empty());
    }
    assert!(plaza.mails().await.is_empty());
    let text = guest.get("/en/privacy").await.texts("main").remove(0);
    assert!(text.contains("Wording 文字"), "and it is in force");
    let feed = guest.get("/feeds/en/privacy.atom").await.expect(200).body;
    assert!(feed.contains("Minor revision of the privacy policy: version 2"));
}

#[actix_web::test]
async fn a_major_revision_without_particulars_in_a_language_is_refused() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for (zh, en, field) in [
        ("", MAJOR.particulars_en, "particulars_zh"),
        (MAJOR.particulars_zh, " \n", "particulars_en"),
    ] {
        let revision = Revision {
            particulars_zh: zh,
            particulars_en: en,
            ..MAJOR
        };
        let refused = publish(&officer, &revision).await.expect(422);
        let error = refused.texts(&format!("#e-{field}")).remove(0);
        assert!(
            error.contains("cannot be published without its particulars"),
            "{error}"
        );
        assert!(
            refused.body.contains("Signing up 報名"),
            "what was typed stays"
        );
    }
    assert_eq!(how_many(&plaza).await, 1);
    assert!(
        plaza
            .client()
            .await
            .get("/en")
            .await
            .texts(".revision")
            .is_empty()
    );
    // Nor past Plaza's own rules.
    let refused = plaza.sql(
        "INSERT INTO policy_versions (number, kind, text_zh, text_en, hash, particulars_zh, \
         particulars_en, effective_on, published_at) SELECT 2, 'major', text_zh, text_en, hash, \
         'x', ' ', effective_on, published_at FROM policy_versions",
    );
    assert!(refused.is_err(), "the database holds to it as well");
    for sql in [
        "UPDATE policy_versions SET text_en = 'x'",
        "DELETE FROM policy_versions",
    ] {
        assert!(plaza.sql(sql).is_err(), "{sql}");
    }
    assert_eq!(how_many(&plaza).await, 1);
}

#[actix_web::test]
async fn dates_and_texts_are_checked_before_anything_is_published() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for (date, words) in [
        ("2026-03-01", "past"),
        ("2028-01-01", "more than a year ahead"),
        ("", "give the day"),
        ("30 February", "give the day"),
    ] {
        let refused = publish(&officer, &with(&MAJOR, date)).await.expect(422);
        let error = refused.texts("#e-effective_on").remove(0);
        assert!(error.contains(words), "{date}: {error}");
    }
    // What is neither minor nor major is not taken for a minor one, which nobody would be told of.
    for kind in ["", "majr", "first"] {
        let refused = publish(&officer, &Revision { kind, ..MAJOR }).await;
        assert!(!refused.expect(422).texts("#e-kind").is_empty(), "{kind}");
    }
    let unchanged = Revision { added: "", ..MINOR };
    let refused = publish(&officer, &unchanged).await.expect(422);
    assert!(refused.texts("#e-text_zh")[0].contains("nothing to publish"));
    assert_eq!(how_many(&plaza).await, 1);

    // One that is announced stands in the list and is not in force before its day.
    publish(&officer, &with(&MAJOR, "2026-04-01"))
        .await
        .expect(303);
    let earlier = publish(&officer, &with(&MINOR, "2026-03-20"))
        .await
        .expect(422);
    assert!(earlier.texts("#e-effective_on")[0].contains("later than this"));
    let guest = plaza.client().await;
    assert!(
        !guest
            .get("/en/privacy")
            .await
            .body
            .contains("Signing up 報名")
    );
    assert_eq!(guest.get("/en").await.texts(".revision").len(), 1);
    let list = guest.get("/zh/privacy/versions").await.texts(".row");
    assert!(
        list[0].contains("已預告") && list[1].contains("生效中"),
        "{list:?}"
    );
    plaza.advance(TimeDelta::days(30));
    let text = guest.get("/en/privacy").await.texts("main").remove(0);
    assert!(text.contains("Signing up 報名"));
    assert_eq!(
        guest.get("/api/v1/policy").await.json()["number"],
        2,
        "programs see it from the same day"
    );
}

#[actix_web::test]
async fn any_two_versions_can_be_compared_in_both_languages() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    publish(&officer, &MINOR).await.expect(303);
    publish(&officer, &MAJOR).await.expect(303);
    let guest = plaza.client().await;
    let (list, newest) = (
        guest.get("/en/privacy/versions").await.texts(".row"),
        guest.get("/zh/privacy/compare").await.expect(200),
    );
    assert_eq!(list.len(), 3);
    assert!(
        newest
            .texts(".diff ins")
            .concat()
            .contains("Signing up 報名")
    );
    assert!(newest.texts(".diff del").is_empty());
    for (lang, from, to) in [("en", 1, 3), ("zh", 1, 3)] {
        let page = guest
            .get(&format!("/{lang}/privacy/compare?from={from}&to={to}"))
            .await
            .expect(200);
        let added = page.texts(".diff ins").concat();
        assert!(added.contains("Wording 文字") && added.contains("Signing up 報名"));
    }
    let back = guest
        .get("/en/privacy/compare?from=3&to=2")
        .await
        .expect(200);
    assert!(back.texts(".diff del").concat().contains("Signing up 報名"));
    for odd in ["?from=x&to=99", "?from=2&to=2", "?from=%00", "?to=1"] {
        guest
            .get(&format!("/en/privacy/compare{odd}"))
            .await
            .expect(200);
    }
    guest.get("/en/privacy/versions/4").await.expect(404);
    guest.get("/en/privacy/versions/x").await.expect(404);
    let old = guest.get("/en/privacy/versions/1").await.expect(200);
    assert!(!old.body.contains("Wording 文字"));
    let versions = guest
        .get("/api/v1/policy/versions")
        .await
        .expect(200)
        .json();
    assert_eq!(versions["versions"][0]["kind"], "major");
    assert_eq!(
        versions["versions"][0]["particulars"]["zh"],
        MAJOR.particulars_zh
    );
    let first = guest
        .get("/api/v1/policy/versions/1")
        .await
        .expect(200)
        .json();
    assert!(
        first["text"]["en"]
            .as_str()
            .unwrap()
            .starts_with("# Privacy")
    );
    guest.get("/api/v1/policy/versions/9").await.expect(404);
}

#[actix_web::test]
async fn who_asked_is_mailed_once_in_their_language_and_nobody_else() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (lin, tina) = (
        plaza.person("lin", Role::Resident).await,
        plaza.person("tina", Role::Resident).await,
    );
    for person in [&ming, &lin] {
        let page = person.client.get("/zh/account").await;
        let notice = page.hidden("notice");
        let fields = [("wanted", "yes"), ("notice", notice.as_str())];
        for _ in 0..2 {
            let done = person
                .client
                .post("/zh/account/policy-mails", &fields)
                .await;
            assert_eq!(done.location(), "/zh/account?done=policy-mails-on");
        }
    }
    lin.client
        .json(
            Method::PUT,
            "/api/v1/account/policy-mails",
            &json!({ "wanted": false }),
        )
        .await
        .expect(200);
    let (path, _) = draft(&officer, &MAJOR, "save").await;
    assert!(plaza.mails().await.is_empty());
    let form = officer.get(&path).await;
    let text = |name: &str| form.texts(&format!("textarea[name={name}]")).remove(0);
    let (zh, en) = (text("text_zh"), text("text_en"));
    let fields = [
        ("kind", "major"),
        ("effective_on", "2026-03-02"),
        ("particulars_zh", MAJOR.particulars_zh),
        ("particulars_en", MAJOR.particulars_en),
        ("text_zh", &zh),
        ("text_en", &en),
        ("publish", "yes"),
    ];
    officer.post(&path, &fields).await.expect(303);
    officer.post(&path, &fields).await.expect(409);
    assert_eq!(how_many(&plaza).await, 2, "published once");
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].to, ming.email);
    assert!(mails[0].subject.contains("2026年3月2日"));
    assert!(mails[0].text.contains(MAJOR.particulars_zh));
    assert_eq!(
        mails[0].link("/privacy/versions/2"),
        "/zh/privacy/versions/2"
    );
    assert!(mails[0].text.contains("/zh/privacy"));
    assert!(!plaza.holds(&tina.email));
}

#[actix_web::test]
async fn the_link_in_such_a_mail_stops_them_without_logging_on_and_a_look_does_not() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let hua = plaza.person("hua", Role::Resident).await.client;
    for reader in [&ming, &hua] {
        let notice = reader.get("/zh/account").await.hidden("notice");
        let fields = [("wanted", "yes"), ("notice", notice.as_str())];
        reader.post("/zh/account/policy-mails", &fields).await;
    }
    let is_asked = async |reader: &Client| {
        let page = reader.get("/en/account").await.expect(200);
        page.body
            .contains("You are mailed when the privacy policy has a major revision")
    };
    publish(&officer, &MAJOR).await.expect(303);
    let mails = plaza.mails().await;
    let links: Vec<String> = mails
        .iter()
        .map(|mail| {
            let link = mail.link("/policy-mails/stop/");
            let header = mail.raw.replace("\r\n ", " ");
            assert!(header.contains(&format!("List-Unsubscribe: <http://plaza.test{link}>")));
            assert!(header.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
            link
        })
        .collect();
    let [link, other] = &links[..] else {
        panic!("{mails:?}")
    };
    let token = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    assert!(!plaza.dump().contains(&token(link)), "it is hashed at rest");

    let guest = plaza.client().await;
    for _ in 0..2 {
        let page = guest.get(link).await.expect(200);
        assert_eq!(page.texts("main form button").len(), 1);
    }
    assert!(is_asked(&ming).await, "a look stops nothing");
    // As a mail program posts it, with nothing but what the standard says.
    let one_click = [("List-Unsubscribe", "One-Click")];
    guest.post(link, &one_click).await.expect(200);
    assert!(!is_asked(&ming).await);
    assert!(is_asked(&hua).await, "somebody else's go on");
    let stopped = plaza.rows_of("suppressed_addresses");
    assert_eq!(stopped.len(), 1);
    assert!(stopped[0].contains("policy-revision"), "{stopped:?}");
    guest.post(link, &[]).await.expect(410);

    // It is no link of a digest; a program stops them too.
    let digest = format!("/zh/digest/stop/{}", token(other));
    guest.post(&digest, &[]).await.expect(410);
    let path = "/api/v1/policy-mails/stop";
    for (link, status) in [(link, 410), (other, 200), (other, 410)] {
        let body = json!({ "token": token(link) });
        guest.post_json(path, &body).await.expect(status);
    }
    assert!(!is_asked(&hua).await);
    // Who asks for them again gets them again.
    assert_eq!(plaza.rows_of("suppressed_addresses").len(), 2);
    let notice = ming.get("/zh/account").await.hidden("notice");
    let fields = [("wanted", "yes"), ("notice", notice.as_str())];
    ming.post("/zh/account/policy-mails", &fields).await;
    assert!(is_asked(&ming).await);
    assert_eq!(plaza.rows_of("suppressed_addresses").len(), 1);
}

#[actix_web::test]
async fn a_draft_is_previewed_discarded_and_shown_to_the_officer_alone() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let marked = Revision {
        added: "**報名** <script>alert(1)</script> [x](javascript:alert(1))",
        ..MAJOR
    };
    let (path, preview) = draft(&officer, &marked, "preview").await;
    let preview = preview.expect(200);
    assert!(!preview.body.contains("<script>alert"), "nothing runs");
    assert!(
        preview
            .attribute(".preview a[href^=javascript]", "href")
            .is_none()
    );
    assert!(
        preview
            .texts(".preview strong")
            .contains(&"報名".to_owned())
    );
    assert!(!preview.texts(".preview .diff ins").is_empty());
    assert_eq!(how_many(&plaza).await, 1);
    for role in [Role::Resident, Role::Moderator, Role::Administrator] {
        let other = plaza.log_on_as(role, "other").await;
        other.get(&path).await.expect(403);
        other.post(&path, &[("publish", "yes")]).await.expect(403);
    }
    let gone = officer.post(&path, &[("discard", "yes")]).await;
    assert_eq!(gone.location(), "/en/officer/policy?done=policy-discarded");
    officer.get(&path).await.expect(404);
    let fields = [("kind", "major"), ("text_en", "lost\nlines")];
    let logged_off = plaza.client().await.post(&path, &fields).await.expect(401);
    assert!(
        logged_off.body.contains("lost"),
        "what was typed is given back"
    );
}

#[actix_web::test]
async fn the_feed_is_whole_in_both_languages() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let awkward = Revision {
        particulars_zh: "姓名 & <電話>",
        particulars_en: "Names & <telephones>",
        ..MAJOR
    };
    publish(&officer, &awkward).await.expect(303);
    let guest = plaza.client().await;
    for (lang, words) in [
        ("zh", "姓名 &#38; &#60;電話&#62;"),
        ("en", "Names &#38; &#60;telephones&#62;"),
    ] {
        let feed = guest
            .get(&format!("/feeds/{lang}/privacy.atom"))
            .await
            .expect(200);
        let kind = feed.headers.get("content-type").unwrap();
        assert!(kind.to_str().unwrap().starts_with("application/atom+xml"));
        assert!(feed.body.contains(words), "{}", feed.body);
        assert_eq!(feed.body.matches("<entry>").count(), 2);
        assert!(feed.body.contains(&format!(
            "href=\"http://plaza.test/{lang}/privacy/versions/2\""
        )));
        assert!(
            feed.body
                .contains("<updated>2026-03-02T02:00:00Z</updated>")
        );
        let page = guest.get(&format!("/{lang}/privacy")).await;
        let link = page
            .attribute("link[type='application/atom+xml']", "href")
            .unwrap();
        assert_eq!(link, format!("/feeds/{lang}/privacy.atom"));
    }
    guest.get("/feeds/fr/privacy.atom").await.expect(404);
    let versions = policy::versions(&plaza.context).await.unwrap();
    assert_eq!(versions[0].kind, Kind::Major);
}

#[actix_web::test]
async fn publishing_a_version_stands_in_the_register() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let guest = plaza.client().await;
    let register = async || guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(register().await["entries"].as_array().unwrap().len(), 0);
    // A draft that is refused leaves no trace there.
    let unfinished = Revision {
        particulars_en: "",
        ..MAJOR
    };
    publish(&officer, &unfinished).await.expect(422);
    assert_eq!(register().await["entries"].as_array().unwrap().len(), 0);
    publish(&officer, &MAJOR).await.expect(303);
    let entries = register().await;
    let entry = &entries["entries"][0];
    assert_eq!(entry["act"], "policy-published");
    assert_eq!(entry["ground"], "administration");
    assert_eq!(entry["facts"]["version"], "2");
    assert_eq!(entry["facts"]["kind"], "major");
    let version = guest.get("/api/v1/policy/versions/2").await.json();
    assert_eq!(entry["facts"]["sha256"], version["hash"]);
    for (lang, words) in [("zh", "公布了一版隱私權政策"), ("en", "was published")] {
        let page = guest.get(&format!("/{lang}/ledger")).await.expect(200);
        let row = page.texts("main .rows li").remove(0);
        assert!(row.contains(words) && !row.contains("officer"), "{row}");
        assert!(!row.contains("ledger-"), "{row}");
    }
    let checked = plaza::privacy::verify::all(&plaza.context, Vec::new(), |_| {}).await;
    checked.unwrap();
}

#[actix_web::test]
async fn a_program_drafts_and_publishes_as_the_page_does() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let drafts = "/api/v1/officer/policy";
    let begun = officer.post_json(drafts, &json!({})).await.expect(201);
    let one = format!("{drafts}/{}", begun.json()["id"]);
    let listed = officer.get(drafts).await.expect(200).json();
    let mut draft = listed["drafts"][0].clone();
    let publish = format!("{one}/publish");
    let same = officer.post_json(&publish, &json!({})).await.expect(422);
    assert_eq!(same.json()["errors"][0]["code"], "policy-unchanged");
    draft["kind"] = json!("major");
    draft["text_en"] = json!("# Another policy\n\nIt says more.");
    let put = async |draft: &Value| officer.json(Method::PUT, &one, draft).await;
    put(&draft).await.expect(200);
    let lacking = officer.post_json(&publish, &json!({})).await.expect(422);
    let fields: Vec<Value> = lacking.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].clone())
        .collect();
    assert_eq!(fields, ["particulars_en", "particulars_zh"]);
    draft["particulars_zh"] = json!("多說了一些。");
    draft["particulars_en"] = json!("It says more.");
    put(&draft).await.expect(200);
    let published = officer.post_json(&publish, &json!({})).await.expect(201);
    let number = published.json()["number"].as_i64().unwrap();
    let guest = plaza.client().await;
    let shown = guest
        .get(&format!("/api/v1/policy/versions/{number}"))
        .await;
    assert_eq!(
        shown.expect(200).json()["particulars"]["en"],
        "It says more."
    );
    officer.post_json(&publish, &json!({})).await.expect(404);
    let other = officer.post_json(drafts, &json!({})).await.expect(201);
    let other = format!("{drafts}/{}", other.json()["id"]);
    let delete = Method::DELETE;
    let nothing = json!({});
    officer
        .json(delete.clone(), &other, &nothing)
        .await
        .expect(204);
    officer.json(delete, &other, &nothing).await.expect(204);
    officer.json(Method::PUT, &other, &draft).await.expect(404);
    guest.get(drafts).await.expect(401);
    let retention = officer.get("/api/v1/officer/retention").await;
    assert!(retention.expect(200).json()["due"].is_array());
}
