//! Where a text holds personal data, in places of its source.

use std::{ops::Range, time::Instant};

use personal_data::{Detector, Kind};

use super::{
    Field, Format, mention,
    parse::{Glyph, pieces},
};
use crate::metrics::texts::TEXTS;

/// One place of personal data in a field's source.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub kind: Kind,
    /// From the first to the last character, in bytes of the source.
    pub range: Range<usize>,
    /// The visible characters, in bytes of the source, without formatting in between.
    pub parts: Vec<Range<usize>>,
    /// What a reader sees there.
    pub text: String,
    pub confidence: f32,
    pub(super) literal: bool,
}

impl Found {
    /// A place whose words stand in the source as they are read.
    pub(super) fn plain(source: &str, kind: Kind, range: Range<usize>) -> Self {
        Self {
            kind,
            parts: vec![range.clone()],
            text: source[range.clone()].to_owned(),
            range,
            confidence: 1.0,
            literal: false,
        }
    }

    /// Whether it is said to be what was found, or that it may be.
    pub fn is_sure(&self) -> bool {
        self.confidence >= personal_data::SURE
    }

    /// The range in Unicode characters of `source`.
    pub fn characters(&self, source: &str) -> Range<usize> {
        let start = source[..self.range.start].chars().count();
        start..start + source[self.range.clone()].chars().count()
    }

    /// Takes in another finding that overlaps this one: an address behind a link, say, inside a
    /// number that formatting splits. What may not be published decides.
    fn cover(&mut self, source: &str, other: &Self) {
        if other.kind.publishable() || !self.kind.publishable() && other.range.end <= self.range.end
        {
            return;
        }
        self.kind = other.kind;
        self.confidence = other.confidence;
        self.range = self.range.start..self.range.end.max(other.range.end);
        self.parts = vec![self.range.clone()];
        self.text = source[self.range.clone()].to_owned();
        self.literal = false;
    }

    /// What stands there once it is masked.
    pub fn masked(&self) -> String {
        personal_data::mask(self.kind, &self.text)
    }

    /// The mask as the source must hold it: its stars are no emphasis.
    pub(super) fn masked_source(&self, format: Format) -> String {
        if format == Format::Markdown && !self.literal {
            self.masked().replace('*', "\\*")
        } else {
            self.masked()
        }
    }
}

/// Everything that is found in a field, by its place in the source, without overlaps.
pub fn find(field: &Field, detector: &Detector) -> Vec<Found> {
    let began = Instant::now();
    let found = find_all(field, detector);
    TEXTS.looked(began.elapsed(), found.iter().map(|found| found.kind));
    found
}

fn find_all(field: &Field, detector: &Detector) -> Vec<Found> {
    let source = &field.source;
    let mut found: Vec<Found> = match field.format {
        Format::Plain | Format::Markdown | Format::File | Format::Document => {
            pieces(source, field.format)
                .iter()
                .flat_map(|glyphs| find_in(glyphs, detector))
                .collect()
        }
        Format::Name => in_name(source, detector),
        Format::Email => in_email(source, detector),
    };
    // A name behind an `@` was made public by whom it names.
    let mentions = mention::ranges(field);
    found.retain(|found| {
        let inside =
            |place: &Range<usize>| place.start <= found.range.start && found.range.end <= place.end;
        !found.kind.publishable() || !mentions.iter().any(inside)
    });
    found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut apart: Vec<Found> = Vec::with_capacity(found.len());
    for found in found {
        match apart.last_mut() {
            Some(last) if found.range.start < last.range.end => last.cover(source, &found),
            _ => apart.push(found),
        }
    }
    apart
}

fn find_in(glyphs: &[Glyph], detector: &Detector) -> Vec<Found> {
    let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
    detector
        .find(&text)
        .into_iter()
        .filter_map(|finding| {
            let glyphs = &glyphs[finding.chars];
            let kind = number_in_mailbox(finding.kind, glyphs, detector).unwrap_or(finding.kind);
            place(kind, finding.confidence, glyphs)
        })
        .collect()
}

/// The kind that may not be published and poses as an e-mail address's mailbox: `A123456789@…`.
fn number_in_mailbox(kind: Kind, glyphs: &[Glyph], detector: &Detector) -> Option<Kind> {
    if kind != Kind::Email {
        return None;
    }
    let mailbox: String = glyphs
        .iter()
        .map(|glyph| glyph.character)
        .take_while(|c| *c != '@' && *c != '＠')
        .collect();
    let found = detector.find(&mailbox);
    found
        .iter()
        .map(|finding| finding.kind)
        .find(|kind| !kind.publishable())
}

/// A name field is one finding, unless it holds what may not be published at all.
fn in_name(source: &str, detector: &Detector) -> Vec<Found> {
    let glyphs: Vec<Glyph> = plain(source);
    let mut found = find_in(&glyphs, detector);
    found.retain(|found| !found.kind.publishable());
    if found.is_empty()
        && let Some(name) = detector.find_name(source)
    {
        found.extend(place(name.kind, name.confidence, &glyphs[name.chars]));
    }
    found
}

/// A public address is one finding, whatever else it may look like.
fn in_email(source: &str, detector: &Detector) -> Vec<Found> {
    let glyphs = plain(source);
    let kind = number_in_mailbox(Kind::Email, &glyphs, detector).unwrap_or(Kind::Email);
    place(kind, 1.0, &glyphs).into_iter().collect()
}

fn plain(source: &str) -> Vec<Glyph> {
    source
        .char_indices()
        .map(|(at, character)| Glyph {
            character,
            place: at..at + character.len_utf8(),
            literal: true,
        })
        .collect()
}

fn place(kind: Kind, confidence: f32, glyphs: &[Glyph]) -> Option<Found> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for glyph in glyphs {
        match parts.last_mut() {
            Some(last) if glyph.place.start <= last.end && glyph.place.end >= last.end => {
                last.end = glyph.place.end;
            }
            _ => parts.push(glyph.place.clone()),
        }
    }
    Some(Found {
        kind,
        range: parts.first()?.start..parts.iter().map(|part| part.end).max()?,
        parts,
        text: glyphs.iter().map(|glyph| glyph.character).collect(),
        confidence,
        literal: glyphs.iter().all(|glyph| glyph.literal),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds_and_sources(markdown: &str) -> Vec<(Kind, String)> {
        let field = Field::new("body", Format::Markdown, markdown);
        find(&field, &Detector::new())
            .into_iter()
            .map(|found| (found.kind, markdown[found.range].to_owned()))
            .collect()
    }

    #[test]
    fn formatting_does_not_hide_personal_data() {
        for (markdown, kind, source) in [
            ("寫信到wang@example.tw給我", Kind::Email, "wang@example.tw"),
            ("打0912-**345**-678給我", Kind::Phone, "0912-**345**-678"),
            ("`0912-345-678`", Kind::Phone, "0912-345-678"),
            ("    0912-345-678\n", Kind::Phone, "0912-345-678"),
            ("> wang@example.tw\n", Kind::Email, "wang@example.tw"),
            (
                "|a|b|\n|-|-|\n|x|wang@example.tw|\n",
                Kind::Email,
                "wang@example.tw",
            ),
            (
                "[我](https://x.example/?m=wang@example.tw)",
                Kind::Email,
                "wang@example.tw",
            ),
            ("![wang@example.tw](/x.png)", Kind::Email, "wang@example.tw"),
            ("<b>wang@example.tw</b>", Kind::Email, "wang@example.tw"),
            (
                "文\n\n[x]: mailto:wang@example.tw\n",
                Kind::Email,
                "wang@example.tw",
            ),
        ] {
            let found = kinds_and_sources(markdown);
            assert!(
                found
                    .iter()
                    .any(|(found, text)| *found == kind && text.contains(source)),
                "{markdown}: {found:?}"
            );
        }
    }

    #[test]
    fn what_may_not_be_published_cannot_hide_in_another_finding() {
        for markdown in [
            "打0912-[345](/x?A123456789)-678",
            "[wang](https://x.tw/?4111111111111111)@example.tw",
            "A123456789@x.tw",
            "4111111111111111@x.tw",
        ] {
            let found = kinds_and_sources(markdown);
            assert!(
                found.iter().any(|(kind, _)| !kind.publishable()),
                "{markdown}: {found:?}"
            );
        }
        let email = Field::new("email", Format::Email, "A123456789@x.tw");
        assert_eq!(find(&email, &Detector::new())[0].kind, Kind::NationalId);
    }

    #[test]
    fn what_a_reader_sees_as_one_line_is_one() {
        for (markdown, kind) in [
            ("0912\n345\n678", Kind::Phone),
            ("4111  1111  1111  1111", Kind::Card),
            ("0912  345 678", Kind::Phone),
        ] {
            let found = kinds_and_sources(markdown);
            assert!(
                found.iter().any(|(found, _)| *found == kind),
                "{markdown}: {found:?}"
            );
        }
    }

    #[test]
    fn a_name_field_is_a_name_but_never_hides_an_identity_number() {
        let name = |source| find(&Field::new("name", Format::Name, source), &Detector::new());
        assert_eq!(name("王小明")[0].kind, Kind::Person);
        assert_eq!(name("王小明A123456789")[0].kind, Kind::NationalId);
        assert!(name("").is_empty());
    }
}
