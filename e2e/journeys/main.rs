//! Browser journeys: what a person does, from the first page to the last. Each has its own server,
//! mailbox and browser, so that none depends on another or on their order.

mod accessibility;
mod administrator_adds_a_webhook;
mod administrator_hands_a_token_over;
mod administrator_helps_members;
mod administrator_imports_entries;
mod administrator_imports_members;
mod administrator_keeps_groups;
mod administrator_makes_a_sandbox;
mod administrator_makes_an_api_token;
mod administrator_plans_the_policy;
mod administrator_protects_a_console;
mod administrator_reads_the_audit;
mod administrator_switches_policy;
mod confirm_that_it_is_you;
mod console_of_another_site;
mod dark;
mod enroll_then_sign_in;
mod forgot_password;
mod german;
mod integrator_searches_the_docs;
mod keyboard_only;
mod menu_on_a_phone;
mod narrow;
mod nothing_stays_behind;
mod person_answers_a_challenge;
mod program_does_not_start;
mod pseudo_language;
mod replace_a_lost_phone;
mod second_organization;
mod send_the_email_again;
mod session_ends_in_a_form;
mod short_password;
mod steps;
mod tour;
mod wrong_old_and_reused_codes;

macro_rules! journeys {
    ($($name:ident)*) => {
        $(
            #[tokio::test]
            #[ignore = "needs the program and a browser: cargo xtask test --only journeys"]
            async fn $name() {
                e2e::journey::journey(stringify!($name), $name::walk).await;
            }
        )*
    };
}

journeys! {
    accessibility
    administrator_adds_a_webhook
    administrator_hands_a_token_over
    administrator_helps_members
    administrator_imports_entries
    administrator_imports_members
    administrator_keeps_groups
    administrator_makes_a_sandbox
    administrator_makes_an_api_token
    administrator_plans_the_policy
    administrator_protects_a_console
    administrator_reads_the_audit
    administrator_switches_policy
    confirm_that_it_is_you
    console_of_another_site
    dark
    enroll_then_sign_in
    forgot_password
    german
    integrator_searches_the_docs
    keyboard_only
    menu_on_a_phone
    narrow
    nothing_stays_behind
    person_answers_a_challenge
    program_does_not_start
    pseudo_language
    replace_a_lost_phone
    second_organization
    send_the_email_again
    session_ends_in_a_form
    short_password
    wrong_old_and_reused_codes
}
