//! Names resolved once for each connection, and only to addresses that may be connected to: what a name leads
//! to when it is looked at and what is connected to are the same (DNS rebinding).

use super::address::{Admission, Allowed};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// A name leads to no address that may be connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name leads to no address that is admitted")]
pub(super) struct NotAdmitted;

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;
/// How names are looked up: by the system, or by a test.
pub(super) type LookUp = Arc<dyn Fn(String) -> Found + Send + Sync>;

/// The resolver of the client.
#[derive(Clone)]
pub(super) struct Resolver {
    pub(super) allowed: Allowed,
    pub(super) look_up: LookUp,
}

/// The look-up of the system.
pub(super) fn of_system() -> LookUp {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed, found) = (
            self.allowed.clone(),
            (self.look_up)(name.as_str().to_owned()),
        );
        Box::pin(async move {
            let mut admitted = found.await?;
            admitted.retain(|address| allowed.judge(*address) == Admission::Admitted);
            if admitted.is_empty() {
                return Err(NotAdmitted.into());
            }
            // The port is that of the URL.
            let addresses = admitted.into_iter().map(|ip| SocketAddr::new(ip, 0));
            let addresses: Addrs = Box::new(addresses.collect::<Vec<_>>().into_iter());
            Ok(addresses)
        })
    }
}
