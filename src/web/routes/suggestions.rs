//! The suggestion box, its cases for residents, support, and Open311.

use crate::web::{api, keep::Cached, open311, pages};

/// Which published suggestions are listed, and where the list goes on.
const FILTERS: &[&str] = &[
    "category", "district", "office", "state", "month", "order", "after", "before",
];

catalogue! {
    GET "/{lang}/enquiries/new" Anyone pages::enquiries::get;
    POST "/{lang}/enquiries/new" Anyone pages::enquiries::post;
    GET "/{lang}/suggestions" Anyone pages::suggestions::list::get, Cached::LISTS.by(FILTERS);
    GET "/feeds/{lang}/suggestions.atom" Anyone pages::suggestions::list::feed, Cached::LISTS;
    GET "/{lang}/suggestions/new" Anyone pages::suggestions::new::get;
    POST "/{lang}/suggestions/new" Anyone pages::suggestions::new::post;
    GET "/{lang}/suggestions/case" Anyone pages::suggestions::case::get;
    POST "/{lang}/suggestions/case" Anyone pages::suggestions::case::post;
    POST "/{lang}/suggestions/case/file" Anyone pages::suggestions::file::post;
    POST "/{lang}/suggestions/case/publication" Anyone pages::suggestions::publication::post;
    POST "/{lang}/suggestions/case/watch" Member pages::suggestions::watch::post;
    POST "/{lang}/suggestions/case/restrict" Anyone pages::suggestions::case::restrict;
    POST "/{lang}/suggestions/case/reply" Anyone pages::suggestions::case::reply;
    POST "/{lang}/suggestions/case/rate" Anyone pages::suggestions::rate::own;
    POST "/{lang}/suggestions/case/reopen" Anyone pages::suggestions::case::open_again;
    POST "/{lang}/suggestions/case/address" Anyone pages::suggestions::pending::correct;
    POST "/{lang}/suggestions/case/drop" Anyone pages::suggestions::pending::drop_it;
    POST "/{lang}/suggestions/case/withdraw" Anyone pages::suggestions::case::withdraw_contact;
    GET "/{lang}/suggestions/confirm/{token}" Anyone pages::suggestions::confirm::get;
    POST "/{lang}/suggestions/confirm/{token}" Anyone pages::suggestions::confirm::post;
    GET "/{lang}/suggestions/rate/{token}" Anyone pages::suggestions::rate::get;
    POST "/{lang}/suggestions/rate/{token}" Anyone pages::suggestions::rate::post;
    POST "/{lang}/topics/{id}/support" Member pages::support::set;
    GET "/{lang}/topics/{id}/support/mail" Anyone pages::support::get;
    POST "/{lang}/topics/{id}/support/mail" Anyone pages::support::post;
    GET "/{lang}/suggestions/support/{token}" Anyone pages::support::link::get;
    POST "/{lang}/suggestions/support/{token}" Anyone pages::support::link::confirm;
    GET "/{lang}/suggestions/support-back/{token}" Anyone pages::support::link::back;
    POST "/{lang}/suggestions/support-back/{token}" Anyone pages::support::link::take_back;
    GET "/open311/discovery.{format}" Anyone open311::discovery::get;
    GET "/open311/v2/services.{format}" Anyone open311::services::list;
    GET "/open311/v2/services/{slug}.{format}" Anyone open311::services::get;
    POST "/open311/v2/requests.{format}" Anyone open311::send::post;
    GET "/open311/v2/requests.{format}" Anyone open311::requests::list;
    GET "/open311/v2/requests/{id}.{format}" Anyone open311::requests::get;
    GET "/open311/v2/tokens/{token}.{format}" Anyone open311::tokens::get;

    POST "/api/v1/suggestions/case/watch" Member(SuggestionsWrite) api::digests::watch;
    PUT "/api/v1/topics/{id}/support" Member(ForumWrite) api::support::put;
    DELETE "/api/v1/topics/{id}/support" Member(ForumWrite) api::support::delete;
    POST "/api/v1/topics/{id}/support/mail" Anyone api::support::ask;
    POST "/api/v1/support/look" Anyone api::support::look;
    POST "/api/v1/support/confirm" Anyone api::support::confirm;
    POST "/api/v1/support/take-back" Anyone api::support::take_back;
    GET "/api/v1/categories" Anyone api::choices::categories;
    GET "/api/v1/districts" Anyone api::choices::districts;
    GET "/api/v1/offices" Anyone api::choices::offices;
    POST "/api/v1/suggestions" Anyone(SuggestionsWrite) api::suggestions::post;
    POST "/api/v1/suggestions/preview" Anyone(SuggestionsRead) api::suggestions_preview::post;
    POST "/api/v1/enquiries" Anyone(SuggestionsWrite) api::enquiries::post;
    POST "/api/v1/suggestions/files" Anyone(SuggestionsWrite) api::case_files::upload;
    POST "/api/v1/suggestions/case/file" Anyone(SuggestionsRead) api::case_files::own;
    POST "/api/v1/suggestions/confirm" Anyone api::suggestions::confirm;
    POST "/api/v1/suggestions/case" Anyone(SuggestionsRead) api::suggestions::follow;
    GET "/api/v1/suggestions/published" Anyone(SuggestionsRead) api::published::list;
    GET "/api/v1/suggestions/published/{topic}" Anyone(SuggestionsRead) api::published::get;
    POST "/api/v1/suggestions/case/publication" Anyone(SuggestionsRead) api::published::own;
    POST "/api/v1/suggestions/case/publish" Anyone(SuggestionsWrite) api::published::publish;
    POST "/api/v1/suggestions/case/unpublish" Anyone(SuggestionsWrite) api::published::withdraw;
    POST "/api/v1/suggestions/case/appeal" Anyone(SuggestionsWrite) api::published::appeal;
    POST "/api/v1/suggestions/case/reply" Anyone(SuggestionsWrite) api::suggestions::reply;
    POST "/api/v1/suggestions/case/rate" Anyone(SuggestionsWrite) api::ratings::own;
    POST "/api/v1/suggestions/ratings/look" Anyone api::ratings::look;
    POST "/api/v1/suggestions/ratings" Anyone api::ratings::post;
    POST "/api/v1/suggestions/case/reopen" Anyone(SuggestionsWrite) api::suggestions::reopen;
    POST "/api/v1/suggestions/case/address" Anyone(SuggestionsWrite) api::suggestions::correct;
    POST "/api/v1/suggestions/case/drop" Anyone(SuggestionsWrite) api::suggestions::drop_it;
    POST "/api/v1/suggestions/case/restrict" Anyone(SuggestionsWrite) api::rights::restrict;
    POST "/api/v1/suggestions/case/withdraw-contact" Anyone(SuggestionsWrite) api::consents::withdraw_contact;
}
