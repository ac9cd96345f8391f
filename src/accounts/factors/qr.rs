//! The address of a secret as a square that a telephone reads, drawn here: no script, and nobody else is asked.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use qrcode::{QrCode, render::svg};

/// An SVG picture as an address that an `img` shows; `None` where the text is too long for one.
pub fn picture(text: &str) -> Option<String> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let drawn = code
        .render::<svg::Color<'static>>()
        .min_dimensions(240, 240)
        .build();
    Some(format!(
        "data:image/svg+xml;base64,{}",
        STANDARD.encode(drawn)
    ))
}
