//! A coarse name for the program of a `User-Agent`, from a fixed table. The raw text is never
//! stored: the caller chooses it, and other people would see it.

use shared_types::programs::UNKNOWN;

/// Browsers, most specific first: each also names those after it.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems, most specific first: Android also says Linux, an iPhone also says Mac OS X.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows NT", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Programs that are no browsers, by how their `User-Agent` starts.
const PROGRAMS: [(&str, &str); 8] = [
    ("curl/", "curl"),
    ("Wget/", "Wget"),
    ("HTTPie/", "HTTPie"),
    ("PostmanRuntime/", "Postman"),
    ("python-requests/", "Python"),
    ("python-httpx/", "Python"),
    ("Go-http-client/", "Go program"),
    ("okhttp/", "Java program"),
];

/// "Firefox on Linux", "curl", or "Unknown program".
pub(super) fn program(user_agent: &str) -> String {
    if let Some((_, name)) = PROGRAMS
        .iter()
        .find(|(start, _)| user_agent.starts_with(start))
    {
        return (*name).to_owned();
    }
    let find = |table: &[(&str, &'static str)]| {
        let hit = table.iter().find(|(mark, _)| user_agent.contains(mark));
        hit.map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => UNKNOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_types::me::Locale;
    use shared_types::programs::{ON_HOST, program_name};
    use shared_types::texts::Texts;

    /// Pages and mails in German say every name in German.
    #[test]
    fn every_name_is_translated() {
        let german = |user_agent: &str| program_name(Texts::new(Locale::De), &program(user_agent));
        for (user_agent, expected) in [
            (
                "X11; Linux Chrome/150.0 Safari/537.36",
                "Chrome unter Linux",
            ),
            ("Firefox/140.0", "Firefox"),
            ("curl/8.14.1", "curl"),
            ("Go-http-client/2.0", "Go-Programm"),
            ("okhttp/5.0", "Java-Programm"),
            ("", "Unbekanntes Programm"),
        ] {
            assert_eq!(german(user_agent), expected);
        }
        let on_host = program_name(Texts::new(Locale::De), ON_HOST);
        assert_eq!(on_host, "Befehl auf dem Server");
        for (mark, system) in SYSTEMS {
            assert_eq!(
                german(&format!("{mark} Firefox/140.0")),
                format!("Firefox unter {system}")
            );
        }
    }

    #[test]
    fn known_programs_have_names() {
        for (user_agent, expected) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari on iOS",
            ),
            ("curl/8.14.1", "curl"),
            ("<script>alert(1)</script>", "Unknown program"),
            ("", "Unknown program"),
        ] {
            assert_eq!(program(user_agent), expected);
        }
    }
}
