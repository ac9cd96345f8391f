//! Making a stored text again: with places replaced in it that are public no longer where
//! they were quoted from, or by a pipeline that knows more.
//!
//! A text's author answered its findings once; the answers move with their places.

use std::ops::Range;

use personal_data::{Detector, Kind};

use super::{
    Field, Withdrawn,
    findings::{Found, find},
    mention,
    publication::{Published, Whose},
    quote,
    render::render_html,
};

/// A text as it is stored anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Rewritten {
    pub source: String,
    pub html: String,
    pub findings: Vec<Published>,
}

/// What goes out of the quotes of a post.
#[derive(Clone, Copy)]
pub enum Gone<'a> {
    /// These words.
    Words(&'a [Withdrawn]),
    /// Everything that is found: the post is no more.
    Everything,
}

/// Stands for the name of somebody who is gone, in either language.
pub const NOBODY: &str = "—";

/// The text with its marks, as `published` says.
pub fn again(field: &Field, detector: &Detector, published: Vec<Published>) -> Rewritten {
    let html = render_html(field, &marked(field, detector, &published));
    Rewritten {
        source: field.source.clone(),
        html,
        findings: published,
    }
}

/// What is found that nobody has answered for yet. What is left of a mask is nothing.
pub fn newly_found(field: &Field, detector: &Detector, published: &[Published]) -> Vec<Found> {
    let known: Vec<Range<usize>> = published
        .iter()
        .map(|finding| bytes(&field.source, finding))
        .collect();
    find(field, detector)
        .into_iter()
        .filter(|found| !known.iter().any(|place| overlaps(place, &found.range)))
        .filter(|found| !found.text.contains(['*', '○']))
        .collect()
}

/// The text with what is `gone` masked in its quotes of the posts `of`; nothing when it stands
/// in none of them.
pub fn withdraw_quoted(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    of: &[i64],
    gone: Gone<'_>,
) -> Option<Rewritten> {
    let quotes: Vec<Range<usize>> = quote::places(&field.source)
        .into_iter()
        .filter(|place| of.contains(&place.of.post))
        .map(|place| place.range)
        .collect();
    withdraw_within(field, detector, published, &quotes, gone)
}

/// As [`withdraw_quoted`], wherever in the text the words stand: in a title.
pub fn withdraw_words(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    words: &[Withdrawn],
) -> Option<Rewritten> {
    let all = 0..field.source.len();
    withdraw_within(field, detector, published, &[all], Gone::Words(words))
}

/// The text with everything masked that is found in it or was published in it, and these words
/// wherever they stand; nothing when there is nothing left to mask.
pub fn withdraw_all(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    words: &[Withdrawn],
) -> Option<Rewritten> {
    let all = |field: &Field| {
        vec![Range {
            start: 0,
            end: field.source.len(),
        }]
    };
    let found = withdraw_within(field, detector, published, &all(field), Gone::Everything);
    let (left, published) = match &found {
        Some(new) => {
            let source = new.source.clone();
            let left = Field {
                source,
                ..field.clone()
            };
            (left, &*new.findings)
        }
        None => (field.clone(), published),
    };
    let literal = withdraw_within(&left, detector, published, &all(&left), Gone::Words(words));
    literal.or(found).filter(|new| new.source != field.source)
}

fn withdraw_within(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    within: &[Range<usize>],
    gone: Gone<'_>,
) -> Option<Rewritten> {
    if within.is_empty() {
        return None;
    }
    let inside = |range: &Range<usize>| {
        within
            .iter()
            .any(|one| one.start <= range.start && range.end <= one.end)
    };
    let source = &field.source;
    let mut places: Vec<Found> = find(field, detector)
        .into_iter()
        .filter(|found| inside(&found.range))
        .filter(|found| match gone {
            Gone::Everything => true,
            Gone::Words(words) => words.iter().any(|gone| is_same(source, found, gone)),
        })
        .collect();
    let mut literally = |words: &str, kind: Kind| {
        for (start, words) in source.match_indices(words) {
            let range = start..start + words.len();
            let taken = places.iter().any(|place| overlaps(&place.range, &range));
            if inside(&range) && !taken {
                places.push(Found::plain(source, kind, range));
            }
        }
    };
    match gone {
        Gone::Everything => {
            for finding in published {
                let range = bytes(source, finding);
                if inside(&range) {
                    literally(&source[range], finding.kind);
                }
            }
        }
        Gone::Words(words) => {
            for gone in words.iter().filter(|gone| !gone.words.is_empty()) {
                literally(&gone.words, gone.kind);
            }
        }
    }
    let masks = places.into_iter().map(|place| {
        let mask = place.masked_source(field.format);
        (place.range, mask)
    });
    replaced(field, detector, published, masks.collect())
}

/// The text with the mentions of `who`, one of those that the field knows, as they are called
/// now; without `now` they are gone, and nobody is named.
pub fn rename_mentions(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    who: i64,
    now: Option<&mention::Named>,
) -> Option<Rewritten> {
    let mut only = field.clone();
    only.known.mentions.retain(|named| named.id == who);
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let name = now.map_or_else(|| NOBODY.to_owned(), |named| escaped(&named.name));
    let places = mention::ranges(&only).into_iter().map(|range| {
        let after = field.source[range.end..].chars().next();
        // A Chinese name needs no space behind it, a Latin one does.
        let apart = is_word(name.chars().last()) && is_word(after);
        let space = if apart { " " } else { "" };
        (range, format!("@{name}{space}"))
    });
    let places = places.collect();
    let mut renamed = field.clone();
    renamed.known.mentions.retain(|named| named.id != who);
    renamed.known.mentions.extend(now.cloned());
    replaced(&renamed, detector, published, places)
}

/// A name as Markdown that shows it.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for character in name.chars() {
        if "\\`*_[]<>~|&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Puts other words in some places; the answers that stood there go with them.
pub(super) fn replaced(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    mut places: Vec<(Range<usize>, String)>,
) -> Option<Rewritten> {
    if places.is_empty() {
        return None;
    }
    places.sort_by_key(|(range, _)| range.start);
    let mut kept: Vec<(Range<usize>, &Published)> = published
        .iter()
        .map(|finding| (bytes(&field.source, finding), finding))
        .filter(|(range, _)| !places.iter().any(|(place, _)| overlaps(place, range)))
        .collect();
    let mut source = String::with_capacity(field.source.len());
    let mut done = 0;
    for (range, words) in &places {
        source.push_str(&field.source[done..range.start]);
        source.push_str(words);
        done = range.end;
    }
    source.push_str(&field.source[done..]);
    for (range, _) in &mut kept {
        let (mut less, mut more) = (0, 0);
        for (place, words) in places.iter().filter(|(place, _)| place.end <= range.start) {
            less += place.len();
            more += words.len();
        }
        *range = range.start + more - less..range.end + more - less;
    }
    let findings = kept
        .into_iter()
        .map(|(range, finding)| {
            let start = source[..range.start].chars().count();
            Published {
                start,
                end: start + source[range].chars().count(),
                ..finding.clone()
            }
        })
        .collect();
    let rewritten = Field {
        source,
        ..field.clone()
    };
    Some(again(&rewritten, detector, findings))
}

/// The places of published findings, as the renderer marks them.
fn marked(field: &Field, detector: &Detector, published: &[Published]) -> Vec<Found> {
    let marked: Vec<&Published> = published
        .iter()
        .filter(|finding| finding.whose != Whose::Nobody)
        .collect();
    if marked.is_empty() {
        return Vec::new();
    }
    let found = find(field, detector);
    marked
        .into_iter()
        .map(|finding| {
            let range = bytes(&field.source, finding);
            let same = found.iter().find(|found| found.range == range);
            let plain = || Found::plain(&field.source, finding.kind, range.clone());
            same.cloned().unwrap_or_else(plain)
        })
        .collect()
}

/// Where a finding stands in the bytes of its source; nowhere when the source is shorter.
pub(super) fn bytes(source: &str, finding: &Published) -> Range<usize> {
    let at = |characters: usize| {
        source
            .char_indices()
            .nth(characters)
            .map_or(source.len(), |(at, _)| at)
    };
    let start = at(finding.start);
    start..at(finding.end).max(start)
}

/// Whether a finding shows the words that are gone, whatever formatting stands between them.
fn is_same(source: &str, found: &Found, gone: &Withdrawn) -> bool {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !"*_`~|>\\".contains(*c))
            .collect()
    };
    let words = bare(&gone.words);
    !words.is_empty() && (bare(&found.text) == words || bare(&source[found.range.clone()]) == words)
}

pub(super) fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Format, Known, publication::Published};

    const PHONE: &str = "0912-345-678";

    fn body(source: &str) -> Field {
        Field::new("body", Format::Markdown, source)
    }

    fn gone(words: &str) -> Vec<Withdrawn> {
        vec![Withdrawn {
            words: words.into(),
            kind: Kind::Phone,
        }]
    }

    fn published(field: &Field) -> Vec<Published> {
        find(field, &Detector::new())
            .iter()
            .map(|found| {
                let characters = found.characters(&field.source);
                Published {
                    kind: found.kind,
                    start: characters.start,
                    end: characters.end,
                    confidence: found.confidence,
                    whose: Whose::Mine,
                }
            })
            .collect()
    }

    #[test]
    fn words_go_from_the_quote_and_stay_where_their_quoter_says_them() {
        let field = body(&format!(
            "我的是{PHONE}\n\n> [quote:1:1]\n> 打**0912**-345-678\n\n再寫信到wang@example.tw"
        ));
        let published = published(&field);
        assert_eq!(published.len(), 3);
        let new = withdraw_quoted(
            &field,
            &Detector::new(),
            &published,
            &[1],
            Gone::Words(&gone(PHONE)),
        )
        .expect("it stands in the quote");
        assert_eq!(new.source.matches(PHONE).count(), 1, "{}", new.source);
        assert!(new.source.contains("打**09\\*\\*"), "{}", new.source);
        assert_eq!(new.html.matches("<mark").count(), 2, "{}", new.html);
        let words: Vec<String> = new
            .findings
            .iter()
            .map(|finding| new.source[bytes(&new.source, finding)].to_owned())
            .collect();
        assert_eq!(words, [PHONE, "wang@example.tw"]);
    }

    #[test]
    fn quotes_of_other_posts_are_left_alone() {
        let field = body(&format!("> [quote:2:1]\n> {PHONE}\n"));
        let published = published(&field);
        let words = gone(PHONE);
        let at = |of: i64| {
            withdraw_quoted(
                &field,
                &Detector::new(),
                &published,
                &[of],
                Gone::Words(&words),
            )
        };
        assert_eq!(at(1), None);
        assert!(at(2).is_some());
    }

    #[test]
    fn of_a_post_that_is_no_more_nothing_personal_is_quoted() {
        let field = body(&format!(
            "> [quote:1:1]\n> {PHONE}和wang@example.tw\n\n{PHONE}"
        ));
        let published = published(&field);
        let new = withdraw_quoted(&field, &Detector::new(), &published, &[1], Gone::Everything)
            .expect("there is something");
        assert!(!new.source.contains("wang@"), "{}", new.source);
        assert_eq!(new.source.matches(PHONE).count(), 1);
    }

    #[test]
    fn everything_goes_and_a_second_time_there_is_nothing_to_mask() {
        let field = body(&format!(
            "{PHONE}，找小樹\n\n> [quote:1:1]\n> wang@example.tw"
        ));
        let published = published(&field);
        let words = [Withdrawn {
            words: "小樹".into(),
            kind: Kind::Person,
        }];
        let all = |field: &Field, published: &[Published]| {
            withdraw_all(field, &Detector::new(), published, &words)
        };
        let new = all(&field, &published).expect("there is something");
        for gone in [PHONE, "wang@", "小樹"] {
            assert!(!new.source.contains(gone), "{}", new.source);
        }
        assert!(!new.html.contains("<mark"), "{}", new.html);
        assert_eq!(all(&body(&new.source), &new.findings), None);
    }

    #[test]
    fn a_mention_of_somebody_who_is_gone_names_nobody() {
        let named = |id, name: &str, is_personal| mention::Named {
            id,
            name: name.into(),
            is_personal,
        };
        let field = body(&format!("@王小明 @海海 {PHONE} 王小明")).knowing(Known {
            mentions: vec![named(1, "王小明", true), named(2, "海海", false)],
            ..Known::default()
        });
        let published = published(&field);
        let new =
            rename_mentions(&field, &Detector::new(), &published, 1, None).expect("one mention");
        assert!(new.source.starts_with("@— @海海 0912"), "{}", new.source);
        assert!(new.html.contains("<bdi class=\"mention\">@海海</bdi>"));
        assert!(
            new.html.contains(&format!(">{PHONE}</mark>")),
            "{}",
            new.html
        );
    }

    #[test]
    fn a_mention_follows_another_name_whatever_signs_it_has() {
        let named = |name: &str, is_personal| mention::Named {
            id: 1,
            name: name.into(),
            is_personal,
        };
        let field = body(&format!("@王小明abc，@王小明：{PHONE}")).knowing(Known {
            mentions: vec![named("王小明", true)],
            ..Known::default()
        });
        let published = published(&field);
        for name in ["Tom_Lee", "a*b*c", "小樹 [x]", "R&D <b>"] {
            let now = named(name, false);
            let new = rename_mentions(&field, &Detector::new(), &published, 1, Some(&now))
                .expect("two mentions");
            assert!(!new.source.contains("王小明"), "{}", new.source);
            assert_eq!(
                new.html.matches("class=\"mention\"").count(),
                2,
                "{}",
                new.html
            );
            assert_eq!(new.html.matches("<mark").count(), 1, "{}", new.html);
            let kept = &new.source[bytes(&new.source, &new.findings[0])];
            assert_eq!(kept, PHONE);
        }
    }

    #[test]
    fn what_nobody_answered_for_is_newly_found() {
        let field = body(&format!("{PHONE}和wang@example.tw和09**-***-*78"));
        let mut known = published(&field);
        assert_eq!(newly_found(&field, &Detector::new(), &known), []);
        known.remove(0);
        let found = newly_found(&field, &Detector::new(), &known);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, PHONE);
    }
}
