//! `/api/v1/admin/settings`: what administrators set on pages.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Status, changed, publication::undecided_problem};
use crate::{
    context::Context,
    settings::{self, Change, Kept, Key, Past, Picture, Setting, SettingError, Source, Value},
    text::{official::Answered, publication::Decision},
    text_rules::refused,
    web::{
        extract::Administrator,
        fault::Fault,
        matching::{IfMatch, tag},
        settings::{logo, reason, take_up},
    },
};

/// A setting as it stands.
#[derive(Serialize, ToSchema)]
pub struct SettingShown {
    /// Its name, such as `edit-minutes`.
    key: &'static str,
    /// `face`, `notices`, `forum`, `suggestions` or `retention`.
    group: &'static str,
    /// `shipped`: nobody set it. `page`: it was set here. `file`: the keys in `file_keys` say it, and nothing here
    /// changes it. `unreadable`: another program set it in a form that this one cannot read; what ships holds.
    source: &'static str,
    file_keys: Vec<String>,
    /// What a change sends back; 0 where nobody set it.
    version: i32,
    /// What holds, in the form in which it is set; null where there is nothing of it, as of a banner.
    value: serde_json::Value,
    /// The least and the most, where it is a number.
    least: Option<u32>,
    most: Option<u32>,
}

impl SettingShown {
    fn of(setting: Setting) -> Self {
        let bounds = setting.key.bounds();
        let (source, file_keys) = match setting.source {
            Source::Shipped => ("shipped", Vec::new()),
            Source::Page => ("page", Vec::new()),
            Source::File(keys) => ("file", keys.into_iter().map(str::to_owned).collect()),
            Source::Unreadable => ("unreadable", Vec::new()),
        };
        Self {
            key: setting.key.as_str(),
            group: setting.key.group().as_str(),
            source,
            file_keys,
            version: setting.version,
            value: json_of(setting.value.as_ref()),
            least: bounds.map(|bounds| bounds.least),
            most: bounds.map(|bounds| bounds.most),
        }
    }
}

fn json_of(value: Option<&Value>) -> serde_json::Value {
    value.map_or(serde_json::Value::Null, Value::write)
}

/// All settings.
#[derive(Serialize, ToSchema)]
pub struct SettingsShown {
    settings: Vec<SettingShown>,
    /// The names of those that another program set and this one does not know.
    unknown: Vec<String>,
}

/// A change of a setting.
#[derive(Serialize, ToSchema)]
pub struct SettingPast {
    version: i32,
    /// What held from then on; null for what ships, and for what this program cannot read.
    value: serde_json::Value,
    /// The version that it took back.
    undoes: Option<i32>,
    /// Its number in the register of decisions.
    entry: i32,
    at: DateTime<Utc>,
    /// Who did it, while the register keeps that and the account is there.
    by: Option<String>,
    reason: String,
}

impl SettingPast {
    fn of(past: Past) -> Self {
        Self {
            version: past.version,
            value: json_of(past.value.as_ref()),
            undoes: past.undoes,
            entry: past.entry,
            at: past.at.utc(),
            by: past.by,
            reason: past.reason,
        }
    }
}

/// A setting with its newest changes, at most 50 of them, newest first.
#[derive(Serialize, ToSchema)]
pub struct SettingWhole {
    setting: SettingShown,
    history: Vec<SettingPast>,
}

/// The settings, with where each comes from.
#[utoipa::path(get, path = "/api/v1/admin/settings", operation_id = "settings_list", tag = "administration", security(("session" = [])),
    responses((status = 200, body = SettingsShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let (all, unknown) = settings::all(&context).await?;
    let settings = all.into_iter().map(SettingShown::of).collect();
    Ok(HttpResponse::Ok().json(SettingsShown { settings, unknown }))
}

/// One setting, with who set it, when, to what and why. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/settings/{key}", operation_id = "settings_get", tag = "administration", security(("session" = [])),
    params(("key" = String, Path, description = "A setting's name, such as `edit-minutes`")),
    responses((status = 200, body = SettingWhole), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: Administrator,
    context: Data<Context>,
    key: Path<String>,
) -> Result<HttpResponse, Fault> {
    let key: Key = key.parse().map_err(|()| Fault::NotFound)?;
    let setting = SettingShown::of(settings::find(&context, key).await?);
    let past = settings::history(&context, key).await?.into_iter();
    let history = past.map(SettingPast::of).collect();
    let tag = tag(setting.version);
    let whole = SettingWhole { setting, history };
    Ok(HttpResponse::Ok().insert_header(tag).json(whole))
}

async fn version(context: &Context, key: Key) -> Result<i32, Fault> {
    Ok(settings::find(context, key).await?.version)
}

/// What a setting shall be.
#[derive(Deserialize, ToSchema)]
pub struct SettingBody {
    /// In the form in which `GET` gives it, and null for what ships: a number, true or false, a list of languages of
    /// which the first is the one of readers who ask for none, or an object with the fields of the setting. A logo
    /// takes `alt_zh`, `alt_en`, and in `data` a JPEG, PNG or WebP in Base64, at most 2 MiB and no more than any
    /// file of the city (`attachments.largest_mb`); without `data` the picture stays.
    value: serde_json::Value,
    /// The `version` as it was read.
    #[serde(default)]
    version: i32,
    /// Why, for who reads the register later.
    #[serde(default)]
    reason: String,
    #[serde(default)]
    check: Option<String>,
    /// Nobody's personal data can be published in a banner or in the description of a logo.
    #[serde(default)]
    decisions: Vec<Decision>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LogoBody {
    data: Option<String>,
    alt_zh: String,
    alt_en: String,
}

/// Set it. It holds at once on the node that was asked, and within seconds on the others. What holds already is
/// taken again and changes nothing.
#[utoipa::path(put, path = "/api/v1/admin/settings/{key}", operation_id = "settings_put", tag = "administration", request_body = SettingBody, security(("session" = [])),
    params(("key" = String, Path, description = "A setting's name, such as `edit-minutes`")),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields: what breaks a rule, or `setting-fixed` where the file says it; or `personal-data-undecided`, with the `texts` as they would be shown")))]
pub async fn put(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    key: Path<String>,
    body: Json<SettingBody>,
) -> Result<HttpResponse, Fault> {
    let key: Key = key.parse().map_err(|()| Fault::NotFound)?;
    let mut body = body.into_inner();
    let now = || version(&context, key);
    body.version = if_match.version(body.version, now()).await?;
    let done = keep(&context, member.id, key, body).await;
    if_match
        .judged(answer(&request, done, "kept").await, now())
        .await
}

/// What was set holds from here on.
async fn answer(
    request: &HttpRequest,
    done: Result<Kept, SettingError>,
    word: &'static str,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(Kept::Undecided(undecided)) => Ok(undecided_problem(request, &undecided, &[])),
        Ok(Kept::Done) => {
            take_up(request).await;
            changed(request, Ok::<(), SettingError>(()), word)
        }
        Err(error) => changed(request, Err(error), word),
    }
}

async fn keep(
    context: &Context,
    by: i64,
    key: Key,
    body: SettingBody,
) -> Result<Kept, SettingError> {
    let reason = reason(&body.reason)?;
    let (value, picture) = read(context, key, &body.value).await?;
    let change = Change {
        key,
        version: body.version,
        value,
        picture,
        reason,
    };
    let answered = Answered {
        check: body.check,
        decisions: body.decisions,
        mask_all: false,
    };
    settings::set(context, by, change, answered).await
}

async fn read(
    context: &Context,
    key: Key,
    json: &serde_json::Value,
) -> Result<(Option<Value>, Option<Picture>), SettingError> {
    if json.is_null() {
        return Ok((None, None));
    }
    if key != Key::Logo {
        return Ok((Some(Value::read(key, json)?), None));
    }
    let wrong = || refused("value", "setting-form");
    // As it was read, a logo is described by its picture: then that stays.
    let LogoBody {
        data,
        alt_zh,
        alt_en,
    } = match json.get("picture") {
        None => LogoBody::deserialize(json).map_err(|_| wrong())?,
        Some(_) => return Ok((Some(Value::read(key, json)?), None)),
    };
    let bytes = data.map(|data| STANDARD.decode(data).map_err(|_| wrong()));
    let bytes = bytes.transpose()?;
    let (value, picture) = logo(context, bytes, (alt_zh, alt_en)).await?;
    Ok((Some(value), picture))
}

/// Which change is taken back.
#[derive(Deserialize, ToSchema)]
pub struct SettingUndo {
    /// The `version` as it was read: the newest change.
    #[serde(default)]
    version: i32,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    check: Option<String>,
    /// The answers about personal data in the texts that held before.
    #[serde(default)]
    decisions: Vec<Decision>,
}

/// Take the newest change back: what held before it holds again. That is a change of its own.
#[utoipa::path(post, path = "/api/v1/admin/settings/{key}/undo", operation_id = "settings_undo", tag = "administration", request_body = SettingUndo, security(("session" = [])),
    params(("key" = String, Path, description = "A setting's name, such as `edit-minutes`")),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 422, description = "`invalid`: nothing was set, the file says it, or what held before is no value that is taken today; or `personal-data-undecided`, with the `texts` that would be shown again")))]
pub async fn undo(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    key: Path<String>,
    body: Json<SettingUndo>,
) -> Result<HttpResponse, Fault> {
    let key: Key = key.parse().map_err(|()| Fault::NotFound)?;
    let body = body.into_inner();
    let answered = Answered {
        check: body.check,
        decisions: body.decisions,
        mask_all: false,
    };
    let done = match reason(&body.reason) {
        Ok(reason) => {
            settings::undo(&context, member.id, key, body.version, reason, answered).await
        }
        Err(error) => Err(error),
    };
    answer(&request, done, "undone").await
}
