//! The built browser application, served from memory on the origin of the API. It is small, it never
//! changes while the server runs, and a path that is looked up in a map cannot leave its folder.

use crate::platform::http::RouteTable;
use crate::platform::http::credential::SESSION_COOKIE;
use crate::platform::http::middleware::HTML_CSP;
use crate::platform::http::same_origin::would_show_cookies;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared_types::address::ProgramName;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

const SMALLEST_HASH: usize = 8;

/// Well-known URIs (RFC 8615) are never pages, even those that the API does not have.
const WELL_KNOWN: &str = "/.well-known";

/// Every file of the application by its path.
#[derive(Debug)]
pub struct WebUi(HashMap<String, Asset>);

#[derive(Debug)]
struct Asset {
    content_type: &'static str,
    cache: &'static str,
    plain: Version,
    /// The same file from a `.br` beside it.
    brotli: Option<Version>,
}

#[derive(Debug)]
struct Version {
    bytes: Bytes,
    etag: String,
}

impl WebUi {
    /// Reads a folder as `trunk build` writes it.
    pub fn load(folder: &Path) -> io::Result<Self> {
        let mut assets = HashMap::new();
        load_folder(folder, "", &mut assets)?;
        Ok(Self(assets))
    }

    /// The response to a request for a file or a page; `None` when it is neither.
    pub fn answer(&self, request: &HttpRequest) -> Option<HttpResponse> {
        let path = request.path();
        if request.method() != Method::GET || is_reserved(request) {
            return None;
        }
        let asset = match self.0.get(path) {
            Some(asset) => asset,
            None if is_page(request) => self.0.get(program(request).page())?,
            None => return None,
        };
        Some(asset.answer(request))
    }
}

/// Whether the path belongs to the API: it begins like one of its routes, and is never a page,
/// whether it exists or not.
fn is_reserved(request: &HttpRequest) -> bool {
    let path = request.path();
    let is_well_known = path
        .strip_prefix(WELL_KNOWN)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let table = RouteTable::of(request);
    is_well_known || table.is_some_and(|table| table.has_first_segment_of(path))
}

/// Whether the request is for a page: the application itself knows the paths of its pages. A name
/// with an extension is a file, which is 404 when it is missing.
fn is_page(request: &HttpRequest) -> bool {
    let path = request.path();
    let name = path.rsplit('/').next().unwrap_or_default();
    path == "/" || (!name.contains('.') && header(request, &ACCEPT).contains("text/html"))
}

/// The program for a page. A request that certainly has no session gets the sign-in program instead
/// of the console, which leads to the sign-in and back; the console handles all other cases.
fn program(request: &HttpRequest) -> ProgramName {
    match ProgramName::of(request.path()) {
        ProgramName::Console if !may_have_session(request) => ProgramName::SignIn,
        program => program,
    }
}

fn may_have_session(request: &HttpRequest) -> bool {
    request.cookie(SESSION_COOKIE).is_some() || !would_show_cookies(request)
}

fn load_folder(folder: &Path, prefix: &str, assets: &mut HashMap<String, Asset>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let key = format!("{prefix}/{name}");
        if path.is_dir() {
            load_folder(&path, &key, assets)?;
        } else if let Some(content_type) = content_type(name) {
            assets.insert(key, Asset::load(&path, name, content_type)?);
        }
    }
    Ok(())
}

impl Asset {
    fn load(path: &Path, name: &str, content_type: &'static str) -> io::Result<Self> {
        let beside = path.with_file_name(format!("{name}.br"));
        let brotli = match fs::read(beside) {
            Ok(bytes) => Some(Version::new(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            content_type,
            cache: cache(name),
            plain: Version::new(fs::read(path)?),
            brotli,
        })
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let brotli = self.brotli.as_ref().filter(|_| takes_brotli(request));
        let version = brotli.unwrap_or(&self.plain);
        let is_known = header(request, &IF_NONE_MATCH)
            .split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == version.etag);
        let mut response = if is_known {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        response
            .insert_header((CACHE_CONTROL, self.cache))
            .insert_header((ETAG, version.etag.as_str()))
            .insert_header((VARY, "Accept-Encoding"));
        if self.content_type.starts_with("text/html") {
            response.insert_header((CONTENT_SECURITY_POLICY, HTML_CSP));
            // The cookie chooses the page; files never depend on it.
            response.append_header((VARY, "Cookie"));
        }
        if is_known {
            return response.finish();
        }
        response.insert_header((CONTENT_TYPE, self.content_type));
        if brotli.is_some() {
            response.insert_header((CONTENT_ENCODING, "br"));
        }
        response.body(version.bytes.clone())
    }
}

impl Version {
    fn new(bytes: Vec<u8>) -> Self {
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
        Self {
            bytes: bytes.into(),
            etag: format!("\"{digest}\""),
        }
    }
}

/// The types of files in a build; others (`.br` among them) are not served under their own name.
fn content_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        _ => return None,
    })
}

/// A file with the hash of its content in its name never changes; any other is revalidated.
fn cache(name: &str) -> &'static str {
    let is_hash = |part: &str| {
        part.len() >= SMALLEST_HASH && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if name.split(['-', '_', '.']).skip(1).any(is_hash) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

fn takes_brotli(request: &HttpRequest) -> bool {
    header(request, &ACCEPT_ENCODING).split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.replace(' ', "");
        name.trim().eq_ignore_ascii_case("br")
            && !matches!(refused.as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::openapi;
    use actix_web::test::TestRequest;
    use actix_web::web;

    fn sample() -> WebUi {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("a file");
        };
        write("index.html", "sign-in program");
        write("credentials.html", "password or device");
        write("console.html", "console");
        write("challenge.html", "challenge");
        write("boot.js", "boot");
        write("web-ui-0123456789abcdef_bg.wasm", "wasm");
        write("web-ui-0123456789abcdef_bg.wasm.br", "br");
        fs::create_dir(folder.path().join("locales")).expect("a folder");
        write("locales/de-0123456789abcdef.txt", "Weiter");
        WebUi::load(folder.path()).expect("an application")
    }

    fn get(path: &str, headers: &[(&str, &str)]) -> Option<HttpResponse> {
        let table = web::Data::new(RouteTable::new(openapi::routes));
        let start = TestRequest::get().uri(path).app_data(table);
        let request = headers
            .iter()
            .fold(start, |request, header| request.append_header(*header));
        sample().answer(&request.to_http_request())
    }

    fn value<'a>(response: &'a HttpResponse, name: &HeaderName) -> &'a str {
        let value = response.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// B-10 (404): pages fall back to the application, files and API paths never do.
    #[test]
    fn only_pages_fall_back() {
        let page = ("Accept", "text/html,*/*");
        for path in ["/", "/index.html", "/sign-in", "/admin/members/7"] {
            assert!(get(path, &[page]).is_some(), "{path}");
        }
        for path in [
            "/missing.js",
            "/admin/x.css",
            "/api/v1/nothing",
            "/docs/x",
            "/healthz/x",
            "/readyz/x",
            "/openapi.yaml/x",
            "/.well-known/x",
            "/../secret.txt",
        ] {
            assert!(get(path, &[page]).is_none(), "{path}");
        }
        assert!(get("/sign-in", &[("Accept", "application/json")]).is_none());
        assert!(get("/web-ui-0123456789abcdef_bg.wasm.br", &[]).is_none());
    }

    #[test]
    fn every_page_gets_its_program_and_without_a_session_never_the_console() {
        let page = ("Accept", "text/html");
        let etag_of = |path: &str, headers: &[(&str, &str)]| {
            let answer = get(path, headers).expect("a page");
            value(&answer, &ETAG).to_owned()
        };
        let session = ("Cookie", &*format!("{SESSION_COOKIE}=tss_x"));
        let [sign_in, credentials, console, challenge] = [
            ProgramName::SignIn,
            ProgramName::Credentials,
            ProgramName::Console,
            ProgramName::Challenge,
        ]
        .map(|program| etag_of(program.page(), &[]));
        let (typed, link) = (("Sec-Fetch-Site", "none"), ("Sec-Fetch-Site", "cross-site"));
        for (path, headers, expected) in [
            ("/", vec![page, typed], &sign_in),
            ("/admin/members", vec![page, typed], &sign_in),
            ("/admin/members", vec![page, typed, session], &console),
            ("/admin/members", vec![page, link], &console),
            ("/", vec![session], &console),
            ("/sign-in/code", vec![page, typed, session], &sign_in),
            ("/at/acme", vec![page, typed, session], &sign_in),
            ("/sign-in/second-step", vec![page, typed], &credentials),
            ("/invitation", vec![page, link, session], &credentials),
            ("/challenge", vec![page, link], &challenge),
            ("/challenge", vec![page, link, session], &challenge),
        ] {
            assert_eq!(&etag_of(path, &headers), expected, "{path} {headers:?}");
        }
    }

    #[test]
    fn files_with_a_hash_are_immutable_and_others_are_revalidated() {
        for path in [
            "/web-ui-0123456789abcdef_bg.wasm",
            "/locales/de-0123456789abcdef.txt",
        ] {
            let file = get(path, &[]).expect("the file");
            assert!(value(&file, &CACHE_CONTROL).contains("immutable"), "{path}");
        }
        for path in ["/boot.js", "/", "/sign-in"] {
            let answer = get(path, &[("Accept", "text/html")]).expect("an answer");
            assert_eq!(value(&answer, &CACHE_CONTROL), "no-cache", "{path}");
        }
    }

    #[test]
    fn the_compressed_file_is_sent_when_it_is_accepted() {
        let path = "/web-ui-0123456789abcdef_bg.wasm";
        for (accepted, encoding) in [("gzip, br;q=0.9", "br"), ("gzip", ""), ("br;q=0", "")] {
            let answer = get(path, &[("Accept-Encoding", accepted)]).expect("the file");
            assert_eq!(value(&answer, &CONTENT_ENCODING), encoding, "{accepted}");
            assert_eq!(value(&answer, &CONTENT_TYPE), "application/wasm");
        }
    }

    #[test]
    fn a_known_version_is_not_sent_again() {
        let first = get("/boot.js", &[]).expect("the file");
        let etag = value(&first, &ETAG).to_owned();
        let again = get("/boot.js", &[("If-None-Match", &etag)]).expect("the file");
        assert_eq!(again.status().as_u16(), 304);
    }
}
