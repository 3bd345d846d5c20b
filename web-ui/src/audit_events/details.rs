//! The details of an event in words. What has none of ours stands for itself.

use super::labels::label;
use crate::audit_rows;
use crate::i18n::{self, Texts};
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::fact;
use serde_json::{Map, Value};
use shared_types::time::Time;
use yew::prelude::*;

/// Each of them; none that says nothing.
pub(super) fn details(texts: Texts, all: &Map<String, Value>) -> Html {
    let one = |(name, value): (&String, &Value)| {
        let text = value_text(texts, name, value)?;
        let id = value.as_str().filter(|_| name == "webhook");
        let value = match id.and_then(|id| id.parse().ok()) {
            Some(id) => html! { <Link to={ConsolePage::Webhook(id)}>{ text }</Link> },
            None => html! { text },
        };
        Some(fact(label(texts, name), value))
    };
    html! { { for all.iter().filter_map(one) } }
}

/// A value; `None` where it says nothing.
fn value_text(texts: Texts, name: &str, value: &Value) -> Option<String> {
    let t = texts.audit;
    match value {
        Value::Null => None,
        Value::Bool(true) => Some(t.detail_yes().to_owned()),
        Value::Bool(false) => Some(t.detail_no().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(word(texts, name, text)),
        Value::Array(all) => {
            let all = all.iter().filter_map(|one| value_text(texts, name, one));
            some_of(&all.collect::<Vec<_>>(), ", ")
        }
        Value::Object(all) => {
            let all = all.iter().filter_map(|(name, value)| {
                let text = value_text(texts, name, value)?;
                Some(format!("{}: {text}", label(texts, name)))
            });
            some_of(&all.collect::<Vec<_>>(), "; ")
        }
    }
}

fn some_of(texts: &[String], between: &str) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(between))
}

/// A text of the record: a time, a word of ours, or what somebody wrote.
fn word(texts: Texts, name: &str, text: &str) -> String {
    let common = texts.common;
    let known = match (name, text) {
        ("changed", field) => return label(texts, field),
        ("events" | "action" | "ended_with", action) => audit_rows::action(texts, action),
        ("mode", "all") => Some(texts.audit.mode_all()),
        ("mode", "possible") => Some(texts.audit.mode_possible()),
        ("source", "batch") => Some(texts.audit.source_batch()),
        ("source", "file") => Some(texts.audit.source_file()),
        ("role", "agent") => Some(common.role_agent()),
        ("role", "helpdesk") => Some(common.role_helpdesk()),
        ("role", "admin") => Some(common.role_admin()),
        ("status", "active") => Some(texts.webhooks.active()),
        ("status", "disabled") => Some(texts.webhooks.disabled()),
        _ => None,
    };
    let time = || Time::parse(text).map(|time| i18n::date_time(texts.locale, time));
    match known {
        Some(known) => known.to_owned(),
        None => time().unwrap_or_else(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared_types::me::Locale;

    fn told(name: &str, value: &Value) -> Option<(String, String)> {
        let texts = Texts::new(Locale::De);
        let value = value_text(texts, name, value)?;
        Some((label(texts, name), value))
    }

    #[test]
    fn details_are_told_in_the_language_of_the_page() {
        for (name, value, label, text) in [
            (
                "changed",
                json!(["status", "url"]),
                "Geändert",
                "Zustand, Adresse",
            ),
            ("is_weak", json!(false), "kurzes Geheimnis", "Nein"),
            ("role", json!("admin"), "Rolle", "Administrator"),
            (
                "events",
                json!(["device.reset"]),
                "Was er erfährt",
                "Bestätigung in zwei Schritten zurückgesetzt",
            ),
            (
                "groups",
                json!({ "added": ["A", "B"] }),
                "Gruppen",
                "Neu: A, B",
            ),
            ("made", json!(12), "Neu", "12"),
            (
                "mode",
                json!("possible"),
                "Mit abgelehnten Zeilen",
                "werden die anderen importiert",
            ),
            ("source", json!("file"), "Quelle", "Datei"),
            ("of_a_newer_server", json!("x"), "of_a_newer_server", "x"),
        ] {
            let expected = Some((label.to_owned(), text.to_owned()));
            assert_eq!(told(name, &value), expected, "{name}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        for value in [json!({}), json!([]), json!(null), json!({ "action": null })] {
            assert_eq!(told("filter", &value), None, "{value}");
        }
    }
}
