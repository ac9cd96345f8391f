//! What changed between any two versions of the policy.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;

use crate::{
    context::Context,
    privacy::policy::{self, Block, Change, Version},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::privacy::kind,
    },
};

/// Numbers as they were chosen; what is no number, or none of a version, is as if left out.
#[derive(Deserialize)]
pub struct Chosen {
    from: Option<String>,
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/privacy/compare.html")]
struct Compare {
    page: Page,
    versions: Vec<(i32, String)>,
    from: Version,
    to: Version,
    blocks: Vec<Block>,
}

impl Compare {
    fn kind(&self) -> String {
        kind(&self.page, &self.to)
    }

    fn same(&self) -> bool {
        !self.blocks.iter().any(Block::changed)
    }
}

/// Without a choice: the newest version beside the one before it.
pub async fn get(
    page: Page,
    context: Data<Context>,
    chosen: Query<Chosen>,
) -> Result<HttpResponse, Fault> {
    let versions = policy::versions(&context).await?;
    let find = |number: i32| versions.iter().find(|version| version.number == number);
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
    let newest = versions.first().ok_or(Fault::NotFound)?;
    let to = number(&chosen.to).and_then(find).unwrap_or(newest);
    let from = number(&chosen.from)
        .or(Some(to.number - 1))
        .and_then(find)
        .unwrap_or(to);
    let blocks = policy::difference(from.text(page.lang), to.text(page.lang));
    html(&Compare {
        versions: versions
            .iter()
            .map(|version| {
                let name = page.ta2(
                    "policy-version-of",
                    "number",
                    version.number,
                    "date",
                    page.date(version.effective_on),
                );
                (version.number, name)
            })
            .collect(),
        from: from.clone(),
        to: to.clone(),
        blocks,
        page,
    })
}
