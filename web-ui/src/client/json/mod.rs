//! Reads JSON into the types of `shared-types`.
//!
//! Our own, because this side never shows what is wrong with a response: the messages of
//! `serde_json` and the forms of input that our types do not have are 14 kB of the first page.

mod error;
mod reader;

pub(super) use error::NotOfType;
use error::Result;
use reader::Reader;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Reads a value of a type.
pub(super) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(NotOfType),
    }
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident;)+) => {
        $(fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.word()?.parse().map_err(|_| NotOfType)?)
        })+
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = NotOfType;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek() {
            Some('"') => self.deserialize_string(visitor),
            Some('[') => self.deserialize_seq(visitor),
            Some('{') => self.deserialize_map(visitor),
            _ => match self.word()? {
                "true" => visitor.visit_bool(true),
                "false" => visitor.visit_bool(false),
                "null" => visitor.visit_unit(),
                number => {
                    if let Ok(number) = number.parse::<u64>() {
                        visitor.visit_u64(number)
                    } else if let Ok(number) = number.parse::<i64>() {
                        visitor.visit_i64(number)
                    } else {
                        let number = number
                            .parse()
                            .ok()
                            .filter(|number: &f64| number.is_finite());
                        visitor.visit_f64(number.ok_or(NotOfType)?)
                    }
                }
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.word()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotOfType),
        }
    }

    numbers! {
        deserialize_i8 visit_i64;
        deserialize_i16 visit_i64;
        deserialize_i32 visit_i64;
        deserialize_i64 visit_i64;
        deserialize_u8 visit_u64;
        deserialize_u16 visit_u64;
        deserialize_u32 visit_u64;
        deserialize_u64 visit_u64;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_string(self.string()?.into_owned())
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_null() {
            self.word()?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.open('[')?;
        let mut items = Items {
            reader: self,
            is_first: true,
            is_over: false,
        };
        let value = visitor.visit_seq(&mut items)?;
        items.is_over.then_some(value).ok_or(NotOfType)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.open('{')?;
        let mut items = Items {
            reader: self,
            is_first: true,
            is_over: false,
        };
        let value = visitor.visit_map(&mut items)?;
        items.is_over.then_some(value).ok_or(NotOfType)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(StrDeserializer::new(&self.string()?))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The items of a list, or the entries of an object.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    is_first: bool,
    is_over: bool,
}

impl Items<'_, '_> {
    fn has_next(&mut self, end: char) -> Result<bool> {
        let has_next = self.reader.has_item(self.is_first, end)?;
        self.is_first = false;
        self.is_over = !has_next;
        Ok(has_next)
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = NotOfType;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.has_next(']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = NotOfType;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.has_next('}')? {
            return Ok(None);
        }
        if self.reader.peek() != Some('"') {
            return Err(NotOfType);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.take(':')?;
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IgnoredAny;
    use serde_json::Value;
    use shared_types::members::{MemberView, Role};
    use shared_types::page::Page;
    use shared_types::sign_in::{FlowView, Step};

    const VALUES: [&str; 22] = [
        "null",
        " true ",
        "false",
        "0",
        "-12",
        "18446744073709551615",
        "-9223372036854775808",
        "0.5",
        "-1.25e2",
        "5E-1",
        r#""""#,
        r#""plain … text""#,
        r#""a\"b\\c\/d\b\f\n\r\t\u0000\u00e9\u20AC\ud83d\ude00 end""#,
        "[]",
        "[ ]",
        "[1]",
        "[1 , [2,[]],\t{}\n]",
        "{}",
        "{ }",
        r#"{"a":1}"#,
        r#" { "a" : [ {"b" : null} ] , "" : "x", "\u0061b" : -1 } "#,
        r#"{"a":{"a":{"a":[[[]]]}}}"#,
    ];

    const NO_VALUES: [&str; 42] = [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "None",
        "+1",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "--1",
        "1e400",
        "NaN",
        "\"",
        "\"a",
        "\"a\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud83d\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\n\"",
        "\"\\ude00\"",
        "\"\n\"",
        "'a'",
        "[",
        "]",
        "[1",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "1 1",
    ];

    #[test]
    fn it_reads_what_serde_json_reads() {
        for text in VALUES {
            let expected = serde_json::from_str::<Value>(text).expect("it is a value");
            assert_eq!(from_str(text), Ok(expected), "{text}");
        }
        for text in NO_VALUES {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
            assert_eq!(from_str::<Value>(text), Err(NotOfType), "{text}");
        }
    }

    /// Each text cut off at each place, and with each of its characters left out or replaced.
    #[test]
    fn it_refuses_what_serde_json_refuses() {
        for text in VALUES {
            for (index, own) in text.char_indices() {
                let (before, after) = (&text[..index], &text[index + own.len_utf8()..]);
                assert_like_serde_json(before);
                assert_like_serde_json(&format!("{before}{after}"));
                for other in "\"\\[]{},:019-+.eEntu \u{1}…".chars() {
                    assert_like_serde_json(&format!("{before}{other}{after}"));
                }
            }
        }
    }

    /// Both read the text, or neither does; what is read can be skipped as well.
    fn assert_like_serde_json(text: &str) {
        let is_read = from_str::<Value>(text).is_ok();
        assert_eq!(
            is_read,
            serde_json::from_str::<Value>(text).is_ok(),
            "{text}"
        );
        assert!(!is_read || from_str::<IgnoredAny>(text).is_ok(), "{text}");
    }

    #[test]
    fn depth_has_a_limit() {
        for depth in [127, 128, 100_000] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            assert_eq!(from_str::<Value>(&text).is_ok(), depth < 128);
            assert_eq!(from_str::<IgnoredAny>(&text).is_ok(), depth < 128);
        }
    }

    #[test]
    fn fields_may_be_unknown_or_absent_but_not_of_another_type() {
        let text = r#"{"new":[{"x":"]}"}],"step":"code","member":{"email_masked":"j…@example.com",
            "display_name":"J\u00f6"},"organization":"Acme","replaces_device":false,
            "expires_at":"2026-11-24T09:30:00Z","email":null,"next_code_in_seconds":12}"#;
        let view = from_str::<FlowView>(text).expect("it is one");
        assert_eq!(view.step, Step::Code);
        assert_eq!(view.member.display_name, "Jö");
        assert_eq!(view.next_code_in_seconds, Some(12));
        assert!(view.email.is_none() && view.session.is_none());
        for (right, wrong) in [
            (r#""code""#, r#""other""#),
            (r#""code""#, "1"),
            ("12}", "-12}"),
            ("12}", "4294967296}"),
            ("12}", "1.5}"),
            ("false", "0"),
            (r#""Acme""#, "null"),
            ("2026-11", "2026-13"),
            (r#""organization""#, r#""company""#),
        ] {
            let text = text.replace(right, wrong);
            assert!(from_str::<FlowView>(&text).is_err(), "{right} as {wrong}");
        }
    }

    #[test]
    fn lists_and_words_are_read() {
        assert_eq!(
            from_str(r#"["admin","agent"]"#),
            Ok(vec![Role::Admin, Role::Agent])
        );
        let page = from_str::<Page<MemberView>>(r#"{"items":[]}"#).expect("it is one");
        assert!(page.items.is_empty() && page.next_cursor.is_none());
    }
}
