//! A sensitive act after a while: the password and a code are asked for once more, and then not again for some
//! time. What takes long says that it loads.

use crate::steps;
use anyhow::{Result, ensure};
use e2e::api::{Administrator, PASSWORD};
use e2e::browser::{Browser, Look};
use e2e::journey::Stage;
use serde_json::json;

/// Answers the first invitation as the server does when the sign-in is some minutes old: a journey does not
/// wait that long. All other answers are the server's.
const SIGN_IN_IS_OLD: &str = "
    let asked = false;
    const send = window.fetch;
    window.fetch = (request, options) => {
        const url = new URL(request.url ?? request, location.href);
        const method = request.method ?? options?.method;
        if (asked || method !== 'POST' || url.pathname !== '/api/v1/members') {
            return send(request, options);
        }
        asked = true;
        const problem = {type: 'about:blank', title: '', status: 403, detail: '',
            code: 'reauthentication_required', request_id: '', errors: []};
        const headers = {'content-type': 'application/problem+json'};
        return Promise.resolve(new Response(JSON.stringify(problem), {status: 403, headers}));
    };";

/// Holds back the list of members until the journey lets it go.
const LIST_IS_SLOW: &str = "
    const sendAll = window.fetch;
    window.fetch = async (request, options) => {
        const url = new URL(request.url ?? request, location.href);
        if (url.pathname === '/api/v1/members') {
            await new Promise((go) => { window.letGo = go; });
        }
        return sendAll(request, options);
    };";

/// axe counts what stands outside the landmarks of a page as moderate, so `inspect` lets it pass.
const OUTSIDE_LANDMARKS: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, {runOnly: ['region', 'skip-link']}).then(
        result => done(result.violations.map(one => one.id + ' ' + one.nodes.map(n => n.html))));";

/// C1, D5 of the review.
pub(crate) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let browser = stage.browser("administrator", Look::Light).await?;
    browser.devtools.run_first(SIGN_IN_IS_OLD).await?;
    browser.open("/admin/members/invite").await?;
    sign_in(&browser, &mut administrator).await?;
    browser.sees("Invite a member").await?;
    invite(&browser, "zoe@example.com").await?;

    // Both fields are named, and the account. The page below stays as it is.
    browser.sees("Confirm that it is you").await?;
    browser
        .reads("needs your password and a code of your app once more")
        .await?;
    browser
        .reads("You are signed in as Ada Admin (ada@example.com).")
        .await?;
    browser.inspect("confirm").await?;
    all_is_in_landmarks(&browser).await?;
    browser.fill("Password", PASSWORD).await?;
    let code = administrator.app.new_code().await?;
    browser.fill("6-digit code", &code).await?;
    browser.press("Continue").await?;

    // Not again for a while, and the page says until when.
    browser
        .reads("An invitation is on its way to zoe@example.com.")
        .await?;
    browser.reads("You are not asked again before").await?;
    browser.inspect("confirmed").await?;
    browser.press("Invite a member").await?;
    invite(&browser, "yan@example.com").await?;
    browser
        .reads("An invitation is on its way to yan@example.com.")
        .await?;
    a_slow_list_shows_that_it_loads(&browser).await
}

async fn sign_in(browser: &Browser, administrator: &mut Administrator) -> Result<()> {
    steps::enter_password(browser, Administrator::EMAIL).await?;
    browser.sees("Enter your code").await?;
    steps::enter_code(browser, &administrator.app.new_code().await?).await
}

async fn invite(browser: &Browser, address: &str) -> Result<()> {
    browser.sees("Invite a member").await?;
    browser.fill("Email address", address).await?;
    browser.fill("Name", "New Member").await?;
    browser.press("Send the invitation").await
}

/// The hidden page below does not add a second skip link or a second region.
async fn all_is_in_landmarks(browser: &Browser) -> Result<()> {
    let violations = browser
        .client
        .execute_async(OUTSIDE_LANDMARKS, vec![])
        .await?;
    ensure!(violations == json!([]), "outside landmarks: {violations}");
    Ok(())
}

/// D5: the outline of what comes, and a word for screen readers, instead of an empty page.
async fn a_slow_list_shows_that_it_loads(browser: &Browser) -> Result<()> {
    browser.devtools.run_first(LIST_IS_SLOW).await?;
    browser.open("/admin/members").await?;
    browser.sees("Members").await?;
    browser
        .find(
            "the outline",
            "//main//*[@class='skeleton'][@aria-hidden='true']",
        )
        .await?;
    browser
        .find("the word", "//main//*[@role='status'][.='Loading']")
        .await?;
    browser.inspect("loading").await?;
    browser.client.execute("window.letGo()", vec![]).await?;
    browser.reads("zoe@example.com").await
}
