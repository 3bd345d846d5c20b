//! What the key ring promises.

use super::keys::*;

/// C-01: a sealed value opens only in its own row, for its own purpose, unaltered.
#[test]
fn a_sealed_value_is_bound_to_its_row() {
    let keys = KeyRing::generate();
    let sealed = keys.seal(Purpose::Totp, &["member", "device"], b"secret");
    let again = keys.seal(Purpose::Totp, &["member", "device"], b"secret");
    assert_ne!(again, sealed, "a nonce of its own");
    let open =
        |purpose, row: &[&str], sealed: &[u8]| keys.open(purpose, row, sealed).map(|p| p.to_vec());
    assert_eq!(
        open(Purpose::Totp, &["member", "device"], &sealed),
        Ok(b"secret".to_vec())
    );
    assert_eq!(
        open(Purpose::Totp, &["member", "other"], &sealed),
        Err(OpenError)
    );
    assert_eq!(
        open(Purpose::Totp, &["memberd", "evice"], &sealed),
        Err(OpenError)
    );
    assert_eq!(
        open(Purpose::Password, &["member", "device"], &sealed),
        Err(OpenError)
    );
    for position in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[position] ^= 1;
        assert_eq!(
            open(Purpose::Totp, &["member", "device"], &altered),
            Err(OpenError)
        );
        assert_eq!(
            open(Purpose::Totp, &["member", "device"], &sealed[..position]),
            Err(OpenError)
        );
    }
}

/// C-02: short, missing and misnamed keys are refused with words that show no key.
#[test]
fn a_key_file_is_checked() {
    let keys = KeyRing::generate();
    let text = keys.to_file_text();
    let again = KeyRing::parse(&text).expect("what we wrote, we read");
    let sealed = keys.seal(Purpose::Mail, &[], b"mail");
    assert!(again.open(Purpose::Mail, &[], &sealed).is_ok());
    let error = |text: &str| KeyRing::parse(text).expect_err("refused").to_string();
    assert!(error("active = \"k1\"\n[keys]\nk1 = \"c2hvcnQ=\"").contains("not 32 bytes"));
    assert!(error(&text.replace("active = \"k1\"", "active = \"k2\"")).contains("no such key"));
    assert!(error("secret nonsense").contains("not readable"));
    assert!(!error("secret nonsense").contains("nonsense"));
}

/// C-04, C-05 (Debug): purposes have keys of their own, and `Debug` shows none of them.
#[test]
fn purposes_are_separate_and_debug_is_silent() {
    let keys = KeyRing::generate();
    let tag = keys.mac(Purpose::Csrf, &["x"]);
    assert!(keys.mac_matches(Purpose::Csrf, &["x"], &tag));
    assert!(!keys.mac_matches(Purpose::EmailCode, &["x"], &tag));
    assert_eq!(
        format!("{keys:?}"),
        r#"KeyRing { active: "k1", keys: ["k1"], past_audit: [] }"#
    );
}

/// C-03: a ring grows by a key that seals nothing yet, changes over, and loses the old key, which
/// then opens nothing; the audit rows under it are still proven.
#[test]
fn keys_come_and_go() {
    let first = KeyRing::generate();
    let sealed = first.seal(Purpose::Totp, &["row"], b"secret");
    let mac = first.mac(Purpose::Audit, &["row"]);
    let (both, name) = first.with_new_key();
    assert_eq!((both.active_id(), name.as_str()), ("k1", "k2"));
    assert!(both.without("k1").is_none(), "the active key stays");
    assert!(both.activated("k3").is_none());
    let both = both.activated("k2").expect("a key of the ring");
    assert!(both.open(Purpose::Totp, &["row"], &sealed).is_ok());
    let after = both.without("k1").expect("not the active key");
    let after = KeyRing::parse(&after.to_file_text()).expect("what we wrote, we read");
    assert_eq!(after.ids().collect::<Vec<_>>(), ["k2"]);
    assert!(after.open(Purpose::Totp, &["row"], &sealed).is_err());
    assert!(after.mac_matches(Purpose::Audit, &["row"], &mac));
    assert_eq!(after.with_new_key().1, "k3", "a name is never given twice");
}

/// C-03: the range of a key holds what is sealed under it, and nothing of a key with a longer name.
#[test]
fn the_range_of_a_key_is_its_own() {
    let mut ring = KeyRing::generate();
    for _ in 0..11 {
        let (more, name) = ring.with_new_key();
        ring = more.activated(&name).expect("a key of the ring");
    }
    for id in ["k1", "k9", "k10", "k12"] {
        let own = ring.activated(id).expect("a key of the ring");
        let sealed = own.seal(Purpose::Totp, &[], b"secret");
        for other in ring.ids() {
            let (low, high) = range_of(other);
            assert_eq!(
                other == id,
                low <= sealed && sealed < high,
                "{id} in {other}"
            );
        }
    }
}

/// C-02: a name that does not fit into a sealed value is refused, not met at the first sealing.
#[test]
fn a_key_has_a_plain_name() {
    let text = KeyRing::generate().to_file_text();
    for name in ["\"\"", "\"k 1\"", &"k".repeat(33)] {
        let odd = text.replace("k1 =", &format!("{name} ="));
        let error = KeyRing::parse(&odd).expect_err("refused");
        assert!(matches!(error, KeyRingError::Name(_)), "{error}");
    }
}
