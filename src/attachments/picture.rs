//! Pictures: measured before they are decoded, decoded within limits, turned upright, and
//! written anew in every size. Nothing of the old file stays but its pixels.

use std::{
    borrow::Cow,
    io::{Cursor, Read as _},
    panic::{AssertUnwindSafe, catch_unwind},
};

use flate2::read::ZlibDecoder;

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
/// The largest colour profile that is read, in bytes: a printer's has some hundred thousand.
const LARGEST_PROFILE: usize = 1 << 20;
/// What a pixel of the largest picture takes; one of 16 bits a colour is half as large.
const BYTES_A_PIXEL: u64 = 4;
/// Above so many pixels halfway, a picture is made smaller by averaging: the finer way keeps
/// sixteen bytes of each.
const MOST_HALFWAY: u64 = 16_000_000;
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
    let bytes = match format {
        ImageFormat::Png => without_large_profile(bytes),
        _ => Cow::Borrowed(bytes),
    };
    let mut reader = ImageReader::with_format(Cursor::new(&*bytes), format);
    reader.limits(decoder_limits(limits));
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    measure(width, height, limits)?;
    if decoder.total_bytes() > limits.pixels * BYTES_A_PIXEL {
        return Err(Refused::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let profile = profile.filter(|profile| profile.len() <= LARGEST_PROFILE);
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

/// A PNG without the colour profiles that open to more than any has: a decoder opens one before it
/// says how large the picture is. (PNG, 5.3 and 11.3.2.3.)
fn without_large_profile(bytes: &[u8]) -> Cow<'_, [u8]> {
    const SIGNATURE: usize = 8;
    const AROUND: usize = 12;
    let mut without: Option<Vec<u8>> = None;
    let mut had_one = false;
    let mut at = SIGNATURE;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.saturating_add(AROUND).saturating_add(length);
        let chunk = &bytes[at..end.min(bytes.len())];
        // A PNG has one at most: others are not even opened.
        let is_left_out = &head[4..] == b"iCCP"
            && (std::mem::replace(&mut had_one, true) || opens_too_large(&chunk[8..]));
        if is_left_out {
            without.get_or_insert_with(|| bytes[..at].to_vec());
        } else if let Some(without) = &mut without {
            without.extend_from_slice(chunk);
        }
        at = end;
    }
    without.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// Whether the profile in this chunk (a name, a zero, the method, zlib) is too large or damaged.
fn opens_too_large(data: &[u8]) -> bool {
    let named = data.iter().position(|byte| *byte == 0);
    let packed = named
        .and_then(|name| data.get(name + 2..))
        .unwrap_or_default();
    let mut opened = Vec::new();
    let most = LARGEST_PROFILE as u64 + 1;
    let read = ZlibDecoder::new(packed).take(most).read_to_end(&mut opened);
    read.is_err() || opened.len() > LARGEST_PROFILE
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
    if u64::from(width) * u64::from(image.height()) > MOST_HALFWAY {
        return image.thumbnail_exact(width, height);
    }
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

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
        chunk.extend(name);
        chunk.extend(data);
        chunk.extend(b"crc!");
        chunk
    }

    fn with_profile(opened: usize) -> Vec<u8> {
        let mut packed = ZlibEncoder::new(b"icc\0\0".to_vec(), Compression::best());
        packed
            .write_all(&vec![7; opened])
            .expect("it fits in memory");
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        file.extend(chunk(b"IHDR", &[0; 13]));
        file.extend(chunk(b"iCCP", &packed.finish().expect("it fits in memory")));
        file.extend(chunk(b"IEND", &[]));
        file
    }

    #[test]
    fn a_profile_that_explodes_is_left_out_and_others_stay() {
        let usual = with_profile(3_000);
        assert_eq!(*without_large_profile(&usual), *usual);
        let bomb = with_profile(LARGEST_PROFILE + 1);
        let mut without = with_profile(0);
        let profile = chunk(b"iCCP", &{
            let packed = ZlibEncoder::new(b"icc\0\0".to_vec(), Compression::best());
            packed.finish().expect("it fits in memory")
        });
        let at = without
            .windows(4)
            .position(|four| four == b"iCCP")
            .expect("it has one")
            - 4;
        without.drain(at..at + profile.len());
        assert_eq!(*without_large_profile(&bomb), *without);
        // A second one does not come through behind the first.
        let head = bomb.windows(4).position(|four| four == b"iCCP");
        let head = head.expect("it has one") - 4;
        let mut twice = bomb.clone();
        let tail = bomb.len() - chunk(b"IEND", &[]).len();
        twice.splice(tail..tail, bomb[head..tail].to_vec());
        assert_eq!(*without_large_profile(&twice), *without);
        let mut behind = usual.clone();
        let tail = usual.len() - chunk(b"IEND", &[]).len();
        behind.splice(tail..tail, usual[head..tail].to_vec());
        assert_eq!(*without_large_profile(&behind), *usual);
        for cut in (0..bomb.len()).step_by(37) {
            let _ = without_large_profile(&bomb[..cut]);
        }
    }
}
