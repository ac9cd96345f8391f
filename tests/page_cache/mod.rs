//! Pages that are kept in memory: who gets them, until when, and that nobody gets one that would be
//! another now.

mod given;
mod held;
mod nodes;
mod numbered;
mod property;

use std::sync::LazyLock;

use plaza::{accounts::Role, context::Context};
use regex::Regex;

use crate::support::{Answer, Client, Plaza};

/// What each form has of its own.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"name="(submission|made)" value="[^"]*"|data-proof="[^"]*""#).unwrap()
});

/// A page's words without what each reader gets of their own.
fn words(answer: &Answer) -> String {
    OWN.replace_all(&answer.body, "").into_owned()
}

/// Boards with a topic on each; guests may answer the second.
async fn scene() -> (Plaza, Client, [i64; 2]) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let lamps = author.topic("city", "Street lamps", "They are out.").await;
    let cats = author.topic("open", "走失的貓", "橘色的。").await;
    (plaza, author, [lamps, cats])
}

/// How many pages were given out as they were kept, and how many were made.
fn counts(plaza: &Plaza) -> (u64, u64) {
    plaza.context.kept.counts()
}

/// A node that keeps no page: what it says is what there is.
async fn plain(plaza: &Plaza) -> Context {
    plaza.node(|config| config.server.page_cache = 0).await
}

/// The pages of a city with these topics that may be kept, in both languages.
async fn pages(plaza: &Plaza, topics: &[i64]) -> Vec<String> {
    let client = plaza.client().await;
    let mut pages = Vec::new();
    for lang in ["zh", "en"] {
        for path in [
            "",
            "/boards/city",
            "/boards/open",
            "/tags",
            "/suggestions",
            "/events",
            "/open-data",
            "/privacy",
            "/privacy/versions",
            "/privacy/versions/1",
            "/privacy/files",
            "/rules",
            "/accessibility",
        ] {
            pages.push(format!("/{lang}{path}"));
        }
        for path in ["forum", "boards/city", "boards/open", "privacy"] {
            pages.push(format!("/feeds/{lang}/{path}.atom"));
        }
        for topic in topics {
            let shown = client.get(&format!("/api/v1/topics/{topic}")).await;
            if shown.status.is_success() {
                let address = client.address(*topic, lang).await;
                let path = address.strip_prefix("http://plaza.test");
                let path = path.unwrap_or(&address).to_owned();
                pages.push(format!("{path}?after=1"));
                pages.push(path);
            }
            pages.push(format!("/feeds/{lang}/topics/{topic}.atom"));
        }
    }
    pages
}
