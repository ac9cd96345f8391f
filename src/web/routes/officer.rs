//! The privacy officer: requests, agreements, disclosures, breaches, the policy's drafts.

use crate::web::{api, pages};

catalogue! {
    GET "/{lang}/officer/requests" PrivacyOfficer pages::rights::queue::get;
    POST "/{lang}/officer/requests/{id}" PrivacyOfficer pages::rights::queue::post;
    GET "/{lang}/officer" PrivacyOfficer pages::officer::hub::get;
    GET "/{lang}/officer/policy" PrivacyOfficer pages::officer::policy::list;
    POST "/{lang}/officer/policy" PrivacyOfficer pages::officer::policy::begin;
    GET "/{lang}/officer/policy/{id}" PrivacyOfficer pages::officer::policy::get;
    POST "/{lang}/officer/policy/{id}" PrivacyOfficer pages::officer::policy::post;
    GET "/{lang}/officer/retention" PrivacyOfficer pages::officer::retention::get;
    GET "/{lang}/officer/agreements" PrivacyOfficer pages::officer::agreements::get;
    POST "/{lang}/officer/agreements" PrivacyOfficer pages::officer::agreements::post;
    GET "/{lang}/officer/agreements/{id}/edit" PrivacyOfficer pages::officer::agreements::edit;
    POST "/{lang}/officer/agreements/{id}/edit" PrivacyOfficer pages::officer::agreements::change;
    POST "/{lang}/officer/agreements/{id}/end" PrivacyOfficer pages::officer::agreements::end;
    GET "/{lang}/officer/disclosures" PrivacyOfficer pages::officer::disclosures::get;
    POST "/{lang}/officer/disclosures" PrivacyOfficer pages::officer::disclosures::post;
    GET "/{lang}/officer/breaches" PrivacyOfficer pages::officer::breaches::get;
    POST "/{lang}/officer/breaches" PrivacyOfficer pages::officer::breaches::post;
    GET "/{lang}/officer/breaches/{id}" PrivacyOfficer pages::officer::breach::get;
    POST "/{lang}/officer/breaches/{id}" PrivacyOfficer pages::officer::breach::send;
    POST "/{lang}/officer/breaches/{id}/reported" PrivacyOfficer pages::officer::breach::reported;
    GET "/{lang}/officer/breaches/{id}/report" PrivacyOfficer pages::officer::breach::report;
    GET "/{lang}/officer/breaches/{id}/report.txt" PrivacyOfficer pages::officer::breach::report_text;
    GET "/{lang}/officer/approvals" Approver pages::officer::approvals::get;
    POST "/{lang}/officer/approvals" Approver pages::officer::approvals::post;
    POST "/{lang}/officer/approvals/{id}" Approver pages::officer::approvals::answer;

    GET "/api/v1/officer/requests" PrivacyOfficer(OfficerRead) api::officer::requests::list;
    POST "/api/v1/officer/requests/{id}" PrivacyOfficer(OfficerWrite) api::officer::requests::answer;
    POST "/api/v1/officer/agreements" PrivacyOfficer api::officer::agreements::post;
    PUT "/api/v1/officer/agreements/{id}" PrivacyOfficer api::officer::agreements::put;
    POST "/api/v1/officer/agreements/{id}/end" PrivacyOfficer api::officer::agreements::end;
    GET "/api/v1/officer/approvals" Approver(OfficerRead) api::officer::approvals::list;
    POST "/api/v1/officer/approvals" Approver api::officer::approvals::ask;
    POST "/api/v1/officer/approvals/{id}" Approver api::officer::approvals::answer;
    GET "/api/v1/officer/disclosures" PrivacyOfficer(OfficerRead) api::officer::disclosures::list;
    POST "/api/v1/officer/disclosures" PrivacyOfficer api::officer::disclosures::post;
    GET "/api/v1/officer/policy" PrivacyOfficer(OfficerRead) api::officer::policy::list;
    POST "/api/v1/officer/policy" PrivacyOfficer(OfficerWrite) api::officer::policy::begin;
    GET "/api/v1/officer/policy/{id}" PrivacyOfficer(OfficerRead) api::officer::policy::get;
    PUT "/api/v1/officer/policy/{id}" PrivacyOfficer(OfficerWrite) api::officer::policy::save;
    DELETE "/api/v1/officer/policy/{id}" PrivacyOfficer(OfficerWrite) api::officer::policy::discard;
    POST "/api/v1/officer/policy/{id}/publish" PrivacyOfficer api::officer::policy::publish;
    GET "/api/v1/officer/retention" PrivacyOfficer(OfficerRead) api::officer::retention::get;
    GET "/api/v1/officer/breaches" PrivacyOfficer(OfficerRead) api::officer::breaches::list;
    POST "/api/v1/officer/breaches" PrivacyOfficer(OfficerWrite) api::officer::breaches::post;
    GET "/api/v1/officer/breaches/{id}" PrivacyOfficer(OfficerRead) api::officer::breaches::get;
    POST "/api/v1/officer/breaches/{id}/send" PrivacyOfficer api::officer::breaches::send;
    POST "/api/v1/officer/breaches/{id}/reported" PrivacyOfficer(OfficerWrite) api::officer::breaches::reported;
}
