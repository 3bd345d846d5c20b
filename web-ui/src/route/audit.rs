//! The filter of the audit record as a query string, for the page, the API and exports.

use shared_types::audit_events::{AuditOutcome, ListAuditEventsQuery};
use shared_types::ids::MemberId;
use shared_types::time::Time;

/// Every outcome.
pub const OUTCOMES: &[AuditOutcome] = AuditOutcome::ALL;

/// Parses a query string; unknown names and values are ignored.
pub fn parse(query: &str) -> ListAuditEventsQuery {
    let mut filter = ListAuditEventsQuery::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "cursor" => filter.cursor = Some(value.into_owned()),
            "member" => filter.member = value.parse().ok(),
            "actor" => filter.actor = value.parse().ok().map(|MemberId(id)| id),
            "action" => filter.action = Some(value.into_owned()),
            "outcome" => filter.outcome = outcome(&value),
            "from" => filter.from = Time::parse(&value),
            "until" => filter.until = Time::parse(&value),
            "text" => filter.text = Some(value.into_owned()),
            _ => {}
        }
    }
    filter
}

/// Writes the query string.
pub fn query(filter: &ListAuditEventsQuery) -> String {
    let outcome = filter.outcome.map(|outcome| outcome.as_str().to_owned());
    let pairs = [
        ("member", filter.member.map(|id| id.to_string())),
        ("actor", filter.actor.map(|id| id.to_string())),
        ("action", filter.action.clone()),
        ("outcome", outcome),
        ("from", filter.from.map(|time| time.to_string())),
        ("until", filter.until.map(|time| time.to_string())),
        ("text", filter.text.clone()),
        ("limit", filter.limit.map(|limit| limit.to_string())),
        ("cursor", filter.cursor.clone()),
    ];
    let given = pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(given)
        .finish()
}

/// The outcome of this name on the wire.
pub fn outcome(name: &str) -> Option<AuditOutcome> {
    OUTCOMES.iter().copied().find(|one| one.as_str() == name)
}

/// Whether it ends before it begins, which no event fits.
pub fn is_backwards(filter: &ListAuditEventsQuery) -> bool {
    matches!((filter.from, filter.until), (Some(from), Some(until)) if from >= until)
}

/// The filter without its position in the list.
pub fn first_page(filter: &ListAuditEventsQuery) -> ListAuditEventsQuery {
    ListAuditEventsQuery {
        cursor: None,
        ..filter.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_the_address() {
        let id: MemberId = "0197b5d0-6a4e-7d2c-8000-000000000001"
            .parse()
            .expect("the id is well-formed");
        let filter = ListAuditEventsQuery {
            cursor: Some("7".to_owned()),
            limit: None,
            member: Some(id),
            actor: Some(id.0),
            action: Some("sign_in.finished".to_owned()),
            outcome: Some(AuditOutcome::Throttled),
            from: Some(Time::from_micros(1_800_000_000_000_001)),
            until: Some(Time::from_micros(1_800_000_001_000_000)),
            text: Some("a&b=c ü".to_owned()),
        };
        assert_eq!(parse(&query(&filter)), filter);
        assert_eq!(
            parse("member=x&outcome=y&from=z&other=1"),
            ListAuditEventsQuery::default()
        );
        assert_eq!(first_page(&filter).cursor, None);
        assert!(!is_backwards(&filter));
        let same = ListAuditEventsQuery {
            until: filter.from,
            ..filter
        };
        assert!(is_backwards(&same));
        assert!(!is_backwards(&ListAuditEventsQuery::default()));
    }
}
