//! What people do in several requests, for tests that begin after it.

use super::app::TestApp;
use super::caller::{Answer, Caller};
use serde_json::{Value, json};
use std::time::Duration;
use totp_lite::{Sha1, totp_custom};
use twostep::setup;

/// The address of the administrator that [`TestApp::set_up`] makes.
pub(crate) const ADMIN: &str = "admin@example.com";
/// Everybody's password.
const PASSWORD: &str = "violet anchor breakfast";

const STEP: Duration = Duration::from_secs(30);

/// An authenticator app.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    secret: Vec<u8>,
}

impl TestApp {
    /// A setup token, as the first start prints it.
    pub(crate) async fn setup_token(&self) -> String {
        let token = setup::issue_first_token(&self.context).await;
        let token = token.expect("a database").expect("no organization yet");
        token.expose().to_owned()
    }

    /// Makes the organization "Acme Support"; its administrator, signed in with the password alone.
    pub(crate) async fn set_up(&self) -> Caller {
        let request = setup_request(&self.setup_token().await);
        self.program().post("/setup", &request).await.expect(201);
        let mut admin = self.program();
        let answer = admin.sign_in(ADMIN).await;
        assert_eq!(answer.text("/step"), "done");
        admin
    }

    /// Makes the organization; its administrator sets up a device and asks the same of everybody.
    pub(crate) async fn set_up_strictly(&self) -> (Caller, Device) {
        let mut admin = self.set_up().await;
        admin.post_empty("/me/enrollment").await.expect(200);
        let device = self.enroll(&mut admin, ADMIN).await;
        self.finish(&mut admin, &device).await;
        admin.require_second_step().await;
        (admin, device)
    }

    /// Invites somebody, who accepts and chooses [`PASSWORD`].
    pub(crate) async fn invite(&self, admin: &mut Caller, email: &str, role: &str) -> Answer {
        let request = json!({ "email": email, "display_name": "Jo Doe", "role": role });
        let invited = admin.post("/members", &request).await.expect(201);
        let mail = self.newest_mail(email).await;
        let accept = json!({ "token": invitation_token(&mail), "password": PASSWORD });
        self.program()
            .post("/invitations/accept", &accept)
            .await
            .expect(200);
        invited
    }

    /// From the step `email` to the step `code`.
    pub(crate) async fn enroll(&self, caller: &mut Caller, email: &str) -> Device {
        caller.post_empty("/enrollment/email").await.expect(200);
        let code = json!({ "code": mailed_code(&self.newest_mail(email).await) });
        caller
            .post("/enrollment/email/verify", &code)
            .await
            .expect(200);
        let pending = caller.get("/enrollment/device").await.expect(200);
        let device = Device::with_key(pending.text("/secret"));
        let code = json!({ "code": self.code(&device) });
        let confirmed = caller.post("/enrollment/device/confirm", &code).await;
        assert_eq!(confirmed.expect(200).text("/step"), "code");
        device
    }

    /// From the step `code` to the session, with the app's next code.
    pub(crate) async fn finish(&self, caller: &mut Caller, device: &Device) -> Answer {
        self.wait(STEP);
        let code = json!({ "code": self.code(device) });
        let answer = caller.post("/sign-in/code", &code).await.expect(200);
        assert_eq!(answer.text("/step"), "done");
        answer
    }

    /// The code that the app shows now.
    pub(crate) fn code(&self, device: &Device) -> String {
        let seconds = self.context.clock.now().seconds();
        let seconds = u64::try_from(seconds).expect("a time after 1970");
        totp_custom::<Sha1>(STEP.as_secs(), 6, &device.secret, seconds)
    }
}

impl Caller {
    /// The password step with [`PASSWORD`]; forgets what the caller had.
    pub(crate) async fn sign_in(&mut self, email: &str) -> Answer {
        self.token = None;
        self.cookies.remove("__Host-tsv");
        let transport = self.lane.as_str();
        let request = json!({ "email": email, "password": PASSWORD, "transport": transport });
        self.post("/sign-in", &request).await.expect(200)
    }

    /// Asks the second step of everybody in the organization.
    pub(crate) async fn require_second_step(&mut self) -> Answer {
        let policy = self.get("/policy").await.expect(200);
        let request = json!({ "two_step": "required", "version": policy.body["version"] });
        self.put("/policy", &request).await.expect(200)
    }
}

impl Device {
    /// An app with a key as it stands under the QR code.
    pub(crate) fn with_key(key: &str) -> Self {
        let alphabet = base32::Alphabet::Rfc4648 { padding: false };
        let secret = base32::decode(alphabet, key).expect("a key in Base32");
        Self { secret }
    }
}

/// A good body of `POST /setup`.
pub(crate) fn setup_request(token: &str) -> Value {
    json!({
        "setup_token": token,
        "organization": "Acme Support",
        "email": ADMIN,
        "display_name": "Ada Admin",
        "password": PASSWORD,
    })
}

/// The code stands on a line of its own.
fn mailed_code(mail: &str) -> &str {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
    mail.lines().find(is_code).expect("a code in the mail")
}

/// The token stands behind `#` in the link.
fn invitation_token(mail: &str) -> &str {
    let (_, rest) = mail.split_once("/invitation#").expect("a link in the mail");
    rest.split_whitespace().next().expect("a token in the link")
}
