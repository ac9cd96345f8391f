//! The OpenAPI document, made from the handlers' own annotations.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        RefOr,
        path::ParameterIn,
        response::ResponseBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{
    accounts, admin, appeals, arrange, attachments, boards, calendar, campaigns, case_files,
    choices, consents, desk, desk_cases, desk_list, digests, drafts, enquiries, events, flags,
    guest_posts, investigations, kept, ledger, mail, mail_check, moderate, officer, organisation,
    organisation_entries, organisation_members, organisation_rules, people, personal_data, policy,
    polls, posts, preferences, privacy, published, ratings, reading, review, rights, search,
    sessions, statistics, suggestions, suggestions_preview, support, tags, templates, topics,
};

/// Every path of the API; a test holds it to the route catalogue.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plaza",
        description = "A city's forum and suggestion box. Problems are RFC 9457 with a stable `code`. \
                       Texts come in the language of `Accept-Language` (zh or en). Programs that know Open311 \
                       GeoReport v2 find it at /open311/discovery.json."
    ),
    modifiers(&Bearer, &Unreadable),
    paths(
        accounts::post,
        accounts::confirm,
        accounts::get,
        accounts::put_name,
        accounts::request_reset,
        mail_check::ask,
        mail_check::confirm,
        mail_check::suppressed,
        sessions::post,
        sessions::delete,
        sessions::delete_current,
        choices::categories,
        choices::districts,
        choices::offices,
        suggestions::post,
        suggestions_preview::post,
        suggestions::confirm,
        suggestions::follow,
        suggestions::reply,
        suggestions::reopen,
        case_files::upload,
        case_files::own,
        ratings::own,
        ratings::look,
        ratings::post,
        suggestions::correct,
        suggestions::drop_it,
        published::list,
        published::get,
        published::own,
        published::publish,
        published::withdraw,
        published::appeal,
        support::put,
        support::delete,
        support::ask,
        support::look,
        support::confirm,
        support::take_back,
        desk::enter,
        desk_cases::get,
        desk_cases::answer,
        desk_cases::act,
        desk_cases::contact,
        case_files::at_desk,
        desk_list::list,
        desk_list::act,
        templates::list,
        templates::create,
        templates::change,
        templates::remove,
        organisation::get,
        organisation::import,
        organisation::explain,
        organisation_entries::add_office,
        organisation_entries::change_office,
        organisation_entries::retire_office,
        organisation_entries::add_category,
        organisation_entries::change_category,
        organisation_entries::retire_category,
        organisation_entries::add_district,
        organisation_entries::change_district,
        organisation_entries::retire_district,
        organisation_members::list,
        organisation_members::add,
        organisation_members::remove,
        organisation_rules::add,
        organisation_rules::change,
        organisation_rules::remove,
        calendar::get,
        calendar::import,
        mail::list,
        mail::get,
        mail::retry,
        mail::redirect,
        mail::give_up,
        policy::current,
        policy::versions,
        policy::version,
        policy::notice,
        consents::list,
        consents::withdraw,
        consents::policy_mails,
        consents::stop_policy_mails,
        consents::withdraw_contact,
        enquiries::post,
        personal_data::check,
        personal_data::preview,
        boards::list,
        boards::get,
        admin::create,
        admin::change,
        admin::archive,
        admin::order,
        arrange::post,
        tags::list,
        tags::get,
        topics::get,
        topics::post,
        posts::get,
        posts::revisions,
        posts::post,
        posts::patch,
        search::get,
        search::similar,
        attachments::post,
        drafts::list,
        drafts::get,
        drafts::put,
        drafts::delete,
        guest_posts::own,
        guest_posts::edit,
        guest_posts::withdraw,
        guest_posts::withdraw_email,
        guest_posts::appeal,
        review::list,
        review::decide,
        moderate::act,
        moderate::feedback,
        appeals::decisions,
        appeals::appeal,
        appeals::waiting,
        appeals::decide,
        officer::requests::list,
        officer::requests::answer,
        officer::agreements::post,
        officer::agreements::put,
        officer::agreements::end,
        officer::approvals::list,
        officer::approvals::ask,
        officer::approvals::answer,
        officer::disclosures::list,
        officer::disclosures::post,
        officer::policy::list,
        officer::policy::begin,
        officer::policy::save,
        officer::policy::publish,
        officer::policy::discard,
        officer::retention::get,
        investigations::ask,
        investigations::carry_out,
        campaigns::list,
        campaigns::post,
        events::sign_ups,
        officer::breaches::list,
        officer::breaches::post,
        officer::breaches::get,
        officer::breaches::send,
        officer::breaches::reported,
        events::list,
        events::get,
        events::post,
        events::put,
        events::call_off,
        events::sign_up,
        events::look,
        events::cancel,
        polls::list,
        polls::get,
        polls::post,
        polls::put,
        polls::vote,
        statistics::months,
        statistics::month,
        statistics::suggestions,
        privacy::files,
        privacy::agreements,
        ledger::register,
        ledger::statements,
        preferences::get,
        preferences::put,
        preferences::delete,
        digests::get,
        digests::put,
        digests::cases,
        digests::forget,
        digests::watch,
        reading::notifications,
        reading::see,
        reading::watch_topic,
        reading::watch_board,
        reading::watches,
        reading::forget_watch,
        reading::get,
        reading::put,
        reading::topic_is_read,
        reading::board_is_read,
        reading::stop_digest,
        kept::bookmarks,
        kept::bookmark,
        kept::forget_bookmark,
        kept::react,
        kept::take_back,
        people::get,
        people::own,
        people::keep,
        people::erase,
        rights::data,
        rights::ask,
        rights::erase_account,
        rights::erase_post,
        flags::of_post,
        flags::of_profile,
        rights::about_me,
        rights::confirm,
        rights::withdraw,
        rights::restrict,
    )
)]
pub struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("session", SecurityScheme::Http(scheme));
    }
}

/// What any handler answers before it runs: a body or a header that cannot be read.
struct Unreadable;

impl Modify for Unreadable {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let all = document.paths.paths.values_mut().flat_map(|item| {
            [
                &mut item.post,
                &mut item.put,
                &mut item.patch,
                &mut item.delete,
            ]
        });
        for operation in all.flatten() {
            let mut parameters = operation.parameters.iter().flatten();
            let reads_header = parameters
                .any(|one| matches!(one, RefOr::T(one) if one.parameter_in == ParameterIn::Header));
            if operation.request_body.is_some() || reads_header {
                let unreadable = ResponseBuilder::new().description("`bad-request`");
                let responses = &mut operation.responses.responses;
                responses
                    .entry("400".to_owned())
                    .or_insert_with(|| unreadable.build().into());
            }
        }
    }
}
