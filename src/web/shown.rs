//! Stored HTML as a page shows it: what it says in no language gets this reader's words.
//!
//! A quote says whose words it holds, in a line of ours that no text can hold; hidden words get
//! their sign to open them; a table that is wider than the page scrolls by itself. Looks for
//! what the sanitiser wrote, letter by letter: in text it would stand escaped.

use std::borrow::Cow;

use crate::{forum::quotes::Quoted, i18n::Lang};

/// What hidden words stand in, and tables: with a quote, all that gets words.
const HIDDEN: &str = " class=\"spoiler\">";
const TABLE: &str = "<table>";
const QUOTE: &str = "<blockquote class=\"quote\" data-post=\"";

/// HTML from the renderer with this reader's words; `quotes` are the posts that it quotes. Most has nothing that gets any.
pub(super) fn shown<'a>(html: &'a str, quotes: &[Quoted], lang: Lang) -> Cow<'a, str> {
    let mut out = Cow::Borrowed(html);
    if html.contains(QUOTE) {
        out = Cow::Owned(quoting(html, quotes, lang));
    }
    if out.contains(HIDDEN) {
        out = Cow::Owned(hiding(&out, lang));
    }
    if out.contains(TABLE) {
        out = Cow::Owned(with_tables(&out, lang));
    }
    out
}

/// With the line above each quote that says whose words it holds.
fn quoting(html: &str, quotes: &[Quoted], lang: Lang) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(QUOTE) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let post = rest[QUOTE.len()..].split('"').next().map(str::parse::<i64>);
        out.push_str("<blockquote class=\"quote\">");
        rest = &rest[end + 1..];
        if let Some(Ok(post)) = post {
            let quoted = quotes.iter().find(|quoted| quoted.post == post);
            out.push_str(&whose(quoted, lang));
        }
    }
    out.push_str(rest);
    out
}

/// With a sign beside hidden words that opens them.
fn hiding(html: &str, lang: Lang) -> String {
    let (hidden, open) = (lang.t("spoiler-block"), lang.t("spoiler-inline"));
    let tag = lang.tag();
    html.replace(
        "<details class=\"spoiler\">",
        &format!("<details class=\"spoiler\"><summary lang=\"{tag}\">{hidden}</summary>"),
    )
    .replace(
        "<span class=\"spoiler\">",
        &format!("<label class=\"spoiler\"><input type=\"checkbox\" aria-label=\"{open}\"><span>"),
    )
    .replace("</span>", "</span></label>")
}

/// With tables that scroll by themselves.
fn with_tables(html: &str, lang: Lang) -> String {
    let table = lang.t("post-table");
    html.replace(
        TABLE,
        &format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{table}\">{TABLE}"
        ),
    )
    .replace("</table>", "</table></div>")
}

/// The line above quoted words.
fn whose(quoted: Option<&Quoted>, lang: Lang) -> String {
    let tag = lang.tag();
    let Some((quoted, author)) = quoted.and_then(|quoted| Some((quoted, quoted.author.as_ref()?)))
    else {
        return format!(
            "<p class=\"quote-of\" lang=\"{tag}\">{}</p>",
            lang.t("quote-of-nobody")
        );
    };
    let name = if author.name.is_empty() {
        lang.t(author.unnamed())
    } else {
        escape(&author.name)
    };
    let name = if author.name_marked {
        format!(
            "<mark class=\"pd\" data-kind=\"person\" aria-describedby=\"mark-person\">{name}</mark>"
        )
    } else {
        name
    };
    let link = format!("<a href=\"/{}/{}\">", lang.as_str(), quoted.path());
    // The words come without the name, for a name may hold whatever a placeholder looks like.
    let words = lang.t("quote-of");
    let (before, after) = words.split_once('…').unwrap_or(("", &words));
    format!("<p class=\"quote-of\" lang=\"{tag}\">{before}{link}<bdi>{name}</bdi></a>{after}</p>")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
