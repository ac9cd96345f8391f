//! One setting: its effect, its form, and what was set before.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{
    setting_form::{Typed, in_words},
    setting_sent::keep,
    settings::source_in_words,
};
use crate::{
    config::{Colour, LEAST_CONTROLS, LEAST_TEXT, Scheme},
    context::Context,
    i18n::Lang,
    privacy::ground::LONGEST,
    settings::{
        self, Bounds, Kept, Key, LONGEST_ALT, LONGEST_NAME, LONGEST_TEXT, Past, Setting, Source,
        Value,
    },
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        look,
        multipart::Filed,
        page::{Page, html_as, see_other},
        pages::{
            checked::{self, Checked},
            kept,
        },
        settings::{reason, take_up},
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 5] = ["name_zh", "name_en", "text_zh", "text_en", "reason"];

/// How well a colour can be read on its ground.
struct Seen {
    field: &'static str,
    /// `light` or `dark`.
    ground: &'static str,
    /// For the script: what it is compared with, and what may stand on it.
    grounds: String,
    inks: String,
    /// `None` where what was typed is no colour.
    contrast: Option<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "pages/admin/setting.html")]
struct SettingPage {
    page: Page,
    setting: Setting,
    typed: Typed,
    /// All languages with their own names.
    names: Vec<(&'static str, &'static str)>,
    seen: Vec<Seen>,
    /// How large a logo's file may be, in MiB.
    logo_most: usize,
    /// The stylesheet of the samples.
    sample: Option<String>,
    past: Vec<Past>,
    errors: Errors,
    checked: Checked,
    /// What is asked before the newest change is taken back.
    undoing: Checked,
}

impl SettingPage {
    async fn of(
        page: Page,
        context: &Context,
        key: Key,
        typed: Option<Typed>,
    ) -> Result<Self, Fault> {
        let setting = settings::find(context, key).await?;
        let past = settings::history(context, key).await?;
        let typed = typed.unwrap_or_else(|| Typed::of(setting.value.as_ref(), &page));
        let seen = match key {
            Key::Colours => vec![
                seen("accent", &typed.accent, Scheme::Light),
                seen("accent_dark", &typed.accent_dark, Scheme::Dark),
            ],
            _ => Vec::new(),
        };
        let colours = (
            typed.accent.parse::<Colour>(),
            typed.accent_dark.parse::<Colour>(),
        );
        let sample = match colours {
            (Ok(light), Ok(dark)) => Some(look::sample(light, dark)),
            _ => None,
        };
        Ok(Self {
            page,
            setting,
            typed,
            names: Lang::ALL
                .map(|lang| (lang.as_str(), lang.own_name()))
                .to_vec(),
            seen,
            logo_most: settings::largest_logo_mib(context),
            sample,
            past,
            errors: Errors::default(),
            checked: Checked::default(),
            undoing: Checked::default(),
        })
    }

    fn words(&self, what: &str) -> String {
        let key = self.setting.key.as_str();
        self.page.t(&format!("setting-{key}-{what}"))
    }

    /// Whether it has these fields.
    fn has_fields(&self, form: &str) -> bool {
        let own = match self.setting.key {
            Key::Name => "name",
            Key::Colours => "colours",
            Key::Logo => "logo",
            Key::Languages => "languages",
            Key::Banner => "banner",
            Key::Maintenance => "maintenance",
            Key::Limits => "switch",
            _ => "number",
        };
        own == form
    }

    fn is_on(&self) -> bool {
        self.typed.value == "yes"
    }

    fn is_fixed(&self) -> bool {
        matches!(self.setting.source, Source::File(_))
    }

    /// Whether there is anything that can be taken away again.
    fn is_set(&self) -> bool {
        matches!(self.setting.source, Source::Page | Source::Unreadable)
    }

    fn source(&self) -> String {
        source_in_words(&self.page, &self.setting.source)
    }

    fn stands(&self) -> String {
        in_words(&self.page, self.setting.key, self.setting.value.as_ref())
    }

    fn bounds(&self) -> String {
        let Some(Bounds { least, most }) = self.setting.key.bounds() else {
            return String::new();
        };
        self.page
            .ta2("settings-bounds", "least", least, "most", most)
    }

    /// The picture that is there.
    fn logo(&self) -> Option<look::Shown> {
        match &self.setting.value {
            Some(Value::Logo(logo)) => Some(look::Shown::of(logo, self.page.lang)),
            _ => None,
        }
    }

    /// Each language with its own name, and whether it is ticked.
    fn languages(&self) -> Vec<(&'static str, &'static str, bool)> {
        let one = |lang: Lang| (lang.as_str(), lang.own_name(), self.typed.is_offered(lang));
        Lang::ALL.into_iter().map(one).collect()
    }

    fn field_words(&self, seen: &Seen) -> String {
        self.page
            .t(&format!("settings-{}", seen.field.replace('_', "-")))
    }

    fn field_typed(&self, seen: &Seen) -> String {
        match seen.field {
            "accent" => self.typed.accent.clone(),
            _ => self.typed.accent_dark.clone(),
        }
    }

    /// How well a colour can be read, in a sentence.
    fn reads(&self, seen: &Seen) -> String {
        let Some((text, controls, is_enough)) = &seen.contrast else {
            return self.page.t("settings-no-colour");
        };
        let words = if *is_enough {
            "settings-contrast-enough"
        } else {
            "settings-contrast-little"
        };
        self.page.ta2(words, "text", text, "controls", controls)
    }

    /// The same for the script, with places for the figures.
    fn reads_as(&self, words: &str) -> String {
        self.page
            .ta2(words, "text", "{text}", "controls", "{controls}")
    }

    fn value_of(&self, past: &Past) -> String {
        match &past.value {
            None if past.is_unreadable => self.page.t("settings-past-unreadable"),
            None => self.page.t("settings-past-shipped"),
            value => in_words(&self.page, self.setting.key, value.as_ref()),
        }
    }

    fn did(&self, past: &Past) -> String {
        let nobody = self.page.t("settings-past-nobody");
        let by = past.by.clone().unwrap_or(nobody);
        match past.undoes {
            None => self.page.ta("settings-past-set", "by", by),
            Some(undoes) => self
                .page
                .ta2("settings-past-undone", "by", by, "version", undoes),
        }
    }

    /// The field that stands first, where what is wrong with the whole is said.
    fn first_field(&self) -> &'static str {
        match self.setting.key {
            _ if self.is_fixed() => "value",
            Key::Name => "name_zh",
            Key::Colours => "accent",
            Key::Logo => "picture",
            Key::Banner => "text_zh",
            Key::Maintenance => "begins",
            _ => "value",
        }
    }

    fn with(mut self, errors: &Errors) -> Self {
        let first = self.first_field();
        for (field, message) in errors.all() {
            let field = if field == "value" { first } else { field };
            self.errors.add(field, message.clone());
        }
        self
    }

    fn show(&self, status: StatusCode) -> Result<HttpResponse, Fault> {
        html_as(status, self)
    }
}

fn seen(field: &'static str, typed: &str, scheme: Scheme) -> Seen {
    let (grounds, inks) = scheme.around();
    let listed = |colours: [Colour; 2]| colours.map(|colour| colour.to_string()).join(" ");
    let rounded = |ratio: f64| format!("{:.2}", (ratio * 100.0).floor() / 100.0);
    let contrast = typed.parse::<Colour>().ok().map(|colour| {
        let contrast = scheme.contrast(colour);
        let (text, controls) = (rounded(contrast.text), rounded(contrast.controls));
        (text, controls, contrast.is_enough())
    });
    Seen {
        field,
        ground: match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        },
        grounds: listed(grounds),
        inks: listed(inks),
        contrast,
    }
}

fn key_of(path: &Path<(String, String)>) -> Result<Key, Fault> {
    path.1.parse().map_err(|()| Fault::NotFound)
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let view = SettingPage::of(page, &context, key_of(&path)?, None).await?;
    view.show(StatusCode::OK)
}

pub async fn post(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, String)>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    let key = key_of(&path)?;
    let Filed { form, files, .. } = filed;
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    let typed = Typed::of_form(&form);
    // A look at colours, without a script: what would be refused is said beside its field.
    if form.has("preview") {
        let zone = context.config.city.time_zone;
        let wrong = Value::read(key, &typed.json(key, zone)).err();
        let errors = wrong.map(|wrong| Errors::found(&wrong, page.lang));
        let errors = errors.unwrap_or_default();
        let view = SettingPage::of(page, &context, key, Some(typed)).await?;
        return view.with(&errors).show(errors.status());
    }
    let has_file = !files.is_empty();
    let answered = checked::read(&form);
    let done = keep(
        &context,
        member.id,
        key,
        &form,
        &typed,
        files,
        answered.clone(),
    );
    let done = done.await;
    if let Ok(Kept::Undecided(undecided)) = &done {
        let asking = Checked::asking(undecided, &answered, page.lang);
        let typed = typed.with(&undecided.fields);
        let mut view = SettingPage::of(page, &context, key, Some(typed)).await?;
        view.checked = asking;
        if has_file {
            let again = view.page.t("settings-logo-again");
            view.errors.add("picture", again);
        }
        return view.show(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if done.is_ok() {
        take_up(&request).await;
    }
    let refused = match super::refusal(&page, done, "value", "settings-changed") {
        Ok(None) => {
            let href = format!("admin/settings/{}?done=setting-kept", key.as_str());
            return Ok(see_other(page.href(&href)));
        }
        Ok(Some(refused)) => refused,
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    };
    // What was typed stays, over what the other left.
    let (errors, status) = refused;
    let view = SettingPage::of(page, &context, key, Some(typed)).await?;
    view.with(&errors).show(status)
}

pub async fn undo(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let key = key_of(&path)?;
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    let version = form.get("version").parse().unwrap_or(0);
    let answered = checked::read(&form);
    let done = match reason(&form.text("reason")) {
        Ok(reason) => {
            let answered = answered.clone();
            settings::undo(&context, member.id, key, version, reason, answered).await
        }
        Err(error) => Err(error),
    };
    if let Ok(Kept::Undecided(undecided)) = &done {
        let asking = Checked::asking(undecided, &answered, page.lang);
        let mut view = SettingPage::of(page, &context, key, None).await?;
        view.undoing = asking;
        let asks = view.page.t("undo-asks");
        view.errors.add("past", asks);
        return view.show(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if done.is_ok() {
        take_up(&request).await;
    }
    match super::refusal(&page, done, "value", "settings-changed")? {
        None => {
            let href = format!("admin/settings/{}?done=setting-undone", key.as_str());
            Ok(see_other(page.href(&href)))
        }
        Some((errors, status)) => {
            let view = SettingPage::of(page, &context, key, None).await?;
            view.with(&errors).show(status)
        }
    }
}
