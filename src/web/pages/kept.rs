//! What somebody typed where it was not taken: their session had ended meanwhile, or somebody else was
//! faster. The fault's page gives it back, so that it is not lost.

use crate::web::{fault::Fault, form::Form};

/// Lets in who may act; what anybody else typed in the fields of these names is kept.
pub fn admit<A>(who: Result<A, Fault>, form: &Form, names: &[&str]) -> Result<A, Fault> {
    who.map_err(|fault| keep(fault, form, names))
}

/// As [`keep`]; what somebody typed about is gone meanwhile rather than never there.
pub fn too_late(fault: impl Into<Fault>, form: &Form, names: &[&str]) -> Fault {
    match keep(fault, form, names) {
        Fault::Kept(fault, texts) if matches!(*fault, Fault::NotFound) => {
            Fault::Kept(Box::new(Fault::Conflict), texts)
        }
        fault => fault,
    }
}

/// The fault with what was typed in the fields of these names.
pub fn keep(fault: impl Into<Fault>, form: &Form, names: &[&str]) -> Fault {
    let texts = names.iter().map(|name| form.text(name));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    let fault = fault.into();
    if texts.is_empty() {
        fault
    } else {
        Fault::Kept(Box::new(fault), texts)
    }
}
