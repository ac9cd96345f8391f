//! What machines ask, and what pages are made with: health, assets, the API's document, where pages are; and the
//! mails of a demo city.

use crate::web::{api, assets, look, pages};

catalogue! {
    GET "/healthz" Anyone pages::health::alive;
    GET "/readyz" Anyone pages::health::ready;
    GET "/assets/{name}" Anyone assets::get;
    GET "/look/{file}" Anyone look::get;
    GET "/api/docs" Anyone api::docs::index;
    GET "/api/docs/{file}" Anyone api::docs::file;
    GET "/dev/mail" Demo pages::dev_mail::get;
    GET "/dev/mail/samples" Demo pages::dev_mail::samples::list;
    GET "/dev/mail/samples/{number}" Demo pages::dev_mail::samples::get;
    GET "/robots.txt" Anyone pages::sitemap::robots;
    GET "/sitemap.xml" Anyone pages::sitemap::index;
    GET "/sitemap-pages.xml" Anyone pages::sitemap::pages;
    GET "/sitemap-topics-{number}.xml" Anyone pages::sitemap::topics;

    GET "/api/v1/openapi.json" Anyone api::docs::document;
}
