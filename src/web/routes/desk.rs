//! Staff at their cases.

use crate::web::{api, pages};

catalogue! {
    GET "/{lang}/desk" Staff pages::desk::list::get;
    POST "/{lang}/desk" Staff pages::desk::list::post;
    GET "/{lang}/desk/new" Staff pages::desk::enter::get;
    POST "/{lang}/desk/new" Staff pages::desk::enter::post;
    GET "/{lang}/desk/inbox" Staff pages::desk::inbox::list;
    GET "/{lang}/desk/inbox/{id}" Staff pages::desk::inbox::get;
    POST "/{lang}/desk/inbox/{id}" Staff pages::desk::inbox::post;
    GET "/{lang}/desk/{id}" Staff pages::desk::case::get;
    POST "/{lang}/desk/{id}" Staff pages::desk::case::post;
    GET "/{lang}/desk/{id}/file" Staff pages::desk::file::get;
    POST "/{lang}/desk/{id}/file" Staff pages::desk::file::post;
    GET "/desk/{id}/files/{file}/{name}" Staff pages::desk::files::get;
    GET "/{lang}/desk/{id}/acts/{act}" Staff pages::desk::act::get;
    POST "/{lang}/desk/{id}/acts/{act}" Staff pages::desk::act::post;

    GET "/api/v1/desk/templates" Staff(DeskRead) api::templates::list;
    POST "/api/v1/desk/templates" Administrator(AdminWrite) api::templates::create;
    GET "/api/v1/desk/templates/{id}" Staff(DeskRead) api::templates::get;
    PUT "/api/v1/desk/templates/{id}" Administrator(AdminWrite) api::templates::change;
    DELETE "/api/v1/desk/templates/{id}" Administrator(AdminWrite) api::templates::remove;
    POST "/api/v1/desk/cases" Staff(DeskWrite) api::desk::enter;
    GET "/api/v1/desk/cases" Staff(DeskRead) api::desk_list::list;
    POST "/api/v1/desk/acts" Staff(DeskWrite) api::desk_list::act;
    GET "/api/v1/desk/inbox" Staff(DeskRead) api::desk_inbox::list;
    GET "/api/v1/desk/inbox/{id}" Staff(DeskRead) api::desk_inbox::get;
    POST "/api/v1/desk/inbox/{id}/place" Staff(DeskWrite) api::desk_inbox::place;
    POST "/api/v1/desk/inbox/{id}/discard" Staff(DeskWrite) api::desk_inbox::discard;
    POST "/api/v1/desk/inbox/{id}/files" Staff(DeskWrite) api::desk_inbox::files;
    POST "/api/v1/desk/cases/{id}/contact" Staff(DeskContact) api::desk_cases::contact;
    GET "/api/v1/desk/cases/{id}" Staff(DeskRead) api::desk_cases::get;
    GET "/api/v1/desk/cases/{id}/files/{file}" Staff(DeskRead) api::case_files::at_desk;
    POST "/api/v1/desk/cases/{id}/answer" Staff(DeskWrite) api::desk_cases::answer;
    POST "/api/v1/desk/cases/{id}/acts" Staff(DeskWrite) api::desk_cases::act;
}
