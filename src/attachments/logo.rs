//! A picture that stands beside the city's name: made anew like those that people add, but small, and kept
//! by whoever asks for it.

use super::{
    AttachmentError, Kind, Refused, Variant,
    kind::{Sniffed, sniff},
    picture,
    upload::READERS,
};
use crate::{config::attachments::Attachments, context::Context, db::DbError, threads};

/// The most bytes of what is made.
const MOST_BYTES: usize = 300 * 1024;

/// What was made.
pub struct Drawn {
    pub kind: Kind,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

/// Reads a picture that stands still, and makes one of it that is no wider than the smallest variant.
pub async fn read_logo(context: &Context, bytes: Vec<u8>) -> Result<Drawn, AttachmentError> {
    let limits = context.config.attachments.clone();
    let turn = READERS.take().await.map_err(DbError::from)?;
    let drawn = threads::blocking(move || {
        let drawn = draw(&bytes, &limits);
        drop(turn);
        drawn
    });
    Ok(drawn.await.map_err(|_| Refused::Damaged)??)
}

fn draw(bytes: &[u8], limits: &Attachments) -> Result<Drawn, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    let format = match sniff(bytes) {
        Sniffed::Jpeg => image::ImageFormat::Jpeg,
        Sniffed::Png => image::ImageFormat::Png,
        Sniffed::WebP => image::ImageFormat::WebP,
        Sniffed::Gif | Sniffed::Pdf | Sniffed::Text => return Err(Refused::Unknown),
    };
    let made = picture::read(bytes, format, limits)?;
    // The first is the smallest.
    let (_, bytes) = made.variants.into_iter().next().ok_or(Refused::Damaged)?;
    if bytes.len() > MOST_BYTES {
        return Err(Refused::TooLarge);
    }
    let width = made.width.min(Variant::Small.widest());
    let height = u64::from(made.height) * u64::from(width) / u64::from(made.width.max(1));
    Ok(Drawn {
        kind: made.kind,
        width,
        height: u32::try_from(height).unwrap_or(u32::MAX).max(1),
        bytes,
    })
}
