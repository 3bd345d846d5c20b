//! The bodies of requests: the first byte chooses whose, the rest is read as the server reads it.
#![no_main]

use fuzz::with_body;
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use shared_types::{me, members, policy, recovery, setup, sign_in};
use twostep::platform::http::Body;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else {
        return;
    };
    match choice {
        b'a' => read::<sign_in::SignInRequest>(body),
        b'b' => read::<sign_in::CheckCodeRequest>(body),
        b'c' => read::<members::CreateMemberRequest>(body),
        b'd' => read::<members::PatchMemberRequest>(body),
        b'e' => read::<members::DeviceResetRequest>(body),
        b'f' => read::<members::AcceptInvitationRequest>(body),
        b'g' => read::<me::PatchMeRequest>(body),
        b'h' => read::<me::ReauthenticateRequest>(body),
        b'i' => read::<me::ChangePasswordRequest>(body),
        b'j' => read::<me::ChangeEmailRequest>(body),
        b'k' => read::<recovery::RequestPasswordResetRequest>(body),
        b'l' => read::<recovery::ConfirmPasswordResetRequest>(body),
        b'm' => read::<policy::PutPolicyRequest>(body),
        b'n' => read::<setup::SetupRequest>(body),
        _ => {}
    }
});

fn read<T: DeserializeOwned + 'static>(body: &[u8]) {
    if with_body::<Body<T>>(body).is_ok() {
        let json: serde_json::Value = serde_json::from_slice(body).expect("only JSON is read");
        assert!(json.is_object());
    }
}
