//! How numbers are written out: Prometheus' text format, version 0.0.4.

use std::fmt::{Display, Write as _};

use super::count::{Spread, Words};

/// What the answer says of itself.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A label: both of its words stand in the source.
pub type Label = (&'static str, &'static str);

/// What a family's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Counter,
    Gauge,
    Histogram,
}

impl Sort {
    const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// The text so far.
#[derive(Default)]
pub struct Exposition(String);

impl Exposition {
    /// Begins a family: its numbers follow, and no other family's between them.
    pub fn family(&mut self, name: &'static str, sort: Sort, help: &'static str) -> Family<'_> {
        // Writing into a text cannot fail.
        let _ = writeln!(self.0, "# HELP {name} {help}");
        let _ = writeln!(self.0, "# TYPE {name} {}", sort.word());
        Family {
            text: &mut self.0,
            name,
        }
    }

    /// A family of one number.
    pub fn one(&mut self, name: &'static str, sort: Sort, help: &'static str, value: impl Display) {
        self.family(name, sort, help).number(&[], value);
    }

    /// A counter for each word of a set.
    pub fn counts<W: Words>(
        &mut self,
        name: &'static str,
        help: &'static str,
        label: &'static str,
        counts: impl Iterator<Item = (W, u64)>,
    ) {
        let mut family = self.family(name, Sort::Counter, help);
        for (word, count) in counts {
            family.number(&[(label, word.word())], count);
        }
    }

    pub fn text(self) -> String {
        self.0
    }
}

/// A family whose numbers are being written.
pub struct Family<'a> {
    text: &'a mut String,
    name: &'static str,
}

impl Family<'_> {
    pub fn number(&mut self, labels: &[Label], value: impl Display) {
        self.line("", labels, None, value);
    }

    pub fn spread(&mut self, labels: &[Label], spread: &Spread) {
        for (bound, count) in &spread.until {
            self.line("_bucket", labels, Some(&bound.to_string()), count);
        }
        self.line("_bucket", labels, Some("+Inf"), spread.count);
        self.line("_sum", labels, None, spread.sum);
        self.line("_count", labels, None, spread.count);
    }

    fn line(&mut self, ending: &str, labels: &[Label], until: Option<&str>, value: impl Display) {
        self.text.push_str(self.name);
        self.text.push_str(ending);
        let labels = labels
            .iter()
            .copied()
            .chain(until.map(|until| ("le", until)));
        let mut between = '{';
        for (name, value) in labels {
            self.text.push(between);
            let _ = write!(self.text, "{name}=\"{}\"", escaped(value));
            between = ',';
        }
        if between == ',' {
            self.text.push('}');
        }
        let _ = writeln!(self.text, " {value}");
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::count::{Histogram, TOGETHER};

    #[test]
    fn a_family_is_written_as_prometheus_reads_it() {
        let mut exposition = Exposition::default();
        exposition.one("plaza_x", Sort::Gauge, "How many.", 3);
        let batches = Histogram::new(TOGETHER);
        batches.note(3);
        let mut family = exposition.family("plaza_y", Sort::Histogram, "How large.");
        family.spread(&[("of", "a\"b\\c")], &batches.spread());
        let text = exposition.text();
        let expected = [
            "# HELP plaza_x How many.",
            "# TYPE plaza_x gauge",
            "plaza_x 3",
            "# HELP plaza_y How large.",
            "# TYPE plaza_y histogram",
            r#"plaza_y_bucket{of="a\"b\\c",le="1"} 0"#,
            r#"plaza_y_bucket{of="a\"b\\c",le="2"} 0"#,
            r#"plaza_y_bucket{of="a\"b\\c",le="4"} 1"#,
        ];
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..expected.len()], expected);
        assert_eq!(
            lines[lines.len() - 3..],
            [
                r#"plaza_y_bucket{of="a\"b\\c",le="+Inf"} 1"#,
                r#"plaza_y_sum{of="a\"b\\c"} 3"#,
                r#"plaza_y_count{of="a\"b\\c"} 1"#,
            ]
        );
    }
}
