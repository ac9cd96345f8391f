//! All that a browser loads for a topic's page, as it is sent.

use std::{collections::BTreeSet, io::Read as _, net::SocketAddr};

use anyhow::ensure;
use flate2::read::GzDecoder;

use super::{Room, conclude};
use crate::{asks, city::Pages, http::Connection};

const MOST: usize = 60 * 1024;

/// What a page of a topic names that a browser loads by itself.
const LOADED: [(&str, &str); 5] = [
    ("<link", "href"),
    ("<script", "src"),
    ("<img", "src"),
    ("<source", "src"),
    ("<iframe", "src"),
];
/// Of `link` these alone are loaded.
const RELATIONS: [&str; 4] = ["stylesheet", "icon", "manifest", "preload"];

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(Pages::Kept).await?;
    let address = serving.server.address;
    let page = &city.load.topics[0].address;
    let (mut whole, html) = load(address, page).await?;
    println!("  {whole:>7} bytes {page}");
    let mut named: BTreeSet<String> = names(&html);
    let (mut elsewhere, mut loaded) = (0, BTreeSet::new());
    let own = format!("http://{address}/");
    while let Some(name) = named.pop_first() {
        let path = match name.strip_prefix(&own) {
            Some(rest) => format!("/{rest}"),
            None => name,
        };
        if path.starts_with("data:") || loaded.contains(&path) {
            continue;
        }
        if !path.starts_with('/') || path.starts_with("//") {
            println!("  from elsewhere: {path}");
            elsewhere += 1;
            continue;
        }
        let (bytes, text) = load(address, &path).await?;
        println!("  {bytes:>7} bytes {path}");
        whole += bytes;
        if path
            .split('?')
            .next()
            .is_some_and(|path| path.ends_with(".css"))
        {
            named.extend(addresses_in_style(&text, &path));
        }
        loaded.insert(path);
    }
    let figure = format!(
        "{:.1} KiB in {} requests, {elsewhere} of them to others",
        whole as f64 / 1024.0,
        loaded.len() + 1 + elsewhere
    );
    let goals = [
        (whole < MOST, "less than 60 KiB"),
        (elsewhere == 0, "no request to others"),
    ];
    conclude("page-weight", &figure, &goals);
    Ok(())
}

/// The bytes that are sent, and the text that they are.
async fn load(address: SocketAddr, path: &str) -> anyhow::Result<(usize, String)> {
    let mut connection = Connection::open(address).await?;
    let request = asks::packed(path, address);
    let status = connection.ask(&request).await?;
    ensure!(status == 200, "{path}: {status}");
    let body = connection.body();
    let packed = connection
        .header("content-encoding")
        .is_some_and(|encoding| encoding == "gzip");
    let mut bytes = Vec::new();
    if packed {
        GzDecoder::new(body).read_to_end(&mut bytes)?;
    } else {
        bytes.extend_from_slice(body);
    }
    Ok((body.len(), String::from_utf8_lossy(&bytes).into_owned()))
}

/// What the page names that is loaded with it.
fn names(html: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (begin, attribute) in LOADED {
        for (at, _) in html.match_indices(begin) {
            let rest = &html[at + begin.len()..];
            // `<link` begins no `<linked`.
            if !rest.starts_with([' ', '\n']) {
                continue;
            }
            let tag = rest.split('>').next().unwrap_or_default();
            let relation = value(tag, "rel").unwrap_or_default();
            let is_loaded = begin != "<link"
                || relation
                    .split(' ')
                    .any(|relation| RELATIONS.contains(&relation));
            if let Some(name) = value(tag, attribute).filter(|_| is_loaded) {
                all.insert(name.replace("&amp;", "&"));
            }
        }
    }
    all
}

/// The value of an attribute in a tag, as Plaza's templates write it.
fn value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let begin = format!(" {attribute}=\"");
    let rest = &tag[tag.find(&begin)? + begin.len()..];
    rest.split('"').next()
}

/// What a stylesheet loads, below its own folder where it says no other.
fn addresses_in_style(style: &str, path: &str) -> BTreeSet<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named = style.split("url(").skip(1).filter_map(|rest| {
        let name = rest.split(')').next()?.trim_matches(['"', '\'', ' ']);
        let is_whole = name.starts_with('/') || name.contains(':');
        let is_here = name.starts_with('#') || name.is_empty();
        match (is_here, is_whole) {
            (true, _) => None,
            (false, true) => Some(name.to_owned()),
            (false, false) => Some(format!("{folder}/{name}")),
        }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_loaded_is_told_from_what_is_linked() {
        let html = "<link rel=\"stylesheet\" href=\"/a.css\"><link rel=\"canonical\" href=\"/zh\">\
                    <script defer src=\"/b.js\"></script><img alt=\"\" src=\"https://x.example/c.png\">\
                    <a href=\"/d\">d</a>";
        let expected = ["/a.css", "/b.js", "https://x.example/c.png"];
        assert_eq!(names(html), BTreeSet::from(expected.map(str::to_owned)));
    }

    #[test]
    fn a_stylesheet_brings_what_it_names() {
        let style =
            "a{background:url(\"x.svg\")} b{src:url(/f.woff2)} c{fill:url(#d)} d{x:url(data:y)}";
        let expected = ["/assets/x.svg", "/f.woff2", "data:y"];
        let found = addresses_in_style(style, "/assets/a.css");
        assert_eq!(found, BTreeSet::from(expected.map(str::to_owned)));
    }
}
