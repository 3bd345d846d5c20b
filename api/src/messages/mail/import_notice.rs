//! Notices about entries that another product made and an administrator imported.

use serde::{Deserialize, Serialize};
use shared_types::time::Time;

/// What its member is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "import", rename_all = "snake_case")]
pub enum ImportNotice {
    /// It was imported.
    Imported {
        /// What the administrator is called.
        by: String,
        /// Until when another one has to be set up.
        replace_by: Time,
    },
    /// The time to set up another one is soon over.
    Ends {
        /// When.
        replace_by: Time,
    },
}

impl ImportNotice {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Imported { .. } => "device_imported",
            Self::Ends { .. } => "imported_device_ends",
        }
    }
}
