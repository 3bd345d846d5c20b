//! The languages of pages and mails: one for each file in `shared-types/locales`.

use serde::{Deserialize, Serialize};

/// Makes the enum of the files that there are; the build script writes the list.
macro_rules! locales {
    ($($variant:ident, $tag:literal, $name:literal, $is_offered:literal, $file:expr;)+) => {
        /// A language that pages and mails are written in, by its tag.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Locale {
            #[default]
            $(
                #[doc = $name]
                #[serde(rename = $tag)]
                $variant
            ),+
        }

        impl Locale {
            /// Every language, English first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its tag: the text on the wire, in the database, and in `lang`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $tag),+
                }
            }

            /// Its name in its own words.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// The path of the file that has its texts for a browser, unless the program has.
            pub const fn file(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => $file),+
                }
            }

            const fn is_offered(self) -> bool {
                match self {
                    $(Self::$variant => $is_offered),+
                }
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

impl Locale {
    /// The languages that a person can choose from.
    pub fn offered() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|locale| locale.is_offered())
    }

    /// The offered language that is meant by a tag that a browser asks for: `de` for `de-CH`,
    /// unless there is one for that region.
    pub fn of_wish(tag: &str) -> Option<Self> {
        let exact = Self::offered().find(|locale| locale.as_str().eq_ignore_ascii_case(tag));
        exact.or_else(|| {
            let wanted = language(tag);
            Self::offered().find(|locale| locale.language().eq_ignore_ascii_case(wanted))
        })
    }

    /// The language whatever the region, `de` of `de-CH`.
    pub fn language(self) -> &'static str {
        language(self.as_str())
    }
}

impl TryFrom<String> for Locale {
    type Error = String;

    /// Any language by its tag, offered or not.
    fn try_from(tag: String) -> Result<Self, Self::Error> {
        let found = Self::ALL.iter().find(|locale| locale.as_str() == tag);
        found
            .copied()
            .ok_or_else(|| format!("{tag:?} is no Locale"))
    }
}

fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// A new file is a new language, and changes nothing in the contract.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Locale {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some(
                "The tag of a language that pages and mails are written in.",
            ))
            .pattern(Some("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"))
            .examples(["en", "de"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Locale {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wish_for_a_region_is_a_wish_for_its_language() {
        assert_eq!(Locale::of_wish("de-CH"), Some(Locale::De));
        assert_eq!(Locale::of_wish("EN"), Some(Locale::En));
        for none in ["", "xx", "deu", "*"] {
            assert_eq!(Locale::of_wish(none), None, "{none:?}");
        }
    }

    /// The pseudo-language is for who knows its tag.
    #[test]
    fn what_is_not_offered_has_a_tag_all_the_same() {
        assert!(!Locale::offered().any(|locale| locale == Locale::EnXa));
        assert_eq!(Locale::of_wish("en-XA"), Some(Locale::En));
        assert_eq!(Locale::try_from("en-XA".to_owned()), Ok(Locale::EnXa));
    }

    #[test]
    fn the_text_on_the_wire_is_the_tag() {
        for locale in Locale::ALL {
            let json = serde_json::to_value(locale).expect("a locale serialises");
            assert_eq!(json, locale.as_str());
            assert_eq!(serde_json::from_value::<Locale>(json).ok(), Some(*locale));
        }
    }
}
