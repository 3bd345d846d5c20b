//! The table of all routes: the methods of a path (for 405 and `Allow`), and its pattern for the log.
//! The application fills it from the OpenAPI document, so no route is missing.

use super::ApiError;
use actix_web::HttpRequest;
use actix_web::web;
use shared_types::problem::ProblemCode;

/// One route: its pattern and the methods that it serves.
#[derive(Clone, Debug)]
struct Route {
    pattern: String,
    allow: String,
}

/// All routes, literal ones before those with parameters.
#[derive(Clone, Debug, Default)]
pub struct RouteTable(Vec<Route>);

impl RouteTable {
    /// A table of `(pattern, methods)`, such as `("/api/v1/members/{id}", ["GET", "PATCH"])`.
    /// A route with GET also has HEAD.
    pub fn new<'a, M>(routes: impl IntoIterator<Item = (&'a str, M)>) -> Self
    where
        M: IntoIterator<Item = &'static str>,
    {
        let route = |(pattern, methods): (&str, M)| {
            let mut names: Vec<_> = methods.into_iter().collect();
            if let Some(get) = names.iter().position(|name| *name == "GET") {
                names.insert(get + 1, "HEAD");
            }
            Route {
                pattern: pattern.to_owned(),
                allow: names.join(", "),
            }
        };
        let mut routes: Vec<_> = routes.into_iter().map(route).collect();
        routes.sort_by_key(|route| route.pattern.matches('{').count());
        Self(routes)
    }

    /// The table of the app that serves this request.
    pub fn of(request: &HttpRequest) -> Option<&Self> {
        let table = request.app_data::<web::Data<Self>>();
        table.map(web::Data::get_ref)
    }

    /// The pattern that matches the path. The log has it instead of the path, which may hold anything.
    pub fn pattern(&self, path: &str) -> Option<&str> {
        self.find(path).map(|route| route.pattern.as_str())
    }

    /// Whether a route of the table begins with the same segment as the path, such as `/api`.
    pub fn has_first_segment_of(&self, path: &str) -> bool {
        let first = first_segment(path);
        let mut patterns = self.0.iter().map(|route| route.pattern.as_str());
        patterns.any(|pattern| first_segment(pattern) == first)
    }

    /// The methods of the path, in the form of `Allow`.
    pub fn allow(&self, path: &str) -> Option<&str> {
        self.find(path).map(|route| route.allow.as_str())
    }

    fn find(&self, path: &str) -> Option<&Route> {
        self.0.iter().find(|route| fits(&route.pattern, path))
    }
}

/// The error of a request without a handler: 405 when the path has other methods, else 404.
pub fn no_handler(request: &HttpRequest) -> ApiError {
    match RouteTable::of(request).and_then(|table| table.allow(request.path())) {
        Some(methods) => ApiError::new(
            ProblemCode::MethodNotAllowed,
            "This route does not know the method.",
        )
        .allow(methods),
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
        let table = RouteTable::new([
            ("/members/{id}", vec!["GET", "PATCH"]),
            ("/members/export", vec!["POST"]),
        ]);
        assert_eq!(table.allow("/members/7"), Some("GET, HEAD, PATCH"));
        assert_eq!(table.allow("/members/export"), Some("POST"));
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
