//! Every form that is sent back says what is wrong in the order of its fields, and names each.

use std::collections::BTreeSet;

use plaza::{accounts::Role, web::routes::CATALOGUE};
use scraper::Selector;

use crate::{
    catalogue::sample_path,
    support::{Answer, Plaza},
};

/// The field's name on the page, as people read it.
fn name_of(answer: &Answer, field: &str) -> Option<String> {
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

/// What is wrong with a summary: a line that leads nowhere, stands too early or has another name
/// than its field.
fn lines_faults(
    answer: &Answer,
    lines: &[(String, String)],
    lang: &str,
) -> impl Iterator<Item = String> {
    let mark = if lang == "zh" { "：" } else { ": " };
    let (mut faults, mut last) = (Vec::new(), 0);
    for (field, words) in lines {
        let Some(place) = answer.body.find(&format!("id=\"f-{field}\"")) else {
            faults.push(format!("{field} leads nowhere"));
            continue;
        };
        if place < last {
            faults.push(format!("{field} stands too late"));
        }
        last = place;
        match name_of(answer, field) {
            Some(name) if words.starts_with(&format!("{name}{mark}")) => {}
            name => faults.push(format!("{field} is {name:?}, not {words}")),
        }
    }
    faults.into_iter()
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
    let (mut forms, mut several) = (BTreeSet::new(), 0);
    let mut faults: BTreeSet<String> = BTreeSet::new();
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
                // What cannot be changed any more, and a try too many, are shown in the form as well.
                if ![409, 422, 429].contains(&answer.status.as_u16()) {
                    faults.insert(format!("{path}: {}", answer.status));
                }
                faults.extend(lines_faults(&answer, &lines, lang).map(|f| format!("{path}: {f}")));
                several += usize::from(lines.len() > 1);
                forms.insert(route.path);
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(forms.len() > 12, "too few forms were looked at: {forms:?}");
    assert!(several > 10, "too few summaries have several lines");
}
