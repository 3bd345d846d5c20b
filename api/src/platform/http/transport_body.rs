//! The body of a request that has no credential yet and says how it wants to get one.

use super::{ApiError, Body, Refuses, same_origin};
use crate::platform::context::Context;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use shared_types::problem::ProblemCode;
use shared_types::recovery::RequestPasswordResetRequest;
use shared_types::sessions::Transport;
use shared_types::sign_in::SignInRequest;

/// A body that says how the credential is to travel.
pub trait ChoosesTransport {
    /// The choice.
    fn transport(&self) -> Transport;
}

impl ChoosesTransport for SignInRequest {
    fn transport(&self) -> Transport {
        self.transport
    }
}

impl ChoosesTransport for RequestPasswordResetRequest {
    fn transport(&self) -> Transport {
        self.transport
    }
}

/// A JSON body of type `T`; who asks for a cookie must be one of our own pages.
#[derive(Debug)]
pub struct TransportBody<T>(pub T);

impl<T> Refuses for TransportBody<T> {
    fn codes() -> Vec<ProblemCode> {
        [Body::<T>::codes(), vec![ProblemCode::Forbidden]].concat()
    }
}

impl<T: ChoosesTransport + DeserializeOwned + 'static> FromRequest for TransportBody<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Body::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let Body(body) = body.await?;
            if body.transport() == Transport::Cookie {
                let context = request
                    .app_data::<web::Data<Context>>()
                    .expect("the app carries its context");
                same_origin::check(&request, &context.public_url)?;
            }
            Ok(Self(body))
        })
    }
}
