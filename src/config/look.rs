//! `[look]`: the city's colour, in the light and in the dark, and whether it can be read there (WCAG 2.2,
//! 1.4.3 and 1.4.11). Its logo is set on a page.

use std::{fmt, str::FromStr};

use serde::Deserialize;

use super::error::{ConfigError, problem};

/// The least contrast of text with its ground, and of what is pressed or shows the focus.
pub const LEAST_TEXT: f64 = 4.5;
pub const LEAST_CONTROLS: f64 = 3.0;

/// A colour of sRGB, written as `#0b6570`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl FromStr for Colour {
    type Err = ();

    /// Six digits, or three of which each stands for two; with or without the sign before them.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').unwrap_or(text).as_bytes();
        let digit = |at: usize| (digits[at] as char).to_digit(16).ok_or(());
        let pair = |high: u32, low: u32| u8::try_from(high * 16 + low).map_err(drop);
        let mut parts = [0; 3];
        for (at, part) in parts.iter_mut().enumerate() {
            *part = match digits.len() {
                6 => pair(digit(2 * at)?, digit(2 * at + 1)?)?,
                3 => pair(digit(at)?, digit(at)?)?,
                _ => return Err(()),
            };
        }
        Ok(Self(parts))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// How light it is, from 0 to 1 (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// From 1 for the same lightness to 21 for black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// The two grounds on which pages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// As they stand in `assets/plaza.css`; a test compares.
struct Grounds {
    paper: Colour,
    surface: Colour,
    accent: Colour,
    /// What may stand on an accent: the first is that of the accent above.
    on_accent: [Colour; 2],
}

const LIGHT: Grounds = Grounds {
    paper: Colour([0xfd, 0xfd, 0xfb]),
    surface: Colour([0xf2, 0xf4, 0xf0]),
    accent: Colour([0x0b, 0x65, 0x70]),
    on_accent: [Colour([0xff, 0xff, 0xff]), Colour([0x05, 0x28, 0x2c])],
};
const DARK: Grounds = Grounds {
    paper: Colour([0x12, 0x18, 0x1a]),
    surface: Colour([0x1c, 0x24, 0x27]),
    accent: Colour([0x7a, 0xcc, 0xd3]),
    on_accent: [Colour([0x05, 0x28, 0x2c]), Colour([0xff, 0xff, 0xff])],
};

/// How well an accent can be seen on pages: the least of its places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Links on both grounds, and the words on what is filled with it.
    pub text: f64,
    /// The edges of what is pressed, and the ring of the focus.
    pub controls: f64,
}

impl Contrast {
    pub fn is_enough(self) -> bool {
        self.text >= LEAST_TEXT && self.controls >= LEAST_CONTROLS
    }
}

impl Scheme {
    const fn grounds(self) -> &'static Grounds {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }

    /// The accent that ships.
    pub const fn accent(self) -> Colour {
        self.grounds().accent
    }

    /// What is written on an accent: of two the one that can be read better.
    pub fn on(self, accent: Colour) -> Colour {
        let [usual, other] = self.grounds().on_accent;
        if accent.contrast(usual) >= accent.contrast(other) {
            usual
        } else {
            other
        }
    }

    /// What an accent must be told apart from, and what may be written on it.
    pub fn around(self) -> ([Colour; 2], [Colour; 2]) {
        let grounds = self.grounds();
        ([grounds.paper, grounds.surface], grounds.on_accent)
    }

    pub fn contrast(self, accent: Colour) -> Contrast {
        let Grounds { paper, surface, .. } = *self.grounds();
        let grounds = accent.contrast(paper).min(accent.contrast(surface));
        Contrast {
            text: grounds.min(accent.contrast(self.on(accent))),
            controls: grounds,
        }
    }
}

/// The picture beside the city's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The hash of its bytes, which names it.
    pub picture: String,
    /// The ending of its name: `png` or `jpg`.
    pub ending: String,
    pub width: u32,
    pub height: u32,
    /// What it shows; empty where the name beside it says all.
    pub alt_zh: String,
    pub alt_en: String,
}

/// How the city looks, where it is another than ships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub accent: Option<Colour>,
    pub accent_dark: Option<Colour>,
    pub logo: Option<Logo>,
}

impl Look {
    /// The accent on this ground.
    pub fn accent(&self, scheme: Scheme) -> Colour {
        let own = match scheme {
            Scheme::Light => self.accent,
            Scheme::Dark => self.accent_dark,
        };
        own.unwrap_or(scheme.accent())
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLook {
    accent: Option<String>,
    accent_dark: Option<String>,
}

impl RawLook {
    pub(super) fn check(self) -> Result<Look, ConfigError> {
        let read = |key: &str,
                    scheme: Scheme,
                    text: Option<String>|
         -> Result<Option<Colour>, ConfigError> {
            let Some(text) = text else { return Ok(None) };
            let wrong = |what: &str| {
                let remedy = "write it as #0b6570, dark enough for the light ground and light enough for the dark one";
                problem(key, Some(text.clone()), what, remedy)
            };
            let colour: Colour = text.parse().map_err(|()| wrong("is no colour"))?;
            if !scheme.contrast(colour).is_enough() {
                return Err(wrong(
                    "cannot be read on the ground of pages (WCAG: 4.5 to 1 is the least)",
                ));
            }
            Ok(Some(colour))
        };
        Ok(Look {
            accent: read("look.accent", Scheme::Light, self.accent)?,
            accent_dark: read("look.accent_dark", Scheme::Dark, self.accent_dark)?,
            logo: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    fn colour(text: &str) -> Colour {
        text.parse().expect(text)
    }

    #[test]
    fn colours_are_read_and_written_in_one_way() {
        for (typed, written) in [
            ("#0b6570", "#0b6570"),
            ("0B6570", "#0b6570"),
            ("#0af", "#00aaff"),
        ] {
            assert_eq!(colour(typed).to_string(), written);
        }
        for wrong in [
            "",
            "#",
            "teal",
            "#12345",
            "#1234567",
            "#gggggg",
            "#０b6570",
            "rgb(1,2,3)",
            "é1a",
        ] {
            assert_eq!(wrong.parse::<Colour>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        let (black, white) = (colour("#000"), colour("#fff"));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // The darkest grey that does not do on white, and the next that does.
        assert!(colour("#777777").contrast(white) < LEAST_TEXT);
        assert!(colour("#767676").contrast(white) > LEAST_TEXT);
        for scheme in [Scheme::Light, Scheme::Dark] {
            assert!(scheme.contrast(scheme.accent()).is_enough(), "{scheme:?}");
        }
        assert!(!Scheme::Light.contrast(colour("#7accd3")).is_enough());
        assert!(!Scheme::Dark.contrast(colour("#0b6570")).is_enough());
    }

    /// The colours that the stylesheet has by itself.
    #[test]
    fn the_grounds_are_those_of_the_stylesheet() {
        let sheet = include_str!("../../assets/plaza.css");
        for (word, light, dark) in [
            ("paper", LIGHT.paper, DARK.paper),
            ("surface", LIGHT.surface, DARK.surface),
            ("accent", LIGHT.accent, DARK.accent),
        ] {
            let line = format!("--{word}: light-dark({light}, {dark});");
            assert!(sheet.contains(&line), "{line}");
        }
        assert!(sheet.contains("--on-accent: light-dark(#fff, #05282c);"));
    }

    #[test]
    fn a_colour_of_the_file_can_be_read_or_is_refused() {
        let with = |lines: &str| {
            let config = load(&SMALLEST.replace("[mail]", &format!("[look]\n{lines}\n[mail]")));
            config.map(|config| config.look)
        };
        let look = with("accent = \"#7a1f5c\"\naccent_dark = \"#f0a8d8\"").expect("good colours");
        assert_eq!(look.accent(Scheme::Light), colour("#7a1f5c"));
        assert_eq!(look.accent(Scheme::Dark), colour("#f0a8d8"));
        for (wrong, key) in [
            ("accent = \"teal\"", "look.accent"),
            ("accent = \"#ffe000\"", "look.accent"),
            ("accent_dark = \"#222222\"", "look.accent_dark"),
            ("colour = \"#222222\"", "look.colour"),
        ] {
            let error = with(wrong).expect_err(wrong);
            assert_eq!(error.key, key, "{error}");
        }
        let shipped = load(SMALLEST).expect("a complete file").look;
        assert_eq!(shipped, Look::default());
    }
}
