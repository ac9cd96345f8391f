//! Every form that is sent back says what is wrong in the order of its fields, and names each.

use plaza::{accounts::Role, web::routes::CATALOGUE};
use scraper::Selector;

use crate::{
    catalogue::sample_path,
    support::{Answer, Plaza},
};

/// The field's name on the page, as people read it.
fn name_of(answer: &Answer, field: &str) -> String {
    let html = answer.html();
    let find = |selector: &str| {
        let selector = Selector::parse(selector).unwrap();
        let text = html.select(&selector).next()?.text().next()?.trim();
        let text = text.trim_end_matches([':', '：', '?', '？']).to_owned();
        (!text.is_empty()).then_some(text)
    };
    find(&format!("label[for='f-{field}']"))
        .or_else(|| find(&format!("fieldset:has(#f-{field}) > legend")))
        .or_else(|| find(&format!("fieldset#f-{field} > legend")))
        .or_else(|| find(&format!("label:has(#f-{field}) > span")))
        .or_else(|| find(&format!("h2#f-{field}")))
        .or_else(|| find(&format!("section#f-{field} h2")))
        .unwrap_or_else(|| panic!("{field} has no name"))
}

/// The fields that the summary names, and what it says of each.
fn summary(answer: &Answer) -> Vec<(String, String)> {
    let html = answer.html();
    let selector = Selector::parse(".error-summary a").unwrap();
    html.select(&selector)
        .map(|link| {
            let href = link.value().attr("href").unwrap();
            let text = link.text().collect::<String>();
            (href.strip_prefix("#f-").unwrap().to_owned(), text)
        })
        .collect()
}

#[actix_web::test]
async fn a_summary_runs_in_the_order_of_the_fields_and_names_them() {
    let plaza = Plaza::demo_city().await;
    let mut people = vec![plaza.client().await];
    for role in [
        Role::Resident,
        Role::Moderator,
        Role::Staff,
        Role::PrivacyOfficer,
        Role::Administrator,
    ] {
        people.push(plaza.log_on_as(role, "somebody").await);
    }
    let (mut forms, mut several) = (std::collections::BTreeSet::new(), 0);
    let routes = CATALOGUE
        .iter()
        .filter(|route| route.method == "POST" && route.path.starts_with("/{lang}"));
    for route in routes {
        let path = sample_path(route, &plaza);
        for lang in ["zh", "en"] {
            let path = path.replacen("/zh/", &format!("/{lang}/"), 1);
            for person in &people {
                let answer = person.post(&path, &[("title", "x")]).await;
                let lines = summary(&answer);
                if lines.is_empty() {
                    continue;
                }
                // Refused for what was typed, or for the state that it is in now.
                let status = answer.status.as_u16();
                assert!([409, 422].contains(&status), "{path}: {status}");
                let places: Vec<usize> = lines
                    .iter()
                    .map(|(field, _)| {
                        let id = format!("id=\"f-{field}\"");
                        let place = answer.body.find(&id);
                        place.unwrap_or_else(|| panic!("{path}: {field} leads nowhere"))
                    })
                    .collect();
                assert!(places.is_sorted(), "{path}: {lines:?}");
                for (field, words) in &lines {
                    let name = name_of(&answer, field);
                    let mark = if lang == "zh" { "：" } else { ": " };
                    let named = words.starts_with(&format!("{name}{mark}"));
                    assert!(named, "{path}: {field} is {name}, not {words}");
                }
                several += usize::from(lines.len() > 1);
                forms.insert(route.path);
            }
        }
    }
    assert!(forms.len() > 12, "too few forms were looked at: {forms:?}");
    assert!(several > 10, "too few summaries have several lines");
}
