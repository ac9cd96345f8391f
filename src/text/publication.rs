//! Nothing is published before its findings were shown and answered (promise 6).
//!
//! The author sees each finding and says whose it is and what shall happen. The
//! answers travel with a check: a MAC over the texts, the findings and a time.
//! A changed text, a missing answer or an old check is asked again. What is taken
//! out or masked is gone before anything is stored.

use chrono::TimeDelta;
use personal_data::{Detector, Kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Field, Known,
    answers::apply,
    check::{holds, seal_check},
    findings::{Found, find},
};
use crate::{
    db::{Timestamp, text_enum},
    keys::Keys,
};

text_enum! {
    /// Whose personal data a finding is, as its author says.
    pub enum Whose {
        Mine = "mine",
        Other = "other",
        /// No personal data at all.
        Nobody = "none",
    }
}

text_enum! {
    /// What shall happen to a finding.
    pub enum Choice {
        Mask = "mask",
        TakeOut = "take-out",
        Publish = "publish",
    }
}

/// How long an author may think about the findings.
const CHECK_LIFE: TimeDelta = TimeDelta::hours(6);

/// The answer to one finding; start and end in Unicode characters of the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    pub field: String,
    pub start: usize,
    pub end: usize,
    /// May be left out where nothing of it is published.
    pub whose: Option<Whose>,
    pub choice: Choice,
}

/// A finding as its author is asked about it.
#[derive(Clone, Debug)]
pub struct Question {
    pub field: &'static str,
    pub start: usize,
    pub end: usize,
    pub found: Found,
    pub before: String,
    pub after: String,
}

impl Question {
    pub fn kind(&self) -> Kind {
        self.found.kind
    }

    pub fn publishable(&self) -> bool {
        self.found.kind.publishable()
    }
}

/// Why the author is asked (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The first time.
    Found,
    /// The check belongs to other texts, is too old, or is none.
    Changed,
    /// An answer is missing, or says neither whose it is nor what to do.
    Unanswered,
    /// A kind that cannot be published was to be published.
    NotPublishable,
}

/// What must be answered before anything is published.
pub struct Undecided {
    /// The texts that are asked about: the author's, or what applying the answers left of
    /// them where that brought more to light.
    pub fields: Vec<Field>,
    pub questions: Vec<Question>,
    pub check: String,
    pub reason: Reason,
}

/// A text that may be published, as it will be stored.
#[derive(Clone, Debug)]
pub struct Cleared {
    pub field: &'static str,
    pub source: String,
    pub html: String,
    pub findings: Vec<Published>,
    /// What was known of its names and quotes.
    pub known: Known,
}

/// A finding that is published; start and end in Unicode characters of the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub confidence: f32,
    pub whose: Whose,
}

/// Texts that may be published.
#[derive(Clone, Debug)]
pub struct Publication {
    pub texts: Vec<Cleared>,
}

impl Publication {
    /// The text of a field; empty when there is no such field.
    pub fn source(&self, field: &str) -> &str {
        self.text(field).map_or("", |text| &text.source)
    }

    pub fn html(&self, field: &str) -> &str {
        self.text(field).map_or("", |text| &text.html)
    }

    pub fn text(&self, field: &str) -> Option<&Cleared> {
        self.texts.iter().find(|text| text.field == field)
    }

    /// Whether somebody else's personal data would become public: it is held for review.
    pub fn names_others(&self) -> bool {
        self.texts
            .iter()
            .flat_map(|text| &text.findings)
            .any(|finding| finding.whose == Whose::Other)
    }
}

/// What an author answered, if anything yet.
#[derive(Clone, Copy, Default)]
pub struct Answers<'a> {
    pub check: Option<&'a str>,
    pub decisions: &'a [Decision],
}

/// Every finding of the fields, as questions.
pub fn questions(fields: &[Field], detector: &Detector) -> Vec<Question> {
    fields
        .iter()
        .flat_map(|field| {
            find(field, detector).into_iter().map(|found| {
                let characters = found.characters(&field.source);
                let (before, after) = surroundings(&field.source, &found);
                Question {
                    field: field.name,
                    start: characters.start,
                    end: characters.end,
                    found,
                    before,
                    after,
                }
            })
        })
        .collect()
}

/// The texts as they may be published, or what must be answered first.
pub fn publish(
    keys: &Keys,
    now: Timestamp,
    detector: &Detector,
    fields: &[Field],
    answers: Answers<'_>,
) -> Result<Publication, Undecided> {
    let questions = questions(fields, detector);
    match decide(keys, now, fields, &questions, answers) {
        Ok(choices) => apply(fields, &questions, &choices, detector).map_err(|fields| {
            let questions = self::questions(&fields, detector);
            ask(keys, now, fields, questions, Reason::Changed)
        }),
        Err(reason) => Err(ask(keys, now, fields.to_vec(), questions, reason)),
    }
}

fn ask(
    keys: &Keys,
    now: Timestamp,
    fields: Vec<Field>,
    questions: Vec<Question>,
    reason: Reason,
) -> Undecided {
    let check = seal_check(keys, now + CHECK_LIFE, &fields, &questions);
    Undecided {
        fields,
        questions,
        check,
        reason,
    }
}

/// One answer for each question, in their order.
fn decide(
    keys: &Keys,
    now: Timestamp,
    fields: &[Field],
    questions: &[Question],
    answers: Answers<'_>,
) -> Result<Vec<(Choice, Whose)>, Reason> {
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let check = answers.check.ok_or(Reason::Found)?;
    if !holds(keys, now, fields, questions, check) {
        return Err(Reason::Changed);
    }
    questions
        .iter()
        .map(|question| {
            let decision = answers
                .decisions
                .iter()
                .find(|decision| {
                    decision.field == question.field
                        && decision.start == question.start
                        && decision.end == question.end
                })
                .ok_or(Reason::Unanswered)?;
            match (decision.choice, decision.whose) {
                (Choice::Publish, _) if !question.publishable() => Err(Reason::NotPublishable),
                (Choice::Publish, None) => Err(Reason::Unanswered),
                (choice, whose) => Ok((choice, whose.unwrap_or(Whose::Mine))),
            }
        })
        .collect()
}

/// How many characters of a text stand on each side of a finding.
const AROUND: usize = 16;

/// Some words around a finding, so that its author knows which one is meant. What is cut
/// off is cut between words, and said so.
fn surroundings(source: &str, found: &Found) -> (String, String) {
    let before: Vec<char> = source[..found.range.start]
        .chars()
        .rev()
        .take(AROUND + 1)
        .collect();
    let after: Vec<char> = source[found.range.end..].chars().take(AROUND + 1).collect();
    let before: String = beside(&before).chars().rev().collect();
    (before, beside(&after))
}

/// The nearest characters of a line, in the order in which they lie away from a finding.
fn beside(characters: &[char]) -> String {
    let line = characters
        .iter()
        .position(|c| *c == '\n')
        .unwrap_or(characters.len());
    if line <= AROUND {
        return characters[..line].iter().collect();
    }
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '@' | '.' | '_');
    let mut end = AROUND;
    if in_word(characters[end]) {
        while end > 0 && in_word(characters[end - 1]) {
            end -= 1;
        }
    }
    characters[..end].iter().chain(&['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Format;

    const TEXT: &str = "寫信到wang@example.tw，手機0912-345-678，身分證A123456789。";

    fn now() -> Timestamp {
        Timestamp::from_milliseconds(1_700_000_000_000).expect("a moment")
    }

    fn run(
        source: &str,
        check: Option<&str>,
        decisions: &[Decision],
        at: Timestamp,
    ) -> Result<Publication, Undecided> {
        let fields = [Field::new("body", Format::Markdown, source)];
        publish(
            &Keys::new([1; 32]),
            at,
            &Detector::new(),
            &fields,
            Answers { check, decisions },
        )
    }

    fn answer(undecided: &Undecided, choices: &[(Choice, Option<Whose>)]) -> Vec<Decision> {
        undecided
            .questions
            .iter()
            .zip(choices)
            .map(|(question, (choice, whose))| Decision {
                field: question.field.into(),
                start: question.start,
                end: question.end,
                whose: *whose,
                choice: *choice,
            })
            .collect()
    }

    #[test]
    fn a_text_without_findings_is_published_at_once() {
        let publication = run("你好", None, &[], now()).ok().expect("nothing to ask");
        assert_eq!(publication.source("body"), "你好");
    }

    #[test]
    fn answers_are_applied_and_only_they_are_stored() {
        let asked = run(TEXT, None, &[], now()).expect_err("three findings");
        assert_eq!(asked.reason, Reason::Found);
        let kinds: Vec<Kind> = asked.questions.iter().map(Question::kind).collect();
        assert_eq!(kinds, [Kind::Email, Kind::Phone, Kind::NationalId]);
        let decisions = answer(
            &asked,
            &[
                (Choice::Publish, Some(Whose::Mine)),
                (Choice::Mask, None),
                (Choice::TakeOut, None),
            ],
        );
        let publication = run(TEXT, Some(&asked.check), &decisions, now())
            .ok()
            .expect("all answered");
        let text = publication.text("body").expect("the body");
        assert!(
            text.source.contains("wang@example.tw")
                && !text.source.contains("345")
                && !text.source.contains("A123"),
            "{}",
            text.source
        );
        assert_eq!(text.html.matches("<mark").count(), 1, "{}", text.html);
        assert_eq!(text.findings.len(), 1);
        assert_eq!((text.findings[0].start, text.findings[0].end), (3, 18));
        assert!(
            !text.html.contains("<em>") && !text.html.contains('\\'),
            "{}",
            text.html
        );
    }

    #[test]
    fn whatever_is_wrong_is_asked_again() {
        let asked = run(TEXT, None, &[], now()).expect_err("findings");
        let good = [
            (Choice::Publish, Some(Whose::Mine)),
            (Choice::Mask, None),
            (Choice::Mask, None),
        ];
        let decisions = answer(&asked, &good);
        let late = now() + CHECK_LIFE + TimeDelta::seconds(1);
        let no_whose = answer(
            &asked,
            &[
                (Choice::Publish, None),
                (Choice::Mask, None),
                (Choice::Mask, None),
            ],
        );
        let publishes_id = answer(
            &asked,
            &[
                (Choice::Mask, None),
                (Choice::Mask, None),
                (Choice::Publish, Some(Whose::Nobody)),
            ],
        );
        let changed = TEXT.replace("0912-345-678", "0912-345-679");
        for (source, check, decisions, at, reason) in [
            (TEXT, None, &decisions[..], now(), Reason::Found),
            (TEXT, Some("x"), &decisions, now(), Reason::Changed),
            (
                changed.as_str(),
                Some(asked.check.as_str()),
                &decisions,
                now(),
                Reason::Changed,
            ),
            (TEXT, Some(&asked.check), &decisions, late, Reason::Changed),
            (
                TEXT,
                Some(&asked.check),
                &decisions[..2],
                now(),
                Reason::Unanswered,
            ),
            (
                TEXT,
                Some(&asked.check),
                &no_whose,
                now(),
                Reason::Unanswered,
            ),
            (
                TEXT,
                Some(&asked.check),
                &publishes_id,
                now(),
                Reason::NotPublishable,
            ),
        ] {
            let again = run(source, check, decisions, at).expect_err("asked again");
            assert_eq!(again.reason, reason);
            assert_eq!(again.questions.len(), 3);
        }
        assert!(run(TEXT, Some(&asked.check), &decisions, now()).is_ok());
    }

    #[test]
    fn what_taking_out_brings_to_light_is_asked_again() {
        // Without the telephone in its middle this is a valid identity number.
        let source = "A12345 0912-345-678 6789";
        let asked = run(source, None, &[], now()).expect_err("a telephone");
        let choices = vec![(Choice::TakeOut, None); asked.questions.len()];
        let decisions = answer(&asked, &choices);
        match run(source, Some(&asked.check), &decisions, now()) {
            Ok(publication) => assert!(!publication.source("body").contains("A123456789")),
            Err(again) => assert!(
                again
                    .questions
                    .iter()
                    .any(|question| !question.publishable())
            ),
        }
    }

    #[test]
    fn a_document_stays_whole_or_goes_and_a_file_is_masked_until_it_is_clean() {
        let keys = Keys::new([1; 32]);
        let detector = Detector::new();
        let answered = |format, source: &str, choices: &[(Choice, Option<Whose>)]| {
            let fields = [Field::new("body", format, source)];
            let none = Answers::default();
            let asked = publish(&keys, now(), &detector, &fields, none).expect_err("findings");
            let decisions = answer(&asked, choices);
            let answers = Answers {
                check: Some(&asked.check),
                decisions: &decisions,
            };
            let publication = publish(&keys, now(), &detector, &fields, answers);
            publication.ok().expect("answered").texts.remove(0)
        };
        let mine = (Choice::Publish, Some(Whose::Mine));
        let text = "寫信到wang@example.tw，手機0912-345-678。";
        let whole = answered(Format::Document, text, &[mine, mine]);
        assert_eq!((&*whole.source, whole.findings.len()), (text, 2));
        for gone in [Choice::Mask, Choice::TakeOut] {
            let out = answered(Format::Document, text, &[mine, (gone, None)]);
            assert_eq!((&*out.source, out.findings.len()), ("", 0));
        }
        let part = answered(Format::File, text, &[mine, (Choice::Mask, None)]);
        assert!(part.source.contains("wang@example.tw") && !part.source.contains("345"));
        assert_eq!(part.findings.len(), 1);
        // Without the telephone in its middle this is a valid identity number.
        let brought = answered(
            Format::File,
            "A12345 0912-345-678 6789，wang@example.tw",
            &[(Choice::TakeOut, None), mine],
        );
        assert!(!brought.source.contains("A12345"), "{}", brought.source);
        let finding = &brought.findings[0];
        let words: String = brought
            .source
            .chars()
            .skip(finding.start)
            .take(finding.end - finding.start)
            .collect();
        assert_eq!(words, "wang@example.tw");
    }

    #[test]
    fn someone_elses_data_is_told() {
        let asked = run("他的信箱是wang@example.tw", None, &[], now()).expect_err("an address");
        let decisions = answer(&asked, &[(Choice::Publish, Some(Whose::Other))]);
        let publication = run(
            "他的信箱是wang@example.tw",
            Some(&asked.check),
            &decisions,
            now(),
        )
        .ok()
        .expect("answered");
        assert!(publication.names_others());
    }
}
