//! Mounts every feature under one app.

use crate::account::{me, setup};
use crate::application::docs::{self, DocsPage};
use crate::application::web_ui::WebUi;
use crate::application::{health, openapi, panics, undocumented};
use crate::consoles::forward_auth::{self, ConsoleChecks};
use crate::consoles::{clients, oauth, radius};
use crate::people::sessions::{LastUses, SessionChecks};
use crate::people::{
    browsers, device_import, groups, members, organizations, policy, rollout, sessions,
};
use crate::platform::context::Context;
use crate::platform::http::middleware::edge;
use crate::platform::http::rows_places::RowsPlaces;
use crate::platform::http::{
    ApiError, Description, HttpSettings, Mount, RouteTable, Shutdown, no_handler,
};
use crate::programs::verifications::RightCodes;
use crate::programs::{
    api_tokens, audit_events, challenges, idempotency, sandboxes, verifications, webhooks,
};
use crate::protection::signing;
use crate::second_step::sign_in::CodeChecks;
use crate::second_step::{enrollment, recovery, sign_in};
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::LOCATION;
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpRequest, HttpResponse, web};
use shared_types::address::API;
use utoipa::openapi::OpenApi;

/// The shared state of every worker's app. Clones share everything.
#[derive(Clone)]
pub struct Parts {
    context: web::Data<Context>,
    code_checks: web::Data<CodeChecks>,
    right_codes: web::Data<RightCodes>,
    session_checks: web::Data<SessionChecks>,
    console_checks: web::Data<ConsoleChecks>,
    rows_places: web::Data<RowsPlaces>,
    settings: web::Data<HttpSettings>,
    shutdown: web::Data<Shutdown>,
    routes: web::Data<RouteTable>,
    docs_page: web::Data<DocsPage>,
    web_ui: Option<web::Data<WebUi>>,
}

impl Parts {
    /// The state of an installation; without `web_ui` it serves the API only.
    pub fn new(context: Context, settings: HttpSettings, web_ui: Option<WebUi>) -> Self {
        let session_checks = SessionChecks::new(&context);
        Self {
            console_checks: web::Data::new(ConsoleChecks::new(&context, &session_checks)),
            code_checks: web::Data::new(CodeChecks::new(&context)),
            right_codes: web::Data::new(RightCodes::new(&context)),
            session_checks: web::Data::new(session_checks),
            rows_places: web::Data::new(RowsPlaces::default()),
            context: web::Data::new(context),
            settings: web::Data::new(settings),
            shutdown: web::Data::new(Shutdown::default()),
            routes: web::Data::new(RouteTable::new(openapi::routes)),
            docs_page: web::Data::new(DocsPage::default()),
            web_ui: web_ui.map(web::Data::new),
        }
    }

    /// The HTTP settings.
    pub fn settings(&self) -> &HttpSettings {
        &self.settings
    }

    /// When sessions were last used, until it is written down.
    pub fn last_uses(&self) -> &LastUses {
        self.session_checks.uses()
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
    let app = App::new().configure(mount_all);
    let app = match &parts.web_ui {
        Some(web_ui) => app.app_data(web_ui.clone()),
        None => app,
    };
    app.app_data(parts.context.clone())
        .app_data(parts.code_checks.clone())
        .app_data(parts.right_codes.clone())
        .app_data(parts.session_checks.clone())
        .app_data(parts.console_checks.clone())
        .app_data(parts.rows_places.clone())
        .app_data(parts.settings.clone())
        .app_data(parts.shutdown.clone())
        .app_data(parts.routes.clone())
        .app_data(parts.docs_page.clone())
        .default_service(web::to(no_route))
        .wrap(from_fn(undocumented::refuse))
        .wrap(from_fn(idempotency::answer_once))
        .wrap(from_fn(sessions::count_requests))
        .wrap(from_fn(panics::recorded))
        .wrap(from_fn(edge))
}

/// The whole API as an OpenAPI document, made of what the handlers say of themselves: for the command
/// and the tests that keep `openapi.yaml` fresh. What serves reads that file.
pub fn document() -> OpenApi {
    let mut description = Description::default();
    mount_all(&mut description);
    openapi::complete(description)
}

fn mount_all(mount: &mut impl Mount) {
    mount
        .configure(health::routes)
        .configure(forward_auth::routes)
        .scope(API, features)
        .configure(signing::routes)
        .configure(oauth::routes)
        .configure(docs::routes);
}

/// Every feature. The router compares a path with the routes in this order, so those that most
/// requests ask for come first.
fn features(mount: &mut impl Mount) {
    mount
        .configure(sign_in::routes)
        .configure(me::routes)
        .configure(sessions::routes)
        .configure(browsers::routes)
        .configure(challenges::routes)
        .configure(verifications::routes)
        .configure(audit_events::routes)
        .configure(members::routes)
        .configure(enrollment::routes)
        .configure(device_import::routes)
        .configure(policy::routes)
        .configure(rollout::routes)
        .configure(recovery::routes)
        .configure(organizations::routes)
        .configure(groups::routes)
        .configure(api_tokens::routes)
        .configure(webhooks::routes)
        .configure(clients::routes)
        .configure(radius::routes)
        .configure(sandboxes::routes)
        .configure(setup::routes);
}

async fn no_route(
    request: HttpRequest,
    web_ui: Option<web::Data<WebUi>>,
) -> Result<HttpResponse, ApiError> {
    if docs::is_other_spelling(request.path()) {
        return Ok(HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, "/docs"))
            .finish());
    }
    let page = web_ui.and_then(|web_ui| web_ui.answer(&request));
    page.ok_or_else(|| no_handler(&request))
}
