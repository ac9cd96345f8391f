//! Charts as SVG, made by the server.
//!
//! Direct labels in place of a legend, one accent and greys by classes of the style sheet (the
//! Content-Security-Policy knows no inline style), readable in print and in grey. A chart never
//! stands alone: its page says in a sentence what it shows and gives the figures in a table.

use std::fmt::Write as _;

/// One row of a bar chart.
#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    /// Absent where the figure is not shown.
    pub value: Option<i64>,
    /// The figure in words, where it is not the value itself.
    pub words: Option<String>,
}

/// A phone's width, so that its words are no smaller there than others.
const WIDTH: i64 = 400;
const ROW: i64 = 46;
const LABEL_AT: i64 = 16;
const BAR_AT: i64 = 22;
const BAR_HEIGHT: i64 = 16;
/// What stands beside the longest bar.
const FIGURE: i64 = 80;
/// A longer label is cut; the table has all of it. In columns: a Chinese character takes two.
const LONGEST_LABEL: usize = 50;

/// Horizontal bars, each with its label above and its figure at its end; `hidden` stands where
/// a figure is not shown. `title` is what a screen reader says of the whole.
pub fn bars(title: &str, bars: &[Bar], hidden: &str) -> String {
    let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or(1);
    let height = ROW * i64::try_from(bars.len()).unwrap_or(0) + 4;
    let mut svg = format!(
        r#"<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">"#,
        escaped(title)
    );
    for (bar, row) in bars.iter().zip(0..) {
        let top = ROW * row;
        let width = bar
            .value
            .map_or(0, |value| (value * (WIDTH - FIGURE) / most.max(1)).max(2));
        let (label, bar_top, base) = (top + LABEL_AT, top + BAR_AT, top + BAR_AT + 13);
        let words = match (bar.value, &bar.words) {
            (None, _) => hidden.to_owned(),
            (Some(_), Some(words)) => words.clone(),
            (Some(value), None) => value.to_string(),
        };
        // Writing to a string cannot fail.
        write!(
            svg,
            r#"<text class="chart-label" x="0" y="{label}">{}</text>"#,
            escaped(&cut(&bar.label))
        )
        .ok();
        if width > 0 {
            write!(
                svg,
                r#"<rect class="chart-bar" x="0" y="{bar_top}" width="{width}" height="{BAR_HEIGHT}"/>"#
            )
            .ok();
        }
        let class = if bar.value.is_some() {
            "chart-figure"
        } else {
            "chart-hidden"
        };
        let x = if width > 0 { width + 8 } else { 0 };
        write!(
            svg,
            r#"<text class="{class}" x="{x}" y="{base}">{}</text>"#,
            escaped(&words)
        )
        .ok();
    }
    svg.push_str("</svg>");
    svg
}

fn cut(label: &str) -> String {
    let mut columns = 0;
    for (at, character) in label.char_indices() {
        columns += if character < '\u{2e80}' { 1 } else { 2 };
        if columns > LONGEST_LABEL {
            return format!("{}…", &label[..at]);
        }
    }
    label.to_owned()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_its_figures_and_carries_no_style_and_no_markup_of_others() {
        let svg = bars(
            "T",
            &[
                Bar {
                    label: "<b>A&B</b>".into(),
                    value: Some(40),
                    words: None,
                },
                Bar {
                    label: "D".into(),
                    value: Some(45),
                    words: Some("4.5 <".into()),
                },
                Bar {
                    label: "C".into(),
                    value: None,
                    words: None,
                },
            ],
            "under 10",
        );
        assert!(svg.contains(">40</text>") && svg.contains(">under 10</text>"));
        assert!(svg.contains("&lt;b&gt;A&amp;B&lt;/b&gt;"), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("fill="), "{svg}");
        assert!(svg.contains(">4.5 &lt;</text>"), "{svg}");
        assert_eq!(svg.matches("<rect").count(), 2);
        assert_eq!(cut(&"路".repeat(25)), "路".repeat(25));
        assert_eq!(cut(&"路".repeat(26)), format!("{}…", "路".repeat(25)));
    }
}
