//! The newest seals, to be stored outside the database: without them, a chain whose end was cut off
//! cannot be told from one that was always shorter.

use super::model::ChainName;
use super::store;
use crate::platform::context::Context;
use crate::platform::db::{DbConnection, DbError};
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The newest seal of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which chain.
    pub chain: ChainName,
    /// The number of its seals.
    pub number: i64,
    /// The MAC of the last one.
    pub mac: Vec<u8>,
}

/// The head of each chain, in the order of their names.
pub async fn heads(context: &Context) -> Result<Vec<Head>, DbError> {
    let read = |connection: &mut _| store::list_heads(connection, 0);
    let mut heads = context.db.read(read).await?;
    heads.sort_by(|a, b| a.chain.cmp(&b.chain));
    Ok(heads)
}

/// The heads of the chains that were sealed after a position, and the position that they reach.
pub async fn heads_after(context: &Context, after: i64) -> Result<(Vec<Head>, i64), DbError> {
    let read = move |connection: &mut DbConnection| {
        let heads = store::list_heads(connection, after)?;
        Ok((heads, store::find_sealed_position(connection)?))
    };
    context.db.read(read).await
}

/// Reads what `twostep audit head` printed, one head a line.
pub fn parse_heads(text: &str) -> Result<Vec<Head>, String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::parse)
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every text");
        text
    })
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.chain, self.number, hex(&self.mac))
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted =
            || "a head is written CHAIN:NUMBER:MAC, as `twostep audit head` prints it".to_owned();
        let (chain, rest) = text.split_once(':').ok_or_else(wanted)?;
        let (number, mac) = rest.split_once(':').ok_or_else(wanted)?;
        let byte = |at| u8::from_str_radix(mac.get(at..at + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..mac.len()).step_by(2).map(byte).collect();
        Ok(Self {
            chain: chain.parse().map_err(|_| wanted())?,
            number: number.parse().map_err(|_| wanted())?,
            mac: bytes.ok_or_else(wanted)?,
        })
    }
}
