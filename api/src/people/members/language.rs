//! The language and the time zone of a member's mails: what the member chose, else what the member's
//! browser asks for, else what the organization has.

use crate::platform::origin::Origin;
use crate::platform::time_zone;
use shared_types::me::Locale;

/// What is known of a member's language and time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// The language that the member chose.
    pub chosen: Option<Locale>,
    /// That of the browser in which the member last signed in.
    pub(super) of_browser: Option<Locale>,
    /// That of the organization.
    pub(super) of_organization: Option<Locale>,
    /// The zone of the browser in which the member last signed in.
    pub(super) time_zone: Option<String>,
    /// The zone of the organization.
    pub(super) organization_time_zone: Option<String>,
}

impl Language {
    /// The language of a mail that nobody waits for in front of a browser.
    pub fn remembered(&self) -> Locale {
        self.for_browser(self.of_browser)
    }

    /// The language of a mail that is asked for in a browser with this language, and read beside it.
    pub(super) fn for_browser(&self, browser: Option<Locale>) -> Locale {
        let wished = self.chosen.or(browser).or(self.of_browser);
        wished.or(self.of_organization).unwrap_or_default()
    }

    /// The zone in which the member reads times.
    pub fn time_zone(&self) -> Option<String> {
        let own = self.time_zone.clone();
        own.or_else(|| self.organization_time_zone.clone())
    }

    /// Whether nothing is known of the member's browser.
    pub(super) fn is_new(&self) -> bool {
        self.of_browser.is_none() && self.time_zone.is_none()
    }
}

/// What a browser tells of its person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrowserLanguage {
    /// The first language that it asks for and that there is.
    pub locale: Option<Locale>,
    /// Its time zone, if this program knows it.
    pub time_zone: Option<String>,
}

impl BrowserLanguage {
    /// The language of a request's headers, and the zone that its body names.
    pub fn of(origin: &Origin, time_zone: Option<&str>) -> Self {
        Self {
            locale: origin.locale,
            time_zone: time_zone.and_then(time_zone::known_name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B13: the choice, then the browser of the request, then the last browser, then the organization.
    #[test]
    fn the_nearest_language_counts() {
        let mut language = Language::default();
        assert_eq!(language.remembered(), Locale::En);
        language.of_organization = Some(Locale::De);
        assert_eq!(language.remembered(), Locale::De);
        assert_eq!(language.for_browser(Some(Locale::En)), Locale::En);
        language.of_browser = Some(Locale::En);
        assert_eq!(language.remembered(), Locale::En);
        assert_eq!(language.for_browser(Some(Locale::De)), Locale::De);
        language.chosen = Some(Locale::De);
        assert_eq!(language.remembered(), Locale::De);
        assert_eq!(language.for_browser(Some(Locale::En)), Locale::De);
    }

    /// B12: the member's zone before the organization's.
    #[test]
    fn the_nearest_zone_counts() {
        let mut language = Language::default();
        assert_eq!(language.time_zone(), None);
        language.organization_time_zone = Some("Europe/Berlin".to_owned());
        assert_eq!(language.time_zone().as_deref(), Some("Europe/Berlin"));
        language.time_zone = Some("Asia/Tokyo".to_owned());
        assert_eq!(language.time_zone().as_deref(), Some("Asia/Tokyo"));
    }
}
