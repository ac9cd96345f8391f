//! The words about a case that its resident's page and its office's desk share.

use std::collections::BTreeMap;

use crate::{
    offices::{Office, enquiries, reach::Reach},
    privacy::{Purpose, trace::Trace},
    suggestions::{Record, RecordKind, follow::Case},
    web::page::Page,
};

/// Where each of these offices can be called, and whether somebody answers now.
pub fn reached(page: &Page, offices: &[Office], reach: &BTreeMap<i64, Reach>) -> Vec<String> {
    let line = |office: &Office| {
        let reach = reach.get(&office.id)?;
        let words = [
            ("office", office.name(page.lang)),
            ("phone", reach.phone.clone()),
            ("status", page.status_in_words(reach.status)),
        ];
        Some(page.lang.t_with("office-reach", &words))
    };
    offices.iter().filter_map(line).collect()
}

/// A case's facts in the reader's language.
pub struct CaseWords {
    pub category: String,
    pub district: String,
    pub offices: String,
    /// What each handling record says, by its number.
    records: BTreeMap<i32, String>,
    /// By which rule it was routed, by the record's number.
    rules: BTreeMap<i32, String>,
    /// Which office saw the contact, the latest first: the day and the words.
    pub looks: Vec<(String, String)>,
}

impl CaseWords {
    pub fn of(case: &Case, page: &Page) -> Self {
        let lang = page.lang;
        let office = |id| {
            case.office(id)
                .map(|office| office.name(lang))
                .unwrap_or_default()
        };
        let record = |record: &Record| {
            if let (RecordKind::Received, Some(day)) = (record.kind, case.received_on) {
                let (medium, day) = (case.medium.as_str(), page.date(day));
                let words = page.ta2("record-received-by", "medium", medium, "date", day);
                return (record.number, words);
            }
            let enquiry = case.category.slug == enquiries::CATEGORY;
            if enquiry && record.kind == RecordKind::Received {
                return (record.number, page.t("record-received-enquiry"));
            }
            let until = record.said().and_then(|said| said.until());
            let words = page.ta2(
                &format!("record-{}", record.kind.as_str()),
                "office",
                office(record.office),
                "due",
                until.map(|until| page.date(until)).unwrap_or_default(),
            );
            (record.number, words)
        };
        let look = |look: &Trace| {
            let words = match look.purpose {
                Purpose::Delivery => page.ta("look-delivery", "office", office(Some(look.office))),
                Purpose::Administration => {
                    page.ta("look-administration", "office", office(Some(look.office)))
                }
                _ => page.ta("look-handling", "office", office(Some(look.office))),
            };
            (page.date(look.day), words)
        };
        let rule = |record: &Record| {
            let routed = record.kind == RecordKind::Routed;
            let rule = record.said().filter(|_| routed)?.rule()?;
            Some((
                record.number,
                page.ta("record-rule", "rule", rule.as_str().replace(' ', "-")),
            ))
        };
        Self {
            category: case.category.name(lang),
            district: case.district.name(lang),
            offices: page.list(case.offices.iter().map(|office| office.name(lang))),
            records: case.records.iter().map(record).collect(),
            rules: case.records.iter().filter_map(rule).collect(),
            looks: case.looks.iter().map(look).collect(),
        }
    }

    /// What the record with this number says.
    pub fn record(&self, number: &i32) -> &str {
        self.records.get(number).map_or("", String::as_str)
    }

    /// By which rule it was routed, where this record says that.
    pub fn rule(&self, record: &Record) -> Option<&str> {
        self.rules.get(&record.number).map(String::as_str)
    }
}
