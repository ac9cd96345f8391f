//! iCalendar (RFC 5545): a calendar of announcements.

use super::Event;
use crate::{db::Timestamp, i18n::Lang};

/// The longest line in bytes, without its end (3.1).
const LONGEST_LINE: usize = 75;

/// A calendar in `lang`. `host` makes the events' ids unique in the world, `address` gives an
/// event's page.
pub fn calendar(
    events: &[Event],
    lang: Lang,
    name: &str,
    host: &str,
    address: impl Fn(i64) -> String,
) -> String {
    let mut out = Lines(String::new());
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Plaza//Plaza//EN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", name);
    for event in events {
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:event-{}@{host}", event.id));
        out.line(&format!("DTSTAMP:{}", utc(event.updated_at)));
        out.line(&format!("LAST-MODIFIED:{}", utc(event.updated_at)));
        out.line(&format!("DTSTART:{}", utc(event.starts_at)));
        out.line(&format!("DTEND:{}", utc(event.ends_at)));
        out.text("SUMMARY", event.title.best(lang).1);
        out.text("LOCATION", event.place.best(lang).1);
        out.text("DESCRIPTION", event.body.best(lang).1);
        out.line(&format!("URL:{}", address(event.id)));
        out.line(if event.cancelled {
            "STATUS:CANCELLED"
        } else {
            "STATUS:CONFIRMED"
        });
        out.line("END:VEVENT");
    }
    out.line("END:VCALENDAR");
    out.0
}

fn utc(at: Timestamp) -> String {
    at.utc().format("%Y%m%dT%H%M%SZ").to_string()
}

struct Lines(String);

impl Lines {
    /// A property of type TEXT (3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for character in value.replace("\r\n", "\n").chars() {
            match character {
                '\\' | ';' | ',' => {
                    escaped.push('\\');
                    escaped.push(character);
                }
                '\n' => escaped.push_str("\\n"),
                other if other.is_control() => {}
                other => escaped.push(other),
            }
        }
        self.line(&format!("{name}:{escaped}"));
    }

    /// A line, folded between characters: what follows begins with a space.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LONGEST_LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters_and_unfold_to_the_text() {
        let mut out = Lines(String::new());
        let text = "高雄港，渡輪; a\\b\nnext ".repeat(12);
        out.text("DESCRIPTION", &text);
        assert!(out.0.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
        let unfolded = out.0.replace("\r\n ", "");
        let value = unfolded
            .strip_prefix("DESCRIPTION:")
            .and_then(|rest| rest.strip_suffix("\r\n"))
            .expect("one property");
        let plain = value
            .replace("\\n", "\n")
            .replace("\\;", ";")
            .replace("\\,", ",")
            .replace("\\\\", "\\");
        assert_eq!(plain, text);
    }

    #[test]
    fn nobody_writes_a_line_of_their_own() {
        let mut out = Lines(String::new());
        out.text("SUMMARY", "A\r\nATTENDEE:mailto:x@example.tw\r\u{85}");
        assert_eq!(out.0.matches("\r\n").count(), 1, "{:?}", out.0);
    }
}
