//! Mounts every feature under one app.

use crate::account::{me, setup};
use crate::application::docs::{self, ApiDocument};
use crate::application::web_ui::WebUi;
use crate::application::{health, openapi, panics};
use crate::people::sessions::LastUses;
use crate::people::{members, policy, sessions};
use crate::platform::context::Context;
use crate::platform::http::middleware::edge;
use crate::platform::http::{ApiError, HttpSettings, Shutdown, no_handler};
use crate::second_step::sign_in::CodeChecks;
use crate::second_step::{enrollment, recovery, sign_in};
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpRequest, HttpResponse, web};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt as _, scope};

/// The shared state of every worker's app. Clones share everything.
#[derive(Clone)]
pub struct Parts {
    context: web::Data<Context>,
    code_checks: web::Data<CodeChecks>,
    last_uses: LastUses,
    settings: web::Data<HttpSettings>,
    shutdown: web::Data<Shutdown>,
    document: web::Data<ApiDocument>,
    web_ui: Option<web::Data<WebUi>>,
}

impl Parts {
    /// The state of an installation; without `web_ui` it serves the API only.
    pub fn new(context: Context, settings: HttpSettings, web_ui: Option<WebUi>) -> Self {
        let document = ApiDocument::new(&document(), &settings.public_url);
        Self {
            code_checks: web::Data::new(CodeChecks::new(&context)),
            last_uses: LastUses::default(),
            context: web::Data::new(context),
            settings: web::Data::new(settings),
            shutdown: web::Data::new(Shutdown::default()),
            document: web::Data::from(Arc::new(document)),
            web_ui: web_ui.map(web::Data::new),
        }
    }

    /// The HTTP settings.
    pub fn settings(&self) -> &HttpSettings {
        &self.settings
    }

    /// When sessions were last used, until it is written down.
    pub fn last_uses(&self) -> &LastUses {
        &self.last_uses
    }

    /// The shutdown flag.
    pub fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }
}

/// One worker's app, for `serve` and for tests alike.
pub fn build(
    parts: &Parts,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    let (app, _) = App::new()
        .into_utoipa_app()
        .configure(mount)
        .split_for_parts();
    let app = match &parts.web_ui {
        Some(web_ui) => app.app_data(web_ui.clone()),
        None => app,
    };
    app.app_data(parts.context.clone())
        .app_data(parts.code_checks.clone())
        .app_data(web::Data::new(parts.last_uses.clone()))
        .app_data(parts.settings.clone())
        .app_data(parts.shutdown.clone())
        .app_data(web::Data::from(parts.document.routes()))
        .app_data(parts.document.clone())
        .default_service(web::to(no_route))
        .wrap(from_fn(panics::recorded))
        .wrap(from_fn(edge))
}

/// The whole API as an OpenAPI document.
pub fn document() -> OpenApi {
    let (_, collected) = App::new()
        .into_utoipa_app()
        .configure(mount)
        .split_for_parts();
    openapi::complete(collected)
}

fn mount(config: &mut ServiceConfig<'_>) {
    config
        .configure(health::routes)
        .configure(docs::routes)
        .service(scope("/api/v1").configure(features));
}

/// Every feature, in alphabetical order.
fn features(config: &mut ServiceConfig<'_>) {
    config
        .configure(enrollment::routes)
        .configure(me::routes)
        .configure(members::routes)
        .configure(policy::routes)
        .configure(recovery::routes)
        .configure(sessions::routes)
        .configure(setup::routes)
        .configure(sign_in::routes);
}

async fn no_route(
    request: HttpRequest,
    web_ui: Option<web::Data<WebUi>>,
) -> Result<HttpResponse, ApiError> {
    let page = web_ui.and_then(|web_ui| web_ui.answer(&request));
    page.ok_or_else(|| no_handler(&request))
}
