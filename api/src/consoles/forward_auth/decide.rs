//! Whether a request passes: pure, from facts alone.

/// What decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts, each true or not by itself"
)]
pub(super) struct Facts {
    /// The session owes no second step.
    pub(super) is_complete: bool,
    /// Role and groups of the person may use the console.
    pub(super) is_admitted: bool,
    /// The session has the console's least level.
    pub(super) has_level: bool,
    /// The last authentication is older than the console allows.
    pub(super) is_too_old: bool,
}

/// What comes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It passes.
    Pass,
    /// The person signs in, or confirms; the authorization endpoint knows which.
    SignIn,
    /// The person may not use the console, whatever is typed.
    Forbid,
}

/// What comes of a request with a session of the console's organization.
pub(super) const fn verdict(facts: Facts) -> Verdict {
    if !facts.is_complete {
        Verdict::SignIn
    } else if !facts.is_admitted {
        Verdict::Forbid
    } else if !facts.has_level || facts.is_too_old {
        Verdict::SignIn
    } else {
        Verdict::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination of facts: a request passes when nothing stands against it, and only then.
    #[test]
    fn a_request_passes_when_nothing_stands_against_it() {
        for bits in 0_u32..16 {
            let is = |bit: u32| bits & (1 << bit) != 0;
            let facts = Facts {
                is_complete: is(0),
                is_admitted: is(1),
                has_level: is(2),
                is_too_old: is(3),
            };
            let passes = is(0) && is(1) && is(2) && !is(3);
            assert_eq!(verdict(facts) == Verdict::Pass, passes, "{facts:?}");
            let is_forbidden = verdict(facts) == Verdict::Forbid;
            assert_eq!(is_forbidden, is(0) && !is(1), "{facts:?}");
        }
    }
}
