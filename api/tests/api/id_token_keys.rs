//! The keys that sign ID tokens, beside those of receipts.

use crate::signing_keys::{key_set, names_of, rotate};
use crate::support::TestApp;
use std::time::Duration;
use twostep::protection::signing::Rotation;

/// J-02, J-04: keys of ID tokens are rotated with the others, by the same times.
#[actix_web::test]
async fn every_algorithm_is_rotated() {
    let app = TestApp::start();
    let first = key_set(&app).await;
    rotate(&app, Rotation::Announced).await;
    let both = key_set(&app).await;
    app.clock.advance(Duration::from_secs(600 + 635));
    let second = key_set(&app).await;
    rotate(&app, Rotation::AtOnce).await;
    let third = key_set(&app).await;
    for algorithm in ["EdDSA", "ES256", "RS256"] {
        let of = |keys| names_of(keys, algorithm);
        let (old, new) = (of(&first), of(&second));
        assert_eq!((old.len(), new.len()), (1, 1), "{algorithm}");
        assert_eq!(of(&both), [old[0], new[0]], "{algorithm}");
        assert!(!of(&third).contains(&new[0]), "{algorithm}");
        assert_eq!(of(&third).len(), 1, "{algorithm}");
    }
}
