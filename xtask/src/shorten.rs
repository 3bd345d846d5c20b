//! A program of the browser application without what only people read: wasm-bindgen's names of the
//! functions that WebAssembly imports, each with a hash, and the comments of its script. A hash
//! does not compress, and every name stands both in the module and in the script.

use anyhow::{Context, Result, bail, ensure};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// `\0asm` and the version.
const HEADER: usize = 8;
const CUSTOM_SECTION: u8 = 0;
const IMPORT_SECTION: u8 = 2;
const FUNCTION: u8 = 0;
/// What the module calls the object that has all functions that it imports.
const SCOPE: &str = "a";

/// Shortens a program's script and its module in place.
pub(crate) fn program(script: &Path) -> Result<()> {
    let module = module_of(script)?;
    let code = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let (code, imports) = shorten_module(&code)?;
    let text = shorten_script(&fs::read_to_string(script)?, &imports)?;
    fs::write(&module, code)?;
    Ok(fs::write(script, text)?)
}

/// `sign_in-0123_bg.wasm` beside `sign_in-0123.js`.
pub(crate) fn module_of(script: &Path) -> Result<PathBuf> {
    let stem = script.file_stem().and_then(|stem| stem.to_str());
    let stem = stem.context("a script without a name")?;
    Ok(script.with_file_name(format!("{stem}_bg.wasm")))
}

/// What a module imports.
struct Imports {
    /// The object that had the functions.
    scope: String,
    /// The new name of each function by its old one.
    functions: HashMap<String, String>,
}

/// The module with short names of its imports, and without sections that change nothing.
fn shorten_module(code: &[u8]) -> Result<(Vec<u8>, Imports)> {
    let mut reader = Reader(code);
    let mut short = reader.take(HEADER)?.to_vec();
    let mut imports = None;
    while !reader.0.is_empty() {
        let kind = reader.byte()?;
        let body = reader.sized()?;
        match kind {
            CUSTOM_SECTION => {}
            IMPORT_SECTION => {
                let (body, found) = shorten_imports(body)?;
                imports = Some(found);
                write_section(&mut short, kind, &body);
            }
            _ => write_section(&mut short, kind, body),
        }
    }
    Ok((short, imports.context("the module imports nothing")?))
}

fn write_section(module: &mut Vec<u8>, kind: u8, body: &[u8]) {
    module.push(kind);
    write_sized(module, body);
}

fn shorten_imports(section: &[u8]) -> Result<(Vec<u8>, Imports)> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut short = Vec::new();
    write_number(&mut short, count);
    let mut scope = None;
    let mut functions = HashMap::new();
    for index in 0..count {
        let from = reader.text()?;
        ensure!(
            *scope.get_or_insert(from) == from,
            "the module imports from {from:?} too"
        );
        let old = reader.text()?;
        ensure!(
            reader.byte()? == FUNCTION,
            "the module imports {old:?}, which is no function"
        );
        let new = short_name(index);
        write_sized(&mut short, SCOPE.as_bytes());
        write_sized(&mut short, new.as_bytes());
        short.push(FUNCTION);
        write_number(&mut short, reader.number()?);
        functions.insert(old.to_owned(), new);
    }
    let scope = scope.context("the module imports nothing")?.to_owned();
    Ok((short, Imports { scope, functions }))
}

/// `a` to `z`, then `ba` and so on.
fn short_name(index: usize) -> String {
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[index % 26]);
    match index / 26 {
        0 => letter.to_string(),
        rest => format!("{}{letter}", short_name(rest)),
    }
}

/// The script with the module's new names, and without comments and indents. wasm-bindgen writes
/// one property a line and no text that goes over several lines.
fn shorten_script(script: &str, imports: &Imports) -> Result<String> {
    let mut short = String::with_capacity(script.len());
    let mut functions = imports.functions.clone();
    let scope = format!("\"{}\"", imports.scope);
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        let is_code = !is_comment && !line.is_empty() && !line.starts_with("//");
        is_comment &= !line.ends_with("*/");
        if !is_code {
            continue;
        }
        match line.split_once(": ") {
            Some((name, value)) if name == scope => {
                short.extend([SCOPE, ": ", value]);
            }
            Some((name, value)) if functions.contains_key(name) => {
                let name = functions.remove(name).unwrap_or_default();
                short.extend([&name, ": ", value]);
            }
            _ => short.push_str(line),
        }
        short.push('\n');
    }
    if let Some(name) = functions.keys().next() {
        bail!("the script does not have {name:?}, which the module imports");
    }
    Ok(short)
}

/// Reads the parts of a module one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (part, rest) = self
            .0
            .split_at_checked(length)
            .context("the module is cut off")?;
        self.0 = rest;
        Ok(part)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number in LEB128, seven bits a byte.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        bail!("a number of the module is too long")
    }

    /// Bytes after their count.
    fn sized(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    fn text(&mut self) -> Result<&'a str> {
        Ok(std::str::from_utf8(self.sized()?)?)
    }
}

fn write_sized(code: &mut Vec<u8>, part: &[u8]) {
    write_number(code, part.len());
    code.extend_from_slice(part);
}

fn write_number(code: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        code.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    code.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "/**\n * Starts: it.\n */\nfunction imports() {\n    const import0 = {\n        \
        // Nothing.\n        __wbg_new_0123: function() {\n            log(`a: b`);\n        },\n    };\n    \
        return {\n        \"./x_bg.js\": import0,\n    };\n}\n";

    /// A module that imports functions of the type 5, with a custom section before and some code.
    fn module(scope: &str, names: &[&str]) -> Vec<u8> {
        let mut imports = Vec::new();
        write_number(&mut imports, names.len());
        for name in names {
            write_sized(&mut imports, scope.as_bytes());
            write_sized(&mut imports, name.as_bytes());
            imports.extend([FUNCTION, 5]);
        }
        let mut code = b"\0asm\x01\0\0\0".to_vec();
        write_section(&mut code, CUSTOM_SECTION, b"\x04names");
        write_section(&mut code, IMPORT_SECTION, &imports);
        write_section(&mut code, 10, &[7; 300]);
        code
    }

    #[test]
    fn module_and_script_agree_on_the_short_name() {
        let (code, imports) =
            shorten_module(&module("./x_bg.js", &["__wbg_new_0123"])).expect("shortens");
        let mut expected = module("a", &["a"]);
        // The custom section: its kind, its length and six bytes.
        expected.drain(HEADER..HEADER + 8);
        assert_eq!(code, expected);
        let script = shorten_script(SCRIPT, &imports).expect("shortens");
        assert_eq!(
            script,
            "function imports() {\nconst import0 = {\na: function() {\nlog(`a: b`);\n},\n};\n\
             return {\na: import0,\n};\n}\n"
        );
    }

    #[test]
    fn a_name_that_the_script_lacks_stops_the_build() {
        let code = module("./x_bg.js", &["__wbg_new_0123", "__wbg_other_4567"]);
        let (_, imports) = shorten_module(&code).expect("shortens");
        assert!(shorten_script(SCRIPT, &imports).is_err());
        assert!(shorten_module(&code[..code.len() - 1]).is_err());
    }

    #[test]
    fn no_two_names_are_the_same() {
        let names: std::collections::HashSet<_> = (0..2000).map(short_name).collect();
        assert_eq!(names.len(), 2000);
    }
}
