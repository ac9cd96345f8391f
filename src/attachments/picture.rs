//! Pictures: measured before they are decoded, decoded within limits, turned upright, and
//! written anew in every size. Nothing of the old file stays but its pixels.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    imageops::FilterType,
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Kind, Refused, Variant, moving};
use crate::config::attachments::Attachments;

/// The longest side, in pixels: no screen and no camera has more.
const LONGEST_SIDE: u32 = 20_000;
/// Of 100: above that a photograph grows and looks no better.
const QUALITY: u8 = 85;

/// A picture as it is stored.
#[derive(Debug)]
pub(super) struct Picture {
    pub kind: Kind,
    /// Of the largest variant.
    pub width: u32,
    pub height: u32,
    pub variants: Vec<(Variant, Vec<u8>)>,
}

/// Reads a picture and makes its variants. A decoder that panics has met a damaged file.
pub(super) fn read(
    bytes: &[u8],
    format: ImageFormat,
    limits: &Attachments,
) -> Result<Picture, Refused> {
    let read = AssertUnwindSafe(|| match format {
        ImageFormat::Gif => match moving::frames(bytes, limits)? {
            1 => still(bytes, format, limits),
            frames => moving::read(bytes, frames, limits),
        },
        format => still(bytes, format, limits),
    });
    catch_unwind(read).unwrap_or(Err(Refused::Damaged))
}

fn still(bytes: &[u8], format: ImageFormat, limits: &Attachments) -> Result<Picture, Refused> {
    let image = decode(bytes, format, limits)?;
    let kind = match format {
        ImageFormat::Jpeg => Kind::Jpeg,
        // What stands in front of a page's ground must stay clear; the rest is a photograph.
        ImageFormat::WebP if !image.color().has_alpha() => Kind::Jpeg,
        _ => Kind::Png,
    };
    let large = within(&image, Variant::Large.widest());
    let (width, height) = (large.width(), large.height());
    let mut variants = Vec::new();
    for (variant, width) in kind.variants(width) {
        variants.push((variant, write(&within(&large, width), kind)?));
    }
    Ok(Picture {
        kind,
        width,
        height,
        variants,
    })
}

/// What the decoders may use: the pixels that are allowed, twice, and some for themselves.
pub(super) fn decoder_limits(limits: &Attachments) -> Limits {
    let mut decoder = Limits::default();
    decoder.max_image_width = Some(LONGEST_SIDE);
    decoder.max_image_height = Some(LONGEST_SIDE);
    decoder.max_alloc = Some(limits.pixels * 8 + 64 * 1024 * 1024);
    decoder
}

/// Whether a picture of this size may be decoded.
pub(super) fn measure(width: u32, height: u32, limits: &Attachments) -> Result<(), Refused> {
    if width == 0 || height == 0 {
        return Err(Refused::Damaged);
    }
    let pixels = u64::from(width) * u64::from(height);
    if width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > limits.pixels {
        return Err(Refused::TooManyPixels);
    }
    Ok(())
}

fn decode(
    bytes: &[u8],
    format: ImageFormat,
    limits: &Attachments,
) -> Result<DynamicImage, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(decoder_limits(limits));
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    measure(width, height, limits)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    let mut image = if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    };
    if let Some(profile) = profile {
        image = as_screens_show(image, &profile);
    }
    image.apply_orientation(orientation);
    Ok(image)
}

pub(super) fn refused(error: &image::ImageError) -> Refused {
    match error {
        image::ImageError::Limits(_) => Refused::TooManyPixels,
        _ => Refused::Damaged,
    }
}

/// The colours in sRGB: the profile that said what they meant is not kept.
fn as_screens_show(image: DynamicImage, profile: &[u8]) -> DynamicImage {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else {
        return image;
    };
    if profile.color_space != DataColorSpace::Rgb {
        return image;
    }
    let (layout, old) = if image.color().has_alpha() {
        (Layout::Rgba, image.as_bytes())
    } else {
        (Layout::Rgb, image.as_bytes())
    };
    let screen = ColorProfile::new_srgb();
    let Ok(transform) =
        profile.create_transform_8bit(layout, &screen, layout, TransformOptions::default())
    else {
        return image;
    };
    let mut new = vec![0; old.len()];
    if transform.transform(old, &mut new).is_err() {
        return image;
    }
    let (width, height) = (image.width(), image.height());
    let shown = if image.color().has_alpha() {
        image::RgbaImage::from_raw(width, height, new).map(DynamicImage::ImageRgba8)
    } else {
        image::RgbImage::from_raw(width, height, new).map(DynamicImage::ImageRgb8)
    };
    shown.unwrap_or(image)
}

/// The picture no wider than `width`; never larger than it is.
pub(super) fn within(image: &DynamicImage, width: u32) -> DynamicImage {
    if image.width() <= width {
        return image.clone();
    }
    let height = u64::from(image.height()) * u64::from(width) / u64::from(image.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    image.resize_exact(width, height, FilterType::CatmullRom)
}

pub(super) fn write(image: &DynamicImage, kind: Kind) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    let written = match kind {
        Kind::Jpeg => image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)),
        _ => image.write_with_encoder(PngEncoder::new(&mut bytes)),
    };
    written.map_err(|_| Refused::Damaged)?;
    Ok(bytes)
}
