//! Moving pictures. A GIF keeps moving, within limits; WebP and PNG keep their first frame.
//!
//! The largest variant moves; the others stand still, so that nothing moves on a page unasked.

use std::io::Cursor;

use image::{
    AnimationDecoder as _, DynamicImage, ImageDecoder as _,
    codecs::gif::{GifDecoder, GifEncoder, Repeat},
};

use super::{
    Kind, Refused, Variant,
    picture::{Picture, decoder_limits, measure, refused, within, write},
};
use crate::config::attachments::Attachments;

/// From 1, the best palette, to 30, the fastest.
const SPEED: i32 = 20;
/// All frames together, in pixels: a palette is made for each frame.
const MOST_PIXELS: u64 = 60_000_000;

/// How many frames there are, by what stands before each; nothing is decoded.
pub(super) fn frames(bytes: &[u8], limits: &Attachments) -> Result<usize, Refused> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options
        .read_info(Cursor::new(bytes))
        .map_err(|_| Refused::Damaged)?;
    let (width, height) = (decoder.width(), decoder.height());
    measure(width.into(), height.into(), limits)?;
    let mut frames = 0;
    while let Some(frame) = decoder.next_frame_info().map_err(|_| Refused::Damaged)? {
        let right = u32::from(frame.left) + u32::from(frame.width);
        let bottom = u32::from(frame.top) + u32::from(frame.height);
        if right > width.into() || bottom > height.into() {
            return Err(Refused::Damaged);
        }
        frames += 1;
        if frames > limits.frames {
            return Err(Refused::TooManyFrames);
        }
    }
    let each = u64::from(width) * u64::from(height);
    if each * frames as u64 > limits.pixels.min(MOST_PIXELS) {
        return Err(Refused::TooManyFrames);
    }
    if frames == 0 {
        return Err(Refused::Damaged);
    }
    Ok(frames)
}

/// Writes every frame anew, and the first one as pictures that stand still.
pub(super) fn read(bytes: &[u8], frames: usize, limits: &Attachments) -> Result<Picture, Refused> {
    let mut decoder = GifDecoder::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    decoder
        .set_limits(decoder_limits(limits))
        .map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    let mut moving = Vec::new();
    let mut first = None;
    {
        let mut encoder = GifEncoder::new_with_speed(&mut moving, SPEED);
        encoder
            .set_repeat(Repeat::Infinite)
            .map_err(|_| Refused::Damaged)?;
        for frame in decoder.into_frames().take(frames) {
            let frame = frame.map_err(|error| refused(&error))?;
            if first.is_none() {
                first = Some(DynamicImage::ImageRgba8(frame.buffer().clone()));
            }
            encoder.encode_frame(frame).map_err(|_| Refused::Damaged)?;
        }
    }
    let first = first.ok_or(Refused::Damaged)?;
    let mut variants = Vec::new();
    for (variant, width) in Kind::Gif.variants(width) {
        if variant != Variant::Large {
            variants.push((variant, write(&within(&first, width), Kind::Png)?));
        }
    }
    variants.push((Variant::Large, moving));
    Ok(Picture {
        kind: Kind::Gif,
        width,
        height,
        variants,
    })
}
