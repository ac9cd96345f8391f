//! Numbers of passports, health cards and driver's licences. Their shapes are common, so
//! each needs its keyword close by.

use crate::{
    Kind,
    context::{before, pattern, stands_alone},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

static HEALTH_KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)健保卡|健保IC卡|健保卡號|(?-u:\b)(?:health ?(?:insurance ?)?card|nhi ?(?:card|no))",
    )
});
static HEALTH_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{4}[ \-]?[0-9]{4}[ \-]?[0-9]{4}"));

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(護照|护照|passport|paspor|hộ chiếu|pasaporte)|(駕照|駕駛執照|驾照|行照|driver'?s? ?licen[cs]e|driving ?licen[cs]e))(?:號碼|编号|編號|證號|號|管轄| |是|為|:|\(|no\.?|number|nr|#|is|影本|正本|遺失|補發|,){0,5}([A-Za-z]{0,2}[0-9]{6,12}[A-Za-z]?)",
    )
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for found in HEALTH_NUMBER.find_iter(text) {
        // Wide enough for the second number of a list.
        if HEALTH_KEYWORD.is_match(before(text, found.start(), 40))
            && stands_alone(text, found.start(), found.end())
        {
            hits.push(Hit::new(Kind::HealthCard, found.range(), 0.97, "keyword"));
        }
    }
    for found in LABELLED.captures_iter(text) {
        let Some(number) = found.get(3) else { continue };
        if !stands_alone(text, number.start(), number.end()) {
            continue;
        }
        let kind = if found.get(1).is_some() {
            Kind::Passport
        } else {
            Kind::DriverLicence
        };
        let fits = kind == Kind::DriverLicence || number.len() <= 10;
        if fits {
            hits.push(Hit::new(kind, number.range(), 0.955, "keyword"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn health_cards() {
        check(
            Kind::HealthCard,
            &[
                ("健保卡掉在公車上…卡號0000 3817 2946，", &["0000 3817 2946"]),
                (
                    "健保卡號 000029406618、0000-7715-0392 整排",
                    &["000029406618", "0000-7715-0392"],
                ),
                ("my health card 000048120573. Please", &["000048120573"]),
                ("快遞 000048120573", &[]),
            ],
        );
    }

    #[test]
    fn passports() {
        check(
            Kind::Passport,
            &[
                ("護照號碼314059827，", &["314059827"]),
                ("護照C6482035、", &["C6482035"]),
                ("my passport P4471902B since", &["P4471902B"]),
                ("paspor X1093587,", &["X1093587"]),
                ("passport (X40718263)", &["X40718263"]),
                ("passport no. AK302917，", &["AK302917"]),
                ("護照要換，2024123", &[]),
                ("單號314059827", &[]),
            ],
        );
    }

    #[test]
    fn licences() {
        check(
            Kind::DriverLicence,
            &[
                ("駕照號碼：123456789012", &["123456789012"]),
                ("driver's license no. D1234567.", &["D1234567"]),
                ("駕照到期 2024", &[]),
            ],
        );
        check(Kind::NationalId, &[("駕照號碼T118625278", &["T118625278"])]);
    }
}
