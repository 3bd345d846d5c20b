//! The document as it is checked in. It is part of the program, which builds nothing at its start and
//! reads this text only when a request asks for what is in it.

use crate::platform::http::Route;
use serde_json::Value;

/// `openapi.yaml`.
pub const YAML: &str = include_str!("../../../../openapi.yaml");

/// Where it says which server it speaks of.
const SERVER: &str = "servers:\n- url: /\n";

/// In the order of `Allow`; the file has its own.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The whole document as a tree of values. `None` when the text is none, which a test excludes.
pub fn read() -> Option<Value> {
    yaml_serde::from_str(YAML).ok()
}

/// The text for the installation at `public_url`, which it names as its server.
pub fn of_installation(public_url: &str) -> String {
    YAML.replacen(SERVER, &format!("servers:\n- url: {public_url}\n"), 1)
}

/// Every path with its methods. Only the lines of `paths` with two and four spaces before them are
/// looked at: reading the whole tree for some forty paths would cost milliseconds and megabytes.
pub fn routes() -> Vec<Route> {
    let lines = YAML.lines().skip_while(|line| *line != "paths:").skip(1);
    let mut routes: Vec<Route> = Vec::new();
    // A text over several lines has empty ones.
    for line in lines.take_while(|line| line.is_empty() || line.starts_with(' ')) {
        let key = line.trim_start().strip_suffix(':');
        match (line.len() - line.trim_start().len(), key) {
            (2, Some(pattern)) => routes.push(Route {
                pattern,
                methods: Vec::new(),
            }),
            (4, Some(name)) => {
                if let (Some(route), Some(method)) = (routes.last_mut(), method(name)) {
                    route.methods.push(method);
                }
            }
            _ => {}
        }
    }
    for route in &mut routes {
        let place = |name: &&str| METHODS.iter().position(|known| known == name);
        route.methods.sort_by_key(place);
    }
    routes
}

fn method(name: &str) -> Option<&'static str> {
    let mut known = METHODS.into_iter();
    known.find(|method| method.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{app, openapi};

    /// What serves knows the very routes that the handlers have.
    #[test]
    fn the_routes_are_those_of_the_handlers() {
        let document = app::document();
        let paths = document.paths.paths.iter();
        let of_handlers: Vec<(&str, Vec<&str>)> = paths
            .map(|(path, item)| {
                let methods = openapi::operations(item).map(|(method, _)| method);
                (path.as_str(), methods.collect())
            })
            .collect();
        let read = routes().into_iter();
        let read: Vec<_> = read.map(|route| (route.pattern, route.methods)).collect();
        assert_eq!(read, of_handlers);
    }

    #[test]
    fn an_installation_is_named() {
        assert_eq!(YAML.matches(SERVER).count(), 1);
        let text = of_installation("https://desk.example.com");
        let document: Value = yaml_serde::from_str(&text).expect("a document");
        assert_eq!(document["servers"][0]["url"], "https://desk.example.com");
    }

    #[test]
    fn the_tree_is_that_of_the_document() {
        let document = serde_json::to_value(app::document()).expect("a document");
        assert_eq!(read(), Some(document));
    }
}
