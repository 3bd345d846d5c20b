//! How many requests with many rows of one caller are answered at the same time: bodies that are read and decided, and
//! files that are sent.

use super::{ApiError, refusals};
use actix_web::{HttpMessage as _, HttpRequest, web};
use shared_types::limits::ROWS_AT_ONCE;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// When a caller who has all his places may ask again.
const PAUSE: Duration = Duration::from_secs(5);

/// The places that are taken on this node, by their callers.
#[derive(Clone, Debug, Default)]
pub struct RowsPlaces(Arc<Mutex<HashMap<String, usize>>>);

/// All places of the caller are taken.
#[derive(Debug, thiserror::Error)]
#[error("all places of the caller are taken")]
pub struct NoPlace;

refusals! {
    struct NoPlace => Throttled(format!(
        "At most {ROWS_AT_ONCE} requests with many rows at the same time. Wait until one is answered."
    )).retry_after(PAUSE)
}

/// One place of a caller, until it is dropped.
#[derive(Debug)]
pub struct RowsPlace {
    places: RowsPlaces,
    caller: String,
}

impl RowsPlaces {
    /// A place of this caller, if one is free.
    pub fn take(&self, caller: &str) -> Result<RowsPlace, NoPlace> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.entry(caller.to_owned()).or_default();
        if *own >= ROWS_AT_ONCE {
            return Err(NoPlace);
        }
        *own += 1;
        Ok(RowsPlace {
            places: self.clone(),
            caller: caller.to_owned(),
        })
    }
}

impl Drop for RowsPlace {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.caller) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.caller);
            }
        }
    }
}

/// Takes a place for a request whose body is read before its handler asks for it.
pub fn hold(request: &HttpRequest, caller: &str) -> Result<(), ApiError> {
    let place = take(request, caller)?;
    request.extensions_mut().insert(place);
    Ok(())
}

/// The place that the request has, or a new one.
pub(super) fn take(request: &HttpRequest, caller: &str) -> Result<RowsPlace, ApiError> {
    if let Some(held) = request.extensions_mut().remove::<RowsPlace>() {
        return Ok(held);
    }
    let places = request
        .app_data::<web::Data<RowsPlaces>>()
        .expect("the app carries the places");
    Ok(places.take(caller)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_two_places() {
        let places = RowsPlaces::default();
        let one = places.take("a");
        let two = places.take("a");
        assert!(one.is_ok() && two.is_ok());
        assert!(places.take("a").is_err());
        assert!(places.take("b").is_ok(), "another has his own");
        drop(one);
        assert!(places.take("a").is_ok());
        drop(two);
        assert!(places.0.lock().expect("no panic").is_empty());
    }
}
