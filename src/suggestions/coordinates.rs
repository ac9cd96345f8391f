//! Where something is in degrees of WGS84, beside the words of its place.
//!
//! They are kept as one text, `22.62734,120.30145`: what stands behind `geo:` in an address of
//! RFC 5870, and so never one without the other. Five decimals are about a metre.

use validator::ValidationErrors;

use super::suggestion::typed;
use crate::{privacy::Private, text_rules::refuse};

/// As somebody typed them, trimmed; both are empty where there are none.
#[derive(Clone)]
pub struct Coordinates {
    pub latitude: Private<String>,
    pub longitude: Private<String>,
}

/// A field of the form, and the most degrees to either side of zero.
type Axis = (&'static str, f64);

const LATITUDE: Axis = ("latitude", 90.0);
const LONGITUDE: Axis = ("longitude", 180.0);

impl Coordinates {
    pub fn none() -> Self {
        Self {
            latitude: Private::new(String::new()),
            longitude: Private::new(String::new()),
        }
    }

    /// What breaks a rule, beside the field where it does.
    pub(super) fn check(&self, errors: &mut ValidationErrors) {
        let both = [
            (LATITUDE, typed(&self.latitude)),
            (LONGITUDE, typed(&self.longitude)),
        ];
        if both.iter().all(|(_, text)| text.is_empty()) {
            return;
        }
        for (axis, text) in both {
            if let Err(code) = read(axis, text) {
                refuse(errors, axis.0, code);
            }
        }
    }

    /// As they are kept; `None` where there are none, or a rule is broken.
    pub fn kept(&self) -> Option<Private<String>> {
        let latitude = read(LATITUDE, typed(&self.latitude)).ok()?;
        let longitude = read(LONGITUDE, typed(&self.longitude)).ok()?;
        let text = format!("{},{}", rounded(latitude), rounded(longitude));
        Some(Private::new(text))
    }
}

/// The degrees that a text says, or the code of what is wrong with it.
fn read((field, most): Axis, text: &str) -> Result<f64, &'static str> {
    if text.is_empty() {
        return Err("coordinates-half");
    }
    let degrees: Option<f64> = text.parse().ok();
    let degrees = degrees.filter(|degrees| degrees.is_finite());
    let degrees = degrees.ok_or("degrees")?;
    if degrees.abs() > most {
        return Err(field);
    }
    Ok(degrees)
}

/// With five decimals; what rounds to zero has no sign.
fn rounded(degrees: f64) -> String {
    let text = format!("{degrees:.5}");
    if text == "-0.00000" {
        "0.00000".to_owned()
    } else {
        text
    }
}

/// Latitude and longitude of what was kept.
pub fn degrees(kept: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = kept.split_once(',')?;
    Some((latitude.parse().ok()?, longitude.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coordinates(latitude: &str, longitude: &str) -> Coordinates {
        Coordinates {
            latitude: Private::new(latitude.to_owned()),
            longitude: Private::new(longitude.to_owned()),
        }
    }

    fn kept(latitude: &str, longitude: &str) -> Option<String> {
        let kept = coordinates(latitude, longitude).kept()?;
        Some(typed(&kept).to_owned())
    }

    /// Each field that is refused, with the code of its message.
    fn refused(latitude: &str, longitude: &str) -> Vec<(String, String)> {
        let mut errors = ValidationErrors::new();
        coordinates(latitude, longitude).check(&mut errors);
        let fields = errors.field_errors().into_iter();
        let mut refused: Vec<_> = fields
            .map(|(field, errors)| (field.to_string(), errors[0].code.to_string()))
            .collect();
        refused.sort();
        refused
    }

    #[test]
    fn degrees_are_rounded_to_about_a_metre() {
        for (latitude, longitude, text) in [
            ("22.62734", "120.30145", "22.62734,120.30145"),
            ("22.627339999", "120.3014512", "22.62734,120.30145"),
            ("22", "+120.3", "22.00000,120.30000"),
            ("-90", "180", "-90.00000,180.00000"),
            ("-0.000001", "-1e-7", "0.00000,0.00000"),
        ] {
            assert_eq!(kept(latitude, longitude).as_deref(), Some(text));
            assert!(refused(latitude, longitude).is_empty());
        }
        assert_eq!(degrees("22.62734,120.30145"), Some((22.62734, 120.30145)));
        assert_eq!(degrees("22.62734"), None);
    }

    #[test]
    fn what_is_no_position_is_told_beside_its_field() {
        assert_eq!(kept("", ""), None);
        assert!(refused("", "").is_empty());
        for (latitude, longitude, field, code) in [
            ("", "120.3", "latitude", "coordinates-half"),
            ("22.6", "", "longitude", "coordinates-half"),
            ("90.000001", "120.3", "latitude", "latitude"),
            ("-91", "120.3", "latitude", "latitude"),
            ("22.6", "180.1", "longitude", "longitude"),
            ("north", "120.3", "latitude", "degrees"),
            ("22,6", "120.3", "latitude", "degrees"),
            ("NaN", "120.3", "latitude", "degrees"),
            ("22.6", "inf", "longitude", "degrees"),
            ("22.6", "1e999", "longitude", "degrees"),
            ("22.6", "120.3\0", "longitude", "degrees"),
        ] {
            let expected = [(field.to_owned(), code.to_owned())];
            assert_eq!(refused(latitude, longitude), expected);
            assert_eq!(kept(latitude, longitude), None);
        }
        assert_eq!(refused("91", "").len(), 2, "each field is told its own");
    }
}
