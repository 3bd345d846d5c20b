//! The table of all routes: the methods of a path, for 405 and `Allow`, and what of the address space
//! belongs to the API. The application fills it from the OpenAPI document, so no route is missing.

use super::ApiError;
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::web;
use shared_types::problem::ProblemCode;
use std::sync::OnceLock;

/// One route: its pattern, such as `/api/v1/members/{id}`, and the methods that it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The path, with its parameters in braces.
    pub pattern: &'static str,
    /// In the order of `Allow`. A route with GET also has HEAD, which is not named here.
    pub methods: Vec<&'static str>,
}

impl Route {
    fn allow(&self) -> String {
        let mut names = self.methods.clone();
        if let Some(get) = names.iter().position(|name| *name == "GET") {
            names.insert(get + 1, "HEAD");
        }
        names.join(", ")
    }
}

/// All routes, literal ones before those with parameters. Only what no handler takes asks for them,
/// so they are listed when they are first needed.
#[derive(Clone, Debug)]
pub struct RouteTable {
    list: fn() -> Vec<Route>,
    routes: OnceLock<Vec<Route>>,
}

impl RouteTable {
    /// A table of what `list` gives.
    pub fn new(list: fn() -> Vec<Route>) -> Self {
        Self {
            list,
            routes: OnceLock::new(),
        }
    }

    /// The table of the app that serves this request.
    pub fn of(request: &HttpRequest) -> Option<&Self> {
        let table = request.app_data::<web::Data<Self>>();
        table.map(web::Data::get_ref)
    }

    /// The pattern that matches the path.
    pub fn pattern(&self, path: &str) -> Option<&'static str> {
        self.find(path).map(|route| route.pattern)
    }

    /// Whether a route of the table begins with the same segment as the path, such as `/api`.
    pub fn has_first_segment_of(&self, path: &str) -> bool {
        let first = first_segment(path);
        let mut patterns = self.routes().iter().map(|route| route.pattern);
        patterns.any(|pattern| first_segment(pattern) == first)
    }

    /// Whether the path has the method.
    pub fn serves(&self, method: &Method, path: &str) -> bool {
        let sought = match method.as_str() {
            "HEAD" => "GET",
            other => other,
        };
        let route = self.find(path);
        route.is_some_and(|route| route.methods.contains(&sought))
    }

    /// The methods of the path, in the form of `Allow`.
    pub fn allow(&self, path: &str) -> Option<String> {
        self.find(path).map(Route::allow)
    }

    fn find(&self, path: &str) -> Option<&Route> {
        let mut routes = self.routes().iter();
        routes.find(|route| fits(route.pattern, path))
    }

    fn routes(&self) -> &[Route] {
        self.routes.get_or_init(|| {
            let mut routes = (self.list)();
            routes.sort_by_key(|route| route.pattern.matches('{').count());
            routes
        })
    }
}

/// The error of a request without a handler: 405 when the path has other methods, else 404.
pub fn no_handler(request: &HttpRequest) -> ApiError {
    match RouteTable::of(request).and_then(|table| table.allow(request.path())) {
        Some(methods) => ApiError::new(
            ProblemCode::MethodNotAllowed,
            "This route does not know the method.",
        )
        .allow(&methods),
        None => ApiError::new(ProblemCode::NotFound, "There is no such route."),
    }
}

fn first_segment(path: &str) -> Option<&str> {
    path.split('/').find(|segment| !segment.is_empty())
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let all = pattern.split('/').all(|part| match segments.next() {
        Some(segment) if part.starts_with('{') => !segment.is_empty(),
        Some(segment) => segment == part,
        None => false,
    });
    all && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H-06: a path has its methods, and a literal takes precedence over a parameter.
    #[test]
    fn paths_find_their_route() {
        let table = RouteTable::new(|| {
            vec![
                Route {
                    pattern: "/members/{id}",
                    methods: vec!["GET", "PATCH"],
                },
                Route {
                    pattern: "/members/export",
                    methods: vec!["POST"],
                },
            ]
        });
        assert_eq!(
            table.allow("/members/7").as_deref(),
            Some("GET, HEAD, PATCH")
        );
        assert_eq!(table.allow("/members/export").as_deref(), Some("POST"));
        assert!(table.serves(&Method::HEAD, "/members/7"));
        assert!(table.serves(&Method::POST, "/members/export"));
        assert!(!table.serves(&Method::PATCH, "/members/export"));
        assert!(!table.serves(&Method::GET, "/nowhere"));
        assert_eq!(table.pattern("/members/7"), Some("/members/{id}"));
        for (path, is_known) in [("/members/x/y", true), ("/membersx", false), ("/", false)] {
            assert_eq!(table.has_first_segment_of(path), is_known, "{path}");
        }
        for unknown in [
            "/members",
            "/members/",
            "/members/7/",
            "/members/7/x",
            "members/7",
        ] {
            assert_eq!(table.pattern(unknown), None, "{unknown}");
        }
    }
}
