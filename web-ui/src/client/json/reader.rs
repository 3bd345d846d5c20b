//! The grammar of JSON (RFC 8259): what stands next in a text.

use super::error::{NotOfType, Result};
use std::borrow::Cow;
use std::str::Chars;

/// How deep lists and objects may stand in each other, as in `serde_json`.
const DEPTH: u8 = 128;

/// A text that is read from its beginning.
pub(super) struct Reader<'de> {
    rest: &'de str,
    depth: u8,
}

impl<'de> Reader<'de> {
    /// A reader of a text.
    pub(super) fn new(text: &'de str) -> Self {
        Self {
            rest: text,
            depth: 0,
        }
    }

    /// The next character that is not white space, which stays.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.chars().next()
    }

    /// Takes a sign after white space.
    pub(super) fn take(&mut self, sign: char) -> Result<()> {
        self.peek();
        self.rest = self.rest.strip_prefix(sign).ok_or(NotOfType)?;
        Ok(())
    }

    /// Everything up to the first character that `ends` names, which stays.
    fn take_until(&mut self, ends: fn(char) -> bool) -> &'de str {
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// `true`, `false`, `null` or a number.
    pub(super) fn word(&mut self) -> Result<&'de str> {
        self.peek();
        let word = self.take_until(|c| !matches!(c, 'a'..='z' | 'E' | '0'..='9' | '+' | '-' | '.'));
        let is_known = matches!(word, "true" | "false" | "null") || is_number(word);
        if is_known { Ok(word) } else { Err(NotOfType) }
    }

    /// Whether the next value is `null`, which stays.
    pub(super) fn is_null(&mut self) -> bool {
        self.peek();
        self.rest.starts_with("null")
    }

    /// A string with its escapes resolved.
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>> {
        self.take('"')?;
        let plain = self.take_until(|c| matches!(c, '"' | '\\' | '\0'..='\u{1f}'));
        if let Some(rest) = self.rest.strip_prefix('"') {
            self.rest = rest;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        let mut characters = self.rest.chars();
        loop {
            match characters.next().ok_or(NotOfType)? {
                '"' => break,
                '\\' => text.push(escaped(&mut characters).ok_or(NotOfType)?),
                '\0'..='\u{1f}' => return Err(NotOfType),
                other => text.push(other),
            }
        }
        self.rest = characters.as_str();
        Ok(Cow::Owned(text))
    }

    /// Begins a list or an object.
    pub(super) fn open(&mut self, sign: char) -> Result<()> {
        self.take(sign)?;
        self.depth += 1;
        if self.depth < DEPTH {
            Ok(())
        } else {
            Err(NotOfType)
        }
    }

    /// Whether there is another item before the end of the list or object.
    pub(super) fn has_item(&mut self, is_first: bool, end: char) -> Result<bool> {
        if self.peek() == Some(end) {
            self.take(end)?;
            self.depth -= 1;
            return Ok(false);
        }
        if !is_first {
            self.take(',')?;
        }
        Ok(true)
    }

    /// Skips a value, whatever it is.
    pub(super) fn skip(&mut self) -> Result<()> {
        match self.peek() {
            Some('"') => self.string().map(drop),
            Some('[') => {
                self.open('[')?;
                let mut is_first = true;
                while self.has_item(is_first, ']')? {
                    is_first = false;
                    self.skip()?;
                }
                Ok(())
            }
            Some('{') => {
                self.open('{')?;
                let mut is_first = true;
                while self.has_item(is_first, '}')? {
                    is_first = false;
                    self.string()?;
                    self.take(':')?;
                    self.skip()?;
                }
                Ok(())
            }
            _ => self.word().map(drop),
        }
    }
}

/// The character that an escape means, from behind its `\`.
fn escaped(characters: &mut Chars) -> Option<char> {
    Some(match characters.next()? {
        same @ ('"' | '\\' | '/') => same,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let first = code_unit(characters)?;
            let is_pair = (0xd800..0xdc00).contains(&first);
            if is_pair && (characters.next()?, characters.next()?) != ('\\', 'u') {
                return None;
            }
            let second = if is_pair {
                Some(code_unit(characters)?)
            } else {
                None
            };
            let mut decoded = char::decode_utf16([first].into_iter().chain(second));
            decoded.next()?.ok()?
        }
        _ => return None,
    })
}

/// Four hexadecimal digits.
fn code_unit(characters: &mut Chars) -> Option<u16> {
    let mut unit = 0;
    for _ in 0..4 {
        unit = unit << 4 | characters.next()?.to_digit(16)?;
    }
    u16::try_from(unit).ok()
}

/// Whether a word is a number: `-0.5e+3`.
fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    let (word, exponent) = word.split_once(['e', 'E']).unwrap_or((word, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = word.split_once('.').unwrap_or((word, "0"));
    let has_extra_zero = whole.len() > 1 && whole.starts_with('0');
    let mut parts = [whole, fraction, exponent].into_iter();
    !has_extra_zero
        && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}
