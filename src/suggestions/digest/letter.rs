//! The mail of a digest. Its words stand in `locales/*/digests.ftl`.

use chrono::Days;

use super::{
    Happened,
    own::{Line, News},
    write::Named,
};
use crate::{
    context::Context,
    i18n::Lang,
    keys::Token,
    mail::{About, Letter, LetterKind, sample},
    offices::Office,
    privacy::Private,
    suggestions::letters::draft,
};

/// So many lines one mail has; where more is told, there are more mails.
pub(super) const LINES: usize = 100;

/// What is told of: the place among the offices, what happened, to which case.
pub(super) type Told<'a> = (usize, Happened, &'a Named);

/// What one mail after the other has lines for, of what is sorted.
pub(super) fn parts<'a, 'b>(told: &'a [Told<'b>]) -> Vec<&'a [Told<'b>]> {
    let (mut parts, mut rest) = (Vec::new(), told);
    while !rest.is_empty() {
        let lines = rest.chunk_by(is_same).take(LINES);
        let (part, after) = rest.split_at(lines.map(<[_]>::len).sum());
        parts.push(part);
        rest = after;
    }
    parts
}

/// The digest of one of the `parts`.
pub(super) fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    offices: &[Office],
    told: &[Told<'_>],
    stop: &Token,
) -> Letter {
    let address = |path: &str| {
        let path = format!("/{}/{path}", lang.as_str());
        context.config.absolute(&path)
    };
    let city = &context.config.city;
    let city = lang.pick(&city.name_zh, &city.name_en);
    let mut paragraphs = vec![lang.ta("mail-staff-digest-why", "city", city)];
    for of_office in told.chunk_by(|one, next| one.0 == next.0) {
        let office = of_office
            .first()
            .and_then(|(place, ..)| offices.get(*place));
        let facts = [
            (
                "office",
                office.map_or_else(String::new, |one| one.name(lang)),
            ),
            ("count", of_office.len().to_string()),
        ];
        paragraphs.push(lang.t_with("mail-staff-digest-office", &facts));
        for alike in of_office.chunk_by(|one, next| one.1 == next.1) {
            paragraphs.extend(part(lang, alike, address));
        }
    }
    let set = lang.t("mail-staff-digest-set");
    let choose = address("account/digests");
    paragraphs.push(format!("{set}\n{choose}"));
    let stop = address(&format!("digest/stop/{}", stop.reveal()));
    paragraphs.push(format!("{}\n{stop}", lang.t("mail-digest-stop")));
    let mut addresses = vec![choose, stop.clone()];
    addresses.extend(told.iter().map(|one| address(&place(one.2))));
    let subject = lang.ta("mail-staff-digest-subject", "count", told.len());
    let button = (lang.t("mail-due-button"), address("desk"));
    let draft = draft(context, lang, subject, paragraphs, Some(button));
    let mut content = draft.compose_with(&addresses);
    content.unsubscribe = Some(stop);
    Letter {
        kind: LetterKind::StaffDigest,
        about: About::Nothing,
        to,
        content,
    }
}

/// Whether both are the same that happened to the same case of the same office: they share a line.
fn is_same(one: &Told<'_>, next: &Told<'_>) -> bool {
    (one.0, one.1, one.2.case) == (next.0, next.1, next.2.case)
}

/// Where an office works on a case.
fn place(named: &Named) -> String {
    format!("desk/{}", named.case)
}

/// What happened in one way: what it is, and a line for each case.
fn part(lang: Lang, alike: &[Told<'_>], address: impl Fn(&str) -> String) -> Option<String> {
    let (_, happened, _) = alike.first()?;
    let facts = [
        ("what", happened.as_str().to_owned()),
        ("count", alike.len().to_string()),
    ];
    let mut lines = vec![lang.t_with("mail-staff-digest-what", &facts)];
    for same in alike.chunk_by(is_same) {
        let (_, _, named) = same.first()?;
        let pick = |(zh, en): &(String, String)| lang.pick(zh, en);
        let due = named.due_on.map(|due| lang.date(due)).unwrap_or_default();
        let facts = [
            ("reference", named.reference.clone()),
            ("category", pick(&named.category)),
            ("district", pick(&named.district)),
            ("due", due),
            ("times", same.len().to_string()),
        ];
        lines.push(lang.t_with("mail-staff-digest-line", &facts));
        lines.push(address(&place(named)));
    }
    Some(lines.join("\n"))
}

/// The digest of a resident's own cases, of up to [`LINES`].
pub(super) fn of_own(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    lines: &[Line],
    stop: &Token,
) -> Letter {
    let address = |path: &str| {
        let path = format!("/{}/{path}", lang.as_str());
        context.config.absolute(&path)
    };
    let line = |line: &Line| {
        let due = line.due_on.map(|due| lang.date(due)).unwrap_or_default();
        let facts = [
            ("news", line.news.as_str().to_owned()),
            ("reference", line.reference.clone()),
            ("category", line.category.clone()),
            ("district", line.district.clone()),
            ("due", due),
            ("times", line.times.to_string()),
        ];
        lang.t_with("mail-own-digest-line", &facts)
    };
    let city = &context.config.city;
    let city = lang.pick(&city.name_zh, &city.name_en);
    let told: Vec<String> = lines.iter().map(line).collect();
    let count: usize = lines.iter().map(|line| line.times).sum();
    let mut paragraphs = vec![
        lang.ta("mail-own-digest-why", "city", city),
        told.join("\n"),
        lang.t("mail-answer-what"),
    ];
    let set = lang.t("mail-staff-digest-set");
    let choose = address("account/digests");
    paragraphs.push(format!("{set}\n{choose}"));
    let stop = address(&format!("digest/stop/{}", stop.reveal()));
    paragraphs.push(format!("{}\n{stop}", lang.t("mail-digest-stop")));
    let subject = lang.ta("mail-own-digest-subject", "count", count);
    let button = (lang.t("mail-answer-button"), address("suggestions/case"));
    let draft = draft(context, lang, subject, paragraphs, Some(button));
    let mut content = draft.compose_with(&[choose, stop.clone()]);
    content.unsubscribe = Some(stop);
    Letter {
        kind: LetterKind::Digest,
        about: About::Nothing,
        to,
        content,
    }
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let due = context.clock.today(context.config.city.time_zone) + Days::new(7);
    let category = ("道路坑洞", "Road damage");
    let district = ("苓雅區", "Lingya District");
    let both = |(zh, en): (&str, &str)| (zh.to_owned(), en.to_owned());
    let named = Named {
        case: 42,
        reference: sample::REFERENCE.to_owned(),
        category: both(category),
        district: both(district),
        due_on: Some(due),
    };
    let told = [
        (0, Happened::New, &named),
        (0, Happened::Replied, &named),
        (0, Happened::Replied, &named),
    ];
    let line = Line {
        news: News::Redated,
        times: 1,
        reference: sample::REFERENCE.to_owned(),
        category: lang.pick(category.0, category.1),
        district: lang.pick(district.0, district.1),
        due_on: Some(due),
    };
    let (to, stop) = (|| (lang, sample::to()), sample::token());
    vec![
        letter(context, to(), &[Office::sample()], &told, &stop),
        of_own(context, to(), &[line], &stop),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_told_is_in_exactly_one_part_in_order_and_none_has_too_many_lines() {
        let named = |case| Named {
            case,
            reference: format!("KH-2603-{case:04}"),
            category: Default::default(),
            district: Default::default(),
            due_on: None,
        };
        let all: Vec<Named> = (1..=250).map(named).collect();
        for cases in [0, 1, 99, 100, 101, 200, 250] {
            // Each twice: both share a line.
            let told: Vec<Told> = all
                .iter()
                .take(cases)
                .flat_map(|named| [(0, Happened::New, named), (0, Happened::New, named)])
                .collect();
            let parts = parts(&told);
            assert_eq!(parts.len(), cases.div_ceil(LINES), "{cases}");
            let lines = |part: &&[Told]| part.chunk_by(is_same).count();
            assert!(parts.iter().map(lines).all(|lines| lines <= LINES));
            let of = |told: &[Told]| -> Vec<i64> { told.iter().map(|one| one.2.case).collect() };
            assert_eq!(of(&parts.concat()), of(&told), "{cases}");
        }
    }
}
