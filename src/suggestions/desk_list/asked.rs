//! What the desk's list is asked for: which part of it, what narrows it, from where on.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::{db::text_enum, suggestions::Reference};

/// The longest question, in characters.
pub const LONGEST_QUESTION: usize = 100;
/// How many words of a question are looked for.
const WORDS: usize = 5;

text_enum! {
    /// Which part of the desk is shown.
    pub enum View {
        /// All that wait for an answer.
        Waiting = "waiting",
        /// Those at which nobody has begun to work.
        New = "new",
        Today = "today",
        Overdue = "overdue",
        /// Those in which an office asked its resident something.
        Asked = "asked",
        /// Those that the member handles.
        Mine = "mine",
        /// For which it is over.
        Answered = "answered",
    }
}

impl View {
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::New,
        Self::Today,
        Self::Overdue,
        Self::Asked,
        Self::Mine,
        Self::Answered,
    ];
}

/// By whom cases are handled that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    Nobody,
    Account(i64),
}

impl FromStr for Handler {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "nobody" => Ok(Self::Nobody),
            account => account.parse().map(Self::Account).map_err(|_| ()),
        }
    }
}

impl fmt::Display for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Account(id) => write!(f, "{id}"),
        }
    }
}

/// What the list is narrowed to. A slug that nothing has leaves nothing.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    pub category: Option<String>,
    pub district: Option<String>,
    pub office: Option<String>,
    pub handler: Option<Handler>,
    /// A reference number, or words of title and text.
    pub question: Option<String>,
}

impl Narrow {
    /// What somebody typed or chose, where it is something; no database takes a NUL.
    pub fn typed(text: &str) -> Option<String> {
        let text = text.replace('\0', "\u{fffd}");
        let text: String = text.trim().chars().take(LONGEST_QUESTION).collect();
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Where a page of the list begins: after the case of this due date and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    pub due: NaiveDate,
    pub id: i64,
}

impl FromStr for After {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (due, id) = text.split_once('_').ok_or(())?;
        Ok(Self {
            due: due.parse().map_err(|_| ())?,
            id: id.parse().map_err(|_| ())?,
        })
    }
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.due, self.id)
    }
}

/// A question, as it is looked for.
pub(super) enum Asked {
    Number(String),
    /// Patterns.
    Words(Vec<String>),
}

impl Asked {
    pub(super) fn of(question: &str) -> Self {
        if let Some(reference) = Reference::parse(question) {
            return Self::Number(reference.as_str().to_owned());
        }
        let pattern = |word: &str| {
            let mut pattern = String::from("%");
            for character in word.to_lowercase().chars() {
                if matches!(character, '%' | '_' | '\\') {
                    pattern.push('\\');
                }
                pattern.push(character);
            }
            pattern + "%"
        };
        Self::Words(
            question
                .split_whitespace()
                .take(WORDS)
                .map(pattern)
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_a_number_or_words_and_no_pattern() {
        let number = Reference::new("KH", 2026, 42);
        let typed = number.as_str().to_lowercase().replace('-', " ");
        assert!(matches!(Asked::of(&typed), Asked::Number(found) if found == number.as_str()));
        let Asked::Words(words) = Asked::of(" 100% Road_\\ ") else {
            panic!("no number")
        };
        assert_eq!(words, ["%100\\%%", "%road\\_\\\\%"]);
        let Asked::Words(words) = Asked::of("a b c d e f g") else {
            panic!("no number")
        };
        assert_eq!(words.len(), WORDS);
    }

    #[test]
    fn a_place_in_the_list_is_read_as_it_is_written() {
        for wrong in ["", "x", "2026-03-10_x", "_", "2026-99-99_1", "2026-03-10"] {
            assert!(wrong.parse::<After>().is_err(), "{wrong}");
        }
        let place: After = "2026-03-10_7".parse().expect("a place");
        assert_eq!(place.to_string(), "2026-03-10_7");
    }
}
