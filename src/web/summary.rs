//! The summary of a form's errors: its lines in the order of the form's fields, each with the
//! name of its field.
//!
//! Which fields there are, in which order, and what they are called, the page itself says: its
//! controls carry the ids `f-NAME` (templates/README.md). So it is read from there, for every
//! form alike, once the page is made.

use crate::i18n::Lang;

const BEGINS: &str = "<div class=\"error-summary\"";

/// A line: the field, and what is wrong with it, as HTML.
struct Line<'a> {
    field: &'a str,
    message: &'a str,
}

/// The page with its summary put in order; as it was where it has none.
pub(super) fn in_order(html: String) -> String {
    let Some(((before, lines, after), lang)) = apart(&html).zip(language_of(&html)) else {
        return html;
    };
    let mut lines: Vec<(usize, String)> = lines
        .iter()
        .map(|line| {
            let place = after.find(&format!("id=\"f-{}\"", line.field));
            let name = place.and_then(|place| name_of(after, line.field, place));
            let words = match name {
                Some(name) => lang.t_with(
                    "face-error-at",
                    &[("field", name), ("message", line.message.to_owned())],
                ),
                None => line.message.to_owned(),
            };
            let line = format!("\n<li><a href=\"#f-{}\">{words}</a></li>", line.field);
            (place.unwrap_or(usize::MAX), line)
        })
        .collect();
    lines.sort_by_key(|(place, _)| *place);
    let lines: String = lines.into_iter().map(|(_, line)| line).collect();
    format!("{before}{lines}\n{after}")
}

/// The language that the page says it is in.
fn language_of(html: &str) -> Option<Lang> {
    let tag = |lang: &Lang| format!("<html lang=\"{}\"", lang.tag());
    Lang::ALL.into_iter().find(|lang| html.contains(&tag(lang)))
}

/// What stands before the summary's lines, the lines, and what stands after them.
fn apart(html: &str) -> Option<(&str, Vec<Line<'_>>, &str)> {
    let summary = html.find(BEGINS)?;
    let first = summary + html[summary..].find("<ul>")? + "<ul>".len();
    let end = first + html[first..].find("</ul>")?;
    let lines = html[first..end]
        .split("<li>")
        .skip(1)
        .map(|line| {
            let line = line.strip_prefix("<a href=\"#f-")?;
            let (field, rest) = line.split_once("\">")?;
            let (message, _) = rest.split_once("</a>")?;
            Some(Line { field, message })
        })
        .collect::<Option<_>>()?;
    Some((&html[..first], lines, &html[end..]))
}

/// What the page calls a field: its label; or the legend of the group that it stands in; or the
/// words beside its tick; or, where it is a heading, itself.
fn name_of(page: &str, field: &str, place: usize) -> Option<String> {
    let label = format!("<label for=\"f-{field}\">");
    if let Some(at) = page.find(&label) {
        return text(&page[at + label.len()..], &["<span", "</label>"]);
    }
    if let Some(group) = outermost_group(&page[..place]) {
        let legend = page[group..].find("<legend>")? + "<legend>".len();
        return text(&page[group + legend..], &["</legend>"]);
    }
    let (_, rest) = page[place..].split_once('>')?;
    if page[..place].ends_with("<h2 ") {
        return text(rest, &["</h2>"]);
    }
    let (beside, _) = rest.split_once("</label>")?;
    let words = beside.trim_start().strip_prefix("<span>")?;
    text(words, &["</span>"])
}

/// Where the outermost `<fieldset>` begins that is still open at the end.
fn outermost_group(before: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    for (at, _) in before.match_indices("fieldset") {
        if before[..at].ends_with("</") {
            open.pop();
        } else if before[..at].ends_with('<') {
            open.push(at);
        }
    }
    open.first().copied()
}

/// The text up to the first of `ends`, without what only separates it from the control.
fn text(html: &str, ends: &[&str]) -> Option<String> {
    let end = ends.iter().filter_map(|end| html.find(end)).min()?;
    let text = html[..end].trim().trim_end_matches([':', '：', '?', '？']);
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "<label for=\"f-name\">Name <span class=\"optional\">(optional)</span></label>\
        <input id=\"f-name\"><fieldset><legend>What?</legend><label><input id=\"f-kind\"> <span>One</span></label></fieldset>\
        <label><input type=\"checkbox\" id=\"f-rules\"> <span>I agree</span></label>\
        <h2 id=\"f-option\">Choices</h2><p id=\"f-bare\">.</p><label><span>Other</span></label>";

    fn page(lines: &str) -> String {
        format!("<html lang=\"en\">{BEGINS} role=\"alert\"><ul>{lines}</ul></div>{FORM}")
    }

    fn line(field: &str, message: &str) -> String {
        format!("\n<li><a href=\"#f-{field}\">{message}</a></li>")
    }

    #[test]
    fn lines_run_as_the_fields_do_and_name_them() {
        let lines = ["bare", "option", "rules", "gone", "kind", "name"]
            .map(|field| line(field, "Missing."));
        let expected = [
            line("name", "Name: Missing."),
            line("kind", "What: Missing."),
            line("rules", "I agree: Missing."),
            line("option", "Choices: Missing."),
            line("bare", "Missing."),
            line("gone", "Missing."),
        ];
        let done = in_order(page(&lines.concat()));
        assert_eq!(done, page(&(expected.concat() + "\n")));
    }

    #[test]
    fn a_page_without_a_summary_stays_as_it_is() {
        for html in [
            "<p>No form.</p>",
            "<div class=\"error-summary\"><ul><li>cut off",
        ] {
            assert_eq!(in_order(html.to_owned()), html);
        }
    }
}
