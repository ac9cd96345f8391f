//! What the city says of itself: the policy, rules, registers, figures, pages of its own.

use crate::web::{api, keep::Cached, pages};

catalogue! {
    GET "/{lang}" Anyone pages::home::get, Cached::LISTS;
    GET "/{lang}/pages/{slug}" Anyone pages::city_pages::get, Cached::CITY;
    GET "/{lang}/open-data" Anyone pages::open_data::get, Cached::CITY;
    GET "/open-data/{file}" Anyone pages::open_data::file;
    GET "/{lang}/statistics" Anyone pages::statistics::list::get;
    GET "/{lang}/statistics/suggestions" Anyone pages::statistics::suggestions::newest;
    GET "/{lang}/statistics/{month}" Anyone pages::statistics::month::get;
    GET "/{lang}/statistics/{month}/suggestions/{by}" Anyone pages::statistics::suggestions::get;
    GET "/{lang}/privacy" Anyone pages::privacy::current::get, Cached::CITY;
    GET "/{lang}/privacy/versions" Anyone pages::privacy::versions::list, Cached::CITY;
    GET "/{lang}/privacy/versions/{number}" Anyone pages::privacy::versions::get, Cached::CITY;
    GET "/{lang}/privacy/compare" Anyone pages::privacy::compare::get;
    POST "/{lang}/privacy/notice/{number}/dismiss" Member pages::privacy::notice::dismiss;
    GET "/feeds/{lang}/privacy.atom" Anyone pages::privacy::feed::get, Cached::CITY;
    GET "/feeds/{lang}/moderation.atom" Anyone pages::moderation::feed::get;
    GET "/{lang}/moderation" Anyone pages::moderation::policy::get;
    GET "/{lang}/moderation/log" Anyone pages::moderation::log::get;
    GET "/{lang}/moderation/figures" Anyone pages::moderation::figures::newest;
    GET "/{lang}/moderation/figures/{month}" Anyone pages::moderation::figures::get;
    GET "/{lang}/ledger" Anyone pages::ledger::get;
    GET "/{lang}/ledger/statements" Anyone pages::ledger::statements;
    GET "/{lang}/ledger/statements/{day}" Anyone pages::ledger::one;
    GET "/{lang}/privacy/files" Anyone pages::files::get, Cached::CITY;
    GET "/{lang}/privacy/agreements" Anyone pages::privacy::agreements::get;
    GET "/{lang}/rules" Anyone pages::text::rules, Cached::CITY;
    GET "/{lang}/cookies" Anyone pages::cookies::get;
    POST "/{lang}/cookies" Anyone pages::cookies::post;
    GET "/{lang}/leaving" Anyone pages::leaving::get;
    GET "/{lang}/accessibility" Anyone pages::text::accessibility, Cached::CITY;

    GET "/api/v1/pages" Anyone api::city_pages::list;
    GET "/api/v1/pages/{slug}" Anyone api::city_pages::get;
    GET "/api/v1/statistics" Anyone api::statistics::months;
    GET "/api/v1/statistics/{month}" Anyone api::statistics::month;
    GET "/api/v1/statistics/{month}/suggestions/{by}" Anyone api::statistics::suggestions;
    GET "/api/v1/moderation/log" Anyone api::moderation::log;
    GET "/api/v1/moderation/figures" Anyone api::moderation::figures;
    GET "/api/v1/moderation/figures/{month}" Anyone api::moderation::month;
    GET "/api/v1/ledger" Anyone api::ledger::register;
    GET "/api/v1/ledger/statements" Anyone api::ledger::statements;
    GET "/api/v1/privacy/files" Anyone api::privacy::files;
    GET "/api/v1/privacy/agreements" Anyone api::privacy::agreements;
    GET "/api/v1/policy" Anyone api::policy::current;
    GET "/api/v1/policy/versions" Anyone api::policy::versions;
    GET "/api/v1/policy/versions/{number}" Anyone api::policy::version;
    GET "/api/v1/notices/{notice}" Anyone api::policy::notice;
}
