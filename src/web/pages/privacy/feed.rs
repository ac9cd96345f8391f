//! The feed of the policy's revisions (Atom, RFC 4287), one for each language.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    db::Timestamp,
    i18n::Lang,
    privacy::policy::{self, Kind, Version},
    web::fault::Fault,
};

#[derive(Template)]
#[template(path = "pages/privacy/feed.xml")]
struct Feed {
    lang: Lang,
    city: String,
    base: String,
    versions: Vec<Version>,
}

impl Feed {
    fn href(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.base, self.lang.as_str())
    }

    fn when(&self, at: &Timestamp) -> String {
        at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    fn updated(&self) -> String {
        self.versions
            .first()
            .map(|version| self.when(&version.published_at))
            .unwrap_or_default()
    }

    fn title(&self, version: &Version) -> String {
        let key = match version.kind {
            Kind::First => "policy-feed-first",
            Kind::Minor => "policy-feed-minor",
            Kind::Major => "policy-feed-major",
        };
        self.lang.ta(key, "number", version.number)
    }

    fn summary(&self, version: &Version) -> String {
        let date = self.lang.date(version.effective_on);
        let takes_effect = self.lang.ta("policy-effective", "date", date);
        format!("{takes_effect} {}", version.particulars(self.lang))
            .trim()
            .to_owned()
    }
}

pub async fn get(path: Path<String>, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let lang: Lang = path.parse().map_err(|()| Fault::NotFound)?;
    let city = &context.config.city;
    let feed = Feed {
        lang,
        city: lang.pick(&city.name_zh, &city.name_en),
        base: context.config.absolute(""),
        versions: policy::versions(&context).await?,
    };
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed.render()?))
}
