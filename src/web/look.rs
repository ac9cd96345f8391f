//! The city's own colours as a stylesheet, and its logo. An address says all that is at it, so that what
//! is there may be kept for ever, and any node can give it.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use sha2::{Digest as _, Sha256};

use super::fault::Fault;
use crate::{
    config::{Colour, Logo, Look, Scheme},
    context::Context,
    i18n::Lang,
    settings,
};

/// What a stylesheet of the city's colours is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sheet {
    /// Every page.
    Page,
    /// The samples of a page on which colours are chosen, each on its own ground.
    Sample,
}

impl Sheet {
    const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Sample => "sample",
        }
    }

    fn text(self, light: Colour, dark: Colour) -> String {
        let (on_light, on_dark) = (Scheme::Light.on(light), Scheme::Dark.on(dark));
        match self {
            Self::Page => format!(
                ":root {{ --accent: {light}; --on-accent: {on_light}; }}\n\
                 @supports (color: light-dark(#000, #fff)) {{\n  \
                 :root {{ --accent: light-dark({light}, {dark}); --on-accent: light-dark({on_light}, {on_dark}); }}\n}}\n"
            ),
            Self::Sample => format!(
                ".sample.light {{ --accent: {light}; --on-accent: {on_light}; }}\n\
                 .sample.dark {{ --accent: {dark}; --on-accent: {on_dark}; }}\n"
            ),
        }
    }

    /// Where it is: the colours, and a part of the hash of the text, which another program may write
    /// otherwise.
    fn address(self, light: Colour, dark: Colour) -> String {
        let digits = |colour: Colour| colour.to_string().split_off(1);
        let hash = hex::encode(&Sha256::digest(self.text(light, dark).as_bytes())[..4]);
        let (light, dark) = (digits(light), digits(dark));
        format!("/look/{}-{light}-{dark}-{hash}.css", self.name())
    }
}

/// The address of the colours of every page; none where they are those that ship.
pub fn colours(look: &Look) -> Option<String> {
    let is_own = look.accent.is_some() || look.accent_dark.is_some();
    is_own.then(|| {
        let (light, dark) = (look.accent(Scheme::Light), look.accent(Scheme::Dark));
        Sheet::Page.address(light, dark)
    })
}

/// The address of what shows these colours where they are chosen.
pub fn sample(light: Colour, dark: Colour) -> String {
    Sheet::Sample.address(light, dark)
}

/// The logo as a page shows it.
pub struct Shown {
    pub href: String,
    pub media_type: &'static str,
    pub alt: String,
    pub width: u32,
    pub height: u32,
}

impl Shown {
    pub fn of(logo: &Logo, lang: Lang) -> Self {
        Self {
            href: format!("/look/logo-{}.{}", logo.picture, logo.ending),
            media_type: media_type(&logo.ending),
            alt: lang.pick(&logo.alt_zh, &logo.alt_en),
            width: logo.width,
            height: logo.height,
        }
    }
}

fn media_type(ending: &str) -> &'static str {
    if ending == "png" {
        "image/png"
    } else {
        "image/jpeg"
    }
}

/// The text of the stylesheet at this name, where there is one.
fn sheet(file: &str) -> Option<String> {
    let mut parts = file.strip_suffix(".css")?.split('-');
    let named = parts.next()?;
    let mut colour = || parts.next()?.parse::<Colour>().ok();
    let (light, dark) = (colour()?, colour()?);
    let sheet = [Sheet::Page, Sheet::Sample]
        .into_iter()
        .find(|sheet| sheet.name() == named)?;
    // One that another program wrote otherwise is not this one.
    let is_this = sheet.address(light, dark) == format!("/look/{file}");
    is_this.then(|| sheet.text(light, dark))
}

pub async fn get(context: Data<Context>, file: Path<String>) -> Result<HttpResponse, Fault> {
    let (media_type, bytes) = match sheet(&file) {
        Some(text) => ("text/css; charset=utf-8", text.into_bytes()),
        None => logo(&context, &file).await?.ok_or(Fault::NotFound)?,
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(bytes))
}

async fn logo(context: &Context, file: &str) -> Result<Option<(&'static str, Vec<u8>)>, Fault> {
    let named = file
        .strip_prefix("logo-")
        .and_then(|rest| rest.split_once('.'));
    let Some((hash, ending)) = named else {
        return Ok(None);
    };
    let found = settings::picture(context, hash.to_owned()).await?;
    let found = found.filter(|(known, _)| known == ending);
    Ok(found.map(|(ending, bytes)| (media_type(&ending), bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_colours_gives_them_and_no_other_does() {
        let colour = |text: &str| text.parse::<Colour>().expect(text);
        let look = Look {
            accent: Some(colour("#7a1f5c")),
            ..Look::default()
        };
        assert_eq!(colours(&Look::default()), None);
        let address = colours(&look).expect("own colours");
        let file = address.strip_prefix("/look/").expect("below /look");
        let text = sheet(file).expect("a stylesheet");
        assert!(
            text.contains("--accent: light-dark(#7a1f5c, #7accd3)"),
            "{text}"
        );
        assert!(
            text.contains("--on-accent: light-dark(#ffffff, #05282c)"),
            "{text}"
        );
        let sample = sample(colour("#7a1f5c"), colour("#f0a8d8"));
        assert!(sheet(sample.strip_prefix("/look/").expect("below /look")).is_some());
        for wrong in [
            "",
            "page.css",
            "page-7a1f5c-7accd3.css",
            "page-7a1f5c-7accd3-00000000.css",
            "page-}body{-7accd3-00000000.css",
            &file.replace("7a1f5c", "7A1F5C"),
            &file.replace("page", "paper"),
        ] {
            assert_eq!(sheet(wrong), None, "{wrong}");
        }
    }
}
