//! The detector: what to look for, and the way from rules to findings.

use crate::{
    Finding, Kind, Officials, Role,
    fold::Folded,
    hit,
    mask::{self, mask, mask_all},
    names, rules,
};

/// Finds personal data. Cheap to make, to keep and to share between threads.
///
/// ```
/// use personal_data::{Detector, Kind};
/// let detector = Detector::new();
/// let text = "請洽wang.xm@kcg.gov.tw謝謝";
/// let found = detector.find(text);
/// assert_eq!((found[0].kind, &text[found[0].bytes.clone()]), (Kind::Email, "wang.xm@kcg.gov.tw"));
/// assert_eq!(found[0].chars, 2..20);
/// assert_eq!(detector.mask(text), "請洽w***@kcg.gov.tw謝謝");
/// ```
#[derive(Clone, Debug)]
pub struct Detector {
    /// For each kind, in the order of [`Kind::ALL`], whether it is reported.
    wanted: [bool; Kind::ALL.len()],
    /// In the same order, the least confidence that is reported.
    least: [f32; Kind::ALL.len()],
    officials: Officials,
    public_persons: bool,
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// Looks for every kind, reports private persons only, knows no official contacts.
    pub fn new() -> Self {
        Detector {
            wanted: [true; Kind::ALL.len()],
            least: [0.0; Kind::ALL.len()],
            officials: Officials::default(),
            public_persons: false,
        }
    }

    /// Looks for these kinds only. What another kind takes is still not reported as one of
    /// these: a number in an address stays a part of the address.
    pub fn only(mut self, kinds: &[Kind]) -> Self {
        self.wanted = std::array::from_fn(|index| kinds.contains(&Kind::ALL[index]));
        self
    }

    /// Reports a kind from this confidence on, 0 to 1.
    ///
    /// ```
    /// use personal_data::{Detector, Kind};
    /// let careful = Detector::new().least(Kind::Person, 0.87);
    /// assert_eq!(careful.find("我叫王小明，").len(), 1);
    /// ```
    pub fn least(mut self, kind: Kind, confidence: f32) -> Self {
        self.least[kind as usize] = confidence;
        self
    }

    /// Passes over what is exactly an official contact.
    pub fn officials(mut self, officials: Officials) -> Self {
        self.officials = officials;
        self
    }

    /// Reports persons and mailboxes in public roles too, as [`Role::Public`].
    pub fn with_public_persons(mut self) -> Self {
        self.public_persons = true;
        self
    }

    /// The personal data in `text`, sorted, without overlaps.
    pub fn find(&self, text: &str) -> Vec<Finding> {
        let folded = Folded::new(text);
        let mut hits = Vec::new();
        for rule in RULES {
            rule(&folded, &mut hits);
        }
        if folded.text().bytes().any(|b| b.is_ascii_digit()) {
            for rule in NUMBERS {
                rule(&folded, &mut hits);
            }
        }
        rules::person::repeated(&folded, &mut hits);
        let mut ruled_out = rules::identity::uniform_numbers(&folded);
        hits.retain(|hit| {
            let official = self.officials.contains(&folded.text()[hit.range.clone()]);
            if official {
                // Nor may a weaker rule find a part of it.
                ruled_out.push(hit.range.clone());
            }
            !official
        });
        let mut found = hit::settle(hits, &ruled_out, &folded);
        found.retain(|finding| {
            self.wanted[finding.kind as usize]
                && finding.confidence >= self.least[finding.kind as usize]
                && (self.public_persons || finding.role == Role::Private)
        });
        hit::measure(text, &mut found);
        found.retain(|finding| finding.kind != Kind::Person || !is_masked(text, finding));
        found
    }

    /// Judges a form's name field: its whole trimmed value is a person's name unless it holds
    /// no letter at all; an e-mail address typed there is one.
    ///
    /// ```
    /// use personal_data::{Detector, Kind};
    /// let detector = Detector::new();
    /// let name = detector.find_name(" 小明 ").map(|name| (name.kind, name.chars));
    /// assert_eq!(name, Some((Kind::Person, 1..3)));
    /// assert_eq!(detector.find_name("1999"), None);
    /// ```
    pub fn find_name(&self, field: &str) -> Option<Finding> {
        let email = self
            .find(field)
            .into_iter()
            .find(|finding| finding.kind == Kind::Email);
        if email.is_some() {
            return email;
        }
        let trimmed = field.trim();
        if !trimmed.chars().any(char::is_alphabetic) {
            return None;
        }
        let spaces = &field[..field.len() - field.trim_start().len()];
        let start = spaces.chars().count();
        Some(Finding {
            kind: Kind::Person,
            chars: start..start + trimmed.chars().count(),
            bytes: spaces.len()..spaces.len() + trimmed.len(),
            confidence: 0.95,
            role: Role::Private,
            reasons: vec!["name field"],
        })
    }

    /// `text` with everything masked that [`Detector::find`] reports, also what comes to
    /// light only by masking, as a mask may be shorter than what it hides: masking the
    /// result again changes nothing.
    pub fn mask(&self, text: &str) -> String {
        // In practice one round is enough; the bound is for texts made to have more.
        const ROUNDS: usize = 16;
        let mut masked = text.to_owned();
        for _ in 0..ROUNDS {
            let found = self.find(&masked);
            let next = mask_all(&masked, &found);
            if next == masked {
                break;
            }
            masked = next;
        }
        masked
    }
}

/// Whether it holds no letter, or only what masks leave of a name or of a number.
fn is_masked(text: &str, name: &Finding) -> bool {
    let place = &text[name.bytes.clone()];
    let behind = &text[name.bytes.end..];
    // Stars behind a Chinese name are emphasis, and so is one behind a Latin letter.
    let latin = place
        .chars()
        .next_back()
        .is_some_and(|c| c.is_lowercase() || c.is_uppercase());
    let hidden = if latin && behind.starts_with("**") {
        "***"
    } else {
        &behind[..behind.len() - behind.trim_start_matches(mask::CIRCLE).len()]
    };
    let whole = [place, hidden].concat();
    mask(Kind::Person, place) == place || mask(Kind::Person, &whole) == whole
}

const RULES: &[fn(&Folded, &mut Vec<hit::Hit>)] = &[
    rules::email::find,
    rules::address::find,
    rules::network::find,
    rules::birth::find,
    rules::social::find,
    rules::person::find,
    names::find,
];

/// What is nothing without a digit, once numerals are written plainly.
const NUMBERS: &[fn(&Folded, &mut Vec<hit::Hit>)] = &[
    rules::phone::find,
    rules::identity::find,
    rules::account::find,
    rules::document::find,
    rules::plate::find,
];
