//! The rows of `requirements.toml`.

use crate::process::root;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

const FILE: &str = "xtask/requirements.toml";

/// Every row by its id.
pub(crate) type Rows = BTreeMap<String, Row>;

/// One promise. Without a state it is met.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// What it asks for, in one line.
    pub(crate) asks: String,
    /// What it asks for, part by part, where that is more than one thing. Then it is met only when tests name
    /// each part.
    #[serde(default)]
    pub(crate) parts: Vec<String>,
    /// Why it is not met yet, or who will meet it.
    pub(crate) open: Option<String>,
    /// Where and why the product departs from it.
    pub(crate) deviation: Option<String>,
    /// Why it has no subject here.
    pub(crate) not_applicable: Option<String>,
}

impl Row {
    pub(crate) fn is_met(&self) -> bool {
        self.states() == 0
    }

    /// How many states it claims; more than one is a mistake.
    pub(crate) fn states(&self) -> usize {
        [&self.open, &self.deviation, &self.not_applicable]
            .into_iter()
            .flatten()
            .count()
    }

    /// Its state in words.
    pub(crate) fn state(&self) -> String {
        if let Some(why) = &self.open {
            format!("open: {why}")
        } else if let Some(why) = &self.deviation {
            format!("deviation: {why}")
        } else if let Some(why) = &self.not_applicable {
            format!("not applicable: {why}")
        } else {
            "met".to_owned()
        }
    }
}

pub(crate) fn read() -> Result<Rows> {
    let text = fs::read_to_string(root().join(FILE)).context(FILE)?;
    toml::from_str(&text).context(FILE)
}
