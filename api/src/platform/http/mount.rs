//! Where a feature mounts its handlers: on the app of a worker, which serves them, or on the list of
//! what they say of themselves, from which the OpenAPI document is written. A worker builds its app
//! without the second one.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa::openapi::path::Paths;
use utoipa::openapi::{RefOr, Schema};
use utoipa_actix_web::OpenApiFactory;

/// Takes handlers.
pub trait Mount: Sized {
    /// Mounts one handler.
    fn service(&mut self, handler: impl HttpServiceFactory + OpenApiFactory + 'static)
    -> &mut Self;

    /// Mounts the handlers of `routes` below a path.
    fn scope(&mut self, path: &str, routes: impl FnOnce(&mut Self)) -> &mut Self;

    /// Mounts the handlers of `routes`.
    fn configure(&mut self, routes: impl FnOnce(&mut Self)) -> &mut Self {
        routes(self);
        self
    }
}

impl Mount for web::ServiceConfig {
    fn service(
        &mut self,
        handler: impl HttpServiceFactory + OpenApiFactory + 'static,
    ) -> &mut Self {
        Self::service(self, handler)
    }

    fn scope(&mut self, path: &str, routes: impl FnOnce(&mut Self)) -> &mut Self {
        Self::service(self, web::scope(path).configure(routes))
    }
}

/// What the handlers say of themselves.
#[derive(Default)]
pub struct Description {
    /// Their paths with the operations.
    pub paths: Paths,
    /// The types that they name.
    pub schemas: Vec<(String, RefOr<Schema>)>,
}

impl Mount for Description {
    fn service(
        &mut self,
        handler: impl HttpServiceFactory + OpenApiFactory + 'static,
    ) -> &mut Self {
        handler.schemas(&mut self.schemas);
        self.paths.merge(handler.paths());
        self
    }

    fn scope(&mut self, path: &str, routes: impl FnOnce(&mut Self)) -> &mut Self {
        let mut inner = Self::default();
        routes(&mut inner);
        let below = inner.paths.paths.into_iter();
        let mut paths = Paths::new();
        paths.paths = below
            .map(|(inside, item)| (format!("{path}{inside}"), item))
            .collect();
        self.paths.merge(paths);
        self.schemas.extend(inner.schemas);
        self
    }
}
