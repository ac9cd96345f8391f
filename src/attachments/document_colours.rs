//! The spaces of colours of a PDF, copied without what tells of devices, presses and people.

use lopdf::Object;

use super::{Refused, document::Copy, document_parts::Role};

/// How deep a space of colours may stand in others.
const DEEPEST_COLOURS: usize = 8;

static NOTHING: Object = Object::Null;

impl Copy<'_> {
    /// A space of colours. One that a profile describes is the ordinary one of as many colours:
    /// profiles tell of the device and of whoever made them.
    pub(super) fn colours(&mut self, object: &Object, depth: usize) -> Result<Object, Refused> {
        let old = self.old;
        let Ok((_, object)) = old.dereference(object) else {
            return Ok(Object::Null);
        };
        let Object::Array(parts) = object else {
            let is_name = matches!(object, Object::Name(_));
            return Ok(if is_name {
                object.clone()
            } else {
                Object::Null
            });
        };
        let part = |at: usize| parts.get(at).unwrap_or(&NOTHING);
        let deeper = depth + 1;
        if deeper > DEEPEST_COLOURS {
            return Err(Refused::TooComplex);
        }
        let kind = old.dereference(part(0)).map_or(&NOTHING, |(_, kind)| kind);
        let new = match kind.as_name().unwrap_or_default() {
            b"ICCBased" => {
                let profile = old.dereference(part(1)).ok();
                let profile = profile.and_then(|(_, profile)| profile.as_stream().ok());
                let count = profile.and_then(|profile| profile.dict.get_deref(b"N", old).ok());
                return Ok(Object::Name(
                    match count.and_then(|count| count.as_i64().ok()) {
                        Some(1) => b"DeviceGray".to_vec(),
                        Some(4) => b"DeviceCMYK".to_vec(),
                        _ => b"DeviceRGB".to_vec(),
                    },
                ));
            }
            b"Indexed" | b"I" => vec![
                self.colours(part(1), deeper)?,
                self.object(part(2), Role::Plain)?,
                self.object(part(3), Role::Bytes)?,
            ],
            b"CalGray" | b"CalRGB" | b"Lab" => vec![self.object(part(1), Role::Light)?],
            b"Separation" => vec![
                ink(part(1), 1),
                self.colours(part(2), deeper)?,
                self.object(part(3), Role::Function)?,
            ],
            b"DeviceN" => {
                let inks = old.dereference(part(1)).ok();
                let inks = inks.and_then(|(_, inks)| inks.as_array().ok());
                let inks = inks.into_iter().flatten().zip(1..);
                vec![
                    Object::Array(inks.map(|(name, number)| ink(name, number)).collect()),
                    self.colours(part(2), deeper)?,
                    self.object(part(3), Role::Function)?,
                ]
            }
            b"Pattern" if parts.len() > 1 => vec![self.colours(part(1), deeper)?],
            _ => Vec::new(),
        };
        Ok(Object::Array(
            std::iter::once(kind.clone()).chain(new).collect(),
        ))
    }
}

/// An ink that every press has; any other by its number alone, for a screen shows it in other
/// colours anyway.
fn ink(name: &Object, number: usize) -> Object {
    const KNOWN: [&[u8]; 6] = [b"All", b"None", b"Cyan", b"Magenta", b"Yellow", b"Black"];
    let known = name.as_name().ok().filter(|name| KNOWN.contains(name));
    let name = known.map_or_else(|| format!("Spot{number}").into_bytes(), <[u8]>::to_vec);
    Object::Name(name)
}
