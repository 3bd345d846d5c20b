//! What each counter is called: whose tries it counts, and of what.

use crate::platform::crypto::keys::{KeyRing, Purpose};
use crate::platform::db::keys::BrowserKey;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared_types::ids::{ApiTokenId, MemberId, OrganizationId};
use shared_types::organizations::ShortName;

/// The counter of wrong passwords for an e-mail address that nobody has in an organization, or of one that
/// is not there: it is delayed and closed as those of members are. Its name is a MAC, so that the table
/// shows no address.
pub fn password_counter(keys: &KeyRing, organization: &ShortName, email_normal: &str) -> String {
    address_counter(keys, "password", organization.as_str(), email_normal)
}

/// The counter of wrong passwords of strangers for an address that a member has. It stands in the member's
/// name, so that it is kept as long as the member.
pub fn member_password_counter(member: MemberId) -> String {
    counter_of_budget(member, "password", Budget::Strangers)
}

/// The counter of wrong passwords of a member that reached the directory, from wherever they came.
pub fn member_bind_counter(member: MemberId) -> String {
    counter_of_budget(member, "bind", Budget::Strangers)
}

/// The same for an entry of a directory that is no member, or an address that no entry has.
pub fn bind_counter(keys: &KeyRing, organization: &ShortName, whom: &str) -> String {
    address_counter(keys, "bind", organization.as_str(), whom)
}

/// The counter of password-reset links to one address, named in the same way. What the names of those that
/// known browsers of its member ask for begin with, before a colon.
pub fn password_reset_counter(
    keys: &KeyRing,
    organization: &ShortName,
    email_normal: &str,
) -> String {
    address_counter(keys, "password-reset", organization.as_str(), email_normal)
}

/// The counter of password-reset links that one known browser asks for.
pub fn password_reset_counter_of(strangers: &str, browser: BrowserKey) -> String {
    format!("{strangers}:{}", browser.number())
}

/// The counter of invitations of one organization to one address, named in the same way: it outlives the
/// members who are deleted and made again, but means nothing for an organization that gets the short name later.
pub fn invitation_counter(
    keys: &KeyRing,
    organization: OrganizationId,
    email_normal: &str,
) -> String {
    address_counter(keys, "invitation", &organization.to_string(), email_normal)
}

fn address_counter(keys: &KeyRing, what: &str, organization: &str, email_normal: &str) -> String {
    let tag = keys.mac(Purpose::Limit, &[what, organization, email_normal]);
    format!("{what}:{}", URL_SAFE_NO_PAD.encode(tag))
}

/// Whose tries a counter counts. Strangers cannot use up what is for a browser that its member has signed
/// in with before (OWASP device cookies), and no browser what is for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Everybody else.
    Strangers,
    /// One known browser.
    Browser(BrowserKey),
}

impl Budget {
    /// The budget of a browser, if it is known.
    pub fn of(browser: Option<BrowserKey>) -> Self {
        browser.map_or(Self::Strangers, Self::Browser)
    }

    /// The browser, where it is one's.
    pub const fn browser(self) -> Option<BrowserKey> {
        match self {
            Self::Strangers => None,
            Self::Browser(browser) => Some(browser),
        }
    }
}

/// The counter of mails with a code to a member.
pub fn email_sending(member: MemberId, budget: Budget) -> String {
    counter_of_budget(member, "email", budget)
}

/// The counter of wrong e-mailed codes of a member.
pub fn email_failing(member: MemberId, budget: Budget) -> String {
    counter_of_budget(member, "email-code", budget)
}

/// The counter of all wrong e-mailed codes of a member since a person last helped.
pub fn email_failing_in_all(member: MemberId) -> String {
    format!("{}email-codes", member_prefix(member))
}

/// The counter of wrong passwords in one known browser of a member.
pub fn known_browser_counter(member: MemberId, browser: BrowserKey) -> String {
    counter_of_budget(member, "password", Budget::Browser(browser))
}

/// The counter of wrong codes of a member that one program asked about. It is the program's: help for the
/// member, which a program may give too, clears it not.
pub fn program_failing_for_member(member: MemberId, program: &str) -> String {
    format!("{PROGRAMS}{program}:{MEMBERS}{member}")
}

/// The counter of wrong codes of a member that all programs asked about. Help for the member clears it not
/// either.
pub fn programs_failing_for_member(member: MemberId) -> String {
    format!("{ALL_PROGRAMS}{member}")
}

/// The counter of wrong codes that one program asked about.
pub fn program_failing(program: &str) -> String {
    format!("{PROGRAMS}{program}")
}

/// The counter of challenges that one program makes of a member.
pub fn challenges_of_member(member: MemberId, program: &str) -> String {
    format!("{PROGRAMS}{program}:challenges:{MEMBERS}{member}")
}

/// The counter of wrong codes from one station of a program.
pub fn station_failing(keys: &KeyRing, program: &str, station: &str) -> String {
    let tag = keys.mac(Purpose::Limit, &["station", program, station]);
    format!("{PROGRAMS}{program}:{}", URL_SAFE_NO_PAD.encode(tag))
}

/// The counter of offers of an API token to administrators.
pub fn token_offers(token: ApiTokenId) -> String {
    format!("token-offers:{token}")
}

/// The counter of moves of the clock of a test organization.
pub fn clock_moves(organization: OrganizationId) -> String {
    format!("clock-moves:{organization}")
}

/// The counter of accepted fixed codes of a test organization.
pub fn fixed_codes(organization: OrganizationId) -> String {
    format!("fixed-codes:{organization}")
}

/// The counter of requests to webhooks that an organization sends by hand.
pub fn webhook_sends(organization: OrganizationId) -> String {
    format!("webhooks:{organization}")
}

/// The counter of a member's right passwords from one network.
pub fn right_password_counter(member: MemberId, network: &str) -> String {
    format!("{}:{network}", right_password_counters(member))
}

/// What the names of these counters begin with, before a colon.
pub(super) fn right_password_counters(member: MemberId) -> String {
    format!("{}signed-in", member_prefix(member))
}

fn counter_of_budget(member: MemberId, what: &str, budget: Budget) -> String {
    let prefix = member_prefix(member);
    match budget {
        Budget::Strangers => format!("{prefix}{what}"),
        Budget::Browser(browser) => format!("{prefix}{what}:{}", browser.number()),
    }
}

/// What the names of all counters of a member begin with, so that help clears them together.
pub(super) fn member_prefix(member: MemberId) -> String {
    format!("{MEMBERS}{member}:")
}

/// What the names of all counters of members begin with.
pub(super) const MEMBERS: &str = "member:";
/// What the names of all counters of programs begin with.
const PROGRAMS: &str = "program:";
/// What the names of the counters of all programs together begin with.
const ALL_PROGRAMS: &str = "programs:";

#[cfg(test)]
mod tests {
    use super::*;

    /// No two things are counted in one counter, and all of a member begin with the same, so that help
    /// clears them together.
    #[test]
    fn every_counter_has_its_own_name() {
        let keys = KeyRing::generate();
        let member = |number| MemberId(uuid::Uuid::from_u128(number));
        let (one, other) = (BrowserKey::of(1), BrowserKey::of(2));
        let [acme, other_name] =
            ["acme", "acme-2"].map(|name| ShortName::parse(name).expect("a short name"));
        let mut names = Vec::new();
        for organization in [&acme, &other_name] {
            for email in ["jo@example.com", "jo@example.org"] {
                names.push(password_counter(&keys, organization, email));
                names.push(password_reset_counter(&keys, organization, email));
            }
        }
        for organization in [1, 2].map(|number| OrganizationId(uuid::Uuid::from_u128(number))) {
            names.push(invitation_counter(&keys, organization, "jo@example.com"));
        }
        assert!(names.iter().all(|name| !name.contains("jo@")));
        assert_eq!(names[0], password_counter(&keys, &acme, "jo@example.com"));
        for number in [1, 2] {
            let own = member(number);
            let known = [None, Some(one), Some(other)].map(Budget::of);
            let of_member = known
                .into_iter()
                .flat_map(|budget| [email_sending(own, budget), email_failing(own, budget)])
                .chain([email_failing_in_all(own)])
                .chain([one, other].map(|browser| known_browser_counter(own, browser)))
                .chain(["10.0.0.1", "10.0.0.2"].map(|from| right_password_counter(own, from)));
            let of_member: Vec<String> = of_member.collect();
            let prefix = member_prefix(own);
            assert!(of_member.iter().all(|name| name.starts_with(&prefix)));
            names.extend(of_member);
            for program in ["client:1", "client:2"] {
                names.push(program_failing_for_member(own, program));
                names.push(challenges_of_member(own, program));
            }
        }
        let count = names.len();
        let names: std::collections::HashSet<String> = names.into_iter().collect();
        assert_eq!(names.len(), count);
    }
}
