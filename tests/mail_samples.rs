//! `/dev/mail/samples`: a sample of every mail in both languages, and what holds of each HTML part in
//! the mail programs that show it.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use crate::{
    mails::{KINDS, number},
    support::{Arrived, Client, Plaza},
};

/// Offices, and agencies outside the city, read Chinese.
const CHINESE_ALONE: [&str; 9] = [
    "office-suggestion",
    "office-reply",
    "office-failing",
    "cases-due",
    "cases-late",
    "cases-passed-on",
    "mails-waiting",
    "forwarded",
    "forwarded-contact",
];

async fn demo() -> (Plaza, Client) {
    let plaza = Plaza::city_with(|config| config.demo = true).await;
    let guest = plaza.client().await;
    (plaza, guest)
}

fn all<'a>(of: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    of.select(&Selector::parse(selector).unwrap()).collect()
}

fn one<'a>(of: ElementRef<'a>, selector: &str) -> ElementRef<'a> {
    let selector = Selector::parse(selector).unwrap();
    let found = of.select(&selector).next();
    found.unwrap()
}

fn text(of: ElementRef<'_>) -> String {
    of.text().collect::<String>().trim().to_owned()
}

/// What a mail program shows, beside the text part.
struct Sample {
    kind: String,
    lang: String,
    subject: String,
    text: String,
    address: String,
}

async fn samples(guest: &Client) -> Vec<Sample> {
    let page = guest.get("/dev/mail/samples").await.expect(200);
    let page = Html::parse_document(&page.body);
    let articles = all(&page, "article[data-kind]");
    articles
        .into_iter()
        .map(|article| Sample {
            kind: article.value().attr("data-kind").unwrap().to_owned(),
            lang: article.value().attr("lang").unwrap().to_owned(),
            subject: text(one(article, "h3")),
            text: text(one(article, ".mail-text")),
            address: one(article, "a[href]")
                .value()
                .attr("href")
                .unwrap()
                .to_owned(),
        })
        .collect()
}

#[actix_web::test]
async fn every_mail_has_a_sample_in_both_languages() {
    let (_plaza, guest) = demo().await;
    let samples = samples(&guest).await;
    let mut seen = [false; KINDS];
    for sample in &samples {
        seen[number(sample.kind.parse().unwrap())] = true;
        assert!(!sample.subject.is_empty());
        // A text without words shows its key.
        let is_key = |word: &str| word.starts_with("mail-");
        assert!(
            !sample.text.split_whitespace().any(is_key) && !sample.subject.contains("mail-"),
            "{}: {}",
            sample.subject,
            sample.text
        );
    }
    let missing: Vec<usize> = (0..KINDS).filter(|kind| !seen[*kind]).collect();
    assert_eq!(missing, Vec::<usize>::new(), "kinds without a sample");
    let kinds: BTreeSet<&str> = samples.iter().map(|sample| &*sample.kind).collect();
    for kind in kinds {
        let of_kind = samples.iter().filter(|sample| sample.kind == kind);
        let langs: BTreeSet<&str> = of_kind.map(|sample| &*sample.lang).collect();
        let both = if CHINESE_ALONE.contains(&kind) {
            BTreeSet::from(["zh-TW"])
        } else {
            BTreeSet::from(["zh-TW", "en"])
        };
        assert_eq!(langs, both, "{kind}");
    }
}

#[actix_web::test]
async fn the_html_part_reads_well_everywhere_and_fetches_nothing() {
    let (_plaza, guest) = demo().await;
    for sample in samples(&guest).await {
        let answer = guest.get(&sample.address).await.expect(200);
        let policy = answer.headers.get("content-security-policy").unwrap();
        let policy = policy.to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"));
        let page = Html::parse_document(&answer.body);
        let what = format!("{} ({})", sample.subject, sample.lang);
        let html = all(&page, "html")[0];
        assert_eq!(html.value().attr("lang"), Some(&*sample.lang), "{what}");
        let headings = all(&page, "h1, h2, h3, h4, h5, h6");
        assert_eq!(headings.len(), 1, "{what}");
        assert_eq!(text(headings[0]), sample.subject);
        let schemes = all(&page, "meta[name=color-scheme][content='light dark']");
        assert_eq!(schemes.len(), 1, "{what}");
        // A colour that is named stands on a ground that is named, in both schemes.
        assert!(answer.body.contains("prefers-color-scheme: dark"), "{what}");
        let body = all(&page, "body")[0].value().attr("style").unwrap();
        assert!(body.contains(";background:#") && body.contains(";color:#"));
        // No part of it is fetched from anywhere: links alone lead away.
        let fetching = "img, link, script, iframe, object, embed, video, audio, source, base, form, \
                        [src], [srcset], [background], [poster]";
        assert!(all(&page, fetching).is_empty(), "{what}");
        for css in ["url(", "@import"] {
            assert!(!answer.body.contains(css), "{css} in {what}");
        }
        for table in all(&page, "table") {
            assert_eq!(table.value().attr("role"), Some("presentation"), "{what}");
        }
        let links = all(&page, "a");
        assert!(!links.is_empty(), "{what} does not lead to the policy");
        for link in links {
            let href = link.value().attr("href").unwrap();
            assert!(href.starts_with("http://plaza.test/"), "{href} in {what}");
            let words = text(link);
            let vague = ["here", "click here", "more", "這裡", "點此", "更多"];
            assert!(
                !words.is_empty() && !vague.contains(&words.to_lowercase().as_str()),
                "{words} in {what}"
            );
        }
        // Both parts say the same, and where one names an address of Plaza, the other leads there.
        let links = all(&page, "a[href]").into_iter();
        let hrefs: BTreeSet<&str> = links.filter_map(|link| link.value().attr("href")).collect();
        let shown: String = all(&page, "p").into_iter().map(text).collect();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let shown = bare(&shown);
        for paragraph in sample.text.split("\n\n").filter(|one| !one.contains("-- ")) {
            let lines = paragraph.lines().filter(|line| !line.ends_with(':'));
            for line in lines {
                let (words, address) = line.split_at(line.find("http://").unwrap_or(line.len()));
                assert!(shown.contains(&bare(words)), "{line} is not in {what}");
                assert!(
                    address.is_empty() || hrefs.contains(address),
                    "{address} is no link in {what}"
                );
            }
        }
    }
}

#[actix_web::test]
async fn what_somebody_typed_is_no_link() {
    const TYPED: &str = "https://elsewhere.example/x";
    let plaza = Plaza::city().await;
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": "一個洞",
        "body": format!("請看：\n{TYPED}"),
    });
    let guest = plaza.client().await;
    let path = "/api/v1/suggestions";
    guest.post_json(path, &body).await.expect(201);
    let mails = plaza.mails().await;
    let to_office = |mail: &&Arrived| mail.to == "maintenance@kcg.example";
    let mail = mails.iter().find(to_office).unwrap();
    for part in [&mail.text, &mail.html] {
        assert!(part.contains(TYPED), "{part}");
    }
    let page = Html::parse_document(&mail.html);
    let links = all(&page, "a[href]");
    assert!(links.len() > 1, "{}", mail.html);
    for link in links {
        let href = link.value().attr("href").unwrap();
        assert!(href.starts_with("http://plaza.test/"), "{href}");
    }
}

#[actix_web::test]
async fn a_city_that_is_no_demo_shows_none() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    for path in ["/dev/mail/samples", "/dev/mail/samples/1"] {
        guest.get(path).await.expect(404);
    }
    let (_plaza, guest) = demo().await;
    for path in [
        "/dev/mail/samples/0",
        "/dev/mail/samples/9999",
        "/dev/mail/samples/x",
    ] {
        guest.get(path).await.expect(404);
    }
}
