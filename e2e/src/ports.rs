//! Port numbers for programs that must know theirs before they start.

use anyhow::{Context, Result};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the ports that Linux gives out on demand, so that nobody is given one of ours
/// between our look and the program's start.
const FIRST: u32 = 16_384;
const COUNT: u32 = 16_384;
/// How many ports one run of the journeys may use before it meets those of the next process.
const RUN: u32 = 128;

static USED: AtomicU32 = AtomicU32::new(0);

/// A port that is free on IPv4 and IPv6: chromedriver takes the same number on both.
pub fn free() -> Result<u16> {
    (0..RUN)
        .map(|_| process::id().wrapping_mul(RUN) + USED.fetch_add(1, Ordering::Relaxed))
        .filter_map(|number| u16::try_from(FIRST + number % COUNT).ok())
        .find(|port| is_free(*port))
        .context("no free port")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
        // A machine without IPv6 has no use for the second look.
        && (TcpListener::bind((Ipv6Addr::LOCALHOST, port)).is_ok()
            || TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err())
}
