//! The files of a form: those that it names, those that came with it, and how it shows them.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    accounts::Member,
    attachments::{self, AttachmentError, Chosen, MOST, Refused},
    context::Context,
    forum::files,
    i18n::Lang,
    web::{fault::Fault, multipart::Filed, pictures::Look},
};

/// By this a form says that it names all files of the post: what it does not name is to go.
pub const LISTED: &str = "listed";

/// The files of a post to be, as a form left them.
pub struct Gathered {
    pub files: Vec<Chosen>,
    /// What is to be said about those that were not taken.
    pub errors: Vec<String>,
    /// Pictures that have just come: nothing says yet what they show.
    pub undescribed: Vec<usize>,
}

/// Reads the files of a form; those that came with it are stored, waiting. `post` is the one
/// that is edited; `count` counts a file and says whether one more may come from this address.
pub async fn gather(
    context: &Context,
    filed: &mut Filed,
    (member, post): (Option<&Member>, Option<i64>),
    lang: Lang,
    count: &dyn Fn() -> Result<(), Fault>,
) -> Result<Gathered, Fault> {
    let mut errors = Vec::new();
    // Withheld files may come back, each into its place.
    let withheld = match post {
        Some(post) => attachments::withheld_places(context, post).await?,
        None => Vec::new(),
    };
    let mut all = named(context, filed, post, &withheld, lang, &mut errors).await?;
    let waited = all.len();
    let mut too_many = filed.too_many;
    for incoming in std::mem::take(&mut filed.files) {
        if all.len() + withheld.len() >= MOST {
            too_many = true;
            break;
        }
        if count().is_err() {
            errors.push(lang.t("problem-too-many-files"));
            break;
        }
        let name = incoming.name.clone();
        match attachments::upload(context, member.map(|member| member.id), incoming).await {
            Ok(file) => all.push(file),
            Err(AttachmentError::Refused(refused)) => {
                let why = why(refused, context, lang);
                let arguments = [("name", name), ("why", why)];
                errors.push(lang.t_with("files-refused", &arguments));
            }
            Err(AttachmentError::TooMany) => errors.push(lang.t("problem-too-many-files")),
            Err(error) => return Err(error.into()),
        }
    }
    if too_many {
        errors.push(lang.ta("files-too-many", "most", MOST));
    }
    files::place(&mut all, &withheld);
    let new = all[waited..].iter().map(|file| &file.attached);
    let undescribed = new
        .filter(|file| file.kind.is_picture())
        .map(|file| file.position)
        .collect();
    Ok(Gathered {
        files: all,
        errors,
        undescribed,
    })
}

/// Why a file was not taken, in words.
fn why(refused: Refused, context: &Context, lang: Lang) -> String {
    let limits = &context.config.attachments;
    let most = match refused {
        Refused::TooLarge => (limits.largest / (1024 * 1024)).to_string(),
        Refused::TooManyPixels => (limits.pixels / 1_000_000).to_string(),
        Refused::TooManyFrames => limits.frames.to_string(),
        _ => String::new(),
    };
    lang.ta(&format!("invalid-{}", refused.code()), "max", most)
}

/// Those that the post has or that waited, but for the ones that are to go.
async fn named(
    context: &Context,
    filed: &Filed,
    post: Option<i64>,
    withheld: &[usize],
    lang: Lang,
    errors: &mut Vec<String>,
) -> Result<Vec<Chosen>, Fault> {
    let mut kept = match post {
        Some(post) => attachments::kept_of(context, post).await?,
        None => Vec::new(),
    };
    let form = &filed.form;
    let handles: Vec<&str> = (1..=MOST)
        .map(|position| form.get(&format!("file-{position}")))
        .collect();
    kept.retain(|file| {
        let dropped = form.has(&format!("drop-{}", file.attached.position));
        !dropped && (!form.has(LISTED) || handles.contains(&&*file.handle))
    });
    let is_dropped = |position: usize| form.has(&format!("drop-{position}"));
    let dropped: Vec<&str> = (1..)
        .zip(handles.iter().copied())
        .filter(|(position, _)| is_dropped(*position))
        .map(|(_, handle)| handle)
        .collect();
    // A look changes nothing.
    if !form.is_look() {
        attachments::let_go(context, &dropped).await?;
    }
    let named: Vec<(usize, &str)> = (1..)
        .zip(handles.iter().copied())
        .filter(|(position, handle)| !handle.is_empty() && !is_dropped(*position))
        .collect();
    let waiting: Vec<&str> = named
        .iter()
        .map(|(_, handle)| *handle)
        .filter(|handle| kept.iter().all(|file| file.handle != *handle))
        .collect();
    kept.append(&mut attachments::choose(context, &waiting).await?);
    for (position, handle) in named {
        if kept.iter().all(|file| file.handle != handle) {
            errors.push(lang.t("invalid-files-gone"));
            continue;
        }
        let others = kept.iter().filter(|file| file.handle != handle);
        let mut places = others.map(|file| file.attached.position);
        let taken = withheld.contains(&position) || places.any(|place| place == position);
        if let Some(file) = kept.iter_mut().find(|file| file.handle == handle) {
            if !taken {
                file.attached.position = position;
            }
            if form.has(&format!("alt-{position}")) {
                file.attached.alt = attachments::clean_alt(form.get(&format!("alt-{position}")));
            }
        }
    }
    Ok(kept)
}

/// A file as its author's form shows it.
pub struct FileShown {
    pub position: usize,
    pub handle: String,
    pub name: String,
    pub alt: String,
    pub size: u64,
    pub unread: bool,
    pub is_picture: bool,
    /// The picture itself: nothing that is not public has an address.
    pub picture: Option<String>,
}

impl FileShown {
    /// As it stands in the text's preview.
    pub fn look(&self) -> Option<Look> {
        let picture = self.picture.as_ref()?;
        Some(Look {
            position: self.position,
            attributes: format!("src=\"{picture}\""),
            large: None,
        })
    }
}

/// The files of a form with their pictures.
pub async fn shown(context: &Context, files: &[Chosen]) -> Result<Vec<FileShown>, Fault> {
    let mut all = Vec::with_capacity(files.len());
    for file in files {
        let look = file.look(context).await?;
        let picture = look.map(|(media_type, bytes)| {
            format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
        });
        let attached = &file.attached;
        all.push(FileShown {
            position: attached.position,
            handle: file.handle.clone(),
            name: attached.name.clone(),
            alt: attached.alt.clone(),
            size: attached.size,
            unread: attached.unread,
            is_picture: attached.kind.is_picture(),
            picture,
        });
    }
    Ok(all)
}
