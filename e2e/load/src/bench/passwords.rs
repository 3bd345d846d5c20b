//! Sign-ins against the hash rate, and the others while the hasher is full.

use super::measure::{Measured, Target};
use super::{Bench, Row, SESSIONS, SIGN_INS, sign_in, who_am_i};
use crate::client::{Callers, Manners, Requests, round};
use crate::ledger::Cost;
use crate::numbers::Numbers;
use anyhow::Result;

/// Connections that sign in at the same time, far more than the queue of the hasher takes.
const CROWD: usize = 500;

impl Bench {
    pub(super) async fn passwords(
        &mut self,
        target: &Target,
        hashes: f64,
        fresh: &Requests,
    ) -> Result<()> {
        let people = Requests::new(Numbers::once(SESSIONS, SIGN_INS), sign_in);
        let row = Row::new("sign-in", 16);
        let note = |rate, _: &Measured| format!("{:.2} of the hash rate", rate / hashes);
        let found = self.row(row, target, &people, note).await?;
        self.ledger
            .add_ratio("sign-in ÷ hash rate, 16 connections", found.rate / hashes);
        self.crowd(target, Manners::Polite, hashes, fresh).await?;
        self.crowd(target, Manners::Rude, hashes, fresh).await
    }

    /// The others while the hasher is full, and those who fill it. Each of them has an address of
    /// its own: what is refused is refused because the queue is full, not by a limit for one address.
    async fn crowd(
        &mut self,
        target: &Target,
        manners: Manners,
        hashes: f64,
        fresh: &Requests,
    ) -> Result<()> {
        let how = match manners {
            Manners::Polite => "",
            Manners::Rude => " without a pause",
        };
        let callers = Callers {
            connections: CROWD,
            time: self.plan.time * u32::try_from(2 * self.plan.rounds + 1)?,
            manners,
        };
        let address = target.server.address;
        // Most are refused, which spends nothing: they come again.
        let people = Requests::new(Numbers::around(SIGN_INS), sign_in);
        let crowd = tokio::spawn(async move { round(address, callers, &people).await });
        let around = Requests::new(Numbers::around(SESSIONS), who_am_i);
        for (what, requests) in [("session check", &around), ("code check", fresh)] {
            let measured = self.plan.measure(target, 8, requests).await?;
            let what = format!("{what} while {CROWD} sign in{how}");
            let none = |_| String::new();
            self.ledger
                .add(what, measured.rounds, Cost::default(), none);
        }
        let crowd = vec![crowd.await??];
        let beside = |rate| format!("{:.2} of the hash rate", rate / hashes);
        let what = format!("sign-in, {CROWD} connections{how}");
        self.ledger.add(what, crowd, Cost::default(), beside);
        Ok(())
    }
}
