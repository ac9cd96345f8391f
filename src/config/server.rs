//! `[server]`: what the server itself keeps in memory.

use serde::Deserialize;

use super::{
    error::{ConfigError, problem},
    size::Size,
};

/// 32 MiB: some thousand pages, packed.
const PAGE_CACHE: u64 = 32 << 20;
/// Less holds hardly a page.
const LEAST: u64 = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// How many bytes of whole pages are kept for readers who are not logged on; with 0 none are.
    pub page_cache: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            page_cache: PAGE_CACHE,
        }
    }
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawServer {
    page_cache: Size,
}

impl Default for RawServer {
    fn default() -> Self {
        Self {
            page_cache: Size::Bytes(PAGE_CACHE),
        }
    }
}

impl RawServer {
    pub(super) fn check(self) -> Result<Server, ConfigError> {
        let bytes = self.page_cache.bytes();
        let page_cache = bytes.filter(|bytes| *bytes == 0 || *bytes >= LEAST);
        let page_cache = page_cache.ok_or_else(|| {
            problem(
                "server.page_cache",
                Some(self.page_cache.shown()),
                "is neither 0 nor a size of 1 MiB or more",
                "write it as \"32 MiB\", or 0 to keep no pages",
            )
        })?;
        Ok(Server { page_cache })
    }
}

#[cfg(test)]
mod tests {
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn pages_are_kept_in_so_many_bytes_or_not_at_all() {
        let kept = |lines: &str| {
            let read = load(&format!("{SMALLEST}\n[server]\n{lines}"));
            let kept = read.map(|config| config.server.page_cache);
            kept.map_err(|error| error.key)
        };
        assert_eq!(kept(""), Ok(32 << 20));
        assert_eq!(kept("page_cache = \"8 MiB\""), Ok(8 << 20));
        assert_eq!(kept("page_cache = 0"), Ok(0));
        for wrong in ["\"8 MB\"", "\"\"", "\"100 KiB\"", "1000"] {
            let key = kept(&format!("page_cache = {wrong}"));
            assert_eq!(key, Err("server.page_cache".to_owned()), "{wrong}");
        }
        assert!(kept("page_cache = -1").is_err());
        assert!(kept("page_cashe = 0").is_err());
    }
}
