//! Guards of the tree: who may import whom, how long a file may be, and what must never be written.
//! Each rule is one function from a source file to findings; a finding names file, line and rule.

mod circles;
mod contract;
mod documents;
mod imports;
mod layers;
mod operations;
mod owners;
mod shape;
mod source;
mod supply;
mod tables;
mod texts;
mod web_ui;
mod words;

use source::{Finding, Source, rust_files};

type Rule = fn(&Source) -> Vec<Finding>;

/// Every rule that looks at one file at a time, with text that breaks it.
const RULES: [(Rule, &str, &str); 53] = [
    (
        tables::no_organization_changes_its_kind,
        "api/src/people/organizations/store_sandboxes.rs",
        "diesel::update(sandbox)\n    .set(organizations::kind.eq(\"live\"))",
    ),
    (
        tables::a_table_has_one_owner,
        "api/src/people/policy/service.rs",
        "use crate::platform::db::schema::invitations as columns;",
    ),
    (
        tables::a_table_has_one_owner,
        "api/src/people/policy/store.rs",
        "db::static_sql(\"UPDATE invitations SET expires_at = 0\")",
    ),
    (
        tables::a_table_has_one_owner,
        "api/src/people/members/store_list.rs",
        "use crate::platform::db::schema::totp_devices as columns;\nfn f() { diesel::update(\n    columns::table) }",
    ),
    (
        tables::a_table_has_one_owner,
        "api/src/people/members/store_list.rs",
        "use crate::platform::db::schema::totp_devices;\nlet old = totp_devices::table.find(id);\ndiesel::delete(old)",
    ),
    (
        tables::a_table_has_one_owner,
        "api/src/people/members/store_list.rs",
        "use crate::platform::db::schema::sign_ins;",
    ),
    (
        tables::a_table_has_one_owner,
        "api/src/people/policy/store.rs",
        "sql_query(format!(\"INSERT INTO \\\"{name}\\\" VALUES (1)\"))",
    ),
    (
        words::words_are_plain,
        "api/src/people/policy/service.rs",
        "struct HeldSeats;",
    ),
    (
        words::words_are_plain,
        "api/tests/api/nodes.rs",
        "/// Kills the first of them.",
    ),
    (
        shape::parameters_have_names,
        "api/src/people/policy/service.rs",
        "pub fn check(\n    (first, second): (u8, u8),\n) -> bool {",
    ),
    (
        shape::parameters_have_names,
        "api/src/people/policy/service.rs",
        "fn check(number: u8, pair: &'a (u8, u8)) -> (u8, u8) {",
    ),
    (
        layers::every_file_has_a_layer,
        "api/src/people/passkeys/service.rs",
        "use std::fmt;",
    ),
    (
        layers::nobody_imports_the_application,
        "api/src/people/members/service.rs",
        "use crate::{\n    record::audit::{self, Action},\n    // Too high.\n    application::app::Parts,\n};",
    ),
    (
        layers::features_look_down,
        "api/src/record/audit/service.rs",
        "use crate::people::members;",
    ),
    (
        layers::features_look_down,
        "api/src/platform/http/principal.rs",
        "use crate::people::sessions::Session;",
    ),
    (
        layers::features_look_down,
        "api/src/people/sessions/service.rs",
        "use crate::people::{policy, sessions};",
    ),
    (
        layers::only_demand_reads_the_policy,
        "api/src/second_step/flow/model.rs",
        "policy_requires: self.policy == TwoStepPolicy::Required,",
    ),
    (
        layers::demands_are_not_compared,
        "api/src/second_step/flow/model.rs",
        "policy_requires: demand(self.rules, now) == Demand::Now,",
    ),
    (
        layers::demands_are_not_compared,
        "api/src/people/policy/service.rs",
        "if caller.actor.demand != Demand::None {",
    ),
    (
        layers::handlers_leave_stores_alone,
        "api/src/people/policy/handlers.rs",
        "use super::{service, store};",
    ),
    (
        layers::only_stores_speak_sql,
        "api/src/people/policy/service.rs",
        "use diesel::prelude::*;",
    ),
    (
        layers::only_stores_speak_sql,
        "api/src/protection/demand.rs",
        "use diesel::prelude::*;",
    ),
    (
        layers::only_edges_speak_http,
        "api/src/second_step/recovery/answer.rs",
        "use actix_web::web;",
    ),
    (
        layers::only_edges_speak_http,
        "api/src/people/policy/store.rs",
        "use actix_web::web;",
    ),
    (
        layers::services_take_rights,
        "api/src/people/policy/service.rs",
        "fn put_policy(\n    session: MemberSession,\n) {}",
    ),
    (
        layers::services_take_rights,
        "api/src/people/members/recount.rs",
        "fn record(host: &Caller) {}\nfn host() { record(&Caller::host(organization)); }",
    ),
    (
        layers::services_take_rights,
        "api/src/account/me/email.rs",
        "let own: Authorized<OwnAccount> = Authorized::check(asked)?;",
    ),
    (
        web_ui::every_module_has_a_layer,
        "web-ui/src/audit/page.rs",
        "use crate::app::App;",
    ),
    (
        web_ui::layers_use_those_below,
        "web-ui/src/members/page.rs",
        "use crate::policy::PolicyPage;",
    ),
    (
        web_ui::layers_use_those_below,
        "web-ui/src/members/state.rs",
        "use crate::{app::App, programs::console};",
    ),
    (
        web_ui::layers_use_those_below,
        "web-ui/src/flow/mod.rs",
        "use crate::sign_in::CodePage;",
    ),
    (
        web_ui::layers_use_those_below,
        "web-ui/src/app/mod.rs",
        "use crate::route::Route;\nfn f() { crate::router::go(); }",
    ),
    (
        web_ui::state_needs_no_browser,
        "web-ui/src/members/state.rs",
        "use web_sys::window;",
    ),
    (
        web_ui::state_needs_no_browser,
        "web-ui/src/app/flow_state.rs",
        "use js_sys::Date;",
    ),
    (
        layers::the_contract_stands_alone,
        "shared-types/src/code.rs",
        "use twostep::platform::http;",
    ),
    (
        shape::a_file_says_what_it_is,
        "api/src/platform/clock.rs",
        "use std::fmt;",
    ),
    (
        shape::a_file_is_short,
        "api/src/platform/clock.rs",
        "//! Long.\n\n\n\n\n\n\n\n",
    ),
    (
        shape::secrets_are_compared_in_constant_time,
        "api/src/people/sessions/service.rs",
        "if row.token_hash == presented {",
    ),
    (
        shape::secrets_are_compared_in_constant_time,
        "api/src/platform/crypto/totp.rs",
        "if code_at(secret, step) == *code {",
    ),
    (
        shape::secrets_are_compared_in_constant_time,
        "api/src/platform/crypto/totp.rs",
        "if candidate == code.expose() {",
    ),
    (
        shape::every_error_is_mapped,
        "api/src/platform/http/error_from.rs",
        "impl From<DbError> for ApiError {\n    match error {\n        _ => x,\n    }\n}",
    ),
    (
        shape::every_error_is_mapped,
        "api/src/people/policy/refusals.rs",
        "refusals! {\n    enum PolicyError {\n        _ => Internal(\"x\"),\n    }\n}",
    ),
    (
        operations::errors_answer_by_their_table,
        "api/src/people/policy/handlers.rs",
        "impl From<PolicyError> for ApiError {\n    match error {}\n}",
    ),
    (
        operations::operations_name_their_refusals,
        "api/src/people/policy/handlers.rs",
        "#[utoipa::path(tag = \"a\", responses((status = 200), Refusals<(SignedIn, DbError)>))]\n#[get(\"/a\")]\nasync fn a(\n    Administrator(session): Administrator,\n) -> Result<HttpResponse, Refusal<DbError>> {",
    ),
    (
        operations::operations_name_their_refusals,
        "api/src/people/policy/handlers.rs",
        "#[utoipa::path(tag = \"a\", responses((status = 200), Refusals<(SignedIn, DbError)>))]\n#[get(\"/a\")]\nasync fn a(signed_in: SignedIn) -> Result<HttpResponse, ApiError> {",
    ),
    (
        operations::operations_name_their_refusals,
        "api/src/people/policy/handlers.rs",
        "#[utoipa::path(tag = \"a\", responses((status = 200), Refusals<()>))]\n#[get(\"/a\")]\nasync fn a(context: web::Data<Context>, id: PathId<MemberId>) -> HttpResponse {",
    ),
    (
        operations::operations_name_their_refusals,
        "api/src/people/policy/handlers.rs",
        "#[utoipa::path(tag = \"a\", responses((status = 200)))]\n#[get(\"/a\")]\nasync fn a() -> Result<HttpResponse, ApiError> {",
    ),
    (
        shape::markup_is_never_trusted,
        "web-ui/src/ui/qr_code.rs",
        "Html::from_html_unchecked(svg)",
    ),
    (
        shape::only_config_reads_the_environment,
        "api/src/application/server.rs",
        "std::env::var(\"HOME\")",
    ),
    (
        shape::sql_is_never_put_together,
        "api/src/people/members/store.rs",
        "sql_query(format!(\n    \"DELETE FROM members WHERE id = {id}\",\n))",
    ),
    (
        shape::one_row_is_found_without_a_limit,
        "api/src/people/policy/store.rs",
        "    policies::table.find(id).first(connection)",
    ),
    (
        shape::statements_can_be_kept,
        "api/src/people/organizations/store.rs",
        "pub fn is_first() -> SqlLiteral<Bool> {",
    ),
    (
        shape::mails_are_never_raw,
        "api/src/messages/mail/smtp.rs",
        "transport.send_raw(&envelope, text)",
    ),
];

/// T-10 (compare), B-08, M-02: no secret under `==`, no markup and no SQL out of text, no raw mail.
#[test]
fn every_file_keeps_every_rule() {
    let files = rust_files();
    assert!(files.len() > 50, "the tree was not found");
    let findings: Vec<Finding> = files
        .iter()
        .flat_map(|file| RULES.iter().flat_map(move |(rule, ..)| rule(file)))
        .collect();
    source::assert_none(&findings);
}

/// A rule that never fails holds nothing.
#[test]
fn every_rule_finds_what_breaks_it() {
    for (rule, path, text) in RULES {
        let text = text.repeat(if text.ends_with("\n\n") { 60 } else { 1 });
        let findings = rule(&Source::new(path, &text));
        assert_eq!(findings.len(), 1, "{path}: {text}");
    }
}
